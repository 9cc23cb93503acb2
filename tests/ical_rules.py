"""The rules of RFC 5545 that a calendar file can break, checked on its bytes and independently of any library."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from dateutil.rrule import rrulestr

if TYPE_CHECKING:
    from collections.abc import Iterator

PROPERTY = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*):(.*)', re.DOTALL)
TEXT = re.compile(r"(?:[^\\;,\x00-\x1f\x7f]|\\[\\;,nN])*")
DAY = re.compile(r"\d{8}")
MOMENT = re.compile(r"\d{8}T\d{6}Z?")
DURATION = re.compile(r"-?P(?:\d+W|(?=\d|T)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)")
INSIDE = {
    "": {"VCALENDAR"},
    "VCALENDAR": {"VTIMEZONE", "VTODO", "VEVENT"},
    "VTIMEZONE": {"STANDARD"},
    "VTODO": {"VALARM"},
    "VEVENT": {"VALARM"},
}
NEEDED = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "VTODO": {"UID", "DTSTAMP"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART"},
    "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"},
}
ENTRY = {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "RRULE", "SUMMARY", "DESCRIPTION", "CATEGORIES", "CLASS"}
ALLOWED = {
    "VCALENDAR": {"PRODID", "VERSION", "CALSCALE", "NAME", "X-WR-CALNAME"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"},
    "VTODO": ENTRY | {"DUE", "STATUS"},
    "VEVENT": ENTRY | {"DTEND", "TRANSP"},
    "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"},
}
TEXTS = {"SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME", "PRODID", "TZNAME", "UID"}


@dataclass
class Component:
    """A component as it stands in the file."""

    name: str
    properties: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)

    def get(self, name: str) -> tuple[dict[str, str], str] | None:
        return next(((parameters, value) for found, parameters, value in self.properties if found == name), None)


def problems(data: bytes) -> list[str]:
    """What is wrong with the file; nothing when it keeps the rules."""
    return [*_lines(data), *_content(data)]


def _lines(data: bytes) -> Iterator[str]:
    if not data.endswith(b"\r\n"):
        yield "the last line has no end"
    for number, line in enumerate(data.removesuffix(b"\r\n").split(b"\r\n"), 1):
        if b"\r" in line or b"\n" in line:
            yield f"line {number}: a line ends without CRLF"
        if len(line) > 75:
            yield f"line {number}: {len(line)} octets"
        try:
            line.decode()
        except UnicodeDecodeError:
            yield f"line {number}: a letter is cut in two"


def _content(data: bytes) -> Iterator[str]:
    root = Component("")
    open_components = [root]
    for line in data.replace(b"\r\n ", b"").decode(errors="replace").split("\r\n")[:-1]:
        match = PROPERTY.fullmatch(line)
        if not match:
            yield f"no property: {line[:60]!r}"
            continue
        name, written, value = match.groups()
        if name == "BEGIN":
            component = Component(value)
            if value not in INSIDE.get(open_components[-1].name, ()):
                yield f"{value} inside {open_components[-1].name}"
            open_components[-1].components.append(component)
            open_components.append(component)
        elif name == "END":
            if open_components.pop().name != value:
                yield f"END:{value} closes something else"
        else:
            parameters = dict(part.split("=", 1) for part in written.split(";")[1:])
            open_components[-1].properties.append((name, parameters, value))
    if len(open_components) != 1 or len(root.components) != 1:
        yield "not one calendar from beginning to end"
        return
    calendar = root.components[0]
    zones = {zone.get("TZID")[1] for zone in calendar.components if zone.name == "VTIMEZONE"}  # type: ignore[index]
    for component in _all(calendar):
        yield from _properties(component, zones)
    entries = [entry for entry in calendar.components if entry.name != "VTIMEZONE"]
    uids = Counter(entry.get("UID") and entry.get("UID")[1] for entry in entries)  # type: ignore[index]
    yield from (f"the UID {uid} stands {count} times" for uid, count in uids.items() if count > 1)
    for entry in entries:
        yield from _times(entry)


def _all(component: Component) -> Iterator[Component]:
    yield component
    for inner in component.components:
        yield from _all(inner)


def _properties(component: Component, zones: set[str]) -> Iterator[str]:
    names = Counter(name for name, _, _ in component.properties)
    yield from (f"{component.name} without {name}" for name in NEEDED[component.name] - names.keys())
    yield from (f"{component.name} with {name}" for name in names.keys() - ALLOWED[component.name])
    yield from (f"{component.name} with {name} {count} times" for name, count in names.items() if count > 1)
    for name, parameters, value in component.properties:
        if name in TEXTS and not TEXT.fullmatch(value):
            yield f"{name}: not escaped: {value[:60]!r}"
        if name == "CATEGORIES" and not all(TEXT.fullmatch(part) for part in re.split(r"(?<!\\),", value)):
            yield f"{name}: not escaped: {value[:60]!r}"
        if name in ("DTSTART", "DTEND", "DUE"):
            shape = DAY if parameters.get("VALUE") == "DATE" else MOMENT
            if not shape.fullmatch(value):
                yield f"{name}: {value}"
            if "TZID" in parameters and parameters["TZID"] not in zones:
                yield f"{name}: the time zone {parameters['TZID']} is not described"
        if name == "DTSTAMP" and not re.fullmatch(r"\d{8}T\d{6}Z", value):
            yield f"{name}: {value} is not UTC"
        if name == "TRIGGER" and not DURATION.fullmatch(value):
            yield f"{name}: {value}"
        if name == "SEQUENCE" and not value.isdecimal():
            yield f"{name}: {value}"


def _times(entry: Component) -> Iterator[str]:
    start, rule = entry.get("DTSTART"), entry.get("RRULE")
    for name in ("DUE", "DTEND"):
        end = entry.get(name)
        if start and end:
            if start[0] != end[0]:
                yield f"{name} and DTSTART are of two types"
            elif end[1] <= start[1]:
                yield f"{name} {end[1]} is not later than DTSTART {start[1]}"
    if rule and not start:
        yield "RRULE without DTSTART"
    elif rule and start:
        begins = datetime.strptime(start[1][:8], "%Y%m%d")  # noqa: DTZ007 - a day
        if next(iter(rrulestr(rule[1], dtstart=begins))) != begins:
            yield f"DTSTART {start[1]} is no occurrence of {rule[1]}"
        if start[0].get("VALUE") == "DATE" and re.search(r"BY(?:HOUR|MINUTE|SECOND)", rule[1]):
            yield "a clock time in the rule of whole days"
    for alarm in entry.components:
        trigger = alarm.get("TRIGGER")
        anchor = "DTSTART" if not trigger or trigger[0].get("RELATED") != "END" else "DUE"
        if entry.get(anchor) is None and not (entry.name == "VEVENT" and anchor == "DUE"):
            yield f"an alarm that counts from {anchor}, which is not there"
