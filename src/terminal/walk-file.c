/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "walk.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "../wording/certificate-text.h"
#include "../wording/keeping-text.h"
#include "../wording/proof-text.h"
#include "../wording/step-text.h"

/* Steps 7 to 10, and the closing pages: keeping the file. */

/* Step 7 */

static gboolean
write_passphrase (int         fd,
                  const char *passphrase)
{
  const char *parts[] = { passphrase, "\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    const char *rest = parts[i];
    gsize length = strlen (rest);

    while (length > 0) {
      gssize n = write (fd, rest, length);

      if (n < 0 && errno != EINTR)
        return FALSE;
      if (n > 0) {
        rest += n;
        length -= (gsize) n;
      }
    }
  }
  return TRUE;
}

/* What the portal tells once goes to who will need it, before anything else. */
static gboolean
hand_on_passphrase (Walk *self)
{
  SecretValue *told = inkan_retrieval_get_told_passphrase (self->retrieval);

  if (told == NULL || self->passphrase_told)
    return TRUE;
  self->passphrase_told = TRUE;
  if (self->answers != NULL) {
    if (self->passphrase_fd >= 0 && write_passphrase (self->passphrase_fd, secret_value_get_text (told)))
      return TRUE;
    return walk_end (self, ENDING_PASSPHRASE_LOST,
                     _("The password of the file could not be written to --password-fd. The file is kept."));
  }
  console_say (self->console,
               _("The portal tells the password of the file once, and perhaps never again. Have pen and paper ready."));
  /* Translators: after "Enter:" */
  if (!walk_ask_enter (self, _("Show the password")))
    return FALSE;
  return console_show_secret (self->console, secret_value_get_text (told), _("[Enter: I have noted it down]"))
         || walk_end_interrupted (self);
}

static void
say_certificate (Walk *self)
{
  g_autoptr(GPtrArray) facts = inkan_certificate_facts (inkan_retrieval_get_certificate (self->retrieval));
  g_autoptr(GPtrArray) notes = inkan_weakness_notes (inkan_retrieval_get_weaknesses (self->retrieval));
  g_autoptr(InkanNote) unlocked = inkan_file_unlocked_note (self->retrieval);

  console_say_facts (self->console, facts);
  console_say_note (self->console, unlocked);
  console_say_notes (self->console, notes);
}

/* Tries @passphrase; %FALSE: it has ended. */
static gboolean
try_passphrase (Walk       *self,
                const char *passphrase)
{
  inkan_retrieval_try_passphrase (self->retrieval, passphrase);
  return walk_busy (self);
}

/* Until it opens the file; a person may leave it out. */
static gboolean
ask_file_password (Walk *self)
{
  while (inkan_retrieval_wants_passphrase (self->retrieval)) {
    char *typed = walk_ask (self, walk_get_passphrase_key (self),
                            /* Translators: a prompt; Enter leaves the password out. */
                            self->answers == NULL ? _("File password [Enter: later]") : _("File password"), TRUE);
    gboolean later, going;

    if (typed == NULL)
      return FALSE;
    later = *typed == '\0' && self->answers == NULL;
    going = later || try_passphrase (self, typed);
    secret_password_free (typed);
    if (later || !going)
      return going;
    if (!inkan_retrieval_wants_passphrase (self->retrieval))
      break;
    if (self->answers != NULL)
      return walk_end_with_error (self, inkan_retrieval_get_opening_error (self->retrieval));
    console_say (self->console, inkan_proof_wrong_passphrase_text ());
  }
  return TRUE;
}

/* What is in it is shown when it can be, and asked for when it is needed. */
static gboolean
open_file (Walk *self)
{
  g_autoptr(InkanNote) closed = NULL;
  const GError *error;

  if (!walk_busy (self)) /* it is looked into: it may have none */
    return FALSE;
  if (self->answers != NULL && walk_wants_conversion (self)) {
    if (!ask_file_password (self))
      return FALSE;
    error = inkan_retrieval_get_opening_error (self->retrieval);
    return error == NULL || walk_end_with_error (self, error);
  }
  if (self->answers == NULL && !ask_file_password (self))
    return FALSE;
  closed = inkan_file_closed_note (self->retrieval);
  console_say_note (self->console, closed);
  return TRUE;
}

gboolean
walk_file (Walk *self)
{
  g_autofree char *size = g_format_size (g_bytes_get_size (inkan_retrieval_get_bytes (self->retrieval)));

  if (!hand_on_passphrase (self))
    return FALSE;
  console_say_fact (self->console, _("File name"), inkan_retrieval_get_file_name (self->retrieval));
  console_say_fact (self->console, _("Size"), size);
  console_say_fact (self->console, _("Type"), _("Personal certificate with its private key (PKCS#12)"));
  if (!open_file (self))
    return FALSE;
  if (inkan_retrieval_get_certificate (self->retrieval) != NULL)
    say_certificate (self);
  if (!walk_convert (self))
    return FALSE;
  inkan_retrieval_go (self->retrieval, INKAN_EVENT_NEXT);
  return TRUE;
}

