"""Which tasks are whose: by the unit that leads, in the order of the Vietnamese alphabet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parchk.collation import sort_key
from parchk.wording import one_line
from parchk.write.xlsx.words import NO_LEAD

if TYPE_CHECKING:
    from parchk.models import Directive, Task
    from parchk.wording import Lang

NOBODY = ""
"""The key of the tasks for which no unit is responsible."""


class Units:
    """The units that were met, each by its key, under the name that was met first."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._names: dict[str, str] = {}

    def of(self, task: Task) -> list[str]:
        """Keys of the units that lead in a task; :data:`NOBODY` where there is none."""
        leads = {unit.key: one_line(unit.name) for unit in task.units if unit.role == "lead"}
        for key, name in leads.items():
            self._names.setdefault(key, name)
        if not leads:
            self._names.setdefault(NOBODY, NO_LEAD[self._lang])
        return list(leads) or [NOBODY]

    def sorted(self) -> list[tuple[str, str]]:
        """Key and name of each unit by name; those without a unit last."""
        return sorted(self._names.items(), key=lambda unit: (unit[0] == NOBODY, sort_key(unit[1]), unit[0]))


def part_of(directive: Directive, unit: str, units: Units) -> Directive:
    """The document with the tasks of one unit alone, and the findings that concern them or the whole document."""
    tasks = [task for task in directive.tasks if unit in units.of(task)]
    kept = {task.id for task in tasks}
    findings = [finding for finding in directive.findings if finding.task is None or finding.task in kept]
    return directive.model_copy(update={"tasks": tasks, "findings": findings})
