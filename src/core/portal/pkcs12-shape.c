/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pkcs12-shape.h"

#include <string.h>

#define MAX_DEPTH 64

/* Some writers leave a few bytes behind the value; more is something else. */
#define MAX_TRAILING 64

#define TAG_INTEGER 0x02
#define TAG_OBJECT 0x06
#define TAG_SEQUENCE 0x30

typedef enum {
  WALK_OK,
  WALK_SHORT,
  WALK_WRONG,
} Walk;

typedef struct {
  guint8 tag;
  gboolean indefinite;
  const guint8 *content;
  gsize length; /* of the content, when definite */
} Header;

static Walk
read_header (const guint8 *at,
             const guint8 *end,
             Header       *header)
{
  gsize n_octets;

  if (end - at < 2)
    return WALK_SHORT;
  header->tag = *at++;
  if ((header->tag & 0x1F) == 0x1F)
    return WALK_WRONG;

  header->indefinite = *at == 0x80;
  header->length = 0;
  if (*at < 0x80)
    header->length = *at++;
  else
    {
      n_octets = *at++ & 0x7F;
      if (n_octets > 4)
        return WALK_WRONG;
      if ((gsize) (end - at) < n_octets)
        return WALK_SHORT;
      while (n_octets-- > 0)
        header->length = header->length << 8 | *at++;
    }
  header->content = at;
  return WALK_OK;
}

/* Where the value that begins at @at ends. */
static Walk
skip_value (const guint8  *at,
            const guint8  *end,
            guint          depth,
            const guint8 **after)
{
  Header header;
  Walk walk = read_header (at, end, &header);

  if (walk != WALK_OK)
    return walk;
  if (!header.indefinite)
    {
      if ((gsize) (end - header.content) < header.length)
        return WALK_SHORT;
      *after = header.content + header.length;
      return WALK_OK;
    }

  /* BER's indefinite length, as some writers still use it. */
  if (depth >= MAX_DEPTH || (header.tag & 0x20) == 0)
    return WALK_WRONG;
  at = header.content;
  for (;;)
    {
      if (end - at < 2)
        return WALK_SHORT;
      if (at[0] == 0 && at[1] == 0)
        {
          *after = at + 2;
          return WALK_OK;
        }
      walk = skip_value (at, end, depth + 1, &at);
      if (walk != WALK_OK)
        return walk;
    }
}

/* SEQUENCE { INTEGER 3, SEQUENCE { OBJECT pkcs7-data or -signedData … */
static gboolean
is_pfx (const guint8 *at,
        const guint8 *end)
{
  static const guint8 pkcs7[] = { 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07 };
  Header header;

  if (read_header (at, end, &header) != WALK_OK || header.tag != TAG_SEQUENCE)
    return FALSE;
  at = header.content;
  if (read_header (at, end, &header) != WALK_OK || header.tag != TAG_INTEGER || header.length != 1 ||
      end - header.content < 1 || *header.content != 3)
    return FALSE;
  at = header.content + 1;
  if (read_header (at, end, &header) != WALK_OK || header.tag != TAG_SEQUENCE)
    return FALSE;
  at = header.content;
  return read_header (at, end, &header) == WALK_OK && header.tag == TAG_OBJECT && header.length == sizeof pkcs7 + 1 &&
         (gsize) (end - header.content) > sizeof pkcs7 && memcmp (header.content, pkcs7, sizeof pkcs7) == 0 &&
         (header.content[sizeof pkcs7] == 1 || header.content[sizeof pkcs7] == 2);
}

InkanShape
inkan_pkcs12_shape (GBytes *bytes,
                    gsize  *length)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  const guint8 *after = NULL;

  *length = 0;
  if (size == 0 || data[0] != TAG_SEQUENCE)
    return INKAN_SHAPE_OTHER;

  switch (skip_value (data, data + size, 0, &after))
    {
    case WALK_SHORT:
      return INKAN_SHAPE_TRUNCATED;
    case WALK_WRONG:
      return INKAN_SHAPE_OTHER;
    case WALK_OK:
    default:
      break;
    }

  *length = after - data;
  if (size - *length > MAX_TRAILING || !is_pfx (data, after))
    return INKAN_SHAPE_FOREIGN;
  return INKAN_SHAPE_PKCS12;
}
