"""Read the small Markdown that documents are written in, with every mistake found in one pass.

Of Markdown: headings # to ####, paragraphs, numbered lists, tables, **face of headings**, *face of quotations*,
`---` for a new page. A block tag alone on its line, or alone in a table row, takes whole paragraphs or rows.
A comment before a block says how it is set:

    <!-- style: 附注 -->
    <!-- table: widths 12 60 84; height 10; plain -->
    <!-- chart: percent; height 80 -->

The comment <!-- attachment --> begins the text of the next attachment, which stands behind the signature; with
<!-- attachment: landscape --> on lying paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from docforms.documents import front_matter
from docforms.documents.blocks import Annex, Block, Chart, Heading, Item, NewPage, Paragraph, Span, Tag, Text
from docforms.documents.front_matter import FrontMatter
from docforms.documents.markdown_table import read_chart, read_table
from docforms.documents.style_sheet import style_id
from docforms.documents.template_tags import Tags, block_faults, unbalanced
from docforms.exceptions import Problem, TemplateError
from docforms.i18n import N_, _

COMMENT: Final = re.compile(r'<!--\s*(.*?)\s*-->\s*')
BREAK: Final = re.compile(r'<br\s*/?>')
DEEPEST: Final = 4
# The comments that begin an attachment, and whether its paper lies.
ANNEX: Final = {'attachment': False, 'attachment: landscape': True}

# What Markdown has and official papers do not.
REFUSED: Final = {
    'bullet_list_open': N_("公文不用圆点列表，请写成“1. ”开头的编号"),
    'blockquote_open': N_("不支持以 > 开头的引用"),
    'fence': N_("不支持代码块"),
    'code_block': N_("不支持代码块"),
    'code_inline': N_("不支持反引号，要突出的文字写在 ** 之间"),
    'link_open': N_("不支持链接，请直接写出网址"),
    'image': N_("不支持图片"),
}
FACES: Final = {'strong_open': 'Strong', 'em_open': 'Emphasis'}


@dataclass(frozen=True, slots=True)
class Source:
    """A document source that was read: what stands around the text, and the blocks of the text."""

    front: FrontMatter
    blocks: tuple[Block, ...]
    lists: int


def read_source(text: str, name: str) -> Source:
    """Read a source; `name` is the file as messages call it.

    Raises:
        TemplateError: with every mistake, each with file and line.
    """
    head, body, above = front_matter.split(text.replace('\r\n', '\n').removeprefix('\ufeff'))
    front, problems = front_matter.read(head, name)
    tags = Tags(name)
    hidden = tags.hide('\n' * above + body)
    tags.hide(head, first_line=2)
    reader = _Reader(name, tags, hidden.split('\n'))
    blocks = tuple(reader.blocks(_parser(tags).parse(hidden)))
    problems += [*tags.problems, *reader.problems, *_unbalanced(blocks, name), *_repeated(blocks, name)]
    if front is not None:
        problems += _too_many(blocks, front, name)
    if problems or front is None:
        raise TemplateError('\n'.join(str(problem) for problem in sorted(problems, key=lambda p: p.line or 0)))
    return Source(front, blocks, reader.lists)


def parts_of(blocks: Sequence[Block]) -> list[list[Block]]:
    """Divide blocks into the text and its attachments; each of those begins with its `Annex`."""
    parts: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Annex):
            parts.append([])
        parts[-1].append(block)
    return parts


def _unbalanced(blocks: Sequence[Block], name: str) -> Iterator[Problem]:
    for part in parts_of(blocks):
        tags = [(block.line, block.code) for block in part if isinstance(block, Tag)]
        yield from (Problem(name, message, line) for line, message in unbalanced(tags))


def _repeated(blocks: Sequence[Block], name: str) -> Iterator[Problem]:
    """Find charts that would be drawn once for each round of a loop: a file holds the data of every chart once."""
    loops = 0
    for block in blocks:
        if isinstance(block, Tag):
            loops += block.code.startswith('for ') - (block.code == 'endfor')
        elif isinstance(block, Chart) and loops > 0:
            yield Problem(name, _("图表不能写在 for 里，请移到循环之外"), block.line)


def _too_many(blocks: Sequence[Block], front: FrontMatter, name: str) -> Iterator[Problem]:
    message = _("这里是第 {number} 个附件，文首的 attachments 只列了 {count} 个名称")
    for number, part in enumerate(parts_of(blocks)[1:], start=1):
        if number > len(front.attachments):
            yield Problem(name, message.format(number=number, count=len(front.attachments)), part[0].line)


def _parser(tags: Tags) -> MarkdownIt:
    parser = MarkdownIt('commonmark').enable('table')
    # Left to themselves these would take Chinese text for something it is not.
    parser.disable(['code', 'html_block', 'html_inline', 'lheading', 'reference', 'autolink', 'entity'])

    def lone_line(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 - called by markdown-it
        line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
        code, comment = tags.lone(line), COMMENT.fullmatch(line)
        if code is None and comment is None:
            return False
        if not silent:
            token = state.push('lone_tag' if comment is None else 'comment', '', 0)
            token.content = comment[1] if comment is not None else str(code)
            token.map = [start, start + 1]
            state.line = start + 1
        return True

    parser.block.ruler.before('table', 'lone_line', lone_line, {'alt': ['paragraph', 'reference', 'list']})
    return parser


@dataclass(slots=True)
class _Reader:
    """Turns the parser's tokens into blocks."""

    name: str
    tags: Tags
    lines: Sequence[str]
    problems: list[Problem] = field(default_factory=list)
    lists: int = 0
    charts: int = 0
    depth: int = 0
    setting: str = ''

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        """Give the blocks; what is wrong is added to the problems."""
        place = 0
        while place < len(tokens):
            token = tokens[place]
            line = (token.map or [0])[0] + 1
            if token.type == 'table_open':
                end = next(i for i in range(place, len(tokens)) if tokens[i].type == 'table_close')
                yield self._table(tokens[place:end])
                self.setting = ''
                place = end
            elif token.type == 'inline':
                yield self._text_block(tokens[place - 1], token, line)
            else:
                yield from self._other(token, line)
            place += 1

    def problem(self, line: int, message: str) -> None:
        """Note something wrong."""
        self.problems.append(Problem(self.name, message, line))

    def _table(self, tokens: Sequence[Token]) -> Block:
        if self.setting.partition(':')[0].strip() != 'chart':
            return read_table(tokens, self.lines, self.setting, self)
        self.charts += 1
        return read_chart(tokens, self.lines, self.setting, self.charts, self)

    def _other(self, token: Token, line: int) -> Iterator[Block]:
        if token.type in REFUSED:
            self.problem(line, _(REFUSED[token.type]))
        elif token.type == 'comment':
            yield from self._comment(token.content, line)
        elif token.type == 'lone_tag':
            for message in block_faults(token.content):
                self.problem(line, message)
            yield Tag(line, token.content)
        elif token.type == 'hr':
            yield NewPage(line)
        elif token.type == 'ordered_list_open':
            self.depth += 1
            if self.depth > 1:
                self.problem(line, _("编号里不能再有编号，请用 ### 和 #### 标题"))
            # A list that does not begin with 1 goes on with the one before, from which a block tag parted it.
            if token.attrGet('start') in {None, 1} or not self.lists:
                self.lists += 1
        elif token.type == 'ordered_list_close':
            self.depth -= 1

    def _comment(self, content: str, line: int) -> Iterator[Block]:
        """Begin an attachment, or remember how the next block is set."""
        if content in ANNEX:
            yield Annex(line, landscape=ANNEX[content])
        else:
            self.setting = content

    def _text_block(self, opening: Token, token: Token, line: int) -> Block:
        text = self.text(token, line)
        setting, self.setting = self.setting, ''
        if opening.type == 'heading_open':
            level = int(opening.tag[1:])
            if level > DEEPEST:
                self.problem(line, _("标题最多四级"))
            return Heading(line, min(level, DEEPEST), text)
        if self.depth:
            return Item(line, text, self.lists)
        return Paragraph(line, text, self._style(setting, line))

    def _style(self, setting: str, line: int) -> str | None:
        if not setting:
            return None
        key, _colon, value = setting.partition(':')
        found = style_id(value.strip()) if key.strip() == 'style' else None
        if found is None:
            self.problem(line, _("段落前的注释“{setting}”应写成 style: 样式名").format(setting=setting))
        return found

    def text(self, token: Token, line: int) -> Text:
        """Read the text of a block: spans by face, tags put back, line breaks inside Chinese text closed up."""
        spans: list[Span] = []
        face: str | None = None
        for child in token.children or ():
            if child.type in FACES:
                face = FACES[child.type]
            elif child.type in {'strong_close', 'em_close'}:
                face = None
            elif child.type == 'softbreak':
                spans.append(Span(_join(spans), face))
            elif child.type == 'hardbreak':
                spans.append(Span('\n', face))
            elif child.type in REFUSED:
                self.problem(line, _(REFUSED[child.type]))
            else:
                spans.append(Span(self.tags.show(BREAK.sub('\n', child.content)), face))
        return tuple(span for span in spans if span.text)


def _join(spans: Sequence[Span]) -> str:
    """Give what a line end of the source stands for: a space after a Latin word, nothing after Chinese."""
    before = ''.join(span.text for span in spans)[-1:]
    return ' ' if before.isascii() and before.isalnum() else ''
