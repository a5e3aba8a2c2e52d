/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "html-tokens.h"

#include "html-nesting.h"
#include "html-references.h"

#include <string.h>

/* Of one tag: libxml2 compares each with all before it; and of a page: it needs
 * some hundred bytes for each. */
#define MAX_ATTRIBUTES 250
#define MAX_ALL_ATTRIBUTES 200000

typedef struct {
  InkanBuffer *to;
  const char *at;
  const char *end;
  InkanHtmlNesting *nesting;
  guint n_attributes;
  gboolean too_many;
} Tokens;

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static void
write_string (Tokens     *self,
              const char *text)
{
  inkan_buffer_append_string (self->to, text);
}

/* Others cannot be written for libxml2. */
static gboolean
is_plain_name (const char *at,
               gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalpha (at[i]) && strchr (i == 0 ? "_:" : "_:-.0123456789", at[i]) == NULL)
        return FALSE;
    }
  return length > 0 && length < 100;
}

static void
read_value (Tokens      *self,
            const char **value,
            const char **value_end)
{
  while (self->at < self->end && is_space (*self->at))
    self->at++;
  if (self->at < self->end && (*self->at == '"' || *self->at == '\''))
    {
      const char *close = memchr (self->at + 1, *self->at, (gsize) (self->end - self->at - 1));

      *value = self->at + 1;
      *value_end = close != NULL ? close : self->end;
      self->at = close != NULL ? close + 1 : self->end;
      return;
    }
  *value = self->at;
  while (self->at < self->end && !is_space (*self->at) && *self->at != '>')
    self->at++;
  *value_end = self->at;
}

static void
write_attribute (Tokens     *self,
                 const char *name,
                 gsize       length,
                 const char *value,
                 const char *value_end)
{
  static const gsize own = sizeof INKAN_HTML_FORM_ATTRIBUTE - 1;

  if (!is_plain_name (name, length) ||
      (length == own && g_ascii_strncasecmp (name, INKAN_HTML_FORM_ATTRIBUTE, own) == 0))
    return;
  inkan_buffer_append (self->to, " ", 1);
  inkan_buffer_append (self->to, name, length);
  inkan_buffer_append (self->to, "=\"", 2);
  if (value != NULL)
    inkan_html_text_write (self->to, value, value_end, TRUE);
  inkan_buffer_append (self->to, "\"", 1);
}

/* WHATWG HTML, "before attribute name state" and those after it. %FALSE when the
 * page ends within the tag: then there is none. */
static gboolean
read_attributes (Tokens *self)
{
  for (guint n = 0;; n++)
    {
      const char *name;
      const char *name_end;
      const char *value = NULL;
      const char *value_end = NULL;

      while (self->at < self->end && (is_space (*self->at) || *self->at == '/'))
        self->at++;
      self->too_many = n > MAX_ATTRIBUTES || self->n_attributes > MAX_ALL_ATTRIBUTES;
      if (self->at >= self->end || self->too_many)
        return FALSE;
      if (*self->at == '>')
        {
          self->at++;
          return TRUE;
        }

      self->n_attributes++;
      name = self->at++;
      while (self->at < self->end && !is_space (*self->at) && *self->at != '/' && *self->at != '>' && *self->at != '=')
        self->at++;
      name_end = self->at;
      while (self->at < self->end && is_space (*self->at))
        self->at++;
      if (self->at < self->end && *self->at == '=')
        {
          self->at++;
          read_value (self, &value, &value_end);
        }
      write_attribute (self, name, (gsize) (name_end - name), value, value_end);
    }
}

/* Up to its end tag, what is inside is text. */
static const char *
find_end (const char *at,
          const char *end,
          const char *name)
{
  gsize length = strlen (name);

  for (; at < end && (at = memchr (at, '<', (gsize) (end - at))) != NULL; at++)
    {
      if (at[1] == '/' && g_ascii_strncasecmp (at + 2, name, length) == 0 &&
          (is_space (at[2 + length]) || at[2 + length] == '/' || at[2 + length] == '>'))
        return at;
    }
  return end;
}

