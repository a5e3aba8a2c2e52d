/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-auth.h"

#include "buffer.h"
#include "definition-private.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <string.h>

#define NONCE_BYTES 16

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD, EVP_MD_free)

typedef struct {
  const char *name;   /* as in the header */
  const char *digest; /* as OpenSSL calls it */
  gboolean session;
} Algorithm;

/* The strongest first. */
static const Algorithm algorithms[] = {
  { "SHA-512-256", "SHA512-256", FALSE }, { "SHA-512-256-sess", "SHA512-256", TRUE },
  { "SHA-256", "SHA256", FALSE },         { "SHA-256-sess", "SHA256", TRUE },
  { "MD5", "MD5", FALSE },                { "MD5-sess", "MD5", TRUE },
};

/* What one server has asked for. */
typedef struct {
  const Algorithm *algorithm; /* %NULL: Basic */
  gboolean utf8;              /* it says that it reads UTF-8 */
  gboolean has_qop;
  gboolean hash_user;
  char *realm;
  char *nonce;
  char *opaque;       /* (nullable) */
  char *client_nonce; /* ours, as long as the demand lasts */
  char *first_nonce;  /* the one that began it: of the -sess algorithms */
  guint count;        /* requests with this nonce */
} Demand;

struct _InkanHttpAuth {
  SecretValue *user;
  SecretValue *password;
  GHashTable *demands; /* "scheme://host:port" -> Demand */
};

static void
demand_free (gpointer data)
{
  Demand *demand = data;

  g_free (demand->realm);
  g_free (demand->nonce);
  g_free (demand->opaque);
  g_free (demand->client_nonce);
  g_free (demand->first_nonce);
  g_free (demand);
}

InkanHttpAuth *
inkan_http_auth_new (SecretValue *user,
                     SecretValue *password)
{
  InkanHttpAuth *self = g_new0 (InkanHttpAuth, 1);

  self->user = secret_value_ref (user);
  self->password = secret_value_ref (password);
  self->demands = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, demand_free);
  return self;
}

void
inkan_http_auth_free (InkanHttpAuth *self)
{
  secret_value_unref (self->user);
  secret_value_unref (self->password);
  g_hash_table_unref (self->demands);
  g_free (self);
}

static char *
server_of (GUri *uri)
{
  g_autofree char *host = inkan_portal_host_of_uri (uri);

  return g_strdup_printf ("%s://%s", g_uri_get_scheme (uri), host);
}

static const char *
parameter (InkanHttpChallenge *challenge,
           const char         *name)
{
  return g_hash_table_lookup (challenge->parameters, name);
}

static gboolean
parameter_is (InkanHttpChallenge *challenge,
              const char         *name,
              const char         *value)
{
  const char *found = parameter (challenge, name);

  return found != NULL && g_ascii_strcasecmp (found, value) == 0;
}

static gboolean
offers_qop_auth (const char *qop)
{
  g_auto (GStrv) values = g_strsplit (qop, ",", -1);

  for (gsize i = 0; values[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (g_strstrip (values[i]), "auth") == 0)
        return TRUE;
    }
  return FALSE;
}

/* (nullable): index in the table, when the challenge can be answered */
static const Algorithm *
find_algorithm (InkanHttpChallenge *challenge)
{
  const char *name = parameter (challenge, "algorithm");
  const char *qop = parameter (challenge, "qop");

  if (parameter (challenge, "nonce") == NULL || parameter (challenge, "realm") == NULL ||
      (qop != NULL && !offers_qop_auth (qop)))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      if (g_ascii_strcasecmp (algorithms[i].name, name != NULL ? name : "MD5") == 0)
        {
          /* A system may forbid MD5. */
          g_autoptr (EVP_MD) digest = EVP_MD_fetch (NULL, algorithms[i].digest, NULL);

          return digest != NULL ? &algorithms[i] : NULL;
        }
    }
  return NULL;
}

/* The best that can be answered: Digest before Basic, the stronger before the
 * weaker. (nullable) */
static InkanHttpChallenge *
choose (GPtrArray *challenges)
{
  InkanHttpChallenge *best = NULL;
  const Algorithm *best_algorithm = NULL;

  for (guint i = 0; i < challenges->len; i++)
    {
      InkanHttpChallenge *challenge = g_ptr_array_index (challenges, i);
      const Algorithm *algorithm = NULL;

      if (strcmp (challenge->scheme, "digest") == 0)
        algorithm = find_algorithm (challenge);
      else if (strcmp (challenge->scheme, "basic") != 0)
        continue;
      else if (best == NULL)
        best = challenge;
      if (algorithm != NULL && (best_algorithm == NULL || algorithm < best_algorithm))
        {
          best = challenge;
          best_algorithm = algorithm;
        }
    }
  return best;
}

