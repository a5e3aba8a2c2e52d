# SPDX-License-Identifier: GPL-3.0-or-later
"""Java's keystores: a few by keytool, and as many as there are by a small program that uses the
same classes, where there is a compiler to run it."""

import os
import shutil
import subprocess

from common import KEYS, PASSPHRASES, SECOND, STRANGER, Refused, cover, everything, read_der, run

HERE = os.path.dirname(os.path.abspath(__file__))
QUICK = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"]
PBES1 = ["PBEWithSHA1AndRC2_40", "PBEWithSHA1AndRC2_128", "PBEWithSHA1AndDESede", "PBEWithSHA1AndRC4_40",
         "PBEWithSHA1AndRC4_128", "PBEWithMD5AndDES"]
PBES2 = ["PBEWithHmacSHA%sAndAES_%d" % pair for pair in everything(["1", "224", "256", "384", "512"], [128, 256])]
DIGESTS = ["SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "SHA512/224", "SHA512/256"]
# Characters beyond ASCII are refused by the classes themselves.
TYPED = [kind for kind, text in PASSPHRASES.items() if text is None or text.isascii()]
# Java makes the aliases lower case.
ALIAS = "花子 key"


def weaknesses(cipher):
    if cipher not in PBES1:
        return []
    return ["old", "40-bit"] if cipher.endswith("_40") else ["old"]


def keytool(files, case, passphrase, source, properties=()):
    run("keytool", *("-J" + option for option in QUICK), *("-J-Dkeystore.pkcs12." + word for word in properties),
        "-importkeystore", "-srckeystore", source, "-srcstoretype", "pkcs12", "-srcstorepass", "source",
        "-destkeystore", files.path(case), "-deststoretype", "pkcs12", "-deststorepass", passphrase, "-noprompt")
    if not os.path.exists(files.path(case)):
        raise Refused("no file")


def write_with_keytool(files, selection):
    people = files.people

    def source(key):
        path = os.path.join(files.folder, key + ".source")
        if not os.path.exists(path):
            run("openssl", "pkcs12", "-export", "-inkey", people.key(key), "-in", people.certificate(key),
                "-certfile", people.chain, "-name", ALIAS + " " + key, "-passout", "pass:source", "-out", path)
        return path

    old = ["keyProtectionAlgorithm=PBEWithSHA1AndDESede", "certProtectionAlgorithm=PBEWithSHA1AndRC2_40",
           "macAlgorithm=HmacPBESHA1"]
    samples = [
        ("default", "rsa", "ascii", [], []),
        ("old", "p256", "blanks", old, ["old", "40-bit"]),
        ("new", "ed25519", "long", ["keyProtectionAlgorithm=PBEWithHmacSHA512AndAES_256",
                                    "macAlgorithm=HmacPBESHA512"], []),
    ]
    for case, key, kind, properties, weak in samples[:2] if selection == "some" else samples:
        keytool(files, "keytool/" + case, PASSPHRASES[kind], source(key), properties)
        files.wrote("keytool/" + case, key, PASSPHRASES[kind], ALIAS + " " + key, chain=3, weaknesses=weak)
    files.must_refuse("keytool/japanese", lambda: keytool(files, "japanese", PASSPHRASES["japanese"], source("rsa")))
    files.must_refuse("keytool/empty", lambda: keytool(files, "empty", "", source("rsa")))
    # Such a store has no passphrase; its keys stay as they were protected in the other one.
    keytool(files, "keytool/no-mac", PASSPHRASES["ascii"], source("dsa"), ["certProtectionAlgorithm=NONE",
                                                                          "macAlgorithm=NONE"])
    files.wrote("keytool/no-mac", "dsa", "source", ALIAS + " dsa", chain=3, weaknesses=["no-mac"])
    # The keys of two people, and two keys of one.
    for case, key, other, weak in ("two-people", "rsa", STRANGER, ["several"]), ("two-keys", "rsa", SECOND, []):
        keytool(files, "keytool/" + case, PASSPHRASES["ascii"], source(key))
        keytool(files, "keytool/" + case, PASSPHRASES["ascii"], source(other))
        files.wrote("keytool/" + case, key, PASSPHRASES["ascii"], ALIAS + " " + key, chain=3, weaknesses=weak)
    # An authority of its own kind of entry beside the person's.
    keytool(files, "keytool/trusted", PASSPHRASES["ascii"], source("p384"))
    run("keytool", *("-J" + option for option in QUICK), "-importcert", "-noprompt", "-alias", "trusted root",
        "-file", people.certificate("root"), "-keystore", files.path("keytool/trusted"), "-storepass",
        PASSPHRASES["ascii"])
    files.wrote("keytool/trusted", "p384", PASSPHRASES["ascii"], ALIAS + " p384", chain=3)


class Program:
    """The files to write, for WriteKeystores.java."""

    def __init__(self, files):
        self.files = files
        self.jobs = []
        self.refusals = {}

    def der(self, key):
        path = os.path.join(self.files.folder, key + ".der")
        if not os.path.exists(path):
            with open(path, "wb") as file:
                file.write(read_der(self.files.people.key(key)))
        return path

    @staticmethod
    def hexadecimal(text):
        return "-" if text is None else "=" + text.encode().hex()

    def entry(self, alias, key, certificates):
        parts = [self.hexadecimal(alias), self.der(key) if key else "-"]
        return ";".join(parts + [self.files.people.certificate(name) for name in certificates])

    def ask(self, case, passphrase, properties, *entries):
        words = ",".join("%s=%s" % item for item in properties.items())
        self.jobs.append((case, "\t".join((self.files.path(case), self.hexadecimal(passphrase), words) + entries)))

    def run(self):
        done = subprocess.run(["java", *QUICK, os.path.join(HERE, "WriteKeystores.java")], stdout=subprocess.PIPE,
                              input="\n".join(job for _, job in self.jobs).encode(), check=True)
        for (case, _), said in zip(self.jobs, done.stdout.decode().splitlines(), strict=True):
            if said != "ok" and case not in self.refusals:
                raise Refused("%s: %s" % (case, said))
            if case in self.refusals:
                self.refusals[case] = said


def write_with_program(files, selection):
    program = Program(files)
    typed = {kind: PASSPHRASES[kind] for kind in TYPED}
    ciphers = PBES1 + PBES2
    if selection == "some":
        combinations = cover(len(ciphers), KEYS, ciphers, typed)
    elif selection == "many":
        combinations = cover(5 * len(ciphers), KEYS, ciphers, typed)
    else:
        combinations = everything(KEYS, ciphers, typed)
    for i, (key, cipher, kind) in enumerate(combinations):
        case = "%s/%s/%s" % (cipher, key, kind)
        chain = [key, "intermediate", "root"][:3 if i % 3 == 0 else 1]
        properties = {"keyProtectionAlgorithm": cipher, "certProtectionAlgorithm": cipher,
                      "macAlgorithm": "HmacPBE" + DIGESTS[i % len(DIGESTS)]}
        properties.update(dict.fromkeys(["macIterationCount", "keyPbeIterationCount", "certPbeIterationCount"], "2000"))
        program.ask(case, typed[kind], properties, program.entry(ALIAS, key, chain))
        files.wrote(case, key, typed[kind], ALIAS, len(chain), weaknesses=weaknesses(cipher))
    for kind in typed:
        program.ask("default/" + kind, typed[kind], {}, program.entry(ALIAS, "rsa", ["rsa"]))
        files.wrote("default/" + kind, "rsa", typed[kind], ALIAS)
        bare = {"macAlgorithm": "NONE", "certProtectionAlgorithm": "NONE"}
        program.ask("bare/" + kind, typed[kind], bare, program.entry(ALIAS, "p256", ["p256"]))
        files.wrote("bare/" + kind, "p256", typed[kind], ALIAS, weaknesses=["no-mac"])
    for kind in set(PASSPHRASES) - set(TYPED):
        case = "refused/" + kind
        program.refusals[case] = None
        program.ask(case, PASSPHRASES[kind], {}, program.entry(ALIAS, "rsa", ["rsa"]))
    program.run()
    for case, said in program.refusals.items():
        files.must_refuse(case, lambda: refuse(said))


def refuse(said):
    if said != "ok":
        raise Refused(said)


def write(files, selection):
    write_with_keytool(files, selection)
    if shutil.which("javac"):
        write_with_program(files, selection)
    else:
        files.absent("javac")
