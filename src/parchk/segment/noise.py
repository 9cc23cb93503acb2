"""Lines that are no words of the directive: rules, page numbers and heads, footnotes, digital-signature stamps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parchk import regexp
from parchk.segment.cues import lone_bullet, may_begin

if TYPE_CHECKING:
    from collections.abc import Sequence

_FOOTNOTE = regexp.compile(r"[¹²³⁰⁴-⁹]+ ?(?=\S)|\[\d{1,2}\] ?(?=\p{L})")
_FOOTNOTE_SIGNS = frozenset("¹²³⁰⁴⁵⁶⁷⁸⁹[")
_LETTER_FIRST = regexp.compile(r"\p{L}")
_ENDS_NOTE = regexp.compile(r"[.…;]\W*$")
_HEADS_NUMBERS = regexp.compile(r"(?i)(?:S?TT|số TT|số thứ tự)$")
# Numbers alone on lines nearer to each other than this count the rows of a table, not pages.
_PAGE_LENGTH = 14
# A footnote that runs over more lines than this is none.
_LONGEST_NOTE = 25


def noise_lines(texts: Sequence[str], kinds: Sequence[str | None], gaps: Sequence[int], base: int) -> set[int]:
    """Indices of the lines that are noise.

    ``kinds`` are those of :meth:`Cues.kind`; ``gaps`` the blank lines before each, ``base`` how many of them stand
    between the lines of one paragraph.
    """
    return _page_numbers(texts, kinds) | _marks(texts, kinds, gaps) | _footnotes(texts, kinds, gaps, base)


def _page_numbers(texts: Sequence[str], kinds: Sequence[str | None]) -> set[int]:
    numbers = [index for index, kind in enumerate(kinds) if kind == "digits"]
    counted = _row_numbers(texts, numbers)
    found: set[int] = set()
    for place, index in enumerate(numbers):
        if index in counted:
            continue
        close = any(
            0 <= other < len(numbers) and abs(numbers[other] - index) < _PAGE_LENGTH for other in (place - 1, place + 1)
        )
        in_table = any("|" in texts[i] for i in (index - 1, index + 1) if 0 <= i < len(texts))
        if not close and not in_table:
            found.add(index)
    return found


def _row_numbers(texts: Sequence[str], numbers: Sequence[int]) -> set[int]:
    """The numbers that count 1, 2, 3 … below a column head ``STT``: cells of a table with one cell a line."""
    found: set[int] = set()
    expected = 1
    last_head = -_PAGE_LENGTH
    heads = [
        index
        for index, words in enumerate(texts if numbers else ())
        if len(words) < 12 and may_begin(_HEADS_NUMBERS, words[0]) and _HEADS_NUMBERS.match(words)
    ]
    place = 0
    for index in numbers:
        if not texts[index].isdigit():
            continue  # a table row on one line
        while place < len(heads) and heads[place] < index:
            last_head = heads[place]
            place += 1
        value = int(texts[index])
        if value == 1 and index - last_head < _PAGE_LENGTH:
            expected = 1
        elif expected == 1:
            continue
        if value == expected:
            found.add(index)
            expected += 1
    return found


def _marks(texts: Sequence[str], kinds: Sequence[str | None], gaps: Sequence[int]) -> set[int]:
    found: set[int] = set()
    stamp = -9
    for index, kind in enumerate(kinds):
        if kind in ("rule", "page", "stamp") and not _opens_item(index, texts, kinds, gaps):
            found.add(index)
        if kind == "stamp":
            # Between the time and "đã ký" stands the body that the certificate belongs to.
            if index - stamp in (2, 3):
                found.update(range(stamp + 1, index))
            stamp = index
    return found


def _opens_item(index: int, texts: Sequence[str], kinds: Sequence[str | None], gaps: Sequence[int]) -> bool:
    """A bullet alone on its line, with its words on the next one."""
    below = index + 1
    return (
        lone_bullet(texts[index])
        and below < len(texts)
        and gaps[below] == 0
        and kinds[below] is None
        and _LETTER_FIRST.match(texts[below]) is not None
    )


def _footnotes(texts: Sequence[str], kinds: Sequence[str | None], gaps: Sequence[int], base: int) -> set[int]:
    """Footnotes with their further lines: up to the end of a sentence, a blank line, or anything that is no prose."""
    found: set[int] = set()
    until = 0
    for index in [index for index, words in enumerate(texts) if words[0] in _FOOTNOTE_SIGNS]:
        words = texts[index]
        match = _footnote(words) if index >= until and kinds[index] is None else None
        if match is None:
            continue
        if words[match.end()].islower() and index and not gaps[index] and not _ENDS_NOTE.search(texts[index - 1]):
            continue  # a mark inside a sentence that the line end broke before it
        until = index + 1
        while (
            until < min(len(texts), index + _LONGEST_NOTE)
            and kinds[until] is None
            and gaps[until] <= min(base, 0)
            and not _footnote(texts[until])
            and not _ENDS_NOTE.search(texts[until - 1])
        ):
            until += 1
        found.update(range(index, until))
    return found


def _footnote(words: str) -> regexp.Match | None:
    """The mark of the footnote that a line begins."""
    return _FOOTNOTE.match(words) if words[0] in _FOOTNOTE_SIGNS else None
