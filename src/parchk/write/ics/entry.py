"""One entry of a calendar: a to-do or an event, with its alarm."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from icalendar import Alarm, Event, Todo, vRecur, vText

from parchk.deadline_days import VIETNAM_TIME, Place, day_of_issue, just_day
from parchk.wording import one_line, units
from parchk.write.ics.describe import description, title
from parchk.write.ics.items import Item

if TYPE_CHECKING:
    from parchk.wording import Lang
    from parchk.write import Style

_NAMESPACE = UUID("5f1d0a53-6c0e-5d0c-9a8d-0f6c1c1f7a52")
# When a document that does not say its day was last revised, nobody knows. No alarm rings on days before.
_NO_DAY = date(1970, 1, 1)
_MORNING = time(8)


class Text(vText):
    r"""Text in which ``\N`` stays as it is: icalendar takes it for a line break."""

    def to_ical(self) -> bytes:
        r"""Escape the text.

        >>> Text("D:\\Nam; a, b").to_ical()
        b'D:\\\\Nam\\; a\\, b'
        """
        escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode()


def entry(item: Item, style: Style, lang: Lang) -> Event | Todo:
    """Make the entry: an event where ``style`` wants events (the item must have a day then), else a to-do."""
    document, task, at = item.result.document, item.task, item.at
    made = Event() if style.events else Todo()
    made.add("uid", _uid(item, made.name or ""))
    made.add("dtstamp", datetime.combine(day_of_issue(document) or _NO_DAY, time(), UTC))
    if task.corrected:
        made.add("sequence", len(task.corrected))
    if isinstance(made, Event):
        _time_event(made, at)
    else:
        _time_todo(made, at)
    made.add("summary", Text(title(item, lang)))
    made.add("description", Text(description(item, lang)))
    number = one_line(document.number or "")
    if categories := list(dict.fromkeys(filter(None, (*units(task, "lead"), number)))):
        made.add("categories", [Text(category) for category in categories])
    if document.secrecy:
        made.add("class", "CONFIDENTIAL")
    if style.alarm is not None and at.day is not None and just_day(at.day) > _NO_DAY:
        made.add_component(_alarm(made, at.day, style.alarm))
    return made


def another_uid(uid: str, content: str) -> str:
    """Give an entry that shares its UID with another one a UID of its own."""
    return str(uuid5(_NAMESPACE, f"{uid}\n{content}"))


def _uid(item: Item, component: str) -> str:
    """Name the entry for ever: by issuer, number and year of the document, the task's words and which deadline it is.

    Its item is not part of the name: items are renumbered when one is put in. Numbers of documents begin anew every
    year. A to-do and an event are two things, and one calendar may hold both.
    """
    document = item.result.document
    issuer = document.issuer.name if document.issuer else ""
    year = (document.issued_on or str(document.issued_year or ""))[:4]
    known = document.number or document.subject or item.result.source.name
    return str(uuid5(_NAMESPACE, "\n".join((issuer, known, year, item.words, str(item.number), component))))


def _time_todo(todo: Todo, at: Place) -> None:
    start, due = at.start, at.due
    if start is not None and due is not None and isinstance(start, datetime) != isinstance(due, datetime):
        start, due = _moment(start), _moment(due)  # both have a clock time or neither has
    if start is not None:
        todo.add("dtstart", start)
    if at.rule:
        todo.add("rrule", vRecur.from_ical(at.rule))
    if due is not None:
        todo.add("due", due)
    todo.add("status", "NEEDS-ACTION")


def _time_event(event: Event, at: Place) -> None:
    day = at.day
    event.add("dtstart", day)
    if at.rule:
        event.add("rrule", vRecur.from_ical(at.rule))
    if day is not None and not isinstance(day, datetime) and day < date.max:
        event.add("dtend", day + timedelta(days=1))  # the first day that is no longer part of it
    event.add("transp", "TRANSPARENT")  # nobody is busy all day because something falls due


def _alarm(made: Event | Todo, day: date, before: int) -> Alarm:
    """Ring at eight in the morning, so many days before."""
    moment = _moment(day)  # a whole day begins at midnight, also that of a DUE
    ring = datetime.combine(just_day(day), _MORNING, VIETNAM_TIME) - timedelta(days=before)
    if isinstance(day, datetime) and ring >= moment:  # due at seven in the morning
        ring -= timedelta(days=1)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", made["summary"])
    alarm.add("trigger", ring - moment, {"RELATED": "END"} if "due" in made else {})
    return alarm


def _moment(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time(), VIETNAM_TIME)
