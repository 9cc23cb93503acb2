"""Which documents a command is to read: files, folders and patterns, in a fixed order, each document once.

A document is its real file: two links to one file, or a file given by name and again by its folder, are one document,
and the first way to it counts. Hard links are files of their own.

Every document has a ``place``: a relative path that is safe below any output folder on any system, whatever the
document is called. No two places are the same, also where letter case or Unicode form do not count.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

from parchk.errors import InputError
from parchk.read import SUFFIXES
from parchk.storage import is_uri, listed, shown

__all__ = ["REPORT", "STATE", "Input", "Inputs", "find_inputs"]

REPORT = "report.json"
"""Name of the report in an output folder; no document's result can take it."""
STATE = ".parchk"
"""Name of the folder in an output folder that holds the state of a run; no document's result can stand in it."""


class Input(Struct, frozen=True):
    """One document."""

    path: Path
    """What to open."""
    name: str
    """How it is shown: the path as given, with ``/``; bytes that are no UTF-8 are U+FFFD."""
    place: PurePosixPath
    """Where its result belongs below an output folder, without a format's ending; never absolute, no ``..``."""
    uri: str | None = None
    """Of a document on storage; :attr:`path` is no more than its name then."""


class Inputs(Struct, frozen=True):
    """What the paths given stand for."""

    documents: list[Input] = field(default_factory=list)
    """As given; folders and patterns sorted by name."""
    skipped: int = 0
    """Files in folders of kinds that parchk does not read. JSON is not counted: results may stand there."""
    missing: list[tuple[str, str]] = field(default_factory=list)
    """Name, and a sentence that begins with it: files that are not there, folders that may not be read, patterns
    without a match."""


# The longest name of a file that all usual file systems take, in bytes; a result's name adds its ending.
_LONGEST = 255
_ENDING = ".json"
_LOCK_FILE = "~$"
_MAGIC = re.compile(r"[*?\[]")
# What Windows does not take in a name, and bytes that are no UTF-8 (Python holds them as lone surrogates).
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\ud800-\udfff]|[. ]$')
_UNDECODED = re.compile(r"[\ud800-\udfff]")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_FIRST_DIGITS, _MORE_DIGITS = 6, 4


def find_inputs(
    paths: Iterable[str],
    *,
    leave_out: Collection[Path] = (),
    suffixes: Collection[str] = SUFFIXES,
    on_storage: bool = False,
) -> Inputs:
    """Find the documents that the paths stand for; nothing but folders is opened.

    A file is taken whatever its kind. Of a folder, the files with one of the suffixes are taken, at any depth;
    hidden files and folders, lock files of Office (``~$…``) and links to folders are not. ``*``, ``?``, ``[…]`` and
    ``**`` make a pattern, unless there is a file of this very name; what it matches counts as if given by name.
    Files and folders in ``leave_out`` are passed over: what the command itself writes. With ``on_storage``, URIs such
    as ``s3://bucket/folder`` stand for what is there (:mod:`parchk.storage`).
    """
    found = _Finder([_real(path) for path in leave_out], suffixes)
    for path in paths:
        if on_storage and is_uri(path):
            found.add_stored(path)
        else:
            found.add(path)
    return Inputs(found.documents, found.skipped, found.missing)


