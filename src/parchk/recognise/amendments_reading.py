"""A document as the rules about amendments see it: clauses in which cited documents and units are single signs."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from msgspec import Struct

from parchk.spans import CITATION_SIGN, UNIT_SIGN, CitationMention, Section, Skeleton, UnitMention, skeleton

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_Mark = tuple[int, int, str, UnitMention | None]


class Clause(Struct, gc=False):  # never part of a circle
    """A sentence of the body, or the trích yếu."""

    start: int
    end: int
    section: Section | None
    is_subject: bool = False
    led_from: int | None = None
    """Where the unit is named, in it or above it, that is to do it: an order to amend something is no amendment."""


class Reading:
    """A document while it is read."""

    def __init__(
        self,
        text: str,
        clauses: Sequence[Clause],
        citations: Sequence[CitationMention],
        units: Sequence[UnitMention],
        issued_on: date | None,
    ) -> None:
        self.text, self.clauses, self.citations, self.issued_on = text, clauses, citations, issued_on
        self._marks = _marks(citations, units)

    def skeleton(self, start: int, end: int) -> Skeleton:
        """A stretch of the text with a sign for every cited document and unit."""
        low = bisect_left(self._marks, start, key=_begin)
        high = bisect_left(self._marks, end, low, key=_begin)
        return skeleton(self.text, start, end, self._marks[low:high])

    def citation(self, part: Skeleton, position: int) -> CitationMention:
        """The document of a sign."""
        return self.citations[bisect_left(self.citations, part.place(position), key=_start)]


def signs(part: Skeleton, start: int = 0, stop: int | None = None) -> list[int]:
    """Where documents are cited (the document itself may have such a sign)."""
    last = len(part.text) if stop is None else stop
    return [at for at, _, _ in part.signs if start <= at < last and part.text[at] == CITATION_SIGN]


def clause_start(text: str, position: int) -> int:
    """Where the clause begins that this position lies in."""
    return max(text.rfind(";", 0, position), text.rfind(". ", 0, position)) + 1


def clause_end(text: str, position: int) -> int:
    """Where the clause ends that this position lies in; a semicolon in quotation marks ends none."""
    end = text.find(";", position)
    while end >= 0 and _is_quoted(text[position:end]):
        end = text.find(";", end + 1)
    return len(text) if end < 0 else end


def _is_quoted(before: str) -> bool:
    """Whether quotation marks are open behind these words."""
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def is_under(section: Section, other: Section) -> bool:
    """Whether a section is the other one or lies below it."""
    return section is other or (other.start < section.start and section.path.startswith(f"{other.path}/"))


def _marks(citations: Sequence[CitationMention], units: Sequence[UnitMention]) -> list[_Mark]:
    """Citations and units as marks, in order; a unit inside a citation is part of its name."""
    marks: list[_Mark] = [(c.start, c.end, CITATION_SIGN, None) for c in citations]
    marks += [(unit.start, unit.end, UNIT_SIGN, unit) for unit in units if unit.rule != "place"]
    marks.sort(key=_begin)  # the sort is stable: a citation stays before the unit that begins where it does
    kept: list[_Mark] = []
    for mark in marks:
        if kept and mark[0] < kept[-1][1]:
            if kept[-1][3] is not None and mark[3] is None:
                kept[-1] = mark
            continue
        kept.append(mark)
    return kept


def _begin(mark: _Mark) -> int:
    return mark[0]


def _start(citation: CitationMention) -> int:
    return citation.start
