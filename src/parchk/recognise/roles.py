"""Which part the units of a sentence have in its task, by the words around them."""

from __future__ import annotations

from bisect import bisect_left

from parchk.ruleset import Ruleset
from parchk.spans import UNIT_SIGN, RoleMention, Skeleton

# The stronger evidence first; a unit keeps the first role that it gets.
_ORDER = (
    "report-via", "between", "together", "along-with", "invite", "assign", "forbid", "run-in", "subject", "must",
    "lead-in-order", "lead-in-subject", "subject-open", "inner-assign", "report-to", "report-about", "advise",
)  # fmt: skip

# "để theo dõi, tổng hợp và báo cáo" is not longer than this.
_PURPOSE_LENGTH = 70


class RoleRecogniser:
    """Reads roles off the skeleton of a sentence."""

    def __init__(self, rules: Ruleset) -> None:
        known = {rule.id: rule for rule in rules.rules("roles")}
        order = [rule for rule in _ORDER if rule in known] + [rule for rule in known if rule not in _ORDER]
        self._rules = [(rule, known[rule].role, rules.pattern("roles", rule)) for rule in order]
        self._purpose = rules.pattern("sentences", "purpose")
        self._advised = rules.pattern("sentences", "advised-reports")
        self._gathers = rules.pattern("sentences", "gathers")

    def __call__(self, skeleton: Skeleton) -> list[RoleMention]:
        """The roles of the sentence's units, in the order of the text."""
        if not skeleton.units:
            return []
        text, positions = skeleton.text, list(skeleton.units)
        taken: set[int] = set()
        found: list[RoleMention] = []
        led = False
        for rule, role, pattern in self._rules:
            if len(taken) == len(positions):
                break
            if led and role == "lead" and rule != "inner-assign":
                continue  # "X yêu cầu Y thực hiện": Y is to act, X is no subject of the task
            match = pattern.search(text)
            while match is not None:
                spans = match.spans("units") if "units" in match.re.groups else [match.span()]
                fresh = [
                    position
                    for low, high in spans
                    for position in positions[bisect_left(positions, low) : bisect_left(positions, high)]
                    if position not in taken
                ]
                if fresh and not (role == "report_to" and self._is_receivers_own(text, fresh[0])):
                    taken.update(fresh)
                    units = tuple(skeleton.units[position] for position in fresh)
                    found.append(RoleMention(role, units, rule, skeleton.place(match.start()), units[-1].end))
                    led = led or role == "lead"
                match = pattern.search(text, max(match.end(), match.start() + 1))
        found.sort(key=lambda mention: mention.units[0].start)
        return found

    def _is_receivers_own(self, text: str, unit: int) -> bool:
        """``… để tổng hợp, báo cáo X`` is what the receiver does, or a purpose: no report of this task.

        So is what an advised body reports (``tham mưu X báo cáo Y``).
        Unless the unit itself gathers and reports (``tổng hợp … để báo cáo X``).
        """
        clause = text.rfind(";", 0, unit) + 1
        if self._advised.search(text, clause, unit):
            return True
        purpose = self._purpose.search(text, max(clause, unit - _PURPOSE_LENGTH), unit)
        if purpose is None:
            return False
        return not self._gathers.search(text, clause, purpose.start()) or UNIT_SIGN in text[clause : purpose.start()]
