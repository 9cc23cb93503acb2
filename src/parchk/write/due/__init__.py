"""A schedule (:mod:`parchk.due`) in every format: one module each, loaded when it is asked for.

Each has ``write(schedule, style) -> bytes``. What is closed is counted everywhere, and listed where the style asks for
it. The same schedule and style give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final, Literal

from parchk.errors import UsageError

if TYPE_CHECKING:
    from pathlib import PurePath

    from parchk.due import Schedule
    from parchk.wording import Lang

Format = Literal["table", "json", "csv", "ics", "html", "md"]

_SUFFIXES: Final[dict[str, Format]] = {
    ".json": "json",
    ".csv": "csv",
    ".ics": "ics",
    ".html": "html",
    ".htm": "html",
    ".md": "md",
    ".markdown": "md",
    ".txt": "table",
}


@dataclass(frozen=True, slots=True)
class DueStyle:
    """What the formats may be asked for beyond their data."""

    lang: Lang
    with_closed: bool = False
    """List what is done, dropped, annulled or over as well."""
    excel: bool = False
    """CSV with byte-order mark and ``;``: what a double click on the file needs."""
    events: bool = False
    """Calendar: events instead of to-dos."""
    alarm: int | None = None
    """Calendar: days before a deadline on which an alarm rings."""
    width: int | None = None
    """Table: columns of the terminal."""
    color: bool = False
    """Table: with escape sequences."""


def write(schedule: Schedule, form: Format, style: DueStyle) -> bytes:
    """Write a schedule in this format."""
    made: bytes = import_module(f"parchk.write.due.{form}").write(schedule, style)
    return made


def format_of(path: PurePath) -> Format:
    """Give the format that a file name's ending stands for.

    >>> from pathlib import PurePath
    >>> format_of(PurePath("tuan-nay.html"))
    'html'
    """
    try:
        return _SUFFIXES[path.suffix.lower()]
    except KeyError:
        known = ", ".join(_SUFFIXES)
        raise UsageError(f"the ending of {path} names no format of due; use one of {known}, or --format") from None
