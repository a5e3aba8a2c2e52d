# SPDX-License-Identifier: GPL-3.0-or-later
"""One page with a form."""
CODECS = {'utf-8': 'utf-8', 'shift_jis': 'cp932', 'euc-jp': 'euc_jp', 'iso-2022-jp': 'iso2022_jp',
          'windows-1252': 'cp1252', 'utf-16le': 'utf-16-le'}

SCRIPT = '<script src="/~press"></script>'
DOCTYPE = '<!DOCTYPE html>'


class Case:
    """A page and what is done in it.

    html: text, or bytes that are served as they are
    charset: the page's encoding; told by 'header', 'meta', 'http-equiv', 'bom' or 'nothing'
    form: which form of the page; button: the id of the one that is pressed, else the first
    fill: (id, value) pairs, filled in as a person would
    """

    def __init__(self, label, html, charset='utf-8', told='header', form=0, button=None, fill=(), doctype=True):
        self.label = label
        self.html = html
        self.charset = charset
        self.told = told
        self.form = form
        self.button = button
        self.fill = list(fill)
        self.doctype = doctype

    def content_type(self):
        return 'text/html; charset=' + self.charset if self.told == 'header' else 'text/html'

    def page(self):
        codec = CODECS.get(self.charset.lower(), 'utf-8')
        begin = (DOCTYPE if self.doctype else '') + SCRIPT
        if self.told == 'meta':
            begin += '<meta charset="%s">' % self.charset
        elif self.told == 'http-equiv':
            begin += '<META HTTP-EQUIV=Content-Type CONTENT="text/html; charset=%s">' % self.charset
        elif self.told == 'bom':
            begin = '\ufeff' + begin
        html = self.html
        if isinstance(html, str):
            # A character that the encoding lacks stands there as a reference.
            html = html.encode(codec, 'xmlcharrefreplace')
        return begin.encode(codec) + html
