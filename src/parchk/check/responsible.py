"""Slips in who has to do a task and by when: nobody, two at the head, oneself as partner, anybody, no time."""

from __future__ import annotations

from collections.abc import Iterator

from parchk.check.manuscript import Found, Manuscript
from parchk.models import Deliverable, Task, Unit, read_at
from parchk.ruleset import Ruleset

_FILE = "drafting"
# A directive of fewer tasks may do without any deadline.
_MANY_TASKS = 3
# What a task is to make stands near its beginning; further on it is spoken of.
_CLAUSE_LENGTH = 160
_HEADING_LENGTH = 80


def without_lead(manuscript: Manuscript) -> Iterator[Found]:
    """Tasks that nobody is named for."""
    for task in manuscript.tasks:
        if not any(unit.role == "lead" for unit in task.units):
            yield Found("no-lead", task.span, task.id)


class Responsible:
    """What a drafter should look at again in the units of a task, and in tasks without a time."""

    def __init__(self, rules: Ruleset) -> None:
        self._anybody = rules.pattern(_FILE, "anybody")
        self._collective = rules.pattern(_FILE, "collective")
        self._lead_word = rules.pattern(_FILE, "lead-word")
        self._level = rules.pattern(_FILE, "level-behind")
        self._somebody = rules.pattern(_FILE, "somebody")
        self._asked = rules.pattern(_FILE, "asked")
        self._making = rules.pattern(_FILE, "making")
        self._some_time = rules.pattern(_FILE, "some-time")
        self._principle = rules.pattern(_FILE, "principles")

    def __call__(self, manuscript: Manuscript) -> Iterator[Found]:
        """What it finds, in no particular order."""
        # what recurs has no end by which the tasks are done
        timed = any(deadline.kind != "recurring" for task in manuscript.tasks for deadline in task.deadlines)
        if not timed and len(manuscript.tasks) >= _MANY_TASKS:
            yield Found("no-deadlines", words={"tasks": str(len(manuscript.tasks))})
        principles = self._principles(manuscript)
        for task in manuscript.tasks:
            leads = [unit for unit in task.units if unit.role == "lead"]
            if not leads and task.section not in principles and self._is_nobodys(manuscript, task):
                yield Found("no-lead", task.span, task.id)
            partners = [unit for unit in task.units if unit.role == "coordinate"]
            yield from self._heads(manuscript, task, leads)
            yield from self._itself(task, leads, partners)
            if len(partners) == 1 and self._anybody.match(partners[0].name):
                yield Found("coordinator-not-named", partners[0].span, task.id, {"unit": partners[0].name})
            if timed and task.kind == "action" and not task.deadlines:
                made = [product for product in task.deliverables if self._is_made(manuscript, task, product)]
                for product in made[:1]:
                    yield Found("product-without-deadline", product.span, task.id, {"product": product.text})

    def _principles(self, manuscript: Manuscript) -> set[str]:
        """Paths of the items below a lead-in to principles or conditions: they order nobody to do something."""
        text = manuscript.text.text
        named = {
            block.section.path
            for block in manuscript.body()
            if block.section is not None and self._principle.search(text, block.start, block.end)
        }
        return {section.path for section in manuscript.sections if section.parent in named} if named else named

    def _is_nobodys(self, manuscript: Manuscript, task: Task) -> bool:
        """Nothing in the task says who is to do it.

        What is forbidden is forbidden to all. A few words without a full stop may be a heading, and what ends with a
        colon is one. And where words before the verb name an office that no rule knows, it is that office's.
        """
        is_bare = not (task.units or task.deadlines or task.deliverables)
        is_heading = task.text.endswith(":") or (task.text[-1:].isalnum() and len(task.text) <= _HEADING_LENGTH)
        if task.kind == "prohibition" or (is_bare and is_heading):
            return False
        verb = task.actions[0].span[0] if task.actions else task.span[1]
        before = manuscript.source[task.span[0] : verb]
        return not self._asked.match(task.text) and not self._somebody.search(before)

    def _is_made(self, manuscript: Manuscript, task: Task, product: Deliverable) -> bool:
        """The product is what the task's first verb makes, and nothing in the sentence says when."""
        if not task.actions or not task.span[0] <= product.span[0] < task.span[1]:
            return False
        clause = manuscript.source[task.span[0] : product.span[0]]
        return (
            len(clause) <= _CLAUSE_LENGTH
            and self._making.search(" ".join(clause.split())) is not None
            and self._some_time.search(task.text) is None
        )

    def _heads(self, manuscript: Manuscript, task: Task, leads: list[Unit]) -> Iterator[Found]:
        """Several single units that are told to chủ trì: by a column or label of that name, or by the sentence."""
        named = [
            unit
            for unit in leads
            if unit.source == "sentence"
            and not self._collective.search(unit.name)
            and not manuscript.source.endswith("(", 0, read_at(unit)[0])  # an explanation of the unit before it
        ]
        if len(named) < 2:
            return
        if _in_column(task, named) or self._lead_word.search(task.text):
            units = ", ".join(unit.name for unit in named)
            yield Found("several-leads", read_at(named[1]), task.id, {"units": units})

    def _itself(self, task: Task, leads: list[Unit], partners: list[Unit]) -> Iterator[Found]:
        if len(leads) > 1 and _in_column(task, leads):
            return  # cells that hold several pairs of units, one below the other
        for unit in partners:
            if any(self._is_same(unit, lead) for lead in leads) and not self._collective.search(unit.name):
                yield Found("coordinates-with-itself", read_at(unit), task.id, {"unit": unit.name})
                return

    def _is_same(self, one: Unit, other: Unit) -> bool:
        """``Phòng Nội vụ`` and ``Phòng Nội vụ huyện`` are one in a directive; with two levels they are two."""
        core = self._level.sub("", one.key)
        return one.key == other.key or (core == self._level.sub("", other.key) and core in (one.key, other.key))


def _in_column(task: Task, units: list[Unit]) -> bool:
    """A column or a label of units names them, not the sentence itself."""
    return any(not task.span[0] <= read_at(unit)[0] < task.span[1] for unit in units if unit.source == "sentence")
