/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page-table.h"

#include "pages/agreement-page.h"
#include "pages/care-page.h"
#include "pages/choice-page.h"
#include "pages/download-page.h"
#include "pages/file-page.h"
#include "pages/folder-page.h"
#include "pages/identity-page.h"
#include "pages/issued-page.h"
#include "pages/mail-page.h"
#include "pages/notice-page.h"
#include "pages/saved-page.h"
#include "pages/use-page.h"

typedef struct {
  InkanStep   step;
  GType    (* get_type) (void);
} Row;

/* The wizard at a glance: each step and its page. */
static const Row table[] = {
  { INKAN_STEP_MAIL,      inkan_mail_page_get_type },
  { INKAN_STEP_IDENTITY,  inkan_identity_page_get_type },
  { INKAN_STEP_CHOICE,    inkan_choice_page_get_type },
  { INKAN_STEP_AGREEMENT, inkan_agreement_page_get_type },
  { INKAN_STEP_NOTICE,    inkan_notice_page_get_type },
  { INKAN_STEP_DOWNLOAD,  inkan_download_page_get_type },
  { INKAN_STEP_FILE,      inkan_file_page_get_type },
  { INKAN_STEP_FOLDER,    inkan_folder_page_get_type },
  { INKAN_STEP_SAVED,     inkan_saved_page_get_type },
  { INKAN_STEP_ISSUED,    inkan_issued_page_get_type },
  { INKAN_STEP_CARE,      inkan_care_page_get_type },
  { INKAN_STEP_USE,       inkan_use_page_get_type },
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
