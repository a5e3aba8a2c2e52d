/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/ber.h"

#include <string.h>

#define MAX_DEPTH 40

Ber *
ber_new (guint8 tag)
{
  Ber *self = g_new0 (Ber, 1);

  self->tag = tag;
  if ((tag & BER_CONSTRUCTED) != 0)
    self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) ber_free);
  else
    self->octets = g_byte_array_new ();
  return self;
}

Ber *
ber_new_octets (guint8 tag, const void *octets, gsize length)
{
  Ber *self = g_new0 (Ber, 1);

  self->tag = tag;
  ber_set_octets (self, octets, length);
  return self;
}

void
ber_free (Ber *self)
{
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_clear_pointer (&self->octets, g_byte_array_unref);
  g_free (self);
}

Ber *
ber_copy (const Ber *self)
{
  Ber *copy = g_new0 (Ber, 1);

  copy->tag = self->tag;
  copy->indefinite = self->indefinite;
  if (self->children == NULL) {
    ber_set_octets (copy, self->octets->data, self->octets->len);
    return copy;
  }
  copy->children = g_ptr_array_new_with_free_func ((GDestroyNotify) ber_free);
  for (guint i = 0; i < self->children->len; i++)
    ber_append (copy, ber_copy (self->children->pdata[i]));
  return copy;
}

void
ber_append (Ber *self, Ber *child)
{
  g_clear_pointer (&self->octets, g_byte_array_unref);
  if (self->children == NULL)
    self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) ber_free);
  g_ptr_array_add (self->children, child);
}

void
ber_set_octets (Ber *self, const void *octets, gsize length)
{
  GByteArray *array = g_byte_array_sized_new ((guint) length);

  g_byte_array_append (array, octets, (guint) length);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_clear_pointer (&self->octets, g_byte_array_unref);
  self->octets = array;
  self->indefinite = FALSE;
}

Ber *
ber_get (const Ber *self, guint index)
{
  return self != NULL && self->children != NULL && index < self->children->len ? self->children->pdata[index] : NULL;
}

/* Tag and length at the beginning of *@data, which is moved behind them.
 * Returns: whether they fit */
static gboolean
read_header (const guint8 **data, gsize *size, guint8 *tag, gsize *length, gboolean *indefinite)
{
  const guint8 *at = *data;
  guint n_octets;

  if (*size < 2 || (at[0] & 0x1f) == 0x1f)
    return FALSE;
  *tag = at[0];
  n_octets = at[1] > 0x80 ? at[1] & 0x7f : 0;
  *indefinite = at[1] == 0x80;
  *length = at[1] < 0x80 ? at[1] : 0;
  if (n_octets > 4 || *size < 2 + (gsize) n_octets)
    return FALSE;
  for (guint i = 0; i < n_octets; i++)
    *length = *length << 8 | at[2 + i];
  *data += 2 + n_octets;
  *size -= 2 + n_octets;
  return *length <= *size;
}

static Ber *parse (const guint8 **data, gsize *size, guint depth);
static void write_inside (const Ber *self, GByteArray *to);

/* The values that @length octets (or all up to the two that end an indefinite
 * length) consist of. Returns: whether they do */
static gboolean
parse_children (Ber *self, const guint8 **data, gsize *size, guint depth)
{
  while (self->indefinite || *size > 0) {
    Ber *child;

    if (self->indefinite && *size >= 2 && (*data)[0] == 0 && (*data)[1] == 0) {
      *data += 2;
      *size -= 2;
      return TRUE;
    }
    child = parse (data, size, depth);
    if (child == NULL)
      return FALSE;
    ber_append (self, child);
  }
  return TRUE;
}

/* Looks into what is constructed, and into an OCTET STRING if it would be written
 * again just so: it may be that it only looks like values. */
static void
look_inside (Ber *self, const guint8 *octets, gsize length, guint depth)
{
  g_autoptr (GByteArray) again = g_byte_array_new ();
  const guint8 *inside = octets;
  gsize left = length;
  gboolean fits = FALSE;

  if (length > 0 && ((self->tag & BER_CONSTRUCTED) != 0 || self->tag == BER_OCTETS))
    fits = parse_children (self, &inside, &left, depth + 1);
  if (fits && self->tag == BER_OCTETS) {
    write_inside (self, again);
    fits = again->len == length && memcmp (again->data, octets, length) == 0;
  }
  if (!fits)
    ber_set_octets (self, octets, length);
}

static Ber *
parse (const guint8 **data, gsize *size, guint depth)
{
  g_autoptr (Ber) self = NULL;
  gboolean indefinite;
  gsize length;
  guint8 tag;

  if (depth > MAX_DEPTH || !read_header (data, size, &tag, &length, &indefinite))
    return NULL;
  self = ber_new (tag);
  self->indefinite = indefinite;
  if (indefinite)
    return (tag & BER_CONSTRUCTED) != 0 && parse_children (self, data, size, depth + 1) ? g_steal_pointer (&self)
                                                                                       : NULL;
  look_inside (self, *data, length, depth);
  *data += length;
  *size -= length;
  return g_steal_pointer (&self);
}

Ber *
ber_parse (const guint8 *data, gsize size)
{
  return parse (&data, &size, 0);
}

static void write_value (const Ber *self, GByteArray *to);

static void
write_inside (const Ber *self, GByteArray *to)
{
  if (self->children == NULL) {
    g_byte_array_append (to, self->octets->data, self->octets->len);
    return;
  }
  for (guint i = 0; i < self->children->len; i++)
    write_value (self->children->pdata[i], to);
}

static void
write_length (gsize length, GByteArray *to)
{
  guint8 octets[1 + sizeof (guint32)];
  guint n = 0;

  if (length >= 0x80) {
    while (length >> (8 * n) != 0)
      n++;
    octets[0] = 0x80 | n;
    for (guint i = 0; i < n; i++)
      octets[1 + i] = length >> (8 * (n - 1 - i)) & 0xff;
  } else {
    octets[0] = (guint8) length;
  }
  g_byte_array_append (to, octets, 1 + n);
}

static void
write_value (const Ber *self, GByteArray *to)
{
  g_autoptr (GByteArray) inside = g_byte_array_new ();

  write_inside (self, inside);
  g_byte_array_append (to, &self->tag, 1);
  if (self->indefinite) {
    g_byte_array_append (to, (const guint8[]){ 0x80 }, 1);
    g_byte_array_append (to, inside->data, inside->len);
    g_byte_array_append (to, (const guint8[]){ 0, 0 }, 2);
  } else {
    write_length (inside->len, to);
    g_byte_array_append (to, inside->data, inside->len);
  }
}

static void
join_pieces (const Ber *self, GByteArray *to)
{
  if ((self->tag & BER_CONSTRUCTED) == 0 || self->children == NULL) {
    write_inside (self, to);
    return;
  }
  for (guint i = 0; i < self->children->len; i++)
    join_pieces (self->children->pdata[i], to);
}

GBytes *
ber_get_octets (const Ber *self)
{
  GByteArray *octets = g_byte_array_new ();

  if (self->tag == (BER_OCTETS | BER_CONSTRUCTED))
    join_pieces (self, octets);
  else
    write_inside (self, octets);
  return g_byte_array_free_to_bytes (octets);
}

GBytes *
ber_write (const Ber *self)
{
  GByteArray *octets = g_byte_array_new ();

  write_value (self, octets);
  return g_byte_array_free_to_bytes (octets);
}
