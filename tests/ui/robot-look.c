/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "robot-private.h"

#include <string.h>

#define ITEM_TYPE "((so)(so)(so)iiassusau)"

void
robot_thing_free (RobotThing *thing)
{
  g_free (thing->path);
  g_free (thing->parent_path);
  g_free (thing->name);
  g_free (thing->description);
  g_free (thing);
}

static RobotThing *
thing_copy (const RobotThing *thing)
{
  RobotThing *copy = g_memdup2 (thing, sizeof *thing);

  copy->path = g_strdup (thing->path);
  copy->parent_path = g_strdup (thing->parent_path);
  copy->name = g_strdup (thing->name);
  copy->description = g_strdup (thing->description);
  return copy;
}

gboolean
robot_thing_has (const RobotThing *thing,
                 AtspiStateType    state)
{
  return (thing->states & (G_GUINT64_CONSTANT (1) << state)) != 0;
}

typedef struct {
  Robot      *robot;
  GHashTable *children;  /* path → GPtrArray of paths */
  guint       pending;
} Walk;

typedef struct {
  Walk *walk;
  char *path;
} Question;

static void ask_for_children (Walk       *walk,
                              const char *path);

static void
got_children (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  Question *question = data;
  Walk *walk = question->walk;
  g_autoptr(GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  g_hash_table_insert (walk->children, g_strdup (question->path), paths);
  /* No answer: it has gone meanwhile. */
  if (reply != NULL)
    {
      g_autoptr(GVariantIter) children = NULL;
      const char *name, *path;

      g_variant_get (reply, "(a(so))", &children);
      while (g_variant_iter_next (children, "(&s&o)", &name, &path))
        {
          g_ptr_array_add (paths, g_strdup (path));
          if (!g_hash_table_contains (walk->children, path))
            ask_for_children (walk, path);
        }
    }
  walk->pending--;
  g_free (question->path);
  g_free (question);
}

static void
ask_for_children (Walk       *walk,
                  const char *path)
{
  Question *question = g_new (Question, 1);

  question->walk = walk;
  question->path = g_strdup (path);
  walk->pending++;
  g_dbus_connection_call (walk->robot->connection, walk->robot->bus_name, path,
                          "org.a11y.atspi.Accessible", "GetChildren", NULL, G_VARIANT_TYPE ("(a(so))"),
                          G_DBUS_CALL_FLAGS_NONE, session_patience () / 1000, NULL, got_children, question);
}

static RobotThing *
thing_new (GVariant *item)
{
  g_autoptr(GVariantIter) interfaces = NULL, states = NULL;
  RobotThing *thing = g_new0 (RobotThing, 1);
  const char *interface;
  guint32 role, word;
  gint32 index;

  g_variant_get (item, "((so)(so)(so)iiassusau)", NULL, &thing->path, NULL, NULL, NULL, NULL, &index, NULL,
                 &interfaces, &thing->name, &role, &thing->description, &states);
  thing->index = MAX (index, 0);
  thing->role = role;
  for (guint shift = 0; shift < 64 && g_variant_iter_next (states, "u", &word); shift += 32)
    thing->states |= (guint64) word << shift;
  while (g_variant_iter_next (interfaces, "&s", &interface))
    {
      thing->has_actions |= g_str_equal (interface, "org.a11y.atspi.Action");
      thing->has_text |= g_str_equal (interface, "org.a11y.atspi.Text");
      thing->is_editable |= g_str_equal (interface, "org.a11y.atspi.EditableText");
    }
  return thing;
}

static void
gather (Walk       *walk,
        GHashTable *items,
        const char *path,
        const char *parent,
        guint       depth,
        GPtrArray  *things)
{
  GPtrArray *children = g_hash_table_lookup (walk->children, path);
  RobotThing *thing = NULL;

  g_hash_table_steal_extended (items, path, NULL, (gpointer *) &thing);
  if (thing != NULL && !g_str_equal (path, ROBOT_ROOT_PATH))
    {
      thing->parent_path = g_strdup (parent);
      thing->depth = depth;
      g_ptr_array_add (things, thing);
    }
  else
    g_clear_pointer (&thing, robot_thing_free);
  for (guint i = 0; children != NULL && i < children->len; i++)
    gather (walk, items, children->pdata[i], path, depth + 1, things);
}

/* GTK 4.8 makes an accessible object only when its parent is asked for its
 * children, so these are asked for; all about all of them then comes in one
 * answer. */
GPtrArray *
robot_look (Robot *self)
{
  GPtrArray *things = g_ptr_array_new_with_free_func ((GDestroyNotify) robot_thing_free);
  g_autoptr(GHashTable) children =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr(GHashTable) items =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) robot_thing_free);
  g_autoptr(GVariant) reply = NULL;
  g_autoptr(GVariantIter) list = NULL;
  Walk walk = { self, children, 0 };
  GVariant *item;

  if (self->ended)
    return things;
  self->changed = FALSE;
  ask_for_children (&walk, ROBOT_ROOT_PATH);
  while (walk.pending > 0)
    g_main_context_iteration (NULL, TRUE);
  reply = robot_ask (self, "/org/a11y/atspi/cache", "Cache", "GetItems", NULL, "(a" ITEM_TYPE ")");
  if (reply == NULL)
    return things;
  g_variant_get (reply, "(a" ITEM_TYPE ")", &list);
  while ((item = g_variant_iter_next_value (list)) != NULL)
    {
      RobotThing *thing = thing_new (item);

      g_hash_table_replace (items, thing->path, thing);
      g_variant_unref (item);
    }
  gather (&walk, items, ROBOT_ROOT_PATH, NULL, 0, things);
  return things;
}

