/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "secret.h"

#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

/* 4 MiB and about 12 ms a guess: enough for a password that is public anyway and for codes of 115 bits, and
 * little enough for many visitors at once. */
#define SCRYPT_N 4096
#define SCRYPT_R 8
#define SCRYPT_P 1
#define SCRYPT_MEMORY (8 * 1024 * 1024)

void
practice_secret_hash (const char *secret, const guint8 *salt, guint8 *hash)
{
  if (EVP_PBE_scrypt (secret, strlen (secret), salt, PRACTICE_SALT_SIZE, SCRYPT_N, SCRYPT_R, SCRYPT_P,
                      SCRYPT_MEMORY, hash, PRACTICE_HASH_SIZE) != 1)
    g_error ("scrypt failed");
}

gboolean
practice_secret_same (const guint8 *one, const guint8 *other, gsize size)
{
  return CRYPTO_memcmp (one, other, size) == 0;
}

void
practice_secret_random (guint8 *bytes, gsize size)
{
  if (RAND_bytes (bytes, (int) size) != 1)
    g_error ("no random numbers");
}

char *
practice_secret_new_token (void)
{
  guint8 bytes[32];
  GString *token = g_string_sized_new (sizeof bytes * 2 + 1);

  practice_secret_random (bytes, sizeof bytes);
  for (gsize i = 0; i < sizeof bytes; i++)
    g_string_append_printf (token, "%02x", bytes[i]);
  return g_string_free (token, FALSE);
}

static gboolean
code_is_mixed (const char *code)
{
  gboolean digit = FALSE, upper = FALSE, lower = FALSE;

  for (; *code != '\0'; code++) {
    digit |= g_ascii_isdigit (*code);
    upper |= g_ascii_isupper (*code);
    lower |= g_ascii_islower (*code);
  }
  return digit && upper && lower;
}

char *
practice_secret_new_code (void)
{
  static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const guint n_letters = sizeof letters - 1;
  char *code = g_malloc0 (PRACTICE_CODE_LENGTH + 1);

  do {
    for (guint i = 0; i < PRACTICE_CODE_LENGTH; ) {
      guint8 byte;

      practice_secret_random (&byte, 1);
      /* Bytes beyond the last whole multiple would favour the first letters. */
      if (byte < 256 / n_letters * n_letters)
        code[i++] = letters[byte % n_letters];
    }
  } while (!code_is_mixed (code));
  return code;
}

void
practice_secret_free (char *secret)
{
  if (secret != NULL)
    OPENSSL_cleanse (secret, strlen (secret));
  g_free (secret);
}
