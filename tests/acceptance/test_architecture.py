"""What a lawyer could change stands in the packs, never in the program."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

PROVINCES = re.compile(
    '北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|'
    '广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|台湾'
)
PROVINCES_IN_ENGLISH = re.compile(
    r'\b(?:Beijing|Tianjin|Hebei|Shanxi|Inner Mongolia|Liaoning|Jilin|Heilongjiang|Shanghai|Jiangsu|Zhejiang|'
    r'Anhui|Fujian|Jiangxi|Shandong|Henan|Hubei|Hunan|Guangdong|Guangxi|Hainan|Chongqing|Sichuan|Guizhou|'
    r'Yunnan|Tibet|Shaanxi|Gansu|Qinghai|Ningxia|Xinjiang|Hong Kong|Macau|Taiwan)\b',
    re.IGNORECASE,
)
ARTICLE = re.compile(r'第[一二三四五六七八九十百零〇两0-9]{1,6}条')
# What a pack says about itself in pack.yaml, and a program must therefore not say.
NAMING_KEYS = ('id', 'title', 'short_title', 'number', 'authority', 'agency', 'administration')


@pytest.fixture(scope='module')
def packs(repository: Path) -> dict[str, dict[str, object]]:
    """Read the pack.yaml of every pack, by the name of its folder."""
    files = sorted(repository.glob('schemas/*/pack.yaml'))
    return {file.parent.name: yaml.safe_load(file.read_text(encoding='utf-8')) for file in files}


@pytest.fixture(scope='module')
def row_prefixes(repository: Path) -> set[str]:
    """Collect the prefixes of the requirement rows, such as AB of AB-1.2."""
    rows = [
        row
        for file in repository.glob('schemas/*/requirements.yaml')
        for row in yaml.safe_load(file.read_text(encoding='utf-8'))['rows']
    ]
    return {row.partition('-')[0] for row in rows}


def lines_with(pattern: re.Pattern[str], files: tuple[Path, ...]) -> Iterator[str]:
    """Find the lines of the source, comments and docstrings included, that match."""
    for file in files:
        with tokenize.open(file) as stream:
            for number, line in enumerate(stream, start=1):
                if pattern.search(line):
                    yield f'{file.name}:{number}: {line.strip()}'


def test_the_program_names_no_regulation(packs: dict[str, dict[str, object]], source_files: tuple[Path, ...]):
    """No id, title, number, authority or agency of a pack stands in the source."""
    names = {str(pack[key]) for pack in packs.values() for key in NAMING_KEYS if pack.get(key)}
    pattern = re.compile('|'.join(map(re.escape, sorted(names))))

    assert len(packs) > 0
    assert list(lines_with(pattern, source_files)) == []


def test_the_program_cites_no_row(row_prefixes: set[str], source_files: tuple[Path, ...]):
    """No requirement row is cited in the source: rules cite them, in the pack."""
    pattern = re.compile(rf'\b(?:{"|".join(sorted(row_prefixes))})-[0-9A-Z]')

    assert len(row_prefixes) > 0
    assert list(lines_with(pattern, source_files)) == []


def test_the_program_cites_no_article(source_files: tuple[Path, ...]):
    """No article of any regulation is cited in the source."""
    assert list(lines_with(ARTICLE, source_files)) == []


def test_the_program_names_no_province(source_files: tuple[Path, ...]):
    """No province, region or municipality stands in the source, in Chinese or in English."""
    assert list(lines_with(PROVINCES, source_files)) == []
    assert list(lines_with(PROVINCES_IN_ENGLISH, source_files)) == []


@pytest.mark.parametrize(
    ('pattern', 'line'),
    [
        (ARTICLE, '依据第八条第（一）项'),
        (ARTICLE, '第三十二条'),
        (ARTICLE, '第12条'),
        (PROVINCES, '山东省济南市'),
        (PROVINCES_IN_ENGLISH, 'as in SHANDONG'),
    ],
)
def test_a_citation_would_be_noticed(pattern: re.Pattern[str], line: str, tmp_path: Path):
    """The search finds citations in comments as well as in strings."""
    file = tmp_path / 'module.py'
    file.write_text(f'x = 1  # {line}\n', encoding='utf-8')

    assert list(lines_with(pattern, (file,))) == [f'module.py:1: x = 1  # {line}']
