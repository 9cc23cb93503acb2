"""Bytes to characters: Unicode, or an old Vietnamese encoding when the words leave no doubt which.

Decoding changes nothing else: a mark stays in the text as U+FEFF, line ends stay as they are, letters stay composed or
decomposed.
"""

from __future__ import annotations

import codecs
import re
from itertools import compress

from msgspec.structs import replace

from parchk.errors import InputError, UsageError
from parchk.read.encodings.guess import guess, reads_badly, reads_better
from parchk.read.encodings.old import OLD, convert, decode_old
from parchk.read.reading import Reading
from parchk.text import Note

ENCODINGS = ("utf-8", "utf-16", "cp1258", *OLD)
"""Names of encodings for people to choose from; any text codec of Python is taken as well."""

# A mark of UTF-32 begins like one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Codecs of Python that turn text into other text, not bytes into text; some take quadratic time.
_NO_ENCODINGS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})

_HEAD = 4096
# UTF-16 without a mark: half of the bytes on one side of its units are NUL, and next to none on the other side.
_NUL_SHARE = 0.5
_NO_NULS = 0.01
_FEWEST_UNITS = 8
# Of a file that is damaged in places, for each place so many characters beyond ASCII are sound.
_SOUND_FOR_DAMAGED = 10
# Lines in an old encoding for each one in Unicode, in a text that is old as a whole.
_OLD_FOR_NEW = 20

_VIETNAMESE = re.compile("[\u0300-\u036fĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")


def decode(data: bytes, label: str, encoding: str | None = None) -> Reading:
    r"""Decode to the text and the name of its encoding; ``label`` names the input in an error.

    ``encoding`` is one of :data:`ENCODINGS` or a text codec of Python; without it the bytes tell: by a mark, as UTF-8,
    as UTF-16 by its NUL bytes, else by how their words read in the old encodings (:mod:`parchk.read.encodings.guess`).
    Text of an old font that was stored as Unicode (``C«ng v¨n``) is converted likewise. Bytes that are damaged in a few
    places become U+FFFD there. The notes: ``legacy-encoding`` (its name), ``damaged-text`` (how often, where first).

    :raises InputError: if the bytes are text in no encoding for certain, or not in the one that is named.
    :raises UsageError: if there is no encoding of this name.

    >>> decode(b"\xff\xfe1\x00", "a.txt")
    Reading(text='\ufeff1', encoding='utf-16-le', notes=())
    >>> decode(b"Co\xe2ng va\xean chi\xb9", "a.txt", "vni").text
    'Công văn chi¹'
    """
    if encoding is not None:
        return _named(data, label, encoding)
    codec = next((codec for mark, codec in _MARKS if data.startswith(mark)), "") or _without_mark(data)
    if codec:
        return _of_unicode(_tolerant(data, label, codec))
    nul = data.find(0)
    if nul >= 0:
        raise InputError(
            f"{label} is not plain text: NUL byte at offset {nul}; save the document as a text file in UTF-8"
        )
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _old_lines(data, label) or _of_unicode(_tolerant(data, label, "utf-8"))
    return _of_unicode(Reading(text, "utf-8"))


def _named(data: bytes, label: str, encoding: str) -> Reading:
    name = encoding.strip().lower().replace("_", "-")
    if name in OLD:
        return Reading(decode_old(data, name), name)
    if not _is_text_codec(name):
        raise UsageError(
            f"there is no text encoding {encoding!r}; give one of {', '.join(ENCODINGS)} or a codec of Python"
        )
    return _tolerant(data, label, name)


def _is_text_codec(name: str) -> bool:
    try:
        "1".encode(name)  # codecs from bytes to bytes are refused here
    except (LookupError, ValueError):
        return False
    return codecs.lookup(name).name not in _NO_ENCODINGS


def _without_mark(data: bytes) -> str:
    """UTF-16 that has no mark: the ASCII characters of any text show on which side of a unit their NUL bytes are."""
    head = data[:_HEAD]
    units = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    if units >= _FEWEST_UNITS and min(even, odd) <= _NO_NULS * units and max(even, odd) >= _NUL_SHARE * units:
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""


def _tolerant(data: bytes, label: str, codec: str) -> Reading:
    """Decode; what is damaged in a few places becomes U+FFFD there, with a note."""
    try:
        return Reading(data.decode(codec), codec)
    except UnicodeDecodeError as error:
        text = data.decode(codec, "replace")
        # U+FFFD may also stand in the file itself.
        places = text.count("\ufffd") - data.decode(codec, "ignore").count("\ufffd")
        if places * (_SOUND_FOR_DAMAGED + 1) > sum(1 for _ in _BEYOND_ASCII.finditer(text)):
            raise InputError(
                f"{label} is not {codec.upper()}: byte 0x{data[error.start]:02x} at offset {error.start};"
                f" name its encoding with --encoding ({', '.join(ENCODINGS)}), or save it as UTF-8"
            ) from error
        return Reading(text, codec, (Note("damaged-text", f"{places} × U+FFFD, byte {error.start}"),))


def _old_lines(data: bytes, label: str) -> Reading | None:
    """The lines that are no UTF-8 in the one old encoding that they are certainly in, the others as UTF-8."""
    lines = data.split(b"\n")
    broken = [not _is_utf8(line) for line in lines]
    old = guess((line.decode("latin-1") for line in compress(lines, broken)), as_it_is=False)
    if old is None:
        return None
    notes = (Note("legacy-encoding", old),)
    if not any(
        _VIETNAMESE.search(line.decode()) for line, is_broken in zip(lines, broken, strict=True) if not is_broken
    ):
        # Also the lines where pairs of letters in the old encoding happen to be UTF-8 of some other script.
        reading = Reading(decode_old(data, old), old) if old in OLD else _tolerant(data, label, old)
        return replace(reading, notes=notes + reading.notes)
    texts = [
        convert(line.decode("latin-1"), old) if is_broken else line.decode()
        for line, is_broken in zip(lines, broken, strict=True)
    ]
    return Reading("\n".join(texts), "utf-8", notes)


def _of_unicode(reading: Reading) -> Reading:
    """The same with its lines in an old encoding converted: those that hold no letter of Vietnamese Unicode."""
    if reading.text.isascii():
        return reading
    lines = reading.text.split("\n")
    beyond_ascii = [number for number, line in enumerate(lines) if not line.isascii()]
    doubtful = [number for number in beyond_ascii if not _VIETNAMESE.search(lines[number])]
    mixed = len(doubtful) < _OLD_FOR_NEW * (len(beyond_ascii) - len(doubtful))
    if mixed:
        doubtful = [number for number in doubtful if reads_badly(lines[number])]
    old = guess((lines[number] for number in doubtful), as_it_is=True)
    if old is None:
        return reading
    for number in doubtful:
        if not mixed or reads_better(lines[number], old):
            lines[number] = convert(lines[number], old)
    return replace(reading, text="\n".join(lines), notes=(Note("legacy-encoding", old), *reading.notes))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
