"""Slips that only several documents together show: one number cited with other dates elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from parchk.check.manuscript import Found
from parchk.check.numbers import may_be_one
from parchk.models import Citation, Directive
from parchk.symbols import number_key, read_symbol


@dataclass(frozen=True, slots=True)
class _Cited:
    name: str
    citation: Citation
    day: date


class CitedDates:
    """Collects what documents cite, and compares the dates; it keeps citations, not documents."""

    def __init__(self) -> None:
        self._cited: dict[str, list[_Cited]] = {}

    def add(self, name: str, directive: Directive) -> None:
        """Take note of a document's citations; ``name`` tells it from the others."""
        for citation in directive.citations:
            if citation.date is not None:
                kept = self._cited.setdefault(number_key(citation.number), [])
                kept.append(_Cited(name, citation, date.fromisoformat(citation.date)))

    def __call__(self) -> Iterator[tuple[str, Found]]:
        """The document and what was found in it, document by document in the order in which they came.

        The dates that fewer documents give are the ones that are reported; of two that are as frequent, all of them.
        """
        for cited in self._cited.values():
            for one in cited:
                other = next((two for two in cited if two.name != one.name and _at_odds(one, two)), None)
                if other is not None and not _is_usual(one, cited):
                    words = {
                        "number": one.citation.number,
                        "first": one.day.isoformat(),
                        "second": other.day.isoformat(),
                        "name": other.name,
                    }
                    yield one.name, Found("dates-differ-in-folder", one.citation.span, None, words)


def _at_odds(one: _Cited, two: _Cited) -> bool:
    """Whether the two may be one document, and look like it, with two dates.

    Numbers begin anew each year, and each body counts its own. So the number must carry its year, or the two days
    must differ in a single part, as a slip of the pen makes them: ``12/8/2021`` and ``12/8/2022``.
    """
    if one.day == two.day or not may_be_one(
        one.citation.type, one.citation.issuer, two.citation.type, two.citation.issuer
    ):
        return False
    symbol = read_symbol(one.citation.number)
    if symbol is not None and symbol.year is not None:
        return True
    parts = zip(one.day.timetuple()[:3], two.day.timetuple()[:3], strict=True)
    return sum(first != second for first, second in parts) == 1


def _is_usual(one: _Cited, cited: Iterable[_Cited]) -> bool:
    """Most documents give this date."""
    like = {two.name for two in cited if two.day == one.day}
    unlike = {two.name for two in cited if two.day != one.day and _at_odds(one, two)}
    return len(like) > len(unlike)
