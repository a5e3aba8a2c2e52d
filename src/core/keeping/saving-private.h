/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "saving.h"

G_BEGIN_DECLS

/* With these two, a local folder is opened once, and everything happens in it. */
int       inkan_saving_open_folder  (const char    *path,
                                     GError       **error);
gboolean  inkan_saving_write_at     (int            folder,
                                     const char    *name,
                                     gconstpointer  data,
                                     gsize          length,
                                     gboolean       replace,
                                     GError       **error);
gboolean  inkan_saving_compare_at   (int            folder,
                                     const char    *name,
                                     gconstpointer  data,
                                     gsize          length,
                                     GError       **error);

/* For folders without a path. */
gboolean  inkan_saving_write_stream   (GFile         *file,
                                       GBytes        *bytes,
                                       GCancellable  *cancellable,
                                       GError       **error);
gboolean  inkan_saving_compare_stream (GFile         *file,
                                       GBytes        *bytes,
                                       GCancellable  *cancellable,
                                       GError       **error);

/* Sets @error from @number: (errno). Always %FALSE. */
gboolean  inkan_saving_fail         (GError       **error,
                                     int            number,
                                     const char    *what);

G_END_DECLS
