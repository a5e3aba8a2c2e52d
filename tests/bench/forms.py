# SPDX-License-Identifier: GPL-3.0-or-later
"""forms.py make PAGE: writes a page of 200 kB with 100 forms.
forms.py PAGE RUNS: what forms.c does, with lxml's forms."""
import sys
import time
import urllib.parse

TEXTS = ('text', 'email', 'password', 'tel', 'search')


def make(path):
    parts = ['<!DOCTYPE html><html><head><meta charset="utf-8"><title>Hundred forms</title></head><body>']
    for n in range(100):
        parts.append('<form method="post" action="/submit/%d"><fieldset><legend>証明書 %d</legend><table>' % (n, n))
        for kind in TEXTS:
            parts.append('<tr><th><label for="%s%d">Field of kind %s</label></th><td><input type="%s" id="%s%d" name="%s%d" '
                         'value="proposed"></td></tr>' % (kind, n, kind, kind, kind, n, kind, n))
        parts.append('<tr><td colspan="2"><input type="hidden" name="token" value="%064x"><input type="checkbox" name="agree" value="yes">'
                     '<select name="key"><option value="1">RSA 2048</option><option value="2" selected>RSA 4096</option><option value="3">P-256</option></select>'
                     '<input type="radio" name="r" value="a" checked><input type="radio" name="r" value="b">'
                     '<textarea name="remark">a remark\nof two lines</textarea><button name="go" value="1">Send</button></td></tr>' % n)
        parts.append('</table></fieldset></form><p>%s</p>' % ('Text between the forms &amp; 説明の文章。' * 15))
    parts.append('</body></html>')
    with open(path, 'wb') as file:
        file.write(''.join(parts).encode('utf-8'))


def run(data):
    # As from a portal: the encoding is known from its headers.
    page = lxml.html.document_fromstring(data, base_url='https://portal.example/page',
                                         parser=lxml.html.HTMLParser(encoding='utf-8'))
    page.make_links_absolute()
    n = 0
    for form in page.forms:
        for control in form.inputs:
            if control.tag == 'textarea' or getattr(control, 'type', None) in TEXTS:
                control.value = 'taro@inkan.example & 漢字'
            elif getattr(control, 'type', None) == 'checkbox':
                control.checked = True
        n += len(urllib.parse.urlencode(form.form_values()).encode())
    return n


def main():
    global lxml
    if sys.argv[1] == 'make':
        make(sys.argv[2])
        return
    import lxml.html
    with open(sys.argv[1], 'rb') as file:
        data = file.read()
    for _ in range(int(sys.argv[2])):
        begin = time.perf_counter()
        n = run(data)
        print(round((time.perf_counter() - begin) * 1000000), n)


main()
