"""A small pack made up for tests: food carts register with a market office that does not exist."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import docx
import pytest

from docforms.exceptions import PackError, Problem
from docforms.packs import Pack, PackFolder, check, document_of, load, rules_of

FILES = {
    'pack.yaml': """\
id: demo-pack
title: 便民餐车备案办法
short_title: 餐车备案
annex_title: 本办法
status: draft
version: 0.1.0
effective_on: null
authority: 青禾镇市场管理所
agency: 餐车备案窗口
variables:
  least_age: 18
  banned_words: [无证, 假冒]
""",
    'requirements.yaml': """\
rows:
  DP-1.1: {article: 第一条, kind: C, party: 申请人, summary: 经营者须年满十八周岁}
  DP-2.1: {article: 第二条, kind: M, party: 申请人, summary: 须提交身份证明}
  DP-3.1: {article: 第三条, kind: T, party: 窗口, summary: 五个工作日内答复}
  DP-4.1–4.3:
    article: 第四条
    kind: A
    party: 申请人
    summary: 申请表的三个栏目
    parts: [DP-4.1, DP-4.2, DP-4.3]
""",
    'forms/application.schema.json': """\
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "demo-pack/application",
  "title": "餐车备案申请表",
  "requirements": ["DP-4.1"],
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "fields": {
      "title": "申请表",
      "type": "object",
      "additionalProperties": false,
      "required": ["owner_name", "born_on"],
      "properties": {
        "owner_name": {"title": "经营者", "requirements": ["DP-4.1"], "$ref": "docforms:common#/$defs/person_name"},
        "born_on": {"title": "出生日期", "requirements": ["DP-4.2"], "$ref": "docforms:common#/$defs/date"},
        "fee": {"title": "费用", "requirements": ["DP-4.3"], "$ref": "docforms:common#/$defs/money"},
        "cart_code": {"title": "餐车编号", "requirements": ["DP-4.3"], "type": "string", "pattern": "^[A-Z]{2}$"},
        "dishes": {
          "title": "菜品",
          "requirements": ["DP-4.3"],
          "type": "array",
          "maxItems": 20,
          "items": {
            "title": "菜品",
            "type": "object",
            "additionalProperties": false,
            "required": ["name"],
            "properties": {
              "name": {"title": "名称", "type": "string"},
              "price": {"title": "单价", "$ref": "docforms:common#/$defs/money"}
            }
          }
        }
      }
    }
  }
}
""",
    'forms/application.layout.yaml': """\
title: 餐车备案申请表
columns: [30, 126]
rows:
  - cells: [{label: 经营者}, {value: '{owner_name}'}]
  - cells: [{label: 出生日期}, {value: '{born_on}'}]
  - repeat: dishes
    min_rows: 2
    cells: [{value: '{#}'}, {value: '{name}，{price} 元'}]
after:
  - text: 本人知悉《{{ pack.title }}》的规定，编号 {cart_code}。
""",
    'materials.yaml': """\
materials:
  - id: identity-card
    forms: [application]
    title: 身份证明
    source: DP-2.1
    original: true
    copies: 1
    remedy: 请提交{{ fields.owner_name }}的身份证明
""",
    'rules.yaml': """\
rules:
  - id: of-age
    forms: [application]
    source: DP-1.1
    kind: condition
    title: 年满十八周岁
    check: months_between(fields.born_on, as_of) >= 12 * pack.variables.least_age
    message: 未满{{ pack.variables.least_age }}周岁
    remedy: 待{{ add_years(fields.born_on, 18) | cn_date }}后再申请
  - id: dish-names
    forms: [application]
    source: [DP-4.3]
    kind: consistency
    title: 菜品名称
    each: fields.dishes
    check: not names_any([item.name], pack.variables.banned_words)
    message: 第{{ number }}个菜品名称不当
    remedy: 请改名
""",
    'terms.yaml': """\
events:
  received: 收件
  answered: 答复
terms:
  - {id: answer, title: 答复期限, source: DP-3.1, party: 窗口, kind: deadline, binding: hard,
     from: received, count: 5, unit: working-day, done: answered}
""",
    'documents.yaml': """\
delivery: {addressee: [owner]}
documents:
  - id: answer-notice
    title: 答复书
    kind: notice
    audience: 申请人
    source: DP-3.1
    form: application
    values:
      owner: fields.owner_name
""",
    'documents/answer-notice.schema.json': """\
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "demo-pack/answer-notice",
  "title": "答复书",
  "type": "object",
  "additionalProperties": false,
  "required": ["owner"],
  "properties": {
    "owner": {"title": "经营者", "requirements": ["DP-3.1"], "type": "string"}
  }
}
""",
}


@dataclass(frozen=True)
class PackUnderTest:
    """A pack in a folder of its own, to be spoiled file by file."""

    folder: PackFolder

    def file(self, name: str) -> Path:
        """Give the path of a file below schemas/demo-pack."""
        return self.folder.schemas / name

    def write(self, name: str, text: str | bytes) -> None:
        """Put a file into the pack."""
        path = self.file(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def replace(self, name: str, old: str, new: str) -> int:
        """Change one place of a file; gives the line (from 1) where it stands."""
        text = self.file(name).read_text(encoding='utf-8')
        assert text.count(old) == 1, f'{old!r} stands {text.count(old)} times in {name}'
        self.write(name, text.replace(old, new))
        return text[: text.index(old)].count('\n') + 1

    def load(self) -> Pack:
        """Load the pack anew."""
        load.cache_clear()
        return load(self.folder)

    def problems_in_use(self) -> set[Problem]:
        """Load the pack anew, use its form and its document, and give what is wrong then."""
        found: set[Problem] = set()
        for use in (
            lambda: rules_of(self.load(), 'application'),
            lambda: document_of(self.load(), 'answer-notice'),
        ):
            try:
                use()
            except PackError as error:
                found |= set(error.problems)
        return found

    def problems(self) -> tuple[Problem, ...]:
        """Give everything that is wrong with the pack."""
        try:
            check(self.folder)
        except PackError as error:
            return error.problems
        return ()


@pytest.fixture
def demo(tmp_path: Path) -> PackUnderTest:
    """Write the pack into a folder; nothing is wrong with it."""
    pack = PackUnderTest(PackFolder('demo-pack', tmp_path / 'schemas/demo-pack', tmp_path / 'templates/demo-pack'))
    for name, text in FILES.items():
        pack.write(name, text)
    pack.folder.templates.mkdir(parents=True)
    for name in ('application', 'answer-notice'):
        docx.Document().save(str(pack.folder.templates / f'{name}.docx'))
    return pack
