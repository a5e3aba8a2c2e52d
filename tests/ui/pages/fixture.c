/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

#include <glib/gstdio.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "ui/style.h"

/* The portal */

static void
write_definition (Fixture    *f,
                  const char *more)
{
  g_autofree char *path = g_build_filename (f->folder, "test.portal", NULL);
  g_autofree char *text = g_strconcat ("[Portal]\nId=test\nName=Test portal\nOrigin=https://portal.example\nStart=/get\n"
                                       "[Mail]\nSenderDomain=portal.example\n"
                                       "[Links]\nReissue=/reissue\nInstallation=/install\n",
                                       more, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, &error));
  f->definition = inkan_portal_definition_load (file, &error);
  g_assert_no_error (error);
}

static gboolean
keyring_probed (Fixture *f)
{
  return (inkan_retrieval_get_notices (f->retrieval) & INKAN_NOTICE_NO_KEYRING) != 0
         || inkan_retrieval_get_keyring_usable (f->retrieval);
}

Fixture *
fixture_new (const char *more)
{
  Fixture *f = g_new0 (Fixture, 1);
  g_autofree char *path = g_build_filename (g_get_home_dir (), "fixture-XXXXXX", NULL);
  g_autoptr (GFile) folder = NULL;

  f->folder = g_strdup (g_mkdtemp (path));
  g_assert_nonnull (f->folder);
  write_definition (f, more);
  f->portal = scripted_portal_new ();
  f->retrieval = inkan_retrieval_new_with_portal (f->definition, INKAN_PORTAL (f->portal));
  folder = g_file_new_for_path (f->folder);
  inkan_retrieval_set_folder (f->retrieval, folder);
  AWAIT (keyring_probed (f));
  return f;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
fixture_free (Fixture *f)
{
  gpointer page = f->page;
  gpointer retrieval = f->retrieval;

  if (page != NULL)
    g_object_add_weak_pointer (page, &page);
  g_object_add_weak_pointer (retrieval, &retrieval);
  g_clear_pointer (&f->window, gtk_window_destroy);
  g_clear_object (&f->retrieval);
  g_clear_object (&f->portal);
  g_clear_object (&f->definition);
  /* Whatever is still under way holds its objects; in the end nobody does. */
  AWAIT (page == NULL && retrieval == NULL);

  remove_tree (f->folder);
  g_free (f->folder);
  g_free (f->passphrase);
  g_free (f);
}

static gboolean
is_on_screen (GtkWidget *widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0;
}

InkanPage *
fixture_show (Fixture *f,
              GType    type)
{
  g_assert_null (f->page);
  f->page = g_object_new (type, "retrieval", f->retrieval, NULL);
  if (f->window == NULL)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

      f->frame = gtk_button_new_with_label ("The window's own");
      gtk_box_append (GTK_BOX (box), f->frame);
      f->window = GTK_WINDOW (adw_window_new ());
      gtk_window_set_default_size (f->window, 640, 720);
      adw_window_set_content (ADW_WINDOW (f->window), box);
    }
  else
    {
      gtk_box_remove (GTK_BOX (gtk_widget_get_parent (f->frame)), gtk_widget_get_prev_sibling (f->frame));
    }
  gtk_box_prepend (GTK_BOX (gtk_widget_get_parent (f->frame)), GTK_WIDGET (f->page));
  /* As in the real window, where the focus was on a button when the page came. */
  gtk_window_set_focus (f->window, f->frame);
  gtk_window_present (f->window);
  AWAIT (is_on_screen (GTK_WIDGET (f->page)));
  inkan_page_shown (f->page);
  return f->page;
}

/* The way there */

void
fixture_await_state (Fixture    *f,
                     InkanState  state)
{
  AWAIT (inkan_retrieval_get_state (f->retrieval) == state);
}

void
fixture_go_identity (Fixture *f)
{
  inkan_retrieval_set_field (f->retrieval, "code", CODE);
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  fixture_await_state (f, INKAN_STATE_IDENTITY);
}

void
fixture_go_choice (Fixture *f)
{
  fixture_go_identity (f);
  inkan_retrieval_set_field (f->retrieval, "email", "hanako@example.com");
  inkan_retrieval_set_field (f->retrieval, "password", f->passphrase != NULL ? f->passphrase : "himitsu");
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  scripted_portal_await (f->portal, "identify");
  scripted_portal_answer_list (f->portal, FALSE);
  fixture_await_state (f, INKAN_STATE_CHOICE);
}

