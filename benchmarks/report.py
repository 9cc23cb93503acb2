"""What was measured, for a terminal, for a program, and for ``docs/performance.md``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.measure import ROOT
from benchmarks.measurement import Measurement

PAGE = ROOT / "docs" / "performance.md"
_BEGIN, _END = "<!-- figures: python -m benchmarks --write-docs -->\n", "<!-- end of the figures -->\n"


def show(made: Measurement, console: Console) -> None:
    """The table, and what ought to be."""
    table = Table(*made.headings, title=made.title, title_justify="left", caption=made.note, caption_justify="left")
    for column in table.columns[1:]:
        column.justify = "right"
    for row in made.rows:
        table.add_row(*row)
    console.print(table)
    for goal in made.goals:
        console.print(f"  {goal}", style="green" if goal.met else "red", highlight=False)
    console.print()


def as_json(measurements: Sequence[Measurement], machine: dict[str, str]) -> dict[str, Any]:
    """Everything, with what it was measured on."""
    goals = {one.name: [asdict(goal) | {"met": goal.met} for goal in one.goals] for one in measurements}
    return {
        "machine": machine,
        "measurements": {one.name: one.figures for one in measurements},
        "ratios": {name: value for one in measurements for name, value in one.ratios.items()},
        "goals": goals,
    }


def as_markdown(measurements: Sequence[Measurement], machine: dict[str, str]) -> str:
    """The same tables for the page."""
    on = f"{machine['processor']}, {machine['cores']} cores, {machine['system']}, Python {machine['python']}"
    parts = [f"Measured on {machine['date']}: {on}; {machine['packages']}.\n"]
    for made in measurements:
        rows = [made.headings, ["---", *["--:"] * (len(made.headings) - 1)], *made.rows]
        table = "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows)
        goals = "\n".join(f"- {goal}" for goal in made.goals)
        parts.append(f"### {made.title}\n\n{table}\n\n{made.note}\n\n{goals}".rstrip() + "\n")
    return "\n".join(parts)


def write_page(text: str, page: Path = PAGE) -> None:
    """Put the figures between the marks of the page; the rest of it stays."""
    before, begin, rest = page.read_text("utf-8").partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not (begin and end):
        raise SystemExit(f"benchmarks: {page} has no place for the figures ({_BEGIN.strip()} … {_END.strip()})")
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", "utf-8")
