"""Markdown: a report with the document's data and one table of tasks per heading of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from parchk.wording import day, deadline_phrase, groups, one_line, units, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from parchk.models import Directive, Task
    from parchk.wording import Lang
    from parchk.write import Style

# What Markdown or its inline HTML would take for markup inside a line or a table cell.
_SPECIAL = regex.compile(r"[\\`*_\[\]<>|~&]")
# What it would take for markup at the start of a line: headings, lists, quotations.
_OPENING = regex.compile(r"^(?:(?=[#+=-])|(\d+)(?=[.)]))")

_COLUMNS = ("no", "section", "task", "lead", "coordinate", "deadline")


def chunks(results: Iterable[Directive], style: Style) -> Iterator[bytes]:
    """One report a result, Vietnamese unless another language is asked for."""
    lang = style.lang or "vi"
    for number, result in enumerate(results):
        if number:
            yield b"\n"
        yield ("\n".join(_report(result, lang)) + "\n").encode()


def _report(result: Directive, lang: Lang) -> Iterator[str]:
    document = result.document
    yield f"# {_text(document.subject or document.number or result.source.name)}"
    yield ""
    data = {
        "number": document.number,
        "type": document.type,
        "issuer": document.issuer.name if document.issuer else None,
        "issued_on": day(document.issued_on, lang) if document.issued_on else None,
        "addressees": "; ".join(document.addressees),
        "signer": ", ".join(filter(None, (document.signer.name, document.signer.title))) if document.signer else None,
        "source": result.source.name,
    }
    for key, value in data.items():
        if value:
            yield f"- **{word(key, lang)}:** {_text(value)}"
    number = 0
    for title, tasks in groups(result):
        yield ""
        yield f"## {_text(title or word('tasks', lang))}"
        yield ""
        yield _row(word(column, lang) for column in _COLUMNS)
        yield _row("---" for _ in _COLUMNS)
        for task in tasks:
            number += 1
            yield _row(_text(cell) for cell in _cells(number, task, lang))
    if not result.tasks:
        yield ""
        yield word("no tasks", lang)
    if result.findings:
        yield ""
        yield f"## {word('findings', lang)}"
        yield ""
        for finding in result.findings:
            yield f"- **{word(finding.severity, lang)}** ({_text(finding.code)}): {_text(finding.said(lang))}"


def _cells(number: int, task: Task, lang: Lang) -> tuple[str, ...]:
    return (
        str(number),
        task.section,
        task.text,
        "; ".join(units(task, "lead")),
        "; ".join(units(task, "coordinate")),
        "; ".join(deadline_phrase(deadline, lang) for deadline in task.deadlines),
    )


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(text: str) -> str:
    r"""Escape ``text`` so that Markdown shows it as it is.

    >>> _text("a|b *c*"), _text("- x"), _text("1. x")
    ('a\\|b \\*c\\*', '\\- x', '1\\. x')
    """
    return _OPENING.sub(r"\1\\", _SPECIAL.sub(r"\\\g<0>", one_line(text)))
