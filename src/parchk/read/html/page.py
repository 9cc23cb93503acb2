"""HTML pages: copied from portals, saved by word processors, fragments of either."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from lxml import etree

from parchk.errors import InputError
from parchk.read.html.walk import Walk
from parchk.read.kinds import HTML
from parchk.read.reading import TRACKED, Reading, damaged
from parchk.read.text import decode

if TYPE_CHECKING:
    from parchk.limits import Limits
    from parchk.text import Note


# Where a page names its encoding: in its first kilobyte (HTML 13.2.3.2); pages of Word fill that with comments.
_HEAD_BYTES = 4096
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})"
    rb"|<\?xml[^>]{0,200}?encoding=[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)
# Names that mean another encoding than they say (Encoding Standard 4.2), and pages in old Vietnamese fonts.
_MEANT = {"iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
          "windows-1252": "cp1252", "x-user-defined": "cp1252", "unicode": "utf-8", "utf-16": "utf-8",
          "utf-16le": "utf-8", "utf-16be": "utf-8"}  # fmt: skip
_WESTERN = "cp1252"
_TRACKED = re.compile(r"<(?:ins|del)[\s>]", re.IGNORECASE)
_NO_PROSE = frozenset({"a", "script", "style", "title", "option", "noscript", "template"})
_SENTENCE = 50


def read(data: bytes, label: str, limits: Limits) -> Reading:
    """The words of a page as a browser shows them, without its menus where it marks its main part.

    :class:`~parchk.errors.InputError` for bytes of no known encoding and for elements nested beyond any use.
    """
    text, encoding, notes = _decoded(data, label)
    lines, converted = _words(text, label, limits)
    if encoding == _WESTERN and not converted and not text.isascii():
        # Letters that look Western and are in no old font: the bytes may be in an old Vietnamese encoding.
        try:
            found = decode(data, label)
        except InputError:
            pass
        else:
            lines, _ = _words(found.text, label, limits)
            encoding, notes = found.encoding, found.notes
    if _TRACKED.search(text):
        notes = (*notes, TRACKED)
    return Reading(lines, encoding, notes)


def _decoded(data: bytes, label: str) -> tuple[str, str, tuple[Note, ...]]:
    """The page with its encoding: UTF-8 whatever the page says where the bytes are that, else the one that it names."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        found = decode(data, label)
        return found.text.removeprefix("\ufeff"), found.encoding, found.notes
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        named = _named(data)
    if named == _WESTERN:
        # Five bytes have no meaning in it; old Vietnamese fonts use them all.
        return data.decode(_WESTERN, "surrogateescape").translate(_C1), _WESTERN, ()
    if named and named != "utf-8":
        try:
            return data.decode(named), named, ()
        except UnicodeDecodeError:
            pass
    found = decode(data, label)
    return found.text, found.encoding, found.notes


_C1 = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}


def _named(data: bytes) -> str:
    """The codec that a page names for itself; empty where it names none that is known."""
    match = _CHARSET.search(data[:_HEAD_BYTES])
    if match is None:
        return ""
    name = (match[1] or match[2]).decode("ascii").lower()
    name = _MEANT.get(name, name)
    try:
        found = codecs.lookup(name)
    except LookupError:
        return ""
    # Codecs of Python that are no encodings of text (rot13, zlib) cannot be used on bytes.
    return found.name if found._is_text_encoding else ""  # noqa: SLF001 - no public name says it


def _words(page: str, label: str, limits: Limits) -> tuple[str, bool]:
    """The text of a page, and whether a part of it was set in an old Vietnamese font."""
    root = _parsed(page, label)
    if root is None:
        return "", False
    mains = _mains(root)
    if len(mains) == 1 and _length(mains[0]) * 2 > _length(root) and not _has_prose(root, outside=mains[0]):
        return Walk(root, label, limits).read(mains[0])
    return Walk(root, label, limits).read(root)


def _has_prose(root: etree._Element, *, outside: etree._Element) -> bool:
    """Whether a page has more than menus around its main part: words as long as a sentence that are no link."""
    inside = set(outside.iter())
    for element in root.iter("*"):
        if element not in inside and element.tag not in _NO_PROSE:
            pieces = [element.text, *(child.tail for child in element)]
            if any(len((piece or "").strip()) > _SENTENCE for piece in pieces):
                return True
    return False


def _length(element: etree._Element) -> int:
    return sum(len(str(text).strip()) for text in element.itertext())


def _mains(root: etree._Element) -> list[etree._Element]:
    """The elements that a page marks as its main part: ``main``, else ``article``."""
    return list(root.iter("main")) or root.xpath("//*[@role='main']") or list(root.iter("article"))


def _parsed(page: str, label: str) -> etree._Element | None:
    """The tree of a page; ``None`` for a page without any element or word."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    root: etree._Element | None
    try:
        root = etree.fromstring(page.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None  # nothing in it
    # The parser stops there, and would silently give less than the page holds.
    deep = next((entry for entry in parser.error_log if "depth" in entry.message.lower()), None)
    if deep is not None:
        damaged(label, HTML.name, deep.message)
    for behind in root.itersiblings() if root is not None else ():  # what stands behind </html>
        root.append(behind)
    return root
