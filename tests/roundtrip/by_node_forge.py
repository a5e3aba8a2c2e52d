# SPDX-License-Identifier: GPL-3.0-or-later
"""node-forge, as web pages use it: one Node writes all files. It knows RSA only."""

import json
import os
import subprocess

from common import PASSPHRASES, combine

HERE = os.path.dirname(os.path.abspath(__file__))
MODULES = os.path.join(HERE, "..", "..", "build-peers", "node_modules")
CIPHERS = ["3des", "aes128", "aes192", "aes256", "des"]
NAME = "花子の印 😀é"


def missing():
    return None if os.path.isdir(os.path.join(MODULES, "node-forge")) else "node-forge"


def write(files, selection):
    people = files.people
    jobs = []

    def ask(case, key, kind, options, certificates, **about):
        jobs.append({
            "key": people.key(key), "certificates": certificates, "passphrase": PASSPHRASES[kind],
            "options": dict(options, friendlyName=NAME), "path": files.path(case),
        })
        files.wrote(case, key, PASSPHRASES[kind], NAME, len(certificates), **about)

    def chain(key):
        return [people.certificate(name) for name in (key, "intermediate", "root")]

    for key, cipher, kind in combine(selection, ["rsa", "rsa-3072"], CIPHERS, PASSPHRASES):
        # Without a passphrase nothing is encrypted.
        weak = ["old"] if cipher in ("3des", "des") and kind != "absent" else []
        ask("%s/%s/%s" % (cipher, key, kind), key, kind, {"algorithm": cipher}, chain(key)[:1], weaknesses=weak)
    for kind in PASSPHRASES:
        unsealed = kind == "absent"
        ask("no-mac/" + kind, "rsa", kind, {"useMac": False}, chain("rsa"), unsealed=unsealed, weaknesses=["no-mac"])
        ask("count-10/" + kind, "rsa", kind, {"count": 10, "saltSize": 16}, chain("rsa"), weaknesses=["few"])
    # With SHA-512/224 it says that it has derived with SHA-224.
    files.cannot("prf-sha224", "what it writes then is read by node-forge only")
    for digest in "sha1", "sha256", "sha384", "sha512":
        ask("prf-" + digest, "rsa", "ascii", {"algorithm": "aes256", "prfAlgorithm": digest}, chain("rsa"))
    ask("reversed", "rsa", "ascii", {"localKeyId": "01000000"}, [chain("rsa")[i] for i in (0, 2, 1)])
    ask("no-local-key-id", "rsa", "ascii", {"generateLocalKeyId": False}, chain("rsa"))

    environment = dict(os.environ, NODE_PATH=MODULES)
    subprocess.run(["node", os.path.join(HERE, "write-forge.js")], input=json.dumps(jobs).encode(), env=environment,
                   check=True)
