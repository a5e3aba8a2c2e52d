/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "robot.h"

G_BEGIN_DECLS

/* A person on the way to a certificate from a practice portal of the test's
 * own. The steps below are those of the guide; each waits for its page. */
typedef struct {
  Session  *session;
  GKeyFile *portal;     /* its start-up report */
  Robot    *robot;
  char     *pictures;   /* (nullable): where a picture of every page goes */
  guint     n_pictures;
} Journey;

/* What the practice portal offers. */
#define JOURNEY_SERVICE "Practice Class 2 Standard"
#define JOURNEY_SERVICE_JAPANESE "練習用クラス2 スタンダード"
#define JOURNEY_FETCHED "Practice Class 1 Trial"

/* Session and portal; @arguments: more for the portal (nullable), as
 * { "--fault", "maintenance", NULL }. Issuing takes a second. */
Journey    *journey_new           (SessionFlags       flags,
                                   const char *const *arguments);
/* With the portal @name of tests/portals in the practice portal's place. With
 * INKAN_JOURNEY_FOLDER set, pictures of every page stay there, by portal and
 * language. */
Journey    *journey_new_at        (SessionFlags       flags,
                                   const char        *name,
                                   const char *const *arguments);
/* Without a portal of its own: for the one that the wizard starts itself. */
Journey    *journey_new_practice  (SessionFlags       flags);
/* Without any portal. */
Journey    *journey_new_bare      (SessionFlags       flags);
void        journey_free          (Journey           *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Journey, journey_free)

/* With INKAN_JOURNEY_FOLDER set, pictures of every page stay there, in a folder of this name. */
void        journey_keep_pictures (Journey           *self,
                                   const char        *name);
/* A picture now, where pictures are kept. */
void        journey_picture       (Journey           *self,
                                   const char        *title);

/* A value of the portal's report: (transfer full). */
char       *journey_get           (Journey           *self,
                                   const char        *key);
/* The newest message in the portal's mail folder: (transfer full). */
char       *journey_get_mail      (Journey           *self);

/* Starts the wizard for the portal, with its newest message. */
void        journey_open          (Journey           *self);
/* The same with other arguments. */
void        journey_open_with     (Journey           *self,
                                   const char *const *arguments);
/* A second start of the program hands this argument to the first, and ends. */
void        journey_start_again   (Journey           *self,
                                   const char        *argument);
/* Ends the portal, and starts it again with the same data and other faults. */
void        journey_restart_portal (Journey           *self,
                                   const char *const *arguments);

/* Waits for the page with this title; looks at its names and takes its picture. */
void        journey_at            (Journey           *self,
                                   const char        *title);
/* An error of this heading shows, on the page with this title. */
void        journey_expect_error  (Journey           *self,
                                   const char        *title,
                                   const char        *heading);

void        journey_pass_mail     (Journey           *self); /* step 1, the code is there */
void        journey_identify      (Journey           *self,  /* step 2 */
                                   const char        *password); /* (nullable): the right one */
void        journey_choose        (Journey           *self); /* step 3 */
void        journey_agree         (Journey           *self); /* step 4 */
void        journey_pass_notices  (Journey           *self); /* step 5 */
void        journey_see_wait      (Journey           *self);
/* Steps 1 to 4, up to the page that is not there when issuing fails. */
void        journey_go_to_agreement (Journey         *self);
void        journey_save          (Journey           *self); /* steps 7 to 9 */
void        journey_finish        (Journey           *self); /* step 10 and the closing pages */

/* The .p12 on the Desktop: (transfer full). Fails when there is not exactly one. */
char       *journey_get_saved     (Journey           *self);
/* Opens @file with openssl, and compares what comes out with what the portal's
 * database says was issued. */
void        journey_prove         (Journey           *self,
                                   const char        *file);
/* What openssl reads out of @file, serial and fingerprint of the certificate, whose
 * key is there too: (transfer full). */
char       *journey_describe      (Journey           *self,
                                   const char        *file,
                                   const char        *passphrase);
/* As journey_prove() for a portal of tests/portals, whose log says what was issued. */
void        journey_prove_issued  (Journey           *self,
                                   const char        *file,
                                   const char        *passphrase);
/* How many lines of the portal's log contain @text. */
guint       journey_count         (Journey           *self,
                                   const char        *text);
/* One value from the portal's database: (transfer full). */
char       *journey_query         (Journey           *self,
                                   const char        *sql);
/* Changes the portal's database behind its back. */
void        journey_change        (Journey           *self,
                                   const char        *sql);

G_END_DECLS
