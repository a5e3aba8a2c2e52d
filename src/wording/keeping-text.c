/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "keeping-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define NAME_MAX_BYTES 255

/* The file. Saving is right even when it does not open: what the portal sent
 * is kept whole, whatever it is. */

InkanNote *
inkan_file_closed_note (InkanRetrieval *retrieval)
{
  const GError *error = inkan_retrieval_get_opening_error (retrieval);

  /* Without an error it is being looked into. */
  if (inkan_retrieval_get_certificate (retrieval) != NULL || error == NULL)
    return NULL;
  if (g_error_matches (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE))
    return inkan_note_new (INKAN_NOTE_INFO, _("Locked by a password"),
                           inkan_retrieval_get_resumed (retrieval)
                             ? _("What is in it can be shown once the file has been opened. Its password can be typed now, or after "
                                 "saving. It is the one that the file came with, even if you had chosen a new one before: that "
                                 "belongs to the file that you saved then.")
                             : _("What is in it can be shown once the file has been opened. Its password can be typed now, or after "
                                 "saving."));
  return inkan_note_new (INKAN_NOTE_WARNING, _("The file could not be opened here"),
                         _("Save it all the same: this is what the portal sent. After saving you are told what is wrong with it."));
}

InkanNote *
inkan_file_unlocked_note (InkanRetrieval *retrieval)
{
  if (!inkan_retrieval_lacks_passphrase (retrieval))
    return NULL;
  return inkan_note_new (INKAN_NOTE_WARNING, _("The file has no password"),
                         _("Whoever gets hold of it can act in your name. Let Inkan make it safe with today's encryption in step 7, "
                           "with a password that only you know."));
}

const char *
inkan_file_opened_text (InkanRetrieval *retrieval)
{
  if (inkan_retrieval_lacks_passphrase (retrieval))
    return _("The file has no password. What is in it is shown now.");
  return _("The password opens the file. What is in it is shown now.");
}

/* The folder */

static const struct {
  InkanFolderRisk risk;
  const char *title;
  const char *text;
} risk_texts[] = {
  { INKAN_FOLDER_MISSING, N_("This folder is not there"),
    N_("It may have been removed, or its medium is not connected. Choose another folder.") },
  { INKAN_FOLDER_NOT_WRITABLE, N_("You cannot save in this folder"),
    N_("You have no permission to write there. Choose another folder.") },
  { INKAN_FOLDER_SHARED, N_("Other people can reach this folder"),
    N_("Others who use this computer may read, change or take away what is in it.") },
  { INKAN_FOLDER_PUBLIC, N_("This folder is shared with others"),
    N_("What is in it can be fetched by other people over the network.") },
  { INKAN_FOLDER_NETWORK, N_("This folder is on another computer"),
    N_("The file would leave this computer, and whoever looks after the other one can read it.") },
  { INKAN_FOLDER_REMOVABLE, N_("This medium can be lost"),
    N_("Whoever finds it has your certificate. If you keep the file there, keep the medium locked away.") },
  { INKAN_FOLDER_NO_MODES, N_("This place keeps no permissions"),
    N_("The file cannot be kept from other people there.") },
  { INKAN_FOLDER_VERSIONED, N_("This folder belongs to a Git repository"),
    N_("The file could be stored in its history and sent to others with it.") },
  { INKAN_FOLDER_WEB, N_("This folder may be published on the web"),
    N_("A web server could hand the file to anybody who asks for it.") },
  { INKAN_FOLDER_TEMPORARY, N_("This folder is emptied"),
    N_("What is in it disappears when the computer is restarted, and your certificate with it.") },
};

