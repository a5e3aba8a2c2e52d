/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-auth.h"

#include <string.h>

#define HEADER_MAX_LENGTH (16 * 1024)

/* RFC 9110, section 5.6.2. */
#define TOKEN_CHARS "!#$%&'*+-.^_`|~" G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS

static void
challenge_free (gpointer data)
{
  InkanHttpChallenge *challenge = data;

  g_free (challenge->scheme);
  g_hash_table_unref (challenge->parameters);
  g_free (challenge);
}

static GHashTable *
parameters_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static char *
read_quoted (const char **at)
{
  GString *text = g_string_new (NULL);
  const char *from = *at + 1;

  for (; *from != '\0' && *from != '"'; from++)
    {
      if (*from == '\\' && from[1] != '\0')
        from++;
      g_string_append_c (text, *from);
    }
  *at = *from == '"' ? from + 1 : from;
  return g_string_free (text, FALSE);
}

/* name=value at @at; moves behind it. %FALSE when something else stands there. */
static gboolean
read_parameter (const char **at,
                GHashTable  *parameters)
{
  gsize length = strspn (*at, TOKEN_CHARS);
  const char *from = *at + length;
  g_autofree char *name = NULL;
  char *value;

  from += strspn (from, " \t");
  if (length == 0 || *from != '=')
    return FALSE;
  from++;
  from += strspn (from, " \t");
  /* Padding of a token68, not a parameter. */
  if (*from == '=' || *from == ',' || *from == '\0')
    return FALSE;

  name = g_ascii_strdown (*at, (gssize) length);
  if (*from == '"')
    value = read_quoted (&from);
  else
    {
      gsize value_length = strcspn (from, ", \t");

      value = g_strndup (from, value_length);
      from += value_length;
    }
  /* Of two with one name the first counts. */
  if (g_hash_table_contains (parameters, name))
    g_free (value);
  else
    g_hash_table_insert (parameters, g_steal_pointer (&name), value);
  *at = from;
  return TRUE;
}

GPtrArray *
inkan_http_challenges_parse (const char *header)
{
  GPtrArray *challenges = g_ptr_array_new_with_free_func (challenge_free);
  InkanHttpChallenge *current = NULL;

  if (strlen (header) > HEADER_MAX_LENGTH)
    return challenges;

  for (const char *at = header + strspn (header, " \t,"); *at != '\0'; at += strspn (at, " \t,"))
    {
      gsize length = strspn (at, TOKEN_CHARS);

      if (current != NULL && read_parameter (&at, current->parameters))
        continue;
      if (length == 0 || strchr (" \t,", at[length]) == NULL)
        {
          /* Something that is no token, such as a token68. */
          at += strcspn (at, " \t,");
          continue;
        }
      current = g_new (InkanHttpChallenge, 1);
      current->scheme = g_ascii_strdown (at, (gssize) length);
      current->parameters = parameters_new ();
      g_ptr_array_add (challenges, current);
      at += length;
    }
  return challenges;
}

GHashTable *
inkan_http_parameters_parse (const char *header)
{
  GHashTable *parameters = parameters_new ();

  if (strlen (header) > HEADER_MAX_LENGTH)
    return parameters;
  for (const char *at = header + strspn (header, " \t,"); *at != '\0'; at += strspn (at, " \t,"))
    {
      if (!read_parameter (&at, parameters))
        at += MAX (strcspn (at, ","), 1);
    }
  return parameters;
}
