/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "request.h"

G_BEGIN_DECLS

/* The pages of the service; each answers its request, now or later. @number: of the certificate in the path. */
void practice_service_retrieval     (PracticeRequest *request, gint64 number);
void practice_service_identify      (PracticeRequest *request, gint64 number);
void practice_service_list          (PracticeRequest *request, gint64 number);
void practice_service_review        (PracticeRequest *request, gint64 number);
void practice_service_agree         (PracticeRequest *request, gint64 number);
void practice_service_issued        (PracticeRequest *request, gint64 number);
void practice_service_reissue_form  (PracticeRequest *request, gint64 number);
void practice_service_reissue       (PracticeRequest *request, gint64 number);

G_END_DECLS
