"""``parchk check``: drafting errors of the directives themselves."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from parchk.cli.option_groups import ReadingOptions, grouped
from parchk.cli.options import LangOption, NoColorOption, QuietOption, VerboseOption, message_lang
from parchk.errors import InputError, ParchkError, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from parchk.cli.options import Lang
    from parchk.findings import CheckedDocument, Report, Unread
    from parchk.findings.baseline import Baseline
    from parchk.findings.collect import Collector
    from parchk.findings.selection import Selection
    from parchk.limits import Limits
    from parchk.ruleset.schema import CheckRule
    from parchk.settings import Configuration, Settings

_FOUND = 1
_STDIN = "-"


@grouped
def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH...", help="Documents, folders, patterns; - is standard input.", show_default=False
        ),
    ] = None,
    *,
    format_name: Annotated[
        Literal["text", "json", "sarif", "junit", "github"] | None,
        typer.Option("-f", "--format", help="How to write the findings. [default: by the ending of -o, else text]"),
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="OUT", help="Write to this file.")] = None,
    fail_on: Annotated[
        Literal["error", "warning", "note", "never"] | None,
        typer.Option("--fail-on", help="End with 1 when there is a finding as grave as this. [default: error]"),
    ] = None,
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="CODE,...", help="Report these findings only.")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="CODE,...", help="Do not report these findings.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE", help="Do not report what this file accepts.")
    ] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Let the baseline accept all that is found now.")
    ] = False,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="CODE", help="Say what a finding means; needs no PATH.")
    ] = None,
    reading: ReadingOptions,
    lang: LangOption = None,
    no_color: NoColorOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Find drafting errors in directives."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - start-up

    import parchk  # noqa: PLC0415
    from parchk.cli.configured import limits_of, options_of  # noqa: PLC0415
    from parchk.cli.output import emit, refuse_to_overwrite, remark  # noqa: PLC0415
    from parchk.findings import Report, format_of  # noqa: PLC0415
    from parchk.findings.collect import Collector  # noqa: PLC0415
    from parchk.pipeline import Extractor  # noqa: PLC0415
    from parchk.ruleset import load  # noqa: PLC0415
    from parchk.settings import find_settings  # noqa: PLC0415

    selected, ignored = _codes("--select", select), _codes("--ignore", ignore)
    configuration = find_settings(paths or (), reading.config)
    settings = reading.over(
        configuration,
        lang,
        {
            "check.fail-on": fail_on,
            "check.select": selected,
            # What the command line selects is not taken away again by the file.
            "check.ignore": [] if selected and not ignored else ignored,
            "check.baseline": baseline,
        },
    )
    ruleset = load(settings.rules, cache_in=user_cache_path("parchk", appauthor=False))
    if explain is not None:
        emit(_explanation(explain, ruleset.rules("checks"), message_lang(settings.lang)))
        return 0
    if not paths:
        raise UsageError("missing argument 'PATH...'; `parchk check --help` shows the usage")
    path = None if output == Path(_STDIN) else output
    form = format_name or (format_of(path) if path else "text")
    refuse_to_overwrite(path, paths)
    drafting = [rule for rule in ruleset.rules("checks") if rule.drafting]
    selection = _selection(configuration, settings, drafting, {"--select": selected, "--ignore": ignored})
    accepted = _baseline(settings.check.baseline, write=write_baseline)
    if path is not None and settings.check.baseline is not None and path.resolve() == settings.check.baseline.resolve():
        raise UsageError(f"-o {path} is the baseline itself; choose another file")
    options = options_of(settings, issued_on=reading.issued_on)

    collector = Collector(ruleset, Extractor(ruleset, options), selection, options.lang)
    unread = []
    for failure in _read_all(
        paths,
        collector,
        seconds=settings.max_seconds,
        limits=limits_of(settings),
        encoding=reading.encoding,
        output=path,
    ):
        remark(f"parchk: {failure.sentence}")
        unread.append(failure)
    ruleset.save_cache()
    documents = collector.documents()
    if accepted is not None:
        documents = _without_accepted(
            accepted, documents, selection.codes, lang=options.lang, write=write_baseline, quiet=quiet
        )
    report = Report(
        documents=documents,
        unread=unread,
        rules=drafting,
        root=_current_folder(),
        lang=options.lang,
        fail_on=settings.check.fail_on,
        version=parchk.__version__,
    )
    _deliver(report, form, path, no_color=no_color, quiet=quiet, verbose=verbose)
    if unread:
        return InputError.exit_code
    return _FOUND if any(report.fails(located.finding) for _, located in report) else 0


def _current_folder() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise UsageError("the current folder does not exist any more; change to another one") from error


def _codes(option: str, written: list[str] | None) -> list[str] | None:
    """The codes of an option that may be repeated, each time with several between commas."""
    if not written:
        return None
    codes = [code for part in written for code in (piece.strip() for piece in part.split(",")) if code]
    if not codes:
        raise UsageError(f"{option} names no code; `parchk check --help` shows the usage")
    return codes


def _explanation(code: str, rules: "Sequence[CheckRule]", lang: "Lang") -> bytes:
    from parchk.findings.explain import explain  # noqa: PLC0415 - start-up
    from parchk.findings.selection import unknown  # noqa: PLC0415

    problem = unknown(code, rules)
    if problem:
        raise UsageError(f"--explain: {problem}")
    return explain(next(rule for rule in rules if rule.id == code), lang)


def _selection(
    configuration: "Configuration",
    settings: "Settings",
    rules: "Sequence[CheckRule]",
    given: "Mapping[str, Sequence[str] | None]",
) -> "Selection":
    """What is to be reported; a code that does not exist is said with the option or the key that names it."""
    from parchk.findings.selection import Selection, unknown  # noqa: PLC0415 - start-up

    for option, codes in given.items():
        for code in codes or ():
            if problem := unknown(code, rules):
                raise UsageError(f"{option}: {problem}")
    written = configuration.settings.check
    for key, codes in (("select", written.select), ("ignore", written.ignore), ("severity", list(written.severity))):
        for code in codes or ():
            if problem := unknown(code, rules):
                raise configuration.problem(f"check.severity.{code}" if key == "severity" else f"check.{key}", problem)
    return Selection(
        rules, select=settings.check.select, ignore=settings.check.ignore, severity=settings.check.severity
    )


def _baseline(path: Path | None, *, write: bool) -> "Baseline | None":
    from parchk.findings.baseline import Baseline  # noqa: PLC0415 - start-up

    if path is None:
        if write:
            raise UsageError("--write-baseline needs --baseline FILE, or check.baseline in the configuration")
        return None
    return Baseline(path) if write and not path.exists() else Baseline.read(path)


def _read_all(
    paths: "Sequence[str]",
    collector: "Collector",
    *,
    seconds: float,
    limits: "Limits",
    encoding: str | None,
    output: Path | None,
) -> "Iterator[Unread]":
    """Check every document; what could not be read."""
    from parchk.cli.input import document_bytes, document_name  # noqa: PLC0415 - start-up
    from parchk.cli.time_limit import time_limit  # noqa: PLC0415
    from parchk.findings import Unread  # noqa: PLC0415
    from parchk.findings.paths import printable  # noqa: PLC0415
    from parchk.inputs import find_inputs  # noqa: PLC0415
    from parchk.read import read_bytes  # noqa: PLC0415

    found = find_inputs((path for path in paths if path != _STDIN), leave_out=[output] if output else ())
    for name, reason in found.missing:
        yield Unread(name, Path(name), printable(reason))
    documents: list[tuple[str, str, Path | None]] = [(str(one.path), one.name, one.path) for one in found.documents]
    if _STDIN in paths:
        documents.insert(0, (_STDIN, "stdin", None))
    if not documents and not found.missing:
        raise InputError(f"there is no document in {', '.join(paths)}; give files, or folders that hold some")
    for given, name, path in documents:
        label = name if path else "standard input"
        try:
            with time_limit(seconds, label):
                collector.add(
                    name, path, read_bytes(document_bytes(given, limits), document_name(given), limits, encoding)
                )
        except ParchkError as error:
            yield Unread(name, path, printable(str(error)))
        except Exception as error:  # noqa: BLE001 - a fault of one document is not one of the others
            problem = f"{label}: an error in parchk itself ({type(error).__name__}: {error}); please report it"
            yield Unread(name, path, printable(problem))


def _without_accepted(
    accepted: "Baseline",
    documents: "Sequence[CheckedDocument]",
    codes: "Collection[str]",
    *,
    lang: "Lang",
    write: bool,
    quiet: bool,
) -> "list[CheckedDocument]":
    """The documents without what the baseline accepts; it is written first, if that is asked for."""
    from parchk.cli.output import remark  # noqa: PLC0415 - start-up
    from parchk.findings import text  # noqa: PLC0415
    from parchk.write.files import write_file  # noqa: PLC0415

    if write:
        accepted = accepted.updated(documents, codes)
        write_file(accepted.path, accepted.as_json())
        if not quiet:
            remark(f"{accepted.path}: {text.accepted(accepted.accepted.total(), lang)}")
    remaining, gone = accepted.without(documents, codes)
    if gone and not quiet:
        remark(f"{accepted.path}: {text.gone(gone, lang)}")
    return remaining


def _deliver(
    report: "Report", format_name: str, path: Path | None, *, no_color: bool, quiet: bool, verbose: bool
) -> None:
    """Write the report to where it belongs, and beside it what its reader should see at once."""
    from parchk.cli.output import emit, is_terminal, remark, wants_color  # noqa: PLC0415 - start-up
    from parchk.findings import text, write  # noqa: PLC0415

    if path is None:
        color = is_terminal() and wants_color() and not no_color
        emit(write(format_name, replace(report, color=color)))
    else:
        from parchk.write.files import write_file  # noqa: PLC0415 - start-up

        write_file(path, write(format_name, report))
    is_shown = path is None and format_name == "text"
    if verbose and not is_shown:
        remark(text.write(report).decode().removesuffix("\n"))
    if verbose or (not quiet and (is_shown or path is not None)):
        remark(text.summary(report))
