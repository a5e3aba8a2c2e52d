#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-3.0-or-later
"""EJBCA's public web pages, as many in-house authorities still run them.

What is real here, and must be borne by whoever fetches a certificate:
  - the first form takes any password; what was typed is judged only after the
    second one, which fixes the kind of key and issues
  - the second form has an enctype that does not exist, and carries the password
    on in a hidden field
  - all errors are pages with status 200; one text for an unknown user and a
    wrong password, another for a certificate that was fetched before
  - the file is "filename=", without "attachment", and encrypted as of old
  - old: a missing cookie is no reason to refuse, there is nothing in the session

Faults: fetched (the certificate was fetched before), one-key (there is one kind
of key, so that it is a hidden field).
"""
import portal_server
from portal_server import Answer, escape, subject

APPLICATION = '/ejbca'
KEYS = (('RSA_2048', 'RSA 2048 bits', ('RSA', 'rsa_keygen_bits:2048')),
        ('RSA_3072', 'RSA 3072 bits', ('RSA', 'rsa_keygen_bits:3072')),
        ('ECDSA_secp256r1', 'ECDSA P-256 / prime256v1 / secp256r1', ('EC', 'ec_paramgen_curve:P-256')))

PAGE = """\
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
     "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">

<html>
  <head>
    <meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
    <title>%(title)s - EJBCA</title>
    <link rel="stylesheet" href="../styles.css" type="text/css" />
    <script type="text/javascript" src="../scripts/functions.js"></script>
  </head>

  <body>
    <div id="header">
\t\t<div id="banner"><a href="../index.jsp"><img src="../images/banner.png" alt="EJBCA" /></a></div>
    </div>
    <div class="menucontainer">
      <div class="menu">
        <ul>
          <li><div class="menuheader">Enroll</div>
            <ul>
              <li><a href="server.jsp">Certificate from CSR</a></li>
              <li><a href="keystore.jsp">Keystore</a></li>
            </ul>
          </li>
          <li><div class="menuheader">Retrieve</div>
            <ul>
              <li><a href="../retrieve/ca_certs.jsp">CA certificates</a></li>
              <li><a href="../retrieve/latest_cert.jsp">Latest certificate of a user</a></li>
            </ul>
          </li>
        </ul>
      </div>
    </div>
    <div class="main">
      <div class="content">
%(content)s
      </div>
    </div>
    <div id="footer">EJBCA</div>
  </body>
</html>
"""

SIGN_IN = """\
<h1 class="title">Keystore Enrollment</h1>

<p>To get your keystore, tell who you are.</p>

<form name="CertReqForm" action="/ejbca/enrol/keystore.jsp"  method="post">
  <fieldset>
    <legend>Authentication</legend>



\t<input type="hidden" name="action" value="generatetoken" />

\t<label for="textfieldusername">Username</label>
\t<input type="text" size="40" name="textfieldusername" id="textfieldusername" accesskey="u" />
\t<br />
    <label for="textfieldpassword">Password</label>
    <input type="password" autocomplete="off" size="40" name="textfieldpassword" id="textfieldpassword" accesskey="p" />
    <br />
    <label for="buttonsubmitusername"></label>
    <input type="submit" value="OK" name="buttonsubmitusername" id="buttonsubmitusername" />
  </fieldset>
</form>
"""

ENROL = """\
<h1 class="title">EJBCA Token Certificate Enrollment</h1>

<p>The keystore is made when you ask for it.</p>
<p>Certificates of the CA:</p>
<p><a href="../publicweb/webdist/certdist?cmd=nscacert&level=0&caid=-1688117755">Certificate chain</a></p>

<hr />

<form action="../certreq" enctype="x-www-form-encoded" method="post">

  <fieldset>
\t<legend>Options</legend>

\t<input name="user" type="hidden" value="%(user)s">
\t<input name="password" type="hidden" value="%(password)s">
\t<input type="hidden" name="hidemenu" value="" />

%(keys)s

\t<label for="ok"></label>
\t<input type="submit" id="ok" value="Enroll" />

  </fieldset>

</form>
"""

FAILED = """\
    <h1 class="title">EJBCA Certificate Enrollment Error</h1>



            <p>
            <pre>%(message)s
</pre>
            </p>



    <p><a href="javascript:history.back()">Go back</a></p>
"""


