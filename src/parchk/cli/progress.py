"""How a batch shows on standard error: a bar on a terminal, now and then a line elsewhere, a table at the end."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.box import ROUNDED
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from parchk.cli.options import Lang
from parchk.cli.output import remark
from parchk.wording import one_line, word

if TYPE_CHECKING:
    from parchk.batch import FileReport, Report

# Where nobody looks at a bar, about so many lines say how far the work is.
_LINES = 10


def tell(line: str) -> None:
    """Say a line on standard error; when nobody hears it any more, the work goes on in silence."""
    try:
        remark(line)
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stderr.fileno())
        os.close(nowhere)


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text("" if task.speed is None else f"{task.speed:.1f}/s", style="progress.data.speed")


class Follower:
    """Shows each document that is over; :func:`following` makes one."""

    def __init__(self, total: int, lang: Lang, bar: Progress | None, *, quiet: bool, verbose: bool) -> None:
        self._total, self._lang, self._bar = total, lang, bar
        self._quiet, self._verbose = quiet, verbose
        self._over = self._failed = 0
        self._step = max(1, -(-total // _LINES))
        self._task = bar.add_task("", total=total, failed=self._failures()) if bar is not None else None

    def __call__(self, file: "FileReport") -> None:
        """Show that this document is over."""
        self._over += 1
        self._failed += file.status == "failed"
        if self._verbose and file.status != "failed":
            self._say(f"{word(file.status, self._lang)}: {one_line(file.source)}")
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, advance=1, failed=self._failures())
        elif not self._quiet:
            if file.status == "failed":
                self._say(f"{word('failed', self._lang)}: {one_line(file.reason or file.source)}")
            if self._over % self._step == 0 or self._over == self._total:
                self._say(f"{self._over}/{self._total}" + (f", {self._failures()}" if self._failed else ""))

    def _failures(self) -> str:
        return f"{word('failed', self._lang)}: {self._failed}" if self._failed else ""

    def _say(self, line: str) -> None:
        if self._bar is not None:
            self._bar.console.print(Text(line))
        else:
            tell(line)


@contextmanager
def following(total: int, lang: Lang, *, color: bool, quiet: bool, verbose: bool) -> Iterator[Follower]:
    """Follow a batch of so many documents; on a terminal with a bar: done, rate, time that is left, failures."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield Follower(total, lang, None, quiet=quiet, verbose=verbose and not quiet)
        return
    bar = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        TextColumn(word("left", lang)),
        TextColumn("{task.fields[failed]}", style="red"),
        console=_console(color=color),
        transient=True,
    )
    with bar:
        yield Follower(total, lang, bar, quiet=quiet, verbose=verbose)


def show_report(report: "Report", seconds: float, lang: Lang, *, color: bool, quiet: bool) -> None:
    """Show the figures as a table, and below it the reason of every failure; only these when ``quiet``."""
    if sys.stderr is None:
        return
    if not quiet:
        figures = {
            "documents": len(report.files),
            "done": report.count("done"),
            "unchanged": report.count("unchanged"),
            "failed": report.count("failed"),
            "not-done": report.count("not-done"),
            "skipped": report.skipped,
            "tasks": report.tasks,
            "findings": report.findings,
        }
        if report.is_complete:
            del figures["not-done"]
        table = Table(box=ROUNDED, show_header=False)
        table.add_column(style="bold")
        table.add_column(justify="right")
        for key, figure in figures.items():
            table.add_row(word(key, lang), str(figure))
        table.add_row(word("seconds", lang), f"{seconds:.1f}")
        console = _console(color=color)
        with console.capture() as shown:
            console.print(table)
        tell(shown.get().rstrip("\n"))
    for file in report.files:
        if file.status == "failed":
            tell(f"{word('failed', lang)}: {one_line(file.reason or file.source)}")


def _console(*, color: bool) -> Console:
    return Console(stderr=True, no_color=not color, highlight=False, markup=False, emoji=False)
