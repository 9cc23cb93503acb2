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
from parchk.errors import RuleError
from parchk.recognise.deadlines_lists import has_range, joined, listed, quarter_number
from parchk.ruleset import alternation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from parchk.ruleset import Ruleset

_FILE = "deadlines"
_PIECES = ("skip", "time", "recurrence", "clock", "weekday", "duration", "unit", "vague")
_NAME = regex.compile(r"<<([a-z0-9_]+)>>")

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
    closed: bool = False
    """It is a range by itself (``15 - 20/8``)."""
    part: str = ""
    """Of a vague piece: ``first``, ``middle``, ``last``."""
    impossible: bool = False


def inlined(rules: Ruleset, pattern: str) -> str:
    """The pattern with its lists and fragments written out.

    :meth:`Ruleset.compile` turns ``<<name>>`` into a call of a group, which keeps large patterns small; calls cost
    about seventy times as much here, where the same short lists are tried at every number and every ``ngày``.
    """
    file = rules.files[_FILE]

    def fill(match: regex.Match[str]) -> str:
        name = match[1]
        if name in file.fragments:
            return f"(?:{inlined(rules, file.fragments[name])})"
        if name in file.lists:
            return alternation(file.lists[name], bounded=False)
        raise RuleError(f"{_FILE}.toml", f"{match[0]} is neither a list nor a fragment of {_FILE}.toml", key="pattern")

    return _NAME.sub(fill, pattern)


