# SPDX-License-Identifier: GPL-3.0-or-later
"""Forms as they come: everything at once, put together by a random generator
that begins with the same number each time."""
import random

from case import Case

CHARSETS = ('utf-8', 'shift_jis', 'euc-jp', 'iso-2022-jp')
WORDS = ('abc', 'Aa 1', '', '漢字', 'ｱｲｳ', '①', '〜～', 'é', '🔒', '&amp;', '&#9312;', '&yen;', '%41', 'a+b', '  x  ', "it's", '髙', '&quot;q&quot;',
         '&#13;&#10;', '&#10;', '&copy', '表示', '−', '&#8364;', 'x=y&z', 'ソ能')
NAMES = ('a', 'b', 'c', 'user', 'pass word', '名前', 'x.y', 'j_id1:form', 'a[]', '', 'é')
TYPES = ('text', 'hidden', 'password', 'email', 'tel', 'url', 'search', 'number', 'date', 'checkbox', 'radio', 'file', 'range', 'color', 'reset', 'button',
         'time', 'month', 'nonsense', 'TEXT')
ACTIONS = ('to', '', '/abs?x=1', '../up', '?q=漢', 'to#frag', 'a b/é', '//other.test/x', './x;jsessionid=1')


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.n = 0

    def one_of(self, *choices):
        return self.random.choice(choices)

    def maybe(self, text, chance=0.3):
        return text if self.random.random() < chance else ''

    def words(self):
        return ' '.join(self.random.choice(WORDS) for _ in range(self.random.randint(0, 3)))

    def name(self):
        # Often the same name twice, sometimes none.
        return self.maybe(' name="%s"' % self.random.choice(NAMES), 0.95)

    def written(self, tag):
        return self.random.choice((tag, tag, tag.upper()))

    def input(self):
        kind = self.random.choice(TYPES)
        return '<%s type=%s%s%s%s%s%s%s>' % (
            self.written('input'), kind, self.name(), self.maybe(' value="%s"' % self.words(), 0.8), self.maybe(' checked', 0.5),
            self.maybe(' disabled', 0.1), self.maybe(' dirname=d', 0.05), self.maybe(' /', 0.2))

    def option(self):
        return '<option%s%s%s>%s%s' % (self.maybe(' value="%s"' % self.words(), 0.5), self.maybe(' selected', 0.25), self.maybe(' disabled', 0.15),
                                       self.words(), self.maybe('</option>', 0.5))

    def select(self):
        options = ''
        for _ in range(self.random.randint(0, 5)):
            group = self.random.random() < 0.15
            options += '<optgroup label=g%s>' % self.maybe(' disabled', 0.4) if group else ''
            options += self.option()
            options += self.maybe('</optgroup>', 0.7) if group else ''
        return '<%s%s%s%s%s>%s</select>' % (self.written('select'), self.name(), self.maybe(' multiple', 0.2), self.maybe(' size=3', 0.2),
                                            self.maybe(' disabled', 0.1), options)

    def textarea(self):
        return '<textarea%s%s>%s%s</textarea>' % (self.name(), self.maybe(' disabled', 0.1), self.maybe('\n'), '\n'.join((self.words(), self.words())))

    def button(self):
        return self.one_of(
            '<button%s value="%s"%s>%s</button>' % (self.name(), self.words(), self.one_of('', ' type=submit', ' type=button', ' type=reset', ' disabled'), self.words()),
            '<input type=submit%s value="%s"%s>' % (self.name(), self.words(), self.maybe(' disabled', 0.2)),
            '<input type=image%s>' % self.name())

    def control(self):
        return self.random.choice((self.input, self.input, self.input, self.input, self.select, self.textarea, self.button))()

    def wrap(self, inner):
        self.n += 1
        return self.one_of(
            inner, inner, '<p>' + inner, '<p>%s</p>' % inner, '<div>%s</div>' % inner, '<label>%s %s</label>' % (self.words(), inner), '<b>%s</b>%s' % (self.input(), inner),
            '<fieldset>%s</fieldset>' % inner, '<fieldset disabled><legend>%s</legend>%s</fieldset>' % (self.maybe(self.control()), inner),
            '<table><tr><td>%s<td>%s</table>' % (self.words(), inner), '<table><tr><th>%s</th><td>%s</td></tr></table>' % (self.words(), inner),
            '<center><font size=2>%s</font>%s</center>' % (self.input(), inner), '<center>%s</center>' % inner, '<ul><li>%s</ul>' % inner, '<dl><dt>%s<dd>%s</dl>' % (self.words(), inner),
            '<span>%s</div>' % inner, '<i>%s<b>x</i></b>%s' % (self.input(), inner), '<!-- %s -->' % inner.replace('--', ''),
            '<div>%s' % inner, '%s</p></li>' % inner, '<li>%s' % inner, '<label>%s</label></b>' % inner, '<a href=x>%s</a>' % self.button())

    def form_tag(self):
        return '<%s%s%s%s%s>' % (
            self.written('form'), self.one_of(' method=post', ' METHOD="POST"', ' method=post', '', ' method=get'),
            self.maybe(' action="%s"' % self.random.choice(ACTIONS), 0.85),
            self.maybe(' enctype=%s' % self.one_of('multipart/form-data', 'text/plain', 'x-www-form-encoded', 'multipart/form-data'), 0.4),
            self.maybe(' accept-charset=%s' % self.one_of('utf-8', 'shift_jis', 'EUC-JP', 'nonsense'), 0.15))

    def page(self):
        parts = [self.wrap(self.wrap(self.control())) for _ in range(self.random.randint(1, 9))]
        parts.insert(self.random.randint(0, len(parts)), '<input type=submit name=go value="%s">' % self.words())
        tag = self.form_tag()
        end = self.maybe('</form>', 0.85)
        inner = ''.join(parts)
        shape = self.random.random()
        head = self.maybe('<base href="%s">' % self.one_of('/base/', 'sub/', 'http://other.test/b/'), 0.15)
        if shape < 0.5:
            body = tag + inner + end
        elif shape < 0.6:
            body = '<table>%s<tr><td>%s</td></tr>%s</table>' % (tag, inner, end)
        elif shape < 0.7:
            body = '<table><tr>%s<td>%s</td>%s</tr></table>' % (tag, inner, end)
        elif shape < 0.8:
            body = '<div>%s%s</div>%s' % (tag, inner, end)
        elif shape < 0.9:
            body = tag.replace('>', ' id=f>') + inner + end + '<input form=f name=late value="%s">' % self.words()
        else:
            body = tag + inner + '<form action=inner>' + self.control() + end
        return head + self.maybe('<title>%s</title><h1>%s</h1>' % (self.words(), self.words())) + body + self.wrap(self.control())


def cases(seed, number):
    generator = Generator(seed)
    return [Case('generated %d' % n, generator.page(), charset=CHARSETS[n % len(CHARSETS)],
                 told=generator.one_of('header', 'meta', 'http-equiv'), doctype=generator.random.random() < 0.7)
            for n in range(number)]
