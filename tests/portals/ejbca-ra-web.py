#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-3.0-or-later
"""EJBCA's RA web, enrolment with a user name: pages made by Java Server Faces.

What is real here:
  - every page has a state that must come back with the next request, in a hidden
    field with a colon and dots in its names; all names of controls have colons
  - the form's own name must come with it, and exactly one button
  - the first page writes the session into the form's action as well, because it
    does not know yet whether the cookie comes back
  - one text for an unknown user, a wrong code and a certificate fetched before
  - a link with the user's name and code in it: the name stands in a control that
    is disabled (so it is not sent), the code in none; both come from the state
  - several buttons, one for each format; JKS and PEM come first and last
  - after half an hour the state is gone: the answer is an error page
  - the menu has controls of its own outside every form
  - the file is named by the person, with blanks in it

Faults: fetched (the certificate was fetched before), view-expired (the state of
the second page is gone when its button is pressed, once).
"""
import secrets
import urllib.parse

import portal_server
from portal_server import Answer, escape, subject

APPLICATION = '/ejbca/ra'
START = APPLICATION + '/enrollwithusername.xhtml'
FORM = 'enrollWithUsernameForm'
KEYS = {'RSA_2048': ('RSA', 'rsa_keygen_bits:2048'), 'RSA_4096': ('RSA', 'rsa_keygen_bits:4096'),
        'ECDSA_prime256v1': ('EC', 'ec_paramgen_curve:P-256')}

PAGE = """\
<?xml version='1.0' encoding='UTF-8' ?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head dir="ltr">
        <meta charset="UTF-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1.0" />
        <title dir="ltr">EJBCA RA</title>
        <link type="text/css" rel="stylesheet" href="/ejbca/ra/css/ra.css" />
        <script type="text/javascript" src="/ejbca/ra/js/common.js"></script></head><body dir="ltr" class="ltrDirection"><a id="sessionKeepAliveLink" name="sessionKeepAliveLink" href="sessionKeepAlive" style="display: none;">sessionKeepAlive</a>

        <div id="menu" class="ejbca-menu"><div class="pure-g">
                    <ul class="pure-menu-list"><input id="we-menu-open-close" type="checkbox" name="we-menu-open-close" class="web-express tablet" />
                            <li class="pure-menu-item pure-menu-has-children pure-menu-allow-hover"><input id="web-express-enrollment" type="checkbox" name="web-express-enrollment" class="web-express tablet" />
                                <a href="#" id="enrollment" class="pure-menu-link enroll-menu-link">Enroll</a>
                                <ul class="pure-menu-children">
                                        <li class="pure-menu-item"><a href="enrollmakenewrequest.xhtml" class="pure-menu-link enroll-menu-link">New request</a></li>
                                        <li class="pure-menu-item"><a href="enrollwithrequestid.xhtml" class="pure-menu-link enroll-menu-link">By request ID</a></li>
                                        <li class="pure-menu-item"><a href="enrollwithusername.xhtml" class="pure-menu-link enroll-menu-link">By username</a></li>
                                </ul>
                            </li>
                    </ul></div>
        </div><div id="globalMessages">%(messages)s</div>

        <div id="content" class="content">%(content)s
        </div>
        <div id="footer" class="footer"><p>EJBCA</p></div></body>
</html>
"""

FRAME = """\
<div id="title" class="header">
\t\t\t<h1>Enroll by username</h1></div><div id="enrollUseUsernameContentBody" class="content-body">
<form id="enrollWithUsernameForm" name="enrollWithUsernameForm" method="post" action="%(action)s" class="pure-form pure-form-aligned" enctype="application/x-www-form-urlencoded">
<input type="hidden" name="enrollWithUsernameForm" value="enrollWithUsernameForm" />
%(controls)s<input type="hidden" name="javax.faces.ViewState" id="j_id1:javax.faces.ViewState:0" value="%(state)s" autocomplete="off" />
</form></div>"""