gboolean
robot_get_middle (Robot            *self,
                  const RobotThing *thing,
                  int              *x,
                  int              *y)
{
  g_autoptr(GVariant) extents = NULL;
  int width, height;

  extents = robot_ask (self, thing->path, "Component", "GetExtents",
                       g_variant_new ("(u)", ATSPI_COORD_TYPE_WINDOW), "((iiii))");
  if (extents == NULL)
    return FALSE;
  g_variant_get (extents, "((iiii))", x, y, &width, &height);
  *x += width / 2;
  *y += height / 2;
  return width > 0 && height > 0;
}

/* GTK 4.8 calls everything visible, also the hidden pages of a stack; but it
 * says that a widget contains a point only when it is on the screen. */
gboolean
robot_is_showing (Robot            *self,
                  const RobotThing *thing)
{
  g_autoptr(GVariant) contains = NULL;
  gboolean showing = FALSE;
  int x, y;

  if (!robot_get_middle (self, thing, &x, &y))
    return FALSE;
  contains = robot_ask (self, thing->path, "Component", "Contains",
                        g_variant_new ("(iiu)", x, y, ATSPI_COORD_TYPE_WINDOW), "(b)");
  if (contains != NULL)
    g_variant_get (contains, "(b)", &showing);
  return showing;
}

/* "Next Next": a name of its own and one from its label. */
static gboolean
is_doubled (const char *name)
{
  gsize half = strlen (name) / 2;

  return half > 0 && strlen (name) % 2 == 1 && name[half] == ' ' && strncmp (name, name + half + 1, half) == 0;
}

static gboolean
matches_name (const RobotThing *thing,
              AtspiRole         role,
              const char       *name)
{
  return (role == ATSPI_ROLE_INVALID || thing->role == role) && g_str_equal (thing->name, name);
}

static gboolean
matches_part (const RobotThing *thing,
              AtspiRole         role,
              const char       *name)
{
  return thing->role == role && strstr (thing->name, name) != NULL;
}

/* A message dialog of libadwaita names its buttons twice. */
static gboolean
is_name_or_double (const char *found,
                   const char *name)
{
  return g_str_equal (found, name) || (is_doubled (found) && g_str_has_prefix (found, name) &&
                                       strlen (found) == 2 * strlen (name) + 1);
}

gboolean
robot_matches_button (const RobotThing *thing,
                      AtspiRole         role,
                      const char       *name)
{
  return (thing->role == ATSPI_ROLE_PUSH_BUTTON || thing->role == ATSPI_ROLE_TOGGLE_BUTTON) &&
         thing->has_actions && is_name_or_double (thing->name, name) &&
         robot_thing_has (thing, ATSPI_STATE_SENSITIVE);
}

gboolean
robot_matches_entry (const RobotThing *thing,
                     AtspiRole         role,
                     const char       *name)
{
  return thing->is_editable && g_str_equal (thing->name, name);
}

/* The last one: a dialog comes after its window, and the page's own button
 * "Close" after the one in the title bar. */
static RobotThing *
find (Robot      *self,
      RobotMatch  match,
      AtspiRole   role,
      const char *name)
{
  g_autoptr(GPtrArray) things = robot_look (self);

  for (guint i = things->len; i > 0; i--)
    if (match (things->pdata[i - 1], role, name) && robot_is_showing (self, things->pdata[i - 1]))
      return thing_copy (things->pdata[i - 1]);
  return NULL;
}

