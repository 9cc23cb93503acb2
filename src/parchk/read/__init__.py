"""From bytes to the text as read: which kind of file it is, and its words in their order.

Text files are decoded and otherwise left as they are; of other kinds a reader makes the text (:class:`Reading`). In
either case the spans of a result count code points of exactly this text.
"""

from __future__ import annotations

import hashlib
import os
import struct
from importlib import import_module
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from parchk.errors import InputError, UsageError
from parchk.limits import DEFAULT, Limits
from parchk.read.kinds import HTML, MARKDOWN, OLD_WORD, OPEN, PDF, RTF, SUFFIXES, TEXT, WORD, Kind, kind_of
from parchk.read.reading import Reading, damaged, too_large
from parchk.read.text import decode
from parchk.text import SourceText

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["STDIN", "SUFFIXES", "file_bytes", "from_text", "read_bytes", "read_path"]

STDIN = "<stdin>"
"""Name under which bytes of standard input are handed to :func:`read_bytes`."""

# Packages, each with a function `read(data, label, limits)`: loaded only for a file of their kind.
_READERS = {WORD: "word", OLD_WORD: "old_word", OPEN: "opendocument", RTF: "rtf", HTML: "html", PDF: "pdf"}


def read_path(path: Path, limits: Limits = DEFAULT, encoding: str | None = None) -> SourceText:
    """Read a file. ``name`` of the result is the file's name without its folder."""
    return read_bytes(file_bytes(path, limits), str(path), limits, encoding)


def read_bytes(data: bytes, name: str, limits: Limits = DEFAULT, encoding: str | None = None) -> SourceText:
    """Read bytes that have a name: a path, or ``<stdin>``. No bytes at all are an empty document.

    ``encoding`` is that of a text file, where it is known; else it is found out.
    """
    label = "standard input" if name == STDIN else name
    if len(data) > limits.size:
        too_large(label, limits)
    kind = kind_of(data, name, label)
    if kind.advice:
        raise InputError(f"{label} is {kind.name}, which parchk does not read: {kind.advice}")
    if kind in (TEXT, MARKDOWN):
        reading = decode(data, label, encoding)
    elif encoding is not None:
        raise UsageError(f"--encoding is for text files, and {label} is {kind.name}; leave it out")
    else:
        reading = _read(kind, data, label, limits)
    return SourceText(
        text=reading.text,
        name=_shown(name),
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=kind.media_type,
        encoding=reading.encoding,
        notes=reading.notes,
    )


def _read(kind: Kind, data: bytes, label: str, limits: Limits) -> Reading:
    read: Callable[[bytes, str, Limits], Reading] = import_module(f"parchk.read.{_READERS[kind]}").read
    try:
        return read(data, label, limits)
    except (InputError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - parsers of other people raise anything on a damaged file
        ends_early = isinstance(error, IndexError | struct.error)
        damaged(label, kind.name, "it ends too early" if ends_early else f"{type(error).__name__}: {error}")


def from_text(text: str, name: str = "text") -> SourceText:
    """Text that is already decoded; its digest is that of its UTF-8 bytes."""
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            f"{name} has half a surrogate pair at character {error.start}; decode the bytes anew, as what they are"
        ) from error
    return SourceText(
        text=text, name=name, sha256=hashlib.sha256(data).hexdigest(), media_type="text/plain", encoding="utf-8"
    )


def file_bytes(path: Path, limits: Limits | None = None) -> bytes:
    """Give the bytes of a file; an :class:`~parchk.errors.InputError` says in a sentence why there are none.

    With ``limits``, a file beyond them is refused before it is read; of one that has no size (a pipe, a device) no more
    is read.
    """
    try:
        with path.open("rb") as file:
            if limits is None:
                return file.read()
            if os.fstat(file.fileno()).st_size > limits.size:
                too_large(str(path), limits)
            return file.read(limits.size + 1)
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist; check its name and folder") from error
    except IsADirectoryError as error:
        raise InputError(f"{path} is a folder; give one file") from error
    except PermissionError as error:
        # Windows reports a folder as a lack of permission.
        problem = "is a folder; give one file" if path.is_dir() else "may not be read by you; ask for the permission"
        raise InputError(f"{path} {problem}") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(f"{path} could not be read ({reason}); check the path and the disk") from error


def _shown(name: str) -> str:
    """Give the name for the result; bytes of a file name that are no UTF-8 become U+FFFD."""
    if name == STDIN:
        return "stdin"
    return os.fsencode(PurePath(name).name).decode("utf-8", "replace")
