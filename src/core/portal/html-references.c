/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "html-references.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#define NAME_MAX_LENGTH 8    /* of HTML 4's names */
#define LEGACY_MAX_LENGTH 6  /* of those that need no semicolon */

static void
write_char (InkanBuffer *to,
            gunichar     c)
{
  char utf8[6];

  switch (c)
    {
    case '&':
      inkan_buffer_append (to, "&amp;", 5);
      break;
    case '<':
      inkan_buffer_append (to, "&lt;", 4);
      break;
    case '>':
      inkan_buffer_append (to, "&gt;", 4);
      break;
    case '"':
      inkan_buffer_append (to, "&quot;", 6);
      break;
    case '\r':
      inkan_buffer_append (to, "&#13;", 5);
      break;
    default:
      inkan_buffer_append (to, utf8, (gsize) g_unichar_to_utf8 (c, utf8));
      break;
    }
}

/* "numeric character reference end state": what Windows meant by the C1 controls */
static gunichar
mend_number (guint64 number)
{
  static const guint16 windows[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
  };

  if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number <= 0xDFFF))
    return 0xFFFD;
  return number >= 0x80 && number < 0xA0 ? windows[number - 0x80] : (gunichar) number;
}

/* Behind the reference, or %NULL when it is none; @at stands at the "#". */
static const char *
read_number (const char *at,
             const char *end,
             gunichar   *c)
{
  gboolean hexadecimal = at + 1 < end && (at[1] == 'x' || at[1] == 'X');
  const char *digits = at + (hexadecimal ? 2 : 1);
  guint64 number = 0;

  for (at = digits; at < end && (hexadecimal ? g_ascii_isxdigit (*at) : g_ascii_isdigit (*at)); at++)
    number = MIN (number * (hexadecimal ? 16 : 10) + (guint64) g_ascii_xdigit_value (*at), 0x110000);
  if (at == digits)
    return NULL;
  *c = mend_number (number);
  return at < end && *at == ';' ? at + 1 : at;
}

/* 0 for a name that nobody knows. @legacy: only those that old pages write
 * without semicolon: Latin-1's, and HTML's own characters. */
static gunichar
look_up (const char *at,
         gsize       length,
         gboolean    legacy)
{
  static const struct { const char *name; gunichar c; } others[] = {
    { "AMP", '&' }, { "COPY", 0xA9 }, { "GT", '>' }, { "LT", '<' }, { "QUOT", '"' }, { "REG", 0xAE },
  };
  char name[NAME_MAX_LENGTH + 1];
  const htmlEntityDesc *entity;

  memcpy (name, at, length);
  name[length] = '\0';
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      if (strcmp (name, others[i].name) == 0)
        return others[i].c;
    }
  /* Today's places of the angle brackets */
  if (!legacy && strcmp (name, "lang") == 0)
    return 0x27E8;
  if (!legacy && strcmp (name, "rang") == 0)
    return 0x27E9;
  entity = htmlEntityLookup ((const xmlChar *) name);
  return entity == NULL || (legacy && (entity->value > 0xFF || entity->value == '\'')) ? 0 : entity->value;
}

static const char *
read_name (const char *at,
           const char *end,
           gboolean    in_attribute,
           gunichar   *c)
{
  gsize length = 0;

  while (at + length < end && g_ascii_isalnum (at[length]))
    length++;
  if (length <= NAME_MAX_LENGTH && at + length < end && at[length] == ';' && length > 0 &&
      (*c = look_up (at, length, FALSE)) != 0)
    return at + length + 1;

  for (gsize n = MIN (length, LEGACY_MAX_LENGTH); n >= 2; n--)
    {
      const char *after = at + n;

      *c = look_up (at, n, TRUE);
      if (*c == 0)
        continue;
      /* "?a=1&copy=2" is an address, and no reference. */
      if (in_attribute && after < end && (*after == '=' || g_ascii_isalnum (*after)))
        return NULL;
      return after;
    }
  return NULL;
}

void
inkan_html_text_write (InkanBuffer *to,
                       const char  *at,
                       const char  *end,
                       gboolean     in_attribute)
{
  while (at < end)
    {
      const char *plain = at;
      const char *after = NULL;
      gunichar c;

      while (at < end && *at != '&' && *at != '<' && *at != '>' && *at != '"' && *at != '\r')
        at++;
      inkan_buffer_append (to, plain, (gsize) (at - plain));
      if (at == end)
        break;

      if (*at == '&' && at + 1 < end)
        after = at[1] == '#' ? read_number (at + 1, end, &c) : read_name (at + 1, end, in_attribute, &c);
      write_char (to, after != NULL ? c : (gunichar) *at);
      at = after != NULL ? after : at + 1;
    }
}
