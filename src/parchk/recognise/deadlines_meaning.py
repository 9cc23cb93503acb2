"""Phrases to deadlines: what a trigger and a time mean together.

The result is a list of items: finished mentions, and those that may still become part of a recurring duty (a day
without a year beside ``hằng năm``), which :mod:`parchk.recognise.deadlines_recurring` joins.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from parchk import regexp
from parchk.dates import (
    VIETNAM,
    WEEKDAYS,
    ImpossibleDateError,
    Partial,
    Recurrence,
    Stretch,
    WorkCalendar,
    clock,
    due_after,
    duration,
    next_weekday,
    shift,
)
from parchk.recognise.deadlines_phrases import completed
from parchk.spans import DeadlineMention

if TYPE_CHECKING:
    from datetime import date

    from parchk.recognise.deadlines_phrases import Phrase

_NUMBER = regexp.compile(r"\d+")
_BY = {"before", "by", "until"}


class Item(Struct, gc=False):  # never part of a circle
    """One time of a sentence on its way to a mention."""

    start: int
    end: int
    rule: str
    mention: DeadlineMention | None = None
    """What it is by itself; ``None``: nothing, unless it joins a recurring duty."""
    cycle: Recurrence | None = None
    """It states a recurring duty (``hằng quý``), with its day (``ngày 10 của tháng``) or without."""
    day: Recurrence | None = None
    """The days and months that it would give to a recurring duty."""
    silent: bool = False
    """It names the kind of report (``báo cáo quý``): a cycle only together with its day, and none of its words."""
    tied: bool = False
    """It has a trigger or stands in brackets: it may be the day of a cycle that stands apart."""


def meaning(text: str, phrase: Phrase, issued_on: date | None, calendar: WorkCalendar = VIETNAM) -> list[Item]:
    """The items that one phrase gives: several for ``trước ngày 15 và 30/9``, none for what is no deadline.

    Working days are counted by ``calendar``.
    """
    piece = phrase.piece
    if phrase.trigger == "done":  # "hoàn thành" is the act, not the time
        phrase.start = phrase.core
    tied = phrase.trigger is not None or text[phrase.core - 1 : phrase.core] == "("
    item = Item(phrase.start, phrase.end, phrase.rule, tied=tied, silent=piece.kind == "unit")
    match piece.kind:
        case "recurrence" | "unit":
            item.start = phrase.core if phrase.trigger in {"from", "now", "until"} else phrase.start
            item.cycle = piece.recurrence
            return [item]
        case "weekday":
            item.day = Recurrence("WEEKLY", weekdays=piece.weekdays)
            item.mention = _weekday(phrase, issued_on)
            return [item]
        case "duration":
            item.mention = _relative(phrase, issued_on, calendar)
            return [item] if item.mention else []
        case "vague":
            item.mention = _vague(phrase, issued_on)
            return [item] if item.mention else []
        case "time":
            return _time(text, phrase, item, issued_on)
    return []


def _mention(phrase: Phrase, kind: str, **values: Any) -> DeadlineMention:
    values.setdefault("weak", phrase.weak)
    return DeadlineMention(phrase.start, phrase.end, kind, phrase.rule, **values)


def _weekday(phrase: Phrase, issued_on: date | None) -> DeadlineMention | None:
    """``trước thứ Sáu``: the first one from the day of issue on, or after it where that day itself is too late."""
    weekdays = phrase.piece.weekdays
    if phrase.trigger not in _BY or len(weekdays) != 1:
        return None
    inclusive = phrase.trigger != "before"
    mention = _mention(phrase, "by", inclusive=inclusive)
    if issued_on is None:
        return mention
    after = issued_on if inclusive or phrase.clock else shift(issued_on, 1, "day")
    try:
        due = next_weekday(after, WEEKDAYS.index(weekdays[0])).isoformat() + (
            clock(*phrase.clock) if phrase.clock else ""
        )
    except ImpossibleDateError:
        return replace(mention, problem="impossible-date")
    return replace(mention, due=due, inferred=("date",))


def _relative(phrase: Phrase, issued_on: date | None, calendar: WorkCalendar) -> DeadlineMention | None:
    """``trong vòng 10 ngày kể từ ngày ký``; without a word that bounds it or an anchor a duration is a length."""
    length = phrase.piece.length
    bounded = phrase.trigger in {"before", "by", "within"} or phrase.bare
    if length is None or length.count == 0 or not (bounded or (phrase.anchor and phrase.trigger != "from")):
        return None
    if length.unit == "minute" and phrase.anchor is None:  # the length of a speech
        return None
    if length.unit == "hour" and phrase.trigger == "before" and phrase.anchor is None:  # "trước 16 giờ": of each day
        return None
    due = None
    if phrase.from_issue and issued_on is not None:
        try:
            due = due_after(issued_on, length.count, length.unit, working_days=length.working_days, calendar=calendar)
        except ImpossibleDateError:
            due = None
    return _mention(
        phrase,
        "relative",
        duration=duration(length.count, length.unit),
        working_days=length.working_days,
        anchor=phrase.anchor,
        due=due.isoformat() if due else None,
        inferred=("due",) if due else (),
    )


def _vague(phrase: Phrase, issued_on: date | None) -> DeadlineMention | None:
    """``cuối tháng 9``: its end is a day, its beginning and middle are not."""
    piece = phrase.piece
    if phrase.trigger is None and not phrase.bare:
        return None
    stretch = piece.fixed
    if piece.times:
        try:
            stretch = piece.times[0].complete(issued_on)
        except ImpossibleDateError:
            return None
    if stretch is not None and phrase.last is None:
        if phrase.trigger in _BY and piece.part == "last":
            return _mention(
                phrase,
                "by",
                due=stretch.last.isoformat(),
                inclusive=phrase.trigger != "before",
                inferred=stretch.inferred,
            )
        if phrase.trigger == "from" and piece.part == "first":
            past = issued_on is not None and stretch.first < issued_on  # "từ đầu năm": what was done so far
            return _mention(
                phrase,
                "from",
                start_on=stretch.first.isoformat(),
                inferred=stretch.inferred,
                weak=phrase.weak or past,
            )
    return _mention(phrase, "from" if phrase.trigger == "from" else "period", weak=True)


def _time(text: str, phrase: Phrase, item: Item, issued_on: date | None) -> list[Item]:
    piece = phrase.piece
    if piece.recurrence is not None and not piece.times and piece.fixed is None:
        if piece.impossible:
            item.mention = _impossible(phrase)
            return [item]
        if piece.sure:  # "ngày 10 của tháng"
            item.cycle = item.day = piece.recurrence
            return [item]
    if not _counts(phrase):
        found: list[DeadlineMention] = []
    elif piece.impossible or (phrase.last is not None and phrase.last.impossible):
        found = [_impossible(phrase)]
    else:
        found = [x for x in _calendar(text, phrase, issued_on) if not _is_past(phrase, x, issued_on)]
    day = None if piece.impossible or phrase.last is not None else _day(phrase)
    if not found:
        item.day = day
        return [item] if day is not None and _counts_with_cycle(phrase) else []
    return [
        Item(mention.start, item.end, item.rule, mention, day=day, silent=item.silent, tied=item.tied)
        for mention in found
    ]


def _is_past(phrase: Phrase, mention: DeadlineMention, issued_on: date | None) -> bool:
    """``công trình khởi công trước năm 2020``: the time tells of what was done, when it was over on that day."""
    last = mention.due or mention.start_on
    return phrase.described and issued_on is not None and last is not None and last < issued_on.isoformat()


def _is_anniversary(phrase: Phrase) -> bool:
    """``(27/7/1947 - 27/7/2027)``: the same day of two years."""
    if phrase.trigger is not None or phrase.bare or phrase.last is None:
        return False
    if len(phrase.piece.times) != 1 or len(phrase.last.times) != 1:
        return False
    first, last = phrase.piece.times[0], phrase.last.times[0]
    same = (first.day, first.month) == (last.day, last.month)
    return same and first.day is not None and first.year is not None and first.year != last.year


def _counts(phrase: Phrase) -> bool:
    """The time bounds something: by its trigger, on a label line, or because a stretch needs none."""
    piece = phrase.piece
    if _is_anniversary(phrase):
        return False
    if phrase.trigger is not None:
        if phrase.trigger == "done":
            return piece.sure
        return piece.rule != "ky-nay" or piece.grain != "day" or phrase.trigger in _BY | {"within"}
    if phrase.bare:
        return True
    if phrase.last is not None and piece.grain != "year":
        return not (piece.times and piece.times[0].day is not None and phrase.last.grain != "day")
    if not piece.sure or piece.grain in {"day", None}:
        return False
    if piece.grain == "year":
        return phrase.initial and piece.fixed is None
    return True


def _counts_with_cycle(phrase: Phrase) -> bool:
    """A day without a trigger may belong to a cycle beside it (``ngày 15/12 hằng năm``)."""
    return phrase.piece.grain in {"day", "month", "quarter", "half"}


def _day(phrase: Phrase) -> Recurrence | None:
    """What the time would say of a recurring duty; nothing when it names a year."""
    piece = phrase.piece
    if piece.recurrence is not None:
        return piece.recurrence
    if piece.fixed is not None or not piece.times or any(time.year is not None for time in piece.times):
        return None
    days: list[int] = []
    months: list[int] = []
    for time in piece.times:
        if time.month is None:
            return None
        if time.day is not None:
            days.extend(range(time.day, (time.last_day or time.day) + 1) if time.day > 0 else [time.day])
            months.append(time.month)
        elif phrase.trigger == "before":
            days.append(1)
            months.append(time.month)
        elif time.last_month is not None:  # a quarter, a half-year: its last day
            days.append(-1)
            months.append(time.last_month)
        else:
            months.append(time.month)
    return Recurrence("YEARLY", months=tuple(dict.fromkeys(months)), days=tuple(dict.fromkeys(days)))


def _impossible(phrase: Phrase) -> DeadlineMention:
    kind = "period" if phrase.last is not None or phrase.trigger == "within" else "by"
    if phrase.trigger == "from" and phrase.last is None:
        kind = "from"
    inclusive = phrase.trigger != "before" if kind == "by" else None
    return _mention(phrase, kind, inclusive=inclusive, problem="impossible-date")


def _calendar(text: str, phrase: Phrase, issued_on: date | None) -> list[DeadlineMention]:
    """The mentions of a day, month, quarter or year; with ``_counts`` asked before."""
    try:
        if phrase.last is not None:
            return [_between(phrase, issued_on)]
        stretches = _stretches(phrase, issued_on)
        hour = clock(*phrase.clock) if phrase.clock else ""
    except ImpossibleDateError:
        return [_impossible(phrase)]
    piece = phrase.piece
    issued = issued_on.isoformat() if issued_on else None
    if not stretches:  # the year is missing and the day of issue is not known
        return [_bounded(phrase, None, hour, issued)]
    single = piece.grain == "day" and phrase.trigger not in {"within", "from", "now"}
    if phrase.trigger in _BY or single:
        if _consecutive(stretches) and phrase.trigger not in _BY and len(stretches) > 1:
            return [_period(phrase, stretches[0], stretches[-1])]
        return _each(text, phrase, [_bounded(phrase, stretch, hour, issued) for stretch in stretches])
    if len(stretches) > 1 and not _consecutive(stretches):
        return _each(text, phrase, [_bounded(phrase, stretch, hour, issued) for stretch in stretches])
    whole = stretches[0]._replace(last=stretches[-1].last)
    mention = _bounded(phrase, whole, hour, issued)
    past = issued_on is not None and whole.last < issued_on and piece.grain in {"year", "half", "quarter"}
    unsure = phrase.trigger is None and not phrase.bare and piece.fixed is None and "year" in whole.inferred
    if past or (unsure and not phrase.final and not phrase.initial):
        mention = replace(mention, weak=True)
    if piece.rule == "ky-nay" and phrase.trigger is None and piece.grain == "year":
        mention = replace(mention, weak=True)
    return [mention]


def _stretches(phrase: Phrase, issued_on: date | None) -> list[Stretch]:
    piece = phrase.piece
    if piece.fixed is not None:
        return [piece.fixed]
    found = [time.complete(issued_on) for time in piece.times]
    return [stretch for stretch in found if stretch is not None]


def _bounded(phrase: Phrase, stretch: Stretch | None, hour: str, issued: str | None) -> DeadlineMention:
    """The mention of one stretch by the trigger's meaning; ``stretch`` is ``None`` when it cannot be known."""
    inferred = stretch.inferred if stretch else ()
    first = stretch.first.isoformat() if stretch else None
    last = stretch.last.isoformat() if stretch else None
    single = phrase.piece.grain == "day" and (stretch is None or stretch.first == stretch.last)
    if phrase.trigger == "before":
        due = first + hour if first else None
        return _mention(phrase, "by", due=due, inclusive=False, inferred=inferred)
    if phrase.trigger in _BY or (single and phrase.trigger in {"at", "done", None}):
        due = last + hour if last else None
        return _mention(phrase, "by", due=due, inclusive=True, inferred=inferred)
    if phrase.trigger == "from" and not phrase.piece.closed:
        start = first + hour if first else None
        return _mention(phrase, "from", start_on=start, inferred=inferred)
    if phrase.trigger == "now":
        start = issued if issued and last and issued <= last else None  # a last day before the issue is a slip
        return _mention(phrase, "period", start_on=start, due=last, inferred=inferred)
    return _mention(phrase, "period", start_on=first, due=last, inferred=inferred)


