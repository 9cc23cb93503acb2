"""Which tasks of a document an amendment means, and which of their deadlines.

They are those of the items that it names, the one whose words it uses, or those with the time that it says was theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from parchk import regexp
from parchk.models import Amendment, Deadline, Task
from parchk.similarity import Wording

Reason = Literal["document-unknown", "document-unclear", "item-unknown", "task-unclear", "order-unclear", "adds"]

#: A task and its deadlines in force.
Timed = tuple[Task, tuple[Deadline, ...]]

# So much of the words that name a task must stand in it, and the others must have so much less of them.
_NAMED, _MARGIN = 0.6, 0.1
# What takes a task out of force must name it nearly word by word, in more than two words, and no other one.
_SURELY, _WORDS = 0.8, 3
_ENDING = frozenset({"annuls", "replaces"})
_CLAUSE = regexp.compile(r"[^;]+")


class Meant(NamedTuple):
    """A task that an amendment means."""

    task: Task
    place: int | None = None
    """Index of the deadline that it changes, behind the last one for a task without; ``None`` if it changes none."""


class Placing:
    """Finds the tasks that amendments mean."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def __call__(
        self, amendment: Amendment, tasks: Sequence[Timed], subject: str | None
    ) -> tuple[list[Meant], Reason | None]:
        """The tasks among ``tasks`` that it means, or why none; ``subject`` is what their document is about.

        An amendment without items and words means the document: all tasks, but for a new time, which must be clear.
        """
        if amendment.kind == "supplements":
            return [], "adds"
        if amendment.items:
            tasks = [pair for item in amendment.items for pair in _in_item(item, tasks)]
            if not tasks:
                return [], "item-unknown"
        if amendment.kind == "reminds":
            tasks = self._reminded(amendment.about, tasks, subject)
        elif amendment.kind in _ENDING:
            tasks = self._ended(amendment, tasks)
        elif amendment.about and not (amendment.items and len(tasks) == 1):
            tasks = self._named(amendment.about, tasks)
        if amendment.deadlines and amendment.kind not in _ENDING:
            meant = self._timed(amendment, tasks)
        elif amendment.kind in _ENDING or amendment.kind == "reminds" or amendment.items or amendment.about:
            meant = [Meant(task) for task, _ in tasks]
        else:
            meant = []
        return (meant, None) if meant else ([], "task-unclear")

    def _named(self, about: str, tasks: Sequence[Timed]) -> list[Timed]:
        """The task that has the words, and others that have as many of them."""
        shares = [self._share(about, task.text) for task, _ in tasks]
        least = max([_NAMED, *(share - _MARGIN for share in shares)])
        return [pair for pair, share in zip(tasks, shares, strict=True) if share >= least]

    def _ended(self, amendment: Amendment, tasks: Sequence[Timed]) -> Sequence[Timed]:
        """Those taken out of force: the one that the words surely name; those due later than the day it counts from."""
        if amendment.about:
            named = self._named(amendment.about, tasks)
            is_said = bool(amendment.items) or len(self._wording.tokens(amendment.about)) >= _WORDS
            is_sure = is_said and len(named) == 1
            tasks = named if is_sure and self._share(amendment.about, named[0][0].text) >= _SURELY else []
        for since in amendment.deadlines:
            first = since.start or ""
            tasks = [(task, times) for task, times in tasks if all((time.due or "") >= first for time in times)]
        return tasks

    def _reminded(self, about: str | None, tasks: Sequence[Timed], subject: str | None) -> Sequence[Timed]:
        """All tasks, unless the reminder names some of them and not what the whole document is about."""
        if about is None or (subject and self._share(about, subject) >= _NAMED):
            return tasks
        return self._named(about, tasks) or tasks

    def _share(self, about: str, text: str) -> float:
        """How much of the words stands in the text: tokens, and twice as much pairs of neighbours."""
        wanted, found = self._wording.tokens(about), self._wording.tokens(text)
        weights = dict.fromkeys(wanted, 1) | dict.fromkeys(map(" ".join, pairwise(wanted)), 2)
        there = {*found, *map(" ".join, pairwise(found))}
        return sum(weight for words, weight in weights.items() if words in there) / max(sum(weights.values()), 1)

    def _timed(self, amendment: Amendment, tasks: Sequence[Timed]) -> list[Meant]:
        """The tasks whose time it changes: those with the former time, where it is named; else it must be one time.

        Several tasks may have one time ("the plan runs until 30 June"): it is that which is changed.
        """
        # "từ ngày 25 sang ngày 20 hằng tháng": the former day is no date
        recurs = any(new.kind == "recurring" for new in amendment.deadlines)
        former = set() if recurs else {_day(deadline) for deadline in amendment.former} - {""}
        meant: list[Meant] = []
        days: set[str] = set()
        for task, deadlines in tasks:
            fitting = self._fitting(amendment, task, deadlines, former)
            if len(fitting) > 1:
                if not former:
                    return []
                continue
            if fitting:
                meant.append(Meant(task, fitting[0]))
                days.add(_day(deadlines[fitting[0]]))
        if meant:
            # "các nhiệm vụ tại Mục II thêm 10 ngày": each task has its own time
            is_of_each = bool(amendment.items) and amendment.deadlines[0].due is None and amendment.kind == "extends"
            return meant if len(days) == 1 or former or is_of_each else []
        is_plain = amendment.deadlines[0].due is not None or amendment.kind != "extends"
        return [Meant(tasks[0][0], len(tasks[0][1]))] if len(tasks) == 1 and not former and is_plain else []

    def _fitting(self, amendment: Amendment, task: Task, deadlines: Sequence[Deadline], former: set[str]) -> list[int]:
        """The deadlines of a task that may be the one that is changed."""
        if former:
            return [at for at, one in enumerate(deadlines) if _day(one) in former]
        recurs = any(new.kind == "recurring" for new in amendment.deadlines)
        fitting = [at for at, one in enumerate(deadlines) if (one.kind == "recurring") == recurs]
        if len(fitting) > 1 and amendment.about:
            clauses = [clause[0] for clause in _CLAUSE.finditer(task.text)]
            shares = [self._share(amendment.about, clause) for clause in clauses]
            own = clauses[shares.index(max(shares))]
            return [at for at in fitting if deadlines[at].text in own]
        return fitting


def _day(deadline: Deadline) -> str:
    """The day that a deadline names, without a clock time."""
    return (deadline.due or deadline.start or "")[:10]


def _in_item(item: str, tasks: Sequence[Timed]) -> list[Timed]:
    """The tasks in the item of this path; none where it may be one of several."""
    places: dict[str, list[Timed]] = {}
    for pair in tasks:
        place = _place(pair[0].section, item)
        if place is not None:
            places.setdefault(place, []).append(pair)
    exact = places.get(item.casefold())
    if exact is not None:
        return exact
    return next(iter(places.values())) if len(places) == 1 else []


def _place(section: str, item: str) -> str | None:
    """The path of the item in a section's own path: its labels in order, levels between them allowed."""
    wanted = item.casefold().split("/")
    steps = section.casefold().split("/")
    at = 0
    for number, step in enumerate(steps, 1):
        if step in (wanted[at], ".".join(wanted[: at + 1])) or step.rpartition(".")[2] == wanted[at]:
            at += 1
            if at == len(wanted):
                return "/".join(steps[:number])
    return None
