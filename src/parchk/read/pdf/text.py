"""From the pages of a PDF document to its text: order, paragraphs, tables over several pages, notes at the end."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from parchk.read.layout.rows import table_lines
from parchk.read.pdf.columns import in_reading_order
from parchk.read.pdf.frame import notes_of, split_notes, without_running
from parchk.read.pdf.lines import Line, lines_of, usual_size
from parchk.read.pdf.tables import Table, append, continued, tables_of
from parchk.read.pdf.wraps import Joiner, glue, margins, pitches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from parchk.read.pdf.page import Page

_GAP = 1.9
"""Lines further apart than the usual distance times this have an empty line between them."""

_EARLY = 4
"""A page that leaves room for so many lines was ended on purpose."""


def text_of(pages: Sequence[Page]) -> str:
    """The text of a document: paragraphs, then footnotes, then what form fields (signatures) show."""
    found = [tables_of(page.rules, page.words) for page in pages]
    bodies = without_running([lines_of(rest) for _, rest in found])
    usual = usual_size([line for lines in bodies for line in lines])
    notes: list[Line] = []
    ordered: list[list[Line]] = []
    for page, lines, (tables, _) in zip(pages, bodies, found, strict=True):
        kept, own = split_notes(lines, page.rules, usual)
        notes += own
        ordered.append(_in_bands(kept, tables))
    parts = ["\n".join(_single_gaps(_flow(ordered, [tables for tables, _ in found])))]
    parts.append("\n".join(notes_of(notes)))
    parts.append("\n".join(line.text for page in pages for line in lines_of(page.fields)))
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def _single_gaps(lines: Iterable[str]) -> Iterator[str]:
    before = ""
    for line in lines:
        if line or before:
            yield line
        before = line


def _in_bands(lines: Sequence[Line], tables: Sequence[Table]) -> list[Line]:
    """The lines in reading order; columns do not reach over a table."""
    bands: list[list[Line]] = [[] for _ in range(len(tables) + 1)]
    for line in lines:
        bands[sum(line.y < table.top for table in tables)].append(line)
    return [line for band in bands for line in in_reading_order(band)]


def _flow(pages: Sequence[Sequence[Line]], tables: Sequence[Sequence[Table]]) -> Iterator[str]:
    """The paragraphs and tables of all pages."""
    pitch = median([step for lines in pages for step in pitches(lines)] or [1.0])
    joiner = Joiner(pitch)
    open_table: Table | None = None
    paragraph: list[str] = []
    last: Line | None = None
    lowest = min((line.y for lines in pages for line in lines), default=0.0)
    for lines, own, inside in zip(pages, margins(pages), tables, strict=True):
        before: Line | None = None
        for item in _mixed(lines, inside):
            if isinstance(item, Table):
                if open_table is not None and before is None and continued(open_table, item):
                    append(open_table, item)
                    continue
                yield from _ended(paragraph, open_table)
                open_table, before = item, None
                joiner.cut()
                continue
            if open_table is not None:
                yield from _ended(paragraph, open_table)
                open_table = None
            text = item.text
            if joiner.joins(item, own, same_page=before is not None) and paragraph:
                paragraph += [glue(paragraph[-1]), text]
            else:
                yield from _ended(paragraph, None)
                if _is_far(before or last, item, lowest, pitch, same_page=before is not None):
                    yield ""
                paragraph.append(text)
            before = last = item
    yield from _ended(paragraph, open_table)


def _is_far(before: Line | None, line: Line, lowest: float, pitch: float, *, same_page: bool) -> bool:
    """Whether room is left between two lines, or the page ended early in front of the second one."""
    if before is None:
        return False
    return abs(before.y - line.y) > _GAP * pitch if same_page else before.y - lowest > _EARLY * pitch


def _ended(paragraph: list[str], table: Table | None) -> Iterator[str]:
    """Write out what is open, and begin anew."""
    if paragraph:
        yield "".join(paragraph)
        paragraph.clear()
    if table is not None:
        yield ""
        yield from table_lines(table.rows, ruled=True)
        yield ""


def _mixed(lines: Sequence[Line], tables: Sequence[Table]) -> Iterator[Line | Table]:
    """Lines and tables of a page from top to bottom."""
    waiting = list(tables)
    for line in lines:
        while waiting and line.y < waiting[0].top:
            yield waiting.pop(0)
        yield line
    yield from waiting
