"""What a file is by its content, and whether its name says so too."""

from __future__ import annotations

import codecs
from collections.abc import Collection, Mapping
from pathlib import PurePath
from typing import Final, Literal, TypeAlias

from docforms.exceptions import InputError
from docforms.files import ENCRYPTED_PACKAGE, shown
from docforms.files import kind_of as kind_by_first_bytes
from docforms.i18n import N_, _

Kind: TypeAlias = Literal[
    'docx', 'xlsx', 'pdf', 'jpeg', 'png', 'tiff', 'text', 'encrypted', 'ole', 'zip', 'ofd', 'odf', 'gzip', 'other'
]
"""`encrypted` is an Office file with a password, `ole` an Office file of the time before 2007; `text` may be csv."""

PICTURES: Final[frozenset[Kind]] = frozenset({'jpeg', 'png', 'tiff'})

NAMES: Final[Mapping[Kind, str]] = {
    'docx': N_("Word 文档（.docx）"),
    'xlsx': N_("Excel 工作簿（.xlsx）"),
    'pdf': N_("PDF 文件"),
    'jpeg': N_("JPEG 图片"),
    'png': N_("PNG 图片"),
    'tiff': N_("TIFF 图片"),
    'text': N_("文本文件"),
    'encrypted': N_("加了密码的 Office 文件"),
    'ole': N_("旧版 Office 文件（.doc 或 .xls）"),
    'zip': N_("压缩文件"),
    'ofd': N_("OFD 文件"),
    'odf': N_("OpenDocument 文件（.odt 或 .ods）"),
    'gzip': N_("压缩文件"),
    'other': N_("无法识别的文件"),
}
# Endings that say what is in a file. A picture of another kind than its name says is still that picture.
ENDINGS: Final[Mapping[str, frozenset[Kind]]] = {
    '.docx': frozenset({'docx'}),
    '.docm': frozenset({'docx'}),
    '.xlsx': frozenset({'xlsx'}),
    '.xlsm': frozenset({'xlsx'}),
    '.pdf': frozenset({'pdf'}),
    '.jpg': PICTURES,
    '.jpeg': PICTURES,
    '.png': PICTURES,
    '.tif': PICTURES,
    '.tiff': PICTURES,
    '.csv': frozenset({'text'}),
    '.txt': frozenset({'text'}),
    '.json': frozenset({'text'}),
    '.jsonl': frozenset({'text'}),
    '.yaml': frozenset({'text'}),
    '.yml': frozenset({'text'}),
}
_PROPER: Final[Mapping[Kind, str]] = {
    'docx': '.docx', 'xlsx': '.xlsx', 'pdf': '.pdf', 'jpeg': '.jpg', 'png': '.png', 'tiff': '.tif',
}  # fmt: skip
_REMEDIES: Final[Mapping[Kind, str]] = {
    'encrypted': N_("请在 Word、Excel 或 WPS 中去掉打开密码，另存一份后再试"),
    'ole': N_("请在 Word、Excel 或 WPS 中另存为 .docx 或 .xlsx 后再试"),
    'zip': N_("请解压后选择其中的文件"),
    'gzip': N_("请解压后选择其中的文件"),
    'ofd': N_("请用 OFD 阅读器转存为 PDF 后再试"),
    'odf': N_("请在 Word、Excel 或 WPS 中另存为 .docx 或 .xlsx 后再试"),
}
_START: Final = 65_536


def kind_by_content(content: bytes) -> Kind:
    """Tell what a file is by its content; of a zip archive only that it is one, see `archives.check_package()`."""
    kind = kind_by_first_bytes(content)
    if kind == 'ole':
        return 'encrypted' if ENCRYPTED_PACKAGE in content else 'ole'
    if kind == 'text' and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # Some programs write a few bytes before a PDF; readers find it within 1024 (Adobe PDF Reference 1.7,
        # appendix H, on 3.4.1).
        if b'%PDF-' in content[:1024]:
            return 'pdf'
        return 'other' if b'\0' in content[:_START] else 'text'
    known: dict[str, Kind] = {each: each for each in NAMES}
    return known[kind]


def refuse_other_kinds(kind: Kind, wanted: Collection[Kind], name: str) -> None:
    """Refuse a file that is not what its name says, or of no use here; `name` is its path.

    Raises:
        InputError: with what it is, and what to do.
    """
    ending = PurePath(name).suffix.lower()
    what = _(NAMES[kind])
    if kind in _REMEDIES:
        raise InputError(
            _("{file}：这是{what}，读不了；{remedy}").format(file=shown(name), what=what, remedy=_(_REMEDIES[kind]))
        )
    if kind not in ENDINGS.get(ending, {kind}):
        message = _("{file}：扩展名是 {ending}，内容却是{what}；请检查是否选错了文件")
        if kind in _PROPER:
            message = _("{file}：扩展名是 {ending}，内容却是{what}；请把扩展名改成 {proper}，或检查是否选错了文件")
        raise InputError(
            message.format(file=shown(name), ending=shown(ending), what=what, proper=_PROPER.get(kind, ''))
        )
    if kind not in wanted:
        message = _("{file}：这是{what}，这里要用的是{wanted}；请检查是否选错了文件")
        usable = '、'.join(_(NAMES[each]) for each in NAMES if each in wanted)
        raise InputError(message.format(file=shown(name), what=what, wanted=usable))
