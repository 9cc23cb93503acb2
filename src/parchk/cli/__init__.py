"""The command line: one thin module a command. Parse, call, deliver; nothing here exits.

A command's module is imported when the command is asked for, and what it needs when it runs, so that ``parchk --help``
waits for nothing but typer.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.main import get_command

from parchk.errors import UsageError

# The usage errors of whichever click typer brings: the package, or typer's own copy.
_WRONG_USAGE: type[Exception] = typer.BadParameter.__bases__[0]
_INTERRUPTED = 130

app = typer.Typer(
    name="parchk",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
# Module of each command, and what there is the command: a function, or an app with commands of its own.
_HOMES = {
    "extract": ("extract", "extract"),
    "batch": ("batch", "batch"),
    "check": ("check", "check"),
    "convert": ("convert", "convert"),
    "trace": ("trace", "trace"),
    "due": ("due", "due"),
    "schema": ("schema", "schema"),
    "eval": ("evaluate", "evaluate"),
    "rules": ("rules", "app"),
    "config": ("config", "app"),
}


class _Commands(Mapping[str, Any]):
    """The commands by name; each is imported when it is asked for, so that none waits for the others."""

    def __getitem__(self, name: str) -> Any:
        return _command(name, *_HOMES[name])

    def __iter__(self) -> Iterator[str]:
        return iter(_HOMES)

    def __len__(self) -> int:
        return len(_HOMES)


@cache
def _command(name: str, module: str, attribute: str) -> Any:
    found = getattr(import_module(f"parchk.cli.{module}"), attribute)
    if not isinstance(found, typer.Typer):
        function, found = found, typer.Typer(rich_markup_mode=None, add_completion=False)
        found.command(name)(function)
    command = get_command(found)
    command.name = name
    return command


def _show_version(value: bool) -> None:  # noqa: FBT001 - typer calls it so
    if value:
        import parchk  # noqa: PLC0415 - the version is looked up only here

        typer.echo(f"parchk {parchk.__version__}")
        raise typer.Exit


@app.callback()
def parchk_command(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_show_version)
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Read Vietnamese directives and list the tasks in them: who has to do what by when."""
    # Both are dealt with before: --version by its callback, --debug by parchk.__main__.
    del version, debug


def run(arguments: Sequence[str]) -> int:
    """Run one command; its exit code. Wrong usage is a :class:`~parchk.errors.UsageError`."""
    program: Any = get_command(app)
    program.commands = _Commands()
    try:
        code = program.main(args=list(arguments), prog_name="parchk", standalone_mode=False)
    except _WRONG_USAGE as error:
        raise UsageError(_sentence(error)) from error
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):
            # typer ends the program by itself when nobody reads any more; how that ends is for parchk.__main__ to say.
            raise end.__context__ from None
        raise
    except typer.Abort:
        return _INTERRUPTED
    return code if isinstance(code, int) else 0


def _sentence(error: Exception) -> str:
    """Say a usage error in one sentence that names the help of its command."""
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "parchk"
    message = " ".join(message.split()).rstrip(".").replace("Value error, ", "")
    return f"{message[:1].lower()}{message[1:]}; `{command} --help` shows the usage"
