# SPDX-License-Identifier: GPL-3.0-or-later
"""What the writers share: people, passphrases, choosing, and the list of what was written."""

import base64
import fcntl
import itertools
import os
import subprocess

# What each passphrase is about, and the passphrase as a person types it. None: there is none.
PASSPHRASES = {
    "ascii": "secret 1",
    "empty": "",
    "absent": None,
    "latin": "Schlüssel äöß",
    "japanese": "パスフレーズ",
    "emoji": "😀 key 🗝",
    "long": "0123456789" * 100,
    "blanks": "  at both ends ",
}

# Key types: how openssl makes one, and what it is called by us.
KEYS = {
    "rsa": (["RSA", "rsa_keygen_bits:2048"], "RSA"),
    "rsa-3072": (["RSA", "rsa_keygen_bits:3072"], "RSA"),
    "rsa-pss": (["RSA-PSS", "rsa_keygen_bits:2048"], "RSA-PSS"),
    "p256": (["EC", "ec_paramgen_curve:P-256"], "EC P-256"),
    "p384": (["EC", "ec_paramgen_curve:P-384"], "EC P-384"),
    "p521": (["EC", "ec_paramgen_curve:P-521"], "EC P-521"),
    "secp256k1": (["EC", "ec_paramgen_curve:secp256k1"], "EC secp256k1"),
    "ed25519": (["ED25519"], "Ed25519"),
    "ed448": (["ED448"], "Ed448"),
    "dsa": (None, "DSA"),
}

CONFIGURATION = """
[ca]
default_ca = older
[older]
database = index
new_certs_dir = .
serial = serial
policy = name
default_md = sha256
[req]
distinguished_name = name
[name]
countryName = optional
organizationName = optional
commonName = supplied
[authority]
basicConstraints = critical, CA:true
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
keyUsage = critical, keyCertSign, cRLSign
[person]
basicConstraints = CA:false
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
extendedKeyUsage = clientAuth, emailProtection
"""


# A second key of the person with the RSA key, and somebody else, both with older certificates.
SECOND = "second"
STRANGER = "stranger"


class Refused(Exception):
    """A program does not do what it was asked for; the text is its own."""


def run(*command, **options):
    """What the program prints. Refused, when it fails."""
    options.setdefault("input", b"")
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    if done.returncode != 0:
        said = (done.stderr + done.stdout).decode(errors="replace").strip()
        raise Refused(said or "%s: status %d" % (command[0], done.returncode))
    return done.stdout


def is_younger(path, script):
    return os.path.exists(path) and os.stat(path).st_mtime > os.stat(script).st_mtime


def read_der(path):
    """What is in the first block of a PEM file."""
    with open(path) as file:
        block = file.read().split("-----")[2]
    return base64.b64decode(block)


