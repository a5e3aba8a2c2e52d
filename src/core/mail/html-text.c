/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "html-text.h"

#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <string.h>

#include "base/charset.h"
#include "link.h"
#include "mail-text.h"
#include "segment.h"
#include "wiped-text.h"

#define MAX_QUOTE_DEPTH 5
#define MAX_LINKS 1000      /* whose text is compared with where they lead to */
#define MAX_LINK_TEXT 2000
#define MAX_TAGS 100000
#define MAX_ATTRIBUTES 1000     /* or what may divide them */
#define MAX_BLANKS_IN_TAG 5000 /* in quotation marks too, which the parser may see elsewhere */

typedef struct {
  InkanWipedText out;
  guint          quote;       /* depth of <blockquote> */
  guint          preformatted;
  gboolean       line_empty;
  gboolean       blank;       /* a blank is due before the next word */
  gsize          link_text;   /* where in @out the text of the last link begins */
  guint          links;
  GHashTable    *deceits;     /* NULL: nobody asks */
} Writer;

/* @names: each behind one blank, and one at the end */
static gboolean
is_one_of (const xmlNode *node,
           const char    *names)
{
  gsize length = strlen ((const char *) node->name);

  for (const char *name = names + 1; *name != '\0';)
    {
      gsize n = strcspn (name, " ");

      if (n == length && memcmp (name, node->name, n) == 0)
        return TRUE;
      name += n + 1;
    }
  return FALSE;
}

static gboolean
is_block (const xmlNode *node)
{
  return is_one_of (node, " address article aside blockquote body center dd div dl dt fieldset "
                          "figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre "
                          "section table tbody tr ul ");
}

/* What no mail program shows */
static gboolean
is_hidden (xmlNode *node)
{
  g_autofree char *style = NULL;
  xmlChar *value;
  gboolean hidden = FALSE;

  if (is_one_of (node, " head script style template title noframes object svg select textarea "))
    return TRUE;
  if (xmlHasProp (node, BAD_CAST "hidden") != NULL)
    return TRUE;
  value = xmlGetProp (node, BAD_CAST "style");
  if (value != NULL)
    {
      char *to;

      style = g_ascii_strdown ((char *) value, -1);
      xmlFree (value);
      to = style;
      for (const char *p = style; *p != '\0'; p++)
        if (!g_ascii_isspace (*p))
          *to++ = *p;
      *to = '\0';
      hidden = strstr (style, "display:none") != NULL || strstr (style, "visibility:hidden") != NULL;
    }
  return hidden;
}

static void
put_line_break (Writer *writer)
{
  inkan_wiped_text_append (&writer->out, "\n", 1);
  writer->line_empty = TRUE;
  writer->blank = FALSE;
}

static void
put_word (Writer     *writer,
          const char *word,
          gsize       length)
{
  if (writer->line_empty)
    for (guint i = 0; i < MIN (writer->quote, MAX_QUOTE_DEPTH); i++)
      inkan_wiped_text_append (&writer->out, "> ", 2);
  else if (writer->blank)
    inkan_wiped_text_append (&writer->out, " ", 1);
  writer->line_empty = FALSE;
  writer->blank = FALSE;
  inkan_wiped_text_append (&writer->out, word, length);
}

static void
put_text (Writer     *writer,
          const char *text)
{
  while (*text != '\0')
    {
      gsize blanks = strspn (text, " \t\r\n\f");
      gsize word = strcspn (text + blanks, " \t\r\n\f");

      if (blanks > 0)
        {
          writer->blank = !writer->line_empty;
          for (gsize i = 0; writer->preformatted > 0 && i < blanks; i++)
            if (text[i] == '\n')
              put_line_break (writer);
        }
      if (word > 0)
        put_word (writer, text + blanks, word);
      text += blanks + word;
    }
}

