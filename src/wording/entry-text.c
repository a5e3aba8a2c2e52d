/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "entry-text.h"

#include <glib/gi18n.h>
#include <string.h>

#include "../core/retrieval/matching.h"

/* The message */

static void
warn_of_link (GPtrArray             *notes,
              const char            *host,
              InkanPortalDefinition *definition)
{
  g_autofree char *text = NULL;

  if (host == NULL || inkan_portal_definition_knows_host (definition, host))
    return;
  /* Translators: first the host name in the mail's link, then the portal's. */
  text = g_strdup_printf (_("It leads to %s, and your portal is %s. Nothing is opened or sent there. "
                            "If you did not expect this, ask the people who issue your certificate."),
                          host, inkan_portal_definition_get_host (definition));
  inkan_notes_add (notes, INKAN_NOTE_WARNING, _("The link in this e-mail is not one of your portal"), text);
}

static void
warn_of_sender (GPtrArray             *notes,
                InkanMessage          *message,
                InkanPortalDefinition *definition)
{
  const char *domain = inkan_portal_definition_get_sender_domain (definition);
  g_autofree char *text = NULL;

  if (domain == NULL || inkan_message_get_sender (message) == NULL
      || inkan_matching_sender_is_of (message, domain))
    return;
  /* Translators: %s is a domain name such as example.com. */
  text = g_strdup_printf (_("Your portal's messages come from %s. A message that was forwarded to you may look like this."),
                          domain);
  inkan_notes_add (notes, INKAN_NOTE_WARNING, _("The sender is not the usual one"), text);
}

/* What can be read is not where it leads. */
static void
warn_of_disguise (GPtrArray    *notes,
                  InkanMessage *message)
{
  const char *host = inkan_message_get_link_host (message);
  const char *shown = inkan_message_get_link_shown_host (message);
  g_autofree char *text = NULL;

  if (host == NULL || shown == NULL || g_ascii_strcasecmp (host, shown) == 0)
    return;
  /* Translators: two host names. */
  text = g_strdup_printf (_("What can be read in the e-mail is %s, but the link leads to %s. Nothing is opened or sent there."),
                          shown, host);
  inkan_notes_add (notes, INKAN_NOTE_WARNING, _("The link is not what it looks like"), text);
}

GPtrArray *
inkan_message_notes (InkanMessage          *message,
                     InkanPortalDefinition *definition)
{
  GPtrArray *notes = inkan_notes_new ();

  warn_of_link (notes, inkan_message_get_link_host (message), definition);
  warn_of_disguise (notes, message);
  warn_of_sender (notes, message, definition);
  return notes;
}

char *
inkan_message_taken_text (InkanMessage          *message,
                          InkanPortalDefinition *definition)
{
  gsize n_fields;
  const InkanField *fields = inkan_portal_definition_get_fields (definition, &n_fields);
  g_autoptr(GString) names = g_string_new (NULL);

  for (gsize i = 0; i < n_fields; i++) {
    g_autoptr(SecretValue) value = inkan_matching_get_value (message, definition, fields[i].name);

    if (value != NULL)
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", inkan_field_get_label (&fields[i]));
  }
  if (names->len == 0)
    return NULL;
  /* Translators: %s is one or more names of entries, such as "Certificate code, E-mail address". */
  return g_strdup_printf (_("Taken from the e-mail: %s."), names->str);
}

char *
inkan_message_claims_text (InkanMessage *message)
{
  GPtrArray *claims = inkan_message_get_claims (message);
  GString *text;

  if (claims == NULL || claims->len == 0)
    return NULL;
  text = g_string_new (NULL);
  for (guint i = 0; i < claims->len; i++) {
    const InkanMailClaim *claim = claims->pdata[i];

    if (claim->about != NULL)
      /* Translators: a way of checking the sender (spf, dkim, dmarc), its result (pass, fail), and whom it is about. */
      g_string_append_printf (text, _("%s: %s (%s)"), claim->method, claim->result, claim->about);
    else
      g_string_append_printf (text, "%s: %s", claim->method, claim->result);
    g_string_append_c (text, '\n');
  }
  /* Translators: %s is the name of a server. */
  g_string_append_printf (text, _("So says %s, if the line is not the sender's own: it stands in the message itself, and "
                                  "proves nothing."), ((const InkanMailClaim *) claims->pdata[0])->server);
  return g_string_free (text, FALSE);
}

