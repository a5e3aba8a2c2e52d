/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/portal/address.h"
#include "core/portal/content-disposition.h"
#include "core/portal/transport.h"
#include "core/portal/web-portal-private.h"

#include <stdint.h>
#include <string.h>

/* What stands in headers, each tried as all of them: Content-Disposition,
 * Retry-After, Refresh, Location. */

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

static void
check_address (const char *text,
               const char *charset)
{
  g_autoptr (GUri) base = g_uri_parse ("https://portal.example/dir/page?q=1", G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GUri) uri = inkan_address_resolve (base, text, charset);
  g_autofree char *address = uri != NULL ? g_uri_to_string (uri) : NULL;

  g_assert_true (uri == NULL || g_uri_get_userinfo (uri) == NULL);
  for (const char *at = address; at != NULL && *at != '\0'; at++)
    g_assert_true ((guint8) *at > ' ' && (guint8) *at != 0x7F);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *name = inkan_content_disposition_get_name (text);
  g_autoptr (GDateTime) retry_after = inkan_retry_after_parse (text);
  g_autofree char *address = NULL;
  int seconds = -1;

  g_assert_true (retry_after == NULL || g_date_time_get_year (retry_after) > 0);
  g_assert_true (name == NULL || (*name != '\0' && g_utf8_validate (name, -1, NULL)));
  inkan_refresh_parse (text, &seconds, &address);
  g_assert_cmpint (seconds, >=, 0);
  check_address (text, "UTF-8");
  check_address (text, "Shift_JIS");
  check_address (text, "ISO-2022-JP");
  return 0;
}
