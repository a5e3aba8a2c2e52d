/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "folder-private.h"

#include <gio/gunixmounts.h>

#include <string.h>

/* How a program's configuration names the folders that it copies. */
typedef enum {
  SYNTAX_JSON,  /* "path": "…" */
  SYNTAX_LINES, /* localPath=…, sync_dir = "…" */
  SYNTAX_XML,   /* <folder … path="…"> */
} Syntax;

typedef struct {
  const char *service;
  gboolean in_config; /* else in the home folder */
  const char *file;
  Syntax syntax;
  const char *key;
} Configuration;

static const Configuration configurations[] = {
  { "Dropbox", FALSE, ".dropbox/info.json", SYNTAX_JSON, "path" },
  { "Dropbox", FALSE, ".var/app/com.dropbox.Client/.dropbox/info.json", SYNTAX_JSON, "path" },
  { "Nextcloud", TRUE, "Nextcloud/nextcloud.cfg", SYNTAX_LINES, "localPath" },
  { "Nextcloud", FALSE, ".var/app/com.nextcloud.desktopclient.nextcloud/config/Nextcloud/nextcloud.cfg",
    SYNTAX_LINES, "localPath" },
  { "ownCloud", TRUE, "ownCloud/owncloud.cfg", SYNTAX_LINES, "localPath" },
  { "OneDrive", TRUE, "onedrive/config", SYNTAX_LINES, "sync_dir" },
  { "Syncthing", TRUE, "syncthing/config.xml", SYNTAX_XML, "path" },
  { "Syncthing", FALSE, ".local/state/syncthing/config.xml", SYNTAX_XML, "path" },
};

/* Folders that a program uses unless told otherwise, and what shows that it is in use. */
static const struct {
  const char *service;
  const char *folder;
  gboolean in_config;
  const char *evidence;
} defaults[] = {
  { "OneDrive", "OneDrive", TRUE, "onedrive/items.sqlite3" },
  { "Insync", "Insync", TRUE, "Insync" },
  { "pCloud", "pCloudDrive", FALSE, ".pcloud" },
  { "MEGA", "MEGA", FALSE, ".local/share/data/Mega Limited/MEGAsync" },
  { "MEGA", "MEGAsync", FALSE, ".local/share/data/Mega Limited/MEGAsync" },
};

/* What a program leaves in the topmost folder that it copies. A name that ends
 * in "*" stands for its start. */
static const struct {
  const char *service;
  const char *name;
} markers[] = {
  { "Syncthing", ".stfolder" },
  { "Dropbox", ".dropbox.cache" },
  { "Nextcloud", ".nextcloudsync.log" },
  { "Nextcloud", ".sync_*" },
  { "ownCloud", ".owncloudsync.log" },
  { "ownCloud", "._sync_*" },
  { "Google Drive", ".gd" },
  { "Google Drive", ".grive" },
  { "Insync", ".insync-trash" },
  { "MEGA", ".megaignore" },
};

/* A string of JSON, from after the quote: backslash escapes undone. */
static char *
read_json_string (const char *text)
{
  GString *result = g_string_new (NULL);

  for (; *text != '\0' && *text != '"'; text++) {
    if (*text != '\\' || text[1] == '\0') {
      g_string_append_c (result, *text);
      continue;
    }
    text++;
    if (*text == 'u' && strlen (text) >= 5) {
      char digits[5] = { text[1], text[2], text[3], text[4], '\0' };
      gunichar c = (gunichar) g_ascii_strtoull (digits, NULL, 16);

      text += 4;
      if (c >= 0xd800 && c < 0xdc00 && text[1] == '\\' && text[2] == 'u' && strlen (text) >= 7) {
        char low[5] = { text[3], text[4], text[5], text[6], '\0' };

        c = 0x10000 + ((c - 0xd800) << 10) + ((gunichar) g_ascii_strtoull (low, NULL, 16) - 0xdc00);
        text += 6;
      }
      if (g_unichar_validate (c))
        g_string_append_unichar (result, c);
    } else {
      g_string_append_c (result, *text);
    }
  }
  return g_string_free (result, FALSE);
}

/* "~" and no quotes around it. */
static char *
read_line_value (const char *text, const char *home)
{
  g_autofree char *value = g_strndup (text, strcspn (text, "\r\n"));
  gsize length;

  g_strstrip (value);
  length = strlen (value);
  if (length >= 2 && *value == '"' && value[length - 1] == '"') {
    memmove (value, value + 1, length - 2);
    value[length - 2] = '\0';
  }
  if (value[0] == '~' && (value[1] == '/' || value[1] == '\0'))
    return g_build_filename (home, value + 1, NULL);
  return g_steal_pointer (&value);
}

