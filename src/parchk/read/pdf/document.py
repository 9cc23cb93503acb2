"""PDF documents with a text layer, by PDFium: words are put back into lines, paragraphs and tables by their places.

Source: ISO 32000-2. A PDF knows no paragraphs; what is no text of the document (running heads, page numbers) is told
by where it stands.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from parchk.errors import InputError
from parchk.read.kinds import PDF
from parchk.read.pdf import scan
from parchk.read.reading import Reading, damaged, encrypted, too_large
from parchk.text import Note

if TYPE_CHECKING:
    from parchk.limits import Limits
    from parchk.read.pdf.page import Page

# A character takes so many bytes in the content of a page, more or less; pages are packed.
_BYTES_OF_A_CHARACTER = 10
# PDFium may be used by one thread at a time.
_ONE_AT_A_TIME = threading.Lock()


def read(data: bytes, label: str, limits: Limits) -> Reading:
    """Read a PDF document.

    Raises :class:`~parchk.errors.InputError` where there is no text to read: a password is needed, the document is
    damaged, has more pages than ``limits`` allow, or is a scan.
    """
    if find_spec("pypdfium2") is None:
        raise InputError(f"{label} is {PDF.name}; reading it needs the extra: pip install 'parchk[pdf]'")
    from parchk.read.pdf.text import text_of  # noqa: PLC0415 - PDFium is loaded for a PDF document only

    pages = _pages(data, label, limits)
    notes = []
    scanned = _unread(pages)
    if scanned and scan.is_installed():
        pages = _pages(scan.recognised(data, label), label, limits)
        notes.append(Note("recognised-text", _ranges(scanned)))
        scanned = _unread(pages)
    if not any(page.words for page in pages):
        raise InputError(
            f"{label} is {PDF.name} without text (a scan): recognise its text first, e.g. with"
            " `ocrmypdf -l vie IN OUT`, or let parchk do it: pip install 'parchk[ocr]'"
        )
    if scanned:
        notes.append(Note("pages-without-text", _ranges(scanned)))
    return Reading(text=text_of(pages), encoding="unicode", notes=tuple(notes))


def _unread(pages: list[Page]) -> list[int]:
    """The numbers of the pages that show something, but no text."""
    return [number for number, page in enumerate(pages, 1) if page.unread]


def _pages(data: bytes, label: str, limits: Limits) -> list[Page]:
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    from parchk.read.pdf.page import TooManyCharactersError, load_page  # noqa: PLC0415

    with _ONE_AT_A_TIME, _opened(data, label) as document:
        count = pdfium.FPDF_GetPageCount(document)
        if count > limits.pages:
            raise InputError(
                f"{label} has {count} pages, more than the {limits.pages} that are read;"
                " raise the limit with --max-pages if that is meant"
            )
        pages: list[Page] = []
        room = limits.size // _BYTES_OF_A_CHARACTER
        for number in range(count):
            try:
                pages.append(load_page(document, number, room))
            except TooManyCharactersError:
                too_large(label, limits)
            room -= pages[-1].characters
        return pages


@contextmanager
def _opened(data: bytes, label: str) -> Iterator[Any]:
    """The document in PDFium, with the empty password that viewers try too."""
    import pypdfium2  # noqa: PLC0415, F401 - sets PDFium up
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        error = pdfium.FPDF_GetLastError()
        if error in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            encrypted(label, PDF.name)
        damaged(label, PDF.name, f"PDFium gives error {error}")
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _ranges(numbers: list[int]) -> str:
    """Page numbers as a person writes them.

    >>> _ranges([1, 3, 4, 5, 9])
    '1, 3-5, 9'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)