void
fixture_go_agreement (Fixture *f)
{
  g_autoptr (InkanOffer) offer = NULL;

  fixture_go_choice (f);
  offer = g_list_model_get_item (inkan_retrieval_get_offers (f->retrieval), 0);
  inkan_retrieval_set_offer (f->retrieval, offer);
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  scripted_portal_await (f->portal, "review");
  scripted_portal_answer_agreement (f->portal);
  fixture_await_state (f, INKAN_STATE_AGREEMENT);
}

void
fixture_go_issuing (Fixture *f)
{
  fixture_go_agreement (f);
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  scripted_portal_await (f->portal, "issue");
}

void
fixture_go_received (Fixture    *f,
                     GBytes     *bytes,
                     const char *passphrase)
{
  f->passphrase = g_strdup (passphrase);
  fixture_go_issuing (f);
  scripted_portal_answer_file (f->portal, bytes, "hanako.p12");
  AWAIT (inkan_retrieval_get_state (f->retrieval) == INKAN_STATE_NOTICE
         || inkan_retrieval_get_state (f->retrieval) == INKAN_STATE_FILE);
}

void
fixture_go_file (Fixture    *f,
                 const char *passphrase)
{
  g_autoptr (GBytes) bytes = make_certificate (passphrase);

  fixture_go_received (f, bytes, passphrase);
  if (inkan_retrieval_get_state (f->retrieval) == INKAN_STATE_NOTICE)
    inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  fixture_await_state (f, INKAN_STATE_FILE);
}

void
fixture_go_folder (Fixture    *f,
                   const char *passphrase)
{
  fixture_go_file (f, passphrase);
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  fixture_await_state (f, INKAN_STATE_FOLDER);
}

void
fixture_go_issued (Fixture    *f,
                   const char *passphrase)
{
  fixture_go_folder (f, passphrase);
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  fixture_await_state (f, INKAN_STATE_SAVED);
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  fixture_await_state (f, INKAN_STATE_ISSUED);
}

/* The file */

static X509 *
certify (EVP_PKEY   *key,
         const char *name,
         X509       *issuer,
         EVP_PKEY   *issuer_key)
{
  X509 *x509 = X509_new ();

  X509_set_version (x509, X509_VERSION_3);
  ASN1_INTEGER_set (X509_get_serialNumber (x509), issuer != NULL ? 2 : 1);
  X509_gmtime_adj (X509_getm_notBefore (x509), -24 * 60 * 60);
  X509_gmtime_adj (X509_getm_notAfter (x509), 365 * 24 * 60 * 60);
  X509_NAME_add_entry_by_txt (X509_get_subject_name (x509), "CN", MBSTRING_UTF8,
                              (const unsigned char *) name, -1, -1, 0);
  X509_set_issuer_name (x509, X509_get_subject_name (issuer != NULL ? issuer : x509));
  X509_set_pubkey (x509, key);
  g_assert_cmpint (X509_sign (x509, issuer_key, EVP_sha256 ()), >, 0);
  return x509;
}

static void
put (STACK_OF (PKCS12_SAFEBAG) **bags,
     EVP_PKEY                   *key,
     X509                       *x509,
     const char                 *passphrase)
{
  unsigned char id[SHA_DIGEST_LENGTH];
  unsigned int length;
  PKCS12_SAFEBAG *bag;

  g_assert_true (X509_digest (x509, EVP_sha1 (), id, &length));
  g_assert_nonnull (PKCS12_add_cert (bags, x509));
  bag = PKCS12_add_key (bags, key, 0, 2048, NID_aes_256_cbc, passphrase);
  g_assert_true (PKCS12_add_localkeyid (bag, id, (int) length));
}

