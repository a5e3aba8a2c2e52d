/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  INKAN_CHARSET_UTF8,
  INKAN_CHARSET_SINGLE_BYTE,
  INKAN_CHARSET_SHIFT_JIS,
  INKAN_CHARSET_EUC_JP,
  INKAN_CHARSET_ISO_2022_JP,
  INKAN_CHARSET_ICONV,
  INKAN_CHARSET_UTF16,
} InkanCharsetKind;

typedef struct {
  const char      *name;        /* as the Encoding standard writes it */
  const char      *iconv_name;  /* NULL where own tables are used */
  InkanCharsetKind kind;
  const char      *labels;      /* lower case, between blanks: " a b " */
} InkanCharsetInfo;

/* %NULL for an unknown label */
const InkanCharsetInfo *inkan_charset_info       (const char   *label);

/* All append UTF-8 (decode) or bytes (encode) at @out, which has room for the
 * worst case, and return the new end. */
char                   *inkan_jis_decode         (InkanCharsetKind  kind,
                                                  const guint8     *bytes,
                                                  gsize             length,
                                                  char             *out);
char                   *inkan_jis_encode         (InkanCharsetKind  kind,
                                                  const char       *text,
                                                  char             *out);

/* Reads one character of @text; U+FFFD for what is no UTF-8. */
gunichar                inkan_charset_next_char  (const char      **text);

/* Writes `&#NNN;` */
char                   *inkan_charset_put_reference (char          *out,
                                                     gunichar       c);

static inline char *
inkan_charset_put (char     *out,
                   gunichar  c)
{
  return out + g_unichar_to_utf8 (c != 0 ? c : 0xFFFD, out);
}

G_END_DECLS
