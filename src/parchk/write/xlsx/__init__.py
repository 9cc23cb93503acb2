"""Excel workbooks to follow tasks up in: one row a task, columns for the clerk, findings, the documents' data.

The text of a document is written as text, whatever it begins with: it can become no formula, no link, no number.
"""

from __future__ import annotations

from io import BytesIO
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from parchk.write.xlsx.book import write_book
from parchk.write.xlsx.names import Names
from parchk.write.xlsx.units import Units, part_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from parchk.models import Directive
    from parchk.wording import Lang
    from parchk.write import Style

__all__ = ["chunks", "is_as_written", "parts"]

_PIECE = 1 << 16
_IN_MEMORY = 1 << 24  # bytes of a workbook that need no file on disk
_WRITTEN = (1980, 1, 31, 0, 0, 0)  # the time that XlsxWriter gives to every part, and no other program does


def chunks(results: Iterable[Directive], style: Style) -> Iterator[bytes]:
    """One workbook for all results, Vietnamese unless another language is asked for."""
    with SpooledTemporaryFile(_IN_MEMORY) as file, TemporaryDirectory() as folder:
        write_book(file, folder, results, style.lang or "vi", per_unit=style.per_unit)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def is_as_written(data: bytes) -> bool:
    """Whether a file is a workbook as :func:`chunks` gave it: no other program has saved it since."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            return all(entry.date_time == _WRITTEN for entry in archive.infolist())
    except BadZipFile:
        return False


def parts(results: Sequence[Directive], lang: Lang) -> Iterator[tuple[str, list[Directive]]]:
    """What goes into a workbook of its own for each unit that leads in a task: the name of the file, the results.

    In the order of the Vietnamese alphabet. A task that two units lead in is in both workbooks; a document stands in
    each of them, if only with none of its tasks.
    """
    units = Units(lang)
    for directive in results:
        for task in directive.tasks:
            units.of(task)
    named = Names.of_files()
    for unit, name in units.sorted():
        yield f"{named(name)}.xlsx", [part_of(directive, unit, units) for directive in results]
