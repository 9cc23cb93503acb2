"""Which document an amendment is about: named in its clause, around it, in the trích yếu, or told of before it."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING

from parchk import regexp
from parchk.recognise.amendments_reading import Clause, Reading, is_under, signs
from parchk.spans import UNIT_SIGN, CitationMention, Skeleton

if TYPE_CHECKING:
    from parchk.ruleset import Ruleset

_FILE = "amendments"
# A request is answered by an amendment, it is not what is amended.
_REQUESTS = frozenset({"TTr", "BC", "PT"})
_JOINED = regexp.compile(rf"(?: của {UNIT_SIGN})?(?:,| và|;|, và) (?:(?:nội dung|các|tại|của) )*")
# Kinds of which one sentence may name several documents.
_OF_MANY = frozenset({"annuls", "replaces", "reminds"})
_BLANKS = regexp.compile(" +")


class AmendedDocuments:
    """Finds the documents that amendments are about."""

    def __init__(self, rules: Ruleset) -> None:
        self._requested = rules.pattern(_FILE, "requested-in")
        self._authority = rules.pattern(_FILE, "authority")
        self._issued = rules.pattern(_FILE, "issued-before")
        self._itself = rules.pattern(_FILE, "itself-reminds")
        self._item = rules.pattern("drafting", "item-reference")

    def first(self, reading: Reading) -> int:
        """The number of the first clause of an item that can be about a document; opening clauses are not looked at.

        Where neither the trích yếu nor the opening paragraphs name one, that is the first clause that cites any.
        """
        subject = self._subject(reading)
        if (subject is not None and self._in(reading, subject)) or self._told(reading, many=True):
            return 0
        cited = -1
        for number, clause in enumerate(reading.clauses):
            if clause.section is not None:
                if cited < 0:
                    cited = bisect_left(reading.citations, clause.start, key=attrgetter("start"))
                if cited == len(reading.citations):
                    break
                if reading.citations[cited].start < clause.end:
                    return number
        return len(reading.clauses)

    def named(self, reading: Reading, part: Skeleton, kind: str, start: int, stop: int) -> list[int]:
        """Where the clause names documents as amended: the first, or the list that begins with it.

        A further one joins where its items are named, too: "khoản 1 Mục II § và khoản 2 Mục III §".
        """
        text = part.text
        found: list[int] = []
        last = start
        for position in signs(part, start, stop):
            if self._is_request(reading, part, position, start):
                continue
            if found:
                between = self._item.sub("", text[last:position])
                is_of_many = kind in _OF_MANY or between != text[last:position]
                if not (is_of_many and _JOINED.fullmatch(_BLANKS.sub(" ", between))):
                    break
            found.append(position)
            last = position + 1
        return found

    def _is_request(self, reading: Reading, part: Skeleton, position: int, start: int = 0) -> bool:
        """Whether the document asked for the amendment, by its kind or by the words from ``start`` on."""
        if reading.citation(part, position).type in _REQUESTS:
            return True
        return self._requested.search(part.text[start : position + 1]) is not None

    def authority(self, part: Skeleton, position: int) -> int | None:
        """Where the words begin that make the document of a sign a basis ("theo quy định tại §"), if they do."""
        found = self._authority.search(part.text[: position + 1])
        return found.start() if found else None

    def around(self, reading: Reading, at: int, kind: str) -> list[CitationMention]:
        """The document that is spoken of where the clause itself names none."""
        clause = reading.clauses[at]
        for other in reversed(reading.clauses[:at]):
            if other.section is None or not clause.section or clause.is_subject:
                break
            ends = reading.text[other.end - 1 : other.end] == ":" or other.section is not clause.section
            if ends and is_under(clause.section, other.section):
                found = self._in(reading, other)
                if found:
                    return found[:1]
        subject = self._subject(reading)
        if subject is not None and (found := self._in(reading, subject)):
            return found[:1]
        return self._told(reading, many=kind == "reminds")

    @staticmethod
    def _subject(reading: Reading) -> Clause | None:
        return next((clause for clause in reading.clauses if clause.is_subject), None)

    def _in(self, reading: Reading, clause: Clause) -> list[CitationMention]:
        """The documents that a clause names, but for requests."""
        part = reading.skeleton(clause.start, clause.end)
        return [
            reading.citation(part, position)
            for position in signs(part)
            if not self._is_request(reading, part, position)
        ]

    def _told(self, reading: Reading, *, many: bool) -> list[CitationMention]:
        """The documents that the opening paragraphs say were issued, or have not been followed."""
        found: list[CitationMention] = []
        for clause in reading.clauses:
            if clause.is_subject:
                continue
            if clause.section is not None:
                break
            part = reading.skeleton(clause.start, clause.end)
            found += [
                reading.citation(part, position)
                for position in signs(part)
                if self._issued.search(part.text[: position + 1])
                and not self._is_request(reading, part, position)
                and not self._itself.match(part.text[position + 1 :])
            ]
        return found if many else found[:1]