GBytes *
make_crowded_certificate (const char *passphrase,
                          guint       others)
{
  EVP_PKEY *issuer_key = EVP_EC_gen ("P-256");
  X509 *issuer = certify (issuer_key, "Test issuer", NULL, issuer_key);
  STACK_OF (PKCS12_SAFEBAG) *bags = NULL;
  STACK_OF (PKCS7) *safes = NULL;
  unsigned char *der = NULL;
  GBytes *bytes;
  PKCS12 *p12;
  int length;

  for (guint i = 0; i <= others; i++)
    {
      g_autofree char *name = i == 0 ? g_strdup ("Hanako Inkan") : g_strdup_printf ("Person %u", i);
      EVP_PKEY *key = EVP_EC_gen ("P-256");
      X509 *x509 = certify (key, name, issuer, issuer_key);

      put (&bags, key, x509, passphrase);
      X509_free (x509);
      EVP_PKEY_free (key);
    }
  g_assert_true (PKCS12_add_safe (&safes, bags, -1, 0, NULL));
  p12 = PKCS12_add_safes (safes, 0);
  g_assert_true (PKCS12_set_mac (p12, passphrase, -1, NULL, 0, 2048, EVP_sha256 ()));
  length = i2d_PKCS12 (p12, &der);
  g_assert_cmpint (length, >, 0);
  bytes = g_bytes_new (der, (gsize) length);

  OPENSSL_free (der);
  PKCS12_free (p12);
  sk_PKCS7_pop_free (safes, PKCS7_free);
  sk_PKCS12_SAFEBAG_pop_free (bags, PKCS12_SAFEBAG_free);
  X509_free (issuer);
  EVP_PKEY_free (issuer_key);
  return bytes;
}

GBytes *
make_certificate (const char *passphrase)
{
  EVP_PKEY *issuer_key = EVP_EC_gen ("P-256");
  EVP_PKEY *key = EVP_EC_gen ("P-256");
  X509 *issuer = certify (issuer_key, "Test issuer", NULL, issuer_key);
  X509 *x509 = certify (key, "Hanako Inkan", issuer, issuer_key);
  STACK_OF (X509) *others = sk_X509_new_null ();
  unsigned char *der = NULL;
  GBytes *bytes;
  PKCS12 *p12;
  int length;

  sk_X509_push (others, issuer);
  p12 = PKCS12_create (passphrase, "Hanako", key, x509, others, 0, 0, 2048, 2048, 0);
  length = i2d_PKCS12 (p12, &der);
  g_assert_cmpint (length, >, 0);
  bytes = g_bytes_new (der, (gsize) length);

  OPENSSL_free (der);
  PKCS12_free (p12);
  sk_X509_free (others);
  X509_free (x509);
  X509_free (issuer);
  EVP_PKEY_free (key);
  EVP_PKEY_free (issuer_key);
  return bytes;
}

/* What a person sees */

static const char *
get_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_BUTTON (widget))
    return gtk_button_get_label (GTK_BUTTON (widget));
  if (ADW_IS_PREFERENCES_ROW (widget))
    return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget));
  return NULL;
}

GtkWidget *
find_visible (GtkWidget  *root,
              GType       type,
              const char *text)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_child_visible (root) || !gtk_widget_get_visible (root))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (root), type) && (text == NULL || g_strcmp0 (get_text (root), text) == 0))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_visible (child, type, text);
  return found;
}

GtkWidget *
find_button (Fixture    *f,
             const char *label)
{
  return find_visible (GTK_WIDGET (f->page), GTK_TYPE_BUTTON, label);
}

GtkWidget *
find_entry (Fixture    *f,
            const char *title)
{
  return find_visible (GTK_WIDGET (f->page), ADW_TYPE_ENTRY_ROW, title);
}

GtkWidget *
find_tick (Fixture    *f,
           const char *title)
{
  GtkWidget *row = find_visible (GTK_WIDGET (f->page), ADW_TYPE_ACTION_ROW, title);
  GtkWidget *check = row != NULL ? find_visible (row, GTK_TYPE_CHECK_BUTTON, NULL) : NULL;

  if (check != NULL)
    assert_name (check, title);
  return check;
}

static gboolean
says_below (GtkWidget  *root,
            const char *text)
{
  /* What is only read out is not seen. */
  if (!gtk_widget_get_child_visible (root) || !gtk_widget_get_visible (root)
      || gtk_widget_has_css_class (root, "inkan-unseen"))
    return FALSE;
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (says_below (child, text))
      return TRUE;
  return FALSE;
}

gboolean
says (Fixture    *f,
      const char *text)
{
  return says_below (GTK_WIDGET (f->page), text);
}

void
click (GtkWidget *button)
{
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

void
type_text (GtkWidget  *entry,
           const char *text)
{
  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

void
assert_name (gpointer    widget,
             const char *name)
{
  GtkWidget *row;

  g_assert_nonnull (widget);
  if (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    {
      gtk_test_accessible_assert_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name);
      g_assert_false (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY));
      return;
    }
  g_assert_true (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY));
  row = gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_ROW);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, name);
}
