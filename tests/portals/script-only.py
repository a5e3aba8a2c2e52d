# SPDX-License-Identifier: GPL-3.0-or-later
"""A portal whose pages are empty until a script has filled them: nothing but a
browser can use it.

The start page is the shell of an application; all that a person sees is made by
its script, which talks JSON with the server. With --fault late it has a form of
plain HTML for the identity, and the shell comes as the answer to that.

In a browser it works: the script makes the form, sends it, and hands the file
over as a download. So does a POST of the same JSON.
"""
import json
import secrets

import portal_server
from portal_server import Answer

ADDRESS = 'taro.inkan@app.example'

SHELL = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<link rel="icon" href="/favicon.ico">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Certificates</title>
<script type="module" crossorigin src="/assets/main.8f3a1c.js"></script>
<link rel="stylesheet" href="/assets/main.1b22d0.css">
</head>
<body>
<noscript>You need to enable JavaScript to run this app.</noscript>
<div id="root"></div>
</body>
</html>
"""

LOGIN = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Sign in</title></head>
<body>
<form method="post" action="/session">
<p><label>E-mail <input type="email" name="email" required></label></p>
<p><label>Password <input type="password" name="password" required></label></p>
<p><label>Code <input type="text" name="code" required></label></p>
<p><button>Sign in</button></p>
</form>
</body>
</html>
"""

SCRIPT = """\
const root = document.getElementById('root');
const field = (name, type) => {
  const label = document.createElement('label');
  const input = document.createElement('input');
  label.textContent = name + ' ';
  input.type = type;
  input.id = name;
  label.append(input);
  root.append(label);
  return input;
};
const inputs = ['email', 'password', 'code'].map(name => field(name, name === 'code' ? 'text' : name));
const button = document.createElement('button');
button.textContent = 'Get the certificate';
button.addEventListener('click', async () => {
  button.disabled = true;
  const body = JSON.stringify(Object.fromEntries(inputs.map(input => [input.id, input.value])));
  const answer = await fetch('/api/certificate', {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body,
  });
  if (!answer.ok) {
    button.disabled = false;
    return;
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = 'certificate.p12';
  link.click();
});
root.append(button);
"""


class ScriptOnly(portal_server.Portal):
    name = 'script-only'
    organisation = 'Application Practice'
    faults = ('late',)

    def __init__(self, directory, options):
        super().__init__(directory, options)
        self.password = secrets.token_hex(8)
        self.code = secrets.token_hex(10)

    def report(self):
        return [('Address', ADDRESS), ('Password', self.password), ('Code', self.code)]

    def knows(self, fields):
        return (fields.get('email'), fields.get('password'), fields.get('code')) == (ADDRESS, self.password, self.code)

    def certificate(self, request):
        try:
            fields = json.loads(request.body)
        except ValueError:
            fields = {}
        if not self.knows(fields):
            return Answer('{"error":"credentials"}', status=403, kind='application/json')
        self.note('agreed')
        contents = self.issue(portal_server.subject(('CN', 'Taro Inkan')), self.password, 'Taro Inkan', address=ADDRESS)
        return Answer(contents, kind='application/x-pkcs12')

    def answer(self, request):
        if request.path == '/api/certificate' and request.method == 'POST':
            return self.certificate(request)
        if request.path == '/assets/main.8f3a1c.js':
            return Answer(SCRIPT, kind='text/javascript')
        if request.path == '/':
            return Answer(LOGIN if self.fault('late') else SHELL)
        if request.path == '/session' and request.method == 'POST':
            return Answer(SHELL if self.knows(request.fields()) else LOGIN)
        return Answer('', status=404, kind=None)


if __name__ == '__main__':
    portal_server.main(ScriptOnly)
