# SPDX-License-Identifier: GPL-3.0-or-later
"""openssl pkcs12 -export."""

from common import KEYS, PASSPHRASES, combine, run

PBES1 = ["PBE-SHA1-RC2-40", "PBE-SHA1-RC2-128", "PBE-SHA1-3DES", "PBE-SHA1-2DES", "PBE-SHA1-RC4-40",
         "PBE-SHA1-RC4-128"]
PBES2 = ["aes-128-cbc", "aes-192-cbc", "aes-256-cbc", "camellia-128-cbc", "camellia-192-cbc", "camellia-256-cbc",
         "aria-256-cbc", "des-ede3-cbc"]
DIGESTS = ["sha1", "sha224", "sha256", "sha384", "sha512", "sha512-256", "sha3-256", "md5"]
NAME = "花子の印 é"
# What else it can be asked for, and the weaknesses that come of it.
SHAPES = {
    "as-it-is": ([], []),
    "legacy": (["-legacy"], ["old", "40-bit"]),
    "descert": (["-descert", "-legacy"], ["old"]),
    "no-mac": (["-nomac"], ["no-mac"]),
    # Without a MAC it encrypts no certificates.
    "no-mac-old": (["-nomac", "-legacy"], ["no-mac", "old"]),
    "iter-1": (["-noiter", "-nomaciter"], ["few"]),
    "iter-1-old": (["-noiter", "-nomaciter", "-legacy"], ["few", "old", "40-bit"]),
    "iter-100000": (["-iter", "100000"], []),
    "plain-key": (["-keypbe", "NONE"], []),
    "plain-certificate": (["-certpbe", "NONE"], []),
    "plain-both": (["-keypbe", "NONE", "-certpbe", "NONE"], []),
    "windows-names": (["-CSP", "Microsoft Software Key Storage Provider", "-LMK", "-legacy"], ["old", "40-bit"]),
}


def export(files, case, key, passphrase, *options, **about):
    # An argument can hold what a file's first line cannot.
    if isinstance(passphrase, str):
        passphrase = passphrase.encode()
    run("openssl", "pkcs12", "-export", "-inkey", files.people.key(key), "-in", files.people.certificate(key),
        "-out", files.path(case), "-passout", b"pass:" + passphrase, *options)


def weaknesses(cipher):
    if cipher in PBES1:
        return ["old", "40-bit"] if cipher.endswith("-40") else ["old"]
    return []


def write(files, selection):
    people = files.people
    typed = {kind: text for kind, text in PASSPHRASES.items() if text is not None}
    chain = ["-certfile", people.chain]

    # The products. Digest and chain take turns.
    for i, (key, cipher, kind) in enumerate(combine(selection, KEYS, PBES1 + PBES2, typed)):
        case = "%s/%s/%s" % (cipher, key, kind)
        digest = DIGESTS[i % len(DIGESTS)]
        export(files, case, key, typed[kind], "-keypbe", cipher, "-certpbe", cipher, "-macalg", digest, "-name", NAME,
               *(["-legacy"] if cipher in PBES1 else []), *(chain if i % 3 == 0 else []))
        files.wrote(case, key, typed[kind], NAME, 3 if i % 3 == 0 else 1, weaknesses=weaknesses(cipher))

    # Each digest with each kind of passphrase.
    for digest, kind in combine(selection, DIGESTS, typed):
        case = "mac-%s/%s" % (digest, kind)
        export(files, case, "p256", typed[kind], "-macalg", digest)
        files.wrote(case, "p256", typed[kind])

    for case, kind in combine(selection, SHAPES, typed):
        options, weak = SHAPES[case]
        export(files, "%s/%s" % (case, kind), "rsa", typed[kind], *options, *chain)
        files.wrote("%s/%s" % (case, kind), "rsa", typed[kind], chain=3, weaknesses=weak)

    # Nothing in these needs a passphrase: what is typed does not matter.
    for key in KEYS:
        case = "nothing-protected/" + key
        export(files, case, key, "", "-nomac", "-keypbe", "NONE", "-certpbe", "NONE")
        files.wrote(case, key, None, unsealed=True, weaknesses=["no-mac"])

    # What was typed in a terminal that is not UTF-8, and what OpenSSL before 1.1 made of one that is.
    latin = PASSPHRASES["latin"]
    for kind in "latin", "japanese", "emoji":
        text = PASSPHRASES[kind]
        twice = text.encode().decode("latin-1")
        export(files, "read-as-latin-1/" + kind, "p256", twice, "-legacy")
        files.wrote("read-as-latin-1/" + kind, "p256", text, weaknesses=["old", "40-bit"])
    for case, options, weak in ("aes", [], []), ("old", ["-legacy"], ["old", "40-bit"]):
        export(files, "latin-1-terminal/" + case, "p256", latin.encode("latin-1"), *options)
        files.wrote("latin-1-terminal/" + case, "p256", latin, weaknesses=weak)

    for key in KEYS:
        export(files, "chain-key-type/" + key, key, PASSPHRASES["ascii"], *chain, "-caname", "上", "-caname", "Root")
        files.wrote("chain-key-type/" + key, key, PASSPHRASES["ascii"], chain=3)