def _period(phrase: Phrase, first: Stretch, last: Stretch) -> DeadlineMention:
    inferred = tuple(dict.fromkeys(first.inferred + last.inferred))
    return _mention(phrase, "period", start_on=first.first.isoformat(), due=last.last.isoformat(), inferred=inferred)


def _between(phrase: Phrase, issued_on: date | None) -> DeadlineMention:
    """``từ … đến …``."""
    if phrase.last is None:
        raise ValueError("no range")
    first, last = _ends(phrase.piece.times, phrase.last.times)
    closing = phrase.last.fixed or (last.complete(issued_on) if last else None)
    opening = phrase.piece.fixed
    if opening is None and first is not None and closing is not None:
        opening = _opening(first, closing)
    if opening is None or closing is None:
        return _mention(phrase, "period")
    due = closing.last
    if phrase.last_before:
        due = shift(closing.first, -1, "day")
    if opening.first > due:
        raise ImpossibleDateError(f"{opening.first} to {due}")
    hour = clock(*phrase.last_clock) if phrase.last_clock else ""
    start = opening.first.isoformat() + (clock(*phrase.clock) if phrase.clock else "")
    inferred = tuple(dict.fromkeys(closing.inferred + tuple(x for x in opening.inferred if x != "year")))
    mention = _mention(phrase, "period", start_on=start, due=due.isoformat() + hour, inferred=inferred)
    if phrase.trigger in _BY:  # "hoàn thành đến ngày 15 - 20/8": they bind the last day only
        return replace(mention, kind="by", start_on=None, inclusive=phrase.trigger != "before")
    return mention


