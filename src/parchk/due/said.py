"""What people have said of tasks: of a whole task, or of one row of a table that was filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class About(NamedTuple):
    """The row of a schedule that a statement is about."""

    words: str
    """Those of the deadline, on one line; empty for a task without any."""
    day: date | None
    """Under which it was listed."""
    last: date | None
    """Its last day."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody has said of a task, or of one row of it."""

    words: str
    """The status as it was written; may be empty beside a day."""
    is_closed: bool = False
    done_on: date | None = None
    last_day: date | None = None
    """The last day as somebody has put it, in the place of the document's nearest."""
    done_words: str = ""
    """What stands in the place of :attr:`done_on` and is no day."""
    due_words: str = ""
    """What stands in the place of :attr:`last_day` and is no day."""
    about: About | None = None
    """``None``: the task, whatever its rows."""

    @property
    def is_empty(self) -> bool:
        """Nothing was filled in."""
        return not (self.words or self.is_closed or self.last_day or self.due_words)

    def over(self, earlier: Said) -> Said:
        """Put this later statement over an earlier one: what it leaves empty stays as it was.

        >>> Said("").over(Said("Hoàn thành", is_closed=True)).is_closed
        True
        >>> Said("Đang thực hiện").over(Said("Hoàn thành", is_closed=True)).is_closed
        False
        """
        is_reopened = bool(self.words) and not self.is_closed
        kept = Said("") if is_reopened else earlier
        has_day = self.done_on is not None or bool(self.done_words)
        has_due = self.last_day is not None or bool(self.due_words)
        return Said(
            self.words or earlier.words,
            self.is_closed or kept.is_closed,
            self.done_on if has_day else kept.done_on,
            self.last_day if has_due else earlier.last_day,
            self.done_words if has_day else kept.done_words,
            self.due_words if has_due else earlier.due_words,
            self.about,
        )


def combined(statements: Iterable[Said]) -> tuple[Said, ...]:
    """Put statements about one thing together, later ones over earlier ones; that on the whole task comes first."""
    made: dict[About | None, Said] = {None: Said("")}
    for one in statements:
        made[one.about] = one.over(made[one.about]) if one.about in made else one
    return tuple(made.values())
