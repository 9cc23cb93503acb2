"""A result into a file: the whole of it or nothing."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from parchk.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def write_file(path: Path, data: bytes) -> None:
    """Write ``data`` beside ``path`` and rename it, so that a reader sees the old file or the new one.

    A link is followed, permissions of a file that is replaced stay. What is no regular file (``/dev/null``, a named
    pipe) is written to directly.
    """
    try:
        if path.is_dir():
            raise OutputError(f"{path} is a folder; give -o a file name")
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        whole = path.resolve()
        _replace(whole, (data,), whole.parent)
    except (OSError, ValueError) as error:
        raise OutputError(f"{path} could not be written: {_reason(error)}") from error


def write_chunks(path: Path, chunks: Iterable[bytes], folder: Path) -> None:
    """Write ``chunks`` to a temporary file in ``folder``, on the same file system, and rename it to ``path``.

    As :func:`write_file`, but a link at ``path`` is replaced, and what a killed program leaves behind is in ``folder``.
    """
    try:
        _replace(path, chunks, folder)
    except (OSError, ValueError) as error:
        raise OutputError(f"{path} could not be written: {_reason(error)}") from error


def _replace(path: Path, chunks: Iterable[bytes], folder: Path) -> None:
    temporary = folder / f".parchk-{os.urandom(6).hex()}.tmp"
    try:
        with temporary.open("xb") as file:
            file.writelines(chunks)
        if path.is_file() and not path.is_symlink():
            temporary.chmod(path.stat().st_mode & 0o7777)
        temporary.replace(path)
    except BaseException:
        # Also when interrupted: nothing half-written stays behind.
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _reason(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError():
            return "its folder does not exist; create it first"
        case NotADirectoryError():
            return "its folder is a file; choose another one"
        case PermissionError():
            return "you may not write to its folder; choose another one"
        case OSError(strerror=str(reason)):
            return f"{reason}; choose another place"
        case _:
            return str(error)
