/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <glib/gstdio.h>
#include <string.h>

static const char start_page[] =
  "<!DOCTYPE html><title>Retrieval</title><form method=post action=/identify>"
  "<input type=hidden name=token value=hidden-token>"
  "<label>E-mail <input type=email name=mail></label>"
  "<label>Password <input type=password name=pass></label>"
  "<label>Certificate code <input name=code></label><button>Send</button></form>";

static const char list_page[] =
  "<!DOCTYPE html><title>List</title><table><tr><th>Service<th>State</tr>"
  "<tr><td><a href=/review>Class 2 Standard</a><td>ready</tr></table>";

static const char review_page[] =
  "<!DOCTYPE html><title>Check</title><table><tr><th>Name<td>Taro</tr></table>"
  "<div id=terms>Terms of use</div><form method=post action=/agree><input type=hidden name=ticket value=t1>"
  "<label>Key <select name=key><option value=1>RSA<option value=2 selected>EC</select></label>"
  "<button name=answer value=yes>I agree</button><button name=answer value=no>I do not agree</button></form>";

static void
write_definition (Scene      *self,
                  const char *scheme,
                  const char *portal_keys,
                  const char *groups)
{
  gboolean bare = groups != NULL && *groups == '-';
  g_autofree char *path = g_build_filename (self->directory, "test.portal", NULL);
  g_autofree char *text =
    g_strdup_printf ("[Portal]\nId=test\nName=Test\nOrigin=%s://127.0.0.1:%u\nStart=/start\n%s\n%s%s",
                     scheme, server_port (self->server), portal_keys != NULL ? portal_keys : "",
                     bare ? "" : "[Identity]\nRefused=//*[@id='refused']\nLocked=//*[@id='locked']\n"
                                 "AlreadyRetrieved=//*[@id='retrieved']\nNotReady=//*[@id='not-ready']\n"
                                 "Maintenance=//*[@id='maintenance']\n"
                                 "[Offers]\nEmpty=//*[@id='empty']\n"
                                 "[Agreement]\nSessionOver=//*[@id='over']\nMaintenance=//*[@id='maintenance']\n"
                                 "AlreadyRetrieved=//*[@id='retrieved']\nNotReady=//*[@id='not-ready']\n"
                                 "[Delivery]\nReissueNeeded=//*[@id='reissue']\n",
                     groups != NULL ? groups + bare : "");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  self->definition = inkan_portal_definition_load (file, &error);
  g_assert_no_error (error);
}

void
scene_start (Scene           *self,
             GTlsCertificate *certificate,
             const char      *portal_keys,
             const char      *groups)
{
  g_autoptr (GError) error = NULL;

  self->server = server_new (certificate);
  self->directory = g_dir_make_tmp ("inkan-portal-XXXXXX", &error);
  g_assert_no_error (error);
  write_definition (self, certificate != NULL ? "https" : "http", portal_keys, groups);
  self->portal = inkan_web_portal_new (self->definition);
  self->file = make_file (3000);

  server_on_page (self->server, "GET /start", start_page);
  server_on_page (self->server, "POST /identify", list_page);
  server_on_page (self->server, "GET /review", review_page);
  server_on_file (self->server, "POST /agree", self->file, "filename=\"taro.p12\"");
}

void
scene_stop (Scene *self)
{
  g_autofree char *path = g_build_filename (self->directory, "test.portal", NULL);

  g_assert_finalize_object (self->portal);
  g_assert_finalize_object (self->definition);
  server_free (self->server);
  g_bytes_unref (self->file);
  g_unlink (path);
  g_rmdir (self->directory);
  g_free (self->directory);
}

void
scene_hurry (Scene *self,
             guint  connect_timeout,
             guint  page_timeout)
{
  g_object_unref (self->portal);
  self->portal = g_object_new (INKAN_TYPE_WEB_PORTAL, "definition", self->definition, "connect-timeout",
                               connect_timeout, "page-timeout", page_timeout, NULL);
}

GListModel *
scene_identify (Scene   *self,
                GError **error)
{
  g_autoptr (InkanCredentials) credentials = make_credentials ("taro@inkan.example", "s3cret&ü", "ABC123");

  return identify (self->portal, credentials, NULL, error);
}

InkanAgreement *
scene_review (Scene       *self,
              InkanOffer **offer,
              GError     **error)
{
  g_autoptr (GListModel) offers = scene_identify (self, error);

  if (offers == NULL)
    return NULL;
  *offer = g_list_model_get_item (offers, 0);
  return review (self->portal, *offer, error);
}

static void
note_progress (InkanIssuePhase phase,
               goffset         received,
               goffset         total,
               gpointer        data)
{
  GString *phases = data;
  char letter = "swd"[phase];

  if (phases->len == 0 || phases->str[phases->len - 1] != letter)
    g_string_append_c (phases, letter);
}

InkanDelivery *
scene_issue (Scene    *self,
             GString  *phases,
             GError  **error)
{
  g_autoptr (InkanOffer) offer = NULL;
  g_autoptr (InkanAgreement) agreement = scene_review (self, &offer, error);

  if (agreement == NULL)
    return NULL;
  return issue (self->portal, offer, agreement, phases != NULL ? note_progress : NULL, phases, NULL, error);
}
