/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/portal/finding.h"
#include "core/portal/form.h"
#include "core/portal/transport-message.h"
#include <libsoup/soup.h>

#include <stdint.h>
#include <string.h>

/* A page as it comes from a portal: one line of Content-Type, then the bytes. It
 * is read, searched as without XPaths and with those of a usual definition, its
 * forms are filled in and submitted. */

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

static const char * const expressions[] = {
  "//form[.//input[@type='password']]",
  "//*[contains(@class, 'error')][normalize-space()]",
  "//table[2]//tr[td][position() > 1]",
  "//td[contains(., 'エラー')]/following-sibling::td[1]/text()",
  "string(//input[@name='pin']/@value)",
  "count(//a[contains(@href, '.p12')]) = 1",
  ".//a | .//button | .//input[@type='submit']",
};

static void
check_request (InkanRequest *request)
{
  const char *scheme = g_uri_get_scheme (request->uri);
  g_autofree char *address = g_uri_to_string (request->uri);
  g_autoptr (GUri) again = g_uri_parse (address, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autoptr (SoupMessage) message = inkan_request_to_message (request);

  g_assert_true (strcmp (scheme, "http") == 0 || strcmp (scheme, "https") == 0);
  g_assert_nonnull (again);
  g_assert_nonnull (message);
  g_assert_true ((request->body != NULL) == (strcmp (request->method, "POST") == 0));
  for (const char *at = address; *at != '\0'; at++)
    g_assert_true ((guint8) *at > ' ' && (guint8) *at < 0x7F);
}

static void
fill_and_submit (InkanWebPage *page,
                 xmlNodePtr    node)
{
  g_autoptr (InkanForm) form = inkan_form_new (page, node);
  GPtrArray *controls = inkan_form_get_controls (form);
  xmlNodePtr submit = inkan_find_submit (form);
  g_autoptr (InkanRequest) untouched = inkan_form_submit (form, submit, NULL);
  g_autoptr (InkanRequest) filled = NULL;

  if (untouched != NULL)
    check_request (untouched);
  for (guint i = 0; i < controls->len; i++) {
    xmlNodePtr control = g_ptr_array_index (controls, i);
    g_autofree char *label = inkan_find_label (page, control);
    g_autofree char *caption = inkan_find_caption (control);

    g_assert_true (g_utf8_validate (label, -1, NULL) && g_utf8_validate (caption, -1, NULL));
    if (inkan_control_is_text (control))
      inkan_form_set_value (form, control, "é①〜🔒\n&\"");
    else if (inkan_node_is (control, "select"))
      inkan_form_set_value (form, control, "1");
    else if (inkan_node_is (control, "input"))
      inkan_form_tick (form, control);
  }
  inkan_tick_agreement (form);
  filled = inkan_form_submit (form, NULL, NULL);
  if (filled != NULL)
    check_request (filled);
}

static void
look_for_everything (InkanWebPage *page)
{
  g_autoptr (GPtrArray) rows = inkan_find_offer_rows (page);
  g_autofree char *fields = inkan_find_fields (page);
  xmlNodePtr button = NULL;
  g_autoptr (InkanForm) agreement = inkan_find_agreement (page, &button);
  xmlNodePtr terms = inkan_find_terms (page);

  g_assert_true (fields == NULL || g_utf8_validate (fields, -1, NULL));
  g_assert_true ((agreement == NULL) == (button == NULL));
  for (guint i = 0; i < rows->len; i++) {
    g_autofree char *text = inkan_node_text (g_ptr_array_index (rows, i), FALSE);

    inkan_find_row_control (page, g_ptr_array_index (rows, i));
    g_assert_true (g_utf8_validate (text, -1, NULL));
  }
  if (terms != NULL) {
    g_autofree char *text = inkan_node_text (terms, TRUE);

    g_assert_true (g_utf8_validate (text, -1, NULL));
  }
  inkan_find_file_link (page);
  inkan_web_page_get_refresh (page);
}

static void
evaluate (InkanWebPage *page)
{
  for (gsize i = 0; i < G_N_ELEMENTS (expressions); i++) {
    g_autoptr (GPtrArray) nodes = inkan_web_page_select (page, expressions[i], NULL);
    g_autofree char *text = inkan_web_page_read (page, expressions[i], NULL, i % 2 == 0);

    g_assert_nonnull (nodes);
    inkan_web_page_holds (page, expressions[i], NULL);
    g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const uint8_t *line = memchr (data, '\n', size);
  gsize begin = line != NULL ? (gsize) (line - data) + 1 : 0;
  g_autofree char *content_type = line != NULL ? g_strndup ((const char *) data, begin - 1) : NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (data + begin, size - begin);
  g_autoptr (GUri) uri = g_uri_parse ("https://portal.example/dir/page?q=1", G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (InkanWebPage) page = inkan_web_page_new (bytes, content_type, uri, NULL);
  xmlNodePtr root;

  if (page == NULL)
    return 0;
  root = inkan_web_page_get_root (page);
  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root)) {
    const char *address = inkan_node_attribute (node, "href");
    g_autoptr (GUri) to = address != NULL ? inkan_web_page_resolve (page, address) : NULL;

    g_assert_true (to == NULL || g_uri_get_scheme (to) != NULL);
    if (inkan_node_is (node, "form") && !inkan_node_is_inert (node))
      fill_and_submit (page, node);
  }
  look_for_everything (page);
  evaluate (page);
  return 0;
}
