# SPDX-License-Identifier: GPL-3.0-or-later
"""Forms chosen by hand: each for one rule of WHATWG's HTML, URL or Encoding
standard, or for a mistake that old portals make."""
from case import Case

POST = '<form method=post action=to>'


def post(label, inner, **how):
    return Case(label, POST + inner + '<input type=submit name=go value=Go></form>', **how)


def get(label, inner, **how):
    return Case(label, '<form action=to>' + inner + '<input type=submit name=go value=Go></form>', **how)


def multipart(label, inner, **how):
    return Case(label, '<form method=post enctype=multipart/form-data action=to>' + inner + '<button name=go>Go</button></form>',
                **how)


# Typed into one text field, shown in the page as it is.
TEXTS = [
    ('JIS X 0208', '証明書を取得する'),
    ('half-width kana', 'ｱｲｳﾞﾊﾟ｡'),
    ('NEC row 13', '①Ⅳ㍑㈱∑≒'),
    ('IBM extensions', '髙﨑ⅰ￢'),
    ('wave dash and minus', '〜～－−‖∥¢￠'),
    ('yen and overline', '¥‾\\~'),
    ('emoji', '🔒か𠮷'),
    ('Latin', 'Ünïcödé – “€”'),
    ('Cyrillic and Greek', 'Жизнь ΑΩ'),
    ('combining', 'か\u3099e\u0301'),
    ('space and plus', 'a b+c\u3000d\u00a0e'),
    ('all ASCII', ''.join(chr(c) for c in range(0x20, 0x7f))),
    ('mixed', '漢a字ｱbｲ①c—d'),
]


def escape(text):
    return text.replace('&', '&amp;').replace('"', '&quot;')


def texts():
    for charset in ('utf-8', 'shift_jis', 'euc-jp', 'iso-2022-jp'):
        fields = ''.join('<input name="名前%d" value="%s">' % (n, escape(text)) for n, (_, text) in enumerate(TEXTS))
        typed = ''.join('<input id=t%d name=t%d>' % (n, n) for n in range(len(TEXTS)))
        fill = [('t%d' % n, text) for n, (_, text) in enumerate(TEXTS)]
        yield post('all kinds of texts in ' + charset, fields, charset=charset, told='meta')
        for enctype in ('multipart/form-data', 'text/plain'):
            yield Case('all kinds of texts typed into %s, %s' % (charset, enctype),
                       '<form action="to?q=日本" method=post enctype=%s>%s<button name=go>Go</button></form>' % (enctype, typed),
                       charset=charset, fill=fill)
    for charset in ('shift_jis', 'euc-jp', 'iso-2022-jp', 'windows-1252'):
        yield get('query in ' + charset, '<input name="欄" value="①漢字 🔒 é ～">', charset=charset)


def charsets():
    yield post('told by nothing: UTF-8', '<input name=a value=abc>', told='nothing')
    yield post('meta in quotes', '<input name=a value=漢字>', charset='Shift_JIS', told='meta')
    yield post('http-equiv', '<input name=a value=漢字>', charset='euc-jp', told='http-equiv')
    yield post('byte order mark', '<input name=a value=漢字>', told='bom')
    yield Case('header and meta disagree', b'<meta charset=euc-jp>' + POST.encode() + b'<input name=a value="\x8a\xbf"><button>x</button>',
               charset='shift_jis', told='header')
    yield Case('a charset nobody knows', POST + '<input name=a value=é><button>x</button>', charset='klingon-1', told='meta')
    yield Case('header nobody knows, meta known', '<meta charset=utf-8>' + POST + '<input name=a value=é><button>x</button>',
               charset='klingon-1', told='header')
    yield post('UTF-16 with byte order mark', '<input name=a value=漢é>', charset='utf-16le', told='bom')
    for label in ('x-sjis', 'ms_kanji', 'windows-31j', 'x-euc-jp', 'csiso2022jp', 'iso-8859-1', 'us-ascii', 'latin1',
                  'gb2312', 'big5', 'euc-kr', 'koi8-r', 'iso-8859-15', 'windows-1251'):
        yield Case('label ' + label, POST.encode() + b'<input name=a value="&#28450;&#233;&#1078;&#8364;&#9312;"><button>x</button>',
                   charset=label, told='header')
    for name, data in (('Shift_JIS', b'\x8a\x22>\x81'), ('EUC-JP', b'\xb4 \x8f\xb0'), ('UTF-8', b'\xe6\xbc \xff\xed\xa0\x80'),
                       ('ISO-2022-JP', b'\x1b$B4A\x1b(B\x1b$B4'), ('UTF-8', b'\xf0\x9f\x94'), ('Shift_JIS', b'\xfc\xfc\xa0\x80')):
        yield Case('broken ' + name, POST.encode() + b"<input name=a value='" + data + b"'><button>x</button>", charset=name)
    yield Case('NEC rows in EUC-JP', POST.encode() + b"<input name=a value='\xad\xa1\xf9\xa1\xfc\xfc \x8f\xb0\xa1'><button>x</button>",
               charset='euc-jp')
    yield Case('extensions in Shift_JIS', POST.encode() + b"<input name=a value='\x87\x40\xed\x40\xfa\x40\xf0\x40\x81\x60\x81\x7c'><button>x</button>",
               charset='shift_jis')
    yield Case('backslash and tilde in Shift_JIS', POST.encode() + b"<input name=a value='\x5c\x7e\x83\x5c\x94\x5c'><button>x</button>",
               charset='shift_jis')
    yield Case('kana and Roman in ISO-2022-JP', POST.encode() + b"<input name=a value='\x1b(I1\x1b(J\\~\x1b(B'><button>x</button>",
               charset='iso-2022-jp')
    accepted = '<form method=post action=to accept-charset="%s"><input name=a value="漢é①">' \
               '<input type=hidden name=_charset_ value=x><button>x</button></form>'
    for value in ('shift_jis', 'euc-jp utf-8', 'nonsense, EUC-JP', 'nonsense', '', ' utf-8 ', 'unknown', 'utf-16', 'iso-2022-jp',
                  'SHIFT-JIS', 'us-ascii', 'Shift_JIS,EUC-JP'):
        yield Case('accept-charset “%s”' % value, accepted % value)
    yield post('_charset_ in capitals', '<input type=hidden name=_CHARSET_>', charset='shift_jis')
    yield post('_charset_ not hidden', '<input name=_charset_ value=q>', charset='shift_jis')
    yield multipart('_charset_ in multipart', '<input type=hidden name=_charset_><input name="漢" value="é字">', charset='euc-jp')


