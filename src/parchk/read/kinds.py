"""Kinds of files: those that parchk reads, and those that it can only name."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from pathlib import PurePath
from typing import NamedTuple

from parchk.errors import InputError


class Kind(NamedTuple):
    """A kind of file: what to call it, its media type and the endings of its names if it is read."""

    name: str
    media_type: str = ""
    suffixes: tuple[str, ...] = ()
    advice: str = ""
    """What the owner of a file of this kind can do; empty where it is read."""


TEXT = Kind("a text file", "text/plain", (".txt", ".text", ""))
MARKDOWN = Kind("a Markdown file", "text/markdown", (".md", ".markdown"))
HTML = Kind("an HTML page", "text/html", (".html", ".htm", ".xhtml"))
WORD = Kind(
    "a Word document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    (".docx", ".docm", ".dotx"),
)
OLD_WORD = Kind("an old Word document", "application/msword", (".doc", ".dot"))
OPEN = Kind("an OpenDocument text", "application/vnd.oasis.opendocument.text", (".odt", ".ott"))
RTF = Kind("an RTF document", "application/rtf", (".rtf",))
PDF = Kind("a PDF document", "application/pdf", (".pdf",))

READ = (TEXT, MARKDOWN, HTML, WORD, OLD_WORD, OPEN, RTF, PDF)
"""The kinds that are read."""

SUFFIXES = {suffix: kind.media_type for kind in READ for suffix in kind.suffixes}
"""Endings of the kinds that are read (the empty one: a name without an ending), with their media types."""

_AS_DOCUMENT = "save its text as .docx or .txt"
_EXCEL = Kind("an Excel workbook", advice=_AS_DOCUMENT)
_SLIDES = Kind("a PowerPoint presentation", advice=_AS_DOCUMENT)
_OTHER_OPEN = Kind("an OpenDocument file other than a text", advice="save it as .odt or .docx")
_OTHER_OLE = Kind("an old Office document", advice=_AS_DOCUMENT)
_LOCKED = Kind("an Office document with a password", advice="save a copy without one")
_IMAGE = Kind("an image", advice="recognise its text first, e.g. with `ocrmypdf`, and give the PDF that it writes")
_ARCHIVE = Kind("an archive", advice="unpack it and give the documents in it")
_DATA = Kind("a data file", advice="give the document itself (for results of parchk there is `parchk convert`)")
_MAIL = Kind("a mail message", advice="save the document in it as a file")

UNPACKING = (
    zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError, zlib.error, lzma.LZMAError,
)  # fmt: skip
"""What unpacking a damaged archive raises."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"II*\x00", _IMAGE),
    (b"MM\x00*", _IMAGE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"Rar!\x1a\x07", _ARCHIVE),
)
# A PDF may begin with other bytes: its readers look for its mark in the first kilobyte.
_PDF_MARK, _PDF_WITHIN = b"%PDF-", 1024
_HTML_WITHIN = 512
_FRAGMENT = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:p|div|table|span|font|center|h[1-6]|ol|ul)[\s>]", re.IGNORECASE)
_MAIL_MARK = re.compile(rb"(?m)^MIME-Version: ", re.IGNORECASE)

# Names of streams (OLE, spelled in UTF-16) that tell the kinds of one container apart.
_IN_OLE = (
    ("EncryptedPackage".encode("utf-16-le"), _LOCKED),
    ("WordDocument".encode("utf-16-le"), OLD_WORD),
    ("Workbook".encode("utf-16-le"), _EXCEL),
    ("PowerPoint".encode("utf-16-le"), _SLIDES),
)

# Text all the same, but not the text of a document; and the binary kinds, for a file that is cut short or empty.
_FOREIGN_SUFFIXES = {
    ".fodt": _OTHER_OPEN, ".xlsx": _EXCEL, ".xls": _EXCEL, ".pptx": _SLIDES, ".ppt": _SLIDES,
    ".mhtml": _MAIL, ".mht": _MAIL, ".eml": _MAIL, ".msg": _MAIL,
    ".json": _DATA, ".jsonl": _DATA, ".csv": _DATA, ".tsv": _DATA, ".xml": _DATA, ".toml": _DATA,
}  # fmt: skip


def kind_of(data: bytes, name: str, label: str) -> Kind:
    """Tell the kind by the first bytes, else by the ending of the name; plain text where both say nothing.

    A name that promises a kind whose bytes are not there is an :class:`~parchk.errors.InputError`.
    """
    found = _by_bytes(data)
    if found:
        return found
    suffix = PurePath(name).suffix.lower()
    if suffix in _FOREIGN_SUFFIXES:
        return _FOREIGN_SUFFIXES[suffix]
    named = next((kind for kind in READ if suffix in kind.suffixes), TEXT)
    if named in (WORD, OLD_WORD, OPEN, RTF, PDF):
        raise InputError(
            f"{label} is named as {named.name.split(' ', 1)[1]}, but it is none or is cut short;"
            " save it again, or give it the ending of what it is"
        )
    if named is TEXT and data.startswith(_ZIP):
        return _ARCHIVE
    if named is TEXT and _FRAGMENT.match(data[:_HTML_WITHIN]):
        return HTML
    return named


def _by_bytes(data: bytes) -> Kind | None:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(_ZIP):
        return _in_zip(data)
    if data.startswith(_OLE):
        return next((kind for stream, kind in _IN_OLE if stream in data), _OTHER_OLE)
    if _MAIL_MARK.search(data[:_HTML_WITHIN]):
        return _MAIL
    if _PDF_MARK in data[:_PDF_WITHIN]:
        return PDF
    head = data[:_HTML_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")) or (head.startswith(b"<?xml") and b"<html" in head):
        return HTML
    return None


def _beginning(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as part:
        return part.read(80).decode("latin-1")


def _in_zip(data: bytes) -> Kind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            mime = _beginning(archive, "mimetype") if names[:1] == ["mimetype"] else ""
    except UNPACKING:
        # Cut short: its directory is gone, the names beside the parts are not.
        return WORD if b"word/document.xml" in data else None
    if mime.startswith(OPEN.media_type):
        return OPEN
    if mime.startswith("application/vnd.oasis.opendocument"):
        return _OTHER_OPEN
    folders = {name.split("/", 1)[0] for name in names}
    for folder, kind in (("word", WORD), ("xl", _EXCEL), ("ppt", _SLIDES)):
        if folder in folders and "[Content_Types].xml" in names:
            return kind
    return _ARCHIVE
