/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "saving.h"

#include <string.h>

#include <libsecret/secret.h>

#include "../base/text.h"

#define MAX_NAME 255 /* bytes: what ext4, NTFS and the others have in common */
#define MAX_COPIES 9999

static const char *const extensions[] = { ".p12", ".pfx" };

/* What shows nothing itself, but changes how the rest is shown. */
static gboolean
is_invisible (gunichar c)
{
  switch (g_unichar_type (c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
  case G_UNICODE_SURROGATE:
  case G_UNICODE_UNASSIGNED:
    return TRUE;
  case G_UNICODE_FORMAT:
    return c != 0x200c && c != 0x200d; /* Persian and emoji need the joiners */
  default:
    return FALSE;
  }
}

/* Not possible on FAT, NTFS or a Windows share. */
static gboolean
is_forbidden_elsewhere (gunichar c)
{
  return c < 0x80 && strchr ("<>:\"|?*\\", (int) c) != NULL;
}

/* Names of devices in Windows, with whatever extension. */
static gboolean
is_reserved (const char *name)
{
  static const char *const devices[] = { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$" };
  gsize length = strcspn (name, ".");

  while (length > 0 && name[length - 1] == ' ')
    length--;
  for (gsize i = 0; i < G_N_ELEMENTS (devices); i++)
    if (length == strlen (devices[i]) && g_ascii_strncasecmp (name, devices[i], length) == 0)
      return TRUE;
  if (length < 4 || (g_ascii_strncasecmp (name, "COM", 3) != 0 && g_ascii_strncasecmp (name, "LPT", 3) != 0))
    return FALSE;
  if (length == 4)
    return g_ascii_isdigit (name[3]);
  return length == 5
         && (strncmp (name + 3, "¹", 2) == 0 || strncmp (name + 3, "²", 2) == 0 || strncmp (name + 3, "³", 2) == 0);
}

static const char *
find_extension (const char *name, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (extensions); i++)
    if (length >= 4 && g_ascii_strcasecmp (name + length - 4, extensions[i]) == 0)
      return extensions[i];
  return NULL;
}

static void
trim (GString *name)
{
  gsize start = 0;

  while (start < name->len && (name->str[start] == '.' || name->str[start] == ' '))
    start++;
  g_string_erase (name, 0, (gssize) start);
  while (name->len > 0 && (name->str[name->len - 1] == '.' || name->str[name->len - 1] == ' '))
    g_string_truncate (name, name->len - 1);
}

/* Shortens to @length bytes at most, between characters; a combining mark goes
 * with its letter. */
static void
shorten (GString *name, gsize length)
{
  const char *end;

  if (name->len <= length)
    return;
  end = name->str + length + 1;
  do
    end = g_utf8_find_prev_char (name->str, end);
  while (end != NULL && g_unichar_ismark (g_utf8_get_char (end)));
  g_string_truncate (name, end != NULL ? (gsize) (end - name->str) : 0);
}

static GString *
clean (const char *suggested)
{
  g_autofree char *valid = g_utf8_make_valid (suggested, -1);
  g_autofree char *text = g_utf8_normalize (valid, -1, G_NORMALIZE_DEFAULT_COMPOSE);
  GString *name = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == '/' || c == '\\')
      g_string_truncate (name, 0); /* what came before was a folder */
    else if (g_unichar_isspace (c) || c == '\t')
      g_string_append (name, name->len > 0 && name->str[name->len - 1] == ' ' ? "" : " ");
    else if (is_forbidden_elsewhere (c) || c == 0xfffd)
      g_string_append_c (name, '_');
    else if (!is_invisible (c))
      g_string_append_unichar (name, c);
  }
  return name;
}