def addresses():
    for action in ('', '?x=1', '#part', 'to?x=1#part', '?', '//other.test/x', 'http://other.test:8080/a b', '/', '.', '..', '../../..',
                   './a/../b', '/a/./b/../c', 'to;p=1', '  to  ', 't\n\to', '\\back\\slash', 'http:to', 'http:/to', 'http:///other.test/x', '///other.test/x', '/\\\\other.test', 'HTTP://FORMS.TEST/X',
                   'http://forms.test:80/x', 'to?q=日本&amp;é', '日本/é', 'a%20b%2', 'to?a="b\'c`d{e|f}g^h<i>', 'a"b\'c`d{e|f}g^h<i>',
                   'http://user@forms.test/u', '?&amp;amp;=1', '&#x3f;a', 'to&copy=1&notit;', 'http://forms.test', 'http://forms.test?x',
                   '//forms.test:0080/x', 'a/b/c/../../../../d', '%2e%2e/x', '%2E/x', 'x/..', 'a//b', ':x', 'x:y', 'javascript:void(0)',
                   'data:text/html,x', 'mailto:a@b.test', 'to?\ta\nb', 'to#日本', 'http://xn--wgv71a.test/', 'http://日本.test/',
                   '[x]', 'a[b]?c[d]', 'to?100%', 'to%', 'to%zz'):
        method = 'get' if len(action) % 2 else 'post'
        yield Case('%s “%s”' % (method, action),
                   "<form method=%s action='%s'><input name=a value=1><input type=submit></form>"
                   % (method, action.replace("'", '&#39;')))
    yield Case('no action', '<form><input name=a value=1><input type=submit></form>')
    yield Case('no action, post', '<form method=post><input name=a value=1><input type=submit></form>')
    yield Case('empty form, get', '<form action=to><input type=submit></form>')
    yield Case('empty form, post', '<form action=to method=post><button>x</button></form>')
    yield Case('query in an action of a Shift_JIS page', '<form method=post action="to?q=漢①🔒&amp;r=日本#漢"><button>x</button></form>',
               charset='shift_jis')
    yield Case('path in an action of an EUC-JP page', '<form method=post action="漢/①"><button>x</button></form>', charset='euc-jp')
    for base in ('/other/', 'http://other.test/sub/x', 'deeper/', '', '?q', 'javascript:x', 'data:,x', '//other.test',
                 '/a b/é/', '..'):
        for action in ('to', ''):
            yield Case('base “%s”, action “%s”' % (base, action),
                       '<base href="%s"><form method=post action="%s"><button name=b>x</button></form>' % (base, action))
    yield Case('two bases', '<base target=_blank><base href=/one/><base href=/two/><form method=post action=to><button>x</button></form>')
    yield Case('base in the body', '<p>x<form method=post action=to><base href=/late/><button>x</button></form>')
    yield Case('base without href', '<base><base href=/b/><form method=post action=to><button>x</button></form>')


