"""What is done already: a journal with a line for every finished document, so that a run can be taken up again.

Lines are only ever appended. A line that was torn by the end of the program is ignored, and of two lines for one place
the later counts. A line says what went in and what came out by digests; whether it still holds is checked against the
files themselves.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from msgspec import Struct, structs

from parchk.errors import OutputError

if TYPE_CHECKING:
    from parchk.office import Profile
    from parchk.pipeline import Options

# Libraries whose versions change what is read out of a document.
_LIBRARIES = (
    "dateparser", "holidays", "lxml", "ocrmypdf", "olefile", "pypdfium2", "regex", "spacy", "underthesea",
    "underthesea_core",
)  # fmt: skip
_END = {"end": True}


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that was done."""

    place: str
    key: str
    """:func:`result_key` of the run that did it."""
    file: str
    """Name of the document without its folder: it stands in the result."""
    input: str
    """SHA-256 of the document."""
    output: str
    """SHA-256 of the result's file."""
    tasks: int
    findings: int
    seconds: float


class Journal:
    """The journal in a file, which need not exist; a context manager that keeps it open for writing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries: dict[str, Entry] = {}
        self._before: set[str] = set()
        self._read()

    def _read(self) -> None:
        if not self._path.exists():
            return
        try:
            self._read_lines()
        except OSError as error:
            raise OutputError(f"{self._path} could not be read: {error.strerror or error}; remove it") from error

    def _read_lines(self) -> None:
        with self._path.open("rb") as file:
            for line in file:
                try:
                    found = json.loads(line)
                    if found == _END:
                        self._before = set(self._entries)
                        continue
                    entry = Entry(**found)
                except (ValueError, TypeError):  # torn
                    continue
                self._entries[entry.place] = entry
                self._before.discard(entry.place)

    def find(self, place: str, key: str, file: str) -> Entry | None:
        """The document that was done for this place, if its result would be the same today."""
        entry = self._entries.get(place)
        return entry if entry is not None and (entry.key, entry.file) == (key, file) else None

    def is_from_before(self, place: str) -> bool:
        """Whether a run did it that came to its end; else it was interrupted, and this run is its other half."""
        return place in self._before

    def __enter__(self) -> Self:
        try:
            self._file = self._path.open("ab+", buffering=0)  # what could not be written is not tried again
            if self._file.tell():
                self._file.seek(-1, os.SEEK_END)
                if self._file.read(1) != b"\n":  # the next line begins behind what was torn
                    self._file.write(b"\n")
        except OSError as error:
            raise _unwritable(self._path, error) from error
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, entry: Entry) -> None:
        """Append a document that is done."""
        self._append(asdict(entry))

    def end(self) -> None:
        """Note that a run came to its end."""
        self._append(_END)

    def _append(self, line: dict[str, Any]) -> None:
        try:
            self._file.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")
        except OSError as error:
            raise _unwritable(self._path, error) from error


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path} could not be written: {error.strerror or error}; free some space and use --resume")


def result_key(program: str, rules: str, options: Options, encoding: str | None, office: Profile | None = None) -> str:
    """A digest of all that shapes a result besides the document: program, rules, options, office, libraries.

    Limits are no part of it: they decide whether there is a result, not which. Nor is what only ``check`` asks for.
    """
    plain = _plain(structs.replace(options, min_working_days=0))
    shaping = [program, rules, plain, encoding, _plain(office), [_version(library) for library in _LIBRARIES]]
    return hashlib.sha256(json.dumps(shaping).encode()).hexdigest()


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def _plain(value: object) -> object:
    """The value as JSON holds it; the same for equal values, in whichever order a set gives them."""
    if isinstance(value, Struct):
        return {name: _plain(item) for name, item in structs.asdict(value).items()}
    if isinstance(value, frozenset | set):
        return sorted((_plain(item) for item in value), key=str)
    if isinstance(value, dict):
        return [[_plain(key), _plain(item)] for key, item in value.items()]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
