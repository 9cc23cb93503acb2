"""The one way in which this project measures: CPU time and peak memory of a process, in rounds, peers in turn.

CPU time (user and system) and not the clock, because the cores are shared. All commands run once in every round, in
alternating order, so that a machine that is busy for a while slows all of them; a ratio is taken within a round, and
what counts is the median of these ratios.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).parents[1]
PARCHK = [sys.executable, "-m", "parchk"]
_PROC = Path("/proc")
_STATUS = Path("/proc/self/status")
_MAXRSS = 1 if sys.platform == "darwin" else 1024  # its unit
K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took, its own children included."""

    cpu: float
    """User and system time in seconds."""
    clock: float
    """Seconds from its start to its end."""
    output: str


def run(command: Sequence[str], cache: Path | None = None) -> Run:
    """Run a command that must succeed; ``cache`` is the user's cache folder. Byte code is written and used as ever."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    if cache is not None:
        environment["XDG_CACHE_HOME"] = str(cache)
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
        clock = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            said = errors.read().decode(errors="replace")
            raise SystemExit(f"benchmarks: `{' '.join(command)}` ended with {process.returncode}\n{said}")
        output.seek(0)
        return Run(used.ru_utime + used.ru_stime, clock, output.read().decode())


def call(module: str, function: str, *arguments: Any) -> Any:
    """What a function of a module of this package answers, asked in a process of its own (values as JSON has them)."""
    command = [sys.executable, "-m", "benchmarks.worker", module, function, json.dumps(arguments)]
    return json.loads(run(command).output.rpartition("\n")[2])


def in_turn(rounds: int, jobs: Mapping[K, Callable[[], T]]) -> dict[K, list[T]]:
    """The answers of all jobs, round after round; every other round in the opposite order."""
    answers: dict[K, list[T]] = {name: [] for name in jobs}
    for number in range(rounds):
        for name in list(jobs) if number % 2 == 0 else reversed(list(jobs)):
            answers[name].append(jobs[name]())
    return answers


def ratio(upper: Sequence[float], lower: Sequence[float]) -> float:
    """The median over the rounds of one measurement to another of the same round.

    >>> ratio([2.0, 6.0, 4.0], [1.0, 2.0, 2.0])
    2.0
    """
    return statistics.median(one / other for one, other in zip(upper, lower, strict=True))


def spread(values: Sequence[float], unit: str) -> str:
    """The median, and in brackets the least and the greatest.

    >>> spread([0.52, 0.48, 0.61], "s")
    '0.52 s (0.48–0.61)'
    >>> spread([1200.4], "KB/s")
    '1,200 KB/s'
    """
    low, high = figure(min(values)), figure(max(values))
    return f"{figure(statistics.median(values))} {unit}" + (f" ({low}–{high})" if len(values) > 1 else "")


def figure(value: float) -> str:
    """A number with as many places as are worth reading.

    >>> [figure(value) for value in (0.1234, 12.34, 123.4, 12345.6)]
    ['0.12', '12.3', '123', '12,346']
    """
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}" if abs(value) < 100 else f"{value:,.0f}"


def cpu_seconds() -> float:
    """CPU time of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_memory() -> int:
    """The most memory that this process has had at one time, in bytes.

    On Linux its own account is asked, because ``getrusage`` counts what its parent had before the program was loaded.
    """
    if _STATUS.exists():
        return _account("VmHWM")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _MAXRSS


def forget_peak() -> int | None:
    """Let the peak be counted from now on; the memory of this process now. ``None`` where that cannot be done."""
    try:
        Path("/proc/self/clear_refs").write_text("5", "ascii")
    except OSError:
        return None
    return _account("VmRSS")


def _account(key: str) -> int:
    lines = _STATUS.read_text("ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{key}:"))


def peaks_of(command: Sequence[str]) -> tuple[int, int, int] | None:
    """Run a command; the largest memory of itself, of one of its children, of all together, in bytes.

    Looked at every twentieth of a second; ``None`` where there is no ``/proc`` to look into.
    """
    if not _PROC.joinpath("self/task").exists():
        return None
    running = subprocess.Popen(command, cwd=ROOT)
    parent = worker = together = 0
    while running.poll() is None:
        own, others = _resident(running.pid), [_resident(child) for child in _children(running.pid)]
        parent, worker, together = max(parent, own), max(worker, *others, 0), max(together, own + sum(others))
        time.sleep(0.05)
    if running.returncode:
        raise SystemExit(f"benchmarks: `{' '.join(command)}` ended with {running.returncode}")
    return parent, worker, together


def _resident(pid: int) -> int:
    """Resident memory of a process in bytes; 0 when it is gone."""
    try:
        return int((_PROC / str(pid) / "statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in (_PROC / str(pid) / "task" / str(pid) / "children").read_text().split()]
    except OSError:
        return []