def _ends(first: tuple[Partial, ...], last: tuple[Partial, ...]) -> tuple[Partial | None, Partial | None]:
    if first and last:
        return completed(first[0], last[-1])
    return (first[0] if first else None), (last[-1] if last else None)


def _opening(first: Partial, closing: Stretch) -> Stretch | None:
    if first.year is not None:
        return first.in_year(first.year)
    found = first.in_year(closing.last.year, closing.last.month)
    return found if found.first <= closing.last else first.in_year(closing.last.year - 1, closing.last.month)


def _consecutive(stretches: list[Stretch]) -> bool:
    return all(earlier.last.toordinal() + 1 == later.first.toordinal() for earlier, later in pairwise(stretches))


def _each(text: str, phrase: Phrase, mentions: list[DeadlineMention]) -> list[DeadlineMention]:
    """Give each of several days its own place: the first keeps the trigger, the others stand at their numbers."""
    if len(mentions) < 2:
        return mentions
    numbers = [match.start() for match in _NUMBER.finditer(text, phrase.core, phrase.end)]
    placed = [mentions[0]]
    for number, mention in zip(numbers[1:], mentions[1:], strict=False):
        placed.append(replace(mention, start=number))
    if len(placed) > 1 and placed[1].start > placed[0].start:
        placed[0] = replace(placed[0], end=numbers[0] + len(_NUMBER.match(text, numbers[0])[0]))  # type: ignore[index]
    return placed
