/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * InkanRole:
 *
 * What something of a page is taken for.
 */
typedef enum {
  INKAN_ROLE_FORM,       /* the form of the identity check */
  INKAN_ROLE_FIELD,      /* the control for a field; subject: the field's name */
  INKAN_ROLE_SUBMIT,     /* the button that is pressed */
  INKAN_ROLE_REQUEST,    /* where a form is sent and how; subject: method and address */
  INKAN_ROLE_ENTRY,      /* one name that is sent; subject: the name */
  INKAN_ROLE_MARK,       /* a mark of the definition; subject: "[Group] Key" */
  INKAN_ROLE_LIST,       /* the list of services */
  INKAN_ROLE_OFFER,      /* one row of it; subject: the service */
  INKAN_ROLE_STATE,      /* whether it can be had; subject: the state */
  INKAN_ROLE_AGREE,      /* the button that agrees */
  INKAN_ROLE_TICK,       /* the box "I agree" */
  INKAN_ROLE_DETAIL,     /* what the certificate is like; subject: how many lines */
  INKAN_ROLE_TERMS,      /* the terms, or the link to them */
  INKAN_ROLE_CHOICE,     /* what the person chooses; subject: its name */
  INKAN_ROLE_FILE,       /* what leads to the file */
  INKAN_ROLE_PAGE,       /* the page as a whole; subject: what it is */
} InkanRole;

/**
 * InkanReason:
 *
 * Why: src/wording/explanation-text.c has the sentence of each, and which detail
 * belongs to it.
 */
typedef enum {
  INKAN_REASON_XPATH,
  INKAN_REASON_XPATH_NOTHING,
  INKAN_REASON_XPATH_OTHER,
  /* a control */
  INKAN_REASON_TYPE,
  INKAN_REASON_TYPE_AGAINST,
  INKAN_REASON_AUTOCOMPLETE,
  INKAN_REASON_NAME_SAME,
  INKAN_REASON_ID_SAME,
  INKAN_REASON_NAME,
  INKAN_REASON_ID,
  INKAN_REASON_LABEL_SAME,
  INKAN_REASON_LABEL,
  INKAN_REASON_ARIA_LABEL,
  INKAN_REASON_TEXT_BEFORE,
  INKAN_REASON_CELL_BEFORE,
  INKAN_REASON_CELL_ABOVE,
  INKAN_REASON_TEXT_AFTER,
  INKAN_REASON_TEXT_ABOVE,
  INKAN_REASON_PLACEHOLDER,
  INKAN_REASON_TITLE,
  INKAN_REASON_ONLY_ONE_LEFT,
  INKAN_REASON_PIECE,
  INKAN_REASON_REPEATED,
  INKAN_REASON_DISABLED,
  INKAN_REASON_HIDDEN,
  INKAN_REASON_TRAP,
  INKAN_REASON_NOT_TYPED,
  INKAN_REASON_NO_SIGN,
  INKAN_REASON_LESS_FITTING,
  INKAN_REASON_USED,
  INKAN_REASON_NOT_FOUND,
  /* a form */
  INKAN_REASON_ALL_FIELDS,
  INKAN_REASON_FIELD_MISSING,
  INKAN_REASON_OTHER_FORM,
  INKAN_REASON_OTHER_BUSINESS,
  INKAN_REASON_HTTP,
  /* a button */
  INKAN_REASON_WORD,
  INKAN_REASON_WORD_AGAINST,
  INKAN_REASON_FIRST_BUTTON,
  INKAN_REASON_OTHER_BUTTON,
  INKAN_REASON_NO_BUTTON,
  INKAN_REASON_BOX,
  INKAN_REASON_ONLY_BUTTON,
  INKAN_REASON_ONE_OF_SEVERAL,
  /* what is sent */
  INKAN_REASON_SENT_TO_PORTAL,
  INKAN_REASON_SENT_ELSEWHERE,
  INKAN_REASON_SENT_NOWHERE,
  INKAN_REASON_ENTRY_TYPED,
  INKAN_REASON_ENTRY_HIDDEN,
  INKAN_REASON_ENTRY_PROPOSED,
  INKAN_REASON_ENTRY_BUTTON,
  /* marks */
  INKAN_REASON_HOLDS,
  INKAN_REASON_HOLDS_NOT,
  /* the list */
  INKAN_REASON_MOST_ROWS,
  INKAN_REASON_FEWER_ROWS,
  INKAN_REASON_LEADS_ON,
  INKAN_REASON_LOOKS_ALIKE,
  INKAN_REASON_NO_LIST_DEFINED,
  INKAN_REASON_NO_LIST_FOUND,
  INKAN_REASON_STATE_WORD,
  INKAN_REASON_STATE_MARK,
  INKAN_REASON_NOTHING_TO_PRESS,
  INKAN_REASON_CAN_BE_PRESSED,
  /* the agreement and the file */
  INKAN_REASON_PAIRS,
  INKAN_REASON_READ_ONLY,
  INKAN_REASON_MARKED,
  INKAN_REASON_SCROLLS,
  INKAN_REASON_CAPTION,
  INKAN_REASON_DROP_DOWN,
  INKAN_REASON_ONE_WAY,
  INKAN_REASON_DOWNLOADS,
  INKAN_REASON_ADDRESS,
  /* the page */
  INKAN_REASON_ASKS_AGAIN,
  INKAN_REASON_REFRESHES,
  INKAN_REASON_SHOWS_PASSPHRASE,
  INKAN_REASON_UNREADABLE,
  INKAN_N_REASONS,
} InkanReason;

/* One reason, with the word of the page that it is about where there is one. */
typedef struct {
  InkanReason reason;
  const char *text; /* (nullable) */
} InkanWhy;

/* One decision. All of it belongs to the explanation. */
typedef struct {
  InkanRole   role;
  const char *subject; /* (nullable) */
  gboolean    taken;
  const char *where;   /* (nullable) what of the page, and in which line of it */
  const InkanWhy *why;
  guint       n_why;
} InkanDecision;

/**
 * InkanExplanation:
 *
 * What was taken for what in a page, and why: written by the code that decides
 * while it decides, when the page carries one. It holds no value of a hidden
 * field, nothing that a person typed, and no address's query.
 */
typedef struct _InkanExplanation InkanExplanation;

InkanExplanation    *inkan_explanation_new        (void);
void                 inkan_explanation_free       (InkanExplanation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanExplanation, inkan_explanation_free)

guint                inkan_explanation_get_length (InkanExplanation *self);
const InkanDecision *inkan_explanation_get        (InkanExplanation *self,
                                                   guint             index);
/* Whether a reason occurs in it. */
gboolean             inkan_explanation_holds      (InkanExplanation *self,
                                                   InkanReason       reason);

G_END_DECLS
