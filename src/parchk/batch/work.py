"""What a worker does with one document: read, extract, keep the result; or find that it is there already."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal, Protocol

from parchk.batch.journal import result_key
from parchk.errors import OutputError, ParchkError
from parchk.limits import Limits
from parchk.office import Profile, Reader
from parchk.pipeline import Extractor, Options
from parchk.read import file_bytes, read_bytes
from parchk.read.kinds import MARKDOWN, TEXT, kind_of
from parchk.ruleset import load
from parchk.storage import stored_bytes
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
    office: Profile | None = None
    """Whose tasks are marked."""

    def key(self, program: str) -> str:
        """What shapes the results besides the documents (:func:`~parchk.batch.journal.result_key`)."""
        return result_key(program, self.fingerprint, self.options, self.encoding, self.office)


class Store(Protocol):
    """Where results are kept."""

    def digest(self, place: PurePosixPath) -> str | None:
        """SHA-256 of the result that is there."""

    def keep(self, place: PurePosixPath, result: bytes) -> bytes:
        """Keep a result; what is to be handed back of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a worker needs to know once; it can be sent to another process."""

    reading: Reading
    folder: Path
    """The current folder: that of relative paths."""
    store: Store


@dataclass(frozen=True, slots=True)
class Job:
    """One document."""

    index: int
    path: Path
    name: str
    place: PurePosixPath
    known: tuple[str, str] | None
    """SHA-256 of document and result, when they were done before."""
    uri: str | None = None
    """Of a document on storage; ``path`` is no more than its name then."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document: small, whatever its result is."""

    status: Literal["done", "known", "failed"]
    tasks: int = 0
    findings: int = 0
    input: str = ""
    output: str = ""
    reason: str | None = None
    result: bytes = b""
    """Empty where the results are kept by the workers."""


class DocumentWork:
    """Does one document after the other, by rules that are loaded once."""

    def __init__(self, setup: Setup) -> None:
        os.chdir(setup.folder)
        self._setup, reading = setup, setup.reading
        self._rules = load(reading.rules, cache_in=reading.cache)
        if self._rules.fingerprint != reading.fingerprint:
            raise ParchkError("the rules were changed while the batch was starting; start it again")
        self._extract = Extractor(self._rules, reading.options)
        self._office = Reader(reading.office, self._rules) if reading.office is not None else None
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
        self._rules.save_cache()

    def _done(self, job: Job) -> Outcome:
        reading = self._setup.reading
        store = self._setup.store
        data = file_bytes(job.path, reading.limits) if job.uri is None else stored_bytes(job.uri, reading.limits)
        digest = hashlib.sha256(data).hexdigest()
        if job.known is not None and job.known == (digest, store.digest(job.place)):
            return Outcome("known")
        encoding = reading.encoding
        if encoding is not None and kind_of(data, job.name, job.name) not in (TEXT, MARKDOWN):
            encoding = None
        source = read_bytes(data, job.name, reading.limits, encoding)
        directive = self._extract(source)
        if self._office is not None:
            directive = self._office.marked(directive, source.text)
        result = self._write([directive])
        counts = len(directive.tasks), len(directive.findings)
        return Outcome(
            "done", *counts, digest, hashlib.sha256(result).hexdigest(), result=store.keep(job.place, result)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFolder:
    """A folder with one JSON result a document."""

    results: Path
    temporary: Path
    inputs: frozenset[str]
    """Real paths of documents that a result might be written over."""

    def digest(self, place: PurePosixPath) -> str | None:
        """SHA-256 of the result that is there; a link is none."""
        path = self._output(place)
        try:
            return None if path.is_symlink() else hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            return None

    def keep(self, place: PurePosixPath, result: bytes) -> bytes:
        """Write a result; nothing is handed back."""
        output = self._output(place)
        self._refuse_to_leave(place, output)
        write_chunks(output, (result,), self.temporary)
        return b""

    def _output(self, place: PurePosixPath) -> Path:
        return self.results / f"{place}.json"

    def _refuse_to_leave(self, place: PurePosixPath, output: Path) -> None:
        """Make the folders of a result one by one; each must be a real folder inside the output folder."""
        folder, root = self.results, Path(os.path.realpath(self.results))
        for part in place.parts[:-1]:
            folder /= part
            try:
                folder.mkdir(exist_ok=True)
            except OSError as error:
                raise OutputError(f"{folder} could not be made: {error.strerror or error}") from error
            # A junction of Windows is no link to Python, but leads elsewhere all the same.
            if folder.is_symlink() or not Path(os.path.realpath(folder)).is_relative_to(root):
                raise OutputError(
                    f"{folder} is a link, and results go into real folders inside {self.results} only; remove it"
                )
        if real_name(output) in self.inputs:
            raise OutputError(f"{output} is to be read, and the result of another document would replace it; rename it")


def failed(reason: str) -> Outcome:
    """A document that could not be done; bytes of names that are no UTF-8 are shown as U+FFFD."""
    return Outcome("failed", reason=reason.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def real_name(path: Path) -> str:
    """A file's name in its real folder; itself, it may be a link."""
    return os.path.normcase(Path(os.path.realpath(path.parent)) / path.name)
