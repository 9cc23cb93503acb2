"""The terminal: a table of links, then what was dropped and what was added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import ROUNDED
from rich.table import Table
from rich.text import Text

from parchk.terminal import printed
from parchk.wording import one_line
from parchk.write.trace.words import change_cell, document_line, place, said, summary, unit_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from parchk.trace.model import Link, TaskAt, Trace
    from parchk.wording import Lang
    from parchk.write.trace import TraceStyle

_LOOKS = {"tightened": "bold red", "loosened": "green"}


def write(trace: Trace, style: TraceStyle) -> bytes:
    """Write the tables, of as many columns as the style says."""
    return printed(_parts(trace, style.lang), width=style.width, color=style.color).encode()


def _parts(trace: Trace, lang: Lang) -> Iterator[RenderableType]:
    for document in trace.documents:
        yield Text(document_line(document, lang), style="bold")
    yield Text(summary(trace, lang))
    if not trace.links:
        yield Text(said("nothing", lang))
    pairs = dict.fromkeys((link.upper.document, link.lower.document) for link in trace.links)
    for upper, lower in pairs:
        yield Text(one_line(f"\n{upper} → {lower}"), style="bold")
        yield _links(
            [link for link in trace.links if (link.upper.document, link.lower.document) == (upper, lower)], lang
        )
    if trace.dropped:
        yield Text(f"\n{said('dropped', lang)}", style="bold")
        notes = [said("not by", lang, document=task.by) for task in trace.dropped]
        yield _tasks(trace.dropped, notes)
    if trace.added:
        yield Text(f"\n{said('added', lang)}", style="bold")
        yield _tasks(trace.added, ["; ".join(task.lead) for task in trace.added])
    if trace.chains:
        yield Text(f"\n{said('chains', lang)}", style="bold")
    for chain in trace.chains:
        yield Text(f"  {' → '.join(map(place, chain))}")


def _links(links: list[Link], lang: Lang) -> Table:
    table = Table(box=ROUNDED, header_style="bold", expand=False)
    table.add_column(said("upper", lang), style="cyan", overflow="fold", max_width=12)
    table.add_column(said("lower", lang), style="cyan", overflow="fold", max_width=12)
    table.add_column(said("links", lang), ratio=5, overflow="fold")
    table.add_column(said("lead", lang), ratio=3, overflow="fold")
    table.add_column(said("deadline", lang), ratio=2, overflow="fold")
    table.add_column(said("similarity", lang), justify="right", no_wrap=True)
    for link in links:
        table.add_row(
            Text(one_line(link.upper.section)),
            Text(one_line(link.lower.section)),
            Text(one_line(link.lower.text)),
            Text(_units(link, lang)),
            Text(_deadline(link, lang), style=_LOOKS.get(link.deadline_change or "", "")),
            f"{link.similarity:.2f}",
        )
    return table


def _units(link: Link, lang: Lang) -> str:
    change = link.unit_change
    if change is None:
        return ""
    sides = " → ".join("; ".join(names) or "–" for names in (change.upper, change.lower))
    return one_line(f"{sides} ({unit_cell(change, lang)})")


def _deadline(link: Link, lang: Lang) -> str:
    if link.deadline_change == "same":
        return one_line(link.deadlines.lower or "")
    words = f"{link.deadlines.upper or '–'} → {link.deadlines.lower or '–'}"
    return f"{change_cell(link, lang)}\n{one_line(words)}"


def _tasks(tasks: Sequence[TaskAt], notes: Sequence[str]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))
    table.add_column(style="cyan", overflow="fold", max_width=32)
    table.add_column(ratio=5, overflow="fold")
    table.add_column(ratio=2, overflow="fold", style="dim")
    for task, note in zip(tasks, notes, strict=True):
        table.add_row(Text(place(task)), Text(one_line(task.text)), Text(one_line(note)))
    return table
