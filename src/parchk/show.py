"""Results on the terminal: a table of tasks under their headings, or the words behind every value.

Both are rendered into a string, so that what is shown does not depend on the encoding of standard output.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import ROUNDED, SIMPLE_HEAD
from rich.console import Group
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from parchk.terminal import printed
from parchk.wording import (
    amendment_lines,
    day,
    deadline_phrase,
    ground_phrase,
    groups,
    mine_phrase,
    one_line,
    units,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from parchk.models import Deadline, Directive, Span, Task
    from parchk.wording import Lang

_Line = tuple[str, str, str]
"""What a value is, the value with the words that it was read from, where they stand."""


def render(
    results: Sequence[Directive],
    *,
    lang: Lang,
    explain: bool = False,
    width: int | None = None,
    color: bool = False,
) -> str:
    """Render the results for a terminal of ``width`` columns; escape sequences only with ``color``."""
    parts = (
        part
        for result in results
        for part in (
            _head(result, lang),
            _explained(result, lang) if explain else _table(result, lang),
            *map(Text, amendment_lines(result, lang)),
        )
    )
    return printed(parts, width=width, color=color)


def _head(result: Directive, lang: Lang) -> Text:
    document = result.document
    first = [
        f"{document.type or ''} {document.number or ''}".strip(),
        document.issuer.name if document.issuer else "",
        day(document.issued_on, lang) if document.issued_on else "",
    ]
    head = Text(one_line(" · ".join(filter(None, first)) or result.source.name), style="bold")
    if document.subject:
        head.append(f"\n{one_line(document.subject)}", style="not bold")
    return head


def _table(result: Directive, lang: Lang) -> RenderableType:
    if not result.tasks:
        return Text(word("no tasks", lang))
    table = Table(box=ROUNDED, show_lines=False, header_style="bold", expand=False)
    table.add_column(word("section", lang), style="cyan", overflow="fold", max_width=12)
    table.add_column(word("task", lang), ratio=5, overflow="fold")
    table.add_column(word("lead", lang), ratio=2, overflow="fold")
    table.add_column(word("deadline", lang), ratio=2, overflow="fold", style="yellow")
    if result.office is not None:
        table.add_column(word("mine", lang), ratio=1, overflow="fold", style="green")
    for title, tasks in groups(result):
        if title:
            table.add_section()
            table.add_row("", Text(title, style="bold"))
        for task in tasks:
            table.add_row(
                Text(one_line(task.section)),
                Text(one_line(task.text)),
                Text("\n".join(units(task, "lead"))),
                Text("\n".join(deadline_phrase(deadline, lang) for deadline in task.deadlines)),
                *([Text(mine_phrase(task.mine, lang))] if result.office is not None else []),
            )
    return table


def _explained(result: Directive, lang: Lang) -> RenderableType:
    """Every value beside the words that it was read from, and the rules that read them."""
    parts: list[RenderableType] = [_grid(list(_document_lines(result, lang)))] if result.document else []
    for task in result.tasks:
        parts += [Rule(Text(task.id), style="dim", align="left"), _grid(list(_task_lines(result, task, lang)))]
    if result.findings:
        parts += [Rule(Text(word("findings", lang)), style="dim", align="left")]
        parts += [
            _grid(
                [
                    (word(finding.severity, lang), f"{finding.code}: {finding.said(lang)}", _place(finding.span))
                    for finding in result.findings
                ]
            )
        ]
    return Group(*parts)


def _grid(lines: list[_Line]) -> Table:
    table = Table(box=SIMPLE_HEAD, show_header=False, show_edge=False, pad_edge=False, padding=0, expand=True)
    table.add_column(style="bold", no_wrap=True, min_width=16)
    table.add_column(overflow="fold", ratio=1)
    table.add_column(style="dim", no_wrap=True, justify="right")
    for label, value, place in lines:
        table.add_row(Text(label), Text(one_line(value)), Text(place))
    return table


def _document_lines(result: Directive, lang: Lang) -> Iterator[_Line]:
    document = result.document
    if document.issuer:
        issuer = document.issuer
        yield word("issuer", lang), _from_words(issuer.name, issuer.text), _place(issuer.span)
    if document.issued_on:
        source = word(document.issued_on_source, lang) if document.issued_on_source else ""
        yield word("issued_on", lang), document.issued_on, source


def _task_lines(result: Directive, task: Task, lang: Lang) -> Iterator[_Line]:
    yield word("task", lang), task.text, _place(task.span)
    yield word("kind", lang), f"{word(task.kind, lang)} ({task.confidence:g})", task.section
    for unit in task.units:
        yield word(unit.role, lang), _from_words(unit.name, unit.text), _place(unit.span, word(unit.source, lang))
    for deadline in task.deadlines:
        where = _place(deadline.span, word(deadline.source, lang))
        yield word("deadline", lang), _from_words(_normal_form(deadline, lang), deadline.text), where
    for action in task.actions:
        yield word("verb", lang), _from_words(action.verb, action.text), _place(action.span)
    for deliverable in task.deliverables:
        yield word("deliverable", lang), deliverable.text, _place(deliverable.span)
    for target in task.targets:
        form = f"{target.comparison} {target.value:g} {target.unit or ''}".strip()
        yield word("target", lang), _from_words(form, target.text), _place(target.span)
    for index in task.citations:
        citation = result.citations[index]
        yield word("citation", lang), _from_words(citation.number, citation.text), _place(citation.span)
    for ground in task.mine.grounds if task.mine is not None else ():
        rules = ", ".join([ground.rule, *ground.succession])
        yield (
            word("mine", lang),
            _from_words(f"{ground_phrase(ground, lang)} [{rules}]", ground.text),
            _place(ground.span),
        )
    yield word("because", lang), ", ".join(task.because), ""


def _normal_form(deadline: Deadline, lang: Lang) -> str:
    """Give the fields of a deadline as they stand in the result."""
    fields = {
        "start": deadline.start,
        "due": deadline.due,
        "inclusive": None if deadline.inclusive is None else str(deadline.inclusive).lower(),
        "rrule": deadline.rrule,
        "duration": deadline.duration,
        "working_days": "true" if deadline.working_days else None,
        "anchor": deadline.anchor,
        word("inferred", lang): ", ".join(deadline.inferred or ()) or None,
    }
    return " ".join([deadline.kind, *(f"{key}={value}" for key, value in fields.items() if value)])


def _from_words(value: str, words: str | None) -> str:
    return f"{value} ← “{words}”" if words else value


def _place(span: Span | None, source: str = "") -> str:
    return f"{source} [{span[0]}, {span[1]})".strip() if span else source
