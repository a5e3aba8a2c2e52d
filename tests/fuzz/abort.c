/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GLib stops at a fatal message with SIGTRAP, of which libFuzzer knows nothing: it
 * would end without saying for which input. */
#include <signal.h>
#include <stdlib.h>

static void
stop (int number)
{
  abort ();
}

__attribute__ ((constructor)) static void
watch (void)
{
  signal (SIGTRAP, stop);
}
