"""A batch whose results go to storage, done by a cluster part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from parchk.batch.bundle import given_up
from parchk.batch.cluster import Abandoned
from parchk.batch.part_work import HandedBack, Part, PartWork
from parchk.batch.parts import own_names
from parchk.batch.pool import Finished, Lost, why_lost
from parchk.batch.report import FileReport, Report, Status
from parchk.batch.work import Job, Outcome, Setup, failed
from parchk.errors import OutputError
from parchk.storage import below, remove, store, stored_names
from parchk.write.files import write_file

if TYPE_CHECKING:
    from parchk.batch.cluster import Cluster
    from parchk.batch.parts import PartsFolder
    from parchk.batch.work import Reading
    from parchk.inputs import Inputs
    from parchk.write import Style

_Done = Finished[Job, Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsBatch:
    """All that is to be done, and how; :meth:`run` does it, as that of :class:`~parchk.batch.Batch`."""

    inputs: Inputs
    folder: PartsFolder
    reading: Reading
    program: str
    cluster: Cluster
    per_part: int
    """How many documents a part holds."""
    seconds: float
    resume: bool
    style: Style

    def run(
        self, *, clock: Callable[[], float], stopped: Callable[[], bool], seen: Callable[[FileReport], None]
    ) -> Report:
        """Do all documents; ``seen`` hears of each when its part is written."""
        report = Report(self.program, self.inputs.skipped)
        count = -(-len(self.inputs.documents) // self.per_part)
        self._tidy(count)
        parts = self._parts(count, clock, stopped)
        report.files = [FileReport(document.name) for document in self.inputs.documents]
        for name, reason in self.inputs.missing:
            report.files.append(FileReport(name, status="failed", reason=reason))
            seen(report.files[-1])
        try:
            for number, finished in parts:
                for one in finished:
                    file = self._settled(number, one)
                    report.files[one.job.index] = file
                    seen(file)
            report.interrupted = stopped() and report.count("not-done") > 0
        finally:
            self._write_report(report)
        if not self.resume and report.is_complete and not report.count("failed"):
            for name in stored_names(self.folder.notes):
                remove(below(self.folder.notes, name))
        return report

    def _tidy(self, count: int) -> None:
        """Remove parts of another run: all of them, or with ``--resume`` those that no documents are left for."""
        names = own_names(self.folder)
        ours = {self.folder.name(number) for number in range(count)} if self.resume else set()
        for name in names:
            if name not in ours:
                remove(below(self.folder.uri, name))
        remove(self.folder.report)

    def _parts(
        self, count: int, clock: Callable[[], float], stopped: Callable[[], bool]
    ) -> Iterator[tuple[int, list[_Done]]]:
        reading = self.reading
        shaping = [reading.key(self.program), str(self.style.lang), str(self.style.flat)]
        make = partial(
            PartWork,
            self.folder,
            Setup(reading=reading, folder=Path.cwd(), store=HandedBack()),
            self.style,
            " ".join(shaping),
            seconds=self.seconds,
            clock=clock,
            resume=self.resume,
        )
        pool = self.cluster.pool(make, jobs=count, stopped=stopped)
        for over in pool(self._cut()):
            part, answer = over.job, over.answer
            if isinstance(answer, Abandoned):
                # Written or not before its worker was lost: what is called failed is not there.
                remove(self.folder.note(part.number))
                remove(self.folder.part(part.number))
                yield part.number, list(given_up(part.jobs, answer))
            else:
                yield part.number, answer

    def _cut(self) -> Iterator[Part]:
        documents = enumerate(self.inputs.documents)
        number = 0
        while cut := list(islice(documents, self.per_part)):
            yield Part(number, [Job(index, one.path, one.name, one.place, None, one.uri) for index, one in cut])
            number += 1

    def _settled(self, number: int, finished: _Done) -> FileReport:
        job, outcome, seconds = finished.job, finished.answer, round(finished.seconds, 3)
        if isinstance(outcome, Lost):
            outcome = failed(why_lost(job.name, outcome, self.seconds))
        if outcome.status == "failed":
            return FileReport(job.name, status="failed", seconds=seconds, reason=outcome.reason)
        status: Status = "unchanged" if outcome.status == "known" else "done"
        part = self.folder.name(number)
        return FileReport(job.name, part, status, outcome.tasks, outcome.findings, seconds)

    def _write_report(self, report: Report) -> None:
        """Write the report; that this fails must not hide what became of the documents."""
        try:
            if self.folder.given_report is not None:
                write_file(self.folder.given_report, report.as_json())
            else:
                store(self.folder.report, report.as_json())
        except OutputError as error:
            report.unwritten = error
