/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The corpus of PKCS#12 files that others have made, and what their manifests say
 * of them. It lies beside the source, or nowhere. */

/* What comes out, else an InkanCertificateError */
#define CORPUS_OK (-1)
#define CORPUS_ANY_ERROR (-2) /* refused, with whichever error fits, but that of a wrong passphrase */

typedef struct {
  char *path;
  char *name;
  char *password; /* (nullable) */
  char *tags;     /* (nullable): ",mac-sha1,rsa,…,": what the manifest says is inside */
  int   expected; /* exceptions from the manifest considered */
} CorpusRow;

void        corpus_row_free (CorpusRow  *row);
/* (transfer full) (element-type CorpusRow) (nullable): %NULL: the corpus is not there.
 * @folder: "p12" or "p12-hostile" */
GPtrArray  *corpus_load     (const char *folder);
/* Whether @code may come of @row. */
gboolean    corpus_expects  (const CorpusRow *row,
                             int         code);
const char *corpus_describe (int         code);
/* How many files come out otherwise than their manifest says. */
guint       corpus_count_exceptions (void);

G_END_DECLS
