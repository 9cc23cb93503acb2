"""Cited documents: their kind, số and ký hiệu, date and issuer.

A citation is found by its number (``178/KH-UBND``, ``11-CT/TU``, ``38/2019/QH14``); what stands before it names the
kind, what stands behind gives date and issuer. The rules (``references.toml``) hold kinds, symbols and shapes.
Standards (TCVN, ISO), dates and fractions are no citations. All positions are offsets into the normalised text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING

from parchk import regexp
from parchk.ruleset import Ruleset
from parchk.spans import CitationMention
from parchk.symbols import number_key
from parchk.text import canonical_spellings

if TYPE_CHECKING:
    from collections.abc import Sequence

_FILE = "references"
# How far before a number its kind may begin: "Luật sửa đổi, bổ sung một số điều của … số 12/2024/QH15".
_LOOK_BACK = 180
_CANDIDATE = r"(?<![\w/-])\d{1,6}(?:\.\d{1,2})?\p{L}?(?: ?/ ?(?:19|20)\d\d)? ?[/-] ?(?-i:\p{Lu})"
# What may stand between two numbers of one list: ", số", " và số", "; ".
_LIST = regexp.compile(r"(?i)(?: ?[,;])?(?: ?và)?(?: số:?)? ?")
# A symbol of at least two groups, the first without digits: "UBND-TH", "KH-SYT", or a number of the National Assembly.
_COMPOUND = re.compile(r"/[A-ZĐ]{1,6}[a-zđ]{0,2}[A-ZĐ]{0,6}[-.&/][A-ZĐ]{2}|/(?:19|20)\d\d/(?:UBTV)?QH\d")
_SYMBOL = re.compile(r"[/-]([A-ZĐ][A-Za-zĐ]*)")
_YEAR = re.compile(r"/(?:19|20)\d\d/")


class ReferenceRecogniser:
    """Finds every mention of a document by its number, in one scan over the whole normalised text."""

    def __init__(self, rules: Ruleset) -> None:
        kinds = rules.of_kind(_FILE, "type")
        self._types: dict[str, str | None] = {
            word.lower(): kind.type for kind in kinds for word in canonical_spellings(kind.words)
        }
        self._symbols: dict[str, str] = {kind.type: kind.type for kind in kinds if kind.type}
        self._other_symbols: list[tuple[regexp.Pattern, str]] = [
            (rules.pattern(_FILE, rule.id), rule.type) for rule in rules.of_kind(_FILE, "symbol") if rule.type
        ]
        self._number = rules.any_of(_FILE, ["number-party", "number-state", "number-bare"])
        # The rules call each other's fragments, which is slow to try at every position: only where digits and a
        # dash, a slash or a date follow each other can there be a number. Most signs are told by the first look.
        self._candidate = regexp.compile(rf"(?i)(?=\d)(?:{_CANDIDATE}|{rules.source(_FILE, 'number-bare')})")
        self._date = rules.pattern(_FILE, "date")
        self._issuer = rules.pattern(_FILE, "issuer")
        self._body = regexp.compile(rf"\d+[/-]{rules.alternation(rules.words(_FILE, 'bodies'))}")
        # These are shown the words before a number from their end, letter by letter, so that the nearest kind wins.
        # QĐ, TB … are kinds in capitals only. The order of the alternatives counts: the longest kind first.
        words = sorted((word for kind in kinds for word in kind.words), key=len, reverse=True)
        named = _backwards([word for word in words if not _is_short(word)])
        short = _backwards([word for word in words if _is_short(word)])
        qualifiers = _backwards(rules.words(_FILE, "qualifiers"))
        said = _backwards(["số", "số hiệu", "số ký hiệu", "số và ký hiệu"])
        self._kind = regexp.compile(
            rf"(?i)[ :.]{{0,3}}(?:{said}\(? ?,?)?(?:[^\n.,;:()\d]{{2,60}} {'của'[::-1]} )??(?:{qualifiers} ){{0,2}}?"
            rf"(?P<kind>{named}|(?-i:{short}))"
        )
        self._act = regexp.compile(
            rf"(?i)[ :]{{0,3}}{_backwards(['số', 'số hiệu'])}\(? ,?[^\n.;:()\d]{{2,150}}? "
            rf"(?P<kind>{_backwards(rules.get(_FILE, 'luat').words)})"
        )
        self._so = regexp.compile(rf"(?i)[ :.]{{0,3}}{_backwards(['số', 'số hiệu', 'số ký hiệu'])}")
        self._standard = regexp.compile(rf"(?i)[ \w:/-]{{0,12}}{_backwards(rules.words(_FILE, 'standards'))}")

    def __call__(self, text: str) -> list[CitationMention]:
        """All mentions in ``text``, in order, not overlapping."""
        found: list[CitationMention] = []
        previous: str | None = None
        floor = 0
        for candidate in self._candidate.finditer(text):
            if candidate.start() < floor:
                continue
            match = self._number.match(text, candidate.start())
            if match is None:
                continue
            start, end = match.span("number")
            before = text[max(floor, start - _LOOK_BACK) : start][::-1]
            number = "".join(match["number"].split())
            lead = self._kind.match(before) or ("QH" in number and self._act.match(before))
            if lead:
                begin = start - lead.end("kind")
                kind = self._types[lead["kind"][::-1].lower()]
            elif match["number_bare"] is not None:
                continue
            elif found and _LIST.fullmatch(text, floor, start):
                so = self._so.match(before)
                begin, kind = start - so.end() if so else start, previous
            else:
                so = self._so.match(before)
                if not self._stands_alone(match, number, said=so is not None):
                    continue
                begin, kind = start - so.end() if so else start, None
            if not lead and self._standard.match(before):
                continue
            issuer, day, end = self._behind(text, end)
            found.append(CitationMention(begin, end, kind or self._type_of(number), number, day, issuer))
            previous, floor = kind, end
        return found

    def _stands_alone(self, match: regexp.Match, number: str, *, said: bool) -> bool:
        """Whether a number without a kind before it is certainly one: by its symbol, or by ``số`` before a body."""
        if match["number_party"] is not None:
            return True
        if " /" in match["number"] or "/ " in match["number"]:
            return said and "-" in number
        return bool(_COMPOUND.search(number)) or (said and self._body.match(number) is not None)

    def _type_of(self, number: str) -> str | None:
        """The kind that the symbol tells; a body without a kind before it (``UBND-TH``) is a công văn."""
        for pattern, kind in self._other_symbols:
            if pattern.search(number):
                return kind
        symbol = _SYMBOL.search(number)
        if symbol is None:
            return None
        if symbol[1] in self._symbols:
            return self._symbols[symbol[1]]
        return None if _YEAR.search(number) else "CV"

    def _behind(self, text: str, end: int) -> tuple[str | None, date | None, int]:
        """Issuer and date behind a number, in either order; the end of the date, or of the number without one."""
        written = self._date.match(text, end)
        if written:
            issuer = self._issuer.match(text, written.end())
            return (issuer["issuer"].strip() if issuer else None), _day(written), written.end()
        issuer = self._issuer.match(text, end)
        if issuer is None:
            return None, None, end
        name = issuer["issuer"].strip()
        written = self._date.match(text, issuer.end("issuer") - 1 if issuer["issuer"].endswith(" ") else issuer.end())
        if written:
            return name, _day(written), written.end()
        return name, None, end


def _backwards(words: Sequence[str]) -> str:
    """A pattern for any of these phrases in a text that is spelled from its end, on word boundaries."""
    spelled = (regexp.escape(word[::-1]) for word in canonical_spellings(words))
    return rf"(?<!\w)(?:{'|'.join(spelled)})(?!\w)"


def _is_short(word: str) -> bool:
    return len(word) > 1 and word[1].isupper()


def _day(written: regexp.Match) -> date | None:
    """The calendar day of a matched date; ``None`` for one that no calendar has."""
    year = int(written["year"] or written["year2"])
    try:
        return date(
            year + 2000 if year < 100 else year, int(written["month"] or written["month2"]), int(written["day"])
        )
    except ValueError:
        return None


def distinct(
    mentions: Sequence[CitationMention], own_number: str | None, own_date: date | None = None
) -> list[list[CitationMention]]:
    """The other documents that are cited, each as its mentions, in the order of their first mention.

    One number with two dates is two documents; a mention without a date joins the nearest dated one before it, else
    the first one. The document's own number is no citation, unless (``own_date`` being known) another year is given.
    """
    own = number_key(own_number) if own_number else None
    # Mentions come in order, so these are sorted by position.
    groups: dict[tuple[str, date | None], list[CitationMention]] = {}
    dates: dict[str, list[tuple[int, date]]] = {}
    keys = [number_key(mention.number) for mention in mentions]
    for key, mention in zip(keys, mentions, strict=True):
        if mention.date:
            dates.setdefault(key, []).append((mention.start, mention.date))
    for key, mention in zip(keys, mentions, strict=True):
        day = mention.date
        if key == own and (day is None or own_date is None or day.year == own_date.year):
            continue
        if day is None and key in dates:
            before = bisect_left(dates[key], mention.start, key=itemgetter(0))
            day = dates[key][max(before - 1, 0)][1]
        groups.setdefault((key, day), []).append(mention)
    return list(groups.values())
