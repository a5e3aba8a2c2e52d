/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PRACTICE_SALT_SIZE 16
#define PRACTICE_HASH_SIZE 32
#define PRACTICE_CODE_LENGTH 20

/* Makes a salted hash (scrypt, RFC 7914). Takes some 12 ms: not for the main loop. */
void     practice_secret_hash       (const char   *secret,
                                     const guint8 *salt,
                                     guint8       *hash);

gboolean practice_secret_same       (const guint8 *one,
                                     const guint8 *other,
                                     gsize         size);

/* Random bytes from OpenSSL; a machine that has none ends the program. */
void     practice_secret_random     (guint8       *bytes,
                                     gsize         size);

/* Returns: (transfer full): 32 random bytes as hexadecimal digits */
char    *practice_secret_new_token  (void);

/**
 * practice_secret_new_code:
 *
 * A certificate code: 20 letters and digits, at least one of each kind, none of
 * those that are taken for one another (0 O, 1 l I).
 *
 * Returns: (transfer full): practice_secret_free()
 */
char    *practice_secret_new_code   (void);

/* Overwrites @secret up to its NUL, then frees it. %NULL is fine. */
void     practice_secret_free       (char         *secret);

G_END_DECLS
