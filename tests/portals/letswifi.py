#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-3.0-or-later
"""A portal for Wi-Fi certificates in the manner of letswifi, with HTTP Basic.

What is real here:
  - no form to sign in: the first answer is 401 with a realm, and every request
    must carry the name and the password
  - a passphrase of the person's choice protects the file; left empty, nothing does
  - the button that is pressed decides what comes (device=pkcs12 and others)
  - pages come in chunks, the file without a length: the end of the connection ends
    it. Its name is the realm backwards, the time, and then .p12
  - an unknown device is a plain text with status 400
  - each request makes a new certificate; nothing is used up

Faults: close (the first file breaks off half-way), device (the button has gone).
"""
import time

import portal_server
from portal_server import Answer, escape, subject

START = '/profiles/new/'

PAGE = """\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="../../assets/letswifi.css">
<title>New profile</title>
<nav>
\t<a href="../../me/">%(user)s</a>
</nav>
<main>
\t<h1>Network access<small>– one profile per device</small></h1>
\t<p>The apps are the easy way for most people.</p>
\t<ul class="apps buttons">
\t\t<li><a class="btn btn-default" href="../../app/">Get the apps</a></li>
\t</ul>
\t<hr>
\t<details>
\t\t<summary>Advanced</summary>
\t\t<form method="post">
\t\t\t<p>Without an app, take the profile as a file.
\t\t\t<div class="fieldsets">
\t\t\t\t<fieldset id="profile-encrypt">
\t\t\t\t\t<legend accesskey="e">Encryption</legend>
\t\t\t\t<p>
\t\t\t\t\tSome systems ask for a passphrase when the file is installed.
\t\t\t\t<p>
\t\t\t\t\t<label for="passphrase">Passphrase for the file</label><br>
\t\t\t\t\t<input id="passphrase" name="passphrase" type="password" size="12">
\t\t\t\t</fieldset>
\t\t\t</div>
\t\t\t<ul class="apps devices buttons">
%(devices)s\t\t\t</ul>
\t\t</form>
\t</details>
</main>
"""

DEVICES = (('apple-mobileconfig', 'Apple (iOS/MacOS)'), ('eap-config', 'eap-config'), ('google-onc', 'ChromeOS'),
           ('pkcs12', 'PKCS12'))


class LetsWifi(portal_server.Portal):
    name = 'letswifi'
    organisation = 'Sample University'
    cookie = 'PHPSESSID'
    faults = ('close', 'device')

    user = 'taro.yamada@uni.example'
    # More than ASCII, and a colon: both have broken clients of HTTP Basic.
    password = 'pä:ss wörd'
    broken_off = False

    def report(self):
        return [('User', self.user), ('Password', self.password)]

    def form(self):
        devices = [device for device in DEVICES if not (self.fault('device') and device[0] == 'pkcs12')]
        buttons = ''.join('\t\t\t\t<li><button type="submit" name="device" value="%s" class="btn btn-default">'
                          '%s</button></li>\n' % device for device in devices)
        return Answer(PAGE % {'user': escape(self.user), 'devices': buttons}, kind='text/html;charset=UTF-8',
                      framing='chunked')

    def profile(self, request):
        fields = request.fields()
        device = fields.get('device', '')
        if device != 'pkcs12':
            return Answer('400 Bad Request\r\n\r\nUnknown device %s\r\n' % device, status=400,
                          kind='text/plain;charset=UTF-8', framing='chunked')
        self.note('agreed')
        self.wait(self.options.seconds)
        contents = self.issue(subject(('CN', '3f9c1e7b5a20@uni.example'), ('O', self.organisation)),
                              fields.get('passphrase', ''), '3f9c1e7b5a20@uni.example', old=True)
        if self.fault('close') and not self.broken_off:
            self.broken_off = True
            contents = contents[:len(contents) // 2]
        name = 'example.uni.%s.p12' % time.strftime('%Y%m%d%H%M%S', time.gmtime())
        return Answer(contents, kind='application/x-pkcs12', framing='close',
                      headers=[('Content-Disposition', 'attachment; filename="%s"' % name)])

    def answer(self, request):
        if request.basic() != (self.user, self.password):
            self.note('unauthorised')
            return Answer('401 Unauthorized\r\n', status=401, kind='text/html; charset=UTF-8', framing='chunked',
                          headers=[('WWW-Authenticate', 'Basic realm="letswifi-ca"')])
        if request.path != START:
            return Answer('404 Not Found\r\n', status=404, kind='text/plain;charset=UTF-8')
        if request.method == 'GET':
            return self.form()
        return self.profile(request)


portal_server.main(LetsWifi)
