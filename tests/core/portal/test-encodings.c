/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/portal/finding.h"

#include <string.h>

/* The whole way through each encoding of Japanese pages: bytes, the form found by
 * its words, bytes again; wherever the encoding is named, and when two places
 * name different ones. The text has characters that only Microsoft's tables
 * have, a wave dash and half-width kana. */

#define TEXT "①髙～漢ｱ"

typedef struct {
  const char *name;
  const char *mail; /* メール */
  const char *text; /* TEXT */
  const char *sent; /* TEXT in a request */
} Encoding;

static const Encoding encodings[] = {
  { "UTF-8", "メール", TEXT, "%E2%91%A0%E9%AB%99%EF%BD%9E%E6%BC%A2%EF%BD%B1" },
  { "Shift_JIS", "\x83\x81\x81\x5B\x83\x8B", "\x87\x40\xFB\xFC\x81\x60\x8A\xBF\xB1", "%87%40%FB%FC%81%60%8A%BF%B1" },
  { "EUC-JP", "\xA5\xE1\xA1\xBC\xA5\xEB", "\xAD\xA1\xFC\xE2\xA1\xC1\xB4\xC1\x8E\xB1", "%AD%A1%FC%E2%A1%C1%B4%C1%8E%B1" },
  /* It has no half-width kana to send: they become full-width (WHATWG Encoding). */
  { "ISO-2022-JP", "\x1B$B\x25\x61\x21\x3C\x25\x6B\x1B(B", "\x1B$B\x2D\x21\x7C\x62\x21\x41\x34\x41\x1B(I\x31\x1B(B",
    "%1B%24B-%21%7Cb%21A4A%25%22%1B%28B" },
};

static void
check (const Encoding *encoding,
       const char     *header, /* (nullable) */
       const char     *meta,   /* (nullable) */
       gboolean        bom)
{
  g_autofree char *html =
    g_strdup_printf ("%s<html><head>%s<title>x</title></head><body><form method=post action=/go><input type=hidden name=h value='%s'>"
                     "<table><tr><td>%s<td><input name=x><tr><td>x<td><input name=y></table></form></body></html>",
                     bom ? "\xEF\xBB\xBF" : "", meta != NULL ? meta : "", encoding->text, encoding->mail);
  g_autofree char *type = header != NULL ? g_strconcat ("text/html; charset=", header, NULL) : g_strdup ("text/html");
  g_autofree char *wanted = g_strdup_printf ("h=%s&x=%s&y=", encoding->sent, encoding->sent);
  g_autoptr (GUri) uri = g_uri_parse ("https://portal.example/", G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));
  g_autoptr (GError) error = NULL;
  g_autoptr (InkanWebPage) page = inkan_web_page_new (bytes, type, uri, &error);
  g_autofree char *fields = NULL;
  g_autoptr (InkanForm) form = NULL;
  g_autoptr (InkanRequest) request = NULL;
  g_autofree char *body = NULL;
  GPtrArray *controls;

  g_test_message ("%s: header %s, %s%s", encoding->name, header, meta, bom ? ", byte order mark" : "");
  g_assert_no_error (error);
  /* Found by its Japanese word, which only the right encoding shows. */
  fields = inkan_find_fields (page);
  g_assert_cmpstr (fields, ==, "email;text");
  for (xmlNodePtr node = inkan_web_page_get_root (page); node != NULL && form == NULL;
       node = inkan_node_next (node, inkan_web_page_get_root (page)))
    {
      if (inkan_node_is (node, "form"))
        form = inkan_form_new (page, node);
    }
  controls = inkan_form_get_controls (form);
  inkan_form_set_value (form, g_ptr_array_index (controls, 1), TEXT);
  request = inkan_form_submit (form, NULL, &error);
  g_assert_no_error (error);
  body = g_strndup (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body));
  g_assert_cmpstr (body, ==, wanted);
  g_assert_cmpstr (request->charset, ==, encoding->name);
}

static const char * const metas[] = {
  "<meta charset=%s>", "<META HTTP-EQUIV=Content-Type CONTENT='text/html;charset=%s'>",
  "<meta content=\"text/html; charset=%s\" http-equiv=content-type />",
};

static char *
meta_for (gsize       form,
          const char *name)
{
  g_auto (GStrv) parts = g_strsplit (metas[form], "%s", 2);

  return g_strjoinv (name, parts);
}

static void
test_named_once (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      g_autofree char *lower = g_ascii_strdown (encodings[i].name, -1);

      check (&encodings[i], encodings[i].name, NULL, FALSE);
      check (&encodings[i], lower, NULL, FALSE);
      for (gsize j = 0; j < G_N_ELEMENTS (metas); j++)
        {
          g_autofree char *meta = meta_for (j, lower);

          check (&encodings[i], NULL, meta, FALSE);
        }
    }
}

/* The header wins over the page, and the byte order mark over both. */
static void
test_disagreeing (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (encodings); j++)
        {
          g_autofree char *meta = meta_for (j % G_N_ELEMENTS (metas), encodings[j].name);

          check (&encodings[i], encodings[i].name, meta, FALSE);
          check (&encodings[0], encodings[i].name, meta, TRUE);
          check (&encodings[0], NULL, meta, TRUE);
        }
    }
}

/* Names that pages use for the same. */
static void
test_aliases (void)
{
  static const struct {
    guint encoding;
    const char *name;
  } aliases[] = {
    { 0, "utf8" }, { 0, "UTF-8" }, { 1, "x-sjis" }, { 1, "Windows-31J" }, { 1, "MS_Kanji" }, { 1, "shift-jis" }, { 2, "x-euc-jp" },
    { 3, "csISO2022JP" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (aliases); i++)
    {
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", aliases[i].name);
      g_autofree char *meta = meta_for (1, aliases[i].name);

      check (&encodings[aliases[i].encoding], aliases[i].name, NULL, FALSE);
      check (&encodings[aliases[i].encoding], quoted, NULL, FALSE);
      check (&encodings[aliases[i].encoding], NULL, meta, FALSE);
      /* A header that names nothing leaves it to the page. */
      check (&encodings[aliases[i].encoding], "nonsense", meta, FALSE);
    }
}

/* Nobody says it: two can be told by their bytes. */
static void
test_unnamed (void)
{
  check (&encodings[0], NULL, NULL, FALSE);
  check (&encodings[0], NULL, NULL, TRUE);
  check (&encodings[3], NULL, NULL, FALSE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/encodings/named-once", test_named_once);
  g_test_add_func ("/encodings/disagreeing", test_disagreeing);
  g_test_add_func ("/encodings/aliases", test_aliases);
  g_test_add_func ("/encodings/unnamed", test_unnamed);
  return g_test_run ();
}