class _Finder:
    """Collects documents; remembers which real files and which places are taken."""

    def __init__(self, leave_out: Collection[str], suffixes: Collection[str]) -> None:
        self.documents: list[Input] = []
        self.skipped = 0
        self.missing: list[tuple[str, str]] = []
        self._left_out = frozenset(leave_out)
        self._suffixes = frozenset(suffixes) - {""}
        self._left_names = frozenset(os.path.basename(path) for path in leave_out)  # noqa: PTH119 - as in _add_existing
        self._real: set[str] = set()
        self._taken: set[str] = set()

    def add(self, path: str) -> None:
        """Add what a path given by the user stands for."""
        problem = _problem(path)
        if problem is None:
            self._add_existing(path)
            return
        matches = list(_matches(path)) if _MAGIC.search(path) else None
        if matches is None:
            self._miss(path, problem)
        elif not matches:
            self._miss(path, "matches no file; check its folder and its spelling")
        for match in matches or ():
            if not self._is_written_here(match, path):
                self._add_existing(match)

    def add_stored(self, uri: str) -> None:
        """Add what is at a URI: a file, or the documents of a folder by the rules of local ones."""
        try:
            found = list(listed(uri))
        except InputError as error:
            self.missing.append((shown(uri), str(error)))
            return
        for one in found:
            if one.is_given or _suffix(one.parts[-1]) in self._suffixes:
                if one.uri not in self._real:
                    self._real.add(one.uri)
                    name = shown(one.uri)
                    place = self._free_place(one.parts, name)
                    self.documents.append(Input(Path(one.parts[-1]), name, place, one.uri))
            else:
                self.skipped += _suffix(one.parts[-1]) != _ENDING

    def _add_existing(self, path: str) -> None:
        if os.path.isdir(path):  # noqa: PTH112 - names that are no UTF-8, "a/../b" and "./a" stay as given
            self._add_folder(path)
        else:
            self._add_document(path, _relative(path))

    def _add_folder(self, root: str) -> None:
        """Walk without recursion: a folder can be deeper than Python's stack."""
        waiting: list[tuple[str, tuple[str, ...], bool]] = [(root, (), True)]
        while waiting:
            path, parts, is_folder = waiting.pop()
            if not is_folder:
                self._add_document(path, parts)
                continue
            try:
                with os.scandir(path) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name, reverse=True)
            except OSError as error:
                self._miss(path, _reason(error))
                continue
            for entry in entries:
                below = (*parts, entry.name)
                if entry.name.startswith((".", _LOCK_FILE)) or self._is_left_out(entry):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, below, True))
                elif _is_no_file(entry):
                    continue
                elif _suffix(entry.name) in self._suffixes:
                    waiting.append((entry.path, below, False))
                else:
                    self.skipped += _suffix(entry.name) != _ENDING

    def _miss(self, path: str, problem: str) -> None:
        self.missing.append((_shown(path), f"{_shown(path) or 'an empty path'} {problem}"))

    def _is_written_here(self, match: str, pattern: str) -> bool:
        """What a pattern matches lies in a folder that the command writes to, and the pattern does not begin there."""
        real, fixed = _real(match), _real(_MAGIC.split(pattern, maxsplit=1)[0])
        return any(
            real.startswith(f"{folder}{os.sep}") and not f"{fixed}{os.sep}".startswith(f"{folder}{os.sep}")
            for folder in self._left_out
        )

    def _is_left_out(self, entry: os.DirEntry[str]) -> bool:
        # The name alone tells most apart, and costs nothing; of links to files, _add_document sees where they lead.
        return os.path.normcase(entry.name) in self._left_names and _real(entry.path) in self._left_out

    def _add_document(self, path: str, parts: tuple[str, ...]) -> None:
        real = _real(path)
        if real in self._real or real in self._left_out:
            return
        self._real.add(real)
        self.documents.append(Input(Path(path), _shown(path), self._free_place(parts, path)))

    def _free_place(self, parts: tuple[str, ...], path: str) -> PurePosixPath:
        """A place that no document before has; a later one has a hash of its path in its name."""
        digest = hashlib.sha256(os.fsencode(path.replace(os.sep, "/"))).hexdigest()
        folders = [_folder(part) for part in parts[:-1]]
        if folders and _key(folders[0]) == STATE:
            folders[0] = f"_{folders[0]}"
        whole = _without_refused(parts[-1])
        must = _UNDECODED.search(parts[-1]) is not None or _bytes(whole) > _LONGEST - len(_ENDING)
        digits = _FIRST_DIGITS if must else 0
        while True:
            place = "/".join([*folders, _with_hash(whole, digest[:digits]) if digits else whole])
            if _key(place) not in self._taken and _key(f"{place}{_ENDING}") != REPORT:
                break
            digits = digits + _MORE_DIGITS if digits else _FIRST_DIGITS
        self._taken.add(_key(place))
        return PurePosixPath(place)


def _matches(pattern: str) -> Iterator[str]:
    """What a pattern matches, sorted level by level.

    Hidden names are matched by a part that begins with a dot only; ``**`` does not follow links, which may go round,
    and stands for folders, whose files the parts behind it match.
    """
    pattern = pattern.replace(os.sep, "/")
    drive, rest = os.path.splitdrive(pattern)
    root = drive + "/" * (len(rest) - len(rest.lstrip("/")))
    parts = [part for part in rest.split("/") if part]
    if parts and parts[-1] == "**":
        parts.append("*")
    is_recursive = "**" in parts
    for path in _expanded(root, parts):
        is_lock = os.path.basename(path).startswith(_LOCK_FILE)  # noqa: PTH119 - as in _add_existing
        if not is_lock and not (is_recursive and os.path.isdir(path)):  # noqa: PTH112
            yield path


