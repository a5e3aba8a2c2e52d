/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "notice-text.h"

#include <glib/gi18n.h>

#include "certificate-text.h"
#include "keeping-text.h"
#include "quantity-text.h"

static void
add_clock (GPtrArray *notes,
           GTimeSpan  offset)
{
  g_autofree char *span = inkan_format_span (offset);
  g_autofree char *text = NULL;

  /* Translators: %s is a time such as "7 minutes". */
  text = g_strdup_printf (offset > 0
                            ? _("It is %s slow. Certificates are valid from one moment to another, so a wrong clock can make "
                                "a good one look wrong. Set the clock in the settings of this computer.")
                            : _("It is %s fast. Certificates are valid from one moment to another, so a wrong clock can make "
                                "a good one look wrong. Set the clock in the settings of this computer."),
                          span);
  inkan_notes_add (notes, INKAN_NOTE_WARNING, _("The clock of this computer is wrong"), text);
}

static void
add_portal_end (GPtrArray *notes,
                GDateTime *end)
{
  g_autofree char *date = inkan_format_date (end, FALSE);
  g_autofree char *text = NULL;

  if (date == NULL)
    return;
  /* Translators: %s is a date. */
  text = g_strdup_printf (_("The portal proves who it is with a certificate that ends on %s. There is nothing for you to do; "
                            "if the portal cannot be reached after that day, this may be why."), date);
  inkan_notes_add (notes, INKAN_NOTE_INFO, _("The portal's own certificate ends soon"), text);
}

GPtrArray *
inkan_notice_notes (InkanRetrieval *retrieval)
{
  GPtrArray *notes = inkan_notes_new ();
  InkanNotice notices = inkan_retrieval_get_notices (retrieval);

  if (notices & INKAN_NOTICE_NOT_KEPT)
    inkan_notes_add (notes, INKAN_NOTE_WARNING, _("Your certificate is not on the disk yet"),
                     _("It has arrived, but this program could not put it on the disk of this computer, and it cannot be fetched a second time. Do not close the program or switch off the computer before it is saved. Make some room in your home folder, then go on."));
  if (notices & INKAN_NOTICE_CLOCK)
    add_clock (notes, inkan_retrieval_get_clock_offset (retrieval));
  /* What has no password needs none remembered. */
  if ((notices & INKAN_NOTICE_NO_KEYRING) && !inkan_retrieval_lacks_passphrase (retrieval))
    inkan_notes_add (notes, INKAN_NOTE_INFO, _("No password keyring is available"),
                     _("The password of your file cannot be remembered on this computer. Make sure that you know it: without it the file cannot be used."));
  if (notices & INKAN_NOTICE_PORTAL_END) {
    g_autoptr(GDateTime) end = inkan_retrieval_get_portal_end (retrieval);

    add_portal_end (notes, end);
  }
  if (notices & INKAN_NOTICE_WEAK_FILE) {
    g_autoptr(InkanNote) unlocked = inkan_file_unlocked_note (retrieval);
    g_autoptr(GPtrArray) weaknesses = inkan_weakness_notes (inkan_retrieval_get_weaknesses (retrieval));

    if (unlocked != NULL)
      g_ptr_array_add (notes, g_steal_pointer (&unlocked));
    g_ptr_array_extend_and_steal (notes, g_steal_pointer (&weaknesses));
  }
  return notes;
}
