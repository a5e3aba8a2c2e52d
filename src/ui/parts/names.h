/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * inkan_names_complete:
 * @widget: a page, or a part of one
 * @title: for lists that have no title of their own
 *
 * Sees to what libadwaita builds by itself within rows and groups and leaves
 * without a name, so that a screen reader would read out a class's: the list
 * of a group and the button that reveals a password get one; pictures that
 * only adorn a row are not presented at all.
 */
void inkan_names_complete (GtkWidget  *widget,
                           const char *title);

G_END_DECLS
