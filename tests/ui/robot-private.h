/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "monitor.h"
#include "robot.h"

G_BEGIN_DECLS

#define ROBOT_ROOT_PATH "/org/a11y/atspi/accessible/root"

struct _Robot {
  Session         *session;
  GSubprocess     *program;
  GDBusConnection *connection;   /* to the accessibility bus */
  Monitor         *monitor;
  char            *log_name;
  char            *bus_name;     /* of the program, on that bus */
  guint            subscription;
  gboolean         changed;      /* since the last look */
  gboolean         ended;
};

typedef gboolean (* RobotMatch) (const RobotThing *thing,
                                 AtspiRole         role,
                                 const char       *name);

gboolean    robot_matches_button  (const RobotThing *thing,
                                   AtspiRole         role,
                                   const char       *name);
gboolean    robot_matches_entry   (const RobotThing *thing,
                                   AtspiRole         role,
                                   const char       *name);
/* (transfer full): waits for the first that @match takes and that shows. */
RobotThing *robot_wait_for_match  (Robot            *self,
                                   RobotMatch        match,
                                   AtspiRole         role,
                                   const char       *name);
/* Where the middle of it is in its window; FALSE: nowhere. */
gboolean    robot_get_middle      (Robot            *self,
                                   const RobotThing *thing,
                                   int              *x,
                                   int              *y);
/* Asks one thing of the program; (nullable): it has gone meanwhile. @interface
 * without "org.a11y.atspi.". */
GVariant   *robot_ask             (Robot            *self,
                                   const char       *path,
                                   const char       *interface,
                                   const char       *method,
                                   GVariant         *parameters,
                                   const char       *reply_type);
/* The same without waiting for the answer. */
void        robot_tell            (Robot            *self,
                                   const char       *path,
                                   const char       *interface,
                                   const char       *method,
                                   GVariant         *parameters);

G_END_DECLS