static void
compare_link_text (Writer     *writer,
                   const char *uri)
{
  gsize length = writer->out.length - writer->link_text;
  INKAN_AUTO_WIPE char *text = NULL;
  INKAN_AUTO_WIPE char *folded = NULL;
  char *host, *shown_host;

  if (writer->deceits == NULL || length == 0 || length > MAX_LINK_TEXT
      || writer->links++ >= MAX_LINKS)
    return;
  text = g_strndup (writer->out.text + writer->link_text, length);
  folded = inkan_fold_text (text);
  if (inkan_link_text_deceives (uri, folded, &host, &shown_host))
    g_hash_table_insert (writer->deceits, host, shown_host);
}

static void
put_link (Writer  *writer,
          xmlNode *node)
{
  xmlChar *href = xmlGetProp (node, BAD_CAST "href");

  if (href != NULL)
    {
      const char *uri = (char *) href + strspn ((char *) href, " \t\r\n");

      if ((g_ascii_strncasecmp (uri, "http://", 7) == 0
           || g_ascii_strncasecmp (uri, "https://", 8) == 0) && strpbrk (uri, "<>\"") == NULL)
        {
          compare_link_text (writer, uri);
          writer->blank = TRUE;
          put_word (writer, "<", 1);
          put_word (writer, uri, strcspn (uri, " \t\r\n"));
          put_word (writer, ">", 1);
          writer->blank = TRUE;
        }
      explicit_bzero (href, strlen ((char *) href));
      xmlFree (href);
    }
}

/* Returns whether to go into @node's children. */
static gboolean
enter (Writer  *writer,
       xmlNode *node)
{
  if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
    {
      if (node->content != NULL)
        put_text (writer, (const char *) node->content);
      return FALSE;
    }
  if (node->type != XML_ELEMENT_NODE || is_hidden (node))
    return FALSE;
  if (is_block (node) && !writer->line_empty)
    put_line_break (writer);
  if (is_one_of (node, " br hr "))
    put_line_break (writer);
  else if (is_one_of (node, " td th ") && !writer->line_empty)
    {
      inkan_wiped_text_append (&writer->out, "  ", 2);
      writer->blank = TRUE;
    }
  else if (is_one_of (node, " blockquote "))
    writer->quote++;
  else if (is_one_of (node, " pre "))
    writer->preformatted++;
  else if (is_one_of (node, " a area "))
    writer->link_text = writer->out.length;
  return TRUE;
}

static void
leave (Writer  *writer,
       xmlNode *node)
{
  if (is_one_of (node, " a area "))
    put_link (writer, node);
  if (is_block (node) && !writer->line_empty)
    put_line_break (writer);
  if (is_one_of (node, " p h1 h2 h3 h4 h5 h6 table "))
    put_line_break (writer);
  else if (is_one_of (node, " blockquote "))
    writer->quote--;
  else if (is_one_of (node, " pre "))
    writer->preformatted--;
}

/* By the nodes' own links and not by recursion: a page may be nested deeper
 * than a thread's stack. */
static void
walk (Writer  *writer,
      xmlNode *root)
{
  xmlNode *node = root;

  while (node != NULL)
    {
      if (enter (writer, node))
        {
          if (node->children != NULL)
            {
              node = node->children;
              continue;
            }
          leave (writer, node);
        }
      while (node != root && node->next == NULL)
        {
          node = node->parent;
          leave (writer, node);
        }
      node = node == root ? NULL : node->next;
    }
}

/* Most of what libxml2 holds of the text; its input buffer is out of reach. */
static void
wipe_document (xmlDoc *document)
{
  xmlNode *node = xmlDocGetRootElement (document);
  xmlNode *root = node;

  while (node != NULL)
    {
      if (node->type == XML_TEXT_NODE && node->content != NULL
          && (document->dict == NULL || !xmlDictOwns (document->dict, node->content)))
        explicit_bzero (node->content, strlen ((char *) node->content));
      if (node->type == XML_ELEMENT_NODE && node->children != NULL)
        {
          node = node->children;
          continue;
        }
      while (node != root && node->next == NULL)
        node = node->parent;
      node = node == root ? NULL : node->next;
    }
}

/* How much of @html a person can have written: the parser makes two nodes of a
 * hundred bytes of each tag, and compares all attributes of a tag with each
 * other. */
