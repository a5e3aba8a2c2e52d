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
} InkanWord;

gboolean inkan_word_is_in       (InkanWord       word,
                                 const char     *text); /* (nullable) */
/* Whether @text names such a field; @technical: it is a control's name or id. */
gboolean inkan_word_names_field (InkanFieldKind  kind,
                                 const char     *text,
                                 gboolean        technical);
/* (transfer full): as it is compared */
char    *inkan_word_fold        (const char     *text);

G_END_DECLS
