"""The straight lines that are drawn on a PDF page: borders of tables, rules above footnotes."""

from __future__ import annotations

import ctypes
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A filled box thinner than this (points) is drawn as a line.
_THIN = 3.0
# A line shorter than this is a dash or a corner.
_SHORTEST = 2.0
_DEEPEST = 8
# A page with more objects or points than this is a drawing.
_MOST_OBJECTS = 20_000
_MOST_POINTS = 60_000
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


class Rule(NamedTuple):
    """A horizontal or vertical line: at height (or place) ``at``, from ``low`` to ``high``."""

    upright: bool
    at: float
    low: float
    high: float


def turned(x: float, y: float, quarters: int) -> Point:
    """A point after so many quarter turns to the right.

    >>> turned(1, 2, 1)
    (2, -1)
    """
    return ((x, y), (y, -x), (-x, -y), (-y, x))[quarters]


def page_rules(page: Any, drawn: int, quarters: int) -> list[Rule]:
    """The rules among the first ``drawn`` objects of a page that is turned by ``quarters`` before it is read."""
    stack = [
        (pdfium.FPDFPage_GetObject(page, index), _IDENTITY, 0) for index in reversed(range(min(drawn, _MOST_OBJECTS)))
    ]
    found: list[Rule] = []
    seen = points = 0
    while stack and seen < _MOST_OBJECTS and points < _MOST_POINTS:
        handle, outer, depth = stack.pop()
        seen += 1
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            points += max(pdfium.FPDFPath_CountSegments(handle), 0)
            found.extend(_rules(handle, _within(_matrix(handle), outer), quarters))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = _within(_matrix(handle), outer)
            count = min(max(pdfium.FPDFFormObj_CountObjects(handle), 0), _MOST_OBJECTS)
            stack.extend((pdfium.FPDFFormObj_GetObject(handle, index), inner, depth + 1) for index in range(count))
    return found


def _matrix(handle: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _within(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    m, n, o, p, q, r = outer
    return a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p, e * m + f * o + q, e * n + f * p + r


def _rules(handle: Any, matrix: Matrix, quarters: int) -> Iterator[Rule]:
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(handle, mode, stroked)
    if not mode.value and not stroked.value:
        return
    for corners in _outlines(handle, matrix, quarters):
        x0, x1 = min(x for x, _ in corners), max(x for x, _ in corners)
        y0, y1 = min(y for _, y in corners), max(y for _, y in corners)
        if not x1 - x0 + y1 - y0 < float("inf"):
            continue  # numbers that are none
        if y1 - y0 <= _THIN and x1 - x0 > max(_SHORTEST, y1 - y0):
            yield Rule(upright=False, at=(y0 + y1) / 2, low=x0, high=x1)
        elif x1 - x0 <= _THIN and y1 - y0 > max(_SHORTEST, x1 - x0):
            yield Rule(upright=True, at=(x0 + x1) / 2, low=y0, high=y1)
        elif stroked.value:
            yield from _edges(corners)


def _edges(corners: Sequence[Point]) -> Iterator[Rule]:
    for (x0, y0), (x1, y1) in pairwise(corners):
        if abs(y1 - y0) < 1 and abs(x1 - x0) > _SHORTEST:
            yield Rule(upright=False, at=(y0 + y1) / 2, low=min(x0, x1), high=max(x0, x1))
        elif abs(x1 - x0) < 1 and abs(y1 - y0) > _SHORTEST:
            yield Rule(upright=True, at=(x0 + x1) / 2, low=min(y0, y1), high=max(y0, y1))


def _outlines(handle: Any, matrix: Matrix, quarters: int) -> Iterator[list[Point]]:
    """The corners of each part of a path; of a curve only its end."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    corners: list[Point] = []
    for index in range(min(pdfium.FPDFPath_CountSegments(handle), _MOST_POINTS)):
        segment = pdfium.FPDFPath_GetPathSegment(handle, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = turned(a * x.value + c * y.value + e, b * x.value + d * y.value + f, quarters)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and corners:
            yield corners
            corners = []
        corners.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            corners.append(corners[0])
    if corners:
        yield corners
