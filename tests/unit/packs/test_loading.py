from __future__ import annotations

from pathlib import Path

import pytest

from docforms.exceptions import PackError, UnknownName, UsageError
from docforms.packs import Catalogue, check, document_of, rules_of
from docforms.packs.model import DeliveryFields

Place = tuple[str, int | None, str]


def test_a_sound_pack_loads(demo):
    """The made-up pack has nothing wrong with it, and everything written in it arrives."""
    pack = demo.load()

    assert (pack.id, pack.title, pack.version) == ('demo-pack', '便民餐车备案办法', '0.1.0')
    assert list(pack.forms) == ['application']
    assert pack.forms['application'].id == 'demo-pack/application'
    assert [material.id for material in pack.materials] == ['identity-card']
    assert [rule.id for rule in pack.rules] == ['of-age', 'dish-names']
    assert [(rule.id, rule.pointer) for rule in rules_of(pack, 'application')] == [
        ('of-age', '/fields/born_on'),
        ('dish-names', '/fields/dishes/{index}/name'),
    ]
    assert [term['id'] for term in pack.terms] == ['answer']
    assert pack.documents['answer-notice'].id == 'demo-pack/answer-notice'
    assert list(document_of(pack, 'answer-notice').schema['properties']) == ['owner']
    assert list(document_of(pack, 'answer-notice').values) == ['owner']
    assert pack.citation(['DP-1.1', 'DP-4.2']) == '第一条、第四条'


def test_a_default_label_is_that_of_the_place(demo):
    """A rule without a label of its own takes the one printed at the place it is about."""
    assert [rule.label for rule in rules_of(demo.load(), 'application')] == ['出生日期', '名称']


# One fault at a time ------------------------------------------------------------------------------

RULE = """\
  - id: extra
    forms: [application]
    source: DP-1.1
    kind: condition
    title: 附加
    check: '{check}'
    message: '{message}'
    remedy: 请核对
"""


