"""A trace (:mod:`parchk.trace`) in every format: one module each, loaded when it is asked for.

Each has ``write(trace, style) -> bytes``. The same trace and style give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final, Literal

from parchk.errors import UsageError

if TYPE_CHECKING:
    from pathlib import PurePath

    from parchk.trace.model import Trace
    from parchk.wording import Lang

Format = Literal["table", "json", "csv", "html"]

_SUFFIXES: Final[dict[str, Format]] = {
    ".json": "json",
    ".csv": "csv",
    ".html": "html",
    ".htm": "html",
    ".txt": "table",
}


@dataclass(frozen=True, slots=True)
class TraceStyle:
    """What the formats may be asked for beyond their data."""

    lang: Lang
    excel: bool = False
    """CSV with byte-order mark and ``;``: what a double click on the file needs."""
    width: int | None = None
    """Table: columns of the terminal."""
    color: bool = False
    """Table: with escape sequences."""


def write(trace: Trace, form: Format, style: TraceStyle) -> bytes:
    """Write a trace in this format."""
    made: bytes = import_module(f"parchk.write.trace.{form}").write(trace, style)
    return made


def format_of(path: PurePath) -> Format:
    """Give the format that a file name's ending stands for.

    >>> from pathlib import PurePath
    >>> format_of(PurePath("doi-chieu.html"))
    'html'
    """
    try:
        return _SUFFIXES[path.suffix.lower()]
    except KeyError:
        known = ", ".join(_SUFFIXES)
        raise UsageError(f"the ending of {path} names no format of trace; use one of {known}, or --format") from None
