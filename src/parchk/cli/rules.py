"""``parchk rules``: the rules in force."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from parchk.cli.options import RulesOption

if TYPE_CHECKING:
    from parchk.text import SourceText

app = typer.Typer(
    help="The rules in force: list them, show one, check your own.", rich_markup_mode=None, add_completion=False
)

RulesFormat = Annotated[Literal["table", "json"], typer.Option("-f", "--format", help="How to list them.")]


@app.command("list")
def list_rules(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="With --unused: documents, and folders of .txt and .md files."),
    ] = None,
    *,
    unused: Annotated[bool, typer.Option("--unused", help="Only those that hit nothing in these documents.")] = False,
    format_name: RulesFormat = "table",
    rules: RulesOption = None,
) -> None:
    """List the rules: file, id and name."""
    from parchk.cli.output import emit, remark  # noqa: PLC0415 - start-up
    from parchk.errors import UsageError  # noqa: PLC0415
    from parchk.ruleset import load  # noqa: PLC0415
    from parchk.write.rules import as_json, as_table  # noqa: PLC0415

    if unused != bool(paths):
        raise UsageError("--unused and documents go together: `parchk rules list --unused PATH...`")
    ruleset = load(rules)
    if paths:
        from parchk.evaluate_unused import count_matching, unused_rules  # noqa: PLC0415

        documents = _documents(paths)
        count = count_matching(ruleset)
        ruleset = unused_rules(ruleset, documents)
        remark(f"{count_matching(ruleset)} of {count} rules that match text hit nothing in {len(documents)} documents")
    emit((as_json if format_name == "json" else as_table)(ruleset))


def _documents(paths: list[str]) -> "list[SourceText]":
    """Read these files, and the text files of these folders."""
    from parchk.cli.input import read_document  # noqa: PLC0415 - start-up
    from parchk.errors import InputError  # noqa: PLC0415
    from parchk.read import SUFFIXES  # noqa: PLC0415

    found: list[str] = []
    for path in paths:
        if Path(path).is_dir():
            inside = sorted(file for file in Path(path).iterdir() if file.suffix and file.suffix.lower() in SUFFIXES)
            if not inside:
                raise InputError(f"{path} holds no document; give files, or a folder of .txt and .md files")
            found += map(str, inside)
        else:
            found.append(path)
    return [read_document(path) for path in found]


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
    from parchk.nlp import broken_examples  # noqa: PLC0415
    from parchk.pipeline import Extractor  # noqa: PLC0415
    from parchk.read import read_bytes  # noqa: PLC0415
    from parchk.repair import broken_examples as broken_repairs  # noqa: PLC0415
    from parchk.ruleset import check, load  # noqa: PLC0415

    if folder is not None and folder.is_dir() and not any(folder.glob("*.toml")):
        raise UsageError(f"{folder} holds no rule file; rule files end in .toml")
    ruleset = load(folder)
    # A document that says nothing still needs every rule that the program cannot do without.
    Extractor(ruleset)(read_bytes(b"", "empty.txt"))
    problems = [
        RuleError(f"{file}.toml", problem, rule=rule.id, key="examples")
        for file, rule in ruleset
        for problem in check(ruleset, file, rule.id)
    ]
    problems += [
        RuleError(file, problem, rule=rule, key="examples")
        for file, broken in (("nlp.toml", broken_examples), ("repairs.toml", broken_repairs))
        for rule, problem in broken(ruleset)
    ]
    if problems:
        # All of them are said; the last one ends the program.
        for problem in problems[:-1]:
            remark(f"parchk: {problem}")
        raise problems[-1]
    count = sum(1 for _ in ruleset)
    examples = sum(len(rule.examples) + len(rule.counterexamples) for _, rule in ruleset)
    emit(f"{count} rules in {len(ruleset.files)} files, {examples} examples: all hold\n".encode())
