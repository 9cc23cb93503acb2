"""From the characters and formats of an old Word document to lines ([MS-DOC] 2.4.2-2.4.6)."""

from __future__ import annotations

import re
import struct
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from parchk.read.kinds import OLD_WORD
from parchk.read.layout.merged_cells import CellShape
from parchk.read.layout.story import Definition, Story
from parchk.read.old_word import formats as of
from parchk.read.old_word.formats import number
from parchk.read.old_word.pieces import joined
from parchk.read.reading import superscript

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from parchk.limits import Limits
    from parchk.read.layout.flow import Flow
    from parchk.read.old_word.formats import Properties, Runs, Styles
    from parchk.read.old_word.lists import Lists
    from parchk.read.old_word.pieces import Characters


# Characters that end a paragraph: its mark, that of a cell or row, of a section (a page break is the same sign).
_ENDS = re.compile("[\r\x07\x0c]")
_CELL, _BREAK = "\x07", "\x0c"
_NOTE, _FIELD, _RESULT, _FIELD_END = "\x02", "\x13", "\x14", "\x15"
_MARKED = re.compile("([\x02\x13\x14\x15])")
# Pictures, drawn objects and the like are no words.
_SHOWN = str.maketrans(
    dict.fromkeys(map(chr, (*range(9), *range(16, 30))))
    | {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "\u2011", "\x1f": "\xad"}
)
_NESTED_FROM = 2
_SYMBOL_SIZE = 4
_ACROSS, _DOWN, _DOWN_FROM = 0x0001, 0x0020, 0x0060
_TC_SIZE, _BRC_80, _BRC = 20, 4, 8
_NO_LINES = frozenset({0, 0xFF})


class Formats(NamedTuple):
    """Everything that says how the characters of a document look."""

    marks: Mapping[int, int]
    """The numbers of the footnotes, by the positions of their marks in the body."""

    fonts: Sequence[str]
    styles: Styles
    characters: Runs
    paragraphs: Runs
    lists: Lists


