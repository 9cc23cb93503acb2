"""What two jobs of a batch gain over one, and whether its memory grows with the number of documents.

    python benchmarks/batch_jobs.py [--rounds N] [--documents N]

Time: the same documents with ``--jobs 1`` and ``--jobs 2`` in turn, round after round, so that a busy machine slows
both alike; what counts is the median of the ratios of the rounds. CPU time is shown beside it: where it stays the same
and the clock does not, something else had the cores. Memory: the largest resident set of the parent, of any worker, and
of all of them together, looked at every tenth of a second; 200 documents and ten times as many. The documents are
generated from the project's samples (``tests/batch_documents.py``).
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from batch_documents import write_documents

KIB = 1024
_PROC = Path("/proc")


def command(folder: Path, out: Path, jobs: int) -> list[str]:
    """A batch over all documents of a folder; without the libraries that take seconds to load."""
    batch = [sys.executable, "-m", "parchk", "batch", str(folder), "-o", str(out), "--quiet"]
    return [*batch, "--nlp", "off", "--jobs", str(jobs)]


def seconds(folder: Path, out: Path, jobs: int) -> tuple[float, float]:
    """The time on the clock of one run, and the CPU time of all its processes."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command(folder, out, jobs), check=True)
    elapsed, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return elapsed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def resident(pid: int) -> int:
    """Resident memory of a process in bytes; 0 when it is gone."""
    try:
        return int((_PROC / str(pid) / "statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    try:
        return [int(child) for child in (_PROC / str(pid) / "task" / str(pid) / "children").read_text().split()]
    except OSError:
        return []


def peak_memory(folder: Path, out: Path) -> tuple[int, int, int]:
    """The largest memory of the parent, of one worker, and of all processes together, in bytes."""
    running = subprocess.Popen(command(folder, out, 2))
    parent = worker = together = 0
    while running.poll() is None:
        own, others = resident(running.pid), [resident(child) for child in children(running.pid)]
        parent, worker, together = max(parent, own), max(worker, *others, 0), max(together, own + sum(others))
        time.sleep(0.1)
    if running.returncode:
        raise SystemExit(f"the batch ended with {running.returncode}")
    return parent, worker, together


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--documents", type=int, default=1000, help="for the times")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_documents(folder / "timed", options.documents)
        seconds(folder / "timed", folder / "warm", 2)  # fills the caches
        ratios = []
        print(f"{options.documents:>5} documents   --jobs 1    (CPU)   --jobs 2    (CPU)   ratio")
        for number in range(options.rounds):
            order = (1, 2) if number % 2 == 0 else (2, 1)  # neither is always the first
            took = {jobs: seconds(folder / "timed", folder / f"out-{number}-{jobs}", jobs) for jobs in order}
            ratios.append(took[2][0] / took[1][0])
            shown = " ".join(f"{clock:8.2f} s {cpu:6.2f} s" for clock, cpu in (took[1], took[2]))
            print(f"round {number + 1:<9} {shown} {ratios[-1]:7.2f}", flush=True)
        print(f"median {'':45} {statistics.median(ratios):7.2f}\n")

        if not _PROC.joinpath("self/task").exists():
            print("memory is measured where there is /proc")
            return
        print("documents     parent   a worker   together (peak resident memory, MiB)")
        peaks = []
        for count in (200, 2000):
            write_documents(folder / str(count), count)
            peaks.append(peak_memory(folder / str(count), folder / f"out-{count}"))
            done = json.loads((folder / f"out-{count}" / "report.json").read_text("utf-8"))["done"]
            print(f"{done:>9}  " + " ".join(f"{peak / KIB / KIB:9.1f} " for peak in peaks[-1]))
        print(f"{'ratio':>9}  " + " ".join(f"{more / less:9.2f} " for less, more in zip(*peaks, strict=True)))


if __name__ == "__main__":
    main()
