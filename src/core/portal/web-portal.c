/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "web-portal.h"

#include "content-disposition.h"
#include "definition-private.h"
#include "explanation-private.h"
#include "finding.h"
#include "pkcs12-shape.h"
#include "scripts.h"
#include "web-portal-private.h"

#include <string.h>

#define CONNECT_TIMEOUT (30 * 1000) /* ms (SAFETY, the wire) */
#define PAGE_TIMEOUT (60 * 1000)

enum {
  PROP_0,
  PROP_DEFINITION,
  PROP_CONNECT_TIMEOUT,
  PROP_PAGE_TIMEOUT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void portal_iface_init (InkanPortalInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (InkanWebPortal, inkan_web_portal, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (INKAN_TYPE_PORTAL, portal_iface_init))

static void
inkan_web_portal_dispose (GObject *object)
{
  InkanWebPortal *self = INKAN_WEB_PORTAL (object);

  g_clear_object (&self->transport);
  g_clear_object (&self->definition);
  g_clear_pointer (&self->identity_names, g_free);

  G_OBJECT_CLASS (inkan_web_portal_parent_class)->dispose (object);
}

static void
inkan_web_portal_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  InkanWebPortal *self = INKAN_WEB_PORTAL (object);

  switch (id)
    {
    case PROP_DEFINITION:
      self->definition = g_value_dup_object (value);
      break;
    case PROP_CONNECT_TIMEOUT:
      self->connect_timeout = g_value_get_uint (value);
      break;
    case PROP_PAGE_TIMEOUT:
      self->page_timeout = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
inkan_web_portal_class_init (InkanWebPortalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = inkan_web_portal_dispose;
  object_class->set_property = inkan_web_portal_set_property;

  properties[PROP_DEFINITION] =
    g_param_spec_object ("definition", NULL, NULL, INKAN_TYPE_PORTAL_DEFINITION, flags);
  /* Both in milliseconds. */
  properties[PROP_CONNECT_TIMEOUT] =
    g_param_spec_uint ("connect-timeout", NULL, NULL, 1, G_MAXUINT, CONNECT_TIMEOUT, flags);
  properties[PROP_PAGE_TIMEOUT] =
    g_param_spec_uint ("page-timeout", NULL, NULL, 1, G_MAXUINT, PAGE_TIMEOUT, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
inkan_web_portal_init (InkanWebPortal *self)
{
}

/**
 * inkan_web_portal_new:
 * @definition: what the portal is like
 *
 * Returns: (transfer full): nothing is sent before inkan_portal_identify_async()
 */
InkanPortal *
inkan_web_portal_new (InkanPortalDefinition *definition)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (definition), NULL);

  return g_object_new (INKAN_TYPE_WEB_PORTAL, "definition", definition, NULL);
}

GError *
inkan_web_error (InkanPortalError  code,
                 GDateTime        *retry_after,
                 const char       *format,
                 ...)
{
  GError *error;
  va_list arguments;

  va_start (arguments, format);
  error = g_error_new_valist (INKAN_PORTAL_ERROR, code, format, arguments);
  va_end (arguments);
  if (retry_after != NULL)
    inkan_portal_error_set_retry_after (error, retry_after);
  return error;
}

GTask *
inkan_web_portal_begin (InkanWebPortal      *self,
                        gpointer             tag,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  if (self->busy)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, "The portal is at work on another request");
      return NULL;
    }

  self->busy = TRUE;
  if (self->transport != NULL)
    inkan_transport_begin_step (self->transport);
  return g_steal_pointer (&task);
}

void
inkan_web_portal_fail (GTask  *task,
                       GError *error)
{
  InkanWebPortal *self = g_task_get_source_object (task);

  self->busy = FALSE;
  g_task_return_error (task, error);
}

void
inkan_web_portal_return (GTask    *task,
                         gpointer  object)
{
  InkanWebPortal *self = g_task_get_source_object (task);

  self->busy = FALSE;
  g_task_return_pointer (task, object, g_object_unref);
}

void
inkan_web_portal_fetch (GTask               *task,
                        InkanRequest        *request,
                        InkanFetchFlags      flags,
                        GAsyncReadyCallback  callback)
{
  InkanWebPortal *self = g_task_get_source_object (task);

  inkan_transport_fetch_async (self->transport, request, flags,
                               g_get_monotonic_time () + (gint64) self->page_timeout * 1000,
                               NULL, NULL, g_task_get_cancellable (task), callback, g_object_ref (task));
}

void
inkan_web_portal_open (GTask               *task,
                       InkanAnswer         *answer,
                       const char          *group,
                       gboolean             markers,
                       InkanWebWants        wants,
                       GAsyncReadyCallback  callback)
{
  InkanWebPortal *self = g_task_get_source_object (task);

  inkan_web_portal_open_async (self, answer, group, markers, wants,
                               g_get_monotonic_time () + (gint64) self->page_timeout * 1000,
                               g_task_get_cancellable (task), callback, g_object_ref (task));
}

GError *
inkan_web_missing_error (InkanWebPage *page,
                         const char   *which,
                         const char   *missing)
{
  g_autofree char *script = inkan_page_needs_script (page);

  if (script != NULL)
    return inkan_web_error (INKAN_PORTAL_ERROR_NEEDS_SCRIPT, NULL, "%s does not have %s: %s", which, missing, script);
  return inkan_web_error (INKAN_PORTAL_ERROR_UNEXPECTED_PAGE, NULL, "%s does not have %s", which, missing);
}

static gboolean
looks_like_page (InkanAnswer *answer)
{
  gsize length;
  const char *text = g_bytes_get_data (answer->body, &length);

  if (answer->content_type != NULL &&
      (g_ascii_strncasecmp (answer->content_type, "text/", 5) == 0 ||
       strcasestr (answer->content_type, "html") != NULL))
    return TRUE;
  while (length > 0 && (g_ascii_isspace (*text) || (guint8) *text >= 0xEF))
    {
      text++;
      length--;
    }
  return length > 0 && *text == '<';
}

gboolean
inkan_web_holds_mark (InkanPortalDefinition *definition,
                      InkanWebPage          *page,
                      const char            *group,
                      const char            *key)
{
  const char *xpath = inkan_portal_definition_get_xpath (definition, group, key);
  g_autofree char *mark = g_strdup_printf ("[%s] %s", group, key);
  gboolean holds = inkan_web_page_holds (page, xpath, NULL);

  if (xpath != NULL)
    inkan_explain (page, INKAN_ROLE_MARK, mark, holds, NULL, holds ? INKAN_REASON_HOLDS : INKAN_REASON_HOLDS_NOT, NULL);
  return holds;
}

/* What a page says about the person's case, by the definition's markers. */
GError *
inkan_web_portal_read_markers (InkanWebPortal *self,
                               InkanWebPage   *page,
                               InkanAnswer    *answer,
                               const char     *group,
                               gboolean        all)
{
  static const struct {
    const char *key;
    InkanPortalError code;
    gboolean always;
  } markers[] = {
    { "Maintenance", INKAN_PORTAL_ERROR_MAINTENANCE, TRUE },
    { "Locked", INKAN_PORTAL_ERROR_LOCKED, FALSE },
    { "AlreadyRetrieved", INKAN_PORTAL_ERROR_ALREADY_RETRIEVED, FALSE },
    { "NotReady", INKAN_PORTAL_ERROR_NOT_READY, FALSE },
    { "NothingOffered", INKAN_PORTAL_ERROR_NOTHING_OFFERED, FALSE },
    { "Refused", INKAN_PORTAL_ERROR_IDENTITY, FALSE },
  };

  if (all && inkan_web_holds_mark (self->definition, page, "Agreement", "SessionOver"))
    return inkan_web_error (INKAN_PORTAL_ERROR_SESSION, NULL, "The page says that the session is over (HTTP %u)",
                            answer->status);

  for (gsize i = 0; i < G_N_ELEMENTS (markers); i++)
    {
      if ((all || markers[i].always) && inkan_web_holds_mark (self->definition, page, group, markers[i].key))
        return inkan_web_error (markers[i].code, answer->retry_after, "The page holds the mark [%s] %s (HTTP %u)",
                                group, markers[i].key, answer->status);
    }
  return NULL;
}

/* Whether the server was answered when it asked for HTTP authentication. */
static gboolean
was_answered (InkanWebPortal *self)
{
  InkanHttpAuth *auth = inkan_transport_get_auth (self->transport);

  return auth != NULL && inkan_http_auth_was_asked (auth);
}

static GError *
read_status (InkanWebPortal *self,
             InkanAnswer    *answer,
             gboolean        answers_identity,
             gboolean        in_session)
{
  InkanPortalError code = INKAN_PORTAL_ERROR_UNEXPECTED_PAGE;

  if (answer->status < 400 && answer->status >= 200 && (answer->status < 300 || answer->location == NULL))
    return NULL;
  if (answer->status == 503)
    code = INKAN_PORTAL_ERROR_MAINTENANCE;
  else if (answer->status == 502 || answer->status == 504)
    code = INKAN_PORTAL_ERROR_UNREACHABLE;
  else if (answer->status == 429)
    code = INKAN_PORTAL_ERROR_LOCKED;
  else if (answer->status == 401 && answer->authenticate != NULL && !was_answered (self))
    return inkan_web_error (code, NULL, "HTTP 401: the portal asks for HTTP authentication (%.*s), %s",
                            (int) strcspn (answer->authenticate, " \t,"), answer->authenticate,
                            self->definition->identity_method == INKAN_IDENTITY_METHOD_HTTP
                            ? "of a kind that is not known here" : "which needs [Identity] Method=http");
  else if (answer->status == 401 && answers_identity)
    code = INKAN_PORTAL_ERROR_IDENTITY;
  /* 419 and 440 are what two widespread frameworks say when a session has ended. */
  else if (in_session && (answer->status == 401 || answer->status == 419 || answer->status == 440))
    code = INKAN_PORTAL_ERROR_SESSION;
  return inkan_web_error (code, answer->retry_after, "HTTP %u", answer->status);
}

/* Once identified, the portal asks who the person is: the session has ended. */
static gboolean
asks_who (InkanWebPortal *self,
          InkanWebPage   *page,
          InkanAnswer    *answer)
{
  if (inkan_web_portal_asks_again (self, page))
    return TRUE;
  return answer->status == 403 && inkan_web_page_holds (page, "//form//input[translate (@type, 'PASWORD', 'pasword') "
                                                              "= 'password']", NULL);
}

GError *
inkan_web_portal_judge (InkanWebPortal *self,
                        InkanWebPage   *page,
                        InkanAnswer    *answer,
                        const char     *group,
                        gboolean        markers)
{
  gboolean in_session = markers && strcmp (group, "Agreement") == 0;
  GError *said = inkan_web_portal_read_markers (self, page, answer, group, markers);

  if (said == NULL && in_session && asks_who (self, page, answer))
    said = inkan_web_error (INKAN_PORTAL_ERROR_SESSION, NULL, "The portal asks for the identity again (HTTP %u)",
                            answer->status);
  if (said == NULL)
    said = read_status (self, answer, markers && strcmp (group, "Identity") == 0, in_session);
  return said;
}

InkanWebPage *
inkan_web_page_of_answer (InkanAnswer  *answer,
                          GError      **error)
{
  if (looks_like_page (answer))
    return inkan_web_page_new (answer->body, answer->content_type, answer->uri, error);

  g_set_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE, "The answer is not a page but %s",
               answer->content_type != NULL ? answer->content_type : "something without a type");
  return NULL;
}

