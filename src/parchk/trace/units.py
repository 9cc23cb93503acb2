"""Whether a task went to the same office of another level, or to another office."""

from __future__ import annotations

from itertools import pairwise
from typing import Final, Literal

from parchk.models import Task
from parchk.ruleset import Ruleset
from parchk.similarity import Wording
from parchk.trace.matching import HEAD
from parchk.trace.model import UnitChange

_Office = tuple[tuple[str, ...], tuple[str, ...]]
"""The kind of an office, where that is more than a level's word (Văn phòng, Kho bạc), and its field: as tokens."""

# By whether every ordered unit has its counterpart, and every one of the lower task.
_KINDS: Final[dict[tuple[bool, bool], Literal["renamed", "added", "removed", "reassigned"]]] = {
    (True, True): "renamed",
    (True, False): "added",
    (False, True): "removed",
    (False, False): "reassigned",
}


class UnitComparison:
    """Compares the responsible units of two tasks by one rule set."""

    def __init__(self, wording: Wording, rules: Ruleset) -> None:
        self._wording = wording
        # The longer first, which say more.
        self._kinds = sorted({wording.tokens(word) for word in rules.words("trace", "own_kind")}, key=len, reverse=True)

    def __call__(self, upper: Task, lower: Task) -> UnitChange | None:
        """What was changed; ``None`` where both name the same units."""
        ordered, carrying = lead(upper), lead(lower)
        if _keys(upper) == _keys(lower):
            return None
        above, below = [self._office(name) for name in ordered], [self._office(name) for name in carrying]
        are_passed_on = all(any(_is_same(one, other) for other in below) for one in above)
        are_given = all(any(_is_same(one, other) for one in above) for other in below)
        return UnitChange(kind=_KINDS[are_passed_on, are_given], upper=ordered, lower=carrying)

    def _office(self, name: str) -> _Office:
        tokens = self._wording.tokens(name)
        if tokens[: len(HEAD)] == HEAD:
            tokens = tokens[len(HEAD) :]
        kind = next((kind for kind in self._kinds if tokens[: len(kind)] == kind), ())
        return kind, tokens[len(kind) :]


def lead(task: Task) -> list[str]:
    """The responsible units, as written."""
    return [unit.name for unit in task.units if unit.role == "lead"]


def _keys(task: Task) -> set[str]:
    return {unit.key for unit in task.units if unit.role == "lead"}


def _is_same(one: _Office, other: _Office) -> bool:
    """Whether offices differ by level alone: Sở Thông tin và Truyền thông and Phòng Văn hóa và Thông tin do."""
    (kind, field), (other_kind, other_field) = one, other
    return kind == other_kind and (field == other_field or bool({*pairwise(field)} & {*pairwise(other_field)}))
