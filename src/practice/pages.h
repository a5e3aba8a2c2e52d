/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"
#include "store.h"

G_BEGIN_DECLS

/* What a form page says above its form. */
typedef enum {
  PRACTICE_NOTICE_NONE,
  PRACTICE_NOTICE_REFUSED,
  PRACTICE_NOTICE_LOCKED,
  PRACTICE_NOTICE_SESSION_OVER,
  PRACTICE_NOTICE_NOTHING_TO_REISSUE,
} PracticeNotice;

/* A page that says one thing. */
typedef enum {
  PRACTICE_PAGE_ALREADY_RETRIEVED,
  PRACTICE_PAGE_NOT_READY,
  PRACTICE_PAGE_REISSUE_NEEDED,
  PRACTICE_PAGE_MAINTENANCE,
  PRACTICE_PAGE_NOT_FOUND,
  PRACTICE_PAGE_BAD_REQUEST,
  PRACTICE_PAGE_BROKEN, /* in place of a file */
} PracticePlainPage;

/* All: Returns: (transfer full): a whole page, UTF-8. @address: (nullable): what was typed, to be shown again */
char *practice_pages_retrieval    (const PracticeReader      *reader,
                                   const char                *token,
                                   const char                *address,
                                   PracticeNotice             notice);
/* @certificates: (nullable) (element-type PracticeCertificate): %NULL: nothing to choose from */
char *practice_pages_list         (const PracticeReader      *reader,
                                   GPtrArray                 *certificates);
char *practice_pages_review       (const PracticeReader      *reader,
                                   const char                *token,
                                   const PracticeCertificate *certificate,
                                   const char                *name);
char *practice_pages_issued       (const PracticeReader      *reader,
                                   const PracticeCertificate *certificate);
/* @services: (element-type utf8) */
char *practice_pages_reissue      (const PracticeReader      *reader,
                                   const char                *token,
                                   const char                *address,
                                   GPtrArray                 *services,
                                   PracticeNotice             notice);
char *practice_pages_reissued     (const PracticeReader      *reader,
                                   const char                *service);
char *practice_pages_plain        (const PracticeReader      *reader,
                                   PracticePlainPage          page);
char *practice_pages_help         (const PracticeReader      *reader);
char *practice_pages_installation (const PracticeReader      *reader);
char *practice_pages_environment  (const PracticeReader      *reader);

G_END_DECLS
