"""``parchk batch``: many documents, one result each or one file for all."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parchk.cli.option_groups import FormatOptions, ReadingOptions, grouped
from parchk.cli.options import LangOption, NoColorOption, message_lang
from parchk.errors import InputError, UsageError

if TYPE_CHECKING:
    from types import FrameType

_INTERRUPTED = 130


@grouped
def batch(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Files, folders, patterns; - is a list of them on standard input."),
    ],
    *,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="A folder, for one JSON result a document; or a .jsonl, .csv, .tsv, .md, .ics or .xlsx file for all.",
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "-j", "--jobs", metavar="N", min=1, max=1024, help="Documents read at once. [default: usable cores]"
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Leave out what an earlier run has done and nothing has changed since.")
    ] = False,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Begin no document after the first failure.")] = False,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", help="The report. [default: report.json in the folder of OUT]"),
    ] = None,
    reading: ReadingOptions,
    lang: LangOption = None,
    formatting: FormatOptions,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Put the text as read into source.text of the results.")
    ] = False,
    no_color: NoColorOption = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Only failures and errors on standard error.")] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="A line for every document as well.")] = False,
) -> int:
    """List the tasks of many documents; a bad one never stops the others."""
    from parchk.batch.target import target_of  # noqa: PLC0415 - start-up
    from parchk.cli.configured import limits_of, options_of  # noqa: PLC0415
    from parchk.inputs import find_inputs  # noqa: PLC0415
    from parchk.settings import find_settings  # noqa: PLC0415

    if output is None:
        raise UsageError("batch needs to know where the results go: give -o DIR, or -o FILE for one file")
    target = target_of(output, report)
    formatting.refuse_where_unfit(target.format)
    if target.format == "xlsx" and target.combined is not None:
        from parchk.cli.workbook import refuse_unfit  # noqa: PLC0415

        refuse_unfit(target.combined, merge=formatting.merge)
    given = [path for word in paths for path in (_listed() if word == "-" else [word])]
    settings = reading.over(find_settings(given, reading.config), lang, {"batch.jobs": jobs})
    limits = limits_of(settings)
    if reading.encoding is not None:
        from parchk.read import read_bytes  # noqa: PLC0415

        read_bytes(
            b"", "empty.txt", encoding=reading.encoding
        )  # one that does not exist is said before any work is done
    options = options_of(settings, issued_on=reading.issued_on, with_text=with_text)

    from platformdirs import user_cache_path  # noqa: PLC0415

    import parchk  # noqa: PLC0415
    from parchk.batch import Batch, Reading  # noqa: PLC0415
    from parchk.cli.output import wants_color  # noqa: PLC0415
    from parchk.cli.progress import following, show_report, tell  # noqa: PLC0415
    from parchk.ruleset import load  # noqa: PLC0415

    cache = user_cache_path("parchk", appauthor=False)
    # A wrong rule is said before any work is done; the workers load the rules themselves.
    fingerprint = load(settings.rules, cache_in=cache).fingerprint
    inputs = find_inputs(given, leave_out=target.own)
    if not inputs.documents and not inputs.missing:
        raise InputError(f"there is no document in {', '.join(given) or 'the list'} of a kind that parchk reads")
    target.refuse_to_overwrite(inputs.documents)
    work = Batch(
        inputs=inputs,
        target=target,
        reading=Reading(
            rules=settings.rules,
            cache=cache,
            fingerprint=fingerprint,
            options=options,
            limits=limits,
            encoding=reading.encoding,
        ),
        program=parchk.__version__,
        jobs=settings.batch.jobs or _usable_cores(),
        seconds=settings.max_seconds,
        resume=resume,
        fail_fast=fail_fast,
        style=formatting.style(settings.lang, options.calendar),
        merge=formatting.merge,
    )
    words, color, started = message_lang(settings.lang), wants_color() and not no_color, time.monotonic()
    with _interrupts() as stopped:
        total = len(inputs.documents) + len(inputs.missing)
        with following(total, words, color=color, quiet=quiet, verbose=verbose) as seen:
            done = work.run(clock=time.monotonic, stopped=stopped, seen=seen)
        show_report(done, time.monotonic() - started, words, color=color, quiet=quiet)
    if done.merged is not None and target.combined is not None and not quiet:
        from parchk.cli.workbook import said  # noqa: PLC0415

        tell(said(target.combined, done.merged, words))
    if not done.is_complete:
        how = "interrupted" if done.interrupted else "stopped after a failure"
        kept = f"what is finished is kept, but {target.combined} not written" if target.combined else "results are kept"
        tell(f"parchk: {how}; {kept}: the same command with --resume goes on from there")
    if done.unwritten is not None:
        raise done.unwritten
    if done.interrupted:
        return _INTERRUPTED
    return InputError.exit_code if done.count("failed") else 0


def _listed() -> list[str]:
    """The paths on standard input: one a line, or with a NUL behind each."""
    if sys.stdin is None:
        raise InputError("standard input is closed; give the paths as arguments, or pipe a list of them in")
    data = sys.stdin.buffer.read().removeprefix(b"\xef\xbb\xbf")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # a list that PowerShell has written
        try:
            data = os.fsencode(data.decode("utf-16"))
        except UnicodeError as error:
            raise InputError(f"the list on standard input is damaged ({error}); write it in UTF-8") from error
    entries = data.split(b"\0") if b"\0" in data else [line.rstrip(b"\r") for line in data.split(b"\n")]
    return [os.fsdecode(entry) for entry in entries if entry]


def _usable_cores() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _interrupts() -> Iterator[Callable[[], bool]]:
    """Note Ctrl-C and a request to end instead of breaking off wherever the program is."""
    wanted = threading.Event()

    def note(_number: int, _frame: "FrameType | None") -> None:
        wanted.set()

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield wanted.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
