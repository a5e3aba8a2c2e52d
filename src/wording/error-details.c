/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "error-details.h"

#include "../core/base/text.h"

char *
inkan_error_details (const GError *error)
{
  g_autofree char *message = NULL;

  g_return_val_if_fail (error != NULL, NULL);

  message = inkan_text_clean (error->message, 2000, TRUE);
  return g_strdup_printf ("Inkan %s\n%s (%d)\n%s", INKAN_VERSION, g_quark_to_string (error->domain),
                          error->code, message);
}
