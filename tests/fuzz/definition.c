/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/portal/definition-private.h"
#include "core/portal/shelf.h"

#include "scratch.h"

#include <stdint.h>
#include <string.h>

/* A portal file from a stranger, with a trust anchor beside it: read, judged, put
 * on the shelf, and read from there. */

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

static const char anchor[] =
  "-----BEGIN CERTIFICATE-----\n"
  "MIIBdjCCARugAwIBAgIUCl4GnqvyXkCO8gLQlUILO27GNEkwCgYIKoZIzj0EAwIw\n"
  "DzENMAsGA1UEAwwERnV6ejAgFw0yNjExMjcyMzM5MTdaGA8yMTI2MTEwMzIzMzkx\n"
  "N1owDzENMAsGA1UEAwwERnV6ejBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIsF\n"
  "cRYSsg6n405coFKH5N/BuqiHQmBFaNDe77uR0E7ngqSb03YvcYpEtM06SgRgMX0n\n"
  "2TizF6NL/gen7naatlujUzBRMB0GA1UdDgQWBBTx1i/1g5RRfXUbAPwLRdf4lt2S\n"
  "xTAfBgNVHSMEGDAWgBTx1i/1g5RRfXUbAPwLRdf4lt2SxTAPBgNVHRMBAf8EBTAD\n"
  "AQH/MAoGCCqGSM49BAMCA0kAMEYCIQCaQlAupVq+k+QWv+gFJjXRdaLpjdsWEb8O\n"
  "ftxUNifdzwIhAPHS78t317VT+KAVKCLgxNDbgL94o7ojqo6MFnSYaJY5\n"
  "-----END CERTIFICATE-----\n";

static void
check_text (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

static void
check_address (InkanPortalDefinition *definition,
               const char            *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);

  g_assert_nonnull (uri);
  g_assert_true (inkan_portal_definition_allows_uri (definition, uri));
  for (const char *at = address; *at != '\0'; at++)
    g_assert_true ((guint8) *at > ' ' && (guint8) *at < 0x7F);
}

static void
check_fields (InkanPortalDefinition *definition)
{
  gsize n_fields;
  const InkanField *fields = inkan_portal_definition_get_fields (definition, &n_fields);

  for (gsize i = 0; i < n_fields; i++)
    {
      g_assert_true (fields[i].name != NULL && *fields[i].name != '\0');
      g_assert_true (inkan_portal_definition_find_field (definition, fields[i].name) == &fields[i]);
      check_text (fields[i].label);
      /* Given to GRegex when the person types. */
      if (fields[i].pattern != NULL)
        {
          g_autoptr (GRegex) regex = g_regex_new (fields[i].pattern, 0, 0, NULL);

          g_assert_nonnull (regex);
        }
    }
  if (inkan_portal_definition_get_passphrase_source (definition) == INKAN_PASSPHRASE_FIELD)
    g_assert_nonnull (inkan_portal_definition_find_field (definition, inkan_portal_definition_get_passphrase_field (definition)));
}

/* What the rest of the program takes for granted. */
static void
check_good (InkanPortalDefinition *definition)
{
  const char * const *hosts = inkan_portal_definition_get_hosts (definition);
  const char *origin = inkan_portal_definition_get_origin (definition);

  g_assert_true (*inkan_portal_definition_get_id (definition) != '\0' && *inkan_portal_definition_get_name (definition) != '\0');
  check_text (inkan_portal_definition_get_name (definition));
  g_assert_cmpstr (hosts[0], ==, inkan_portal_definition_get_host (definition));
  g_assert_true (g_str_has_prefix (origin, "https://") || g_str_has_prefix (origin, "http://"));
  check_address (definition, origin);
  check_address (definition, inkan_portal_definition_get_start (definition));
  for (gsize i = 0; hosts[i] != NULL; i++)
    g_assert_true (inkan_portal_definition_knows_host (definition, hosts[i]));
  g_assert_cmpuint (inkan_portal_definition_get_issue_timeout (definition), >, 0);
  for (InkanLink link = INKAN_LINK_REISSUE; link <= INKAN_LINK_CONTACT; link++)
    {
      const char *address = inkan_portal_definition_get_link (definition, link);

      g_assert_true (address == NULL || g_str_has_prefix (address, "https:") || g_str_has_prefix (address, "http:") ||
                     g_str_has_prefix (address, "mailto:"));
    }
  check_fields (definition);
}

/* On the shelf and off it again: it stays itself, and lies nowhere else. */
static void
check_kept (InkanPortalDefinition *definition)
{
  g_autoptr (GFile) file = inkan_portal_shelf_get_file (definition);
  g_autofree char *folder = g_build_filename (scratch_get_folder (), "inkan", "portals", NULL);
  g_autofree char *parent = g_path_get_dirname (g_file_peek_path (file));
  g_autoptr (InkanPortalDefinition) kept = NULL;
  g_autoptr (InkanRemovedPortal) removed = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (parent, ==, folder);
  g_assert_true (g_str_has_suffix (g_file_peek_path (file), ".portal"));
  g_assert_true (inkan_portal_definition_keep (definition, &error));
  g_assert_no_error (error);
  kept = inkan_portal_shelf_find (inkan_portal_definition_get_id (definition));
  g_assert_nonnull (kept);
  g_assert_true (inkan_portal_shelf_has (kept));
  check_good (kept);
  g_assert_cmpint (inkan_portal_shelf_compare (definition, kept), ==, INKAN_DIFFERENCE_NONE);
  removed = inkan_portal_shelf_remove (kept, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_query_exists (file, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *path = scratch_put ("test.portal", data, size);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (InkanPortalDefinition) definition = NULL;
  g_autoptr (GPtrArray) warnings = NULL;

  g_free (scratch_put ("anchor.pem", anchor, strlen (anchor)));
  definition = inkan_portal_definition_load (file, &error);
  g_assert_true ((definition == NULL) == (error != NULL));
  if (definition == NULL)
    {
      g_assert_true (error->domain == INKAN_DEFINITION_ERROR);
      check_text (error->message);
      return 0;
    }
  check_good (definition);
  warnings = inkan_portal_definition_check (definition);
  for (guint i = 0; i < warnings->len; i++)
    check_text (g_ptr_array_index (warnings, i));
  check_kept (definition);
  return 0;
}
