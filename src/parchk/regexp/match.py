"""What a pattern finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from pcre2 import _cy as _library

from parchk.regexp.subject import Subject

if TYPE_CHECKING:
    from parchk.regexp.pattern import Pattern

span_in: Callable[[Any, str | bytes, int], tuple[int, int]] = _library.match_substring_span_bynumber
"""``[start, end)`` of a group by its number: in characters of a text, in bytes of bytes."""


class Match(Struct, eq=False, gc=False):
    """Where a pattern matches. Groups go by number or name, as in the standard library's ``re``."""

    _data: Any
    re: Pattern
    string: str
    """The text that was looked at."""
    _looked_at: str | bytes

    def span(self, group: int | str = 0) -> tuple[int, int]:
        """``[start, end)`` of a group in characters; ``(-1, -1)`` if it took no part."""
        if isinstance(group, int):
            return self._numbered(group)
        for number in self.re.groups[group]:
            span = self._numbered(number)
            if span[0] >= 0:
                return span
        return -1, -1

    def _numbered(self, group: int) -> tuple[int, int]:
        return span_in(self._data, self.string, group)

    def start(self, group: int | str = 0) -> int:
        """Where a group begins; -1 if it took no part."""
        return self.span(group)[0]

    def end(self, group: int | str = 0) -> int:
        """Where a group ends; -1 if it took no part."""
        return self.span(group)[1]

    def spans(self, name: str) -> list[tuple[int, int]]:
        """The span of each of the groups with this name that took part."""
        return [span for span in map(self._numbered, self.re.groups[name]) if span[0] >= 0]

    def __getitem__(self, group: int | str) -> str:
        start, end = self.span(group)
        # A group that took no part reads as None, as everywhere; the type says what callers rely on.
        return self.string[start:end] if start >= 0 else None  # type: ignore[return-value]

    def groupdict(self) -> dict[str, str]:
        """What each named group matched; ``None`` for one that took no part."""
        return {name: self[name] for _, name in self.re.numbered}

    @property
    def alternative(self) -> str | None:
        """The first named group that took part: of a pattern of named alternatives, which one it was."""
        for number, name in self.re.numbered:
            if span_in(self._data, self._looked_at, number)[0] >= 0:
                return name
        return None


class MatchInDocument(Match, eq=False, gc=False):
    """The same in a long text, whose places have to be worked out."""

    _subject: Subject

    def _numbered(self, group: int) -> tuple[int, int]:
        start, end = span_in(self._data, self._looked_at, group)
        if start < 0:
            return -1, -1
        place = self._subject.place
        return place(start), place(end)

    def __getitem__(self, group: int | str) -> str:
        for number in (group,) if isinstance(group, int) else self.re.groups[group]:
            start, end = span_in(self._data, self._looked_at, number)
            if start >= 0:  # the words need no places
                return self._subject.data[start:end].decode()
        return None  # type: ignore[return-value]  # as in Match


class SlowMatch(Match, eq=False, gc=False):
    """The same for a match of the ``regex`` module."""

    def _numbered(self, group: int) -> tuple[int, int]:
        span: tuple[int, int] = self._data.span(group)
        return span

    @property
    def alternative(self) -> str | None:
        """The first named group that took part."""
        return next((name for number, name in self.re.numbered if self._data.start(number) >= 0), None)
