/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said about a certificate: the same as openssl says, where openssl says
 * it, and something that can be shown, whatever is inside. */
#include "issued.h"

#include <string.h>

#include <openssl/rsa.h>

#define EVERYBODY                                                                                                      \
  "subjectAltName = @names\n"                                                                                          \
  "[names]\n"                                                                                                          \
  "email.1 = hanako@inkan.example\n"                                                                                   \
  "email.2 = second@inkan.example\n"                                                                                   \
  "otherName.1 = 1.3.6.1.5.5.7.8.9;FORMAT:UTF8,UTF8:花子@inkan.example\n"                                              \
  "otherName.2 = 1.3.6.1.4.1.311.20.2.3;FORMAT:UTF8,UTF8:hanako@AD.EXAMPLE\n"                                          \
  "DNS.1 = host.inkan.example\n"                                                                                       \
  "URI.1 = https://inkan.example/hanako\n"                                                                             \
  "IP.1 = 192.0.2.7\n"                                                                                                 \
  "IP.2 = 2001:db8::7\n"                                                                                               \
  "otherName.3 = 1.2.3.4.5;UTF8:other\n"                                                                               \
  "RID.1 = 1.2.3.4.6\n"                                                                                                \
  "dirName.1 = folder\n"                                                                                               \
  "[folder]\nC = JP\nCN = Hanako in a directory\n"

/* What `openssl x509 OPTIONS` says about @certificate. */
static char *
ask (X509 *certificate, const char *options)
{
  g_autofree char *line = g_strconcat ("openssl x509 -inform DER -noout ", options, NULL);
  g_auto (GStrv) arguments = g_strsplit (line, " ", -1);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) input = NULL, output = NULL;
  g_autoptr (GError) error = NULL;
  guint8 *octets = NULL;
  int length = i2d_X509 (certificate, &octets);

  g_assert_cmpint (length, >, 0);
  input = g_bytes_new (octets, (gsize) length);
  OPENSSL_free (octets);
  process = g_subprocess_newv ((const char *const *) arguments,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate (process, input, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return g_strchomp (g_strndup (g_bytes_get_data (output, NULL), g_bytes_get_size (output)));
}

/* What stands after the "=" of its answer. */
static void
assert_says (X509 *certificate, const char *options, const char *value)
{
  g_autofree char *answer = ask (certificate, options);
  const char *said = strchr (answer, '=');

  g_assert_nonnull (said);
  g_assert_cmpstr (said + 1, ==, value);
}

static InkanCertificate *
describe_alone (X509 *certificate)
{
  return issued_open ((EVP_PKEY *const[]){ issued_key (0), NULL }, (X509 *const[]){ certificate, NULL });
}

static void
assert_shown (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (text, -1), <=, 1024 + 1);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    g_assert_false (g_unichar_iscntrl (c));
    g_assert_false ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069));
  }
}

static void
test_names (void)
{
  static const InkanName expected[] = {
    { INKAN_NAME_EMAIL, (char *) "hanako@inkan.example" },
    { INKAN_NAME_EMAIL, (char *) "second@inkan.example" },
    { INKAN_NAME_EMAIL, (char *) "花子@inkan.example" },
    { INKAN_NAME_LOGIN, (char *) "hanako@AD.EXAMPLE" },
    { INKAN_NAME_HOST, (char *) "host.inkan.example" },
    { INKAN_NAME_WEB, (char *) "https://inkan.example/hanako" },
    { INKAN_NAME_NETWORK, (char *) "192.0.2.7" },
    { INKAN_NAME_NETWORK, (char *) "2001:db8::7" },
    { INKAN_NAME_OTHER, (char *) "1.2.3.4.5: other" },
    { INKAN_NAME_OTHER, (char *) "1.2.3.4.6" },
    { INKAN_NAME_DIRECTORY, (char *) "CN=Hanako in a directory,C=JP" },
  };
  X509 *x509 = issued_certificate (&(Issued){ .name = "印鑑 花子", .extensions = EVERYBODY }, NULL, NULL);
  g_autoptr (InkanCertificate) certificate = describe_alone (x509);
  GPtrArray *names = inkan_certificate_get_names (certificate);
  g_autofree char *addresses = ask (x509, "-email");
  g_autofree char *mine = g_strjoinv ("\n", (char **) inkan_certificate_get_addresses (certificate));

  g_assert_cmpuint (names->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < names->len; i++) {
    const InkanName *name = g_ptr_array_index (names, i);

    g_assert_cmpint (name->kind, ==, expected[i].kind);
    g_assert_cmpstr (name->text, ==, expected[i].text);
  }
  g_assert_cmpstr (mine, ==, "hanako@inkan.example\nsecond@inkan.example\n花子@inkan.example");
  g_assert_true (g_str_has_prefix (mine, addresses)); /* openssl leaves those in UTF-8 out */
  X509_free (x509);
}

