/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person's own portals: kept, compared, replaced, removed, put back. */
#include "core/portal/shelf.h"

#include "authority.h"

#include <glib/gstdio.h>
#include <string.h>

static char *directory;
static char *shelf;

#define PORTAL(name, host, more) \
  "[Portal]\nId=mine\nName=" name "\nOrigin=https://" host "\nStart=/\n" more

/* A definition in a folder of its own, as it comes out of a mail. */
static InkanPortalDefinition *
load (const char *folder_name,
      const char *text,
      const char *pem)
{
  g_autofree char *folder = g_build_filename (directory, folder_name, NULL);
  g_autofree char *path = g_build_filename (folder, "mailed.portal", NULL);
  g_autofree char *anchor = g_build_filename (folder, "ca.pem", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  InkanPortalDefinition *definition;

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  if (pem != NULL)
    g_assert_true (g_file_set_contents (anchor, pem, -1, NULL));
  definition = inkan_portal_definition_load (file, &error);
  g_assert_no_error (error);
  return definition;
}

static void
keep (InkanPortalDefinition *definition)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (inkan_portal_definition_keep (definition, &error));
  g_assert_no_error (error);
}

static guint
count_files (const char *suffix)
{
  g_autoptr (GDir) dir = g_dir_open (shelf, 0, NULL);
  const char *name;
  guint count = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, suffix))
      count++;
  return count;
}

static char *
read_anchor (InkanPortalDefinition *definition)
{
  char *pem = NULL;

  g_file_load_contents (inkan_portal_definition_get_trust_anchor (definition), NULL, &pem, NULL, NULL, NULL);
  return pem;
}

static void
test_compare (void)
{
  g_autoptr (Authority) authority = authority_new (), stranger = authority_new ();
  g_autofree char *pem = authority_to_pem (authority), *strange_pem = authority_to_pem (stranger);
  g_autoptr (InkanPortalDefinition) mine = load ("a", PORTAL ("Mine", "a.example", "TrustAnchor=ca.pem\n"), pem);
  const struct {
    const char     *text;
    const char     *pem;
    InkanDifference differences;
  } others[] = {
    { "# A comment\n" PORTAL ("Mine", "a.example", "TrustAnchor=./ca.pem\n"), pem, INKAN_DIFFERENCE_NONE },
    { PORTAL ("Yours", "a.example", "TrustAnchor=ca.pem\n"), pem, INKAN_DIFFERENCE_NAME },
    { PORTAL ("Mine", "a.example.evil", "TrustAnchor=ca.pem\n"), pem, INKAN_DIFFERENCE_HOSTS },
    { PORTAL ("Mine", "a.example", "TrustAnchor=ca.pem\nHosts=evil.example\n"), pem, INKAN_DIFFERENCE_HOSTS },
    { PORTAL ("Mine", "a.example", "TrustAnchor=ca.pem\n"), strange_pem, INKAN_DIFFERENCE_ANCHOR },
    { PORTAL ("Mine", "a.example", ""), NULL, INKAN_DIFFERENCE_ANCHOR },
    { PORTAL ("Mine", "a.example", "TrustAnchor=ca.pem\nIssueTimeout=30\n"), pem, INKAN_DIFFERENCE_REST },
    { PORTAL ("Yours", "b.example", "[Offers]\n"), NULL,
      INKAN_DIFFERENCE_NAME | INKAN_DIFFERENCE_HOSTS | INKAN_DIFFERENCE_ANCHOR | INKAN_DIFFERENCE_REST },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (InkanPortalDefinition) other = load ("b", others[i].text, others[i].pem);

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_cmpuint (inkan_portal_shelf_compare (mine, other), ==, others[i].differences);
      g_assert_cmpuint (inkan_portal_shelf_compare (other, mine), ==, others[i].differences);
    }
}

/* The fingerprint is the one that openssl prints, which is what an IT department has. */
static void
test_fingerprint (void)
{
  g_autoptr (Authority) authority = authority_new ();
  g_autofree char *pem = authority_to_pem (authority);
  g_autoptr (InkanPortalDefinition) mine = load ("a", PORTAL ("Mine", "a.example", "TrustAnchor=ca.pem\n"), pem);
  g_autoptr (InkanPortalDefinition) without = load ("b", PORTAL ("Mine", "a.example", ""), NULL);
  g_autofree char *file = g_file_get_path (inkan_portal_definition_get_trust_anchor (mine));
  const char *arguments[] = { "openssl", "x509", "-in", file, "-noout", "-fingerprint", "-sha256", NULL };
  g_autofree char *fingerprint = inkan_portal_shelf_get_anchor_fingerprint (mine);
  g_autofree char *expected = g_strdup_printf ("sha256 Fingerprint=%s\n", fingerprint);
  g_autofree char *printed = NULL;

  g_assert_true (g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &printed, NULL,
                               NULL, NULL));
  g_assert_cmpstr (printed, ==, expected);
  g_assert_null (inkan_portal_shelf_get_anchor_fingerprint (without));
}

