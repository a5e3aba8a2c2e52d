/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/portal/definition.h"

#include "authority.h"

#include <glib/gstdio.h>
#include <string.h>

static char *directory;

static const char good[] =
  "[Portal]\nId=good-1\nName=Good portal\nName[ja]=良い\nOrigin=HTTPS://Portal.Example/\nStart=/service/download?x=1\n"
  "Hosts=files.example;other.example:8443;\nIssueTimeout=120\nPractice=true\n"
  "[Mail]\nSubject=証明書取得\nCode=code: (\\\\w+)\nSenderDomain=portal.example\n"
  "[Identity]\nFields=user;pin;extra\nForm=//form[@id='f']\nRefused=//p[contains(., 'wrong')]\n"
  "[Field extra]\nLabel=Extra\nLabel[ja]=追加\nHidden=true\nPattern=[0-9]{4}\nControl=//input[3]\n"
  "[Field pin]\nHidden=false\n"
  "[Offers]\nRows=//tr\n[Agreement]\nButton=//button\n"
  "[Delivery]\nKind=poll\nPassphrase=field:pin\nReissueNeeded=//*[@id='r']\n"
  "[Links]\nReissue=/reissue\nHelp=https://help.example/a b\nHelp[ja]=/ja/help\nContact=mailto:help@portal.example\n";

