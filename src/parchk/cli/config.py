"""``parchk config``: the configuration in force."""

from typing import Annotated, Literal

import typer

from parchk.cli.options import ConfigOption

app = typer.Typer(help="The configuration in force.", rich_markup_mode=None, add_completion=False)


@app.callback()
def config_command() -> None:
    """Keep ``show`` a command of its own: typer would take the place of a single one."""


@app.command("show")
def show(
    path: Annotated[
        str | None,
        typer.Argument(
            metavar="[PATH]",
            help="A document or folder whose configuration is looked for. [default: the current folder]",
        ),
    ] = None,
    *,
    config: ConfigOption = None,
    format_name: Annotated[Literal["table", "json"], typer.Option("-f", "--format", help="How to show it.")] = "table",
) -> None:
    """Show every key with its value and where that comes from."""
    from parchk.cli.output import emit  # noqa: PLC0415 - start-up
    from parchk.settings import find_settings  # noqa: PLC0415
    from parchk.write.settings import as_json, as_table  # noqa: PLC0415

    configuration = find_settings([path] if path else [], config)
    emit((as_json if format_name == "json" else as_table)(configuration))
