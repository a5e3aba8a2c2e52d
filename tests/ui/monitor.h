/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Keyboard, pointer and pictures of a virtual display. */
typedef struct _Monitor Monitor;

Monitor  *monitor_new     (const char *display);
void     monitor_free    (Monitor     *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Monitor, monitor_free)

/* "Return", "alt+Left", "ctrl+shift+a": X names of keys. */
void     monitor_key     (Monitor     *self,
                         const char *keys);
/* Types printable ASCII. */
void      monitor_type    (Monitor    *self,
                           const char *text);
/* Clicks at a point of the frontmost window; FALSE: there is none. */
gboolean monitor_click   (Monitor     *self,
                         int         x,
                         int         y,
                         guint       clicks);
/* The keyboard goes elsewhere, as when the person has turned to another window. */
void     monitor_turn_away (Monitor   *self);
/* The window's part of the display, once it has stopped changing. */
gboolean monitor_picture (Monitor     *self,
                         const char *file);

G_END_DECLS
