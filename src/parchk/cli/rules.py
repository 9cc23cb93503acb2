"""``parchk rules``: the rules in force."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from parchk.cli.options import RulesOption

app = typer.Typer(help="The rules in force: list them, show one, check your own.", rich_markup_mode=None)

RulesFormat = Annotated[Literal["table", "json"], typer.Option("-f", "--format", help="How to list them.")]


@app.command("list")
def list_rules(*, format_name: RulesFormat = "table", rules: RulesOption = None) -> None:
    """List the rules: file, id and name."""
    from parchk.cli.output import emit  # noqa: PLC0415 - start-up
    from parchk.ruleset import load  # noqa: PLC0415
    from parchk.write.rules import as_json, as_table  # noqa: PLC0415

    emit((as_json if format_name == "json" else as_table)(load(rules)))


@app.command("show")
def show_rule(
    rule: Annotated[str, typer.Argument(metavar="ID", help="The rule's id, or file/id where several files have it.")],
    *,
    rules: RulesOption = None,
) -> None:
    """Show everything of one rule, as it would stand in a rule file."""
    from parchk.cli.output import emit  # noqa: PLC0415 - start-up
    from parchk.ruleset import load  # noqa: PLC0415
    from parchk.write.rules import as_toml  # noqa: PLC0415

    emit(as_toml(load(rules), rule))


@app.command("check")
def check_rules(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Your own rule files, laid over the built-in ones.")
    ] = None,
) -> None:
    """Validate rule files and run every rule's examples and counterexamples."""
    from parchk.cli.output import emit, remark  # noqa: PLC0415 - start-up
    from parchk.errors import RuleError, UsageError  # noqa: PLC0415
    from parchk.ruleset import check, load  # noqa: PLC0415

    if folder is not None and folder.is_dir() and not any(folder.glob("*.toml")):
        raise UsageError(f"{folder} holds no rule file; rule files end in .toml")
    ruleset = load(folder)
    problems = [
        RuleError(f"{file}.toml", problem, rule=rule.id, key="examples")
        for file, rule in ruleset
        for problem in check(ruleset, file, rule.id)
    ]
    if problems:
        # All of them are said; the last one ends the program.
        for problem in problems[:-1]:
            remark(f"parchk: {problem}")
        raise problems[-1]
    count = sum(1 for _ in ruleset)
    examples = sum(len(rule.examples) + len(rule.counterexamples) for _, rule in ruleset)
    emit(f"{count} rules in {len(ruleset.files)} files, {examples} examples: all hold\n".encode())
