/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "choosing.h"

#include <string.h>

#include "code-finder.h"
#include "link.h"
#include "message.h"
#include "regex.h"
#include "segment.h"

/* Far more than a mail has; a hostile one gets no further. */
#define MAX_CODES 1000
#define MAX_LINKS 2000
#define MAX_SHOWN_CODES 20

/* What a link whose "token" is a certificate code looks like, and what its
 * message speaks of */
INKAN_DEFINE_REGEX (retrieval_link_regex, "enrol|retriev|pick-?up|certif|cert[^a-z]|collect|issu|download")
INKAN_DEFINE_REGEX (about_regex, "証明書|(?<![a-z])(?:certificate|digital +id|client +cert)")

typedef struct {
  const InkanSegment *segment;
  InkanFoundCode     *found;
  guint               order; /* of the segment and in it */
  guint               index; /* of the segment */
} CodeChoice;

typedef struct {
  InkanFoundLink *found;
  guint           nearness;
  guint           order;
} LinkChoice;

void
inkan_choice_free (InkanChoice *self)
{
  g_ptr_array_unref (self->codes);
  g_ptr_array_unref (self->links);
  g_free (self);
}

/* The order of trust among several codes: the newest message; what was written
 * before what is quoted; the label that means nothing else; not "old code";
 * text before HTML before an attachment; the last one. */
static int
compare_codes (gconstpointer a,
               gconstpointer b)
{
  const CodeChoice *one = a, *two = b;

  if (one->segment->date != two->segment->date)
    return one->segment->date > two->segment->date ? -1 : 1;
  if (one->segment->depth != two->segment->depth)
    return one->segment->depth < two->segment->depth ? -1 : 1;
  if (one->found->rank != two->found->rank)
    return one->found->rank < two->found->rank ? -1 : 1;
  if (one->found->outdated != two->found->outdated)
    return two->found->outdated ? -1 : 1;
  if (one->segment->kind != two->segment->kind)
    return one->segment->kind < two->segment->kind ? -1 : 1;
  return one->order > two->order ? -1 : 1;
}

static void
code_choice_clear (gpointer data)
{
  CodeChoice *choice = data;

  inkan_found_code_free (choice->found);
}

static GArray *
find_codes (GPtrArray *segments,
            GRegex    *pattern)
{
  GArray *codes = g_array_new (FALSE, FALSE, sizeof (CodeChoice));

  g_array_set_clear_func (codes, code_choice_clear);
  for (guint i = 0; i < segments->len && codes->len < MAX_CODES; i++)
    {
      const InkanSegment *segment = g_ptr_array_index (segments, i);
      g_autoptr (GPtrArray) found = pattern != NULL ? inkan_find_codes_by (segment->text, pattern)
                                                    : inkan_find_labelled_codes (segment->text);

      while (found->len > 0)
        {
          CodeChoice one = { segment, g_ptr_array_steal_index (found, 0), codes->len, i };

          /* "The previous certificate code … is no longer valid": none at all,
           * unless the portal itself says what a code looks like. */
          if (pattern == NULL && one.found->outdated)
            inkan_found_code_free (one.found);
          else
            g_array_append_val (codes, one);
        }
    }
  g_array_sort (codes, compare_codes);
  return codes;
}

static gboolean
has_code (GPtrArray  *codes,
          const char *code)
{
  for (guint i = 0; i < codes->len; i++)
    if (g_str_equal (secret_value_get_text (g_ptr_array_index (codes, i)), code))
      return TRUE;
  return FALSE;
}

/* @found: sorted */
static void
take_codes (InkanChoice *self,
            GArray      *found)
{
  for (guint i = 0; i < found->len && self->codes->len < MAX_SHOWN_CODES; i++)
    {
      const CodeChoice *one = &g_array_index (found, CodeChoice, i);
      const CodeChoice *best = &g_array_index (found, CodeChoice, 0);

      if (one->found->rank == best->found->rank && (i == 0 || !one->found->outdated)
          && g_str_is_ascii (one->found->code) && !has_code (self->codes, one->found->code))
        g_ptr_array_add (self->codes, secret_value_new (one->found->code, -1, "text/plain"));
    }
}

/* Better links first: beside the code; then in the same message; then by words. */
static int
compare_links (gconstpointer a,
               gconstpointer b)
{
  const LinkChoice *one = a, *two = b;

  if (one->nearness != two->nearness)
    return one->nearness > two->nearness ? -1 : 1;
  if (one->found->score != two->found->score)
    return one->found->score > two->found->score ? -1 : 1;
  return one->order < two->order ? -1 : 1;
}

