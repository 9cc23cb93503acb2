"""What PDFium finds on one page of a PDF document: words at their places, rules, the texts of form fields.

Coordinates are points with x to the right and y upwards as the page is read: a page whose text runs sideways is
turned first.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from parchk.read.pdf.rules import Rule, page_rules, turned
from parchk.read.pdf.words import LINE_HYPHEN, Glyph, Word, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
_NOT_SHOWN = frozenset({_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})
# Text that leans more than this (degrees) from its page's direction is a watermark.
_LEANING = 4.0
# What a form field looks like is a form in a form in a form; a hostile one goes on.
_DEEPEST = 8
_MOST_OBJECTS = 20_000
# Annotations beyond this many are left out: a page that is signed has a handful.
_MOST_FIELDS = 200
_LONGEST_FONT_NAME = 256
_SURROGATES = range(0xD800, 0xE000)
_PRIVATE = range(0xE000, 0xF900)
_SPACE = 0x20


class TooManyCharactersError(Exception):
    """A page holds more characters than there is room for."""


@dataclass(slots=True)
class Page:
    """One page as far as its text is concerned."""

    words: list[Word]
    rules: list[Rule]
    fields: list[Word]
    """What form fields show, digital signatures above all: it may lie over the text."""
    characters: int
    """How many PDFium found."""
    unread: bool
    """Something is drawn on the page, but no text that could be read."""


@dataclass(slots=True)
class _Style:
    """What the characters of one text object share."""

    font: str
    size: float
    angle: float
    shown: bool
    in_field: bool


@dataclass(slots=True)
class _Found:
    glyphs: list[Glyph] = field(default_factory=list)
    fields: list[Glyph] = field(default_factory=list)
    hidden: list[Glyph] = field(default_factory=list)


def load_page(document: Any, number: int, room: int) -> Page:
    """Read page ``number`` (from 0) of an open PDFium document; one that PDFium cannot load has nothing on it.

    Raises :class:`TooManyCharactersError` if the page has more characters than ``room``.
    """
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        return Page([], [], [], characters=0, unread=True)
    try:
        drawn = pdfium.FPDFPage_CountObjects(page)
        if _keep_fields(page) and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
            # What fields show lies in objects behind those of the page, once it is loaded anew.
            pdfium.FPDF_ClosePage(page)
            page = pdfium.FPDF_LoadPage(document, number)
            if not page:
                return Page([], [], [], characters=0, unread=True)
        return _read(page, drawn, room)
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)


def _keep_fields(page: Any) -> bool:
    """Remove every annotation that is no form field (comments, links …); whether a field is left."""
    kept = 0
    for index in reversed(range(pdfium.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        is_field = pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET
        pdfium.FPDFPage_CloseAnnot(annotation)
        if is_field and kept < _MOST_FIELDS:
            kept += 1
        else:
            pdfium.FPDFPage_RemoveAnnot(page, index)
    return kept > 0


def _read(page: Any, drawn: int, room: int) -> Page:
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return Page([], [], [], characters=0, unread=drawn > 0)
    try:
        characters = pdfium.FPDFText_CountChars(text)
        if characters > room:
            raise TooManyCharactersError
        found, turns = _glyphs(page, text, drawn)
    finally:
        pdfium.FPDFText_ClosePage(text)
    # The text of a scan is an invisible layer; beside text that shows, it repeats that.
    glyphs = found.hidden if len(found.hidden) > len(found.glyphs) else found.glyphs
    readable = _readable(glyphs)
    return Page(
        words=words_of(readable),
        rules=page_rules(page, drawn, turns) if readable else [],
        fields=words_of(found.fields),
        characters=characters,
        unread=drawn > 0 and not readable,
    )


def _glyphs(page: Any, text: Any, drawn: int) -> tuple[_Found, int]:
    """The characters of the page upright, and by how many quarter turns to the left its text runs."""
    in_fields = _objects_of_fields(page, drawn)
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    left, right, bottom, top = box.left - 1, box.right + 1, box.bottom - 1, box.top + 1
    x, y, rect = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    styles: dict[int, _Style] = {}
    placed: list[tuple[_Style, str, float, float, float, float, float, float]] = []
    directions: Counter[int] = Counter()
    for index in range(pdfium.FPDFText_CountChars(text)):
        handle = pdfium.FPDFText_GetTextObject(text, index)
        if not handle:
            continue  # a line end that PDFium made up
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code == _SPACE and pdfium.FPDFText_IsGenerated(text, index):
            continue  # a blank that it made up: letters of another font may be drawn into the gap
        address = ctypes.addressof(handle.contents)
        style = styles.get(address)
        if style is None:
            style = styles[address] = _style(text, index, handle, in_field=address in in_fields)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        if not (left <= x.value <= right and bottom <= y.value <= top):
            continue
        pdfium.FPDFText_GetLooseCharBox(text, index, rect)
        placed.append((style, _sign(code), x.value, y.value, rect.left, rect.bottom, rect.right, rect.top))
        directions[round(style.angle / 90) % 4] += not style.in_field
    turns = directions.most_common(1)[0][0] if directions else 0
    found = _Found()
    for style, sign, own_x, own_y, x0, y0, x1, y1 in placed:
        if not style.in_field and abs((style.angle - 90 * turns + 180) % 360 - 180) > _LEANING:
            continue
        origin = turned(own_x, own_y, turns)
        end = max(turned(x0, y0, turns)[0], turned(x1, y1, turns)[0], origin[0])
        glyph = Glyph(sign, origin[0], end, origin[1], style.size, style.font)
        where = found.fields if style.in_field else found.glyphs if style.shown else found.hidden
        where.append(glyph)
    return found, turns


def _style(text: Any, index: int, handle: Any, *, in_field: bool) -> _Style:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    # A width that is not finite would spoil every measure.
    scale = math.hypot(matrix.c, matrix.d)
    size = pdfium.FPDFText_GetFontSize(text, index) * scale
    angle = math.degrees(math.atan2(matrix.b, matrix.a)) if math.isfinite(scale) else 0.0
    return _Style(
        font=_font_name(handle),
        size=size if math.isfinite(size) and size > 0 else 1.0,
        angle=angle if math.isfinite(angle) else 0.0,
        shown=pdfium.FPDFTextObj_GetTextRenderMode(handle) not in _NOT_SHOWN,
        in_field=in_field,
    )


def _font_name(handle: Any) -> str:
    """The name of the font without the tag of a subset (``ABCDEF+``)."""
    font = pdfium.FPDFTextObj_GetFont(handle)
    if not font:
        return ""
    buffer = ctypes.create_string_buffer(_LONGEST_FONT_NAME)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, _LONGEST_FONT_NAME)
    name = buffer.value.decode("utf-8", "replace")
    return name[7:] if name[6:7] == "+" else name


def _objects_of_fields(page: Any, drawn: int) -> frozenset[int]:
    """Addresses of the text objects in the objects that came behind the first ``drawn`` ones."""
    count = min(pdfium.FPDFPage_CountObjects(page), drawn + _MOST_FIELDS)
    stack = [(pdfium.FPDFPage_GetObject(page, index), 0) for index in range(drawn, count)]
    found: set[int] = set()
    seen = 0
    while stack and seen < _MOST_OBJECTS:
        handle, depth = stack.pop()
        seen += 1
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            found.add(ctypes.addressof(handle.contents))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = min(max(pdfium.FPDFFormObj_CountObjects(handle), 0), _MOST_OBJECTS)
            stack.extend((pdfium.FPDFFormObj_GetObject(handle, index), depth + 1) for index in range(inner))
    return frozenset(found)


def _sign(code: int) -> str:
    return "\ufffd" if code in _SURROGATES or not 0 < code < 0x110000 else chr(code)


def _readable(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The characters, or none where most of them are only numbers of shapes in a font."""
    signs = [ord(glyph.sign) for glyph in glyphs if not glyph.sign.isspace()]
    unknown = sum((code < 0x20 and chr(code) != LINE_HYPHEN) or code in _PRIVATE or code == 0xFFFD for code in signs)
    return [] if not signs or unknown * 2 > len(signs) else list(glyphs)
