/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/retrieval/record.h"

#include "scratch.h"

#include <stdint.h>
#include <string.h>

#include <glib/gstdio.h>

/* The key file of a record, as a disk may have left it: what cannot be
 * understood is an error, and what was understood is the same after it was
 * stored again. */

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

static void
on_stored (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (inkan_record_store_finish (INKAN_RECORD (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
store (InkanRecord *record)
{
  gboolean stored = FALSE;

  inkan_record_store_async (record, on_stored, &stored);
  while (!stored)
    g_main_context_iteration (NULL, TRUE);
}

/* The thread that stored it lets go of it a little later. */
static void
let_go (InkanRecord *record)
{
  GWeakRef weak;

  g_weak_ref_init (&weak, record);
  g_object_unref (record);
  for (InkanRecord *held; (held = g_weak_ref_get (&weak)) != NULL; g_object_unref (held))
    g_thread_yield ();
  g_weak_ref_clear (&weak);
}

/* (transfer full): all that is known, in one text */
static char *
describe (InkanRecord *record)
{
  g_autoptr (GString) text = g_string_new (inkan_record_get_id (record));
  const char *values[] = {
    inkan_record_get_portal_name (record), inkan_record_get_address (record), inkan_record_get_offer (record),
    inkan_record_get_file_name (record),
  };
  GDateTime *time = inkan_record_get_time (record);

  g_assert_nonnull (time);
  g_assert_cmpint (inkan_record_get_stage (record), <=, INKAN_RECORD_RECEIVED);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_assert_true (values[i] == NULL || g_utf8_validate (values[i], -1, NULL));
      g_string_append_printf (text, "\n%s", values[i] != NULL ? values[i] : "(none)");
    }
  g_string_append_printf (text, "\n%d %d %" G_GINT64_FORMAT, inkan_record_get_stage (record), inkan_record_get_practice (record),
                          g_date_time_to_unix (time));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What the list has is what can be opened. */
static void
check_listed (const char *folder)
{
  g_autoptr (GPtrArray) paths = inkan_record_list ();

  g_assert_cmpuint (paths->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (paths, 0), ==, folder);
}

/* Opens it for @path to be told; no other can meanwhile. */
static char *
open_and_describe (const char   *folder,
                   InkanRecord **record)
{
  g_autoptr (InkanRecord) other = NULL;
  g_autoptr (GError) error = NULL;

  *record = inkan_record_open (folder, &error);
  g_assert_true ((*record == NULL) == (error != NULL));
  if (*record == NULL)
    return NULL;
  other = inkan_record_open (folder, &error);
  g_assert_null (other);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  return describe (*record);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *folder = g_build_filename (scratch_get_folder (), "inkan", "retrievals", "0-1", NULL);
  g_autoptr (InkanRecord) record = NULL;
  g_autoptr (InkanRecord) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *known = NULL;
  g_autofree char *known_again = NULL;

  g_assert_no_errno (g_mkdir_with_parents (folder, 0700));
  g_free (scratch_put ("inkan/retrievals/0-1/record", data, size));
  check_listed (folder);
  known = open_and_describe (folder, &record);
  if (record == NULL)
    return 0;

  store (record);
  let_go (g_steal_pointer (&record));
  known_again = open_and_describe (folder, &again);
  g_assert_cmpstr (known_again, ==, known);
  g_assert_true (inkan_record_remove (again, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  return 0;
}
