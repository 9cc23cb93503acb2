"""``parchk extract``: one document to tasks."""

from typing import Annotated

import typer

from parchk.cli.option_groups import FormatOptions, ReadingOptions, grouped
from parchk.cli.options import ExplainOption, LangOption, MeOption, NoColorOption, OutOption, QuietOption, VerboseOption


@grouped
def extract(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The document; - is standard input.")],
    *,
    format_name: Annotated[
        str | None,
        typer.Option(
            "-f",
            "--format",
            metavar="FORMAT",
            help="json, jsonl, csv, tsv, md, ics, html, table, or xlsx, parquet (with -o)."
            " [default: table on a terminal, else json]",
        ),
    ] = None,
    output: OutOption = None,
    reading: ReadingOptions,
    me: MeOption = None,
    lang: LangOption = None,
    formatting: FormatOptions,
    explain: ExplainOption = False,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Put the text as read into source.text of the result.")
    ] = False,
    no_color: NoColorOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """List the tasks of one document."""
    from msgspec.structs import replace  # noqa: PLC0415 - start-up

    from parchk.cli.configured import limits_of, marked, options_of  # noqa: PLC0415
    from parchk.cli.input import document_bytes, document_name  # noqa: PLC0415
    from parchk.cli.output import Output  # noqa: PLC0415
    from parchk.settings import find_settings  # noqa: PLC0415

    settings = reading.over(find_settings([file], reading.config), lang)
    options = options_of(settings, issued_on=reading.issued_on, with_text=with_text)
    out = Output.chosen(
        format_name,
        output,
        formatting,
        lang=settings.lang,
        calendar=options.calendar,
        explain=explain,
        no_color=no_color,
        quiet=quiet,
        verbose=verbose,
    )
    out.refuse_to_overwrite(file)
    limits = limits_of(settings)
    if out.shows_text:
        options = replace(options, with_text=True)

    from platformdirs import user_cache_path  # noqa: PLC0415

    from parchk.cli.time_limit import time_limit  # noqa: PLC0415
    from parchk.pipeline import Extractor  # noqa: PLC0415
    from parchk.read import read_bytes  # noqa: PLC0415
    from parchk.ruleset import load  # noqa: PLC0415

    with time_limit(settings.max_seconds, "standard input" if file == "-" else file):
        source = read_bytes(document_bytes(file, limits), document_name(file), limits, reading.encoding)
        ruleset = load(settings.rules, cache_in=user_cache_path("parchk", appauthor=False))
        directive = marked(Extractor(ruleset, options)(source), source.text, settings, me, ruleset)
    ruleset.save_cache()
    out.deliver([directive])