static char *
make_nonce (void)
{
  guint8 bytes[NONCE_BYTES];
  GString *hex = g_string_new (NULL);

  if (RAND_bytes (bytes, sizeof bytes) != 1)
    g_error ("No random numbers");
  for (gsize i = 0; i < sizeof bytes; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);
  return g_string_free (hex, FALSE);
}

static Demand *
demand_new (InkanHttpChallenge *challenge)
{
  Demand *demand = g_new0 (Demand, 1);

  demand->utf8 = parameter_is (challenge, "charset", "UTF-8");
  if (strcmp (challenge->scheme, "digest") != 0)
    return demand;

  demand->algorithm = find_algorithm (challenge);
  demand->has_qop = parameter (challenge, "qop") != NULL;
  demand->hash_user = parameter_is (challenge, "userhash", "true");
  demand->realm = g_strdup (parameter (challenge, "realm"));
  demand->nonce = g_strdup (parameter (challenge, "nonce"));
  demand->opaque = g_strdup (parameter (challenge, "opaque"));
  demand->first_nonce = g_strdup (demand->nonce);
  demand->client_nonce = make_nonce ();
  return demand;
}

gboolean
inkan_http_auth_challenge (InkanHttpAuth *self,
                           GUri          *uri,
                           const char    *header,
                           gboolean       authorized)
{
  g_autoptr (GPtrArray) challenges = inkan_http_challenges_parse (header);
  InkanHttpChallenge *challenge = choose (challenges);
  g_autofree char *server = server_of (uri);
  const Demand *before = g_hash_table_lookup (self->demands, server);
  gboolean again;

  if (challenge == NULL)
    return FALSE;
  again = !authorized || (before != NULL && before->algorithm != NULL && parameter_is (challenge, "stale", "true") &&
                          g_strcmp0 (before->nonce, parameter (challenge, "nonce")) != 0);
  g_hash_table_replace (self->demands, g_steal_pointer (&server), demand_new (challenge));
  return again;
}

void
inkan_http_auth_take_info (InkanHttpAuth *self,
                           GUri          *uri,
                           const char    *header)
{
  g_autofree char *server = server_of (uri);
  Demand *demand = g_hash_table_lookup (self->demands, server);
  g_autoptr (GHashTable) parameters = header != NULL ? inkan_http_parameters_parse (header) : NULL;
  const char *next = parameters != NULL ? g_hash_table_lookup (parameters, "nextnonce") : NULL;

  if (demand == NULL || demand->algorithm == NULL || next == NULL)
    return;
  g_free (demand->nonce);
  demand->nonce = g_strdup (next);
  demand->count = 0;
}

static void
append_secret (InkanBuffer *buffer,
               SecretValue *value,
               gboolean     normalise)
{
  const char *text = secret_value_get_text (value);
  char *normal = normalise ? g_utf8_normalize (text, -1, G_NORMALIZE_NFC) : NULL;

  inkan_buffer_append_string (buffer, normal != NULL ? normal : text);
  secret_password_free (normal);
}

/* (transfer full) (nullable): with secret_password_free(); %NULL when @user
 * cannot be written, because a colon ends it (RFC 7617, section 2) */
static char *
write_basic (InkanHttpAuth *self,
             const Demand  *demand)
{
  g_auto (InkanBuffer) pair = { 0 };
  char *base64;
  char *text;

  if (strchr (secret_value_get_text (self->user), ':') != NULL)
    return NULL;
  append_secret (&pair, self->user, demand->utf8);
  inkan_buffer_append (&pair, ":", 1);
  append_secret (&pair, self->password, demand->utf8);
  base64 = g_base64_encode (pair.data, pair.length);
  text = g_strconcat ("Basic ", base64, NULL);
  secret_password_free (base64);
  return text;
}

