/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "error-text.h"

#include <glib/gi18n.h>

#include "../core/certificate/conversion.h"
#include "certificate-error-text.h"

#define ANY_CODE (-1)

typedef struct {
  GQuark     (* domain) (void);
  int           code;
  const char   *title;
  const char   *text;   /* "{portal}" stands for the portal's name, at the start of a sentence */
  const char   *after;  /* instead of @text, once the agreement has gone out */
} Row;

/* "Say what is known": each text says what happened, why, and what to do next. */
static const Row table[] = {
  /* The portal */
  { inkan_portal_error_quark, INKAN_PORTAL_ERROR_IDENTITY,
    N_("The portal does not know these entries"),
    N_("{portal} does not accept what was entered. One of the entries is mistyped, or the certificate "
       "code is not the one from the newest e-mail. Check each of them and send again. After several "
       "wrong attempts the portal may refuse any more for a while."),
    NULL },
  { inkan_portal_error_quark, INKAN_PORTAL_ERROR_NOTHING_OFFERED,
    N_("There is no certificate to choose"),
    N_("Either one of your entries is wrong, or the certificate has been fetched already. Check your entries "
       "first. If all of them are right, apply for reissue."),
    NULL },
  { inkan_portal_error_quark, INKAN_PORTAL_ERROR_ALREADY_RETRIEVED,
    N_("This certificate has been fetched already"),
    N_("A certificate can be fetched only once. If you have the file from then, keep using it. If it is "
       "lost, apply for reissue: the old certificate is then revoked, and a new code comes by e-mail."),
    NULL },
  { inkan_portal_error_quark, INKAN_PORTAL_ERROR_NOT_READY,
    N_("The certificate is not ready yet"),
    N_("{portal} has not prepared your certificate yet. Your entries are right; come back later and use the "
       "same ones."),
    NULL },
  { inkan_portal_error_quark, INKAN_PORTAL_ERROR_LOCKED,
    N_("Too many attempts"),
    N_("After several wrong attempts the portal accepts no more for a while. Wait, and meanwhile compare "
       "your entries with the e-mail and with your application. If it was not you who tried, tell the "
       "help desk."),
    NULL },
  { inkan_portal_error_quark, INKAN_PORTAL_ERROR_REISSUE_NEEDED,
    N_("The certificate must be reissued"),
    N_("The portal could not issue the certificate. Trying again does not help: apply for reissue. A new "
       "code then comes by e-mail, and you start again with it."),
    N_("The portal has your agreement, but could not finish issuing the certificate. Trying again does not "
       "help: apply for reissue. A new code then comes by e-mail, and you start again with it.") },
  { inkan_portal_error_quark, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN,
    N_("Your agreement was sent, but no answer arrived"),
    N_("The connection broke while the portal was at work. Whether it has issued the certificate is not "
       "known yet; the portal has to be asked. Asking is harmless and can be repeated. Do not apply for "
       "reissue before the portal has answered."),
    NULL },
  { inkan_portal_error_quark, INKAN_PORTAL_ERROR_UNREACHABLE,
    N_("The portal cannot be reached"),
    N_("There is no connection to the portal. Check that this computer is connected to the internet, then "
       "try again. Nothing has been decided, and what you entered is kept."),
    N_("Your agreement may have reached the portal, but now there is no connection. Check that this "
       "computer is connected to the internet. Then the portal can be asked what became of it.") },
  { inkan_portal_error_quark, INKAN_PORTAL_ERROR_TIMED_OUT,
    N_("The portal does not answer"),
    N_("{portal} took too long to answer; it may be very busy. Wait a few minutes, then try again. "
       "Nothing has been decided, and what you entered is kept."),
    N_("Your agreement was sent, but the portal took too long to answer. Wait a few minutes; then the portal "
       "can be asked what became of it.") },
  { inkan_portal_error_quark, INKAN_PORTAL_ERROR_UNTRUSTED,
    N_("The portal could not prove who it is"),
    N_("What answered may not be the real portal, so nothing was sent to it. If you are in a hotel, a "
       "café or a train, sign in to the network there first. Check the date and time of this computer. If "
       "that does not help, tell the help desk."),
    N_("After your agreement, what answered could no longer prove that it is the real portal, so nothing "
       "more was sent to it. Tell the help desk, with the technical details.") },
  { inkan_portal_error_quark, INKAN_PORTAL_ERROR_ELSEWHERE,
    N_("The portal led to another place"),
    N_("The portal tried to lead on to an address that is not known to belong to it. Nothing was sent there. "
       "Tell the help desk, with the technical details."),
    N_("The portal has your agreement, but then tried to lead on to an address that is not known to "
       "belong to it. Nothing was sent there. Tell the help desk, with the technical details.") },
  { inkan_portal_error_quark, INKAN_PORTAL_ERROR_SESSION,
    N_("The portal has signed you out"),
    N_("Too much time went by, or the portal was restarted. Nothing has been decided and your entries are "
       "kept: just send them again."),
    NULL },
  { inkan_portal_error_quark, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE,
    N_("The portal showed an unexpected page"),
    N_("What the portal showed is not what is known about it; perhaps it has been rebuilt. Nothing has been "
       "decided. Try again later, and if it stays like this, send the technical details to the help desk."),
    N_("The portal has your agreement, but then showed a page that is not the one expected. The portal "
       "has to be asked what became of it. If that does not help, send the technical details to the help "
       "desk.") },
  { inkan_portal_error_quark, INKAN_PORTAL_ERROR_TOO_LARGE,
    N_("The portal sent far too much"),
    N_("The answer was much larger than it can rightly be, so it was not read to the end. Nothing has been "
       "decided. Try again later, and if it stays like this, tell the help desk."),
    N_("The portal has your agreement, but what it sent is much larger than a certificate can be, so it "
       "was not read to the end. Tell the help desk, with the technical details.") },
  { inkan_portal_error_quark, INKAN_PORTAL_ERROR_NOT_A_CERTIFICATE,
    N_("What arrived is not a certificate"),
    N_("The portal sent something else instead of the certificate file. Nothing was saved. Try again "
       "later, and if it stays like this, tell the help desk."),
    N_("The portal has your agreement, but sent something else instead of the certificate file. If the "
       "portal no longer offers this certificate, apply for reissue.") },
  { inkan_portal_error_quark, INKAN_PORTAL_ERROR_MAINTENANCE,
    N_("The portal is closed for now"),
    N_("{portal} is being maintained. Nothing has been decided; come back later. What you entered is kept "
       "while this window is open."),
    N_("Your agreement was sent, but the portal is being maintained. Come back later; then the portal can be "
       "asked what became of it.") },
  { inkan_portal_error_quark, INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
    N_("The portal needs a web browser"),
    N_("{portal} works only in a web browser that runs the programs in its pages (JavaScript). Open the portal "
       "in your web browser, fetch the certificate there, and save the file that it gives you. Then come back: "
       "choose “I already have the file” on the first page. Nothing has been decided here."),
    N_("The portal has your agreement, but goes on only in a web browser that runs the programs in its pages "
       "(JavaScript). Open the portal in your web browser and see whether the certificate can still be fetched "
       "there. With the file that it gives you, choose “I already have the file” on the first page.") },

  /* The e-mail */
  { inkan_mail_error_quark, INKAN_MAIL_ERROR_READ,
    N_("The e-mail could not be opened"),
    N_("The file is gone, or you are not allowed to read it. Open another one, or type the certificate code "
       "yourself."),
    NULL },
  { inkan_mail_error_quark, INKAN_MAIL_ERROR_NOT_A_MESSAGE,
    N_("This file is not an e-mail"),
    N_("In your mail program, save the message as a file (its name then ends in “.eml”) and open that one. "
       "Or type the certificate code yourself."),
    NULL },
  { inkan_mail_error_quark, INKAN_MAIL_ERROR_TOO_LARGE,
    N_("This file is too large for such an e-mail"),
    N_("The e-mail with the certificate code is short. Perhaps it is another message; open the right one, or "
       "type the certificate code yourself."),
    NULL },
  { inkan_mail_error_quark, INKAN_MAIL_ERROR_NO_CODE,
    N_("There is no certificate code in this e-mail"),
    N_("Perhaps it is another message from the same sender. Open the newest one about fetching your "
       "certificate, or type the certificate code yourself."),
    NULL },

  /* A certificate file written anew */
  { inkan_conversion_error_quark, INKAN_CONVERSION_ERROR_NO_PASSPHRASE,
    N_("The new file needs a password"),
    N_("Without one, anybody who finds the file could use it, and many programs do not open it. Choose a password, or "
       "have one made up."),
    NULL },
  { inkan_conversion_error_quark, INKAN_CONVERSION_ERROR_PASSPHRASE_NOT_TYPABLE,
    N_("This password cannot be typed"),
    N_("There are characters in it that no keyboard has, so that other programs could not be given it. Choose another "
       "one for the new file."),
    NULL },
  { inkan_conversion_error_quark, INKAN_CONVERSION_ERROR_PASSPHRASE_NOT_ASCII,
    N_("Older programs cannot take this password"),
    N_("They know the letters A to Z, digits and the signs of an English keyboard; with anything else the copy might "
       "not open just where you need it. Choose another password for the copy. The file itself keeps its own."),
    NULL },
  { inkan_conversion_error_quark, INKAN_CONVERSION_ERROR_TOO_MANY_KEYS,
    N_("There are too many keys in the file"),
    N_("With this encryption, opening the file would take far too long. It was left as it is, and works as before."),
    NULL },
  { inkan_conversion_error_quark, INKAN_CONVERSION_ERROR_INCOMPLETE,
    N_("Part of the file cannot be read here"),
    N_("It would be missing in the new file, so none was made. Use the file as it is: it works as before. If a program "
       "does not take it, tell the help desk."),
    NULL },
  { inkan_conversion_error_quark, INKAN_CONVERSION_ERROR_FAILED,
    N_("The new file was not as it should be"),
    N_("It was thrown away. The file was left as it is, and works as before. Please report this, with the technical "
       "details."),
    NULL },

  /* A portal's description */
  { inkan_definition_error_quark, INKAN_DEFINITION_ERROR_READ,
    N_("The portal file could not be read"),
    N_("The file is gone, or it is of another kind. A portal file ends in “.portal” and comes from the "
       "organisation that issues your certificate."),
    NULL },
  { inkan_definition_error_quark, INKAN_DEFINITION_ERROR_INVALID,
    N_("There is a mistake in the portal file"),
    N_("Ask whoever gave you the file for a corrected one. The technical details say where the mistake is."),
    NULL },

  /* Saving */
  { inkan_keeping_error_quark, INKAN_KEEPING_ERROR_EXISTS,
    N_("A file of this name is there already"),
    N_("It was left as it is. Choose another name or another folder. Your certificate is still safe with "
       "this program."),
    NULL },
  { inkan_keeping_error_quark, INKAN_KEEPING_ERROR_NO_FOLDER,
    N_("The folder is not there"),
    N_("It may have been moved or deleted, or its medium was taken out. Choose another folder. Your "
       "certificate is still safe with this program."),
    NULL },
  { inkan_keeping_error_quark, INKAN_KEEPING_ERROR_PERMISSION,
    N_("You may not save in this folder"),
    N_("The folder belongs to somebody else. Choose one of your own. Your certificate is still safe with "
       "this program."),
    NULL },
  { inkan_keeping_error_quark, INKAN_KEEPING_ERROR_READ_ONLY,
    N_("Nothing can be saved on this medium"),
    N_("It can only be read. Choose a folder on another one. Your certificate is still safe with this "
       "program."),
    NULL },
  { inkan_keeping_error_quark, INKAN_KEEPING_ERROR_NO_SPACE,
    N_("There is no room left"),
    N_("Make some room, or choose a folder elsewhere. Your certificate is still safe with this program."),
    NULL },
  { inkan_keeping_error_quark, INKAN_KEEPING_ERROR_BAD_NAME,
    N_("This file name cannot be used"),
    N_("Choose a shorter or simpler name, without “/”, that ends in “.p12”."),
    NULL },
  { inkan_keeping_error_quark, INKAN_KEEPING_ERROR_DIFFERENT,
    N_("The saved file is not what was received"),
    N_("It was read back and compared, and it differs; the medium may be failing. Save it in another folder. "
       "Your certificate is still safe with this program."),
    NULL },
  { inkan_keeping_error_quark, INKAN_KEEPING_ERROR_IO,
    N_("The file could not be saved"),
    N_("The medium reported a fault. Choose a folder on another one. Your certificate is still safe with "
       "this program."),
    NULL },

  /* The record */
  { inkan_retrieval_error_quark, INKAN_RETRIEVAL_ERROR_AGREEMENT_CHANGED,
    N_("Please read this page again"),
    N_("The portal had signed you out, so you were signed in again. What there is to agree to is no longer the "
       "same as what you read. Nothing has been sent: read it again, then agree."),
    NULL },
  { inkan_retrieval_error_quark, INKAN_RETRIEVAL_ERROR_NOT_RECORDED,
    N_("Your agreement was not sent"),
    N_("It has to be noted down on this computer first, so that nothing is lost whatever happens, and that "
       "was not possible. Make some room in your home folder, then choose the certificate again."),
    NULL },

  /* The keyring */
  { secret_error_get_quark, ANY_CODE,
    N_("The keyring cannot be used"),
    N_("The password was not remembered. Everything else works without it: note the password down "
       "yourself and keep it away from the file."),
    NULL },
  { g_dbus_error_quark, ANY_CODE,
    N_("The keyring cannot be used"),
    N_("The password was not remembered. Everything else works without it: note the password down "
       "yourself and keep it away from the file."),
    NULL },

  /* Files of any kind */
  { g_io_error_quark, G_IO_ERROR_NOT_FOUND,
    N_("The file is not there"),
    N_("It may have been moved or deleted. Choose it again."),
    NULL },
  { g_io_error_quark, G_IO_ERROR_PERMISSION_DENIED,
    N_("You have no permission for this"),
    N_("The file or folder belongs to somebody else. Choose another one."),
    NULL },
  { g_io_error_quark, G_IO_ERROR_NO_SPACE,
    N_("There is no room left"),
    N_("Make some room, or choose a folder elsewhere."),
    NULL },
};