class People:
    """A person with a key of each type, under root and intermediate: made once in a folder."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        with open(self.path("lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not is_younger(self.path("whole"), __file__):
                self._make()
                open(self.path("whole"), "w").close()
        self.fingerprints = {name: self._fingerprint(name) for name in [*KEYS, SECOND, STRANGER]}

    def path(self, name):
        return os.path.join(self.folder, name)

    def key(self, name):
        return self.path(name + ".key")

    def certificate(self, name):
        return self.path(name + ".pem")

    @property
    def chain(self):
        return self.path("chain.pem")

    @staticmethod
    def subject(name):
        return "印鑑 花子 " + name

    def _make(self):
        with open(self.path("openssl.conf"), "w") as file:
            file.write(CONFIGURATION)
        # RSA: node-forge knows no other.
        for name in "root", "intermediate":
            self._make_key(name, KEYS["rsa"][0])
        self._certify("root", None, "authority", "Round Root", 1)
        self._certify("intermediate", "root", "authority", "Round Intermediate", 2)
        with open(self.chain, "wb") as chain:
            for name in "intermediate", "root":
                with open(self.certificate(name), "rb") as file:
                    chain.write(file.read())
        for serial, (name, (options, _)) in enumerate(KEYS.items(), 100):
            self._make_key(name, options)
            self._certify(name, "intermediate", "person", self.subject(name), serial)

        open(self.path("index"), "w").close()
        self._certify_older(SECOND, self.subject("rsa"), 200)
        self._certify_older(STRANGER, "知らない人", 201)

    def _make_key(self, name, options):
        if options is not None:
            chosen = [word for option in options[1:] for word in ("-pkeyopt", option)]
            run("openssl", "genpkey", "-algorithm", options[0], *chosen, "-out", self.key(name))
            return
        run("openssl", "genpkey", "-genparam", "-algorithm", "DSA", "-pkeyopt", "dsa_paramgen_bits:1024",
            "-out", self.path("dsa.parameters"))
        run("openssl", "genpkey", "-paramfile", self.path("dsa.parameters"), "-out", self.key(name))

    def _certify(self, name, issuer, section, subject, serial):
        by = ["-CA", self.certificate(issuer), "-CAkey", self.key(issuer)] if issuer else []
        run("openssl", "req", "-x509", "-utf8", "-config", self.path("openssl.conf"), "-extensions", section,
            "-key", self.key(name), "-subj", "/C=JP/O=Inkan/CN=" + subject, "-set_serial", str(serial),
            "-days", "3650", "-sha256", *by, "-out", self.certificate(name))

    def _certify_older(self, name, subject, serial):
        self._make_key(name, KEYS["p256"][0])
        run("openssl", "req", "-new", "-utf8", "-config", "openssl.conf", "-key", self.key(name), "-subj",
            "/C=JP/O=Inkan/CN=" + subject, "-out", "request", cwd=self.folder)
        with open(self.path("serial"), "w") as file:
            file.write("%04X\n" % serial)
        run("openssl", "ca", "-batch", "-notext", "-utf8", "-config", "openssl.conf", "-extensions", "person", "-in",
            "request", "-cert", self.certificate("intermediate"), "-keyfile", self.key("intermediate"), "-startdate",
            "20240101000000Z", "-enddate", "20991231235959Z", "-out", self.certificate(name), cwd=self.folder)

    def _fingerprint(self, name):
        said = run("openssl", "x509", "-in", self.certificate(name), "-noout", "-fingerprint", "-sha256")
        return said.decode().strip().split("=")[1]


class List:
    """What was written, a line each, for the program that reads it (see test-roundtrip.c)."""

    def __init__(self, folder, people):
        self.folder = folder
        self.people = people
        self.lines = []
        os.makedirs(folder, exist_ok=True)

    def path(self, case):
        return os.path.join(self.folder, case.replace("/", "-") + ".p12")

    def wrote(self, case, key, passphrase, friendly_name=None, chain=1, unsealed=False, weaknesses=()):
        """A file at path(case). chain: certificates, the person's own included. unsealed: opens
        with any passphrase, because nothing in it needs one. weaknesses: see test-roundtrip.c."""
        typed = "-" if passphrase is None else "=" + passphrase.encode().hex()
        self._line("file", case, self.path(case), typed, self.people.subject(key), self.people.fingerprints[key],
                   KEYS[key][1], friendly_name or "", str(chain), "any" if unsealed else "own", ",".join(weaknesses))

    def cannot(self, what, why):
        """Something that was tried and that the program does not do."""
        self._line("cannot", what, " ".join(why.split())[:300])

    def must_refuse(self, what, write):
        """A thing that the program is not able to write: said when it is tried."""
        try:
            write()
        except Refused as refused:
            self.cannot(what, str(refused))
        else:
            self._line("surprise", what)

    def absent(self, program):
        self._line("absent", program)

    def _line(self, *columns):
        assert not any("\t" in column or "\n" in column for column in columns)
        self.lines.append("\t".join(columns))

    def finish(self):
        with open(os.path.join(self.folder, "list"), "w") as file:
            file.write("".join(line + "\n" for line in self.lines))


def everything(*kinds):
    return list(itertools.product(*kinds))


def combine(selection, *kinds):
    """All combinations of what costs little; of "some", enough to have each thing once."""
    return cover(max(map(len, kinds)), *kinds) if selection == "some" else everything(*kinds)


def cover(count, *kinds):
    """So many combinations that differ as much as can be: everything in kinds comes up when
    count is no less than the longest of them."""
    kinds = [list(kind) for kind in kinds]
    chosen = []
    for i in range(count):
        # Where two lists are equally long, the second moves on by one in each round.
        chosen.append(tuple(kind[(i + k * (i // len(kind))) % len(kind)] for k, kind in enumerate(kinds)))
    return chosen
