"""How numbers, dates, names and punctuation of the elements are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from docforms.documents.checking import measuring
from docforms.documents.checking.elements import prints
from docforms.documents.checking.model import Deviation
from docforms.documents.checking.package import VALUE, Paragraph, q, variants
from docforms.documents.checking.paper import Paper, deviation
from docforms.documents.checking.standard import (
    ADDRESSEE,
    ANNEX,
    ATTACHMENTS,
    CHINESE_FACES,
    COPIES,
    DATE,
    NOTE,
    NUMBER,
    PRINTED,
    WRITING,
)
from docforms.documents.wml import TAG
from docforms.i18n import _

# What a template prints may be anything, also a blank to write on.
OPEN: Final = re.compile(f'[{VALUE}_ \u3000]')
CJK: Final = '\u3400-\u9fff'

WRONG_BRACKETS: Final = re.compile(rf'[\[(（【［〈<]\s*(?:(?:19|20)?\d{{2}}|{VALUE}|[\u3000 ]+)\s*[\])）】］〉>]')
SHORT_YEAR: Final = re.compile(r'〔\d{1,3}〕')
ORDINAL: Final = re.compile(r'〕\s*第')
ZERO: Final = re.compile(r'〕\s*第?\s*0\d*')
DOCUMENT_NUMBER: Final = re.compile(rf'[{CJK}]{{2,12}}〔(?:19|20)\d{{2}}〕[1-9]\d*号')

ZERO_IN_DATE: Final = re.compile(r'\d{4}年0\d月|\d月0\d日')
CHINESE_DATE: Final = re.compile('[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月')
FULL_DATE: Final = re.compile(r'\d{4}年\d{1,2}月\d{1,2}日')

END_OF_NAME: Final = re.compile(r'[，。；、：,.;:]\s*$')
ATTACHMENT_LABEL: Final = re.compile(r'附件：(?:1[.．])?')
ATTACHMENT_NUMBER: Final = re.compile(r'^(?:附件[：:])?(\d{1,2})([.．、,，)）])')
ANNEX_LABEL: Final = re.compile(rf'附[件表](?:[0-9]+(?:[-－—][0-9]+)?|{VALUE})?(?:（.*）)?')

# Word sets these in the Latin or the Chinese face, whichever the run hints at.
AMBIGUOUS: Final = re.compile('[“”‘’—…·]')
STRAIGHT: Final = re.compile(rf'(?<=[{CJK}，。：；、])["\']|["\'](?=[{CJK}])|(?<=[{CJK}])--+(?=[{CJK}])')

Found = tuple[str, str, str, str]
"""Code, clause, message, remedy."""


def writing_deviations(paper: Paper) -> Iterator[Deviation]:
    """Check how every paragraph is written."""
    attachments = _Attachments()
    everything = [*paper.body, *((each, paper.role(each)) for of in paper.margins.values() for each in of)]
    for paragraph, role in everything:
        # A sheet may bear a number of its own kind; the standard is one of papers that are sent.
        check = None if paper.kind == 'form' and role in NUMBERS else CHECKS.get(role)
        found = [each for text in variants(paragraph.text) for each in _of_text(check, text, role)]
        if role in {'AttachmentFirst', 'AttachmentNext'} and paragraph.visible.strip():
            found += attachments.next(paragraph.visible.strip(), first=role == 'AttachmentFirst')
        found += _of_runs(paper, paragraph)
        for code, clause, message, remedy in dict.fromkeys(found):
            yield deviation(code, clause, paragraph.place, message, remedy)


def _of_text(check: Callable[[str], Iterator[Found]] | None, text: str, role: str) -> Iterator[Found]:
    if check is not None and text.strip():
        yield from check(text.strip(' '))
    date = ZERO_IN_DATE.search(text)
    if date is not None:
        clause = DATE if role.startswith('SignDate') else PRINTED if role == 'CopyTo' else WRITING
        message = _("日期“{date}”中的月、日前不加 0").format(date=date[0])
        yield 'date', clause, message, _("请写成 2026年3月2日 的样式")


def _number(text: str) -> Iterator[Found]:
    remedy = _("请写成 机关代字〔2026〕1号 的样式：六角括号，年份写全，序号不加“第”，不编虚位")
    wrong = WRONG_BRACKETS.search(text)
    if wrong is not None:
        yield 'number', NUMBER, _("发文字号的年份应括在六角括号〔〕内，现为“{found}”").format(found=wrong[0]), remedy
    if SHORT_YEAR.search(text):
        yield 'number', NUMBER, _("发文字号的年份应写全四位"), remedy
    if ORDINAL.search(text):
        yield 'number', NUMBER, _("发文字号的序号前不加“第”"), remedy
    if ZERO.search(text):
        yield 'number', NUMBER, _("发文字号的序号不编虚位（1 不编为 01）"), remedy
    known = wrong or SHORT_YEAR.search(text) or ORDINAL.search(text) or ZERO.search(text)
    if not known and not OPEN.search(text) and not DOCUMENT_NUMBER.fullmatch(text):
        yield 'number', NUMBER, _("“{text}”不是完整的发文字号").format(text=text), remedy


def _addressee(text: str) -> Iterator[Found]:
    if not text.endswith('：'):
        yield 'addressee', ADDRESSEE, _("主送机关之后应有全角冒号"), _("请在末尾加“：”")


def _date(text: str) -> Iterator[Found]:
    remedy = _("请用阿拉伯数字写全年、月、日，例如 2026年3月2日")
    if CHINESE_DATE.search(text):
        yield 'date', DATE, _("成文日期应用阿拉伯数字"), remedy
    elif not OPEN.search(text) and not FULL_DATE.fullmatch(text):
        yield 'date', DATE, _("“{text}”不是完整的成文日期").format(text=text), remedy


def _attachment(text: str) -> Iterator[Found]:
    if END_OF_NAME.search(text) and not text.endswith('附件：'):
        yield 'attachment-end', ATTACHMENTS, _("附件名称之后不加标点"), _("请删去末尾的标点")


def _attachment_label(text: str) -> Iterator[Found]:
    if not ATTACHMENT_LABEL.match(text):
        message, remedy = _("附件说明应以“附件：”开头（全角冒号）"), _("请写成“附件：”或“附件：1.”")
        yield 'attachment-label', ATTACHMENTS, message, remedy
    yield from _attachment(text)


def _annex(text: str) -> Iterator[Found]:
    if not ANNEX_LABEL.fullmatch(text):
        message = _("附件标记应为“附件”和阿拉伯数字顺序号，现为“{text}”").format(text=text)
        yield 'annex-label', ANNEX, message, _("请写成“附件”或“附件1”，不加标点")


def _note(text: str) -> Iterator[Found]:
    if not (text.startswith('（') and text.endswith('）')):
        yield 'note', NOTE, _("附注应括在全角圆括号内"), _("请在首尾加“（”和“）”")


def _copies(text: str) -> Iterator[Found]:
    if text.startswith('抄送') and not text.startswith('抄送：'):
        yield 'copies', COPIES, _("“抄送”之后应有全角冒号"), _("请写成“抄送：”")
    if text.startswith('抄送') and not text.endswith('。'):
        yield 'copies', COPIES, _("抄送机关的最后应有句号"), _("请在末尾加“。”")


NUMBERS: Final = frozenset({'Number', 'LetterNumber'})
CHECKS: Final[dict[str, Callable[[str], Iterator[Found]]]] = {
    'Number': _number, 'LetterNumber': _number, 'Addressee': _addressee, 'SignDate': _date, 'SignDateLong': _date,
    'Attachment': _attachment_label, 'AttachmentFirst': _attachment_label, 'AttachmentNext': _attachment,
    'AnnexLabel': _annex, 'Note': _note, 'CopyTo': _copies, 'LetterCopyTo': _copies,
}  # fmt: skip


class _Attachments:
    """Follows the numbers of the attachments of one list."""

    def __init__(self) -> None:
        self.last = 0

    def next(self, text: str, *, first: bool) -> Iterator[Found]:
        self.last = 0 if first else self.last
        found = ATTACHMENT_NUMBER.match(text)
        numbered = found is not None and found[2] in {'.', '．'}
        self.last += 1
        if VALUE in text[:6] or (numbered and found is not None and int(found[1]) == self.last):
            return
        shown = '' if found is None else found[1] + found[2]
        message = _("附件顺序号应为“{number}.”，现为“{found}”").format(number=self.last, found=shown)
        yield 'attachment-number', ATTACHMENTS, message, _("附件用阿拉伯数字从 1 起依次编号，后加下圆点")


def _of_runs(paper: Paper, paragraph: Paragraph) -> Iterator[Found]:
    """Find quotes and dashes that would be set in a Latin face."""
    for run in paragraph.runs():
        text = TAG.sub('', ''.join(each.text or '' for each in run.iter(q('t'))))
        layers = paper.layering.run(paragraph, run)
        if AMBIGUOUS.search(text) and prints(run) and not measuring.hinted(layers):
            face = measuring.face(layers, 'hAnsi', paper.layering.theme).value
            if face not in CHINESE_FACES:
                message = _("引号、破折号会印成西文字体（{face}）").format(face=face or _("未指定"))
                yield 'punctuation', WRITING, message, _("请清除这里的格式，或把西文字体也设为中文字体")
    straight = STRAIGHT.search(TAG.sub('', paragraph.text))
    if straight is not None:
        message = _("“{found}”是西文符号").format(found=straight[0])
        yield 'punctuation', WRITING, message, _("请改用中文的引号或破折号")