class Lexer:
    """Finds the pieces. ``rules`` are those of ``deadlines.toml``."""

    def __init__(self, rules: Ruleset) -> None:
        ids = [rule.id for rule in rules.rules(_FILE) if rule.kind in _PIECES]
        self._rules = {rule.id.replace("-", "_"): rule for rule in rules.rules(_FILE)}
        # An empty group behind each alternative tells which one it was; ``lastgroup`` cannot, because the pieces
        # have groups of their own.
        self._names = [id_.replace("-", "_") for id_ in ids]
        pieces = "|".join(f"(?:{rules.source(_FILE, id_)})(?P<{id_.replace('-', '_')}>)" for id_ in ids)
        self._opening = rules.compile(_FILE, inlined(rules, r"(?<!\w)(?<!\d[.,/-])(?=<<opening>>)"))
        self._pieces = rules.compile(_FILE, inlined(rules, pieces))
        self._suffixes = [
            rules.compile(_FILE, inlined(rules, rules.source(_FILE, rule.id)))
            for rule in rules.of_kind(_FILE, "suffix")
        ]
        continued = [rule.id for rule in rules.of_kind(_FILE, "continued")]
        self._continued = [rules.compile(_FILE, inlined(rules, rules.source(_FILE, id_))) for id_ in continued]
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
        for opening in self._opening.finditer(text):
            if opening.start() < position:
                continue
            match = self._pieces.match(text, opening.start())
            if match is None:
                continue
            name = next(name for name in self._names if match.start(name) >= 0)
            piece = self._with_suffix(text, self._read(match, name, issued_on), issued_on)
            yield piece
            position = piece.end
            while piece.kind == "recurrence":
                following = self._next_recurrence(text, position, piece)
                if following is None:
                    break
                yield following
                piece, position = following, following.end

    def _with_suffix(self, text: str, piece: Piece, issued_on: date | None) -> Piece:
        """``20/8 năm nay``, ``tháng 6 năm sau``: the year is said, but only the day of issue tells which."""
        if piece.kind != "time" or len(piece.times) != 1 or piece.times[0].year is not None:
            return piece
        match = next((found for pattern in self._suffixes if (found := pattern.match(text, piece.end))), None)
        if match is None:
            return piece
        piece = replace(piece, end=match.end())
        groups = match.groupdict()
        if issued_on is None or piece.impossible or not (groups.get("this") or groups.get("after")):
            return piece
        year = issued_on.year + (1 if groups.get("after") else 0)
        try:
            return replace(piece, fixed=replace(piece.times[0].in_year(year), inferred=("year",)))
        except ImpossibleDateError:
            return replace(piece, impossible=True)

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
                    hour = int(match["h"])
                    return replace(
                        piece, clock=(hour + (12 if match["pm"] and hour < 12 else 0), int(match["mi"] or 0))
                    )
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

    def _time(self, piece: Piece, match: regex.Match[str], shape: str | None, issued_on: date | None) -> Piece:
        year = self._year(match["y"])
        match shape:
            case "abbreviated":
                found = read_abbreviated(match["whole"])
                if found is None:
                    return replace(piece, grain="day", impossible=True)
                return replace(piece, grain="day", times=(Partial(found.year, found.month, found.day),))
            case "day":
                return _days(piece, [(self._number(match["d"]), None)], self._month(match["m"]), year)
            case "days":
                return _days(piece, listed(match["ds"]), self._month(match["m"]), year)
            case "days-alone":
                days = listed(match["ds"])
                single = tuple(first for first, last in days if last is None)
                return replace(_days(piece, days), recurrence=_monthly(single))
            case "month-day":
                days = listed(match["ds"])
                # Of "từ ngày 20 đến 25 hằng tháng" the last day is the deadline.
                last = tuple(day if last is None else last for day, last in days)
                return replace(_days(piece, days), times=(), recurrence=_monthly(last))
            case "next-month-day":
                day = self._number(match["d"])
                piece = replace(_days(piece, [(day, None)]), times=(), recurrence=_monthly((day,)), sure=False)
                if issued_on is None:
                    return piece
                month = around("month", 0 if match["this"] else 1, issued_on).first
                fixed = Partial(month.year, month.month, day).in_year(month.year)
                return replace(piece, fixed=replace(fixed, inferred=("month", "year")))
            case "last-day":
                return self._last_day(piece, match, year)
            case "quarter-day":
                first = 3 if match["z"] else 1 if match["a"] else 2
                months = tuple(range(first, 13, 3))
                day = self._number(match["d"])
                Partial(month=12 if match["z"] else 1, day=day).check()
                return replace(piece, grain="day", recurrence=Recurrence("YEARLY", months=months, days=(day,)))
            case "first-days":
                return self._first_days(piece, match, year)
            case "day-of-months":
                return self._day_of_months(piece, match, year)
            case "months-of-year":
                count = self._number(match["n"]) if match["n"] else 6
                time = months_of_year(count, from_end=bool(match["z"] or match["half"]), year=year)
                if match["this"] and issued_on is not None:
                    time = replace(time, year=issued_on.year)
                return replace(piece, grain="half", times=(time,))
            case "quarter":
                written = listed(match["qs"].lower())
                times = tuple(quarters(a, b, year) for a, b in joined(written))
                return replace(piece, grain="quarter", times=times, closed=has_range(written))
            case "week":
                return self._week(piece, match, year)
            case "around":
                return self._around(piece, match, issued_on)
            case "month":
                written = listed(match["ms"]) if match["ms"][0].isdigit() else [(self._month(match["ms"]), None)]
                times = tuple(_months(a, b, year) for a, b in joined(written))
                return replace(piece, grain="month", times=times, closed=has_range(written))
            case "month-number":
                return replace(piece, grain="month", times=(Partial(year, self._month(match["m"])),), sure=False)
            case "year" | "year-number":
                until = int(match["y2"]) if match["y2"] else None
                if until is not None and until < int(match["y"]):
                    raise ImpossibleDateError(match[0])
                times = (Partial(year, last_year=until),)
                return replace(piece, grain="year", times=times, sure=shape == "year", closed=until is not None)
        return piece

    def _last_day(self, piece: Piece, match: regex.Match[str], year: int | None) -> Piece:
        piece = replace(piece, grain="day")
        if match["m"] or match["q"]:
            month = int(match["m"]) if match["m"] else 3 * quarter_number(match["q"].lower())
            return replace(piece, times=(Partial(year, month, -1),))
        months: tuple[int, ...] = (3, 6, 9, 12) if match["quarter"] else (12,) if match["yearly"] else ()
        if match["w"]:
            week = ("MO", "TU", "WE", "TH", "FR")
            return replace(piece, recurrence=Recurrence("MONTHLY", months=months, weekdays=week, position=-1))
        return replace(piece, recurrence=Recurrence("MONTHLY", months=months, days=(-1,)))

    def _day_of_months(self, piece: Piece, match: regex.Match[str], year: int | None) -> Piece:
        day = self._number(match["d"])
        months = tuple(dict.fromkeys(month for month, _ in listed(match["ms"])))
        times = tuple(Partial(year, month, day) for month in months)
        for time in times:
            time.check()
        if year is not None:
            return replace(piece, grain="day", times=times)
        return replace(piece, grain="day", recurrence=Recurrence("YEARLY", months=months, days=(day,)))

    def _first_days(self, piece: Piece, match: regex.Match[str], year: int | None) -> Piece:
        """``10 ngày đầu tháng 9``; of every month or quarter its last day is the duty's."""
        count = self._number(match["n"]) * (7 if match["u"].lower() == "tuần" else 1)
        if not 1 <= count <= 28:  # in a February there are no more
            raise ImpossibleDateError(match[0])
        piece = replace(piece, grain="week")
        if match["m"]:
            first, last = (-count, -1) if match["z"] else (1, count)
            return replace(piece, times=(Partial(year, int(match["m"]), first, last_day=last),))
        day = -1 if match["z"] else count
        if match["quarter"]:
            months = (3, 6, 9, 12) if match["z"] else (1, 4, 7, 10)
            return replace(piece, recurrence=Recurrence("YEARLY", months=months, days=(day,)))
        return replace(piece, recurrence=_monthly((day,)))

    def _week(self, piece: Piece, match: regex.Match[str], year: int | None) -> Piece:
        piece = replace(piece, grain="week")
        month = int(match["m"]) if match["m"] else None
        number = 1 if match["a"] else self._number(match["k"]) if match["k"] else None
        if month is not None:
            if number is None:
                return replace(piece, times=(Partial(year, month, -7, last_day=-1),))
            return replace(piece, times=(Partial(year, month, 7 * number - 6, last_day=min(7 * number, 28)),))
        if number is not None and year is not None and match["k"]:
            return replace(piece, fixed=iso_week(year, number))
        return replace(piece, kind="skip")

    def _around(self, piece: Piece, match: regex.Match[str], issued_on: date | None) -> Piece:
        unit: Unit = self._unit(match["u"]) if match["u"] else "day"
        offset = 1 if match["after"] or match["tomorrow"] else 0
        grain: Grain = unit  # type: ignore[assignment]  # the pattern has no hours and minutes
        fixed = around(unit, offset, issued_on) if issued_on is not None else None
        return replace(piece, grain=grain, fixed=fixed)

    def _vague(self, piece: Piece, match: regex.Match[str], issued_on: date | None) -> Piece:
        year = self._year(match["y"])
        word = match["part"].lower()
        piece = replace(piece, part={"đầu": "first", "giữa": "middle"}.get(word, "last"))
        if match["m"]:
            return replace(piece, times=(Partial(year, int(match["m"])),))
        if match["q"]:
            return replace(piece, times=(quarters(quarter_number(match["q"].lower()), year=year),))
        if year is not None:
            return replace(piece, times=(Partial(year),))
        if issued_on is not None:
            return replace(piece, fixed=around(self._unit(match["u"]), 0, issued_on))
        return piece

    def _recurrence(self, piece: Piece, match: regex.Match[str], shape: str | None) -> Piece:
        if shape == "times":
            count = self._number(match["n"]) if match["n"] else 1
            return replace(piece, recurrence=times_per(self._number(match["t"]), max(count, 1), self._unit(match["u"])))
        if match["t"]:
            count = self._number(match["n"]) if match["n"] else 1
            return replace(piece, recurrence=times_per(self._number(match["t"]), count, self._unit(match["u"])))
        recurrence = self._every(match)
        sure = bool(match["sure"]) or piece.rule not in {"hang", "cuoi-moi"}
        return replace(piece, recurrence=recurrence, sure=sure)

    def _every(self, match: regex.Match[str]) -> Recurrence:
        groups = match.groupdict()
        count = max(self._number(groups["n"]), 1) if groups.get("n") else 1
        unit = self._unit(groups["u"])
        if (count, unit) == (9, "month"):  # "6 tháng, 9 tháng, năm": at the end of the first nine months
            return Recurrence("YEARLY", months=(9,))
        return every(count, unit)

    def _number(self, written: str) -> int:
        if written.isdigit():
            return int(written)
        value = 0
        for word in written.lower().split():
            number = self._numbers.get(word, 1)
            value = max(value, 1) * 10 if word == self._ten else value + number
        return value

    def _month(self, written: str) -> int:
        return self._months.get(written.lower()) or self._number(written)

    def _unit(self, written: str) -> Unit:
        return self._units[written.lower()]

    def _weekday_codes(self, match: regex.Match[str]) -> tuple[str, ...]:
        return tuple(self._weekdays[word.lower()] for word in match.captures("wd"))

    @staticmethod
    def _year(written: str | None) -> int | None:
        if written is None:
            return None
        return int(written) + (2000 if len(written) == 2 else 0)


def _days(
    piece: Piece, listed: list[tuple[int, int | None]], month: int | None = None, year: int | None = None
) -> Piece:
    """The piece with its days; marked impossible when one of them is in no calendar."""
    times = tuple(Partial(year, month, first, last_day=last) for first, last in listed)
    impossible = False
    for time in times:
        try:
            time.check()
        except ImpossibleDateError:
            impossible = True
    closed = has_range(listed)
    return replace(piece, grain="day", times=times, impossible=impossible, closed=closed)


def _monthly(days: tuple[int, ...]) -> Recurrence:
    return Recurrence("MONTHLY", days=days)


def _months(first: int, last: int | None, year: int | None) -> Partial:
    if not 1 <= first <= 12:
        raise ImpossibleDateError(f"month {first}")
    return Partial(year, first, last_month=last)
