/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/portal/http-auth.h"

#include "authority.h"
#include "scene.h"

#include <string.h>

/* HTTP authentication as identity: RFC 7617 and RFC 7616. */

static InkanHttpAuth *
make_auth (const char *user,
           const char *password)
{
  g_autoptr (SecretValue) name = secret_value_new (user, -1, "text/plain");
  g_autoptr (SecretValue) secret = secret_value_new (password, -1, "text/plain");

  return inkan_http_auth_new (name, secret);
}

static char *
parameter_of (const char *header,
              const char *name)
{
  g_autoptr (GHashTable) parameters = inkan_http_parameters_parse (strchr (header, ' ') + 1);

  return g_strdup (g_hash_table_lookup (parameters, name));
}

static char *digest (GChecksumType type, const char *format, ...) G_GNUC_PRINTF (2, 3);

static char *
digest (GChecksumType  type,
        const char    *format,
        ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return g_compute_checksum_for_string (type, text, -1);
}

/* What each challenge is answered with; the example users are those of the RFCs. */
static void
test_basic (void)
{
  static const struct {
    const char *user;
    const char *password;
    const char *challenge;
    const char *answer;
  } cases[] = {
    { "Aladdin", "open sesame", "Basic realm=\"WallyWorld\"", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==" },
    { "test", "123£", "Basic realm=\"foo\", charset=\"UTF-8\"", "Basic dGVzdDoxMjPCow==" },
    { "test", "123£", "basic realm=foo", "Basic dGVzdDoxMjPCow==" },
    /* U+0061 U+0308 is sent as U+00E4 to who says UTF-8 */
    { "a\xCC\x88", "x", "Basic realm=\"foo\", charset=\"utf-8\"", "Basic w6Q6eA==" },
    { "u", "p", "Negotiate, NTLM, Basic realm=\"a, b=\\\"c\\\"\"", "Basic dTpw" },
    { "u", "p", "Negotiate YWJjZA==, Basic realm=x", "Basic dTpw" },
    /* A colon would end the name. */
    { "a:b", "p", "Basic realm=x", NULL },
  };
  g_autoptr (GUri) uri = g_uri_parse ("https://a.example/x", G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GUri) elsewhere = g_uri_parse ("https://b.example/x", G_URI_FLAGS_ENCODED, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (InkanHttpAuth) auth = make_auth (cases[i].user, cases[i].password);
      char *answer;

      g_test_message ("%s", cases[i].challenge);
      g_assert_null (inkan_http_auth_authorize (auth, "GET", uri));
      g_assert_true (inkan_http_auth_challenge (auth, uri, cases[i].challenge, FALSE));
      answer = inkan_http_auth_authorize (auth, "GET", uri);
      g_assert_cmpstr (answer, ==, cases[i].answer);
      secret_password_free (answer);
      /* Once: the second time it was wrong. And to nobody else. */
      g_assert_false (inkan_http_auth_challenge (auth, uri, cases[i].challenge, TRUE));
      g_assert_null (inkan_http_auth_authorize (auth, "GET", elsewhere));
    }
}

static void
test_unknown (void)
{
  static const char * const challenges[] = {
    "", ",,", "Bearer realm=x", "NTLM", "Digest realm=\"x\"", "Digest realm=x, nonce=y, algorithm=MD4",
    "Digest realm=x, nonce=y, qop=\"auth-int\"", "Basi", "=", "\"", "Digest nonce=\"", "a=b",
  };
  g_autoptr (GUri) uri = g_uri_parse ("https://a.example/x", G_URI_FLAGS_ENCODED, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (challenges); i++)
    {
      g_autoptr (InkanHttpAuth) auth = make_auth ("u", "p");

      g_test_message ("%s", challenges[i]);
      g_assert_false (inkan_http_auth_challenge (auth, uri, challenges[i], FALSE));
      g_assert_false (inkan_http_auth_was_asked (auth));
    }
}

/* RFC 7616, section 3.9.1: its values are recomputed here with our own nonce. */
static void
test_digest (void)
{
  static const struct {
    const char *challenge;
    const char *algorithm;
    GChecksumType type;
  } cases[] = {
    { "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256, nonce=\"7ypf/xlj9X\", opaque=\"FQhe\"",
      "SHA-256", G_CHECKSUM_SHA256 },
    { "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=MD5, nonce=\"7ypf/xlj9X\", opaque=\"FQhe\"",
      "MD5", G_CHECKSUM_MD5 },
    { "Digest realm=\"http-auth@example.org\", qop=auth, nonce=\"7ypf/xlj9X\", opaque=\"FQhe\"", "MD5", G_CHECKSUM_MD5 },
    /* The strongest of several, whatever their order. */
    { "Basic realm=\"http-auth@example.org\", Digest realm=\"http-auth@example.org\", qop=auth, algorithm=MD5, nonce=\"old\", "
      "Digest realm=\"http-auth@example.org\", qop=auth, algorithm=SHA-256, nonce=\"7ypf/xlj9X\", opaque=\"FQhe\"",
      "SHA-256", G_CHECKSUM_SHA256 },
  };
  g_autoptr (GUri) uri = g_uri_parse ("https://a.example/dir/index.html?a=%20b", G_URI_FLAGS_ENCODED, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (InkanHttpAuth) auth = make_auth ("Mufasa", "Circle of Life");
      g_autofree char *a1 = digest (cases[i].type, "Mufasa:http-auth@example.org:Circle of Life");
      g_autofree char *a2 = digest (cases[i].type, "POST:/dir/index.html?a=%%20b");

      g_test_message ("%s", cases[i].challenge);
      g_assert_true (inkan_http_auth_challenge (auth, uri, cases[i].challenge, FALSE));
      g_assert_true (inkan_http_auth_may_age (auth));
      for (guint count = 1; count <= 2; count++)
        {
          g_autofree char *answer = inkan_http_auth_authorize (auth, "POST", uri);
          g_autofree char *algorithm = parameter_of (answer, "algorithm");
          g_autofree char *opaque = parameter_of (answer, "opaque");
          g_autofree char *client_nonce = parameter_of (answer, "cnonce");
          g_autofree char *response = parameter_of (answer, "response");
          g_autofree char *nc = parameter_of (answer, "nc");
          g_autofree char *expected = digest (cases[i].type, "%s:7ypf/xlj9X:%08x:%s:auth:%s", a1, count, client_nonce, a2);
          g_autofree char *number = g_strdup_printf ("%08x", count);

          g_assert_cmpstr (algorithm, ==, cases[i].algorithm);
          g_assert_cmpstr (opaque, ==, "FQhe");
          g_assert_cmpstr (nc, ==, number);
          g_assert_cmpstr (response, ==, expected);
          g_assert_null (strstr (answer, "Circle"));
        }
    }
}

/* The example of RFC 2069, for a portal of that age. */
static void
test_digest_of_old (void)
{
  g_autoptr (InkanHttpAuth) auth = make_auth ("Mufasa", "CircleOfLife");
  g_autoptr (GUri) uri = g_uri_parse ("http://127.0.0.1/dir/index.html", G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *answer = NULL;
  g_autofree char *response = NULL;

  g_assert_true (inkan_http_auth_challenge (auth, uri, "Digest realm=\"testrealm@host.com\", "
                                            "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", "
                                            "opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"", FALSE));
  answer = inkan_http_auth_authorize (auth, "GET", uri);
  response = parameter_of (answer, "response");
  /* The erratum's value: the RFC's own is wrong. */
  g_assert_cmpstr (response, ==, "1949323746fe6a43ef61f9606e7febea");
  g_assert_null (strstr (answer, "cnonce"));
}

static void
test_digest_names (void)
{
  static const char challenge[] = "Digest realm=\"R\", qop=auth, algorithm=SHA-256, nonce=n, charset=UTF-8";
  g_autoptr (GUri) uri = g_uri_parse ("https://a.example/", G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (InkanHttpAuth) umlaut = make_auth ("J\xC3\xA4s\xC3\xB8n", "p");
  g_autoptr (InkanHttpAuth) quoted = make_auth ("a\"b\\c", "p");
  g_autoptr (InkanHttpAuth) hashed = make_auth ("user", "p");
  g_autofree char *hash = digest (G_CHECKSUM_SHA256, "user:R");
  g_autofree char *hash_parameter = g_strdup_printf ("username=\"%s\", userhash=true", hash);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  g_assert_true (inkan_http_auth_challenge (umlaut, uri, challenge, FALSE));
  first = inkan_http_auth_authorize (umlaut, "GET", uri);
  g_assert_nonnull (strstr (first, "username*=UTF-8''J%C3%A4s%C3%B8n"));
  g_assert_true (inkan_http_auth_challenge (quoted, uri, challenge, FALSE));
  second = inkan_http_auth_authorize (quoted, "GET", uri);
  g_assert_nonnull (strstr (second, "username=\"a\\\"b\\\\c\""));
  g_assert_true (inkan_http_auth_challenge (hashed, uri, "Digest realm=\"R\", qop=auth, algorithm=SHA-256, nonce=n, "
                                            "userhash=true", FALSE));
  third = inkan_http_auth_authorize (hashed, "GET", uri);
  g_assert_nonnull (strstr (third, hash_parameter));
}

/* A nonce that was too old is no wrong password; the same one again would be. */
static void
test_stale (void)
{
  g_autoptr (InkanHttpAuth) auth = make_auth ("u", "p");
  g_autoptr (GUri) uri = g_uri_parse ("https://a.example/", G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *answer = NULL;

  g_assert_true (inkan_http_auth_challenge (auth, uri, "Digest realm=R, qop=auth, nonce=one", FALSE));
  g_assert_false (inkan_http_auth_challenge (auth, uri, "Digest realm=R, qop=auth, nonce=one, stale=true", TRUE));
  g_assert_true (inkan_http_auth_challenge (auth, uri, "Digest realm=R, qop=auth, nonce=two, stale=TRUE", TRUE));
  g_assert_false (inkan_http_auth_challenge (auth, uri, "Digest realm=R, qop=auth, nonce=three", TRUE));
  inkan_http_auth_take_info (auth, uri, "rspauth=\"abc\", nextnonce=\"four\"");
  answer = inkan_http_auth_authorize (auth, "GET", uri);
  g_assert_nonnull (strstr (answer, "nonce=\"four\""));
  g_assert_nonnull (strstr (answer, "nc=00000001"));
}

/* Over the wire. */

#define DEFINITION \
  "-[Identity]\nMethod=http\nFields=user;password\nRefused=//*[@id='refused']\nLocked=//*[@id='locked']\n" \
  "[Agreement]\nPassphrase=//input[@name='passphrase']\n[Delivery]\nPassphrase=chosen\n"

static const char letswifi_page[] =
  "<form method=post action=/agree><select name=device><option value=windows>Windows<option value=pkcs12 selected>PKCS12</select>"
  "Passphrase <input type=password name=passphrase><button>I agree</button></form>";

static GListModel *
identify_as (Scene       *scene,
             const char  *user,
             const char  *password,
             GError     **error)
{
  g_autoptr (InkanCredentials) credentials = inkan_credentials_new ();
  g_autoptr (SecretValue) name = secret_value_new (user, -1, "text/plain");
  g_autoptr (SecretValue) secret = secret_value_new (password, -1, "text/plain");

  inkan_credentials_set (credentials, "user", name);
  inkan_credentials_set (credentials, "password", secret);
  return identify (scene->portal, credentials, NULL, error);
}

/* 401 to who is not @authorization, else @page. */
static void
guard (Scene      *scene,
       const char *request,
       const char *challenge,
       const char *authorization,
       const char *page)
{
  g_autofree char *refusal = g_strdup_printf ("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: %s\r\n"
                                              "Content-Type: text/html\r\nContent-Length: 9\r\n\r\n<p>Sorry.", challenge);

  server_on (scene->server, request, REPLY_CLOSE, refusal, -1);
  server_on_authorized (scene->server, request, authorization, page);
}

static void
test_wire_basic (void)
{
  Scene scene = { 0 };
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (InkanOffer) offer = NULL;
  g_autoptr (InkanAgreement) agreement = NULL;
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (SecretValue) passphrase = secret_value_new ("my own choice", -1, "text/plain");
  g_autoptr (GError) error = NULL;
  g_autofree char *agreed = NULL;

  scene_start (&scene, NULL, NULL, DEFINITION);
  guard (&scene, "GET /start", "Basic realm=\"WiFi\", charset=\"UTF-8\"", "Basic dGFybzpzZXNhbWU=", letswifi_page);
  offers = identify_as (&scene, "taro", "sesame", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (server_count (scene.server, "GET /start"), ==, 2);
  offer = g_list_model_get_item (offers, 0);
  agreement = review (scene.portal, offer, &error);
  g_assert_no_error (error);

  g_assert_true (inkan_agreement_get_chooses_passphrase (agreement));
  g_assert_cmpuint (inkan_agreement_get_choices (agreement)->len, ==, 1);
  inkan_agreement_set_passphrase (agreement, passphrase);
  delivery = issue (scene.portal, offer, agreement, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  agreed = server_last (scene.server, "POST /agree");
  g_assert_nonnull (strstr (agreed, "\r\nAuthorization: Basic dGFybzpzZXNhbWU=\r\n"));
  g_assert_true (g_str_has_suffix (agreed, "\r\n\r\ndevice=pkcs12&passphrase=my+own+choice"));
  g_assert_cmpuint (server_count (scene.server, "POST /agree"), ==, 1);
  g_clear_object (&agreement);
  g_clear_object (&offer);
  g_clear_object (&offers);
  scene_stop (&scene);
}

/* Nothing goes out while the passphrase is not chosen. */
static void
test_not_chosen (void)
{
  Scene scene = { 0 };
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (InkanOffer) offer = NULL;
  g_autoptr (InkanAgreement) agreement = NULL;
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (SecretValue) empty = secret_value_new ("", 0, "text/plain");
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, DEFINITION);
  guard (&scene, "GET /start", "Basic realm=x", "Basic dTpw", letswifi_page);
  offers = identify_as (&scene, "u", "p", &error);
  g_assert_no_error (error);
  offer = g_list_model_get_item (offers, 0);
  agreement = review (scene.portal, offer, &error);
  g_assert_no_error (error);
  inkan_agreement_set_passphrase (agreement, empty);
  delivery = issue (scene.portal, offer, agreement, NULL, NULL, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_false (inkan_portal_error_is_after_agreement (error));
  g_assert_cmpuint (server_count (scene.server, "POST /agree"), ==, 0);
  g_clear_object (&agreement);
  g_clear_object (&offer);
  g_clear_object (&offers);
  scene_stop (&scene);
}

/* A wrong password is one attempt, not a loop. */
static void
test_wire_wrong (void)
{
  static const char * const challenges[] = { "Basic realm=\"WiFi\"", "Digest realm=\"WiFi\", qop=auth, nonce=\"n\"" };

  for (gsize i = 0; i < G_N_ELEMENTS (challenges); i++)
    {
      Scene scene = { 0 };
      g_autoptr (GListModel) offers = NULL;
      g_autoptr (GError) error = NULL;

      scene_start (&scene, NULL, NULL, DEFINITION);
      guard (&scene, "GET /start", challenges[i], "Basic right", letswifi_page);
      offers = identify_as (&scene, "taro", "wr0ng", &error);
      g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_IDENTITY);
      g_assert_null (strstr (error->message, "wr0ng"));
      g_assert_cmpuint (server_count (scene.server, "GET /start"), ==, 2);
      scene_stop (&scene);
    }
}

/* Nobody asked, or asked for something else. */
static void
test_wire_others (void)
{
  Scene scene = { 0 };
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, DEFINITION);
  server_on_page (scene.server, "GET /start", letswifi_page);
  offers = identify_as (&scene, "taro", "sesame", &error);
  g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE);
  g_clear_error (&error);

  guard (&scene, "GET /start", "Negotiate", "none", letswifi_page);
  offers = identify_as (&scene, "taro", "sesame", &error);
  g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE);
  g_assert_nonnull (strstr (error->message, "Negotiate"));
  scene_stop (&scene);
}

/* The password never follows a redirect to a host that has not asked, and never
 * leaves for one that the definition does not name. */
static void
test_wire_redirect (void)
{
  Scene scene = { 0 };
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, DEFINITION);
  server_on (scene.server, "GET /start", REPLY_CLOSE,
             "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n", -1);
  server_on_authorized (scene.server, "GET /start", "Basic dTpw", NULL);
  server_on (scene.server, "GET /start?authorized", REPLY_CLOSE,
             "HTTP/1.1 302 Found\r\nLocation: https://elsewhere.invalid/\r\nContent-Length: 0\r\n\r\n", -1);
  offers = identify_as (&scene, "u", "p", &error);
  g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_ELSEWHERE);
  scene_stop (&scene);
}

/* The nonce is renewed before the agreement, which itself is sent once, whatever
 * the server says to it. */
static void
test_wire_digest_once (void)
{
  Scene scene = { 0 };
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (InkanOffer) offer = NULL;
  g_autoptr (InkanAgreement) agreement = NULL;
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (SecretValue) passphrase = secret_value_new ("x", -1, "text/plain");
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, DEFINITION);
  guard (&scene, "GET /start", "Digest realm=\"R\", algorithm=SHA-256, qop=\"auth\", nonce=\"first\"", "Digest", letswifi_page);
  guard (&scene, "POST /agree", "Digest realm=\"R\", algorithm=SHA-256, qop=\"auth\", nonce=\"next\", stale=true", "Basic never", "");
  offers = identify_as (&scene, "taro", "sesame", &error);
  g_assert_no_error (error);
  offer = g_list_model_get_item (offers, 0);
  agreement = review (scene.portal, offer, &error);
  g_assert_no_error (error);
  inkan_agreement_set_passphrase (agreement, passphrase);
  g_assert_cmpuint (server_count (scene.server, "GET /start"), ==, 2);

  delivery = issue (scene.portal, offer, agreement, NULL, NULL, NULL, &error);
  g_assert_null (delivery);
  g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN);
  g_assert_true (inkan_portal_error_is_after_agreement (error));
  g_assert_cmpuint (server_count (scene.server, "GET /start"), ==, 3);
  g_assert_cmpuint (server_count (scene.server, "POST /agree"), ==, 1);
  {
    g_autofree char *agreed = server_last (scene.server, "POST /agree");

    g_assert_nonnull (strstr (agreed, "\r\nAuthorization: Digest "));
    g_assert_nonnull (strstr (agreed, "uri=\"/agree\""));
    g_assert_nonnull (strstr (agreed, "nc=00000003"));
  }
  g_clear_object (&agreement);
  g_clear_object (&offer);
  g_clear_object (&offers);
  scene_stop (&scene);
}

