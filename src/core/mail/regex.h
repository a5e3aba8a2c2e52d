/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

static inline GRegex *
inkan_regex_compile (const char *pattern)
{
  g_autoptr (GError) error = NULL;
  GRegex *regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, &error);

  if (regex == NULL)
    g_error ("%s", error->message);
  return regex;
}

/* A function name() that compiles @pattern when it is first needed */
#define INKAN_DEFINE_REGEX(name, pattern)                        \
  static GRegex *                                                \
  name (void)                                                    \
  {                                                              \
    static GRegex *regex = NULL;                                 \
                                                                 \
    if (g_once_init_enter (&regex))                              \
      g_once_init_leave (&regex, inkan_regex_compile (pattern)); \
    return regex;                                                \
  }

G_END_DECLS
