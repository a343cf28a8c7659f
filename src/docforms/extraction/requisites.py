"""What reading scans needs beyond docforms itself: where it is, and how to get what is not there.

Nothing here loads a model, or needs what it looks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

from docforms.exceptions import ToolMissing
from docforms.i18n import _

Reader = Literal['first', 'second']
"""Two models that read lines, made differently: what both read alike is hardly ever wrong."""
Model = Literal['find'] | Reader

# Where each model is: package, and file in its folder of models.
MODELS: Final[dict[Model, tuple[str, str]]] = {
    'find': ('rapidocr', 'PP-OCRv6_det_small.onnx'),
    'first': ('rapidocr', 'PP-OCRv6_rec_small.onnx'),
    'second': ('rapidocr_onnxruntime', 'ch_PP-OCRv4_rec_infer.onnx'),
}
EXTRA: Final = "pip install --force-reinstall 'docforms[scan]'"
# Libraries of the system that a server without a screen may not have.
SYSTEM_LIBRARIES: Final = 'sudo apt-get install libgl1 libglib2.0-0'
# Libraries by the names of their modules, and what helps when one is installed and yet cannot be loaded.
LIBRARIES: Final[Mapping[str, str]] = {
    'numpy': EXTRA, 'cv2': SYSTEM_LIBRARIES, 'onnxruntime': EXTRA, 'opencc': EXTRA,
}  # fmt: skip
_NAMES: Final[Mapping[str, str]] = {'cv2': 'OpenCV', 'opencc': 'OpenCC'}


@dataclass(frozen=True, slots=True)
class Requisite:
    """A library or model that reading scans needs; `hint` is the command that installs it."""

    name: str
    usable: bool
    hint: str


def requisites() -> tuple[Requisite, ...]:
    """Look for everything reading scans needs; never raises, for `docforms doctor`."""
    return (*map(_library, LIBRARIES), *map(_model, MODELS))


@contextmanager
def needed() -> Iterator[None]:
    """Say what is missing when what reads scans cannot be imported in this block; raises `ToolMissing`."""
    try:
        yield
    except ImportError as problem:
        hints = dict.fromkeys(each.hint for each in requisites() if not each.usable) or {EXTRA: None}
        message = _("读扫描件所需的程序库不全，请先安装：{hint}")
        raise ToolMissing(message.format(hint=' && '.join(hints))) from problem


def model_path(model: Model) -> Path:
    """Give the file of a model inside its installed package; raises `ToolMissing`."""
    package, file = MODELS[model]
    spec = find_spec(package)
    if spec is not None and spec.origin is not None:
        path = Path(spec.origin).with_name('models') / file
        if path.is_file():
            return path
    message = _("没有找到文字识别模型 {file}，读不了扫描件。请重新安装：{hint}")
    raise ToolMissing(message.format(file=file, hint=EXTRA))


def _library(module: str) -> Requisite:
    name = _NAMES.get(module, module)
    if find_spec(module) is None:
        return Requisite(name, usable=False, hint=EXTRA)
    try:
        # Only an import tells whether the libraries of the system that a library needs are there.
        import_module(module)
    except (ImportError, OSError):
        return Requisite(name, usable=False, hint=LIBRARIES[module])
    return Requisite(name, usable=True, hint=EXTRA)


def _model(model: Model) -> Requisite:
    name = _("文字识别模型 {file}").format(file=MODELS[model][1])
    try:
        model_path(model)
    except ToolMissing:
        return Requisite(name, usable=False, hint=EXTRA)
    return Requisite(name, usable=True, hint=EXTRA)
