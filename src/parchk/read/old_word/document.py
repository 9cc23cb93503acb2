"""Word 97 to 2003 documents (.doc), as [MS-DOC] describes them."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, NamedTuple

import olefile

from parchk.errors import InputError
from parchk.read.kinds import OLD_WORD
from parchk.read.layout.flow import Flow
from parchk.read.old_word.formats import Runs, Styles, font_names
from parchk.read.old_word.lists import Lists
from parchk.read.old_word.pieces import Characters
from parchk.read.old_word.walk import Formats, Walk
from parchk.read.reading import TRACKED, Reading, damaged, encrypted, too_large

if TYPE_CHECKING:
    from parchk.limits import Limits

_WORD_97 = 0xC1
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
# Places in the list of parts (FibRgFcLcb97).
_STYLES, _NOTE_MARKS, _NOTE_TEXTS, _CHARACTERS, _PARAGRAPHS, _FONTS, _CLX = 1, 2, 3, 12, 13, 15, 33
_ENDNOTE_MARKS, _ENDNOTE_TEXTS, _LISTS, _OVERRIDES = 46, 47, 73, 74


class _Lengths(NamedTuple):
    """How many characters each story has, in the order of the file (FibRgLw97)."""

    text: int
    footnotes: int
    headers: int
    macros: int
    comments: int
    endnotes: int
    boxes: int


def read(data: bytes, label: str, limits: Limits) -> Reading:
    """The text of a document as it shows it, tracked deletions as deleted; text boxes come after the body.

    :class:`~parchk.errors.InputError` for a document with a password or of Word 95 and before.
    """
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        stream = _stream(container, "WordDocument", label, limits)
        version, flags = struct.unpack_from("<H", stream, 2)[0], struct.unpack_from("<H", stream, 10)[0]
        if flags & _ENCRYPTED:
            encrypted(label, OLD_WORD.name)
        if version < _WORD_97:
            raise InputError(f"{label} is a document of Word 95 or before; save it as .docx")
        table = _stream(container, "1Table" if flags & _TABLE_1 else "0Table", label, limits)
        extra = _stream(container, "Data", label, limits) if container.exists("Data") else b""
    parts = _Parts(stream, table)
    lengths = _Lengths(*struct.unpack_from("<7i", stream, 0x4C))
    if min(lengths) < 0:
        damaged(label, OLD_WORD.name, "a part of its text has a length below zero")
    flow = Flow(label, OLD_WORD.name, limits)
    fonts = font_names(parts.part(_FONTS))
    notes = [*_marks(parts.part(_NOTE_MARKS)), *_marks(parts.part(_ENDNOTE_MARKS))]
    formats = Formats(
        marks={position: place for place, position in enumerate(notes, 1)},
        fonts=fonts,
        styles=Styles(parts.part(_STYLES)),
        characters=Runs(stream, parts.part(_CHARACTERS), extra, paragraphs=False),
        paragraphs=Runs(stream, parts.part(_PARAGRAPHS), extra, paragraphs=True),
        # The levels of the lists stand behind the end that the file states for them.
        lists=Lists(parts.from_start_of(_LISTS), parts.part(_OVERRIDES), fonts),
    )
    walk = Walk(Characters(stream, parts.part(_CLX), label, limits), formats, flow, label, limits)
    footnotes = _starts(parts.part(_NOTE_TEXTS))
    before_endnotes = sum(lengths[:5])
    boxes = before_endnotes + lengths.endnotes
    walk.body(0, lengths.text)
    walk.body(boxes, boxes + lengths.boxes)
    walk.notes(lengths.text, footnotes, 1)
    walk.notes(before_endnotes, _starts(parts.part(_ENDNOTE_TEXTS)), max(len(footnotes), 1))
    return Reading(flow.text(), "unicode", (TRACKED,) if walk.tracked else ())


def _stream(container: olefile.OleFileIO[str], name: str, label: str, limits: Limits) -> bytes:
    if not container.exists(name):
        damaged(label, OLD_WORD.name, f"it has no stream {name}")
    size = container.get_size(name)
    if size > limits.size:
        too_large(label, limits)
    content: bytes = container.openstream(name).read()
    return content


class _Parts:
    """The parts of the table stream, found by the head of the document (FIB)."""

    def __init__(self, stream: bytes, table: bytes) -> None:
        self._stream, self._table = stream, table
        self._count = struct.unpack_from("<H", stream, 0x98)[0]

    def _bounds(self, number: int) -> tuple[int, int]:
        if number >= self._count:
            return 0, 0
        start, size = struct.unpack_from("<II", self._stream, 0x9A + 8 * number)
        return start, size

    def part(self, number: int) -> bytes:
        """The bytes of a part; none for one that the document lacks."""
        start, size = self._bounds(number)
        return self._table[start : start + size]

    def from_start_of(self, number: int) -> bytes:
        """The bytes from the start of a part to the end of the stream; none for a part that is lacking."""
        start, size = self._bounds(number)
        return self._table[start:] if size else b""


def _starts(part: bytes) -> list[int]:
    """The positions where footnotes begin, and the end of the last one."""
    # The last position of the part only repeats the end of the story.
    count = len(part) // 4
    return list(struct.unpack_from(f"<{count}i", part))[:-1]


def _marks(part: bytes) -> tuple[int, ...]:
    """The positions of the marks of footnotes: as many as there are numbers of two bytes behind them."""
    count = max((len(part) - 4) // 6, 0)
    return struct.unpack_from(f"<{count}i", part)
