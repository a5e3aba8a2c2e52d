/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "mime-head.h"

G_BEGIN_DECLS

typedef struct {
  GPtrArray  *heads;    /* InkanMimeHead: of one message, or of several in a mailbox */
  GPtrArray  *segments; /* InkanSegment; "message" is an index into @owners */
  GArray     *owners;   /* guint: index of the head that a message belongs to */
  GHashTable *deceits;  /* as of inkan_html_to_text() */
} InkanMimeContent;

/* Returns: (transfer full) (nullable): %NULL when @bytes are no message */
InkanMimeContent *inkan_mime_read         (const guint8     *bytes,
                                           gsize             length);

void              inkan_mime_content_free (InkanMimeContent *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanMimeContent, inkan_mime_content_free)

G_END_DECLS
