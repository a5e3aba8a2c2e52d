/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "charset.h"
#include "mail.h"
#include "pkcs12.h"

G_BEGIN_DECLS

/* What goes wrong on purpose. A set. */
typedef enum {
  PRACTICE_FAULT_CLOSE_AFTER_AGREE    = 1 << 0,
  PRACTICE_FAULT_MAINTENANCE          = 1 << 1,
  PRACTICE_FAULT_SESSION_LOST         = 1 << 2,
  PRACTICE_FAULT_HTML_INSTEAD_OF_FILE = 1 << 3,
  PRACTICE_FAULT_REDIRECT_ELSEWHERE   = 1 << 4,
  PRACTICE_FAULT_CLOCK_AHEAD          = 1 << 5,
  PRACTICE_FAULT_SESSION_EXPIRED      = 1 << 6,
} PracticeFault;

typedef struct {
  char                *directory;
  guint16              port;          /* 0: the last one, else any */
  guint                issue_seconds;
  PracticeCharset      page_charset;
  PracticeMailCharset  mail_charset;
  PracticeP12          p12;
  PracticeFault        faults;
  gboolean             version;       /* only tell it */
} PracticeOptions;

void     practice_options_clear (PracticeOptions   *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PracticeOptions, practice_options_clear)

/* Reads the command line; a mistake in it is a #GOptionError. */
gboolean practice_options_parse (PracticeOptions   *self,
                                 char            ***arguments,
                                 GError           **error);

G_END_DECLS
