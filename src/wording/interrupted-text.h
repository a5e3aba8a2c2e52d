/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../core/retrieval/retrieval.h"

G_BEGIN_DECLS

/* How far it had come: (transfer none) */
const char *inkan_interrupted_describe      (InkanInterrupted *interrupted);
/* "Portal, date and time": (transfer full) */
char       *inkan_interrupted_describe_place (InkanInterrupted *interrupted);
/* What discarding it would cost: (transfer none) */
const char *inkan_interrupted_describe_loss (InkanInterrupted *interrupted);

/* What leaving costs while the agreement is out: (transfer none) */
const char *inkan_leaving_text              (void);

G_END_DECLS
