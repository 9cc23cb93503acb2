"""Which line ends of a PDF page are hard wraps: what reaches the margin goes on in the line below."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from parchk.read.pdf.lines import Line

# All in parts of the type size.
_BLANK = 0.25
_INDENT = 0.6
_HANGING = 1.0
_RAGGED = 0.35
_LOOSE = 1.25
"""Lines further apart than the usual distance times this are paragraphs apart."""
_FEWEST = 3

# What may number an item or mark it: a bullet, a number or letter with its sign.
_MARKER = regex.compile(
    r"(?:[-–+•●*▪○■]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[IVXLC]{1,6}|\p{L})[.)/]|\d{1,2}(?:\.\d{1,2})+)(?: |$)"
)
_BULLET = regex.compile(r"[-–+•*] ?(?=\p{L})")
_ENDS = regex.compile(r"""[.;:!?…]["”»')\]]*[⁰¹²³⁴-⁹]*$""")
_GLUED = regex.compile(r"(?<=[\p{L}\d])[-/]$")


class Margins(NamedTuple):
    """Where most lines of a page begin and end."""

    left: float
    right: float


def glue(before: str) -> str:
    """What stands between a line and the one it goes on in: nothing behind the dash or stroke of a number.

    >>> glue("Kế hoạch số 178/KH-"), glue("kinh tế -")
    ('', ' ')
    """
    return "" if _GLUED.search(before) else " "


def cell_text(lines: Sequence[Line], right: float) -> str:
    """The text of a table cell whose right border stands at ``right``: paragraphs on lines of their own."""
    parts: list[str] = []
    before: Line | None = None
    for line in lines:
        words = line.text
        if before is None:
            parts.append(words)
        elif _MARKER.match(words) or (
            (_ENDS.search(parts[-1]) or words[:1].isupper()) and _room(before, right) > line.words[0].x1 - line.x0
        ):
            parts += ["\n", words]
        else:
            parts += [glue(parts[-1]), words]
        before = line
    return "".join(parts)


def entry_goes_on(above: Line, line: Line, right: float) -> bool:
    """Whether a line goes on with the wrapped entry of a list above it; their column reaches to ``right``."""
    return (
        (above.goes_on or bool(_BULLET.match(above.text)))
        and not _MARKER.match(line.text)
        and abs(line.size - above.size) < 1
        and -_BLANK * line.size < line.x0 - above.x0 < line.size
        and right - above.x1 - _RAGGED * line.size < line.words[0].x1 - line.x0 + _BLANK * line.size
    )


def _room(line: Line, right: float) -> float:
    """What is left of a line up to its margin, less a blank and what ragged ends leave."""
    return right - line.x1 - (_BLANK + _RAGGED) * line.size


def margins(pages: Sequence[Sequence[Line]]) -> list[Margins]:
    """The margins of every page: those its own lines show, else those of all pages."""
    everywhere = _measured([line for lines in pages for line in lines]) or Margins(0.0, float("inf"))
    return [_measured(lines) or everywhere for lines in pages]


def _measured(lines: Iterable[Line]) -> Margins | None:
    flow = [line for line in lines if not line.apart]
    if not flow:
        return None
    right = _usual((line.x1 for line in flow), last=True)
    left = _usual((line.x0 for line in flow), last=False)
    if left is None or right is None or right - left < 0.5 * (max(line.x1 for line in flow) - left):
        return None
    return Margins(left, right)


def _usual(edges: Iterable[float], *, last: bool) -> float | None:
    """The outermost place where several lines begin or end."""
    found = list(edges)
    near = Counter(round(edge / 2) for edge in found)
    least = max(_FEWEST, len(found) // 8)
    places = [place for place, count in near.items() if count + max(near[place - 1], near[place + 1]) >= least]
    if not places:
        return None
    place = max(places) if last else min(places)
    exact = [edge for edge in found if abs(round(edge / 2) - place) <= 1]
    return max(exact) if last else min(exact)


class Joiner:
    """Says of each line of a document, in reading order, whether it goes on with the paragraph above it."""

    def __init__(self, pitch: float) -> None:
        self._pitch = pitch
        self._first: Line | None = None
        self._before: Line | None = None
        self._margins = Margins(0.0, 0.0)

    def joins(self, line: Line, own: Margins, *, same_page: bool) -> bool:
        """Take the next line. ``own`` are the margins of its page."""
        before, first = self._before, self._first
        joined = (
            before is not None
            and first is not None
            and not before.apart
            and not line.apart
            and self._goes_on(first, before, line, own, same_page=same_page)
        )
        joined = joined or (line.goes_on and before is not None)
        if not joined:
            self._first = line
        self._before, self._margins = line, own
        return joined

    def cut(self) -> None:
        """Something else stands between the last line and the next one."""
        self._first = self._before = None

    def _goes_on(self, first: Line, before: Line, line: Line, own: Margins, *, same_page: bool) -> bool:
        size = before.size
        if abs(line.size - size) > 0.12 * size:
            return False
        # On the next page, margins may lie elsewhere.
        shift = 0.0 if same_page else own.left - self._margins.left
        if self._margins.right - before.x1 - _RAGGED * size > line.words[0].x1 - line.x0 + _BLANK * size:
            return False
        if same_page and before.y - line.y > _LOOSE * self._pitch:
            return False
        text, start = line.text, line.x0 - shift
        marked = _MARKER.match(text) is not None
        if start - self._margins.left <= _INDENT * size:
            # At the margin: behind an indented first line, what looks like the number of an item is none.
            return not marked or first.x0 - self._margins.left > _INDENT * size
        if _hangs(first, before, start, size):
            return not marked
        within = not marked and text[:1].islower() and _ENDS.search(before.text) is None
        return within and abs(start - before.x0) <= _INDENT * size


def _hangs(first: Line, before: Line, start: float, size: float) -> bool:
    """The line stands below the words behind the number or bullet of its paragraph."""
    if len(first.words) < 2 or not _MARKER.match(f"{first.words[0].text} "):
        return False
    place = first.words[1].x0 if before is first else before.x0
    return -_INDENT * size <= start - place <= _HANGING * size


def pitches(lines: Sequence[Line]) -> Iterator[float]:
    """Distances between lines that follow one another."""
    for above, below in pairwise(lines):
        if 0 < above.y - below.y < 3 * above.size:
            yield above.y - below.y
