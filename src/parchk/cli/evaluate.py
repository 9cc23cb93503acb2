"""``parchk eval``: how well parchk agrees with a careful reader."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from parchk.cli.options import RulesOption

_BELOW = 1


def evaluate(
    gold_dir: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="Folder of NAME.gold.json files.")],
    *,
    texts: Annotated[
        Path | None,
        typer.Option("--texts", metavar="DIR", help="Folder of their documents NAME.txt, NAME.md. [default: GOLD_DIR]"),
    ] = None,
    misses: Annotated[bool, typer.Option("--misses", help="Say every difference.")] = False,
    format_name: Annotated[Literal["table", "json"], typer.Option("-f", "--format", help="How to show it.")] = "table",
    fail_under: Annotated[
        str | None,
        typer.Option(
            "--fail-under", metavar="ROW=F1,...", help="End with 1 below this, e.g. tasks=0.95,lead-exact=0.9."
        ),
    ] = None,
    nlp: Annotated[Literal["auto", "off", "always"], typer.Option("--nlp", help="As for extract.")] = "auto",
    rules: RulesOption = None,
) -> int:
    """Compare with gold files: precision, recall and F1 of every field."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - start-up

    from parchk.cli.output import emit, remark  # noqa: PLC0415
    from parchk.evaluate import Evaluation, below, parse_floors, total  # noqa: PLC0415
    from parchk.evaluate_gold import displaced, gold_files, name_of, read_gold, text_of  # noqa: PLC0415
    from parchk.evaluate_match import Matcher  # noqa: PLC0415
    from parchk.evaluate_report import as_json, as_table  # noqa: PLC0415
    from parchk.pipeline import Extractor, Options  # noqa: PLC0415
    from parchk.read import read_path  # noqa: PLC0415
    from parchk.ruleset import load  # noqa: PLC0415

    floors = parse_floors(fail_under)
    # All is read before anything is extracted: a missing document is said at once.
    read = [(name_of(path), read_gold(path), read_path(text_of(path, texts))) for path in gold_files(gold_dir)]
    ruleset = load(rules, cache_in=user_cache_path("parchk", appauthor=False))
    extract, compare = Extractor(ruleset, Options(nlp=nlp)), Evaluation(Matcher(ruleset))
    scores = []
    for name, gold, source in read:
        slips = displaced(gold, source.text)
        if slips:
            first = slips[0]
            remark(
                f"parchk: {name}: {len(slips)} of {len(gold.tasks)} gold tasks do not stand at their place in"
                f" {source.name}, first [{first.start}, {first.end}); are they labels of another text?"
            )
        scores.append(compare(name, gold, extract(source)))
    ruleset.save_cache()
    emit((as_json if format_name == "json" else as_table)(scores, misses=misses))
    missed = below(total(scores), floors)
    for row, figure, floor in missed:
        remark(f"parchk: {row}: F1 {figure:.4f} is below {floor:g}")
    return _BELOW if missed else 0
