/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "advice.h"

#include <string.h>

/* ISO 639-1, each with a blank before and after it. */
static const char two_letters[] =
  " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo "
  "es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg "
  "ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn "
  "no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta "
  "te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

static gboolean
is_language (const char *text,
             gsize       length)
{
  char padded[] = { ' ', text[0], length == 2 ? text[1] : '\0', ' ', '\0' };

  if (length == 3)
    return TRUE; /* ISO 639-3 has 8000 of them */
  return length == 2 && strstr (two_letters, padded) != NULL;
}

char *
inkan_advise_language (const char *key)
{
  const char *tag = strchr (key, '[') + 1;
  gsize length = strspn (tag, "abcdefghijklmnopqrstuvwxyz");
  const char *rest = tag + length;
  g_autofree char *shown = g_strndup (tag, strcspn (tag, "]"));

  if (*rest == '-')
    return g_strdup_printf ("has no effect: a language with a country is written with “_”, not as “%s”", shown);
  if (*rest == '_' && g_ascii_isupper (rest[1]) && g_ascii_isupper (rest[2]))
    rest += 3;
  if (*rest == '@')
    rest += 1 + strspn (rest + 1, "abcdefghijklmnopqrstuvwxyz");
  if (!is_language (tag, length) || *rest != ']')
    return g_strdup_printf ("has no effect: there is no language “%s”%s", shown,
                            g_str_has_prefix (shown, "jp") ? "; Japanese is “ja”" : "");
  return NULL;
}
