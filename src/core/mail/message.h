/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

#include "authentication.h"
#include "mail-link.h"

G_BEGIN_DECLS

/**
 * InkanMailError:
 * @INKAN_MAIL_ERROR_READ: the file could not be read
 * @INKAN_MAIL_ERROR_NOT_A_MESSAGE: the bytes are not an e-mail message
 * @INKAN_MAIL_ERROR_TOO_LARGE: more than %INKAN_MESSAGE_MAX_SIZE
 * @INKAN_MAIL_ERROR_NO_CODE: a message, but with no certificate code in it
 *
 * What can go wrong between a message and its certificate code.
 */
typedef enum {
  INKAN_MAIL_ERROR_READ,
  INKAN_MAIL_ERROR_NOT_A_MESSAGE,
  INKAN_MAIL_ERROR_TOO_LARGE,
  INKAN_MAIL_ERROR_NO_CODE,
} InkanMailError;

#define INKAN_MAIL_ERROR (inkan_mail_error_quark ())
GQuark inkan_mail_error_quark (void);

/* Bytes; far above any retrieval message, far below what would hurt. */
#define INKAN_MESSAGE_MAX_SIZE (16 * 1024 * 1024)

#define INKAN_TYPE_MESSAGE (inkan_message_get_type ())
G_DECLARE_FINAL_TYPE (InkanMessage, inkan_message, INKAN, MESSAGE, GObject)

/**
 * inkan_message_new_from_bytes:
 * @bytes: a whole message as it lies in a `.eml` file or on the clipboard
 * @code_pattern: (nullable): regular expression from the portal's definition;
 *   its first group, or the whole match, is the code. %NULL: find it as a
 *   person would, by the label before it
 * @error: an #InkanMailError
 *
 * Reads a retrieval e-mail (guide, step 1). A message without a code is not an
 * error here: inkan_message_get_code() is then %NULL.
 *
 * Returns: (transfer full):
 */
InkanMessage *inkan_message_new_from_bytes (GBytes      *bytes,
                                            const char  *code_pattern,
                                            GError     **error);

/**
 * inkan_message_looks_like_one:
 * @text: what was pasted
 *
 * Returns: whether @text is a whole message, header fields first, and thus
 *   something for inkan_message_new_from_bytes()
 */
gboolean      inkan_message_looks_like_one (const char  *text);

/**
 * inkan_message_new_from_text:
 * @text: the text of a message without its header, as a person copies it out of
 *   a mail program
 * @code_pattern: (nullable): as in inkan_message_new_from_bytes()
 * @error: %INKAN_MAIL_ERROR_NO_CODE when there is none in it
 *
 * Returns: (transfer full): a message with a code, perhaps links, and nothing
 *   else; the code is %NULL when only a link carries one, under a name that
 *   could be anything's ("token")
 */
InkanMessage *inkan_message_new_from_text  (const char  *text,
                                            const char  *code_pattern,
                                            GError     **error);

/**
 * inkan_message_new_from_html:
 * @bytes: a page or a piece of one, as the clipboard and drag and drop hand it
 *   over (`text/html`): UTF-8, UTF-16, or what the page says, also behind
 *   Windows' "StartHTML:…" description
 * @code_pattern: (nullable): as in inkan_message_new_from_bytes()
 * @error: as in inkan_message_new_from_text()
 *
 * Returns: (transfer full): as inkan_message_new_from_text()
 */
InkanMessage *inkan_message_new_from_html  (GBytes      *bytes,
                                            const char  *code_pattern,
                                            GError     **error);

/**
 * inkan_message_new_from_stream:
 * @stream: a whole message; read to its end, but for at most a byte more than
 *   %INKAN_MESSAGE_MAX_SIZE
 * @code_pattern: (nullable): as in inkan_message_new_from_bytes()
 * @cancellable: (nullable):
 * @error: an #InkanMailError, or %G_IO_ERROR_CANCELLED
 *
 * Waits for @stream.
 *
 * Returns: (transfer full):
 */
InkanMessage *inkan_message_new_from_stream (GInputStream  *stream,
                                             const char    *code_pattern,
                                             GCancellable  *cancellable,
                                             GError       **error);

/* Reads @file off the main thread, at most INKAN_MESSAGE_MAX_SIZE of it. */
void          inkan_message_read_async     (GFile               *file,
                                            const char          *code_pattern,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
InkanMessage *inkan_message_read_finish    (GAsyncResult        *result,
                                            GError             **error);

/* All (transfer none) and (nullable); texts are UTF-8, without control and
 * bidirectional-override characters, and are claims of the sender. */
SecretValue  *inkan_message_get_code       (InkanMessage *self);
const char   *inkan_message_get_link       (InkanMessage *self); /* http(s) URI, credentials and all: never log it */
const char   *inkan_message_get_link_host  (InkanMessage *self);
const char   *inkan_message_get_link_shown_host (InkanMessage *self); /* InkanMailLink.shown_host of it */
const char   *inkan_message_get_subject    (InkanMessage *self);
const char   *inkan_message_get_sender     (InkanMessage *self); /* "Name <address>" or "address" */
const char   *inkan_message_get_sender_address (InkanMessage *self); /* without the name, which can be any words */
GDateTime    *inkan_message_get_date       (InkanMessage *self);

/* (transfer none) (array zero-terminated=1): addresses that it was sent to */
const char * const *inkan_message_get_recipients (InkanMessage *self);

/* (transfer none) (element-type SecretValue): the one of inkan_message_get_code()
 * and then others with a label as good that differ, as a thread of several
 * messages has them. */
GPtrArray    *inkan_message_get_codes      (InkanMessage *self);

/* (transfer none) (element-type InkanMailLink): all links, the one of
 * inkan_message_get_link() first; at most INKAN_MESSAGE_MAX_LINKS. */
#define INKAN_MESSAGE_MAX_LINKS 20
GPtrArray    *inkan_message_get_links      (InkanMessage *self);

/* (transfer none) (element-type InkanMailClaim): what the topmost
 * `Authentication-Results` says about the sender: see there what it is worth. */
GPtrArray    *inkan_message_get_claims     (InkanMessage *self);

/**
 * inkan_code_normalise:
 * @typed: what a person typed or pasted: with blanks, full-width letters and
 *   digits, a label such as "証明書コード:" before it
 *
 * Returns: (transfer full): the code alone, possibly empty; free with
 *   secret_password_free()
 */
char         *inkan_code_normalise         (const char *typed);

/**
 * inkan_code_is_plausible:
 * @code: a normalised code
 *
 * Returns: whether @code looks like a certificate code rather than a word, a
 *   sentence or a telephone number: for offering the clipboard's text, and for
 *   a hint while typing
 */
gboolean      inkan_code_is_plausible      (const char *code);

G_END_DECLS