def methods():
    for method in ('POST', 'Get', 'dialog', 'put', '', ' post', 'post '):
        yield Case('method “%s”' % method, '<form method="%s" action=to><input name=a value=1><button name=b value=2>x</button></form>' % method)
    for enctype in ('multipart/form-data', 'Multipart/Form-Data', 'text/plain', 'x-www-form-encoded', '', 'application/json',
                    ' multipart/form-data', 'application/x-www-form-urlencoded'):
        yield Case('enctype “%s”' % enctype,
                   '<form method=post enctype="%s" action=to><input name="a b" value="1&amp;2=3"><textarea name=t>x\ny</textarea>'
                   '<button name=b value=2>x</button></form>' % enctype)
        yield Case('get, enctype “%s”' % enctype, '<form enctype="%s" action=to><input name="a b" value="1&amp;2=3"><button>x</button></form>' % enctype)
    form = '<form action=to><input name=a value=1><button name=b value=2 %s>x</button></form>'
    for extra in ('formaction=other', 'formaction=""', 'formmethod=post', 'formmethod=""', 'formmethod=nonsense',
                  'formmethod=post formenctype=multipart/form-data', 'formmethod=post formenctype=nonsense',
                  'formmethod=dialog', 'formnovalidate', 'formtarget=_blank'):
        yield Case('button with ' + extra, form % extra)
    yield Case('button overrules post', form.replace('<form', '<form method=post enctype=multipart/form-data') % 'formmethod=get formaction=there?x#y')
    yield Case('enctype empty on the button', form.replace('<form', '<form method=post enctype=text/plain') % 'formenctype=""')


def submitters():
    for inner in ('<input type=submit name=a><input type=submit name=b>', '<input type=submit name=a value="">',
                  '<input type=SUBMIT name=a value=漢>', '<button name=a>x</button>', '<button name=a value="">x</button>',
                  '<button name=a value=1 type=button>x</button><button name=b value=2 type=nonsense>y</button>',
                  '<button name=a value=1 type="">x</button>', '<button value=1>x</button>', '<button name="" value=1>x</button>',
                  '<button disabled name=a value=1>x</button><button name=b value=2>y</button>',
                  '<fieldset disabled><button name=a value=1>x</button></fieldset><input type=submit name=b value=2>',
                  '<input type=image name=a>', '<input type=image>', '<input type=image name="">', '<input type=image name=a value=1>',
                  '<input type=image name=a disabled><input type=image name=b>', '<input type=reset name=a><input type=submit name=b value=1>',
                  '<input type=button name=a value=1><button type=reset name=b value=1>x</button><button name=c value=1>y</button>',
                  '<button name=a value=" x\ny ">x</button>', '<input type=submit name=a value=" x\ny ">',
                  '<a href=x><button name=a value=1>x</button></a>', '<label>x<button name=a value=1>x</button></label>',
                  '<button name=a value=1><b>x<i>y</button>', '<button name=a value=1>x<button name=b value=2>y</button>',
                  '<button name=_charset_ value=1>x</button>'):
        yield Case('submitter ' + inner, POST + '<input name=t value=1>' + inner + '<input type=hidden name=z value=2></form>')
    yield Case('no button', POST + '<input name=t value=1></form>')
    yield Case('only a disabled button', POST + '<input name=t value=1><input type=submit name=s disabled></form>')
    yield Case('second button', POST + '<button name=a value=1>x</button><button id=two name=a value=2>y</button></form>', button='two')
    yield Case('button elsewhere', '<button form=f name=a value=1>x</button><form id=f method=post action=to><input name=b value=2></form>')
    yield Case('image in multipart', '<form method=post enctype=multipart/form-data><input type=image name="a b"></form>')


