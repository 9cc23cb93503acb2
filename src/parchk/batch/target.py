"""Where a batch writes: a folder with a result for each document, or one file for all; and the state beside it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from parchk.errors import OutputError, UsageError
from parchk.inputs import REPORT, STATE, Input
from parchk.read import SUFFIXES
from parchk.write import BINARY, FORMATS, format_of, writer

if TYPE_CHECKING:
    from collections.abc import Iterable

_COMBINED = {name: found.suffixes for name, found in (FORMATS | BINARY).items() if found.streams}


@dataclass(frozen=True, slots=True)
class Target:
    """The places that a batch writes to."""

    results: Path
    """Folder of the JSON results, one for each document."""
    state: Path
    """Folder of journal, lock and temporary files; on the same file system as what is written."""
    given_report: Path | None
    """Where the user wants the report, if anywhere but at its usual place."""
    combined: Path | None = None
    """The one file for all results; :attr:`results` are its parts then, and stand in :attr:`state`."""
    format: str = "json"

    @property
    def journal(self) -> Path:
        """The file of :class:`~parchk.batch.journal.Journal`."""
        return self.state / "journal.jsonl"

    @property
    def report(self) -> Path:
        """The report: as given, or in the folder of results, or beside the one file."""
        return self.given_report or (self.combined or self.results / REPORT).with_name(REPORT)

    @property
    def own(self) -> list[Path]:
        """What is written here and passed over where documents are looked for.

        A file that could be a document is not among them: it is refused (:meth:`refuse_to_overwrite`), not replaced.
        """
        files = [file for file in (self.report, self.combined) if file and file.suffix.lower() not in SUFFIXES]
        return [self.state, self.results, *files]

    @property
    def shown(self) -> Path:
        """What the user calls it."""
        return self.combined or self.results

    def output(self, place: PurePath) -> str:
        """How the report names the result of a document: below the folder, or the one file."""
        return self.combined.name if self.combined else f"{place}.json"

    def refuse_to_overwrite(self, documents: Iterable[Input]) -> None:
        """Refuse to write a file over what is being read; results in a folder are looked after one by one."""
        written = [path for path in (self.combined, self.report) if path is not None]
        report = os.path.abspath(self.report)  # noqa: PTH100 - resolve() would follow links
        is_document = self.combined is not None and self.combined.suffix.lower() in SUFFIXES
        beside = os.path.realpath(self.combined.parent) if self.combined is not None and is_document else None
        for document in documents:
            if document.uri is not None:
                continue
            for path in written:
                with suppress(OSError, ValueError):  # one of them does not exist
                    if path.samefile(document.path):
                        raise UsageError(f"{path} is to be read, and would be written over; choose another file")
            if os.path.realpath(document.path.parent) == beside:
                raise UsageError(f"{self.combined} would be a document of the next run; put it into another folder")
            if os.path.abspath(self.results / f"{document.place}.json") == report:  # noqa: PTH100
                raise UsageError(f"--report {self.report} is the result of {document.name}; choose another file")


def target_of(output: str, report: Path | None) -> Target:
    """What ``-o`` and ``--report`` stand for; :class:`~parchk.errors.UsageError` when it is nothing to write to."""
    path = Path(output)
    if output in ("", "-"):
        raise UsageError("batch writes into a folder or a file; give -o DIR, or -o FILE with an ending such as .csv")
    try:
        if path.is_dir() or (not path.exists() and (not path.suffix or output.endswith(("/", os.sep)))):
            target = Target(path, path / STATE, report)
        else:
            name = _combined_format(path)
            # A link is followed, so that the state is on the file system of the file itself.
            file = path.resolve()
            state = file.with_name(f".{file.name}{STATE}")
            target = Target(state / "parts", state, report, file, name)
        if report is not None:
            _check_report(report, target)
    except (OSError, ValueError) as error:
        raise UsageError(f"-o and --report must be paths that can be written to: {error}") from error
    return target


def _check_report(report: Path, target: Target) -> None:
    """Refuse at once what would fail only when all is done."""
    if report.resolve().is_relative_to(target.state.resolve()):
        raise UsageError(f"--report {report} is in the folder of the batch's own files; choose another")
    if report.is_dir():
        raise UsageError(f"--report {report} is a folder; give a file")
    if not report.parent.is_dir() and report.parent != target.results:
        raise UsageError(f"--report {report}: its folder does not exist; create it first")
    if target.combined is not None and report.resolve() == target.combined:
        raise UsageError(f"--report {report} is the file of the results; choose another one")


def _combined_format(path: Path) -> str:
    known = ", ".join(suffix for suffixes in _COMBINED.values() for suffix in suffixes)
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is no regular file; give -o a folder, or a file with one of the endings {known}")
    try:
        name = format_of(path)
    except UsageError:
        name = ""
    if name in _COMBINED:
        writer(name)  # refuses what needs an extra
        return name
    if name == "json":
        raise UsageError(f"{path}: json holds one result; use .jsonl for many, or give -o a folder")
    raise UsageError(
        f"{path}: the ending names no format that holds many results; use one of {known},"
        " or a folder (a new one without an ending, or with / behind it)"
    )


@contextmanager
def opened(target: Target, *, fresh: bool) -> Iterator[Path]:
    """Hold the state for one run: a folder for temporary files that is new, and gone afterwards.

    What earlier runs left half-written is removed; with ``fresh`` all that they knew. Only one run at a time can hold
    it: the second gets an :class:`~parchk.errors.OutputError`. Nothing has to be tidied up after a run that was killed.
    """
    try:
        (target.combined.parent if target.combined else target.results).mkdir(parents=True, exist_ok=True)
        if target.state.is_symlink():
            raise OutputError(f"{target.state} is a link, and what it leads to may be anything; remove it")
        target.state.mkdir(exist_ok=True)
        for own in (target.state / "lock", target.journal, *([target.results] if target.combined else [])):
            if own.is_symlink():  # nothing here is ever made as a link
                own.unlink()
        lock = FileLock(target.state / "lock")
        lock.acquire(blocking=False)
    except Timeout:
        raise OutputError(
            f"another batch is writing to {target.shown}; wait until it has ended, or give another -o"
        ) from None
    except OSError as error:
        raise OutputError(f"{target.shown} could not be made: {error.strerror or error}; give another -o") from error
    try:
        yield _prepared(target, fresh=fresh)
    finally:
        _clear(target.state)
        lock.release()


def _prepared(target: Target, *, fresh: bool) -> Path:
    try:
        _clear(target.state)
        if target.given_report is None:
            target.report.unlink(missing_ok=True)  # a run that is killed leaves none, not that of another run
        if fresh:
            target.journal.unlink(missing_ok=True)
            if target.combined is not None and target.results.exists():
                shutil.rmtree(target.results)
        target.results.mkdir(exist_ok=True)
        temporary = target.state / f"tmp-{os.urandom(6).hex()}"
        temporary.mkdir()
    except OSError as error:
        raise OutputError(f"{target.state} could not be tidied up: {error.strerror or error}; remove it") from error
    return temporary


def _clear(state: Path) -> None:
    """Remove temporary files. They are renamed first: a worker of a killed run that still breathes loses its file."""
    for left in state.glob("tmp-*"):
        left.rename(state / left.name.replace("tmp-", "gone-"))
    for gone in state.glob("gone-*"):
        shutil.rmtree(gone, ignore_errors=True)
