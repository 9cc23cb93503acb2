"""Verbs, products and measurable goals inside a task."""

from __future__ import annotations

import re

from parchk.ruleset import Ruleset
from parchk.ruleset.first import FirstOf
from parchk.spans import ActionMention, Skeleton, TargetMention

_COMMA = re.compile(r"[,:] ")
# Adverbials before the verb are not longer than this.
_OPENING_LENGTH = 400
_DIGIT = re.compile(r"\d")
_CLAUSE = re.compile(r"[^;]+")


class ActionRecogniser:
    """Reads what is to be done off a task's skeleton."""

    def __init__(self, rules: Ruleset) -> None:
        self._heads = FirstOf(rules, "actions", [rule.id for rule in rules.of_kind("actions", "head")])
        self._opening = rules.compile("roles", "<<opening>>")
        self._must = rules.pattern("actions", "must-do")
        self._product = rules.pattern("actions", "product")
        targets = rules.of_kind("actions", "target")
        self._comparisons = {rule.id.replace("-", "_"): rule.value for rule in targets}
        self._target = rules.any_of("actions", [rule.id for rule in targets])

    def actions(self, skeleton: Skeleton, behind: int) -> list[tuple[ActionMention, int]]:
        """The verb of every clause, and where the clause ends; ``behind`` is where the first clause's subject ends.

        ``behind`` counts in the skeleton; the positions given back count in the normalised text.
        """
        found = []
        text = skeleton.text
        for number, clause in enumerate(_CLAUSE.finditer(text)):
            start, end = clause.span()
            if number == 0:
                start = max(start, behind)
            while start < end and text[start] in " ,:(":
                start += 1
            while end > start and text[end - 1] in " .,:/":
                end -= 1
            mention = self._first(skeleton, start, end)
            if mention is not None:
                found.append((mention, skeleton.place(end)))
        return found

    def _head(self, skeleton: Skeleton, start: int, end: int) -> ActionMention | None:
        found = self._heads.match(skeleton.text, start, end)
        if found is None:
            return None
        rule, match = found
        low, high = match.span("verb")
        return ActionMention(skeleton.place(low), skeleton.place(high), rule)

    def _first(self, skeleton: Skeleton, start: int, end: int) -> ActionMention | None:
        """The verb that opens the clause, else the one behind its adverbials, else the one behind ``phải``."""
        mention = self._head(skeleton, start, end)
        if mention is not None:
            return mention
        if self._opening.match(skeleton.text, start, end):
            for comma in _COMMA.finditer(skeleton.text, start, min(end, start + _OPENING_LENGTH)):
                mention = self._head(skeleton, comma.end(), end)
                if mention is not None:
                    return mention
        match = self._must.search(skeleton.text, start, end)
        if match is None:
            return None
        low, high = match.span("verb")
        return ActionMention(skeleton.place(low), skeleton.place(high), "must-do")

    def products(self, skeleton: Skeleton) -> list[tuple[int, int]]:
        """What the task is to yield: ``[start, end)`` in the normalised text."""
        return [
            (skeleton.place(match.start("product")), skeleton.place(match.end("product")))
            for match in self._product.finditer(skeleton.text)
        ]

    def targets(self, skeleton: Skeleton) -> list[TargetMention]:
        """Measurable goals."""
        found: list[TargetMention] = []
        if _DIGIT.search(skeleton.text) is None:
            return found
        for match in self._target.finditer(skeleton.text):
            comparison = self._comparisons[match.alternative or ""]
            written = match["value"]
            digits = written.replace(",", ".") if "," in written else written.replace(".", "")
            value = float(digits) if "." in digits else int(digits)
            unit = match["unit"].strip() or None
            found.append(
                TargetMention(skeleton.place(match.start()), skeleton.place(match.end()), comparison, value, unit)
            )
        return found
