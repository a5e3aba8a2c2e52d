/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "step-text.h"

#include <glib/gi18n.h>

typedef struct {
  InkanStep   step;
  const char *name;
  const char *title;
  const char *action;
  const char *description;
  const char *help;
} Row;

/* The wizard at a glance. A description is here when it fits window and terminal
 * alike; the others name a button of the window, and stand there. */
static const Row table[] = {
  { INKAN_STEP_MAIL, N_("The e-mail"), N_("The e-mail you received"), N_("Next"),
    N_("Type the certificate code from the e-mail, or open the e-mail itself and the code is taken from it."),
    N_("After you applied, an e-mail about retrieving your certificate was sent to the address in your application. The certificate code stands in it, a word of about twenty letters and digits. If there are several such e-mails, only the newest code works. Look in the junk folder too.") },
  { INKAN_STEP_IDENTITY, N_("Identity check"), N_("Identity check"), N_("Send"),
    NULL,
    N_("The e-mail address is the one in your application: the e-mail with the code came to it. You chose the application password yourself when you applied. If several e-mails came, only the code of the newest one works.") },
  { INKAN_STEP_CHOICE, N_("Choose the certificate"), N_("Choose the certificate"), N_("Next"),
    N_("Select the service whose certificate you want to fetch now."),
    N_("The list shows the certificates that were applied for with your address, by the name of the service they are for. The e-mail with the code names the same service. If you are not sure, ask the people who told you to apply.") },
  { INKAN_STEP_AGREEMENT, N_("Check and agree"), N_("Check and agree"), N_("I Agree to the Terms"),
    N_("Check that this is the certificate you applied for, and read the terms. After you agree it takes 1 to 3 minutes."),
    NULL },
  { INKAN_STEP_NOTICE, N_("Warnings"), N_("Before you go on"), N_("OK"),
    N_("Something was noticed on this computer, at the portal or about the file. Nothing is lost; please read it, then go on."),
    NULL },
  { INKAN_STEP_DOWNLOAD, N_("Receive the file"), N_("Receiving the file"), NULL,
    N_("The certificate has been issued, and its file is on its way to this computer. It goes on by itself when the file is here."),
    NULL },
  { INKAN_STEP_FILE, N_("Look at the file"), N_("Your certificate has arrived"), N_("Save"),
    NULL,
    N_("The file holds your certificate together with its private key, locked by a password: often the one that you chose when you applied. Whoever has the file and the password can act in your name, so on the next page choose a place that is yours alone.") },
  { INKAN_STEP_FOLDER, N_("Where to save"), N_("Where to save"), N_("Save Here"),
    NULL,
    N_("The Desktop is easy to find again. A shared folder, a folder that is copied to other computers, or a stick that can be lost are not good places, because whoever has the file can try to use it.") },
  { INKAN_STEP_SAVED, N_("Saved"), N_("Saved"), N_("Close"),
    NULL,
    NULL },
  { INKAN_STEP_ISSUED, N_("Certificate issued"), N_("Your certificate has been issued"), N_("Next"),
    NULL,
    N_("The file that was saved is read again from the disk and compared with what was received. Opening it shows that its password is right, and that the private key in it belongs to your certificate.") },
  { INKAN_STEP_CARE, N_("Important"), N_("Important — please read"), N_("Next"),
    N_("Whoever has the file can pass for you, sign in your name and read what is meant for you. Please look after it as after a seal."),
    NULL },
  { INKAN_STEP_USE, N_("Use it"), N_("Use the certificate"), N_("Done"),
    N_("The certificate is yours now. Programs have to be told about it once."),
    NULL },
};

static const Row *
find_row (InkanStep step)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].step == step)
      return &table[i];
  g_return_val_if_reached (&table[0]);
}

static const char *
translate (const char *text)
{
  return text != NULL ? _(text) : NULL;
}

const char *
inkan_step_get_name (InkanStep step)
{
  return translate (find_row (step)->name);
}

const char *
inkan_step_get_title (InkanStep step)
{
  return translate (find_row (step)->title);
}

const char *
inkan_step_get_description (InkanStep step)
{
  return translate (find_row (step)->description);
}

const char *
inkan_step_get_help (InkanStep step)
{
  return translate (find_row (step)->help);
}

const char *
inkan_step_get_action (InkanStep step)
{
  return translate (find_row (step)->action);
}
