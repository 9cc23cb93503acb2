"""iCalendar (RFC 5545): a to-do for each deadline of each task, or an event for programs that show no to-dos.

A day stands where calendars are to show it:

* The last day of a task is the DUE of its to-do. RFC 5545 calls DUE the moment *before* which a to-do is to be done,
  so that a strict program takes a task for overdue on its last day already. One day more would let all others (Apple,
  Nextcloud, Tasks.org) show every task a day late, and that is the worse error.
* DUE must lie after DTSTART. A recurring to-do therefore has its days in DTSTART and RRULE, and no DUE.
* DTSTAMP is the day of issue: the same results give the same bytes. A reader's corrections count as revisions
  (SEQUENCE), and no date of a deadline is part of a UID, so that a corrected one takes the place of the old.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from itertools import chain, islice
from typing import TYPE_CHECKING

from icalendar import Calendar, Timezone, TimezoneStandard

from parchk.dates import VIETNAM
from parchk.deadline_days import VIETNAM_TIME
from parchk.write.ics.describe import calendar_name
from parchk.write.ics.entry import Text, another_uid, entry
from parchk.write.ics.items import items

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from icalendar import Event, Todo

    from parchk.models import Directive
    from parchk.wording import Lang
    from parchk.write import Style
    from parchk.write.ics.items import Item

_END = b"END:VCALENDAR\r\n"


def chunks(results: Iterable[Directive], style: Style) -> Iterator[bytes]:
    """One calendar of all results, Vietnamese unless another language is asked for.

    A task without a day is a to-do without a date, and no event.
    """
    lang = style.lang or "vi"
    rest = iter(results)
    first = list(islice(rest, 2))
    every = (item for result in chain(first, rest) for item in items(result, style.calendar or VIETNAM))
    yield from calendar(every, calendar_name(first, lang), style, lang)


def calendar(items: Iterable[Item], name: str, style: Style, lang: Lang) -> Iterator[bytes]:
    """One calendar of this name with these items."""
    yield _frame(name, lang).removesuffix(_END)
    yield from _distinct(entry(item, style, lang) for item in items if not style.events or item.at.day is not None)
    yield _END


def without_day(results: Iterable[Directive]) -> int:
    """Count the deadlines that no day can be told of: they are to-dos without a date, and no events."""
    return sum(
        item.deadline is not None and item.at.day is None for result in results for item in items(result, VIETNAM)
    )


def _frame(name: str, lang: Lang) -> bytes:
    """Write the calendar without its entries."""
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", f"-//parchk//parchk//{lang.upper()}")
    made.add("calscale", "GREGORIAN")
    made.add("name", Text(name))  # RFC 7986
    made.add("x-wr-calname", Text(name))  # what programs read
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", VIETNAM_TIME.key)
    standard.add("dtstart", datetime(1975, 6, 13))  # noqa: DTZ001 - RFC 5545 has local time here; since then it is +07
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone.add_component(standard)
    made.add_component(zone)
    written: bytes = made.to_ical(sorted=False)
    return written


def _distinct(entries: Iterable[Event | Todo]) -> Iterator[bytes]:
    """Write each UID once: a document that was read twice gives every entry once.

    Where entries differ in spite of one UID, all are written, and the later ones get UIDs of their own.
    """
    seen: dict[str, str] = {}
    for made in entries:
        uid, written = str(made["uid"]), made.to_ical(sorted=False)
        digest = hashlib.sha256(written).hexdigest()
        if seen.get(uid, digest) != digest:
            uid = another_uid(uid, digest)
            made["uid"] = uid
            written = made.to_ical(sorted=False)
        if uid not in seen:
            seen[uid] = digest
            yield written
