"""How far a task can be trusted: the product of what was counted for the ways in which its parts were found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parchk.assemble.draft import Draft
from parchk.errors import RuleError
from parchk.ruleset import Ruleset

_FILE = "confidence"
# Below this, the sentence alone hardly makes a task.
_WEAK = 0.9
_HIGHEST, _LOWEST = 0.99, 0.05
# A second opinion that agrees makes a task a little surer.
_HIGHEST_RATE = 1.5


class Confidence:
    """Looks up ``confidence.toml``; of the tasks at 0.9, about nine in ten are a reader's in every part."""

    def __init__(self, rules: Ruleset) -> None:
        self._tables = {name: dict(_counted(name, entries)) for name, entries in rules.files[_FILE].lists.items()}

    def __call__(self, draft: Draft) -> float:
        """The confidence of a task, 0.05 to 0.99: that it is one, and has these units and times."""
        statement = draft.statement
        sentence = self._sentence(statement.reason)
        source = (draft.lead_source or "sentence") if draft.leads else "none"
        unit = self._tables["unit"][source]
        if sentence < _WEAK:
            unit = self._tables["unit_of_weak"].get(source, unit)
        times = self._tables["time"]
        time = min((times[where] for mention, where in draft.deadlines if not mention.weak), default=times["none"])
        value = sentence * unit * self._tables["units"]["several" if len(draft.leads) > 1 else "one"] * time
        if statement.row is not None and statement.row.merged:
            value *= self._tables["cells"]["merged"]
        if statement.second_opinion:
            value *= self._tables["second"]["doubt" if statement.second_opinion == "nlp:doubt" else "agreement"]
        return round(min(_HIGHEST, max(_LOWEST, value)), 2)

    def _sentence(self, reason: str) -> float:
        known = self._tables["sentence"]
        rate = known.get(reason)
        return rate if rate is not None else known.get(reason.partition(":")[0], known["other"])


def _counted(table: str, entries: Sequence[str]) -> Iterator[tuple[str, float]]:
    """``verb-first = 0.98`` as a pair; a later entry of the same name replaces an earlier one."""
    for entry in entries:
        name, _, value = entry.rpartition("=")
        try:
            rate = float(value)
        except ValueError:
            rate = -1.0
        if not 0 <= rate <= _HIGHEST_RATE:
            problem = f"{entry!r} is no name with a number from 0 to {_HIGHEST_RATE}, like 'heading = 0.93'"
            raise RuleError(f"{_FILE}.toml", problem, key=table)
        yield name.strip(), rate
