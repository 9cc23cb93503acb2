"""What the columns “status” and “done on” say, wherever they stand."""

from __future__ import annotations

from datetime import date
from typing import Final

from parchk.due import Said
from parchk.text import canonical_spelling
from parchk.write.xlsx.words import CLOSED

_CLOSED: Final = {canonical_spelling(state).casefold() for states in CLOSED.values() for state in states}


def said_of(status: str, done_on: str, last_day: date | None = None) -> Said | None:
    """Give what the two columns say, with the last day as somebody has put it; ``None`` when all is empty.

    >>> said_of("Hoàn thành", "2026-03-02")
    Said(words='Hoàn thành', is_closed=True, done_on=datetime.date(2026, 3, 2), last_day=None)
    >>> said_of("Đang thực hiện", "").is_closed
    False
    """
    if not (status or done_on or last_day):
        return None
    is_closed = bool(done_on) or canonical_spelling(status).casefold() in _CLOSED
    try:
        day = date.fromisoformat(done_on)
    except ValueError:  # words in place of a day
        day = None
    return Said(status, is_closed, day, last_day)
