"""A merge into a file: the old one is kept beside it, and the new one is there whole or not at all."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from parchk.errors import OutputError
from parchk.read import file_bytes
from parchk.write.files import write_file
from parchk.write.xlsx.merge.merging import merge
from parchk.write.xlsx.merge.result import OpenElsewhereError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from parchk.models import Directive
    from parchk.write import Style
    from parchk.write.xlsx.merge.result import Merged


def merge_file(path: Path, results: Iterable[Directive], style: Style) -> Merged:
    """Merge results into the workbook at ``path``; see :func:`merge`.

    The workbook as it was is kept as ``book.xlsx.bak`` (``.bak2`` … where there is one already) and has reached the
    disk before the new one takes its place. Nothing is written when nothing is new, or when anything fails.
    """
    refuse_while_open(path)
    existing = file_bytes(path)
    merged = merge(existing, results, style, label=str(path))
    if merged.data == existing:
        return merged
    merged.backup = _kept(path.resolve(), existing)
    refuse_while_open(path)
    if file_bytes(path) != existing:
        raise OpenElsewhereError(f"{path} was saved by another program during the merge; merge again")
    write_file(path, merged.data)
    return merged


def refuse_while_open(path: Path) -> None:
    """Refuse a workbook that Excel or LibreOffice has open, by the lock file that they put beside it."""
    real = path.resolve()  # the lock lies beside the file itself, not beside a link to it
    for lock, program in ((f"~${real.name}", "Excel"), (f".~lock.{real.name}#", "LibreOffice")):
        if real.with_name(lock).exists():
            raise OpenElsewhereError(
                f"{path} is open in {program}; close it there first"
                f" (if it is not open anywhere, remove the file {lock} beside it)"
            )


def _kept(path: Path, data: bytes) -> Path:
    """Keep the bytes beside the workbook, under a name that no other file has, for whom the workbook is for."""
    number = 1
    while True:
        backup = path.with_name(f"{path.name}.bak{number if number > 1 else ''}")
        try:
            backup.touch(mode=0o600, exist_ok=False)
            _fill(backup, data, mode=path.stat().st_mode & 0o7777)
        except FileExistsError:
            number += 1
        except OSError as error:
            raise OutputError(
                f"{backup} could not be written ({error.strerror or error}), so {path.name} was left as it is;"
                " make room or choose another folder"
            ) from error
        else:
            return backup


def _fill(file: Path, data: bytes, *, mode: int) -> None:
    """Write all bytes to the disk; when that fails there is no file."""
    try:
        with file.open("wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        file.chmod(mode)
    except BaseException:
        # Also when interrupted: half a workbook would be taken for a whole one.
        with contextlib.suppress(OSError):
            file.unlink()
        raise