static const Row fallback = {
  NULL, ANY_CODE,
  N_("Something went wrong"),
  N_("Try it once more. If it happens again, send the technical details to the help desk."),
  NULL,
};

static const Row *
find_row (const GError *error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].domain () == error->domain && (table[i].code == ANY_CODE || table[i].code == error->code))
      return &table[i];
  return &fallback;
}

/* When to come back, if the portal has said so; else NULL. */
static char *
describe_retry (const GError *error)
{
  GDateTime *retry = inkan_portal_error_get_retry_after (error);
  g_autoptr(GDateTime) local = NULL;
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *when = NULL;
  gboolean today;

  if (retry == NULL)
    return NULL;
  local = g_date_time_to_local (retry);
  today = g_date_time_get_year (local) == g_date_time_get_year (now)
          && g_date_time_get_day_of_year (local) == g_date_time_get_day_of_year (now);
  when = g_date_time_format (local, today ? "%H:%M" : "%x %H:%M");
  /* Translators: %s is a time of day, or a date and a time. */
  return g_strdup_printf (_("The portal says to come back at %s."), when);
}

char *
inkan_error_text (const GError           *error,
                  InkanPortalDefinition  *definition,
                  char                  **title)
{
  const Row *row;
  gboolean of_portal, after;
  const char *portal;
  g_autofree char *retry = NULL;
  GString *text;

  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain == INKAN_CERTIFICATE_ERROR)
    return inkan_certificate_error_text (error, title);
  row = find_row (error);
  of_portal = error->domain == INKAN_PORTAL_ERROR;
  after = of_portal && row->after != NULL && inkan_portal_error_is_after_agreement (error);
  portal = definition != NULL ? inkan_portal_definition_get_name (definition) : _("The portal");

  text = g_string_new (after ? _(row->after) : _(row->text));
  g_string_replace (text, "{portal}", portal, 0);
  if (of_portal && (retry = describe_retry (error)) != NULL) {
    g_string_append (text, " ");
    g_string_append (text, retry);
  }
  if (title != NULL)
    *title = g_strdup (_(row->title));
  return g_string_free (text, FALSE);
}