static InkanPortalDefinition *
load (const char  *text,
      GError     **error)
{
  g_autofree char *path = g_build_filename (directory, "test.portal", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return inkan_portal_definition_load (file, error);
}

static void
test_good (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (InkanPortalDefinition) definition = load (good, &error);
  const InkanField *fields;
  gsize n_fields;

  g_assert_no_error (error);
  g_assert_cmpstr (inkan_portal_definition_get_id (definition), ==, "good-1");
  g_assert_cmpstr (inkan_portal_definition_get_name (definition), ==, "Good portal");
  g_assert_cmpstr (inkan_portal_definition_get_origin (definition), ==, "https://portal.example");
  g_assert_cmpstr (inkan_portal_definition_get_host (definition), ==, "portal.example");
  g_assert_cmpstr (inkan_portal_definition_get_start (definition), ==, "https://portal.example/service/download?x=1");
  g_assert_cmpstr (inkan_portal_definition_get_hosts (definition)[2], ==, "other.example:8443");
  g_assert_null (inkan_portal_definition_get_hosts (definition)[3]);
  g_assert_cmpuint (inkan_portal_definition_get_issue_timeout (definition), ==, 120);
  g_assert_true (inkan_portal_definition_get_practice (definition));
  g_assert_cmpstr (inkan_portal_definition_get_subject_pattern (definition), ==, "証明書取得");
  g_assert_cmpstr (inkan_portal_definition_get_code_pattern (definition), ==, "code: (\\w+)");
  g_assert_cmpstr (inkan_portal_definition_get_sender_domain (definition), ==, "portal.example");
  g_assert_cmpstr (inkan_portal_definition_get_xpath (definition, "Identity", "Form"), ==, "//form[@id='f']");
  g_assert_null (inkan_portal_definition_get_xpath (definition, "Identity", "Submit"));
  g_assert_null (inkan_portal_definition_get_trust_anchor (definition));

  fields = inkan_portal_definition_get_fields (definition, &n_fields);
  g_assert_cmpuint (n_fields, ==, 3);
  g_assert_cmpint (fields[0].kind, ==, INKAN_FIELD_USER);
  g_assert_false (fields[0].hidden);
  g_assert_cmpint (fields[1].kind, ==, INKAN_FIELD_PIN);
  g_assert_false (fields[1].hidden);
  g_assert_cmpint (fields[2].kind, ==, INKAN_FIELD_TEXT);
  g_assert_true (fields[2].hidden);
  g_assert_cmpstr (fields[2].label, ==, "Extra");
  g_assert_cmpstr (fields[2].pattern, ==, "[0-9]{4}");
  g_assert_true (inkan_portal_definition_find_field (definition, "extra") == &fields[2]);
  g_assert_null (inkan_portal_definition_find_field (definition, "email"));

  g_assert_cmpint (inkan_portal_definition_get_passphrase_source (definition), ==, INKAN_PASSPHRASE_FIELD);
  g_assert_cmpstr (inkan_portal_definition_get_passphrase_field (definition), ==, "pin");
  g_assert_cmpstr (inkan_portal_definition_get_link (definition, INKAN_LINK_REISSUE), ==, "https://portal.example/reissue");
  g_assert_cmpstr (inkan_portal_definition_get_link (definition, INKAN_LINK_HELP), ==, "https://help.example/a%20b");
  g_assert_cmpstr (inkan_portal_definition_get_link (definition, INKAN_LINK_CONTACT), ==, "mailto:help@portal.example");
  g_assert_null (inkan_portal_definition_get_link (definition, INKAN_LINK_INSTALLATION));
}

static void
test_defaults (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (InkanPortalDefinition) definition =
    load ("[Portal]\nId=a\nName=A\nOrigin=http://127.0.0.1:8080\nStart=go\n", &error);
  const InkanField *fields;
  gsize n_fields;

  g_assert_no_error (error);
  fields = inkan_portal_definition_get_fields (definition, &n_fields);
  g_assert_cmpuint (n_fields, ==, 3);
  g_assert_cmpint (fields[0].kind, ==, INKAN_FIELD_EMAIL);
  g_assert_cmpint (fields[1].kind, ==, INKAN_FIELD_PASSWORD);
  g_assert_true (fields[1].hidden);
  g_assert_cmpint (fields[2].kind, ==, INKAN_FIELD_CODE);
  g_assert_false (fields[2].hidden);
  g_assert_cmpuint (inkan_portal_definition_get_issue_timeout (definition), ==, 600);
  g_assert_cmpint (inkan_portal_definition_get_passphrase_source (definition), ==, INKAN_PASSPHRASE_ASK);
  g_assert_cmpstr (inkan_portal_definition_get_start (definition), ==, "http://127.0.0.1:8080/go");
  g_assert_false (inkan_portal_definition_get_practice (definition));
}

static void
test_http (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (InkanPortalDefinition) definition =
    load ("[Portal]\nId=a\nName=A\nOrigin=https://a.example\nStart=/\n"
          "[Identity]\nMethod=http\nFields=secret;name\nUser=name\nPassword=secret\n"
          "[Agreement]\nPassphrase=//input[@name='p']\n[Delivery]\nPassphrase=chosen\n", &error);

  g_assert_no_error (error);
  g_assert_cmpint (inkan_portal_definition_get_passphrase_source (definition), ==, INKAN_PASSPHRASE_CHOSEN);
  g_assert_cmpstr (inkan_portal_definition_get_xpath (definition, "Agreement", "Passphrase"), ==, "//input[@name='p']");

  g_clear_object (&definition);
  definition = load ("[Portal]\nId=a\nName=A\nOrigin=https://a.example\nStart=/\n"
                     "[Identity]\nMethod=http\nFields=email;pin\n", &error);
  g_assert_no_error (error);
}

static void
test_hosts (void)
{
  static const struct {
    const char *host;
    gboolean known;
  } cases[] = {
    { "portal.example", TRUE },     { "PORTAL.example", TRUE },       { "portal.example:443", TRUE },
    { "portal.example:80", FALSE }, { "files.example", TRUE },        { "other.example:8443", TRUE },
    { "other.example", FALSE },     { "www.portal.example", FALSE },  { "portal.example.evil.example", FALSE },
    { "", FALSE },                  { "a@portal.example", FALSE },    { "evil.example/portal.example", FALSE },
  };
  g_autoptr (InkanPortalDefinition) definition = load (good, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].host);
      g_assert_cmpint (inkan_portal_definition_knows_host (definition, cases[i].host), ==, cases[i].known);
    }
}

/* Each is the smallest good definition with one thing wrong in it. */
typedef struct {
  const char *label;
  const char *portal; /* keys that replace or join the good ones */
  const char *groups;
  const char *where;  /* that the message must name: "[Group] Key: " */
} Mistake;

#define BASE "Id=a\nName=A\nOrigin=https://a.example\nStart=/\n"