@pytest.mark.parametrize(
    ('name', 'old', 'new', 'pointer', 'message'),
    [
        ('pack.yaml', 'agency:', 'agancy: x\nagency:', '/agancy', '不认识“agancy”，是否应为 agency？'),
        ('pack.yaml', 'status: draft', 'status: new', '/status', '应为下列之一：draft、in-force、repealed'),
        ('pack.yaml', 'id: demo-pack', 'id: other-pack', '/id', '应与目录名 demo-pack 相同'),
        ('requirements.yaml', 'kind: C,', 'kind: Q,', '/rows/DP-1.1/kind', '写法不符合规定'),
        ('requirements.yaml', 'DP-2.1:', 'DP-4.2:', '/rows/DP-4.1–4.3', '编号 DP-4.2 出现两次'),
        ('materials.yaml', 'original:', 'orginal:', '/materials/0/orginal', '不认识“orginal”，是否应为 original'),
        ('materials.yaml', 'DP-2.1', 'DP-2.2', '/materials/0/source', 'requirements.yaml 中没有 DP-2.2，是否应为 '),
        (
            'materials.yaml',
            'forms: [application]',
            'forms: [aplication]',
            '/materials/0/forms',
            '没有表单 aplication，是否应为 application？',
        ),
        (
            'materials.yaml',
            'fields.owner_name',
            'fields.owner_nam',
            '/materials/0/remedy',
            '没有字段 owner_nam，是否应为 owner_name？',
        ),
        ('materials.yaml', 'copies: 1', 'copies: -1', '/materials/0/copies', '不能小于 0'),
        ('rules.yaml', 'source: DP-1.1', 'source: DP-1.9', '/rules/0/source', 'requirements.yaml 中没有 DP-1.9'),
        (
            'rules.yaml',
            'months_between(',
            'month_between(',
            '/rules/0/check',
            '没有函数 month_between，是否应为 months_between',
        ),
        (
            'rules.yaml',
            'fields.born_on, as_of',
            'fields.bornon, as_of',
            '/rules/0/check',
            '没有字段 bornon，是否应为 born_on？',
        ),
        (
            'rules.yaml',
            '12 * pack.variables.least_age',
            '12 * pack.variables.lest_age',
            '/rules/0/check',
            '没有字段 lest_age，是否应为 least_age？',
        ),
        ('rules.yaml', '>= 12', '>= = 12', '/rules/0/check', '表达式写法有误（months_between'),
        ('rules.yaml', '| cn_date', '| cndate', '/rules/0/remedy', '没有过滤器 cndate，是否应为 cn_date？'),
        ('rules.yaml', '未满{{', '未满{{ {{', '/rules/0/message', '表达式写法有误（未满'),
        (
            'rules.yaml',
            'each: fields.dishes',
            'each: fields.dishs',
            '/rules/1/each',
            '没有字段 dishs，是否应为 dishes？',
        ),
        ('rules.yaml', 'item.name', 'item.nam', '/rules/1/check', '没有字段 nam，是否应为 name？'),
        ('rules.yaml', '{{ number }}', '{{ numbr }}', '/rules/1/message', '没有名称 numbr，是否应为 number？'),
        (
            'rules.yaml',
            'kind: consistency',
            'kind: consistent',
            '/rules/1/kind',
            '应为下列之一：condition、bar、consistency',
        ),
        ('rules.yaml', 'id: dish-names', 'id: identity-card', '/rules/1/id', '编号 identity-card 已在'),
        (
            'rules.yaml',
            '    each:',
            '    pointer: /fields/dish\n    each:',
            '/rules/1/pointer',
            '记录中没有位置 /fields/dish',
        ),
        (
            'terms.yaml',
            'from: received',
            'from: recieved',
            '/terms/0/from',
            'events 中没有 recieved，是否应为 received？',
        ),
        (
            'terms.yaml',
            'done: answered',
            'done: answerd',
            '/terms/0/done',
            'events 中没有 answerd，是否应为 answered？',
        ),
        ('terms.yaml', 'done: answered', 'after: anser', '/terms/0/after', '没有期限 anser，是否应为 answer？'),
        ('terms.yaml', 'source: DP-3.1', 'source: DP-3', '/terms/0/source', 'requirements.yaml 中没有 DP-3'),
        ('terms.yaml', 'unit: working-day', 'unit: workday', '/terms/0/unit', '应为下列之一：working-day'),
        (
            'documents.yaml',
            'owner: fields.owner_name',
            'owner: fields.owner',
            '/documents/0/values/owner',
            '没有字段 owner',
        ),
        (
            'documents.yaml',
            'owner: fields',
            'ownr: fields',
            '/documents/0/values/ownr',
            '没有字段 ownr，是否应为 owner？',
        ),
        ('documents.yaml', 'kind: notice', 'kind: note', '/documents/0/kind', '应为下列之一：notice'),
        ('documents.yaml', 'form: application', 'form: change', '/documents/0/form', '没有表单 change'),
        (
            'forms/application.schema.json',
            '"$id": "demo-pack/application"',
            '"$id": "demo-pack/aplication"',
            '/$id',
            '应为 demo-pack/application',
        ),
        (
            'forms/application.schema.json',
            '$defs/person_name',
            '$defs/person_nam',
            '/properties/fields/properties/owner_name/$ref',
            '没有共用定义 person_nam，是否应为 person_name？',
        ),
        (
            'forms/application.schema.json',
            '"required": ["owner_name", "born_on"]',
            '"required": ["owner_nme", "born_on"]',
            '/properties/fields/required',
            '没有字段 owner_nme，是否应为 owner_name？',
        ),
        (
            'forms/application.schema.json',
            '["DP-4.2"]',
            '["DP-4.9"]',
            '/properties/fields/properties/born_on/requirements',
            'requirements.yaml 中没有 DP-4.9',
        ),
        (
            'forms/application.schema.json',
            '"maxItems"',
            '"maxItem"',
            '/properties/fields/properties/dishes/maxItem',
            '不认识“maxItem”，是否应为 maxItems',
        ),
        (
            'forms/application.schema.json',
            '"^[A-Z]{2}$"',
            '"^[A-Z{2}$"',
            '/properties/fields/properties/cart_code/pattern',
            '不是有效的正则表达式',
        ),
        (
            'forms/application.schema.json',
            '"title": "费用",',
            '"titel": "费用",',
            '/properties/fields/properties/fee/titel',
            '不认识“titel”，是否应为 title / items？',
        ),
        (
            'forms/application.layout.yaml',
            "'{owner_name}'",
            "'{ownername}'",
            '/rows/0/cells/1/value',
            '没有字段 ownername，是否应为 owner_name？',
        ),
        (
            'forms/application.layout.yaml',
            'repeat: dishes',
            'repeat: dish',
            '/rows/2/repeat',
            '没有列表字段 dish，是否应为 dishes？',
        ),
        (
            'forms/application.layout.yaml',
            '{price}',
            '{prise}',
            '/rows/2/cells/1/value',
            '没有字段 prise，是否应为 price？',
        ),
        (
            'forms/application.layout.yaml',
            '{cart_code}',
            '{cartcode}',
            '/after/0/text',
            '没有字段 cartcode，是否应为 cart_code？',
        ),
        (
            'forms/application.layout.yaml',
            'pack.title',
            'pack.titel',
            '/after/0/text',
            '没有字段 titel，是否应为 title',
        ),
        ('forms/application.layout.yaml', 'columns:', 'colums:', '/colums', '不认识“colums”，是否应为 columns？'),
        (
            'documents/answer-notice.schema.json',
            '"required": ["owner"]',
            '"required": ["owner", "reason"]',
            '/required',
            '没有字段 reason',
        ),
        (
            'documents/answer-notice.schema.json',
            '["DP-3.1"]',
            '["DP-3.2"]',
            '/properties/owner/requirements',
            'requirements.yaml 中没有 DP-3.2，是否应为 ',
        ),
    ],
)
def test_a_fault_is_told_with_its_place(demo, name: str, old: str, new: str, pointer: str, message: str):
    """Each fault comes with file, line, pointer and, for a name, the nearest right one; users are told too."""
    line = demo.replace(name, old, new)

    found = [p for p in demo.problems() if p.message.startswith(message) and p.pointer == pointer]

    assert len(found) == 1
    assert found[0].file == f'schemas/demo-pack/{name}'
    assert found[0].line is not None
    assert abs(found[0].line - line) <= new.count('\n') + 4
    assert demo.problems_in_use() == set(demo.problems())