static gboolean
is_script_tag (const char *at,
               const char *end,
               const char *begin)
{
  gsize length = strlen (begin);

  return (gsize) (end - at) > length && g_ascii_strncasecmp (at, begin, length) == 0 &&
         (is_space (at[length]) || at[length] == '/' || at[length] == '>');
}

/* In a script that writes another one, inside a comment, that one's end is not its
 * own ("script data escaped state", "script data double escaped state"). */
static const char *
find_script_end (const char *at,
                 const char *end)
{
  enum { PLAIN, ESCAPED, DOUBLE_ESCAPED } state = PLAIN;

  for (; at < end; at++)
    {
      if (state == PLAIN && *at == '<' && g_str_has_prefix (at, "<!--"))
        {
          state = ESCAPED;
          at++; /* its dashes may be those of the end */
        }
      else if (state != PLAIN && *at == '-' && g_str_has_prefix (at, "-->"))
        state = PLAIN;
      else if (*at == '<' && is_script_tag (at, end, "</script"))
        {
          if (state != DOUBLE_ESCAPED)
            return at;
          state = ESCAPED;
        }
      else if (state == ESCAPED && *at == '<' && is_script_tag (at, end, "<script"))
        state = DOUBLE_ESCAPED;
    }
  return end;
}

static void
write_script (Tokens     *self,
              const char *at,
              const char *end)
{
  while (at < end)
    {
      const char *next = memchr (at, '<', (gsize) (end - at));

      next = next != NULL ? next + 1 : end;
      inkan_buffer_append (self->to, at, (gsize) (next - at));
      /* Whatever it is, it is not the end. */
      if (next < end && *next == '/')
        write_string (self, " ");
      at = next;
    }
}

static void
write_verbatim (Tokens     *self,
                const char *at,
                const char *end)
{
  for (; at < end; at++)
    inkan_html_text_write (self->to, at, at + 1, FALSE);
}

/* WHATWG HTML, "parsing elements that contain only text" */
static void
write_content (Tokens     *self,
               const char *name)
{
  static const char * const dropped[] = { "iframe", "noembed", NULL };
  static const char * const scripts[] = { "script", "style", NULL };
  static const char * const verbatim[] = { "plaintext", "xmp", NULL };
  static const char * const texts[] = { "textarea", "title", NULL };
  const char *begin = self->at;

  if (g_strv_contains (dropped, name))
    self->at = find_end (begin, self->end, name);
  else if (g_strv_contains (scripts, name))
    {
      self->at = strcmp (name, "script") == 0 ? find_script_end (begin, self->end) : find_end (begin, self->end, name);
      write_script (self, begin, self->at);
    }
  else if (g_strv_contains (verbatim, name))
    {
      self->at = strcmp (name, "xmp") == 0 ? find_end (begin, self->end, name) : self->end;
      write_verbatim (self, begin, self->at);
    }
  else if (g_strv_contains (texts, name))
    {
      self->at = find_end (begin, self->end, name);
      inkan_html_text_write (self->to, begin, self->at, FALSE);
    }
  else
    return;

  /* Written here also when the page ends without it. */
  write_string (self, "</");
  write_string (self, name);
  write_string (self, ">");
  if (self->at < self->end)
    self->at = memchr (self->at, '>', (gsize) (self->end - self->at));
  self->at = self->at != NULL && self->at < self->end ? self->at + 1 : self->end;
  inkan_html_nesting_end (self->nesting, name, self->to);
}

/* Moves behind the name. */
static void
read_name (Tokens *self,
           char    name[INKAN_HTML_NAME_SIZE])
{
  gsize length = 0;

  for (; self->at < self->end && !is_space (*self->at) && *self->at != '/' && *self->at != '>'; self->at++)
    {
      if (length < INKAN_HTML_NAME_SIZE - 1)
        name[length++] = g_ascii_tolower (*self->at);
    }
  name[length] = '\0';
}

