"""How long a workbook of many tasks takes, and how much memory: beside the plainest workbook with the same cells.

    python benchmarks/workbook.py [--tasks N] [--rounds N]

The tasks are those of the project's samples, taken again and again under other document numbers until there are
enough. Each measurement is a process of its own that gets the results one by one; the processes run in turn, round
after round, so that a busy machine slows all alike. Shown are the medians of CPU time, time on the clock and peak
resident memory (in brackets: before writing, for Python and the samples). The peer is XlsxWriter in the same mode with
the same values in the same cells, and nothing else: no formats, heights, lists, colours, no hidden sheet. For memory, a
tenth of the tasks and all of them are compared.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parchk.models import Directive

SAMPLES = Path(__file__).parent.parent / "samples"
KIB = 1024
WAYS = {"parchk": "one sheet of tasks", "per-unit": "a sheet for each unit", "plain": "plain XlsxWriter"}


def results(tasks: int) -> Iterator[Directive]:
    """Results with so many tasks, each with a number of its own."""
    from parchk.read.results import read_results  # noqa: PLC0415 - each process measures what it loads

    samples = [read_results(path.read_bytes(), path.name)[0] for path in sorted(SAMPLES.glob("*.json"))]
    left = tasks
    for number, sample in enumerate(cycle(samples), 1):
        document = sample.document.model_copy(update={"number": f"{number}/BC-VP"})
        taken = list(islice(sample.tasks, left))
        yield sample.model_copy(update={"document": document, "tasks": taken})
        left -= len(taken)
        if not left:
            return


def write(way: str, tasks: int) -> None:
    """Write one workbook in this process; say on standard output what it took."""
    from parchk.write import Style  # noqa: PLC0415
    from parchk.write.xlsx import chunks  # noqa: PLC0415

    made = results(tasks)
    next(made)
    before = resource.getrusage(resource.RUSAGE_SELF)
    started = time.perf_counter()
    size = (
        plain(results(tasks))
        if way == "plain"
        else sum(map(len, chunks(results(tasks), Style(per_unit=way == "per-unit"))))
    )
    elapsed, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF)
    json.dump(
        {
            "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
            "clock": elapsed,
            "peak": after.ru_maxrss * KIB,
            "before": before.ru_maxrss * KIB,
            "size": size,
        },
        sys.stdout,
    )


def plain(made: Iterator[Directive]) -> int:
    """The values of the first sheet, and nothing else."""
    from datetime import date  # noqa: PLC0415

    from xlsxwriter import Workbook  # noqa: PLC0415

    from parchk.write.xlsx.columns import TASKS  # noqa: PLC0415
    from parchk.write.xlsx.rows import keyed, task_rows  # noqa: PLC0415

    file = BytesIO()
    book = Workbook(file, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"})
    page = book.add_worksheet()
    at = 0
    for column, heading in enumerate(TASKS):
        page.write_string(0, column, heading.vi)
    for key, directive in keyed(made):
        for _, row in task_rows(directive, key, "vi"):
            at += 1
            for column, heading in enumerate(TASKS):
                value = row.get(heading.key)
                if isinstance(value, date):
                    page.write_datetime(at, column, value)
                elif value is not None:
                    page.write_string(at, column, str(value))
    book.close()
    return len(file.getvalue())


def measured(way: str, tasks: int) -> dict[str, float]:
    """What one process says of itself."""
    command = [sys.executable, __file__, "--write", way, "--tasks", str(tasks)]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", choices=WAYS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        write(options.write, options.tasks)
        return
    runs: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for _ in range(options.rounds):
        for way, done in runs.items():
            done.append(measured(way, options.tasks))
    plain_cpu = statistics.median(run["cpu"] for run in runs["plain"])
    print(
        f"{options.tasks} tasks, {options.rounds} rounds   CPU (median)    clock   to plain      size   memory (before)"
    )
    for way, done in runs.items():
        of = {key: statistics.median(run[key] for run in done) for key in done[0]}
        print(
            f"{WAYS[way]:30} {of['cpu']:9.2f} s {of['clock']:7.2f} s {of['cpu'] / plain_cpu:10.2f} "
            f"{of['size'] / KIB / KIB:6.1f} MiB {of['peak'] / KIB / KIB:5.0f} ({of['before'] / KIB / KIB:.0f}) MiB"
        )
    fewer = options.tasks // 10
    for way, named in WAYS.items():
        less, more = measured(way, fewer)["peak"], statistics.median(run["peak"] for run in runs[way])
        print(f"{named:30} memory of {options.tasks} to {fewer} tasks: {more / less:.2f}")


if __name__ == "__main__":
    main()