InkanWebPage *
inkan_web_portal_open_page (InkanWebPortal  *self,
                            InkanAnswer     *answer,
                            const char      *group,
                            gboolean         markers,
                            GError         **error)
{
  g_autoptr (InkanWebPage) page = NULL;
  g_autoptr (GError) no_page = NULL;
  GError *said = NULL;

  page = inkan_web_page_of_answer (answer, &no_page);
  if (page != NULL)
    said = inkan_web_portal_judge (self, page, answer, group, markers);
  else if (!looks_like_page (answer))
    said = read_status (self, answer, markers && strcmp (group, "Identity") == 0,
                        markers && strcmp (group, "Agreement") == 0);
  if (said == NULL && page == NULL)
    said = g_steal_pointer (&no_page);
  if (said != NULL)
    {
      g_propagate_error (error, said);
      return NULL;
    }
  return g_steal_pointer (&page);
}

InkanRequest *
inkan_web_follow (InkanWebPage   *page,
                  xmlNodePtr   control,
                  GError     **error)
{
  const char *address = inkan_node_attribute (control, "href");
  g_autoptr (GUri) uri = NULL;
  xmlNodePtr owner;

  if (inkan_control_is_submit (control) || strcmp (inkan_control_type (control), "radio") == 0)
    {
      g_autoptr (InkanForm) form = NULL;

      owner = inkan_web_page_get_form_owner (page, control);
      form = owner != NULL ? inkan_form_new (page, owner) : NULL;
      if (form != NULL && inkan_control_is_submit (control))
        return inkan_form_submit (form, control, error);
      if (form != NULL)
        {
          inkan_form_tick (form, control);
          return inkan_form_submit (form, inkan_find_submit (form), error);
        }
    }
  else if (address != NULL)
    uri = inkan_web_page_resolve (page, address);

  if (inkan_control_needs_script (page, control))
    {
      g_set_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
                   "The <%s> that leads on runs a script", (const char *) control->name);
      return NULL;
    }
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    {
      g_set_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE,
                   "The <%s> that leads on leads nowhere", (const char *) control->name);
      return NULL;
    }
  return inkan_request_new (uri, inkan_web_page_get_uri (page));
}

