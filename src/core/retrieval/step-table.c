/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step-table.h"

/* Tables, to be read as such. */
/* clang-format off */
#define STATE(name) INKAN_STATE_##name
#define EVENT(name) INKAN_EVENT_##name

static const struct {
  InkanStep   step;
  gboolean    busy;
  const char *name;
} states[INKAN_N_STATES] = {
  [STATE (MAIL)]         = { INKAN_STEP_MAIL,      FALSE, "mail" },
  [STATE (IDENTITY)]     = { INKAN_STEP_IDENTITY,  FALSE, "identity" },
  [STATE (IDENTIFYING)]  = { INKAN_STEP_IDENTITY,  TRUE,  "identifying" },
  [STATE (CHOICE)]       = { INKAN_STEP_CHOICE,    FALSE, "choice" },
  [STATE (REVIEWING)]    = { INKAN_STEP_CHOICE,    TRUE,  "reviewing" },
  [STATE (AGREEMENT)]    = { INKAN_STEP_AGREEMENT, FALSE, "agreement" },
  [STATE (RENEWING)]     = { INKAN_STEP_AGREEMENT, TRUE,  "renewing" },
  [STATE (ISSUING)]      = { INKAN_STEP_AGREEMENT, TRUE,  "issuing" },
  [STATE (RESOLVING)]    = { INKAN_STEP_AGREEMENT, TRUE,  "resolving" },
  [STATE (UNKNOWN)]      = { INKAN_STEP_AGREEMENT, FALSE, "unknown" },
  [STATE (REISSUE)]      = { INKAN_STEP_AGREEMENT, FALSE, "reissue" },
  [STATE (NOTICE_EARLY)] = { INKAN_STEP_NOTICE,    FALSE, "notice-early" },
  [STATE (DOWNLOAD)]     = { INKAN_STEP_DOWNLOAD,  TRUE,  "download" },
  [STATE (NOTICE)]       = { INKAN_STEP_NOTICE,    FALSE, "notice" },
  [STATE (FILE)]         = { INKAN_STEP_FILE,      FALSE, "file" },
  [STATE (FOLDER)]       = { INKAN_STEP_FOLDER,    FALSE, "folder" },
  [STATE (SAVING)]       = { INKAN_STEP_FOLDER,    TRUE,  "saving" },
  [STATE (SAVED)]        = { INKAN_STEP_SAVED,     FALSE, "saved" },
  [STATE (PROVING)]      = { INKAN_STEP_ISSUED,    TRUE,  "proving" },
  [STATE (ISSUED)]       = { INKAN_STEP_ISSUED,    FALSE, "issued" },
  [STATE (CARE)]         = { INKAN_STEP_CARE,      FALSE, "care" },
  [STATE (USE)]          = { INKAN_STEP_USE,       FALSE, "use" },
  [STATE (FINISHED)]     = { INKAN_STEP_USE,       FALSE, "finished" },
};

static const char * const event_names[INKAN_N_EVENTS] = {
  [EVENT (NEXT)]                = "next",
  [EVENT (BACK)]                = "back",
  [EVENT (CANCEL)]              = "cancel",
  [EVENT (CHECK_ENTRIES)]       = "check-entries",
  [EVENT (IDENTIFIED)]          = "identified",
  [EVENT (IDENTIFIED_ONE)]      = "identified-one",
  [EVENT (NOTHING_OFFERED)]     = "nothing-offered",
  [EVENT (REVIEWED)]            = "reviewed",
  [EVENT (FAILED)]              = "failed",
  [EVENT (SESSION_OVER)]        = "session-over",
  [EVENT (RENEW)]               = "renew",
  [EVENT (RENEWED)]             = "renewed",
  [EVENT (ANSWER_LOST)]         = "answer-lost",
  [EVENT (STILL_OFFERED)]       = "still-offered",
  [EVENT (GONE)]                = "gone",
  [EVENT (CANNOT_TELL)]         = "cannot-tell",
  [EVENT (DOWNLOADING)]         = "downloading",
  [EVENT (DOWNLOADING_NOTICED)] = "downloading-noticed",
  [EVENT (RECEIVED)]            = "received",
  [EVENT (RECEIVED_NOTICED)]    = "received-noticed",
  [EVENT (SAVED)]               = "saved",
  [EVENT (PROVED)]              = "proved",
  [EVENT (RESUME_IDENTITY)]     = "resume-identity",
  [EVENT (RESUME_FILE)]         = "resume-file",
};