CHECK = """\
<div>
\t\t\t\t\t<h2>See whether your certificate can be fetched</h2><div class="internal-frame">
\t\t\t\t\t\t<fieldset><div class="pure-control-group"><label for="enrollWithUsernameForm:username">
Username</label><input id="enrollWithUsernameForm:username" type="text" name="enrollWithUsernameForm:username" value="%(user)s"%(disabled)s class="required-input" /></div>%(code)s<div id="enrollWithUsernameForm:checkRequestButtonGroup" class="keygeneration-button-group"><input id="enrollWithUsernameForm:checkButton" type="submit" name="enrollWithUsernameForm:checkButton" value="Check" class="pure-button ra-button" /></div>
\t\t\t\t\t\t</fieldset></div></div>"""

CODE = """\
<div id="enrollWithUsernameForm:enteredRequestEnrollmentCode" class="pure-control-group"><label for="enrollWithUsernameForm:enrollmentCode">
Enrollment code</label><input id="enrollWithUsernameForm:enrollmentCode" type="password" name="enrollWithUsernameForm:enrollmentCode" value="" autocomplete="off" /></div>"""

FINISH = """\
<div>
\t\t\t\t\t<h2>Finish the enrollment </h2><div class="internal-frame"><div id="enrollWithUsernameForm:enteredUsername" class="pure-control-group"><label for="enrollWithUsernameForm:usernameField">
Username</label><span id="enrollWithUsernameForm:usernameField">%(user)s</span></div></div><div class="internal-frame"><div id="enrollWithUsernameForm:enteredkeyAlg" class="pure-control-group"><label for="enrollWithUsernameForm:selectAlgorithmOneMenu">
Key algorithm</label><select id="enrollWithUsernameForm:selectAlgorithmOneMenu" name="enrollWithUsernameForm:selectAlgorithmOneMenu" class="jsAutoFocusLast" size="1">\t<option value="ECDSA_prime256v1">ECDSA P-256</option>
\t<option value="RSA_2048" selected="selected">RSA 2048 bits</option>
\t<option value="RSA_4096">RSA 4096 bits</option>
</select></div><div id="enrollWithUsernameForm:requestIdButtons" class="keygeneration-button-group"><input id="enrollWithUsernameForm:generateJks" type="submit" name="enrollWithUsernameForm:generateJks" value="Download JKS" class="pure-button ra-button executeActionButton" /><input id="enrollWithUsernameForm:generatePkcs12" type="submit" name="enrollWithUsernameForm:generatePkcs12" value="Download PKCS#12" class="pure-button ra-button executeActionButton" /><input id="enrollWithUsernameForm:generateKeyStorePem" type="submit" name="enrollWithUsernameForm:generateKeyStorePem" value="Download PEM" class="pure-button ra-button executeActionButton" /></div></div><div id="enrollWithUsernameForm:navigationButtonGroup" class="navigation-button-group"><input id="enrollWithUsernameForm:resetButton" type="submit" name="enrollWithUsernameForm:resetButton" value="Back" class="pure-button ra-button" /></div></div>"""


