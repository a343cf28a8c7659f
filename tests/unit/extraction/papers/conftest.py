"""Pages of invented papers, line by line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from docforms.extraction.papers import PagePaper, TextLine, page_of
from docforms.packs import Catalogue, Form, Pack, paper_kinds
from docforms.packs.model import PaperKind

Page = Callable[..., PagePaper]

TEXTS = {
    'licence': (
        '营 业 执 照', '（副本）', '统一社会信用代码 52150402MJY482768C', '名 称 赤峰市安禾失能等级评估中心',
        '法定代表人 韩云舒', '注册资本 壹佰万元整', '营业期限 2023年5月18日至2033年5月17日',
        '登记机关 赤峰市红山区市场监督管理局',
    ),
    'card': (
        '姓 名 韩云舒', '性别 女 民族 汉', '出生 1978年6月15日', '住址 赤峰市红山区长青路1号',
        '公民身份号码 150402197806153225',
    ),
    'back': ('中华人民共和国', '居民身份证', '签发机关 赤峰市公安局红山区分局', '有效期限 2015.03.02-2035.03.02'),
    'lease': (
        '房屋租赁合同', '合同编号：HY-2024-018', '出租方（甲方）：赤峰市红山区禾源物业服务有限公司',
        '承租方（乙方）：赤峰市安禾失能等级评估中心', '甲方将位于长青路26号3层的房屋出租给乙方使用。',
        '第二条 租赁期限自2024年7月1日起至2030年6月30日止，共六年。',
    ),
    'unknown': ('消防安全检查意见', '经检查，该场所符合要求。'),
}  # fmt: skip


@pytest.fixture(scope='session')
def texts() -> dict[str, tuple[str, ...]]:
    """Give the lines of invented papers by name."""
    return TEXTS


@pytest.fixture
def page() -> Page:
    """Give a function that makes a page of lines, one under the other, or of the paper of that name."""

    def make(number: int, texts: str | Sequence[str], confidence: float = 1.0) -> PagePaper:
        lines = [
            TextLine(text, (80.0, 60.0 + 30 * row, 80.0 + 11 * len(text), 72.0 + 30 * row), confidence)
            for row, text in enumerate(TEXTS[texts] if isinstance(texts, str) else texts)
        ]
        return page_of(number, lines)

    return make


@pytest.fixture(scope='session')
def evaluation() -> tuple[Pack, Form]:
    """Give the form most papers belong to."""
    return Catalogue().form('nm-ltci/application')


@pytest.fixture(scope='session')
def kinds(evaluation: tuple[Pack, Form]) -> dict[str, PaperKind]:
    """Give the kinds of papers its pack knows."""
    return dict(paper_kinds(evaluation[0]))
