/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose certificate it is, which ones stand above it, and who else is in the file. */
#include "issued.h"

#define AUTHORITY "basicConstraints = critical, CA:true"
#define KEYS(...) ((EVP_PKEY *const[]){ __VA_ARGS__, NULL })
#define CERTIFICATES(...) ((X509 *const[]){ __VA_ARGS__, NULL })

typedef struct {
  X509 *root, *middle, *own;
} Three;

static X509 *
authority (const char *name, guint key, X509 *issuer, guint issuer_key)
{
  return issued_certificate (&(Issued){ .name = name, .extensions = AUTHORITY, .key = issued_key (key) }, issuer,
                             issued_key (issuer_key));
}

static void
three_init (Three *self)
{
  self->root = authority ("Root", 1, NULL, 1);
  self->middle = authority ("Middle", 2, self->root, 1);
  self->own = issued_certificate (&(Issued){ .name = "Hanako" }, self->middle, issued_key (2));
}

static void
three_clear (Three *self)
{
  X509_free (self->root);
  X509_free (self->middle);
  X509_free (self->own);
}

static void
assert_chain (X509 *const *certificates, InkanChainState state, const char *missing, const char *names)
{
  g_autoptr (InkanCertificate) certificate = issued_open (KEYS (issued_key (0)), certificates);
  g_autoptr (GString) found = g_string_new (inkan_certificate_get_subject (certificate));
  GPtrArray *chain = inkan_certificate_get_chain (certificate);

  for (guint i = 0; i < chain->len; i++) {
    InkanCertificate *above = g_ptr_array_index (chain, i);
    g_autofree char *from = g_date_time_format_iso8601 (inkan_certificate_get_not_before (above));

    g_string_append_printf (found, " < %s", inkan_certificate_get_subject (above));
    g_assert_cmpstr (from, ==, "2024-01-01T00:00:00Z");
    g_assert_cmpstr (inkan_certificate_get_key_type (above), ==, "EC P-256");
    g_assert_nonnull (inkan_certificate_get_fingerprint (above));
  }
  g_assert_cmpstr (found->str, ==, names);
  g_assert_cmpint (inkan_certificate_get_chain_state (certificate), ==, state);
  g_assert_cmpstr (inkan_certificate_get_missing_issuer (certificate), ==, missing);
}

static void
test_orders (void)
{
  static const guint8 orders[][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
  Three three;

  three_init (&three);
  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++) {
    X509 *const all[] = { three.root, three.middle, three.own };
    const guint8 *order = orders[i];

    assert_chain (CERTIFICATES (all[order[0]], all[order[1]], all[order[2]]), INKAN_CHAIN_COMPLETE, NULL,
                  "Hanako < Middle < Root");
  }
  three_clear (&three);
}

static void
test_missing (void)
{
  Three three;

  three_init (&three);
  assert_chain (CERTIFICATES (three.own, three.middle), INKAN_CHAIN_PARTIAL, "Root", "Hanako < Middle");
  assert_chain (CERTIFICATES (three.own, three.root), INKAN_CHAIN_PARTIAL, "Middle", "Hanako");
  assert_chain (CERTIFICATES (three.own), INKAN_CHAIN_PARTIAL, "Middle", "Hanako");
  /* The same twice is the same. */
  assert_chain (CERTIFICATES (three.own, three.middle, three.middle, three.root, three.own, three.root),
                INKAN_CHAIN_COMPLETE, NULL, "Hanako < Middle < Root");
  three_clear (&three);
}

/* One of the name is there, but has signed nothing. */
static void
test_broken (void)
{
  Three three;
  X509 *impostor;

  three_init (&three);
  impostor = authority ("Middle", 3, three.root, 1);
  assert_chain (CERTIFICATES (three.own, impostor, three.root), INKAN_CHAIN_BROKEN, NULL, "Hanako");
  /* Beside the true one it does no harm. */
  assert_chain (CERTIFICATES (three.own, impostor, three.middle, three.root), INKAN_CHAIN_COMPLETE, NULL,
                "Hanako < Middle < Root");
  X509_free (impostor);
  three_clear (&three);
}

/* A root that an older one has certified too: with the root itself in the file
 * nothing is missing, whatever comes first. */
static void
test_crossed (void)
{
  Three three;
  X509 *older, *crossed;

  three_init (&three);
  older = authority ("Older root", 3, NULL, 3);
  crossed = authority ("Root", 1, older, 3);
  assert_chain (CERTIFICATES (three.own, three.middle, three.root, crossed), INKAN_CHAIN_COMPLETE, NULL,
                "Hanako < Middle < Root");
  assert_chain (CERTIFICATES (three.own, three.middle, crossed, three.root), INKAN_CHAIN_COMPLETE, NULL,
                "Hanako < Middle < Root");
  assert_chain (CERTIFICATES (three.own, three.middle, crossed), INKAN_CHAIN_PARTIAL, "Older root",
                "Hanako < Middle < Root");
  X509_free (older);
  X509_free (crossed);
  three_clear (&three);
}