static const Mistake mistakes[] = {
  { "no id", "Name=A\nOrigin=https://a.example\nStart=/\n", "", "[Portal] Id: is missing" },
  { "no name", "Id=a\nOrigin=https://a.example\nStart=/\n", "", "[Portal] Name: is missing" },
  { "no origin", "Id=a\nName=A\nStart=/\n", "", "[Portal] Origin: is missing" },
  { "no start", "Id=a\nName=A\nOrigin=https://a.example\n", "", "[Portal] Start: is missing" },
  { "empty name", "Id=a\nName= \nOrigin=https://a.example\nStart=/\n", "", "[Portal] Name: is empty" },
  { "id with a blank", "Id=a b\nName=A\nOrigin=https://a.example\nStart=/\n", "", "[Portal] Id: " },
  { "id that climbs", "Id=../a\nName=A\nOrigin=https://a.example\nStart=/\n", "", "[Portal] Id: " },
  { "http", "Id=a\nName=A\nOrigin=http://a.example\nStart=/\n", "", "[Portal] Origin: http is allowed" },
  { "http, nearly loopback", "Id=a\nName=A\nOrigin=http://127.0.0.1.a.example\nStart=/\n", "", "[Portal] Origin: http" },
  { "ftp", "Id=a\nName=A\nOrigin=ftp://a.example\nStart=/\n", "", "[Portal] Origin: must begin" },
  { "origin with a path", "Id=a\nName=A\nOrigin=https://a.example/x\nStart=/\n", "", "[Portal] Origin: must be" },
  { "origin with a user", "Id=a\nName=A\nOrigin=https://u@a.example\nStart=/\n", "", "[Portal] Origin: must be" },
  { "origin without host", "Id=a\nName=A\nOrigin=https:///\nStart=/\n", "", "[Portal] Origin: " },
  { "origin with a blank in it", "Id=a\nName=A\nOrigin=https://a b.example\nStart=/\n", "", "[Portal] Origin: names a host with" },
  { "origin with a hidden path", "Id=a\nName=A\nOrigin=https://a.example%2fx\nStart=/\n", "", "[Portal] Origin: names a host with" },
  { "origin with a hidden user", "Id=a\nName=A\nOrigin=https://u%40a.example\nStart=/\n", "", "[Portal] Origin: names a host with" },
  { "origin that is none", "Id=a\nName=A\nOrigin=a.example\nStart=/\n", "", "[Portal] Origin: " },
  { "start elsewhere", "Id=a\nName=A\nOrigin=https://a.example\nStart=https://b.example/\n", "", "[Portal] Start: " },
  { "start downgraded", "Id=a\nName=A\nOrigin=https://a.example\nStart=http://a.example/\n", "", "[Portal] Start: " },
  { "host with a path", BASE "Hosts=b.example/x;\n", "", "[Portal] Hosts: “b.example/x”" },
  { "host with a hidden path", BASE "Hosts=b.example%2fx;\n", "", "[Portal] Hosts: “b.example%2fx”" },
  { "host with a star", BASE "Hosts=*.example;\n", "", "[Portal] Hosts: " },
  { "host with a scheme", BASE "Hosts=https://b.example;\n", "", "[Portal] Hosts: " },
  { "timeout in words", BASE "IssueTimeout=ten\n", "", "[Portal] IssueTimeout: is not a number" },
  { "timeout of nothing", BASE "IssueTimeout=0\n", "", "[Portal] IssueTimeout: " },
  { "timeout of a day", BASE "IssueTimeout=86400\n", "", "[Portal] IssueTimeout: " },
  { "practice perhaps", BASE "Practice=perhaps\n", "", "[Portal] Practice: is neither" },
  { "anchor that is not there", BASE "TrustAnchor=nowhere.pem\n", "", "[Portal] TrustAnchor: " },
  { "anchor that is none", BASE "TrustAnchor=test.portal\n", "", "[Portal] TrustAnchor: " },
  { "unknown key", BASE "Orgin=x\n", "", "[Portal] Orgin: there is no such key" },
  { "key in two languages", BASE "Start[ja]=/ja\n", "", "[Portal] Start[ja]: cannot differ by language" },
  { "unknown group", BASE, "[Portals]\nId=x\n", "[Portals]: there is no such group" },
  { "field group without a name", BASE, "[Field]\nKind=pin\n", "[Field]: there is no such group" },
  { "regex", BASE, "[Mail]\nCode=([0-9\n", "[Mail] Code: " },
  { "long regex", BASE, NULL, "[Mail] Subject: is longer" },
  { "escape", BASE, "[Mail]\nCode=\\d+\n", "[Mail] Code: cannot be read" },
  { "xpath", BASE, "[Identity]\nForm=//form[\n", "[Identity] Form: XPath does not compile: a" },
  { "xpath function", BASE, "[Identity]\nForm=matches(., 'x')\n", "[Identity] Form: XPath does not compile: a" },
  { "xpath variable", BASE, "[Offers]\nRows=$rows\n", "[Offers] Rows: XPath does not compile: a" },
  { "xpath prefix", BASE, "[Offers]\nRows=//h:tr\n", "[Offers] Rows: XPath does not compile: a" },
  { "field named twice", BASE, "[Identity]\nFields=a;a;\n", "[Identity] Fields: “a” stands there twice" },
  { "field with a blank", BASE, "[Identity]\nFields=a b;\n", "[Identity] Fields: " },
  { "no fields", BASE, "[Identity]\nFields=;\n", "[Identity] Fields: " },
  { "field not named", BASE, "[Field pin]\nKind=pin\n", "[Field pin]: describes a field" },
  { "field kind", BASE, "[Field code]\nKind=magic\n", "[Field code] Kind: “magic” is none of" },
  { "field pattern", BASE, "[Field code]\nPattern=*\n", "[Field code] Pattern: " },
  { "delivery kind", BASE, "[Delivery]\nKind=post\n", "[Delivery] Kind: “post” is none of" },
  { "passphrase", BASE, "[Delivery]\nPassphrase=secret\n", "[Delivery] Passphrase: “secret” is none of" },
  { "passphrase of no field", BASE, "[Delivery]\nPassphrase=field:pin\n", "[Delivery] Passphrase: there is no field" },
  { "passphrase without its place", BASE, "[Delivery]\nPassphrase=page\n", "[Delivery] PassphraseText: is missing" },
  { "chosen passphrase without saying so", BASE, "[Agreement]\nPassphrase=//input\n",
    "[Agreement] Passphrase: has a meaning with" },
  { "identity method", BASE, "[Identity]\nMethod=basic\n", "[Identity] Method: “basic” is neither" },
  { "user name for a form", BASE, "[Identity]\nUser=email\n", "[Identity] User: has a meaning with Method=http" },
  { "form for http", BASE, "[Identity]\nMethod=http\nFields=user;password\nForm=//form\n",
    "[Identity] Form: means nothing" },
  { "http user of no field", BASE, "[Identity]\nMethod=http\nFields=user;password\nUser=name\n",
    "[Identity] User: there is no field “name”" },
  { "http without a password", BASE, "[Identity]\nMethod=http\nFields=user;email\n", "[Identity] Password: is missing" },
  { "http with a third field", BASE, "[Identity]\nMethod=http\n", "[Identity] Fields: must name two" },
  { "http with one field for both", BASE,
    "[Identity]\nMethod=http\nFields=user;password\nUser=user\nPassword=user\n", "[Identity] Fields: must name two" },
  { "link over http", BASE, "[Links]\nHelp=http://a.example/\n", "[Links] Help: " },
  { "link in another language", BASE, "[Links]\nHelp=/help\nHelp[fr]=javascript:alert(1)\n", "[Links] Help[fr]: " },
  { "link to a file", BASE, "[Links]\nContact=file:///etc/passwd\n", "[Links] Contact: " },
};

