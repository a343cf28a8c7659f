"""Decide how far a reading is to be believed: what was read, what its field allows, and what else is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from docforms.extraction.blank import Slot
from docforms.extraction.reading import CellReading, Signal
from docforms.extraction.repairs import likely, suggestion
from docforms.extraction.values import Value
from docforms.i18n import N_, _

State = Literal['read', 'blank', 'doubtful', 'unreadable']

# A reading this sure is believed; one less sure than the other is not worth showing as a value when it is garbled, too.
BELIEVED: Final = 0.99
GUESSED: Final = 0.3
# A glyph of a file that stands for no character.
UNKNOWN: Final = '\N{REPLACEMENT CHARACTER}'
# A text that is surely what stands there, but no value of its field.
MISWRITTEN: Final = 0.9
# The confidence of a reading is calibrated with all its signals (extraction.scan.confidence). That two recognitions
# differ is not made good by the one that was sure: of so many at least, one is wrong.
_DIFFERENT: Final = 0.2

_REASONS: Final[dict[Signal, str]] = {
    'handwriting': N_("手写内容，请对照原件核对"),
    'disagree': N_("两次识别的结果不同，请对照原件核对"),
    'seal': N_("被印章遮盖，请对照原件核对"),
    'noise': N_("此处有污损或底纹，请对照原件核对"),
    'grid': N_("此处表格线不清，请对照原件核对"),
    'rounded': N_("在工作簿中存为数字，超过15位的部分已丢失，请对照原件核对"),
    'ambiguous': N_("表中有几处都可能是这一栏，请对照原件核对"),
    'unlabelled': N_("没有找到这一栏的名称，只按位置取值，请对照原件核对"),
}
# Signals nothing else makes good: which cell it was, and what is no longer in the file.
_DECISIVE: Final[frozenset[Signal]] = frozenset({'handwriting', 'rounded', 'ambiguous', 'unlabelled'})


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is held of one slot; `value` is given for *read* and *doubtful*, and `suggestion` never is one."""

    state: State
    confidence: float
    value: Any = None
    note: str = ''
    suggestion: str = ''


@dataclass(frozen=True, slots=True)
class Known:
    """What else is known of a value: how much other values of the form speak for it, and which rule speaks against it.

    `texts` are the texts read elsewhere in the form.
    """

    support: int = 1
    against: str = ''
    texts: tuple[str, ...] = ()


NOTHING_KNOWN: Final = Known()


def judge(slot: Slot, value: Value, reading: CellReading, known: Known = NOTHING_KNOWN) -> Judgement:
    """Judge the reading of one slot; `value` is what its text says."""
    if value.value is None:
        return _blank(reading)
    if reading.signals & _DECISIVE:
        return Judgement('doubtful', min(reading.confidence, 0.5), value.value, _reason(reading))
    if UNKNOWN in str(value.value):
        return Judgement('unreadable', 0.0, note=_("文件中有字缺少编码，读不出来，请对照原件填写"))
    if _is_digital(reading):
        return _digital(value, reading)
    return _recognised(slot, value, reading, known)


def _digital(value: Value, reading: CellReading) -> Judgement:
    """Take what a file says letter by letter; whether it is right is for checking to say."""
    if value.problem:
        note = _("表上原文如此：{problem}").format(problem=value.problem)
        return Judgement('read', MISWRITTEN, value.value, note)
    return Judgement('read', reading.confidence, value.value)


def _recognised(slot: Slot, value: Value, reading: CellReading, known: Known) -> Judgement:
    """Weigh what was recognised from an image against what it can be."""
    reason = _reason(reading)
    if value.problem:
        sure = min(reading.confidence, 0.5)
        meant = suggestion(slot.schema, str(value.value), known.texts)
        shape = likely(slot.schema, str(value.value))
        if _is_worthless(reading) and shape is None:
            return Judgement('unreadable', sure, note=_joined(value.problem, reason), suggestion=meant)
        shown = value.value if shape is None else shape
        return Judgement('doubtful', sure, shown, _joined(value.problem, reason), meant)
    if _is_worthless(reading):
        return Judgement('unreadable', reading.confidence, note=_("看不清，请对照原件填写"))
    if known.against:
        note = _("与其他栏对不上：{rule}").format(rule=known.against)
        return Judgement('doubtful', min(reading.confidence, 0.6), value.value, _joined(note, reason))
    sure = _confidence(reading, value.checked * known.support)
    if sure >= BELIEVED:
        return Judgement('read', sure, value.value)
    return Judgement('doubtful', sure, value.value, reason or _("识别把握不足，请对照原件核对"))


def _is_worthless(reading: CellReading) -> bool:
    """Tell whether to type a value is less work than to mend what was read; of a long text a few characters may do."""
    return reading.confidence < GUESSED and 'garbled' in reading.signals


def _is_digital(reading: CellReading) -> bool:
    """Tell whether the text comes from the file itself, which spells no letter wrong."""
    return reading.confidence == 1.0 and not reading.signals


def _confidence(reading: CellReading, checked: int) -> float:
    """Work signals and checks into the confidence: of wrong readings, a check lets one in `checked` pass."""
    error = 1.0 - reading.confidence
    if 'disagree' in reading.signals:
        error = max(error, _DIFFERENT)
    return 1.0 - error / checked


def _blank(reading: CellReading) -> Judgement:
    if _is_digital(reading):
        return Judgement('blank', 1.0)
    sure = _confidence(reading, 1)
    if sure >= BELIEVED and not reading.signals & _DECISIVE:
        return Judgement('blank', sure)
    return Judgement('unreadable', sure, note=_reason(reading) or _("看不出是否填写，请对照原件核对"))


def _reason(reading: CellReading) -> str:
    return next((_(text) for signal, text in _REASONS.items() if signal in reading.signals), '')


def _joined(*notes: str) -> str:
    return '；'.join(filter(None, notes))