RobotThing *
robot_wait_for_match (Robot      *self,
                      RobotMatch  match,
                      AtspiRole   role,
                      const char *name)
{
  gint64 deadline = g_get_monotonic_time () + session_patience ();

  for (;;)
    {
      RobotThing *thing = find (self, match, role, name);

      if (thing != NULL)
        return thing;
      if (self->ended || !robot_pass (self, deadline))
        robot_fail (self, "there is no “%s” (role %d)", name, role);
    }
}

RobotThing *
robot_find (Robot      *self,
            AtspiRole   role,
            const char *name)
{
  return find (self, matches_name, role, robot_text (self, name));
}

RobotThing *
robot_find_raw (Robot      *self,
                AtspiRole   role,
                const char *name)
{
  return find (self, matches_name, role, name);
}

RobotThing *
robot_wait_for (Robot      *self,
                AtspiRole   role,
                const char *name)
{
  return robot_wait_for_match (self, matches_name, role, robot_text (self, name));
}

RobotThing *
robot_wait_for_raw (Robot      *self,
                    AtspiRole   role,
                    const char *name)
{
  return robot_wait_for_match (self, matches_name, role, name);
}

RobotThing *
robot_wait_for_part (Robot      *self,
                     const char *part)
{
  return robot_wait_for_match (self, matches_part, ATSPI_ROLE_LABEL, robot_text (self, part));
}

void
robot_wait_gone (Robot      *self,
                 AtspiRole   role,
                 const char *name)
{
  gint64 deadline = g_get_monotonic_time () + session_patience ();

  for (;;)
    {
      g_autoptr(RobotThing) thing = robot_find (self, role, name);

      if (thing == NULL)
        return;
      if (!robot_pass (self, deadline))
        robot_fail (self, "“%s” does not go away", name);
    }
}

gboolean
robot_can_press (Robot      *self,
                 const char *name)
{
  g_autoptr(RobotThing) thing =
    find (self, robot_matches_button, ATSPI_ROLE_INVALID, robot_text (self, name));

  return thing != NULL;
}


/* What a person can do something with, or is told something by. */
static gboolean
needs_name (const RobotThing *thing)
{
  switch (thing->role)
    {
    case ATSPI_ROLE_PUSH_BUTTON:
    case ATSPI_ROLE_TOGGLE_BUTTON:
    case ATSPI_ROLE_CHECK_BOX:
    case ATSPI_ROLE_RADIO_BUTTON:
    case ATSPI_ROLE_COMBO_BOX:
    case ATSPI_ROLE_ENTRY:
    case ATSPI_ROLE_TEXT:
    case ATSPI_ROLE_PASSWORD_TEXT:
    case ATSPI_ROLE_LIST_ITEM:
    case ATSPI_ROLE_LINK:
    case ATSPI_ROLE_MENU_ITEM:
    case ATSPI_ROLE_PROGRESS_BAR:
    case ATSPI_ROLE_HEADING:
    case ATSPI_ROLE_FRAME:
    case ATSPI_ROLE_DIALOG:
    case ATSPI_ROLE_ALERT:
      return TRUE;
    default:
      return thing->is_editable || robot_thing_has (thing, ATSPI_STATE_FOCUSABLE);
    }
}

static gboolean
is_bad_name (const RobotThing *thing)
{
  /* Only there to be drawn, or GTK's own: no screen reader stops at it. */
  if (thing->role == ATSPI_ROLE_FILLER || thing->role == ATSPI_ROLE_SCROLL_BAR)
    return FALSE;
  if (*thing->name == '\0')
    return needs_name (thing);
  return is_doubled (thing->name) ||
         g_regex_match_simple ("^(Gtk|Adw|Gdk|Inkan)[A-Z][A-Za-z]+$", thing->name, 0, 0) ||
         (needs_name (thing) && g_regex_match_simple ("(^|\\s)_\\w", thing->name, 0, 0));
}

void
robot_check_names (Robot *self)
{
  g_autoptr(GPtrArray) things = robot_look (self);
  g_autoptr(GString) bad = g_string_new (NULL);
  guint combo_depth = G_MAXUINT;

  for (guint i = 0; i < things->len; i++)
    {
      const RobotThing *thing = things->pdata[i];

      /* What a combo box is made of is GTK's own: it is one thing to a person. */
      if (thing->depth > combo_depth)
        continue;
      combo_depth = thing->role == ATSPI_ROLE_COMBO_BOX ? thing->depth : G_MAXUINT;
      if (is_bad_name (thing) && robot_is_showing (self, thing))
        g_string_append_printf (bad, " “%s” (role %d, “%s”)", thing->name, thing->role, thing->description);
    }
  if (bad->len > 0)
    robot_fail (self, "names that are none:%s", bad->str);
}
