"""Slips in số and ký hiệu: forms that do not fit the issuer or the kind, one number with two dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from parchk import regexp
from parchk.check.manuscript import Found, Manuscript
from parchk.models import Span
from parchk.ruleset import Ruleset
from parchk.spans import CitationMention
from parchk.symbols import Symbol, number_key, read_symbol

_FILE = "drafting"
# Who is named as issuer, and what the body in the number then begins with.
_BODIES = {"by-committee": "UBND", "by-council": "HĐND", "by-prime-minister": "TTg", "by-government": "CP"}
# How far before a number it may say that something is attached to it.
_LOOK_BACK = 40
# A chairman's conclusion is issued as a Thông báo.
_CONCLUSION = ("KL", "TB")


class Numbers:
    """Decree 30/2020/NĐ-CP, Phụ lục III, for the state; Hướng dẫn 36-HD/VPTW for the Party."""

    def __init__(self, rules: Ruleset) -> None:
        self._kinds = frozenset(rules.words(_FILE, "kinds_in_symbols"))
        self._state = frozenset(rules.words(_FILE, "state_bodies"))
        self._party = frozenset(rules.words(_FILE, "party_bodies"))
        self._issuers = [(rules.pattern(_FILE, rule), body) for rule, body in _BODIES.items()]
        self._attached_to = rules.pattern(_FILE, "attached-to")
        self._is_party = rules.pattern(_FILE, "party")
        self._names = {rule.type: rule.name for rule in rules.of_kind("references", "type") if rule.type}

    def __call__(self, manuscript: Manuscript) -> Iterator[Found]:
        """What it finds, in no particular order."""
        yield from self._own(manuscript)
        own = number_key(manuscript.document.number or "")
        told: set[str] = set()
        for mention in manuscript.citations:
            if mention.number in told or number_key(mention.number) == own:
                continue
            span = manuscript.span(mention.start, mention.end)
            task = manuscript.task_at(span)
            for found in self._form(mention.number, mention.type, mention.issuer, span, task):
                told.add(mention.number)
                yield found
        yield from self._two_dates(manuscript)

    def _own(self, manuscript: Manuscript) -> Iterator[Found]:
        document = manuscript.document
        symbol = read_symbol(document.number or "")
        if document.number is None or symbol is None:
            return
        span = self._place(manuscript, document.number)
        yield from self._form(document.number, document.type, None, span, None)
        if symbol.style == "state" and len(symbol.digits) == 1:
            words = {"number": document.number, "padded": f"0{document.number}"}
            yield Found("number-not-padded", span, None, words)

    @staticmethod
    def _place(manuscript: Manuscript, number: str) -> Span | None:
        """Where the document's own number stands: its signs, apart from blanks and emphasis between them."""
        spelled = r"[\s*_]*".join(map(regexp.escape, number))
        found = regexp.compile(rf"(?<![\w/-]){spelled}(?!\w)").search(manuscript.source)
        return found.span() if found else None

    def _form(
        self, number: str, kind: str | None, issuer: str | None, span: Span | None, task: str | None
    ) -> Iterator[Found]:
        symbol = read_symbol(number)
        if symbol is None:
            return
        if symbol.style == "party" and symbol.bodies[:1] and symbol.bodies[0] in self._state:
            words = {"number": number, "body": symbol.bodies[0]}
            yield Found("number-style-of-party", span, task, words)
            return
        if symbol.style == "state" and symbol.first in self._kinds and symbol.bodies[0] in self._party:
            yield Found("number-style-of-state", span, task, {"number": number, "body": symbol.bodies[0]})
        both = kind in self._kinds and symbol.first in self._kinds
        if kind and both and kind != symbol.first and (kind, symbol.first) != _CONCLUSION:
            words = {"number": number, "kind": self._names.get(kind, kind).lower(), "symbol": symbol.first or ""}
            yield Found("number-of-other-kind", span, task, words)
        if symbol.style == "state" and symbol.first == "CV":
            yield Found("number-with-kind", span, task, {"number": number})
        if issuer is not None:
            yield from self._issuer(number, symbol, issuer, span, task)

    def _issuer(self, number: str, symbol: Symbol, issuer: str, span: Span | None, task: str | None) -> Iterator[Found]:
        """The body in the number is not that of the issuer who is named beside it."""
        groups = [*symbol.bodies, *([symbol.first] if symbol.first not in self._kinds and symbol.first else [])]
        shown = symbol.bodies[0] if symbol.bodies else ""
        for pattern, body in self._issuers:
            if pattern.match(issuer) and not any(body.upper() in group.upper() for group in groups):
                yield Found("number-of-other-issuer", span, task, {"number": number, "issuer": issuer, "body": shown})
                return
        if self._is_party.match(issuer) and any(group in self._state for group in groups):
            yield Found("number-of-other-issuer", span, task, {"number": number, "issuer": issuer, "body": shown})

    def _two_dates(self, manuscript: Manuscript) -> Iterator[Found]:
        text = manuscript.text.text
        own, issued = number_key(manuscript.document.number or ""), manuscript.header.issued_on
        first: dict[str, CitationMention] = {}
        told: set[tuple[str, date]] = set()
        for mention in manuscript.citations:
            key = number_key(mention.number)
            if mention.date is None:
                continue
            if key == own:
                # an annex names the document that it belongs to: "(Kèm theo Quyết định số … ngày …)"
                before_it = text[max(mention.start - _LOOK_BACK, 0) : mention.start]
                if issued and mention.date != issued and self._attached_to.search(before_it):
                    span = manuscript.span(mention.start, mention.end)
                    words = {"number": mention.number, "first": issued.isoformat(), "second": mention.date.isoformat()}
                    yield Found("number-with-two-dates", span, None, words)
                continue
            before = first.setdefault(key, mention)
            if before.date is None or before.date == mention.date or (key, mention.date) in told:
                continue
            if not may_be_one(before.type, before.issuer, mention.type, mention.issuer):
                continue
            told.add((key, mention.date))
            span = manuscript.span(mention.start, mention.end)
            words = {"number": mention.number, "first": before.date.isoformat(), "second": mention.date.isoformat()}
            yield Found("number-with-two-dates", span, manuscript.task_at(span), words)


def may_be_one(kind: str | None, issuer: str | None, other_kind: str | None, other_issuer: str | None) -> bool:
    """Whether two mentions of one number may mean one document: nothing that they say of it is different."""
    same_kind = kind is None or other_kind is None or kind == other_kind
    return same_kind and (issuer is None or other_issuer is None or _plain(issuer) == _plain(other_issuer))


def _plain(issuer: str) -> str:
    return " ".join(issuer.casefold().replace("ủy ban nhân dân", "ubnd").split())