InkanDelivery *
inkan_web_take_file (InkanAnswer *answer,
                     SecretValue *passphrase)
{
  g_autoptr (GBytes) file = NULL;
  g_autofree char *name = NULL;
  gsize length;

  if (answer->status < 200 || answer->status >= 300 ||
      inkan_pkcs12_shape (answer->body, &length) != INKAN_SHAPE_PKCS12)
    return NULL;

  file = g_bytes_new_from_bytes (answer->body, 0, length);
  name = inkan_content_disposition_get_name (answer->content_disposition);
  if (name == NULL)
    name = inkan_content_disposition_get_name (answer->content_type);
  return inkan_delivery_new (file, name, passphrase);
}

static gpointer
finish (GAsyncResult  *result,
        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static GListModel *
inkan_web_portal_identify_finish (InkanPortal   *portal,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, portal), NULL);
  return finish (result, error);
}

static InkanAgreement *
inkan_web_portal_review_finish (InkanPortal   *portal,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, portal), NULL);
  return finish (result, error);
}

static InkanDelivery *
inkan_web_portal_issue_finish (InkanPortal   *portal,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, portal), NULL);
  return finish (result, error);
}

static gboolean
inkan_web_portal_get_clock_offset (InkanPortal *portal,
                                   GTimeSpan   *offset)
{
  InkanWebPortal *self = INKAN_WEB_PORTAL (portal);

  return self->transport != NULL && inkan_transport_get_clock_offset (self->transport, offset);
}

static GDateTime *
inkan_web_portal_get_certificate_end (InkanPortal *portal)
{
  InkanWebPortal *self = INKAN_WEB_PORTAL (portal);

  return self->transport != NULL ? inkan_transport_get_certificate_end (self->transport) : NULL;
}

static void
portal_iface_init (InkanPortalInterface *iface)
{
  iface->identify_async = inkan_web_portal_identify_async;
  iface->identify_finish = inkan_web_portal_identify_finish;
  iface->review_async = inkan_web_portal_review_async;
  iface->review_finish = inkan_web_portal_review_finish;
  iface->issue_async = inkan_web_portal_issue_async;
  iface->issue_finish = inkan_web_portal_issue_finish;
  iface->get_clock_offset = inkan_web_portal_get_clock_offset;
  iface->get_certificate_end = inkan_web_portal_get_certificate_end;
}
