"""Draw how often readings of each confidence are right, as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log10, sqrt
from typing import Final

WIDTH, HEIGHT = 560, 420
LEFT, RIGHT, TOP, BOTTOM = 90, 20, 24, 64
TICKS: Final = ((0.0, '0'), (0.5, '50%'), (0.9, '90%'), (0.99, '99%'), (0.999, '99.9%'))
# The best that is drawn, in nines: 99.97 %.
MOST: Final = 3.5
# A range that holds the true share in 95 of 100 cases.
DEVIATIONS: Final = 1.96
STYLE: Final = (
    'text{font:13px sans-serif;fill:#333}.grid{stroke:#ddd}.ideal{stroke:#999;stroke-dasharray:5 4}'
    '.range{stroke:#1f5fa8;stroke-width:2}.share{fill:#1f5fa8}.limit{stroke:#b33;stroke-dasharray:2 3}'
)


@dataclass(frozen=True, slots=True)
class Bin:
    """Readings of like confidence: the mean of it, how many there are, and how many are wrong."""

    confidence: float
    readings: int
    wrong: int


def drawn(bins: Sequence[Bin], limit: float) -> str:
    """Draw bins as points with their ranges; both axes go by nines, for the differences that matter are up there."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        '<title>把握与实际正确率</title>',
        f'<style>{STYLE}</style><rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *_axes(),
        f'<line class="ideal" x1="{_x(0):.1f}" y1="{_y(0):.1f}" x2="{_x(1):.1f}" y2="{_y(1):.1f}"/>',
        f'<line class="limit" x1="{_x(limit):.1f}" y1="{_y(0):.1f}" x2="{_x(limit):.1f}" y2="{_y(1):.1f}"/>',
    ]
    for each in bins:
        low, high = _range(each)
        x, share = _x(each.confidence), 1 - each.wrong / each.readings
        parts.append(
            f'<line class="range" x1="{x:.1f}" y1="{_y(low):.1f}" x2="{x:.1f}" y2="{_y(high):.1f}"/>'
            f'<circle class="share" cx="{x:.1f}" cy="{_y(share):.1f}" r="4">'
            f'<title>{each.readings} 个读数，错 {each.wrong} 个</title></circle>'
        )
    return '\n'.join([*parts, '</svg>', ''])


def _axes() -> Iterator[str]:
    for share, label in TICKS:
        x, y = _x(share), _y(share)
        yield f'<line class="grid" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{HEIGHT - BOTTOM}"/>'
        yield f'<line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}"/>'
        yield f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{label}</text>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{label}</text>'
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield f'<text x="{middle:.0f}" y="{HEIGHT - 14}" text-anchor="middle">程序给出的把握（红线：当作读出的界限）</text>'
    height = (TOP + HEIGHT - BOTTOM) / 2
    yield f'<text transform="translate(22 {height:.0f}) rotate(-90)" text-anchor="middle">实际正确的比例</text>'


def _range(each: Bin) -> tuple[float, float]:
    """Give the range of the true share right (Wilson's)."""
    share, count, z = 1 - each.wrong / each.readings, each.readings, DEVIATIONS
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    reach = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return middle - reach, middle + reach


def _nines(share: float) -> float:
    return min(-log10(max(1 - share, 1e-9)), MOST) / MOST


def _x(share: float) -> float:
    return LEFT + _nines(share) * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - _nines(share) * (HEIGHT - TOP - BOTTOM)