def test_the_nearest_names_are_few_and_each_is_offered_once(demo):
    """A typo of a key that many shapes know is answered with that key once."""
    demo.replace('forms/application.layout.yaml', 'columns:', 'colums:')

    offered = [p.message for p in demo.problems() if 'colums' in p.message]

    assert offered == ['不认识“colums”，是否应为 columns？']


# Files --------------------------------------------------------------------------------------------


def files_and_messages(demo) -> list[tuple[str, str]]:
    """List the faults by file, without the folder."""
    return [(p.file.removeprefix('schemas/demo-pack/'), p.message) for p in demo.problems()]


@pytest.mark.parametrize(
    ('name', 'content', 'message'),
    [
        ('rules.yaml', 'rules:\n  - id: [', '不是有效的 YAML，请检查此行附近的缩进、冒号和引号'),
        ('rules.yaml', '', '文件是空的'),
        ('rules.yaml', 'null\n', '文件是空的'),
        ('rules.yaml', 'rules: 规则'.encode('gbk'), '文件不是 UTF-8 编码，请另存为 UTF-8'),
        ('rules.yaml', '- a\n', '应为一组字段'),
        ('materials.yaml', 'materials: {}\n', '应为列表'),
        ('terms.yaml', 'terms: []\n', '缺少“events”'),
        ('requirements.yaml', '', '文件是空的'),
        ('pack.yaml', '', '文件是空的'),
        ('forms/application.layout.yaml', '', '文件是空的'),
        ('forms/application.schema.json', '{', '不是有效的 YAML，请检查此行附近的缩进、冒号和引号'),
        ('documents/answer-notice.schema.json', '[]', '应为一组字段'),
    ],
)
def test_an_unusable_file_is_the_only_fault(demo, name: str, content: str | bytes, message: str):
    """A file that cannot be used is told once; what depends on it is not blamed."""
    demo.write(name, content)

    assert files_and_messages(demo) == [(name, message)]


@pytest.mark.parametrize(
    ('name', 'problem'),
    [
        ('requirements.yaml', ('requirements.yaml', '缺少这个文件')),
        ('pack.yaml', ('pack.yaml', '缺少这个文件')),
        ('forms/application.layout.yaml', ('forms/application.layout.yaml', '缺少这个文件')),
        ('documents/answer-notice.schema.json', (
            'documents.yaml', '缺少数据说明 documents/answer-notice.schema.json',
        )),
        ('documents.yaml', ('documents/answer-notice.schema.json', 'documents.yaml 中没有文书 answer-notice')),
    ],
)  # fmt: skip
def test_a_missing_file_is_told(demo, name: str, problem: tuple[str, str]):
    """A pack cannot do without its rows, its head, and the files its forms and documents name."""
    demo.file(name).unlink()

    assert files_and_messages(demo) == [problem]


