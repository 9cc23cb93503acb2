"""Measure all, or what is named; ``docs/performance.md`` explains it.

python -m benchmarks [start] [throughput] [stages] [growth] [workbook] [trace] [batch]
                     [--short] [--texts FOLDER] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console

from benchmarks import baseline, batch, growth, report, stages, start, throughput, trace, workbook
from benchmarks.machine import machine
from benchmarks.measurement import Extent, Measurement

MEASUREMENTS = {
    module.__name__.rpartition(".")[2]: module for module in (start, throughput, stages, growth, workbook, trace, batch)
}
_IN_SHORT = ("start", "throughput", "growth", "workbook")
"""Not the stages, which have no peer, and not the batch: by the clock, two jobs gain nothing on cores that are busy."""


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", nargs="*", metavar="WHAT", help=f"{', '.join(MEASUREMENTS)}; default: all")
    parser.add_argument("--texts", type=Path, action="append", default=[], metavar="FOLDER", help="documents to read")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    parser.add_argument("--write-docs", action="store_true", help="write table and plot into docs/ (of all, in full)")
    parser.add_argument("--short", action="store_true", help="fail if a ratio fell by more than a third (for CI)")
    parser.add_argument("--update-baseline", action="store_true", help="with --short: keep the ratios instead")
    given = parser.parse_args()
    for name in given.what:
        if name not in MEASUREMENTS:
            parser.error(f"no measurement is called {name}; there are {', '.join(MEASUREMENTS)}")
    if given.short and given.what:
        parser.error("--short measures what the baseline holds: name nothing else")
    if given.update_baseline and not given.short:
        parser.error("--update-baseline goes with --short")
    if given.write_docs and (given.short or given.what):
        parser.error("--write-docs writes all measurements in full: give neither --short nor names")
    if given.write_docs and not find_spec("matplotlib"):
        parser.error("--write-docs draws with matplotlib: pip install -e '.[bench]'")
    return given


def main() -> int:
    """Measure, show, write; 1 if the short form found that a ratio fell."""
    given = _given()
    extent = Extent(given.short, given.rounds, given.texts)
    console = Console(width=None if sys.stdout.isatty() else 140)
    made: list[Measurement] = []
    for name in given.what or (_IN_SHORT if given.short else MEASUREMENTS):
        with Console(stderr=True).status(f"measuring: {name}"):
            made.append(MEASUREMENTS[name].measure(extent))
        report.show(made[-1], console)
    on = machine()
    if given.json:
        text = json.dumps(report.as_json(made, on), ensure_ascii=False, indent=2)
        given.json.write_text(f"{text}\n", "utf-8")
    if given.write_docs:
        from benchmarks import plot  # noqa: PLC0415 - of an extra, and wanted only here

        report.write_page(report.as_markdown(made, on))
        plot.draw(next(one for one in made if one.name == "growth").figures)
    return _compared(made, console, update=given.update_baseline) if given.short else 0


def _compared(made: list[Measurement], console: Console, *, update: bool) -> int:
    now = {name: value for one in made for name, value in one.ratios.items()}
    for name, value in now.items():
        console.print(f"{name}: {value:.2f}", highlight=False)
    if update:
        baseline.write(now)
        return 0
    lost = list(baseline.losses(baseline.read(), now))
    for sentence in lost:
        console.print(sentence, style="red", highlight=False)
    return int(bool(lost))


if __name__ == "__main__":
    sys.exit(main())
