"""Which tasks of a superior document a subordinate one passes on or carries out.

Pairs are taken in the order of how sure they are. A task that has its counterpart already gets another one only for
words that its first left over (one task split in two, two merged into one), or when the texts are all but the same.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from parchk import regexp
from parchk.models import Directive, Task
from parchk.ruleset import Ruleset
from parchk.similarity import Comparison, Features, Wording
from parchk.text import canonical_spelling
from parchk.trace.ranks import Ranks

# Two tasks that have no other counterpart are linked from here on; found by trial on tests/cascades. A little less is
# enough where no other task comes near, on either side.
_ENOUGH, _ENOUGH_ALONE = 0.36, 0.29
_NEAR = 0.75
# A second counterpart says so much of the words that the first left over, or they are so much of its text, and they
# are more than a word; or it is so much the same in all.
_OF_REST, _OF_SECOND, _LEAST_SAID = 0.4, 0.22, 1.2
_REPEATED = 0.7
# Texts that have less than this in common are not looked at.
_LEAST = 0.2
# So many counterparts of a task are looked at, the most alike.
_CANDIDATES = 12
# What speaks for a pair beside its words.
_SAME_CITATION, _SAME_OFFICE, _SAME_DAY, _SAME_NEIGHBOUR, _ADDRESSED = 0.06, 0.05, 0.04, 0.06, 0.06
# A day is no rhythm.
_OTHER_RHYTHM = 0.08
# Of pairs that say the same but for levels, the one with the same words comes first; that makes no pair a link.
_SAME_WORDS = 0.2
# What stands for the head of an office, which is head of anything.
HEAD = ("thu", "truong")
# A pair whose words are so much the same shows where its neighbours are to be looked for.
_SURE = 0.6
_NO_WORD = regexp.compile(r"[^\p{L}\p{N}]+")


class Match(NamedTuple):
    """Two tasks by their places in the documents, how much their texts say the same, what speaks for the pair."""

    upper: int
    lower: int
    similarity: float
    because: tuple[str, ...]


class Matcher:
    """Matches the tasks of two documents; keeps what it worked out for a task."""

    def __init__(self, wording: Wording, ranks: Ranks, rules: Ruleset) -> None:
        self._wording, self._ranks = wording, ranks
        pairs = [pair.split(" / ") for pair in rules.words("trace", "opposites")]
        self._opposites = [(one, other) for left, right in pairs for one, other in ((left, right), (right, left))]

    def __call__(self, upper: Directive, lower: Directive) -> list[Match]:
        """The pairs, by their places in the upper document, then in the lower one."""
        texts = [self._said(task) for task in upper.tasks], [self._said(task) for task in lower.tasks]
        compared = self._wording.compared(*texts)
        words = [[_plain(text) for text in side] for side in texts]
        found = {
            (pair.left, pair.right): pair.similarity
            for pair in compared.nearest(_LEAST, _CANDIDATES)
            if not self._is_opposite(words[0][pair.left], words[1][pair.right])
        }
        addressed = {place for place, task in enumerate(upper.tasks) if self._is_addressed(task, lower)}
        rated = _rated(
            found, _Side.of(upper, words[0], self._wording), _Side.of(lower, words[1], self._wording), addressed
        )
        return sorted(_taken(rated, compared))

    def _said(self, task: Task) -> str:
        """The task's words without those who do it and its times, which are compared by themselves.

        Who gets a report stays: of a report, that is often all there is.
        """
        text = task.text
        named = [unit.text for unit in task.units if unit.role == "lead" and unit.source in ("sentence", "correction")]
        timed = [part for deadline in task.deadlines for part in deadline.text.split(" ... ")]
        for words in sorted([*named, *timed], key=len, reverse=True):
            text = text.replace(words, " ")
        return text

    def _is_opposite(self, one: str, other: str) -> bool:
        """Whether one text orders what the other undoes, and neither both."""
        return any(
            f" {word} " in one and f" {opposite} " in other and f" {opposite} " not in one and f" {word} " not in other
            for word, opposite in self._opposites
        )

    def _is_addressed(self, task: Task, lower: Directive) -> bool:
        """Whether the task is given to who issued the other document, alone or with all of its kind."""
        rank = self._ranks.of_issuer(lower)
        if rank is None or lower.document.issuer is None:
            return False
        own = {*self._wording.tokens(lower.document.issuer.name), *HEAD}
        return any(
            unit.role == "lead"
            and self._ranks.of(unit.name) == rank
            and own.issuperset(self._wording.tokens(unit.name))
            for unit in task.units
        )


def _rated(
    found: Mapping[tuple[int, int], float], upper: _Side, lower: _Side, addressed: Container[int]
) -> list[tuple[float, Match]]:
    """The pairs with what speaks for each, the surest first."""
    sure = {pair for pair, similarity in found.items() if similarity >= _SURE}
    rated = []
    for (one, other), similarity in found.items():
        because = [f"wording:{similarity:.2f}"]
        score = similarity
        if numbers := sorted(upper.citations[one] & lower.citations[other]):
            score += _SAME_CITATION
            because += [f"citation:{number}" for number in numbers]
        if upper.offices[one] and upper.offices[one] & lower.offices[other]:
            score += _SAME_OFFICE
            because.append("office")
        if one in addressed:
            score += _ADDRESSED
            because.append("addressed")
        if upper.days[one] & lower.days[other]:
            score += _SAME_DAY
            because.append("deadline")
        if (one - 1, other - 1) in sure or (one + 1, other + 1) in sure:
            score += _SAME_NEIGHBOUR
            because.append("neighbour")
        if upper.rhythms[one] and lower.rhythms[other] and not upper.rhythms[one] & lower.rhythms[other]:
            score -= _OTHER_RHYTHM
        nearness = score + _SAME_WORDS * _in_common(upper.words[one], lower.words[other])
        rated.append((nearness, score, Match(one, other, similarity, tuple(because))))
    rated.sort(key=lambda pair: (-pair[0], pair[2].upper, pair[2].lower))
    return [(score, match) for _, score, match in rated]


class _Side(NamedTuple):
    """Of each task of a document: numbers that it cites, its offices with level and kind left out, its days.

    Also whether these are days or rhythms, and its words by two, levels and all.
    """

    citations: list[frozenset[str]]
    offices: list[frozenset[tuple[str, ...]]]
    days: list[frozenset[str]]
    rhythms: list[frozenset[bool]]
    words: list[frozenset[tuple[str, str]]]

    @classmethod
    def of(cls, directive: Directive, texts: Sequence[str], wording: Wording) -> _Side:
        tasks = directive.tasks
        return cls(
            [frozenset(directive.citations[index].number for index in task.citations) for task in tasks],
            [offices(task, wording) for task in tasks],
            [frozenset(day.due or day.rrule or "" for day in task.deadlines) - {""} for task in tasks],
            [frozenset(bool(day.rrule) for day in task.deadlines if day.due or day.rrule) for task in tasks],
            [frozenset(pairwise(text.split())) for text in texts],
        )


def _plain(text: str) -> str:
    """The words in small letters, one blank around each."""
    return f" {_NO_WORD.sub(' ', canonical_spelling(text).lower()).strip()} "


def _in_common(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> float:
    return len(one & other) / max(len(one | other), 1)


def offices(task: Task, wording: Wording) -> frozenset[tuple[str, ...]]:
    """The responsible units as tokens, level and kind left out; those of which nothing is left then are no help."""
    return frozenset(wording.tokens(unit.name) for unit in task.units if unit.role == "lead") - {()}


def _taken(rated: Sequence[tuple[float, Match]], compared: Comparison) -> list[Match]:
    """The pairs that are links, of those in order."""
    alone = _without_rivals(rated)
    links: list[Match] = []
    repeated: list[Match] = []
    first: tuple[dict[int, int], dict[int, int]] = {}, {}

    def take(match: Match) -> None:
        links.append(match)
        first[0].setdefault(match.upper, match.lower)
        first[1].setdefault(match.lower, match.upper)

    for score, match in rated:
        if score < (_ENOUGH_ALONE if (match.upper, match.lower) in alone else _ENOUGH):
            continue
        one, other = first[0].get(match.upper), first[1].get(match.lower)
        upper, lower = compared.left[match.upper], compared.right[match.lower]
        if one is None and other is None:
            take(match)
        elif one is not None and other is not None:
            continue
        elif min(match.similarity, score) >= _REPEATED:
            repeated.append(match)  # it may yet find a counterpart of its own
        elif (one is not None and _of_rest(upper, lower, compared.right[one])) or (
            other is not None and _of_rest(lower, upper, compared.left[other])
        ):
            take(match)
    for match in repeated:
        if match.upper not in first[0] or match.lower not in first[1]:
            take(match)
    return links


def _without_rivals(rated: Sequence[tuple[float, Match]]) -> set[tuple[int, int]]:
    """The pairs of tasks that are the best for each other, and no other comes near."""
    scores: list[dict[int, list[float]]] = [{}, {}]
    for score, match in rated:
        scores[0].setdefault(match.upper, []).append(score)
        scores[1].setdefault(match.lower, []).append(score)
    return {
        (match.upper, match.lower)
        for score, match in rated
        if all(
            ordered[0] == score and all(other < _NEAR * score for other in ordered[1:])
            for ordered in (scores[0][match.upper], scores[1][match.lower])
        )
    }


def _of_rest(text: Features, other: Features, first: Features) -> bool:
    """Whether ``other`` says enough of what ``first``, the counterpart of ``text``, left over of it."""
    left_over = {feature: weight for feature, weight in text.items() if feature not in first}
    said = sum(weight for feature, weight in left_over.items() if feature in other)
    return said >= min(_OF_SECOND * sum(other.values()), _OF_REST * sum(left_over.values())) and said >= _LEAST_SAID