static void
test_mistake (gconstpointer data)
{
  const Mistake *mistake = data;
  g_autofree char *long_regex = NULL;
  g_autofree char *text = NULL;
  g_autoptr (InkanPortalDefinition) definition = NULL;
  g_autoptr (GError) error = NULL;

  if (mistake->groups == NULL)
    long_regex = g_strdup_printf ("[Mail]\nSubject=%02000d\n", 0);
  text = g_strconcat ("[Portal]\n", mistake->portal, mistake->groups != NULL ? mistake->groups : long_regex, NULL);
  definition = load (text, &error);
  g_assert_null (definition);
  g_assert_error (error, INKAN_DEFINITION_ERROR, INKAN_DEFINITION_ERROR_INVALID);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "test.portal: "));
  g_assert_nonnull (strstr (error->message, mistake->where));
}

static void
test_no_key_file (void)
{
  static const char * const texts[] = { "<html>", "[Portal\nId=a\n", "Id=a\n", "[Portal]\n\xff\xfe=\n" };
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nonexistent/x.portal");
  g_autoptr (GError) missing = NULL;
  g_autofree char *large = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (load (texts[i], &error));
      g_assert_error (error, INKAN_DEFINITION_ERROR, INKAN_DEFINITION_ERROR_READ);
      g_assert_nonnull (strstr (error->message, "test.portal"));
    }
  g_assert_null (inkan_portal_definition_load (nowhere, &missing));
  g_assert_error (missing, INKAN_DEFINITION_ERROR, INKAN_DEFINITION_ERROR_READ);

  g_clear_error (&missing);
  large = g_strnfill (300 * 1024, '#');
  g_assert_null (load (large, &missing));
  g_assert_error (missing, INKAN_DEFINITION_ERROR, INKAN_DEFINITION_ERROR_READ);

  g_clear_error (&missing);
  g_assert_null (load ("", &missing));
  g_assert_nonnull (missing);
}

