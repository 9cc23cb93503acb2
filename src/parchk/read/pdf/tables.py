"""Tables whose cells are parted by rules: from the lines drawn on a page to rows of cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parchk.read.pdf.lines import lines_of
from parchk.read.pdf.wraps import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from parchk.read.pdf.rules import Rule
    from parchk.read.pdf.words import Word

# Points: lines nearer than this are one, and meet.
_NEAR = 3.5
# More lines than this on a page are a drawing.
_MOST_LINES = 600
_MOST_COLUMNS, _MOST_ROWS, _MOST_TABLES = 40, 400, 40
# The part of a side of a cell that a line must cover to close it.
_CLOSED = 0.6


@dataclass(slots=True)
class Table:
    """A table of one page: where it lies, and the texts of its cells."""

    columns: list[float]
    """Places of the upright lines."""
    top: float
    rows: list[list[str]]


def tables_of(rules: Iterable[Rule], words: Sequence[Word]) -> tuple[list[Table], list[Word]]:
    """The tables of a page from top to bottom, and the words outside them.

    A single frame is none: its words are part of the page.
    """
    level = _merged(rule for rule in rules if not rule.upright)
    upright = _merged(rule for rule in rules if rule.upright)
    tables: list[Table] = []
    rest = list(words)
    if len(level) > _MOST_LINES or len(upright) > _MOST_LINES:
        return tables, rest
    for group_level, group_upright in _joined(level, upright):
        columns = _places(group_upright)
        heights = _places(group_level)
        if (
            len(tables) == _MOST_TABLES
            or not (2 <= len(columns) <= _MOST_COLUMNS and 2 <= len(heights) <= _MOST_ROWS)
            or len(columns) + len(heights) < 5
        ):
            continue
        inside = [word for word in rest if _is_inside(word, columns, heights)]
        if not inside:
            continue
        rest = [word for word in rest if not _is_inside(word, columns, heights)]
        cells = _Cells(columns, heights, group_level, group_upright)
        tables.append(Table(columns, heights[-1], cells.rows(inside)))
    return sorted(tables, key=lambda table: -table.top), rest


class _Cells:
    """The fields of a grid, those between which no line stands taken together."""

    def __init__(
        self, columns: list[float], heights: list[float], level: Sequence[Rule], upright: Sequence[Rule]
    ) -> None:
        self.columns, self.heights = columns, heights
        self.across, self.down = len(columns) - 1, len(heights) - 1
        self._owner = list(range(self.across * self.down))
        by_column = _by_place(columns, upright)
        by_height = _by_place(heights, level)
        # Rows are counted from the top, heights from the bottom.
        for row in range(self.down):
            low, high = heights[self.down - row - 1], heights[self.down - row]
            for column in range(self.across):
                if column and not _covers(by_column[column], low, high):
                    self._join(row * self.across + column - 1, row * self.across + column)
                below = by_height[self.down - row - 1]
                if row + 1 < self.down and not _covers(below, columns[column], columns[column + 1]):
                    self._join(row * self.across + column, (row + 1) * self.across + column)

    def rows(self, words: Iterable[Word]) -> list[list[str]]:
        """The text of every cell; a cell over rows stands in each of them, one over columns in its first."""
        held: dict[int, list[Word]] = {}
        for word in words:
            column = bisect_right(self.columns, (word.x0 + word.x1) / 2) - 1
            place = bisect_right(self.heights, word.y + word.size / 4) - 1
            row = self.down - 1 - min(max(place, 0), self.down - 1)
            field = row * self.across + min(max(column, 0), self.across - 1)
            held.setdefault(self._root(field), []).append(word)
        rights: dict[int, int] = {}
        for field in range(len(self._owner)):
            root = self._root(field)
            rights[root] = max(rights.get(root, 0), field % self.across)
        texts = {root: cell_text(lines_of(found), self.columns[rights[root] + 1]) for root, found in held.items()}
        rows = []
        for row in range(self.down):
            roots = [self._root(row * self.across + column) for column in range(self.across)]
            rows.append(
                [
                    "" if column and roots[column - 1] == root else texts.get(root, "")
                    for column, root in enumerate(roots)
                ]
            )
        return rows

    def _root(self, field: int) -> int:
        while self._owner[field] != field:
            self._owner[field] = self._owner[self._owner[field]]
            field = self._owner[field]
        return field

    def _join(self, one: int, other: int) -> None:
        one, other = self._root(one), self._root(other)
        self._owner[max(one, other)] = min(one, other)


def continued(above: Table, below: Table) -> bool:
    """Whether ``below``, at the top of a page, goes on with ``above`` at the foot of the page before."""
    return len(above.columns) == len(below.columns) and all(
        abs((one - above.columns[0]) - (other - below.columns[0])) <= 2 * _NEAR
        for one, other in zip(above.columns, below.columns, strict=True)
    )


def append(above: Table, below: Table) -> None:
    """Add the rows of the next page; a head row that is repeated there is left out, a broken row is made whole."""
    rows = below.rows
    while rows and len(above.rows) > len(below.rows) - len(rows) and rows[0] == above.rows[len(below.rows) - len(rows)]:
        rows = rows[1:]
    if rows and _goes_on(above.rows[-1], rows[0]):
        above.rows[-1] = [
            " ".join(filter(None, (one, other))) for one, other in zip(above.rows[-1], rows[0], strict=True)
        ]
        rows = rows[1:]
    above.rows.extend(rows)


def _goes_on(row: Sequence[str], below: Sequence[str]) -> bool:
    """A row broken by the end of the page: its number is not repeated, and its cells go on inside a sentence."""
    pairs = [(one, other) for one, other in zip(row, below, strict=True) if other]
    if not row[0] or below[0] or not pairs:
        return False
    open_ends = all(one and not one.endswith((".", ";")) for one, _ in pairs)
    return any(one and other[0].islower() for one, other in pairs) or open_ends


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Lines that lie on each other or go on with each other, as one."""
    merged: list[Rule] = []
    bands: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if not bands or rule.at - bands[-1][0].at > _NEAR:
            bands.append([])
        bands[-1].append(rule)
    for band in bands:
        current: Rule | None = None
        for rule in sorted(band, key=lambda rule: rule.low):
            if current is not None and rule.low <= current.high + _NEAR:
                current = current._replace(high=max(current.high, rule.high))
                continue
            if current is not None:
                merged.append(current)
            current = rule
        if current is not None:
            merged.append(current)
    return merged


