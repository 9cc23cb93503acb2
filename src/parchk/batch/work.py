"""What a worker does with one document: read, extract, write the result; or find that it is there already."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from parchk.errors import OutputError, ParchkError
from parchk.limits import Limits
from parchk.pipeline import Extractor, Options
from parchk.read import file_bytes, read_bytes
from parchk.read.kinds import MARKDOWN, TEXT, kind_of
from parchk.ruleset import load
from parchk.write import writer
from parchk.write.files import write_chunks


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the documents of a batch are read."""

    rules: Path | None
    """The user's own rule files."""
    cache: Path | None
    """Where compiled patterns are kept."""
    fingerprint: str
    """Of the rules."""
    options: Options
    limits: Limits
    encoding: str | None
    """Of the text files among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a worker needs to know once; it can be sent to another process."""

    reading: Reading
    folder: Path
    """The current folder: that of relative paths."""
    results: Path
    temporary: Path
    inputs: frozenset[str]
    """Real paths of documents that a result might be written over."""


@dataclass(frozen=True, slots=True)
class Job:
    """One document."""

    index: int
    path: Path
    name: str
    place: PurePosixPath
    known: tuple[str, str] | None
    """SHA-256 of document and result, when they were done before."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document: small, whatever its result is."""

    status: Literal["done", "known", "failed"]
    tasks: int = 0
    findings: int = 0
    input: str = ""
    output: str = ""
    reason: str | None = None


class DocumentWork:
    """Does one document after the other, by rules that are loaded once."""

    def __init__(self, setup: Setup) -> None:
        os.chdir(setup.folder)
        self._setup, reading = setup, setup.reading
        self._root = Path(os.path.realpath(setup.results))
        self._rules = load(reading.rules, cache_in=reading.cache)
        if self._rules.fingerprint != reading.fingerprint:
            raise ParchkError("the rules were changed while the batch was starting; start it again")
        self._extract = Extractor(self._rules, reading.options)
        self._write = writer("json")

    def __call__(self, job: Job) -> Outcome:
        """Do one document; whatever goes wrong is its outcome."""
        try:
            return self._done(job)
        except ParchkError as error:
            return failed(str(error))
        except MemoryError:
            os._exit(1)  # this worker's memory is in pieces: the next document gets a new one
        except Exception as error:  # noqa: BLE001 - one document never stops the others
            reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            return failed(f"{job.name}: an error in parchk itself ({reason}); please report it")

    def close(self) -> None:
        """Keep the compiled patterns for the next run."""
        self._rules.save_patterns()

    def _done(self, job: Job) -> Outcome:
        reading = self._setup.reading
        output = self._setup.results / f"{job.place}.json"
        data = file_bytes(job.path, reading.limits)
        digest = hashlib.sha256(data).hexdigest()
        if job.known is not None and job.known == (digest, _digest_of(output)):
            return Outcome("known")
        encoding = reading.encoding
        if encoding is not None and kind_of(data, job.name, job.name) not in (TEXT, MARKDOWN):
            encoding = None
        directive = self._extract(read_bytes(data, job.name, reading.limits, encoding))
        result = self._write([directive])
        self._refuse_to_leave(job.place, output)
        write_chunks(output, (result,), self._setup.temporary)
        return Outcome(
            "done", len(directive.tasks), len(directive.findings), digest, hashlib.sha256(result).hexdigest()
        )

    def _refuse_to_leave(self, place: PurePosixPath, output: Path) -> None:
        """Make the folders of a result one by one; each must be a real folder inside the output folder."""
        folder = self._setup.results
        for part in place.parts[:-1]:
            folder /= part
            try:
                folder.mkdir(exist_ok=True)
            except OSError as error:
                raise OutputError(f"{folder} could not be made: {error.strerror or error}") from error
            # A junction of Windows is no link to Python, but leads elsewhere all the same.
            if folder.is_symlink() or not Path(os.path.realpath(folder)).is_relative_to(self._root):
                raise OutputError(
                    f"{folder} is a link, and results go into real folders inside {self._setup.results} only; remove it"
                )
        if real_name(output) in self._setup.inputs:
            raise OutputError(f"{output} is to be read, and the result of another document would replace it; rename it")


def failed(reason: str) -> Outcome:
    """A document that could not be done; bytes of names that are no UTF-8 are shown as U+FFFD."""
    return Outcome("failed", reason=reason.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def real_name(path: Path) -> str:
    """A file's name in its real folder; itself, it may be a link."""
    return os.path.normcase(Path(os.path.realpath(path.parent)) / path.name)


def _digest_of(path: Path) -> str | None:
    try:
        return None if path.is_symlink() else hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
