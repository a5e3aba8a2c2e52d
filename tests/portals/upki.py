# SPDX-License-Identifier: GPL-3.0-or-later
"""A university's portal like that of UPKI: an access PIN and nothing else opens
it, and three pages lead to the file.

What it is like:
- Step 1 asks for the PIN. A wrong one brings step 1 again, with a sentence.
- Step 2 has the button that issues. It is to be pressed once: when it is sent
  again before the certificate is there, issuing fails, for both, for good; what
  shows then is step 1 again. So it is when the session has ended meanwhile.
- Step 3 has a button of its own for the file. Pressing that again is allowed as
  long as the session lasts.
- The PIN opens the file as well. Once the certificate is issued, or has failed,
  the PIN opens nothing any more but its file.
- Every page's form has a token that must come back, one for each page.
"""
import secrets

import portal_server
from portal_server import Answer, escape

ENTRY, ISSUE, FETCH = '/odcert/pub/entry.do', '/odcert/pub/issue.do', '/odcert/pub/fetch.do'
PERSON = '印鑑 花子'
ADDRESS = 'hanako.inkan@univ.example'

PAGE = """\
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="ja">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
<meta http-equiv="Pragma" content="no-cache" />
<title>クライアント証明書 - %(title)s</title>
<script type="text/javascript" src="/odcert/js/once.js"></script>
</head>
<body>
<div id="head"><img src="/odcert/img/logo.png" alt="学術認証局（練習用）" /></div>
<ol id="steps"><li>STEP1</li><li>STEP2</li><li>STEP3</li></ol>
<h1>【%(step)s】%(title)s</h1>
%(body)s
<hr />
<p class="foot">お問い合わせ: 情報基盤センター</p>
</body>
</html>
"""

STEP1 = """\
%(said)s
<form name="entryForm" method="post" action="/odcert/pub/entry.do">
<input type="hidden" name="org.apache.struts.taglib.html.TOKEN" value="%(token)s" />
<table border="0">
<tr><th>認証情報パスワード<br />（アクセスPIN）</th>
<td><input type="password" name="accessPin" maxlength="32" size="40" value="" /></td></tr>
</table>
<p><input type="submit" name="next" value="次へ" /> <input type="reset" value="クリア" /></p>
</form>
"""

STEP2 = """\
<p>この内容で証明書を作ります。ボタンは一回だけ押し、画面が変わるまでお待ちください。</p>
<table class="list" border="1">
<tr><th>氏名</th><td>%(person)s</td></tr>
<tr><th>メールアドレス</th><td>%(address)s</td></tr>
<tr><th>証明書の種類</th><td>個人認証用（学術）</td></tr>
<tr><th>有効期間</th><td>発行の日から20日</td></tr>
</table>
<form name="issueForm" method="post" action="/odcert/pub/issue.do">
<input type="hidden" name="org.apache.struts.taglib.html.TOKEN" value="%(token)s" />
<p><input type="submit" name="issue" value="発行" onclick="return pressedOnce();" /></p>
</form>
"""

STEP3 = """\
<p>証明書ができました。次のボタンで受け取ってください。</p>
<form name="fetchForm" method="post" action="/odcert/pub/fetch.do">
<input type="hidden" name="org.apache.struts.taglib.html.TOKEN" value="%(token)s" />
<p><input type="submit" name="fetch" value="ダウンロード" /></p>
</form>
<p><a href="/odcert/pub/entry.do">最初の画面</a></p>
"""

SCRIPT = """\
var pressed = false;
function pressedOnce() {
  if (pressed) return false;
  pressed = true;
  return true;
}
"""

TOKEN = 'org.apache.struts.taglib.html.TOKEN'


