/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "authentication.h"

#include <string.h>

#include "base/text.h"

#define MAX_CLAIMS 20
#define MAX_VALUE 8192
#define MAX_WORD 255

void
inkan_mail_claim_free (InkanMailClaim *self)
{
  g_free (self->server);
  g_free (self->method);
  g_free (self->result);
  g_free (self->about);
  g_free (self);
}

/* Behind blanks and comments, which may be nested (RFC 5322, 3.2.2) */
static const char *
skip_comments (const char *p)
{
  guint depth = 0;

  for (; *p != '\0'; p++)
    if (*p == '(')
      depth++;
    else if (*p == ')' && depth > 0)
      depth--;
    else if (*p == '\\' && depth > 0 && p[1] != '\0')
      p++;
    else if (depth == 0 && strchr (" \t\r\n", *p) == NULL)
      break;
  return p;
}

/* Reads a token or a quoted string at *@p. */
static char *
read_word (const char **p)
{
  g_autoptr (GString) word = g_string_new (NULL);
  const char *at = skip_comments (*p);
  gboolean quoted = *at == '"';

  if (quoted)
    at++;
  for (; *at != '\0' && (quoted ? *at != '"' : strchr (" \t\r\n;=()\"", *at) == NULL); at++)
    {
      if (quoted && *at == '\\' && at[1] != '\0')
        at++;
      if (word->len < MAX_WORD)
        g_string_append_c (word, *at);
    }
  if (quoted && *at == '"')
    at++;
  *p = at;
  return inkan_text_clean (word->str, MAX_WORD, FALSE);
}

/* Whether @property says whom a result of @method is about. */
static gboolean
tells_whom (const char *method,
            const char *property)
{
  static const char *const known[][2] = {
    { "spf", "smtp.mailfrom" }, { "dkim", "header.d" }, { "dmarc", "header.from" },
    { "dkim", "header.i" },     { "spf", "smtp.helo" }, { "auth", "smtp.auth" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i][0], method) && g_ascii_strcasecmp (known[i][1], property) == 0)
      return TRUE;
  return FALSE;
}

/* "dkim=pass (ok) header.d=inkan.example", up to the next ";"; %NULL for what
 * is no result. */
static InkanMailClaim *
read_claim (const char **p,
            const char  *server)
{
  g_autofree char *method = read_word (p);
  g_autofree char *lower = g_ascii_strdown (method, strcspn (method, "/"));
  InkanMailClaim *claim = NULL;

  for (gboolean first = TRUE;; first = FALSE)
    {
      g_autofree char *property = first ? NULL : read_word (p);
      g_autofree char *value = NULL;

      *p = skip_comments (*p);
      if (**p == '=')
        {
          (*p)++;
          value = read_word (p);
          if (first && *lower != '\0' && *value != '\0')
            {
              claim = g_new0 (InkanMailClaim, 1);
              claim->server = g_strdup (server);
              claim->method = g_steal_pointer (&lower);
              claim->result = g_ascii_strdown (value, -1);
            }
          else if (claim != NULL && claim->about == NULL && *value != '\0'
                   && tells_whom (claim->method, property))
            claim->about = g_steal_pointer (&value);
        }
      else if (**p == ';' || **p == '\0')
        return claim;
      else if (!first && *property == '\0')
        (*p)++; /* what cannot be there */
    }
}

GPtrArray *
inkan_authentication_read_claims (const char *value)
{
  GPtrArray *claims = g_ptr_array_new_with_free_func ((GDestroyNotify) inkan_mail_claim_free);
  g_autofree char *text = g_strndup (value, strnlen (value, MAX_VALUE));
  const char *p = text;
  g_autofree char *server = read_word (&p);

  /* A version may follow. */
  for (p = skip_comments (p); *p != '\0' && *p != ';';)
    p = skip_comments (p + 1);
  while (*p == ';' && claims->len < MAX_CLAIMS && *server != '\0')
    {
      InkanMailClaim *claim;

      p++;
      claim = read_claim (&p, server);
      if (claim != NULL)
        g_ptr_array_add (claims, claim);
    }
  return claims;
}
