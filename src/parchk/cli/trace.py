"""``parchk trace``: what became of the tasks of superior documents in those that carry them out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from parchk.cli.option_groups import ReadingOptions, grouped
from parchk.cli.options import LangOption, NoColorOption, OutOption, QuietOption, message_lang
from parchk.errors import UsageError

if TYPE_CHECKING:
    from parchk.limits import Limits
    from parchk.models import Directive
    from parchk.pipeline import Extractor

_RESULTS = (".json", ".jsonl", ".ndjson", ".parquet")


@grouped
def trace(
    documents: Annotated[
        list[str],
        typer.Argument(
            metavar="UPPER... LOWER...",
            help="Documents or results (.json) of two levels or more, of two the upper one first; - is standard input.",
        ),
    ],
    *,
    format_name: Annotated[
        Literal["table", "json", "csv", "html"] | None,
        typer.Option("-f", "--format", help="[default: by the ending of -o, else table on a terminal, else json]"),
    ] = None,
    output: OutOption = None,
    reading: ReadingOptions,
    lang: LangOption = None,
    excel: Annotated[
        bool, typer.Option("--excel", help="csv: with byte-order mark and ';', for a double click in Excel.")
    ] = False,
    no_color: NoColorOption = False,
    quiet: QuietOption = False,
) -> None:
    """Follow tasks from document to document: passed on, changed, dropped, added."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - start-up

    from parchk.cli.configured import limits_of, options_of  # noqa: PLC0415
    from parchk.cli.output import emit, is_terminal, refuse_to_overwrite, remark, wants_color, width  # noqa: PLC0415
    from parchk.pipeline import Extractor  # noqa: PLC0415
    from parchk.ruleset import load  # noqa: PLC0415
    from parchk.settings import find_settings  # noqa: PLC0415
    from parchk.trace import Tracer  # noqa: PLC0415
    from parchk.wording import one_line  # noqa: PLC0415
    from parchk.write.files import write_file  # noqa: PLC0415
    from parchk.write.trace import TraceStyle, format_of, write  # noqa: PLC0415
    from parchk.write.trace.words import summary  # noqa: PLC0415

    if documents.count("-") > 1:
        raise UsageError("standard input can be given once; name the other documents as files")
    path = None if output == Path("-") else output
    form = format_name or (format_of(path) if path else "table" if is_terminal() else "json")
    if excel and form != "csv":
        raise UsageError(f"--excel goes with csv, not with {form}")
    refuse_to_overwrite(path, documents)
    settings = reading.over(find_settings(documents, reading.config), lang)
    ruleset = load(settings.rules, cache_in=user_cache_path("parchk", appauthor=False))
    extract = Extractor(ruleset, options_of(settings, issued_on=reading.issued_on))
    directives: list[Directive] = []
    for name in documents:
        directives += _read(name, extract, limits_of(settings), settings.max_seconds, reading.encoding)
    directives = _once(directives, quiet=quiet)
    if len(directives) < 2:
        raise UsageError("trace compares documents: give a superior one and those that carry it out")
    made = Tracer(ruleset)(directives)
    ruleset.save_cache()
    to_terminal = path is None and is_terminal()
    style = TraceStyle(
        # A page is read by an office, a table by whoever sits at the terminal.
        lang=settings.lang or ("vi" if form == "html" else message_lang(None)),
        excel=excel,
        width=width(to_terminal=to_terminal),
        color=to_terminal and not no_color and wants_color(),
    )
    data = write(made, form, style)
    if path is None:
        emit(data)
    else:
        write_file(path, data)
    first, second, *more = made.documents
    if not quiet and not more and first.carries_out:
        remark(f"{one_line(first.name)} carries out {one_line(second.name)}, so the second was taken for the upper one")
    if not quiet and (path is not None or made.unrelated):
        target = f"{path}: " if path is not None else ""
        remark(f"{target}{summary(made, message_lang(settings.lang))}")


def _once(directives: "list[Directive]", *, quiet: bool) -> "list[Directive]":
    """Each document once: given as a file and as its result, its tasks would be carried out by themselves."""
    from parchk.cli.output import remark  # noqa: PLC0415 - start-up
    from parchk.wording import one_line  # noqa: PLC0415

    first: dict[str, Directive] = {}
    for directive in directives:
        known = first.setdefault(directive.source.sha256, directive)
        if known is not directive and not quiet:
            remark(f"{one_line(directive.source.name)} is the same document as {one_line(known.source.name)}; left out")
    return list(first.values())


def _read(name: str, extract: "Extractor", limits: "Limits", seconds: float, encoding: str | None) -> "list[Directive]":
    """The results that a file holds, or the result of the document that it is."""
    from parchk.cli.input import document_bytes, document_name  # noqa: PLC0415 - start-up
    from parchk.cli.time_limit import time_limit  # noqa: PLC0415
    from parchk.read import read_bytes  # noqa: PLC0415
    from parchk.read.results import read_results  # noqa: PLC0415

    label = "standard input" if name == "-" else name
    data = document_bytes(name, limits)
    if Path(name).suffix.lower() in _RESULTS or (name == "-" and data.lstrip().startswith(b"{")):
        return read_results(data, label)
    with time_limit(seconds, label):
        return [extract(read_bytes(data, document_name(name), limits, encoding))]
