# SPDX-License-Identifier: GPL-3.0-or-later
"""What the portals of tests/portals have in common: HTTPS on 127.0.0.1 with an
authority of its own, requests read, answers written byte for byte as the portal
says, sessions, a log, and certificates that openssl makes.

A portal is a program that defines a subclass of Portal and hands it to main().
It is started as

    python3 -B NAME.py --directory DIR [--fault NAME]... [--seconds N]

keeps all it has in DIR, and prints, once it listens, a key file with the group
[Portal] that ends with ProcessId, as the practice portal does: Origin,
Definition, TrustAnchor, Log, what the portal adds in report(), such as the
credentials that work, and MailFolder when it has written a message. It ends
with the program that started it.

The log has a line for every request, "METHOD TARGET STATUS", written before the
answer is sent, and a line for every event that the portal notes: "agreed",
"issued SERIAL FINGERPRINT", and whatever else it wants a test to count.
"""
import argparse
import base64
import binascii
import ctypes
import email.message
import email.policy
import email.utils
import html
import http.server
import os
import secrets
import signal
import socketserver
import ssl
import subprocess
import sys
import threading
import urllib.parse

OPENSSL_CONFIG = """\
[req]
distinguished_name = name
prompt = no
utf8 = yes
string_mask = utf8only
[name]
CN = unused
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, keyEncipherment
extendedKeyUsage = serverAuth
subjectAltName = IP:127.0.0.1, DNS:localhost
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[person]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, keyEncipherment
extendedKeyUsage = clientAuth, emailProtection
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""


def subject(*parts):
    """A name for openssl's -subj, from pairs such as ('CN', 'Some One')."""
    def escape(value):
        return ''.join('\\' + c if c in '\\/+' else c for c in value)

    return ''.join('/%s=%s' % (name, escape(value)) for name, value in parts)


class Authority:
    """Issues the server's certificate, and those of the persons."""

    def __init__(self, folder, name):
        self.folder = folder
        os.makedirs(folder, 0o700)
        self._write('openssl.cnf', OPENSSL_CONFIG)
        self._openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'ca.key')
        self._openssl('req', '-x509', '-config', 'openssl.cnf', '-extensions', 'authority', '-utf8', '-sha256',
                      '-days', '30', '-key', 'ca.key', '-subj', subject(('O', name), ('CN', name + ' CA')),
                      '-out', 'ca.pem')
        self.anchor = self._path('ca.pem')
        self._certify('server', subject(('CN', '127.0.0.1')), ['EC', 'ec_paramgen_curve:P-256'], 'server')

    def _path(self, name):
        return os.path.join(self.folder, name)

    def _write(self, name, text):
        with open(self._path(name), 'w', encoding='utf-8') as file:
            file.write(text)

    def _openssl(self, *arguments, secret=None):
        """Runs openssl; a secret goes by its standard input, never in its arguments."""
        done = subprocess.run(('openssl',) + arguments, cwd=self.folder, check=False, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, input=b'' if secret is None else secret.encode('utf-8') + b'\n')
        if done.returncode != 0:
            raise RuntimeError('openssl %s: %s' % (arguments[0], done.stderr.decode('utf-8', 'replace')))
        return done.stdout

    def _certify(self, stem, name, key, extensions, more=''):
        kind, option = key
        self._write(stem + '.cnf', OPENSSL_CONFIG.replace('[%s]' % extensions, '[%s]\n%s' % (extensions, more)))
        self._openssl('genpkey', '-algorithm', kind, '-pkeyopt', option, '-out', stem + '.key')
        self._openssl('req', '-new', '-config', 'openssl.cnf', '-utf8', '-sha256', '-key', stem + '.key',
                      '-subj', name, '-out', stem + '.csr')
        self._openssl('x509', '-req', '-sha256', '-days', '20', '-in', stem + '.csr', '-CA', 'ca.pem', '-CAkey',
                      'ca.key', '-set_serial', '0x%x' % (secrets.randbits(126) | 1 << 126), '-extfile', stem + '.cnf',
                      '-extensions', extensions, '-out', stem + '.pem')

    def server_context(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self._path('server.pem'), self._path('server.key'))
        return context

    def issue(self, name, passphrase, friendly_name, address=None, key=('RSA', 'rsa_keygen_bits:2048'), old=False):
        """A PKCS#12 file for the subject name: (bytes, serial, SHA-256 fingerprint).

        old: encrypted as portals' libraries did for twenty years (40 bit RC2 for
        the certificates, Triple DES for the key, SHA-1).
        """
        stem = 'person-' + secrets.token_hex(8)
        self._certify(stem, name, key, 'person',
                      'subjectAltName = email:' + address if address is not None else '')
        self._openssl(*(['pkcs12', '-export'] + (['-legacy'] if old else []) +
                        ['-inkey', stem + '.key', '-in', stem + '.pem', '-certfile', 'ca.pem', '-name', friendly_name,
                         '-passout', 'stdin', '-out', stem + '.p12']), secret=passphrase)
        lines = self._openssl('x509', '-in', stem + '.pem', '-noout', '-serial', '-fingerprint', '-sha256').decode()
        serial, fingerprint = (line.partition('=')[2] for line in lines.splitlines())
        with open(self._path(stem + '.p12'), 'rb') as file:
            contents = file.read()
        for ending in ('.key', '.csr', '.cnf', '.pem', '.p12'):
            os.unlink(self._path(stem + ending))
        return contents, serial, fingerprint


