/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "step-table.h"

#include "../certificate/certificate-file.h"
#include "../certificate/conversion.h"
#include "../certificate/verdict.h"
#include "../keeping/folder.h"
#include "../keeping/keyring.h"
#include "../keeping/saving.h"
#include "../mail/message.h"
#include "../portal/portal.h"

G_BEGIN_DECLS

/**
 * InkanRetrievalError:
 * @INKAN_RETRIEVAL_ERROR_NOT_RECORDED: what was about to be agreed to could not
 *   be put on the disk, so nothing was sent (SAFETY, "never lost")
 * @INKAN_RETRIEVAL_ERROR_AGREEMENT_CHANGED: the portal's session had ended, and in
 *   the new one the agreement is another: nothing was sent
 */
typedef enum {
  INKAN_RETRIEVAL_ERROR_NOT_RECORDED,
  INKAN_RETRIEVAL_ERROR_AGREEMENT_CHANGED,
} InkanRetrievalError;

#define INKAN_RETRIEVAL_ERROR (inkan_retrieval_error_quark ())
GQuark inkan_retrieval_error_quark (void);

/* What step 5 has to say. A set. */
typedef enum {
  INKAN_NOTICE_NONE         = 0,
  INKAN_NOTICE_CLOCK        = 1 << 0, /* off by more than five minutes: see get_clock_offset() */
  INKAN_NOTICE_NO_KEYRING   = 1 << 1,
  INKAN_NOTICE_PORTAL_END   = 1 << 2, /* the portal's own certificate ends within 14 days */
  INKAN_NOTICE_WEAK_FILE    = 1 << 3, /* see the certificate's weaknesses */
  INKAN_NOTICE_ATTEMPT_FREE = 1 << 4, /* the answer was lost, but the certificate is still offered (shown on page 3) */
  INKAN_NOTICE_NOT_KEPT     = 1 << 5, /* the received file could not be put on the disk: it is in memory only */
} InkanNotice;

/* Lines of the proof of a second file: its dates and chain are those of the first. */
#define INKAN_N_COPY_CHECKS INKAN_CHECK_DATES

/**
 * InkanRetrieval:
 *
 * The one object that lives through all pages: where we are in the ten steps,
 * what is known, what is under way. Pages watch its properties and call its
 * functions; they hold no truth of their own.
 *
 * While the agreement is out the object keeps itself alive: its answer is put
 * into the record even when nobody looks any more.
 *
 * Properties, all notified: `state` (guint, InkanState), `step` (guint), `busy`
 * (boolean), `error` (GError boxed, nullable; cleared by the next event),
 * `message`, `offers`, `offer`, `agreement`, `notices` (guint), `received` and
 * `total` (gint64, bytes), `sent` (boolean: the agreement has gone out),
 * `certificate`, `folder`, `folder-risks` (guint), `file-name`, `saved-file`,
 * `passphrase-known`, `passphrase-told`, `keyring-usable` and `remembered`
 * (booleans), `conversions` (guint, set of 1 << InkanEncryption: those that are
 * there; also notified when one begins or fails), `saved-copy`.
 * Signal `checked`: a verdict of the proof has changed.
 */
#define INKAN_TYPE_RETRIEVAL (inkan_retrieval_get_type ())
G_DECLARE_FINAL_TYPE (InkanRetrieval, inkan_retrieval, INKAN, RETRIEVAL, GObject)

InkanRetrieval        *inkan_retrieval_new              (InkanPortalDefinition *definition);
/* For tests: with a portal of their own. */
InkanRetrieval        *inkan_retrieval_new_with_portal  (InkanPortalDefinition *definition,
                                                         InkanPortal           *portal);

/**
 * inkan_retrieval_new_for_file_async:
 * @file: a certificate file that the person has already
 *
 * "I already have the file": reads it in a thread, looks whether it is a whole
 * PKCS#12 file of sane size, puts it into a record, so that it is as safe as one
 * that a portal has sent, and goes on at step 7. Steps 1 to 6 count as not needed.
 * Errors: #InkanCertificateError (NOT_PKCS12 says what the file is instead),
 * #GIOErrorEnum.
 */
