/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "definition-private.h"

#include "advice.h"

#include <string.h>

#define SHORT_TIMEOUT 60 /* seconds */

/* What is looked at, and where what is noticed goes. */
typedef struct {
  InkanPortalDefinition *self;
  GKeyFile *key_file;
  GPtrArray *warnings;
} Check;

static void G_GNUC_PRINTF (4, 5)
warn (Check      *check,
      const char *group,
      const char *key,
      const char *format,
      ...)
{
  g_autofree char *place = inkan_definition_locate (check->self, group, key);
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (check->warnings, g_strconcat (place, reason, NULL));
}

static gboolean
has (Check      *check,
     const char *group,
     const char *key)
{
  return g_key_file_has_key (check->key_file, group, key, NULL);
}

static void
check_value (Check      *check,
             const char *group,
             const char *key)
{
  const InkanKnownKey *known = inkan_definition_find_key (group, key);
  g_autofree char *text = g_key_file_get_string (check->key_file, group, key, NULL);
  g_autofree char *language = strchr (key, '[') != NULL ? inkan_advise_language (key) : NULL;
  g_autofree char *advice = NULL;

  if (language != NULL)
    warn (check, group, key, "%s", language);
  if (known == NULL || text == NULL)
    return;
  if (known->kind == INKAN_VALUE_REGEX)
    advice = inkan_advise_pattern (g_strstrip (text), strcmp (known->group, "Field") == 0);
  else if (known->kind == INKAN_VALUE_NODE || known->kind == INKAN_VALUE_WORDS || known->kind == INKAN_VALUE_QUESTION)
    advice = inkan_advise_xpath (g_strstrip (text), known);
  if (advice != NULL)
    warn (check, group, key, "%s", advice);
}

static void
check_values (Check *check)
{
  g_auto (GStrv) groups = g_key_file_get_groups (check->key_file, NULL);

  for (gsize i = 0; groups[i] != NULL; i++) {
    g_auto (GStrv) keys = g_key_file_get_keys (check->key_file, groups[i], NULL, NULL);

    for (gsize j = 0; keys != NULL && keys[j] != NULL; j++)
      check_value (check, groups[i], keys[j]);
  }
}

/* GLib takes the last of two keys without a word. */
static void
check_repetitions (Check      *check,
                   const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *group = g_strdup ("");

  for (gsize i = 0; lines[i] != NULL; i++) {
    char *line = g_strstrip (lines[i]);
    char *equals = strchr (line, '=');

    if (*line == '[' && strchr (line, ']') != NULL) {
      g_free (group);
      group = g_strndup (line + 1, strcspn (line + 1, "]"));
    } else if (*line != '#' && equals != NULL) {
      g_autofree char *key = g_strchomp (g_strndup (line, equals - line));

      if (!g_hash_table_add (seen, g_strdup_printf ("[%s] %s", group, key)))
        warn (check, group, key, "stands there more than once; only the last counts (line %" G_GSIZE_FORMAT ")", i + 1);
    }
  }
}

static void
check_anchor (Check *check)
{
  g_autofree char *path = check->self->trust_anchor != NULL ? g_file_get_path (check->self->trust_anchor) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  GList *certificates = path != NULL ? g_tls_certificate_list_new_from_file (path, NULL) : NULL;

  for (GList *l = certificates; l != NULL; l = l->next) {
    g_autoptr (GDateTime) from = g_tls_certificate_get_not_valid_before (l->data);
    g_autoptr (GDateTime) to = g_tls_certificate_get_not_valid_after (l->data);
    g_autofree char *name = g_tls_certificate_get_subject_name (l->data);
    g_autofree char *date = NULL;

    if (to != NULL && g_date_time_compare (to, now) < 0) {
      date = g_date_time_format (to, "%F");
      warn (check, "Portal", "TrustAnchor", "a certificate in it has expired on %s: %s", date, name);
    } else if (from != NULL && g_date_time_compare (from, now) > 0) {
      date = g_date_time_format (from, "%F");
      warn (check, "Portal", "TrustAnchor", "a certificate in it is valid from %s only: %s", date, name);
    }
  }
  g_list_free_full (certificates, g_object_unref);
}

static void
check_portal (Check *check)
{
  InkanPortalDefinition *self = check->self;
  const char * const *hosts = inkan_portal_definition_get_hosts (self);

  if (strcmp (g_uri_get_scheme (self->origin_uri), "http") == 0)
    warn (check, "Portal", "Origin", "http: whatever is sent can be read by others on this computer; for trials only");
  for (gsize i = 1; hosts[i] != NULL; i++) {
    if (strcmp (hosts[i], hosts[0]) == 0)
      warn (check, "Portal", "Hosts", "“%s” is the host of Origin, which is trusted anyway", hosts[i]);
  }
  if (self->issue_timeout < SHORT_TIMEOUT)
    warn (check, "Portal", "IssueTimeout", "%u seconds: issuing often takes 1 to 3 minutes, and who gives up too early "
          "does not get the certificate", self->issue_timeout);
  check_anchor (check);
}