class EjbcaPublicWeb(portal_server.Portal):
    name = 'ejbca-public-web'
    organisation = 'Sample Works'
    cookie = 'JSESSIONID'
    cookie_path = APPLICATION
    faults = ('fetched', 'one-key')

    user = 'tyamada'
    password = 'k7&"Wn+<2x'
    person = 'Taro Yamada'
    fetched = False

    def report(self):
        return [('User', self.user), ('Code', self.password)]

    def listening(self):
        self.fetched = self.fault('fetched')
        self.write_mail(
            [('From', 'PKI of Sample Works <pki@sample.example>'), ('To', 'tyamada@sample.example'),
             ('Subject', 'Your certificate can be fetched'), ('Date', 'Tue, 06 Oct 2026 09:12:45 +0900'),
             ('Message-ID', '<enrol-1@sample.example>')],
            'Dear %s,\n\nyour certificate is waiting:\n\n  %s%s/enrol/keystore.jsp\n\n'
            '  Username: %s\n  Password: %s\n\nThe PKI team\n'
            % (self.person, self.origin, APPLICATION, self.user, self.password))

    def page(self, request, title, content):
        headers = [('Cache-Control', 'no-cache'), ('Pragma', 'no-cache'), ('X-Powered-By', 'JSP/2.3'),
                   ('X-Frame-Options', 'SAMEORIGIN')]
        if self.session(request) is None:
            headers.append(self.open_session()[1])
        # A page with whatever was found out, never anything but 200.
        return Answer(PAGE % {'title': title, 'content': content}, kind='text/html;charset=UTF-8', headers=headers)

    def failed(self, request, message):
        return self.page(request, 'Error', FAILED % {'message': escape(message)})

    def choose_key(self, request, fields):
        user = fields.get('textfieldusername', '')
        if fields.get('action') != 'generatetoken' or 'textfieldpassword' not in fields:
            return self.page(request, 'Keystore Enrollment', SIGN_IN)
        if user != self.user:
            return self.failed(request, 'Wrong username or password.')
        if self.fault('one-key'):
            keys = '\t<input name="tokenKeySpec" type="hidden" value="%s" />' % KEYS[0][0]
        else:
            options = ''.join('<option value="%s">%s</option>\n' % key[:2] for key in KEYS)
            keys = ('\t<label for="tokenKeySpec">Key specification:</label>\n'
                    '<select name="tokenKeySpec" id="tokenKeySpec" size="1">\n%s</select>\n<br/>' % options)
        return self.page(request, 'Keystore Enrollment', ENROL % {
            'user': escape(user), 'password': escape(fields['textfieldpassword']), 'keys': keys})

    def issue_token(self, request):
        # The servlet reads what is urlencoded, whatever the form says it is.
        fields = request.fields()
        self.note('agreed')
        key = [key for key in KEYS if key[0] == fields.get('tokenKeySpec')]
        if fields.get('user', '').strip() != self.user or fields.get('password') != self.password:
            return self.failed(request, '<p>Wrong username or password.')
        if self.fetched:
            return self.failed(request, '<p>Wrong user status: no certificate is waiting for this user.')
        if not key:
            return self.failed(request, '<p>The key is not of a known kind.')
        self.fetched = True
        self.wait(self.options.seconds)
        contents = self.issue(subject(('CN', self.person), ('O', self.organisation)), self.password, self.user,
                              address='tyamada@sample.example', key=key[0][2], old=True)
        return Answer(contents, kind='application/x-pkcs12',
                      headers=[('Content-disposition', 'filename="%s.p12"' % self.user)])

    def answer(self, request):
        if request.path == APPLICATION + '/enrol/keystore.jsp':
            return self.choose_key(request, request.fields())
        if request.path == APPLICATION + '/certreq' and request.method == 'POST':
            return self.issue_token(request)
        if request.path == APPLICATION + '/certreq':
            return self.failed(request, '<p>This servlet only takes POST.')
        return Answer('<html><head><title>Error</title></head><body>404 - Not Found</body></html>', status=404)


portal_server.main(EjbcaPublicWeb)