void            inkan_retrieval_new_for_file_async  (GFile                *file,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
InkanRetrieval *inkan_retrieval_new_for_file_finish (GAsyncResult         *result,
                                                     GError              **error);

/* (nullable): %NULL when there is no portal: a file that the person had already. */
InkanPortalDefinition *inkan_retrieval_get_definition   (InkanRetrieval *self);
InkanState             inkan_retrieval_get_state        (InkanRetrieval *self);
InkanStep              inkan_retrieval_get_step         (InkanRetrieval *self);
gboolean               inkan_retrieval_get_busy         (InkanRetrieval *self);
const GError          *inkan_retrieval_get_error        (InkanRetrieval *self);
/* (nullable): why the answer to the last agreement was of no use, so that the portal had to be asked */
const GError          *inkan_retrieval_get_answer_error (InkanRetrieval *self);
/* Whether step @step was not needed (5 and 6 may be): the sidebar says so. */
gboolean               inkan_retrieval_was_skipped      (InkanRetrieval *self,
                                                         InkanStep       step);

/* Whether NEXT, BACK, CANCEL mean something now: the window's buttons. What a
 * page still wants filled in is the page's own `complete`. */
gboolean inkan_retrieval_can        (InkanRetrieval *self,
                                     InkanEvent      event);
/* Does what the event asks for, or nothing when it means nothing now. From the
 * person only: NEXT, BACK, CANCEL, CHECK_ENTRIES.
 * NEXT in IDENTITY sends, in AGREEMENT agrees, in UNKNOWN asks again, in FOLDER saves. */
void     inkan_retrieval_go         (InkanRetrieval *self,
                                     InkanEvent      event);

/* Bytes of a field's value; longer ones are not valid. */
#define INKAN_FIELD_MAX_LENGTH 1000

/* Step 1. Fields (the code among them) are set as they are typed; nothing is sent by that.
 * take_message() fills what the message says: see inkan_matching_get_value(). */
void            inkan_retrieval_take_message    (InkanRetrieval *self,
                                                 InkanMessage   *message);
InkanMessage   *inkan_retrieval_get_message     (InkanRetrieval *self);
void            inkan_retrieval_set_field       (InkanRetrieval *self,
                                                 const char     *field,
                                                 const char     *typed); /* as typed: stripped, codes normalised */
const char     *inkan_retrieval_get_field       (InkanRetrieval *self,
                                                 const char     *field); /* (nullable), in non-pageable memory */
/* The field that the message brings: the code, or where there is none the PIN: (nullable). */
const InkanField *inkan_retrieval_find_code_field (InkanRetrieval *self);
/* Whether the value of @field can be sent: not empty, matches the pattern. */
gboolean        inkan_retrieval_field_is_valid  (InkanRetrieval *self,
                                                 const char     *field);

/* Step 3. */
GListModel     *inkan_retrieval_get_offers      (InkanRetrieval *self); /* (nullable) of InkanOffer */
InkanOffer     *inkan_retrieval_get_offer       (InkanRetrieval *self);
void            inkan_retrieval_set_offer       (InkanRetrieval *self,
                                                 InkanOffer     *offer);

/* Step 4. */
InkanAgreement *inkan_retrieval_get_agreement   (InkanRetrieval *self);
gboolean        inkan_retrieval_get_sent        (InkanRetrieval *self);
gint64          inkan_retrieval_get_waiting_since (InkanRetrieval *self); /* g_get_monotonic_time() of the agreement, 0: not sent */

/* Steps 5, 6. */
InkanNotice     inkan_retrieval_get_notices      (InkanRetrieval *self);
GTimeSpan       inkan_retrieval_get_clock_offset (InkanRetrieval *self); /* portal minus this computer */
GDateTime      *inkan_retrieval_get_portal_end   (InkanRetrieval *self); /* (nullable) */
void            inkan_retrieval_get_progress     (InkanRetrieval *self,
                                                  goffset        *received,
                                                  goffset        *total);

/* Steps 7, 8. The file as the portal sent it; the certificate is NULL while its passphrase is not known. */
GBytes           *inkan_retrieval_get_bytes       (InkanRetrieval *self);
InkanCertificate *inkan_retrieval_get_certificate (InkanRetrieval *self);
/* Whether an interrupted retrieval left the file behind: what was chosen for it then is forgotten. */
gboolean          inkan_retrieval_get_resumed     (InkanRetrieval *self);
/* Of what will be saved, as far as it is known: without the passphrase only what shows from outside. */
InkanWeakness     inkan_retrieval_get_weaknesses  (InkanRetrieval *self);
/* Whether what will be saved opens without any passphrase: found out before anybody
 * is asked for one. */
gboolean          inkan_retrieval_lacks_passphrase (InkanRetrieval *self);
/* (nullable): why the certificate could not be opened yet */
const GError     *inkan_retrieval_get_opening_error (InkanRetrieval *self);
GFile            *inkan_retrieval_get_folder      (InkanRetrieval *self);
void              inkan_retrieval_set_folder      (InkanRetrieval *self,
                                                   GFile          *folder);
InkanFolderRisk   inkan_retrieval_get_folder_risks (InkanRetrieval *self,
                                                    const char    **service); /* (out) (nullable); property `folder-risks` */
const char       *inkan_retrieval_get_file_name   (InkanRetrieval *self);
void              inkan_retrieval_set_file_name   (InkanRetrieval *self,
                                                   const char     *name);

/* Step 7: what the person may want to have saved.
 *
 * MODERN is saved in place of the file as the portal sent it, COMPATIBLE beside
 * it, as a second file. The file as the portal sent it stays in the record until
 * the end. Nothing of this outlives the program: after an interruption the person
 * starts anew with what the portal sent, and the password of that. */

/* Whether inkan_retrieval_convert() means something now: at step 7, with the passphrase known. */
gboolean          inkan_retrieval_can_convert     (InkanRetrieval  *self);

/**
 * inkan_retrieval_convert:
 * @new_passphrase: (nullable): %NULL for the same: of MODERN the one that the file
 *   came with; of COMPATIBLE the one of what is saved, also when that changes later
 *
 * Locks the file anew, in a thread; an earlier one of this kind gives way. Meanwhile
 * `busy`. Afterwards `conversions`, or `error` and inkan_retrieval_get_conversion_error().
 */
void              inkan_retrieval_convert         (InkanRetrieval  *self,
                                                   InkanEncryption  encryption,
                                                   const char      *new_passphrase);
/* Takes it back, also while it is being made. Of COMPATIBLE also after saving, when
 * it could not be saved or proved: the person does without. */
void              inkan_retrieval_drop_conversion (InkanRetrieval  *self,
                                                   InkanEncryption  encryption);
GBytes           *inkan_retrieval_get_conversion  (InkanRetrieval  *self,
                                                   InkanEncryption  encryption); /* (nullable) */
gboolean          inkan_retrieval_get_converting  (InkanRetrieval  *self,
                                                   InkanEncryption  encryption);
/* (nullable): why there is none although it was asked for */
const GError     *inkan_retrieval_get_conversion_error (InkanRetrieval  *self,
                                                        InkanEncryption  encryption);
/* Whether there is a passphrase that "the same" could mean. */
gboolean          inkan_retrieval_can_keep_passphrase (InkanRetrieval  *self,
                                                       InkanEncryption  encryption);
/* Whether it has a passphrase of its own, and not that of the file it was made of. */
gboolean          inkan_retrieval_has_new_passphrase (InkanRetrieval  *self,
                                                      InkanEncryption  encryption);
/* @note: (nullable): what the copy's name says, between brackets; in English without,
 * or where no file can be called so */
void              inkan_retrieval_set_copy_note   (InkanRetrieval  *self,
                                                   const char      *note);
/* What is saved as the file: the conversion where one was asked for, else what the portal sent. */
GBytes           *inkan_retrieval_get_kept_bytes  (InkanRetrieval  *self);

/* Steps 9, 10. */
GFile            *inkan_retrieval_get_saved_file  (InkanRetrieval *self);
GFile            *inkan_retrieval_get_saved_copy  (InkanRetrieval *self); /* (nullable): for older programs */
/* (nullable): why it could not be saved; the file itself is saved all the same */
const GError     *inkan_retrieval_get_copy_error  (InkanRetrieval *self);
/* Whether a copy was asked for that is not saved, or does not hold: try again, or drop it. */
gboolean          inkan_retrieval_copy_is_missing (InkanRetrieval *self);
/* Saves it once more, under a free name, at step 9 or 10. `busy`, then `saved-copy` and `checked`. */
void              inkan_retrieval_save_copy       (InkanRetrieval *self);
InkanVerdict      inkan_retrieval_get_verdict     (InkanRetrieval *self,
                                                   InkanCheck      check);
/* Of the file itself. */
guint             inkan_retrieval_count_verdicts  (InkanRetrieval *self,
                                                   InkanVerdict    verdict);
/* Of the copy, as far as INKAN_N_COPY_CHECKS: its dates and chain are those of the file. */
InkanVerdict      inkan_retrieval_get_copy_verdict (InkanRetrieval *self,
                                                    InkanCheck      check);
/* Whether the person is to be asked for the file's passphrase: at step 7, where it
 * can be left out; at step 10, when nothing else is wanted for the rest of the proof. */
gboolean          inkan_retrieval_wants_passphrase (InkanRetrieval *self);
/* Tries @passphrase on the file, at step 7 or 10: `passphrase-known`, `checked` and
 * `error` tell. NULL: none. */
void              inkan_retrieval_try_passphrase  (InkanRetrieval *self,
                                                   const char     *passphrase);
gboolean          inkan_retrieval_get_passphrase_known (InkanRetrieval *self); /* property `passphrase-known` */
/* (transfer none) (nullable): the passphrase that the portal's page told, perhaps
 * never again: the person must see and keep it. There from page 7 on, also after
 * an interruption when there is a keyring; property `passphrase-told`. */
SecretValue      *inkan_retrieval_get_told_passphrase  (InkanRetrieval *self);
gboolean          inkan_retrieval_get_keyring_usable   (InkanRetrieval *self); /* property `keyring-usable` */
/* Puts the passphrase into the keyring, under @label; property `remembered`, or `error`. */
void              inkan_retrieval_remember_passphrase  (InkanRetrieval *self,
                                                        const char     *label);

/* What a program that died left behind (SAFETY, "never lost"). */
typedef enum {
  INKAN_INTERRUPTED_BEFORE,   /* nothing was agreed to: start at page 2 */
  INKAN_INTERRUPTED_AGREED,   /* agreed, nothing received: ask the portal again */
  INKAN_INTERRUPTED_RECEIVED, /* the file is here: continue at page 7 */
} InkanInterruption;

#define INKAN_TYPE_INTERRUPTED (inkan_interrupted_get_type ())
G_DECLARE_FINAL_TYPE (InkanInterrupted, inkan_interrupted, INKAN, INTERRUPTED, GObject)

/* (transfer full): of InkanInterrupted, newest first. Records that another process works on are left out. */
GListModel        *inkan_interrupted_list          (void);
InkanInterruption  inkan_interrupted_get_kind      (InkanInterrupted *self);
const char        *inkan_interrupted_get_portal_name (InkanInterrupted *self); /* (nullable): a file that the person had already */
const char        *inkan_interrupted_get_file_name (InkanInterrupted *self); /* (nullable) */
/* (transfer full) (nullable): the portal that it is of; NULL with @error when its
 * definition is gone, or when it is of none. */
InkanPortalDefinition *inkan_interrupted_load_definition (InkanInterrupted *self,
                                                          GError          **error);
/* Of the practice portal: it has to run again before its retrieval can continue. */
gboolean           inkan_interrupted_get_practice  (InkanInterrupted *self);
GDateTime         *inkan_interrupted_get_time      (InkanInterrupted *self);
/* (transfer full): the retrieval where it was left; a file that was received without
 * its portal, when its definition is gone; anything else then NULL (with @error). */
InkanRetrieval    *inkan_interrupted_continue      (InkanInterrupted *self,
                                                    GError          **error);
gboolean           inkan_interrupted_discard       (InkanInterrupted *self,
                                                    GError          **error);

G_END_DECLS
