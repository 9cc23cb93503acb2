"""The parts of a text that are no task, and the task that a reader can make of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parchk.assemble.keys import task_id
from parchk.models import Task
from parchk.text import quote

if TYPE_CHECKING:
    from parchk.models import Directive, NotTask

# Sentences of the body; all other parts are zones, which hold no sentences that could be orders.
_SENTENCES = ("heading", "lead-in", "label", "time", "other", "undecided", "correction")


def parts_of(result: Directive, number: int) -> dict[str, NotTask]:
    """Give the parts of the page's ``number``-th result by handles."""
    return {f"{number}.n{at}": part for at, part in enumerate(result.coverage.not_tasks or ())}


def possible_tasks(result: Directive, number: int) -> dict[str, dict[str, object]]:
    """Give what becomes of a part that a reader takes for a task, by the part's handle.

    The task knows nothing but its words: who is to act, and by when, the reader adds.
    """
    if result.source.text is None:
        return {}
    ids = {task.id for task in result.tasks}
    found: dict[str, dict[str, object]] = {}
    for handle, part in parts_of(result, number).items():
        text = quote(result.source.text[slice(*part.span)])
        if part.sort not in _SENTENCES or not text:
            continue
        section = _section_at(result, part.span[0])
        task = Task(
            id=_unused(task_id(result.document.number, section, text), ids),
            section=section,
            kind="action",
            text=text,
            span=part.span,
            actions=[],
            units=[],
            deadlines=[],
            deliverables=[],
            targets=[],
            citations=[],
            routine=True,
            confidence=1,
            because=["correction"],
        )
        ids.add(task.id)
        found[handle] = {"document": number, "task": task.model_dump(exclude_unset=True)}
    return found


def _section_at(result: Directive, position: int) -> str:
    around = [section for section in result.sections if section.span[0] <= position < section.span[1]]
    return max(around, key=lambda section: section.level).path if around else ""


def _unused(name: str, names: set[str]) -> str:
    count = 1
    made = name
    while made in names:
        count += 1
        made = f"{name}-{count}"
    return made
