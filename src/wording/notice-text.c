/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "notice-text.h"

#include <glib/gi18n.h>

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

static void
add_weaknesses (GPtrArray        *notes,
                InkanCertificate *certificate)
{
  InkanWeakness weaknesses = inkan_certificate_get_weaknesses (certificate);

  if (weaknesses & (INKAN_WEAKNESS_OLD_ENCRYPTION | INKAN_WEAKNESS_FEW_ITERATIONS | INKAN_WEAKNESS_NO_INTEGRITY))
    inkan_notes_add (notes, INKAN_NOTE_WARNING, _("The file is weakly protected"),
                     _("The portal locked the file in a way that is easy to break today. It works, but keep it where nobody else can reach it."));
  if (weaknesses & INKAN_WEAKNESS_SHORT_KEY)
    inkan_notes_add (notes, INKAN_NOTE_WARNING, _("The key is short"),
                     _("Some programs no longer accept keys of this length. If yours does not, ask the people who issue your certificate."));
  if (weaknesses & INKAN_WEAKNESS_SHA1_SIGNATURE)
    inkan_notes_add (notes, INKAN_NOTE_WARNING, _("The certificate is signed in an old way"),
                     _("Some programs no longer accept it. If yours does not, ask the people who issue your certificate."));
  if (weaknesses & INKAN_WEAKNESS_EXPIRED)
    inkan_notes_add (notes, INKAN_NOTE_WARNING, _("The certificate is not valid any more"),
                     _("Its last day has passed. See that the date of this computer is right, then ask the people who issue your certificate."));
  if (weaknesses & INKAN_WEAKNESS_NOT_YET_VALID)
    inkan_notes_add (notes, INKAN_NOTE_WARNING, _("The certificate is not valid yet"),
                     _("Its first day is still to come. See that the date of this computer is right."));
}

GPtrArray *
inkan_notice_notes (InkanRetrieval *retrieval)
{
  GPtrArray *notes = inkan_notes_new ();
  InkanNotice notices = inkan_retrieval_get_notices (retrieval);
  InkanCertificate *certificate = inkan_retrieval_get_certificate (retrieval);

  if (notices & INKAN_NOTICE_CLOCK)
    add_clock (notes, inkan_retrieval_get_clock_offset (retrieval));
  if (notices & INKAN_NOTICE_NO_KEYRING)
    inkan_notes_add (notes, INKAN_NOTE_INFO, _("No password keyring is available"),
                     _("The password of your file cannot be remembered on this computer. Make sure that you know it: without it the file cannot be used."));
  if (notices & INKAN_NOTICE_PORTAL_END) {
    g_autoptr(GDateTime) end = inkan_retrieval_get_portal_end (retrieval);

    add_portal_end (notes, end);
  }
  if ((notices & INKAN_NOTICE_WEAK_FILE) && certificate != NULL)
    add_weaknesses (notes, certificate);
  return notes;
}
