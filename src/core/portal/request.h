/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a browser would send for a link or a form. */
typedef struct {
  const char *method;  /* "GET" or "POST" */
  GUri *uri;
  GUri *referrer;      /* (nullable) the page it comes from */
  char *content_type;  /* (nullable) of @body */
  const char *charset; /* (nullable) in which a form's names and values are written */
  GBytes *body;        /* (nullable) wipes itself */
} InkanRequest;

InkanRequest *inkan_request_new  (GUri         *uri,
                                  GUri         *referrer);
void          inkan_request_free (InkanRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanRequest, inkan_request_free)

G_END_DECLS