char *
inkan_file_name_make_safe (const char *suggested)
{
  GString *name = clean (suggested != NULL ? suggested : "");
  const char *extension;

  trim (name);
  extension = find_extension (name->str, name->len);
  if (extension != NULL) {
    g_string_truncate (name, name->len - strlen (extension));
    trim (name);
  } else {
    extension = extensions[0];
    /* ".p12" has lost its dot, and nothing else is there. */
    if (g_ascii_strcasecmp (name->str, "p12") == 0 || g_ascii_strcasecmp (name->str, "pfx") == 0)
      g_string_truncate (name, 0);
  }
  if (name->len == 0)
    g_string_assign (name, "certificate");
  if (is_reserved (name->str))
    g_string_prepend_c (name, '_');
  shorten (name, MAX_NAME - strlen (extension));
  trim (name);
  g_string_append (name, extension);
  return g_string_free (name, FALSE);
}

static gboolean
fail (GError **error, const char *reason)
{
  g_set_error_literal (error, INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_BAD_NAME, reason);
  return FALSE;
}

gboolean
inkan_file_name_check (const char *name, GError **error)
{
  gsize length;

  g_return_val_if_fail (name != NULL, FALSE);

  length = strlen (name);
  if (length == 0)
    return fail (error, "The file name is empty");
  if (!g_utf8_validate (name, (gssize) length, NULL))
    return fail (error, "The file name is not valid text");
  if (length > MAX_NAME)
    return fail (error, "The file name is too long");
  if (*name == '.')
    return fail (error, "A file name that starts with a dot is hidden");
  if (*name == ' ' || name[length - 1] == ' ')
    return fail (error, "The file name starts or ends with a blank");
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == '/' || is_forbidden_elsewhere (c))
      return fail (error, "The file name contains one of / \\ < > : \" | ? *");
    if (is_invisible (c))
      return fail (error, "The file name contains an invisible character");
  }
  if (find_extension (name, length) == NULL || length == 4)
    return fail (error, "The file name does not end in .p12 or .pfx");
  if (is_reserved (name))
    return fail (error, "The file name is reserved on other systems");
  return TRUE;
}

char *
inkan_file_name_complete (const char *typed)
{
  char *stripped;
  g_autofree char *name = NULL;
  g_autofree char *ending = NULL;

  g_return_val_if_fail (typed != NULL, NULL);

  stripped = inkan_text_strip (typed);
  name = g_strdup (stripped);
  secret_password_free (stripped);
  ending = g_strconcat (name, ".p12", NULL);
  if (*name != '\0' && !inkan_file_name_check (name, NULL) && inkan_file_name_check (ending, NULL))
    return g_steal_pointer (&ending);
  return g_steal_pointer (&name);
}

/* Links that lead nowhere take a name as well. */
static gboolean
is_taken (GFile *folder, const char *name)
{
  g_autoptr (GFile) file = g_file_get_child (folder, name);
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                                  G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);

  return info != NULL;
}

/* @name with @end between its stem and its extension, the stem shortened to fit. */
static char *
insert_end (const char *name, const char *end)
{
  const char *extension = find_extension (name, strlen (name));
  const char *suffix = extension != NULL ? name + strlen (name) - strlen (extension) : "";
  GString *whole = g_string_new_len (name, (gssize) (strlen (name) - strlen (suffix)));

  shorten (whole, MAX_NAME - strlen (end) - strlen (suffix));
  g_string_append (whole, end);
  g_string_append (whole, suffix);
  return g_string_free (whole, FALSE);
}

char *
inkan_file_name_number (const char *name, guint number)
{
  g_autofree char *end = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  if (number < 2)
    return g_strdup (name);
  end = g_strdup_printf (" (%u)", number);
  return insert_end (name, end);
}

char *
inkan_file_name_add_note (const char *name, const char *note)
{
  g_autofree char *end = g_strdup_printf (" (%s)", note);

  g_return_val_if_fail (name != NULL, NULL);

  return insert_end (name, end);
}

char *
inkan_file_name_make_free (GFile *folder, const char *name)
{
  g_autofree char *numbered = g_strdup (name);

  g_return_val_if_fail (G_IS_FILE (folder), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 2; i <= MAX_COPIES && is_taken (folder, numbered); i++) {
    g_free (numbered);
    numbered = inkan_file_name_number (name, i);
  }
  return g_steal_pointer (&numbered);
}
