"""Items of a document as other documents name them: ``điểm a khoản 2 Mục II``."""

from __future__ import annotations

from itertools import product

from parchk import regexp

#: The words for items, the outermost lowest.
RANK = {"phần": 0, "chương": 1, "mục": 2, "tiểu mục": 3, "điều": 3, "khoản": 4, "điểm": 5, "tiết": 6}
#: What joins the labels of one level: "điểm a, b và c".
LIST = regexp.compile(r", ?(?:và )?| và | hoặc ")
# Between two unit words: another item may begin.
_AGAIN = regexp.compile(r",|(?<!\w)(?:và|hoặc)(?!\w)")

#: The labels of each level of an item.
_Chain = dict[str, list[str]]


def paths(named: str, piece: regexp.Pattern) -> list[str]:
    """The paths of the items that the words name; ``piece`` is the rule ``item-piece`` of ``drafting.toml``.

    >>> from parchk.ruleset import load
    >>> paths("điểm a, b khoản 2 Mục II", load().pattern("drafting", "item-piece"))
    ['II/2/a', 'II/2/b']
    >>> paths("điểm a khoản 1, điểm b khoản 2 Mục II", load().pattern("drafting", "item-piece"))
    ['II/1/a', 'II/2/b']
    """
    chains: list[_Chain] = []
    run: _Chain = {}
    end = 0
    for match in piece.finditer(named):
        if run and _AGAIN.search(named[end : match.start()]):
            _add(chains, run)
            run = {}
        run.setdefault(match["unit"].lower(), []).extend(LIST.split(match["labels"]))
        end = match.end()
    if run:
        _add(chains, run)
    found: list[str] = []
    outer: _Chain = {}
    for chain in reversed(chains):  # "khoản 1, khoản 2 Mục II": the outer level is said once, behind the last
        inherited = {unit: labels for unit, labels in outer.items() if RANK[unit] < _ranks(chain)[0]}
        outer = inherited | chain
        levels = [[_path(unit, label) for label in outer[unit]] for unit in sorted(outer, key=RANK.__getitem__)]
        found[:0] = ["/".join(steps) for steps in product(*levels)]
    return found


def _add(chains: list[_Chain], run: _Chain) -> None:
    """Another item, or more levels of the last one: "Mục II, khoản 3"."""
    if chains:
        (low, high), (outermost, innermost) = _ranks(chains[-1]), _ranks(run)
        if outermost > high or innermost < low:
            chains[-1] |= run
            return
    chains.append(run)


def _ranks(chain: _Chain) -> tuple[int, int]:
    ranks = [RANK[unit] for unit in chain]
    return min(ranks), max(ranks)


def _path(unit: str, label: str) -> str:
    """A label as a path has it: ``Mục II.1`` is item 1 of II; an article is named with its word."""
    label = label.rstrip(".")
    if unit in ("điều", "chương"):
        return f"{unit} {label}"
    outer, _, inner = label.partition(".")
    return f"{outer}/{inner.replace('.', '/')}" if inner and not outer.isdigit() else label
