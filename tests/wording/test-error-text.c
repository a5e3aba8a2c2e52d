/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every error that the core can give has words of its own, and they are words
 * for a person: no codes, no abbreviations of the trade. */
#include "core/certificate/conversion.h"
#include "error-text.h"

#include <string.h>

typedef struct {
  const char *name;
  GQuark   (* domain) (void);
  int         n_codes;
} Domain;

static const Domain domains[] = {
  { "portal", inkan_portal_error_quark, INKAN_PORTAL_ERROR_NEEDS_SCRIPT + 1 },
  { "mail", inkan_mail_error_quark, INKAN_MAIL_ERROR_NO_CODE + 1 },
  { "certificate", inkan_certificate_error_quark, INKAN_CERTIFICATE_ERROR_TOO_LARGE + 1 },
  { "conversion", inkan_conversion_error_quark, INKAN_CONVERSION_ERROR_FAILED + 1 },
  { "definition", inkan_definition_error_quark, INKAN_DEFINITION_ERROR_INVALID + 1 },
  { "retrieval", inkan_retrieval_error_quark, INKAN_RETRIEVAL_ERROR_AGREEMENT_CHANGED + 1 },
  { "keeping", inkan_keeping_error_quark, INKAN_KEEPING_ERROR_IO + 1 },
};

static char *
get_text (GQuark   domain,
          int      code,
          char   **title)
{
  g_autoptr(GError) error = g_error_new_literal (domain, code, "technical");

  return inkan_error_text (error, NULL, title);
}

static void
check_words (const char *text)
{
  static const char * const unwanted[] = {
    "{", "%", "HTTP", "TLS", "SSL", "PKCS", "HTML", "XPath", "URI", "URL", "exception", "invalid", "technical\n",
  };

  g_assert_cmpuint (strlen (text), >, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (unwanted); i++)
    if (strstr (text, unwanted[i]) != NULL)
      g_error ("“%s” in “%s”", unwanted[i], text);
}

static void
test_every_code (gconstpointer data)
{
  const Domain *domain = data;
  g_autofree char *fallback = NULL;
  g_autoptr(GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_free (get_text (g_quark_from_static_string ("nobody-knows-this"), 0, &fallback));
  for (int code = 0; code < domain->n_codes; code++) {
    g_autofree char *title = NULL;
    char *text = get_text (domain->domain (), code, &title);

    g_assert_cmpstr (title, !=, fallback);
    check_words (title);
    check_words (text);
    g_assert_false (g_str_has_suffix (title, "."));
    g_assert_true (g_str_has_suffix (text, "."));
    g_assert_true (g_hash_table_add (texts, text)); /* no two say the same */
  }
}

static void
test_unknown (void)
{
  g_autofree char *title = NULL;
  g_autofree char *text = get_text (g_quark_from_static_string ("nobody-knows-this"), 17, &title);

  check_words (title);
  check_words (text);
}

/* The technical side is in the details, fit to be shown. */
static void
test_details (void)
{
  g_autoptr(GError) error = g_error_new_literal (INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_READ, "line\001 one\u202etwo");
  g_autofree char *details = inkan_error_details (error);

  g_assert_nonnull (strstr (details, "inkan-mail-error-quark"));
  g_assert_nonnull (strstr (details, "one"));
  g_assert_null (strchr (details, '\001'));
  g_assert_null (strstr (details, "\u202e"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++) {
    g_autofree char *path = g_strconcat ("/error-text/every-code/", domains[i].name, NULL);

    g_test_add_data_func (path, &domains[i], test_every_code);
  }
  g_test_add_func ("/error-text/unknown", test_unknown);
  g_test_add_func ("/error-text/details", test_details);
  return g_test_run ();
}
