"""Who stands above whom: the levels of issuers, by their names."""

from __future__ import annotations

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
        self._rules = [(rules.pattern("trace", rule.id), int(rule.key)) for rule in rules.of_kind("trace", "rank")]

    def of(self, name: str) -> int | None:
        """The rank of an office, ``None`` when its name does not say it."""
        spelled = canonical_spelling(name)
        return next((rank for pattern, rank in self._rules if pattern.search(spelled)), None)

    def of_issuer(self, directive: Directive) -> int | None:
        """The rank of who issued a document, ``None`` when that is not known."""
        issuer = directive.document.issuer
        return self.of(issuer.name) if issuer else None
