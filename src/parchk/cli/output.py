"""Where results go: bytes to standard output or into a file, remarks to standard error."""

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from parchk.cli.option_groups import FormatOptions
from parchk.cli.options import Lang, message_lang
from parchk.errors import OutputError, UsageError

if TYPE_CHECKING:
    from parchk.dates import WorkCalendar
    from parchk.models import Directive
    from parchk.write import Style

TABLE = "table"
_WORKBOOK, _CALENDAR = "xlsx", "ics"
_EXPLAINED = (TABLE, "json", "jsonl")


class Output(Struct, frozen=True, kw_only=True):
    """What the options say about the output of a command; :meth:`chosen` checks it before any work is done."""

    format: str
    path: Path | None = None
    style: "Style"
    merge: bool = False
    is_folder: bool = False
    """A workbook for each unit goes into the folder :attr:`path`."""
    explain: bool = False
    no_color: bool = False
    quiet: bool = False
    verbose: bool = False

    @classmethod
    def chosen(
        cls,
        format_name: str | None,
        path: Path | None,
        options: FormatOptions,
        *,
        lang: Lang | None,
        calendar: "WorkCalendar | None",
        explain: bool,
        no_color: bool,
        quiet: bool,
        verbose: bool,
    ) -> "Output":
        """Choose the format: the one named, else the file's ending, else a table on a terminal, else JSON."""
        from parchk.write import BINARY, format_of, has_format, writer  # noqa: PLC0415 - start-up

        if path == Path("-"):
            path = None
        is_folder = (
            path is not None
            and options.per_unit
            and format_name in (None, _WORKBOOK)
            and (os.path.isdir(path) or not has_format(path))  # noqa: PTH112 - also of a name that no system takes
        )
        if is_folder:
            format_name = _WORKBOOK
        if format_name is None and path is not None:
            format_name = format_of(path)
        if format_name is None:
            format_name = TABLE if explain or is_terminal() else "json"
        if format_name != TABLE:
            writer(format_name)  # refuses what does not exist
        if format_name in BINARY and path is None:
            raise UsageError(f"{format_name} is no text for a terminal or a pipe; give -o OUT")
        options.refuse_where_unfit(format_name)
        if explain and format_name not in _EXPLAINED:
            raise UsageError(f"--explain goes with table (json says it all anyway), not with {format_name}")
        return cls(
            format=format_name,
            path=path,
            style=options.style(lang, calendar),
            merge=options.merge,
            is_folder=is_folder,
            explain=explain,
            no_color=no_color,
            quiet=quiet,
            verbose=verbose,
        )

    def refuse_to_overwrite(self, *inputs: str) -> None:
        """Refuse to write over what is being read."""
        refuse_to_overwrite(self.path, inputs)

    @property
    def shows_text(self) -> bool:
        """Whether the format shows the text as read."""
        from parchk.write import writer  # noqa: PLC0415 - start-up

        return self.format != TABLE and writer(self.format).shows_text

    def deliver(self, results: Sequence["Directive"]) -> None:
        """Write the results to where they belong, the summary to standard error."""
        if self.style.lang is not None:
            results = [result.in_language(self.style.lang) for result in results]
        if self.path is None:
            emit(self._rendered(results))
        elif self.format == _WORKBOOK:
            from parchk.cli.workbook import write_workbooks  # noqa: PLC0415 - start-up

            say = nothing if self.quiet else remark
            write_workbooks(self.path, results, self.style, merge=self.merge, is_folder=self.is_folder, say=say)
        else:
            from parchk.write.files import write_file  # noqa: PLC0415 - start-up

            write_file(self.path, self._rendered(results))
        if self.verbose or (not self.quiet and (self.format == TABLE or self.path is not None)):
            self._summarise(results)

    def _rendered(self, results: Sequence["Directive"]) -> bytes:
        if self.format != TABLE:
            from parchk.write import writer  # noqa: PLC0415 - start-up

            return writer(self.format)(results, self.style)
        from parchk.show import render  # noqa: PLC0415 - start-up

        to_terminal = self.path is None and is_terminal()
        text = render(
            results,
            lang=message_lang(self.style.lang),
            explain=self.explain,
            width=width(to_terminal=to_terminal),
            color=to_terminal and not self.no_color and wants_color(),
        )
        return text.encode()

    def _summarise(self, results: Sequence["Directive"]) -> None:
        from parchk.wording import one_line, summary, word  # noqa: PLC0415 - start-up

        lang = message_lang(self.style.lang)
        target = f"{self.path}: " if self.path is not None else ""
        remark(f"{target}{summary(list(results), lang)}")
        if self.format == _CALENDAR:
            from parchk.write.ics import without_day  # noqa: PLC0415 - start-up

            if left := without_day(results):
                remark(
                    f"{target}{word('events without day' if self.style.events else 'to-dos without day', lang)}: {left}"
                )
        if self.verbose:
            for result in results:
                for finding in result.findings:
                    remark(f"{word(finding.severity, lang)}: {finding.code}: {one_line(finding.said(lang))}")


def refuse_to_overwrite(output: Path | None, inputs: Iterable[str]) -> None:
    """Refuse to write over what is being read."""
    for name in inputs:
        if output is not None and name != "-" and _same_file(output, Path(name)):
            raise UsageError(f"-o {output} is the input itself; choose another file")


def is_terminal() -> bool:
    """Whether somebody looks at standard output."""
    return sys.stdout is not None and sys.stdout.isatty()


def emit(data: bytes) -> None:
    """Write bytes to standard output: UTF-8, whatever the locale says."""
    if sys.stdout is None:
        raise OutputError("standard output is closed; use -o to write into a file")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"standard output could not be written: {error.strerror or error}") from error


def remark(text: str) -> None:
    """Say something beside the results: a line on standard error."""
    if sys.stderr is not None:
        sys.stderr.write(f"{text}\n")


def nothing(_text: str) -> None:
    """Say nothing: what ``--quiet`` asks for."""


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one of them does not exist
        return False


def wants_color() -> bool:
    """Whether nothing in the environment speaks against colours on a terminal."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width(*, to_terminal: bool) -> int | None:
    """Give the columns of the terminal; elsewhere what the environment says, ``None`` for nothing."""
    if to_terminal:
        return shutil.get_terminal_size().columns
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdecimal() and int(columns) > 0 else None
