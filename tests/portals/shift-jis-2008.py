# SPDX-License-Identifier: GPL-3.0-or-later
"""A portal as public offices and universities in Japan had it in 2008, and some
still have.

What it is like:
- Shift_JIS as Windows means it, said by a meta element only, after the title;
  with numbers in circles, wave dashes, half-width katakana and characters of
  IBM's rows, in texts, in hidden fields and, as they are, in addresses.
- Frames in frames; forms and links with a target. The menu's frame has a form of
  its own, for searching the site.
- Tables in tables for the layout, forms in between table and row, cells and rows
  that nobody closes, elements in capitals, font, attributes without quotes.
- Labels in full-width letters stand in the cell before the last, the colon in a
  cell of its own; the controls are called F01, F02, F03.
- The form is sent by a picture. Scripts look at it first, and ask once more
  before the agreement is sent; all works without them, whatever noscript says.
- Two buttons of one name below the terms: their captions decide.
- The hidden fields must come back byte by byte, else the certificate is lost; so
  it is when the agreement is sent twice.
- The file's name is raw Shift_JIS, with characters whose second byte is a
  backslash, and stands in the type once more without them; the file itself is
  encrypted as in 2008.
- When the session is over, the first form shows again.
"""
import base64
import secrets
import urllib.parse

import portal_server
from portal_server import Answer

ADDRESS = 'hanako@kencho.example'
CGI = '/cgi-bin/cert/'
KUBUN = '①個人用～新規（髙﨑ﾌﾞﾛｯｸ）'
SCREEN = '②証明書一覧～選択'
AGREE, DISAGREE = '利用規約に同意する', '同意しない'
FILE_NAME = '代表①申請ﾌｧｲﾙ（髙﨑）.p12'
SERVICE = '個人認証ｻｰﾋﾞｽ①　クラス２'

# A picture of one pixel, for every picture of the site.
PICTURE = base64.b64decode('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7')



def ibm_rows():
    """What Windows and browsers write for the characters that have two codes:
    IBM's, where Python writes NEC's."""
    codes = [bytes((row, cell)) for row in (0xFA, 0xFB, 0xFC) for cell in range(0x40, 0xFD) if cell != 0x7F]
    table = {}
    for code in codes:
        table.setdefault(code.decode('cp932', 'replace'), code)
    return {text: code for text, code in table.items() if text.encode('cp932', 'replace')[0] in (0xED, 0xEE)}


IBM_ROWS = ibm_rows()


def encode(text):
    return b''.join(IBM_ROWS.get(character) or character.encode('cp932') for character in text)


FRAMES = """\
<HTML>
<HEAD>
<TITLE>電子証明書発行ｾﾝﾀｰ　①</TITLE>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=Shift_JIS">
</HEAD>
<FRAMESET ROWS="64,*" BORDER=0 FRAMEBORDER=NO>
<FRAME SRC="top.html" NAME=head SCROLLING=NO NORESIZE>
<FRAMESET COLS="170,*">
<FRAME SRC="menu.html" NAME=menu NORESIZE>
<FRAME SRC="cgi-bin/cert/shutoku.cgi?GAMEN=①&copy=0" NAME=main>
</FRAMESET>
<NOFRAMES><BODY>このページはフレームを使っています。</BODY></NOFRAMES>
</FRAMESET>
</HTML>
"""

TOP = """\
<HTML><HEAD><META HTTP-EQUIV=Content-Type CONTENT="text/html; charset=x-sjis"></HEAD>
<BODY BGCOLOR=#003366 TOPMARGIN=0><TABLE WIDTH=100%><TR><TD><IMG SRC=img/logo.gif ALT="電子証明書発行ｾﾝﾀｰ">
<TD ALIGN=right><FONT COLOR=#FFFFFF SIZE=2>～安全な電子申請のために～</FONT></TABLE></BODY></HTML>
"""