def inputs():
    numbers = ''
    for value in ('1', '-1', '+1', '1.50', '.5', '1.', '1e3', '1E+3', 'e', '', ' 1', '1 ', '１', '1,5', '0x10', 'NaN', 'Infinity', '-0', '1e400',
                  '--1', '007'):
        numbers += '<input type=number name=a value="%s"><input type=range name=b value="%s">' % (value, value)
    yield post('numbers', numbers)
    ranges = ''
    for extra in ('min=10', 'max=10', 'min=10 max=5', 'min=-5 max=5 value=0.3', 'step=7 value=9', 'step=any value=3.14159', 'step=0.1 value=0.25',
                  'min=3 step=5 value=10', 'min=0 max=1', 'min=0 max=1 step=0.01', 'step=0 value=7',
                  'step=-2 value=7', 'min=x max=y value=7', 'min=0.5 max=1.5', 'max=-10', 'min=1 max=10 step=4', 'min=1 max=10 step=4 value=10',
                  'value=123456789.125 max=1e12 step=any', 'step=20 value=10', 'step=20 value=30', 'min=-10 max=10 step=3 value=-1',
                  'min=-100 max=-1 step=7 value=-50', 'min=5 max=7 step=20 value=6'):
        ranges += '<input type=range name="%s" %s>' % (extra, extra)
    yield post('ranges', ranges)
    for kind, values in {
            'date': ('2024-02-29', '2023-02-29', '2023-1-1', '0000-01-01', '0001-01-01', '10000-01-01', '2023-13-01', '2023-12-31 ', '', '275760-09-13',
                     '275760-09-14', '2023-04-31', '1582-10-10', '2023/01/01'),
            'month': ('2023-12', '2023-13', '2023-00', '0001-01', '10000-01', '2023-1'),
            'week': ('2020-W53', '2021-W53', '2023-W00', '2023-W52', '2023-w01', '2023-W1'),
            'time': ('23:59', '24:00', '12:60', '12:30:59', '12:30:60', '12:30:15.5', '12:30:15.1234', '1:30', '12:30:00', '12:30:00.000', '12:30:15.100'),
            'datetime-local': ('2023-01-02T03:04', '2023-01-02 03:04', '2023-01-02T03:04:00', '2023-01-02T03:04:05.600', '2023-02-30T00:00',
                               '2023-01-02T24:00', '2023-01-02t03:04', '2023-01-02T03:04Z', '2023-01-02T03:04:00.000', '2023-01-02 03:04:05', '2023-01-02'),
            'color': ('#ABCDEF', '#abc', '', '#12345g', 'ABCDEF', ' #123456', '#12345678'),
            'email': (' a@b.test ', 'a@b.test,c@d.test', 'a\nb@c.test', 'ä@日本.test', ' a@b.test , c@d.test '),
            'url': (' http://x.test/ ', 'no url', 'http://x.test/\n'), 'tel': (' 03-1\n2 ',), 'search': (' a\r\nb ',), 'password': (' a\nb ', '漢'),
            'text': (' a\n\rb ', 'a&#13;b&#10;c', 'tab&#9;x', '&#0;x', 'x\x0cy\x0bz'), 'hidden': (' a\nb\r\nc\rd&#13;e&#10;f&#13;&#10;g ', ''),
            'nonsense': (' x\ny ',), 'datetime': ('2023-01-02T03:04Z',), 'file': ('x.txt',), 'TEXT': ('x\ny',), '': ('x',)}.items():
        yield post('values of type “%s”' % kind, ''.join('<input type="%s" name=a value="%s">' % (kind, value) for value in values))
    yield post('several addresses', '<input type=email multiple name=a value=" a@b.test , c@d.test ,, e">')
    yield post('without value', ''.join('<input name=%s type=%s>' % (kind, kind) for kind in (
        'text', 'hidden', 'search', 'tel', 'url', 'email', 'password', 'date', 'month', 'week', 'time', 'datetime-local', 'number', 'range', 'color',
        'checkbox', 'radio', 'file')))
    yield post('maxlength does not cut', '<input name=a maxlength=2 value=12345><textarea name=b maxlength=2>12345</textarea>')
    yield post('pattern and required', '<input name=a required><input name=b pattern=x value=y>')
    yield post('readonly', '<input name=a readonly value=1><textarea name=b readonly>2</textarea>')
    yield post('checkboxes', '<input type=checkbox name=a><input type=checkbox name=b checked><input type=checkbox name=c checked value="">'
               '<input type=checkbox name=d value=v checked><input type=checkbox checked value=v><input type=CheckBox name=e checked=false>')
    yield post('radio buttons', '<input type=radio name=a value=1 checked><input type=radio name=a value=2 checked><input type=radio name=b value=1>'
               '<input type=radio name=c checked><input type=radio name=A value=3 checked><input type=radio checked value=9><input type=radio checked value=8>')
    yield Case('radio group over form=', '<input type=radio form=f name=r value=1 checked><form id=f method=post action=to>'
               '<input type=radio name=r value=2 checked><button>x</button></form><form><input type=radio name=r value=3 checked></form>')
    yield post('radio checked, then a disabled one', '<input type=radio name=r value=1 checked><input type=radio name=r value=2 checked disabled>')
    yield post('radio ticked by the person', '<input type=radio name=r value=1 checked><input type=radio id=r name=r value=2>'
               '<input id=c type=checkbox name=c>', fill=[('r', ''), ('c', '')])
    yield post('duplicate names', '<input name=a value=1><input name=a value=2><input name=b><input name=a value=1>')
    yield post('empty names', '<input name="" value=1><input value=2><input name=" " value=3><input name="a b" value=4>')
    yield post('names isindex', '<input name=isindex value=1><input name=isindex value=2>')
    yield get('isindex first', '<input name=isindex value=1><input name=b value=2>')
    yield post('names with everything', '<input name="a&amp;b=c%d+e&quot;f\'g" value=1><input name="漢é" value=2><input name="a\nb" value=3>')
    yield multipart('names with everything', '<input name="a&amp;b=c%d+e&quot;f\'g\\h;i" value=1><input name="漢é🔒" value=2><input name="a\nb&#13;c" value="d\ne&#13;f">')
    yield multipart('names in EUC-JP', '<input name="漢é🔒&quot;" value="①🔒">', charset='euc-jp')
    yield multipart('no file chosen', '<input type=file name=f><input type=file name="g&quot;" multiple><input type=file>')
    yield post('no file chosen', '<input type=file name=f>')
    yield post('dirname', '<input name=a value=x dirname=a.dir><input name=b dir=rtl dirname=b.dir><input name=c dir=AUTO dirname=c.dir value=שלום>'
               '<textarea name=d dirname=d.dir dir=ltr></textarea><input type=hidden name=e dirname=e.dir>'
               '<input type=password name=g dirname=g.dir><input type=number name=h dirname=h.dir>')
    yield post('dirname inherited', '<div dir=rtl><input name=a dirname=a.dir><input type=tel name=b dirname=b.dir><input name=c dir=bogus dirname=c.dir>'
               '<input name=d dir=auto dirname=d.dir value=abc><input name=e dir=auto dirname=e.dir></div>'
               '<p dir=auto>שלום<input name=f dirname=f.dir></p>')
    yield post('hidden and style', '<input hidden name=a value=1><input style="display:none" name=b value=2><div hidden><input name=c value=3></div>')
    yield post('hidden disabled', '<input type=hidden disabled name=a value=1><input type=hidden disabled=false name=b value=2><input type=hidden name=c value=3>')
    yield post('typed', '<input id=a name=a value=old><textarea id=b name=b>old</textarea><select id=c name=c><option>1<option>2</select><input id=d name=d type=password>',
               fill=[('a', 'new 漢'), ('b', 'two\nlines\n'), ('c', '2'), ('d', 'pä ss&=+%')])
    yield post('typed dates', '<input id=a type=date name=a><input id=b type=number name=b><input id=c type=email name=c><input id=d type=time name=d>',
               fill=[('a', '2024-02-29'), ('b', '1.50'), ('c', ' a@b.test '), ('d', '12:30')])
    yield post('typed nonsense', '<input id=a type=date name=a value=2020-01-01><input id=b type=number name=b value=1><input id=c name=c>',
               fill=[('a', 'tomorrow'), ('b', 'many'), ('c', 'a\nb')])
    yield post('keygen and output', '<keygen name=k><output name=o>1</output><meter name=m value=1></meter><progress name=p value=1></progress>')
    yield post('object and embed', '<object name=o></object><object><input name=a value=1></object><embed name=e>')
    yield post('template', '<template><input name=a value=1></template><input name=b value=2>')
    yield post('details and dialog', '<details><input name=a value=1></details><dialog><input name=b value=2></dialog>')
    yield post('comment', '<!-- <input name=a value=1> --><input name=b value=2><!--><input name=c value=3><!---><input name=d value=4><!-- x --!><input name=e value=5>')
    yield post('iframe and noembed', '<iframe><input name=a value=1></iframe><noembed><input name=b value=2></noembed><xmp><input name=c value=3></xmp><input name=d value=4>')


