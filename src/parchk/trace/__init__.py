r"""What became of a superior directive's tasks: passed on, changed, dropped, added, over any number of levels.

>>> from parchk.pipeline import Extractor
>>> from parchk.read import from_text
>>> from parchk.ruleset import load
>>> from parchk.trace import Tracer
>>> extract = Extractor(load())
>>> upper = extract(from_text("1. Sở Nội vụ rà soát biên chế xong trước 31/8/2022.\n2. Sở Y tế kiểm tra bếp ăn."))
>>> lower = extract(from_text("1. Phòng Nội vụ rà soát biên chế xong trước 20/8/2022.\n2. Phòng Y tế kiểm tra bếp ăn."))
>>> for link in Tracer(load())([upper, lower]).links:
...     print(link.upper.section, link.lower.section, link.deadline_change, link.days)
1 1 tightened 11
2 2 same None
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from parchk.models import Directive, Task
from parchk.ruleset import Ruleset
from parchk.similarity import Wording
from parchk.trace.deadlines import deadline_change
from parchk.trace.matching import Match, Matcher
from parchk.trace.model import Added, CarriedOut, DocumentAt, Dropped, Link, Sides, TaskAt, Trace, Units
from parchk.trace.ranks import Ranks
from parchk.trace.relations import Relation, RelationFinder
from parchk.trace.units import UnitComparison, lead
from parchk.trace.wordings import wording_change

__all__ = ["Tracer"]

_Place = tuple[int, int]
"""A document and a task in it, by their numbers."""


class Tracer:
    """Follows tasks from document to document by one rule set; made once, used for any number of traces."""

    def __init__(self, rules: Ruleset) -> None:
        wording, ranks = Wording(rules), Ranks(rules)
        self._relations = RelationFinder(Matcher(wording, ranks, rules), ranks)
        self._unit_change = UnitComparison(wording, rules)

    def __call__(self, directives: Sequence[Directive]) -> Trace:
        """Trace the tasks of two or more documents.

        Of two, the first is the superior one, unless citations, levels and days leave only the other order. Of more,
        what carries out what is found out by cited numbers, issuers' levels, days of issue and wording; documents that
        have nothing to do with the others are named as such.
        """
        names = _names(directives)
        relations = self._relations(directives)
        links: list[Link] = []
        dropped: list[Dropped] = []
        steps: list[tuple[_Place, _Place]] = []
        for relation in relations:
            upper, lower = directives[relation.upper], directives[relation.lower]
            sides = names[relation.upper], names[relation.lower]
            parts = Counter(match.upper for match in relation.matches)
            sources = Counter(match.lower for match in relation.matches)
            links += [
                self._link(
                    upper.tasks[match.upper],
                    lower.tasks[match.lower],
                    sides,
                    match,
                    is_split=parts[match.upper] > 1,
                    is_merged=sources[match.lower] > 1,
                )
                for match in relation.matches
            ]
            steps += [((relation.upper, match.upper), (relation.lower, match.lower)) for match in relation.matches]
            if relation.is_past_a_level:
                continue
            passed_on = {match.upper for match in relation.matches}
            dropped += [
                Dropped(**_at(task, sides[0]), lead=lead(task), by=sides[1])
                for place, task in enumerate(upper.tasks)
                if place not in passed_on
            ]
        given = {place for _, place in steps}
        added = [
            Added(**_at(task, names[document]), lead=lead(task))
            for document in sorted({relation.lower for relation in relations})
            for place, task in enumerate(directives[document].tasks)
            if (document, place) not in given
        ]
        related = {document for relation in relations for document in relation[:2]}
        return Trace(
            links=links,
            dropped=dropped,
            added=added,
            chains=[
                [TaskAt(**_at(directives[one].tasks[place], names[one])) for one, place in chain]
                for chain in _chains(steps)
            ],
            documents=[_document(place, directive, names, relations) for place, directive in enumerate(directives)],
            unrelated=[name for place, name in enumerate(names) if place not in related],
        )

    def _link(
        self, upper: Task, lower: Task, documents: tuple[str, str], match: Match, *, is_split: bool, is_merged: bool
    ) -> Link:
        change = deadline_change(upper.deadlines, lower.deadlines, is_split=is_split, is_merged=is_merged)
        return Link(
            upper=TaskAt(**_at(upper, documents[0])),
            lower=TaskAt(**_at(lower, documents[1])),
            similarity=round(match.similarity, 2),
            deadline_change=change.kind,
            days=change.days,
            deadlines=Sides(upper=change.upper, lower=change.lower),
            units=Units(upper=lead(upper), lower=lead(lower)),
            unit_change=self._unit_change(upper, lower),
            wording_change=wording_change(upper.text, lower.text),
            because=list(match.because),
        )


def _at(task: Task, document: str) -> dict[str, str]:
    return {"document": document, "id": task.id, "section": task.section, "text": task.text}


def _names(directives: Sequence[Directive]) -> list[str]:
    """The documents' file names; where several have one name, with their numbers in the list."""
    names = [directive.source.name for directive in directives]
    count = Counter(names)
    return [f"{name} ({place})" if count[name] > 1 else name for place, name in enumerate(names, 1)]


def _document(place: int, directive: Directive, names: Sequence[str], relations: Sequence[Relation]) -> DocumentAt:
    document = directive.document
    return DocumentAt(
        name=names[place],
        number=document.number,
        issuer=document.issuer.name if document.issuer else None,
        issued_on=document.issued_on,
        carries_out=[
            CarriedOut(document=names[relation.upper], because=list(relation.because))
            for relation in relations
            if relation.lower == place
        ],
    )


def _chains(steps: Sequence[tuple[_Place, _Place]]) -> list[list[_Place]]:
    """Every way of a task over three documents or more, from the highest to the lowest."""
    below: dict[_Place, list[_Place]] = {}
    for upper, lower in steps:
        below.setdefault(upper, []).append(lower)
    has_upper = {lower for _, lower in steps}
    chains: list[list[_Place]] = []
    open_ones = [[place] for place in sorted(below, reverse=True) if place not in has_upper]
    while open_ones:
        chain = open_ones.pop()
        further = [place for place in below.get(chain[-1], ()) if place[0] not in {document for document, _ in chain}]
        open_ones += [[*chain, place] for place in reversed(further)]
        if not further and len(chain) > 2:
            chains.append(chain)
    return chains
