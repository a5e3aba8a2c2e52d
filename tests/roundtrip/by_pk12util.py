# SPDX-License-Identifier: GPL-3.0-or-later
"""pk12util -o, out of a database of NSS. Every file asks for 600 000 iterations in each of its
parts: few are made."""

import os

from common import PASSPHRASES, Refused, cover, everything, run

KEYS = ["rsa", "p256", "p384", "rsa-3072", "p521", "dsa", "rsa-pss"]
OTHER_KEYS = ["secp256k1", "ed25519", "ed448"]
PBES1 = {
    "rc2-40": "PKCS #12 V2 PBE With SHA-1 And 40 Bit RC2 CBC",
    "rc2-128": "PKCS #12 V2 PBE With SHA-1 And 128 Bit RC2 CBC",
    "3des": "PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC",
    "rc4-40": "PKCS #12 V2 PBE With SHA-1 And 40 Bit RC4",
    "rc4-128": "PKCS #12 V2 PBE With SHA-1 And 128 Bit RC4",
}
PBES2 = ["AES-128-CBC", "AES-192-CBC", "AES-256-CBC", "CAMELLIA-128-CBC", "CAMELLIA-192-CBC", "CAMELLIA-256-CBC"]
CIPHERS = [*PBES1, *PBES2]
DIGESTS = ["SHA-256", "SHA-1", "SHA-384", "SHA-512", "SHA-224"]


class Database:
    def __init__(self, files):
        self.files = files
        self.folder = os.path.join(files.folder, "database")
        os.mkdir(self.folder)
        run("certutil", "-N", "-d", "sql:" + self.folder, "--empty-password")

    def take(self, key, chain=()):
        """NSS takes keys out of PKCS#12 files only."""
        people = self.files.people
        source = os.path.join(self.folder, key + ".p12")
        run("openssl", "pkcs12", "-export", "-inkey", people.key(key), "-in", people.certificate(key), "-name",
            self.name(key), "-passout", "pass:x", "-out", source, *chain)
        run("pk12util", "-i", source, "-d", "sql:" + self.folder, "-W", "x")

    @staticmethod
    def name(key):
        return "花子 " + key

    def export(self, case, key, passphrase, cipher, digest="SHA-256", certificates=None):
        path = self.files.path(case)
        run("pk12util", "-o", path, "-n", self.name(key), "-d", "sql:" + self.folder, "-W", passphrase, "-K", "",
            "-c", PBES1.get(cipher, cipher), "-C", PBES1.get(certificates or cipher, certificates or cipher),
            "-M", digest)
        if not os.path.exists(path):
            raise Refused("no file, and no word of it")


def weaknesses(cipher):
    if cipher not in PBES1:
        return []
    return ["old", "40-bit"] if cipher.endswith("-40") else ["old"]


def write(files, selection):
    database = Database(files)
    for key in KEYS:
        database.take(key)
    for key in OTHER_KEYS:
        files.must_refuse(key, lambda: (database.take(key), database.export(key, key, "x", "AES-128-CBC")))

    # It takes the initial vector from the end of the hash instead of the second eight octets.
    files.cannot("PKCS #5 Password Based Encryption with SHA-1 and DES-CBC",
                 "what it writes then is read by NSS only: its first eight octets come out wrong elsewhere")

    typed = {kind: text for kind, text in PASSPHRASES.items() if text is not None}
    if selection == "all":
        combinations = everything(KEYS, CIPHERS, typed)
    else:
        combinations = cover(4 if selection == "some" else len(KEYS), KEYS, CIPHERS, typed)
    for i, (key, cipher, kind) in enumerate(combinations):
        case = "%s/%s/%s" % (cipher, key, kind)
        other = cipher if selection == "all" else CIPHERS[(i + len(CIPHERS) // 2) % len(CIPHERS)]
        database.export(case, key, typed[kind], cipher, DIGESTS[i % len(DIGESTS)], other)
        files.wrote(case, key, typed[kind], database.name(key), weaknesses=weaknesses(cipher) + weaknesses(other))

    database.export("certificates-plain", "p256", PASSPHRASES["ascii"], "AES-256-CBC", certificates="none")
    files.wrote("certificates-plain", "p256", PASSPHRASES["ascii"], database.name("p256"))
    # With the authorities in the database, the chain comes along.
    for name in "intermediate", "root":
        run("certutil", "-A", "-d", "sql:" + database.folder, "-n", name, "-t", ",,", "-a", "-i",
            files.people.certificate(name))
    database.export("chain", "rsa", PASSPHRASES["ascii"], "AES-256-CBC")
    files.wrote("chain", "rsa", PASSPHRASES["ascii"], database.name("rsa"), chain=3)
