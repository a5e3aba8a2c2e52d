/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

G_BEGIN_DECLS

/**
 * Answers:
 *
 * What a person, or a script in their stead, has answered beforehand: the group
 * `[Answers]` of a key file (as GKeyFile reads it). Every value may be a secret,
 * so all of it lies in memory that is not swapped and is wiped.
 */
typedef struct _Answers Answers;

/* Bytes; far above what answers need. */
#define ANSWERS_MAX_SIZE 65536

/* Reads all of the file descriptor @fd, which stays open. @error: G_IO_ERROR
 * when it cannot be read, G_KEY_FILE_ERROR with the number of the line. */
Answers     *answers_new_for_fd (int            fd,
                                 GError       **error);
void         answers_free       (Answers       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answers, answers_free)

/* (transfer none) (nullable): UTF-8 */
const char  *answers_get        (Answers       *self,
                                 const char    *key);
/* Whether the answer is "yes" (or "true", or "1"). */
gboolean     answers_get_yes    (Answers       *self,
                                 const char    *key);
/* (transfer container): all keys there are */
GList       *answers_get_keys   (Answers       *self);

G_END_DECLS
