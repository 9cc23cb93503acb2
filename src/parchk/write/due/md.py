"""Markdown: a heading a bucket, below it a table for each unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parchk.due import BUCKETS
from parchk.wording import one_line
from parchk.write.due.words import (
    BUCKET,
    by_unit,
    document_cell,
    due_cell,
    group_heading,
    heading,
    hint,
    left_cell,
    remarks,
    said,
    status_cell,
    summary,
    unit_name,
)
from parchk.write.md import escaped, table_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parchk.due import Row, Schedule
    from parchk.wording import Lang
    from parchk.write.due import DueStyle


def write(schedule: Schedule, style: DueStyle) -> bytes:
    """Write a report for people, to be pasted into an issue or a message."""
    return ("\n".join(_lines(schedule, style)) + "\n").encode()


def _lines(schedule: Schedule, style: DueStyle) -> Iterator[str]:
    lang = style.lang
    yield f"# {escaped(heading(schedule, lang))}"
    yield ""
    yield escaped(summary(schedule, lang))
    buckets = schedule.by_bucket(with_closed=style.with_closed)
    if not buckets:
        yield ""
        yield said("nothing", lang)
    for bucket, rows in buckets.items():
        yield ""
        yield f"## {BUCKET[bucket][lang]} ({len(rows)})"
        for unit, there in by_unit(rows, lang).items():
            yield ""
            yield f"### {escaped(unit)}"
            yield ""
            yield from _table(there, lang)
    if schedule.reports:
        yield ""
        yield f"## {said('reports', lang)}"
        for group in schedule.reports:
            yield ""
            yield f"- {escaped(group_heading(group, lang))}"
            yield from (f"  - {_report(row, lang)}" for row in group.rows)
    if len(schedule.units) > 1:
        yield ""
        yield f"## {said('units', lang)}"
        yield ""
        yield table_row([said("unit", lang), *(BUCKET[bucket][lang] for bucket in BUCKETS)])
        yield table_row(["---", *("--:" for _ in BUCKETS)])
        for one in schedule.units:
            yield table_row([escaped(unit_name(one, lang)), *(str(one.counts[bucket]) for bucket in BUCKETS)])
    if schedule.unplaced:
        yield ""
        yield f"## {said('unplaced', lang)}"
        yield ""
        yield from (f"- {escaped(amendment.said(lang))}" for amendment in schedule.unplaced)


def _table(rows: list[Row], lang: Lang) -> Iterator[str]:
    columns = ["day", "left", "task", "words", "document"]
    if any(status_cell(row, lang) for row in rows):
        columns.append("status")
    yield table_row(said(column, lang) for column in columns)
    yield table_row("---" for _ in columns)
    for row in rows:
        cells = {
            "day": " ".join(filter(None, (due_cell(row, lang), f"({hint(row, lang)})" if hint(row, lang) else ""))),
            "left": left_cell(row, lang),
            "task": " — ".join([one_line(row.item.task.text), *remarks(row, lang)]),
            "words": one_line(row.deadline.text) if row.deadline else "",
            "document": document_cell(row.item.result, row.item.task, lang),
            "status": status_cell(row, lang),
        }
        yield table_row(escaped(cells[column]) for column in columns)


def _report(row: Row, lang: Lang) -> str:
    task = row.item.task
    return escaped(f"{due_cell(row, lang)}: {one_line(task.text)} ({document_cell(row.item.result, task, lang)})")
