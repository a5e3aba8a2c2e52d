/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "application.h"

#include <glib/gi18n.h>

#include "style.h"
#include "window.h"

struct _InkanApplication {
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (InkanApplication, inkan_application, ADW_TYPE_APPLICATION)

static InkanWindow *
get_window (InkanApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));
  InkanWindow *window = NULL;

  for (GList *l = windows; l != NULL && window == NULL; l = l->next)
    if (INKAN_IS_WINDOW (l->data))
      window = INKAN_WINDOW (l->data);
  if (window == NULL)
    window = inkan_window_new (GTK_APPLICATION (self));
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
inkan_application_activate (GApplication *application)
{
  get_window (INKAN_APPLICATION (application));
}

static void
inkan_application_open (GApplication  *application,
                        GFile        **files,
                        int            n_files,
                        const char    *hint)
{
  InkanWindow *window = get_window (INKAN_APPLICATION (application));

  for (int i = 0; i < n_files; i++)
    inkan_window_open_file (window, files[i]);
}

/* Actions: the command line of a second start reaches the first one through them. */

static void
on_activate (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  g_application_activate (G_APPLICATION (user_data));
}

static void
on_quit (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  g_autoptr(GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (user_data)));

  /* Each may ask first. */
  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (GTK_WINDOW (l->data));
}

static void
on_practice (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  g_autofree const char **arguments = g_variant_get_strv (parameter, NULL);

  inkan_window_practice (get_window (INKAN_APPLICATION (user_data)), arguments);
}

static void
on_portal (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  g_autoptr(GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  inkan_window_open_portal (get_window (INKAN_APPLICATION (user_data)), file, FALSE);
}

static const GActionEntry actions[] = {
  { .name = "activate", .activate = on_activate },
  { .name = "quit", .activate = on_quit },
  { .name = "practice", .activate = on_practice, .parameter_type = "as" },
  { .name = "portal", .activate = on_portal, .parameter_type = "s" },
};

static const struct {
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "app.quit", { "<Control>q" } },
  { "window.close", { "<Control>w" } },
  { "win.back", { "<Alt>Left" } },
  { "win.help", { "F1" } },
  { "win.open-portal", { "<Control>o" } },
  { "win.open-certificate", { "<Control><Shift>o" } },
  { "win.shortcuts", { "<Control>question" } },
};

static void
inkan_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (inkan_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accelerators[i].action,
                                           accelerators[i].keys);
  gtk_window_set_default_icon_name (INKAN_APPLICATION_ID);
}

/* The command line */

static const GOptionEntry options[] = {
  { "portal", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, NULL,
    N_("Start with the portal that FILE describes"), N_("FILE") },
  { "practice", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_("Start with the practice portal"), NULL },
  { "practice-argument", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING_ARRAY, NULL,
    N_("Hand ARGUMENT to the practice portal (may be repeated)"), N_("ARGUMENT") },
  { "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_("Print the version and leave"), NULL },
  { NULL }
};

static int
inkan_application_handle_local_options (GApplication *application,
                                        GVariantDict *given)
{
  g_autoptr(GError) error = NULL;
  g_autofree const char **arguments = NULL;
  const char *portal = NULL;

  if (g_variant_dict_contains (given, "version")) {
    g_print ("inkan %s\n", INKAN_VERSION);
    return 0;
  }

  if (!g_application_register (application, NULL, &error)) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  g_variant_dict_lookup (given, "practice-argument", "^a&s", &arguments);
  if (g_variant_dict_lookup (given, "portal", "^&ay", &portal)) {
    g_autoptr(GFile) file = g_file_new_for_commandline_arg (portal);
    g_autofree char *uri = g_file_get_uri (file);

    g_action_group_activate_action (G_ACTION_GROUP (application), "portal", g_variant_new_string (uri));
  } else if (arguments != NULL || g_variant_dict_contains (given, "practice")) {
    const char *none[] = { NULL };

    g_action_group_activate_action (G_ACTION_GROUP (application), "practice",
                                    g_variant_new_strv (arguments != NULL ? arguments : none, -1));
  }
  return -1; /* and then activate or open, here or in the first instance */
}

static void
inkan_application_class_init (InkanApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = inkan_application_startup;
  application_class->activate = inkan_application_activate;
  application_class->open = inkan_application_open;
  application_class->handle_local_options = inkan_application_handle_local_options;
}

static void
inkan_application_init (InkanApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  /* Translators: after "inkan", in the help of the command line */
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _("[FILE.eml | FILE.portal | FILE.p12]"));
}

InkanApplication *
inkan_application_new (void)
{
  /* The look (style.css and its kin) and the icons are found below the resource path. */
  inkan_style_ensure_resources ();
  return g_object_new (INKAN_TYPE_APPLICATION,
                       "application-id", INKAN_APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}
