/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "definition.h"
#include "form.h"

G_BEGIN_DECLS

/* Finding things in a page as a person would, where the definition has no XPath. */

/* The form in which the person proves who they are, with a control for each field. */
typedef struct {
  InkanForm *form;
  gsize n_fields;
  xmlNodePtr *controls; /* in the order of the definition's fields */
  GPtrArray **pieces;   /* for each field: further boxes for the rest of a value typed in several; never %NULL */
  GPtrArray **repeats;  /* for each field: controls that ask for the same once more; never %NULL */
  xmlNodePtr submit;    /* (nullable) */
} InkanIdentityForm;

void               inkan_identity_form_free (InkanIdentityForm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanIdentityForm, inkan_identity_form_free)

/* @missing: (out) (optional): what was not found, for the error's details */
InkanIdentityForm *inkan_find_identity_form (InkanWebPage              *page,
                                             InkanPortalDefinition  *definition,
                                             char                  **missing);

/* Types @value for the field @index as a person would: in pieces, or twice, where
 * the form asks for that. */
void               inkan_identity_form_type (InkanIdentityForm *self,
                                             gsize              index,
                                             const char        *value);

/* (transfer full) (nullable): the fields that the likeliest form of a page asks
 * for, as [Identity] Fields of a definition names them */
char              *inkan_find_fields        (InkanWebPage  *page);

/* Words that stand at a control. */
typedef struct {
  InkanReason source;
  gboolean    heading; /* they are a heading, which may be about more than this control */
  char       *text;
} InkanLabel;

/* (transfer full) (element-type InkanLabel): all that a person would take for the
 * control's label, the likeliest first */
GArray            *inkan_find_labels        (InkanWebPage  *page,
                                             xmlNodePtr  control);
/* (transfer full): the words that stand at a control: its label, or what stands before it */
char              *inkan_find_label         (InkanWebPage  *page,
                                             xmlNodePtr  control);
/* (transfer full): what stands on a button or link */
char              *inkan_find_caption       (xmlNodePtr  control);
/* Whether one control stands right behind another in the same line. */
typedef enum {
  INKAN_TOUCH_NOT,
  INKAN_TOUCH_CLOSE, /* with nothing but a dash or blanks between them */
  INKAN_TOUCH_AT,    /* with an "@" between them */
} InkanTouch;

InkanTouch         inkan_controls_touch     (xmlNodePtr  before,
                                             xmlNodePtr  control);
/* (transfer full) (nullable): what says that a form has nothing to do with certificates */
char              *inkan_find_other_business (InkanForm *form);
/* (nullable): the button that goes on */
xmlNodePtr         inkan_find_submit        (InkanForm  *form);
/* (transfer container): rows of the list of services */
GPtrArray         *inkan_find_offer_rows    (InkanWebPage  *page);
/* (nullable): the link or button of a row */
xmlNodePtr         inkan_find_row_control   (InkanWebPage  *page,
                                             xmlNodePtr  row);
/* (transfer full) (nullable): the form with the agree button; both or none */
InkanForm         *inkan_find_agreement     (InkanWebPage  *page,
                                             xmlNodePtr *button);
/* Ticks the box "I agree" of a form that has one. */
void               inkan_tick_agreement     (InkanForm  *form);
/* (nullable): the link to the file */
xmlNodePtr         inkan_find_file_link     (InkanWebPage  *page);
/* (nullable): the terms in the page, or the link to them */
xmlNodePtr         inkan_find_terms         (InkanWebPage  *page);
/* Whether a person does not see it. */
gboolean           inkan_control_is_hidden  (xmlNodePtr  control);

G_END_DECLS
