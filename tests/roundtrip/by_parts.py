# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of parts: keys that openssl pkcs8 has encrypted (scrypt, every PRF, every cipher), files as
Windows writes them, and several persons in one."""

import shutil

import der
from common import KEYS, PASSPHRASES, SECOND, STRANGER, combine, read_der, run

PRFS = ["hmacWithMD5", "hmacWithSHA1", "hmacWithSHA224", "hmacWithSHA256", "hmacWithSHA384", "hmacWithSHA512",
        "hmacWithSHA512-224", "hmacWithSHA512-256"]
UNKNOWN_PRFS = ["id-hmacWithSHA3-256", "hmacWithSM3"]
CIPHERS = {name: [] for name in (
    "aes128", "aes192", "aes256", "aes-256-cfb", "aes-256-ofb", "camellia128", "camellia192", "camellia256", "aria128",
    "aria192", "aria256", "des3", "sm4")} | {name: ["old"] for name in ("des", "rc2", "rc2-64-cbc")} | {
    name: [] for name in ("bf", "cast5-cbc", "seed")} | {"rc2-40-cbc": ["old", "40-bit"]}
PBES1 = ["PBE-MD5-DES", "PBE-SHA1-DES", "PBE-MD5-RC2-64", "PBE-SHA1-RC2-64", "PBE-SHA1-2DES", "PBE-SHA1-3DES",
         "PBE-SHA1-RC2-40", "PBE-SHA1-RC2-128", "PBE-SHA1-RC4-40", "PBE-SHA1-RC4-128"]
NAME = "秘密 🗝"
TYPED = {kind: text for kind, text in PASSPHRASES.items() if text is not None}


def missing():
    return None if shutil.which("openssl") else "openssl"


def encrypt(people, key, passphrase, *options):
    return run("openssl", "pkcs8", "-topk8", "-in", people.key(key), "-outform", "DER", "-passout",
               b"pass:" + passphrase.encode(), "-provider", "legacy", "-provider", "default", *options)


def save(files, case, content):
    with open(files.path(case), "wb") as file:
        file.write(content)


def write_pkcs8(files, selection):
    people = files.people

    def one(case, key, kind, options, weaknesses=(), mac=True):
        passphrase = TYPED[kind]
        keys = der.plain_content(der.bag(der.SHROUDED_KEY_BAG, encrypt(people, key, passphrase, *options), der.name(NAME)))
        certificates = der.plain_content(der.certificate_bag(people, key))
        save(files, case, der.pfx([certificates, keys], passphrase if mac else None))
        files.wrote(case, key, passphrase, NAME, weaknesses=weaknesses)

    for key, kind in combine(selection, KEYS, TYPED):
        one("scrypt/%s/%s" % (key, kind), key, kind, ["-scrypt", "-scrypt_N", "1024"])
    for kind in TYPED:
        one("scrypt-default/" + kind, "p256", kind, ["-scrypt"])
        one("scrypt-no-mac/" + kind, "p256", kind, ["-scrypt"], ["no-mac"], mac=False)
    one("scrypt-p-4", "p256", "ascii", ["-scrypt", "-scrypt_N", "4096", "-scrypt_r", "4", "-scrypt_p", "4"])
    for prf, kind in combine(selection, PRFS, TYPED):
        one("prf/%s/%s" % (prf, kind), "ed25519", kind, ["-v2", "aes256", "-v2prf", prf])
    for prf in UNKNOWN_PRFS:
        files.must_refuse(prf, lambda: encrypt(people, "p256", "x", "-v2", "aes256", "-v2prf", prf))
    for cipher, kind in combine(selection, CIPHERS, TYPED):
        one("pbes2/%s/%s" % (cipher, kind), "p384", kind, ["-v2", cipher], CIPHERS[cipher])
    for cipher, kind in combine(selection, PBES1, TYPED):
        one("pbes1/%s/%s" % (cipher, kind), "rsa", kind, ["-v1", cipher], ["old", "40-bit"] if cipher.endswith("-40") else ["old"])


def write_windows(files, selection):
    people = files.people
    csp = der.csp_name("Microsoft Software Key Storage Provider")
    identity = der.key_id(b"\1\0\0\0")

    def certificates(key):
        return der.sequence(der.certificate_bag(people, "root"), der.certificate_bag(people, "intermediate"),
                            der.certificate_bag(people, key, identity, der.name(NAME)))

    for key, (kind, passphrase) in combine(selection, ["rsa", "p256"], list(TYPED.items())):
        plain = read_der(people.key(key))

        def one(case, encrypt_key, encrypt_certificates, digest, weaknesses):
            algorithm, encrypted = encrypt_key(plain)
            shrouded = der.sequence(algorithm, der.octets(encrypted))
            keys = der.plain_content(der.bag(der.SHROUDED_KEY_BAG, shrouded, identity, der.name("{5C9A-4A}"), csp))
            rest = der.encrypted_content(*encrypt_certificates(certificates(key)))
            case = "windows-%s/%s/%s" % (case, key, kind)
            save(files, case, der.pfx([keys, rest], passphrase, digest))
            files.wrote(case, key, passphrase, NAME, 3, weaknesses=weaknesses)

        def triple_des(content):
            return der.pbes1("1.2.840.113549.1.12.1.3", "des-ede3-cbc", 24, passphrase, content)

        def rc2(content):
            return der.pbes1("1.2.840.113549.1.12.1.6", "rc2-40-cbc", 5, passphrase, content)

        def aes(content):
            return der.pbes2(passphrase.encode(), content)

        def aes_bmp(content):
            return der.pbes2(passphrase.encode("utf-16-be") + b"\0\0", content)

        one("old", triple_des, rc2, "sha1", ["old", "40-bit"])
        one("3des", triple_des, triple_des, "sha1", ["old"])
        one("aes", aes, aes, "sha256", [])
        one("aes-bmp", aes_bmp, aes_bmp, "sha256", [])


def write_shapes(files):
    """What is in a file more than once, elsewhere, or not as it should be."""
    people = files.people
    passphrase = PASSPHRASES["japanese"]

    def key(name, *attributes):
        return der.bag(der.SHROUDED_KEY_BAG, encrypt(people, name, passphrase, "-v2", "aes256"), *attributes)

    def one(case, name, chain, *contents, weaknesses=()):
        contents = [der.plain_content(*bags) for bags in contents]
        save(files, case, der.pfx(contents, passphrase))
        files.wrote(case, name, passphrase, None, chain, weaknesses=weaknesses)

    own, intermediate, root, other, second = (
        der.certificate_bag(people, name) for name in ("rsa", "intermediate", "root", STRANGER, SECOND))
    one("reversed", "rsa", 3, [root, intermediate, own], [key("rsa")])
    one("one-content", "rsa", 3, [intermediate, key("rsa"), root, own])
    one("twice", "rsa", 3, [own, own, root, intermediate, root, intermediate], [key("rsa"), key("rsa")])
    one("others-certificates", "rsa", 3, [other, second, root, own, intermediate], [key("rsa")])
    one("two-people", "rsa", 1, [own, other], [key("rsa"), key(STRANGER)], weaknesses=["several"])
    one("two-people-crosswise", "rsa", 1, [other, own], [key("rsa"), key(STRANGER)], weaknesses=["several"])
    one("two-people-reversed", "rsa", 1, [other, own], [key(STRANGER), key("rsa")], weaknesses=["several"])
    one("two-keys", "rsa", 1, [own, second], [key("rsa"), key(SECOND)])
    one("wrong-local-id", "rsa", 1, [
        der.certificate_bag(people, STRANGER, der.key_id(b"1")), der.certificate_bag(people, "rsa", der.key_id(b"2"))],
        [key("rsa", der.key_id(b"1"))])
    one("nested", "rsa", 3, [der.bag(der.NESTED_BAG, der.sequence(root, der.bag(der.NESTED_BAG, der.sequence(
        intermediate, own))))], [der.bag(der.NESTED_BAG, der.sequence(key("rsa")))])
    one("key-bag", "rsa", 1, [own], [der.bag(der.KEY_BAG, read_der(people.key("rsa")))])


def write(files, selection):
    write_pkcs8(files, selection)
    write_windows(files, selection)
    write_shapes(files)
