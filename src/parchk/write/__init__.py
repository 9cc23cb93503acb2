"""From results to bytes: one module a format, loaded when it is asked for.

A module of a format that holds many results has ``chunks(results, style)``, which yields its bytes piece by piece and
takes the results one by one; any other has ``write(results, style) -> bytes``. The same results and style give the same
bytes.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from parchk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import PurePath

    from parchk.dates import WorkCalendar
    from parchk.models import Directive
    from parchk.wording import Lang

__all__ = ["BINARY", "FORMATS", "Style", "Writer", "format_of", "has_format", "writer"]


class Style(Struct, frozen=True):
    """What a format may be asked for beyond its data."""

    lang: Lang | None = None
    """Language of headings; ``None`` is the format's own default."""
    excel: bool = False
    """CSV and TSV with byte-order mark, CSV with ``;``: what a double click on the file needs."""
    checklist: bool = False
    """Markdown: tasks as items to tick off instead of tables."""
    per_unit: bool = False
    """Workbook: a sheet for every responsible unit besides."""
    events: bool = False
    """Calendar: events instead of to-dos."""
    alarm: int | None = None
    """Calendar: days before a deadline on which an alarm rings."""
    calendar: WorkCalendar | None = None
    """Calendar: the office's days off; ``None``: the public holidays and weekends."""
    flat: bool = False
    """Parquet: a row a task instead of a row a document."""


_USUAL = Style()


class Writer(Struct, frozen=True):
    """One output format; calling it imports its module."""

    module: str
    suffixes: tuple[str, ...]
    streams: bool = True
    """Whether it holds any number of results, and writes them without having them all in memory."""
    shows_text: bool = False
    """Whether it shows the text as read: results without it have less to show."""
    library: str | None = None
    """A library that it needs and that comes with an extra of the format's name only."""

    def __call__(self, results: Sequence[Directive], style: Style = _USUAL) -> bytes:
        """Write the results."""
        if self.streams:
            return b"".join(self.chunks(results, style))
        return cast("bytes", import_module(f"parchk.write.{self.module}").write(results, style))

    def chunks(self, results: Iterable[Directive], style: Style = _USUAL) -> Iterator[bytes]:
        """Write the results piece by piece; only where it :attr:`streams`."""
        return cast("Iterator[bytes]", import_module(f"parchk.write.{self.module}").chunks(results, style))


FORMATS: dict[str, Writer] = {
    "json": Writer("json", (".json",), streams=False),
    "jsonl": Writer("jsonl", (".jsonl", ".ndjson")),
    "csv": Writer("csv", (".csv",)),
    "tsv": Writer("tsv", (".tsv", ".tab")),
    "md": Writer("md", (".md", ".markdown")),
    "ics": Writer("ics", (".ics",)),
    "html": Writer("html", (".html", ".htm"), streams=False, shows_text=True),
}
#: Formats that are no text: they go into a file only.
BINARY: dict[str, Writer] = {
    "xlsx": Writer("xlsx", (".xlsx",)),
    "spacy": Writer("spacy", (".spacy",), streams=False),
    "parquet": Writer("parquet", (".parquet",), library="pyarrow"),
}


def writer(name: str) -> Writer:
    """Give the writer of a format.

    :class:`~parchk.errors.UsageError` names those that exist, or the extra that has to be installed.
    """
    try:
        found = (FORMATS | BINARY)[name]
    except KeyError:
        known = ", ".join([*FORMATS, "table", *BINARY])
        raise UsageError(f"there is no output format {name!r}; these exist: {known}") from None
    if found.library is not None and find_spec(found.library) is None:
        raise UsageError(f"writing {name} needs the extra: pip install 'parchk[{name}]'")
    return found


def has_format(path: PurePath) -> bool:
    """Whether a file name's ending stands for a format."""
    return any(path.suffix.lower() in found.suffixes for found in (FORMATS | BINARY).values())


def format_of(path: PurePath) -> str:
    """Give the format that a file name's ending stands for."""
    suffix = path.suffix.lower()
    for name, found in (FORMATS | BINARY).items():
        if suffix in found.suffixes:
            return name
    known = ", ".join(suffix for found in (FORMATS | BINARY).values() for suffix in found.suffixes)
    raise UsageError(f"the ending of {path} names no output format; use one of {known}, or --format")