def fieldsets():
    for inner in ('<fieldset disabled><input name=a value=1></fieldset>', '<fieldset disabled><legend><input name=a value=1></legend><input name=b value=2></fieldset>',
                  '<fieldset disabled><legend>x</legend><legend><input name=a value=1></legend></fieldset>',
                  '<fieldset disabled><p><legend><input name=a value=1></legend></p></fieldset>',
                  '<fieldset disabled><legend><fieldset disabled><input name=a value=1></fieldset></legend></fieldset>',
                  '<fieldset disabled><div><legend><input name=a value=1></legend></div></fieldset>',
                  '<fieldset disabled><input name=x value=0><legend><input name=a value=1></legend></fieldset>',
                  '<fieldset><fieldset disabled><fieldset><input name=a value=1></fieldset></fieldset><input name=b value=2></fieldset>',
                  '<fieldset disabled=false><select name=s><option>1</select><textarea name=t>2</textarea></fieldset>',
                  '<fieldset disabled><legend><legend><input name=a value=1></legend></legend></fieldset>',
                  '<div disabled><input name=a value=1></div>', '<fieldset disabled><object><input name=a value=1></object>'):
        yield post('fieldset ' + inner, inner)
    yield Case('disabled fieldset around the form', '<fieldset disabled><form method=post action=to><input name=a value=1><button name=b>x</button></form></fieldset>')
    yield Case('control outside in a disabled fieldset', '<fieldset disabled><input form=f name=a value=1></fieldset><form id=f method=post action=to><button>x</button></form>')


