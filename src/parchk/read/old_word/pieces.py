"""The characters of an old Word document, put together of its pieces ([MS-DOC] 2.4.1)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from parchk.read.reading import too_large

if TYPE_CHECKING:
    from parchk.limits import Limits

_PRC, _PCDT = 1, 2
_COMPRESSED = 0x40000000


class _Piece(NamedTuple):
    start: int
    end: int
    offset: int
    width: int  # bytes of a character


class Characters:
    """The characters by their positions (CP), one UTF-16 unit each, and where their bytes lie in the stream (FC)."""

    def __init__(self, stream: bytes, clx: bytes, label: str, limits: Limits) -> None:
        self._pieces = _pieces(clx)
        length = sum(piece.end - piece.start for piece in self._pieces)
        if length > limits.size:  # pieces may lie over each other
            too_large(label, limits)
        self.text = "".join(_units(stream, piece) for piece in self._pieces)
        self._starts = [piece.start for piece in self._pieces]

    def place(self, position: int) -> tuple[int, int, int]:
        """Where the bytes of a character lie, how wide it is, and where its piece ends."""
        piece = self._pieces[bisect_right(self._starts, position) - 1]
        return piece.offset + (position - piece.start) * piece.width, piece.width, piece.end


def _pieces(clx: bytes) -> list[_Piece]:
    at = 0
    while clx[at] == _PRC:  # formats for pieces of a fast save
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if clx[at] != _PCDT:
        raise ValueError("no piece table")
    size = struct.unpack_from("<I", clx, at + 1)[0]
    count = (size - 4) // 12
    positions = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
    pieces = []
    for number in range(count):
        offset = struct.unpack_from("<I", clx, at + 5 + 4 * (count + 1) + 8 * number + 2)[0]
        start, end = positions[number : number + 2]
        if end < start:
            raise ValueError("pieces out of order")
        compressed = offset & _COMPRESSED
        offset &= _COMPRESSED - 1
        pieces.append(_Piece(start, end, offset // 2 if compressed else offset, 1 if compressed else 2))
    return pieces


def _units(stream: bytes, piece: _Piece) -> str:
    """The text of a piece: as many units as it has positions, pairs of surrogates as two."""
    data = stream[piece.offset : piece.offset + (piece.end - piece.start) * piece.width]
    if len(data) < (piece.end - piece.start) * piece.width:
        raise ValueError("a piece lies behind the end")
    if piece.width == 1:
        return data.decode("cp1252", "surrogateescape").translate(_AS_NUMBERED)
    return "".join(map(chr, struct.unpack(f"<{len(data) // 2}H", data)))


def joined(text: str) -> str:
    """Text with its pairs of surrogates made one character each."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


# Bytes that have no meaning in Windows-1252 keep their number; old fonts use them.
_AS_NUMBERED = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}
