/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

/**
 * InkanCertificateError:
 * @INKAN_CERTIFICATE_ERROR_NOT_PKCS12: not a PKCS#12 file at all
 * @INKAN_CERTIFICATE_ERROR_DAMAGED: a PKCS#12 file that is cut short or changed
 * @INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE: the passphrase does not fit
 * @INKAN_CERTIFICATE_ERROR_UNSUPPORTED: an algorithm that is not known here; the message names it
 * @INKAN_CERTIFICATE_ERROR_TOO_EXPENSIVE: asks for more key-derivation work than SAFETY allows
 * @INKAN_CERTIFICATE_ERROR_NO_KEY: no private key inside
 * @INKAN_CERTIFICATE_ERROR_NO_CERTIFICATE: a private key, but no certificate
 * @INKAN_CERTIFICATE_ERROR_MISMATCH: the private key belongs to none of the certificates
 * @INKAN_CERTIFICATE_ERROR_TOO_LARGE: over INKAN_CERTIFICATE_FILE_MAX_SIZE
 */
typedef enum {
  INKAN_CERTIFICATE_ERROR_NOT_PKCS12,
  INKAN_CERTIFICATE_ERROR_DAMAGED,
  INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE,
  INKAN_CERTIFICATE_ERROR_UNSUPPORTED,
  INKAN_CERTIFICATE_ERROR_TOO_EXPENSIVE,
  INKAN_CERTIFICATE_ERROR_NO_KEY,
  INKAN_CERTIFICATE_ERROR_NO_CERTIFICATE,
  INKAN_CERTIFICATE_ERROR_MISMATCH,
  INKAN_CERTIFICATE_ERROR_TOO_LARGE,
} InkanCertificateError;

#define INKAN_CERTIFICATE_ERROR (inkan_certificate_error_quark ())
GQuark inkan_certificate_error_quark (void);

/* What a file is instead of PKCS#12, as far as can be told. */
typedef enum {
  INKAN_OTHER_FILE_UNKNOWN,
  INKAN_OTHER_FILE_PEM,          /* certificates or keys as text */
  INKAN_OTHER_FILE_ARCHIVE,
  INKAN_OTHER_FILE_JAVA,         /* a key store of Java's own kind */
  INKAN_OTHER_FILE_DOCUMENT,
  INKAN_OTHER_FILE_MARKUP,       /* a web page, most likely */
  INKAN_OTHER_FILE_BASE64,
  INKAN_OTHER_FILE_CERTIFICATE,  /* without its private key */
  INKAN_OTHER_FILE_CERTIFICATES, /* PKCS#7 */
  INKAN_OTHER_FILE_KEY,          /* without a certificate */
  INKAN_OTHER_FILE_REQUEST,      /* for a certificate: PKCS#10 */
  INKAN_OTHER_FILE_MAIL,
} InkanOtherFile;

/* Of an error that says %INKAN_CERTIFICATE_ERROR_NOT_PKCS12; of any other: unknown. */
InkanOtherFile inkan_certificate_error_get_other (const GError *error);

/* Of an error that says %INKAN_CERTIFICATE_ERROR_UNSUPPORTED: the name of the
 * algorithm that is not known here, or its numbers. (transfer none) (nullable):
 * it is something else that is not known, or another error. */
const char *inkan_certificate_error_get_algorithm (const GError *error);

/* Of an error that is there for want of a package of the system: its name. (nullable) */
const char *inkan_certificate_error_get_package (const GError *error);

#define INKAN_CERTIFICATE_FILE_MAX_SIZE (1024 * 1024) /* bytes (SAFETY, the wire) */

/* How far the chain from the person's certificate upwards goes within the file. */
typedef enum {
  INKAN_CHAIN_COMPLETE,   /* every signature holds, up to a self-signed root */
  INKAN_CHAIN_PARTIAL,    /* every signature holds, but an issuer is not in the file; see missing_issuer */
  INKAN_CHAIN_BROKEN,     /* a signature does not hold */
} InkanChainState;