/* One of the same id takes the place of the other, with its anchor; nothing of the older one stays. */
static void
test_replace (void)
{
  g_autoptr (Authority) authority = authority_new (), stranger = authority_new ();
  g_autofree char *pem = authority_to_pem (authority), *new_pem = authority_to_pem (stranger);
  g_autoptr (InkanPortalDefinition) first = load ("a", PORTAL ("Mine", "a.example", "TrustAnchor=ca.pem\n"), pem);
  g_autoptr (InkanPortalDefinition) second = load ("b", PORTAL ("New", "b.example", "TrustAnchor=ca.pem\n"), new_pem);
  g_autoptr (InkanPortalDefinition) third = load ("c", PORTAL ("Bare", "b.example", ""), NULL);
  g_autoptr (InkanPortalDefinition) known = NULL, replaced = NULL, bare = NULL;
  g_autofree char *anchor = NULL, *stray = g_build_filename (shelf, "stray.portal", NULL);
  g_autofree char *text = NULL;

  g_assert_null (inkan_portal_shelf_find ("mine"));
  g_assert_false (inkan_portal_shelf_has (first));
  keep (first);
  known = inkan_portal_shelf_find ("mine");
  g_assert_true (inkan_portal_shelf_has (known));
  g_assert_cmpuint (inkan_portal_shelf_compare (known, first), ==, INKAN_DIFFERENCE_NONE);

  /* The same portal, copied there by hand under another name: it would be found first, or not. */
  g_assert_true (g_file_load_contents (inkan_portal_definition_get_file (third), NULL, &text, NULL, NULL, NULL));
  g_assert_true (g_file_set_contents (stray, text, -1, NULL));

  keep (second);
  replaced = inkan_portal_shelf_find ("mine");
  g_assert_cmpstr (inkan_portal_definition_get_name (replaced), ==, "New");
  anchor = read_anchor (replaced);
  g_assert_cmpstr (anchor, ==, new_pem);
  g_assert_cmpuint (count_files (".portal"), ==, 1);
  g_assert_cmpuint (count_files (".pem"), ==, 1);

  keep (third);
  bare = inkan_portal_shelf_find ("mine");
  g_assert_null (inkan_portal_definition_get_trust_anchor (bare));
  g_assert_cmpuint (count_files (".pem"), ==, 0);
}

static void
test_remove (void)
{
  g_autoptr (Authority) authority = authority_new ();
  g_autofree char *pem = authority_to_pem (authority);
  g_autoptr (InkanPortalDefinition) mine = load ("a", PORTAL ("Mine", "a.example", "TrustAnchor=ca.pem\n"), pem);
  g_autoptr (InkanPortalDefinition) kept = NULL, back = NULL;
  g_autoptr (InkanRemovedPortal) removed = NULL;
  g_autofree char *anchor = NULL;
  g_autoptr (GError) error = NULL;

  keep (mine);
  kept = inkan_portal_shelf_find ("mine");
  removed = inkan_portal_shelf_remove (kept, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (inkan_removed_portal_get_name (removed), ==, "Mine");
  g_assert_null (inkan_portal_shelf_find ("mine"));
  g_assert_cmpuint (count_files (""), ==, 0);
  /* Where it came from it still lies. */
  g_assert_true (g_file_query_exists (inkan_portal_definition_get_trust_anchor (mine), NULL));

  g_assert_true (inkan_removed_portal_restore (removed, &error));
  g_assert_no_error (error);
  back = inkan_portal_shelf_find ("mine");
  g_assert_cmpuint (inkan_portal_shelf_compare (back, mine), ==, INKAN_DIFFERENCE_NONE);
  anchor = read_anchor (back);
  g_assert_cmpstr (anchor, ==, pem);

  /* What has come meanwhile stays. */
  g_assert_false (inkan_removed_portal_restore (removed, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST);
}

/* A definition comes from anybody: its anchor is no device, and nothing endless. */
static void
test_endless_anchor (void)
{
  g_autofree char *path = g_build_filename (directory, "endless.portal", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, PORTAL ("Mine", "a.example", "TrustAnchor=/dev/zero\n"), -1, NULL));
  g_assert_null (inkan_portal_definition_load (file, &error));
  g_assert_error (error, INKAN_DEFINITION_ERROR, INKAN_DEFINITION_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "[Portal] TrustAnchor: "));
}

/* The name is what a person goes by: no line breaks that could look like a sentence of the window's. */
static void
test_name (void)
{
  g_autoptr (InkanPortalDefinition) odd = load ("a", PORTAL ("A\\nB \342\200\256C", "a.example", ""), NULL);

  g_assert_cmpstr (inkan_portal_definition_get_name (odd), ==, "A B C");
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
tear_down (gpointer fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (directory, name, NULL);

      remove_tree (child);
    }
}

static void
run (gpointer fixture, gconstpointer data)
{
  GTestFunc function = (GTestFunc) data;

  function ();
}

int
main (int    argc,
      char **argv)
{
  static const struct {
    const char *path;
    GTestFunc   function;
  } tests[] = {
    { "/shelf/compare", test_compare },
    { "/shelf/fingerprint", test_fingerprint },
    { "/shelf/replace", test_replace },
    { "/shelf/remove", test_remove },
    { "/shelf/endless-anchor", test_endless_anchor },
    { "/shelf/name", test_name },
  };
  g_autofree char *data = NULL;
  int status;

  directory = g_dir_make_tmp ("inkan-shelf-XXXXXX", NULL);
  data = g_build_filename (directory, "data", NULL);
  shelf = g_build_filename (data, "inkan", "portals", NULL);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_setenv ("XDG_DATA_DIRS", data, TRUE);
  g_setenv ("LANGUAGE", "C", TRUE);
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_vtable (tests[i].path, 1, (gconstpointer) tests[i].function, NULL, run, tear_down);

  status = g_test_run ();
  remove_tree (directory);
  g_free (directory);
  g_free (shelf);
  return status;
}
