/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "note.h"

#include <glib/gi18n.h>

InkanNote *
inkan_note_new (InkanNoteKind  kind,
                const char    *title,
                const char    *text)
{
  InkanNote *self = g_new (InkanNote, 1);

  self->kind = kind;
  self->title = g_strdup (title);
  self->text = g_strdup (text);
  return self;
}

void
inkan_note_free (InkanNote *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->text);
  g_free (self);
}

GPtrArray *
inkan_notes_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) inkan_note_free);
}

void
inkan_notes_add (GPtrArray     *notes,
                 InkanNoteKind  kind,
                 const char    *title,
                 const char    *text)
{
  g_return_if_fail (notes != NULL);

  g_ptr_array_add (notes, inkan_note_new (kind, title, text));
}

const char *
inkan_note_kind_get_name (InkanNoteKind kind)
{
  switch (kind) {
  case INKAN_NOTE_PENDING:
    return _("Pending");
  case INKAN_NOTE_GOOD:
    return _("Good");
  case INKAN_NOTE_WARNING:
    return _("Warning");
  case INKAN_NOTE_ERROR:
    return _("Problem");
  case INKAN_NOTE_INFO:
  default:
    return _("Hint");
  }
}

char *
inkan_join_title (const char *title,
                  const char *sentence)
{
  /* Translators: a title, then a sentence with its full stop. */
  return g_strdup_printf (_("%s. %s"), title, sentence);
}

char *
inkan_join_sentences (const char *first,
                      const char *second)
{
  /* Translators: two sentences, each with its full stop. */
  return g_strdup_printf (_("%s %s"), first, second);
}
