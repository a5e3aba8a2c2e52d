# SPDX-License-Identifier: GPL-3.0-or-later
"""certtool --to-p12. Every file asks for 600 000 iterations in each of its parts: few are made."""

from common import KEYS, PASSPHRASES, cover, everything, run

CIPHERS = ["3des-pkcs12", "aes-128", "3des", "rc2-40", "aes-256", "arcfour", "aes-192"]
OLD = {"3des-pkcs12": ["old"], "rc2-40": ["old", "40-bit"], "arcfour": ["old"]}
DIGESTS = ["sha256", "sha1", "sha512", "sha384", "sha224"]
NAME = "Hanako 花子 😀"


def export(files, case, key, kind, cipher, *options):
    chosen = {"empty": "--empty-password", "absent": "--null-password"}
    run("certtool", "--to-p12", "--load-certificate", files.people.certificate(key), "--load-privkey",
        files.people.key(key), "--p12-name", NAME, chosen.get(kind) or "--password=" + PASSPHRASES[kind],
        "--pkcs-cipher", cipher, "--outder", "--outfile", files.path(case), *options)


def write(files, selection):
    # GnuTLS knows no secp256k1.
    keys = [key for key in KEYS if key != "secp256k1"]
    files.must_refuse("secp256k1", lambda: export(files, "secp256k1", "secp256k1", "ascii", "aes-128"))
    files.must_refuse("none-with-chain", lambda: export(files, "none", "p256", "ascii", "none",
                                                        "--load-ca-certificate", files.people.chain))

    if selection == "all":
        combinations = everything(keys, CIPHERS, PASSPHRASES)
    else:
        combinations = cover(9, keys, CIPHERS, PASSPHRASES)
    for i, (key, cipher, kind) in enumerate(combinations):
        case = "%s/%s/%s" % (cipher, key, kind)
        export(files, case, key, kind, cipher, "--hash", DIGESTS[i % len(DIGESTS)])
        files.wrote(case, key, PASSPHRASES[kind], NAME, weaknesses=OLD.get(cipher, []))

    # Each certificate is encrypted by itself. Of a file with several authorities it takes the first.
    export(files, "chain", "rsa", "ascii", "aes-128", "--load-ca-certificate", files.people.certificate("intermediate"))
    files.wrote("chain", "rsa", PASSPHRASES["ascii"], NAME, chain=2)
    export(files, "none", "p256", "ascii", "none")
    files.wrote("none", "p256", PASSPHRASES["ascii"], NAME)
    # An empty passphrase that is not said to be meant: nothing is encrypted, in a bag for what is.
    run("certtool", "--to-p12", "--load-certificate", files.people.certificate("p384"), "--load-privkey",
        files.people.key("p384"), "--p12-name", NAME, "--password=", "--outder", "--outfile",
        files.path("nothing-typed"))
    files.wrote("nothing-typed", "p384", None, NAME)
