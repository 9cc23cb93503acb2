"""What of the text is no task, and why: so that a reader can see that nothing was missed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from parchk.assemble.draft import Sort, Statement
from parchk.models import NotTask, Span
from parchk.spans import Line, Zone
from parchk.text import NormalisedText


def not_tasks(
    source: NormalisedText, lines: Sequence[Line], zones: Sequence[Zone], statements: Sequence[tuple[Statement, Span]]
) -> list[NotTask]:
    """Runs of lines outside the body, and statements of the body with their span in the text as read, by place.

    ``lines`` are those of ``source``. Noise may stand inside a statement: a page number in the middle of a sentence.
    """
    task = Sort.TASK
    made = [
        NotTask(
            sort=statement.sort.value,  # type: ignore[arg-type]  # one of the literals: every Sort but TASK is
            reason=statement.reason,
            span=span,
        )
        for statement, span in statements
        if statement.sort is not task
    ]
    behind = 0
    for zone, run in groupby(zones):
        first, behind = behind, behind + len(list(run))
        if zone is not Zone.BODY:
            span = source.source_span(lines[first].start, lines[behind - 1].end)
            made.append(NotTask(sort=zone.value, reason="", span=span))  # type: ignore[arg-type]  # every Zone but BODY is
    return sorted(made, key=lambda found: (found.span[0], -found.span[1]))
