/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page-table.h"

#include <glib/gi18n.h>

typedef struct {
  InkanStep   step;
  GType    (* get_type) (void);
  const char *name;
} Row;

/* The wizard at a glance: each step, its page, its name in the list of steps. */
static const Row table[] = {
  { INKAN_STEP_MAIL,      NULL, N_("The e-mail") },
  { INKAN_STEP_IDENTITY,  NULL, N_("Identity check") },
  { INKAN_STEP_CHOICE,    NULL, N_("Choose the certificate") },
  { INKAN_STEP_AGREEMENT, NULL, N_("Check and agree") },
  { INKAN_STEP_NOTICE,    NULL, N_("Warnings") },
  { INKAN_STEP_DOWNLOAD,  NULL, N_("Receive the file") },
  { INKAN_STEP_FILE,      NULL, N_("Look at the file") },
  { INKAN_STEP_FOLDER,    NULL, N_("Where to save") },
  { INKAN_STEP_SAVED,     NULL, N_("Saved") },
  { INKAN_STEP_ISSUED,    NULL, N_("Certificate issued") },
  { INKAN_STEP_CARE,      NULL, N_("Important") },
  { INKAN_STEP_USE,       NULL, N_("Use it") },
};

static const Row *
find_row (InkanStep step)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].step == step)
      return &table[i];
  return NULL;
}

GType
inkan_page_table_get_type (InkanStep step)
{
  const Row *row = find_row (step);

  return row != NULL && row->get_type != NULL ? row->get_type () : G_TYPE_INVALID;
}

const char *
inkan_page_table_get_name (InkanStep step)
{
  const Row *row = find_row (step);

  return row != NULL ? _(row->name) : NULL;
}
