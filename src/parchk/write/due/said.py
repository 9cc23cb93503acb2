"""What the columns “status” and “done on” say, wherever they stand."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from parchk.due import About, Said
from parchk.text import canonical_spelling
from parchk.write.xlsx.words import CLOSED

_CLOSED: Final = {canonical_spelling(state).casefold() for states in CLOSED.values() for state in states}
_DAY = re.compile(
    r"(?:(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4}|\d\d)|(?P<iso>\d{4}-\d\d-\d\d))"
    r"(?:[T,\s]\s*\d{1,2}(?::\d\d){1,2}(?:\.\d+)?)?"
)


def day_of(written: str) -> date | None:
    """Read a day as people and spreadsheets write it, a time of day behind it; ``None`` for anything else.

    >>> day_of("31/3/26"), day_of("2026-03-31 17:00:00"), day_of("31/3")
    (datetime.date(2026, 3, 31), datetime.date(2026, 3, 31), None)
    """
    found = _DAY.fullmatch(written.strip())
    if found is None:
        return None
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        century = 2000 if len(found["y"]) < len("2026") else 0
        return date(century + int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None


def said_of(status: str, done_on: str, due: str = "", about: About | None = None) -> Said:
    """Give what the two columns say, and ``due``: the last day where somebody has put another one.

    >>> said_of("Hoàn thành", "2026-03-02").done_on
    datetime.date(2026, 3, 2)
    >>> said_of("Đang thực hiện", "").is_closed
    False
    """
    is_closed = bool(done_on) or canonical_spelling(status).casefold() in _CLOSED
    day, last_day = day_of(done_on), day_of(due)
    return Said(status, is_closed, day, last_day, "" if day else done_on, "" if last_day else due, about)
