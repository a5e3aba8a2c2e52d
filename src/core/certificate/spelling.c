/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spelling.h"

#include <string.h>

typedef struct {
  char *data;
  gsize length;
  gsize room;
} Buffer;

static void
append (Buffer *buffer, guint8 octet)
{
  g_assert (buffer->length < buffer->room);
  buffer->data[buffer->length++] = (char) octet;
}

static SecretValue *
finish (Buffer *buffer)
{
  SecretValue *value = secret_value_new (buffer->data, (gssize) buffer->length, "application/octet-stream");

  explicit_bzero (buffer->data, buffer->room);
  g_free (buffer->data);
  return value;
}

/* No spelling needs more than two octets for one of @length, and a NUL of two. */
static Buffer
start (gsize length)
{
  gsize room = 2 * length + 2;

  return (Buffer){ g_malloc (room), 0, room };
}

static SecretValue *
make_twice (const char *text, gsize length)
{
  Buffer buffer = start (length);

  for (gsize i = 0; i < length; i++) {
    guint8 octet = (guint8) text[i];

    if (octet >= 0x80) {
      append (&buffer, 0xc0 | octet >> 6);
      append (&buffer, 0x80 | (octet & 0x3f));
    } else {
      append (&buffer, octet);
    }
  }
  return finish (&buffer);
}

static SecretValue *
make_latin1 (const char *text, gsize length)
{
  Buffer buffer = start (length);

  for (const char *p = text; p < text + length; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c > 0xff) {
      secret_value_unref (finish (&buffer));
      return NULL;
    }
    append (&buffer, (guint8) c);
  }
  return finish (&buffer);
}

static SecretValue *
make_bmp (const char *text, gsize length)
{
  Buffer buffer = start (length);

  for (const char *p = text; p < text + length; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c > 0xffff) {
      guint16 high = 0xd800 + ((c - 0x10000) >> 10);

      append (&buffer, high >> 8);
      append (&buffer, high & 0xff);
      c = 0xdc00 + ((c - 0x10000) & 0x3ff);
    }
    append (&buffer, c >> 8);
    append (&buffer, c & 0xff);
  }
  append (&buffer, 0);
  append (&buffer, 0);
  return finish (&buffer);
}

/*
 * node-forge's HMAC takes the units of UTF-16 for octets, four to a word: what
 * has no room in its octet spills into the one before, or is lost at the first
 * of a word. @bmp: the units, ended by an empty one.
 */
static SecretValue *
make_folded (SecretValue *bmp)
{
  gsize length;
  const guint8 *octets = (const guint8 *) secret_value_get (bmp, &length);
  gsize n_units = length / 2 - 1;
  Buffer buffer = start (n_units);
  gboolean spilled = FALSE;

  for (gsize i = 0; i < n_units; i++) {
    guint8 next = i % 4 != 3 ? octets[2 * (i + 1)] : 0;

    spilled |= octets[2 * i] != 0;
    append (&buffer, octets[2 * i + 1] ^ next);
  }
  if (spilled)
    return finish (&buffer);
  secret_value_unref (finish (&buffer)); /* Latin-1, nothing else */
  return NULL;
}

static gboolean
is_ascii (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((guint8) text[i] >= 0x80)
      return FALSE;
  return TRUE;
}

static void
add (InkanPassphrase *self, InkanSpelling spelling, SecretValue *value)
{
  self->spellings[spelling] = value;
  self->exists[spelling] = value != NULL;
}

/*
 * inkan_passphrase_init:
 * @value: (nullable): UTF-8; anything else is used as it is
 */
void
inkan_passphrase_init (InkanPassphrase *self, SecretValue *value)
{
  const char *text = NULL;
  gsize length = 0;

  *self = (InkanPassphrase){ 0 };
  self->exists[INKAN_SPELLING_GIVEN] = TRUE;
  if (value != NULL) {
    self->spellings[INKAN_SPELLING_GIVEN] = secret_value_ref (value);
    text = secret_value_get (value, &length);
  }
  if (length == 0) {
    self->exists[INKAN_SPELLING_EMPTY] = TRUE;
    if (value == NULL)
      self->spellings[INKAN_SPELLING_EMPTY] = secret_value_new ("", 0, "text/plain");
    return;
  }
  if (!is_ascii (text, length)) {
    add (self, INKAN_SPELLING_TWICE, make_twice (text, length));
    if (g_utf8_validate_len (text, length, NULL))
      add (self, INKAN_SPELLING_LATIN1, make_latin1 (text, length));
  }
  if (g_utf8_validate_len (text, length, NULL)) {
    add (self, INKAN_SPELLING_BMP, make_bmp (text, length));
    add (self, INKAN_SPELLING_FOLDED, make_folded (self->spellings[INKAN_SPELLING_BMP]));
  }
}

void
inkan_passphrase_clear (InkanPassphrase *self)
{
  for (guint i = 0; i < INKAN_N_SPELLINGS; i++)
    g_clear_pointer (&self->spellings[i], secret_value_unref);
}

static gboolean
is_meant_for (InkanSpelling spelling, InkanPassphraseUse use)
{
  switch (spelling) {
  case INKAN_SPELLING_EMPTY:
    return use == INKAN_PASSPHRASE_TEXT; /* no difference in octets */
  case INKAN_SPELLING_LATIN1:
  case INKAN_SPELLING_BMP:
  case INKAN_SPELLING_FOLDED:
    return use == INKAN_PASSPHRASE_OCTETS; /* no difference in text */
  default:
    return TRUE;
  }
}

/*
 * inkan_passphrase_try:
 * @turn: 0, 1, …
 * @spelling: (out): what to try at that turn
 *
 * The one that has fitted before comes first, so that a file costs one
 * derivation for each of its parts.
 *
 * Returns: whether there is one more
 */
gboolean
inkan_passphrase_try (InkanPassphrase *self, InkanPassphraseUse use, guint turn, InkanSpelling *spelling)
{
  *spelling = self->first[use];
  if (turn == 0)
    return TRUE;
  for (guint i = 0; i < INKAN_N_SPELLINGS; i++) {
    if (i == self->first[use] || !self->exists[i] || !is_meant_for (i, use))
      continue;
    if (--turn == 0) {
      *spelling = i;
      return TRUE;
    }
  }
  return FALSE;
}

/* (nullable): the octets, as OpenSSL's functions take a passphrase. */
const char *
inkan_passphrase_get (InkanPassphrase *self, InkanSpelling spelling, int *length)
{
  const char *octets = NULL;
  gsize size = 0;

  if (self->spellings[spelling] != NULL)
    octets = secret_value_get (self->spellings[spelling], &size);
  *length = (int) MIN (size, G_MAXINT);
  return octets;
}
