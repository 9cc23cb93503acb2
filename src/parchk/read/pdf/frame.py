"""What frames the text of the pages of a PDF document: running heads, page numbers, footnotes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import regex

from parchk.read.pdf.lines import Line
from parchk.read.pdf.wraps import glue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from parchk.read.pdf.rules import Rule

# So many lines from the top and from the foot may be running ones, at heights that differ by no more (points).
_OUTER_LINES = 3
_SAME_HEIGHT = 6.0
_FEWEST, _PART = 3, 0.4
"""A running line with words stands on so many pages, and on such a part of them."""
_AWAY = 1.35
"""So many times the usual distance of lines lies between a running line and the body."""
_SHORT = 24
_BARE = regex.compile(r"[\p{P}\p{S}\s]*\d{1,4}(?:\s*/\s*\d{1,4})?[\p{P}\p{S}\s]*")
_DIGITS = regex.compile(r"\d+")
_SMALLER = 0.94
"""Footnotes are set in type smaller than that of the text times this."""
_NOTE_MARK = regex.compile(r"\[?(\d{1,3})(?!\d)")
_BEGINS_NOTE = regex.compile(r"^\[?\d{1,3}\]?[.)]?\s*")
_LEVEL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_PART_OF_WIDTH = 0.6


@dataclass(slots=True)
class _Outer:
    page: int
    line: Line
    text: str
    outermost: bool
    away: bool
    """More than the usual distance of lines parts it from the body."""


def without_running(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The lines of each page without running heads and feet and page numbers.

    A page number has the number of its page or counts on with it. Other lines are running ones if they stand at the
    same height on many pages, with nothing but figures changing.
    """
    outer = [found for number, lines in enumerate(pages) for found in _outer(number, lines)]
    groups: dict[str, list[_Outer]] = {}
    for found in outer:
        shape = "#" if _BARE.fullmatch(found.text) else _DIGITS.sub("#", found.text)
        groups.setdefault(shape, []).append(found)
    running: set[int] = set()
    for shape, group in groups.items():
        for level in _levels(group):
            if shape == "#":
                running.update(id(found.line) for found in _page_numbers(level))
            elif _is_running(level, len(pages)):
                running.update(id(found.line) for found in level)
    return [[line for line in lines if id(line) not in running] for lines in pages]


def _outer(number: int, lines: Sequence[Line]) -> Iterator[_Outer]:
    """The first and last lines of a page, from its edges inwards."""
    steps = [above.y - below.y for above, below in pairwise(lines)]
    usual = median(steps) if steps else 0.0
    head = list(zip(lines[:_OUTER_LINES], steps, strict=False))
    foot = list(zip(lines[_OUTER_LINES:][-_OUTER_LINES:], steps[-_OUTER_LINES:], strict=False))[::-1]
    for outer in (head, foot):
        for place, (line, _) in enumerate(outer):
            away = any(step > _AWAY * usual for _, step in outer[place:])
            yield _Outer(number, line, line.text, place == 0, away)


def _levels(group: Sequence[_Outer]) -> Iterator[list[_Outer]]:
    """The lines of one shape by their heights."""
    level: list[_Outer] = []
    for found in sorted(group, key=lambda found: found.line.y):
        if level and found.line.y - level[-1].line.y > _SAME_HEIGHT:
            yield level
            level = []
        level.append(found)
    if level:
        yield level


def _page_numbers(level: Sequence[_Outer]) -> Iterator[_Outer]:
    offsets: dict[int, int] = {}
    for found in level:
        offset = _value(found.text) - found.page
        offsets[offset] = offsets.get(offset, 0) + 1
    for found in level:
        offset = _value(found.text) - found.page
        if offsets[offset] > 1 or (offset == 1 and found.outermost):
            yield found


def _is_running(level: Sequence[_Outer], pages: int) -> bool:
    if not all(found.away for found in level):
        return False
    count = len({found.page for found in level})
    if count >= max(_FEWEST, _PART * pages):
        return True
    return count > 1 and all(
        len(found.text) <= _SHORT and str(found.page + 1) in _DIGITS.findall(found.text) for found in level
    )


def _value(text: str) -> int:
    match = _DIGITS.search(text)
    return int(match[0]) if match else 0


def split_notes(lines: Sequence[Line], rules: Sequence[Rule], usual: float) -> tuple[list[Line], list[Line]]:
    """The lines of a page's text, and those of the footnotes at its foot.

    Footnotes are in smaller type. A short rule stands above them, or the first one begins with a raised number.
    """
    first = len(lines)
    while first and lines[first - 1].size < _SMALLER * usual:
        first -= 1
    if first < len(lines) and not (first and _rule_between(lines[first - 1].y, lines[first], lines, rules)):
        while first < len(lines) and not lines[first].is_mark(lines[first].words[0]):
            first += 1
    return list(lines[:first]), list(lines[first:])


def _rule_between(above: float, line: Line, lines: Sequence[Line], rules: Sequence[Rule]) -> bool:
    width = max(other.x1 for other in lines) - min(other.x0 for other in lines)
    margin = min(other.x0 for other in lines)
    return any(
        not rule.upright
        and line.y < rule.at < above
        and rule.high - rule.low < _PART_OF_WIDTH * width
        and rule.low < margin + line.size  # one below a heading is centred
        for rule in rules
    )


def notes_of(lines: Sequence[Line]) -> list[str]:
    """Footnotes of all pages, ``[1] …`` a line.

    A number begins a note where it is raised, or counts on from the note before.
    """
    notes: list[str] = []
    last, above = 0, ""
    for line in lines:
        text = line.text
        match = _NOTE_MARK.match("".join(word.text for word in line.words[:2]))
        number = int(match[1]) if match else 0
        if match and (line.is_mark(line.words[0]) or number == last + 1):
            last = number
            words = _BEGINS_NOTE.sub("", text.translate(_LEVEL), count=1)
            notes.append(f"[{number}] {words}")
        elif notes:
            notes[-1] += glue(above) + text
        else:
            notes.append(text)
        above = text
    return notes
