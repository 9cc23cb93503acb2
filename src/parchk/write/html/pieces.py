"""The text cut at the borders of its marks, which may overlap in any way, into pieces that lie side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from parchk.models import Span

# A chunk is what a browser lays out at once; it ends at the first line end after so many characters.
_CHUNK = 4000


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that means something."""

    start: int
    end: int
    kind: str
    """``task``, ``lead`` … (the roles), ``deadline``, ``citation``, ``product``, ``target``, ``verb``, ``finding``, or
    ``grey`` for what is no task."""
    owners: tuple[str, ...]
    """Handles of what it belongs to: tasks, findings, parts that are no task."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text with the same marks from its first to its last character."""

    text: str
    start: int
    marks: tuple[Mark, ...]

    def of(self, *kinds: str) -> list[str]:
        """Owners of the marks of these kinds, each once."""
        return list(dict.fromkeys(owner for mark in self.marks if mark.kind in kinds for owner in mark.owners))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring pieces of the same tasks, or of nothing that is a task for the same reason."""

    tasks: tuple[Mark, ...]
    grey: tuple[Mark, ...]
    pieces: list[Piece]
    opens: tuple[Mark, ...]
    """Those of ``tasks`` that begin here."""


def cut(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Cut ``text`` at every border of a mark; marks outside of it are cut short, empty ones left out.

    >>> [(piece.text, [mark.kind for mark in piece.marks]) for piece in cut("abcd", [Mark(1, 3, "task", ("t",))])]
    [('a', []), ('bc', ['task']), ('d', [])]
    """
    length = len(text)
    inside = [(max(mark.start, 0), min(mark.end, length), mark) for mark in marks]
    inside = [found for found in inside if found[0] < found[1]]
    borders = sorted({0, length, *(border for start, end, _ in inside for border in (start, end))})
    opening = sorted(range(len(inside)), key=lambda at: inside[at][0])
    waiting = iter(opening)
    following = next(waiting, None)
    active: list[int] = []
    pieces = []
    for start, end in pairwise(borders):
        active = [at for at in active if inside[at][1] > start]
        while following is not None and inside[following][0] <= start:
            active.append(following)
            following = next(waiting, None)
        pieces.append(Piece(text[start:end], start, tuple(inside[at][2] for at in sorted(active))))
    return pieces


def chunks(text: str, marks: Sequence[Mark]) -> Iterator[list[Stretch]]:
    """Give the text in chunks that end at line ends, each as its stretches."""
    borders = [Mark(start, end, "chunk", ()) for start, end in _chunk_spans(text)]
    seen: set[Mark] = set()

    def chunk(piece: Piece) -> Mark:
        return next(mark for mark in piece.marks if mark.kind == "chunk")

    def sort(piece: Piece) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
        tasks, grey = (tuple(mark for mark in piece.marks if mark.kind == kind) for kind in ("task", "grey"))
        return tasks, () if tasks else grey[:1]

    for _, pieces in groupby(cut(text, [*borders, *marks]), key=chunk):
        stretches = []
        for (tasks, grey), alike in groupby(pieces, key=sort):
            opens = tuple(mark for mark in tasks if mark not in seen)
            seen.update(opens)
            stretches.append(Stretch(tasks, grey, list(alike), opens))
        yield stretches


def _chunk_spans(text: str) -> Iterator[Span]:
    start = 0
    while start < len(text):
        line_end = text.find("\n", start + _CHUNK)
        end = len(text) if line_end < 0 else line_end + 1
        yield start, end
        start = end
