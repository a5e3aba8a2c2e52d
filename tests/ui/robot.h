/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <atspi/atspi-constants.h>

#include "session.h"

G_BEGIN_DECLS

/* A person in front of the window, as far as the accessibility bus lets a
 * program be one: sees what is there by role and name, presses, types, waits.
 *
 * Nothing is kept from one look to the next, and every function that looks for
 * something waits until it is there; when it does not come, the test fails with
 * what is there instead. */
typedef struct _Robot Robot;

/* One thing in a window, as it was when it was looked at. */
typedef struct {
  char      *path;
  char      *parent_path; /* (nullable): a window */
  char      *name;
  char      *description;
  AtspiRole  role;
  guint64    states;
  guint      depth;
  guint      index;       /* in its parent */
  gboolean   has_actions;
  gboolean   has_text;
  gboolean   is_editable;
} RobotThing;

gboolean   robot_thing_has      (const RobotThing *thing,
                                 AtspiStateType    state);
void       robot_thing_free     (RobotThing       *thing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RobotThing, robot_thing_free)

/* Starts build/src/inkan with these arguments (nullable) and waits for a window. */
Robot      *robot_new           (Session           *session,
                                 const char *const *arguments);
/* Closes nothing: asserts that the program has ended, or ends it. Fails the
 * test when GTK or GLib warned of anything. */
void        robot_free          (Robot       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Robot, robot_free)

Session    *robot_get_session   (Robot       *self);
GPid        robot_get_pid       (Robot       *self);
const char *robot_get_log_name  (Robot       *self);
/* kill -9, and waits until it is gone. */
void        robot_kill          (Robot       *self);
/* Waits until the program has ended by itself; its exit status. */
int         robot_wait_for_end  (Robot       *self);
gboolean    robot_has_ended     (Robot       *self);

/* A text of the program in the language of the session: (transfer none). */
const char *robot_text          (Robot       *self,
                                 const char  *text);

/* Everything in all windows, in tree order, including what is not showing:
 * (transfer full) of RobotThing. */
GPtrArray  *robot_look          (Robot       *self);
gboolean    robot_is_showing    (Robot            *self,
                                 const RobotThing *thing);
/* (transfer full) (nullable): shows @name, now. @role: ATSPI_ROLE_INVALID for any. */
RobotThing *robot_find          (Robot       *self,
                                 AtspiRole    role,
                                 const char  *name);
/* @name as it is, not looked up. */
RobotThing *robot_find_raw      (Robot       *self,
                                 AtspiRole    role,
                                 const char  *name);
/* The names are in English, looked up in the program's language. */
RobotThing *robot_wait_for      (Robot       *self,
                                 AtspiRole    role,
                                 const char  *name);
/* @name as it is, not looked up: what a portal says. */
RobotThing *robot_wait_for_raw  (Robot       *self,
                                 AtspiRole    role,
                                 const char  *name);
/* A label that contains @part (looked up). */
RobotThing *robot_wait_for_part (Robot       *self,
                                 const char  *part);
void        robot_wait_gone     (Robot       *self,
                                 AtspiRole    role,
                                 const char  *name);
/* Fails when anything that shows and can be used has no name, or one that is
 * nothing to a person: a class's, or one with an underscore for a mnemonic. */
void        robot_check_names   (Robot       *self);
/* Whether a thing called @name that can be pressed is sensitive, showing and
 * ready, now. */
gboolean    robot_can_press     (Robot       *self,
                                 const char  *name);

/* Waits for a button of that name that can be pressed, and presses it. */
void        robot_press         (Robot       *self,
                                 const char  *name);
/* Presses it @times times without waiting for anything in between. */
void        robot_press_at_once (Robot       *self,
                                 const char  *name,
                                 guint        times);
/* Puts @text into the entry called @name. */
void        robot_type          (Robot       *self,
                                 const char  *name,
                                 const char  *text);
/* Selects the row called @name (as it is, not looked up) in its list. */
void        robot_select        (Robot       *self,
                                 const char  *name);
/* Ticks the check button called @name, with the keyboard. */
void        robot_tick          (Robot       *self,
                                 const char  *name);
/* What stands in the entry called @name: (transfer full). */
char       *robot_read          (Robot       *self,
                                 const char  *name);
/* Waits until the entry called @name is not empty any more. */
void        robot_wait_for_text (Robot       *self,
                                 const char  *name);
/* In the file dialog of that title, opens the first file. */
void        robot_open_first_file (Robot     *self,
                                 const char  *title);
/* An action of the first window, as "window.close". */
void        robot_window_action (Robot       *self,
                                 const char  *action);

/* Keys, as from a keyboard; @keys as "Return", "alt+Left", "ctrl+l". */
void        robot_key           (Robot       *self,
                                 const char  *keys);
/* Enter, once the button called @name could be pressed. */
void        robot_enter         (Robot       *self,
                                 const char  *name);
/* Printable ASCII, into whatever has the focus. */
void        robot_type_keys     (Robot       *self,
                                 const char  *text);
/* Moves the focus with Tab to what is called @name. */
void        robot_focus         (Robot       *self,
                                 AtspiRole    role,
                                 const char  *name);
/* Clicks with the pointer into the middle of what is called @name. */
void        robot_point         (Robot       *self,
                                 AtspiRole    role,
                                 const char  *name,
                                 guint        clicks);

/* Waits until something else in the test has set *@what. */
void        robot_wait_until_set (Robot      *self,
                                 gpointer    *what);
/* The person turns to another window. */
void        robot_turn_away     (Robot       *self);

/* A picture (PNG) of the display's part where the program's window is. */
void        robot_picture       (Robot       *self,
                                 const char  *file);

/* Waits for something to happen, a moment at most: for loops of one's own.
 * FALSE, once, when the deadline has passed: fail then with robot_fail(). */
gboolean    robot_pass          (Robot       *self,
                                 gint64       deadline);
void        robot_fail          (Robot       *self,
                                 const char  *format,
                                 ...) G_GNUC_PRINTF (2, 3) G_GNUC_NORETURN;

G_END_DECLS