def selects():
    for inner in ('<select name=s></select>', '<select name=s><option>1<option>2</select>', '<select name=s><option>1<option selected>2<option selected>3</select>',
                  '<select name=s><option disabled>1<option>2</select>', '<select name=s><option disabled selected>1<option>2</select>',
                  '<select name=s><option disabled>1<option disabled>2</select>', '<select name=s size=2><option>1<option>2</select>',
                  '<select name=s size=1><option>1<option>2</select>', '<select name=s size=0><option>1<option>2</select>', '<select name=s size=x><option>1</select>',
                  '<select name=s size="2x"><option>1</select>', '<select name=s size="+2"><option>1</select>', '<select name=s size=-2><option>1</select>',
                  '<select name=s size=3><option>1<option selected>2<option selected>3</select>', '<select name=s size=4294967297><option>1</select>',
                  '<select name=s multiple><option>1<option selected>2<option selected>3</select>', '<select name=s multiple><option>1</select>',
                  '<select name=s multiple size=1><option selected disabled>1<option selected>2</select>',
                  '<select name=s><optgroup disabled><option>1</optgroup><option>2</select>', '<select name=s><optgroup disabled label=x><option selected>1</optgroup><option>2</select>',
                  '<select name=s><optgroup disabled><option>1</select>', '<select name=s><optgroup><option>1<optgroup><option selected>2</select>',
                  '<select name=s><option>  a \n b\t</option></select>', '<select name=s><option value=""> a</select>', '<select name=s><option label=l>t</select>',
                  '<select name=s><option label=l></select>', '<select name=s><option value>t</select>', '<select name=s><option><b>a</b> <script>x</script>c</select>',
                  '<select name=s disabled><option>1</select>', '<select><option>1</select>', '<select name=""><option>1</select>', '<SELECT NAME=s><OPTION SELECTED VALUE=漢>1</SELECT>',
                  '<select name=s><option selected>1</option><option selected disabled>2</option></select>', '<select name=s><hr><option>1<hr><option selected>2</select>',
                  '<select name=s><option>a&nbsp;b&#12288;c</select>', '<select name=s><option value=" x\ny ">1</select>', '<select name=s><option>1<select><option>2</select>',
                  '<select name=s><option>1<input name=t value=2>', '<select name=s><option>1<textarea name=t>2</textarea>', '<select name=s><option>1<p><option selected>2</select>',
                  '<select name=s><div><option>1</div><option selected>2</select>', '<select name=s><option>1<table><tr><td>2</select><input name=t value=3>',
                  '<select name=s><option selected=false>1<option>2</select>', '<select name=s required><option value="">choose<option>2</select>',
                  '<select name=s multiple=false><option selected>1<option selected>2</select>', '<select name=s><option>1</option>text<option selected>x<!-- c -->y</select>',
                  '<select name=s><option value=1>a<option value=1 selected>b</select>'):
        yield post('select ' + inner, inner)
    yield Case('select never closed', POST + '<button name=b>x</button><input type=hidden name=h value=1><select name=s><option>1<option selected>2')
    yield Case('option never closed, then form closed', POST + '<button name=b>x</button><select name=s><option>1<option selected>2</form><p><input name=c value=1>')
    yield post('chosen by the person', '<select id=s name=s><option value=a>1<option value=b>2<option value=b>3</select>'
               '<select id=m name=m multiple><option selected>1<option>2</select><select id=z name=z size=4><option>1<option>2</select>',
               fill=[('s', 'b'), ('m', '2'), ('z', '2')])


def textareas():
    for inner in ('<textarea name=t></textarea>', '<textarea name=t>\nx</textarea>', '<textarea name=t>\n\nx\n</textarea>', '<textarea name=t>&#10;x</textarea>',
                  '<textarea name=t>&#10;&#10;x</textarea>', '<textarea name=t>&#13;x</textarea>', '<textarea name=t>a\rb\r\nc</textarea>', '<textarea name=t>a&#13;b&#13;&#10;c</textarea>',
                  '<textarea name=t>&lt;b&gt; <b>x</b> <input name=u value=1></textarea>', '<textarea name=t>&amp;amp; &copy &eacute;</textarea>',
                  '<textarea name=t><!-- x --></textarea>', '<textarea name=t></texta</textarea>', '<textarea name=t></textarea ><input name=u value=1>',
                  '<textarea name=t></TEXTAREA\n><input name=u value=1>', '<textarea name=t>x</textarea/><input name=u value=1>', '<textarea name=t disabled>x</textarea>',
                  '<textarea name=t wrap=hard cols=20>short</textarea>',
                  '<textarea name=t wrap=hard>x</textarea>', '<textarea name=t wrap=soft cols=5>aaaa bbbb</textarea>', '<textarea name=t wrap=off cols=5>aaaa bbbb</textarea>',
                  '<textarea>x</textarea>', '<textarea name=t> x </textarea>', '<textarea name=t>漢🔒\x00y</textarea>', '<textarea name=t/>x</textarea>', '<textarea name=t>\r\n\r\nx</textarea>',
                  '<textarea name=t>\t&#9;x</textarea>', '<textarea name=t></textareax></textarea>', '<TextArea NAME=t>x</TEXTAREA>', '<pre>\n<textarea name=t>\nx</textarea></pre>'):
        yield post('textarea ' + inner, inner)
    yield Case('textarea never closed', POST + '<button name=b>x</button><textarea name=t>rest</form> of the page')
    yield post('title is text', '<title><input name=a value=1></title><input name=b value=2>')
    yield post('style and script are text', '<style><input name=a value=1></style><script>"<input name=b value=1>"</script><input name=c value=3>')
    yield post('script with a comment', '<script><!-- <script> "</script>" --></script><input name=c value=3>')


