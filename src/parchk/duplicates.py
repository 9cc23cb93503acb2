"""The same task in several documents: reported once, with all its sources.

Two tasks are the same when one office wrote both documents or one document cites the other, the words are alike
(:mod:`parchk.similarity`), the same units lead, the same months, rounds and amounts are named ("tháng 5", "5.000 cây")
and no deadline speaks against it; where only one has a deadline, one document must cite the other. Tasks that differ in
nothing but the deadline stand beside each other and stay two: a plan of each quarter says the same with another day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from parchk import regexp
from parchk.models import Directive, Task
from parchk.ruleset import Ruleset
from parchk.similarity import Wording
from parchk.symbols import number_key

# Copied words, perhaps with another opening; two tasks on one topic are far below.
_ALIKE = 0.85
# A text of fewer tokens ("Thực hiện nghiêm túc") says the same in documents that have nothing to do with each other.
_TOKENS = 6
_HALF_YEAR = 183
# Numbers, in figures or as the Roman ones of quarters and rounds.
_FIGURES = regexp.compile(r"\d+(?:[.,/]\d+)*|(?<!\w)[IVX]+(?!\w)")
# Which share of a text's pairs of words is looked up: more than those that alike texts may differ in.
_RAREST = 0.25


@dataclass(frozen=True, slots=True)
class Copy:
    """One place where the task stands."""

    directive: Directive
    task: Task


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A task that several documents give to the same units in the same words."""

    copies: tuple[Copy, ...]
    """Those whose deadlines agree; by the day of issue, then as given. At least one."""
    unlike: tuple[Copy, ...]
    """Those with the same words and units, but another deadline: to be shown beside it, not to be merged."""


def duplicates(results: Sequence[Directive], rules: Ruleset) -> list[Duplicate]:
    """The tasks that stand in more than one of these documents, in the order of their first copies.

    Two tasks of one document are never one, and what is to be done with "this Plan" is another task in another
    document. A task is among the copies of one duplicate at most.
    """
    wording = Wording(rules)
    own = regexp.compile(rf"{rules.alternation(rules.words('drafting', 'documents'))} này", regexp.IGNORECASE)
    documents = sorted(range(len(results)), key=lambda at: results[at].document.issued_on or "9999")
    places = [
        (at, Copy(results[at], task))
        for at in documents
        for task in results[at].tasks
        if len(wording.tokens(task.text)) >= _TOKENS and not own.search(task.text)
    ]
    known = {at: _Known.of(results[at]) for at in documents}
    alike: dict[int, list[int]] = {}
    for one, other in _candidates([wording.tokens(copy.task.text) for _, copy in places]):
        if not known[places[one][0]].belongs_with(known[places[other][0]]):
            continue
        tasks = places[one][1].task, places[other][1].task
        if (
            _same_units(*tasks)
            and _same_figures(places[one][1], places[other][1])
            and wording.similarity(tasks[0].text, tasks[1].text) >= _ALIKE
        ):
            alike.setdefault(one, []).append(other)
    found = []
    taken: set[int] = set()
    for first in range(len(places)):
        if first in taken or first not in alike:
            continue
        copies = [first]
        unlike: list[int] = []
        for other in alike[first]:
            if other in taken or any(places[other][0] == places[at][0] for at in (*copies, *unlike)):
                continue
            agrees = all(_agree(places[other][1], places[at][1]) for at in copies)
            (copies if agrees else unlike).append(other)
        if len(copies) + len(unlike) > 1:
            taken.update(copies)
            found.append(Duplicate(tuple(places[at][1] for at in copies), tuple(places[at][1] for at in unlike)))
    return found


def _candidates(texts: Sequence[tuple[str, ...]]) -> list[tuple[int, int]]:
    """The pairs of texts that may be alike, in order: one has some of the rarest pairs of words of the other.

    The shorter of two alike texts has nearly all its pairs in common with the longer one. Comparing every text with
    every other one would take minutes for a year's documents.
    """
    features = [set(pairwise(tokens)) for tokens in texts]
    found_in: dict[tuple[str, str], list[int]] = {}
    for place, those in enumerate(features):
        for feature in those:
            found_in.setdefault(feature, []).append(place)
    found: set[tuple[int, int]] = set()
    for place, those in enumerate(features):
        rarest = sorted(those, key=lambda feature: (len(found_in[feature]), feature))
        for feature in rarest[: int(len(rarest) * _RAREST) + 1]:
            found.update((min(place, other), max(place, other)) for other in found_in[feature] if other != place)
    return sorted(found)


@dataclass(frozen=True, slots=True)
class _Known:
    """What tells whether two documents can give one task."""

    directive: Directive
    number: str | None
    issuer: str | None
    cited: frozenset[str]

    @classmethod
    def of(cls, directive: Directive) -> _Known:
        document = directive.document
        return cls(
            directive,
            number_key(document.number) if document.number else None,
            document.issuer.name.casefold() if document.issuer else None,
            frozenset(number_key(citation.number) for citation in directive.citations),
        )

    def belongs_with(self, other: _Known) -> bool:
        """Whether they are two documents of one half-year, and of one issuer or one cites the other.

        Next year's plan gives the same task anew, and what another province orders in the same words is another task.
        """
        if self.directive is other.directive:
            return False
        is_related = (self.issuer is not None and self.issuer == other.issuer) or (
            self.number in other.cited or other.number in self.cited
        )
        return is_related and self._is_near(other)

    def _is_near(self, other: _Known) -> bool:
        one, two = self.directive.document, other.directive.document
        if one.issued_on is None or two.issued_on is None:
            return one.issued_year == two.issued_year
        return abs((date.fromisoformat(one.issued_on) - date.fromisoformat(two.issued_on)).days) <= _HALF_YEAR


def _same_units(one: Task, other: Task) -> bool:
    """Whether one unit leads both, or nobody is named to lead either."""
    leads = [{unit.key for unit in task.units if unit.role == "lead"} for task in (one, other)]
    return leads[0] == leads[1] or bool(leads[0] & leads[1])


def _same_figures(one: Copy, other: Copy) -> bool:
    """Whether both name the same numbers outside deadlines and cited documents, and both or neither forbids."""
    return _figures(one) == _figures(other) and (one.task.kind == "prohibition") == (other.task.kind == "prohibition")


def _figures(copy: Copy) -> list[str]:
    """The numbers of months, rounds, amounts: what tells this month's report from the next one."""
    text = copy.task.text
    cited = (copy.directive.citations[at].text for at in copy.task.citations)
    for words in (*(deadline.text for deadline in copy.task.deadlines), *cited):
        text = text.replace(words, " ")
    return sorted(figure.lstrip("0") for figure in _FIGURES.findall(text))


def _agree(one: Copy, other: Copy) -> bool:
    """Whether no time of one speaks against the other: all of one's are the other's, or it has none and is cited."""
    times = [
        {(d.start, d.due, d.rrule, d.duration if d.due is None else None) for d in copy.task.deadlines}
        for copy in (one, other)
    ]
    if bool(times[0]) != bool(times[1]) and not _cites(one.directive, other.directive):
        return False
    return times[0] <= times[1] or times[1] <= times[0]


def _cites(one: Directive, other: Directive) -> bool:
    known = _Known.of(one), _Known.of(other)
    return known[0].number in known[1].cited or known[1].number in known[0].cited
