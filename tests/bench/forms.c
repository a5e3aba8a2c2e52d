/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/portal/form.h"

#include <stdlib.h>
#include <string.h>

/* forms PAGE RUNS: reads a page, fills in each of its forms and encodes what would
 * be submitted; prints the microseconds of each run and, as a check, how many
 * bytes came out. forms.py does the same with lxml. */

static gsize
fill_and_submit (InkanWebPage *page,
                 xmlNodePtr    node)
{
  g_autoptr (InkanForm) form = inkan_form_new (page, node);
  GPtrArray *controls = inkan_form_get_controls (form);
  g_autoptr (InkanRequest) request = NULL;

  for (guint i = 0; i < controls->len; i++) {
    xmlNodePtr control = g_ptr_array_index (controls, i);

    if (inkan_control_is_text (control))
      inkan_form_set_value (form, control, "taro@inkan.example & 漢字");
    else if (strcmp (inkan_control_type (control), "checkbox") == 0)
      inkan_form_tick (form, control);
  }
  request = inkan_form_submit (form, NULL, NULL);
  g_assert_nonnull (request);
  return g_bytes_get_size (request->body);
}

static gsize
run (GBytes *bytes,
     GUri   *uri)
{
  g_autoptr (InkanWebPage) page = inkan_web_page_new (bytes, "text/html; charset=utf-8", uri, NULL);
  xmlNodePtr root;
  gsize n = 0;

  g_assert_nonnull (page);
  root = inkan_web_page_get_root (page);
  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root)) {
    if (inkan_node_is (node, "form"))
      n += fill_and_submit (page, node);
  }
  return n;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GMappedFile) file = argc == 3 ? g_mapped_file_new (argv[1], FALSE, NULL) : NULL;
  g_autoptr (GUri) uri = g_uri_parse ("https://portal.example/page", G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL)
    return 2;
  bytes = g_mapped_file_get_bytes (file);
  for (int i = 0; i < atoi (argv[2]); i++) {
    gint64 begin = g_get_monotonic_time ();
    gsize n = run (bytes, uri);

    g_print ("%" G_GINT64_FORMAT " %zu\n", g_get_monotonic_time () - begin, n);
  }
  return 0;
}
