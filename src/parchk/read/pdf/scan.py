"""Scanned pages: their text is recognised by OCRmyPDF, where the extra ``parchk[ocr]`` is installed."""

from __future__ import annotations

import io
import logging
from importlib.util import find_spec

from parchk.errors import InputError

_LANGUAGE = "vie"


def is_installed() -> bool:
    """Whether the extra is there; it brings no Tesseract, which is a program of its own."""
    return find_spec("ocrmypdf") is not None


def recognised(data: bytes, label: str) -> bytes:
    """The document with the recognised text of its scanned pages as an invisible layer.

    Raises :class:`~parchk.errors.InputError` where Tesseract or its Vietnamese data is missing, or the document is one
    that OCRmyPDF does not take.
    """
    import ocrmypdf  # noqa: PLC0415 - slow to import, and an extra
    from ocrmypdf.exceptions import ExitCodeException, MissingDependencyError  # noqa: PLC0415

    for name in ("ocrmypdf", "pikepdf", "pdfminer", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what is wrong is said by the error
    out = io.BytesIO()
    try:
        ocrmypdf.ocr(
            io.BytesIO(data),
            out,
            language=[_LANGUAGE],
            output_type="pdf",
            skip_text=True,  # pages that have text keep it
            optimize=0,
            jobs=1,
            use_threads=True,
            progress_bar=False,
        )
    except MissingDependencyError as error:
        raise InputError(
            f"{label} is a scan; recognising its text needs Tesseract with Vietnamese:"
            " install it (Debian: tesseract-ocr and tesseract-ocr-vie)"
        ) from error
    except ExitCodeException as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise InputError(f"{label} is a scan whose text could not be recognised ({reason}); scan it anew") from error
    return out.getvalue()
