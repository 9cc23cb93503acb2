"""Slips that only several documents together show: one number cited with other dates elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from parchk.check.manuscript import Found
from parchk.check.numbers import may_be_one
from parchk.models import Citation, Directive
from parchk.symbols import number_key, read_symbol


class _Reading(NamedTuple):
    """What documents say of a number: its day, the kind and the issuer that they name with it."""

    day: date
    kind: str | None
    issuer: str | None
    is_of_its_year: bool
    """The documents that say so are of the same year: what begins anew each year may well have this day."""


@dataclass(frozen=True, slots=True)
class _Cited:
    name: str
    citation: Citation


class CitedDates:
    """Collects what documents cite, and compares the dates; it keeps citations, not documents."""

    def __init__(self) -> None:
        self._cited: dict[str, dict[_Reading, list[_Cited]]] = {}

    def add(self, name: str, directive: Directive) -> None:
        """Take note of a document's citations; ``name`` tells it from the others."""
        document = directive.document
        year = int(document.issued_on[:4]) if document.issued_on else document.issued_year
        for citation in directive.citations:
            if citation.date is not None:
                day = date.fromisoformat(citation.date)
                reading = _Reading(day, citation.type, citation.issuer, day.year == year)
                readings = self._cited.setdefault(number_key(citation.number), {})
                readings.setdefault(reading, []).append(_Cited(name, citation))

    def __call__(self) -> Iterator[tuple[str, Found]]:
        """The document and what was found in it, number by number in the order in which they came.

        The dates that fewer documents give are the ones that are reported; of two that are as frequent, all of them.
        """
        for readings in self._cited.values():
            if len(readings) > 1:
                yield from _compared(readings)


def _compared(readings: Mapping[_Reading, list[_Cited]]) -> Iterator[tuple[str, Found]]:
    for reading, cited in readings.items():
        against = [two for other, those in readings.items() if _at_odds(cited[0], reading, other) for two in those]
        like = {two.name for other, those in readings.items() if other.day == reading.day for two in those}
        if len(like) > len({two.name for two in against}):
            continue  # most documents give this date
        for one in cited:
            other = next((two for two in against if two.name != one.name), None)
            if other is not None:
                words = {
                    "number": one.citation.number,
                    "first": one.citation.date or "",
                    "second": other.citation.date or "",
                    "name": other.name,
                }
                yield one.name, Found("dates-differ-in-folder", one.citation.span, None, words)


def _at_odds(cited: _Cited, one: _Reading, two: _Reading) -> bool:
    """Whether the two may be one document, and look like it, with two dates.

    Numbers begin anew each year, and each body counts its own. So the number must carry its year; or somebody names the
    issuer, the two days differ in a single part, as a slip of the pen makes them (``12/8/2021`` and ``12/8/2022``), and
    not both are of the year in which they are cited.
    """
    if one.day == two.day or not may_be_one(one.kind, one.issuer, two.kind, two.issuer):
        return False
    symbol = read_symbol(cited.citation.number)
    if symbol is not None and symbol.year is not None:
        return True
    parts = zip(one.day.timetuple()[:3], two.day.timetuple()[:3], strict=True)
    if sum(first != second for first, second in parts) != 1 or (one.issuer is None and two.issuer is None):
        return False
    return one.day.year == two.day.year or not (one.is_of_its_year and two.is_of_its_year)
