"""Letters without their marks, and which are vowels."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Iterator

_TONES = ("", *"\u0300\u0301\u0303\u0309\u0323")
_LOWER = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in _TONES)
VOWELS = _LOWER + _LOWER.upper()
"""The vowels of Vietnamese with all their marks, small letters and capitals."""


def _plain_letters() -> Iterator[tuple[str, str]]:
    for code in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)):
        plain = unicodedata.normalize("NFD", chr(code))[0]
        if plain.isascii():
            yield chr(code), plain
    yield from (("đ", "d"), ("Đ", "D"))


# Each letter of Vietnamese and the other signs of most texts have a byte of their own, ASCII keeps its own but for some
# that no text has: a table of bytes takes a fifth of the time of one of characters.
_LETTERS = dict(_plain_letters())
_NO_ASCII = [*sorted({*VOWELS, "đ", "Đ"} & set(_LETTERS)), *"“”…•●○■▪✓→·°§²³×≥≤«»"]
_SIGNS = list(map(chr, range(256)))
for _place, _sign in zip((*range(1, 9), *range(14, 32), *range(128, 256)), _NO_ASCII, strict=True):
    _SIGNS[_place] = _sign
_BYTES = codecs.charmap_build("".join(_SIGNS))
_PLAIN = "".join(_LETTERS.get(sign, sign if sign.isascii() else "\0") for sign in _SIGNS).lower().encode()
_OTHERS = "parchk.plain.others"


def _others(error: UnicodeError) -> tuple[bytes, int]:
    """The bytes of signs that have none of their own."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_LETTERS.get(sign, "\0") for sign in error.object[error.start : error.end]).encode(), error.end


codecs.register_error(_OTHERS, _others)


def plain(text: str) -> str:
    """The text in small letters without marks, sign for sign; NUL for what is neither ASCII nor a Latin letter."""
    return codecs.charmap_encode(text, _OTHERS, _BYTES)[0].translate(_PLAIN).decode()
