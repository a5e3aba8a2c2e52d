/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "request.h"

G_BEGIN_DECLS

/* An agreement has come in (guide, step 4): decides what it is worth, and answers it in time. */
void practice_issuing_agree (PracticeRequest           *request,
                             const PracticeCertificate *certificate,
                             const PracticeSession     *session);
/* The portal ends: what is under way is spoilt. */
void practice_issuing_abandon (PracticePortal *portal);

G_END_DECLS
