"""Findings of ``parchk check``: which are reported, where they stand, one module a format.

Every module of a format has ``write(report) -> bytes``. The same report gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Literal, cast

from parchk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path, PurePath

    from parchk.findings.place import Place
    from parchk.models import Finding
    from parchk.ruleset.schema import CheckRule
    from parchk.wording import Lang

__all__ = ["FORMATS", "SEVERITIES", "CheckedDocument", "FailOn", "Located", "Report", "Unread", "format_of", "write"]

FailOn = Literal["error", "warning", "note", "never"]
SEVERITIES = ("error", "warning", "note")
"""From the gravest down."""


@dataclass(frozen=True, slots=True)
class Located:
    """A finding and where it stands; ``place`` is ``None`` when it is about the whole document."""

    finding: Finding
    place: Place | None

    @property
    def text(self) -> str | None:
        """The words that it is about, on one line."""
        return self.place.text if self.place else None


@dataclass(frozen=True, slots=True)
class CheckedDocument:
    """One document and its findings: document-wide ones first, then by position."""

    source: str
    """Its name as given."""
    path: Path | None
    """Its file; ``None`` for standard input."""
    media_type: str
    findings: tuple[Located, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """An input that could not be read, and why, in a sentence that names it."""

    source: str
    path: Path | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that one call found out."""

    documents: Sequence[CheckedDocument]
    unread: Sequence[Unread]
    rules: Sequence[CheckRule]
    """Everything that may be found."""
    root: Path
    """The folder that paths in machine-readable formats are relative to."""
    lang: Lang
    fail_on: FailOn
    version: str
    color: bool = False

    def __iter__(self) -> Iterator[tuple[CheckedDocument, Located]]:
        """Every finding with its document, in order."""
        return ((document, located) for document in self.documents for located in document.findings)

    def fails(self, finding: Finding) -> bool:
        """Whether the finding is at or above what the call is to fail on."""
        return self.fail_on != "never" and SEVERITIES.index(finding.severity) <= SEVERITIES.index(self.fail_on)


FORMATS: dict[str, tuple[str, ...]] = {
    "text": (".txt",),
    "json": (".json",),
    "sarif": (".sarif", ".sarif.json"),
    "junit": (".xml",),
    "github": (),
}
"""The formats, and the endings of files that stand for them."""


def write(name: str, report: Report) -> bytes:
    """Write the report in one of :data:`FORMATS`; its module is loaded now."""
    return cast("bytes", import_module(f"parchk.findings.{name}").write(report))


def format_of(path: PurePath) -> str:
    """Give the format that a file name's ending stands for; :class:`~parchk.errors.UsageError` if there is none.

    >>> from pathlib import PurePath
    >>> format_of(PurePath("results.sarif.json"))
    'sarif'
    """
    fitting = [
        (len(suffix), name)
        for name, suffixes in FORMATS.items()
        for suffix in suffixes
        if path.name.lower().endswith(suffix)
    ]
    if not fitting:
        raise UsageError(f"the ending of {path} names no format of findings; say which with --format")
    return max(fitting)[1]
