/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "../core/mail/message.h"

G_BEGIN_DECLS

/* A message as the desktop hands it over: dropped by a mail program or a file
 * manager, copied from a message that is open. */

/* Boxed GBytes: `message/rfc822`, and `text/html`. */
#define INKAN_TYPE_WHOLE_MESSAGE (inkan_whole_message_get_type ())
#define INKAN_TYPE_HTML_TEXT (inkan_html_text_get_type ())
GType          inkan_whole_message_get_type     (void);
GType          inkan_html_text_get_type         (void);

/* (transfer full): takes a whole message, files (`text/uri-list`), HTML, text: what says most comes first. */
GtkDropTarget *inkan_message_source_new_target  (void);

/**
 * inkan_message_source_read_value:
 * @value: of one of the target's types
 * @code_pattern: (nullable): of the portal's definition
 * @file: (out) (transfer full) (nullable): what was dropped is this file, still to be read
 * @error: an #InkanMailError
 *
 * Returns: (transfer full) (nullable): %NULL with @file or @error
 */
InkanMessage  *inkan_message_source_read_value  (const GValue  *value,
                                                 const char    *code_pattern,
                                                 GFile        **file,
                                                 GError       **error);

/* The same for text: whole with its header, or only its words: (transfer full). */
InkanMessage  *inkan_message_source_read_text   (const char    *text,
                                                 const char    *code_pattern,
                                                 GError       **error);

/* Whether there is anything on @clipboard that could be a code or a message. */
gboolean       inkan_message_source_offers      (GdkClipboard  *clipboard);

/**
 * inkan_message_source_read_clipboard_async:
 * @code_pattern: (nullable): of the portal's definition
 *
 * Reads what was copied, once. One line of text, as a code is, is handed over as
 * it is; more is read as a message: as HTML where there is any, for that has the
 * links too, else as text.
 */
void           inkan_message_source_read_clipboard_async  (GdkClipboard         *clipboard,
                                                           const char           *code_pattern,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
/* @line: (out) (transfer full) (nullable): free with secret_password_free().
 * Returns: (transfer full) (nullable): %NULL with @line or @error */
InkanMessage  *inkan_message_source_read_clipboard_finish (GAsyncResult         *result,
                                                           char                **line,
                                                           GError              **error);

G_END_DECLS