/* Every way that a retrieval can go; what is not here cannot happen. */
static const struct {
  InkanState state;
  InkanEvent event;
  InkanState next;
} ways[] = {
  /* 1: the e-mail with the code */
  { STATE (MAIL),         EVENT (NEXT),                STATE (IDENTITY) },
  { STATE (MAIL),         EVENT (RESUME_IDENTITY),     STATE (IDENTITY) },
  { STATE (MAIL),         EVENT (RESUME_FILE),         STATE (FILE) },

  /* 2: who it is */
  { STATE (IDENTITY),     EVENT (NEXT),                STATE (IDENTIFYING) },
  { STATE (IDENTITY),     EVENT (BACK),                STATE (MAIL) },
  { STATE (IDENTIFYING),  EVENT (CANCEL),              STATE (IDENTITY) },
  { STATE (IDENTIFYING),  EVENT (FAILED),              STATE (IDENTITY) },
  { STATE (IDENTIFYING),  EVENT (IDENTIFIED),          STATE (CHOICE) },
  { STATE (IDENTIFYING),  EVENT (IDENTIFIED_ONE),      STATE (REVIEWING) },
  { STATE (IDENTIFYING),  EVENT (NOTHING_OFFERED),     STATE (CHOICE) },
  { STATE (IDENTIFYING),  EVENT (GONE),                STATE (REISSUE) },

  /* 3: which certificate */
  { STATE (CHOICE),       EVENT (NEXT),                STATE (REVIEWING) },
  { STATE (CHOICE),       EVENT (BACK),                STATE (IDENTITY) },
  { STATE (CHOICE),       EVENT (CHECK_ENTRIES),       STATE (IDENTITY) },
  { STATE (REVIEWING),    EVENT (CANCEL),              STATE (CHOICE) },
  { STATE (REVIEWING),    EVENT (FAILED),              STATE (CHOICE) },
  { STATE (REVIEWING),    EVENT (SESSION_OVER),        STATE (IDENTITY) },
  { STATE (REVIEWING),    EVENT (REVIEWED),            STATE (AGREEMENT) },

  /* 4: the agreement. From here on a certificate may have been spent. */
  { STATE (AGREEMENT),    EVENT (NEXT),                STATE (ISSUING) },
  { STATE (AGREEMENT),    EVENT (BACK),                STATE (CHOICE) },
  { STATE (AGREEMENT),    EVENT (RENEW),               STATE (RENEWING) },
  { STATE (RENEWING),     EVENT (CANCEL),              STATE (CHOICE) },
  { STATE (RENEWING),     EVENT (FAILED),              STATE (CHOICE) },
  { STATE (RENEWING),     EVENT (SESSION_OVER),        STATE (IDENTITY) },
  { STATE (RENEWING),     EVENT (REVIEWED),            STATE (AGREEMENT) },
  { STATE (RENEWING),     EVENT (RENEWED),             STATE (ISSUING) },
  { STATE (ISSUING),      EVENT (RENEW),               STATE (RENEWING) },
  { STATE (ISSUING),      EVENT (FAILED),              STATE (CHOICE) },
  { STATE (ISSUING),      EVENT (SESSION_OVER),        STATE (IDENTITY) },
  { STATE (ISSUING),      EVENT (ANSWER_LOST),         STATE (RESOLVING) },
  { STATE (ISSUING),      EVENT (GONE),                STATE (REISSUE) },
  { STATE (ISSUING),      EVENT (DOWNLOADING),         STATE (DOWNLOAD) },
  { STATE (ISSUING),      EVENT (DOWNLOADING_NOTICED), STATE (NOTICE_EARLY) },
  { STATE (ISSUING),      EVENT (RECEIVED),            STATE (FILE) },
  { STATE (ISSUING),      EVENT (RECEIVED_NOTICED),    STATE (NOTICE) },
  { STATE (RESOLVING),    EVENT (STILL_OFFERED),       STATE (CHOICE) },
  { STATE (RESOLVING),    EVENT (GONE),                STATE (REISSUE) },
  { STATE (RESOLVING),    EVENT (CANNOT_TELL),         STATE (UNKNOWN) },
  { STATE (UNKNOWN),      EVENT (NEXT),                STATE (RESOLVING) },
  { STATE (REISSUE),      EVENT (BACK),                STATE (MAIL) },

  /* 5: warnings; 6: the download */
  { STATE (NOTICE_EARLY), EVENT (NEXT),                STATE (DOWNLOAD) },
  { STATE (NOTICE_EARLY), EVENT (RECEIVED),            STATE (NOTICE) },
  { STATE (NOTICE_EARLY), EVENT (RECEIVED_NOTICED),    STATE (NOTICE) },
  { STATE (NOTICE_EARLY), EVENT (ANSWER_LOST),         STATE (RESOLVING) },
  { STATE (NOTICE_EARLY), EVENT (GONE),                STATE (REISSUE) },
  { STATE (DOWNLOAD),     EVENT (RECEIVED),            STATE (FILE) },
  { STATE (DOWNLOAD),     EVENT (RECEIVED_NOTICED),    STATE (NOTICE) },
  { STATE (DOWNLOAD),     EVENT (ANSWER_LOST),         STATE (RESOLVING) },
  { STATE (DOWNLOAD),     EVENT (GONE),                STATE (REISSUE) },
  { STATE (NOTICE),       EVENT (NEXT),                STATE (FILE) },

  /* 7, 8, 9: keeping it */
  { STATE (FILE),         EVENT (NEXT),                STATE (FOLDER) },
  { STATE (FOLDER),       EVENT (NEXT),                STATE (SAVING) },
  { STATE (FOLDER),       EVENT (BACK),                STATE (FILE) },
  { STATE (SAVING),       EVENT (FAILED),              STATE (FOLDER) },
  { STATE (SAVING),       EVENT (SAVED),               STATE (SAVED) },
  { STATE (SAVED),        EVENT (NEXT),                STATE (PROVING) },

  /* 10 and the closing pages */
  { STATE (PROVING),      EVENT (PROVED),              STATE (ISSUED) },
  { STATE (ISSUED),       EVENT (NEXT),                STATE (CARE) },
  { STATE (ISSUED),       EVENT (BACK),                STATE (FOLDER) },
  { STATE (CARE),         EVENT (NEXT),                STATE (USE) },
  { STATE (CARE),         EVENT (BACK),                STATE (ISSUED) },
  { STATE (USE),          EVENT (NEXT),                STATE (FINISHED) },
};

/* clang-format on */

gboolean
inkan_step_table_look_up (InkanState state, InkanEvent event, InkanState *next)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    if (ways[i].state == state && ways[i].event == event) {
      if (next != NULL)
        *next = ways[i].next;
      return TRUE;
    }

  return FALSE;
}

InkanStep
inkan_state_get_step (InkanState state)
{
  g_return_val_if_fail (state < INKAN_N_STATES, INKAN_STEP_MAIL);

  return states[state].step;
}

gboolean
inkan_state_is_busy (InkanState state)
{
  g_return_val_if_fail (state < INKAN_N_STATES, FALSE);

  return states[state].busy;
}

const char *
inkan_state_get_name (InkanState state)
{
  g_return_val_if_fail (state < INKAN_N_STATES, NULL);

  return states[state].name;
}

const char *
inkan_event_get_name (InkanEvent event)
{
  g_return_val_if_fail (event < INKAN_N_EVENTS, NULL);

  return event_names[event];
}