class EjbcaRaWeb(portal_server.Portal):
    name = 'ejbca-ra-web'
    organisation = 'Sample Works'
    cookie = 'JSESSIONID'
    cookie_path = APPLICATION
    faults = ('fetched', 'view-expired')

    user = 'hsuzuki'
    code = 'Qz7+vB=9/kx'
    person = 'Hanako Suzuki (Sales)'
    fetched = False
    expired = False

    def report(self):
        return [('User', self.user), ('Code', self.code)]

    def listening(self):
        self.fetched = self.fault('fetched')
        link = '%s%s?%s' % (self.origin, START, urllib.parse.urlencode(
            [('username', self.user), ('enrollmentcode', self.code)]))
        self.write_mail(
            [('From', 'PKI of Sample Works <pki@sample.example>'), ('To', 'hsuzuki@sample.example'),
             ('Subject', 'Enroll for your certificate'), ('Date', 'Wed, 07 Oct 2026 10:31:02 +0900'),
             ('Message-ID', '<enrol-2@sample.example>')],
            'Dear %s,\n\nyour request was approved. Please follow this link to get your certificate:\n\n%s\n\n'
            'The PKI team\n' % (self.person, link))

    # Pages {{{1

    def page(self, content, messages='', status=200, headers=()):
        return Answer(PAGE % {'content': content, 'messages': messages}, status=status,
                      kind='text/html;charset=UTF-8',
                      headers=[('X-FRAME-OPTIONS', 'DENY'), ('Cache-Control', 'no-store'),
                               ('Content-Security-Policy', "default-src 'self'")] + list(headers))

    def message(self, kind, text):
        return '<ul id="messages" class="globalMessages"><li class="%s">%s</li></ul>' % (kind, escape(text))

    def form(self, request, view, controls, messages=''):
        """A page with the form in it, whose state is the view."""
        action, headers = START, []
        session = self.session(request)
        if session is None:
            session, cookie = self.open_session()
            headers.append(cookie)
            action += ';jsessionid=' + cookie[1].partition('=')[2].partition(';')[0]
        state = '%d:%d' % (secrets.randbits(63) - (1 << 62), secrets.randbits(62))
        session[state] = view
        return self.page(FRAME % {'action': action, 'controls': controls, 'state': state}, messages, headers=headers)

    def check_page(self, request, view, messages=''):
        return self.form(request, view, CHECK % {
            'user': escape(view.get('user', '')),
            'disabled': ' disabled="disabled"' if view.get('given') else '',
            'code': '' if view.get('given') else CODE}, messages)

    def finish_page(self, request, view, messages=''):
        return self.form(request, view, FINISH % {'user': escape(view['user'])}, messages)

    def failed(self):
        return self.page('', self.message('errorMessage', 'The page could not be restored, it has expired.'), 500)

    # What the buttons do {{{1

    def check(self, request, view, fields):
        if not view.get('given'):
            view['user'] = fields.get(FORM + ':username', '').strip()
            view['code'] = fields.get(FORM + ':enrollmentCode', '')
        if self.fetched or view['user'] != self.user or view['code'] != self.code:
            # One text for all of it.
            return self.check_page(request, view, self.message(
                'errorMessage', 'There is no user %s that may enroll, or the enrollment code is wrong.' % view['user']))
        view['checked'] = True
        return self.finish_page(request, view)

    def generate(self, request, view, fields):
        self.note('agreed')
        if self.fault('view-expired') and not self.expired:
            self.expired = True
            self.sessions.clear()
            return self.failed()
        key = KEYS.get(fields.get(FORM + ':selectAlgorithmOneMenu'))
        if key is None or self.fetched:
            return self.finish_page(request, view, self.message('errorMessage', 'The keystore could not be made.'))
        self.fetched = True
        self.wait(self.options.seconds)
        contents = self.issue(subject(('CN', self.person), ('O', self.organisation)), self.code, self.person,
                              address='hsuzuki@sample.example', key=key)
        return Answer(contents, kind='application/x-pkcs12',
                      headers=[('Content-Disposition', 'attachment; filename="%s.p12"' % self.person)])

    def post(self, request):
        fields = request.fields()
        session = self.session(request)
        view = (session or {}).get(fields.get('javax.faces.ViewState'))
        if view is None or fields.get(FORM) != FORM:
            return self.failed()
        buttons = [name for name in fields if name.startswith(FORM + ':') and
                   name.partition(':')[2] in ('checkButton', 'generateJks', 'generatePkcs12', 'generateKeyStorePem',
                                              'resetButton')]
        view = dict(view)
        if buttons == [FORM + ':checkButton']:
            return self.check(request, view, fields)
        if buttons == [FORM + ':generatePkcs12'] and view.get('checked'):
            return self.generate(request, view, fields)
        if buttons in ([FORM + ':generateJks'], [FORM + ':generateKeyStorePem']):
            self.fetched = True
            self.note('agreed to another format')
            return Answer(b'\xfe\xed\xfe\xed', kind='application/octet-stream',
                          headers=[('Content-Disposition', 'attachment; filename="%s.jks"' % self.person)])
        return self.check_page(request, {})

    def answer(self, request):
        path = request.path.partition(';')[0]
        if path != START:
            return self.page('', self.message('errorMessage', 'There is no such page.'), 404)
        if request.method == 'POST':
            return self.post(request)
        given = request.fields()
        view = {}
        if 'username' in given:
            view = {'user': given['username'], 'code': given.get('enrollmentcode', ''), 'given': True}
        return self.check_page(request, view)


portal_server.main(EjbcaRaWeb)
