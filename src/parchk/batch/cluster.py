"""Workers of a Ray cluster that take one job at a time; a job whose worker is lost is done again by another.

Why actors that are handed jobs, and not Ray Data: docs/decisions/0005-past-one-machine.md.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Generic, TypeVar

from parchk.batch.pool import Work
from parchk.errors import ParchkError, UsageError

Job = TypeVar("Job")
Answer = TypeVar("Answer")

# At least so often the pool looks whether it is to stop.
_TICK = 0.25
# So often a job is begun whose workers are lost, and so many workers in a row may be lost before they are ready.
_TIMES = 3
# So long workers may take to put their things away.
_FAREWELL = 10.0
# So long the machine of an address may take to answer.
_PATIENCE = 10.0
# Next to nothing goes through the cluster's shared memory; this is the least that Ray takes.
_SHARED_MEMORY = 80 * 1024 * 1024
# A path to a socket may have 107 bytes; Ray puts about 65 behind its folder.
_LONGEST_FOLDER = 40


@dataclass(frozen=True, slots=True)
class Abandoned:
    """A job without an answer: all workers that had it were lost."""

    times: int


@dataclass(frozen=True, slots=True)
class Over(Generic[Job, Answer]):
    """A job that is over."""

    job: Job
    answer: Answer | Abandoned


class Cluster:
    """A cluster that this program is connected to (:func:`connected`)."""

    def __init__(self, ray: Any, size: int, program: str) -> None:
        self.size = size
        """How many workers there are to be."""
        self.lost = 0
        """How many workers were lost over a job."""
        self._ray, self._program = ray, program

    def pool(
        self, make: Callable[[], Work[Job, Answer]], *, jobs: int, stopped: Callable[[], bool]
    ) -> ClusterPool[Job, Answer]:
        """Workers that each call ``make`` once, which is sent to them; no more than there are ``jobs``."""
        return ClusterPool(self, self._ray, make, self._program, size=min(self.size, jobs), stopped=stopped)


@contextmanager
def connected(address: str | None, jobs: int | None, program: str) -> Iterator[Cluster]:
    """Connect to the cluster at ``address``; without one, make one on this machine for as long as it is needed.

    ``jobs`` is the number of workers, by default one for each processor of the cluster. ``program`` is the version of
    parchk that all its machines must have.
    """
    if find_spec("ray") is None:
        raise UsageError("--engine ray needs the extra: pip install 'parchk[ray]'")
    is_own = address in (None, "local")
    if address is not None:
        _refuse_unreachable(address)
    # Read when Ray is imported: no report of its use to anybody, no uv on the workers.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ.setdefault("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
    if is_own:
        # A token that nobody else knows. Else Ray would put one into the user's home.
        os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    ray: Any = import_module("ray")  # an extra, slow to load, and half of it without types

    with contextlib.ExitStack() as stack:
        # Ray says there, of all places, that it has lost a worker.
        nowhere = stack.enter_context(open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123 - no path of anybody's
        stack.enter_context(contextlib.redirect_stdout(nowhere))
        own: dict[str, Any] = {}
        if is_own:
            own = {"num_cpus": jobs, "object_store_memory": _SHARED_MEMORY, "include_dashboard": False}
            folder = stack.enter_context(_folder())
            own |= {"_temp_dir": folder} if folder else {}
        asked_to_end = signal.getsignal(signal.SIGTERM)
        stack.callback(ray.shutdown)  # also of what has started only in part
        try:
            with _silence():
                ray.init(address=address or "local", log_to_driver=False, logging_level="CRITICAL", **own)
        except (OSError, ValueError, RuntimeError, ray.exceptions.RayError) as error:
            where = f"the Ray cluster at {address} could not be reached" if address else "Ray could not be started"
            raise ParchkError(f"{where} ({_first_line(error)}); check --address, or leave it out") from error
        signal.signal(signal.SIGTERM, asked_to_end)  # Ray has taken it for itself
        yield Cluster(ray, jobs or max(1, int(ray.cluster_resources().get("CPU", 1))), program)


def _refuse_unreachable(address: str) -> None:
    """Refuse an address where nobody listens: Ray would try for many minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host or not port.isdecimal():
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_PATIENCE).close()
    except (OSError, OverflowError) as error:
        raise ParchkError(f"the Ray cluster at {address} could not be reached ({error}); check --address") from error