def _joined(level: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that meet each other."""
    owner = list(range(len(level) + len(upright)))

    def root(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    heights = [rule.at for rule in level]
    for number, line in enumerate(upright, len(level)):
        first = bisect_left(heights, line.low - _NEAR)
        for index in range(first, bisect_right(heights, line.high + _NEAR)):
            if level[index].low - _NEAR <= line.at <= level[index].high + _NEAR:
                owner[root(index)] = root(number)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for at in range(len(owner)):
        group = groups.setdefault(root(at), ([], []))
        if at < len(level):
            group[0].append(level[at])
        else:
            group[1].append(upright[at - len(level)])
    return [group for group in groups.values() if group[0] and group[1]]


def _places(rules: Iterable[Rule]) -> list[float]:
    places: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not places or at - places[-1] > _NEAR:
            places.append(at)
    return places


def _by_place(places: Sequence[float], rules: Iterable[Rule]) -> list[list[Rule]]:
    found: list[list[Rule]] = [[] for _ in places]
    for rule in rules:
        found[max(bisect_right(places, rule.at + 0.001) - 1, 0)].append(rule)
    return found


def _covers(rules: Iterable[Rule], low: float, high: float) -> bool:
    covered = sum(max(0.0, min(rule.high, high) - max(rule.low, low)) for rule in rules)
    return covered >= _CLOSED * (high - low)


def _is_inside(word: Word, columns: Sequence[float], heights: Sequence[float]) -> bool:
    return (
        columns[0] - _NEAR < (word.x0 + word.x1) / 2 < columns[-1] + _NEAR
        and heights[0] - _NEAR < word.y + word.size / 4 < heights[-1] + _NEAR
    )
