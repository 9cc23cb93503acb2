"""Damaged files without end: the forms of one directive, changed at random. The same seed gives the same files."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

from invariants import assert_holds
from parchk.errors import InputError
from parchk.pipeline import Extractor
from parchk.read import read_bytes

FORMS = sorted(
    path
    for path in (Path(__file__).parent / "forms").iterdir()
    if path.is_file() and path.suffix not in {".py", ".toml"}
)
"""The files that are changed."""
PACKED = {".docx", ".odt"}
WORDS = (
    b"<", b">", b"</w:p>", b"<w:tbl>", b'"', b"&", b"{", b"}", b"\\", b"\\par", b"\\cell", b"\\u-1", b"\0", b"\xff",
    b"\n", b"|", b"1. ", b"a) ", b"-1", b"99999999999", b"endobj", b"stream", b"<td>", b"</table>", b"<!--",
    b"\xe2\x80\xa8", b"PK",
)  # fmt: skip


def fuzzed(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of ``count`` damaged files, the forms in turn."""
    source = random.Random(seed)
    data = {path: path.read_bytes() for path in FORMS}
    for number in range(count):
        path = FORMS[number % len(FORMS)]
        if path.suffix in PACKED and source.random() < 0.7:
            yield path.name, inside(data[path], source)
        else:
            yield path.name, changed(data[path], source)


def inside(data: bytes, source: random.Random) -> bytes:
    """A package with one part changed: what lies behind the zip's own checks."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        names = [name for name in old.namelist() if name.endswith((".xml", ".rels"))]
        victim = source.choice(
            [name for name in names for _ in range(8 if "document" in name or "content" in name else 1)]
        )
        for name in old.namelist():
            part = old.read(name)
            new.writestr(zipfile.ZipInfo(name), changed(part, source) if name == victim else part)
    return out.getvalue()


def changed(data: bytes, source: random.Random) -> bytes:
    """The bytes with one to eight changes: flipped, cut, doubled, moved, words of the form put in."""
    out = bytearray(data)
    for _ in range(source.choice((1, 1, 2, 3, 8))):
        place = source.randrange(len(out) + 1)
        length = source.choice((1, 2, 5, 30, 400))
        match source.randrange(7):
            case 0 if place < len(out):
                out[place] ^= 1 << source.randrange(8)
            case 1:
                del out[place : place + length]
            case 2:
                out[place:place] = out[place : place + length]
            case 3:
                target = source.randrange(len(out) + 1)
                out[target:target] = out[place : place + length]
            case 4:
                out[place:place] = source.choice(WORDS) * source.choice((1, 1, 3))
            case 5:
                out[place : place + length] = source.randbytes(length)
            case _ if source.random() < 0.2:
                del out[place:]
    return bytes(out)


def outcome(extract: Extractor, name: str, data: bytes, *, whole: bool) -> str:
    """``read``, or ``refused`` and why. ``whole``: extract as well, and hold every span against the text."""
    try:
        source = read_bytes(data, name)
    except InputError as error:
        # Parsers of other people say that a file is damaged in their own ways; these would be our own faults.
        assert not isinstance(error.__cause__, AttributeError | KeyError | NameError | RecursionError | TypeError)
        return f"refused {error}"
    if whole:
        assert_holds(extract(source), source.text)
    return "read"
