"""Sentences with what was recognised in them; clauses that assign to another unit become statements of their own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from parchk.assemble.draft import Sort, Statement
from parchk.ruleset import Ruleset
from parchk.spans import (
    CITATION_SIGN,
    PLACE_SIGN,
    TIME_SIGN,
    UNIT_SIGN,
    CitationMention,
    DeadlineMention,
    RoleMention,
    Sentence,
    Skeleton,
    TableRow,
    UnitMention,
    skeleton,
)

Mark = tuple[int, int, str, UnitMention | None]


def marks_of(
    citations: Sequence[CitationMention], deadlines: Sequence[DeadlineMention], units: Sequence[UnitMention]
) -> list[Mark]:
    """All mentions as marks for skeletons, in order; what overlaps an earlier or stronger one is left out.

    A unit inside a citation is part of a document's name; a unit inside a time expression part of that.
    """
    strong: list[Mark] = [(c.start, c.end, CITATION_SIGN, None) for c in citations]
    for mention in deadlines:
        parts = mention.parts or ((mention.start, mention.end),)
        strong.extend((start, end, TIME_SIGN, None) for start, end in parts)
    strong.sort(key=lambda mark: (mark[0], -mark[1]))
    merged: list[Mark] = []
    # The sort is stable: what is strong stays before the unit that begins where it does.
    candidates: list[Mark] = sorted(
        [*strong, *((u.start, u.end, PLACE_SIGN if u.rule == "place" else UNIT_SIGN, u) for u in units)], key=_begin
    )
    for mark in candidates:
        if merged and mark[0] < merged[-1][1]:
            if merged[-1][3] is not None and mark[3] is None:
                merged[-1] = mark
            continue
        merged.append(mark)
    return merged


def _within(marks: Sequence[Mark], start: int, end: int) -> list[Mark]:
    return list(marks[bisect_left(marks, start, key=_begin) : bisect_left(marks, end, key=_begin)])


def _begin(mark: Mark) -> int:
    return mark[0]


class StatementReader:
    """Builds statements from sentences."""

    def __init__(self, rules: Ruleset, roles: Callable[[Sequence[Skeleton]], list[list[RoleMention]]]) -> None:
        self._roles = roles
        self._assigns = rules.pattern("sentences", "clause-assigns")
        self._helping = rules.pattern("sentences", "cell-coordinates")
        self._no_statement = rules.pattern("sentences", "no-statement")
        self._list_goes_on = rules.pattern("sentences", "list-goes-on")

    def rows(self, text: str, rows: Sequence[TableRow], marks: Sequence[Mark]) -> list[Statement]:
        """The jobs of tables of tasks, each a task by its row."""
        found = []
        for row in rows:
            start, end = row.cells["job"][0]
            inside = _within(marks, start, end)
            part = skeleton(text, start, end, inside)
            statement = Statement(start, end, row.block, part, [], first=True, row=row)
            statement.sort, statement.reason = Sort.TASK, "table-row"
            for role in ("lead", "coordinate"):
                for low, high in row.cells.get(role, ()):
                    self._named(statement, role, skeleton(text, low, high, _within(marks, low, high)))
            found.append(statement)
        return self._with_roles(found)

    def _with_roles(self, statements: list[Statement]) -> list[Statement]:
        found = self._roles([statement.skeleton for statement in statements])
        for statement, roles in zip(statements, found, strict=True):
            statement.roles = roles
        return statements

    def _named(self, statement: Statement, role: str, cell: Skeleton) -> None:
        """Give a row the units of one of its cells; ``A (B phối hợp)`` in the column of leads: B coordinates."""
        helping = [span for match in self._helping.finditer(cell.text) for span in match.spans("units")]
        for at, unit in sorted(cell.units.items()):
            own = "coordinate" if any(low <= at < high for low, high in helping) else role
            statement.named.setdefault(own, []).append(unit)

    def __call__(self, text: str, sentences: Sequence[Sentence], marks: Sequence[Mark]) -> list[Statement]:
        """The statements of the document, in order."""
        found: list[Statement] = []
        at = 0
        for sentence in sentences:
            while at < len(marks) and marks[at][1] <= sentence.start:
                at += 1
            inside: list[Mark] = []
            ahead = at
            while ahead < len(marks) and marks[ahead][0] < sentence.end:
                inside.append(marks[ahead])
                ahead += 1
            whole = skeleton(text, sentence.start, sentence.end, inside)
            first = sentence.first
            for start, end in self._split(whole, sentence):
                part = (
                    whole
                    if (start, end) == (sentence.start, sentence.end)
                    else skeleton(text, start, end, _within(inside, start, end))
                )
                found.append(Statement(start, end, sentence.block, part, [], first))
                first = False
        return self._with_roles(found)

    def _split(self, whole: Skeleton, sentence: Sentence) -> Iterator[tuple[int, int]]:
        start = sentence.start
        if ";" in whole.text and UNIT_SIGN in whole.text:
            for match in self._assigns.finditer(whole.text):
                # "phối hợp với A; B rà soát": the list goes on, B is no new subject
                if self._list_goes_on.search(whole.text, 0, match.start()):
                    continue
                if self._no_statement.match(whole.text, 0, match.start()):
                    continue
                cut = whole.place(match.start()) + 1
                begin = whole.place(match.end())
                yield start, cut
                start = begin
        yield start, sentence.end
