/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hostile.h"

#include "wait.h"

#include "core/portal/web-portal.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define TIME_LIMIT 60 /* seconds of a busy computer */
#define PAGE_TIMEOUT 6000 /* ms; for what never ends by itself */

#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED TRUE
#elif defined(__has_feature)
#define IS_SANITIZED __has_feature (address_sanitizer)
#else
#define IS_SANITIZED FALSE
#endif

static const char start_page[] =
  "<!DOCTYPE html><title>Retrieval</title><form method=post action=/identify>"
  "<input type=email name=mail><input type=password name=pass><input name=code><button>Send</button></form>";

static const char list_page[] =
  "<!DOCTYPE html><title>List</title><table><tr><td><a href=/review>Class 2</a><td>ready</tr></table>";

static const char review_page[] =
  "<!DOCTYPE html><title>Check</title><div id=terms>Terms</div><form method=post action=/agree>"
  "<input type=hidden name=ticket value=t1><button name=answer value=yes>I agree</button></form>";

/* The most that was ever in memory, KiB. */
static guint64
peak_memory (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL) || (line = strstr (status, "VmHWM:")) == NULL)
    return 0;
  line += strlen ("VmHWM:");
  return g_ascii_strtoull (line + strspn (line, " \t"), NULL, 10);
}

static void
report (const GError *error)
{
  g_autofree char *outcome = error != NULL && error->domain == INKAN_PORTAL_ERROR
                             ? g_strdup_printf ("%d", error->code)
                             : g_strdup (error != NULL ? g_quark_to_string (error->domain) : "ok");

  g_print ("%s %" G_GUINT64_FORMAT " %s\n", outcome, peak_memory (), error != NULL ? error->message : "");
  exit (0);
}

void
hostile_run_child (int    argc,
                   char **argv)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (InkanPortalDefinition) definition = NULL;
  g_autoptr (InkanPortal) portal = NULL;
  g_autoptr (InkanCredentials) credentials = NULL;
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (InkanOffer) offer = NULL;
  g_autoptr (InkanAgreement) agreement = NULL;
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (GError) error = NULL;

  if (argc != 3 || strcmp (argv[1], "--retrieve") != 0)
    return;

  file = g_file_new_for_path (argv[2]);
  definition = inkan_portal_definition_load (file, &error);
  g_assert_no_error (error);
  portal = g_object_new (INKAN_TYPE_WEB_PORTAL, "definition", definition, "page-timeout", PAGE_TIMEOUT, NULL);
  credentials = make_credentials ("taro@inkan.example", "s3cret", "ABC123");
  offers = identify (portal, credentials, NULL, &error);
  if (offers == NULL)
    report (error);
  offer = g_list_model_get_item (offers, 0);
  agreement = review (portal, offer, &error);
  if (agreement == NULL)
    report (error);
  delivery = issue (portal, offer, agreement, NULL, NULL, NULL, &error);
  report (error);
}

void
hostile_start (Hostile *self)
{
  g_autoptr (GBytes) file = make_file (3000);
  g_autoptr (GError) error = NULL;

  self->server = server_new (NULL);
  self->directory = g_dir_make_tmp ("inkan-hostile-XXXXXX", &error);
  g_assert_no_error (error);
  server_on_page (self->server, "GET /start", start_page);
  server_on_page (self->server, "POST /identify", list_page);
  server_on_page (self->server, "GET /review", review_page);
  server_on_file (self->server, "POST /agree", file, "filename=\"taro.p12\"");
}

/* Whoever is not through by now never will be. */
static gboolean
on_too_long (gpointer data)
{
  g_subprocess_force_exit (data);
  return G_SOURCE_CONTINUE;
}

static void
on_communicated (GObject      *object,
                 GAsyncResult *result,
                 gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* The child's answer: its first word; the peak goes to @peak. */
static char *
run (Hostile    *self,
     const char *groups,
     guint64    *peak)
{
  g_autofree char *path = g_build_filename (self->directory, "test.portal", NULL);
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *text = g_strdup_printf ("[Portal]\nId=test\nName=Test\nOrigin=http://127.0.0.1:%u\nStart=/start\n"
                                           "IssueTimeout=3\n\n[Offers]\nEmpty=//*[@id='empty']\n"
                                           "[Agreement]\nSessionOver=//*[@id='over']\n%s",
                                           server_port (self->server), groups != NULL ? groups : "");
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *output = NULL;
  g_autofree char *outcome = NULL;
  g_autoptr (GError) error = NULL;
  char *end;
  guint limit;

  *peak = 0;
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_test_timer_start ();
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--retrieve", path, NULL);
  g_assert_no_error (error);
  /* The server needs the main loop. */
  g_subprocess_communicate_utf8_async (process, NULL, NULL, on_communicated, &result);
  limit = g_timeout_add_seconds (TIME_LIMIT, on_too_long, process);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit);
  g_subprocess_communicate_utf8_finish (process, result, &output, NULL, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_if_exited (process) || g_subprocess_get_exit_status (process) != 0)
    return g_strdup_printf ("status %d", g_subprocess_get_status (process));

  outcome = g_strndup (output, strcspn (output, " "));
  *peak = g_ascii_strtoull (output + strlen (outcome), &end, 10);
  g_test_message ("%.200s; %.1f s", g_strchomp (output), g_test_timer_elapsed ());
  g_unlink (path);
  return g_steal_pointer (&outcome);
}

/* Of a whole retrieval from a good portal, measured once. */
static guint64
idle_memory (void)
{
  static guint64 memory;

  if (memory == 0)
    {
      Hostile good;
      g_autofree char *outcome = NULL;

      hostile_start (&good);
      outcome = run (&good, NULL, &memory);
      g_assert_cmpstr (outcome, ==, "ok");
      hostile_stop (&good);
    }
  return memory;
}

char *
hostile_retrieve (Hostile    *self,
                  const char *groups)
{
  guint64 idle = idle_memory ();
  guint64 peak = 0;
  char *outcome = run (self, groups, &peak);

  /* The sanitizer's own memory is no measure. */
  if (!IS_SANITIZED && peak > idle + HOSTILE_MAX_MEMORY) {
    g_test_message ("%" G_GUINT64_FORMAT " KiB beyond the idle %" G_GUINT64_FORMAT, peak - idle, idle);
    g_test_fail ();
  }
  return outcome;
}

void
hostile_stop (Hostile *self)
{
  server_free (self->server);
  g_rmdir (self->directory);
  g_free (self->directory);
}

void
hostile_check (const char *request,
               ReplyKind   kind,
               const char *head,
               GString    *body,
               int         code)
{
  Hostile hostile;
  g_autofree char *outcome = NULL;
  g_autofree char *wanted = code >= 0 ? g_strdup_printf ("%d", code) : g_strdup ("ok");
  g_autoptr (GString) reply = g_string_new (head);

  if (body != NULL)
    g_string_append_len (reply, body->str, (gssize) body->len);
  hostile_start (&hostile);
  server_on (hostile.server, request, kind, reply->str, (gssize) reply->len);
  outcome = hostile_retrieve (&hostile, NULL);
  if (strcmp (outcome, wanted) != 0) {
    g_test_message ("%s instead of %s", outcome, wanted);
    g_test_fail ();
  }
  hostile_stop (&hostile);
}