static void
test_as_openssl (void)
{
  X509 *x509 =
      issued_certificate (&(Issued){ .name = "印鑑, 花子", .serial = "00C0FFEE10", .to = "20380119031408Z" }, NULL, NULL);
  g_autoptr (InkanCertificate) certificate = describe_alone (x509);
  g_autofree char *from = g_date_time_format (inkan_certificate_get_not_before (certificate), "%F %TZ");
  g_autofree char *to = g_date_time_format (inkan_certificate_get_not_after (certificate), "%F %TZ");
  g_auto (GStrv) bytes = g_strsplit (inkan_certificate_get_serial (certificate), ":", -1);
  g_autofree char *serial = g_strjoinv ("", bytes);
  g_autofree char *key = ask (x509, "-text");

  assert_says (x509, "-subject -nameopt RFC2253,utf8,-esc_msb", inkan_certificate_get_subject_name (certificate));
  assert_says (x509, "-fingerprint -sha256", inkan_certificate_get_fingerprint (certificate));
  assert_says (x509, "-fingerprint -sha1", inkan_certificate_get_fingerprint_sha1 (certificate));
  assert_says (x509, "-startdate -dateopt iso_8601", from);
  assert_says (x509, "-enddate -dateopt iso_8601", to);
  assert_says (x509, "-serial", serial);
  g_assert_nonnull (strstr (key, "Public-Key: (256 bit)"));
  g_assert_nonnull (strstr (key, "NIST CURVE: P-256"));
  g_assert_cmpstr (inkan_certificate_get_key_type (certificate), ==, "EC P-256");
  g_assert_cmpuint (inkan_certificate_get_key_bits (certificate), ==, 256);
  g_assert_cmpstr (inkan_certificate_get_subject (certificate), ==, "印鑑, 花子");
  g_assert_cmpstr (inkan_certificate_get_issuer (certificate), ==, "印鑑, 花子");
  X509_free (x509);
}

static void
test_serials (void)
{
  static const char huge[] = "7F0123456789ABCDEF0123456789ABCDEF012345";
  static const struct {
    const char *serial, *text;
  } serials[] = {
    { "0", "00" },
    { "7F", "7F" },
    { "80", "80" },
    { "-11", "-11" },
    { huge, "7F:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45" },
  };
  g_autofree char *endless = g_strnfill (2 * 20000, '7');
  g_autoptr (InkanCertificate) certificate = issued_describe (&(Issued){ .name = "x", .serial = endless });

  for (gsize i = 0; i < G_N_ELEMENTS (serials); i++) {
    g_autoptr (InkanCertificate) other = issued_describe (&(Issued){ .name = "x", .serial = serials[i].serial });

    g_assert_cmpstr (inkan_certificate_get_serial (other), ==, serials[i].text);
  }
  /* Nobody reads that; nor is it taken for a whole one. */
  g_assert_cmpuint (strlen (inkan_certificate_get_serial (certificate)), <, 1024);
  g_assert_true (g_str_has_prefix (inkan_certificate_get_serial (certificate), "77:77:"));
  g_assert_true (g_str_has_suffix (inkan_certificate_get_serial (certificate), "…"));
}

