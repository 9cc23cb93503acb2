"""How long a workbook of many tasks takes, and how much memory: beside the plainest workbook with the same cells.

The tasks are those of the project's samples, taken again and again under other document numbers until there are
enough. The peer is XlsxWriter in the same mode with the same values in the same cells, and nothing else: no formats,
heights, lists, colours, no hidden sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from itertools import cycle, islice
from typing import TYPE_CHECKING

from benchmarks.documents import MIB, SAMPLES
from benchmarks.measure import call, cpu_seconds, figure, in_turn, peak_memory, ratio, spread
from benchmarks.measurement import Extent, Goal, Measurement

if TYPE_CHECKING:
    from parchk.models import Directive

PLAIN, OURS = "plain XlsxWriter", "one sheet of tasks"
WAYS = (OURS, "a sheet for each unit", PLAIN)
_TASKS, _TASKS_IN_SHORT = 10_000, 1000


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


def write(way: str, tasks: int) -> dict[str, float]:
    """What one workbook takes, written in this process."""
    from parchk.write import Style  # noqa: PLC0415
    from parchk.write.xlsx import chunks  # noqa: PLC0415

    made = results(tasks)
    next(made)
    before, memory = cpu_seconds(), peak_memory()
    per_unit = way == WAYS[1]
    size = plain(results(tasks)) if way == PLAIN else sum(map(len, chunks(results(tasks), Style(per_unit=per_unit))))
    return {"cpu": cpu_seconds() - before, "size": size, "peak": peak_memory(), "before": memory}


def plain(made: Iterator[Directive]) -> int:
    """The values of the first sheet, and nothing else; the size of the file."""
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


def measure(extent: Extent) -> Measurement:
    """All ways in turn; in the full form also the memory of a tenth of the tasks."""
    tasks = _TASKS_IN_SHORT if extent.short else _TASKS
    made = Measurement(
        "workbook",
        "Workbook",
        (f"{tasks} tasks", "CPU", "to plain", "size", "peak memory (before)", "memory to that of a tenth"),
        note="Plain is XlsxWriter with the same values in the same cells and nothing else.",
    )
    ways = (OURS, PLAIN) if extent.short else WAYS
    runs = in_turn(extent.rounds, {way: partial(call, "workbook", "write", way, tasks) for way in ways})
    cpu = {way: [run["cpu"] for run in taken] for way, taken in runs.items()}
    for way, taken in runs.items():
        one, to_plain = taken[0], ratio(cpu[way], cpu[PLAIN])
        tenth = None if extent.short else one["peak"] / call("workbook", "write", way, tasks // 10)["peak"]
        made.rows.append(
            (
                way,
                spread(cpu[way], "s"),
                f"{to_plain:.2f}",
                f"{figure(one['size'] / MIB)} MiB",
                f"{one['peak'] / MIB:.0f} ({one['before'] / MIB:.0f}) MiB",
                "–" if tenth is None else f"{tenth:.2f}",
            )
        )
        made.figures[way] = {"runs": taken, "to plain": to_plain, "memory to that of a tenth": tenth}
        if tenth is not None and way != PLAIN:
            made.goals.append(Goal(f"{way}, memory of {tasks} tasks to {tasks // 10}", tenth, 2, at_most=True))
    made.ratios["plain XlsxWriter / workbook"] = ratio(cpu[PLAIN], cpu[OURS])
    return made
