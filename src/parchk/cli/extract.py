"""``parchk extract``: one document to tasks."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from parchk.cli.options import (
    DEFAULT_PAGES,
    DEFAULT_SECONDS,
    DEFAULT_SIZE,
    EncodingOption,
    ExcelOption,
    ExplainOption,
    LangOption,
    MaxPagesOption,
    MaxSecondsOption,
    MaxSizeOption,
    NoColorOption,
    OutOption,
    QuietOption,
    RulesOption,
    VerboseOption,
    message_lang,
    parse_day,
)


def extract(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The document; - is standard input.")],
    *,
    format_name: Annotated[
        str | None,
        typer.Option(
            "-f",
            "--format",
            metavar="FORMAT",
            help="json, jsonl, csv, tsv, md or table. [default: table on a terminal, else json]",
        ),
    ] = None,
    output: OutOption = None,
    issued_on: Annotated[
        str | None,
        typer.Option("--issued-on", metavar="DATE", help="Day of issue, used when the document does not say."),
    ] = None,
    calendar: Annotated[
        Path | None,
        typer.Option("--calendar", metavar="FILE", help="Your office's days off and made-up working days (TOML)."),
    ] = None,
    encoding: EncodingOption = None,
    max_size: MaxSizeOption = DEFAULT_SIZE,
    max_pages: MaxPagesOption = DEFAULT_PAGES,
    max_seconds: MaxSecondsOption = DEFAULT_SECONDS,
    rules: RulesOption = None,
    nlp: Annotated[
        Literal["auto", "off", "always"],
        typer.Option("--nlp", help="Ask spaCy and underthesea: where the rules are undecided, never, everywhere."),
    ] = "auto",
    lang: LangOption = None,
    excel: ExcelOption = False,
    explain: ExplainOption = False,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Put the text as read into source.text of the result.")
    ] = False,
    no_color: NoColorOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """List the tasks of one document."""
    from parchk.cli.input import document_bytes, document_name  # noqa: PLC0415 - start-up
    from parchk.cli.output import Output  # noqa: PLC0415

    out = Output.chosen(
        format_name,
        output,
        excel=excel,
        explain=explain,
        lang=lang,
        no_color=no_color,
        quiet=quiet,
        verbose=verbose,
    )
    out.refuse_to_overwrite(file)
    day = parse_day("--issued-on", issued_on)
    work_calendar = None
    if calendar is not None:
        from parchk.office_calendar import read_calendar  # noqa: PLC0415 - start-up

        work_calendar = read_calendar(calendar)
    from parchk.limits import MIB, Limits  # noqa: PLC0415

    limits = Limits(max_size * MIB, max_pages)

    from platformdirs import user_cache_path  # noqa: PLC0415

    from parchk.cli.time_limit import time_limit  # noqa: PLC0415
    from parchk.pipeline import Extractor, Options  # noqa: PLC0415
    from parchk.read import read_bytes  # noqa: PLC0415
    from parchk.ruleset import load  # noqa: PLC0415

    with time_limit(max_seconds, "standard input" if file == "-" else file):
        source = read_bytes(document_bytes(file, limits), document_name(file), limits, encoding)
        ruleset = load(rules, cache_in=user_cache_path("parchk", appauthor=False))
        options = Options(issued_on=day, nlp=nlp, with_text=with_text, lang=message_lang(lang), calendar=work_calendar)
        directive = Extractor(ruleset, options)(source)
    ruleset.save_patterns()
    out.deliver([directive])