static char *
read_xml_value (const char *text, const char *home)
{
  g_autofree char *value = g_strndup (text, strcspn (text, "\""));
  g_autoptr (GString) plain = g_string_new (value);

  g_string_replace (plain, "&lt;", "<", 0);
  g_string_replace (plain, "&gt;", ">", 0);
  g_string_replace (plain, "&#34;", "\"", 0);
  g_string_replace (plain, "&#39;", "'", 0);
  g_string_replace (plain, "&quot;", "\"", 0);
  g_string_replace (plain, "&apos;", "'", 0);
  g_string_replace (plain, "&amp;", "&", 0);
  return read_line_value (plain->str, home);
}

/* Where in @content the next value of @configuration's key starts. */
static const char *
find_value (const Configuration *configuration, const char *content)
{
  gsize length = strlen (configuration->key);

  for (const char *found = content; (found = strstr (found, configuration->key)) != NULL; found++) {
    const char *end = found + length;

    switch (configuration->syntax) {
    case SYNTAX_JSON:
      if (found == content || found[-1] != '"' || *end++ != '"')
        continue;
      end += strspn (end, " \t\r\n");
      if (*end++ != ':')
        continue;
      end += strspn (end, " \t\r\n");
      if (*end++ == '"')
        return end;
      break;
    case SYNTAX_LINES:
      end += strspn (end, " \t");
      if (*end == '=')
        return end + 1;
      break;
    case SYNTAX_XML:
      if (found > content && g_ascii_isspace (found[-1]) && strncmp (end, "=\"", 2) == 0)
        return end + 2;
      break;
    }
  }
  return NULL;
}

static gboolean
is_configured (const Configuration *configuration, const char *file, const char *path, const char *home)
{
  g_autofree char *content = NULL;

  if (!g_file_get_contents (file, &content, NULL, NULL))
    return FALSE;
  for (const char *found = content; (found = find_value (configuration, found)) != NULL;) {
    g_autofree char *folder = NULL;
    g_autofree char *real = NULL;

    if (configuration->syntax == SYNTAX_JSON)
      folder = read_json_string (found);
    else if (configuration->syntax == SYNTAX_XML)
      folder = read_xml_value (found, home);
    else
      folder = read_line_value (found, home);
    real = inkan_path_resolve (folder);
    if (real != NULL && inkan_path_is_in (path, real))
      return TRUE;
  }
  return FALSE;
}

/* The marker's owner, when @folder has one. */
static const char *
find_marker (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    if (*name != '.')
      continue;
    for (gsize i = 0; i < G_N_ELEMENTS (markers); i++) {
      gsize length = strlen (markers[i].name);

      if (markers[i].name[length - 1] == '*' ? strncmp (name, markers[i].name, length - 1) == 0
                                                   && g_str_has_suffix (name, ".db")
                                             : strcmp (name, markers[i].name) == 0)
        return markers[i].service;
    }
  }
  return NULL;
}

static const char *
find_marker_above (const char *path)
{
  g_autofree char *current = g_strdup (path);

  for (;;) {
    const char *service = find_marker (current);
    char *parent;

    if (service != NULL || strcmp (current, "/") == 0)
      return service;
    parent = g_path_get_dirname (current);
    g_free (current);
    current = parent;
  }
}

/* Clouds that show themselves as a file system. */
static const char *
find_mounted (const char *path)
{
  g_autoptr (GUnixMountEntry) mount = g_unix_mount_for (path, NULL);

  if (mount == NULL)
    return NULL;
  if (strcmp (g_unix_mount_get_fs_type (mount), "fuse.google-drive-ocamlfuse") == 0)
    return "Google Drive";
  if (g_ascii_strncasecmp (g_unix_mount_get_device_path (mount), "pCloud", 6) == 0)
    return "pCloud";
  return NULL;
}

/*
 * inkan_folder_find_service:
 * @config: where programs keep their configuration
 *
 * Returns: (nullable): a static name: whoever copies @path to other computers
 */
const char *
inkan_folder_find_service (const char *path, const char *home, const char *config)
{
  for (gsize i = 0; i < G_N_ELEMENTS (configurations); i++) {
    g_autofree char *file =
        g_build_filename (configurations[i].in_config ? config : home, configurations[i].file, NULL);

    if (is_configured (&configurations[i], file, path, home))
      return configurations[i].service;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (defaults); i++) {
    g_autofree char *evidence =
        g_build_filename (defaults[i].in_config ? config : home, defaults[i].evidence, NULL);
    g_autofree char *folder = g_build_filename (home, defaults[i].folder, NULL);
    g_autofree char *real = inkan_path_resolve (folder);

    if (real != NULL && inkan_path_is_in (path, real) && g_file_test (evidence, G_FILE_TEST_EXISTS))
      return defaults[i].service;
  }
  if (find_mounted (path) != NULL)
    return find_mounted (path);
  return find_marker_above (path);
}
