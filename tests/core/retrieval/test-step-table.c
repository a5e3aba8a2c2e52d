/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "core/retrieval/step-table.h"

/* Which states can be reached from @from without passing through @avoid. */
static void
mark_reachable (InkanState from, InkanState avoid, gboolean *reached)
{
  if (reached[from] || from == avoid)
    return;
  reached[from] = TRUE;

  for (InkanEvent event = 0; event < INKAN_N_EVENTS; event++) {
    InkanState next;

    if (inkan_step_table_look_up (from, event, &next))
      mark_reachable (next, avoid, reached);
  }
}

static guint
count_ways_into (InkanState to)
{
  guint n = 0;

  for (InkanState state = 0; state < INKAN_N_STATES; state++)
    for (InkanEvent event = 0; event < INKAN_N_EVENTS; event++) {
      InkanState next;

      if (inkan_step_table_look_up (state, event, &next) && next == to)
        n++;
    }

  return n;
}

static void
test_names (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (InkanState state = 0; state < INKAN_N_STATES; state++) {
    InkanStep step = inkan_state_get_step (state);

    g_assert_nonnull (inkan_state_get_name (state));
    g_assert_true (g_hash_table_add (seen, (gpointer)inkan_state_get_name (state)));
    g_assert_cmpint (step, >=, INKAN_STEP_MAIL);
    g_assert_cmpint (step, <=, INKAN_STEP_USE);
  }
  for (InkanEvent event = 0; event < INKAN_N_EVENTS; event++)
    g_assert_nonnull (inkan_event_get_name (event));
}

static void
test_all_reachable (void)
{
  gboolean reached[INKAN_N_STATES] = {
    FALSE,
  };
  gboolean step_seen[INKAN_STEP_USE + 1] = {
    FALSE,
  };

  mark_reachable (INKAN_STATE_MAIL, INKAN_N_STATES, reached);
  for (InkanState state = 0; state < INKAN_N_STATES; state++) {
    g_assert_true (reached[state]);
    step_seen[inkan_state_get_step (state)] = TRUE;
  }
  for (InkanStep step = INKAN_STEP_MAIL; step <= INKAN_STEP_USE; step++)
    g_assert_true (step_seen[step]);
}

/* Whatever happens, the end can still be reached: no page is a trap. */
static void
test_no_trap (void)
{
  for (InkanState state = 0; state < INKAN_N_STATES; state++) {
    gboolean reached[INKAN_N_STATES] = {
      FALSE,
    };

    mark_reachable (state, INKAN_N_STATES, reached);
    g_assert_true (reached[INKAN_STATE_FINISHED]);
  }
}

/* While something is under way, no button but Cancel means anything. */
static void
test_busy (void)
{
  for (InkanState state = 0; state < INKAN_N_STATES; state++) {
    if (!inkan_state_is_busy (state)) {
      g_assert_false (inkan_step_table_look_up (state, INKAN_EVENT_CANCEL, NULL));
      continue;
    }
    g_assert_false (inkan_step_table_look_up (state, INKAN_EVENT_NEXT, NULL));
    g_assert_false (inkan_step_table_look_up (state, INKAN_EVENT_BACK, NULL));
  }
}

/* The agreement goes out by one button in one state, at once or after the session
 * was renewed; and once it may have gone out nothing leads back to that button but
 * the portal's own word. */
