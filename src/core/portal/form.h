/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "web-page.h"
#include "request.h"

G_BEGIN_DECLS

/**
 * InkanForm:
 *
 * A form of a page while it is being filled in. What was not filled in is
 * submitted as the page proposes it.
 */
typedef struct _InkanForm InkanForm;

InkanForm    *inkan_form_new          (InkanWebPage  *page,
                                       xmlNodePtr  form);
void          inkan_form_free         (InkanForm  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanForm, inkan_form_free)

InkanWebPage    *inkan_form_get_page     (InkanForm  *self);
xmlNodePtr    inkan_form_get_node     (InkanForm  *self);
/* (transfer none): the elements that belong to it, in document order, disabled ones too */
GPtrArray    *inkan_form_get_controls (InkanForm  *self);

/* Types @value into a text control, or chooses it in a select. */
void          inkan_form_set_value    (InkanForm  *self,
                                       xmlNodePtr  control,
                                       const char *value);
/* Ticks a checkbox, or one of a group of radio buttons. */
void          inkan_form_tick         (InkanForm  *self,
                                       xmlNodePtr  control);

/**
 * inkan_form_submit:
 * @submitter: (nullable): the button that is pressed; %NULL: none
 * @error: %INKAN_PORTAL_ERROR_UNEXPECTED_PAGE when it leads to no web address
 *
 * What a browser sends (WHATWG HTML, "form submission").
 */
InkanRequest *inkan_form_submit       (InkanForm   *self,
                                       xmlNodePtr   submitter,
                                       GError     **error);

/* form-control.c: one control as HTML defines it. */
const char   *inkan_control_type       (xmlNodePtr  control); /* of an input or button; other elements: their name */
gboolean      inkan_control_is_submit  (xmlNodePtr  control);
gboolean      inkan_control_is_text    (xmlNodePtr  control); /* something is typed into it */
gboolean      inkan_control_is_sanitised (xmlNodePtr control); /* not everything stays in it as it was typed */
gboolean      inkan_control_is_disabled (xmlNodePtr control);
/* (transfer full): what it holds before anybody touched it; wipe it */
char         *inkan_control_value      (xmlNodePtr  control);
/* (transfer full): @value (transfer full) as a <textarea wrap=hard> sends it, with
 * a line break where a line is longer than its `cols`; of other controls @value */
char         *inkan_control_wrap       (xmlNodePtr  control,
                                        char       *value);
/* (transfer container): the options of a select, in order */
GPtrArray    *inkan_control_options    (xmlNodePtr  control);
char         *inkan_option_value       (xmlNodePtr  option);
char         *inkan_option_label       (xmlNodePtr  option);
gboolean      inkan_option_is_disabled (xmlNodePtr  option);
/* The option that the page proposes in a select for one: (nullable) */
xmlNodePtr    inkan_control_selected   (xmlNodePtr  control);

G_END_DECLS
