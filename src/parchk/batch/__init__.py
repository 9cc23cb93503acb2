"""Many documents at once: each a job for a worker, its outcome in a journal, all of them in a report.

A bad document never stops the others, and memory does not grow with their number: results go to the disk where they are
made, and only their outcomes come back.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from parchk.batch.bundle import Bundled, bundle_size, bundled
from parchk.batch.journal import Entry, Journal
from parchk.batch.pool import Finished, Lost, Pool, Work, why_lost
from parchk.batch.report import FileReport, Report, Status
from parchk.batch.target import Target, opened
from parchk.batch.work import DocumentWork, Job, Outcome, Reading, ResultFolder, Setup, failed, real_name
from parchk.errors import OutputError
from parchk.read import file_bytes
from parchk.read.results import read_results
from parchk.write import Style, writer
from parchk.write.files import write_chunks, write_file

if TYPE_CHECKING:
    from parchk.batch.cluster import Cluster
    from parchk.inputs import Inputs
    from parchk.models import Directive

__all__ = ["Batch", "FileReport", "Reading", "Report"]


class _InterruptedError(Exception):
    """The user wants to stop while the combined file is being put together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """All that is to be done, and how; :meth:`run` does it."""

    inputs: Inputs
    target: Target
    reading: Reading
    program: str
    """Version of the program."""
    jobs: int
    """Processes on this machine."""
    seconds: float
    """Longest time that one document may take."""
    resume: bool
    fail_fast: bool
    style: Style
    """Of the combined file."""
    merge: bool = False
    """The combined file is a workbook, and what is there is merged into."""
    cluster: Cluster | None = None
    """Whose workers do the documents instead of processes on this machine."""

    def run(
        self, *, clock: Callable[[], float], stopped: Callable[[], bool], seen: Callable[[FileReport], None]
    ) -> Report:
        """Do all documents; ``seen`` hears of each when it is over, in whatever order.

        ``stopped`` is asked every now and then whether to interrupt: what is finished then is kept, and the report
        says what is not. The combined file is written only when no document is left out for such a reason.
        """
        report = Report(self.program, self.inputs.skipped)
        combined = self.target.combined
        with opened(self.target, fresh=not self.resume) as temporary:
            with Journal(self.target.journal) as journal:
                is_written = False
                try:
                    self._do(report, journal, temporary, clock=clock, stopped=stopped, seen=seen)
                    # Where nothing could be done, the file of an earlier run is better than an empty one.
                    if combined is not None and report.is_complete and report.results:
                        self._combine(combined, report, temporary, stopped)
                        is_written = True
                except _InterruptedError:
                    report.interrupted = True
                finally:
                    if combined is not None and not is_written:
                        report.files = [replace(file, output=None) for file in report.files]
                    self._write_report(report, temporary)
                if report.is_complete:
                    journal.end()
            if combined is not None and not self.resume and report.is_complete and not report.count("failed"):
                shutil.rmtree(self.target.state, ignore_errors=True)  # while no other run can hold it
        return report

    def _do(
        self,
        report: Report,
        journal: Journal,
        temporary: Path,
        *,
        clock: Callable[[], float],
        stopped: Callable[[], bool],
        seen: Callable[[FileReport], None],
    ) -> None:
        documents = self.inputs.documents
        report.files = [FileReport(document.name) for document in documents]
        for name, reason in self.inputs.missing:
            report.files.append(FileReport(name, status="failed", reason=reason))
            seen(report.files[-1])
        key = self.reading.key(self.program)
        setup = Setup(
            reading=self.reading,
            folder=Path.cwd(),
            store=ResultFolder(
                results=self.target.results,
                temporary=temporary,
                inputs=frozenset(
                    name
                    for document in documents
                    if document.uri is None
                    for name in (real_name(document.path), os.path.normcase(os.path.realpath(document.path)))
                    if name.lower().endswith(".json")
                ),
            ),
        )
        failures = [name for name, _ in self.inputs.missing]
        jobs = self._jobs(journal, key, until=lambda: self.fail_fast and bool(failures))
        for finished in self._pool(partial(DocumentWork, setup), clock, stopped)(jobs):
            file = self._settled(finished, journal, key)
            report.files[finished.job.index] = file
            if file.status == "failed":
                failures.append(file.source)
            seen(file)
        report.interrupted = stopped() and report.count("not-done") > 0

    def _pool(
        self, make: Callable[[], Work[Job, Outcome]], clock: Callable[[], float], stopped: Callable[[], bool]
    ) -> Callable[[Iterator[Job]], Iterator[Finished[Job, Outcome]]]:
        """The processes of this machine, or the workers of a cluster."""
        if self.cluster is None:
            return Pool(make, size=self.jobs, seconds=self.seconds, clock=clock, stopped=stopped)
        hosts = partial(Bundled, make, seconds=self.seconds, clock=clock)
        # All documents of a bundle are begun, so with --fail-fast each is one of its own.
        documents = len(self.inputs.documents)
        together = 1 if self.fail_fast else bundle_size(documents, self.cluster.size)
        return partial(bundled, self.cluster.pool(hosts, jobs=documents, stopped=stopped), together=together)

    def _jobs(self, journal: Journal, key: str, *, until: Callable[[], bool]) -> Iterator[Job]:
        """A job for each document, made when it is asked for."""
        for index, document in enumerate(self.inputs.documents):
            if until():
                return
            entry = journal.find(str(document.place), key, document.path.name)
            known = (entry.input, entry.output) if entry is not None else None
            yield Job(index, document.path, document.name, document.place, known, document.uri)

    def _settled(self, finished: Finished[Job, Outcome], journal: Journal, key: str) -> FileReport:
        """What became of a document; one that was done goes into the journal."""
        job, outcome, seconds = finished.job, finished.answer, round(finished.seconds, 3)
        if isinstance(outcome, Lost):
            outcome = failed(why_lost(job.name, outcome, self.seconds))
        place, file = str(job.place), job.path.name
        status: Status = "done"
        entry: Entry | None = None
        match outcome.status:
            case "done":
                counts = (outcome.tasks, outcome.findings, seconds)
                entry = Entry(place, key, file, outcome.input, outcome.output, *counts)
                journal.add(entry)
            case "known":
                entry = journal.find(place, key, file)
                status = "unchanged" if journal.is_from_before(place) else "done"
        if entry is None:
            return FileReport(job.name, status="failed", seconds=seconds, reason=outcome.reason)
        output = self.target.output(job.place)
        return FileReport(job.name, output, status, entry.tasks, entry.findings, entry.seconds)

    def _combine(self, path: Path, report: Report, temporary: Path, stopped: Callable[[], bool]) -> None:
        results = self._results(report, stopped)
        if self.merge and path.exists():
            from parchk.write.xlsx.merge import merge_file  # noqa: PLC0415 - only where it is asked for

            report.merged = merge_file(path, results, self.style)
            return
        write_chunks(path, writer(self.target.format).chunks(results, self.style), temporary)

    def _results(self, report: Report, stopped: Callable[[], bool]) -> Iterator[Directive]:
        """The results that there are, one at a time, in the order of the documents."""
        for document, file in zip(self.inputs.documents, report.files, strict=False):
            if stopped():
                raise _InterruptedError
            if file.status in ("done", "unchanged"):
                part = self.target.results / f"{document.place}.json"
                for result in read_results(file_bytes(part), str(part)):
                    yield result.in_language(self.style.lang) if self.style.lang is not None else result

    def _write_report(self, report: Report, temporary: Path) -> None:
        """Write the report; that this fails must not hide what became of the documents."""
        try:
            if self.target.given_report is not None:
                write_file(self.target.given_report, report.as_json())
            else:
                write_chunks(self.target.report, (report.as_json(),), temporary)
        except OutputError as error:
            report.unwritten = error
