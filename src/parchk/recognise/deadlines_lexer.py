"""Time words to pieces: days, months, quarters, clock times, durations, recurrences, each with its value.

One pattern made of all piece rules of ``deadlines.toml`` runs once over the text. What the pieces mean together
(a trigger, a range, a day of a recurring duty) is decided by :mod:`parchk.recognise.deadlines_grammar`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

import regex

from parchk.dates import (
    ImpossibleDateError,
    Partial,
    Recurrence,
    Stretch,
    Unit,
    around,
    every,
    iso_week,
    months_of_year,
    quarters,
    read_abbreviated,
    times_per,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from parchk.ruleset import Ruleset

_FILE = "deadlines"
_PIECES = ("skip", "time", "recurrence", "clock", "weekday", "duration", "unit", "vague")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_WORD = regex.compile(r"\p{L}+|\d+")

Grain = Literal["day", "week", "month", "quarter", "half", "year"]


@dataclass(frozen=True, slots=True)
class Length:
    """A duration as written."""

    count: int
    unit: Unit
    working_days: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text, ``[start, end)``, that speaks of time, and what it says."""

    start: int
    end: int
    kind: str
    """``time``, ``recurrence``, ``clock``, ``weekday``, ``duration``, ``unit``, ``vague`` or ``skip``."""
    rule: str
    grain: Grain | None = None
    times: tuple[Partial, ...] = ()
    """The days or stretches named (``18 và 19/8`` are two)."""
    fixed: Stretch | None = None
    """When the day of issue decides alone (``tháng này``)."""
    recurrence: Recurrence | None = None
    """The recurring duty that the words state or, for ``ngày 10 của tháng``, would make a rule of."""
    length: Length | None = None
    clock: tuple[int, int] | None = None
    weekdays: tuple[str, ...] = ()
    sure: bool = True
    """It needs no other words to count (``hằng năm`` behind a noun does, ``định kỳ hằng năm`` does not)."""
    part: str = ""
    """Of a vague piece: ``first``, ``middle``, ``last``."""
    impossible: bool = False


class Lexer:
    """Finds the pieces. ``rules`` are those of ``deadlines.toml``."""

    def __init__(self, rules: Ruleset) -> None:
        ids = [rule.id for rule in rules.rules(_FILE) if rule.kind in _PIECES]
        self._rules = {rule.id.replace("-", "_"): rule for rule in rules.rules(_FILE)}
        # An empty group behind each alternative: the groups inside it must not be the last one.
        pieces = "|".join(f"(?:{rules.source(_FILE, id_)})(?P<{id_.replace('-', '_')}>)" for id_ in ids)
        self._pieces = rules.compile(_FILE, rf"(?<!\w)(?<!\d[.,/-])(?:{pieces})")
        continued = [rule.id for rule in rules.of_kind(_FILE, "continued")]
        self._continued = [rules.pattern(_FILE, id_) for id_ in continued]
        self._units: dict[str, Unit] = {
            word: unit for unit in get_args(Unit) for word in rules.words(_FILE, f"unit_{unit}")
        }
        self._weekdays = {
            word: code
            for number, code in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), 1)
            for word in rules.words(_FILE, f"weekday_{number}")
        }
        self._numbers = {word: value for value in range(1, 11) for word in rules.words(_FILE, f"so_{value}")}
        self._ten = rules.words(_FILE, "so_10")[-1]
        self._months = {word: value for value in (1, 12) for word in rules.words(_FILE, f"month_{value}")}

    def pieces(self, text: str, issued_on: date | None) -> Iterator[Piece]:
        """The pieces of ``text`` in order, none overlapping another."""
        position = 0
        for match in self._pieces.finditer(text):
            if match.start() < position:
                continue
            name = match.lastgroup or ""
            piece = self._read(match, name, issued_on)
            yield piece
            position = piece.end
            while piece.kind == "recurrence":
                following = self._next_recurrence(text, position, piece)
                if following is None:
                    break
                yield following
                piece, position = following, following.end

    def _next_recurrence(self, text: str, position: int, before: Piece) -> Piece | None:
        """``…, năm`` behind ``định kỳ 6 tháng``."""
        for pattern in self._continued:
            match = pattern.match(text, position)
            if match:
                recurrence = self._every(match)
                return Piece(
                    match.start("core"),
                    match.end(),
                    "recurrence",
                    before.rule,
                    recurrence=recurrence,
                    sure=before.sure or bool(match.start("core") == match.start()),
                )
        return None

    def _read(self, match: regex.Match[str], name: str, issued_on: date | None) -> Piece:
        rule = self._rules[name]
        piece = Piece(match.start(), match.end(), rule.kind, rule.id)
        try:
            match rule.kind:
                case "time":
                    return self._time(piece, match, rule.value, issued_on)
                case "recurrence":
                    return self._recurrence(piece, match, rule.value)
                case "unit":
                    return replace(piece, recurrence=self._every(match), sure=False)
                case "clock":
                    return replace(piece, clock=(int(match["h"]), int(match["mi"] or 0)))
                case "weekday":
                    return replace(piece, weekdays=self._weekday_codes(match))
                case "duration":
                    length = Length(self._number(match["n"]), self._unit(match["u"]), working_days=bool(match["w"]))
                    return replace(piece, length=length)
                case "vague":
                    return self._vague(piece, match, issued_on)
        except ImpossibleDateError:
            return replace(piece, grain=piece.grain or "day", impossible=True)
        return piece
