# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets headless Chromium submit the forms of forms.py and writes down what it sent.

    python3 chromium.py DIRECTORY

One Chromium for all of them, in a chain: a page loads, a script fills in what
the case says and presses the button, the submission is recorded and answered
with a redirect to the next page. Every host name leads to the server here, so
that nothing leaves the computer and forms may lead anywhere.

In DIRECTORY (made before, empty) there is afterwards:
  cases         a line for each: number, label, Content-Type, form, button, fill
                (tab-separated; the last three percent-encoded)
  NUMBER.page   the page as it was served from http://forms.test/dir/NUMBER.html?page
  NUMBER.request  method and address, headers, an empty line, the body; not there
                when the browser sent nothing

Exit status 77 when there is no Chromium.
"""
import ctypes
import http.server
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import urllib.parse

import forms

HOST = 'forms.test'
PATIENCE = 20  # seconds without any request, before it is given up
RECORDED = ('Content-Type', 'Referer', 'Origin')

PRESS = '''
'use strict';
let under_way = false;
navigation.addEventListener('navigate', event => { under_way = event.destination.url.startsWith('http'); });
addEventListener('load', () => {
  const wanted = %s;
  const form = document.forms[wanted.form];
  const controls = [...document.querySelectorAll('input, button')].filter(
    control => control.form === form && ['submit', 'image'].includes(control.type) && !control.matches(':disabled'));
  const button = wanted.button ? document.getElementById(wanted.button) : controls[0];
  form.noValidate = true;
  form.target = '_self';
  for (const [id, value] of wanted.fill) {
    const control = document.getElementById(id);
    if (['checkbox', 'radio'].includes(control.type))
      control.checked = true;
    else
      control.value = value;
  }
  if (button) {
    button.removeAttribute('formtarget');
    button.click();
  } else
    form.requestSubmit();
  const give_up = () => location.replace('http://%s/~nothing/' + wanted.number);
  setTimeout(() => { if (!under_way) give_up(); }, 100);
  setTimeout(give_up, 5000);
});
'''


class Chain:
    """Which page is due, and what has been sent so far."""

    def __init__(self, cases, directory):
        self.cases = cases
        self.directory = directory
        self.lock = threading.Lock()
        self.progress = threading.Condition(self.lock)
        self.n_requests = 0
        self.current = 0
        self.served = False

    def address(self, number):
        return 'http://%s/dir/%d.html?page' % (HOST, number)

    def is_over(self):
        return self.current == len(self.cases)

    def go_on(self):
        self.current += 1
        self.served = False

    def record(self, handler, body):
        with open(os.path.join(self.directory, '%d.request' % self.current), 'wb') as file:
            head = '%s http://%s%s\n' % (handler.command, handler.headers['Host'], handler.path)
            for name in RECORDED:
                if name in handler.headers:
                    head += '%s: %s\n' % (name, handler.headers[name])
            file.write(head.encode('latin-1') + b'\n' + body)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *arguments):
        pass

    def reply(self, status, body=b'', headers=()):
        # In one piece: the second of two would wait for an acknowledgement.
        head = 'HTTP/1.1 %d -\r\nContent-Length: %d\r\nCache-Control: no-store\r\n' % (status, len(body))
        head += ''.join('%s: %s\r\n' % header for header in headers)
        self.wfile.write(head.encode('latin-1') + b'\r\n' + body)

    def next_page(self):
        chain = self.server.chain
        if chain.is_over():
            self.reply(200, b'<!DOCTYPE html><title>Over</title>', [('Content-Type', 'text/html')])
        else:
            self.reply(303, headers=[('Location', chain.address(chain.current))])

    def page(self):
        chain = self.server.chain
        case = chain.cases[chain.current]
        self.reply(200, case.page(), [('Content-Type', case.content_type())])
        chain.served = True

    def script(self):
        chain = self.server.chain
        case = chain.cases[chain.current]
        wanted = json.dumps({'form': case.form, 'button': case.button, 'fill': case.fill, 'number': chain.current})
        self.reply(200, (PRESS % (wanted, HOST)).encode('ascii'), [('Content-Type', 'text/javascript; charset=utf-8')])

    def handle_one(self, body):
        chain = self.server.chain
        path = urllib.parse.urlsplit('http://%s%s' % (self.headers['Host'], self.path)).path
        if path == '/~press':
            self.script()
        elif self.headers['Upgrade-Insecure-Requests'] is None:
            self.reply(404)  # not a page that is gone to: an icon, a picture
        elif path == '/~begin' or chain.is_over():
            self.next_page()
        elif path.startswith('/~nothing/'):
            if path == '/~nothing/%d' % chain.current:
                chain.go_on()
            self.next_page()
        elif not chain.served:
            self.page()
        else:
            chain.record(self, body)
            chain.go_on()
            self.next_page()

    def do_GET(self):
        chain = self.server.chain
        body = self.rfile.read(int(self.headers['Content-Length'] or 0))
        with chain.lock:
            chain.n_requests += 1
            self.handle_one(body)
            chain.progress.notify_all()

    do_POST = do_GET


def with_its_parent():
    """No browser outlives a test that was killed."""
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def start_browser(program, port, directory):
    profile = os.path.join(directory, 'profile')
    environment = {name: value for name, value in os.environ.items()
                   if name not in ('DISPLAY', 'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS')}
    for name in ('HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'XDG_RUNTIME_DIR', 'TMPDIR'):
        environment[name] = profile
    os.mkdir(profile, 0o700)
    return subprocess.Popen(
        [program, '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
         '--no-default-browser-check', '--user-data-dir=' + profile, '--disable-background-networking',
         '--disable-component-update', '--disable-default-apps', '--disable-domain-reliability', '--disable-sync',
         '--disable-extensions', '--disable-breakpad', '--disable-ipc-flooding-protection',
         '--disable-client-side-phishing-detection', '--disable-popup-blocking', '--metrics-recording-only',
         '--password-store=basic', '--use-mock-keychain', '--no-proxy-server', '--no-pings',
         '--disable-features=BackForwardCache,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,OptimizationHints,'
         'MediaRouter,Translate,AutofillServerCommunication,CertificateTransparencyComponentUpdater,DialMediaRouteProvider',
         '--lang=en', '--host-resolver-rules=MAP * 127.0.0.1:%d' % port, 'http://%s/~begin' % HOST],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=open(os.path.join(directory, 'browser.log'), 'wb'),
        env=environment, preexec_fn=with_its_parent)


def stop_browser(browser):
    browser.terminate()
    try:
        browser.wait(10)
    except subprocess.TimeoutExpired:
        browser.kill()
        browser.wait()


def wait_for(chain, browser):
    with chain.lock:
        while not chain.is_over():
            seen = chain.n_requests
            chain.progress.wait(PATIENCE)
            if chain.n_requests == seen:
                sys.exit('The browser %s at “%s”' % ('stays' if browser.poll() is None else 'ended',
                                                     chain.cases[chain.current].label))


def write_cases(cases, directory):
    with open(os.path.join(directory, 'cases'), 'w', encoding='utf-8') as file:
        for number, case in enumerate(cases):
            fill = '&'.join('%s=%s' % (id, urllib.parse.quote(value, safe='')) for id, value in case.fill)
            file.write('\t'.join([str(number), re.sub(r'[^ -~]|/', '?', case.label), case.content_type(),
                                  str(case.form), case.button or '', fill]) + '\n')
            with open(os.path.join(directory, '%d.page' % number), 'wb') as page:
                page.write(case.page())


def main():
    directory = sys.argv[1]
    program = shutil.which('chromium') or shutil.which('chromium-browser') or shutil.which('google-chrome')
    if program is None:
        sys.exit(77)

    cases = forms.cases()
    write_cases(cases, directory)
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    server.daemon_threads = True
    server.chain = Chain(cases, directory)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    browser = start_browser(program, server.server_address[1], directory)
    try:
        wait_for(server.chain, browser)
    finally:
        stop_browser(browser)


if __name__ == '__main__':
    main()