/* Step 8 */

static void
on_examined (InkanRetrieval *retrieval,
             GParamSpec     *pspec,
             gpointer        user_data)
{
  gboolean *examined = user_data;

  *examined = TRUE;
}

static GFile *
find_folder (const char *path)
{
  g_autofree char *whole = NULL;

  if (g_str_equal (path, "~"))
    return g_file_new_for_path (g_get_home_dir ());
  if (!g_str_has_prefix (path, "~/"))
    return g_file_new_for_commandline_arg (path);
  whole = g_build_filename (g_get_home_dir (), path + 2, NULL);
  return g_file_new_for_path (whole);
}

gboolean
walk_set_folder (Walk       *self,
                 const char *path)
{
  g_autoptr(GFile) folder = find_folder (path);
  gboolean examined = FALSE;
  gulong id = g_signal_connect (self->retrieval, "notify::folder-risks", G_CALLBACK (on_examined), &examined);

  inkan_retrieval_set_folder (self->retrieval, folder);
  while (!examined && console_get_call (self->console) == CONSOLE_CALM)
    console_wait (self->console);
  g_signal_handler_disconnect (self->retrieval, id);
  return examined || walk_end_interrupted (self);
}

static gboolean
is_taken (Walk       *self,
          const char *name,
          char      **free_name)
{
  *free_name = inkan_file_name_make_free (inkan_retrieval_get_folder (self->retrieval), name);
  return *free_name != NULL && !g_str_equal (*free_name, name);
}

/* The name that was answered: (transfer full) (nullable): none was, or with an ending it is none. */
static char *
find_answered_name (Walk *self)
{
  const char *given = answers_get (self->answers, "file-name");
  g_autofree char *name = NULL;
  g_autofree char *free_name = NULL;
  g_autofree char *text = NULL;
  g_autoptr(InkanNote) note = NULL;

  if (given == NULL)
    return NULL;
  note = inkan_file_name_note (given, &name);
  if (name == NULL)
    text = g_strdup_printf (_("The answer “%s” cannot be used. %s"), "file-name", note->text);
  else if (is_taken (self, name, &free_name))
    text = inkan_file_name_taken_text (name, free_name);
  if (text != NULL) {
    walk_end (self, ENDING_WRONG_ANSWER, text);
    return NULL;
  }
  return g_steal_pointer (&name);
}

gboolean
walk_check_folder (Walk *self)
{
  const char *service;
  InkanFolderRisk risks;
  g_autofree char *name = NULL;
  g_autoptr(GPtrArray) notes = NULL;

  if (!walk_set_folder (self, answers_get (self->answers, "folder")))
    return FALSE;
  risks = inkan_retrieval_get_folder_risks (self->retrieval, &service);
  notes = inkan_folder_notes (risks, service);
  if ((risks & INKAN_FOLDER_OBSTACLES) != 0
      || (risks != INKAN_FOLDER_FINE && !answers_get_yes (self->answers, "accept-warnings"))) {
    const InkanNote *note = notes->pdata[0];
    g_autofree char *text = NULL;

    console_say_notes (self->console, notes);
    /* Translators: %s is why a folder is a bad place; the rest is a line of a file of answers. */
    text = (risks & INKAN_FOLDER_OBSTACLES) != 0 ? g_strdup (note->title)
                                                 : g_strdup_printf (_("%s. To save there all the same: accept-warnings=yes"), note->title);
    return walk_end (self, ENDING_FOLDER, text);
  }
  name = find_answered_name (self);
  return self->ending_code == NULL;
}

/* The folder as answered, and its risks said. */
static gboolean
take_answered_folder (Walk *self)
{
  g_autofree char *name = NULL;
  g_autofree char *free_name = NULL;
  g_autoptr(GPtrArray) notes = NULL;
  const char *service;
  InkanFolderRisk risks;

  if (!walk_check_folder (self))
    return FALSE;
  risks = inkan_retrieval_get_folder_risks (self->retrieval, &service);
  notes = inkan_folder_notes (risks, service);
  console_say_notes (self->console, notes);
  name = find_answered_name (self);
  if (self->ending_code != NULL)
    return FALSE;
  /* Nobody has asked for the name that the portal gave: it makes room. */
  if (name == NULL && is_taken (self, inkan_retrieval_get_file_name (self->retrieval), &free_name))
    name = g_steal_pointer (&free_name);
  if (name != NULL)
    inkan_retrieval_set_file_name (self->retrieval, name);
  return TRUE;
}

