"""From bytes to the text as read: which kind of file it is, and its characters, unchanged.

Plain text and Markdown are read; every other kind is recognised and named in an
:class:`~parchk.errors.InputError` that says what to do. Nothing is repaired: decoding is the only step, so that
``data.decode(source.encoding) == source.text`` and all spans of a result count code points of exactly this text.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path, PurePath

from parchk.errors import InputError
from parchk.read.kinds import SUFFIXES, foreign_kind, media_type
from parchk.read.text import decode
from parchk.text import SourceText

__all__ = ["STDIN", "SUFFIXES", "file_bytes", "from_text", "read_bytes", "read_path"]

STDIN = "<stdin>"
"""Name under which bytes of standard input are handed to :func:`read_bytes`."""


def read_path(path: Path) -> SourceText:
    """Read a file. ``name`` of the result is the file's name without its folder."""
    return read_bytes(file_bytes(path), str(path))


def read_bytes(data: bytes, name: str) -> SourceText:
    """Read bytes that have a name: a path, or ``<stdin>``. No bytes at all are an empty document."""
    label = "standard input" if name == STDIN else name
    found = foreign_kind(data, name)
    if found:
        raise InputError(f"{label} is {found.name}; parchk reads plain text and Markdown for now: {found.advice}")
    text, encoding = decode(data, label)
    return SourceText(
        text=text,
        name=_shown(name),
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type(name),
        encoding=encoding,
    )


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


def file_bytes(path: Path) -> bytes:
    """Give the bytes of a file; an :class:`~parchk.errors.InputError` says in a sentence why there are none."""
    try:
        return path.read_bytes()
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