class Walk:
    """The state of a walk: fields that are open."""

    def __init__(self, characters: Characters, formats: Formats, flow: Flow, label: str, limits: Limits) -> None:
        self._characters, self._formats = characters, formats
        self._flow, self._label, self._limits = flow, label, limits
        self._fields: list[bool] = []  # of each open field: whether its result has begun
        self._codes = 0  # how many of them are at their code
        self.tracked = False  # changes that are neither accepted nor rejected

    def body(self, start: int, end: int) -> None:
        """The lines of a story."""
        self._fields, self._codes = [], 0
        story = Story(self._flow, self._label, OLD_WORD.name, self._limits)
        text = self._characters.text
        end = min(end, len(text))
        at = start
        while start < end:
            found = _ENDS.search(text, at, end)
            last = found.start() if found else end
            at = last + 1
            if found and found[0] == _BREAK and not self._ends_paragraph(last):
                continue
            self._paragraph(story, start, last, found[0] if found else "")
            start = at
        story.end()

    def _ends_paragraph(self, position: int) -> bool:
        offset, width, _ = self._characters.place(position)
        return self._formats.paragraphs.at(offset).end <= offset + width

    def notes(self, base: int, starts: Sequence[int], first: int) -> None:
        """The footnotes of a story that begins at ``base``; the number of the first one."""
        for place, (start, end) in enumerate(pairwise(starts), first):
            self._flow.open_note()
            self.body(base + start, base + end)
            self._flow.close_note(str(place))

    def _paragraph(self, story: Story, start: int, end: int, sign: str) -> None:
        """One paragraph, its mark ``sign`` at ``end``."""
        offset = self._characters.place(end)[0] if sign else self._characters.place(end - 1)[0]
        run = self._formats.paragraphs.at(offset)
        found = self._formats.styles.paragraph(run.style) | run.found
        story.depth = number(found, of.DEPTH) or (1 if number(found, of.IN_TABLE) else 0)
        if number(found, of.ROW_END) or number(found, of.INNER_ROW_END):
            nested = story.depth >= _NESTED_FROM
            story.definitions[nested] = _definition(found)
            story.end_row(nested=nested)
            return
        base = self._formats.styles.character(run.style)
        pieces = list(self._pieces(start, end, base))
        if pieces or not self._deleted(end if sign else end - 1, base):
            mark = self._formats.lists.mark(number(found, of.LIST) or 0, number(found, of.LIST_LEVEL) or 0)
            if mark and (pieces or start == end):
                story.begin_mark()
                story.add_mark(mark, "")
        for text, font, capitals in pieces:
            story.add(text, font, capitals=capitals)
        if sign == _CELL:
            story.end_cell(nested=False)
        elif number(found, of.INNER_CELL):
            story.end_cell(nested=True)
        elif not self._codes and not self._deleted(end if sign else end - 1, base):
            story.end_paragraph()

    def _deleted(self, position: int, base: Properties) -> bool:
        run = self._formats.characters.at(self._characters.place(position)[0])
        return bool(number(base | run.found, of.DELETED))

    def _pieces(self, start: int, end: int, base: Properties) -> Iterator[tuple[str, str, bool]]:
        """The words of a paragraph that are shown, with their fonts, and whether in capitals."""
        while start < end:
            offset, width, piece_end = self._characters.place(start)
            run = self._formats.characters.at(offset)
            stop = min(end, piece_end, start + max((run.end - offset) // width, 1))
            style = number(run.found, of.CHARACTER_STYLE)
            found = base | (self._formats.styles.character(style) if style else {}) | run.found
            self.tracked = self.tracked or bool(number(found, of.DELETED) or number(found, of.INSERTED))
            if not (_is_on(found, of.VANISH, base) or number(found, of.DELETED)):
                capitals = _is_on(found, of.CAPITALS, base)
                for text, font in self._shown(start, stop, found):
                    yield text, font, capitals
            else:
                list(self._shown(start, stop, found))  # fields in it still open and close
            start = stop

    def _shown(self, start: int, stop: int, found: Properties) -> Iterator[tuple[str, str]]:
        """What one run of characters shows: not the codes of fields, footnote marks as their numbers."""
        text = self._characters.text[start:stop]
        if number(found, of.SPECIAL) and len(symbol := found.get(of.SYMBOL, b"")) == _SYMBOL_SIZE:
            font, sign = struct.unpack("<HH", symbol)
            yield joined(chr(sign)) * len(text), self._font(font)
            return
        for part in _MARKED.split(text):
            if part == _FIELD:
                self._fields.append(False)
                self._codes += 1
            elif part == _RESULT and self._fields and not self._fields[-1]:
                self._fields[-1] = True
                self._codes -= 1
            elif part == _FIELD_END and self._fields:
                self._codes -= not self._fields.pop()
            elif part == _NOTE and start in self._formats.marks and not self._codes:
                yield superscript(str(self._formats.marks[start])), ""
            elif not self._codes and (words := joined(part).translate(_SHOWN)):
                yield words, self._font(number(found, of.FONT))
            start += len(part)

    def _font(self, place: int | None) -> str:
        if place is None:
            place = self._formats.styles.font
        return self._formats.fonts[place] if place < len(self._formats.fonts) else ""


def _is_on(found: Properties, code: int, style: Properties) -> bool:
    """A toggle: 0, 1, as in the style (0x80), or the other way round (0x81)."""
    value = number(found, code) or 0
    as_style = bool(number(style, code)) if value & 0x80 else False
    return as_style != bool(value & 1) if value & 0x80 else bool(value)


def _definition(found: Properties) -> Definition:
    """The cells of a row: edges, merging, borders (TDefTableOperand)."""
    definition = Definition()
    definition.bordered = _row_bordered(found)
    data = found.get(of.TABLE)
    if not data:
        return definition
    count = data[0]
    edges = struct.unpack_from(f"<{count + 1}h", data, 1)
    at = 1 + 2 * (count + 1)
    for place in range(count):
        cell = data[at + place * _TC_SIZE : at + (place + 1) * _TC_SIZE]
        shape = CellShape()
        if len(cell) == _TC_SIZE:
            flags = struct.unpack_from("<H", cell)[0]
            shape.across = flags & 0x3 == _ACROSS
            shape.down = flags & _DOWN_FROM == _DOWN
            shape.bordered = any(_line(cell[side : side + _BRC_80], 1) for side in range(4, _TC_SIZE, _BRC_80))
        definition.next = shape
        definition.end_cell(edges[place + 1])
    return definition


def _row_bordered(found: Properties) -> bool:
    """Whether the row draws lines between its cells, below or beside them."""
    old, new = found.get(of.TABLE_BORDERS_80, b""), found.get(of.TABLE_BORDERS, b"")
    inner = range(4, 6)
    return any(_line(old[_BRC_80 * side : _BRC_80 * (side + 1)], 1) for side in inner) or any(
        _line(new[_BRC * side : _BRC * (side + 1)], 5) for side in inner
    )


def _line(border: bytes, place: int) -> bool:
    """Whether a border is a visible line; ``place`` is that of its kind."""
    return len(border) > place and border[place] not in _NO_LINES
