"""Template tags in a Markdown source: hidden from the Markdown parser, checked, and put back.

A tag may hold `|`, `*` or `_`, which mean something else to Markdown. So each is replaced by a mark of
private-use characters before parsing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from jinja2 import nodes

from docforms.documents.wml import TAG
from docforms.exceptions import Problem
from docforms.expressions import ExpressionSyntax, Language, Text, check_names
from docforms.i18n import _

MARK: Final = re.compile('\ue000(\\d+)\ue001')
LONE_MARK: Final = re.compile('\ue000(\\d+)\ue001[ \t]*')
OPENING: Final = re.compile(r'\{[{%#]|[}%#]\}')
WORD: Final = re.compile(r'\{%[-+]?\s*(\w+)')
QUOTES: Final = frozenset('“”‘’')
OPENERS: Final = {'if': 'endif', 'for': 'endfor'}
MIDDLES: Final = frozenset({'else', 'elif'})
PLAIN: Final = frozenset({'set'})


@dataclass(slots=True)
class Tags:
    """The tags of one source in order, and what is wrong with them."""

    name: str
    texts: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def hide(self, source: str, first_line: int = 1) -> str:
        """Replace every tag by a mark; comments vanish."""
        return '\n'.join(self._hidden_line(line, number) for number, line in enumerate(source.split('\n'), first_line))

    def show(self, text: str) -> str:
        """Put the tags back."""
        return MARK.sub(lambda mark: self.texts[int(mark[1])], text)

    def lone(self, line: str) -> str | None:
        """Give the block tag a line consists of, without {% and %}; None when it is something else."""
        mark = LONE_MARK.fullmatch(line)
        text = '' if mark is None else self.texts[int(mark[1])]
        return text[2:-2].strip() if text.startswith('{%') else None

    def _hidden_line(self, line: str, number: int) -> str:
        def hidden(match: re.Match[str]) -> str:
            text = match[0]
            if text.startswith('{#'):
                return ''
            self.problems += [Problem(self.name, message, number) for message in faults(text)]
            self.texts.append(text)
            return f'\ue000{len(self.texts) - 1}\ue001'

        result = TAG.sub(hidden, line)
        if OPENING.search(result):
            self.problems.append(Problem(self.name, _("模板标记没有写完整；一个标记要写在同一行"), number))
        return result


def faults(tag: str) -> Iterator[str]:
    """Say what is wrong with one tag."""
    if QUOTES & set(tag):
        # docxtpl turns them into straight quotes, also inside texts.
        yield _("标记 {tag} 里有中文引号，请改用英文引号").format(tag=tag)
    word = WORD.match(tag)
    if word is not None and word[1] in {'p', 'tr', 'tc', 'r'}:
        yield _("标记 {tag} 不用写 {word}，单独成行即可").format(tag=tag, word=word[1])
        return
    sample = sample_of(tag, '' if word is None else word[1])
    if sample is None:
        yield _("标记 {tag} 不是模板语言的一部分，可用 if、for、set").format(tag=tag)
        return
    try:
        tree = Text(_language(), sample).tree
    except ExpressionSyntax as error:
        reasons = [error.reason]
    else:
        # Which values there are is not known here; filters, functions and their arguments are.
        values: dict[str, None] = {name.name: None for name in tree.find_all(nodes.Name)}
        reasons = check_names(tree, values)
    for reason in reasons:
        yield _("标记 {tag} 写法有误：{reason}").format(tag=tag, reason=reason)


def block_faults(tag: str) -> Iterator[str]:
    """Say what keeps a block tag from standing alone: docxtpl does not see these characters in it."""
    if '%' in tag or '}' in tag:
        yield _("单独成行的标记 {tag} 里不能有 % 和 }}").format(tag=tag)


def unbalanced(tags: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Find block tags without their partner; `tags` and the result pair line numbers with texts."""
    open_tags: list[tuple[int, str]] = []
    for line, code in tags:
        word = code.split()[0] if code.split() else ''
        if word in OPENERS:
            open_tags.append((line, word))
        elif word in MIDDLES:
            if not open_tags:
                yield line, _("{word} 之前没有 if 或 for").format(word=word)
        elif word not in PLAIN:
            if not open_tags or OPENERS[open_tags[-1][1]] != word:
                yield line, _("{word} 没有与之对应的开始标记").format(word=word)
            else:
                open_tags.pop()
    for line, word in open_tags:
        message = _("{word} 没有结束，缺少 {end}；表格中的标记要在同一个表格里结束")
        yield line, message.format(word=word, end=OPENERS[word])


@cache
def _language() -> Language:
    return Language(escaping=True)


def sample_of(tag: str, word: str) -> str | None:
    """Make a whole template around one tag; None when the tag cannot be part of one."""
    if tag.startswith('{{'):
        return tag
    if word in OPENERS:
        return f'{tag}{{% {OPENERS[word]} %}}'
    if word in MIDDLES:
        return f'{{% if true %}}{tag}{{% endif %}}'
    if word in OPENERS.values():
        opener = 'if true' if word == 'endif' else 'for each in []'
        return f'{{% {opener} %}}{tag}'
    return tag if word in PLAIN else None
