/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-link.h"

#include <string.h>

#include "wiped-text.h"

#define MAX_NAME 64
#define MAX_PARAMETERS 200

/* Names as fold_name() leaves them, between blanks */
static const char *const names[] = {
  [INKAN_LINK_VALUE_EMAIL] = " email mail emailaddress mailaddress emailaddr mailaddr useremail ",
  [INKAN_LINK_VALUE_USER] = " user username userid uid login loginid loginname account accountid "
                            "accountname jusername textfieldusername ",
  [INKAN_LINK_VALUE_PASSWORD] = " password passwd passphrase pass pwd pw jpassword textfieldpassword ",
  [INKAN_LINK_VALUE_CODE] = " code certificatecode certcode enrollmentcode enrolmentcode pickupcode "
                            "retrievalcode collectioncode issuancecode downloadcode activationcode "
                            "accesscode authcode authenticationcode registrationcode token "
                            "enrollmenttoken enrolmenttoken accesstoken authtoken onetimetoken "
                            "onetimepassword otp ",
  [INKAN_LINK_VALUE_PIN] = " pin pincode accesspin accesspincode ",
};

void
inkan_mail_link_free (InkanMailLink *self)
{
  inkan_wipe_free (self->uri);
  g_free (self->host);
  g_free (self->shown_host);
  g_free (self);
}

/* "Enrollment_Code", "form:enrollment-code" → "enrollmentcode" */
static void
fold_name (const char *name,
           gsize       length,
           char        folded[MAX_NAME])
{
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    if (name[i] == ':' || name[i] == '.')
      n = 0; /* the place in a form of the framework's */
    else if (name[i] != '-' && name[i] != '_' && name[i] != ' ' && n < MAX_NAME - 1)
      folded[n++] = g_ascii_tolower (name[i]);
  folded[n] = '\0';
}

static gboolean
is_of_kind (const char     *folded,
            InkanLinkValue  kind)
{
  g_autofree char *key = g_strdup_printf (" %s ", folded);

  return *folded != '\0' && strstr (names[kind], key) != NULL;
}

/* Returns: (nullable): %NULL for what no entry could hold */
static SecretValue *
decode_value (const char *text,
              gsize       length)
{
  INKAN_AUTO_WIPE char *value = g_uri_unescape_segment (text, text + length, NULL);

  if (value == NULL || *value == '\0' || !g_utf8_validate (value, -1, NULL))
    return NULL;
  for (const char *p = value; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT)
        return NULL;
    }
  return secret_value_new (value, -1, "text/plain");
}

/* @name, folded, or %NULL for any of @kind. "+" stays what it is: it stands for
 * a blank in what a form sends, but in mails for itself, in addresses and in
 * codes in base64. */
static SecretValue *
find_parameter (const char     *part,
                const char     *name,
                InkanLinkValue  kind)
{
  gsize length = strcspn (part, "#");
  const char *end = part + length;

  for (guint i = 0; i < MAX_PARAMETERS && part < end; i++)
    {
      /* ";" as HTML 4 once advised, and behind an "&amp;" left undecoded */
      gsize n = strcspn (part, "&;#");
      const char *equals = memchr (part, '=', n);

      if (equals != NULL)
        {
          char folded[MAX_NAME];
          g_autoptr (SecretValue) value = NULL;

          fold_name (part, equals - part, folded);
          if (name != NULL ? g_str_equal (folded, name) : is_of_kind (folded, kind))
            value = decode_value (equals + 1, part + n - equals - 1);
          if (value != NULL)
            return g_steal_pointer (&value);
        }
      part += n + 1;
    }
  return NULL;
}

static SecretValue *
find (const InkanMailLink *self,
      const char          *name,
      InkanLinkValue       kind)
{
  const char *fragment = strchr (self->uri, '#');
  const char *query = strchr (self->uri, '?');
  SecretValue *value = NULL;

  if (query != NULL && (fragment == NULL || query < fragment))
    value = find_parameter (query + 1, name, kind);
  if (value == NULL && fragment != NULL)
    {
      /* "#token=…", "#/enrol?token=…" */
      query = strchr (fragment, '?');
      value = find_parameter ((query != NULL ? query : fragment) + 1, name, kind);
    }
  return value;
}

SecretValue *
inkan_mail_link_get_value (const InkanMailLink *self,
                           InkanLinkValue       kind)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (kind < G_N_ELEMENTS (names), NULL);

  return find (self, NULL, kind);
}

SecretValue *
inkan_mail_link_get_parameter (const InkanMailLink *self,
                               const char          *name)
{
  char folded[MAX_NAME];

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  fold_name (name, strlen (name), folded);
  return *folded != '\0' ? find (self, folded, 0) : NULL;
}

SecretValue *
inkan_mail_link_get_own_code (const InkanMailLink *self)
{
  static const char *const own[] = { "enrollmentcode", "enrolmentcode", "certificatecode",
                                     "certcode", "pickupcode", "retrievalcode", "accesspin" };

  g_return_val_if_fail (self != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    {
      SecretValue *code = find (self, own[i], 0);

      if (code != NULL)
        return code;
    }
  return NULL;
}
