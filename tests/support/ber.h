/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tags that tests speak of. */
#define BER_INTEGER 0x02
#define BER_OCTETS 0x04
#define BER_OBJECT 0x06
#define BER_SEQUENCE 0x30
#define BER_CONSTRUCTED 0x20
#define BER_CONTEXT 0x80

/* A value of BER as a tree that may be rearranged; lengths are worked out when
 * it is written. OCTET STRINGs that hold a whole value are looked into. */
typedef struct {
  guint8 tag;
  gboolean indefinite;
  GPtrArray *children; /* (nullable): of Ber; instead of octets */
  GByteArray *octets;  /* (nullable) */
} Ber;

/* Returns: (transfer full) (nullable): the value that @data begins with, or %NULL
 * where it begins with none. */
Ber    *ber_parse          (const guint8 *data,
                            gsize         size);
Ber    *ber_new            (guint8        tag); /* without anything in it */
Ber    *ber_new_octets     (guint8        tag,
                            const void   *octets,
                            gsize         length);
Ber    *ber_copy           (const Ber    *self);
void    ber_free           (Ber          *self);

void    ber_append         (Ber          *self,
                            Ber          *child); /* (transfer full) */
void    ber_set_octets     (Ber          *self,
                            const void   *octets,
                            gsize         length);

/* (nullable): the child at @index, if there is one. */
Ber    *ber_get            (const Ber    *self,
                            guint         index);
/* (transfer full): what is in @self, without tag and length; of an OCTET STRING in
 * pieces, the pieces in a row. */
GBytes *ber_get_octets     (const Ber    *self);
/* (transfer full): tag, length and all. */
GBytes *ber_write          (const Ber    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ber, ber_free)

G_END_DECLS
