/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * inkan_wiping_begin:
 *
 * From now on, all that OpenSSL lets go of is wiped first. It does so itself with
 * most secrets, but not with all: the private number of an EC key stays behind
 * where its DER was read. To be called when the program starts, before anything
 * is asked of OpenSSL. When the program ends, OpenSSL is not taken down: a thread
 * may still be deriving a key that nobody waits for any more.
 *
 * Returns: whether it was early enough
 */
gboolean inkan_wiping_begin (void);

G_END_DECLS