MENU = """\
<HTML><HEAD><META HTTP-EQUIV=Content-Type CONTENT="text/html; charset=x-sjis"><BASE TARGET=main></HEAD>
<BODY BGCOLOR=#EEEEFF><FONT SIZE=2>
<FORM ACTION="/cgi-bin/search.cgi" METHOD=GET TARGET=_top><INPUT TYPE=text NAME=q SIZE=12><INPUT TYPE=submit VALUE="検索"></FORM>
<TABLE>
<TR><TD>■<TD><A HREF="cgi-bin/cert/shutoku.cgi">証明書の取得</A>
<TR><TD>■<TD><A HREF="riyou.html">ご利用環境</A>
<TR><TD>■<TD><A HREF="saihakko.html">再発行の申請</A>
<TR><TD>■<TD><A HREF="toiawase.html">お問合せ</A>
</TABLE></FONT></BODY></HTML>
"""

HEAD = """\
<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<HTML>
<HEAD>
<TITLE>%(title)s</TITLE>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=Shift_JIS">
<META HTTP-EQUIV="Content-Script-Type" CONTENT="text/javascript">
<BASE TARGET="main">
<SCRIPT LANGUAGE="JavaScript">
<!--
function miru(f) {
  for (i = 0; i < f.length; i++)
    if (f.elements[i].type != "hidden" && f.elements[i].value == "") { alert("未入力の項目があります。"); return false; }
  return true;
}
//-->
</SCRIPT>
<NOSCRIPT><FONT COLOR=red>このページはJavaScriptを使用しています。ブラウザの設定で有効にしてください。</FONT></NOSCRIPT>
</HEAD>
<BODY BGCOLOR=#FFFFFF TEXT=#333333 LINK=blue>
<TABLE WIDTH=100%% BORDER=0 CELLSPACING=0><TR BGCOLOR=#CCCCFF><TD><FONT SIZE=2><A HREF="shutoku.cgi">最初の画面へ</A></FONT>
<TD ALIGN=right><FONT SIZE=2><A HREF="/riyou.html">ヘルプ</A></FONT></TABLE>
<CENTER><TABLE WIDTH=620 BORDER=0 CELLPADDING=4><TR><TD>
<FONT SIZE=4 COLOR=#003399><B>■　%(title)s</B></FONT>
<HR SIZE=1 NOSHADE>
"""

FOOT = """\
</TD></TR></TABLE></CENTER>
<HR SIZE=1><P ALIGN=center><FONT SIZE=2>Copyright &copy 2008 電子証明書発行ｾﾝﾀｰ</FONT>
</BODY></HTML>
"""

IDENTITY = """\
%(said)s<FONT SIZE=2>次の項目を入力し、［送信］を押してください。<BR>※は必須です。</FONT><P>
<TABLE BORDER=1 CELLSPACING=0 CELLPADDING=3 WIDTH=100%%>
<FORM NAME=form1 METHOD=POST ACTION="ninsho.cgi" TARGET=main onSubmit="return miru(this)">
<INPUT TYPE=hidden NAME=KUBUN VALUE="%(kubun)s">
<TR><TD BGCOLOR=#DDDDFF NOWRAP>電子メールアドレス<FONT COLOR=red>※</FONT><TD WIDTH=8>：<TD><INPUT TYPE=text NAME=F01 SIZE=40 STYLE="ime-mode: disabled">
<TR><TD BGCOLOR=#DDDDFF NOWRAP>申請時のパスワード<FONT COLOR=red>※</FONT><TD>：<TD><INPUT TYPE=password NAME=F02 SIZE=20><BR><FONT SIZE=1>（半角英数字）</FONT>
<TR><TD BGCOLOR=#DDDDFF NOWRAP>証明書コード<FONT COLOR=red>※</FONT><TD>：<TD><INPUT TYPE=text NAME=F03 SIZE=24 MAXLENGTH=20>
<TR><TD COLSPAN=3 ALIGN=center><INPUT TYPE=image SRC="/img/soushin.gif" NAME=SOUSHIN ALT="送信" BORDER=0>　<INPUT TYPE=reset VALUE="クリア">
</FORM>
</TABLE>
"""