static void
link_choice_clear (gpointer data)
{
  LinkChoice *choice = data;

  inkan_found_link_free (choice->found);
}

/* @best: (nullable): the code that was chosen */
static GArray *
find_links (GPtrArray        *segments,
            const CodeChoice *best)
{
  GArray *links = g_array_new (FALSE, FALSE, sizeof (LinkChoice));

  g_array_set_clear_func (links, link_choice_clear);
  for (guint i = 0; i < segments->len && links->len < MAX_LINKS; i++)
    {
      const InkanSegment *segment = g_ptr_array_index (segments, i);
      gboolean home = best != NULL && segment == best->segment;
      g_autoptr (GPtrArray) found = NULL;

      found = inkan_links_find (segment->text, home ? (gssize) best->found->offset : -1);
      while (found->len > 0)
        {
          LinkChoice one = { g_ptr_array_steal_index (found, 0), 0, links->len };

          if (best != NULL)
            one.nearness = home ? 2 : segment->message == best->segment->message;
          g_array_append_val (links, one);
        }
    }
  g_array_sort (links, compare_links);
  return links;
}

static gboolean
has_link (GPtrArray  *links,
          const char *uri)
{
  for (guint i = 0; i < links->len; i++)
    if (g_str_equal (((InkanMailLink *) g_ptr_array_index (links, i))->uri, uri))
      return TRUE;
  return FALSE;
}

/* @found: sorted */
static void
take_links (InkanChoice *self,
            GArray      *found,
            GHashTable  *deceits)
{
  for (guint i = 0; i < found->len && self->links->len < INKAN_MESSAGE_MAX_LINKS; i++)
    {
      InkanFoundLink *one = g_array_index (found, LinkChoice, i).found;
      g_autofree char *host = inkan_link_get_host (one->uri);
      InkanMailLink *link;

      if (host == NULL || has_link (self->links, one->uri))
        continue;
      link = g_new0 (InkanMailLink, 1);
      link->uri = g_strdup (one->uri);
      link->shown_host = g_strdup (g_hash_table_lookup (deceits, host));
      if (link->shown_host == NULL)
        link->shown_host = inkan_link_get_posed_host (one->uri);
      link->host = g_steal_pointer (&host);
      g_ptr_array_add (self->links, link);
    }
}

static gboolean
is_about_certificates (GPtrArray *segments)
{
  for (guint i = 0; i < segments->len; i++)
    if (g_regex_match (about_regex (), ((InkanSegment *) g_ptr_array_index (segments, i))->text, 0, NULL))
      return TRUE;
  return FALSE;
}

/* No code in the words: the one in the link. A "token" is none, unless it leads
 * to where one retrieves a certificate. */
static void
take_code_of_link (InkanChoice *self,
                   GPtrArray   *segments)
{
  const InkanMailLink *link = g_ptr_array_index (self->links, 0);
  g_autoptr (SecretValue) code = inkan_mail_link_get_own_code (link);

  if (code == NULL && inkan_link_is_likely (link->uri)
      && g_regex_match (retrieval_link_regex (), link->uri, 0, NULL) && is_about_certificates (segments))
    code = inkan_mail_link_get_value (link, INKAN_LINK_VALUE_CODE);
  if (code != NULL && g_str_is_ascii (secret_value_get_text (code)))
    g_ptr_array_add (self->codes, g_steal_pointer (&code));
}

InkanChoice *
inkan_choose (GPtrArray  *segments,
              GHashTable *deceits,
              const char *code_pattern)
{
  InkanChoice *self = g_new0 (InkanChoice, 1);
  g_autoptr (GRegex) pattern = NULL;
  g_autoptr (GArray) codes = NULL;
  g_autoptr (GArray) links = NULL;
  const CodeChoice *best;

  if (code_pattern != NULL)
    pattern = g_regex_new (code_pattern, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, NULL);
  self->codes = g_ptr_array_new_with_free_func (secret_value_unref);
  self->links = g_ptr_array_new_with_free_func ((GDestroyNotify) inkan_mail_link_free);

  codes = find_codes (segments, pattern);
  best = codes->len > 0 ? &g_array_index (codes, CodeChoice, 0) : NULL;
  links = find_links (segments, best);
  take_codes (self, codes);
  take_links (self, links, deceits);
  self->segment = best != NULL ? (gint) best->index : -1;
  if (best == NULL && pattern == NULL && self->links->len > 0)
    take_code_of_link (self, segments);
  return self;
}