@pytest.mark.parametrize('name', ['materials.yaml', 'rules.yaml', 'terms.yaml'])
def test_some_files_may_be_absent(demo, name: str):
    """A pack without materials, rules or terms is a small pack, not a wrong one."""
    demo.file(name).unlink()

    assert demo.problems() == ()


@pytest.mark.parametrize(
    ('name', 'file'), [('answer-notice', 'documents.yaml'), ('application', 'forms/application.schema.json')]
)
def test_a_missing_template_is_told(demo, name: str, file: str):
    """What cannot be printed for want of its template is a fault of the pack."""
    (demo.folder.templates / f'{name}.docx').unlink()

    assert files_and_messages(demo) == [(file, f'缺少模板 {name}.docx')]


@pytest.mark.parametrize('key', ['source', 'check', 'remedy', 'id', 'title'])
def test_a_rule_without_a_required_key_is_told(demo, key: str):
    """A rule that cites nothing, checks nothing or helps nobody is refused."""
    kept = [line for line in RULE.format(check='true', message='有误').splitlines() if f'{key}:' not in line]
    text = '\n'.join(kept) + '\n'
    if key == 'id':
        text = text.replace('    forms', '  - forms', 1)
    demo.write('rules.yaml', 'rules:\n' + text)

    assert [(p.line, p.pointer, p.message) for p in demo.problems()] == [(2, '/rules/0', f'缺少“{key}”')]


@pytest.mark.parametrize('source', ['[]', 'dp-1', '[DP-1.1, DP-1.1]', '""', '5'])
def test_a_rule_with_an_empty_citation_is_told(demo, source: str):
    """A citation must name at least one row, each once."""
    demo.replace('rules.yaml', 'source: DP-1.1', f'source: {source}')

    assert [(p.line, p.pointer) for p in demo.problems()] == [(4, '/rules/0/source')]


def test_an_uncited_material_is_told(demo):
    """A paper nobody asks for in the regulation cannot be demanded."""
    demo.replace('materials.yaml', '    source: DP-2.1\n', '')

    assert [(p.pointer, p.message) for p in demo.problems()] == [('/materials/0', '缺少“source”')]


def test_a_key_written_twice_is_told(demo):
    """The second of two keys does not silently win."""
    line = demo.replace('rules.yaml', '    remedy: 请改名\n', '    remedy: 请改名\n    title: 又一个\n')

    assert [(p.line, p.pointer, p.message) for p in demo.problems()] == [
        (line + 1, '/rules/1/title', '“title”写了两次，请删去其中一处')
    ]


def test_misspelt_materials_in_rules_are_told(demo):
    """A rule that asks for a paper by a wrong id would never be decided."""
    rule = RULE.format(
        check='materials["identity-crd"] | length > 0 and materials["identity-card"][0].copis', message='有误'
    )
    demo.write('rules.yaml', 'rules:\n' + rule)

    assert [p.message for p in demo.problems()] == [
        '没有字段 identity-crd，是否应为 identity-card？', '没有字段 copis，是否应为 copies？',
    ]  # fmt: skip


def test_one_wrong_entry_does_not_hide_the_others(demo):
    """What is wrong in the second rule is told although the first does not even fit the format."""
    demo.write(
        'rules.yaml',
        'rules:\n'
        + RULE.format(check='true', message='有误')
        .replace('kind: condition', 'kind: maybe')
        .replace('请核对', '请核对{{ nobody }}')
        + RULE.format(check='fields.nothing', message='有误').replace('id: extra', 'id: more')
        + RULE.format(check='true', message='{{ fields.none }}').replace('id: extra', 'id: most\n    colour: red'),
    )

    assert [(p.pointer, p.message) for p in demo.problems()] == [
        ('/rules/0/kind', '应为下列之一：condition、bar、consistency'),
        ('/rules/0/remedy', '没有名称 nobody'),
        ('/rules/1/check', '没有字段 nothing'),
        ('/rules/2/colour', '不认识“colour”'),
        ('/rules/2/message', '没有字段 none'),
    ]


