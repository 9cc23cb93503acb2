"""Which of several documents carries out which.

A document carries out another one that it cites and that stands above it. Where the number is unknown or not cited, the
wording has to say it alone, and the issuers' levels, the days of issue and what the document says that it rests on must
not speak against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from parchk import regexp
from parchk.models import Citation, Directive
from parchk.text import canonical_spelling
from parchk.trace.matching import Match, Matcher
from parchk.trace.ranks import Ranks

# Tasks that are so much alike are no chance.
_ALIKE = 0.6
# So many of them show that one document carries out the other though it does not cite it, and at least this part of the
# tasks of the shorter document. Where fewer are, so many links are needed, and at least this part.
_SOME, _PART = 2, 0.2
_MANY, _LARGER_PART = 3, 0.5
_CITES = "cites:"
# The number of a law, decree or circular has the year in it; such a document is a basis of most others.
_OF_LAW = regexp.compile(r"/\d{4}/")

_Pair = tuple[int, int]
"""An upper and a lower document, by their places."""


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
        """The relations from each level to the next.

        Of two documents, the first is the superior one, unless they themselves say that only the second can be.
        """
        places = range(len(directives))
        pairs = [(upper, lower) for upper in places for lower in places if upper != lower]
        cited = {
            pair: citation for pair in pairs if (citation := self._cited(directives[pair[0]], directives[pair[1]]))
        }
        possible = [pair for pair in pairs if pair in cited or self._may_be_above(directives, pair, cited)]
        if len(directives) == 2:
            possible = [(1, 0)] if possible == [(1, 0)] else [(0, 1)]
        found = [relation for pair in possible if (relation := self._relation(directives, pair, cited))]
        return _without_shortcuts(found)

    def _relation(
        self, directives: Sequence[Directive], pair: _Pair, cited: Mapping[_Pair, Citation]
    ) -> Relation | None:
        one, other = (directives[place] for place in pair)
        citation = cited.get(pair)
        if citation is None and self._rests_on_another(directives, pair, cited):
            return None
        matches = tuple(self._match(one, other))
        alike = {match.lower for match in matches if match.similarity >= _ALIKE}
        wording = f"wording:{len(alike)}"
        if citation:
            if not matches and not (one.tasks and other.tasks and _is_basis(citation, other)):
                return None
            return Relation(*pair, matches, (f"{_CITES}{citation.number}", wording))
        if not matches or not self._is_enough(len(alike), len(matches), one, other):
            return None
        return Relation(*pair, matches, (wording,))

    @staticmethod
    def _is_enough(alike: int, links: int, one: Directive, other: Directive) -> bool:
        """Whether wording alone shows that one document carries out the other."""
        fewest = min(len(one.tasks), len(other.tasks))
        return alike >= max(min(_SOME, fewest), _PART * fewest) or links >= max(_MANY, _LARGER_PART * fewest)

    def _may_be_above(self, directives: Sequence[Directive], pair: _Pair, cited: Mapping[_Pair, Citation]) -> bool:
        """Whether levels and days allow a relation without a citation; of unknown levels, the order given does."""
        one, other = (directives[place] for place in pair)
        if (pair[1], pair[0]) in cited or (_day(one) and _day(other) and _day(one) > _day(other)):
            return False
        above, below = self._ranks.of_issuer(one), self._ranks.of_issuer(other)
        return pair[0] < pair[1] if above is None or below is None else above > below

    def _rests_on_another(self, directives: Sequence[Directive], pair: _Pair, cited: Mapping[_Pair, Citation]) -> bool:
        """Whether the lower document says that it carries out another one of the upper one's rank."""
        upper, lower = (directives[place] for place in pair)
        rank = self._ranks.of_issuer(upper)
        if rank is None or not upper.document.number:
            return False
        given = {self._ranks.of_issuer(directives[above]) for above, below in cited if below == pair[1]}
        named = {
            self._ranks.of(citation.issuer, _day(upper))
            for citation in lower.citations
            if citation.issuer and _is_basis(citation, lower) and not _OF_LAW.search(citation.number)
        }
        return rank in given | named

    def _cited(self, upper: Directive, lower: Directive) -> Citation | None:
        """The citation of ``upper`` in ``lower``: the same number, no other day, level or place, and not from below."""
        number, day, rank = _number(upper.document.number), _day(upper), self._ranks.of_issuer(upper)
        own_rank = self._ranks.of_issuer(lower)
        if not number or (rank is not None and own_rank is not None and rank < own_rank):
            return None
        issuer, own_issuer = _issuer(upper), _issuer(lower)
        if issuer and issuer == own_issuer:
            return None
        return next(
            (
                citation
                for citation in lower.citations
                if _number(citation.number) == number
                and _agree(day, citation.date)
                and _agree(rank, self._ranks.of(citation.issuer, day) if citation.issuer else None)
                and _agree(self._ranks.place_of(issuer), self._ranks.place_of(citation.issuer or ""))
            ),
            None,
        )


def _agree(one: object, other: object) -> bool:
    """Whether two values are the same, as far as both are known."""
    return not one or not other or one == other


def _number(number: str | None) -> str:
    return "".join((number or "").lower().split()).lstrip("0")


def _day(directive: Directive) -> str:
    return directive.document.issued_on or ""


def _issuer(directive: Directive) -> str:
    issuer = directive.document.issuer
    return canonical_spelling(issuer.name) if issuer else ""


def _is_basis(citation: Citation, directive: Directive) -> bool:
    """Whether a document is cited before all tasks: among what the citing one rests on."""
    return all(citation.span[0] < task.span[0] for task in directive.tasks)


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