char *
inkan_message_links_text (InkanMessage          *message,
                          InkanPortalDefinition *definition)
{
  GPtrArray *links = inkan_message_get_links (message);
  g_autoptr(GPtrArray) seen = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  for (guint i = 0; links != NULL && i < links->len; i++) {
    const char *host = ((const InkanMailLink *) links->pdata[i])->host;

    if (host == NULL || g_ptr_array_find_with_equal_func (seen, host, g_str_equal, NULL))
      continue;
    g_ptr_array_add (seen, (gpointer) host);
    if (text->len > 0)
      g_string_append_c (text, '\n');
    if (inkan_portal_definition_knows_host (definition, host))
      g_string_append (text, host);
    else
      /* Translators: %s is the name of a host. */
      g_string_append_printf (text, _("%s (not one of your portal)"), host);
  }
  return g_string_free (text, text->len == 0);
}

/* Entries */

const char *
inkan_field_get_label (const InkanField *field)
{
  if (field->label != NULL)
    return field->label;

  switch (field->kind) {
  case INKAN_FIELD_EMAIL:
    return _("E-mail address");
  case INKAN_FIELD_PASSWORD:
    return _("Application password");
  case INKAN_FIELD_CODE:
    return _("Certificate code");
  case INKAN_FIELD_PIN:
    return _("Access PIN");
  case INKAN_FIELD_USER:
    return _("User name");
  case INKAN_FIELD_TEXT:
  default:
    return field->name;
  }
}

/* Letters and digits as wide as a kanji, or the ideographic blank: what an
 * input method leaves behind. */
static gboolean
has_wide_forms (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == 0x3000 || (c >= 0xff01 && c <= 0xff5e))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_blank (const char *text)
{
  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return *text == '\0';
}

/* Why @value cannot be sent: %NULL when it can, "" when there is nothing to say. */
static const char *
find_obstacle (InkanRetrieval   *retrieval,
               const InkanField *field,
               const char       *typed,
               const char       *value)
{
  if (*value == '\0')
    return is_blank (typed) ? "" : _("Nothing in this can be used here.");
  if (inkan_retrieval_field_is_valid (retrieval, field->name))
    return NULL;
  if (strlen (value) > INKAN_FIELD_MAX_LENGTH)
    return _("This is far too long. Please paste only what belongs here.");
  if (field->kind == INKAN_FIELD_EMAIL)
    return _("An e-mail address looks like name@example.com.");
  return _("This does not have the form that the portal asks for. Please compare it with your papers, letter by letter.");
}

/* What is worth a second look though it can be sent: (nullable) */
static const char *
find_doubt (const InkanField *field,
            const char       *value)
{
  /* With a pattern, the portal's definition knows better what its codes look like. */
  if (field->kind == INKAN_FIELD_CODE && field->pattern == NULL && !inkan_code_is_plausible (value))
    return _("Certificate codes are usually made of letters and digits only. Please compare it with the e-mail.");
  if (field->hidden && has_wide_forms (value))
    return _("There are full-width characters in it. Was the input method switched on by mistake?");
  return NULL;
}

InkanNote *
inkan_field_note (InkanRetrieval   *retrieval,
                  const InkanField *field,
                  const char       *typed,
                  gboolean         *valid)
{
  const char *value = inkan_retrieval_get_field (retrieval, field->name);
  const char *text;

  if (value == NULL)
    value = "";
  text = find_obstacle (retrieval, field, typed, value);
  *valid = text == NULL;
  if (text != NULL)
    return *text != '\0' ? inkan_note_new (INKAN_NOTE_ERROR, NULL, text) : NULL;
  if ((text = find_doubt (field, value)) != NULL)
    return inkan_note_new (INKAN_NOTE_WARNING, NULL, text);
  if (field->hidden && strcmp (typed, value) != 0)
    /* Nobody can see that something was left out of dots. */
    return inkan_note_new (INKAN_NOTE_INFO, NULL, _("Blanks around it and characters that cannot be seen are left out."));
  return NULL;
}
