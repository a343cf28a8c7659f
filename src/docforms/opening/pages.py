"""Pages as plain pixels of bounded size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docforms.exceptions import InputError
from docforms.files import shown
from docforms.i18n import _

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_PAGES: Final = 200
# Pictures of more pixels are refused before they are unpacked: A3 at 600 dpi has 70 million, large phones make 108.
MOST_PIXELS: Final = 120_000_000
# Pages are brought down to this resolution: more does not help reading. So A3 has 17 million pixels.
MOST_DPI: Final = 300
MOST_DECODED: Final = 36_000_000


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page: `number` counts from 1, `channels` is 1 for grey and 3 for RGB, `data` are the rows from the top."""

    number: int
    width: int
    height: int
    channels: int
    data: bytes
    dpi: float

    def __post_init__(self) -> None:
        if self.channels not in {1, 3} or min(self.width, self.height) < 1 or not 0 < self.dpi <= 2 * MOST_DPI:
            raise ValueError(self.number)
        if len(self.data) != self.width * self.height * self.channels or self.width * self.height > MOST_DECODED:
            raise ValueError(self.number)

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """The page as an array that cannot be written to: grey (height, width) or RGB (height, width, 3)."""
        import numpy as np

        shape = (self.height, self.width) if self.channels == 1 else (self.height, self.width, self.channels)
        return np.frombuffer(self.data, np.uint8).reshape(shape)


def refuse_many_pages(count: int, name: str) -> None:
    """Refuse a file of more pages than `MOST_PAGES`; raises `InputError`."""
    if count > MOST_PAGES:
        message = _("{file}：页数超过 {most} 页；请一份申请存为一个文件，只留需要的页")
        raise InputError(message.format(file=shown(name), most=MOST_PAGES))


def refuse_many_pixels(count: int, page: int, name: str) -> None:
    """Refuse a picture of more pixels than `MOST_PIXELS`; raises `InputError`."""
    if count > MOST_PIXELS:
        message = _("{file}：第 {page} 页的图片太大；请用 200 至 300 dpi 重新扫描")
        raise InputError(message.format(file=shown(name), page=page))
