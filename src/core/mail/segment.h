/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a segment's text comes from, best first */
typedef enum {
  INKAN_SEGMENT_PLAIN,
  INKAN_SEGMENT_HTML,
  INKAN_SEGMENT_ATTACHED,
} InkanSegmentKind;

/* A piece of a mail's text that one person wrote at one time: the text itself,
 * what it quotes, a message forwarded in it. */
typedef struct {
  char            *text;    /* folded, see inkan_fold_text() */
  gint64           date;    /* of the enclosing message, in seconds */
  guint            depth;   /* of quoting; more is older */
  guint            message; /* number of the enclosing message */
  InkanSegmentKind kind;
} InkanSegment;

void  inkan_segment_free  (InkanSegment *self);

/* Splits @text (with the fields of @like) and adds the pieces to @segments.
 * @flowed: format=flowed (RFC 3676). */
void  inkan_segments_add  (GPtrArray          *segments,
                           const char         *text,
                           gboolean            flowed,
                           gboolean            delsp,
                           const InkanSegment *like);

/**
 * inkan_fold_text:
 *
 * One spelling for what looks the same: full-width letters, digits and
 * punctuation in ASCII, every blank and box-drawing character a blank, hyphens
 * and quotation marks in ASCII, no invisible characters, line ends as "\n".
 *
 * Returns: (transfer full): inkan_wipe_free()
 */
char *inkan_fold_text     (const char         *text);

G_END_DECLS
