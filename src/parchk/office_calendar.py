"""An office's own calendar: days off and days worked that the public holidays of Vietnam do not tell.

A TOML file with up to three keys, laid over the public holidays::

    days_off = ["2026-02-13"]        # TOML dates without quotation marks will do as well
    working_days = ["2026-02-28"]    # made up for a bridge day
    weekend = ["SU"]                 # instead of Saturday and Sunday
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from typing import TYPE_CHECKING

from parchk.dates import WEEKDAYS, WorkCalendar
from parchk.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

_KEYS = ("days_off", "working_days", "weekend")


def read_calendar(path: Path) -> WorkCalendar:
    """Read the file; :class:`~parchk.errors.UsageError` names the file and the key that is wrong."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"calendar {path}: cannot be read: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"calendar {path}: is not a TOML file: {error}") from error
    unknown = next((key for key in content if key not in _KEYS), None)
    if unknown is not None:
        raise UsageError(f"calendar {path}, key {unknown!r}: not known; the keys are {', '.join(_KEYS)}")
    days_off = _days(path, "days_off", content.get("days_off", []))
    working_days = _days(path, "working_days", content.get("working_days", []))
    both = sorted(days_off & working_days)
    if both:
        raise UsageError(f"calendar {path}, key 'working_days': {both[0]} is in days_off as well")
    return WorkCalendar(days_off, working_days, _weekend(path, content.get("weekend", ["SA", "SU"])))


def _listed(path: Path, key: str, value: object) -> list[object]:
    if not isinstance(value, list):
        raise UsageError(f"calendar {path}, key {key!r}: must be a list in square brackets")
    return value


def _days(path: Path, key: str, value: object) -> frozenset[date]:
    days: set[date] = set()
    for entry in _listed(path, key, value):
        if isinstance(entry, date) and not isinstance(entry, datetime):
            days.add(entry)
            continue
        try:
            days.add(date.fromisoformat(entry if isinstance(entry, str) else ""))
        except ValueError as error:
            written = entry if isinstance(entry, str) else str(entry)
            raise UsageError(
                f"calendar {path}, key {key!r}: {written!r} is not a day; write it like 2026-02-16"
            ) from error
    return frozenset(days)


def _weekend(path: Path, value: object) -> frozenset[int]:
    days: set[int] = set()
    for entry in _listed(path, "weekend", value):
        if entry not in WEEKDAYS:
            raise UsageError(f"calendar {path}, key 'weekend': {entry!r} is not one of {', '.join(WEEKDAYS)}")
        days.add(WEEKDAYS.index(str(entry)))
    if len(days) == len(WEEKDAYS):
        raise UsageError(f"calendar {path}, key 'weekend': no day of the week would be left to work on")
    return frozenset(days)
