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
from itertools import pairwise

from parchk.models import Directive, Task
from parchk.ruleset import Ruleset
from parchk.similarity import Wording
from parchk.trace.deadlines import deadline_change
from parchk.trace.matching import HEAD, Match, Matcher, offices
from parchk.trace.model import Added, DocumentAt, Dropped, Link, Sides, TaskAt, Trace, UnitChange
from parchk.trace.ranks import Ranks
from parchk.trace.relations import Relation, RelationFinder
from parchk.trace.wordings import wording_change

__all__ = ["Tracer"]

_Place = tuple[int, int]
"""A document and a task in it, by their numbers."""


class Tracer:
    """Follows tasks from document to document by one rule set; made once, used for any number of traces."""

    def __init__(self, rules: Ruleset) -> None:
        self._wording = Wording(rules)
        ranks = Ranks(rules)
        self._relations = RelationFinder(Matcher(self._wording, ranks), ranks)

    def __call__(self, directives: Sequence[Directive]) -> Trace:
        """Trace the tasks of two or more documents.

        Of two, the first is the superior one. Of more, what carries out what is found out by cited numbers, issuers'
        levels, days of issue and wording; documents that have nothing to do with the others are named as such.
        """
        names = _names(directives)
        relations = self._relations(directives)
        links: list[Link] = []
        dropped: list[Dropped] = []
        steps: list[tuple[_Place, _Place]] = []
        for relation in relations:
            upper, lower = directives[relation.upper], directives[relation.lower]
            sides = names[relation.upper], names[relation.lower]
            links += [
                self._link(upper.tasks[match.upper], lower.tasks[match.lower], sides, match)
                for match in relation.matches
            ]
            steps += [((relation.upper, match.upper), (relation.lower, match.lower)) for match in relation.matches]
            if relation.is_past_a_level:
                continue
            passed_on = {match.upper for match in relation.matches}
            dropped += [
                Dropped(**_at(task, sides[0]), lead=_lead(task), by=sides[1])
                for place, task in enumerate(upper.tasks)
                if place not in passed_on
            ]
        given = {place for _, place in steps}
        added = [
            Added(**_at(task, names[document]), lead=_lead(task))
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

    def _link(self, upper: Task, lower: Task, documents: tuple[str, str], match: Match) -> Link:
        change = deadline_change(upper.deadlines, lower.deadlines)
        return Link(
            upper=TaskAt(**_at(upper, documents[0])),
            lower=TaskAt(**_at(lower, documents[1])),
            similarity=round(match.similarity, 2),
            deadline_change=change.kind,
            days=change.days,
            deadlines=Sides(upper=change.upper, lower=change.lower),
            unit_change=self._unit_change(upper, lower),
            wording_change=wording_change(upper.text, lower.text),
            because=list(match.because),
        )

    def _unit_change(self, upper: Task, lower: Task) -> UnitChange | None:
        ordered, carrying = _lead(upper), _lead(lower)
        if _keys(upper) == _keys(lower):
            return None
        if not ordered or not carrying:
            return UnitChange(kind="removed" if ordered else "added", upper=ordered, lower=carrying)
        one, other = (self._field(task) for task in (upper, lower))
        # Sở Thông tin và Truyền thông and Phòng Văn hóa và Thông tin have a word in common, UBND of two levels none.
        return UnitChange(
            kind="renamed" if one & other or not one | other else "reassigned", upper=ordered, lower=carrying
        )

    def _field(self, task: Task) -> set[tuple[str, str]]:
        """The words of what the responsible units are there for, by two syllables; a head is head of anything."""
        return {pair for office in offices(task, self._wording) for pair in pairwise(office)} - {HEAD}


def _keys(task: Task) -> set[str]:
    return {unit.key for unit in task.units if unit.role == "lead"}


def _at(task: Task, document: str) -> dict[str, str]:
    return {"document": document, "id": task.id, "section": task.section, "text": task.text}


def _lead(task: Task) -> list[str]:
    return [unit.name for unit in task.units if unit.role == "lead"]


def _names(directives: Sequence[Directive]) -> list[str]:
    """The documents' file names; where several have one name, with their numbers in the list."""
    names = [directive.source.name for directive in directives]
    count = Counter(names)
    return [f"{name} ({place})" if count[name] > 1 else name for place, name in enumerate(names, 1)]


def _document(place: int, directive: Directive, names: Sequence[str], relations: Sequence[Relation]) -> DocumentAt:
    document = directive.document
    carried_out = [relation for relation in relations if relation.lower == place]
    return DocumentAt(
        name=names[place],
        number=document.number,
        issuer=document.issuer.name if document.issuer else None,
        issued_on=document.issued_on,
        carries_out=[names[relation.upper] for relation in carried_out],
        because=[reason for relation in carried_out for reason in relation.because],
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
