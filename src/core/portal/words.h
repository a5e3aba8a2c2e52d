/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "definition.h"

G_BEGIN_DECLS

/* Words by which a person finds the way through a portal's pages, Japanese and
 * English. Texts are compared without regard to case, width and blanks. */
typedef enum {
  INKAN_WORD_SUBMIT,       /* a button that goes on */
  INKAN_WORD_BACK,         /* one that does not */
  INKAN_WORD_AGREE,
  INKAN_WORD_DISAGREE,
  INKAN_WORD_DOWNLOAD,
  INKAN_WORD_RETRIEVED,
  INKAN_WORD_NOT_READY,
  INKAN_WORD_TERMS,
  INKAN_WORD_AGAIN,        /* a label that asks for something a second time */
  INKAN_WORD_TRAP,         /* one that asks to be left empty */
  INKAN_WORD_MANUAL,       /* a link to something about the file */
  INKAN_WORD_ADVERTISING,  /* a box for what a certificate does not need */
  INKAN_WORD_OTHER_BUSINESS, /* a form that has nothing to do with certificates */
  INKAN_WORD_SCRIPT,       /* of a page that does not work without */
} InkanWord;

/* How far a text names a kind of field. */
typedef enum {
  INKAN_FIELD_FIT_NONE,
  INKAN_FIELD_FIT_MENTIONED, /* it is in it, but the text is about another kind */
  INKAN_FIELD_FIT_NAMED,
} InkanFieldFit;

gboolean inkan_word_is_in       (InkanWord       word,
                                 const char     *text); /* (nullable) */
InkanFieldFit inkan_word_weigh_label (InkanFieldKind  kind,
                                      const char     *label); /* (nullable) */
InkanFieldFit inkan_word_weigh_name  (InkanFieldKind  kind,
                                      const char     *name);  /* (nullable) a control's name or id */
/* Whether it is no label: a star, "(20 letters)", "required". */
gboolean inkan_word_says_nothing (const char    *text);
/* (transfer full): as it is compared */
char    *inkan_word_fold        (const char     *text);

G_END_DECLS
