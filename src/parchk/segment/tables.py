"""Tables of tasks: rows under a head row that names job, unit, time and product columns."""

from __future__ import annotations

from collections.abc import Sequence

from parchk import regexp
from parchk.ruleset import Ruleset
from parchk.segment.cues import any_of
from parchk.segment.grid import cell_spans, names_tasks
from parchk.spans import Block, TableRow, Zone

_RULE = regexp.compile(r"[\s|:=-]*$")
_NUMBER = regexp.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|[a-zđ]|[-+*])?[.)]?$")
# More merged cells than this leave nothing to tell a row by.
_MOST_MERGED = 5
_UNITS = ("lead", "coordinate")


class TableReader:
    """Finds the rows of task tables; what their columns hold is read off the head row by ``sentences.toml``."""

    def __init__(self, rules: Ruleset) -> None:
        columns = rules.of_kind("sentences", "column")
        self._columns = [(rule.value, rules.pattern("sentences", rule.id)) for rule in columns]
        self._any_column = [pattern for pattern, _ in any_of(rules, "sentences", [rule.id for rule in columns])]
        self._time = rules.pattern("sentences", "cell-time")
        self._unit = rules.compile("units", r"<<heads>>(?!\w)")

    def column(self, head: str) -> str:
        """What a head cell names: ``job``, ``lead``, ``coordinate``, ``time``, ``product``, ``number``, or nothing."""
        if not any(pattern.match(head) for pattern in self._any_column):
            return ""
        return next((str(value) for value, pattern in self._columns if pattern.match(head)), "")

    def __call__(self, text: str, blocks: Sequence[Block]) -> list[TableRow]:
        """The rows below a head row, each with the cells that its columns name."""
        rows: list[TableRow] = []
        columns: list[str] = []
        between = 0
        above: dict[int, tuple[int, int]] = {}
        for block in blocks:
            if block.zone is Zone.NOISE:
                continue  # the rule under the head row, a page number
            if block.zone is not Zone.BODY or not text.startswith("|", block.start):
                columns = columns if between == 0 and block.zone is Zone.BODY else []
                between += 1  # one heading may stand between rows
                continue
            between = 0
            cells = [
                (block.start + start, block.start + end) for start, end in cell_spans(text[block.start : block.end])
            ]
            named = [self.column(text[start:end]) for start, end in cells]
            if names_tasks(named):
                columns, above = named, {}
                block.cells = tuple(cells)
                continue
            if not columns:
                continue
            block.cells = tuple(cells)
            if sum(end > start for start, end in cells) < 2 and (len(cells) < len(columns) or not rows):
                continue  # a heading inside the table
            row = self._row(text, block, cells, columns, above)
            if row is not None:
                rows.append(row)
        return rows

    def _row(
        self,
        text: str,
        block: Block,
        cells: Sequence[tuple[int, int]],
        columns: Sequence[str],
        above: dict[int, tuple[int, int]],
    ) -> TableRow | None:
        """A row by its columns; ``above`` holds the row above, whose merged cells reach down into this one."""
        written = list(cells)
        while written and written[-1][0] == written[-1][1]:
            written.pop()
        placed = self._place(text, written, columns)
        if placed is None:
            return None
        # an empty cell is empty; only one that is not there was merged
        merged = above if len(cells) < len(columns) else {}
        row = TableRow(block)
        own = 0
        for at, name in enumerate(columns):
            start, end = placed.get(at) or merged.get(at, (0, 0))
            own += at in placed and end > start and name not in {"", "number"}
            if name and name != "number" and end > start:
                row.cells.setdefault(name, []).append((start, end))
                if at not in placed:
                    row.merged.append(name)
        job = columns.index("job")
        # a row with nothing but its job is a heading inside the table
        if job not in placed or own < 2 or _RULE.match(text[slice(*placed[job])]):
            above.clear()
            return None
        above |= placed
        return row

    def _place(
        self, text: str, cells: Sequence[tuple[int, int]], columns: Sequence[str]
    ) -> dict[int, tuple[int, int]] | None:
        """Which cell stands in which column: a row with fewer cells than columns lacks those merged with the row above.

        Cells keep their order; numbers, units and times tell which ones are missing, the last ones before others.
        """
        missing = len(columns) - len(cells)
        if not 0 <= missing <= _MOST_MERGED or not cells:
            return None
        words = [text[start:end] for start, end in cells]
        # fits[n, left]: the best fit of the first n cells with `left` columns left out among those before
        fits: dict[tuple[int, int], int] = {(0, left): 0 for left in range(missing + 1)}
        own: dict[tuple[int, int], int] = {}
        for number, cell in enumerate(words, 1):
            for left in range(missing + 1):
                here = own[number, left] = fits[number - 1, left] + self._fits(cell, columns[number - 1 + left])
                fits[number, left] = max(here, fits[number, left - 1]) if left else here
        placed: dict[int, tuple[int, int]] = {}
        number, left = len(cells), missing
        while number:
            if left and fits[number, left - 1] >= own[number, left]:
                left -= 1
                continue
            placed[number - 1 + left] = cells[number - 1]
            number -= 1
        return dict(sorted(placed.items()))

    def _fits(self, cell: str, column: str) -> int:
        """How well a cell's words suit a column: 1 well, 0 neither, -1 hardly, -2 not at all."""
        if not cell:
            return 0
        if column == "number":
            return 1 if _NUMBER.match(cell) else -2
        if column == "time":
            return 1 if self._time.match(cell) else -1
        if column in _UNITS:
            return 1 if self._unit.match(cell) else -1
        is_odd = _NUMBER.match(cell) or (column == "job" and self._unit.match(cell) and len(cell) < 40)
        return -2 if is_odd else 0
