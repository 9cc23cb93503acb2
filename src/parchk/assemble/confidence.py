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
        tables = {name: dict(_counted(name, entries)) for name, entries in rules.files[_FILE].lists.items()}
        self._sentences, self._times, self._units = tables["sentence"], tables["time"], tables["unit"]
        self._units_of_weak = {**self._units, **tables["unit_of_weak"]}
        self._one, self._several = tables["units"]["one"], tables["units"]["several"]
        self._merged = tables["cells"]["merged"]
        self._doubt, self._agreement = tables["second"]["doubt"], tables["second"]["agreement"]

    def __call__(self, draft: Draft) -> float:
        """The confidence of a task, 0.05 to 0.99: that it is one, and has these units and times."""
        statement = draft.statement
        sentence = self._sentence(statement.reason)
        source = (draft.lead_source or "sentence") if draft.leads else "none"
        unit = (self._units_of_weak if sentence < _WEAK else self._units)[source]
        times = [self._times[where] for mention, where in draft.deadlines if not mention.weak]
        time = min(times) if times else self._times["none"]
        value = sentence * unit * (self._several if len(draft.leads) > 1 else self._one) * time
        if statement.row is not None and statement.row.merged:
            value *= self._merged
        if statement.second_opinion:
            value *= self._doubt if statement.second_opinion == "nlp:doubt" else self._agreement
        return round(min(_HIGHEST, max(_LOWEST, value)), 2)

    def _sentence(self, reason: str) -> float:
        rate = self._sentences.get(reason)
        if rate is not None:
            return rate
        return self._sentences.get(reason.partition(":")[0], self._sentences["other"])


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
