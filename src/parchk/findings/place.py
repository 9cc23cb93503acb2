"""Where a finding stands: from code points of the text as read to lines and columns, as editors count them."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from parchk.text import quote

if TYPE_CHECKING:
    from parchk.models import Span

# What editors take for the end of a line. A form feed is a sign like any other to them.
_LINE_END = regex.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a text. Lines and columns count from 1, columns in code points; the end is behind the last one."""

    line: int
    column: int
    end_line: int
    end_column: int
    words: str
    """The stretch as it stands."""
    around: str
    """Digest of the line that it begins on, which tells equal words apart and does not depend on the lines before."""

    @property
    def text(self) -> str:
        """The stretch on one line, without markup."""
        return quote(self.words)


class Places:
    r"""The places of one text.

    >>> place = Places("Số: 1\r\nKính gửi:")((7, 11))
    >>> place.line, place.column, place.end_line, place.end_column, place.text
    (2, 1, 2, 5, 'Kính')
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text))]

    def __call__(self, span: Span) -> Place:
        """The place of ``text[start:end]``."""
        start, end = span
        line, column = self._position(start)
        # The line end that closes the stretch belongs to its line: the stretch does not reach into the next one.
        end_line, before_end = self._position(max(start, end - 1))
        return Place(
            line=line,
            column=column,
            end_line=end_line,
            end_column=before_end + (end > start),
            words=self._text[start:end],
            around=self._digest(line),
        )

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def _digest(self, line: int) -> str:
        end = self._starts[line] if line < len(self._starts) else len(self._text)
        return hashlib.sha256(quote(self._text[self._starts[line - 1] : end]).encode()).hexdigest()[:16]