static void
write_start_tag (Tokens *self)
{
  const char *begin = self->at;
  char name[INKAN_HTML_NAME_SIZE];
  gsize before = self->to->length;
  InkanHtmlMeaning meaning;
  gsize length;
  int form;

  read_name (self, name);
  length = (gsize) (self->at - begin);
  meaning = inkan_html_nesting_start (self->nesting, name, &form);
  if (meaning == INKAN_HTML_END_SELECT || meaning == INKAN_HTML_ONLY_END)
    {
      write_string (self, "</select>");
      before = self->to->length;
    }

  write_string (self, "<");
  if (strcmp (name, "image") == 0)
    write_string (self, "img");
  else
    inkan_buffer_append (self->to, begin, length);
  if (form >= 0)
    {
      char text[40];

      g_snprintf (text, sizeof text, " " INKAN_HTML_FORM_ATTRIBUTE "=\"%d\"", form);
      write_string (self, text);
    }
  if (!read_attributes (self) || meaning == INKAN_HTML_IGNORE || meaning == INKAN_HTML_ONLY_END ||
      !is_plain_name (begin, length))
    {
      self->to->length = before;
      return;
    }
  write_string (self, ">");
  write_content (self, name);
}

static void
write_end_tag (Tokens *self)
{
  const char *begin = self->at;
  char name[INKAN_HTML_NAME_SIZE];
  gsize before = self->to->length;
  gsize length;

  read_name (self, name);
  length = (gsize) (self->at - begin);
  if (!read_attributes (self))
    {
      self->to->length = before;
      return;
    }
  self->to->length = before;
  if (inkan_html_nesting_end (self->nesting, name, self->to) != INKAN_HTML_KEEP || !is_plain_name (begin, length))
    return;

  /* "</br>" is a line break. */
  write_string (self, strcmp (name, "br") == 0 ? "<" : "</");
  inkan_buffer_append (self->to, begin, length);
  write_string (self, ">");
}

/* Behind the comment; @at stands behind its "<!--". */
static const char *
skip_comment (const char *at,
              const char *end)
{
  if (at < end && *at == '>')
    return at + 1;
  if (end - at >= 2 && at[0] == '-' && at[1] == '>')
    return at + 2;
  for (; at < end && (at = memchr (at, '-', (gsize) (end - at))) != NULL; at++)
    {
      if (g_str_has_prefix (at, "-->"))
        return at + 3;
      if (g_str_has_prefix (at, "--!>"))
        return at + 4;
    }
  return end;
}

/* @self stands at a "<". */
static void
write_markup (Tokens *self)
{
  const char *at = self->at;

  if (g_ascii_isalpha (at[1]))
    {
      self->at++;
      write_start_tag (self);
    }
  else if (at[1] == '/' && g_ascii_isalpha (at[2]))
    {
      self->at += 2;
      write_end_tag (self);
    }
  else if (g_str_has_prefix (at, "<!--"))
    self->at = skip_comment (at + 4, self->end);
  else if (at[1] == '!' || at[1] == '?' || (at[1] == '/' && at[2] != '\0'))
    {
      const char *close = memchr (at, '>', (gsize) (self->end - at));

      self->at = close != NULL ? close + 1 : self->end;
    }
  else
    {
      write_string (self, "&lt;");
      self->at++;
    }
}

gboolean
inkan_html_tokens_write (InkanBuffer *to,
                         const char  *text)
{
  g_autoptr (InkanHtmlNesting) nesting = inkan_html_nesting_new ();
  Tokens self = { to, text, text + strlen (text), nesting, 0, FALSE };

  while (self.at < self.end && !self.too_many)
    {
      const char *next = memchr (self.at, '<', (gsize) (self.end - self.at));

      if (next == NULL)
        next = self.end;
      inkan_html_text_write (to, self.at, next, FALSE);
      self.at = next;
      if (self.at < self.end)
        write_markup (&self);
    }
  return !self.too_many;
}
