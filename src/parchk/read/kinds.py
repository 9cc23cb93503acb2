"""Kinds of files: those that parchk reads, and those that it can only name."""

from __future__ import annotations

from pathlib import PurePath
from typing import NamedTuple

SUFFIXES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    "": "text/plain",
}
"""Endings of the kinds that are read (the empty one: a name without an ending), with their media types."""


class Kind(NamedTuple):
    """A kind of file that is not read: what to call it, and what its owner can do."""

    name: str
    advice: str


_AS_TEXT = "save it as .txt in UTF-8"
_WORD = Kind("a Word document", _AS_TEXT)
_OLD_WORD = Kind("an old Word document (.doc)", _AS_TEXT)
_EXCEL = Kind("an Excel workbook", "save the sheet as .txt in UTF-8")
_SLIDES = Kind("a PowerPoint presentation", _AS_TEXT)
_OPEN = Kind("an OpenDocument file", _AS_TEXT)
_PDF = Kind("a PDF document", "copy its text into a .txt file, e.g. with `pdftotext -layout`")
_RTF = Kind("an RTF document", _AS_TEXT)
_HTML = Kind("an HTML page", "save it as .txt in UTF-8")
_IMAGE = Kind("an image", "recognise its text (OCR) and save that as .txt in UTF-8")
_ARCHIVE = Kind("an archive", "unpack it and give the documents in it")
_DATA = Kind("a data file", "give the document itself (for results of parchk there is `parchk convert`)")
_MAIL = Kind("a mail message", "save the document in it as .txt in UTF-8")

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MAGIC = (
    (b"%PDF-", _PDF),
    (b"{\\rtf", _RTF),
    (b"\x89PNG\r\n", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"II*\x00", _IMAGE),
    (b"MM\x00*", _IMAGE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"Rar!\x1a\x07", _ARCHIVE),
)

# Names of parts (zip) or streams (OLE, spelled in UTF-16) that tell the kinds of one container apart.
_IN_ZIP = (
    (b"word/", _WORD),
    (b"xl/", _EXCEL),
    (b"ppt/", _SLIDES),
    (b"mimetypeapplication/vnd.oasis.opendocument", _OPEN),
)
_IN_OLE = (
    ("WordDocument".encode("utf-16-le"), _OLD_WORD),
    ("Workbook".encode("utf-16-le"), _EXCEL),
    ("PowerPoint".encode("utf-16-le"), _SLIDES),
)

# Text all the same, but not the text of a document; and the binary kinds, for a file that is cut short or empty.
_BY_SUFFIX = {
    ".docx": _WORD, ".docm": _WORD, ".doc": _OLD_WORD, ".odt": _OPEN, ".rtf": _RTF, ".pdf": _PDF,
    ".xlsx": _EXCEL, ".xls": _EXCEL, ".pptx": _SLIDES, ".ppt": _SLIDES,
    ".html": _HTML, ".htm": _HTML, ".mhtml": _HTML, ".eml": _MAIL, ".msg": _MAIL,
    ".json": _DATA, ".jsonl": _DATA, ".csv": _DATA, ".tsv": _DATA, ".xml": _DATA, ".toml": _DATA,
}  # fmt: skip


def media_type(name: str) -> str:
    """Give the media type by the name's ending; plain text where the ending says nothing (``cong-van.2022``)."""
    return SUFFIXES.get(PurePath(name).suffix.lower(), "text/plain")


def foreign_kind(data: bytes, name: str) -> Kind | None:
    """Give the kind that this is, when it is none that parchk reads: by its first bytes, else by its name's ending."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(_ZIP):
        return next((kind for part, kind in _IN_ZIP if part in data), _ARCHIVE)
    if data.startswith(_OLE):
        return next((kind for part, kind in _IN_OLE if part in data), Kind("an old Office document", _AS_TEXT))
    if data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:14].lower().startswith((b"<!doctype html", b"<html")):
        return _HTML
    return _BY_SUFFIX.get(PurePath(name).suffix.lower())
