"""``parchk convert``: results to another format, without extracting again."""

from typing import Annotated

import typer

from parchk.cli.options import (
    ExcelOption,
    ExplainOption,
    LangOption,
    NoColorOption,
    OutOption,
    QuietOption,
    VerboseOption,
)
from parchk.errors import UsageError


def convert(
    results: Annotated[
        list[str], typer.Argument(metavar="RESULT", help="Results of extract as JSON or JSONL; - is standard input.")
    ],
    *,
    to: Annotated[
        str | None,
        typer.Option("-t", "--to", metavar="FORMAT", help="json, jsonl, csv, tsv, md, table, or spacy (with -o)."),
    ] = None,
    output: OutOption = None,
    lang: LangOption = None,
    excel: ExcelOption = False,
    explain: ExplainOption = False,
    no_color: NoColorOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Write results in another format: the same bytes as extract --format gives."""
    from parchk.cli.input import read_result_files  # noqa: PLC0415 - start-up
    from parchk.cli.output import Output  # noqa: PLC0415

    if to is None and output is None:
        raise UsageError("convert needs to know the format: give --to FORMAT, or -o OUT with an ending that names it")
    out = Output.chosen(
        to,
        output,
        excel=excel,
        explain=explain,
        lang=lang,
        no_color=no_color,
        quiet=quiet,
        verbose=verbose,
    )
    out.refuse_to_overwrite(*results)
    out.deliver(read_result_files(results))
