/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wiped-text.h"

#include <string.h>

void
inkan_wiped_text_append (InkanWipedText *self,
                         const char     *bytes,
                         gsize           length)
{
  if (self->length + length + 1 > self->room)
    {
      gsize room = MAX (256, 2 * (self->length + length + 1));
      char *text = g_malloc (room);

      if (self->text != NULL)
        {
          memcpy (text, self->text, self->length);
          explicit_bzero (self->text, self->room);
          g_free (self->text);
        }
      self->text = text;
      self->room = room;
    }
  memcpy (self->text + self->length, bytes, length);
  self->length += length;
  self->text[self->length] = '\0';
}

char *
inkan_wiped_text_steal (InkanWipedText *self)
{
  char *text = self->text != NULL ? self->text : g_strdup ("");

  *self = (InkanWipedText){ NULL };
  return text;
}

void
inkan_wipe_free (char *text)
{
  if (text == NULL)
    return;
  explicit_bzero (text, strlen (text));
  g_free (text);
}
