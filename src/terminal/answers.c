/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers.h"

#include <errno.h>
#include <string.h>

#include <gio/gio.h>

#include "secret-input.h"

#define GROUP "[Answers]"

struct _Answers {
  GHashTable *values; /* char* -> SecretValue */
};

/* GKeyFile would leave copies of everything behind; its file format is kept. */

static gboolean
fail (GError     **error,
      guint        number,
      const char  *reason)
{
  g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE, "line %u: %s", number, reason);
  return FALSE;
}

/* Undoes the escapes of @value in place: whether they all are known ones. */
static gboolean
unescape (char *value)
{
  char *out = value;

  for (const char *p = value; *p != '\0'; p++) {
    if (*p != '\\') {
      *out++ = *p;
      continue;
    }
    switch (*++p) {
    case 's': *out++ = ' '; break;
    case 'n': *out++ = '\n'; break;
    case 't': *out++ = '\t'; break;
    case 'r': *out++ = '\r'; break;
    case '\\': *out++ = '\\'; break;
    default: return FALSE;
    }
  }
  *out = '\0';
  return TRUE;
}

static gboolean
take_pair (Answers  *self,
           char     *line,
           guint     number,
           GError  **error)
{
  char *value = strchr (line, '=');
  char *end = value;

  if (value == NULL)
    return fail (error, number, "neither a group nor a key with its value");
  *value++ = '\0';
  while (end > line && g_ascii_isspace (end[-1]))
    *--end = '\0';
  value += strspn (value, " \t");
  if (*line == '\0')
    return fail (error, number, "a value without a key");
  if (!g_utf8_validate (line, -1, NULL) || !g_utf8_validate (value, -1, NULL))
    return fail (error, number, "not UTF-8");
  if (!unescape (value))
    return fail (error, number, "a backslash that means nothing; write \\\\ for one");
  g_hash_table_replace (self->values, g_strdup (line), secret_value_new (value, -1, "text/plain"));
  return TRUE;
}

/* Takes @text apart, in place. */
static gboolean
parse (Answers  *self,
       char     *text,
       GError  **error)
{
  gboolean in_group = FALSE;
  guint number = 0;

  if (g_str_has_prefix (text, "\xef\xbb\xbf"))
    text += 3;
  for (char *line = text, *next; line != NULL; line = next) {
    gsize length = strcspn (line, "\n");

    next = line[length] != '\0' ? line + length + 1 : NULL;
    if (length > 0 && line[length - 1] == '\r')
      length--;
    line[length] = '\0';
    line += strspn (line, " \t");
    number++;
    if (*line == '\0' || *line == '#')
      continue;
    if (*line == '[')
      in_group = g_str_equal (g_strchomp (line), GROUP);
    else if (in_group && !take_pair (self, line, number, error))
      return FALSE;
  }
  if (g_hash_table_size (self->values) == 0)
    return fail (error, number, "there are no answers in a group " GROUP);
  return TRUE;
}

Answers *
answers_new_for_fd (int      fd,
                    GError **error)
{
  g_autoptr(Answers) self = g_new0 (Answers, 1);
  char *buffer = secret_input_allocate (ANSWERS_MAX_SIZE);
  gssize length;
  gboolean good = FALSE;

  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) secret_value_unref);
  if (buffer == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror (ENOMEM));
    return NULL;
  }
  length = secret_input_read (fd, buffer, ANSWERS_MAX_SIZE - 1, error);
  if (length >= 0 && memchr (buffer, '\0', (gsize) length) != NULL)
    fail (error, 1, "not text");
  else if (length >= 0)
    good = parse (self, buffer, error);
  secret_input_release (buffer, ANSWERS_MAX_SIZE);
  return good ? g_steal_pointer (&self) : NULL;
}

void
answers_free (Answers *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->values);
  g_free (self);
}

const char *
answers_get (Answers    *self,
             const char *key)
{
  SecretValue *value = g_hash_table_lookup (self->values, key);

  return value != NULL ? secret_value_get_text (value) : NULL;
}

gboolean
answers_get_yes (Answers    *self,
                 const char *key)
{
  const char *value = answers_get (self, key);

  return value != NULL && (g_str_equal (value, "yes") || g_str_equal (value, "true") || g_str_equal (value, "1"));
}

GList *
answers_get_keys (Answers *self)
{
  return g_hash_table_get_keys (self->values);
}
