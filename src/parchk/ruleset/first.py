"""The first of several rules that fits a text, found in one call."""

from __future__ import annotations

from collections.abc import Sequence

from parchk import regexp
from parchk.ruleset import Ruleset


class FirstOf:
    """Several rules of a file, of which the first in their order that fits is wanted.

    They are looked for together: asked one by one, most of the time would go into asking.

    >>> from parchk.ruleset import load
    >>> heads = FirstOf(load(), "actions", ["report-trouble", "have-solution", "verb-first"])
    >>> heads.match("Có giải pháp giảm nợ đọng.")[0]
    'have-solution'
    """

    def __init__(self, rules: Ruleset, file: str, chosen: Sequence[str]) -> None:
        self._rules = [(rule, rules.pattern(file, rule)) for rule in chosen]
        self._of_group = {rule.replace("-", "_"): rule for rule in chosen}
        case = {rules.get(file, rule).case for rule in chosen}
        # Rules that tell capitals apart and rules that do not make no single pattern.
        self._together = rules.any_of(file, chosen, case=case.pop()) if len(case) == 1 else None

    def match(self, text: str, pos: int = 0, endpos: int | None = None) -> tuple[str, regexp.Match] | None:
        """The first rule that matches at ``pos``, and its match."""
        if self._together is None:
            matches = ((rule, pattern.match(text, pos, endpos)) for rule, pattern in self._rules)
            return next(((rule, match) for rule, match in matches if match is not None), None)
        match = self._together.match(text, pos, endpos)
        return None if match is None else (self._of_group[match.alternative or ""], match)

    def fullmatch(self, text: str) -> str | None:
        """The first rule that matches the whole text."""
        if self._together is None:
            return next((rule for rule, pattern in self._rules if pattern.fullmatch(text)), None)
        match = self._together.fullmatch(text)
        return None if match is None else self._of_group[match.alternative or ""]

    def search(self, text: str) -> str | None:
        """The first rule that matches anywhere."""
        if self._together is not None and self._together.search(text) is None:
            return None
        return next((rule for rule, pattern in self._rules if pattern.search(text)), None)
