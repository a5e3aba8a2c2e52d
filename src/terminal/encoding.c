/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "encoding.h"

#include <string.h>

/* Signs of JIS X 0208 that its tables give different numbers in Unicode, and the
 * dot that Japanese has in place of others. */
static const struct {
  gunichar    sign;
  const char *twin;
} twins[] = {
  { 0x00b7, "・" }, { 0x2014, "―" }, { 0x2015, "—" },  { 0x2016, "∥" },  { 0x2022, "・" }, { 0x2212, "－" },
  { 0x2225, "‖" },  { 0x301c, "～" }, { 0xff0d, "−" }, { 0xff5e, "〜" },
};

static gboolean
can_write (GIConv      iconv,
           const char *text)
{
  char room[64];
  char *out = room;
  char *in = (char *) text;
  gsize in_left = strlen (text);
  gsize out_left = sizeof room;
  gsize not_as_they_are = g_iconv (iconv, &in, &in_left, &out, &out_left);

  g_iconv (iconv, NULL, NULL, NULL, NULL); /* as at the start, whatever happened */
  return not_as_they_are == 0;
}

static const char *
find_twin (GIConv   iconv,
           gunichar sign)
{
  for (gsize i = 0; i < G_N_ELEMENTS (twins); i++)
    if (twins[i].sign == sign && can_write (iconv, twins[i].twin))
      return twins[i].twin;
  return NULL;
}

/* iconv's own "//TRANSLIT" gives up on all of a text for one sign that has no
 * likeness, and knows of almost none in the locale "C". */
static void
append (GString    *fit,
        GIConv      iconv,
        const char *letter)
{
  const char *twin;
  g_autofree char *plain = NULL;

  if (can_write (iconv, letter)) {
    g_string_append (fit, letter);
    return;
  }
  twin = find_twin (iconv, g_utf8_get_char (letter));
  if (twin == NULL)
    plain = g_str_to_ascii (letter, "C"); /* "?" for what has none */
  g_string_append (fit, twin != NULL ? twin : plain);
}

char *
encoding_fit (const char *text,
              const char *charset)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GIConv iconv = g_iconv_open (charset, "UTF-8");
  GString *fit;

  if (iconv == (GIConv) -1)
    return g_steal_pointer (&valid);
  fit = g_string_new (NULL);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    char letter[8] = { 0 };

    memcpy (letter, p, (gsize) (g_utf8_next_char (p) - p));
    append (fit, iconv, letter);
  }
  g_iconv_close (iconv);
  return g_string_free (fit, FALSE);
}

char *
encoding_write (const char *text,
                const char *charset)
{
  g_autofree char *fit = encoding_fit (text, charset);
  char *written = g_convert (fit, -1, charset, "UTF-8", NULL, NULL, NULL);

  return written != NULL ? written : g_steal_pointer (&fit);
}

gboolean
encoding_has_everything (void)
{
  return g_get_charset (NULL);
}

char *
encoding_fit_locale (const char *text)
{
  const char *charset;

  return g_get_charset (&charset) ? g_strdup (text) : encoding_fit (text, charset);
}

void
encoding_print (FILE       *stream,
                const char *text)
{
  const char *charset;
  g_autofree char *written = NULL;

  if (!g_get_charset (&charset))
    written = encoding_write (text, charset);
  fputs (written != NULL ? written : text, stream);
  fflush (stream);
}

static void
print (const char *text)
{
  encoding_print (stdout, text);
}

static void
print_error (const char *text)
{
  encoding_print (stderr, text);
}

void
encoding_print_all (void)
{
  g_set_print_handler (print);
  g_set_printerr_handler (print_error);
}
