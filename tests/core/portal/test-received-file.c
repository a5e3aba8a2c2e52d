/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/portal/content-disposition.h"

#include "core/portal/pkcs12-shape.h"

#include <string.h>

typedef struct {
  const char *header; /* (nullable) */
  const char *name;   /* (nullable) */
} Case;

static const Case cases[] = {
  { NULL, NULL },
  { "", NULL },
  { "attachment", NULL },
  { "inline; filename=\"\"", NULL },
  { "attachment; filename=\"taro.p12\"", "taro.p12" },
  { "attachment; filename=taro.p12", "taro.p12" },
  { "ATTACHMENT;FileName=taro.p12;size=3", "taro.p12" },
  /* EJBCA, PHPki: without a disposition type */
  { "filename=\"USER.p12\"", "USER.p12" },
  { "filename=\"NAME (taro@inkan.example).p12\"", "NAME (taro@inkan.example).p12" },
  { "filename=NAME (taro@inkan.example).p12", "NAME (taro@inkan.example).p12" },
  { "attachment; filename=\"a \\\"b\\\" c.p12\"", "a \"b\" c.p12" },
  { "attachment; filename=\"C:\\keys\\taro.p12\"", "C:\\keys\\taro.p12" },
  { "attachment; filename=\"a;b.p12\"; size=1", "a;b.p12" },
  { "attachment; filename=\"not closed.p12", "not closed.p12" },
  /* RFC 8187 */
  { "attachment; filename=\"plain.p12\"; filename*=UTF-8''%E8%A8%BC%E6%98%8E%E6%9B%B8.p12", "証明書.p12" },
  { "attachment; filename*=utf-8'ja'%E8%A8%BC.p12; filename=plain.p12", "証.p12" },
  { "attachment; filename*=Shift_JIS''%8F%D8%96%BE%8F%91.p12", "証明書.p12" },
  { "attachment; filename*=iso-8859-1''%A3.p12", "£.p12" },
  { "attachment; filename*=nonsense''%E8%A8%BC.p12", "証.p12" },
  { "attachment; filename*=%E8%A8%BC.p12", "証.p12" },
  /* a backslash before an extended name, Latin-1 in it, two names, the first counts */
  { "attachment; filename*=ISO-8859-1''M%FCller.p12", "Müller.p12" },
  { "attachment; filename=\"one.p12\"; filename=\"two.p12\"", "one.p12" },
  /* RFC 2231: in pieces */
  { "attachment; filename*0=\"taro-\"; filename*1=\"yamada.p12\"", "taro-yamada.p12" },
  { "attachment; filename*0*=UTF-8''%E8%A8%BC; filename*1*=%E6%98%8E; filename*2=\" 1.p12\"", "証明 1.p12" },
  { "attachment; filename*1*=%E6%98%8E.p12; filename*0*=UTF-8''%E8%A8%BC", "証明.p12" },
  { "attachment; filename*0*=UTF-8''%E8%A8; filename*1*=%BC.p12; filename=plain.p12", "証.p12" },
  { "attachment; filename*0=\"a\"; filename*2=\"c\"", "a" },
  { "attachment; filename*1=\"b\"; filename=plain.p12", "plain.p12" },
  { "attachment; filename*99999999999=\"b\"; filename*x=\"y\"", NULL },
  /* RFC 2047, where it does not belong */
  { "attachment; filename=\"=?UTF-8?B?6Ki85piO5pu4LnAxMg==?=\"", "証明書.p12" },
  { "attachment; filename=\"=?ISO-2022-JP?B?GyRCPlpMQD1xGyhCLnAxMg==?=\"", "証明書.p12" },
  { "attachment; filename=\"=?utf-8?Q?taro_=E8=A8=BC.p12?=\"", "taro 証.p12" },
  { "attachment; filename=\"=?utf-8?Q?a?= =?utf-8?Q?b.p12?=\"", "ab.p12" },
  { "attachment; filename=\"=?utf-8?X?a?=\"", "=?utf-8?X?a?=" },
  { "attachment; filename=\"=?utf-8\"", "=?utf-8" },
  /* percent escapes in a plain name */
  { "attachment; filename=\"%E8%A8%BC.p12\"", "証.p12" },
  { "attachment; filename=\"100%.p12\"", "100%.p12" },
  /* raw bytes */
  { "attachment; filename=\"\xE8\xA8\xBC\xE6\x98\x8E\xE6\x9B\xB8.p12\"", "証明書.p12" },
  { "attachment; filename=\"\x8F\xD8\x96\xBE\x8F\x91.p12\"", "証明書.p12" },
  { "attachment; filename=\"\xBE\xDA\xCC\xC0\xBD\xF1.p12\"", "証明書.p12" },
  { "attachment; filename=\"\uFFFD\u0625\uFFFD.p12\"", NULL },
  /* from the type */
  { "application/octet-stream; name=\"taro.p12\"", "taro.p12" },
  { "application/x-pkcs12", NULL },
  /* what keeping a name safe is not the business of */
  { "attachment; filename=\"../../.bashrc\"", "../../.bashrc" },
  { "attachment; filename=\"%00a\"", "%00a" },
};

static void
test_names (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = inkan_content_disposition_get_name (cases[i].header);
      g_autofree char *shown = cases[i].header != NULL ? g_strescape (cases[i].header, NULL) : NULL;

      g_test_message ("%s", shown != NULL ? shown : "none");
      g_assert_cmpstr (name, ==, cases[i].name);
      g_assert_true (name == NULL || g_utf8_validate (name, -1, NULL));
    }
}

