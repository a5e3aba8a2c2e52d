/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Columns that @text takes in a terminal: East Asian wide characters take two. */
guint text_layout_get_width (const char *text);

/**
 * text_layout_wrap:
 * @text: UTF-8; its line breaks stay
 * @columns: of the terminal
 * @indent: blanks before each line
 *
 * Breaks at blanks, and between wide characters, as Japanese is broken: never
 * before what closes or after what opens. Control and bidirectional-override
 * characters are left out, whoever wrote the text.
 *
 * Returns: (transfer full) (array zero-terminated=1): lines without line breaks
 */
char **text_layout_wrap     (const char *text,
                             guint       columns,
                             guint       indent);

/* @text cut to @columns, "…" for what is missing: (transfer full) */
char  *text_layout_cut      (const char *text,
                             guint       columns);

G_END_DECLS
