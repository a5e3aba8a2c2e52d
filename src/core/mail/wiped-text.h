/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A growing text that leaves no copy of itself behind: a mail's text holds the
 * certificate code. */
typedef struct {
  char  *text;   /* NUL-terminated once anything was appended */
  gsize  length;
  gsize  room;
} InkanWipedText;

void  inkan_wiped_text_append   (InkanWipedText *self,
                                 const char     *bytes,
                                 gsize           length);

/* Returns: (transfer full): the text, never %NULL; inkan_wipe_free() */
char *inkan_wiped_text_steal    (InkanWipedText *self);

void  inkan_wipe_free           (char           *text);

static inline void
inkan_wipe_free_p (char **text)
{
  inkan_wipe_free (*text);
}

#define INKAN_AUTO_WIPE __attribute__ ((cleanup (inkan_wipe_free_p)))

G_END_DECLS