def belonging():
    field = '<input name=%s value=%s>'
    a, b, c, d = (field % (name, number) for number, name in enumerate('abcd'))
    go = '<input type=submit name=go>'
    for html in (
            # form= attributes
            a + '<form id=f method=post action=to>' + go + b + '</form><input form=f name=c value=2><input form=g name=d value=3>',
            '<form id=f method=post action=to>' + go + '<input form="" name=a value=1><input form=g name=b value=2><input form=f name=c value=3></form>',
            '<form id=f method=post action=to>' + go + '</form><form id=f><input name=a></form><input form=f name=b value=1>',
            '<div id=f></div><form id=f method=post action=to>' + go + '</form><input form=f name=b value=1>',
            '<form id=F method=post action=to>' + go + '</form><input form=f name=b value=1>',
            '<form id="a b" method=post action=to>' + go + '</form><input form="a b" name=b value=1><select form="a b" name=s><option>1</select>'
            '<textarea form="a b" name=t>1</textarea><button form="a b" name=x>1</button>',
            '<form id="" method=post action=to>' + go + '</form><input form="" name=b value=1>',
            # forms in forms
            '<form method=post action=to>' + a + '<form action=other method=get>' + b + '</form>' + c + go,
            '<form method=post action=to>' + a + '<form>' + b + go + '</form>' + c + '</form>' + d,
            '<form method=post action=to>' + a + '</form></form>' + b + '<form>' + c,
            '<form method=post action=to>' + go + a + '<div></form>' + b + '</div>' + c,
            '<div><form method=post action=to>' + go + a + '</div>' + b + '</form>' + c,
            '<form method=post action=to>' + go + a + '<form></form>' + b,
            # tables
            '<table><form method=post action=to><tr><td>' + a + go + '<tr><td>' + b + '</form></table>' + c,
            '<table><tr><form method=post action=to><td>' + a + '</td><td>' + go + b + '</td></form></tr></table>' + c,
            '<table><tr><td><form method=post action=to>' + go + a + '</td><td>' + b + '</form></td></tr></table>' + c,
            '<form method=post action=to><table><tr><td>' + go + a + '</form><td>' + b + '</table>' + c,
            '<table>' + a + '<form method=post action=to>' + go + '<tr>' + b + '<td>' + c + '</form></table>' + d,
            '<table><input type=hidden name=a value=0><form method=post action=to><input type=hidden name=b value=1><tr><input type=hidden name=c value=2><td>' + go + '</table>' + d,
            '<table><tr><td><form method=post action=to>' + go + '<table><tr><td>' + a + '</form></table>' + b + '</table>' + c,
            '<table><tbody><form method=post action=to><tr><td>' + a + go + '</tbody><tbody><tr><td>' + b + '</tbody></form></table>' + c,
            '<table><form method=post action=to></form><tr><td>' + a + '<form method=post action=two>' + go + b + '</table>',
            '<table><tr><form method=post action=to><select name=s><option>1<option selected>2</select><td>' + go + '</form></table>',
            '<center><table><form method=post action=to><tr><td>' + go + '</center>' + a + '</td></tr></form></table>' + b,
            # crooked nesting
            '<b><form method=post action=to>' + go + a + '</b>' + b + '</form>' + c,
            '<p><form method=post action=to><p>' + go + a + '</p></p>' + b + '<p></form>' + c,
            '<font><form method=post action=to><font>' + go + a + '</form></font>' + b,
            '<a href=x><form method=post action=to>' + go + '<a href=y>' + a + '</a></form></a>' + b,
            '<ul><li><form method=post action=to>' + go + a + '<li>' + b + '</ul>' + c + '</form>' + d,
            '<dl><dt><form method=post action=to>' + go + a + '<dd>' + b + '</form></dl>' + c,
            '<form method=post action=to>' + go + '<div><p><b>' + a + '</form></b></p>' + b + '</div>' + c,
            '<form method=post action=to>' + go + '<label>' + a + '<label>' + b + '</label></form>' + c,
            '<nobr><form method=post action=to>' + go + '<nobr>' + a + '</form></nobr></nobr>' + b,
            '<button><form method=post action=to><button name=x value=1>x</button>' + a + '</form></button>' + b,
            '<form method=post action=to>' + go + '<button type=button>' + a + '</button>' + b + '</form>',
            '<h1><form method=post action=to>' + go + '<h2>' + a + '</h1>' + b + '</form>' + c,
            '<marquee><form method=post action=to>' + go + a + '</marquee>' + b + '</form>' + c,
            '<template><form></template><form method=post action=to>' + go + a + '</form>',
            '<form method=post action=to>' + go + '<template></form>' + a + '</template>' + b + '</form>' + c,
            '</form>' + a + '<form method=post action=to>' + go + b + '</body></html>' + c + '</form>' + d,
            '<html><body><form method=post action=to>' + go + '<body><html><head>' + a + '</head>' + b + '</form>',
            '<form method=post action=to>' + go + '<frameset><frame></frameset>' + a,
            '<form method=post action=to' + '>' + go + '<br/>' + a + '</br>' + b + '</p><hr/></form>' + c,
            '<form/ method=post / action=to>' + go + a,
            '<form method=post action=to>' + go + '<input name=a value=1/><input name=b value=/><input name=c/ value=2><input/name=d/value=3>',
            '<form method=post action=to>' + go + '<!doctype x>' + a + '<?php echo 1 ?>' + b + '<![CDATA[' + c + ']]>' + d,
            '<form method=post action=to>' + go + '</><//>' + a + '</ x>' + b + '< input name=c>' + d):
        yield Case(html, html)


