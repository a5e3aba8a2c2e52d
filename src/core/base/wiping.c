/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wiping.h"

#include <malloc.h>
#include <string.h>

#include <openssl/crypto.h>

static void *
allocate (size_t size, const char *file, int line)
{
  return size > 0 ? malloc (size) : NULL;
}

static void
wipe_and_free (void *block, const char *file, int line)
{
  if (block == NULL)
    return;
  explicit_bzero (block, malloc_usable_size (block));
  free (block);
}

/* realloc() would leave the old block as it is when it moves. */
static void *
resize (void *block, size_t size, const char *file, int line)
{
  gsize before = block != NULL ? malloc_usable_size (block) : 0;
  void *moved;

  if (size == 0) {
    wipe_and_free (block, file, line);
    return NULL;
  }
  if (size <= before && size > before / 2)
    return block;
  moved = malloc (size);
  if (moved == NULL)
    return NULL;
  if (block != NULL)
    memcpy (moved, block, MIN (before, size));
  wipe_and_free (block, file, line);
  return moved;
}

gboolean
inkan_wiping_begin (void)
{
  gboolean done = CRYPTO_set_mem_functions (allocate, resize, wipe_and_free) == 1;

  OPENSSL_init_crypto (OPENSSL_INIT_NO_ATEXIT, NULL);
  return done;
}
