"""Markdown: a report with the document's data, and its tasks under the headings of the document.

The tasks stand in tables, or as lists to tick off (``checklist``), which GitHub and GitLab show as such in issues.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from parchk.wording import deadline_phrase, document_data, groups, mine_phrase, one_line, units, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from parchk.models import Directive, Task
    from parchk.wording import Lang
    from parchk.write import Style

# Addresses stay as they are: a backslash would become a part of the link.
_ADDRESS = regex.compile(r"(https?://[^\s<>|\[\]`*\\]+)")
# What Markdown, its inline HTML, formulas or references of GitLab (!1, %1, &1) would take for markup inside a line.
_SPECIAL = regex.compile(r"[\\`*\[\]<>|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|(?<!\w)[!%&](?=\d)")
# What it would take for markup at the start of a line: headings, lists, quotations.
_OPENING = regex.compile(r"^(?:(?=[#+=-])|(\d+)(?=[.)]))")
# GitHub looks for people and issues when the backslashes are gone: @name calls somebody, #1 and GH-1 leave a trace.
_REFERENCE = regex.compile(r"(?<!\w)@(?=\w)|#(?=\d)|\bGH-(?=\d)", regex.IGNORECASE)
_NOTHING = "&#8203;"
"""A blank of no width between the sign and the name."""

_COLUMNS = (
    "no", "section", "task", "lead", "coordinate", "report_to", "report_via", "deadline", "deliverables", "mine",
)  # fmt: skip
# Columns that only a document has that fills them.
_RARE = ("report_to", "report_via", "deliverables", "mine")
_DETAILS = ("deadline", "coordinate", "report_to", "report_via", "deliverables", "mine", "section")


def chunks(results: Iterable[Directive], style: Style) -> Iterator[bytes]:
    """One report a result, Vietnamese unless another language is asked for."""
    lang = style.lang or "vi"
    for number, result in enumerate(results):
        if number:
            yield b"\n"
        yield ("\n".join(_report(result, lang, checklist=style.checklist)) + "\n").encode()


def _report(result: Directive, lang: Lang, *, checklist: bool) -> Iterator[str]:
    document = result.document
    yield f"# {escaped(document.subject or document.number or result.source.name)}"
    yield ""
    for key, value in document_data(result, lang).items():
        if key != "subject":  # the heading
            yield f"- **{word(key, lang)}:** {escaped(value)}"
    columns = [
        column for column in _COLUMNS if column not in _RARE or any(_cell(t, column, lang) for t in result.tasks)
    ]
    number = 0
    for title, tasks in groups(result):
        yield ""
        yield f"## {escaped(title or word('tasks', lang))}"
        yield ""
        if checklist:
            yield from (_item(task, lang) for task in tasks)
            continue
        yield table_row(word(column, lang) for column in columns)
        yield table_row("---" for _ in columns)
        for task in tasks:
            number += 1
            yield table_row(str(number) if column == "no" else escaped(_cell(task, column, lang)) for column in columns)
    if not result.tasks:
        yield ""
        yield word("no tasks", lang)
    if result.findings:
        yield ""
        yield f"## {word('findings', lang)}"
        yield ""
        for finding in result.findings:
            yield f"- **{word(finding.severity, lang)}** ({escaped(finding.code)}): {escaped(finding.said(lang))}"


def _cell(task: Task, column: str, lang: Lang) -> str:
    match column:
        case "section":
            return task.section
        case "task":
            return task.text
        case "deadline":
            return "; ".join(deadline_phrase(deadline, lang) for deadline in task.deadlines)
        case "mine":
            return mine_phrase(task.mine, lang)
        case "deliverables":
            return "; ".join(deliverable.text for deliverable in task.deliverables)
        case role:
            return "; ".join(units(task, role))


def _item(task: Task, lang: Lang) -> str:
    """Write a task to tick off: ``- [ ] What is to be done — **who** · Deadline: … · Section: …``."""
    lead = escaped(_cell(task, "lead", lang))
    said = {column: escaped(_cell(task, column, lang)) for column in _DETAILS}
    details = [f"**{lead}**"] if lead else []
    details += [f"{word(column, lang)}: {text}" for column, text in said.items() if text]
    return " — ".join(filter(None, (f"- [ ] {escaped(task.text)}", " · ".join(details))))


def table_row(cells: Iterable[str]) -> str:
    """Write the row of a table; the cells are escaped already."""
    return f"| {' | '.join(cells)} |"


def escaped(text: str) -> str:
    r"""Escape ``text`` so that Markdown shows it as it is, and nobody is called.

    >>> escaped("a|b *c*"), escaped("- x"), escaped("1. x"), escaped("@an")
    ('a\\|b \\*c\\*', '\\- x', '1\\. x', '@&#8203;an')
    """
    parts = _ADDRESS.split(one_line(text))
    parts[::2] = [_REFERENCE.sub(rf"\g<0>{_NOTHING}", _SPECIAL.sub(r"\\\g<0>", part)) for part in parts[::2]]
    return _OPENING.sub(r"\1\\", "".join(parts))
