/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "certificate-error-text.h"

#include <glib/gi18n.h>

/* "Say what is known": each text says what happened, why, and what to do next. */
static const struct {
  const char *title;
  const char *text;
} table[] = {
  [INKAN_CERTIFICATE_ERROR_NOT_PKCS12] = {
    N_("This is not a certificate file"),
    N_("The file that belongs to a certificate holds its private key too; its name ends in “.p12” or “.pfx”. If it "
       "was the portal that sent this one, tell the help desk."),
  },
  [INKAN_CERTIFICATE_ERROR_DAMAGED] = {
    N_("The certificate file is damaged"),
    N_("Part of the file is missing or has been changed. If you have it in another place too, take that one. If "
       "you have not, and the portal no longer offers this certificate, apply for reissue."),
  },
  [INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE] = {
    N_("This password does not open the file"),
    N_("Look for capital letters and blanks, and try again; often it is the password that you chose when you "
       "applied. You can try as often as you like. If you are sure of the password, the file may have been changed "
       "on its way, which looks the same: take it from another place, or get it once more."),
  },
  [INKAN_CERTIFICATE_ERROR_UNSUPPORTED] = {
    N_("The file is made in a way that is not known here"),
    N_("Nothing is lost, and other programs may be able to open it, but it cannot be checked here. Send the "
       "technical details to the help desk."),
  },
  [INKAN_CERTIFICATE_ERROR_TOO_EXPENSIVE] = {
    N_("The file would take far too long to open"),
    N_("It asks for more computing than any honest file does, so it was left alone. Tell the help desk."),
  },
  [INKAN_CERTIFICATE_ERROR_NO_KEY] = {
    N_("The private key is missing"),
    N_("There is a certificate in the file, but not the key that makes it yours, so it cannot be used. "
       "Tell the help desk, or apply for reissue."),
  },
  [INKAN_CERTIFICATE_ERROR_NO_CERTIFICATE] = {
    N_("The certificate is missing"),
    N_("There is a key in the file, but no certificate. Tell the help desk, or apply for reissue."),
  },
  [INKAN_CERTIFICATE_ERROR_MISMATCH] = {
    N_("Key and certificate do not belong together"),
    N_("The key in the file fits none of its certificates, so it cannot be used. Tell the help desk, or "
       "apply for reissue."),
  },
  [INKAN_CERTIFICATE_ERROR_TOO_LARGE] = {
    N_("The file is too large for a certificate"),
    N_("A certificate file is a few kilobytes. If it was the portal that sent this one, tell the help desk."),
  },
};

/* What a file is that was taken for a certificate file, and what to do with it. */
static const char *const other_files[] = {
  [INKAN_OTHER_FILE_UNKNOWN] = NULL,
  [INKAN_OTHER_FILE_PEM]
  = N_("This one is text in PEM form. Ask for the certificate and its key together, as one “.p12” file."),
  [INKAN_OTHER_FILE_ARCHIVE] = N_("This one is an archive, or compressed. Unpack it, and look in it for the right file."),
  [INKAN_OTHER_FILE_JAVA]
  = N_("This one is a key store of Java's own kind. Java's keytool can make a “.p12” file of it."),
  [INKAN_OTHER_FILE_DOCUMENT] = N_("This one is a PDF document."),
  [INKAN_OTHER_FILE_MARKUP] = N_("This one is a web page. Perhaps it was saved in place of the file: open it and read "
                                 "what it says."),
  [INKAN_OTHER_FILE_BASE64]
  = N_("This one is text that stands for another file (base64). Save the attachment itself, not its text."),
  [INKAN_OTHER_FILE_CERTIFICATE] = N_("This one is the certificate alone, without its private key."),
  [INKAN_OTHER_FILE_CERTIFICATES] = N_("This one is a collection of certificates, without any private key."),
  [INKAN_OTHER_FILE_KEY] = N_("This one is a private key alone, without its certificate."),
  [INKAN_OTHER_FILE_REQUEST]
  = N_("This one is the request that a certificate is applied for with, and not yet the certificate."),
  [INKAN_OTHER_FILE_MAIL] = N_("This one is a whole e-mail message. Save its attachment instead."),
};

/* Which one it is that is not known: (transfer full) (nullable) */
static char *
describe_algorithm (const GError *error)
{
  const char *name = inkan_certificate_error_get_algorithm (error);

  /* Translators: %s is the name of a way to encrypt, in English, or numbers that stand for it. */
  return name != NULL ? g_strdup_printf (_("It needs the algorithm “%s”."), name) : NULL;
}

char *
inkan_certificate_error_text (const GError  *error,
                              char         **title)
{
  g_autofree char *algorithm = NULL;
  const char *package;
  InkanOtherFile other;

  g_return_val_if_fail (error != NULL && error->domain == INKAN_CERTIFICATE_ERROR, NULL);
  g_return_val_if_fail ((gsize) error->code < G_N_ELEMENTS (table), NULL);

  if (title != NULL)
    *title = g_strdup (_(table[error->code].title));
  package = inkan_certificate_error_get_package (error);
  if (package != NULL)
    return g_strdup_printf (_("It is locked in an old way, and the part of OpenSSL that knows it is not installed. Install "
                              "the package “%s”, or have it installed, and try again."),
                            package);
  algorithm = describe_algorithm (error);
  if (algorithm != NULL)
    return g_strconcat (algorithm, " ", _(table[error->code].text), NULL);
  other = inkan_certificate_error_get_other (error);
  if (other_files[other] == NULL)
    return g_strdup (_(table[error->code].text));
  return g_strconcat (_(table[error->code].text), " ", _(other_files[other]), NULL);
}