class Request:
    """What a browser asked for."""

    def __init__(self, method, target, headers, body):
        self.method = method
        self.target = target          # as it came
        self.headers = headers        # case-insensitive, as email.message.Message
        self.body = body              # bytes
        parts = urllib.parse.urlsplit(target)
        self.path = parts.path
        self.query = parts.query

    def header(self, name, default=''):
        return self.headers.get(name, default)

    def cookie(self, name):
        for pair in ';'.join(self.headers.get_all('Cookie', [])).split(';'):
            key, _, value = pair.strip().partition('=')
            if key == name:
                return value
        return None

    def pairs(self, encoding='utf-8'):
        """The fields of a form that was sent, in order: [(name, value)].

        multipart/form-data: the file's bytes are decoded like a text.
        """
        kind = self.headers.get_content_type()
        if self.method != 'POST' or kind == 'application/x-www-form-urlencoded':
            text = self.query if self.method != 'POST' else self.body.decode('ascii', 'replace')
            return urllib.parse.parse_qsl(text, keep_blank_values=True, encoding=encoding, errors='replace')
        if kind == 'multipart/form-data':
            return self._parts(encoding)
        return []

    def _parts(self, encoding):
        delimiter = b'--' + (self.headers.get_param('boundary') or '').encode('ascii')
        pairs = []
        for part in (b'\r\n' + self.body).split(b'\r\n' + delimiter)[1:]:
            head, blank, value = part.partition(b'\r\n\r\n')
            if not blank:
                break
            name = head.decode(encoding, 'replace').partition('name="')[2].partition('"')[0]
            pairs.append((name, value.decode(encoding, 'replace')))
        return pairs

    def fields(self, encoding='utf-8'):
        """The same as a dictionary: the last one counts, as for most portals' languages."""
        return dict(self.pairs(encoding))

    def basic(self):
        """(user, password) from an Authorization header of HTTP Basic, or None."""
        scheme, _, value = self.header('Authorization').partition(' ')
        try:
            text = base64.b64decode(value.strip(), validate=True).decode('utf-8')
        except (binascii.Error, UnicodeDecodeError):
            return None
        if scheme.lower() != 'basic' or ':' not in text:
            return None
        user, _, password = text.partition(':')
        return user, password


class Answer:
    """What goes back. Headers and body stand on the wire as they are given here.

    headers: [(name, value)], values str (sent as Latin-1) or bytes
    framing: 'length' (with Content-Length), 'chunked', or 'close' (the end of the
             connection ends the body)
    """

    def __init__(self, body=b'', status=200, kind='text/html; charset=utf-8', headers=(), framing='length',
                 reason=None):
        self.body = body.encode('utf-8') if isinstance(body, str) else body
        self.status = status
        self.reason = reason or http.server.BaseHTTPRequestHandler.responses.get(status, ('Unknown',))[0]
        self.headers = ([('Content-Type', kind)] if kind is not None else []) + list(headers)
        self.framing = framing

    def write(self, stream, head_only):
        headers = [('Date', email.utils.formatdate(usegmt=True))] + list(self.headers)
        if self.framing == 'length':
            headers.append(('Content-Length', str(len(self.body))))
        elif self.framing == 'chunked':
            headers.append(('Transfer-Encoding', 'chunked'))
        else:
            headers.append(('Connection', 'close'))
        lines = [('HTTP/1.1 %d %s' % (self.status, self.reason)).encode('latin-1')]
        for name, value in headers:
            lines.append(name.encode('latin-1') + b': ' +
                         (value if isinstance(value, bytes) else value.encode('latin-1')))
        stream.write(b'\r\n'.join(lines) + b'\r\n\r\n')
        if not head_only:
            stream.write(self._chunks() if self.framing == 'chunked' else self.body)
        stream.flush()

    def _chunks(self, size=1000):
        pieces = [self.body[at:at + size] for at in range(0, len(self.body), size)]
        return b''.join(b'%x\r\n%s\r\n' % (len(piece), piece) for piece in pieces + [b''])


def redirect(location, status=302, headers=()):
    return Answer(status=status, kind=None, headers=[('Location', location)] + list(headers))


def escape(text):
    return html.escape(text, quote=True)


