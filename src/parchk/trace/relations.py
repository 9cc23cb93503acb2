"""Which of several documents carries out which.

A document that cites another's number carries it out when tasks of both are alike. Where the number is unknown or not
cited, the wording has to say it alone, and the issuers' levels and the days of issue must not speak against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from parchk.models import Citation, Directive
from parchk.trace.matching import Match, Matcher
from parchk.trace.ranks import Ranks

# Tasks that are so much alike are no chance.
_ALIKE = 0.6
# So many of them show that one document carries out the other though it does not cite it, and at least this part of the
# tasks of the shorter document. Where fewer are, so many links are needed, and at least this part.
_SOME, _PART = 2, 0.2
_MANY, _LARGER_PART = 3, 0.5
_CITES = "cites:"


class Relation(NamedTuple):
    """A document that carries out another one: their places, the matched tasks, what the relation rests on."""

    upper: int
    lower: int
    matches: tuple[Match, ...]
    because: tuple[str, ...]
    is_past_a_level: bool = False
    """There is a document between them; the matches are those that do not go through it."""


class RelationFinder:
    """Finds the relations between documents."""

    def __init__(self, matcher: Matcher, ranks: Ranks) -> None:
        self._match, self._ranks = matcher, ranks

    def __call__(self, directives: Sequence[Directive]) -> list[Relation]:
        """The relations from each level to the next; of two documents, the first is the superior one."""
        if len(directives) == 2:
            found = self._relation(directives, 0, 1, is_given=True)
            return [found] if found else []
        places = range(len(directives))
        pairs = [(upper, lower) for upper in places for lower in places if upper != lower]
        found_all = [found for pair in pairs if (found := self._relation(directives, *pair, is_given=False))]
        return _without_shortcuts(found_all)

    def _relation(self, directives: Sequence[Directive], upper: int, lower: int, *, is_given: bool) -> Relation | None:
        one, other = directives[upper], directives[lower]
        citation = self._cited(one, other)
        if citation is None and not is_given and not self._may_be_above(one, other, in_order=upper < lower):
            return None
        matches = tuple(self._match(one, other))
        alike = {match.lower for match in matches if match.similarity >= _ALIKE}
        if not matches or (citation is None and not self._is_enough(len(alike), len(matches), one, other)):
            return None
        because = [f"{_CITES}{citation.number}"] if citation else []
        return Relation(upper, lower, matches, (*because, f"wording:{len(alike)}"))

    @staticmethod
    def _is_enough(alike: int, links: int, one: Directive, other: Directive) -> bool:
        """Whether wording alone shows that one document carries out the other."""
        fewest = min(len(one.tasks), len(other.tasks))
        return alike >= max(min(_SOME, fewest), _PART * fewest) or links >= max(_MANY, _LARGER_PART * fewest)

    def _may_be_above(self, one: Directive, other: Directive, *, in_order: bool) -> bool:
        """Whether levels and days allow that ``other`` carries out ``one``; of unknown levels, the order given does."""
        if self._cited(other, one) or (_day(one) and _day(other) and _day(one) > _day(other)):
            return False
        above, below = self._ranks.of_issuer(one), self._ranks.of_issuer(other)
        return in_order if above is None or below is None else above > below

    def _cited(self, upper: Directive, lower: Directive) -> Citation | None:
        """The citation of ``upper`` in ``lower``: the same number, and no other day or level."""
        number, day, rank = _number(upper.document.number), _day(upper), self._ranks.of_issuer(upper)
        if not number:
            return None
        for citation in lower.citations:
            cited_rank = self._ranks.of(citation.issuer) if citation.issuer else None
            if (
                _number(citation.number) == number
                and (not day or not citation.date or citation.date == day)
                and (rank is None or cited_rank is None or rank == cited_rank)
            ):
                return citation
        return None


def _number(number: str | None) -> str:
    return "".join((number or "").lower().split()).lstrip("0")


def _day(directive: Directive) -> str:
    return directive.document.issued_on or ""


def _without_shortcuts(relations: Sequence[Relation]) -> list[Relation]:
    """The relations from each level to the next.

    Where a document cites one past the level between them, what is left are the tasks that it took from there alone.
    """
    known = {(relation.upper, relation.lower): relation for relation in relations}
    kept = []
    for relation in relations:
        upper, lower = relation[:2]
        between = [place for above, place in known if above == upper and (place, lower) in known]
        if not between:
            kept.append(relation)
        elif relation.because[0].startswith(_CITES):
            passed_on = {match.upper for place in between for match in known[upper, place].matches}
            given = {match.lower for place in between for match in known[place, lower].matches}
            left = tuple(
                match for match in relation.matches if match.upper not in passed_on and match.lower not in given
            )
            if left:
                kept.append(relation._replace(matches=left, is_past_a_level=True))
    return kept
