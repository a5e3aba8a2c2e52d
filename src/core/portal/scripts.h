/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form.h"

G_BEGIN_DECLS

/* What of a page works only where its JavaScript runs. Asked where something is
 * missing, never of a page that can be used as it is. */

/* (transfer full) (nullable): why nothing can be done with @page without running
 * its scripts; %NULL: it does not look so */
char       *inkan_page_needs_script    (InkanWebPage *page);
/* (transfer full) (nullable): why @form cannot be submitted as HTML says, with
 * @submitter pressed or, when it is %NULL, without a button */
char       *inkan_form_needs_script    (InkanForm    *form,
                                        xmlNodePtr    submitter);
/* Whether something is pressed that only a script makes work: a button that
 * submits nothing, a link to `javascript:` or with an `onclick` to nowhere. */
gboolean    inkan_control_needs_script (InkanWebPage *page,
                                        xmlNodePtr    control);
/* Whether that script does no more than to submit a form: then so can we. */
gboolean    inkan_control_only_submits (xmlNodePtr    control);

G_END_DECLS
