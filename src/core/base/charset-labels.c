/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "charset-private.h"

#include <string.h>

/* Encoding standard, 4.2 "Names and labels", plus the names that mail programs
 * use for the Japanese encodings. The encodings behind "replacement" and
 * x-user-defined are left out: nothing that we read is written in them. */
static const InkanCharsetInfo charsets[] = {
  { "UTF-8", NULL, INKAN_CHARSET_UTF8,
    " utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 " },
  { "Shift_JIS", NULL, INKAN_CHARSET_SHIFT_JIS,
    " shift_jis csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis "
    "cp932 windows-932 x-ms-cp932 cswindows31j " },
  { "EUC-JP", NULL, INKAN_CHARSET_EUC_JP,
    " euc-jp cseucpkdfmtjapanese x-euc-jp eucjp x-eucjp eucjp-ms eucjp-win cp51932 " },
  { "ISO-2022-JP", NULL, INKAN_CHARSET_ISO_2022_JP,
    " iso-2022-jp csiso2022jp iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-3 "
    "iso-2022-jp-2004 iso-2022-jp-ms cp50220 cp50221 cp50222 " },
  { "windows-1252", "CP1252", INKAN_CHARSET_SINGLE_BYTE,
    " windows-1252 ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 "
    "iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii x-cp1252 " },
  { "IBM866", "CP866", INKAN_CHARSET_SINGLE_BYTE, " ibm866 866 cp866 csibm866 " },
  { "ISO-8859-2", "ISO-8859-2", INKAN_CHARSET_SINGLE_BYTE,
    " iso-8859-2 csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2 " },
  { "ISO-8859-3", "ISO-8859-3", INKAN_CHARSET_SINGLE_BYTE,
    " iso-8859-3 csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3 " },
  { "ISO-8859-4", "ISO-8859-4", INKAN_CHARSET_SINGLE_BYTE,
    " iso-8859-4 csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4 " },
  { "ISO-8859-5", "ISO-8859-5", INKAN_CHARSET_SINGLE_BYTE,
    " iso-8859-5 csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 "
    "iso_8859-5:1988 " },
  { "ISO-8859-6", "ISO-8859-6", INKAN_CHARSET_SINGLE_BYTE,
    " iso-8859-6 arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e "
    "iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987 " },
  { "ISO-8859-7", "ISO-8859-7", INKAN_CHARSET_SINGLE_BYTE,
    " iso-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 "
    "iso_8859-7 iso_8859-7:1987 sun_eu_greek " },
  { "ISO-8859-8", "ISO-8859-8", INKAN_CHARSET_SINGLE_BYTE,
    " iso-8859-8 csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 "
    "iso_8859-8 iso_8859-8:1988 visual " },
  { "ISO-8859-8-I", "ISO-8859-8", INKAN_CHARSET_SINGLE_BYTE,
    " iso-8859-8-i csiso88598i logical " },
  { "ISO-8859-10", "ISO-8859-10", INKAN_CHARSET_SINGLE_BYTE,
    " iso-8859-10 csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6 " },
  { "ISO-8859-13", "ISO-8859-13", INKAN_CHARSET_SINGLE_BYTE,
    " iso-8859-13 iso8859-13 iso885913 " },
  { "ISO-8859-14", "ISO-8859-14", INKAN_CHARSET_SINGLE_BYTE,
    " iso-8859-14 iso8859-14 iso885914 " },
  { "ISO-8859-15", "ISO-8859-15", INKAN_CHARSET_SINGLE_BYTE,
    " iso-8859-15 csisolatin9 iso8859-15 iso885915 iso_8859-15 l9 " },
  { "ISO-8859-16", "ISO-8859-16", INKAN_CHARSET_SINGLE_BYTE, " iso-8859-16 " },
  { "KOI8-R", "KOI8-R", INKAN_CHARSET_SINGLE_BYTE, " koi8-r cskoi8r koi koi8 koi8_r " },
  { "KOI8-U", "KOI8-U", INKAN_CHARSET_SINGLE_BYTE, " koi8-u koi8-ru " },
  { "macintosh", "MACINTOSH", INKAN_CHARSET_SINGLE_BYTE,
    " macintosh csmacintosh mac x-mac-roman " },
  { "windows-874", "CP874", INKAN_CHARSET_SINGLE_BYTE,
    " windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 " },
  { "windows-1250", "CP1250", INKAN_CHARSET_SINGLE_BYTE, " windows-1250 cp1250 x-cp1250 " },
  { "windows-1251", "CP1251", INKAN_CHARSET_SINGLE_BYTE, " windows-1251 cp1251 x-cp1251 " },
  { "windows-1253", "CP1253", INKAN_CHARSET_SINGLE_BYTE, " windows-1253 cp1253 x-cp1253 " },
  { "windows-1254", "CP1254", INKAN_CHARSET_SINGLE_BYTE,
    " windows-1254 cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 "
    "iso_8859-9:1989 l5 latin5 x-cp1254 " },
  { "windows-1255", "CP1255", INKAN_CHARSET_SINGLE_BYTE, " windows-1255 cp1255 x-cp1255 " },
  { "windows-1256", "CP1256", INKAN_CHARSET_SINGLE_BYTE, " windows-1256 cp1256 x-cp1256 " },
  { "windows-1257", "CP1257", INKAN_CHARSET_SINGLE_BYTE, " windows-1257 cp1257 x-cp1257 " },
  { "windows-1258", "CP1258", INKAN_CHARSET_SINGLE_BYTE, " windows-1258 cp1258 x-cp1258 " },
  { "x-mac-cyrillic", "MAC-CYRILLIC", INKAN_CHARSET_SINGLE_BYTE,
    " x-mac-cyrillic x-mac-ukrainian " },
  { "GBK", "GB18030", INKAN_CHARSET_ICONV,
    " gbk chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk cp936 " },
  { "gb18030", "GB18030", INKAN_CHARSET_ICONV, " gb18030 " },
  { "Big5", "BIG5-HKSCS", INKAN_CHARSET_ICONV,
    " big5 big5-hkscs cn-big5 csbig5 x-x-big5 cp950 " },
  { "EUC-KR", "CP949", INKAN_CHARSET_ICONV,
    " euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 "
    "ksc_5601 windows-949 cp949 " },
  { "UTF-16BE", "UTF-16BE", INKAN_CHARSET_UTF16, " utf-16be unicodefffe " },
  { "UTF-16LE", "UTF-16LE", INKAN_CHARSET_UTF16,
    " utf-16le csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 " },
};

const InkanCharsetInfo *
inkan_charset_info (const char *label)
{
  g_autofree char *lower = NULL;
  g_autofree char *key = NULL;

  if (label == NULL || strlen (label) > 100)
    return NULL;
  lower = g_strstrip (g_ascii_strdown (label, -1));
  if (*lower == '\0' || strpbrk (lower, " \t\r\n\f\v") != NULL)
    return NULL;
  key = g_strdup_printf (" %s ", lower);
  for (gsize i = 0; i < G_N_ELEMENTS (charsets); i++)
    if (strstr (charsets[i].labels, key) != NULL)
      return &charsets[i];
  return NULL;
}
