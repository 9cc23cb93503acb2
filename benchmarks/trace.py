"""How long it takes to trace many tasks to many: the index beside comparing every task with every other one.

The tasks are those of the project's samples, taken again and again under other headings until there are enough, each
with a matter of its own in it; the lower document has them in another order, with other dates and levels. The peer is
``difflib.SequenceMatcher`` of the standard library over the words of all pairs, with its own shortcuts.
"""

from __future__ import annotations

import random
from difflib import SequenceMatcher
from functools import partial
from itertools import cycle, islice
from typing import TYPE_CHECKING

from benchmarks.documents import SAMPLES
from benchmarks.measure import call, cpu_seconds, in_turn, ratio, spread
from benchmarks.measurement import Extent, Goal, Measurement

if TYPE_CHECKING:
    from parchk.models import Directive, Task

OURS, PEER = "parchk", "difflib, all pairs"
_TASKS, _TASKS_OF_PEER, _SECONDS = 500, 50, 5.0
_MATTERS = (
    "kênh mương", "chợ đầu mối", "bến xe", "nhà văn hóa", "trạm y tế", "vườn ươm", "hồ thủy lợi", "bãi rác",
    "cầu treo", "lò mổ", "rừng phòng hộ", "đường liên thôn", "lưới điện", "giếng khoan", "sân bóng", "thư viện",
    "kho vật tư", "bến đò", "đê biển", "làng nghề", "trường mầm non", "nghĩa trang",
)  # fmt: skip
_PLACES = (
    "An Khê",
    "Bình Hòa",
    "Cát Lâm",
    "Đông Sơn",
    "Hòa Phú",
    "Kim Lư",
    "Long Mỹ",
    "Mường Thanh",
    "Nậm Cắn",
    "Phước Tân",
)


def documents(tasks: int) -> tuple[Directive, Directive]:
    """A superior document of so many tasks, and one that passes them on in another order."""
    from parchk.read.results import read_results  # noqa: PLC0415 - each process measures what it loads

    sample, *others = [read_results(path.read_bytes(), path.name)[0] for path in sorted(SAMPLES.glob("*.json"))]
    known = [task for result in (sample, *others) for task in result.tasks]
    chance = random.Random(9)  # noqa: S311 - the same tasks every time
    upper = [_with_matter(task, number, "tỉnh") for number, task in enumerate(islice(cycle(known), tasks))]
    lower = [_with_matter(task, number, "huyện") for number, task in enumerate(islice(cycle(known), tasks))]
    chance.shuffle(lower)
    return tuple(  # type: ignore[return-value]  # two
        sample.model_copy(update={"tasks": made, "citations": []}) for made in (upper, lower)
    )


def _with_matter(task: Task, number: int, level: str) -> Task:
    matter = f"{_MATTERS[number % len(_MATTERS)]} {_PLACES[number // len(_MATTERS) % len(_PLACES)]} {number // 220}"
    text = f"{task.text} Áp dụng đối với {matter} của {level}."
    return task.model_copy(update={"id": f"{level}.{number}", "text": text, "citations": []})


def trace(way: str, tasks: int) -> dict[str, float]:
    """What one trace takes in this process, rules loaded; how many of the tasks found their own counterpart."""
    upper, lower = documents(tasks)
    if way == PEER:
        words = [[task.text.split() for task in side.tasks] for side in (upper, lower)]
        before = cpu_seconds()
        right = 0
        for task, one in zip(upper.tasks, words[0], strict=True):
            rated = [SequenceMatcher(None, one, other).ratio() for other in words[1]]
            right += lower.tasks[rated.index(max(rated))].id.split(".")[1] == task.id.split(".")[1]
        return {"cpu": cpu_seconds() - before, "right": right / tasks}
    from parchk.ruleset import load  # noqa: PLC0415
    from parchk.trace import Tracer  # noqa: PLC0415

    tracer = Tracer(load())
    before = cpu_seconds()
    links = tracer([upper, lower]).links
    cpu = cpu_seconds() - before
    right = len({link.upper.id for link in links if link.upper.id.split(".")[1] == link.lower.id.split(".")[1]})
    return {"cpu": cpu, "right": right / tasks}


def measure(extent: Extent) -> Measurement:
    """Ours with all tasks and with so many as the peer can be given; the peer takes time by their square."""
    made = Measurement(
        "trace",
        "Tracing tasks",
        ("tasks in each of two documents", "by", "CPU", "to difflib", "found"),
        note="difflib compares the words of each task with those of each other one.",
    )
    few = {way: partial(call, "trace", "trace", way, _TASKS_OF_PEER) for way in (OURS, PEER)}
    runs = in_turn(extent.rounds, few)
    cpu = {way: [run["cpu"] for run in taken] for way, taken in runs.items()}
    for way, taken in runs.items():
        to_peer = ratio(cpu[way], cpu[PEER])
        cells = (str(_TASKS_OF_PEER), way, spread(cpu[way], "s"), f"{to_peer:.2f}", f"{taken[0]['right']:.0%}")
        made.rows.append(cells)
        made.figures[f"{way}, {_TASKS_OF_PEER} tasks"] = taken
    many = [call("trace", "trace", OURS, _TASKS) for _ in range(extent.rounds)]
    seconds = sorted(run["cpu"] for run in many)
    made.rows.append((str(_TASKS), OURS, spread(seconds, "s"), "–", f"{many[0]['right']:.0%}"))
    made.figures[f"{OURS}, {_TASKS} tasks"] = many
    made.goals.append(
        Goal(f"CPU seconds of {_TASKS} × {_TASKS} tasks", seconds[len(seconds) // 2], _SECONDS, at_most=True)
    )
    made.ratios["difflib / parchk trace"] = ratio(cpu[PEER], cpu[OURS])
    return made