class Portal:
    """A portal. Subclasses set what stands here and define answer()."""

    name = None            # also that of the definition's template: NAME.portal.in
    organisation = None    # in the certificates of its authority
    cookie = 'SESSIONID'
    cookie_path = '/'
    faults = ()            # names that --fault takes

    def __init__(self, directory, options):
        self.directory = directory
        self.options = options
        self.origin = None
        self.lock = threading.Condition(threading.RLock())
        self.sessions = {}
        self.mails = 0
        self.log_path = os.path.join(directory, 'log')
        self.log = open(self.log_path, 'w', encoding='utf-8')
        self.authority = Authority(os.path.join(directory, 'authority'), self.organisation or self.name)

    def answer(self, request):
        """The Answer to a Request; called with the lock held, by a thread for each connection."""
        raise NotImplementedError

    def report(self):
        """[(key, value)] for the report: the credentials that work, and the like."""
        return []

    def listening(self):
        """Called once the origin is known and before the report: write messages, for example."""

    def fault(self, name):
        return name in self.options.fault

    def wait(self, seconds):
        """Lets time pass, and other requests in."""
        self.lock.wait_for(lambda: False, seconds)

    def note(self, line):
        with self.lock:
            self.log.write(line + '\n')
            self.log.flush()

    # Sessions {{{1

    def session(self, request):
        """The dictionary of the session whose cookie came, or None."""
        return self.sessions.get(request.cookie(self.cookie))

    def open_session(self):
        """(dictionary, header that sets its cookie) of a new session."""
        name = secrets.token_urlsafe(24)
        self.sessions[name] = {}
        value = '%s=%s; Path=%s; Secure; HttpOnly' % (self.cookie, name, self.cookie_path)
        return self.sessions[name], ('Set-Cookie', value)

    # Certificates and messages {{{1

    def issue(self, *arguments, **options):
        """As Authority.issue(), noted in the log; returns the bytes of the file."""
        contents, serial, fingerprint = self.authority.issue(*arguments, **options)
        self.note('issued %s %s' % (serial, fingerprint))
        return contents

    def write_mail(self, headers, text, charset='utf-8'):
        """A message of plain text in the mail folder."""
        folder = os.path.join(self.directory, 'mail')
        os.makedirs(folder, 0o700, exist_ok=True)
        self.mails += 1
        message = email.message.EmailMessage(policy=email.policy.SMTP)
        for name, value in headers:
            message[name] = value
        message.set_content(text, charset=charset)
        with open(os.path.join(folder, '%04d.eml' % self.mails), 'wb') as file:
            file.write(message.as_bytes())

    # The start {{{1

    def write_definition(self):
        template = os.path.join(os.path.dirname(os.path.abspath(__file__)), self.name + '.portal.in')
        path = os.path.join(self.directory, self.name + '.portal')
        with open(template, encoding='utf-8') as file:
            text = file.read()
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text.replace('@ORIGIN@', self.origin).replace('@TRUST_ANCHOR@', self.authority.anchor))
        return path

    def write_report(self, stream):
        pairs = [('Origin', self.origin), ('Definition', self.write_definition()),
                 ('TrustAnchor', self.authority.anchor), ('Log', self.log_path)] + list(self.report())
        if self.mails > 0:
            pairs.append(('MailFolder', os.path.join(self.directory, 'mail')))
        pairs.append(('ProcessId', str(os.getpid())))
        # Backslashes are the only thing in our values that a key file writes otherwise.
        lines = ['%s=%s' % (key, value.replace('\\', '\\\\')) for key, value in pairs]
        stream.write('[Portal]\n' + '\n'.join(lines) + '\n')
        stream.flush()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    timeout = 60

    def setup(self):
        # Here and not in the accepting thread: a client that stalls holds up itself alone.
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def serve(self):
        portal = self.server.portal
        body = self.rfile.read(int(self.headers.get('Content-Length') or 0))
        with portal.lock:
            answer = portal.answer(Request(self.command, self.path, self.headers, body))
            portal.note('%s %s %d' % (self.command, self.path, answer.status))
        self.close_connection = self.close_connection or answer.framing == 'close'
        answer.write(self.wfile, self.command == 'HEAD')

    do_GET = do_HEAD = do_POST = serve

    def log_message(self, format, *arguments):
        print(format % arguments, file=sys.stderr)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 32

    def handle_error(self, request, client_address):
        # Clients that go away, or do not like our certificate, are no news.
        if not isinstance(sys.exc_info()[1], (ConnectionError, ssl.SSLError, TimeoutError)):
            super().handle_error(request, client_address)


def end_with_parent(parent):
    """When that has happened before the kernel was asked, it will not tell."""
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


def main(portal_class):
    end_with_parent(os.getppid())
    os.umask(0o077)
    parser = argparse.ArgumentParser()
    parser.add_argument('--directory', required=True)
    parser.add_argument('--fault', action='append', default=[], choices=portal_class.faults)
    parser.add_argument('--seconds', type=float, default=0, help='how long issuing takes')
    options = parser.parse_args()

    portal = portal_class(os.path.abspath(options.directory), options)
    with Server(('127.0.0.1', 0), Handler) as server:
        server.portal = portal
        server.context = portal.authority.server_context()
        portal.origin = 'https://127.0.0.1:%d' % server.server_address[1]
        portal.listening()
        portal.write_report(sys.stdout)
        signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
        server.serve_forever()
