/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "portal-text.h"

#include <glib/gi18n.h>

#include "error-text.h"

const char *
inkan_offer_describe_state (InkanOffer *offer)
{
  if (inkan_offer_get_state_text (offer) != NULL)
    return inkan_offer_get_state_text (offer);

  switch (inkan_offer_get_state (offer)) {
  case INKAN_OFFER_RETRIEVED:
    return _("Fetched already");
  case INKAN_OFFER_NOT_READY:
    return _("Not ready yet");
  case INKAN_OFFER_READY:
  default:
    return _("Ready to fetch");
  }
}

InkanNote *
inkan_offer_note (InkanOffer *offer)
{
  switch (inkan_offer_get_state (offer)) {
  case INKAN_OFFER_RETRIEVED:
    return inkan_note_new (INKAN_NOTE_WARNING, _("This certificate has been fetched already"),
                           _("Each certificate can be fetched once. If you do not have its file any more, "
                             "apply for reissue: the old certificate is revoked, and a new code is sent to you by e-mail."));
  case INKAN_OFFER_NOT_READY:
    return inkan_note_new (INKAN_NOTE_INFO, _("This certificate is not ready yet"),
                           _("The portal is still preparing it. Please come back later; nothing you entered is used up by that."));
  case INKAN_OFFER_READY:
  default:
    return NULL;
  }
}

GPtrArray *
inkan_offers_empty_notes (void)
{
  GPtrArray *notes = inkan_notes_new ();

  inkan_notes_add (notes, INKAN_NOTE_INFO, _("One of your entries is not right"),
                   _("Compare the e-mail address, the password and the code with your papers. "
                     "The code must be that of the newest e-mail. What you typed is kept."));
  inkan_notes_add (notes, INKAN_NOTE_INFO, _("The certificate has been fetched already"),
                   _("Each certificate can be fetched only once. If its file is lost, apply for reissue."));
  return notes;
}

InkanNote *
inkan_offers_again_note (const GError          *error,
                         InkanPortalDefinition *definition)
{
  const char *again = _("The portal still offers the certificate, so nothing has been issued. "
                        "You may choose it and agree once more.");
  g_autofree char *title = NULL;
  g_autofree char *why = NULL;
  g_autofree char *text = NULL;

  if (error == NULL || !inkan_portal_error_is_something_else (error))
    return inkan_note_new (INKAN_NOTE_INFO, _("The answer to your agreement was lost"), again);
  why = inkan_error_text (error, definition, &title);
  text = g_strdup_printf ("%s\n%s", why, again);
  return inkan_note_new (INKAN_NOTE_WARNING, title, text);
}

const char *
inkan_waiting_text (InkanState state)
{
  return state == INKAN_STATE_RESOLVING ? _("No certificate has come. Asking the portal what came of your agreement…")
                                        : _("The portal is issuing your certificate");
}

const char *
inkan_waiting_usual_text (void)
{
  return _("Usually 1 to 3 minutes");
}

char *
inkan_waiting_so_far_text (gint64 minutes)
{
  /* Translators: while the certificate is being issued, each minute. */
  return g_strdup_printf (ngettext ("Still waiting, %d minute so far.", "Still waiting, %d minutes so far.",
                                    (gulong) minutes), (int) minutes);
}

static void
add_unknown (GPtrArray *notes)
{
  inkan_notes_add (notes, INKAN_NOTE_WARNING, _("It is not known whether the certificate was issued"),
                   _("Your agreement was sent, but the connection broke before an answer came. "
                     "The portal could not be asked what came of it."));
  inkan_notes_add (notes, INKAN_NOTE_INFO, _("What to do now"),
                   _("See that this computer is connected to the network, then ask again. "
                     "Asking does not agree a second time. You may also close the window and ask later: "
                     "where you were is remembered."));
}

static void
add_reissue (GPtrArray *notes,
             gboolean   has_link)
{
  inkan_notes_add (notes, INKAN_NOTE_ERROR, _("The certificate must be reissued"),
                   _("The portal has your agreement, but the certificate did not arrive and cannot be fetched any more. "
                     "Nothing you can do here brings it back."));
  inkan_notes_add (notes, INKAN_NOTE_INFO, _("What to do now"),
                   has_link ? _("Apply for reissue with your e-mail address and application password. "
                                "The lost certificate is revoked, so nobody can use it, and a new code is sent to you by e-mail. "
                                "Then go back to the first page with the new code.")
                            : _("Ask the people who issue your certificate for a reissue. "
                                "The lost certificate is then revoked, and you receive a new code."));
}

GPtrArray *
inkan_outcome_notes (InkanState state,
                     gboolean   has_link)
{
  GPtrArray *notes = inkan_notes_new ();

  if (state == INKAN_STATE_UNKNOWN)
    add_unknown (notes);
  else
    add_reissue (notes, has_link);
  return notes;
}