/* %FALSE: asked in vain; with an ending: for good. */
static gboolean
ask_folder (Walk *self)
{
  g_autofree char *proposed = g_file_get_parse_name (inkan_retrieval_get_folder (self->retrieval));
  g_autofree char *prompt = g_strdup_printf ("%s [%s]", _("Folder"), proposed);
  char *typed = walk_ask (self, "folder", prompt, FALSE);
  g_autoptr(GPtrArray) notes = NULL;
  const char *service;
  InkanFolderRisk risks;
  gboolean set, anyway = FALSE;

  if (typed == NULL)
    return FALSE;
  set = walk_set_folder (self, *g_strstrip (typed) != '\0' ? typed : proposed);
  secret_password_free (typed);
  if (!set)
    return FALSE;
  risks = inkan_retrieval_get_folder_risks (self->retrieval, &service);
  notes = inkan_folder_notes (risks, service);
  console_say_notes (self->console, notes);
  if (risks == INKAN_FOLDER_FINE)
    return TRUE;
  if ((risks & INKAN_FOLDER_OBSTACLES) != 0)
    return FALSE;
  return walk_ask_yes (self, _("Save here all the same"), FALSE, &anyway) && anyway;
}

static gboolean
ask_name (Walk *self)
{
  for (;;) {
    g_autofree char *proposed = NULL;
    g_autofree char *name = NULL;
    g_autofree char *prompt = NULL;
    g_autofree char *other = NULL;
    g_autoptr(InkanNote) note = NULL;
    char *typed;

    if (is_taken (self, inkan_retrieval_get_file_name (self->retrieval), &proposed)) {
      g_autofree char *text = inkan_file_name_taken_text (inkan_retrieval_get_file_name (self->retrieval), proposed);

      console_say (self->console, text);
    }
    prompt = g_strdup_printf ("%s [%s]", _("File name"), proposed);
    typed = walk_ask (self, "file-name", prompt, FALSE);
    if (typed == NULL)
      return FALSE;
    note = inkan_file_name_note (*g_strstrip (typed) != '\0' ? typed : proposed, &name);
    secret_password_free (typed);
    console_say_note (self->console, note);
    if (name == NULL)
      continue;
    inkan_retrieval_set_file_name (self->retrieval, name);
    if (!is_taken (self, name, &other))
      return TRUE;
  }
}

gboolean
walk_folder (Walk *self)
{
  const GError *error = inkan_retrieval_get_error (self->retrieval);

  if (error != NULL && self->answers != NULL)
    return walk_end_with_error (self, error);
  if (error != NULL)
    walk_say_error (self, error);
  if (self->answers != NULL) {
    if (!take_answered_folder (self))
      return FALSE;
  } else {
    console_say (self->console, inkan_step_get_help (INKAN_STEP_FOLDER));
    while (!ask_folder (self))
      if (self->ending_code != NULL)
        return FALSE;
    if (!ask_name (self))
      return FALSE;
  }
  if (!inkan_retrieval_can (self->retrieval, INKAN_EVENT_NEXT)) {
    const char *text = _("You cannot save in this folder");

    if (self->answers != NULL)
      return walk_end (self, ENDING_FOLDER, text);
    console_say (self->console, text);
    return TRUE;
  }
  inkan_retrieval_go (self->retrieval, INKAN_EVENT_NEXT);
  return TRUE;
}

/* Steps 9 and 10 */

static char *
get_saved_path (Walk *self)
{
  GFile *file = inkan_retrieval_get_saved_file (self->retrieval);
  char *path = g_file_get_path (file);

  return path != NULL ? path : g_file_get_uri (file);
}

gboolean
walk_saved (Walk *self)
{
  g_autofree char *path = g_file_get_parse_name (inkan_retrieval_get_saved_file (self->retrieval));
  g_autofree char *size = g_format_size (g_bytes_get_size (inkan_retrieval_get_kept_bytes (self->retrieval)));

  console_say_fact (self->console, _("Saved as"), path);
  console_say_fact (self->console, _("Size"), size);
  if (!walk_settle_copy (self))
    return FALSE;
  walk_say_copy (self);
  inkan_retrieval_go (self->retrieval, INKAN_EVENT_NEXT);
  return TRUE;
}

static void
say_proof (Walk *self)
{
  console_say (self->console, inkan_proof_sum_text (self->retrieval));
  for (int check = 0; check < INKAN_N_CHECKS; check++) {
    g_autoptr(InkanNote) note = inkan_proof_note (self->retrieval, check);

    console_say_note (self->console, note);
  }
}

