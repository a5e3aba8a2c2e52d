/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form-values.h"

#include "web-page.h"

#include <math.h>
#include <string.h>

/* "valid floating-point number" */
static gboolean
is_number (const char *text,
           double     *number)
{
  const char *at = text + (*text == '-' ? 1 : 0);
  const char *digits = at;

  at += strspn (at, "0123456789");
  if (*at == '.')
    {
      at++;
      digits = at;
      at += strspn (at, "0123456789");
    }
  if (at == digits)
    return FALSE;
  if (*at == 'e' || *at == 'E')
    {
      at += at[1] == '-' || at[1] == '+' ? 2 : 1;
      digits = at;
      at += strspn (at, "0123456789");
      if (at == digits)
        return FALSE;
    }
  *number = g_ascii_strtod (text, NULL);
  return *at == '\0' && isfinite (*number);
}

static double
number_attribute (xmlNodePtr  control,
                  const char *name,
                  double      otherwise)
{
  const char *text = inkan_node_attribute (control, name);
  double number;

  return text != NULL && is_number (text, &number) ? number : otherwise;
}

/* WHATWG HTML, "Range state": between the ends, and on a step */
static char *
range_value (xmlNodePtr  control,
             const char *text)
{
  const char *step_text = inkan_node_attribute (control, "step");
  double min = number_attribute (control, "min", 0);
  double max = number_attribute (control, "max", 100);
  double step = number_attribute (control, "step", 1);
  double base = number_attribute (control, "min", number_attribute (control, "value", 0));
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double number;

  if (!is_number (text, &number))
    number = max < min ? min : min + (max - min) / 2;
  number = CLAMP (number, min, MAX (min, max));
  if (step <= 0)
    step = 1;
  if (step_text == NULL || g_ascii_strcasecmp (step_text, "any") != 0)
    {
      number = base + floor ((number - base) / step + 0.5) * step;
      if (number > max && number - step >= min)
        number -= step;
      number = number < min ? number + step : number;
    }
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.15g", number == 0 ? 0 : number));
}

/* Exactly @length digits; moves behind them, and behind @after. */
static gboolean
take_digits (const char **text,
             gsize        length,
             char         after,
             int         *number)
{
  *number = 0;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit ((*text)[i]))
        return FALSE;
      *number = *number * 10 + ((*text)[i] - '0');
    }
  *text += length;
  if (after == '\0')
    return TRUE;
  return *(*text)++ == after;
}

/* "valid year string", as far as browsers count */
static gboolean
take_year (const char **text,
           int         *year)
{
  gsize length = strspn (*text, "0123456789");

  return length >= 4 && length <= 6 && take_digits (text, length, '-', year) && *year >= 1 && *year <= 275760;
}

static gboolean
take_month (const char **text,
            int         *year,
            int         *month)
{
  return take_year (text, year) && take_digits (text, 2, '\0', month) && *month >= 1 && *month <= 12 &&
         (*year < 275760 || *month <= 9);
}

static int
days_of_month (int year,
               int month)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

  return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

static gboolean
take_date (const char **text)
{
  int year;
  int month;
  int day;

  if (!take_month (text, &year, &month) || *(*text)++ != '-' || !take_digits (text, 2, '\0', &day))
    return FALSE;
  return day >= 1 && day <= days_of_month (year, month) && (year < 275760 || month < 9 || day <= 13);
}

static gboolean
is_week (const char *text)
{
  int year;
  int week;
  int first;

  if (!take_year (&text, &year) || *text++ != 'W' || !take_digits (&text, 2, '\0', &week) || *text != '\0')
    return FALSE;
  /* The weekday of its first of January: a year that begins with a Thursday has
   * 53 weeks, a leap year also when it begins with a Wednesday. */
  first = (1 + 5 * ((year - 1) % 4) + 4 * ((year - 1) % 100) + 6 * ((year - 1) % 400)) % 7;
  return week >= 1 && week <= (first == 4 || (first == 3 && days_of_month (year, 2) == 29) ? 53 : 52);
}

static gboolean
is_time (const char *text)
{
  int hour;
  int minute;
  int second;
  gsize length;

  if (!take_digits (&text, 2, ':', &hour) || !take_digits (&text, 2, '\0', &minute) || hour > 23 || minute > 59)
    return FALSE;
  if (*text == '\0')
    return TRUE;
  if (*text++ != ':' || !take_digits (&text, 2, '\0', &second) || second > 59)
    return FALSE;
  if (*text == '\0')
    return TRUE;
  if (*text++ != '.')
    return FALSE;
  length = strspn (text, "0123456789");
  return length >= 1 && length <= 3 && text[length] == '\0';
}

