"""Who stands above whom: the levels of issuers and the places that they are there for, by their names."""

from __future__ import annotations

from parchk.assemble.keys import slug
from parchk.models import Directive
from parchk.ruleset import Ruleset
from parchk.text import canonical_spelling


class Ranks:
    """Ranks of offices by the rules of kind ``rank`` in ``trace.toml``; a larger number stands above a smaller one.

    >>> from parchk.ruleset import load
    >>> ranks = Ranks(load())
    >>> ranks.of("Ủy ban nhân dân tỉnh Bình Thuận") > ranks.of("Ủy ban nhân dân huyện Bắc Bình")
    True
    """

    def __init__(self, rules: Ruleset) -> None:
        self._rules = [
            (rules.pattern("trace", rule.id), int(rule.key), rule.until) for rule in rules.of_kind("trace", "rank")
        ]
        self._places = [rules.pattern("trace", rule.id) for rule in rules.of_kind("trace", "place")]

    def of(self, name: str, on: str | None = None) -> int | None:
        """The rank of an office ``on`` a day (ISO 8601; else today's), ``None`` when its name does not say it."""
        spelled = canonical_spelling(name)
        return next(
            (
                rank
                for pattern, rank, until in self._rules
                if (not until or (on and on < until)) and pattern.search(spelled)
            ),
            None,
        )

    def of_issuer(self, directive: Directive) -> int | None:
        """The rank of who issued a document, ``None`` when that is not known."""
        issuer = directive.document.issuer
        return self.of(issuer.name, directive.document.issued_on) if issuer else None

    def place_of(self, name: str) -> str | None:
        """The proper name of the place that an office is there for, as a key; ``None`` for 'UBND huyện' alone."""
        spelled = canonical_spelling(name)
        found = next((found for pattern in self._places if (found := pattern.search(spelled))), None)
        return slug(found["name"]) if found else None