/* Weaknesses worth a notice (guide, step 5). A set. */
typedef enum {
  INKAN_WEAKNESS_NONE = 0,
  INKAN_WEAKNESS_OLD_ENCRYPTION = 1 << 0, /* RC2, RC4, single DES, 3DES with SHA-1 derivation */
  INKAN_WEAKNESS_FEW_ITERATIONS = 1 << 1, /* below 1 000 */
  INKAN_WEAKNESS_SHORT_KEY      = 1 << 2, /* RSA below 2048 bits */
  INKAN_WEAKNESS_SHA1_SIGNATURE = 1 << 3,
  INKAN_WEAKNESS_EXPIRED        = 1 << 4,
  INKAN_WEAKNESS_NOT_YET_VALID  = 1 << 5,
  INKAN_WEAKNESS_NO_INTEGRITY   = 1 << 6, /* no MAC */
  INKAN_WEAKNESS_RC2_40         = 1 << 7, /* RC2 or RC4 with keys of 40 bits; OLD_ENCRYPTION as well */
  INKAN_WEAKNESS_SEVERAL_PERSONS = 1 << 8, /* see inkan_certificate_get_n_others() */
} InkanWeakness;

/* What a certificate may be used for: keyUsage (RFC 5280, 4.2.1.3), then
 * extKeyUsage (4.2.1.12). A set. Without any of the one half, that half is not
 * restricted. */
typedef enum {
  INKAN_USAGE_NONE              = 0,
  INKAN_USAGE_SIGN              = 1 << 0, /* digitalSignature */
  INKAN_USAGE_COMMIT            = 1 << 1, /* nonRepudiation, contentCommitment */
  INKAN_USAGE_ENCRYPT_KEYS      = 1 << 2,
  INKAN_USAGE_ENCRYPT_DATA      = 1 << 3,
  INKAN_USAGE_AGREE             = 1 << 4,
  INKAN_USAGE_SIGN_CERTIFICATES = 1 << 5,
  INKAN_USAGE_SIGN_LISTS        = 1 << 6,
  INKAN_USAGE_KEY_UNREADABLE    = 1 << 7,
  INKAN_USAGE_KEY               = (1 << 8) - 1, /* all of keyUsage */
  INKAN_USAGE_CLIENT            = 1 << 8,
  INKAN_USAGE_EMAIL             = 1 << 9,
  INKAN_USAGE_LOGON             = 1 << 10, /* smart-card logon, Kerberos */
  INKAN_USAGE_DOCUMENTS         = 1 << 11,
  INKAN_USAGE_FILES             = 1 << 12, /* encrypted file systems */
  INKAN_USAGE_NETWORK           = 1 << 13, /* VPN, IPsec */
  INKAN_USAGE_CODE              = 1 << 14,
  INKAN_USAGE_SERVER            = 1 << 15,
  INKAN_USAGE_TIME              = 1 << 16, /* time stamps */
  INKAN_USAGE_STATUS            = 1 << 17, /* answers about other certificates: OCSP */
  INKAN_USAGE_ANY               = 1 << 18,
  INKAN_USAGE_UNREADABLE        = 1 << 19,
} InkanUsage;

/* A name in subjectAltName (RFC 5280, 4.2.1.6). */
typedef enum {
  INKAN_NAME_EMAIL,     /* also internationalised: RFC 8398 */
  INKAN_NAME_LOGIN,     /* Microsoft's user principal name, or Kerberos's */
  INKAN_NAME_HOST,
  INKAN_NAME_WEB,
  INKAN_NAME_NETWORK,   /* IP address */
  INKAN_NAME_DIRECTORY, /* RFC 4514 */
  INKAN_NAME_OTHER,     /* "kind: value", as far as it is text */
} InkanNameKind;

typedef struct {
  InkanNameKind kind;
  char *text;
} InkanName;

/**
 * InkanCertificate:
 *
 * What a PKCS#12 file that opened has inside: the person's certificate, the one
 * that belongs to the private key; also those above it. Immutable; holds no key
 * material. All texts are cleaned and UTF-8.
 */
