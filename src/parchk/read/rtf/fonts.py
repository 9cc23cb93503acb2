"""Fonts of an RTF file: their names, and the code pages of bytes that are set in them."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

# \fcharsetN (RTF 1.9.1, "Font table") where it is not the code page of the document.
_CHARSETS = {
    0: "cp1252", 2: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
PAGES = {"ansi": "cp1252", "mac": "mac-roman", "pc": "cp437", "pca": "cp850"}
"""Code pages of a document by the control word that names them."""


@dataclass(slots=True)
class Font:
    """One entry of the font table."""

    name: str = ""
    charset: int | None = None

    def codec(self, default: str) -> str:
        """The codec of bytes in this font; ``default`` is that of the document."""
        return default if self.charset is None else _CHARSETS.get(self.charset, default)


def code_page(number: int | None, default: str) -> str:
    r"""The codec of ``\ansicpgN``."""
    try:
        return codecs.lookup(f"cp{number}").name
    except LookupError:
        return default


def decoded(data: bytes, codec: str) -> str:
    """Bytes of text; those without a meaning in the code page keep their number, as old fonts use them."""
    return data.decode(codec, "surrogateescape").translate(_AS_NUMBERED)


_AS_NUMBERED = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}
