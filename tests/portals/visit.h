/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/retrieval/retrieval.h"
#include "support/portal-program.h"

G_BEGIN_DECLS

/* A retrieval from one of the portals of this folder, without a window: what a
 * person would do, waited for. */
typedef struct {
  PortalProgram *program;
  InkanRetrieval *retrieval;
} Visit;

/* Starts the portal @name with these arguments (nullable). */
Visit *visit_new  (const char        *name,
                   const char *const *arguments);
void   visit_free (Visit             *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Visit, visit_free)

/* Begins again with the same portal, as a second start of the wizard. */
void visit_again (Visit *self);

/* Takes the newest message of the portal's mail folder. */
void visit_take_mail (Visit *self);

/* Types @value, or the value of the report's @key, into @field. */
void visit_type     (Visit      *self,
                     const char *field,
                     const char *value);
void visit_type_key (Visit      *self,
                     const char *field,
                     const char *key);

/* NEXT, as often as it means something, until @state is where the visit has
 * come to rest. The test fails when it rests elsewhere and cannot go on. */
void visit_go_to (Visit      *self,
                  InkanState  state);

/* NEXT once, then rest, in @state: with the portal's error @code, or with none
 * when it is -1. */
void visit_go_and_expect (Visit      *self,
                          InkanState  state,
                          int         code);

/* From the agreement on: agrees, and goes on to the proved file, saved in a
 * folder of its own under a name (transfer full) that is returned. The file
 * opens with @passphrase (nullable: with what the retrieval knows) and holds the
 * certificate that the portal says it has issued. */
char *visit_get_certificate (Visit      *self,
                             const char *passphrase);

/* How often the portal was agreed with. */
guint visit_count_agreements (Visit *self);

/* g_test_init() in a home of its own, then @add, then the tests. */
int visit_main (int    argc,
                char **argv,
                void (*add) (void));

G_END_DECLS
