"""``parchk convert``: results to another format, without extracting again."""

from typing import Annotated

import typer

from parchk.cli.option_groups import FormatOptions, grouped
from parchk.cli.options import (
    CalendarOption,
    ConfigOption,
    ExplainOption,
    LangOption,
    NoColorOption,
    OutOption,
    QuietOption,
    VerboseOption,
)
from parchk.errors import UsageError


@grouped
def convert(
    results: Annotated[
        list[str],
        typer.Argument(
            metavar="RESULT...", help="Results as JSON, JSONL or Parquet, or folders of them; - is standard input."
        ),
    ],
    *,
    to: Annotated[
        str | None,
        typer.Option(
            "-t",
            "--to",
            metavar="FORMAT",
            help="json, jsonl, csv, tsv, md, ics, html, table, or xlsx, spacy, parquet (with -o).",
        ),
    ] = None,
    output: OutOption = None,
    lang: LangOption = None,
    calendar: CalendarOption = None,
    formatting: FormatOptions,
    explain: ExplainOption = False,
    config: ConfigOption = None,
    no_color: NoColorOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Write results in another format: the same bytes as extract --format gives."""
    from parchk.cli.configured import options_of  # noqa: PLC0415 - start-up
    from parchk.cli.input import read_result_files  # noqa: PLC0415
    from parchk.cli.output import Output  # noqa: PLC0415
    from parchk.settings import find_settings  # noqa: PLC0415

    if to is None and output is None:
        raise UsageError("convert needs to know the format: give --to FORMAT, or -o OUT with an ending that names it")
    settings = find_settings(results, config).overlaid({"calendar": calendar, "lang": lang})
    out = Output.chosen(
        to,
        output,
        formatting,
        lang=settings.lang,
        calendar=options_of(settings, issued_on=None).calendar,
        explain=explain,
        no_color=no_color,
        quiet=quiet,
        verbose=verbose,
    )
    out.refuse_to_overwrite(*results)
    out.deliver(read_result_files(results, out.path))
