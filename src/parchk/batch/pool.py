"""Worker processes that take one job at a time, and whose death or delay costs no more than that job.

Why not a library: the pools of the standard library end with a worker that is killed, and pebble's workers share one
pipe under one lock, so that a worker killed while it holds the lock stops the others for a minute, and one killed while
idle can break the pool. Here every worker has a pipe of its own; nothing is shared.

Processes are spawned on every system: programs with threads (a progress bar is one) must not be forked.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Generic, Literal, Protocol, TypeVar

from parchk.errors import ParchkError

Job = TypeVar("Job")
Answer = TypeVar("Answer")
_In = TypeVar("_In", contravariant=True)  # noqa: PLC0105 - a protocol's own letters
_Out = TypeVar("_Out", covariant=True)  # noqa: PLC0105

_SPAWN = multiprocessing.get_context("spawn")
# At least so often the pool looks whether it is to stop.
_TICK = 0.25
# So many workers in a row may end before they are ready.
_STARTS = 3
# So long a worker may take to put its things away.
_FAREWELL = 10.0


class Work(Protocol[_In, _Out]):
    """What a worker does; made once in its process. An exception is the end of the worker, so it raises none."""

    def __call__(self, job: _In, /) -> _Out:
        """Do one job."""

    def close(self) -> None:
        """Put things away."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A job without an answer: its worker ended, or took too long and was ended."""

    code: int | None
    """Exit code of the worker, negative for a signal; ``None`` when the time was up."""


@dataclass(frozen=True, slots=True)
class Finished(Generic[Job, Answer]):
    """A job that is over."""

    job: Job
    answer: Answer | Lost
    seconds: float


