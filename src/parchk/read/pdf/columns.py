"""The head and the tail of a directive stand in two columns: which lines, and where the space between them is."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from parchk.read.pdf.lines import Line, lines_of
from parchk.read.pdf.wraps import entry_goes_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parchk.read.pdf.words import Word

# All in parts of the type size.
_NARROWEST = 0.55
_ALONE = 3.0
"""A gap this wide parts a line even if no other line has one there."""
_CLOSE = 1.9
"""Lines of a column lie no further from each other, where the other column has ended."""
_EVEN = 1.2
"""Nor than so many times the distance of the lines above them in their column."""
_ALTERNATING = 3.5
"""Nor than this, where a line of the left column lies between two of the right one."""
_SIGNATURE = 12.0
"""Room for a signature above the name."""
_WIDER_THAN_BLANKS = 1.8
_LONGEST_MARKER = 5
_CENTRED, _FLUSH = 5.0, 1.5
"""Points by which lines of a column may miss its middle (twice), and its edge."""
# Head and tail are no longer; a line of more words has no columns.
_MOST_LINES, _MOST_WORDS = 120, 200
# Rows of more columns are a table without rules.
_MOST_COLUMNS = 2

Span = tuple[float, float]


@dataclass(slots=True)
class _Region:
    first: int
    last: int
    gutter: Span


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page: where two columns stand side by side the left one, then the right one.

    ``lines`` go from top to bottom across the columns.
    """
    ordered: list[Line] = []
    at = 0
    while at < len(lines):
        region = _region(lines, at)
        if region is None:
            ordered.append(lines[at])
            at += 1
            continue
        while at > region.first and ordered[-1] is lines[at - 1]:
            ordered.pop()
            at -= 1
        ordered.extend(_columns(lines[region.first : region.last + 1], region.gutter))
        at = region.last + 1
    return ordered


def _columns(lines: Sequence[Line], gutter: Span) -> list[Line]:
    words = [word for line in lines for word in line.words]
    left = lines_of(word for word in words if word.x0 < gutter[0])
    right = lines_of(word for word in words if word.x0 >= gutter[0])
    for column in (left, right):
        edge = max((line.x1 for line in column), default=0.0)
        for above, line in zip((None, *column), column, strict=False):
            line.apart = True
            line.goes_on = above is not None and entry_goes_on(above, line, edge)
    return [*left, *right]


def _region(lines: Sequence[Line], at: int) -> _Region | None:
    """The two columns that line ``at`` is the first one to stand in at both sides."""
    best: _Region | None = None
    for gutter in _gaps(lines[at]):
        region = _grown(lines, at, gutter)
        if region and (best is None or region.last - region.first > best.last - best.first):
            best = region
    return best


def _gaps(line: Line) -> list[Span]:
    """The gaps of a line that are wider than its blanks; not the one behind a number or bullet."""
    if len(line.words) > _MOST_WORDS:
        return []
    gaps: list[Span] = []
    end = line.words[0].x1
    for word in line.words[1:]:
        gaps.append((end, word.x0))
        end = max(end, word.x1)
    usual = median([high - low for low, high in gaps]) if len(gaps) > 2 else 0.0
    least = max(_NARROWEST * line.size, _WIDER_THAN_BLANKS * usual)
    first = len(line.words[0].text) <= _LONGEST_MARKER and not line.words[0].text.isalpha()
    return [gap for number, gap in enumerate(gaps) if gap[1] - gap[0] >= least and not (first and number == 0)]


def _grown(lines: Sequence[Line], at: int, gutter: Span) -> _Region | None:
    """The lines around line ``at`` that leave the gutter free, if they are two columns."""
    first = last = at
    both, many = 1, int(len(_gaps(lines[at])) >= _MOST_COLUMNS)
    ends = [lines[at].y, lines[at].y]
    left = [_left_part(lines[at], gutter)]
    step = 0.0
    for index in range(at + 1, min(len(lines), at + _MOST_LINES)):
        line = lines[index]
        narrowed = _narrowed(line.words, gutter)
        if narrowed is None or narrowed[1] - narrowed[0] < _NARROWEST * line.size:
            break
        if not _is_apart(line, narrowed):
            break
        sides = [line.x0 < narrowed[0], line.x1 > narrowed[1]]
        if not any(sides):
            break  # it lies between the columns
        far = [ends[side] - line.y for side in (0, 1) if sides[side]]
        reach = _SIGNATURE * line.size if sides[1] else max(_CLOSE * line.size, _EVEN * step)
        if min(far) > reach and not _right_goes_on(lines[index + 1 : index + 2], narrowed, ends[1]):
            break
        if sides[0]:
            part = _left_part(line, narrowed)
            if not sides[1] and not _is_aligned(part, left):
                break
            left.append(part)
            step = ends[0] - line.y
        gutter, last = narrowed, index
        both += all(sides)
        many += len(_gaps(line)) >= _MOST_COLUMNS
        ends = [line.y if sides[side] else ends[side] for side in (0, 1)]
    rows = last - at + 1
    wide = gutter[1] - gutter[0] >= _ALONE * lines[at].size
    if many * 2 > both or not (both > 1 or rows > 2 or wide or lines[last].x0 >= gutter[1]):
        return None
    first = _first(lines, at, gutter)
    return _Region(first, last, gutter)


def _right_goes_on(below: Sequence[Line], gutter: Span, end: float) -> bool:
    """Whether the next line stands in the right column, which ended at ``end`` above a line of the left one.

    Paragraphs of both columns are then spaced wider than their lines, and lie at different heights.
    """
    return any(line.x0 >= gutter[1] and end - line.y <= _ALTERNATING * line.size for line in below)


def _is_apart(line: Line, gutter: Span) -> bool:
    """What a line has left and right of the gutter is further apart than its words are."""
    if line.x0 >= gutter[0] or line.x1 <= gutter[1]:
        return True
    return any(low <= gutter[0] and high >= gutter[1] for low, high in _gaps(line))


def _left_part(line: Line, gutter: Span) -> Span:
    inside = [word for word in line.words if word.x0 < gutter[0]]
    return (inside[0].x0, max(word.x1 for word in inside)) if inside else (line.x0, line.x0)


def _is_aligned(part: Span, above: Sequence[Span]) -> bool:
    """A line below the right column goes on with the left one: it is centred below it, or begins where its lines do."""
    return abs(sum(part) - sum(above[-1])) < _CENTRED or any(abs(part[0] - other[0]) < _FLUSH for other in above)


def _first(lines: Sequence[Line], at: int, gutter: Span) -> int:
    """Lines above that stand in one of the columns: of the right one, and of either up to the top of the page."""
    first = index = at
    right_only = True
    while index > 0 and at - index < _MOST_LINES:
        line, below = lines[index - 1], lines[index]
        if line.apart or _narrowed(line.words, gutter) != gutter or line.y - below.y > _CLOSE * line.size:
            return first
        index -= 1
        right_only = right_only and line.x0 >= gutter[1]
        first = index if right_only else first
    return first if index else 0


def _narrowed(words: Sequence[Word], gutter: Span) -> Span | None:
    """What the words of a line leave free of a gutter; ``None`` if one of them lies across it."""
    low, high = gutter
    middle = (low + high) / 2
    for word in words:
        if word.x1 <= low or word.x0 >= high:
            continue
        if word.x0 <= low and word.x1 >= high:
            return None
        if (word.x0 + word.x1) / 2 < middle:
            low = max(low, word.x1)
        else:
            high = min(high, word.x0)
    return (low, high) if low < high else None
