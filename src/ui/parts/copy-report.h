/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "../../core/retrieval/retrieval.h"

G_BEGIN_DECLS

/**
 * InkanCopyReport:
 *
 * What has become of the copy for older programs (steps 9 and 10): where it is, the
 * lines of its proof, and what can be done when it is not there. Nothing is shown
 * when none was asked for. Signal `spoken` (text): something a screen reader should say.
 */
#define INKAN_TYPE_COPY_REPORT (inkan_copy_report_get_type ())
G_DECLARE_FINAL_TYPE (InkanCopyReport, inkan_copy_report, INKAN, COPY_REPORT, GtkBox)

/* @proof: with the lines of the proof, and the way on without the copy: step 10. Once. */
void inkan_copy_report_watch (InkanCopyReport *self,
                              InkanRetrieval  *retrieval,
                              gboolean         proof);

G_END_DECLS