LIST = """\
<FONT SIZE=2>%(name)s 様の証明書です。取得するものを選んでください。</FONT>
<TABLE BORDER=0 BGCOLOR=#999999 CELLPADDING=0 CELLSPACING=1 WIDTH=100%%><TR><TD>
<TABLE BORDER=0 CELLPADDING=4 CELLSPACING=1 WIDTH=100%%>
<TR BGCOLOR=#DDDDFF><TH>No<TH>サービス名称<TH>状態<TH>有効期間
<TR BGCOLOR=#FFFFFF><TD>1<TD>旧個人認証ｻｰﾋﾞｽ　クラス１<TD><FONT COLOR=gray>取得済</FONT><TD NOWRAP>2007/4/1～2008/3/31
<TR BGCOLOR=#FFFFFF><TD>2<TD><A HREF=shosai.cgi?SEQ=2&GAMEN=%(screen)s&copy=1&KEY=%(key)s TARGET=main>%(service)s</A><TD>取得可<TD NOWRAP>2008/4/1～2009/3/31
<TR BGCOLOR=#FFFFFF><TD>3<TD>組織認証ｻｰﾋﾞｽ③<TD>準備中<TD>－
</TABLE>
</TABLE>
<P><FONT SIZE=2>※「準備中」のものはまだ取得できません。</FONT>
"""

DETAILS = """\
<TABLE BORDER=1 CELLSPACING=0 CELLPADDING=3 WIDTH=100%%>
<TR><TD BGCOLOR=#DDDDFF NOWRAP>サービス名称<TD>%(service)s
<TR><TD BGCOLOR=#DDDDFF NOWRAP>氏名<TD>髙﨑　花子
<TR><TD BGCOLOR=#DDDDFF NOWRAP>電子メールアドレス<TD>%(address)s
<TR><TD BGCOLOR=#DDDDFF NOWRAP>有効期間<TD>2008/4/1～2009/3/31
</TABLE>
<P><FONT SIZE=2>取得の手順：<BR>①規約を読む<BR>②同意する<BR>③ファイルを保存する</FONT>
<P><TABLE BORDER=0 WIDTH=100%%>
<FORM NAME=form2 METHOD=POST ACTION="hakko.cgi" TARGET=main>
<TR><TD ALIGN=center><TEXTAREA NAME=KIYAKU ROWS=8 COLS=70 READONLY>
利用規約

第１条　証明書は、本人だけが使うものとします。
第２条　秘密鍵のﾌｧｲﾙは、共有のﾌｫﾙﾀﾞに置かないでください。
第３条　紛失したときは、～すみやかに～再発行を申請してください。①
</TEXTAREA>
<TR><TD ALIGN=center>
<INPUT TYPE=hidden NAME=KUBUN VALUE="%(kubun)s"><INPUT TYPE=hidden NAME=SEQ VALUE=2><INPUT TYPE=hidden NAME=KEY VALUE="%(key)s">
<INPUT TYPE=submit NAME=DOUI VALUE="%(disagree)s"> <INPUT TYPE=submit NAME=DOUI VALUE="%(agree)s" onclick="return confirm('証明書を発行します。よろしいですか？')">
</FORM>
</TABLE>
"""

SAID = """\
<FONT COLOR=red><B>%s</B></FONT><P>
"""


