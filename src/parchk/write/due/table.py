"""The terminal: a table a bucket, its rows under their units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import ROUNDED
from rich.table import Table
from rich.text import Text

from parchk.terminal import printed
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
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from parchk.due import Bucket, Row, Schedule
    from parchk.wording import Lang
    from parchk.write.due import DueStyle

_LOOKS: dict[Bucket, str] = {"overdue": "bold red", "this_week": "bold yellow"}


def write(schedule: Schedule, style: DueStyle) -> bytes:
    """Write the tables, of as many columns as the style says."""
    return printed(_parts(schedule, style), width=style.width, color=style.color).encode()


def _parts(schedule: Schedule, style: DueStyle) -> Iterator[RenderableType]:
    lang = style.lang
    head = Text(heading(schedule, lang), style="bold")
    head.append(f"\n{summary(schedule, lang)}", style="not bold")
    yield head
    buckets = schedule.by_bucket(with_closed=style.with_closed)
    if not buckets:
        yield Text(said("nothing", lang))
    for bucket, rows in buckets.items():
        yield Text(f"\n{BUCKET[bucket][lang]} ({len(rows)})", style=_LOOKS.get(bucket, "bold"))
        yield _table(rows, bucket, lang)
    if schedule.reports:
        yield Text(f"\n{said('reports', lang)}", style="bold")
    for group in schedule.reports:
        yield Text(f"  {group_heading(group, lang)}")
        for row in group.rows:
            where = document_cell(row.item.result, row.item.task, lang)
            yield Text(f"    {due_cell(row, lang)}  {where}: {one_line(row.item.task.text)}")
    if schedule.unplaced:
        yield Text(f"\n{said('unplaced', lang)}", style="bold")
    for one in schedule.unplaced:
        yield Text(f"  {one_line(one.said(lang))}")


def _table(rows: list[Row], bucket: Bucket, lang: Lang) -> Table:
    table = Table(box=ROUNDED, header_style="bold", expand=False)
    has_days = any(row.days for row in rows)
    has_left = any(row.left is not None for row in rows)
    has_status = any(status_cell(row, lang) for row in rows)
    if has_days:
        table.add_column(said("day", lang), style=_LOOKS.get(bucket, "yellow"), overflow="fold", max_width=16)
    if has_left:
        table.add_column(said("left", lang), overflow="fold", max_width=12)
    table.add_column(said("task", lang), ratio=5, overflow="fold")
    table.add_column(said("words", lang), ratio=2, overflow="fold")
    table.add_column(said("document", lang), style="cyan", ratio=2, overflow="fold")
    if has_status:
        table.add_column(said("status", lang), overflow="fold", max_width=16)
    blank = [""] * (has_days + has_left)
    for unit, there in by_unit(rows, lang).items():
        table.add_section()
        table.add_row(*blank, Text(unit, style="bold"))
        for row in there:
            cells = [due_cell(row, lang)] * has_days + [left_cell(row, lang)] * has_left
            words = one_line(row.deadline.text) if row.deadline else ""
            table.add_row(
                *map(Text, cells),
                Text("\n".join([one_line(row.item.task.text), *remarks(row, lang)])),
                Text("\n".join(filter(None, (words, hint(row, lang))))),
                Text(document_cell(row.item.result, row.item.task, lang)),
                *([Text(status_cell(row, lang))] * has_status),
            )
    return table