/* The digest of @text in lower-case hexadecimal. */
static char *
hash (const Algorithm   *algorithm,
      const InkanBuffer *text)
{
  g_autoptr (EVP_MD) digest = EVP_MD_fetch (NULL, algorithm->digest, NULL);
  guint8 bytes[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  GString *hex = g_string_new (NULL);

  if (digest != NULL && EVP_Digest (text->data, text->length, bytes, &length, digest, NULL) == 1)
    {
      for (unsigned int i = 0; i < length; i++)
        g_string_append_printf (hex, "%02x", bytes[i]);
    }
  return g_string_free (hex, FALSE);
}

static char *
hash_joined (const Algorithm *algorithm,
             ...)
{
  g_auto (InkanBuffer) text = { 0 };
  const char *part;
  va_list parts;
  gboolean first = TRUE;

  va_start (parts, algorithm);
  while ((part = va_arg (parts, const char *)) != NULL)
    {
      if (!first)
        inkan_buffer_append (&text, ":", 1);
      inkan_buffer_append_string (&text, part);
      first = FALSE;
    }
  va_end (parts);
  return hash (algorithm, &text);
}

/* H(user:realm:password), RFC 7616, section 3.4.2; with secret_password_free() */
static char *
hash_secret (InkanHttpAuth *self,
             const Demand  *demand)
{
  g_auto (InkanBuffer) text = { 0 };
  char *secret;
  char *bound;

  append_secret (&text, self->user, demand->utf8);
  inkan_buffer_append (&text, ":", 1);
  inkan_buffer_append_string (&text, demand->realm);
  inkan_buffer_append (&text, ":", 1);
  append_secret (&text, self->password, demand->utf8);
  secret = hash (demand->algorithm, &text);
  if (!demand->algorithm->session)
    return secret;
  bound = hash_joined (demand->algorithm, secret, demand->first_nonce, demand->client_nonce, NULL);
  secret_password_free (secret);
  return bound;
}

static void
append_quoted (GString    *text,
               const char *name,
               const char *value)
{
  g_string_append_printf (text, ", %s=\"", name);
  for (; *value != '\0'; value++)
    {
      if (*value == '"' || *value == '\\')
        g_string_append_c (text, '\\');
      g_string_append_c (text, *value);
    }
  g_string_append_c (text, '"');
}

static void
append_user (InkanHttpAuth *self,
             const Demand  *demand,
             GString       *text)
{
  g_auto (InkanBuffer) user = { 0 };
  g_autofree char *name = NULL;

  append_secret (&user, self->user, demand->utf8);
  if (demand->hash_user)
    {
      inkan_buffer_append (&user, ":", 1);
      inkan_buffer_append_string (&user, demand->realm);
      name = hash (demand->algorithm, &user);
      append_quoted (text, "username", name);
      g_string_append (text, ", userhash=true");
      return;
    }

  name = g_strndup ((const char *) user.data, user.length);
  if (demand->utf8 && !g_str_is_ascii (name))
    {
      /* RFC 8187: what is not in a quoted string of ASCII. */
      g_autofree char *escaped = g_uri_escape_string (name, NULL, FALSE);

      g_string_append_printf (text, ", username*=UTF-8''%s", escaped);
    }
  else
    append_quoted (text, "username", name);
}

/* As it stands in the request line. */
static char *
target_of (GUri *uri)
{
  const char *path = g_uri_get_path (uri);
  const char *query = g_uri_get_query (uri);

  if (*path == '\0')
    path = "/";
  return query != NULL ? g_strconcat (path, "?", query, NULL) : g_strdup (path);
}

static char *
write_digest (InkanHttpAuth *self,
              Demand        *demand,
              const char    *method,
              GUri          *uri)
{
  const Algorithm *algorithm = demand->algorithm;
  g_autofree char *target = target_of (uri);
  g_autofree char *count = g_strdup_printf ("%08x", ++demand->count);
  g_autofree char *request = hash_joined (algorithm, method, target, NULL);
  g_autofree char *response = NULL;
  GString *text = g_string_new ("Digest algorithm=");
  char *secret = hash_secret (self, demand);

  if (demand->has_qop)
    response = hash_joined (algorithm, secret, demand->nonce, count, demand->client_nonce, "auth",
                            request, NULL);
  else
    response = hash_joined (algorithm, secret, demand->nonce, request, NULL);
  secret_password_free (secret);

  g_string_append (text, algorithm->name);
  append_user (self, demand, text);
  append_quoted (text, "realm", demand->realm);
  append_quoted (text, "nonce", demand->nonce);
  append_quoted (text, "uri", target);
  append_quoted (text, "response", response);
  if (demand->opaque != NULL)
    append_quoted (text, "opaque", demand->opaque);
  if (demand->has_qop)
    g_string_append_printf (text, ", qop=auth, nc=%s", count);
  if (demand->has_qop || algorithm->session)
    append_quoted (text, "cnonce", demand->client_nonce);
  return g_string_free (text, FALSE);
}

char *
inkan_http_auth_authorize (InkanHttpAuth *self,
                           const char    *method,
                           GUri          *uri)
{
  g_autofree char *server = server_of (uri);
  Demand *demand = g_hash_table_lookup (self->demands, server);
  char *text;

  if (demand == NULL)
    return NULL;
  text = demand->algorithm != NULL ? write_digest (self, demand, method, uri) : write_basic (self, demand);
  /* A line end would begin a header of its own. */
  if (text != NULL && strpbrk (text, "\r\n") != NULL)
    g_clear_pointer (&text, secret_password_free);
  return text;
}

gboolean
inkan_http_auth_was_asked (InkanHttpAuth *self)
{
  return g_hash_table_size (self->demands) > 0;
}

gboolean
inkan_http_auth_may_age (InkanHttpAuth *self)
{
  GHashTableIter iter;
  gpointer demand;

  g_hash_table_iter_init (&iter, self->demands);
  while (g_hash_table_iter_next (&iter, NULL, &demand))
    {
      if (((Demand *) demand)->algorithm != NULL)
        return TRUE;
    }
  return FALSE;
}
