"""docxtpl: what it makes of the XML of a template, and the long way of filling one through it. Its only user.

The long way is for templates of which only the values tell what the filled parts look like; see `places`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import nodes
from lxml import etree

from docforms.documents.charts import fill_charts
from docforms.documents.faithful import loose_text, parsed, set_breaks
from docforms.documents.filling import Filling, as_printed, filling, names_of
from docforms.documents.packaging import packed, unpacked
from docforms.documents.part_compiler import Written
from docforms.documents.template_file import MAIN, MARGINS, PROPERTIES, changes_columns, filled_parts, root_of
from docforms.documents.wml import Element, serialised
from docforms.documents.writers import write_untouched
from docforms.exceptions import TemplateError
from docforms.i18n import _


def patched(root: Element) -> str:
    """Write a part as docxtpl gives it to Jinja: torn tags joined, tags of rows and paragraphs in their place."""
    xml: str = DocxTemplate(BytesIO()).patch_xml(etree.tostring(root, encoding='unicode'))
    return xml


def filled_through_docxtpl(content: bytes, context: Mapping[str, object], name: str) -> bytes:
    """Fill a template of which only the filled parts show whether they are sound.

    Raises:
        TemplateError: a tag lacks a value, or tags tore paragraphs or tables apart.
    """
    document = _Template(content, name)
    document.render(names_of(context))
    output = BytesIO()
    document.docx.save(output)
    parts = unpacked(output.getvalue())
    fill_charts(parts, name)
    return packed(parts)


@lru_cache(maxsize=64)
def _filling(xml: str, name: str) -> Filling:
    return filling(xml, name, _untouched)


def _untouched(tree: nodes.Template) -> Written:
    """Write values so that nothing docxtpl looks for is found in them."""
    children = [child for output in tree.find_all(nodes.Output) for child in output.nodes]
    return {
        child: as_printed(child.data).encode() if isinstance(child, nodes.TemplateData) else write_untouched
        for child in children
    }


class _Template(DocxTemplate):  # type: ignore[misc]
    """docxtpl, with everything it does to the text of values taken out of its hands."""

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(BytesIO(content))
        self._name = name

    def render_xml_part(self, src_xml: str, part: Any, context: dict[str, Any], jinja_env: Any = None) -> str:
        """Fill one part; breaks are set in the parsed document instead, see `faithful`."""
        del jinja_env
        self.current_rendering_part = part
        return _filling(src_xml, self._name).filled(context, self._name).decode()

    def fix_tables(self, xml: str) -> Element:
        """Parse the body without mending it, then let docxtpl mend tables whose rows do not fit their columns."""
        root = self._finished(xml)
        try:
            fixed: Element = super().fix_tables(etree.tostring(root, encoding='unicode'))
        except (TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
            # It can do nothing with a table that does not say how wide its columns are; Word can.
            if not changes_columns(self.docx):
                return root
            message = _("{template}：表格的列数对不上；请检查 tc、colspan 和 hm 标记")
            raise TemplateError(message.format(template=self._name)) from error
        return fixed

    def map_headers_footers_xml(self, relKey: str, xml: bytes) -> None:  # noqa: N803 - docxtpl's name
        """Put a filled header or footer in place."""
        super().map_headers_footers_xml(relKey, etree.tostring(self._finished(xml)))

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """Fill the properties as XML like every other part; python-docx would cut them at 255 characters."""
        del jinja_env
        for part in filled_parts(self.docx):
            if part.content_type == PROPERTIES:
                part._element = self._filled(part, context)  # noqa: SLF001 - python-docx offers no other way

    def render_footnotes(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """Fill the other parts, once each; docxtpl does it once per section, evaluating values."""
        del jinja_env
        for part in filled_parts(self.docx):
            if part.content_type not in {MAIN, PROPERTIES, *MARGINS}:
                part._blob = serialised(self._filled(part, context))  # noqa: SLF001 - as above

    def _filled(self, part: Any, context: dict[str, Any]) -> Element:
        return self._finished(self.render_xml_part(patched(root_of(part)), part, context))

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
