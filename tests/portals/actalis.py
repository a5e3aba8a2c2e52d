# SPDX-License-Identifier: GPL-3.0-or-later
"""A public CA's portal like that of Actalis: a code that was mailed proves the
address, and the page that offers the file tells its passphrase, once.

What it is like:
- Address and verification code lead to a page with the data of the certificate
  and two conditions, a box for each; both must be ticked. A third box, for
  advertising, need not be.
- The request is answered with 303. The page behind it shows the passphrase the
  first time that it is asked for; afterwards it says that it was shown.
- The file is behind a link of that page, as often as one likes, to whoever has
  the address of the link; it ends in .pfx, and its name has an @.
- A code that has been used leads to that page again, without the passphrase.
"""
import secrets

import portal_server
from portal_server import Answer, escape, redirect

ADDRESS = 'mario.rossi+posta@mail.example'
START, REQUEST, OUTCOME, FILE = '/portal/mail/start', '/portal/mail/request', '/portal/mail/outcome', '/portal/mail/pfx'
# Without those that look like others; a passphrase has some besides that HTML must write as entities.
PASSPHRASE_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'

PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%(title)s · Free e-mail certificate</title>
<link rel="stylesheet" href="/static/site.css">
<script defer src="/static/site.js"></script>
</head>
<body>
<nav class="navbar"><a href="/portal/">Home</a>
<form class="lang" action="/portal/lang" method="get"><select name="l" onchange="this.form.submit()"><option value="en" selected>English</option><option value="it">Italiano</option></select><noscript><button>Go</button></noscript></form>
</nav>
<main class="container">
<h1>%(title)s</h1>
%(body)s
</main>
<footer>Practice CA S.p.A.</footer>
</body>
</html>
"""

ENTER = """\
%(said)s
<p>We have sent a verification code to your mailbox.</p>
<form method="post" action="start" autocomplete="off" novalidate>
<input type="hidden" name="_csrf" value="%(token)s">
<div class="form-group"><label for="email">E-mail</label>
<input type="email" class="form-control" id="email" name="email" required></div>
<div class="form-group"><label for="challenge">Verification code</label>
<input type="text" class="form-control" id="challenge" name="challenge" required></div>
<button type="submit" class="btn btn-primary">Continue</button>
</form>
"""

CONFIRM = """\
%(said)s
<dl class="row">
<dt>E-mail</dt><dd>%(address)s</dd>
<dt>Validity</dt><dd>20 days</dd>
<dt>Use</dt><dd>Signing and encrypting e-mail</dd>
</dl>
<div class="terms-of-use"><h2>Conditions of the service</h2>
<p>1. The certificate names an e-mail address and nothing else.</p>
<p>2. Its owner keeps the private key secret &amp; asks for revocation when it is lost.</p>
<p>3. The passphrase of the file is not stored by the CA.</p></div>
<form method="post" action="request">
<input type="hidden" name="_csrf" value="%(token)s">
<div class="form-check"><input class="form-check-input" type="checkbox" name="conditions" id="c1" value="true" required>
<label for="c1">I accept the conditions of the service</label><input type="hidden" name="_conditions" value="on"></div>
<div class="form-check"><input class="form-check-input" type="checkbox" name="clauses" id="c2" value="true" required>
<label for="c2">I accept the clauses 2 and 3 in particular</label><input type="hidden" name="_clauses" value="on"></div>
<div class="form-check"><input class="form-check-input" type="checkbox" name="marketing" id="c3" value="true">
<label for="c3">I consent to receiving commercial offers and the newsletter</label><input type="hidden" name="_marketing" value="on"></div>
<button type="submit" class="btn btn-primary">Request certificate</button>
<a class="btn btn-link" href="start">Cancel</a>
</form>
"""

OUTCOME_FIRST = """\
<div class="alert alert-success">The certificate for %(address)s was issued.</div>
<p>The file is protected by a password. Write it down now: <strong>it will not be shown again</strong>.</p>
<table class="table">
<tr><td>Password of the file</td><td class="text-monospace"><span class="secret">%(passphrase)s</span></td></tr>
</table>
<p><a class="btn btn-primary" href="%(link)s">Download the certificate</a></p>
<p><a href="/portal/">Home</a></p>
"""

OUTCOME_LATER = """\
<div class="alert alert-info">The certificate for %(address)s was issued. Its password has been shown before and is not known to us.</div>
<p><a class="btn btn-primary" href="%(link)s">Download the certificate</a></p>
<p><a href="/portal/">Home</a></p>
"""


class Actalis(portal_server.Portal):
    name = 'actalis'
    organisation = 'Practice CA'
    cookie = 'JSESSIONID'
    cookie_path = '/portal'
    # broken-download: the first time, the link is answered by a proxy that is busy.
    faults = ('broken-download',)

    def __init__(self, directory, options):
        super().__init__(directory, options)
        self.code = secrets.token_hex(10)
        letters = [secrets.choice(PASSPHRASE_LETTERS) for _ in range(10)]
        self.passphrase = '%s&%s<%s"' % (''.join(letters[:3]), ''.join(letters[3:6]), ''.join(letters[6:]))
        self.file = None
        self.file_key = secrets.token_urlsafe(32)
        self.told = False
        self.broken = False

    def report(self):
        return [('Address', ADDRESS), ('Code', self.code), ('Passphrase', self.passphrase)]

    def listening(self):
        self.write_mail([('Subject', 'Your verification code'), ('From', 'Practice CA <no-reply@ca.example>'),
                         ('To', ADDRESS), ('Date', 'Wed, 01 Apr 2026 09:00:00 +0200'), ('Message-ID', '<1@ca.example>')],
                        'Hello,\n\nsomebody, probably you, has asked for an e-mail certificate.\n\n'
                        'Verification code: %s\n\nEnter it at %s%s\n' % (self.code, self.origin, START))

    def page(self, session, title, body, headers=(), **values):
        session['token'] = secrets.token_urlsafe(24)
        return Answer(PAGE % {'title': title, 'body': body % dict(values, token=session['token'])},
                      kind='text/html;charset=UTF-8', headers=[('Cache-Control', 'no-store')] + list(headers),
                      framing='chunked')

    def enter(self, said=''):
        session, cookie = self.open_session()
        return self.page(session, 'Verify your address', ENTER, [cookie],
                         said='<div class="alert alert-danger">%s</div>' % said if said else '')

    def confirm(self, session, said=''):
        return self.page(session, 'Request your certificate', CONFIRM, address=escape(ADDRESS),
                         said='<div class="alert alert-danger">%s</div>' % said if said else '')

    def verify(self, session, fields):
        if fields.get('email') != ADDRESS or fields.get('challenge') != self.code:
            self.note('refused')
            return self.enter('Address or verification code is not valid.')
        session['verified'] = True
        return redirect(OUTCOME) if self.file is not None else self.confirm(session)

    def request_certificate(self, session, fields):
        self.note('agreed')
        if fields.get('conditions') != 'true' or fields.get('clauses') != 'true':
            return self.confirm(session, 'Both conditions must be accepted.')
        if fields.get('marketing') == 'true':
            self.note('advertising wanted')
        if self.file is None:
            self.wait(self.options.seconds)
            self.file = self.issue(portal_server.subject(('CN', ADDRESS)), self.passphrase, ADDRESS, address=ADDRESS)
        return redirect(OUTCOME, 303)

    def outcome(self, session):
        body = OUTCOME_LATER if self.told else OUTCOME_FIRST
        if not self.told:
            self.told = True
            self.note('passphrase told')
        # A break that may not be taken for a blank, as designers put into long words.
        shown = escape(self.passphrase[:7]) + '<wbr>' + escape(self.passphrase[7:])
        return self.page(session, 'Certificate issued', body, address=escape(ADDRESS), passphrase=shown,
                         link='pfx?key=%s' % self.file_key)

    def download(self):
        if self.fault('broken-download') and not self.broken:
            self.broken = True
            return Answer('<html><body><h1>503 Service Unavailable</h1></body></html>', status=503, kind='text/html',
                          headers=[('Retry-After', '1')])
        return Answer(self.file, kind='application/x-pkcs12',
                      headers=[('Content-Disposition', 'attachment;filename=PFX_%s.pfx' % ADDRESS)])

    def answer(self, request):
        session = self.session(request)
        if request.path == FILE and self.file is not None and request.fields().get('key') == self.file_key:
            return self.download()
        if request.path == START and request.method != 'POST':
            return self.enter()
        if request.path not in (START, REQUEST, OUTCOME):
            return Answer('<!doctype html><title>Not found</title><p>Not found', status=404)
        if session is None:
            return redirect(START)
        if request.path == OUTCOME:
            return self.outcome(session) if session.get('verified') and self.file is not None else redirect(START)

        fields = request.fields()
        if fields.get('_csrf') != session.get('token'):
            return Answer('<!doctype html><title>Forbidden</title><p>Forbidden', status=403)
        if request.path == START:
            return self.verify(session, fields)
        return self.request_certificate(session, fields) if session.get('verified') else redirect(START)


if __name__ == '__main__':
    portal_server.main(Actalis)
