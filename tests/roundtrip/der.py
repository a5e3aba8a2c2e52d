# SPDX-License-Identifier: GPL-3.0-or-later
"""PKCS#12 files put together of parts: for what no program puts together itself."""

import hashlib
import hmac
import os

from common import read_der, run

DATA = "1.2.840.113549.1.7.1"
ENCRYPTED_DATA = "1.2.840.113549.1.7.6"
KEY_BAG = "1.2.840.113549.1.12.10.1.1"
SHROUDED_KEY_BAG = "1.2.840.113549.1.12.10.1.2"
CERTIFICATE_BAG = "1.2.840.113549.1.12.10.1.3"
NESTED_BAG = "1.2.840.113549.1.12.10.1.6"
X509_CERTIFICATE = "1.2.840.113549.1.9.22.1"
FRIENDLY_NAME = "1.2.840.113549.1.9.20"
LOCAL_KEY_ID = "1.2.840.113549.1.9.21"
CSP_NAME = "1.3.6.1.4.1.311.17.1"
DIGESTS = {"sha1": "1.3.14.3.2.26", "sha256": "2.16.840.1.101.3.4.2.1"}
MAC_ID, KEY_ID, VECTOR_ID = 3, 1, 2


def value(tag, content):
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


def sequence(*parts):
    return value(0x30, b"".join(parts))


def a_set(*parts):
    return value(0x31, b"".join(parts))


def octets(content):
    return value(0x04, content)


def explicit(content, tag=0xA0):
    return value(tag, content)


def integer(number):
    return value(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def identifier(numbers):
    first, second, *others = map(int, numbers.split("."))
    content = bytes([40 * first + second])
    for number in others:
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append(number & 0x7F | 0x80)
        content += bytes(reversed(groups))
    return value(0x06, content)


NULL = value(0x05, b"")


def name(text):
    return sequence(identifier(FRIENDLY_NAME), a_set(value(0x1E, text.encode("utf-16-be"))))


def csp_name(text):
    return sequence(identifier(CSP_NAME), a_set(value(0x1E, text.encode("utf-16-be"))))


def key_id(content):
    return sequence(identifier(LOCAL_KEY_ID), a_set(octets(content)))


def bag(kind, content, *attributes):
    return sequence(identifier(kind), explicit(content), *([a_set(*attributes)] if attributes else []))


def certificate_bag(people, name_of_file, *attributes):
    content = octets(read_der(people.certificate(name_of_file)))
    return bag(CERTIFICATE_BAG, sequence(identifier(X509_CERTIFICATE), explicit(content)), *attributes)


def plain_content(*bags):
    return sequence(identifier(DATA), explicit(octets(sequence(*bags))))


def encrypted_content(algorithm, encrypted):
    return sequence(identifier(ENCRYPTED_DATA), explicit(sequence(
        integer(0), sequence(identifier(DATA), algorithm, value(0x80, encrypted)))))


def derive(digest, what, passphrase, salt, iterations, size):
    """RFC 7292, appendix B. passphrase: as it is typed."""
    block = hashlib.new(digest).block_size
    spelled = passphrase.encode("utf-16-be") + b"\0\0"

    def fill(content):
        whole = -(-len(content) // block) * block
        return (content * (whole // len(content) + 1))[:whole]

    mixed = fill(salt) + fill(spelled)
    result = b""
    while len(result) < size:
        part = hashlib.new(digest, bytes([what]) * block + mixed).digest()
        for _ in range(iterations - 1):
            part = hashlib.new(digest, part).digest()
        result += part
        addend = int.from_bytes(fill(part)[:block], "big") + 1
        mixed = b"".join(((int.from_bytes(mixed[i:i + block], "big") + addend) % (1 << 8 * block)).to_bytes(block, "big")
                         for i in range(0, len(mixed), block))
    return result[:size]


def cipher(name_of_cipher, key, vector, plain):
    # Keys of these files protect nothing: they may be seen in the list of processes.
    return run("openssl", "enc", "-e", "-" + name_of_cipher, "-K", key.hex(), "-iv", vector.hex(), "-provider", "legacy",
               "-provider", "default", input=plain)


def pbes1(algorithm, name_of_cipher, size, passphrase, plain, iterations=2000):
    """PKCS#12's own encryption with SHA-1: algorithm identifier, and what is encrypted."""
    salt = os.urandom(8)
    key, vector = (derive("sha1", what, passphrase, salt, iterations, length)
                   for what, length in ((KEY_ID, size), (VECTOR_ID, 8)))
    parameters = sequence(octets(salt), integer(iterations))
    return sequence(identifier(algorithm), parameters), cipher(name_of_cipher, key, vector, plain)


def pbes2(spelled, plain, iterations=2000):
    """AES-256-CBC under PBKDF2 with SHA-256. spelled: the passphrase's octets."""
    salt, vector = os.urandom(8), os.urandom(16)
    key = hashlib.pbkdf2_hmac("sha256", spelled, salt, iterations, 32)
    derivation = sequence(identifier("1.2.840.113549.1.5.12"), sequence(
        octets(salt), integer(iterations), sequence(identifier("1.2.840.113549.2.9"), NULL)))
    scheme = sequence(identifier("2.16.840.1.101.3.4.1.42"), octets(vector))
    algorithm = sequence(identifier("1.2.840.113549.1.5.13"), sequence(derivation, scheme))
    return algorithm, cipher("aes-256-cbc", key, vector, plain)


def pfx(contents, passphrase=None, digest="sha256", iterations=2000):
    """The whole file; with a MAC when there is a passphrase."""
    inside = sequence(*contents)
    parts = [integer(3), sequence(identifier(DATA), explicit(octets(inside)))]
    if passphrase is not None:
        salt = os.urandom(20)
        key = derive(digest, MAC_ID, passphrase, salt, iterations, hashlib.new(digest).digest_size)
        algorithm = sequence(identifier(DIGESTS[digest]), NULL)
        parts.append(sequence(sequence(algorithm, octets(hmac.digest(key, inside, digest))), octets(salt),
                              integer(iterations)))
    return sequence(*parts)
