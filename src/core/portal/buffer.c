/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "buffer.h"

#include <string.h>

typedef struct {
  guint8 *data;
  gsize length;
} Wiped;

static void
wiped_free (gpointer data)
{
  Wiped *wiped = data;

  explicit_bzero (wiped->data, wiped->length);
  g_free (wiped->data);
  g_free (wiped);
}

void
inkan_buffer_append (InkanBuffer   *self,
                     gconstpointer  bytes,
                     gsize          length)
{
  if (length == 0)
    return;

  if (length > self->allocated - self->length)
    {
      gsize allocated = MAX (MAX (self->allocated * 2, self->length + length), 256);
      guint8 *data = g_malloc (allocated);

      /* Not realloc(): it would leave the old place as it is. */
      if (self->data != NULL)
        {
          memcpy (data, self->data, self->length);
          explicit_bzero (self->data, self->length);
          g_free (self->data);
        }
      self->data = data;
      self->allocated = allocated;
    }
  memcpy (self->data + self->length, bytes, length);
  self->length += length;
}

void
inkan_buffer_append_string (InkanBuffer *self,
                            const char  *text)
{
  inkan_buffer_append (self, text, strlen (text));
}

void
inkan_buffer_clear (InkanBuffer *self)
{
  if (self->data != NULL)
    explicit_bzero (self->data, self->length);
  g_clear_pointer (&self->data, g_free);
  self->length = self->allocated = 0;
}

GBytes *
inkan_buffer_steal (InkanBuffer *self)
{
  Wiped *wiped;

  if (self->data == NULL)
    return g_bytes_new_static ("", 0);

  wiped = g_new (Wiped, 1);
  wiped->data = g_steal_pointer (&self->data);
  wiped->length = self->length;
  self->length = self->allocated = 0;
  return g_bytes_new_with_free_func (wiped->data, wiped->length, wiped_free, wiped);
}

char *
inkan_buffer_steal_string (InkanBuffer *self)
{
  inkan_buffer_append (self, "", 1);
  self->length = self->allocated = 0;
  return (char *) g_steal_pointer (&self->data);
}