class Upki(portal_server.Portal):
    name = 'upki'
    organisation = 'Academic Practice'
    cookie = 'JSESSIONID'
    cookie_path = '/odcert'
    # second-press: issuing waits, for ever if need be, until the button comes again.
    faults = ('second-press', 'session-lost', 'broken-download')

    def __init__(self, directory, options):
        super().__init__(directory, options)
        self.pin = secrets.token_hex(8)
        self.state = 'ready'          # issuing, issued, failed
        self.file = None
        self.broken = False

    def report(self):
        return [('Pin', self.pin), ('Address', ADDRESS)]

    def listening(self):
        self.write_mail([('Subject', 'クライアント証明書の受け取りについて'),
                         ('From', '情報基盤センター <certificate@univ.example>'), ('To', ADDRESS),
                         ('Date', 'Wed, 01 Apr 2026 09:00:00 +0900'), ('Message-ID', '<1@univ.example>')],
                        '%s 様\n\nクライアント証明書の用意ができました。次の場所を開き、\n'
                        '別にお渡ししたアクセスPINを入れて受け取ってください。\n\n%s%s\n\n情報基盤センター\n'
                        % (PERSON, self.origin, ENTRY), charset='iso-2022-jp')

    def page(self, session, step, title, body, cookie=None, **values):
        session['token'] = secrets.token_hex(16)
        body %= dict(values, token=session['token'])
        return Answer(PAGE % {'step': step, 'title': title, 'body': body}, kind='text/html;charset=UTF-8',
                      headers=([cookie] if cookie is not None else []) +
                      [('Cache-Control', 'no-store'), ('Pragma', 'no-cache')])

    def step1(self, said=''):
        session, cookie = self.open_session()
        return self.page(session, 'STEP1', '認証情報パスワードの入力', STEP1, cookie,
                         said='<p class="error">%s</p>' % escape(said) if said else '')

    def enter(self, session, fields):
        if fields.get('accessPin') != self.pin:
            self.note('refused')
            return self.step1('認証情報パスワードが違います。')
        if self.state == 'failed':
            return self.step1('この認証情報パスワードでは発行できません。')
        session['entered'] = True
        if self.fault('session-lost'):
            # This very session; the next one is as good as any.
            self.options.fault.remove('session-lost')
            answer = self.step2(session)
            self.sessions.clear()
            return answer
        return self.step3(session) if self.state == 'issued' else self.step2(session)

    def step2(self, session):
        return self.page(session, 'STEP2', '証明書の発行', STEP2, person=escape(PERSON), address=escape(ADDRESS))

    def step3(self, session):
        return self.page(session, 'STEP3', '証明書の受け取り', STEP3)

    def press(self, session):
        """The button of step 2. The lock is let go while the certificate is made."""
        self.note('agreed')
        if self.state != 'ready':
            self.state = 'failed'
            self.lock.notify_all()
            self.note('failed')
            return self.step1('証明書を発行できませんでした。')
        self.state = 'issuing'
        self.lock.wait_for(lambda: self.state == 'failed',
                           None if self.fault('second-press') else self.options.seconds)
        if self.state == 'failed':
            return self.step1('証明書を発行できませんでした。')
        self.state = 'issued'
        self.file = self.issue(portal_server.subject(('C', 'JP'), ('O', self.organisation), ('CN', 'Hanako Inkan')),
                               self.pin, 'Hanako Inkan', address=ADDRESS)
        return self.step3(session)

    def fetch(self):
        if self.fault('broken-download') and not self.broken:
            # What a proxy on the way says while the server behind it is busy.
            self.broken = True
            return Answer('<html><body><h1>502 Bad Gateway</h1></body></html>', status=502, kind='text/html')
        return Answer(self.file, kind='application/octet-stream',
                      headers=[('Content-Disposition', 'attachment; filename="upki-%s.p12"' % self.pin[:4])])

    def answer(self, request):
        if request.path == '/odcert/js/once.js':
            return Answer(SCRIPT, kind='text/javascript')
        if request.path not in (ENTRY, ISSUE, FETCH):
            return Answer('<html><body>404</body></html>', status=404)
        session = self.session(request)
        if request.method != 'POST' or session is None:
            if request.path == ISSUE and request.method == 'POST':
                self.note('agreed without a session')
                return self.step1('証明書を発行できませんでした。')
            return self.step1()

        # A double click sends the same token twice, and both times it counts as pressed.
        fields = request.fields()
        if fields.get(TOKEN) != session.get('token') and not (request.path == ISSUE and self.state != 'ready'):
            return self.step1('画面の操作が正しくありません。')
        if request.path == ENTRY:
            return self.enter(session, fields)
        if not session.get('entered'):
            return self.step1()
        if request.path == ISSUE:
            return self.press(session)
        return self.fetch() if self.state == 'issued' else self.step1()


if __name__ == '__main__':
    portal_server.main(Upki)
