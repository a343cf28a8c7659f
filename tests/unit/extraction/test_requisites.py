from __future__ import annotations

import sys
from contextvars import copy_context
from pathlib import Path

import numpy as np
import pytest

from docforms.exceptions import ToolMissing
from docforms.extraction.ocr import Engine
from docforms.extraction.requisites import MODELS, model_path, needed, requisites
from docforms.extraction.scanned import read_scanned
from docforms.i18n import use_language


def missing() -> dict[str, str]:
    """Give the names of what is missing, with the command that installs it."""
    return {each.name: each.hint for each in requisites() if not each.usable}


def without(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    """Have libraries not installed."""
    for module in modules:
        monkeypatch.setitem(sys.modules, module, None)


def instead(monkeypatch: pytest.MonkeyPatch, folder: Path, module: str, source: str) -> None:
    """Have a library replaced by another package of its name."""
    (folder / module).mkdir()
    (folder / module / '__init__.py').write_text(source, encoding='utf-8')
    monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.syspath_prepend(folder)


def test_every_model_and_library_is_looked_for():
    """Whatever the engine may load is accounted for, and here it is all there."""
    found = requisites()

    assert all(each.usable for each in found)
    assert {'OpenCV', 'onnxruntime'} <= {each.name for each in found}
    assert [each.name for each in found[-len(MODELS) :]] == [
        f'文字识别模型 {file}' for _package, file in MODELS.values()
    ]


def test_libraries_that_are_not_installed_come_with_the_extra(monkeypatch: pytest.MonkeyPatch):
    """Whoever installed docforms alone is told of the extra that reads scans."""
    without(monkeypatch, 'onnxruntime', 'cv2')

    assert missing() == dict.fromkeys(('OpenCV', 'onnxruntime'), "pip install --force-reinstall 'docforms[scan]'")


def test_a_library_without_those_of_the_system_is_no_use(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """OpenCV is installed, but a server without a screen lacks what it needs: Python packages would not help."""
    problem = 'libGL.so.1: cannot open shared object file: No such file or directory'
    instead(monkeypatch, tmp_path, 'cv2', f'raise ImportError({problem!r})')

    assert missing() == {'OpenCV': 'sudo apt-get install libgl1 libglib2.0-0'}


def test_models_that_are_not_there_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Another version of the package has other models: each that is wanted is named."""
    instead(monkeypatch, tmp_path, 'rapidocr', '')

    assert list(missing()) == [f'文字识别模型 {file}' for package, file in MODELS.values() if package == 'rapidocr']
    with pytest.raises(ToolMissing, match=r'PP-OCRv6_det_small\.onnx.*docforms\[scan\]'):
        model_path('find')


def test_looking_loads_no_model(monkeypatch: pytest.MonkeyPatch):
    """Models take seconds: the doctor sees that they are there."""
    monkeypatch.setattr('onnxruntime.InferenceSession', None)

    assert not missing()


def test_a_reader_of_scans_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """The message of a failed reading gives the same command as the doctor."""
    instead(monkeypatch, tmp_path, 'cv2', 'raise ImportError("libGL.so.1")')
    without(monkeypatch, 'docforms.extraction.scan')

    with pytest.raises(ToolMissing, match=r'请先安装：sudo apt-get install libgl1 libglib2\.0-0$'):
        read_scanned((), '申请表.pdf', ())


def test_a_fault_of_another_library_is_told_too():
    """Everything seems there and yet an import failed: installing anew is all there is left to do."""
    with pytest.raises(ToolMissing, match=r'docforms\[scan\]'), needed():
        raise ImportError('shapely')


def test_a_model_that_is_missing_is_told_when_it_is_needed_in_the_language_of_the_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """Models are loaded by another thread, which must not forget who asked."""
    instead(monkeypatch, tmp_path, 'rapidocr', '')

    def find() -> None:
        use_language('en')
        Engine(1).text_map(np.full((64, 64), 235, np.uint8))

    with pytest.raises(ToolMissing, match=r'the model PP-OCRv6_det_small\.onnx, which recognises text'):
        copy_context().run(find)
