"""Which part the units of a sentence have in its task, by the words around them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct, field

from parchk import regexp
from parchk.ruleset import Ruleset
from parchk.spans import UNIT_SIGN, RoleMention, Skeleton
from parchk.text import canonical_spellings

# The stronger evidence first; a unit keeps the first role that it gets.
_ORDER = (
    "report-via", "between", "together", "along-with", "invite", "assign", "forbid", "run-in", "subject", "must",
    "lead-in-order", "lead-in-subject", "subject-open", "inner-assign", "report-to", "report-about", "advise",
)  # fmt: skip

# "để theo dõi, tổng hợp và báo cáo" is not longer than this.
_PURPOSE_LENGTH = 70


class _Reading(Struct, gc=False):  # never part of a circle
    """A sentence and what is known of its units so far."""

    skeleton: Skeleton
    text: str
    folded: str
    """Its text, capitals and small letters alike."""
    positions: list[int]
    """Where its units stand."""
    taken: set[int] = field(default_factory=set)
    """Where those stand that have a role."""
    led: bool = False
    """One of them is to act."""
    found: list[RoleMention] = field(default_factory=list)


class RoleRecogniser:
    """Reads roles off the skeletons of sentences."""

    def __init__(self, rules: Ruleset) -> None:
        known = {rule.id: rule for rule in rules.rules("roles")}
        order = [rule for rule in _ORDER if rule in known] + [rule for rule in known if rule not in _ORDER]
        self._rules = [
            (rule, known[rule].role, _folded(known[rule].needs), rules.pattern("roles", rule)) for rule in order
        ]
        self._purpose = rules.pattern("sentences", "purpose")
        self._advised = rules.pattern("sentences", "advised-reports")
        self._gathers = rules.pattern("sentences", "gathers")

    def __call__(self, skeletons: Sequence[Skeleton]) -> list[list[RoleMention]]:
        """The roles of each sentence's units, in the order of the text.

        Rule by rule over all sentences, not sentence by sentence: a rule's machine code stays at hand that way.
        """
        readings = [
            _Reading(skeleton, text := skeleton.text, text.casefold(), list(skeleton.units))
            for skeleton in skeletons
            if skeleton.units
        ]
        left = readings
        for rule, role, needs, pattern in self._rules:
            # "X yêu cầu Y thực hiện": Y is to act, X is no subject of the task
            leads = role == "lead" and rule != "inner-assign"
            is_found = False
            for reading in left:
                if leads and reading.led:
                    continue
                folded = reading.folded
                for word in needs:
                    if word in folded:
                        break
                else:
                    continue
                text = reading.text
                match = pattern.search(text)
                while match is not None:
                    is_found = True
                    self._take(reading, rule, role, match)
                    start, end = match.span()
                    match = pattern.search(text, end if end > start else start + 1)
            if is_found:
                left = [reading for reading in left if len(reading.taken) < len(reading.positions)]
        for reading in readings:
            reading.found.sort(key=_first_unit)
        read = iter(readings)
        return [next(read).found if skeleton.units else [] for skeleton in skeletons]

    def _take(self, reading: _Reading, rule: str, role: str, match: regexp.Match) -> None:
        """Give the role to those of the rule's units that have none yet."""
        spans = match.spans("units") if "units" in match.re.groups else [match.span()]
        positions = reading.positions
        fresh = [
            position
            for low, high in spans
            for position in positions[bisect_left(positions, low) : bisect_left(positions, high)]
            if position not in reading.taken
        ]
        if not fresh or (role == "report_to" and self._is_receivers_own(reading.text, fresh[0])):
            return
        reading.taken.update(fresh)
        reading.led = reading.led or role == "lead"
        units = tuple(reading.skeleton.units[position] for position in fresh)
        start = reading.skeleton.place(match.start())
        reading.found.append(RoleMention(role, units, rule, start, units[-1].end))

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


def _first_unit(mention: RoleMention) -> int:
    return mention.units[0].start


def _folded(words: Sequence[str]) -> list[str]:
    """Words as they stand in a folded text; for none the empty one, which stands in each."""
    return [word.casefold() for word in canonical_spellings(words)] or [""]
