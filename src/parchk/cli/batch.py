"""``parchk batch``: many documents, one result each or one file for all."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parchk.cli.option_groups import EngineOptions, FormatOptions, ReadingOptions, grouped
from parchk.cli.options import Lang, LangOption, MeOption, NoColorOption, message_lang
from parchk.errors import InputError, UsageError

if TYPE_CHECKING:
    from types import FrameType

    from parchk.batch import Batch, Report
    from parchk.batch.cluster import Cluster
    from parchk.batch.parts import PartsFolder
    from parchk.batch.parts_batch import PartsBatch
    from parchk.batch.target import Target

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
            help="A folder, for one JSON result a document; or a .jsonl, .csv, .tsv, .md, .ics, .xlsx or .parquet file"
            " for all.",
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
    engine: EngineOptions,
    reading: ReadingOptions,
    me: MeOption = None,
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
    from parchk.batch.target import Target  # noqa: PLC0415 - start-up
    from parchk.cli.configured import limits_of, office_of, options_of  # noqa: PLC0415
    from parchk.inputs import find_inputs  # noqa: PLC0415
    from parchk.settings import find_settings  # noqa: PLC0415
    from parchk.storage import is_uri  # noqa: PLC0415

    target = _target(output, report, formatting)
    given = [path for word in paths for path in (_listed() if word == "-" else [word])]
    engine.refuse_where_unfit(str(target.shown), given, fail_fast=fail_fast)
    local = [path for path in given if not is_uri(path)]
    settings = reading.over(find_settings(local, reading.config), lang, {"batch.jobs": jobs})
    limits = limits_of(settings)
    if reading.encoding is not None:
        from parchk.read import read_bytes  # noqa: PLC0415

        read_bytes(
            b"", "empty.txt", encoding=reading.encoding
        )  # one that does not exist is said before any work is done
    options = options_of(settings, issued_on=reading.issued_on, with_text=with_text)

    from platformdirs import user_cache_path  # noqa: PLC0415

    import parchk  # noqa: PLC0415
    from parchk.batch import Reading  # noqa: PLC0415
    from parchk.cli.output import wants_color  # noqa: PLC0415
    from parchk.cli.progress import following, show_report  # noqa: PLC0415
    from parchk.ruleset import load  # noqa: PLC0415

    cache = user_cache_path("parchk", appauthor=False)
    # A wrong rule is said before any work is done; the workers load the rules themselves.
    ruleset = load(settings.rules, cache_in=cache)
    office = office_of(settings, me, ruleset)
    inputs = find_inputs(given, leave_out=target.own, on_storage=engine.engine == "ray")
    if not inputs.documents and not inputs.missing:
        raise InputError(f"there is no document in {', '.join(given) or 'the list'} of a kind that parchk reads")
    target.refuse_to_overwrite(inputs.documents)
    cores = settings.batch.jobs or _usable_cores()
    make = _batch(target, jobs=cores, fail_fast=fail_fast, merge=formatting.merge, per_part=engine.per_part)
    words, color, started = message_lang(settings.lang), wants_color() and not no_color, time.monotonic()
    with _interrupts() as stopped, _cluster(engine, settings.batch.jobs) as cluster:
        work = make(
            inputs=inputs,
            reading=Reading(
                rules=settings.rules,
                cache=cache,
                fingerprint=ruleset.fingerprint,
                options=options,
                limits=limits,
                encoding=reading.encoding,
                office=office,
            ),
            program=parchk.__version__,
            seconds=settings.max_seconds,
            resume=resume,
            style=formatting.style(settings.lang, options.calendar),
            cluster=cluster,
        )
        total = len(inputs.documents) + len(inputs.missing)
        with following(total, words, color=color, quiet=quiet, verbose=verbose) as seen:
            done = work.run(clock=time.monotonic, stopped=stopped, seen=seen)
        show_report(done, time.monotonic() - started, words, color=color, quiet=quiet)
    combined = target.combined if isinstance(target, Target) else None
    return _ended(done, cluster, combined, words, quiet=quiet)


def _target(output: str | None, report: Path | None, formatting: FormatOptions) -> "Target | PartsFolder":
    """The places that ``-o`` and ``--report`` stand for, if they fit together and with the options of the format."""
    from parchk.batch.parts import parts_folder  # noqa: PLC0415 - start-up
    from parchk.batch.target import target_of  # noqa: PLC0415
    from parchk.storage import is_uri  # noqa: PLC0415

    if output is None:
        raise UsageError("batch needs to know where the results go: give -o DIR, or -o FILE for one file")
    if is_uri(output):
        folder = parts_folder(output, report)
        formatting.refuse_where_unfit(folder.format)
        return folder
    target = target_of(output, report)
    formatting.refuse_where_unfit(target.format)
    if target.format == "xlsx" and target.combined is not None:
        from parchk.cli.workbook import refuse_unfit  # noqa: PLC0415

        refuse_unfit(target.combined, merge=formatting.merge)
    return target


def _batch(
    target: "Target | PartsFolder", *, jobs: int, fail_fast: bool, merge: bool, per_part: int | None
) -> "Callable[..., Batch | PartsBatch]":
    """The kind of batch that writes to such places, with what only this kind needs to know."""
    from parchk.batch import Batch  # noqa: PLC0415 - start-up
    from parchk.batch.parts import PER_PART  # noqa: PLC0415
    from parchk.batch.parts_batch import PartsBatch  # noqa: PLC0415
    from parchk.batch.target import Target  # noqa: PLC0415

    if isinstance(target, Target):
        return partial(Batch, target=target, jobs=jobs, fail_fast=fail_fast, merge=merge)
    return partial(PartsBatch, folder=target, per_part=per_part or PER_PART)


def _ended(done: "Report", cluster: "Cluster | None", combined: Path | None, words: Lang, *, quiet: bool) -> int:
    """Say what stands in no table, and how it ended; the exit code."""
    from parchk.cli.progress import tell  # noqa: PLC0415 - start-up

    if cluster is not None and cluster.lost and not quiet:
        tell(f"parchk: workers of the cluster that were lost, their documents given to others: {cluster.lost}")
    if done.merged is not None and combined is not None and not quiet:
        from parchk.cli.workbook import said  # noqa: PLC0415

        tell(said(combined, done.merged, words))
    if not done.is_complete:
        how = "interrupted" if done.interrupted else "stopped after a failure"
        kept = f"what is finished is kept, but {combined} not written" if combined else "results are kept"
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


@contextmanager
def _cluster(chosen: EngineOptions, jobs: int | None) -> Iterator["Cluster | None"]:
    """The cluster that does the documents, if one is asked for: there already, or made here with a worker a core."""
    if chosen.engine == "local":
        yield None
        return
    import parchk  # noqa: PLC0415 - start-up
    from parchk.batch.cluster import connected  # noqa: PLC0415

    here = jobs or _usable_cores()
    with connected(chosen.address, jobs if chosen.address else here, parchk.__version__) as cluster:
        yield cluster


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
