"""Long texts as PCRE2 sees them: UTF-8, in which places are bytes."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

LONG = 1000
"""Counting through a text of this length to find a place takes as long as looking it up does."""
_BLOCK_BITS = 6
_BLOCK = 1 << _BLOCK_BITS
_KEPT = 4


class Subject:
    """A text as PCRE2 sees it, and the way back from bytes to characters."""

    __slots__ = ("_starts", "data", "is_ascii", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.data = text.encode("utf-8", "replace")  # half a surrogate pair counts as one sign, as in the text
        self.is_ascii = len(self.data) == len(text)
        self._starts = [0]
        if not self.is_ascii and len(text) >= _BLOCK:
            whole = range(0, len(text) - _BLOCK + 1, _BLOCK)
            blocks = (text[at : at + _BLOCK].encode("utf-8", "replace") for at in whole)
            self._starts = [0, *accumulate(map(len, blocks))]

    def byte(self, place: int) -> int:
        """Where the character at this place begins."""
        if self.is_ascii:
            return place
        block = place >> _BLOCK_BITS
        return self._starts[block] + len(self.text[block << _BLOCK_BITS : place].encode("utf-8", "replace"))

    def place(self, byte: int) -> int:
        """Which character begins there."""
        if self.is_ascii:
            return byte
        block = bisect_right(self._starts, byte) - 1
        return (block << _BLOCK_BITS) + len(self.data[self._starts[block] : byte].decode())


_documents: list[Subject] = []


def document(text: str) -> Subject:
    """A long text as PCRE2 sees it; the same one again for the same text, if it is asked for soon."""
    for subject in _documents:
        if subject.text is text:
            return subject
    subject = Subject(text)
    _documents[:] = [subject, *_documents[: _KEPT - 1]]
    return subject


def forget() -> None:
    """Keep no text any more: the work on these is done."""
    _documents.clear()