/* The same authority, certified by two others, of which the file has one. */
static void
test_crossed_middle (void)
{
  Three three;
  X509 *older, *crossed;

  three_init (&three);
  older = authority ("Older root", 3, NULL, 3);
  crossed = authority ("Middle", 2, older, 3);
  assert_chain (CERTIFICATES (three.own, three.middle, crossed, three.root), INKAN_CHAIN_COMPLETE, NULL,
                "Hanako < Middle < Root");
  assert_chain (CERTIFICATES (three.own, crossed, three.middle, three.root), INKAN_CHAIN_COMPLETE, NULL,
                "Hanako < Middle < Root");
  assert_chain (CERTIFICATES (three.own, three.middle, crossed, older), INKAN_CHAIN_COMPLETE, NULL,
                "Hanako < Middle < Older root");
  X509_free (older);
  X509_free (crossed);
  three_clear (&three);
}

/* Authorities that certify each other, and no root: it ends, and nobody is listed twice. */
static void
test_circle (void)
{
  X509 *one = authority ("One", 1, NULL, 1), *two = authority ("Two", 2, NULL, 2);
  X509 *one_by_two = authority ("One", 1, two, 2), *two_by_one = authority ("Two", 2, one, 1);
  X509 *own = issued_certificate (&(Issued){ .name = "Hanako" }, one, issued_key (1));

  assert_chain (CERTIFICATES (own, one_by_two, two_by_one), INKAN_CHAIN_PARTIAL, "One", "Hanako < One < Two");
  X509_free (one);
  X509_free (two);
  X509_free (one_by_two);
  X509_free (two_by_one);
  X509_free (own);
}

/* Several keys */

static X509 *
person (guint key, const char *name, const char *address)
{
  g_autofree char *extensions = address != NULL ? g_strconcat ("subjectAltName = email:", address, NULL) : NULL;

  return issued_certificate (&(Issued){ .name = name, .extensions = extensions, .key = issued_key (key) }, NULL, NULL);
}

static void
assert_others (EVP_PKEY *const *keys, X509 *const *certificates, guint n)
{
  g_autoptr (InkanCertificate) certificate = issued_open (keys, certificates);

  g_assert_cmpuint (inkan_certificate_get_n_others (certificate), ==, n);
  g_assert_cmphex (inkan_certificate_get_weaknesses (certificate), ==,
                   n > 0 ? INKAN_WEAKNESS_SEVERAL_PERSONS : INKAN_WEAKNESS_NONE);
}

static void
test_persons (void)
{
  EVP_PKEY *a = issued_key (0), *b = issued_key (1), *c = issued_key (2);
  X509 *hanako = person (0, "Hanako", "hanako@inkan.example"), *taro = person (1, "Taro", "taro@inkan.example");
  X509 *jiro = person (2, "Jiro", NULL), *again = person (1, "Hanako", NULL);
  X509 *married = person (1, "Hanako New", "Hanako@INKAN.example");
  X509 *root = authority ("Root", 1, NULL, 1);
  X509 *unnamed = person (0, "", "one@inkan.example"), *unknown = person (1, "", "two@inkan.example");

  assert_others (KEYS (a), CERTIFICATES (hanako), 0);
  assert_others (KEYS (a, b), CERTIFICATES (hanako, taro), 1);
  assert_others (KEYS (b, a), CERTIFICATES (taro, hanako), 1);
  assert_others (KEYS (a, b, c), CERTIFICATES (hanako, taro, jiro, taro), 2);
  /* One person with several keys: the name, or an address, is the same. */
  assert_others (KEYS (a, b), CERTIFICATES (hanako, again), 0);
  assert_others (KEYS (a, b), CERTIFICATES (hanako, married), 0);
  /* No private key: a certificate alone, as people exchange them, or an authority's. */
  assert_others (KEYS (a), CERTIFICATES (hanako, taro), 0);
  assert_others (KEYS (a, b), CERTIFICATES (hanako), 0);
  assert_others (KEYS (a, b), CERTIFICATES (hanako, root), 0);
  /* No name is not the same name. */
  assert_others (KEYS (a, b), CERTIFICATES (unnamed, unknown), 1);
  X509_free (hanako);
  X509_free (taro);
  X509_free (jiro);
  X509_free (again);
  X509_free (married);
  X509_free (root);
  X509_free (unnamed);
  X509_free (unknown);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/chain/orders", test_orders);
  g_test_add_func ("/chain/missing", test_missing);
  g_test_add_func ("/chain/broken", test_broken);
  g_test_add_func ("/chain/crossed", test_crossed);
  g_test_add_func ("/chain/crossed-middle", test_crossed_middle);
  g_test_add_func ("/chain/circle", test_circle);
  g_test_add_func ("/chain/persons", test_persons);
  return g_test_run ();
}
