/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/retrieval/retrieval.h"

G_BEGIN_DECLS

#define OWN_FILE_PASSPHRASE "secret-password"

/* For tests of a retrieval that begins with a file: a home of their own, no keyring. */
void            own_file_set_up          (void);
void            own_file_tear_down       (void);
const char     *own_file_get_home        (void);

/* A real PKCS#12 file of this name in the home, by openssl: (transfer full). */
GFile          *own_file_make            (const char      *name);
/* The same without a password. */
GFile          *own_file_make_unlocked   (const char      *name);
/* (transfer full): the retrieval that begins with it; NULL with @error. */
InkanRetrieval *own_file_open            (GFile           *file,
                                          GError         **error);
/* Lets go of @retrieval, and waits until nothing holds it any more. */
void            own_file_let_go          (InkanRetrieval  *retrieval);
/* Waits until it can go on, goes on, and waits for @state. */
void            own_file_go_next         (InkanRetrieval  *retrieval,
                                          InkanState       state);
/* What an interrupted program would have left behind now. */
guint           own_file_count_records   (void);

G_END_DECLS