static void
put (const char *folder,
     const char *name,
     const char *id,
     const char *title)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text =
    g_strdup_printf ("[Portal]\nId=%s\nName=%s\nOrigin=https://%s.example\nStart=/\n", id, title, id);

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
test_list (void)
{
  g_autofree char *own = g_build_filename (directory, "own", NULL);
  g_autofree char *system = g_build_filename (directory, "system", NULL);
  const char *folders[] = { own, "/nonexistent", system, NULL };
  g_autoptr (GListModel) list = NULL;
  g_autoptr (InkanPortalDefinition) first = NULL;
  g_autoptr (InkanPortalDefinition) second = NULL;

  put (own, "b.portal", "b", "Zebra, my own");
  put (own, "broken.portal", "Not An Id", "Broken");
  put (own, "note.txt", "c", "No definition");
  put (system, "b.portal", "b", "Zebra, the system's");
  put (system, "a.portal", "a", "Ant");
  list = inkan_portal_definition_list (folders);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 2);
  first = g_list_model_get_item (list, 0);
  second = g_list_model_get_item (list, 1);
  g_assert_cmpstr (inkan_portal_definition_get_name (first), ==, "Ant");
  g_assert_cmpstr (inkan_portal_definition_get_name (second), ==, "Zebra, my own");
}

/* The kept copy works when the folder it came from is gone, its anchor too. */
static void
test_keep (void)
{
  g_autoptr (Authority) authority = authority_new ();
  g_autofree char *pem = authority_to_pem (authority);
  g_autofree char *anchor = g_build_filename (directory, "mailed.pem", NULL);
  g_autoptr (InkanPortalDefinition) definition = NULL;
  g_autoptr (InkanPortalDefinition) kept = NULL;
  g_autoptr (GListModel) list = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (anchor, pem, -1, NULL));
  definition = load ("[Portal]\nId=kept\nName=Kept\nName[ja]=控え\nOrigin=https://a.example\nStart=/\n"
                     "TrustAnchor=mailed.pem\n", &error);
  g_assert_no_error (error);
  g_assert_true (inkan_portal_definition_keep (definition, &error));
  g_assert_no_error (error);
  g_unlink (anchor);

  list = inkan_portal_definition_list (NULL);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 1);
  kept = g_list_model_get_item (list, 0);
  g_assert_cmpstr (inkan_portal_definition_get_id (kept), ==, "kept");
  g_assert_false (g_file_equal (inkan_portal_definition_get_file (kept), inkan_portal_definition_get_file (definition)));
  g_assert_true (g_file_query_exists (inkan_portal_definition_get_trust_anchor (kept), NULL));
  /* Keeping what is kept changes nothing. */
  g_assert_true (inkan_portal_definition_keep (kept, &error));
  g_assert_no_error (error);
}

static void
remove_tree (GFile *file)
{
  g_autoptr (GFileEnumerator) entries = g_file_enumerate_children (file, "standard::name",
                                                                   G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFile *child;

  while (entries != NULL && g_file_enumerator_iterate (entries, NULL, &child, NULL, NULL) && child != NULL)
    remove_tree (child);
  g_file_delete (file, NULL, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *data = NULL;
  g_autoptr (GFile) root = NULL;
  int status;

  directory = g_dir_make_tmp ("inkan-definition-XXXXXX", NULL);
  root = g_file_new_for_path (directory);
  data = g_build_filename (directory, "data", NULL);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_setenv ("XDG_DATA_DIRS", data, TRUE);
  g_setenv ("LANGUAGE", "C", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/definition/good", test_good);
  g_test_add_func ("/definition/defaults", test_defaults);
  g_test_add_func ("/definition/http", test_http);
  g_test_add_func ("/definition/hosts", test_hosts);
  for (gsize i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autofree char *path = g_strconcat ("/definition/mistake/", mistakes[i].label, NULL);

      g_test_add_data_func (path, &mistakes[i], test_mistake);
    }
  g_test_add_func ("/definition/no-key-file", test_no_key_file);
  g_test_add_func ("/definition/list", test_list);
  g_test_add_func ("/definition/keep", test_keep);
  status = g_test_run ();

  remove_tree (root);
  g_free (directory);
  return status;
}