class ShiftJis(portal_server.Portal):
    name = 'shift-jis-2008'
    organisation = 'Denshi Shomeisho Practice'
    cookie = 'CGISESSID'
    cookie_path = '/cgi-bin/'
    faults = ('session-lost',)

    def __init__(self, directory, options):
        super().__init__(directory, options)
        self.password = secrets.token_hex(6)
        self.code = secrets.token_hex(10)
        self.state = 'ready'        # issued, lost

    def report(self):
        return [('Address', ADDRESS), ('Password', self.password), ('Code', self.code), ('Service', SERVICE)]

    def listening(self):
        self.write_mail([('Subject', '電子証明書取得のご案内'), ('From', '発行センター <center@kencho.example>'),
                         ('To', ADDRESS), ('Date', 'Tue, 01 Apr 2008 09:00:00 +0900'), ('Message-ID', '<1@kencho.example>')],
                        '高崎 花子 様\n\n電子証明書の準備ができました。\n\n証明書コード:\n    %s\n\n'
                        '取得画面: %s/\n' % (self.code, self.origin), charset='iso-2022-jp')

    def plain(self, text, headers=()):
        """A page of the web server's own: it says nothing of the encoding."""
        return Answer(encode(text), kind='text/html', headers=headers)

    def page(self, title, body, headers=(), **values):
        return self.plain(HEAD % {'title': title} + body % values + FOOT, headers)

    def identity(self, said=None):
        session, cookie = self.open_session()
        return self.page('利用者の確認', IDENTITY, [cookie], said=SAID % said if said else '', kubun=KUBUN)

    def check(self, request, fields):
        """Step 2."""
        pairs = dict(fields)
        if pairs.get(b'KUBUN') != encode(KUBUN) or b'SOUSHIN.x' not in pairs or b'SOUSHIN.y' not in pairs:
            self.note('not as a browser: %s' % request.body.decode('ascii', 'replace'))
            return self.identity('画面遷移が不正です。')
        typed = [pairs.get(name, b'').decode('cp932', 'replace') for name in (b'F01', b'F02', b'F03')]
        if typed != [ADDRESS, self.password, self.code]:
            self.note('refused')
            return self.identity('入力された内容に誤りがあります。')
        if self.state != 'ready':
            return self.identity('この証明書コードは使用済みです。')
        session = self.session(request)
        session['key'] = secrets.token_hex(12)
        return self.page('証明書の一覧', LIST, name='髙﨑　花子', service=SERVICE, screen=SCREEN, key=session['key'])

    def details(self, request, session):
        wanted = 'SEQ=2&GAMEN=%s&copy=1&KEY=%s' % (urllib.parse.quote(SCREEN, encoding='cp932'), session['key'])
        # Which of the two bytes of a character are escaped is the browser's affair.
        if urllib.parse.unquote_to_bytes(request.query) != urllib.parse.unquote_to_bytes(wanted):
            self.note('not as a browser: %s' % request.query)
            return self.identity('画面遷移が不正です。')
        return self.page('証明書の内容と利用規約', DETAILS, service=SERVICE, address=ADDRESS, kubun=KUBUN,
                         key=session['key'], agree=AGREE, disagree=DISAGREE)

    def agree(self, session, fields):
        pairs = dict(fields)
        pressed = pairs.get(b'DOUI')
        if pressed == encode(DISAGREE):
            return self.identity('同意されませんでした。')
        self.note('agreed')
        names = [name for name, value in fields]
        if (names != [b'KIYAKU', b'KUBUN', b'SEQ', b'KEY', b'DOUI'] or pairs[b'KUBUN'] != encode(KUBUN) or
                pairs[b'KEY'].decode('ascii') != session['key'] or pressed != encode(AGREE) or
                self.state != 'ready'):
            self.state = 'lost'
            self.note('lost')
            return self.page('エラー', SAID % '発行できませんでした。再発行を申請してください。')
        self.state = 'issued'
        self.wait(self.options.seconds)
        contents = self.issue(portal_server.subject(('C', 'JP'), ('O', 'Kencho'), ('CN', '髙﨑 花子')), self.password,
                              'Hanako Takasaki', address=ADDRESS, old=True)
        return Answer(contents, kind='application/octet-stream; name="shomeisho.p12"', framing='close',
                      headers=[('Content-Disposition', b'attachment; filename="' + encode(FILE_NAME) + b'"')])

    def answer(self, request):
        path = request.path
        pages = {'/': FRAMES, '/top.html': TOP, '/menu.html': MENU,
                 '/riyou.html': HEAD % {'title': 'ご利用環境'} + FOOT,
                 '/saihakko.html': HEAD % {'title': '再発行の申請'} + FOOT}
        if path.endswith('.gif'):
            return Answer(PICTURE, kind='image/gif')
        if path in pages:
            return self.plain(pages[path])
        if not path.startswith(CGI):
            return Answer('<HTML><BODY>404 Not Found</BODY></HTML>', status=404, kind='text/html')

        session = self.session(request)
        if path == CGI + 'shutoku.cgi':
            return self.identity()
        fields = [(name.encode('latin-1'), value.encode('latin-1')) for name, value in request.pairs('latin-1')]
        if session is not None and path == CGI + 'ninsho.cgi':
            return self.check(request, fields)
        if self.fault('session-lost'):
            # Once; the next session lasts.
            self.options.fault.remove('session-lost')
            self.sessions.clear()
        if session is None or 'key' not in session or self.session(request) is None:
            return self.identity('一定時間が経過したため、最初からやり直してください。')
        if path == CGI + 'shosai.cgi':
            return self.details(request, session)
        if path == CGI + 'hakko.cgi' and request.method == 'POST':
            return self.agree(session, fields)
        return self.identity()


if __name__ == '__main__':
    portal_server.main(ShiftJis)
