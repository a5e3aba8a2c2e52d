/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "../core/retrieval/retrieval.h"

G_BEGIN_DECLS

/**
 * InkanPage:
 *
 * What every page of the wizard is: title, one sentence that says what to do,
 * the page's own controls (children of the template land in one column below),
 * the place for an error, and "Where do I find this?".
 *
 * A page sets `title`, `description`, `help`, `primary-label` and `complete`;
 * the window alone decides from them, and from the retrieval, which page shows
 * and what its buttons can do.
 */
#define INKAN_TYPE_PAGE (inkan_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (InkanPage, inkan_page, INKAN, PAGE, GtkWidget)

struct _InkanPageClass {
  GtkWidgetClass parent_class;

  /* The page has become the visible one: look at the retrieval, put the focus
   * on the first control that needs attention. Chain up first. */
  void (* shown)   (InkanPage *self);

  /* The primary button or Enter, only while `complete`. Default: NEXT to the retrieval. */
  void (* primary) (InkanPage *self);

  /* Whether the page itself shows the retrieval's @error, next to the field it
   * belongs to or with buttons of its own; then the base class does not.
   * @error is NULL when an older one has gone. Default: FALSE. */
  gboolean (* handles_error) (InkanPage    *self,
                              const GError *error);

  /* Whose title, description, help and primary label the page begins with
   * (wording/step-text.h); 0: none's. */
  InkanStep step;

  gpointer padding[2];
};

/*
 * Properties: `retrieval` and `mail-folder` (construct-only), `title`,
 * `description` and `help` (texts; the last two may be NULL), `icon-name`
 * (nullable: a large picture above the title), `primary-label`,
 * `complete` (TRUE unless a page says otherwise: what the page itself still
 * wants filled in), `lock-when-busy` (TRUE: the page's controls are insensitive
 * while the retrieval is busy; a page that shows how far things are sets FALSE).
 */

/* `retrieval`: construct-only, NULL on the welcome page alone. */
InkanRetrieval *inkan_page_get_retrieval     (InkanPage  *self);
/* (nullable): where "Open e-mail…" starts: the practice portal's mail folder. */
GFile          *inkan_page_get_mail_folder   (InkanPage  *self);
const char     *inkan_page_get_title         (InkanPage  *self);
const char     *inkan_page_get_primary_label (InkanPage  *self); /* (nullable): no primary button */
void            inkan_page_set_primary_label (InkanPage  *self,
                                              const char *label);
gboolean        inkan_page_get_complete      (InkanPage  *self);
void            inkan_page_set_complete      (InkanPage  *self,
                                              gboolean    complete);
void            inkan_page_set_description   (InkanPage  *self,
                                              const char *description);
void            inkan_page_shown             (InkanPage  *self);
void            inkan_page_primary           (InkanPage  *self);

/**
 * inkan_page_show_error:
 * @error: (nullable): %NULL takes an older one away
 *
 * What happened, why, and what to do next, in the page, with the technical
 * detail in an expander. The base class does this by itself for the
 * retrieval's `error` while the page is the visible one; a page calls it for
 * its own (a file that cannot be read).
 */
void            inkan_page_show_error        (InkanPage    *self,
                                              const GError *error);

/* Says @text to a screen reader (a live region of the page). */
void            inkan_page_announce          (InkanPage    *self,
                                              const char   *text);

/* Opens "Where do I find this?", or the portal's help where the page has none. */
void            inkan_page_show_help         (InkanPage    *self);

/* The same for what is no GError: @details may be NULL. */
void            inkan_page_show_problem      (InkanPage    *self,
                                              const char   *heading,
                                              const char   *text,
                                              const char   *details);

/* (nullable): the address of one of the portal's links; %NULL also when there is no portal. */
const char     *inkan_page_get_link          (InkanPage    *self,
                                              InkanLink     link);

/* Opens one of the portal's links in the browser; says so in the page when it cannot. */
void            inkan_page_open_link         (InkanPage    *self,
                                              InkanLink     link);

G_END_DECLS
