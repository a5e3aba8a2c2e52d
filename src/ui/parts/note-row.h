/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "../../wording/note.h"

G_BEGIN_DECLS

/**
 * InkanNoteRow:
 *
 * A row of a boxed list that says something: an icon, a few words, a sentence.
 * All texts are plain text. Never by colour alone: the icon has a name.
 */
#define INKAN_TYPE_NOTE_ROW (inkan_note_row_get_type ())
G_DECLARE_FINAL_TYPE (InkanNoteRow, inkan_note_row, INKAN, NOTE_ROW, AdwPreferencesRow)

GtkWidget  *inkan_note_row_new      (InkanNoteKind  kind,
                                     const char    *title,
                                     const char    *text);

/* @title, @text: (nullable): without both the row is not shown. */
void        inkan_note_row_set      (InkanNoteRow  *self,
                                     InkanNoteKind  kind,
                                     const char    *title,
                                     const char    *text);

/* The same from a note, that may be NULL. */
GtkWidget  *inkan_note_row_new_for  (const InkanNote *note);
void        inkan_note_row_set_note (InkanNoteRow    *self,
                                     const InkanNote *note);

/* The sentence that stands there now, "" for none. */
const char *inkan_note_row_get_text (InkanNoteRow  *self);

G_END_DECLS
