"""Paragraphs and tables of one story of a Word document (.rtf, .doc): the body, a footnote, a text box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parchk.read.layout.bullets import is_symbol_font, shown_bullet
from parchk.read.layout.flow import Flow, Runs
from parchk.read.layout.merged_cells import CellShape, Row, word_table_lines
from parchk.read.reading import damaged

if TYPE_CHECKING:
    from parchk.limits import Limits

_DEEPEST = 12


class _Table:
    """An open table: the rows so far, the cells of the one being written, the lines of its open cell."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.cells: list[str] = []
        self.lines: list[str] = []


class Definition:
    """What a file says of a row, cell by cell."""

    def __init__(self) -> None:
        self.shapes: list[CellShape] = []
        self.next = CellShape()
        self.bordered = False  # all cells, by the borders of the row

    def end_cell(self, edge: int) -> None:
        """The shape of a cell is complete."""
        self.next.edge = edge
        self.shapes.append(self.next)
        self.next = CellShape()

    def row_shapes(self, count: int) -> list[CellShape]:
        """The shapes for a row of so many cells; the definition may serve further rows."""
        return [
            CellShape(shape.edge, shape.bordered or self.bordered, shape.across, shape.down)
            for shape in self.shapes[:count]
        ]


class Story:
    """One story being read. Tables are as deep as the paragraphs in them say."""

    def __init__(self, flow: Flow, label: str, kind: str, limits: Limits) -> None:
        self._flow, self._label, self._kind, self._limits = flow, label, kind, limits
        self._runs = Runs()
        self._mark = Runs()
        self._tables: list[_Table] = []
        self._begun = False
        self._marked = False  # a number waits for its paragraph
        self.depth = 0  # of the paragraph being written
        self.definitions = {False: Definition(), True: Definition()}
        """The last definition of a row: of a table, of a table within a table."""

    def add(self, text: str, font: str = "", *, capitals: bool = False) -> None:
        """Words of the paragraph."""
        self._begun = True
        self._put(self._runs, text, font, capitals=capitals)

    def begin_mark(self) -> None:
        """Begin the number of a paragraph; that of a deleted paragraph before it is gone with it."""
        self._mark.take()
        self._marked = True

    def add_mark(self, text: str, font: str) -> None:
        """A piece of the number or bullet before the paragraph."""
        self._put(self._mark, text, font)

    @staticmethod
    def _put(runs: Runs, text: str, font: str, *, capitals: bool = False) -> None:
        if is_symbol_font(font):
            text, font = shown_bullet(text, font), ""
        runs.add(text, font, capitals=capitals)

    def end_paragraph(self) -> None:
        """The paragraph is a line."""
        mark = self._mark.take().strip()
        text = self._runs.take()
        self._begun = self._marked = False
        self._to_depth(self.depth)
        line = f"{shown_bullet(mark)} {text.lstrip()}" if mark else text
        if self._tables:
            self._tables[-1].lines.append(line.rstrip(" \t"))
        else:
            self._flow.line(line.rstrip(" \t"))

    def end_cell(self, *, nested: bool) -> None:
        """End the last paragraph of a cell, and the cell; ``nested``: of a table within a table."""
        depth = max(self.depth, 2) if nested else 1
        if self._begun or self._marked:
            self.depth, outer = max(depth, self.depth if nested else 1), self.depth
            self.end_paragraph()
            self.depth = outer
        self._to_depth(depth)
        table = self._tables[-1]
        table.cells.append("\n".join(table.lines))
        table.lines = []

    def end_row(self, *, nested: bool) -> None:
        """End a row; its shapes are those that were last defined."""
        if not nested:
            self._to_depth(1)
        if self._tables:
            table = self._tables[-1]
            if table.cells:
                shapes = self.definitions[nested].row_shapes(len(table.cells))
                while shapes and len(table.cells) > len(shapes) and not table.cells[-1]:
                    table.cells.pop()  # LibreOffice writes some too many behind a table in a cell
                table.rows.append(Row(table.cells, shapes))
            table.cells = []

    def add_break(self) -> None:
        """A break of the page in a paragraph: a line end, unless it begins the paragraph."""
        if self._begun:
            self.add("\n")

    def end_begun(self) -> None:
        """End the paragraph if it has begun."""
        if self._begun:
            self.end_paragraph()

    def end(self) -> None:
        """The end of the story."""
        self.end_begun()
        self._to_depth(0)

    def _to_depth(self, depth: int) -> None:
        """Open tables, or close them, until so many are open."""
        if depth > _DEEPEST:
            damaged(self._label, self._kind, f"tables within tables, more than {_DEEPEST} deep")
        while len(self._tables) < depth:
            self._tables.append(_Table())
        while len(self._tables) > depth:
            table = self._tables.pop()
            if table.cells:  # its end is missing
                table.rows.append(Row(table.cells, []))
            lines = word_table_lines(table.rows, self._label, self._limits) if table.rows else []
            lines += table.lines
            if self._tables:
                self._tables[-1].lines += lines
            else:
                for line in lines:
                    self._flow.line(line)
