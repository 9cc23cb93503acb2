"""The entries of Kính gửi and Nơi nhận: one per bullet, without bullet, closing punctuation and closing notes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from parchk import regexp
from parchk.segment.cues import Cell, bullet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parchk.ruleset import Ruleset

_ENDING = ";,./ \n\u205f"  # with all blanks that a clean text has
_LOWER = regexp.compile(r"[(\p{Ll}]")
_COMPLETE = regexp.compile(r"[;.]$")
# "- Như trên;- Lưu: VT": entries that run on in one line.
_RUN_ON = regexp.compile(r"(?<=[;.]) ?[-+•●] ?(?=\p{L})")
_SEMICOLON = regexp.compile(r"; ?(?=\S)")
_COLON = regexp.compile(r"[^:]{0,140}:\s*")


def read_entries(text: str, cells: Sequence[Cell], rules: Ruleset) -> list[tuple[int, int]]:
    """The spans of the entries that these cells (of one list, its lead line first) hold.

    An entry that a bullet opens ends at the next bullet, and may hold semicolons; where bullets are missing, a line
    that ends in ``;`` ends its entry.
    """
    note = rules.pattern("header", "note")
    filed = rules.pattern("header", "filed")
    starts: list[tuple[int, int, bool]] = []  # start, end, opened by a bullet
    bulleted = any(bullet(cell.text) for cell in cells)
    for index, cell in enumerate(cells):
        start = cell.start
        if index == 0:
            colon = _COLON.match(cell.text)
            lead = colon.end() if colon else _lead_length(cell)
            start += lead
            if start >= cell.end:
                continue
        words = text[start : cell.end]
        for offset, piece in _pieces(words):
            mark = bullet(piece)
            at, end = start + offset + mark, start + offset + len(piece)
            if mark or not starts or _opens(piece, text[starts[-1][0] : starts[-1][1]], cell, bulleted=bulleted):
                starts.append((at, end, bool(mark)))
            else:
                starts[-1] = (starts[-1][0], end, starts[-1][2])
    found: list[tuple[int, int]] = []
    for start, end, marked in starts:
        parts = [(start, end)] if marked or bulleted else _split(text, start, end)
        for left, right in parts:
            stop = _trim(text, left, right, note)
            if stop > left:
                found.append((left, stop))
        if marked and filed.match(text[start:end]) and bulleted and end < cells[-1].end and _is_last(end, cells):
            break
    return found


def _lead_length(cell: Cell) -> int:
    """A lead line without a colon (``Kính gửi``, ``Nơi nhận``): its first two words are the lead."""
    words = cell.text.split(" ", 2)
    return len(cell.text) if len(words) < 3 else len(cell.text) - len(words[2])


def _pieces(words: str) -> list[tuple[int, str]]:
    marks = [0, *(match.start() for match in _RUN_ON.finditer(words)), len(words)]
    pieces = []
    for start, end in pairwise(marks):
        piece = words[start:end]
        left = len(piece) - len(piece.lstrip())
        if piece.strip():
            pieces.append((start + left, piece.strip()))
    return pieces


def _opens(piece: str, before: str, cell: Cell, *, bulleted: bool) -> bool:
    """Whether a line without a bullet begins an entry of its own."""
    if _LOWER.match(piece):
        return False
    if bulleted:
        # A bullet alone on its line was left out as a rule.
        return cell.after_rule and bool(_COMPLETE.search(before))
    return bool(_COMPLETE.search(before)) or cell.after_rule or not before.endswith(",")


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """An unbulleted stretch: a semicolon separates entries."""
    parts: list[tuple[int, int]] = []
    for match in _SEMICOLON.finditer(text, start, end):
        if text.count("(", start, match.start()) == text.count(")", start, match.start()):
            parts.append((start, match.start()))
            start = match.end()
    return [*parts, (start, end)]


def _trim(text: str, start: int, end: int, note: regexp.Pattern) -> int:
    """The end of an entry without closing punctuation and the notes behind it."""
    words = text[start:end].replace("\n", " ").rstrip(_ENDING)
    noted = note.sub("", words)
    if noted != words:  # there may be two
        noted = note.sub("", noted.rstrip(_ENDING))
    return start + len(noted)


def _is_last(end: int, cells: Sequence[Cell]) -> bool:
    return not any(bullet(cell.text) for cell in cells if cell.start >= end)