static void
check_mail (Check *check)
{
  const char *domain = check->self->sender_domain;

  if (domain != NULL && (strchr (domain, '@') != NULL || strchr (domain, '/') != NULL || strchr (domain, ' ') != NULL))
    warn (check, "Mail", "SenderDomain", "is no domain: what stands after the @ is asked for, without it");
  else if (domain != NULL && (*domain == '.' || strchr (domain, '.') == NULL))
    warn (check, "Mail", "SenderDomain", "no message comes from such a domain");
}

static void
check_fields (Check *check)
{
  gsize n_fields;
  const InkanField *fields = inkan_portal_definition_get_fields (check->self, &n_fields);

  for (gsize i = 0; i < n_fields; i++) {
    g_autofree char *group = g_strdup_printf ("Field %s", fields[i].name);

    if (fields[i].kind == INKAN_FIELD_TEXT && fields[i].label == NULL)
      warn (check, group, "Label", "is missing: nothing tells the person what to enter");
    if ((fields[i].kind == INKAN_FIELD_PASSWORD || fields[i].kind == INKAN_FIELD_PIN) && !fields[i].hidden)
      warn (check, group, "Hidden", "false shows a password while it is typed");
    if (fields[i].control != NULL && check->self->identity_method == INKAN_IDENTITY_METHOD_HTTP)
      warn (check, group, "Control", "has no effect with [Identity] Method=http");
  }
}

/* Keys of [Delivery] that belong to another kind of delivery. */
static void
check_delivery (Check *check)
{
  static const struct {
    const char *key;
    guint kinds; /* 1 << InkanDeliveryKind */
    const char *needs;
  } rules[] = {
    { "Link", 1u << INKAN_DELIVERY_KIND_LINK | 1u << INKAN_DELIVERY_KIND_POLL, "Kind=link or Kind=poll" },
    { "Form", 1u << INKAN_DELIVERY_KIND_FORM | 1u << INKAN_DELIVERY_KIND_POLL, "Kind=form or Kind=poll" },
    { "Waiting", 1u << INKAN_DELIVERY_KIND_POLL, "Kind=poll" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++) {
    if (has (check, "Delivery", rules[i].key) && (rules[i].kinds & 1u << check->self->delivery_kind) == 0)
      warn (check, "Delivery", rules[i].key, "has an effect with %s only", rules[i].needs);
  }
  if (has (check, "Delivery", "Link") && has (check, "Delivery", "Form") &&
      check->self->delivery_kind == INKAN_DELIVERY_KIND_POLL)
    warn (check, "Delivery", "Link", "has no effect: Form comes first");
  if (has (check, "Delivery", "PassphraseText") && check->self->passphrase_source != INKAN_PASSPHRASE_PAGE)
    warn (check, "Delivery", "PassphraseText", "has an effect with Passphrase=page only");
  if (has (check, "Agreement", "Terms") && has (check, "Agreement", "TermsLink"))
    warn (check, "Agreement", "TermsLink", "is used only when Terms selects nothing");
}

static void
check_links (Check *check)
{
  g_auto (GStrv) keys = g_key_file_get_keys (check->key_file, "Links", NULL, NULL);

  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++) {
    g_autofree char *text = g_key_file_get_string (check->key_file, "Links", keys[i], NULL);

    if (text != NULL && g_ascii_strncasecmp (g_strstrip (text), "http:", 5) == 0)
      warn (check, "Links", keys[i], "http: leads to this computer alone");
  }
}

/* A second portal with the same id would never be seen. */
static void
check_installed (Check *check)
{
  g_autoptr (GListModel) installed = inkan_portal_definition_list (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (installed); i++) {
    g_autoptr (InkanPortalDefinition) other = g_list_model_get_item (installed, i);
    g_autofree char *path = g_file_get_parse_name (other->file);

    /* The same portal is this one, or another version of it. */
    if (strcmp (other->id, check->self->id) == 0 && strcmp (other->origin, check->self->origin) != 0)
      warn (check, "Portal", "Id", "“%s” is the id of another portal already: %s in %s", other->id, other->origin, path);
  }
}

GPtrArray *
inkan_portal_definition_check (InkanPortalDefinition *self)
{
  g_autoptr (GKeyFile) key_file = NULL;
  g_autofree char *text = NULL;
  GPtrArray *warnings = g_ptr_array_new_with_free_func (g_free);
  Check check = { self, NULL, warnings };

  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), warnings);

  key_file = inkan_definition_load_key_file (self->file, G_KEY_FILE_KEEP_TRANSLATIONS, NULL);
  if (key_file == NULL || !g_file_load_contents (self->file, NULL, &text, NULL, NULL, NULL))
    return warnings;
  check.key_file = key_file;

  check_repetitions (&check, text);
  check_portal (&check);
  check_values (&check);
  check_mail (&check);
  check_fields (&check);
  check_delivery (&check);
  check_links (&check);
  check_installed (&check);
  return warnings;
}
