/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  INKAN_SHAPE_OTHER,     /* no BER value at all */
  INKAN_SHAPE_TRUNCATED, /* begins as one, and ends too early */
  INKAN_SHAPE_FOREIGN,   /* a whole value, but no PKCS#12 */
  INKAN_SHAPE_PKCS12,
} InkanShape;

/**
 * inkan_pkcs12_shape:
 * @bytes: what the portal sent
 * @length: (out): bytes of the outermost value, without what trails behind it
 *
 * Whether an answer is a PKCS#12 file, by its outermost structure (RFC 7292,
 * section 4): cheap, and enough not to believe a page that is labelled as one.
 */
InkanShape inkan_pkcs12_shape (GBytes *bytes,
                               gsize  *length);

G_END_DECLS