def _expanded(base: str, parts: list[str]) -> Iterator[str]:
    if not parts:
        yield base
        return
    head, rest = parts[0], parts[1:]
    if head == "**":
        while rest[0] == "**":
            rest = rest[1:]
        for folder in _folders(base):
            yield from _expanded(folder, rest)
    elif _MAGIC.search(head) and not os.path.lexists(_joined(base, head)):
        for name in _names(base):
            if fnmatch(name, head) and (not name.startswith(".") or head.startswith(".")):
                yield from _expanded(_joined(base, name), rest)
    elif os.path.lexists(_joined(base, head)):
        yield from _expanded(_joined(base, head), rest)


def _folders(base: str) -> Iterator[str]:
    """The folder and all below it, without hidden ones and links."""
    waiting = [base]
    while waiting:
        folder = waiting.pop()
        yield folder
        below = (_joined(folder, name) for name in reversed(_names(folder)) if not name.startswith("."))
        waiting += [path for path in below if os.path.isdir(path) and not os.path.islink(path)]  # noqa: PTH112, PTH114 - as in _add_existing


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder or "."))  # noqa: PTH208 - as in _add_existing
    except (OSError, ValueError):
        return []


def _is_no_file(entry: os.DirEntry[str]) -> bool:
    """A link to a folder, a pipe, a device. A link that leads nowhere, or round, is a file that cannot be read."""
    # entry.is_dir() and entry.is_file() raise on a link that leads round
    is_file = os.path.isfile(entry.path) or entry.is_symlink()  # noqa: PTH113
    return os.path.isdir(entry.path) or not is_file  # noqa: PTH112


def _real(path: str | Path) -> str:
    return os.path.normcase(os.path.realpath(path))


def _joined(base: str, name: str) -> str:
    return name if not base else f"{base}{name}" if base.endswith("/") else f"{base}/{name}"


def _problem(path: str) -> str | None:
    """Why there is nothing at a path, in a sentence; ``None`` when there is something."""
    if not path:
        return "names no file; check the list of paths"
    try:
        os.stat(path)  # noqa: PTH116 - as in _add_existing
    except (OSError, ValueError) as error:
        return _reason(error)
    return None


def _reason(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "does not exist; check its name and folder"
        case PermissionError():
            return "may not be read by you; ask for the permission"
        case OSError(strerror=str(reason)):
            return f"could not be read ({reason}); check the path and the disk"
        case _:
            return f"could not be read ({error}); check the path"


def _shown(path: str) -> str:
    return os.fsencode(path.replace(os.sep, "/")).decode("utf-8", "replace")


def _relative(path: str) -> tuple[str, ...]:
    """The parts of a file's place: those of a relative path, else those below the current folder, else its name."""
    written = Path(path)
    if not written.is_absolute() and not written.drive and ".." not in written.parts:
        return written.parts
    here = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
    try:
        return here.relative_to(Path.cwd()).parts
    except (OSError, ValueError):  # elsewhere, or the current folder is gone
        return (here.name,)


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _key(name: str) -> str:
    """The name as file systems compare it that know neither letter case nor Unicode forms."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


def _bytes(name: str) -> int:
    return len(name.encode())


def _without_refused(name: str) -> str:
    """The name with ``_`` for every sign that some system refuses."""
    name = _REFUSED.sub("_", name)
    return f"_{name}" if _DEVICE.match(name) else name


def _folder(name: str) -> str:
    """The name of a folder; it never looks like that of a result, which may stand beside it."""
    whole = _without_refused(name)
    if whole.lower().endswith(_ENDING):
        whole += "_"
    if _bytes(whole) <= _LONGEST:
        return whole
    return _with_hash(whole, hashlib.sha256(os.fsencode(name)).hexdigest()[:_FIRST_DIGITS], _LONGEST)


def _with_hash(name: str, digits: str, longest: int = _LONGEST - len(_ENDING)) -> str:
    """The name with a hash before its ending, cut to ``longest`` bytes.

    >>> _with_hash("a.txt", "3f2a1c")
    'a~3f2a1c.txt'
    """
    stem, dot, suffix = name.rpartition(".")
    if not stem or _bytes(suffix) > 10:
        stem, dot, suffix = name, "", ""
    room = longest - _bytes(f"~{digits}{dot}{suffix}")
    return f"{stem.encode()[:room].decode(errors='ignore')}~{digits}{dot}{suffix}"
