/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page.h"

static const char style[] =
  "body{margin:0 auto;max-width:44rem;padding:0 1rem 2rem;font-family:sans-serif;line-height:1.6;"
  "color:#1f1f1f;background:#fff}"
  "header,footer{color:#5a5a5a;font-size:.9rem;padding:.8rem 0}"
  "h1{font-size:1.4rem;border-left:.4rem solid #b3261e;padding-left:.6rem}"
  "h2{font-size:1.1rem}"
  "a{color:#9a1b14}"
  "label{display:block;margin-top:1rem}"
  "input,select{box-sizing:border-box;width:100%;font:inherit;padding:.5rem}"
  "button{margin-top:1.4rem;font:inherit;padding:.6rem 1.6rem;border:0;border-radius:.4rem;"
  "background:#b3261e;color:#fff;cursor:pointer}"
  "table{border-collapse:collapse;width:100%}"
  "th,td{text-align:left;vertical-align:top;padding:.5rem;border-bottom:1px solid #ccc;overflow-wrap:anywhere}"
  ".terms{max-height:16rem;overflow:auto;border:1px solid #767676;padding:0 1rem}"
  ".notice{border:2px solid #b3261e;border-radius:.4rem;padding:.6rem 1rem}"
  "@media (prefers-color-scheme:dark){body{color:#eee;background:#1e1e1e}header,footer{color:#b5b5b5}"
  "a{color:#ff9f96}}";

const char *
practice_say (const PracticeReader *reader, const char *english, const char *japanese)
{
  return reader->language == PRACTICE_JAPANESE ? japanese : english;
}

GString *
practice_page_begin (const PracticeReader *reader, const char *title)
{
  GString *page = g_string_new ("<!DOCTYPE html>\n");

  practice_page_add (page, "<html lang=\"%s\">\n<head>\n<meta charset=\"%s\">\n<title>%s</title>\n",
                     practice_say (reader, "en", "ja"), practice_charset_get_label (reader->charset), title);
  g_string_append (page, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                         "<link rel=\"icon\" href=\"data:,\">\n<style>");
  g_string_append (page, style);
  g_string_append (page, "</style>\n</head>\n<body>\n");
  practice_page_add (page, "<header>%s</header>\n<main>\n<h1>%s</h1>\n",
                     practice_say (reader, "Inkan practice portal: nothing here is real",
                                   "Inkan 練習用ポータル（本物の証明書は発行されません）"), title);
  return page;
}

void
practice_page_add (GString *page, const char *format, ...)
{
  g_autofree char *markup = NULL;
  va_list values;

  va_start (values, format);
  markup = g_markup_vprintf_escaped (format, values);
  va_end (values);
  g_string_append (page, markup);
}

void
practice_page_paragraph (GString *page, const char *text)
{
  practice_page_add (page, "<p>%s</p>\n", text);
}

void
practice_page_notice (GString *page, const char *id, const char *text)
{
  practice_page_add (page, "<p id=\"%s\" class=\"notice\" role=\"alert\">%s</p>\n", id, text);
}

char *
practice_page_end (GString *page, const PracticeReader *reader)
{
  practice_page_add (page, "</main>\n<footer>\n<nav aria-label=\"%s\">\n<a href=\"/service/download\">%s</a> |\n"
                     "<a href=\"/service/reissue\">%s</a> |\n<a href=\"/help\">%s</a>\n</nav>\n</footer>\n</body>\n"
                     "</html>\n", practice_say (reader, "Pages", "ページ一覧"),
                     practice_say (reader, "Fetch a certificate", "電子証明書の取得"),
                     practice_say (reader, "Reissue", "再発行"), practice_say (reader, "Help", "ヘルプ"));
  return g_string_free (page, FALSE);
}
