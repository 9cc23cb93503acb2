"""Tables of tasks: ``|`` rows under a head row that names job, unit, time and product columns."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from parchk.ruleset import Ruleset
from parchk.spans import Block, TableRow, Zone

_RULE = regex.compile(r"[\s|:=-]*$")


class TableReader:
    """Finds the rows of task tables; what their columns hold is read off the head row by ``sentences.toml``."""

    def __init__(self, rules: Ruleset) -> None:
        columns = rules.of_kind("sentences", "column")
        self._columns = [(rule.value, rules.pattern("sentences", rule.id)) for rule in columns]

    def __call__(self, text: str, blocks: Sequence[Block]) -> list[TableRow]:
        """The rows below a head row, each with the cells that its columns name."""
        rows: list[TableRow] = []
        columns: list[str] = []
        for block in blocks:
            if block.zone is Zone.NOISE:
                continue  # the rule under the head row, a page number
            if block.zone is not Zone.BODY or not text.startswith("|", block.start):
                columns = []
                continue
            cells = _cells(text, block)
            named = [self._column(text[start:end]) for start, end in cells]
            if "job" in named and len({name for name in named if name}) >= 2:
                columns = named
                block.cells = tuple(cells)
            elif columns and len(cells) == len(columns):
                row = TableRow(block)
                for name, (start, end) in zip(columns, cells, strict=True):
                    if name and end > start:
                        row.cells.setdefault(name, (start, end))
                block.cells = tuple(cells)
                # a row with nothing but its job is a heading inside the table
                if "job" in row.cells and len(row.cells) > 1 and not _RULE.match(text[slice(*row.cells["job"])]):
                    rows.append(row)
            elif columns:
                block.cells = tuple(cells)  # a heading inside the table
        return rows

    def _column(self, head: str) -> str:
        return next((value for value, pattern in self._columns if pattern.match(head)), "")


def _cells(text: str, block: Block) -> list[tuple[int, int]]:
    """The cells of a row without the blanks around them; an empty cell has no length."""
    position, end = block.start + 1, block.end
    while end > position and text[end - 1] == " ":
        end -= 1
    if end > position and text[end - 1] == "|":
        end -= 1
    cells = []
    for piece in text[position:end].split("|"):
        words = piece.strip()
        start = position + (piece.index(words) if words else 0)
        cells.append((start, start + len(words)))
        position += len(piece) + 1
    return cells
