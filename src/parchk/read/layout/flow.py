"""The lines of a document while a reader walks through it: paragraphs of runs, tables in tables, footnotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from parchk.read.encodings.old import from_font
from parchk.read.layout.grid import Grid
from parchk.read.reading import damaged

if TYPE_CHECKING:
    from parchk.limits import Limits

_DEEPEST = 50
_BLANKS = re.compile(r"\s+")


class Runs:
    """The text of one paragraph, of runs that have a font each.

    Old Vietnamese fonts are converted a stretch of one font at a time, since a letter may be two characters of which
    the second begins the next run.
    """

    def __init__(self) -> None:
        self._done: list[str] = []
        self._open: list[str] = []
        self._font = ""
        self._capitals = False

    def add(self, text: str, font: str = "", *, capitals: bool = False) -> None:
        """Append text that is set in a font; ``capitals``: by its format it is shown in capitals."""
        if (font, capitals) != (self._font, self._capitals):
            self._convert()
            self._font, self._capitals = font, capitals
        self._open.append(text)

    def take(self) -> str:
        """The text so far; a new paragraph begins."""
        self._convert()
        text = "".join(self._done)
        self._done.clear()
        return text

    def _convert(self) -> None:
        if self._open:
            text = "".join(self._open)
            text = from_font(text, self._font) if self._font else text
            self._done.append(text.upper() if self._capitals else text)
            self._open.clear()


class _Open(NamedTuple):
    """A table or a footnote that takes the lines, and the lines around it."""

    grid: Grid | None
    outside: list[str]


class Flow:
    """Lines in reading order. A cell of an open table, or an open footnote, takes the lines until it is closed."""

    def __init__(self, label: str, kind: str, limits: Limits) -> None:
        self._label, self._kind, self._limits = label, kind, limits
        self._here: list[str] = []
        self._open: list[_Open] = []
        self._notes: list[str] = []

    def line(self, text: str) -> None:
        r"""A paragraph; its manual line breaks are ``\n``."""
        self._here.append(text)

    def open_table(self) -> Grid:
        """Begin a table where the next line would stand."""
        grid = Grid(self._label, self._limits)
        self._begin(grid)
        return grid

    def open_note(self) -> None:
        """Begin a footnote: its lines go to the end of the text."""
        self._begin(None)

    def _begin(self, grid: Grid | None) -> None:
        if len(self._open) == _DEEPEST:
            damaged(self._label, self._kind, f"tables within tables, more than {_DEEPEST} deep")
        self._open.append(_Open(grid, self._here))
        self._here = []

    def close_cell(self, *, columns: int = 1, rows: int = 1, bordered: bool = False) -> None:
        """Make a cell of the innermost table of the lines since the last one."""
        grid = self._open[-1].grid
        if grid is not None:
            grid.cell("\n".join(self._here), columns=columns, rows=rows, bordered=bordered)
            self._here = []

    def close_table(self, *, ruled: bool = False) -> None:
        """End the innermost table; lines that stand in none of its cells come before it."""
        grid, outside = self._open.pop()
        outside += self._here
        if grid is not None:
            outside += grid.lines(ruled=ruled)
        self._here = outside

    def close_note(self, mark: str) -> None:
        """End the innermost footnote."""
        text = _BLANKS.sub(" ", " ".join(self._here)).strip()
        self._here = self._open.pop().outside
        self._notes.append(f"[{mark}] {text}")

    def text(self) -> str:
        """Everything, once all tables are closed."""
        if self._notes:
            return "\n".join([*self._here, "", *self._notes, ""])
        return "\n".join([*self._here, ""]) if self._here else ""
