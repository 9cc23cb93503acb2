"""Join what belongs to one recurring duty: its cycle, its day, its beginning.

``Định kỳ hàng tháng (trước ngày 10 của tháng)`` is one deadline, and so is ``báo cáo quý trước ngày 25 tháng cuối
quý``; ``định kỳ 6 tháng, năm`` are two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from parchk.dates import Recurrence
from parchk.spans import DeadlineMention

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from parchk.recognise.deadlines_meaning import Item


class Duty(Struct, gc=False):  # never part of a circle
    """A recurring duty and the items whose words state it."""

    items: list[Item]
    cycle: Recurrence
    day: Recurrence | None

    @property
    def first(self) -> Item:
        """The item that states the cycle."""
        return self.items[0]

    def rule(self) -> Recurrence:
        """The cycle with its day."""
        if self.day is None:
            return self.cycle
        if self.day.freq == "YEARLY" or self.day.months:
            return replace(self.day, freq="YEARLY", interval=self.cycle.interval if self.cycle.freq == "YEARLY" else 1)
        return replace(self.day, freq=self.cycle.freq, interval=self.cycle.interval)


def fits(cycle: Recurrence, day: Recurrence) -> bool:
    """A duty of this cycle can have this day: a weekday a weekly one, a day and month a yearly one."""
    if cycle.months or cycle.days:
        return False
    if day.weekdays and day.freq == "WEEKLY":
        return cycle.freq == "WEEKLY"
    if day.months and len(day.months) == 4:  # a day of each quarter
        return (cycle.freq, cycle.interval) == ("MONTHLY", 3)
    if day.freq == "YEARLY" or day.months:
        return cycle.freq == "YEARLY" or (cycle.freq == "MONTHLY" and cycle.interval in {3, 6})
    return cycle.freq == "MONTHLY"


def recurring(
    items: Sequence[Item], *, close: Callable[[int, int], bool], listed: Callable[[int, int], bool]
) -> tuple[list[Duty], list[Item]]:
    """The recurring duties of one sentence, and the items that are left.

    ``close(end, start)`` says that only words such as ``của`` stand between two times, ``listed`` that a list's do.
    """
    if not any(item.cycle is not None for item in items):
        return [], list(items)
    used: set[int] = set()
    duties: dict[int, Duty] = {
        at: Duty([item], item.cycle, item.day) for at, item in enumerate(items) if item.cycle is not None
    }
    _adjacent(items, duties, used, close, listed)
    _following(items, duties, used)
    _preceding(items, duties, used)
    kept = _fold(duties)
    rest = [item for at, item in enumerate(items) if at not in used and at not in duties]
    return kept, rest


def _take(duty: Duty, item: Item, day: Recurrence) -> None:
    """Give the duty a (further) day."""
    if duty.day is None:
        duty.day = day
    else:
        duty.day = replace(
            duty.day,
            months=tuple(sorted({*duty.day.months, *day.months})),
            days=tuple(sorted({*duty.day.days, *day.days})),
            weekdays=tuple(dict.fromkeys((*duty.day.weekdays, *day.weekdays))),
        )
    duty.items.append(item)


def _same_days(duty: Duty, day: Recurrence) -> bool:
    """Two days fit one rule: the same day of several months, or several days of every month."""
    if duty.day is None:
        return True
    if duty.day.months or day.months:
        return duty.day.days == day.days or duty.day.months == day.months
    return True


def _adjacent(
    items: Sequence[Item],
    duties: dict[int, Duty],
    used: set[int],
    close: Callable[[int, int], bool],
    listed: Callable[[int, int], bool],
) -> None:
    """``ngày 15/6 và ngày 15/12 hằng năm``: days right before the cycle."""
    for at in sorted(duties):
        duty = duties[at]
        if duty.day is not None:
            continue
        before, edge = at - 1, items[at].start
        touching = close
        while before >= 0 and before not in used and before not in duties:
            item = items[before]
            if item.day is None or not fits(duty.cycle, item.day) or not touching(item.end, edge):
                break
            if not _same_days(duty, item.day):
                extra = Duty([item], duty.cycle, item.day)
                duties[before] = extra
            else:
                _take(duty, item, item.day)
                used.add(before)
            edge = item.start
            touching = listed
            before -= 1


def _following(items: Sequence[Item], duties: dict[int, Duty], used: set[int]) -> None:
    """``Định kỳ 6 tháng, hằng năm báo cáo trước ngày 15/6, 15/12``: cycles first, their days after them."""
    waiting: list[Duty] = []
    days: list[int] = []

    def settle() -> None:
        free = [duty for duty in waiting if duty.day is None]
        loose = list(days)
        if free and loose:
            spare = len(free) - len(loose)
            for number, at in enumerate(loose):
                day = items[at].day
                if day is None:
                    continue
                wanted = min(number + max(spare, 0), len(free) - 1)
                # Where the counts do not match, one of the last few takes the day (few: a hostile line has thousands).
                for duty in (free[wanted], *free[:-4:-1]):
                    if fits(duty.cycle, day) and _same_days(duty, day):
                        _take(duty, items[at], day)
                        used.add(at)
                        break
        waiting.clear()
        days.clear()

    for at, item in enumerate(items):
        if at in duties:
            if days:
                settle()
            waiting.append(duties[at])
        elif at not in used and item.day is not None and item.tied:
            days.append(at)
    settle()


def _preceding(items: Sequence[Item], duties: dict[int, Duty], used: set[int]) -> None:
    """``Trước ngày 10 gửi báo cáo hằng tháng``: a bare day of the month before its cycle."""
    for at in sorted(duties):
        duty, before = duties[at], at - 1
        if duty.day is None and before >= 0 and before not in used and before not in duties:
            item = items[before]
            weekday = item.day is not None and bool(item.day.weekdays)
            whole = item.mention is not None and "month" not in item.mention.inferred and not weekday
            if item.day is not None and item.tied and not whole and fits(duty.cycle, item.day):
                _take(duty, item, item.day)
                used.add(before)


def _period(duty: Duty) -> tuple[str, int]:
    """How often, whatever the day: a day of each quarter is a quarterly duty."""
    rule = duty.cycle
    if len(rule.months) == 4:
        return "MONTHLY", 3
    if rule.months:
        return "YEARLY", 1
    return rule.freq, rule.interval


def _fold(duties: dict[int, Duty]) -> list[Duty]:
    """``Định kỳ hằng tháng … trước ngày 10 của tháng``: a cycle without a day joins the one that has it."""
    order = [duties[at] for at in sorted(duties)]
    gone: set[int] = set()
    for at, duty in enumerate(order):
        if duty.day is not None:
            continue
        for near in (at + 1, at - 1, *range(at + 2, min(at + 4, len(order)))):
            if not 0 <= near < len(order) or near in gone:
                continue
            other = order[near]
            half_year = duty.cycle.interval == 6 and _period(other)[0] == "YEARLY" and near == at + 1
            if other.day is not None and (_period(other) == _period(duty) or half_year):
                other.items.extend(duty.items)
                gone.add(at)
                break
    return [duty for at, duty in enumerate(order) if at not in gone]


def spanned(text: str, items: Sequence[Item]) -> tuple[int, int, tuple[tuple[int, int], ...]]:
    """Start, end and, when words of the sentence stand between them, the parts of a joined deadline."""
    parts: list[tuple[int, int]] = []
    for item in items:
        start, end = item.start, item.end
        if parts and start <= parts[-1][1]:
            parts[-1] = (parts[-1][0], max(end, parts[-1][1]))
        elif parts and not any(letter.isalnum() for letter in text[parts[-1][1] : start]):
            opened = "(" in text[parts[-1][1] : start]
            if opened and text[end : end + 1] == ")":
                end += 1
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    return parts[0][0], parts[-1][1], tuple(parts) if len(parts) > 1 else ()


def mention_of(text: str, duty: Duty, *, weak: bool, beginning: Item | None = None) -> DeadlineMention:
    """The finished mention, with the first day when the sentence says when the duty begins."""
    items = sorted((item for item in duty.items if not item.silent), key=lambda item: item.start)
    start_on = None
    if beginning is not None and beginning.mention is not None:
        items = sorted([*items, beginning], key=lambda item: item.start)
        start_on = beginning.mention.start_on
        if start_on and duty.cycle.freq not in {"HOURLY", "MINUTELY"}:  # clock times of longer cycles are left out
            start_on = start_on.partition("T")[0]
    start, end, parts = spanned(text, items)
    rule = next((item.rule for item in duty.items if item.cycle is not None), duty.first.rule)
    return DeadlineMention(
        start, end, "recurring", rule, parts, start_on=start_on, rrule=duty.rule().rrule(), weak=weak
    )