def test_entries_that_are_none_keep_the_places_of_the_others(demo):
    """Entries that are not even groups are told, and the others are still called by their own numbers."""
    demo.write(
        'rules.yaml',
        'rules:\n  - 5\n'
        + RULE.format(check='fields.one', message='有误')
        .replace('id: extra', 'id: one')
        .replace('kind: condition', 'kind: 5')
        + '  - 文字\n'
        + RULE.format(check='fields.two', message='有误').replace('id: extra', 'id: two').replace('[application]', '5'),
    )

    assert [(p.pointer, p.message) for p in demo.problems()] == [
        ('/rules/0', '应为一组字段'),
        ('/rules/1/kind', '应为下列之一：condition、bar、consistency'),
        ('/rules/1/check', '没有字段 one'),
        ('/rules/2', '应为一组字段'),
        ('/rules/3/forms', '应为列表'),
    ]


def test_what_is_wrong_is_not_blamed_on_what_refers_to_it(demo):
    """A misprinted row, term, material or document still counts as there for whatever names it."""
    demo.replace('requirements.yaml', 'kind: M,', 'kind: Z,')
    demo.replace('materials.yaml', 'copies: 1', 'copies: 一份')
    demo.replace('terms.yaml', 'binding: hard', 'binding: firm')
    demo.replace('documents.yaml', 'kind: notice', 'kind: scroll')
    demo.write('rules.yaml', 'rules:\n' + RULE.format(check='materials["identity-card"] is defined', message='有误'))

    assert [(p.file.rpartition('/')[2], p.pointer) for p in demo.problems()] == [
        ('documents.yaml', '/documents/0/kind'),
        ('materials.yaml', '/materials/0/copies'),
        ('requirements.yaml', '/rows/DP-2.1/kind'),
        ('terms.yaml', '/terms/0/binding'),
    ]


# Everything at once -------------------------------------------------------------------------------


def test_everything_wrong_is_told_in_one_pass(demo):
    """Twenty-two faults in ten files are all told, each once and with its place, and nothing else is."""
    folder = 'schemas/demo-pack'
    planted: set[Place] = set()

    def spoil(name: str, old: str, new: str, pointer: str, extra: int = 0) -> None:
        line = demo.replace(name, old, new)
        planted.add((f'{folder}/{name}', line + extra, pointer))

    spoil('pack.yaml', 'status: draft', 'status: new', '/status')
    spoil('pack.yaml', 'variables:', 'colour: red\nvariables:', '/colour')
    spoil('requirements.yaml', 'kind: C,', 'kind: Q,', '/rows/DP-1.1/kind')
    spoil(
        'forms/application.schema.json',
        '"maxItems": 20',
        '"maxItem": 20',
        '/properties/fields/properties/dishes/maxItem',
    )
    spoil(
        'forms/application.schema.json',
        '$defs/person_name',
        '$defs/persona',
        '/properties/fields/properties/owner_name/$ref',
    )
    spoil('forms/application.schema.json', '["owner_name", "born_on"]', '["owner"]', '/properties/fields/required')
    spoil(
        'forms/application.schema.json',
        '["DP-4.2"]',
        '["DP-4.7"]',
        '/properties/fields/properties/born_on/requirements',
    )
    spoil('forms/application.schema.json', 'demo-pack/application', 'demo/application', '/$id')
    spoil('forms/application.layout.yaml', '{owner_name}', '{owner}', '/rows/0/cells/1/value')
    spoil('forms/application.layout.yaml', '{cart_code}', '{cart}', '/after/0/text')
    spoil('materials.yaml', 'source: DP-2.1', 'source: DP-9.9', '/materials/0/source')
    spoil('materials.yaml', 'fields.owner_name', 'fields.owner', '/materials/0/remedy')
    spoil('rules.yaml', '    source: DP-1.1\n', '', '/rules/0', -2)
    spoil('rules.yaml', 'check: not names_any', 'check: not names_all', '/rules/1/check')
    spoil('rules.yaml', '{{ number }}', '{{ number', '/rules/1/message')
    spoil('rules.yaml', 'id: dish-names', 'id: identity-card', '/rules/1/id')
    spoil('terms.yaml', 'from: received', 'from: recieved', '/terms/0/from')
    spoil('terms.yaml', 'source: DP-3.1', 'source: DP-3.3', '/terms/0/source')
    spoil('documents.yaml', 'owner: fields.owner_name', 'owners: fields.owner_name', '/documents/0/values/owners')
    spoil('documents.yaml', 'audience: 申请人', 'audience: ""', '/documents/0/audience')
    spoil('documents/answer-notice.schema.json', '"required": ["owner"]', '"required": ["ower"]', '/required')
    (demo.folder.templates / 'application.docx').unlink()
    planted.add((f'{folder}/forms/application.schema.json', 1, ''))

    found = demo.problems()

    assert len(planted) == 22
    assert {(p.file, p.line, p.pointer) for p in found} == planted
    assert len(found) == len(planted)