static void
test_one_agreement (void)
{
  const InkanState after[] = {
    INKAN_STATE_RESOLVING, INKAN_STATE_UNKNOWN, INKAN_STATE_NOTICE_EARLY, INKAN_STATE_DOWNLOAD,
    INKAN_STATE_NOTICE,    INKAN_STATE_FILE,    INKAN_STATE_FOLDER,       INKAN_STATE_SAVING,
    INKAN_STATE_SAVED,     INKAN_STATE_PROVING, INKAN_STATE_ISSUED,       INKAN_STATE_CARE,
    INKAN_STATE_USE,
  };
  InkanState next;

  g_assert_cmpuint (count_ways_into (INKAN_STATE_ISSUING), ==, 2);
  g_assert_true (inkan_step_table_look_up (INKAN_STATE_RENEWING, INKAN_EVENT_RENEWED, &next));
  g_assert_cmpint (next, ==, INKAN_STATE_ISSUING);
  g_assert_true (inkan_step_table_look_up (INKAN_STATE_AGREEMENT, INKAN_EVENT_NEXT, &next));
  g_assert_cmpint (next, ==, INKAN_STATE_ISSUING);
  g_assert_false (inkan_step_table_look_up (INKAN_STATE_ISSUING, INKAN_EVENT_CANCEL, NULL));

  /* A session is renewed for what was agreed to and not sent, and for nothing else. */
  g_assert_cmpuint (count_ways_into (INKAN_STATE_RENEWING), ==, 2);
  g_assert_true (inkan_step_table_look_up (INKAN_STATE_AGREEMENT, INKAN_EVENT_RENEW, &next));
  g_assert_cmpint (next, ==, INKAN_STATE_RENEWING);
  g_assert_true (inkan_step_table_look_up (INKAN_STATE_ISSUING, INKAN_EVENT_RENEW, &next));
  g_assert_cmpint (next, ==, INKAN_STATE_RENEWING);

  for (gsize i = 0; i < G_N_ELEMENTS (after); i++)
    for (InkanEvent event = 0; event < INKAN_N_EVENTS; event++)
      if (inkan_step_table_look_up (after[i], event, &next)
          && inkan_state_get_step (next) < INKAN_STEP_AGREEMENT) {
        g_assert_cmpint (after[i], ==, INKAN_STATE_RESOLVING);
        g_assert_cmpint (event, ==, INKAN_EVENT_STILL_OFFERED);
      }
}

/* "Saved" cannot show without a save, nor the end without proof and care page. */
static void
test_order (void)
{
  const InkanState must_pass[] = {
    INKAN_STATE_FOLDER, INKAN_STATE_SAVING, INKAN_STATE_SAVED, INKAN_STATE_PROVING,
    INKAN_STATE_ISSUED, INKAN_STATE_CARE,   INKAN_STATE_USE,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (must_pass); i++) {
    gboolean reached[INKAN_N_STATES] = {
      FALSE,
    };

    mark_reachable (INKAN_STATE_MAIL, must_pass[i], reached);
    g_assert_false (reached[INKAN_STATE_FINISHED]);
  }
  g_assert_cmpuint (count_ways_into (INKAN_STATE_SAVED), ==, 1);
}

/* Back leads to an earlier step, or within the step of an end; never onwards. */
static void
test_back (void)
{
  for (InkanState state = 0; state < INKAN_N_STATES; state++) {
    InkanState next;

    if (inkan_step_table_look_up (state, INKAN_EVENT_BACK, &next))
      g_assert_cmpint (inkan_state_get_step (next), <, inkan_state_get_step (state));
  }
}

/* One event, one way. */
static void
test_deterministic (void)
{
  guint ways = 0;

  for (InkanState state = 0; state < INKAN_N_STATES; state++)
    for (InkanEvent event = 0; event < INKAN_N_EVENTS; event++) {
      InkanState next = INKAN_N_STATES;
      InkanState again = INKAN_N_STATES;

      if (!inkan_step_table_look_up (state, event, &next)) {
        g_assert_cmpint (next, ==, INKAN_N_STATES);
        continue;
      }
      ways++;
      g_assert_cmpint (next, <, INKAN_N_STATES);
      g_assert_cmpint (next, !=, state);
      g_assert_true (inkan_step_table_look_up (state, event, &again));
      g_assert_cmpint (again, ==, next);
    }
  g_test_message ("%u ways in %d states x %d events", ways, INKAN_N_STATES, INKAN_N_EVENTS);
  g_assert_false (inkan_step_table_look_up (INKAN_STATE_FINISHED, INKAN_EVENT_NEXT, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/step-table/names", test_names);
  g_test_add_func ("/step-table/all-reachable", test_all_reachable);
  g_test_add_func ("/step-table/no-trap", test_no_trap);
  g_test_add_func ("/step-table/busy", test_busy);
  g_test_add_func ("/step-table/one-agreement", test_one_agreement);
  g_test_add_func ("/step-table/order", test_order);
  g_test_add_func ("/step-table/back", test_back);
  g_test_add_func ("/step-table/deterministic", test_deterministic);

  return g_test_run ();
}
