/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/portal/web-portal.h"

#include "wait.h"

#include "support/portal-program.h"

#include <gio/gunixinputstream.h>
#include <string.h>

/* The web implementation against the practice portal: a program of its own that
 * is known here by its definition and its report only. */

typedef struct {
  char *directory;
  GSubprocess *process;
  GKeyFile *report;
  char *log;
  char *address;
  char *password;
  InkanPortalDefinition *definition;
  InkanPortal *portal;
} Practice;

static void
practice_start (Practice   *self,
                const char *option,
                const char *value)
{
  g_autofree char *program = g_build_filename (g_getenv ("INKAN_BUILD_ROOT"), "src", "inkan-practice-portal", NULL);
  g_autofree char *argument = option != NULL ? g_strconcat (option, "=", value, NULL) : NULL;
  g_autofree char *directory = NULL;
  g_autofree char *definition = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("inkan-portal-XXXXXX", &error);
  g_assert_no_error (error);
  directory = g_strconcat ("--directory=", self->directory, NULL);
  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDIN_PIPE, &error, program,
                                    directory, "--issue-seconds=0", argument, NULL);
  g_assert_no_error (error);

  self->report = portal_program_read_report (g_subprocess_get_stdout_pipe (self->process));
  self->log = g_key_file_get_string (self->report, "Portal", "Log", NULL);
  self->address = g_key_file_get_string (self->report, "Portal", "Address", NULL);
  self->password = g_key_file_get_string (self->report, "Portal", "Password", NULL);
  definition = g_key_file_get_string (self->report, "Portal", "Definition", NULL);
  file = g_file_new_for_path (definition);
  self->definition = inkan_portal_definition_load (file, &error);
  g_assert_no_error (error);
  self->portal = inkan_web_portal_new (self->definition);
}

static void
remove_tree (GFile *file)
{
  g_autoptr (GFileEnumerator) entries = g_file_enumerate_children (file, "standard::name",
                                                                   G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFile *child;

  while (entries != NULL && g_file_enumerator_iterate (entries, NULL, &child, NULL, NULL) && child != NULL)
    remove_tree (child);
  g_file_delete (file, NULL, NULL);
}

static void
practice_stop (Practice *self)
{
  g_autoptr (GFile) directory = g_file_new_for_path (self->directory);

  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  remove_tree (directory);

  g_assert_finalize_object (self->portal);
  g_assert_finalize_object (self->definition);
  g_clear_object (&self->process);
  g_clear_pointer (&self->report, g_key_file_unref);
  g_clear_pointer (&self->directory, g_free);
  g_clear_pointer (&self->log, g_free);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->password, g_free);
}

/* The code of the newest message in the mail folder. */
static char *
newest_code (Practice *self)
{
  g_autofree char *folder = g_key_file_get_string (self->report, "Portal", "MailFolder", NULL);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  g_autofree char *newest = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GRegex) regex = g_regex_new ("\\b[0-9A-Za-z]{20}\\b", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  const char *entry;

  while ((entry = g_dir_read_name (directory)) != NULL)
    {
      if (g_str_has_suffix (entry, ".eml") && g_strcmp0 (entry, newest) > 0)
        {
          g_free (newest);
          newest = g_strdup (entry);
        }
    }
  path = g_build_filename (folder, newest, NULL);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  /* ISO-2022-JP: the code itself is ASCII. */
  g_assert_true (g_regex_match (regex, text, 0, &match));
  return g_match_info_fetch (match, 0);
}

static InkanCredentials *
right_credentials (Practice *self)
{
  g_autofree char *code = newest_code (self);

  return make_credentials (self->address, self->password, code);
}

static InkanOffer *
first_ready (GListModel *offers)
{
  for (guint i = 0; i < g_list_model_get_n_items (offers); i++)
    {
      g_autoptr (InkanOffer) offer = g_list_model_get_item (offers, i);

      if (inkan_offer_get_state (offer) == INKAN_OFFER_READY)
        return g_steal_pointer (&offer);
    }
  g_assert_not_reached ();
}

static guint
count_in_log (Practice   *self,
              const char *text)
{
  g_autofree char *log = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (self->log, &log, NULL, NULL));
  for (const char *at = log; (at = strstr (at, text)) != NULL; at += strlen (text))
    n++;
  return n;
}

static void
note_progress (InkanIssuePhase phase,
               goffset         received,
               goffset         total,
               gpointer        data)
{
  GString *phases = data;
  char letter = "swd"[phase];

  if (phases->len == 0 || phases->str[phases->len - 1] != letter)
    g_string_append_c (phases, letter);
}

/* Up to the agreement; then whatever comes of it. */
static InkanDelivery *
whole_way (Practice  *self,
           GString   *phases,
           GError   **error)
{
  g_autoptr (InkanCredentials) credentials = right_credentials (self);
  g_autoptr (GListModel) offers = identify (self->portal, credentials, NULL, error);
  g_autoptr (InkanOffer) offer = NULL;
  g_autoptr (InkanAgreement) agreement = NULL;

  if (offers == NULL)
    return NULL;
  offer = first_ready (offers);
  agreement = review (self->portal, offer, error);
  if (agreement == NULL)
    return NULL;
  return issue (self->portal, offer, agreement, note_progress, phases, NULL, error);
}

