"""docforms template check and eject; and every template that comes with docforms is without fault."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from docforms import api
from docforms.documents.checking import check_file, values_of

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(ROOT.glob('templates/*/*.docx'))
NAMES = [f'{path.parent.name}/{path.stem}' for path in TEMPLATES]


# Open XML SDK's rules ask for what the standard only allows: a theme is optional (ISO/IEC 29500-1, 11.3.10).
NOT_REQUIRED = 'officeDocument/2006/relationships/theme'


@pytest.fixture(scope='session')
def schema_errors() -> Callable[[Path], list[str]]:
    """Give a function that validates a Word file against the schemas of WordprocessingML and the rules of packages."""
    from openxml_audit import OpenXmlValidator

    validator = OpenXmlValidator()

    def errors(path: Path) -> list[str]:
        found = (str(error) for error in validator.validate(path).errors)
        return [error for error in found if NOT_REQUIRED not in error]

    return errors


def sample(node: dict[str, Any]) -> Any:
    """Give the example of a field; of a group or list, those of its members."""
    if 'properties' in node:
        return {name: sample(member) for name, member in node['properties'].items()}
    if 'items' in node and 'example' not in node:
        return [sample(node['items'])] * 2
    return node.get('example', node.get('enum', ['样例'])[0])


def example(name: str, node: dict[str, Any]) -> dict[str, Any]:
    """Give the example of a document: the one kept with the fixtures, or one of the examples in its schema."""
    path = ROOT / 'fixtures' / 'documents' / f'{name}.json'
    return json.loads(path.read_text(encoding='utf-8')) if path.is_file() else sample(node)


def changed(source: Path, target: Path, changes: dict[str, tuple[str, str]]) -> None:
    """Copy a Word file, with one thing changed in some of its parts."""
    with ZipFile(source) as before, ZipFile(target, 'w') as after:
        for name in before.namelist():
            text = before.read(name).decode()
            if name in changes:
                text, found = re.subn(*changes[name], text, count=1, flags=re.DOTALL)
                assert found
            after.writestr(name, text)


def rendered(name: str) -> Iterator[bytes]:
    """Print a document with everything and with the least it needs; a form filled and blank."""
    pack, _slash, own = name.partition('/')
    known = api.catalogue()
    if own in known.pack(pack).documents:
        schema = known.document(name)[1].schema
        data = example(name, schema)
        yield api.render(name, data)
        yield api.render(name, {key: data[key] for key in schema.get('required', ())})
    else:
        schema = known.form(name)[1].schema['properties']['fields']
        yield api.fill({'form': name, 'fields': sample(schema)})
        yield api.new(name)


@pytest.mark.parametrize('path', TEMPLATES, ids=NAMES)
def test_a_template_that_comes_with_docforms_has_no_deviation_and_no_fault(path: Path):
    """Its layout follows the standard, and its tags name what the schema of its document has."""
    values = values_of(api.catalogue(), f'{path.parent.name}/{path.stem}')
    report = check_file(path.read_bytes(), path.name, values)

    assert report.deviations == ()
    assert [fault for fault in report.faults if fault.severity == 'error'] == []


@pytest.mark.parametrize('name', NAMES)
def test_what_is_printed_from_it_has_no_deviation_and_no_fault(name: str):
    """Filling a template leaves its layout as it was."""
    for content in rendered(name):
        report = check_file(content, name)

        assert report.deviations == ()
        assert report.faults == ()


@pytest.mark.parametrize('path', TEMPLATES, ids=NAMES)
def test_word_finds_no_error_in_it(path: Path, schema_errors, tmp_path: Path):
    """Template and printed document follow the schemas of WordprocessingML, element by element, part by part."""
    printed = tmp_path / 'printed.docx'

    assert schema_errors(path) == []
    for content in rendered(f'{path.parent.name}/{path.stem}'):
        printed.write_bytes(content)
        assert schema_errors(printed) == []


BODY, STYLES, TYPES = 'word/document.xml', 'word/styles.xml', '[Content_Types].xml'
BROKEN = [
    (BODY, r'(<w:pStyle [^>]*/>)(<w:keepNext/>)', r'\2\1'),
    (BODY, r'(<w:tcW [^>]*/>)(<w:vAlign [^>]*/>)', r'\2\1'),
    (BODY, r'(<w:tblPr>.*?</w:tblPr>)(<w:tblGrid>.*?</w:tblGrid>)', r'\2\1'),
    (BODY, r'(<w:tc>)(<w:tcPr>(?:(?!</w:tcPr>).)*</w:tcPr>)<w:p>(?:(?!</w:p>).)*</w:p></w:tc>', r'\1\2</w:tc>'),
    (BODY, r'(<w:pgSz [^>]*/>)(<w:pgMar [^>]*/>)', r'\2\1'),
    (BODY, r'<w:jc w:val="center"/>', '<w:jc w:val="middle"/>'),
    (BODY, r'<w:body>', '<w:body><w:nothing/>'),
    (BODY, r'r:id="rId5"', 'r:id="rId55"'),
    (BODY, r'<w:pStyle w:val="Addressee"/>', '<w:pStyle w:val="Missing"/>'),
    (BODY, r'<w:numId w:val="2"/>', '<w:numId w:val="99"/>'),
    (STYLES, r'(<w:qFormat/>)(<w:pPr>.*?</w:pPr>)', r'\2\1'),
    (STYLES, r'(<w:rFonts[^>]*/>)(<w:sz [^>]*/>)', r'\2\1'),
    ('word/numbering.xml', r'(<w:start [^>]*/>)(<w:numFmt [^>]*/>)', r'\2\1'),
    ('word/settings.xml', r'(<w:zoom [^>]*/>)(.*?)(<w:defaultTabStop [^>]*/>)', r'\2\3\1'),
    ('word/_rels/document.xml.rels', 'Target="fontTable.xml"', 'Target="fonts.xml"'),
    (TYPES, r'<Override PartName="/word/styles.xml"[^>]*/>', ''),
]


@pytest.mark.parametrize(('part', 'pattern', 'replacement'), BROKEN)
def test_what_word_would_call_damaged_is_noticed(
    part: str, pattern: str, replacement: str, schema_errors, tmp_path: Path
):
    """Elements out of order or unknown, values not allowed, parts and references missing: all are seen."""
    path = tmp_path / 'damaged.docx'
    changed(ROOT / 'templates' / 'nm-ltci' / 'supplement-notice.docx', path, {part: (pattern, replacement)})

    assert schema_errors(path) != []


# The command ------------------------------------------------------------------------------------


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """Write a template with one deviation and one unknown name."""
    path = tmp_path / 'notice.docx'
    size = (r'(styleId="Title">.*?<w:sz w:val=")44', r'\g<1>36')
    name = (r'\{\{ institution_name \}\}', '{{ institution_nam }}')
    changed(ROOT / 'templates' / 'nm-ltci' / 'supplement-notice.docx', path, {STYLES: size, BODY: name})
    return path


def test_a_good_template_of_a_pack_is_recognised_and_passes(run_line):
    """Nothing found: exit code 0, and the document it was checked against is named."""
    ran = run_line('template', 'check', ROOT / 'templates' / 'nm-ltci' / 'supplement-notice.docx')

    assert (ran.code, ran.err) == (0, '')
    assert '（变量对照 nm-ltci/supplement-notice）：没有发现问题' in ran.out


def test_everything_wrong_is_listed_with_clause_place_and_remedy(damaged: Path, run_line):
    """Something found: exit code 1; the clause, where it is, what is wrong, what to do."""
    ran = run_line('template', 'check', damaged, '--document', 'nm-ltci/supplement-notice')

    assert ran.code == 1
    assert (
        '[GB/T 9704—2012 7.3.1] 第 2 段“补正材料一次性告知书”：标题的字号应为2号（22 磅），现为小2号（18 磅）'
        in ran.out
    )
    assert '请修改样式“Title”' in ran.out
    assert '没有名称 institution_nam，是否应为 institution_name' in ran.out


def test_json_gives_the_same_as_data(damaged: Path, run_line):
    """One object for each file, with codes, clauses and the numbers of every place."""
    ran = run_line('template', 'check', damaged, '--document', 'nm-ltci/supplement-notice', '--format', 'json')
    [report] = json.loads(ran.out)

    assert ran.code == 1
    assert report['document'] == 'nm-ltci/supplement-notice'
    [deviation] = report['deviations']
    assert (deviation['code'], deviation['clause']) == ('size', 'GB/T 9704—2012 7.3.1')
    assert (deviation['place']['paragraph'], deviation['where']) == (2, '第 2 段“补正材料一次性告知书”')
    assert 'name' in [fault['code'] for fault in report['faults']]


def test_without_a_document_it_says_what_was_not_checked(damaged: Path, run_line):
    """A file outside a pack: layout and language are checked, names are not, and the report says so."""
    ran = run_line('template', 'check', damaged)

    assert ran.code == 1
    assert 'institution_nam，' not in ran.out
    assert '变量名称未核对' in ran.out


def test_an_unreadable_file_does_not_hide_what_is_wrong_with_another(damaged: Path, tmp_path: Path, run_line):
    """A file that is no Word document ends with 4, a missing one with 5; the others are reported all the same."""
    text = tmp_path / 'text.docx'
    text.write_text('不是 Word 文档', encoding='utf-8')
    ran = run_line('template', 'check', text, damaged)
    missing = run_line('template', 'check', tmp_path / 'missing.docx')

    assert (ran.code, missing.code) == (4, 5)
    assert '7.3.1' in ran.out
    assert '不是 docx 文件' in ran.err
    assert '没有这个文件' in missing.err


def test_an_unknown_document_is_refused_with_near_names(damaged: Path, run_line):
    """Exit code 3."""
    ran = run_line('template', 'check', damaged, '--document', 'nm-ltci/suplement-notice')

    assert ran.code == 3
    assert '是否应为 supplement-notice' in ran.err


@pytest.mark.parametrize('name', ['nm-ltci/supplement-notice', 'nm-ltci/application'])
def test_a_template_can_be_taken_out_checked_and_used(name: str, run_line, tmp_path: Path):
    """Eject gives the very file; it passes the check, and the message names the next steps."""
    target = tmp_path / f'{name.partition("/")[2]}.docx'
    ran = run_line('template', 'eject', name, '-o', target)
    checked = run_line('template', 'check', target, '--document', name)

    assert ran.code == 0
    assert target.read_bytes() == (ROOT / 'templates' / f'{name}.docx').read_bytes()
    assert f'docforms template check {target} --document {name}' in ran.err
    assert '版式偏差' not in checked.out


def test_eject_refuses_what_it_cannot_do(run_line, tmp_path: Path):
    """No such document: 3; another ending: 2; nothing is written."""
    unknown = run_line('template', 'eject', 'nm-ltci/aplication', '-o', tmp_path / 'a.docx')
    ending = run_line('template', 'eject', 'nm-ltci/application', '-o', tmp_path / 'a.pdf')

    assert (unknown.code, ending.code) == (3, 2)
    assert 'nm-ltci/application' in unknown.err
    assert list(tmp_path.iterdir()) == []
