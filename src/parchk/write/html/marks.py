"""What of a result is marked in the text: tasks and their parts, citations, findings, and what is no task."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from parchk.write.html.pieces import Mark

if TYPE_CHECKING:
    from parchk.models import Directive, NotTask, Span, Task

_PLACED = tuple[str, "Span | None"]


def marks(result: Directive, tasks: Sequence[str], findings: Sequence[str], parts: Mapping[str, NotTask]) -> list[Mark]:
    """Give the marks; ``tasks`` and ``findings`` are the handles of the result's tasks and findings, in their order.

    ``parts`` are those that are no task, by their handles.

    Words that serve many tasks, like the unit of a heading, are one mark with many owners.
    """
    owners: defaultdict[tuple[Span, str], list[str]] = defaultdict(list)
    for task, handle in zip(result.tasks, tasks, strict=True):
        for kind, span in _parts(result, task):
            if span is not None:
                owners[span, kind].append(handle)
    for finding, handle in zip(result.findings, findings, strict=True):
        if finding.span is not None:
            owners[finding.span, "finding"].append(handle)
    for citation in result.citations:
        owners.setdefault((citation.span, "citation"), [])
    for handle, part in parts.items():
        owners[part.span, "grey"].append(handle)
    return [Mark(*span, kind, tuple(dict.fromkeys(names))) for (span, kind), names in owners.items()]


def _parts(result: Directive, task: Task) -> Iterator[_PLACED]:
    yield "task", task.span
    for unit in task.units:
        yield unit.role, unit.span
    for deadline in task.deadlines:
        for span in deadline.spans or (deadline.span,):
            yield "deadline", span
    for deliverable in task.deliverables:
        yield "product", deliverable.span
    for target in task.targets:
        yield "target", target.span
    for action in task.actions:
        yield "verb", (action.span[0], action.span[0] + len(action.verb))
    for index in task.citations:
        if 0 <= index < len(result.citations):
            yield "citation", result.citations[index].span
