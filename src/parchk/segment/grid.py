"""Rows of task tables before paragraphs are made: which lines belong to one row.

Text dumps write tables in three ways: a row on a line (``| 1 | Rà soát | Sở Nội vụ |``), a row broken over lines with
``|`` between the cells, and one cell a line without any sign. All begin with a head row that names columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from parchk import regexp
from parchk.spans import Line

# A row of more lines than this is none.
_LONGEST_ROW = 80
_CELLS_KEPT = 4096
_FEWEST_COLUMNS, _MOST_COLUMNS = 3, 20
# An item of the text, not a cell.
_NUMBERED = regexp.compile(r"(?:\d{1,2}|[IVX]{1,5})[.)] \p{Lu}")


class GridRow(Struct, frozen=True):
    """The lines of one row, ``first`` to ``last``, both included."""

    first: int
    last: int
    breaks: frozenset[int] = frozenset()
    """Lines that begin a cell although no ``|`` says so (tables with one cell a line)."""
    lacking: int = 0
    """How many cells such a row has less than its head."""


class GridReader:
    """Finds task tables among the lines of a document.

    ``column`` says what a head cell names: ``job``, ``lead``, ``time`` …, ``number``, or nothing.
    """

    def __init__(self, column: Callable[[str], str]) -> None:
        # the same words stand in many cells
        self._column = lru_cache(_CELLS_KEPT)(column)

    def __call__(self, lines: Sequence[Line]) -> list[GridRow]:
        """All rows of all task tables, head rows included, in order."""
        words = [line.text for line in lines]
        rows: list[GridRow] = []
        behind = 0
        for at in _openings(words):
            if at >= behind:
                rows.extend(
                    self._piped(words, lines, at) if words[at].startswith("|") else self._flat(words, lines, at)
                )
                behind = rows[-1].last + 1 if rows else 0
        return rows

    # --- rows with "|" -------------------------------------------------------------------------------------------

    def _piped(self, words: Sequence[str], lines: Sequence[Line], at: int) -> Iterator[GridRow]:
        """The rows of the table that begins at line ``at``, if its first row is the head of a task table."""
        last = _row_end(words, lines, at, columns=0)
        row = " ".join(words[at : last + 1])
        heads = [self._column(row[start:end]) for start, end in cell_spans(row)]
        if not names_tasks(heads):
            return
        yield GridRow(at, last)
        at = last + 1
        while at < len(words):
            if not words[at].startswith("|"):
                # a heading of its own between the rows
                if at + 1 >= len(words) or not words[at + 1].startswith("|") or lines[at + 1].gap > lines[at].gap:
                    return
                at += 1
            last = _row_end(words, lines, at, columns=len(heads))
            yield GridRow(at, last)
            at = last + 1

    # --- one cell a line -----------------------------------------------------------------------------------------

    def _flat(self, words: Sequence[str], lines: Sequence[Line], at: int) -> Iterator[GridRow]:
        """The rows below ``STT``, ``Nội dung``, ``Đơn vị chủ trì`` … each on a line of its own."""
        if self._column(words[at]) != "number":
            return
        until = at
        while until < min(len(words), at + _MOST_COLUMNS) and self._column(words[until]):
            until += 1
        heads = [self._column(cell) for cell in words[at:until]]
        if len(heads) < _FEWEST_COLUMNS or not names_tasks(heads):
            return
        head = GridRow(at, until - 1, frozenset(range(at, until)))
        rows: list[GridRow] = []
        expected, at = 1, until
        while at < len(words) and words[at].rstrip(".") == str(expected):
            expected += 1
            following = next(
                (
                    index
                    for index in range(at + 1, min(len(words), at + _LONGEST_ROW))
                    if words[index].rstrip(".") == str(expected)
                ),
                None,
            )
            limit = at + len(heads) if following is None else following
            breaks = _flat_cells(words, lines, at, limit, len(heads))
            if breaks is None:
                break
            rows.append(GridRow(at, limit - 1, breaks, len(heads) - len(breaks)))
            at = limit
        if rows:
            yield head
            yield from rows


def _openings(words: Sequence[str]) -> list[int]:
    """The lines with which a table may begin: with ``|``, or a few lines above the number of its first row."""
    found = {at for at, line in enumerate(words) if line.startswith("|")}
    for first, line in enumerate(words):
        if line.startswith("1") and line.rstrip(".") == "1":
            found.update(range(max(0, first - _MOST_COLUMNS), first))
    return sorted(found)


def names_tasks(heads: Sequence[str]) -> bool:
    """Whether the columns of a head row are those of a table of tasks: a job, and something said about it."""
    return "job" in heads and len({head for head in heads if head not in {"", "number"}}) >= 2


def cell_spans(row: str) -> list[tuple[int, int]]:
    """``[start, end)`` of the cells of a row that begins with ``|``, without blanks; an empty cell has no length."""
    position = 1
    cells = []
    for piece in row.rstrip(" ").removesuffix("|")[position:].split("|"):
        words = piece.strip()
        start = position + (piece.index(words) if words else 0)
        cells.append((start, start + len(words)))
        position += len(piece) + 1
    return cells


def _row_end(words: Sequence[str], lines: Sequence[Line], at: int, *, columns: int) -> int:
    """The last line of the row that begins at line ``at``; ``columns``: how many the head row has, 0 if not known."""
    pipes = 0
    for index in range(at, min(len(words), at + _LONGEST_ROW)):
        line = words[index]
        pipes += line.count("|")
        if index + 1 == len(words):
            return index
        closed, opens = line.endswith("|"), words[index + 1].startswith("|")
        full = bool(columns) and pipes - closed >= columns
        if not opens and "|" not in words[index + 1] and not _resumes(words, lines, index):
            return index  # text below the table
        if closed and opens and not (index == at and line == "|" and words[index + 1] != "|"):
            return index  # "|" ends this row, the next "|" begins another
        if lines[index + 1].gap and (closed or not opens):
            return index  # the table ends here
        if closed and not opens and len(line) > 1 and (full or not columns):
            return index
        if not closed and opens and full and words[index + 1] != "|":
            return index  # a table whose rows do not end with "|"
    return at


def _resumes(words: Sequence[str], lines: Sequence[Line], index: int) -> bool:
    """Whether the lines below line ``index``, which show no ``|`` at first, still belong to its row."""
    below = index + 1
    last = min(len(words), below + _LONGEST_ROW)
    while below < last and not lines[below].gap and "|" not in words[below]:
        below += 1
    if below < last and not lines[below].gap and not words[below].startswith("|"):
        return True  # the cell ends further down
    line = words[index]
    if len(line) > 1 and (line.endswith("|") or (line.count("|") > 1 and _NUMBERED.match(words[index + 1]))):
        return False
    # its last cell is wrapped, or the next cell has its "|" on a line of its own
    return words[index + 1][0].islower() or (below < last and not lines[below].gap)


def _flat_cells(
    words: Sequence[str], lines: Sequence[Line], at: int, limit: int, columns: int
) -> frozenset[int] | None:
    """The lines that begin a cell: paragraphs, or lines that do not plainly go on; as many as columns, or fewer."""
    inside = range(at, min(limit, len(words)))
    # a page number stands apart, between blank lines
    cells = [index for index in inside if index == at or not (words[index].isdigit() and lines[index].gap)]
    if len(cells) == columns:
        return frozenset(cells)
    spaced = [index for index in cells if index == at or lines[index].gap]
    if len(spaced) == columns:
        return frozenset(spaced)
    whole = [index for index in cells if index == at or not words[index][0].islower()]
    return frozenset(whole) if _FEWEST_COLUMNS <= len(whole) <= columns else None
