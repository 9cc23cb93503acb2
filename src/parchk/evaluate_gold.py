"""What a careful reader wrote down about a document: gold files, and results that a reader has corrected.

The format is described in docs/gold-format.md. Keys that are not known here are left alone: a labeller may add notes.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from parchk.errors import InputError
from parchk.models import Directive, Task
from parchk.read import SUFFIXES, file_bytes
from parchk.read.results import read_results
from parchk.text import quote

ENDING = ".gold.json"


class _Gold(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class GoldCitation(_Gold):
    """Another document, named by its number."""

    number: str | None = None
    date: str | None = None


class GoldDocument(_Gold):
    """What header, Kính gửi, Nơi nhận and signature say."""

    number: str | None = None
    type: str | None = None
    issuer: str | None = None
    issued_on: str | None = None
    place: str | None = None
    subject: str | None = None
    signer: str | None = None
    signer_authority: str | None = None
    addressees: list[str] = []
    recipients: list[str] = []
    citations: list[GoldCitation] = []


class GoldSection(_Gold):
    """A numbered or bulleted item, by its path and the place of its marker."""

    path: str
    start: int = Field(ge=0)


class GoldDeadline(_Gold):
    """A time by, in or from which the task is to be done."""

    kind: str
    start: str | None = None
    due: str | None = None
    inclusive: bool | None = None
    rrule: str | None = None
    duration: str | None = None
    working_days: bool | None = None
    optional: bool = False


class GoldTask(_Gold):
    """One directive sentence."""

    section: str
    start: int = Field(ge=0)
    end: int
    text: str = ""
    kind: str
    lead: list[str]
    lead_alt: list[list[str]] = []
    coordinate: list[str]
    report_to: list[str] = []
    report_via: list[str] = []
    deadlines: list[GoldDeadline]
    optional: bool = False


class Gold(_Gold):
    """One labelled document."""

    document: GoldDocument
    sections: list[GoldSection]
    tasks: list[GoldTask]


def gold_files(folder: Path) -> list[Path]:
    """The gold files of a folder, by name; an :class:`~parchk.errors.InputError` when there are none."""
    if not folder.is_dir():
        problem = "is a file; give the folder that holds it" if folder.exists() else "does not exist; check its name"
        raise InputError(f"{folder} {problem}")
    found = sorted(folder.glob(f"*{ENDING}"))
    if not found:
        raise InputError(f"{folder} holds no gold file; their names end in {ENDING} (see docs/gold-format.md)")
    return found


def name_of(path: Path) -> str:
    """The name that a gold file shares with its document."""
    return path.name.removesuffix(ENDING)


def text_of(path: Path, texts: Path | None) -> Path:
    """The document of a gold file: of the same name, beside it or in the folder ``texts``."""
    folder = texts or path.parent
    # name + suffix: with_suffix would cut "phu-luc.2" short
    found = next((text for suffix in SUFFIXES if (text := folder / f"{name_of(path)}{suffix}").is_file()), None)
    if found is None:
        endings = " or ".join(filter(None, SUFFIXES))
        raise InputError(
            f"{path} has no document: {folder / name_of(path)} with {endings} is missing;"
            " put it there, or name its folder with --texts"
        )
    return found


def read_gold(path: Path) -> Gold:
    """Read a gold file, or a corrected result in its place."""
    data = file_bytes(path)
    try:
        written = json.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        raise InputError(f"{path} is no JSON ({error}); see docs/gold-format.md for what a gold file holds") from error
    if isinstance(written, dict) and "schema_version" in written:
        results = read_results(data, str(path))
        return _from_result(results[0])
    try:
        return Gold.model_validate(written)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(map(str, first["loc"]))
        raise InputError(
            f"{path} is no gold file: {f'{key}: ' if key else ''}{first['msg']}; see docs/gold-format.md"
        ) from error


def displaced(gold: Gold, text: str) -> list[GoldTask]:
    """The tasks whose words do not stand at their place in ``text``: labels of another text, or slips.

    Only letters and digits are compared: marks of emphasis and bullets may be written down or left out.
    """
    return [
        task
        for task in gold.tasks
        if not task.start < task.end <= len(text)
        or (task.text and _letters(text[task.start : task.end]) != _letters(task.text))
    ]


def _letters(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFC", quote(text)) if sign.isalnum())


def _from_result(result: Directive) -> Gold:
    document = result.document
    return Gold(
        document=GoldDocument(
            number=document.number,
            type=document.type,
            issuer=document.issuer.name if document.issuer else None,
            issued_on=document.issued_on,
            place=document.place,
            subject=document.subject,
            signer=document.signer.name if document.signer else None,
            signer_authority=document.signer_authority,
            addressees=document.addressees,
            recipients=document.recipients,
            citations=[GoldCitation(number=cited.number, date=cited.date) for cited in result.citations],
        ),
        sections=[GoldSection(path=section.path, start=section.span[0]) for section in result.sections],
        tasks=[_task(task) for task in result.tasks],
    )


def _task(task: Task) -> GoldTask:
    def units(role: str) -> list[str]:
        return [unit.text for unit in task.units if unit.role == role]

    return GoldTask(
        section=task.section,
        start=task.span[0],
        end=task.span[1],
        text=task.text,
        kind=task.kind,
        lead=units("lead"),
        coordinate=units("coordinate"),
        report_to=units("report_to"),
        report_via=units("report_via"),
        deadlines=[GoldDeadline.model_validate(deadline.model_dump()) for deadline in task.deadlines],
    )
