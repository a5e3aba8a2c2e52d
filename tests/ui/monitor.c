/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monitor.h"

#include <X11/XKBlib.h>
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <cairo.h>
#include <string.h>

struct _Monitor {
  Display *display;
  Window   root;
};

/* A window may go at any time; asking after it is no error of ours. */
static int
ignore_error (Display     *display,
              XErrorEvent *event)
{
  return 0;
}

Monitor *
monitor_new (const char *name)
{
  Monitor *self = g_new0 (Monitor, 1);

  XSetErrorHandler (ignore_error);
  self->display = XOpenDisplay (name);
  g_assert_nonnull (self->display);
  self->root = DefaultRootWindow (self->display);
  return self;
}

void
monitor_free (Monitor *self)
{
  XCloseDisplay (self->display);
  g_free (self);
}

static void
key (Monitor     *self,
     const char *name,
     Bool        down)
{
  static const char *const modifiers[][2] = {
    { "alt", "Alt_L" }, { "ctrl", "Control_L" }, { "shift", "Shift_L" },
  };
  KeyCode code;

  for (guint i = 0; i < G_N_ELEMENTS (modifiers); i++)
    if (g_str_equal (name, modifiers[i][0]))
      name = modifiers[i][1];
  code = XKeysymToKeycode (self->display, XStringToKeysym (name));
  g_assert_cmpint (code, !=, 0);
  XTestFakeKeyEvent (self->display, code, down, CurrentTime);
}

void
monitor_key (Monitor     *self,
            const char *keys)
{
  g_auto(GStrv) names = g_strsplit (keys, "+", -1);
  guint n = g_strv_length (names);

  for (guint i = 0; i < n; i++)
    key (self, names[i], True);
  for (guint i = n; i > 0; i--)
    key (self, names[i - 1], False);
  XSync (self->display, False);
}

void
monitor_turn_away (Monitor *self)
{
  XSetWindowAttributes above = { .override_redirect = True };
  Window other = XCreateWindow (self->display, self->root, 0, 0, 1, 1, 0, 0, InputOnly, CopyFromParent,
                                CWOverrideRedirect, &above);

  XMapWindow (self->display, other);
  XSync (self->display, False);
  XSetInputFocus (self->display, other, RevertToParent, CurrentTime);
  XSync (self->display, False);
}

void
monitor_type (Monitor    *self,
              const char *text)
{
  for (; *text != '\0'; text++)
    {
      /* In X, printable ASCII characters are their own key symbols. */
      KeySym symbol = (unsigned char) *text;
      KeyCode code = XKeysymToKeycode (self->display, symbol);
      gboolean shift = XkbKeycodeToKeysym (self->display, code, 0, 0) != symbol;

      g_assert_cmpint (code, !=, 0);
      if (shift)
        key (self, "shift", True);
      XTestFakeKeyEvent (self->display, code, True, CurrentTime);
      XTestFakeKeyEvent (self->display, code, False, CurrentTime);
      if (shift)
        key (self, "shift", False);
    }
  XSync (self->display, False);
}

/* The topmost window that a person would see as one. */
static Window
front (Monitor            *self,
       XWindowAttributes *attributes)
{
  Window root, parent, *children = NULL, found = None;
  unsigned int n = 0;

  if (!XQueryTree (self->display, self->root, &root, &parent, &children, &n))
    return None;
  for (unsigned int i = n; i > 0 && found == None; i--)
    if (XGetWindowAttributes (self->display, children[i - 1], attributes) &&
        attributes->map_state == IsViewable && !attributes->override_redirect &&
        attributes->width > 50)
      found = children[i - 1];
  XFree (children);
  return found;
}

/* What lies around the window proper (its shadow): left, right, top, bottom. */
static void
get_extents (Monitor *self,
             Window  window,
             long    extents[4])
{
  Atom atom = XInternAtom (self->display, "_GTK_FRAME_EXTENTS", False), type;
  unsigned char *data = NULL;
  unsigned long n = 0, rest;
  int format;

  memset (extents, 0, 4 * sizeof (long));
  if (XGetWindowProperty (self->display, window, atom, 0, 4, False, XA_CARDINAL, &type, &format, &n, &rest,
                          &data) == Success && n == 4 && format == 32)
    memcpy (extents, data, 4 * sizeof (long));
  if (data != NULL)
    XFree (data);
}

gboolean
monitor_click (Monitor *self,
              int     x,
              int     y,
              guint   clicks)
{
  XWindowAttributes attributes;
  Window window = front (self, &attributes);
  long extents[4];

  if (window == None)
    return FALSE;
  get_extents (self, window, extents);
  XTestFakeMotionEvent (self->display, -1, attributes.x + extents[0] + x, attributes.y + extents[2] + y,
                        CurrentTime);
  for (guint i = 0; i < clicks; i++)
    {
      XTestFakeButtonEvent (self->display, 1, True, CurrentTime);
      XTestFakeButtonEvent (self->display, 1, False, CurrentTime);
    }
  XSync (self->display, False);
  return TRUE;
}

static XImage *
shoot (Monitor *self)
{
  XWindowAttributes attributes;
  Window window = front (self, &attributes);
  long extents[4];
  int x, y, width, height;

  if (window == None)
    return NULL;
  get_extents (self, window, extents);
  x = MAX (attributes.x + extents[0], 0);
  y = MAX (attributes.y + extents[2], 0);
  width = MIN (attributes.width - extents[0] - extents[1], DisplayWidth (self->display, 0) - x);
  height = MIN (attributes.height - extents[2] - extents[3], DisplayHeight (self->display, 0) - y);
  return XGetImage (self->display, self->root, x, y, width, height, AllPlanes, ZPixmap);
}

static gboolean
is_same (XImage *one,
         XImage *other)
{
  return one != NULL && other != NULL && one->width == other->width && one->height == other->height &&
         memcmp (one->data, other->data, (gsize) one->bytes_per_line * one->height) == 0;
}

static gboolean
frame_passed (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Painting is announced by nothing; this is some frames' time. */
static void
wait_for_a_frame (void)
{
  gboolean passed = FALSE;

  g_timeout_add (60, frame_passed, &passed);
  while (!passed)
    g_main_context_iteration (NULL, TRUE);
}

gboolean
monitor_picture (Monitor     *self,
                const char *file)
{
  gint64 deadline = g_get_monotonic_time () + 2 * G_TIME_SPAN_SECOND;
  XImage *image = NULL, *next;
  cairo_surface_t *surface;
  cairo_status_t status;

  /* A window paints some frames after it has changed, and a spinner never
   * stops: so until two looks in a row are the same, within reason. */
  for (;;)
    {
      gboolean done;

      next = shoot (self);
      done = is_same (image, next) || g_get_monotonic_time () > deadline;
      if (image != NULL)
        XDestroyImage (image);
      image = next;
      if (done)
        break;
      wait_for_a_frame ();
    }
  if (image == NULL)
    return FALSE;

  surface = cairo_image_surface_create_for_data ((unsigned char *) image->data, CAIRO_FORMAT_RGB24,
                                                 image->width, image->height, image->bytes_per_line);
  status = cairo_surface_write_to_png (surface, file);
  cairo_surface_destroy (surface);
  XDestroyImage (image);
  return status == CAIRO_STATUS_SUCCESS;
}