@contextmanager
def _silence() -> Iterator[None]:
    """Nothing is written to standard error: Ray's libraries tell there about each try to connect."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


@contextmanager
def _folder() -> Iterator[str | None]:
    """A folder for Ray's logs and sockets that is gone afterwards; none where its name would be too long for Ray."""
    if len(tempfile.gettempdir()) > _LONGEST_FOLDER - len("/parchk-12345678"):
        yield None
        return
    folder = tempfile.mkdtemp(prefix="parchk-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Host:
    """A worker, as it lives in the cluster: the actor. Whatever goes wrong is its answer."""

    def __init__(self, make: Callable[[], Work[Any, Any]], program: str) -> None:
        self._make, self._program = make, program
        # A process that is started from here would load the program that stands there: Ray's own.
        sys.modules["__main__"] = ModuleType("__main__")

    def ready(self) -> tuple[str, Any]:
        """Make the work."""
        from importlib.metadata import version  # noqa: PLC0415 - of the machine that it runs on

        if (here := version("parchk")) != self._program:
            return "refused", f"a machine of the cluster has parchk {here}, not {self._program}; install the same"
        return self._said("ready", self._start)

    def _start(self) -> None:
        self._work = self._make()

    def do(self, job: Any) -> tuple[str, Any]:
        """Do a job."""
        return self._said("answer", lambda: self._work(job))

    def close(self) -> None:
        """Put things away."""
        self._work.close()

    @staticmethod
    def _said(kind: str, act: Callable[[], Any]) -> tuple[str, Any]:
        try:
            return kind, act()
        except ParchkError as error:
            return "refused", str(error)
        except Exception as error:  # noqa: BLE001 - what it is, the program that hands out the jobs says
            return "refused", f"an error in parchk itself ({error!r}); please report it"


@dataclass(slots=True, eq=False)
class _Task(Generic[Job]):
    job: Job
    lost: int = 0


@dataclass(slots=True, eq=False)
class _Worker(Generic[Job]):
    actor: Any
    waits_for: Any
    """What it will say next; ``None`` when it has nothing to do."""
    task: _Task[Job] | None = None
    ready: bool = False


class ClusterPool(Generic[Job, Answer]):
    """Does jobs on the workers of a cluster. No more jobs are taken from their source than are being done."""

    def __init__(
        self,
        cluster: Cluster,
        ray: Any,
        make: Callable[[], Work[Job, Answer]],
        program: str,
        *,
        size: int,
        stopped: Callable[[], bool],
    ) -> None:
        self._cluster, self._ray, self._size, self._stopped = cluster, ray, size, stopped
        self._make, self._program = make, program
        self._actor = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(_Host)
        self._workers: list[_Worker[Job]] = []
        self._again: deque[_Task[Job]] = deque()
        self._exhausted = size == 0
        self._given_up = 0

    def __call__(self, jobs: Iterable[Job]) -> Iterator[Over[Job, Answer]]:
        """Do the jobs; each as soon as it is over. When ``stopped()`` says so, workers are ended where they are."""
        waiting = iter(jobs)
        try:
            while not self._stopped():
                self._hand_out(waiting)
                if self._exhausted and not self._again and not any(worker.task for worker in self._workers):
                    self._dismiss()
                    return
                yield from self._over()
        finally:
            for worker in self._workers:
                self._ray.kill(worker.actor)
            self._workers.clear()

    def _hand_out(self, waiting: Iterator[Job]) -> None:
        """Give a task to everyone who is ready and has none; see that there are enough workers."""
        for worker in self._workers:
            if worker.ready and worker.task is None and (task := self._next(waiting)) is not None:
                worker.task, worker.waits_for = task, worker.actor.do.remote(task.job)
        while len(self._workers) < self._size and (self._again or not self._exhausted):
            actor = self._actor.remote(self._make, self._program)
            self._workers.append(_Worker(actor, actor.ready.remote()))

    def _next(self, waiting: Iterator[Job]) -> _Task[Job] | None:
        if self._again:
            return self._again.popleft()
        for job in waiting:
            return _Task(job)
        self._exhausted = True
        return None

    def _over(self) -> Iterator[Over[Job, Answer]]:
        """Wait a moment for what workers have to say."""
        speaking = {worker.waits_for: worker for worker in self._workers if worker.waits_for is not None}
        heard, _ = self._ray.wait(list(speaking), num_returns=1, timeout=_TICK)
        for said in heard:
            worker = speaking[said]
            worker.waits_for = None
            try:
                kind, value = self._ray.get(said)
            except self._ray.exceptions.RayError as error:
                yield from self._drop(worker, error)
                continue
            if kind == "refused":
                raise ParchkError(value)
            task, worker.task, worker.ready, self._given_up = worker.task, None, True, 0
            if task is not None:
                yield Over(task.job, value)

    def _drop(self, worker: _Worker[Job], error: Exception) -> Iterator[Over[Job, Answer]]:
        """Forget a worker that was lost; its task is done again, unless that was tried often enough."""
        self._workers.remove(worker)
        self._ray.kill(worker.actor)  # if it still lives where it cannot be heard
        task = worker.task
        if task is None:
            self._given_up += 1
            if self._given_up == _TIMES:
                raise ParchkError(f"the workers of the cluster end while they start ({_why(error)})")
            return
        self._cluster.lost += 1
        task.lost += 1
        if task.lost < _TIMES:
            self._again.append(task)
        else:
            yield Over(task.job, Abandoned(task.lost))

    def _dismiss(self) -> None:
        """Let idle workers put their things away."""
        farewells = [worker.actor.close.remote() for worker in self._workers if worker.ready]
        if farewells:
            self._ray.wait(farewells, num_returns=len(farewells), timeout=_FAREWELL)


def _why(error: Exception) -> str:
    said = str(error)
    if "No module named 'parchk" in said:
        return "parchk is not installed on its machines: install the same version there"
    return _first_line(error)


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)[:300]
