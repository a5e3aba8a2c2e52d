/* SPDX-License-Identifier: GPL-3.0-or-later */
/* first-frame PROGRAM [ARGUMENT…]: starts a program on the current X display,
 * prints how long it took until its first window had something painted in it
 * (milliseconds) and how much memory it holds when it has come to rest (PSS,
 * KiB), and ends it.
 *
 * GTK maps a window long before it paints it: what counts here are pixels. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/Xdamage.h>

#define PATIENCE_MS  20000 /* until the first frame */
#define REST_MS      1000  /* without a new frame: it has come to rest */
#define LONGEST_MS   5000  /* for a program that never rests */
#define STRIP_HEIGHT 48    /* the header bar: title and buttons */
#define MIN_COLOURS  4     /* background, border, and a text's edges */

static double
now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

/* A window may go away between the event and the look at it. */
static int
ignore_error (Display     *display,
              XErrorEvent *event)
{
  return 0;
}

/* Whether the top of the window has more in it than a plain background. */
static int
is_painted (Display *display,
            Window   window)
{
  unsigned long colours[MIN_COLOURS];
  int n_colours = 0;
  XWindowAttributes attributes;
  XImage *image;

  if (!XGetWindowAttributes (display, window, &attributes) || attributes.map_state != IsViewable ||
      attributes.height < STRIP_HEIGHT)
    return 0;
  image = XGetImage (display, window, 0, 0, attributes.width, STRIP_HEIGHT, AllPlanes, ZPixmap);
  if (image == NULL)
    return 0;

  for (int y = 0; y < image->height && n_colours < MIN_COLOURS; y++)
    {
      for (int x = 0; x < image->width && n_colours < MIN_COLOURS; x++)
        {
          unsigned long colour = XGetPixel (image, x, y);
          int i = 0;

          while (i < n_colours && colours[i] != colour)
            i++;
          if (i == n_colours)
            colours[n_colours++] = colour;
        }
    }
  XDestroyImage (image);
  return n_colours == MIN_COLOURS;
}

/* Waits for an event until @deadline; 0 when there is none. */
static int
next_event (Display *display,
            double   deadline,
            XEvent  *event)
{
  while (!XPending (display))
    {
      struct pollfd fd = { ConnectionNumber (display), POLLIN, 0 };
      double left = deadline - now_ms ();

      if (left <= 0 || (poll (&fd, 1, (int) left + 1) < 0 && errno != EINTR))
        return 0;
    }
  XNextEvent (display, event);
  return 1;
}

static long
pss_kib (pid_t pid)
{
  char path[64], line[256];
  long pss = -1;
  FILE *file;

  snprintf (path, sizeof path, "/proc/%d/smaps_rollup", (int) pid);
  file = fopen (path, "r");
  if (file == NULL)
    return -1;
  while (fgets (line, sizeof line, file) != NULL)
    {
      if (sscanf (line, "Pss: %ld kB", &pss) == 1)
        break;
    }
  fclose (file);
  return pss;
}

/* Follows the program's windows; the time of the first painted frame, or -1. */
static double
watch (Display *display,
       int      damage_event,
       double   start)
{
  double painted = -1, deadline = start + PATIENCE_MS;
  XEvent event;

  while (next_event (display, deadline, &event))
    {
      if (event.type == CreateNotify)
        {
          XDamageCreate (display, event.xcreatewindow.window, XDamageReportRawRectangles);
        }
      else if (event.type == damage_event)
        {
          XDamageNotifyEvent *damage = (XDamageNotifyEvent *) &event;
          double moment = now_ms ();

          if (painted < 0 && is_painted (display, damage->drawable))
            painted = moment;
        }
      if (painted >= 0)
        {
          double rest = now_ms () + REST_MS, end = painted + LONGEST_MS;

          deadline = rest < end ? rest : end;
        }
    }
  return painted;
}

int
main (int   argc,
      char *argv[])
{
  int damage_event, damage_error, status;
  double start, painted;
  long pss;
  Display *display;
  pid_t pid;

  if (argc < 2)
    {
      fprintf (stderr, "usage: first-frame PROGRAM [ARGUMENT…]\n");
      return 2;
    }
  display = XOpenDisplay (NULL);
  if (display == NULL || !XDamageQueryExtension (display, &damage_event, &damage_error))
    {
      fprintf (stderr, "first-frame: no X display with the DAMAGE extension\n");
      return 2;
    }
  damage_event += XDamageNotify;
  XSetErrorHandler (ignore_error);
  XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);
  XSync (display, False);

  start = now_ms ();
  pid = fork ();
  if (pid == 0)
    {
      execvp (argv[1], argv + 1);
      fprintf (stderr, "first-frame: %s: %s\n", argv[1], strerror (errno));
      _exit (127);
    }

  painted = watch (display, damage_event, start);
  pss = pss_kib (pid);
  kill (pid, SIGTERM);
  waitpid (pid, &status, 0);
  if (painted < 0)
    {
      fprintf (stderr, "first-frame: %s painted nothing\n", argv[1]);
      return 1;
    }
  printf ("%.1f %ld\n", painted - start, pss);
  return 0;
}
