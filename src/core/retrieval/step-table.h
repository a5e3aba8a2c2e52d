/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Steps as the guide numbers them, and the two closing pages. */
typedef enum {
  INKAN_STEP_MAIL = 1,
  INKAN_STEP_IDENTITY,
  INKAN_STEP_CHOICE,
  INKAN_STEP_AGREEMENT,
  INKAN_STEP_NOTICE,
  INKAN_STEP_DOWNLOAD,
  INKAN_STEP_FILE,
  INKAN_STEP_FOLDER,
  INKAN_STEP_SAVED,
  INKAN_STEP_ISSUED,
  INKAN_STEP_CARE,
  INKAN_STEP_USE,
} InkanStep;

#define INKAN_N_STEPS 10 /* numbered ones */

/* Where a retrieval is. Several states can belong to one step. */
typedef enum {
  INKAN_STATE_MAIL,
  INKAN_STATE_IDENTITY,
  INKAN_STATE_IDENTIFYING,     /* busy */
  INKAN_STATE_CHOICE,
  INKAN_STATE_REVIEWING,       /* busy */
  INKAN_STATE_AGREEMENT,
  INKAN_STATE_RENEWING,        /* busy: agreed to, but the session has ended: it is begun anew first */
  INKAN_STATE_ISSUING,         /* busy: the agreement is out */
  INKAN_STATE_RESOLVING,       /* busy: its answer was lost, the portal is being asked */
  INKAN_STATE_UNKNOWN,         /* its answer was lost, the portal could not be asked */
  INKAN_STATE_REISSUE,         /* issuing failed after the agreement: an end */
  INKAN_STATE_NOTICE_EARLY,    /* notices to read while the file is coming */
  INKAN_STATE_DOWNLOAD,        /* busy: the file is coming */
  INKAN_STATE_NOTICE,          /* notices to read, file is here */
  INKAN_STATE_FILE,
  INKAN_STATE_FOLDER,
  INKAN_STATE_SAVING,          /* busy */
  INKAN_STATE_SAVED,
  INKAN_STATE_PROVING,         /* busy: reading back */
  INKAN_STATE_ISSUED,
  INKAN_STATE_CARE,
  INKAN_STATE_USE,
  INKAN_STATE_FINISHED,        /* an end */
  INKAN_N_STATES,
} InkanState;

typedef enum {
  INKAN_EVENT_NEXT,            /* the page's primary button */
  INKAN_EVENT_BACK,
  INKAN_EVENT_CANCEL,
  INKAN_EVENT_IDENTIFIED,
  INKAN_EVENT_IDENTIFIED_ONE,  /* the portal has no list */
  INKAN_EVENT_NOTHING_OFFERED,
  INKAN_EVENT_REVIEWED,
  INKAN_EVENT_FAILED,          /* nothing was decided: back to where it can be mended */
  INKAN_EVENT_SESSION_OVER,
  INKAN_EVENT_RENEW,           /* nothing was sent, and the session may be over */
  INKAN_EVENT_RENEWED,         /* there is the same to agree to as before */
  INKAN_EVENT_ANSWER_LOST,
  INKAN_EVENT_STILL_OFFERED,
  INKAN_EVENT_GONE,            /* only a reissue helps */
  INKAN_EVENT_CANNOT_TELL,
  INKAN_EVENT_DOWNLOADING,
  INKAN_EVENT_DOWNLOADING_NOTICED, /* … and there are notices */
  INKAN_EVENT_RECEIVED,
  INKAN_EVENT_RECEIVED_NOTICED,
  INKAN_EVENT_SAVED,
  INKAN_EVENT_PROVED,
  INKAN_EVENT_RESUME_IDENTITY, /* from the record of an interrupted retrieval */
  INKAN_EVENT_RESUME_FILE,
  INKAN_EVENT_CHECK_ENTRIES,   /* step 3: "Check my entries" */
  INKAN_N_EVENTS,
} InkanEvent;

/* Whether @event means something in @state; then @next is where it leads. */
gboolean    inkan_step_table_look_up (InkanState  state,
                                      InkanEvent  event,
                                      InkanState *next);
InkanStep   inkan_state_get_step     (InkanState  state);
gboolean    inkan_state_is_busy      (InkanState  state);
const char *inkan_state_get_name     (InkanState  state); /* for logs and tests */
const char *inkan_event_get_name     (InkanEvent  event);

G_END_DECLS
