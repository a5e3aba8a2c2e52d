/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../page.h"

G_BEGIN_DECLS

/* Step 1: the certificate code, typed, pasted, or taken from the e-mail itself. */
#define INKAN_TYPE_MAIL_PAGE (inkan_mail_page_get_type ())
G_DECLARE_FINAL_TYPE (InkanMailPage, inkan_mail_page, INKAN, MAIL_PAGE, InkanPage)

/* Reads the message in @file and takes its code, as if the person had opened it. */
void inkan_mail_page_open_file (InkanMailPage *self,
                                GFile         *file);

/* The same for a message's text: whole with its header, or only its words. */
void inkan_mail_page_take_text (InkanMailPage *self,
                                const char    *text);

G_END_DECLS