static gboolean
remember_passphrase (Walk *self)
{
  InkanCertificate *certificate = inkan_retrieval_get_certificate (self->retrieval);
  g_autofree char *label = NULL;
  gboolean remember = FALSE, over = FALSE;
  gulong id;

  if (certificate == NULL || inkan_retrieval_lacks_passphrase (self->retrieval)
      || !inkan_retrieval_get_keyring_usable (self->retrieval))
    return TRUE;
  if (self->answers != NULL)
    remember = answers_get_yes (self->answers, "remember");
  else if (!walk_ask_yes (self, _("Remember the password in the keyring"), FALSE, &remember))
    return FALSE;
  if (!remember)
    return TRUE;

  label = inkan_keyring_label (certificate);
  id = g_signal_connect (self->retrieval, "notify::remembered", G_CALLBACK (on_examined), &over);
  inkan_retrieval_remember_passphrase (self->retrieval, label);
  while (!over && console_get_call (self->console) == CONSOLE_CALM)
    console_wait (self->console);
  g_signal_handler_disconnect (self->retrieval, id);
  if (!over)
    return walk_end_interrupted (self);
  if (inkan_retrieval_get_error (self->retrieval) != NULL)
    walk_say_error (self, inkan_retrieval_get_error (self->retrieval));
  else
    console_say (self->console, inkan_keyring_text (self->retrieval));
  return TRUE;
}

gboolean
walk_issued (Walk *self)
{
  gboolean again = FALSE;

  if (!inkan_retrieval_wants_passphrase (self->retrieval))
    say_proof (self);
  if (inkan_retrieval_get_verdict (self->retrieval, INKAN_CHECK_COMPLETE) != INKAN_VERDICT_HOLDS) {
    g_autoptr(InkanNote) note = inkan_proof_note (self->retrieval, INKAN_CHECK_COMPLETE);

    if (self->answers == NULL && !walk_ask_yes (self, _("Save it again?"), TRUE, &again))
      return FALSE;
    if (!again)
      return walk_end (self, ENDING_NOT_PROVED, note->title);
    inkan_retrieval_go (self->retrieval, INKAN_EVENT_BACK);
    return TRUE;
  }
  if (inkan_retrieval_wants_passphrase (self->retrieval)) {
    if (!ask_file_password (self))
      return FALSE;
    if (!inkan_retrieval_wants_passphrase (self->retrieval))
      say_proof (self);
  }
  walk_say_copy_proof (self);
  if (!walk_settle_copy (self))
    return FALSE;
  if (!remember_passphrase (self))
    return FALSE;
  inkan_retrieval_go (self->retrieval, INKAN_EVENT_NEXT);
  return TRUE;
}

/* The closing pages */

static const char *
get_link (Walk      *self,
          InkanLink  link)
{
  InkanPortalDefinition *definition = inkan_retrieval_get_definition (self->retrieval);

  return definition != NULL ? inkan_portal_definition_get_link (definition, link) : NULL;
}

gboolean
walk_care (Walk *self)
{
  g_autoptr(GPtrArray) notes = inkan_care_notes ();
  gboolean read = FALSE;

  console_say_notes (self->console, notes);
  console_say_fact (self->console, _("Apply for reissue"), get_link (self, INKAN_LINK_REISSUE));
  while (self->answers == NULL && !read)
    if (!walk_ask_yes (self, _("I have read this"), FALSE, &read))
      return FALSE;
  inkan_retrieval_go (self->retrieval, INKAN_EVENT_NEXT);
  return TRUE;
}

/* What the proof has found wrong, if anything: (transfer full) (nullable) */
static InkanNote *
find_failure (Walk *self)
{
  for (int check = 0; check < INKAN_N_CHECKS; check++)
    if (inkan_retrieval_get_verdict (self->retrieval, check) == INKAN_VERDICT_FAILS)
      return inkan_proof_note (self->retrieval, check);
  return NULL;
}

gboolean
walk_use (Walk *self)
{
  g_autofree char *path = get_saved_path (self);
  g_autoptr(GPtrArray) notes = inkan_use_notes ();
  g_autoptr(InkanNote) failure = find_failure (self);

  console_say_notes (self->console, notes);
  console_say_fact (self->console, _("Installation guide"), get_link (self, INKAN_LINK_INSTALLATION));
  console_say_fact (self->console, _("Your certificate file"), path);
  walk_say_copy (self);
  self->copy_path = walk_get_copy_path (self);
  inkan_retrieval_go (self->retrieval, INKAN_EVENT_NEXT);
  if (failure != NULL)
    walk_end (self, ENDING_NOT_PROVED, failure->title);
  else
    walk_end (self, ENDING_SAVED, path);
  return TRUE;
}