def attributes():
    for inner in ('<input name=a value=1 value=2>', "<input name='a' value='it&apos;s'>", '<input name=a value=1 NAME=b>', '<input name=a value=a=b&c=d>',
                  '<input name=a value="&lt;&gt;&amp;&quot;&#39;&#x41;&#65;">', '<input name=a value="&copy&copy;&copyx&copy=x&notit;&not">', '<input name=a value="&#128;&#x80;&#150;&#130;&#159;">',
                  '<input name=a value="&#0;&#xD800;&#x110000;&#xFFFE;&#x1F512;">', '<input name=a value="&#x;&#;&#xG;&;& ;&&amp">', '<input name=a value="&AMP;&Amp;&nbsp;&AMP&GT;&yen">',
                  '<input name=a value="&#12;&#13;&#11;&#1;&#127;">', '<input name=a value="x\x00y">', '<input na\x00me=a value=1>', '<input name = a value\n=\n"b" >', '<input name=a value=>',
                  '<input name=a value="">', '<input name=a value>', '<input name="a"value="b">', '<input name=a value=`b`>', '<input name=a value=b"c\'d<e=f>', '<INPUT NAME=a VALUE=B>',
                  '<input name=a value="1\t2\x0c3">', '<input name=a value="\n1\n">', '<input name=" a " value=" 1 ">', '<input =name=a name=b value=1>', '<input name=a value=1 "quoted" name=c>',
                  '<input name=a value="a>b">', '<input name=a\x0cvalue=1>', '<input xml:name=x name=a value=1>', '<input name=a:b.c[d]-e value=1>', '<input name=a value="\ufeff1\u200b2\u00ad3">',
                  '<input name=a value="\ufffe\uffff">', '<input name=a value="&lang;&rang;&epsilon;&Prime;&yen;&ensp;">', '<input name=a value="&ampx;&ltx;&gt=1&quot">',
                  '<input name=a value="&#128274;&#000065;&#x0000041;&#99999999999;">', '<input disabled="" name=a value=1><input disabled=false name=b value=2><input DISABLED name=c>',
                  '<input type=" text " name=a value="x\ny">', '<input type=text type=hidden name=a value="x\ny">', '<input id=a value=1>', '<input name=\'"a"\' value=1>', '<input name="&#97;" value="&#x26;amp;">',
                  '<input name=a value="%E6%BC%A2+%20">', '<input name=a value="*-._~!\'()">', '<img name=a value=1><input name=b value=2>', '<image name=a value=1><input name=b value=2>', '<input name=a value=1</input>',
                  '<input name=a value=1></input><input name=b value=2>', '<isindex name=a>'):
        yield post('attributes ' + inner, inner)


def cases():
    return [case for group in (texts, charsets, addresses, methods, submitters, inputs, fieldsets, selects, textareas, belonging, attributes)
            for case in group()]
