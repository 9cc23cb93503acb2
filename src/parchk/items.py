"""Items of a document as other documents name them: ``điểm a khoản 2 Mục II``."""

from __future__ import annotations

from itertools import product

from parchk import regexp

#: The words for items, the outermost lowest.
RANK = {"phần": 0, "chương": 1, "mục": 2, "tiểu mục": 3, "điều": 3, "khoản": 4, "điểm": 5, "tiết": 6}
#: What joins the labels of one level: "điểm a, b và c".
LIST = regexp.compile(r", ?(?:và )?| và | hoặc ")


def paths(named: str, piece: regexp.Pattern) -> list[str]:
    """The paths of the items that the words name; ``piece`` is the rule ``item-piece`` of ``drafting.toml``.

    >>> from parchk.ruleset import load
    >>> paths("điểm a, b khoản 2 Mục II", load().pattern("drafting", "item-piece"))
    ['II/2/a', 'II/2/b']
    """
    labels: dict[str, list[str]] = {}
    for match in piece.finditer(named):
        labels.setdefault(match["unit"].lower(), []).extend(LIST.split(match["labels"]))
    levels = [[_path(unit, label) for label in labels[unit]] for unit in sorted(labels, key=RANK.__getitem__)]
    return ["/".join(steps) for steps in product(*levels)]


def _path(unit: str, label: str) -> str:
    """A label as a path has it: ``Mục II.1`` is item 1 of II; an article is named with its word."""
    label = label.rstrip(".")
    if unit in ("điều", "chương"):
        return f"{unit} {label}"
    outer, _, inner = label.partition(".")
    return f"{outer}/{inner.replace('.', '/')}" if inner and not outer.isdigit() else label