static void
check_good_way (const char *option,
                const char *value)
{
  Practice practice = { 0 };
  g_autoptr (InkanCredentials) credentials = NULL;
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (InkanOffer) offer = NULL;
  g_autoptr (InkanAgreement) agreement = NULL;
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (GString) phases = g_string_new (NULL);
  g_autoptr (GDateTime) end = NULL;
  g_autoptr (GError) error = NULL;
  guint n_ready = 0;
  guint n_retrieved = 0;
  GTimeSpan offset;

  practice_start (&practice, option, value);
  credentials = right_credentials (&practice);
  offers = identify (practice.portal, credentials, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (offers); i++)
    {
      g_autoptr (InkanOffer) one = g_list_model_get_item (offers, i);

      g_assert_cmpstr (inkan_offer_get_name (one), !=, "");
      g_assert_nonnull (inkan_offer_get_state_text (one));
      n_ready += inkan_offer_get_state (one) == INKAN_OFFER_READY;
      n_retrieved += inkan_offer_get_state (one) == INKAN_OFFER_RETRIEVED;
    }
  g_assert_cmpuint (n_ready, ==, 2);
  g_assert_cmpuint (n_retrieved, ==, 1);

  offer = first_ready (offers);
  agreement = review (practice.portal, offer, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (inkan_agreement_get_details (agreement)->len, >, 2);
  g_assert_nonnull (inkan_agreement_get_procedure (agreement));
  g_assert_cmpuint (strlen (inkan_agreement_get_terms (agreement)), >, 300);

  delivery = issue (practice.portal, offer, agreement, note_progress, phases, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (phases->str, ==, "swd");
  g_assert_cmpuint (g_bytes_get_size (inkan_delivery_get_bytes (delivery)), >, 1000);
  g_assert_true (g_str_has_suffix (inkan_delivery_get_suggested_name (delivery), ".p12"));

  g_assert_true (inkan_portal_get_clock_offset (practice.portal, &offset));
  g_assert_cmpint (ABS (offset), <, 10 * G_TIME_SPAN_SECOND);
  end = inkan_portal_get_certificate_end (practice.portal);
  g_assert_nonnull (end);

  /* The same agreement is not sent a second time. */
  g_clear_object (&delivery);
  delivery = issue (practice.portal, offer, agreement, NULL, NULL, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);

  g_clear_object (&agreement);
  g_clear_object (&offer);
  g_clear_object (&offers);
  practice_stop (&practice);
}

static void
test_good (void)
{
  check_good_way (NULL, NULL);
}

static void
test_charset (gconstpointer charset)
{
  check_good_way ("--page-charset", charset);
}

static void
test_wrong_entries (void)
{
  Practice practice = { 0 };
  g_autofree char *code = NULL;
  g_autoptr (InkanCredentials) wrong = NULL;

  practice_start (&practice, NULL, NULL);
  code = newest_code (&practice);
  wrong = make_credentials (practice.address, "not the password", code);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GListModel) offers = NULL;
      g_autoptr (GError) error = NULL;

      offers = identify (practice.portal, wrong, NULL, &error);
      g_assert_null (offers);
      g_assert_cmpint (error->domain, ==, INKAN_PORTAL_ERROR);
      if (i == 0)
        g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_IDENTITY);
      g_assert_false (inkan_portal_error_is_after_agreement (error));
    }

  /* Now the right ones do not help either. */
  {
    g_autoptr (InkanCredentials) right = right_credentials (&practice);
    g_autoptr (GListModel) offers = NULL;
    g_autoptr (GError) error = NULL;

    offers = identify (practice.portal, right, NULL, &error);
    g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_LOCKED);
  }
  practice_stop (&practice);
}

typedef struct {
  const char *fault;
  InkanPortalError code;
  gboolean after_agreement;
  gboolean retry_after;
} Fault;

static const Fault faults[] = {
  { "maintenance", INKAN_PORTAL_ERROR_MAINTENANCE, FALSE, TRUE },
  { "redirect-elsewhere", INKAN_PORTAL_ERROR_ELSEWHERE, FALSE, FALSE },
  { "session-lost", INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, TRUE, FALSE },
  { "close-after-agree", INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, TRUE, FALSE },
  { "html-instead-of-file", INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, TRUE, FALSE },
};

static void
test_fault (gconstpointer data)
{
  const Fault *fault = data;
  Practice practice = { 0 };
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (GString) phases = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  practice_start (&practice, "--fault", fault->fault);
  delivery = whole_way (&practice, phases, &error);
  g_assert_null (delivery);
  g_assert_error (error, INKAN_PORTAL_ERROR, (int) fault->code);
  g_test_message ("%s", error->message);
  g_assert_cmpint (inkan_portal_error_is_after_agreement (error), ==, fault->after_agreement);
  g_assert_cmpint (inkan_portal_error_get_retry_after (error) != NULL, ==, fault->retry_after);
  g_assert_null (strstr (error->message, practice.password));
  if (fault->after_agreement)
    g_assert_cmpuint (count_in_log (&practice, "POST /service/"), ==, 2);
  practice_stop (&practice);
}

int
main (int    argc,
      char **argv)
{
  static const char * const charsets[] = { "shift_jis", "euc-jp" };

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/good", test_good);
  for (gsize i = 0; i < G_N_ELEMENTS (charsets); i++)
    {
      g_autofree char *path = g_strconcat ("/practice/charset/", charsets[i], NULL);

      g_test_add_data_func (path, charsets[i], test_charset);
    }
  g_test_add_func ("/practice/wrong-entries", test_wrong_entries);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path = g_strconcat ("/practice/fault/", faults[i].fault, NULL);

      g_test_add_data_func (path, &faults[i], test_fault);
    }
  return g_test_run ();
}
