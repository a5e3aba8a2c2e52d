/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes that may be secret: whatever is given back to the allocator on the way
 * was overwritten first. */
typedef struct {
  guint8 *data;
  gsize length;
  gsize allocated;
} InkanBuffer;

void    inkan_buffer_append        (InkanBuffer   *self,
                                    gconstpointer  bytes,
                                    gsize          length);
void    inkan_buffer_append_string (InkanBuffer   *self,
                                    const char    *text);
void    inkan_buffer_clear         (InkanBuffer   *self);
/* (transfer full): empties @self; the bytes wipe themselves */
GBytes *inkan_buffer_steal         (InkanBuffer   *self);
/* (transfer full): as a string, which the caller wipes */
char   *inkan_buffer_steal_string  (InkanBuffer   *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (InkanBuffer, inkan_buffer_clear)

G_END_DECLS
