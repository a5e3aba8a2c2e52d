/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One of the messages in a file: there is one, or several in a mailbox. */
typedef struct {
  char      *subject;        /* decoded, not cleaned; nullable */
  char      *sender_name;    /* decoded, not cleaned; nullable */
  char      *sender_address; /* not cleaned; nullable */
  GDateTime *date;
  GPtrArray *claims;         /* InkanMailClaim: of the topmost Authentication-Results */
} InkanMimeHead;

typedef struct {
  GPtrArray  *heads;    /* InkanMimeHead */
  GPtrArray  *segments; /* InkanSegment; "message" is an index into @owners */
  GArray     *owners;   /* guint: index of the head that a message belongs to */
  GHashTable *deceits;  /* as of inkan_html_to_text() */
} InkanMimeContent;

/* Whether @bytes begin as a message does: header fields, of which at least
 * @least are ones that every mail has some of. */
gboolean          inkan_mime_has_header   (const char       *bytes,
                                           gsize             length,
                                           guint             least);

/* Returns: (transfer full) (nullable): %NULL when @bytes are no message */
InkanMimeContent *inkan_mime_read         (const guint8     *bytes,
                                           gsize             length);

void              inkan_mime_content_free (InkanMimeContent *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanMimeContent, inkan_mime_content_free)

G_END_DECLS
