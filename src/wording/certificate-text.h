/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../core/certificate/certificate-file.h"
#include "note.h"

G_BEGIN_DECLS

/* Something that is known: its name, and its value. Plain text; in the user's language. */
typedef struct {
  char *label;
  char *value;
} InkanFact;

/* All that there is to say about a certificate, in reading order: (transfer full)
 * (element-type InkanFact) */
GPtrArray *inkan_certificate_facts (InkanCertificate *certificate);

/* A note for each weakness, with what it means and what to do: (transfer full)
 * (element-type InkanNote) */
GPtrArray *inkan_weakness_notes    (InkanWeakness     weaknesses);

G_END_DECLS
