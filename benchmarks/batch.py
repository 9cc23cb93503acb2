"""What two jobs of a batch gain over one, by the clock; and whether its memory grows with the number of documents."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from benchmarks.documents import MIB, write_documents
from benchmarks.measure import PARCHK, in_turn, peaks_of, ratio, run, spread
from benchmarks.measurement import Extent, Goal, Measurement

_DOCUMENTS = 1000
_FEW, _MANY = 200, 2000


def measure(extent: Extent) -> Measurement:
    """One job and two in turn on the same documents; then the memory of two jobs with few and with many documents."""
    made = Measurement(
        "batch",
        "Batch, two jobs to one",
        (f"{_DOCUMENTS} documents", "clock", "CPU of all processes", "clock to one job"),
    )
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_documents(folder / "timed", _DOCUMENTS)
        jobs = {jobs: partial(run, _command(folder / "timed", jobs)) for jobs in (1, 2)}
        jobs[2]()  # fills the caches
        runs = in_turn(extent.rounds, jobs)
        clock = {number: [one.clock for one in taken] for number, taken in runs.items()}
        for number, taken in runs.items():
            to_one = ratio(clock[number], clock[1])
            cpu = spread([one.cpu for one in taken], "s")
            made.rows.append((f"--jobs {number}", spread(clock[number], "s"), cpu, f"{to_one:.2f}"))
            made.figures[f"--jobs {number}"] = {"clock": clock[number], "cpu": [one.cpu for one in taken]}
        peaks = {}
        for count in (_FEW, _MANY):
            write_documents(folder / str(count), count)
            peaks[count] = peaks_of(_command(folder / str(count), 2))
    made.figures["memory"] = {str(count): peak for count, peak in peaks.items()}
    few, many = peaks[_FEW], peaks[_MANY]
    if few and many:
        made.note = (
            f"Peak memory of the parent, a worker and all together with {_FEW} documents: {_mebibytes(few)} MiB; "
            f"with {_MANY}: {_mebibytes(many)} MiB."
        )
        made.goals.append(Goal(f"memory of {_MANY} documents to {_FEW}", many[2] / few[2], 1.1, at_most=True))
    made.ratios["one job / two jobs"] = ratio(clock[1], clock[2])
    return made


def _command(folder: Path, jobs: int) -> list[str]:
    """A batch without the libraries that take seconds to load."""
    out = f"{folder}-{jobs}"
    return [*PARCHK, "batch", str(folder), "-o", out, "--quiet", "--nlp", "off", "--jobs", str(jobs)]


def _mebibytes(peaks: tuple[int, ...]) -> str:
    return ", ".join(f"{peak / MIB:.0f}" for peak in peaks)
