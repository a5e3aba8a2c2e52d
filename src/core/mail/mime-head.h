/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gmime/gmime.h>

G_BEGIN_DECLS

/* What the header of a message says */
typedef struct {
  char      *subject;        /* decoded, not cleaned; nullable */
  char      *sender_name;    /* decoded, not cleaned; nullable */
  char      *sender_address; /* not cleaned; nullable */
  GPtrArray *recipients;     /* char*: addresses, not cleaned, that differ */
  GDateTime *date;
  GPtrArray *claims;         /* InkanMailClaim: of the topmost Authentication-Results */
} InkanMimeHead;

InkanMimeHead *inkan_mime_head_read (GMimeMessage  *message);

void           inkan_mime_head_free (InkanMimeHead *self);

G_END_DECLS
