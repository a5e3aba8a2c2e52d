/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define NOBODY_WAITS " --issue-seconds 0"
#define FOR_EVER " --issue-seconds 3600"

#define STATE(number) "SELECT state FROM certificate WHERE id = " number
#define AGREEMENTS "SELECT count (*) FROM event WHERE kind = 'agreement'"

/**
 * Visitor:
 *
 * A running portal and a person with a browser in front of it. The portal is
 * the real program; everything is asked over its real connection, or read from
 * its files.
 */
typedef struct {
  char         *directory;
  GSubprocess  *process;
  GInputStream *output;  /* the portal's standard output, after the report */
  GKeyFile     *report;
  SoupSession  *browser;
  const char   *language;
} Visitor;

/* What came back. */
typedef struct {
  guint        status;
  SoupMessage *message;
  GBytes      *bytes;
  char        *text;
} Answer;

void     answer_free         (Answer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

char    *visitor_program     (void);

/* @options: separated by blanks */
Visitor *visitor_new         (const char *options);
/* Stops the portal with SIGTERM, proves that it ended well, and removes everything. */
void     visitor_free        (Visitor    *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Visitor, visitor_free)

/* The same directory again. */
void     visitor_start       (Visitor    *self,
                              const char *options);
void     visitor_stop        (Visitor    *self,
                              int         signal);

/* Closes the browser, its connections and its cookies, and opens another one. */
void     visitor_leave       (Visitor    *self);

char    *visitor_get         (Visitor    *self,
                              const char *key);
/* The code of the newest message. (transfer full) */
char    *visitor_code        (Visitor    *self);
guint    visitor_count_mails (Visitor    *self);
/* Removes every message in @folder. */
void     visitor_forget_mails (const char *folder);
/* Waits until there are so many messages. */
void     visitor_await_mails (Visitor    *self,
                              guint       count);

SoupMessage *visitor_message (Visitor    *self,
                              const char *method,
                              const char *path,
                              const char *form);
Answer  *visitor_ask         (Visitor    *self,
                              const char *path);
/* @form: in the encoding of a form already */
Answer  *visitor_post        (Visitor    *self,
                              const char *path,
                              const char *form);
/* Like visitor_post(), but it may fail. */
Answer  *visitor_try         (Visitor    *self,
                              const char *path,
                              const char *form,
                              GError    **error);

/* Identifies; NULL: what is right. The answer to that, not followed further. */
Answer  *visitor_identify    (Visitor    *self,
                              const char *address,
                              const char *password,
                              const char *code);
/* Identifies with what is right. */
void     visitor_sign_in     (Visitor    *self);
/* The form that agrees to certificate @number, from its page. (transfer full) */
char    *visitor_agreement   (Visitor    *self,
                              int         number);
Answer  *visitor_agree       (Visitor    *self,
                              int         number);
/* Identifies with what is right and agrees. */
Answer  *visitor_fetch       (Visitor    *self,
                              int         number);
Answer  *visitor_reissue     (Visitor    *self,
                              const char *password,
                              const char *service);

/* The one value that a query of the portal's database gives. (transfer full) */
char    *visitor_query       (Visitor    *self,
                              const char *sql);
/* Waits until a query gives that value, asking the portal for a page in between. */
void     visitor_await       (Visitor    *self,
                              const char *sql,
                              const char *value);

/* Proves what a query gives. */
void     visitor_check       (Visitor    *self,
                              const char *sql,
                              const char *value);
/* Proves that the log has such a line, now and not only soon. */
void     visitor_check_log   (Visitor    *self,
                              const char *line);
/* Proves that the answer is a good file of that name. */
void     visitor_check_file  (Visitor    *self,
                              Answer     *answer,
                              const char *name,
                              gboolean    legacy);

/* An answer that comes while other things happen. */
typedef struct {
  GBytes   *bytes; /* (nullable) */
  GError   *error; /* (nullable) */
  gboolean  done;
} Later;

Later   *later_new           (Visitor      *visitor,
                              SoupMessage  *message,
                              GCancellable *cancellable);
/* After it is done. */
void     later_free          (Later        *later);
void     later_wait          (Later        *later);
gboolean later_has           (Later        *later,
                              const char   *id);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Later, later_free)

const char *answer_header    (Answer     *answer,
                              const char *name);
gboolean answer_has          (Answer     *answer,
                              const char *id);
/* The hidden token of a page. (transfer full) */
char    *answer_token        (Answer     *answer);

/* Proves with the openssl program that @file opens and holds key and three certificates. @arguments: further. */
void     check_p12           (GBytes     *file,
                              const char *password,
                              gboolean    legacy);

G_END_DECLS
