from __future__ import annotations

import subprocess
import sys

import pytest

from docforms import i18n
from docforms.i18n import N_, _, current_language, use_language

KNOWN = '规则包有 {count} 处错误：'


def test_chinese_is_the_language_unless_another_is_chosen():
    """Without a choice a message is said as it stands in the source."""
    assert current_language() == 'zh'
    assert _(KNOWN) == KNOWN


def test_the_chosen_language_is_spoken():
    """After choosing English, a message comes from the English catalogue, placeholders included."""
    use_language('en')

    said = _(KNOWN)

    assert said != KNOWN
    assert '{count}' in said


def test_a_message_without_translation_is_said_in_chinese():
    """A message the catalogue does not have is better said in Chinese than not at all."""
    use_language('en')

    assert _('没有这句话') == '没有这句话'


def test_the_header_of_the_catalogue_is_no_translation():
    """The empty message, under which a catalogue keeps its header, stays empty."""
    use_language('en')

    assert _('') == ''


@pytest.mark.parametrize(
    ('variable', 'language'),
    [
        ('en', 'en'),
        ('en_US.UTF-8', 'en'),
        ('EN', 'en'),
        ('zh', 'zh'),
        ('zh_CN.UTF-8', 'zh'),
        ('', 'zh'),
        ('fr', 'zh'),
    ],
)
def test_the_environment_names_the_language(variable: str, language: str, monkeypatch: pytest.MonkeyPatch):
    """DOCFORMS_LANG is read like a locale, and one that is not known means Chinese."""
    monkeypatch.setenv('DOCFORMS_LANG', variable)

    assert current_language() == language


def test_a_choice_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch):
    """What the command line asks for wins over DOCFORMS_LANG."""
    monkeypatch.setenv('DOCFORMS_LANG', 'en')

    use_language('zh')

    assert current_language() == 'zh'


def test_an_unknown_language_cannot_be_chosen():
    """Choosing a language there is no catalogue for is an error, not silence."""
    with pytest.raises(ValueError, match='fr'):
        use_language('fr')  # type: ignore[arg-type]


def test_a_marked_message_is_translated_only_when_said():
    """A table built before the language is known keeps the source text."""
    use_language('en')

    assert N_(KNOWN) == KNOWN
    assert _(N_(KNOWN)) != KNOWN


def test_every_language_has_a_catalogue():
    """Each language offered, but the source's own, can be read."""
    for language in i18n.LANGUAGES:
        if language != 'zh':
            assert i18n._translations(language)


def test_chinese_needs_no_catalogue():
    """Saying something in Chinese does not load babel."""
    program = 'import sys; from docforms.i18n import _; _("表单"); print("babel" in sys.modules)'

    result = subprocess.run([sys.executable, '-c', program], check=True, capture_output=True, text=True)

    assert result.stdout == 'False\n'