GPtrArray *
inkan_folder_notes (InkanFolderRisk  risks,
                    const char      *service)
{
  GPtrArray *notes = inkan_notes_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (risk_texts); i++)
    if (risks & risk_texts[i].risk)
      inkan_notes_add (notes, (risk_texts[i].risk & INKAN_FOLDER_OBSTACLES) != 0 ? INKAN_NOTE_ERROR : INKAN_NOTE_WARNING,
                       _(risk_texts[i].title), _(risk_texts[i].text));
  if (risks & INKAN_FOLDER_SYNCHRONISED) {
    g_autofree char *title = NULL;

    /* Translators: %s is the name of a service such as Dropbox. */
    title = service != NULL ? g_strdup_printf (_("%s copies this folder to other computers"), service)
                            : g_strdup (_("This folder is copied to other computers"));
    inkan_notes_add (notes, INKAN_NOTE_WARNING, title,
                     _("Your certificate would be kept on computers that you do not know."));
  }
  return notes;
}

InkanNote *
inkan_folder_advice_note (InkanFolderRisk risks)
{
  if ((risks & INKAN_FOLDER_OBSTACLES) != 0)
    return NULL;
  if (risks == INKAN_FOLDER_FINE)
    return inkan_note_new (INKAN_NOTE_GOOD, _("No risk is known of this folder"),
                           _("Only you can read what is saved there, on this computer, and nothing is known to copy it anywhere."));
  return inkan_note_new (INKAN_NOTE_INFO, _("Better choose another folder"),
                         _("A good place is a folder that only you can open, on a disk of this computer, and that nothing copies. "
                           "You can still save here: Inkan does so once you have said “Save here all the same”."));
}

/* The name */

InkanNote *
inkan_file_name_note (const char  *typed,
                      char       **name)
{
  g_autofree char *completed = inkan_file_name_complete (typed);
  g_autofree char *text = NULL;

  if (!inkan_file_name_check (completed, NULL)) {
    *name = NULL;
    return inkan_note_new (INKAN_NOTE_ERROR, NULL,
                           *completed == '\0' ? _("Type a name for the file.")
                           : strlen (completed) > NAME_MAX_BYTES ? _("This name is too long.")
                           : _("A file name cannot start with a dot, and none of these may be in it: / \\ : * ? \" < > |"));
  }
  *name = g_steal_pointer (&completed);
  if (strstr (typed, *name) != NULL)
    return NULL;
  /* Translators: %s is a file name. */
  text = g_strdup_printf (_("It will be saved as “%s”."), *name);
  return inkan_note_new (INKAN_NOTE_INFO, NULL, text);
}

char *
inkan_file_name_taken_text (const char *taken,
                            const char *free_name)
{
  /* Translators: both %s are file names. */
  return g_strdup_printf (_("A file named “%s” is there already, and it stays. “%s” is free: save under this name, or type another."),
                          taken, free_name);
}

/* The closing pages */

GPtrArray *
inkan_care_notes (void)
{
  GPtrArray *notes = inkan_notes_new ();

  inkan_notes_add (notes, INKAN_NOTE_WARNING, _("Not in a shared folder"),
                   _("Keep it where nobody else can read it, also not over the network."));
  inkan_notes_add (notes, INKAN_NOTE_WARNING, _("Do not lose the medium"),
                   _("If you copy it to a stick or another computer, know at any time where that is."));
  inkan_notes_add (notes, INKAN_NOTE_WARNING, _("Never by e-mail"),
                   _("Do not attach the file to a message, not even to one to yourself. Nobody who issues certificates asks for it."));
  inkan_notes_add (notes, INKAN_NOTE_WARNING, _("Lost, or seen by somebody else?"),
                   _("Apply for reissue at once. The old certificate is then revoked, and nobody can use it any more."));
  return notes;
}

GPtrArray *
inkan_use_notes (void)
{
  GPtrArray *notes = inkan_notes_new ();

  inkan_notes_add (notes, INKAN_NOTE_INFO, _("Import it where you need it"),
                   _("In the settings of your web browser or mail program, look for “certificates”, choose “your certificates”, "
                     "and import the file."));
  inkan_notes_add (notes, INKAN_NOTE_INFO, _("Have the file's password ready"),
                   _("Each program asks for it when it imports the file."));
  inkan_notes_add (notes, INKAN_NOTE_INFO, _("Keep the file afterwards"),
                   _("You need it for the next program or a new computer. It cannot be fetched a second time."));
  return notes;
}