#define INKAN_TYPE_CERTIFICATE (inkan_certificate_get_type ())
G_DECLARE_FINAL_TYPE (InkanCertificate, inkan_certificate, INKAN, CERTIFICATE, GObject)

const char         *inkan_certificate_get_subject        (InkanCertificate *self); /* common name, else the whole name (RFC 4514), else an address; "": none at all */
const char         *inkan_certificate_get_subject_name   (InkanCertificate *self); /* whole name, RFC 4514 */
const char * const *inkan_certificate_get_addresses      (InkanCertificate *self); /* e-mail addresses, from subjectAltName and subject */
GPtrArray          *inkan_certificate_get_names          (InkanCertificate *self); /* (transfer none) (element-type InkanName): subjectAltName */
const char         *inkan_certificate_get_issuer         (InkanCertificate *self); /* as subject */
const char         *inkan_certificate_get_friendly_name  (InkanCertificate *self); /* (nullable) */
GDateTime          *inkan_certificate_get_not_before     (InkanCertificate *self);
GDateTime          *inkan_certificate_get_not_after      (InkanCertificate *self);
const char         *inkan_certificate_get_key_type       (InkanCertificate *self); /* "RSA", "EC P-256", "Ed25519", … */
guint               inkan_certificate_get_key_bits       (InkanCertificate *self);
const char         *inkan_certificate_get_serial         (InkanCertificate *self); /* hexadecimal, upper case, bytes separated by ":" */
const char         *inkan_certificate_get_fingerprint    (InkanCertificate *self); /* SHA-256, the same form */
const char         *inkan_certificate_get_fingerprint_sha1 (InkanCertificate *self);
InkanUsage          inkan_certificate_get_usages         (InkanCertificate *self);
const char * const *inkan_certificate_get_other_usages   (InkanCertificate *self); /* those of extKeyUsage that have no value of their own: a name or numbers */
InkanChainState     inkan_certificate_get_chain_state    (InkanCertificate *self);
const char         *inkan_certificate_get_missing_issuer (InkanCertificate *self); /* (nullable) */
/* (transfer none) (element-type InkanCertificate): those above this one that are in the file, the nearest first */
GPtrArray          *inkan_certificate_get_chain          (InkanCertificate *self);
/* Other people whose private key is in the file, with a certificate that belongs
 * to it: not authorities, and not the same person under another key, known by the
 * same name or by a common e-mail address. */
guint               inkan_certificate_get_n_others       (InkanCertificate *self);
InkanWeakness       inkan_certificate_get_weaknesses     (InkanCertificate *self);

/**
 * inkan_certificate_open_async:
 * @bytes: a PKCS#12 file
 * @passphrase: (nullable): %NULL for none
 *
 * Opens and proves in a thread: the MAC, the decryption of key and certificates,
 * that the key belongs to a certificate, the chain. Cost is read before it is
 * spent. An expired certificate is a weakness, not an error.
 * Errors: #InkanCertificateError, %G_IO_ERROR_CANCELLED.
 */
void              inkan_certificate_open_async  (GBytes               *bytes,
                                                 SecretValue          *passphrase,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
InkanCertificate *inkan_certificate_open_finish (GAsyncResult         *result,
                                                 GError              **error);

/* The same, here and now: for threads and tests. */
InkanCertificate *inkan_certificate_open        (GBytes               *bytes,
                                                 SecretValue          *passphrase,
                                                 GCancellable         *cancellable,
                                                 GError              **error);

/* The weaknesses of its lock that show without the passphrase, at no cost: of what
 * is no PKCS#12 file, none. Reads all of the file: for threads and tests. */
InkanWeakness     inkan_certificate_look        (GBytes               *bytes);

/* Whether @bytes is shaped like a whole PKCS#12 file (no passphrase needed); cheap. */
gboolean          inkan_certificate_check_shape (GBytes               *bytes,
                                                 GError              **error);

G_END_DECLS