@dataclass(slots=True, eq=False)
class _Worker(Generic[Job]):
    process: SpawnProcess
    connection: Connection
    job: Job | None = None
    ready: bool = False
    since: float = 0.0
    """When it began with its job."""

    def end(self) -> int | None:
        """End it at once, with the programs that it started; its exit code."""
        if self.ready and sys.platform != "win32" and self.process.pid is not None:
            with suppress(OSError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        self.connection.close()
        return self.process.exitcode


def why_lost(name: str, lost: Lost, seconds: float) -> str:
    """Say why there is no answer for the document of this name; ``seconds`` is what it was allowed to take."""
    if lost.code is None:
        return (
            f"{name} took longer than the {seconds:g} seconds that one document may take;"
            " raise the limit with --max-seconds if it is meant to be so long"
        )
    end = f"signal {-lost.code}" if lost.code < 0 else f"exit code {lost.code}"
    return (
        f"{name}: the process that read it was ended ({end}), perhaps because the memory ran out;"
        " try again with --resume and fewer --jobs"
    )


class Pool(Generic[Job, Answer]):
    """Does jobs in ``size`` processes at once. No more jobs are taken from their source than are being done."""

    def __init__(
        self,
        make: Callable[[], Work[Job, Answer]],
        *,
        size: int,
        seconds: float,
        clock: Callable[[], float],
        stopped: Callable[[], bool],
    ) -> None:
        """``make`` is called once in each worker; ``seconds`` is what one job may take by ``clock``."""
        self._make, self._size, self._seconds = make, size, seconds
        self._clock, self._stopped = clock, stopped
        self._workers: list[_Worker[Job]] = []
        self._given_up = 0

    def __call__(self, jobs: Iterable[Job]) -> Iterator[Finished[Job, Answer]]:
        """Do the jobs; each as soon as it is over. When ``stopped()`` says so, workers are ended where they are."""
        try:
            yield from self.keeping_workers(jobs)
            if not self._stopped():
                self._dismiss()
        finally:
            self._end()

    def keeping_workers(self, jobs: Iterable[Job]) -> Iterator[Finished[Job, Answer]]:
        """Do the jobs, and keep the workers for the next ones: :meth:`close` lets them go."""
        waiting = iter(jobs)
        while not self._stopped():
            self._hand_out(waiting)
            if not any(worker.job is not None for worker in self._workers):
                return
            yield from self._over()

    def close(self) -> None:
        """Let the workers put their things away and end."""
        try:
            self._dismiss()
        finally:
            self._end()

    def _hand_out(self, waiting: Iterator[Job]) -> None:
        """Give a job to everyone who has none; a worker is started when there is a job for it."""
        while True:
            idle = next((worker for worker in self._workers if worker.job is None), None)
            if idle is None and len(self._workers) == self._size:
                return
            job = next(waiting, None)
            if job is None:
                return
            self._assign(job, idle)

    def _assign(self, job: Job, worker: _Worker[Job] | None = None) -> None:
        """Give the job to this worker, or to a new one."""
        while worker is None or not self._give(worker, job):
            worker = self._start()

    def _give(self, worker: _Worker[Job], job: Job) -> bool:
        try:
            worker.connection.send(job)
        except OSError:  # it has ended meanwhile
            self._drop(worker)
            return False
        worker.job, worker.since = job, self._clock()
        return True

    def _start(self) -> _Worker[Job]:
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=_serve, args=(theirs, self._make), name="parchk worker")
        try:
            with _no_interrupts():
                process.start()
        except OSError as error:
            raise ParchkError(
                f"no more processes could be started ({error.strerror or error}); try --jobs 1, and --resume"
            ) from error
        theirs.close()
        worker: _Worker[Job] = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _over(self) -> Iterator[Finished[Job, Answer]]:
        """Wait for a worker, or until the time of one is up; the jobs that are over."""
        busy = [worker for worker in self._workers if worker.ready and worker.job is not None]
        left = min((worker.since + self._seconds - self._clock() for worker in busy), default=_TICK)
        connections = {worker.connection: worker for worker in self._workers}
        for connection in wait(list(connections), timeout=max(0.0, min(left, _TICK))):
            yield from self._heard(connections[connection])  # type: ignore[index]  # what was handed in comes back
        for worker in busy:
            seconds = self._clock() - worker.since
            if worker.job is not None and seconds >= self._seconds:
                job = worker.job
                self._drop(worker)
                yield Finished(job, Lost(None), seconds)

    def _heard(self, worker: _Worker[Job]) -> Iterator[Finished[Job, Answer]]:
        kind: Literal["ready", "refused", "answer"]
        try:
            kind, value = worker.connection.recv()
        except (EOFError, OSError):
            yield from self._ended(worker)
            return
        job = worker.job
        if kind == "refused":
            raise ParchkError(value)
        if kind == "ready":
            # Its time counts from here: what it does before is not the document's.
            worker.ready, worker.since, self._given_up = True, self._clock(), 0
        elif job is not None:
            worker.job = None
            yield Finished(job, value, self._clock() - worker.since)

    def _ended(self, worker: _Worker[Job]) -> Iterator[Finished[Job, Answer]]:
        job, code = worker.job, self._drop(worker)
        if job is not None and worker.ready:
            yield Finished(job, Lost(code), self._clock() - worker.since)
        elif job is not None:
            self._assign(job)

    def _drop(self, worker: _Worker[Job]) -> int | None:
        """Forget a worker; its exit code."""
        self._workers.remove(worker)
        # One that has closed its pipe is ending: its own exit code says why.
        worker.process.join(timeout=_TICK)
        code = worker.end()
        self._given_up += not worker.ready
        if self._given_up == _STARTS:
            raise ParchkError(
                f"the processes that read the documents end while they start (code {code});"
                " there may be too little memory for so many: try --jobs 1"
            )
        return code

    def _end(self) -> None:
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def _dismiss(self) -> None:
        """Let idle workers end by themselves."""
        for worker in self._workers:
            with suppress(OSError):
                worker.connection.send(None)
        for worker in self._workers:
            worker.process.join(timeout=_FAREWELL)


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """What is started here never hears Ctrl-C, not even while Python starts: it is the parent's to deal with."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(connection: Connection, make: Callable[[], Work[Job, Answer]]) -> None:
    """The life of a worker: make the work, do jobs until there are no more."""
    _detach()
    with suppress(EOFError, OSError):  # the parent is gone
        try:
            work = make()
        except Exception as error:  # noqa: BLE001 - what it is, the parent says
            reason = str(error) if isinstance(error, ParchkError) else f"an error in parchk itself ({error!r})"
            connection.send(("refused", reason))
            return
        connection.send(("ready", None))
        while (job := connection.recv()) is not None:
            connection.send(("answer", work(job)))
        work.close()


def _detach() -> None:
    """Leave terminal and signals to the parent, and end when it ends, however it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform != "win32":
        os.setpgid(0, 0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # libraries warn there, and would spoil the progress bar
        os.dup2(nowhere, stream)
    threading.Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
    if sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)  # with the programs started from here
    os._exit(1)
