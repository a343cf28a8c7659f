"""Good papers of every kind, and a way to put one thing wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Self
from zipfile import ZipFile

import pytest

from docforms.documents.form_builder import build_form
from docforms.documents.markdown_builder import build_document

DOCUMENT = 'word/document.xml'

HEAD = """---
layout: {layout}
title: 关于开展年度检查的通知
subtitle: （2026年2月20日局务会议通过）
mark: 青禾县林业局{file}
number: 青林发〔2026〕3号
to: 各乡镇林业站
attachments: [年度检查表, 检查人员名单]
sign:
  organ: {organ}
  date: 2026年3月2日
note: 此件公开发布
{more}---
"""

BODY = """
为做好“年度检查”工作——兼顾日常管理，现将有关事项通知如下。

# 总体要求

自2026年3月2日起，对**全部**林地开展检查。

## 检查范围

### 检查内容

#### 检查方法

请按下列顺序办理：

1. 自查；
2. 抽查。

| 序号 | 乡镇 | 日期 |
|:---:|---|:---:|
| 1 | 东河 | 2026年3月9日 |
| 2 | 西岭 | 2026年3月10日 |
"""

COPIES = """cc: 青禾县财政局
imprint:
  organ: 青禾县林业局办公室
  date: 2026年3月3日
"""

ANNEX = """<w:p><w:pPr><w:pStyle w:val="NewPage"/></w:pPr></w:p>
<w:p><w:pPr><w:pStyle w:val="AnnexLabel"/></w:pPr><w:r><w:t>附件1</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="TitleTop"/></w:pPr><w:r><w:t>年度检查表</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="BodyIndent"/></w:pPr><w:r><w:t>检查表由检查人员填写。</w:t></w:r></w:p>
"""

FORM = {
    'annex': '附件',
    'title': '林地检查登记表',
    'columns': [30, 48, 78],
    'rows': [
        {'height': 9, 'cells': [{'label': '单位名称'}, {'value': '{unit_name}', 'columns': 2}]},
        {'cells': [{'label': '序号'}, {'label': '姓名'}, {'label': '证书编号'}]},
        {'repeat': 'gardeners', 'cells': [{'value': '{#}'}, {'value': '{name}'}, {'value': '{certificate}'}]},
    ],
    'after': [{'text': '负责人签字：{signature}', 'left': 16, 'before': 0.5}],
}


@dataclass(frozen=True, slots=True)
class Docx:
    """A Word file that can be changed part by part; every change gives another file."""

    parts: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, content: bytes) -> Self:
        """Take a file apart."""
        with ZipFile(BytesIO(content)) as archive:
            return cls({name: archive.read(name) for name in archive.namelist()})

    def bytes(self) -> bytes:
        """Put the file together."""
        output = BytesIO()
        with ZipFile(output, 'w') as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        return output.getvalue()

    def text(self, part: str = DOCUMENT) -> str:
        """Give the XML of a part."""
        return self.parts[part].decode()

    def sub(self, pattern: str, replacement: str, part: str = DOCUMENT, count: int = 1) -> Docx:
        """Replace a pattern, which must be there."""
        text, found = re.subn(pattern, replacement, self.text(part), count=count, flags=re.DOTALL)
        assert found, f'{pattern} is not in {part}'
        return Docx({**self.parts, part: text.encode()})

    def style(self, name: str, pattern: str, replacement: str) -> Docx:
        """Change the definition of one style."""
        own = rf'(<w:style [^>]*w:styleId="{name}"(?:(?!</w:style>).)*?){pattern}'
        return self.sub(own, rf'\g<1>{replacement}', 'word/styles.xml')

    def instead(self, start: str, xml: str) -> Docx:
        """Put other runs into the first paragraph whose text holds `start`."""
        paragraphs = re.findall(r'<w:p>(?:(?!</w:p>).)*</w:p>', self.text(), re.DOTALL)
        wanted = next(p for p in paragraphs if start in re.sub('<[^>]*>', '', p))
        properties = re.search(r'<w:pPr>.*?</w:pPr>', wanted, re.DOTALL)
        kept = properties[0] if properties else ''
        return Docx({**self.parts, DOCUMENT: self.text().replace(wanted, f'<w:p>{kept}{xml}</w:p>', 1).encode()})

    def retext(self, start: str, text: str) -> Docx:
        """Write another text into the first paragraph whose text holds `start`."""
        return self.instead(start, run(text))


def run(text: str, properties: str = '<w:rFonts w:hint="eastAsia"/>') -> str:
    """Write a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _built(layout: str, **words: str) -> Docx:
    head = HEAD.format(layout=layout, **{'more': '', 'file': '', 'organ': '青禾县林业局', **words})
    return Docx.of(build_document(head + BODY, 'example.md'))


@pytest.fixture(scope='session')
def papers() -> dict[str, Docx]:
    """Give a document with red head and attachment, a letter, an agreement and a form, each without a deviation."""
    document = _built('document', file='文件', more=COPIES)
    agreement = '---\nlayout: agreement\ntitle: 林地检查协议\n---\n' + BODY
    return {
        'document': document.sub('(<w:tbl>(?:(?!<w:tbl>).)*抄送)', rf'{ANNEX}\1'),
        'letter': _built('letter', more='cc: 青禾县财政局，青禾县审计局\n'),
        'long organ': _built('letter', more='', organ='青禾县自然资源和林业草原管理局'),
        'agreement': Docx.of(build_document(agreement, 'example.md')),
        'form': Docx.of(build_form(FORM)),
    }


@pytest.fixture(scope='session')
def paper(papers: dict[str, Docx]) -> Callable[[str], Docx]:
    """Give a good paper by its kind."""
    return papers.__getitem__


@pytest.fixture(scope='session')
def make_run() -> Callable[..., str]:
    """Give the function that writes a run."""
    return run
