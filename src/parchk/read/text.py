"""Bytes to characters: UTF-8, and UTF-16 that says so by its mark. Decoding changes nothing else.

A mark stays in the text as U+FEFF, line ends stay as they are.
"""

from __future__ import annotations

import codecs

from parchk.errors import InputError
from parchk.read.reading import Reading

_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def decode(data: bytes, label: str) -> Reading:
    r"""Decode to the text and the name of its encoding; ``label`` names the input in an error.

    >>> decode(b"\xff\xfe1\x00", "a.txt")
    Reading(text='\ufeff1', encoding='utf-16-le', notes=())
    """
    encoding = _encoding(data)
    nul = data.find(0) if encoding == "utf-8" else -1
    if nul >= 0:
        raise InputError(
            f"{label} is not plain text: NUL byte at offset {nul}; save the document as a text file in UTF-8"
        )
    try:
        return Reading(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        advice = "convert it to UTF-8"
        if encoding == "utf-8":
            # The old Vietnamese encodings that iconv knows: Windows-1258, TCVN 5712, VISCII.
            advice += ", e.g. with `iconv -f WINDOWS-1258 -t UTF-8` (or -f TCVN, -f VISCII)"
        raise InputError(
            f"{label} is not {encoding.upper()}: byte 0x{data[error.start]:02x} at offset {error.start}; {advice}"
        ) from error


def _encoding(data: bytes) -> str:
    if data.startswith(codecs.BOM_UTF32_LE):  # begins like UTF-16
        return "utf-8"
    return _MARKS.get(data[:2], "utf-8")
