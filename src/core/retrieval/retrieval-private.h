/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "retrieval.h"

#include "record.h"

G_BEGIN_DECLS

#define INKAN_N_ENCRYPTIONS (INKAN_ENCRYPTION_COMPATIBLE + 1)

/* What is saved in place of the file that the portal sent, or beside it. */
typedef struct {
  GCancellable *cancellable; /* (nullable): it is being made */
  SecretValue  *passphrase;  /* (nullable): of it, from when it is asked for */
  gboolean      same;        /* not one of its own */
  GBytes       *bytes;       /* (nullable): once it is made */
  GError       *error;
} InkanConversion;

struct _InkanRetrieval {
  GObject                parent_instance;

  InkanPortalDefinition *definition;    /* NULL, as the portal, with a file that the person had already */
  InkanPortal           *portal;
  InkanRecord           *record;        /* (nullable): before the first identification */

  InkanState             state;
  GError                *error;
  GCancellable          *cancellable;   /* of what is under way */
  guint                  skipped;       /* set of 1 << InkanStep */
  guint                  visited;       /* the same: those that were shown */

  InkanMessage          *message;
  InkanCredentials      *credentials;

  GListModel            *offers;
  InkanOffer            *offer;
  InkanAgreement        *agreement;
  InkanAgreement        *agreed;        /* (nullable) to what, while it is looked at again */
  gint64                 reviewed_at;   /* real time, µs */
  guint                  review_lifetime; /* seconds */
  gboolean               identified_again; /* for what the person asked last */
  gint64                 waiting_since;
  gboolean               resumed;        /* the file is out of a record that was left behind */
  gboolean               agreed_earlier; /* the record says so, the portal was not asked yet */

  InkanNotice            notices;       /* all that hold */
  InkanNotice            acknowledged;
  goffset                received;
  goffset                total;

  GBytes                *bytes;
  SecretValue           *passphrase;    /* opens the file; NULL: not known */
  SecretValue           *told;          /* (nullable) the passphrase that the portal's page told */
  InkanCertificate      *certificate;
  GError                *answer_error;
  GError                *opening_error;
  InkanWeakness          seen;          /* from outside, without the passphrase */
  gboolean               opening;
  gboolean               looking;       /* whether it opens without a passphrase: nobody is asked for one meanwhile */
  char                  *fingerprint;   /* (nullable) of the certificate in the file as it came */
  InkanConversion        conversions[INKAN_N_ENCRYPTIONS];

  GFile                 *folder;
  InkanFolderRisk        folder_risks;
  char                  *folder_service;
  InkanFolderIdentity    folder_identity; /* when it was looked at */
  GCancellable          *examining;
  char                  *file_name;
  GFile                 *saved_file;
  GFile                 *saved_copy;
  char                  *copy_note;     /* (nullable) what its name says that it is for */
  GError                *copy_error;
  gboolean               saving_copy;   /* once more */

  InkanVerdict           verdicts[INKAN_N_CHECKS];
  InkanVerdict           copy_verdicts[INKAN_N_COPY_CHECKS];
  gboolean               keyring_usable;
  gboolean               remembered;
};

/* own-file.c: (transfer full): at step 7, with @bytes; @record (transfer full) is of it and knows its name. */
InkanRetrieval *inkan_retrieval_new_own_file (InkanRecord *record,
                                              GBytes      *bytes);

/* retrieval.c. Both (nullable): for a file that the person had already. */
InkanRetrieval *inkan_retrieval_create (InkanPortalDefinition *definition,
                                        InkanPortal           *portal);
/* Moves along the table: @event must mean something now. @error is kept until the next event. */
void inkan_retrieval_post           (InkanRetrieval *self,
                                     InkanEvent      event,
                                     GError         *error); /* (transfer full) (nullable) */
void inkan_retrieval_notify         (InkanRetrieval *self,
                                     const char     *property);
void inkan_retrieval_set_offers     (InkanRetrieval *self,
                                     GListModel     *offers);
void inkan_retrieval_set_file       (InkanRetrieval *self,
                                     GBytes         *bytes,
                                     const char     *suggested_name);

/* renewal.c: when the portal's session has ended before the agreement */
InkanOffer *inkan_retrieval_find_same_offer (GListModel *before, /* (nullable) */
                                             InkanOffer *chosen,
                                             GListModel *now);
gboolean inkan_retrieval_identify_again (InkanRetrieval *self);
void inkan_retrieval_renew          (InkanRetrieval *self,
                                     gboolean        session_over);
gboolean inkan_retrieval_is_stale   (InkanRetrieval *self);

/* told.c: the passphrase that the portal's page told */
void inkan_retrieval_keep_told      (InkanRetrieval *self,
                                     SecretValue    *passphrase);
void inkan_retrieval_take_told      (InkanRetrieval *self);
void inkan_retrieval_recall    (InkanRetrieval *self);
gboolean inkan_retrieval_forget_record (InkanRecord *record,
                                        GError     **error);

/* dealings.c: with the portal */
typedef struct _InkanVisit InkanVisit;

InkanVisit     *inkan_retrieval_begin_visit (InkanRetrieval *self);
/* (transfer full) (nullable): %NULL when the person has called it off meanwhile. */
InkanRetrieval *inkan_retrieval_end_visit   (InkanVisit     *visit);
void inkan_retrieval_take_agreement (InkanRetrieval *self,
                                     InkanAgreement *agreement);
void inkan_retrieval_identify       (InkanRetrieval *self);
void inkan_retrieval_review         (InkanRetrieval *self);
void inkan_retrieval_issue          (InkanRetrieval *self);
void inkan_retrieval_resolve        (InkanRetrieval *self);

/* conversions.c */
gboolean     inkan_retrieval_is_converting       (InkanRetrieval *self);
SecretValue *inkan_retrieval_get_kept_passphrase (InkanRetrieval *self); /* (nullable): of what is saved */
void         inkan_retrieval_clear_conversions   (InkanRetrieval *self);

/* What comes after something that took its time. */
typedef void (* InkanThen)          (InkanRetrieval *self);

/* kept.c: puts the received file into the record, then goes on with @then, also
 * when that was not possible: then it stands among the notices. */
void inkan_retrieval_keep           (InkanRetrieval *self,
                                     InkanThen       then);

/* copy.c: the second file */
gboolean inkan_retrieval_wants_copy (InkanRetrieval *self);
gboolean inkan_retrieval_copy_holds (InkanRetrieval *self);
void inkan_retrieval_forget_copy    (InkanRetrieval *self);
void inkan_retrieval_put_copy       (InkanRetrieval *self,
                                     InkanThen       then);
void inkan_retrieval_prove_copy     (InkanRetrieval *self,
                                     InkanThen       then);

/* proof.c: with the file */
void inkan_retrieval_look           (InkanRetrieval *self,
                                     InkanThen       then);
void inkan_retrieval_open           (InkanRetrieval *self,
                                     SecretValue    *passphrase, /* (nullable) */
                                     InkanThen       then);
void inkan_retrieval_look_inside    (InkanRetrieval *self,
                                     InkanThen       then);
void inkan_retrieval_looked_inside  (InkanRetrieval *self);
void inkan_retrieval_save           (InkanRetrieval *self);
void inkan_retrieval_prove          (InkanRetrieval *self);
void inkan_retrieval_examine_folder (InkanRetrieval *self);

G_END_DECLS