def test_the_error_lists_every_problem(demo):
    """The text of the error is what an author reads: how many, then one line each, in order of file and line."""
    demo.replace('rules.yaml', 'fields.born_on, as_of', 'fields.bornon, as_of')
    demo.replace('materials.yaml', 'DP-2.1', 'QQQ-987')

    with pytest.raises(PackError) as error:
        check(demo.folder)

    assert str(error.value).splitlines() == [
        '规则包有 2 处错误：',
        '  schemas/demo-pack/materials.yaml:5: /materials/0/source: requirements.yaml 中没有 QQQ-987',
        '  schemas/demo-pack/rules.yaml:7: /rules/0/check: 没有字段 bornon，是否应为 born_on？',
    ]


# Catalogue ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures('demo')
def test_a_folder_of_packs_can_be_added(tmp_path: Path):
    """A pack outside the program is found by the folder it stands in."""
    pack, form = Catalogue([tmp_path]).form('demo-pack/application')

    assert (pack.id, form.title) == ('demo-pack', '餐车备案申请表')
    assert Catalogue([tmp_path]).document('demo-pack/answer-notice')[1].title == '答复书'


@pytest.mark.usefixtures('demo')
def test_a_folder_of_packs_can_be_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """DOCFORMS_PACKS does the same for every command."""
    monkeypatch.setenv('DOCFORMS_PACKS', str(tmp_path))

    assert Catalogue().pack('demo-pack').id == 'demo-pack'


@pytest.mark.parametrize(
    ('ask', 'near'),
    [
        (lambda c: c.pack('demo-pak'), 'demo-pack'),
        (lambda c: c.form('demo-pack/aplication'), 'application'),
        (lambda c: c.document('demo-pack/answer'), 'demo-pack/answer-notice'),
        (lambda c: c.form('demo-pack'), '规则包/名称'),
        (lambda c: c.form('demo-pack/'), '规则包/名称'),
        (lambda c: c.form('demo-pak/application'), 'demo-pack'),
        (lambda c: c.pack(''), 'demo-pack'),
        (lambda c: c.form('demo-pack/../x'), 'demo-pack/application'),
    ],
)
@pytest.mark.usefixtures('demo')
def test_an_unknown_name_is_answered_with_near_ones(tmp_path: Path, ask, near: str):
    """Whoever mistypes an id reads what it might have been."""
    with pytest.raises(UnknownName, match=near):
        ask(Catalogue([tmp_path]))


def test_a_folder_without_packs_is_refused(tmp_path: Path):
    """A folder that is not one of packs is a mistake in the command, told as such."""
    with pytest.raises(UsageError, match='schemas 和 templates'):
        Catalogue([tmp_path])


def test_fields_of_delivery_are_fields_of_documents(demo):
    """A name no document has, or not the one that says it, is told with the nearest; the pack is checked for it."""
    first = demo.replace('documents.yaml', 'addressee: [owner]', 'addressee: [ownr]')
    demo.write(
        'documents.yaml', demo.file('documents.yaml').read_text(encoding='utf-8') + '    delivery: {phone: [x]}\n'
    )

    messages = [(problem.line, problem.pointer, problem.message) for problem in demo.problems()]

    assert messages[0] == (first, '/delivery/addressee/0', '没有字段 ownr，是否应为 owner？')
    assert messages[1][1:] == ('/documents/0/delivery/phone/0', '没有字段 x')


def test_a_document_may_say_more_of_its_delivery_than_the_pack(demo):
    """What a document says takes the place of what holds for all, and only that."""
    demo.write(
        'documents.yaml',
        demo.file('documents.yaml').read_text(encoding='utf-8') + '    delivery: {address: [owner], addressee: []}\n',
    )

    assert not demo.problems()
    assert demo.load().documents['answer-notice'].delivery == DeliveryFields(address=('owner',))


def test_an_unknown_part_of_delivery_is_refused(demo):
    """A word that is misspelt is no role of its own."""
    demo.replace('documents.yaml', 'addressee: [owner]', 'adressee: [owner]')

    assert [problem.message for problem in demo.problems()] == ['不认识“adressee”，是否应为 addressee / address？']
