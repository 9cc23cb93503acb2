"""Formats of an old Word document: property modifiers, their runs over the text, styles, fonts ([MS-DOC] 2.6-2.9)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE = 512
# Sizes of operands by the three highest bits of a modifier; 6 has its size before it.
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_DEF_TABLE, _CHANGE_TABS = 0xD608, 0xC615
_PARAGRAPH_STYLE, _CHARACTER_STYLE = 1, 2
_NAME_IN_FONT = 39
_NO_STYLE = 0xFFF
_MOST_STYLES = 50

FONT, SYMBOL, VANISH, DELETED, SPECIAL, CHARACTER_STYLE = 0x4A4F, 0x6A09, 0x083C, 0x0800, 0x0855, 0x4A30
CAPITALS, INSERTED = 0x083B, 0x0801
IN_TABLE, ROW_END, DEPTH, INNER_CELL, INNER_ROW_END = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
LIST_LEVEL, LIST = 0x260A, 0x460B
TABLE, TABLE_BORDERS_80, TABLE_BORDERS = _DEF_TABLE, 0xD605, 0xD613
_HUGE = 0x6646

Properties = dict[int, bytes]
"""Operands by modifier; of those that come several times the last."""


def properties(data: bytes) -> Properties:
    r"""The modifiers of a list of them (grpprl).

    >>> properties(bytes.fromhex("0008014f4a0300"))
    {2048: b'\x01', 19023: b'\x03\x00'}
    """
    found = {}
    at = 0
    while at + 2 < len(data):
        code = struct.unpack_from("<H", data, at)[0]
        at += 2
        size = _SIZES.get(code >> 13)
        if size is None:
            if code == _DEF_TABLE:
                size = struct.unpack_from("<H", data, at)[0] - 1 if at + 2 <= len(data) else 0
                at += 2
            else:
                size = data[at]
                at += 1
                if code == _CHANGE_TABS and size == 0xFF:
                    break  # its size hides in its content; nothing that is read here comes after it
        found[code] = data[at : at + max(size, 0)]
        at += max(size, 0)
    return found


def number(found: Properties, code: int) -> int | None:
    """The operand of a modifier as a number."""
    data = found.get(code)
    return int.from_bytes(data, "little") if data else None


class Run(NamedTuple):
    """A stretch of bytes with one format."""

    end: int
    style: int
    found: Properties


class Runs:
    """The formats of characters, or of paragraphs, by the bytes of the text (FKPs)."""

    def __init__(self, stream: bytes, table: bytes, data: bytes, *, paragraphs: bool) -> None:
        self._starts: list[int] = []
        self._runs: list[Run] = []
        count = (len(table) - 4) // 8
        pages = struct.unpack_from(f"<{count}I", table, 4 * (count + 1)) if count > 0 else ()
        for page in dict.fromkeys(pages):  # each once, whatever the file says
            at = (page & 0x3FFFFF) * _PAGE
            self._read(stream[at : at + _PAGE], data, paragraphs=paragraphs)
        if self._starts != sorted(self._starts):
            order = sorted(range(len(self._starts)), key=self._starts.__getitem__)
            self._starts = [self._starts[place] for place in order]
            self._runs = [self._runs[place] for place in order]

    def _read(self, page: bytes, data: bytes, *, paragraphs: bool) -> None:
        count = page[_PAGE - 1]
        bounds = struct.unpack_from(f"<{count + 1}I", page)
        for place in range(count):
            offset = page[4 * (count + 1) + place * (13 if paragraphs else 1)] * 2
            if paragraphs:
                style, found = _paragraph(page, offset, data)
            else:
                style, found = 0, properties(page[offset + 1 : offset + 1 + page[offset]]) if offset else {}
            self._starts.append(bounds[place])
            self._runs.append(Run(bounds[place + 1], style, found))

    def at(self, offset: int) -> Run:
        """The run that a byte lies in."""
        place = bisect_right(self._starts, offset) - 1
        if place >= 0 and offset < self._runs[place].end:
            return self._runs[place]
        following = self._starts[place + 1] if place + 1 < len(self._starts) else 1 << 32
        return Run(following, 0, {})


def _paragraph(page: bytes, offset: int, data: bytes) -> tuple[int, Properties]:
    """The style and the modifiers of a paragraph (PapxInFkp)."""
    if not offset:
        return 0, {}
    size = page[offset] * 2 - 1
    if size < 0:
        offset += 1
        size = page[offset] * 2
    body = page[offset + 1 : offset + 1 + size]
    found = properties(body[2:])
    huge = number(found, _HUGE)
    if huge is not None and huge + 2 <= len(data):
        length = struct.unpack_from("<H", data, huge)[0]
        found = properties(data[huge + 2 : huge + 2 + length])
    return int.from_bytes(body[:2], "little"), found


class _Style(NamedTuple):
    base: int
    paragraph: Properties
    character: Properties


class Styles:
    """The styles of a document, with what they inherit (STSH)."""

    def __init__(self, data: bytes) -> None:
        self._styles: dict[int, _Style] = {}
        self.font = 0
        if data:
            header = struct.unpack_from("<H", data)[0]
            _, self._base = struct.unpack_from("<HH", data, 2)
            self.font = struct.unpack_from("<H", data, 14)[0] if header >= 14 else 0
            for place, body in enumerate(_sized(data, 2 + header)):
                if len(body) > self._base:
                    self._styles[place] = self._style(body)
        self._known: dict[tuple[int, bool], Properties] = {}

    def _style(self, body: bytes) -> _Style:
        kind, base = (word := struct.unpack_from("<H", body, 2)[0]) & 0xF, word >> 4
        name = struct.unpack_from("<H", body, self._base)[0]
        parts = [part for _, part in zip(range(3), _sized(body, self._base + 2 + 2 * name + 2), strict=False)]
        if kind == _PARAGRAPH_STYLE and parts:
            return _Style(base, properties(parts[0][2:]), properties(parts[1]) if len(parts) > 1 else {})
        if kind == _CHARACTER_STYLE and parts:
            return _Style(base, {}, properties(parts[0]))
        return _Style(base, {}, {})

    def paragraph(self, style: int) -> Properties:
        """What a style says of paragraphs."""
        return self._with_bases(style, of_characters=False)

    def character(self, style: int) -> Properties:
        """What a style says of characters."""
        return self._with_bases(style, of_characters=True)

    def _with_bases(self, style: int, *, of_characters: bool) -> Properties:
        key = (style, of_characters)
        if key not in self._known:
            found: Properties = {}
            seen: list[int] = []
            while style != _NO_STYLE and style in self._styles and style not in seen and len(seen) < _MOST_STYLES:
                seen.append(style)
                own = self._styles[style]
                found = (own.character if of_characters else own.paragraph) | found
                style = own.base
            self._known[key] = found
        return self._known[key]


def _sized(data: bytes, at: int) -> Iterator[bytes]:
    """Parts that have their size before them, each at an even place."""
    while at + 2 <= len(data):
        size = struct.unpack_from("<H", data, at)[0]
        yield data[at + 2 : at + 2 + size]
        at += 2 + size + size % 2


def font_names(data: bytes) -> list[str]:
    """The names of the fonts (SttbfFfn)."""
    names: list[str] = []
    at = 4
    count = struct.unpack_from("<H", data)[0] if data else 0
    while at < len(data) and len(names) < count:
        size = data[at]
        name = data[at + 1 + _NAME_IN_FONT : at + 1 + size].decode("utf-16-le", "replace")
        names.append(name.split("\0", 1)[0])
        at += 1 + size
    return names
