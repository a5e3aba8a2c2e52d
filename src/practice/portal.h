/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "authority.h"
#include "options.h"
#include "session.h"
#include "store.h"

G_BEGIN_DECLS

/* The practice applicant. The password is public: it stands here, in the report
 * and in the manual, and must never be used for anything else. */
#define PRACTICE_APPLICANT "applicant@inkan.example"
#define PRACTICE_APPLICANT_NAME "Practice Applicant"
#define PRACTICE_PASSWORD "Practice-Only-2468"

/**
 * PracticePortal:
 *
 * Everything that the parts of the running portal share. Lives from start to
 * end of the program.
 */
typedef struct {
  PracticeOptions    options;
  PracticeAuthority *authority;
  PracticeStore     *store;
  PracticeSessions  *sessions;
  SoupServer        *server;
  char              *origin;
  char              *database_path;
  char              *mail_folder;
  char              *log_path;
  char              *definition_path;
  int                lock;         /* file descriptor: one portal a directory */
  int                log;          /* file descriptor */
  GHashTable        *issuings;     /* under way: number of the certificate → PracticeIssuing */
  guint              working;      /* threads that use this */
  guint              answers;      /* so far */
  gboolean           session_lost; /* that fault has happened */
} PracticePortal;

/* What mails and Japanese pages call a service: (transfer none). */
const char     *practice_service_in_japanese (const char *service);

/**
 * practice_portal_open:
 * @options: (transfer full): are taken over
 *
 * Opens or prepares the directory, listens, and leaves a message with a code in
 * the mail folder when the applicant has none.
 */
PracticePortal *practice_portal_open      (PracticeOptions  *options,
                                           GError          **error);
void            practice_portal_close     (PracticePortal   *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticePortal, practice_portal_close)

/* Returns: (transfer full): the start-up report, a key file */
char           *practice_portal_report    (PracticePortal   *self);

/* Writes a line to the log: never a query, never a value that a person typed. */
void            practice_portal_log       (PracticePortal   *self,
                                           const char       *method,
                                           const char       *path,
                                           const char       *result);

/* What is hashed in a thread, and what comes of it. */
typedef struct {
  char    *password;  /* (nullable) */
  guint8   salt[16];
  guint8   hash[32];  /* of the password */
  char    *code;      /* (nullable) */
  guint8   code_salt[16];
  guint8   code_hash[32];
} PracticeProof;

void            practice_proof_free       (PracticeProof    *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeProof, practice_proof_free)

/* @proof: (transfer full) */
void            practice_portal_hash_async  (PracticePortal      *self,
                                             PracticeProof       *proof,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
PracticeProof  *practice_portal_hash_finish (GAsyncResult        *result);

/* Makes @code, hashed as @hash, the applicant's only good one and mails it, as one step. Within a transaction
 * of the caller when there is one. */
gboolean        practice_portal_send_code (PracticePortal           *self,
                                           const PracticeApplicant  *applicant,
                                           const char               *code,
                                           const guint8             *hash,
                                           GError                  **error);
/* Mails a new code when the applicant has a certificate ready and no code for it. */
void            practice_portal_renew_code (PracticePortal          *self,
                                            const char              *address);

G_END_DECLS