static gsize
sane_length (const char *html)
{
  guint tags = 0, attributes = 0, blanks = 0;
  gboolean inside = FALSE;
  char quote = '\0';
  const char *p;

  for (p = html; *p != '\0'; p++)
    if (!inside)
      {
        inside = *p == '<';
        attributes = blanks = 0;
        quote = '\0';
        if (inside && ++tags > MAX_TAGS)
          break;
      }
    else if (g_ascii_isspace (*p) && ++blanks > MAX_BLANKS_IN_TAG)
      break;
    else if (quote != '\0')
      quote = *p == quote ? '\0' : quote;
    else if (g_ascii_isspace (*p) || *p == '/')
      {
        if (++attributes > MAX_ATTRIBUTES)
          break;
      }
    else if (*p == '"' || *p == '\'')
      quote = *p;
    else
      {
        inside = *p != '>';
        tags += *p == '<';
      }
  return MIN ((gsize) (p - html), G_MAXINT / 2);
}

char *
inkan_html_to_text (const char *html,
                    GHashTable *deceits)
{
  Writer writer = { .line_empty = TRUE, .deceits = deceits };
  htmlDocPtr document;

  document = htmlReadMemory (html, (int) sane_length (html), NULL, "UTF-8",
                             HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING
                             | HTML_PARSE_NONET);
  if (document == NULL)
    return g_strdup ("");
  walk (&writer, xmlDocGetRootElement (document));
  wipe_document (document);
  xmlFreeDoc (document);
  return inkan_wiped_text_steal (&writer.out);
}

char *
inkan_html_find_charset (const guint8 *bytes,
                         gsize         length)
{
  /* Encoding names are ASCII, and so is all that stands before them. */
  g_autofree char *head = g_strndup ((const char *) bytes, MIN (length, 4096));
  htmlDocPtr document;
  char *charset = NULL;

  for (char *p = head; *p != '\0'; p++)
    if ((guint8) *p >= 0x80 || *p == 0x1B)
      *p = ' ';
  document = htmlReadMemory (head, (int) strlen (head), NULL, "UTF-8",
                             HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING
                             | HTML_PARSE_NONET);
  if (document != NULL)
    {
      charset = g_strdup ((const char *) htmlGetMetaEncoding (document));
      xmlFreeDoc (document);
    }
  return charset;
}

/* UTF-16, which some browsers hand over, by its mark or by the zero byte in
 * each ASCII character of the first tag. */
static const char *
guess_utf16 (const guint8 *bytes,
             gsize         length)
{
  if (length < 4)
    return NULL;
  if ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[1] == 0 && bytes[3] == 0))
    return "UTF-16LE";
  if ((bytes[0] == 0xFE && bytes[1] == 0xFF) || (bytes[0] == 0 && bytes[2] == 0))
    return "UTF-16BE";
  return NULL;
}

/* What Windows puts before the page, and what comes over from there under Wine
 * or by remote desktop: "Version:0.9", "StartHTML:0000000105", … */
static gsize
description_length (const guint8 *bytes,
                    gsize         length)
{
  g_autofree char *head = g_strndup ((const char *) bytes, MIN (length, 1024));
  const char *start = strstr (head, "StartHTML:");
  const char *tag = strchr (head, '<');

  if (!g_str_has_prefix (head, "Version:") || start == NULL)
    return 0;
  /* Its offsets count from 0, and are -1 or wrong often enough. */
  return tag != NULL && tag > start ? (gsize) (tag - head) : 0;
}

char *
inkan_html_decode_clipboard (const guint8 *bytes,
                             gsize         length)
{
  const char *utf16 = guess_utf16 (bytes, length);
  g_autofree char *label = NULL;
  gsize skip;

  if (length == 0)
    return g_strdup ("");
  if (utf16 != NULL)
    return inkan_charset_decode (utf16, bytes, length);
  /* the end of a C string, which some programs count as part of it */
  while (length > 0 && bytes[length - 1] == '\0')
    length--;
  skip = description_length (bytes, length);
  label = inkan_html_find_charset (bytes + skip, length - skip);
  return inkan_mail_decode_text (label, bytes + skip, length - skip);
}
