/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How much a note matters. */
typedef enum {
  INKAN_NOTE_INFO,
  INKAN_NOTE_PENDING,
  INKAN_NOTE_GOOD,
  INKAN_NOTE_WARNING,
  INKAN_NOTE_ERROR,
} InkanNoteKind;

/* Something to say: a few words, a sentence or two. Plain text; in the user's language. */
typedef struct {
  InkanNoteKind  kind;
  char          *title; /* (nullable) */
  char          *text;  /* (nullable) */
} InkanNote;

/* Both texts are copied; either may be %NULL. */
InkanNote *inkan_note_new  (InkanNoteKind  kind,
                            const char    *title,
                            const char    *text);
void       inkan_note_free (InkanNote     *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanNote, inkan_note_free)

/* An empty list: (transfer full) (element-type InkanNote). */
GPtrArray *inkan_notes_new (void);
void       inkan_notes_add (GPtrArray     *notes,
                            InkanNoteKind  kind,
                            const char    *title,
                            const char    *text);

/* "Warning", "Problem", …: for those who see neither icon nor colour. */
const char *inkan_note_kind_get_name (InkanNoteKind kind);

/* In one line, as it is written in the person's language: (transfer full). A title
 * comes without a full stop, a sentence with one. */
char *inkan_join_title     (const char *title,
                            const char *sentence);
char *inkan_join_sentences (const char *first,
                            const char *second);

G_END_DECLS
