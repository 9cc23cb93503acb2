"""What a worker of the cluster does for a batch on storage: the documents of a part, and the part."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from parchk.batch.bundle import Bundled
from parchk.batch.parts import Note, Noted
from parchk.batch.pool import Finished
from parchk.batch.work import DocumentWork, Job, Outcome, failed
from parchk.errors import InputError, OutputError
from parchk.read.results import read_results
from parchk.storage import remove, store, stored_bytes
from parchk.write import writer

if TYPE_CHECKING:
    from parchk.batch.parts import PartsFolder
    from parchk.batch.work import Setup
    from parchk.write import Style

_Done = Finished[Job, Outcome]


@dataclass(frozen=True, slots=True)
class Part:
    """The documents of one part."""

    number: int
    jobs: list[Job]


class HandedBack:
    """Results are not kept where they are made: the part that they belong to is written at once."""

    def digest(self, _place: PurePosixPath) -> str:
        """Of a document that is known, the part is there; whether it still is as it was is looked at elsewhere."""
        return ""

    def keep(self, _place: PurePosixPath, result: bytes) -> bytes:
        """Hand it back."""
        return result


class PartWork:
    """What a worker of the cluster does: the documents of a part, and the part."""

    def __init__(
        self,
        folder: PartsFolder,
        setup: Setup,
        style: Style,
        key: str,
        *,
        seconds: float,
        clock: Callable[[], float],
        resume: bool,
    ) -> None:
        self._folder, self._style, self._key, self._resume = folder, style, key, resume
        self._documents = Bundled(partial(DocumentWork, setup), seconds=seconds, clock=clock)

    def __call__(self, part: Part) -> list[_Done]:
        """Do a part; what could not be written failed for all its documents."""
        finished: list[_Done] = []
        try:
            note = Note.read(self._folder.note(part.number)) if self._resume else None
            known = {one.source: one for one in note.documents} if note and self._is_there(note, part) else {}
            finished = self._documents([_as_known(job, known) for job in part.jobs])
            there = [one.job.name for one in finished if _status(one) == "known"]
            if there and there == list(known) and not any(_status(one) == "done" for one in finished):
                return [_found_again(one, known) for one in finished]
            again = {one.job.index: one for one in self._documents(_unknown(finished))}
            finished = [again.get(one.job.index, one) for one in finished]
            self._write(part, finished)
        except OutputError as error:
            return [Finished(job, failed(f"{job.name}: {error}"), 0.0) for job in part.jobs]
        return [_without_result(one) for one in finished]

    def close(self) -> None:
        """Let the process go."""
        self._documents.close()

    def _is_there(self, note: Note, part: Part) -> bool:
        try:
            data = stored_bytes(self._folder.part(part.number))
        except InputError:
            return False
        return (note.key, note.output) == (self._key, hashlib.sha256(data).hexdigest())

    def _write(self, part: Part, finished: list[_Done]) -> None:
        done = [
            (one, one.answer) for one in finished if isinstance(one.answer, Outcome) and one.answer.status == "done"
        ]
        remove(self._folder.note(part.number))
        if not done:
            remove(self._folder.part(part.number))
            return
        results = (found for one, made in done for found in read_results(made.result, one.job.name))
        lang = self._style.lang
        results = (result.in_language(lang) for result in results) if lang is not None else results
        data = b"".join(writer(self._folder.format).chunks(results, self._style))
        store(self._folder.part(part.number), data)
        noted = [
            Noted(one.job.name, made.input, made.tasks, made.findings, round(one.seconds, 3)) for one, made in done
        ]
        store(self._folder.note(part.number), Note(self._key, hashlib.sha256(data).hexdigest(), noted).as_json())


def _as_known(job: Job, known: dict[str, Noted]) -> Job:
    noted = known.get(job.name)
    return job if noted is None else replace(job, known=(noted.input, ""))


def _unknown(finished: Iterable[_Done]) -> list[Job]:
    """The documents whose results stand in a part that has to be written anew."""
    return [replace(one.job, known=None) for one in finished if _status(one) == "known"]


def _status(one: _Done) -> str:
    return one.answer.status if isinstance(one.answer, Outcome) else "failed"


def _found_again(one: _Done, known: dict[str, Noted]) -> _Done:
    if _status(one) != "known":
        return one
    noted = known[one.job.name]
    return Finished(one.job, Outcome("known", noted.tasks, noted.findings), noted.seconds)


def _without_result(one: _Done) -> _Done:
    """What goes back; the result is in the part now."""
    return replace(one, answer=replace(one.answer, result=b"")) if isinstance(one.answer, Outcome) else one
