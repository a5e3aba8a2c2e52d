/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "request.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* (transfer full): the header Accept-Language from the user's languages */
char        *inkan_accept_language    (void);
/* (transfer full): the headers and the body that a browser would send */
SoupMessage *inkan_request_to_message (InkanRequest *request);

G_END_DECLS