/* Who wrote the definition learns what is missing in it. */
static void
test_wire_form (void)
{
  Scene scene = { 0 };
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, NULL);
  guard (&scene, "GET /start", "Basic realm=x", "none", "");
  offers = scene_identify (&scene, &error);
  g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE);
  g_assert_nonnull (strstr (error->message, "Method=http"));
  g_assert_cmpuint (server_count (scene.server, "GET /start"), ==, 1);
  scene_stop (&scene);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/http-auth/basic", test_basic);
  g_test_add_func ("/http-auth/unknown", test_unknown);
  g_test_add_func ("/http-auth/digest", test_digest);
  g_test_add_func ("/http-auth/digest-of-old", test_digest_of_old);
  g_test_add_func ("/http-auth/digest-names", test_digest_names);
  g_test_add_func ("/http-auth/stale", test_stale);
  g_test_add_func ("/http-auth/wire/basic", test_wire_basic);
  g_test_add_func ("/http-auth/wire/not-chosen", test_not_chosen);
  g_test_add_func ("/http-auth/wire/wrong", test_wire_wrong);
  g_test_add_func ("/http-auth/wire/others", test_wire_others);
  g_test_add_func ("/http-auth/wire/redirect", test_wire_redirect);
  g_test_add_func ("/http-auth/wire/digest-once", test_wire_digest_once);
  g_test_add_func ("/http-auth/wire/form", test_wire_form);
  return g_test_run ();
}