/* Normalised: a "T" between, no seconds that are none. */
static gboolean
normalise_local_time (char *text)
{
  const char *after = text;
  char *time;
  gsize length;

  if (!take_date (&after) || (*after != 'T' && *after != ' ') || !is_time (after + 1))
    return FALSE;
  time = text + (after - text);
  *time++ = 'T';
  length = strlen (time);
  if (length > strlen ("00:00:00"))
    {
      while (time[length - 1] == '0')
        length--;
      if (time[length - 1] == '.')
        length--;
    }
  if (length == strlen ("00:00:00") && strncmp (time + 5, ":00", 3) == 0)
    length -= 3;
  time[length] = '\0';
  return TRUE;
}

static gboolean
is_valid (const char *type,
          char       *value)
{
  const char *at = value;
  double number;
  int year;
  int month;

  if (strcmp (type, "number") == 0)
    return is_number (value, &number);
  if (strcmp (type, "date") == 0)
    return take_date (&at) && *at == '\0';
  if (strcmp (type, "month") == 0)
    return take_month (&at, &year, &month) && *at == '\0';
  if (strcmp (type, "week") == 0)
    return is_week (value);
  if (strcmp (type, "time") == 0)
    return is_time (value);
  if (strcmp (type, "datetime-local") == 0)
    return normalise_local_time (value);
  return TRUE;
}

static char *
colour_value (const char *text)
{
  g_autofree char *colour = g_strstrip (g_ascii_strdown (text, -1));
  gsize length = strspn (colour + (*colour == '#'), "0123456789abcdef");

  if (*colour != '#' || colour[1 + length] != '\0' || (length != 3 && length != 4 && length != 6 && length != 8))
    return g_strdup ("#000000");
  if (length > 4)
    return g_strndup (colour, 7);
  return g_strdup_printf ("#%c%c%c%c%c%c", colour[1], colour[1], colour[2], colour[2], colour[3], colour[3]);
}

static char *
addresses_value (const char *text)
{
  g_auto (GStrv) addresses = g_strsplit (text, ",", -1);

  for (gsize i = 0; addresses[i] != NULL; i++)
    g_strstrip (addresses[i]);
  return g_strjoinv (",", addresses);
}

static char *
without_newlines (const char *text)
{
  char *line = g_malloc (strlen (text) + 1);
  char *to = line;

  for (; *text != '\0'; text++)
    {
      if (*text != '\n' && *text != '\r')
        *to++ = *text;
    }
  *to = '\0';
  return line;
}

char *
inkan_value_sanitise (xmlNodePtr  control,
                      const char *type,
                      const char *text)
{
  char *value;

  if (strcmp (type, "range") == 0)
    return range_value (control, text);
  if (strcmp (type, "color") == 0)
    return colour_value (text);

  value = without_newlines (text);
  if (strcmp (type, "email") == 0 && inkan_node_attribute (control, "multiple") != NULL)
    {
      char *addresses = addresses_value (value);

      g_free (value);
      return addresses;
    }
  if (strcmp (type, "email") == 0 || strcmp (type, "url") == 0)
    return g_strstrip (value);
  if (!is_valid (type, value))
    *value = '\0';
  return value;
}

/* By the first letter that has a direction; %NULL: none has. */
static const char *
direction_of_text (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);
      GUnicodeScript script = g_unichar_get_script (c);

      if (!g_unichar_isalpha (c))
        continue;
      return script == G_UNICODE_SCRIPT_HEBREW || script == G_UNICODE_SCRIPT_ARABIC ||
             script == G_UNICODE_SCRIPT_SYRIAC || script == G_UNICODE_SCRIPT_THAANA ||
             script == G_UNICODE_SCRIPT_NKO ? "rtl" : "ltr";
    }
  return NULL;
}

const char *
inkan_value_direction (xmlNodePtr  control,
                       const char *type,
                       const char *value)
{
  const char *direction = NULL;

  for (xmlNodePtr node = control; direction == NULL && node != NULL; node = node->parent)
    {
      const char *dir = inkan_node_attribute (node, "dir");

      if (dir != NULL && (g_ascii_strcasecmp (dir, "rtl") == 0 || g_ascii_strcasecmp (dir, "ltr") == 0))
        return g_ascii_strcasecmp (dir, "rtl") == 0 ? "rtl" : "ltr";
      if (dir != NULL && g_ascii_strcasecmp (dir, "auto") == 0 && node == control)
        return (direction = direction_of_text (value)) != NULL ? direction : "ltr";
      if (dir != NULL && g_ascii_strcasecmp (dir, "auto") == 0)
        {
          g_autofree char *text = inkan_node_text (node, FALSE);

          return (direction = direction_of_text (text)) != NULL ? direction : "ltr";
        }
      /* A telephone number does not follow the text around it. */
      if (node == control && strcmp (type, "tel") == 0)
        return "ltr";
    }
  return "ltr";
}