/* Whatever a header is, what comes out of it is text. */
static void
test_noise (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      static const char alphabet[] = "filename*=\"';\\%E8A=?utf-8?Bq \x8f\xd8\xe6\xff\x1b$";
      char header[48];
      g_autofree char *text = NULL;
      g_autofree char *name = NULL;
      gsize length = (gsize) g_test_rand_int_range (0, sizeof header);

      for (gsize j = 0; j < length; j++)
        header[j] = alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)];
      text = g_strdup_printf ("a; filename%s=%.*s", i % 2 != 0 ? "*" : "", (int) length, header);
      name = inkan_content_disposition_get_name (text);
      g_assert_true (name == NULL || g_utf8_validate (name, -1, NULL));
    }
}

typedef struct {
  const char *label;
  const char *bytes;
  gsize size;
  InkanShape shape;
  gsize length;
} Shape;

#define BYTES(text) text, sizeof text - 1
#define DATA_OID "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01"
#define SIGNED_OID "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02"
#define OTHER_OID "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x03"

static const Shape shapes[] = {
  { "empty", BYTES (""), INKAN_SHAPE_OTHER, 0 },
  { "page", BYTES ("<html>"), INKAN_SHAPE_OTHER, 0 },
  { "digit", BYTES ("0 is the first character"), INKAN_SHAPE_TRUNCATED, 0 },
  { "data", BYTES ("\x30\x10\x02\x01\x03\x30\x0B" DATA_OID), INKAN_SHAPE_PKCS12, 18 },
  { "signed", BYTES ("\x30\x10\x02\x01\x03\x30\x0B" SIGNED_OID), INKAN_SHAPE_PKCS12, 18 },
  { "other content", BYTES ("\x30\x10\x02\x01\x03\x30\x0B" OTHER_OID), INKAN_SHAPE_FOREIGN, 18 },
  { "other version", BYTES ("\x30\x10\x02\x01\x02\x30\x0B" DATA_OID), INKAN_SHAPE_FOREIGN, 18 },
  { "long length", BYTES ("\x30\x82\x00\x10\x02\x01\x03\x30\x0B" DATA_OID), INKAN_SHAPE_PKCS12, 20 },
  { "a byte short", BYTES ("\x30\x11\x02\x01\x03\x30\x0B" DATA_OID), INKAN_SHAPE_TRUNCATED, 0 },
  { "nothing but a tag", BYTES ("\x30"), INKAN_SHAPE_TRUNCATED, 0 },
  { "half a length", BYTES ("\x30\x82\x01"), INKAN_SHAPE_TRUNCATED, 0 },
  { "length of eight octets", BYTES ("\x30\x88\x01\x01\x01\x01\x01\x01\x01\x01"), INKAN_SHAPE_OTHER, 0 },
  { "eight bytes behind", BYTES ("\x30\x10\x02\x01\x03\x30\x0B" DATA_OID "12345678"), INKAN_SHAPE_PKCS12, 18 },
  { "a page behind", BYTES ("\x30\x10\x02\x01\x03\x30\x0B" DATA_OID
                            "<html>0123456789012345678901234567890123456789012345678901234567890123456789"),
    INKAN_SHAPE_FOREIGN, 18 },
  { "indefinite", BYTES ("\x30\x80\x02\x01\x03\x30\x80" DATA_OID "\0\0\0\0"), INKAN_SHAPE_PKCS12, 22 },
  { "indefinite, not ended", BYTES ("\x30\x80\x02\x01\x03\x30\x80" DATA_OID "\0\0"), INKAN_SHAPE_TRUNCATED, 0 },
  { "indefinite without end", BYTES ("\x30\x80\x30\x80\x30\x80\x30\x80"), INKAN_SHAPE_TRUNCATED, 0 },
};

static void
test_shapes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree guint8 *copy = g_memdup2 (shapes[i].bytes, shapes[i].size);
      g_autoptr (GBytes) bytes = g_bytes_new (copy, shapes[i].size);
      gsize length;

      g_test_message ("%s", shapes[i].label);
      g_assert_cmpint (inkan_pkcs12_shape (bytes, &length), ==, shapes[i].shape);
      g_assert_cmpuint (length, ==, shapes[i].length);
    }
}

static void
test_nesting (void)
{
  g_autoptr (GByteArray) array = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  gsize length;

  for (guint i = 0; i < 500000; i++)
    g_byte_array_append (array, (const guint8 *) "\x30\x80", 2);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&array));
  g_assert_cmpint (inkan_pkcs12_shape (bytes, &length), ==, INKAN_SHAPE_OTHER);
}

/* Every file that opens somewhere is recognised. */
static void
test_corpus (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("INKAN_SOURCE_ROOT"), "..", "shared", "corpus", "p12", NULL);
  g_autofree char *path = g_build_filename (folder, "manifest.tsv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("no corpus");
      return;
    }

  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) columns = g_strsplit (lines[i], "\t", -1);
      g_autofree char *file = NULL;
      g_autofree char *data = NULL;
      g_autoptr (GBytes) bytes = NULL;
      gsize size;
      gsize length;

      if (g_strv_length (columns) < 3 || strcmp (columns[2], "ok") != 0)
        continue;
      file = g_build_filename (folder, columns[0], NULL);
      g_assert_true (g_file_get_contents (file, &data, &size, NULL));
      bytes = g_bytes_new_take (g_steal_pointer (&data), size);
      if (inkan_pkcs12_shape (bytes, &length) != INKAN_SHAPE_PKCS12)
        {
          g_test_message ("%s is not recognised", columns[0]);
          g_test_fail ();
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/content-disposition/names", test_names);
  g_test_add_func ("/content-disposition/noise", test_noise);
  g_test_add_func ("/pkcs12-shape/shapes", test_shapes);
  g_test_add_func ("/pkcs12-shape/nesting", test_nesting);
  g_test_add_func ("/pkcs12-shape/corpus", test_corpus);
  return g_test_run ();
}
