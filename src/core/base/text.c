/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"

#include <libsecret/secret.h>
#include <string.h>

#include "charset.h"

/* Characters that change how the text around them is shown without being seen
 * themselves: bidirectional embeddings, overrides and isolates (Unicode TR 36),
 * the deprecated format characters, interlinear annotation, tags. */
static gboolean
is_disguise (gunichar c)
{
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x206F) || c == 0x061C
         || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

static gboolean
is_line_break (gunichar c)
{
  return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static gboolean
is_blank (gunichar c)
{
  return g_unichar_isspace (c) || is_line_break (c) || c == 0x200B || c == 0x2060 || c == 0x180E;
}

char *
inkan_text_clean (const char *text,
                  gsize       max_chars,
                  gboolean    keep_lines)
{
  g_autofree char *valid = NULL;
  GString *clean;
  gsize n = 0, last = 0;

  g_return_val_if_fail (text != NULL, NULL);

  valid = inkan_charset_decode ("utf-8", (const guint8 *) text, strlen (text));
  clean = g_string_new (NULL);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\r' && p[1] == '\n')
        continue;
      if (is_line_break (c))
        c = keep_lines ? '\n' : ' ';
      else if (c == '\t')
        c = keep_lines ? '\t' : ' ';
      else if (g_unichar_iscntrl (c) || is_disguise (c))
        continue;
      if (n == max_chars)
        {
          g_string_truncate (clean, last);
          if (max_chars > 0)
            g_string_append (clean, "…");
          break;
        }
      last = clean->len;
      g_string_append_unichar (clean, c);
      n++;
    }
  return g_string_free (clean, FALSE);
}

char *
inkan_text_strip (const char *text)
{
  char *valid, *out, *end;
  SecretValue *value;

  g_return_val_if_fail (text != NULL, NULL);

  valid = inkan_charset_decode ("utf-8", (const guint8 *) text, strlen (text));
  out = end = valid;
  for (const char *p = valid; *p != '\0';)
    {
      gunichar c = g_utf8_get_char (p);
      const char *next = g_utf8_next_char (p);
      gsize size = next - p;

      /* A tab or a line break inside is no blank that anyone typed, either. */
      if (!(is_blank (c) && out == valid) && !g_unichar_iscntrl (c) && !is_disguise (c)
          && c != 0x2028 && c != 0x2029)
        {
          memmove (out, p, size);
          out += size;
          if (!is_blank (c))
            end = out;
        }
      p = next;
    }
  value = secret_value_new (valid, end - valid, "text/plain");
  explicit_bzero (valid, strlen (valid));
  g_free (valid);
  return secret_value_unref_to_password (value, NULL);
}
