"""Lines that are no words of the directive: rules, page numbers and heads, footnotes, digital-signature stamps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

_FOOTNOTE = regex.compile(r"[¹²³⁰⁴-⁹]|\[\d{1,2}\] ?\p{Lu}")
# Numbers alone on lines nearer to each other than this count the rows of a table, not pages.
_PAGE_LENGTH = 14


def noise_lines(texts: Sequence[str], kinds: Sequence[str | None]) -> set[int]:
    """Indices of the lines that are noise; ``kinds`` are those of :meth:`Cues.kind`."""
    return _page_numbers(texts, kinds) | _marks(texts, kinds)


def _page_numbers(texts: Sequence[str], kinds: Sequence[str | None]) -> set[int]:
    numbers = [index for index, kind in enumerate(kinds) if kind == "digits"]
    found: set[int] = set()
    for place, index in enumerate(numbers):
        close = any(
            0 <= other < len(numbers) and abs(numbers[other] - index) < _PAGE_LENGTH for other in (place - 1, place + 1)
        )
        in_table = any("|" in texts[i] for i in (index - 1, index + 1) if 0 <= i < len(texts))
        if not close and not in_table:
            found.add(index)
    return found


def _marks(texts: Sequence[str], kinds: Sequence[str | None]) -> set[int]:
    found: set[int] = set()
    stamp = -9
    for index, kind in enumerate(kinds):
        if kind in ("rule", "page", "stamp") or (kind is None and _FOOTNOTE.match(texts[index])):
            found.add(index)
        if kind == "stamp":
            # Between the time and "đã ký" stands the body that the certificate belongs to.
            if index - stamp in (2, 3):
                found.update(range(stamp + 1, index))
            stamp = index
    return found
