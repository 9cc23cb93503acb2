"""Paths as machine-readable formats want them: relative to one folder, with ``/``."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import quote_from_bytes

# Controls, invisible signs, half surrogate pairs (bytes of a name that are no UTF-8), line and paragraph separators.
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class Address(NamedTuple):
    """A file, seen from the root folder."""

    path: PurePosixPath
    """Relative to the root if it lies below it, else absolute."""
    uri: str
    """The same as a URI reference (RFC 3986)."""
    is_relative: bool


def address(path: Path, root: Path) -> Address:
    """Say where a file is, seen from ``root``; links are not followed.

    >>> address(Path("/a/Công văn 1.txt"), Path("/a"))
    Address(path=PurePosixPath('Công văn 1.txt'), uri='C%C3%B4ng%20v%C4%83n%201.txt', is_relative=True)
    """
    absolute = Path(os.path.abspath(root / path))  # noqa: PTH100 - resolve() would follow links
    try:
        shown = PurePosixPath(absolute.relative_to(root).as_posix())
    except ValueError:
        return Address(PurePosixPath(absolute.as_posix()), absolute.as_uri(), is_relative=False)
    return Address(shown, quote_from_bytes(os.fsencode(str(shown)), safe="/"), is_relative=True)


def printable(name: str) -> str:
    r"""A document's name for a line of its own: signs that no terminal should get are U+FFFD.

    >>> printable("a\nb.txt")
    'a\ufffdb.txt'
    """
    return "".join("\ufffd" if unicodedata.category(sign) in _UNSHOWN else sign for sign in name)
