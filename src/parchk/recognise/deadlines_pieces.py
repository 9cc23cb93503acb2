"""What the words of a piece of time say: its days, months, length, cycle.

The rules of ``deadlines.toml`` name the groups of their patterns alike (``d``, ``m``, ``y`` day, month, year …); a
rule's kind and value tell how they are to be read together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

from msgspec import Struct

from parchk import regexp
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
from parchk.recognise.deadlines_lists import has_range, joined, listed, quarter_number
from parchk.ruleset import alternation

if TYPE_CHECKING:
    from datetime import date

    from parchk.ruleset import Ruleset

_FILE = "deadlines"

Grain = Literal["day", "week", "month", "quarter", "half", "year"]


class Length(Struct, frozen=True, gc=False):  # never part of a circle
    """A duration as written."""

    count: int
    unit: Unit
    working_days: bool = False


class Piece(Struct, gc=False):  # never part of a circle
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


class Words(dict[str, Any]):
    """What the named groups of a rule matched; ``None`` for one that it does not have or that took no part."""

    def __missing__(self, name: str) -> None:
        return None


class PieceReader:
    """Reads pieces off what the rules of ``deadlines.toml`` matched."""

    def __init__(self, rules: Ruleset) -> None:
        self._units: dict[str, Unit] = {
            word: unit for unit in get_args(Unit) for word in rules.words(_FILE, f"unit_{unit}")
        }
        self._weekdays = {
            word: code
            for number, code in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), 1)
            for word in rules.words(_FILE, f"weekday_{number}")
        }
        self._weekday = regexp.compile(alternation(list(self._weekdays)), regexp.IGNORECASE)
        self._numbers = {word: value for value in range(1, 11) for word in rules.words(_FILE, f"so_{value}")}
        self._ten = rules.words(_FILE, "so_10")[-1]
        self._months = {word: value for value in (1, 12) for word in rules.words(_FILE, f"month_{value}")}

    def __call__(self, start: int, end: int, rule: Any, words: Words, issued_on: date | None) -> Piece:
        """The piece ``[start, end)`` that a rule found."""
        piece = Piece(start, end, rule.kind, rule.id)
        try:
            match rule.kind:
                case "time":
                    self._time(piece, words, rule.value, issued_on)
                case "recurrence":
                    self._recurrence(piece, words, rule.value)
                case "unit":
                    piece.recurrence, piece.sure = self.every(words), False
                case "clock":
                    hour = int(words["h"])
                    piece.clock = (hour + (12 if words["pm"] and hour < 12 else 0), int(words["mi"] or 0))
                case "weekday":
                    piece.weekdays = self._weekday_codes(words)
                case "duration":
                    working_days = bool(words["w"])
                    piece.length = Length(self._number(words["n"]), self._unit(words["u"]), working_days=working_days)
                case "vague":
                    self._vague(piece, words, issued_on)
        except ImpossibleDateError:
            return Piece(start, end, rule.kind, rule.id, grain="day", impossible=True)
        return piece

    def _time(self, piece: Piece, words: Words, shape: str | None, issued_on: date | None) -> None:
        year = self._year(words["y"])
        if "d" in words or "ds" in words:
            self._day(piece, words, shape, year, issued_on)
            return
        match shape:
            case "abbreviated":
                found = read_abbreviated(words["whole"])
                if found is None:
                    raise ImpossibleDateError(words["whole"])
                piece.grain, piece.times = "day", (Partial(found.year, found.month, found.day),)
            case "last-day":
                self._last_day(piece, words, year)
            case "first-days":
                self._first_days(piece, words, year)
            case "months-of-year":
                count = self._number(words["n"]) if words["n"] else 6
                if words["this"] and issued_on is not None:
                    year = issued_on.year
                piece.grain = "half"
                piece.times = (months_of_year(count, from_end=bool(words["z"] or words["half"]), year=year),)
            case "quarter":
                written = listed(words["qs"].lower())
                piece.grain, piece.closed = "quarter", has_range(written)
                piece.times = tuple(quarters(a, b, year) for a, b in joined(written))
            case "week":
                self._week(piece, words, year)
            case "around":
                self._around(piece, words, issued_on)
            case "month":
                written = listed(words["ms"]) if words["ms"][0].isdigit() else [(self._month(words["ms"]), None)]
                piece.grain, piece.closed = "month", has_range(written)
                piece.times = tuple(_months(a, b, year) for a, b in joined(written))
            case "month-number":
                piece.grain, piece.times, piece.sure = "month", (Partial(year, self._month(words["m"])),), False
            case "year" | "year-number":
                until = int(words["y2"]) if words["y2"] else None
                if until is not None and until < int(words["y"]):
                    raise ImpossibleDateError(f"{words['y']} to {until}")
                piece.grain, piece.times = "year", (Partial(year, last_year=until),)
                piece.sure, piece.closed = shape == "year", until is not None

    def _day(self, piece: Piece, words: Words, shape: str | None, year: int | None, issued_on: date | None) -> None:
        """Days that are named by their number."""
        match shape:
            case "day":
                _days(piece, [(self._number(words["d"]), None)], self._month(words["m"]), year)
            case "days":
                _days(piece, listed(words["ds"]), self._month(words["m"]), year)
            case "days-alone":
                days = listed(words["ds"])
                _days(piece, days)
                piece.recurrence = _monthly(tuple(first for first, last in days if last is None))
            case "month-day":
                days = listed(words["ds"])
                _days(piece, days)
                piece.times = ()
                # Of "từ ngày 20 đến 25 hằng tháng" the last day is the deadline.
                piece.recurrence = _monthly(tuple(day if last is None else last for day, last in days))
            case "next-month-day":
                day = self._number(words["d"])
                _days(piece, [(day, None)])
                piece.times, piece.recurrence, piece.sure = (), _monthly((day,)), False
                if issued_on is not None:
                    month = around("month", 0 if words["this"] else 1, issued_on).first
                    fixed = Partial(month.year, month.month, day).in_year(month.year)
                    piece.fixed = fixed._replace(inferred=("month", "year"))
            case "quarter-day":
                first = 3 if words["z"] else 1 if words["a"] else 2
                months = tuple(range(first, 13, 3))
                day = self._number(words["d"])
                Partial(month=12 if words["z"] else 1, day=day).check()
                piece.grain, piece.recurrence = "day", Recurrence("YEARLY", months=months, days=(day,))
            case "day-of-months":
                self._day_of_months(piece, words, year)

    def _last_day(self, piece: Piece, words: Words, year: int | None) -> None:
        piece.grain = "day"
        if words["m"] or words["q"]:
            month = int(words["m"]) if words["m"] else 3 * quarter_number(words["q"].lower())
            piece.times = (Partial(year, month, -1),)
            return
        months: tuple[int, ...] = (3, 6, 9, 12) if words["quarter"] else (12,) if words["yearly"] else ()
        if words["w"]:
            week = ("MO", "TU", "WE", "TH", "FR")
            piece.recurrence = Recurrence("MONTHLY", months=months, weekdays=week, position=-1)
        else:
            piece.recurrence = Recurrence("MONTHLY", months=months, days=(-1,))

    def _day_of_months(self, piece: Piece, words: Words, year: int | None) -> None:
        day = self._number(words["d"])
        months = tuple(dict.fromkeys(month for month, _ in listed(words["ms"])))
        times = tuple(Partial(year, month, day) for month in months)
        for time in times:
            time.check()
        piece.grain = "day"
        if year is not None:
            piece.times = times
        else:
            piece.recurrence = Recurrence("YEARLY", months=months, days=(day,))

    def _first_days(self, piece: Piece, words: Words, year: int | None) -> None:
        """``10 ngày đầu tháng 9``; of every month or quarter its last day is the duty's."""
        count = self._number(words["n"]) * (7 if words["u"].lower() == "tuần" else 1)
        if not 1 <= count <= 28:  # in a February there are no more
            raise ImpossibleDateError(f"{count} days of a month")
        piece.grain = "week"
        if words["m"]:
            first, last = (-count, -1) if words["z"] else (1, count)
            piece.times = (Partial(year, int(words["m"]), first, last_day=last),)
            return
        day = -1 if words["z"] else count
        if words["quarter"]:
            months = (3, 6, 9, 12) if words["z"] else (1, 4, 7, 10)
            piece.recurrence = Recurrence("YEARLY", months=months, days=(day,))
        else:
            piece.recurrence = _monthly((day,))

    def _week(self, piece: Piece, words: Words, year: int | None) -> None:
        piece.grain = "week"
        month = int(words["m"]) if words["m"] else None
        number = 1 if words["a"] else self._number(words["k"]) if words["k"] else None
        if month is not None:
            first, last = (-7, -1) if number is None else (7 * number - 6, min(7 * number, 28))
            piece.times = (Partial(year, month, first, last_day=last),)
        elif number is not None and year is not None and words["k"]:
            piece.fixed = iso_week(year, number)
        else:
            piece.kind = "skip"

    def _around(self, piece: Piece, words: Words, issued_on: date | None) -> None:
        unit: Unit = self._unit(words["u"]) if words["u"] else "day"
        offset = 1 if words["after"] or words["tomorrow"] else 0
        piece.grain = unit  # type: ignore[assignment]  # the pattern has no hours and minutes
        piece.fixed = around(unit, offset, issued_on) if issued_on is not None else None

    def _vague(self, piece: Piece, words: Words, issued_on: date | None) -> None:
        year = self._year(words["y"])
        piece.part = {"đầu": "first", "giữa": "middle"}.get(words["part"].lower(), "last")
        if words["m"]:
            piece.times = (Partial(year, int(words["m"])),)
        elif words["q"]:
            piece.times = (quarters(quarter_number(words["q"].lower()), year=year),)
        elif year is not None:
            piece.times = (Partial(year),)
        elif issued_on is not None:
            piece.fixed = around(self._unit(words["u"]), 0, issued_on)

    def _recurrence(self, piece: Piece, words: Words, shape: str | None) -> None:
        if shape == "times" or words["t"]:
            count = self._number(words["n"]) if words["n"] else 1
            count = max(count, 1) if shape == "times" else count
            piece.recurrence = times_per(self._number(words["t"]), count, self._unit(words["u"]))
            return
        piece.recurrence = self.every(words)
        piece.sure = bool(words["sure"]) or piece.rule not in {"hang", "cuoi-moi"}

    def every(self, words: Words) -> Recurrence:
        """The cycle that ``n`` and ``u`` say: ``6 tháng``."""
        count = max(self._number(words["n"]), 1) if words["n"] else 1
        unit = self._unit(words["u"])
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

    def _weekday_codes(self, words: Words) -> tuple[str, ...]:
        return tuple(self._weekdays[word.lower()] for word in self._weekday.findall(words["wds"]))

    @staticmethod
    def _year(written: str | None) -> int | None:
        if written is None:
            return None
        return int(written) + (2000 if len(written) == 2 else 0)


def _days(
    piece: Piece, listed: list[tuple[int, int | None]], month: int | None = None, year: int | None = None
) -> None:
    """Give the piece its days; it is impossible when one of them is in no calendar."""
    piece.grain, piece.closed = "day", has_range(listed)
    piece.times = tuple(Partial(year, month, first, last_day=last) for first, last in listed)
    try:
        for time in piece.times:
            time.check()
    except ImpossibleDateError:
        piece.impossible = True


def _monthly(days: tuple[int, ...]) -> Recurrence:
    return Recurrence("MONTHLY", days=days)


def _months(first: int, last: int | None, year: int | None) -> Partial:
    if not 1 <= first <= 12:
        raise ImpossibleDateError(f"month {first}")
    return Partial(year, first, last_month=last)
