"""What those do who write packs and templates, or look after the installation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docforms.api.office import catalogue
from docforms.exceptions import DocformsError, PackError, UsageError
from docforms.i18n import _

if TYPE_CHECKING:
    from docforms.accounts import Row
    from docforms.documents.checking import TemplateReport
    from docforms.extraction.requisites import Requisite
    from docforms.opening import Worker
    from docforms.packs import Catalogue, Pack
    from docforms.tools import Face, Found


def check_pack(folder: Path) -> Pack:
    """Load a pack from its schemas folder, such as schemas/some-pack, and list everything wrong with it.

    When its files are right, its terms are put together and its cases are run.

    Raises:
        UsageError: the folder is no pack.
        PackError: with every problem.
    """
    from docforms.cases import case_problems
    from docforms.packs import PackFolder, check

    folder = folder.resolve()
    if not (folder / 'pack.yaml').is_file():
        raise UsageError(_("{folder} 不是规则包：其中没有 pack.yaml").format(folder=folder))
    templates = folder.parent.parent / 'templates' / folder.name
    pack = check(PackFolder(folder.name, folder, templates))
    problems = case_problems(pack)
    if problems:
        raise PackError(problems)
    return pack


def build_templates(folder: Path) -> dict[Path, bytes]:
    """Build the templates of a pack from its sources: NAME.md for documents, NAME.layout.yaml for forms.

    `folder` is the schemas folder of the pack. Gives the content of every template by its path; nothing is written.

    Raises:
        UsageError: the folder is no pack.
        PackError: a layout is wrong.
        TemplateError: a source is wrong; lists everything, with file and line.
    """
    from docforms.documents.building import built_templates

    folder = folder.resolve()
    if not (folder / 'pack.yaml').is_file():
        raise UsageError(_("{folder} 不是规则包：其中没有 pack.yaml").format(folder=folder))
    return built_templates(folder, folder.parent.parent / 'templates' / folder.name)


def coverage(pack_id: str, *, packs: Sequence[Path] = ()) -> tuple[Row, ...]:
    """Account for every requirement row of a pack: what implements it and what proves that.

    Raises:
        UnknownName: there is no such pack.
        PackError: the pack or its cases are wrong.
    """
    from docforms.accounts import accounts
    from docforms.packs import check

    return accounts(check(catalogue(packs).folder(pack_id)))


def check_templates(
    files: Sequence[str], *, document: str = '', packs: Sequence[Path] = ()
) -> Iterator[TemplateReport | DocformsError]:
    """Check Word files as `check_template()` does; of a file that cannot be checked the error is given, not raised."""
    from docforms.documents.checking.handed_in import MODULE
    from docforms.opening import Worker

    with Worker(preload=(MODULE,)) as worker:
        for file in files:
            try:
                yield _checked(file, document, catalogue(packs), worker)
            except DocformsError as error:
                yield error


def check_template(file: str, *, document: str = '', packs: Sequence[Path] = ()) -> TemplateReport:
    """Check a Word file, template or finished document: layout against the standard, tags against their values.

    `document` is the document or form whose values the template prints; a template in the folder of a pack is
    recognised without it. Where neither says it, names are not checked.

    Raises:
        UnknownName: there is no such document or form.
        InputError: the file cannot be read.
        TemplateError: it is no sound Word document.
    """
    (found,) = check_templates([file], document=document, packs=packs)
    if isinstance(found, DocformsError):
        raise found
    return found


def _checked(file: str, document: str, known: Catalogue, worker: Worker) -> TemplateReport:
    from docforms.documents.checking import values_of, values_of_file
    from docforms.documents.checking.handed_in import check_handed_in
    from docforms.files import read_bytes, shown

    values = values_of(known, document) if document else values_of_file(known, Path(file))
    return check_handed_in(read_bytes(file), shown(file), values, worker)


def eject_template(template_id: str, *, packs: Sequence[Path] = ()) -> bytes:
    """Give the Word template of a document or form, for an office to edit.

    Raises:
        UnknownName: there is no such document or form.
        InputError: the template cannot be read.
    """
    from docforms.documents.checking import document_or_form
    from docforms.files import read_bytes

    return read_bytes(str(document_or_form(catalogue(packs), template_id)[1].template))


def doctor() -> tuple[tuple[Found, ...], tuple[Face, ...], tuple[Requisite, ...]]:
    """Find out which outside programs and official typefaces are there, and what reading scans needs."""
    from docforms.documents.styles import FACES
    from docforms.extraction.requisites import requisites
    from docforms.packs.resources import fonts_configuration
    from docforms.tools import FC_LIST, SOFFICE, faces, found

    return (found(SOFFICE), found(FC_LIST)), faces(FACES, fonts_configuration()), requisites()
