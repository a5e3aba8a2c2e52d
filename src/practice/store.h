/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What became of a certificate; in the table as "ready", "issuing", … */
typedef enum {
  PRACTICE_READY,   /* waits for its code */
  PRACTICE_ISSUING, /* agreed to; being made */
  PRACTICE_FETCHED, /* sent out, whether it arrived or not */
  PRACTICE_SPOILT,  /* issuing failed: a reissue is needed */
  PRACTICE_REVOKED, /* replaced by a reissue */
} PracticeState;

typedef struct {
  gint64         id;
  char          *service;     /* name of the product, the same in every language */
  char          *key;         /* "RSA 2048" or "EC P-256" */
  char          *serial;      /* (nullable) until it is issued; upper-case hexadecimal */
  char          *fingerprint; /* (nullable) SHA-256, upper-case bytes with colons */
  PracticeState  state;
  char          *address;
} PracticeCertificate;

void practice_certificate_free (PracticeCertificate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeCertificate, practice_certificate_free)

typedef struct {
  char   *address;
  char   *name;
  guint8  salt[16];      /* of the password */
  guint8  hash[32];      /* of the password */
  guint8  code_salt[16]; /* one for all codes, so that a code can be looked up by its hash */
} PracticeApplicant;

void practice_applicant_free (PracticeApplicant *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeApplicant, practice_applicant_free)

/* What a code is worth. */
typedef enum {
  PRACTICE_CODE_UNKNOWN,
  PRACTICE_CODE_OPEN,
  PRACTICE_CODE_SPENT, /* used up, or replaced by a newer one */
} PracticeCodeState;

/* What came of an agreement. */
typedef enum {
  PRACTICE_AGREE_STARTED, /* issuing begins; the code is used up */
  PRACTICE_AGREE_SPOILT,  /* it was being issued: now it is spoilt */
  PRACTICE_AGREE_GONE,    /* fetched, spoilt or revoked before */
  PRACTICE_AGREE_NO_CODE, /* ready, but the code was spent meanwhile */
  PRACTICE_AGREE_FAILED,  /* the database did not work */
} PracticeAgreeResult;

#define PRACTICE_ATTEMPTS 5
#define PRACTICE_LOCK_SECONDS 600

/* The portal's memory: one SQLite file. For one thread. */
typedef struct _PracticeStore PracticeStore;

PracticeStore       *practice_store_open             (const char           *path,
                                                      GError              **error);
void                 practice_store_close            (PracticeStore        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeStore, practice_store_close)

/* Transactions nest no further than one. */
gboolean             practice_store_begin            (PracticeStore        *self,
                                                      GError              **error);
gboolean             practice_store_commit           (PracticeStore        *self,
                                                      GError              **error);
void                 practice_store_roll_back        (PracticeStore        *self);

char                *practice_store_get_setting      (PracticeStore        *self,
                                                      const char           *name);
gboolean             practice_store_set_setting      (PracticeStore        *self,
                                                      const char           *name,
                                                      const char           *value,
                                                      GError              **error);

gboolean             practice_store_add_applicant    (PracticeStore        *self,
                                                      const char           *address,
                                                      const char           *name,
                                                      const char           *password,
                                                      GError              **error);
/* Returns: (nullable): addresses differ not by case */
PracticeApplicant   *practice_store_find_applicant   (PracticeStore        *self,
                                                      const char           *address);

/* Returns: the new row's number, or 0 */
gint64               practice_store_add_certificate  (PracticeStore        *self,
                                                      const char           *address,
                                                      const char           *service,
                                                      const char           *key,
                                                      GError              **error);
PracticeCertificate *practice_store_get_certificate  (PracticeStore        *self,
                                                      gint64                id);
/* Returns: (transfer full) (element-type PracticeCertificate): the newest one of each service */
GPtrArray           *practice_store_list             (PracticeStore        *self,
                                                      const char           *address);
guint                practice_store_count            (PracticeStore        *self,
                                                      const char           *address,
                                                      PracticeState         state);
/* Returns: the certificate that was fetched or spoilt last; 0: none */
gint64               practice_store_last_agreed      (PracticeStore        *self,
                                                      const char           *address);
/* Returns: (transfer full) (element-type utf8): serials, for the CRL; @times gets when, in Unix seconds */
GPtrArray           *practice_store_list_revoked     (PracticeStore        *self,
                                                      GArray              **times);

/* Stores the hash of a new code and ends those before it. */
gboolean             practice_store_add_code         (PracticeStore        *self,
                                                      const char           *address,
                                                      const guint8         *hash,
                                                      gint64               *id,
                                                      GError              **error);
PracticeCodeState    practice_store_find_code        (PracticeStore        *self,
                                                      const char           *address,
                                                      const guint8         *hash,
                                                      gint64               *id);
gboolean             practice_store_has_open_code    (PracticeStore        *self,
                                                      const char           *address);
gboolean             practice_store_code_is_open     (PracticeStore        *self,
                                                      gint64                code);

/* The heart of it: one agreement, decided in one transaction. */
PracticeAgreeResult  practice_store_agree            (PracticeStore        *self,
                                                      gint64                certificate,
                                                      gint64                code);
/* Issuing has ended well. %FALSE: it was spoilt meanwhile. */
gboolean             practice_store_issued           (PracticeStore        *self,
                                                      gint64                certificate,
                                                      const char           *serial,
                                                      const char           *fingerprint);
/* For what was fetched before the practice begins. */
gboolean             practice_store_make_fetched     (PracticeStore        *self,
                                                      gint64                certificate,
                                                      const char           *serial,
                                                      const char           *fingerprint,
                                                      GError              **error);
/* Issuing has failed, whatever the reason. */
void                 practice_store_spoil            (PracticeStore        *self,
                                                      gint64                certificate);
/* A stop in the middle of issuing: nobody will get that file any more. */
gboolean             practice_store_spoil_unfinished (PracticeStore        *self,
                                                      GError              **error);
/* Revokes what was fetched or spoilt and prepares the same anew. Returns: the new row, or 0 */
gint64               practice_store_reissue          (PracticeStore        *self,
                                                      gint64                certificate,
                                                      GError              **error);

/* Wrong attempts, also of addresses that nobody has. Times are Unix seconds. */
gint64               practice_store_locked_for       (PracticeStore        *self,
                                                      const char           *address,
                                                      gint64                now);
void                 practice_store_add_failure      (PracticeStore        *self,
                                                      const char           *address,
                                                      gint64                now);
void                 practice_store_forget_failures  (PracticeStore        *self,
                                                      const char           *address);

void                 practice_store_add_event        (PracticeStore        *self,
                                                      const char           *kind,
                                                      const char           *service);

G_END_DECLS
