"""What no line of Chinese text may begin or end with: documents carry it, and LibreOffice is told before it prints.

The lists are those of Chinese Word, with the dash, whose two halves it would part.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

NOT_AT_LINE_END: Final = '$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥'
NOT_AT_LINE_START: Final = (
    '!%),.:;>?]}¢¨°·ˇˉ—―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠'
)

# LibreOffice before 7.6 does not read these lists from a document, and its own for Chinese lack the dash.
SETTINGS: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/AsianLayout/StartEndCharacters">
<node oor:name="zh-CN" oor:op="replace">
<prop oor:name="StartCharacters" oor:op="fuse"><value>{start}</value></prop>
<prop oor:name="EndCharacters" oor:op="fuse"><value>{end}</value></prop>
</node></item>
</oor:items>
"""


def prepare_profile(profile: Path) -> None:
    """Write the lists into a new profile of LibreOffice."""
    folder = profile / 'user'
    folder.mkdir(parents=True)
    text = SETTINGS.format(start=escape(NOT_AT_LINE_START), end=escape(NOT_AT_LINE_END))
    (folder / 'registrymodifications.xcu').write_text(text, encoding='utf-8')