static void
test_texts (void)
{
  static const struct {
    const char *octets;
    gsize length;
    int kind;
    const char *text;
  } texts[] = {
    { "Jos\xe9", 4, V_ASN1_T61STRING, "José" },
    { "\x53\x70\x94\x51", 4, V_ASN1_BMPSTRING, "印鑑" },
    { "\x00\x01\xf6\x00\x00\x00\x00x", 8, V_ASN1_UNIVERSALSTRING, "😀x" },
    { "Jos\xc3\xa9", 5, V_ASN1_UTF8STRING, "José" },
    { "Inkan\0.example", 14, V_ASN1_UTF8STRING, "Inkan\uFFFD.example" },
    { "Inkan\0.example", 14, V_ASN1_IA5STRING, "Inkan\uFFFD.example" },
    { "a\u202Eb\u2066c\001d", 0, V_ASN1_UTF8STRING, "abcd" },
    { "a\nb\rc\td", 0, V_ASN1_UTF8STRING, "a b c d" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (InkanCertificate) certificate = issued_describe (
        &(Issued){ .name = texts[i].octets, .length = texts[i].length, .kind = texts[i].kind });

    g_test_message ("text %" G_GSIZE_FORMAT, i);
    g_assert_cmpstr (inkan_certificate_get_subject (certificate), ==, texts[i].text);
    g_assert_cmpstr (inkan_certificate_get_issuer (certificate), ==, texts[i].text);
    g_assert_cmpuint (strlen (inkan_certificate_get_subject_name (certificate)), >, strlen ("CN="));
    assert_shown (inkan_certificate_get_subject_name (certificate));
  }
}

/* No UTF-8 where it should be, a NUL inside, an address of three octets. Where a
 * subject is no text, OpenSSL takes the certificate for none. */
static void
test_broken_names (void)
{
  g_autoptr (InkanCertificate) certificate = issued_describe (&(Issued){
      .name = "x", .extensions = "subjectAltName = DER:301AA00C06032A0304A0050C03FFFE8082056100622E638703010203" });
  GPtrArray *names = inkan_certificate_get_names (certificate);
  const InkanName *other, *host;

  g_assert_cmpuint (names->len, ==, 2);
  other = g_ptr_array_index (names, 0);
  host = g_ptr_array_index (names, 1);
  g_assert_cmpint (other->kind, ==, INKAN_NAME_OTHER);
  g_assert_true (g_str_has_prefix (other->text, "1.2.3.4: "));
  assert_shown (other->text);
  g_assert_cmpint (host->kind, ==, INKAN_NAME_HOST);
  g_assert_cmpstr (host->text, ==, "a\uFFFDb.c");
}

static void
test_endless (void)
{
  g_autofree char *name = g_strnfill (20000, 'x');
  g_autoptr (GString) extensions = g_string_new ("subjectAltName = email:first@inkan.example");
  g_autoptr (InkanCertificate) certificate = NULL;

  for (guint i = 0; i < 500; i++)
    g_string_append_printf (extensions, ", email:x%u@inkan.example", i);
  certificate = issued_describe (&(Issued){ .name = name, .extensions = extensions->str });
  assert_shown (inkan_certificate_get_subject (certificate));
  assert_shown (inkan_certificate_get_subject_name (certificate));
  g_assert_true (g_str_has_suffix (inkan_certificate_get_subject (certificate), "…"));
  g_assert_cmpstr (inkan_certificate_get_addresses (certificate)[0], ==, "first@inkan.example");
  g_assert_cmpuint (g_strv_length ((char **) inkan_certificate_get_addresses (certificate)), <, 200);
  g_assert_cmpuint (inkan_certificate_get_names (certificate)->len, <, 200);
}

/* A name may stand in subjectAltName only (RFC 5280, 4.1.2.6). */
static void
test_without_subject (void)
{
  g_autoptr (InkanCertificate) named = issued_describe (
      &(Issued){ .name = "", .extensions = "subjectAltName = critical, email:hanako@inkan.example" });
  g_autoptr (InkanCertificate) nameless = issued_describe (&(Issued){ .name = "" });

  g_assert_cmpstr (inkan_certificate_get_subject (named), ==, "hanako@inkan.example");
  g_assert_cmpstr (inkan_certificate_get_subject_name (named), ==, "");
  g_assert_cmpstr (inkan_certificate_get_subject (nameless), ==, "");
  g_assert_cmpuint (inkan_certificate_get_names (nameless)->len, ==, 0);
}

static void
test_usages (void)
{
  static const struct {
    const char *extensions;
    InkanUsage usages;
    const char *others;
  } cases[] = {
    { NULL, INKAN_USAGE_NONE, "" },
    { "keyUsage = digitalSignature, keyEncipherment\nextendedKeyUsage = clientAuth, emailProtection",
      INKAN_USAGE_SIGN | INKAN_USAGE_ENCRYPT_KEYS | INKAN_USAGE_CLIENT | INKAN_USAGE_EMAIL, "" },
    { "keyUsage = nonRepudiation, dataEncipherment, keyAgreement",
      INKAN_USAGE_COMMIT | INKAN_USAGE_ENCRYPT_DATA | INKAN_USAGE_AGREE, "" },
    { "keyUsage = keyCertSign, cRLSign", INKAN_USAGE_SIGN_CERTIFICATES | INKAN_USAGE_SIGN_LISTS, "" },
    { "extendedKeyUsage = serverAuth, codeSigning, timeStamping, OCSPSigning",
      INKAN_USAGE_SERVER | INKAN_USAGE_CODE | INKAN_USAGE_TIME | INKAN_USAGE_STATUS, "" },
    { "extendedKeyUsage = anyExtendedKeyUsage", INKAN_USAGE_ANY, "" },
    { "extendedKeyUsage = 1.3.6.1.4.1.311.20.2.2, 1.3.6.1.4.1.311.10.3.4, 1.3.6.1.5.5.7.3.36, 1.3.6.1.5.5.7.3.17",
      INKAN_USAGE_LOGON | INKAN_USAGE_FILES | INKAN_USAGE_DOCUMENTS | INKAN_USAGE_NETWORK, "" },
    { "extendedKeyUsage = clientAuth, 1.2.3.4.5, 1.2.3.4.6", INKAN_USAGE_CLIENT, "1.2.3.4.5 1.2.3.4.6" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (InkanCertificate) certificate =
        issued_describe (&(Issued){ .name = "x", .extensions = cases[i].extensions });
    g_autofree char *others = g_strjoinv (" ", (char **) inkan_certificate_get_other_usages (certificate));

    g_assert_cmphex (inkan_certificate_get_usages (certificate), ==, cases[i].usages);
    g_assert_cmpstr (others, ==, cases[i].others);
  }
}

/* An extension that cannot be read allows nothing that is known: not everything. */
static void
test_broken_extensions (void)
{
  static const struct {
    const char *extensions;
    InkanUsage usages;
  } broken[] = {
    { "extendedKeyUsage = DER:0500", INKAN_USAGE_UNREADABLE },
    { "extendedKeyUsage = DER:3000", INKAN_USAGE_UNREADABLE },
    { "keyUsage = DER:0500", INKAN_USAGE_KEY_UNREADABLE },
    { "keyUsage = DER:030100", INKAN_USAGE_KEY_UNREADABLE },
    { "keyUsage = DER:0500\nextendedKeyUsage = clientAuth", INKAN_USAGE_KEY_UNREADABLE | INKAN_USAGE_CLIENT },
  };
  g_autoptr (InkanCertificate) names = issued_describe (&(Issued){ .name = "x", .extensions = "subjectAltName = DER:0500" });

  g_assert_cmpuint (inkan_certificate_get_names (names)->len, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_autoptr (InkanCertificate) certificate = issued_describe (&(Issued){ .name = "x", .extensions = broken[i].extensions });

    g_assert_cmphex (inkan_certificate_get_usages (certificate), ==, broken[i].usages);
    g_assert_null (inkan_certificate_get_other_usages (certificate)[0]);
  }
}

static void
assert_time (GDateTime *time, const char *text)
{
  g_autofree char *iso = time != NULL ? g_date_time_format_iso8601 (time) : NULL;

  g_assert_cmpstr (iso, ==, text);
}

static void
test_times (void)
{
  g_autoptr (InkanCertificate) old =
      issued_describe (&(Issued){ .name = "x", .from = "19100203040506Z", .to = "19491231235959Z" });
  g_autoptr (InkanCertificate) endless =
      issued_describe (&(Issued){ .name = "x", .from = "20240101000000Z", .to = "99991231235959Z" });
  g_autoptr (InkanCertificate) future =
      issued_describe (&(Issued){ .name = "x", .from = "20980101000000Z", .to = "20991231235959Z" });

  assert_time (inkan_certificate_get_not_before (old), "1910-02-03T04:05:06Z");
  assert_time (inkan_certificate_get_not_after (old), "1949-12-31T23:59:59Z");
  g_assert_cmphex (inkan_certificate_get_weaknesses (old), ==, INKAN_WEAKNESS_EXPIRED);
  assert_time (inkan_certificate_get_not_after (endless), "9999-12-31T23:59:59Z");
  g_assert_cmphex (inkan_certificate_get_weaknesses (endless), ==, INKAN_WEAKNESS_NONE);
  g_assert_cmphex (inkan_certificate_get_weaknesses (future), ==, INKAN_WEAKNESS_NOT_YET_VALID);
}

/* Times that there are not: an error in the person's certificate, unknown in one above. */
static void
test_no_times (void)
{
  static const char *const times[] = { "20241332000000Z", "00000101000000Z", "2024", "tomorrow" };
  EVP_PKEY *const keys[] = { issued_key (0), NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++) {
    X509 *root = issued_certificate (&(Issued){ .name = "Root", .key = issued_key (1), .to = times[i] }, NULL, NULL);
    X509 *good = issued_certificate (&(Issued){ .name = "x" }, root, issued_key (1));
    X509 *bad = issued_certificate (&(Issued){ .name = "x", .from = times[i] }, NULL, NULL);
    g_autoptr (InkanCertificate) certificate = issued_open (keys, (X509 *const[]){ good, root, NULL });
    g_autoptr (GBytes) file = issued_file (keys, (X509 *const[]){ bad, NULL });
    g_autoptr (GError) error = NULL;

    g_assert_null (inkan_certificate_get_not_after (g_ptr_array_index (inkan_certificate_get_chain (certificate), 0)));
    g_assert_null (inkan_certificate_open (file, NULL, NULL, &error));
    g_assert_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_DAMAGED);
    X509_free (root);
    X509_free (good);
    X509_free (bad);
  }
}

static void
test_weak_keys (void)
{
  const struct {
    EVP_PKEY *key;
    const char *type;
    guint bits;
    InkanWeakness weaknesses;
  } cases[] = {
    { EVP_RSA_gen (1024), "RSA", 1024, INKAN_WEAKNESS_SHORT_KEY },
    { EVP_RSA_gen (2047), "RSA", 2047, INKAN_WEAKNESS_SHORT_KEY },
    { EVP_RSA_gen (2048), "RSA", 2048, INKAN_WEAKNESS_NONE },
    { EVP_EC_gen ("P-192"), "EC P-192", 192, INKAN_WEAKNESS_SHORT_KEY },
    { EVP_EC_gen ("P-224"), "EC P-224", 224, INKAN_WEAKNESS_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (InkanCertificate) certificate = issued_describe (&(Issued){ .name = "x", .key = cases[i].key });

    g_assert_cmpstr (inkan_certificate_get_key_type (certificate), ==, cases[i].type);
    g_assert_cmpuint (inkan_certificate_get_key_bits (certificate), ==, cases[i].bits);
    g_assert_cmphex (inkan_certificate_get_weaknesses (certificate), ==, cases[i].weaknesses);
    EVP_PKEY_free (cases[i].key);
  }
}

/* Below the root, an old signature is a weakness wherever it stands. */
static void
test_weak_signatures (void)
{
  const struct {
    const EVP_MD *root, *middle, *own;
    InkanWeakness weaknesses;
  } cases[] = {
    { EVP_sha256 (), EVP_sha256 (), EVP_sha256 (), INKAN_WEAKNESS_NONE },
    { EVP_sha1 (), EVP_sha256 (), EVP_sha384 (), INKAN_WEAKNESS_NONE },
    { EVP_sha256 (), EVP_sha1 (), EVP_sha256 (), INKAN_WEAKNESS_SHA1_SIGNATURE },
    { EVP_sha256 (), EVP_sha256 (), EVP_sha1 (), INKAN_WEAKNESS_SHA1_SIGNATURE },
    { EVP_sha256 (), EVP_sha256 (), EVP_md5 (), INKAN_WEAKNESS_SHA1_SIGNATURE },
  };
  EVP_PKEY *key = EVP_RSA_gen (2048); /* MD5 goes with RSA only */

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    X509 *root = issued_certificate (&(Issued){ .name = "Root", .key = key, .digest = cases[i].root }, NULL, NULL);
    X509 *middle = issued_certificate (&(Issued){ .name = "Middle", .key = key, .digest = cases[i].middle }, root, key);
    X509 *own = issued_certificate (&(Issued){ .name = "x", .digest = cases[i].own }, middle, key);
    g_autoptr (InkanCertificate) certificate =
        issued_open ((EVP_PKEY *const[]){ issued_key (0), NULL }, (X509 *const[]){ root, middle, own, NULL });

    g_assert_cmphex (inkan_certificate_get_weaknesses (certificate), ==, cases[i].weaknesses);
    g_assert_cmpint (inkan_certificate_get_chain_state (certificate), ==, INKAN_CHAIN_COMPLETE);
    X509_free (root);
    X509_free (middle);
    X509_free (own);
  }
  EVP_PKEY_free (key);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/description/names", test_names);
  g_test_add_func ("/description/as-openssl", test_as_openssl);
  g_test_add_func ("/description/serials", test_serials);
  g_test_add_func ("/description/texts", test_texts);
  g_test_add_func ("/description/broken-names", test_broken_names);
  g_test_add_func ("/description/endless", test_endless);
  g_test_add_func ("/description/without-subject", test_without_subject);
  g_test_add_func ("/description/usages", test_usages);
  g_test_add_func ("/description/broken-extensions", test_broken_extensions);
  g_test_add_func ("/description/times", test_times);
  g_test_add_func ("/description/no-times", test_no_times);
  g_test_add_func ("/description/weak-keys", test_weak_keys);
  g_test_add_func ("/description/weak-signatures", test_weak_signatures);
  return g_test_run ();
}
