"""Render a Word template: every value comes out exactly, or is refused by its place. The only user of docxtpl."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.opc.constants import CONTENT_TYPE
from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from lxml import etree

from docforms.documents.charts import fill_charts
from docforms.documents.faithful import loose_text, parsed, set_breaks
from docforms.documents.filling import fault_message, filled
from docforms.documents.packaging import packed, unpacked
from docforms.documents.tags import has_column_tags, tag_faults
from docforms.documents.template_language import BUDGET, LANGUAGE, Budget
from docforms.documents.values import refuse_unprintable
from docforms.documents.wml import Element, serialised
from docforms.exceptions import TemplateError
from docforms.files import MAX_BYTES, kind_of
from docforms.i18n import _
from docforms.terms.official import CalendarInUse

NOTES: Final = frozenset({CONTENT_TYPE.WML_FOOTNOTES, CONTENT_TYPE.WML_ENDNOTES})
MARGINS: Final = frozenset({CONTENT_TYPE.WML_HEADER, CONTENT_TYPE.WML_FOOTER})
PROPERTIES: Final = frozenset({CONTENT_TYPE.OPC_CORE_PROPERTIES})
FILLED: Final = NOTES | MARGINS | PROPERTIES | {CONTENT_TYPE.WML_DOCUMENT_MAIN}
# Who last worked on the template, and when, is nothing to print on every document.
OF_THE_TEMPLATE: Final = frozenset({'created', 'modified', 'lastPrinted', 'lastModifiedBy', 'revision'})

# What zipfile, lxml and python-docx raise on files that are not, or not quite, Word documents.
DAMAGE: Final = (
    OpcError, BadZipFile, zlib.error, struct.error, etree.XMLSyntaxError, OSError, EOFError, LookupError, ValueError,
    TypeError, AttributeError, RuntimeError,
)  # fmt: skip

# Templates count working days by the official calendar, as rules do.
CALENDAR: Final = CalendarInUse()


def render(template: bytes | Path, context: Mapping[str, object], *, name: str) -> bytes:
    """Fill a template; equal input gives equal bytes.

    `context` holds dict, list, str, int, Decimal and bool only; `name` is what messages call the template.

    Raises:
        InputError: a value cannot be printed exactly; the message begins with its pointer.
        TemplateError: the template cannot be read, or a tag is wrong or lacks a value.
    """
    refuse_unprintable(context)
    content = template if isinstance(template, bytes) else _read(template)
    document = _Template(content, name, columns=_changes_columns(content, name))
    document.render({'calendar': CALENDAR, **context, BUDGET: Budget()}, LANGUAGE)
    output = BytesIO()
    document.docx.save(output)
    parts = unpacked(output.getvalue())
    fill_charts(parts, name)
    return packed(parts)


@lru_cache(maxsize=16)
def _changes_columns(content: bytes, name: str) -> bool:
    """Check the tags of a template, all of them; tell whether one changes the columns of a table."""
    package = opened(content, name).part.package
    roots = [parsed(part.blob) for part in package.iter_parts() if part.content_type in FILLED]
    faults = [fault for root in roots for fault in tag_faults(root)]
    if faults:
        messages = (fault_message(name, fault.paragraph, fault.tag, fault.reason) for fault in faults)
        raise TemplateError('\n'.join(dict.fromkeys(messages)))
    return any(has_column_tags(root) for root in roots)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        message = _("{file}：没有这个模板文件；请检查路径，或运行 docforms template build 重新生成")
        raise TemplateError(message.format(file=path)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, 'strerror', None) or str(error)
        message = _("{file}：模板文件打不开（{reason}）；请检查路径和权限")
        raise TemplateError(message.format(file=path, reason=reason)) from None


def opened(content: bytes, name: str) -> Any:
    """Open a template as python-docx does; raises `TemplateError` for what is no sound Word document."""
    kind = kind_of(content)
    if kind == 'ole':
        message = _("{template}：这是旧版 .doc 文件或加密的文件；请去掉密码，另存为 docx")
        raise TemplateError(message.format(template=name))
    if kind != 'zip':
        raise TemplateError(_("{template}：不是 docx 文件；请用 Word 或 WPS 另存为 docx").format(template=name))
    try:
        with ZipFile(BytesIO(content)) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > MAX_BYTES:
            message = _("{template}：模板展开后超过 {limit} MB；请检查是否选错了文件")
            raise TemplateError(message.format(template=name, limit=MAX_BYTES // 1024 // 1024))
        document = Document(BytesIO(content))
        for part in document.part.package.iter_parts():
            if part.content_type in FILLED:
                parsed(part.blob)
        len(document.element.body)
    except DAMAGE as error:
        message = _("{template}：文件已损坏或不是 Word 文档；请重新生成，或用 Word 或 WPS 另存为 docx")
        raise TemplateError(message.format(template=name)) from error
    return document


class _Template(DocxTemplate):  # type: ignore[misc]
    """docxtpl, with everything it does to the text of values taken out of its hands."""

    def __init__(self, content: bytes, name: str, *, columns: bool) -> None:
        super().__init__(BytesIO(content))
        self._name = name
        self._columns = columns

    def render_xml_part(self, src_xml: str, part: Any, context: Mapping[str, object], jinja_env: Any = None) -> str:
        """Fill one part; breaks are set in the parsed document instead, see `faithful`."""
        del jinja_env
        self.current_rendering_part = part
        return filled(src_xml, context, self._name)

    def fix_tables(self, xml: str) -> Element:
        """Parse the body without mending it; work out the widths of tables only where a tag changes columns."""
        root = self._finished(xml)
        if not self._columns:
            return root
        try:
            fixed: Element = super().fix_tables(etree.tostring(root, encoding='unicode'))
        except (TypeError, ValueError, AttributeError, ArithmeticError) as error:
            message = _("{template}：表格的列数对不上；请检查 tc、colspan 和 hm 标记")
            raise TemplateError(message.format(template=self._name)) from error
        return fixed

    def map_headers_footers_xml(self, relKey: str, xml: bytes) -> None:  # noqa: N803 - docxtpl's name
        """Put a filled header or footer in place."""
        super().map_headers_footers_xml(relKey, etree.tostring(self._finished(xml)))

    def render_properties(self, context: Mapping[str, object], jinja_env: Any = None) -> None:
        """Fill the properties as XML like every other part; python-docx would cut them at 255 characters."""
        del jinja_env
        for part in self._parts(PROPERTIES):
            root = self._filled(part.element, part, context)
            for element in [child for child in root if etree.QName(child).localname in OF_THE_TEMPLATE]:
                root.remove(element)
            part._element = root  # noqa: SLF001 - python-docx offers no way to replace the root

    def render_footnotes(self, context: Mapping[str, object], jinja_env: Any = None) -> None:
        """Fill footnotes and endnotes, once each; docxtpl does it once per section, evaluating values."""
        del jinja_env
        for part in self._parts(NOTES):
            part._blob = serialised(self._filled(parsed(part.blob), part, context))  # noqa: SLF001 - as above

    def _parts(self, kinds: Iterable[str]) -> list[Any]:
        return [part for part in self.docx.part.package.iter_parts() if part.content_type in kinds]

    def _filled(self, root: Element, part: Any, context: Mapping[str, object]) -> Element:
        xml = etree.tostring(root, encoding='unicode')
        return self._finished(self.render_xml_part(self.patch_xml(xml), part, context))

    def _finished(self, xml: str | bytes) -> Element:
        """Parse a filled part; raises `TemplateError` where tags tore it apart or values landed outside text."""
        try:
            root = parsed(xml)
        except etree.XMLSyntaxError as error:
            message = _("{template}：标记拆散了段落或表格；请把成对的标记（if 与 endif 等）写在同一段里，或各占一段")
            raise TemplateError(message.format(template=self._name)) from error
        for text in loose_text(root):
            message = _("{template}：“{text}”落在段落之外，打印不出来；请检查它附近的标记")
            raise TemplateError(message.format(template=self._name, text=text[:60]))
        set_breaks(root)
        return root
