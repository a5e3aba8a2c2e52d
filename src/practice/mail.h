/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  PRACTICE_MAIL_ISO_2022_JP,
  PRACTICE_MAIL_UTF_8,
} PracticeMailCharset;

#define PRACTICE_MAIL_SUBJECT "練習用電子証明書 証明書取得に関するご案内"
#define PRACTICE_MAIL_SENDER "service@inkan.example"

/* What a message says. */
typedef struct {
  const char *address; /* to whom */
  const char *code;
  const char *link;    /* of the retrieval page */
  GPtrArray  *services; /* (element-type utf8): what the code is good for */
  guint64     number;  /* of this message: its name sorts by it */
} PracticeMail;

/**
 * practice_mail_write:
 * @folder: where messages lie, one a file; it is made when it is missing
 *
 * Delivers a message: it appears whole or not at all. With @charset ISO-2022-JP
 * as Japanese mail programs write it (RFC 1468: 7bit, subject as RFC 2047 B).
 */
gboolean practice_mail_write (const PracticeMail   *mail,
                              PracticeMailCharset   charset,
                              const char           *folder,
                              GError              **error);

G_END_DECLS
