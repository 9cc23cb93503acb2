"""What the name of a unit says: which office, of which place, or which of many.

``Chủ tịch UBND các xã, phường thuộc huyện Mai Sơn`` is ``ubnd``, of places of the level ``commune`` that are not named,
in a place of the level ``district`` that is. The words that tell it stand in ``office.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from parchk import regexp
from parchk.assemble.keys import UnitKeys
from parchk.office.places import Area, PlaceReader
from parchk.ruleset import Ruleset

COMMITTEE = "ubnd"
"""The body that a place stands for: ``các xã, phường báo cáo``."""

_BRACKETS = regexp.compile(r"\([^()]*\)?")
_NUMBER = r"\d{1,3}"
_SEPARATOR = regexp.compile(r" ?(?:[,;/&]| và | hoặc | - ) ?")
_NO_WORD = regexp.compile(r"[^\p{L}\p{M}\p{N}]+")
_AND = regexp.compile(r"(?<!\w)và(?!\w)")


class Noun(NamedTuple):
    """A collective: ``cơ quan``, ``địa phương``."""

    rule: str
    groups: tuple[str, ...]
    at: str


@dataclass(frozen=True, slots=True)
class Name:
    """What a name says."""

    bodies: frozenset[str]
    """The offices, without post and place: ``ubnd``, ``phòng nội vụ``; several where they are named together."""
    kind: str | None = None
    """The rule of kind ``office`` that knows it."""
    nouns: tuple[Noun, ...] = ()
    areas: tuple[Area, ...] = ()
    is_plural: bool = False
    """``các``, ``cấp`` or several nouns: each of such places."""
    scope: tuple[Area, ...] = ()
    """Where those are who are meant: ``thuộc huyện``."""
    scope_body: str = ""
    """To whom they belong: ``thuộc Sở Y tế``."""
    scope_kind: str | None = None
    """The rule of kind ``office`` that knows him."""
    is_concerned: bool = False
    """Words leave open who is meant: ``liên quan``."""


class NameReader:
    """Reads names by one rule set; made once.

    >>> from parchk.ruleset import load
    >>> name = NameReader(load())("Chủ tịch Ủy ban nhân dân các xã, phường thuộc huyện Mai Sơn")
    >>> sorted(name.bodies), [area.noun for area in name.areas], name.scope[0].name
    (['ubnd'], ['xã', 'phường'], 'mai sơn')
    """

    def __init__(self, rules: Ruleset) -> None:
        self._spelled = UnitKeys(rules).spelled
        self._places = PlaceReader(rules)
        self.cities = self._places.cities
        short = rules.of_kind("office", "short")
        self._short = rules.any_of("office", [rule.id for rule in short])
        self._values = {rule.id: rule.value for rule in short}
        self._kind = rules.any_of("office", [rule.id for rule in rules.of_kind("office", "office")])
        self._person, self._scope = (
            rules.any_of("office", [rule.id for rule in rules.of_kind("office", kind)]) for kind in ("person", "scope")
        )
        self._front = rules.compile("units", "<<front>>")
        organs, together = (rules.alternation(rules.words("office", name)) for name in ("organs", "together"))
        self._organ = regexp.compile(rf"^{organs} (?={together})", regexp.IGNORECASE)
        self._together = regexp.compile(rf"(?:{organs} )?(?P<body>{together})", regexp.IGNORECASE)
        nouns = "|".join(rules.source("office", rule.id) for rule in rules.of_kind("office", "level"))
        self._noun_between = rules.compile(
            "office", rf"(?<={together}) (?:{nouns})(?=(?:, ?| và |/)(?:{organs} )?{together})"
        )
        some = rules.alternation(rules.words("office", "some"))
        quantifier = f"(?:{rules.alternation(rules.words('office', 'quantifiers'))}|(?P<some>{some}))"
        of_level = rules.alternation(rules.words("office", "of_level"))
        self._quantifier = regexp.compile(rf"^(?:{quantifier}|{_NUMBER}(?= ))\s*", regexp.IGNORECASE)
        self._before_place = regexp.compile(
            rf"(?:^| )(?:{quantifier}|{_NUMBER}|(?:{quantifier} )?(?P<level>{of_level})) ?$", regexp.IGNORECASE
        )
        collectives = rules.of_kind("office", "collective")
        self._nouns = {word.lower(): Noun(rule.id, rule.groups, rule.at) for rule in collectives for word in rule.words}
        self._noun = regexp.compile(rules.alternation(tuple(self._nouns)), regexp.IGNORECASE)
        self._neutral = regexp.compile(rf"(?: ?{rules.alternation(rules.words('office', 'neutral'))})*")
        concerned = "|".join(
            f"<<={rule.id}>>" if rule.words else rule.pattern for rule in rules.of_kind("office", "concerned")
        )
        self._concerned = rules.compile("office", rf"(?: ?(?:{concerned}))+$")
        self._read = lru_cache(maxsize=4096)(self._reading)

    def __call__(self, written: str) -> Name:
        """What this name says."""
        return self._read(written)

    def plain(self, words: str) -> str:
        """Words with their abbreviations written out, in small letters, without punctuation and ``và``."""
        return _plain(self._full(words))

    def _full(self, written: str) -> str:
        """On one line, abbreviations written out."""
        spelled = self._spelled(" ".join(written.split()))
        return self._short.sub(lambda match: self._values[(match.alternative or "").replace("_", "-")], spelled)

    def _reading(self, written: str) -> Name:
        is_cased = not written.isupper() and not written.islower()  # else no capital tells a name
        words = self._noun_between.sub(lambda _: "", _BRACKETS.sub("", self._full(written)).strip(" .,;:-*"))
        words = self._without_front(words)
        words, is_concerned = self._without_concerned(words)
        scope: tuple[Area, ...] = ()
        scope_body, scope_kind = "", None
        found = self._scope.search(words)
        if found is not None:
            head, tail, is_plural, is_level = self._split(found["scope"])
            scope, scope_body = self._places.places(tail, is_cased=is_cased).areas, _plain(head)
            scope_kind = self._kind_of(head, tail)
            words, also = self._without_concerned(words[: found.start()])
            is_concerned |= also
        head, tail, is_plural, is_level = self._split(words)
        kind = self._kind_of(head, tail)
        places = self._places.places(tail, is_cased=is_cased, is_level=is_level)
        if (quantifier := self._quantifier.match(head)) is not None:
            is_plural = True
            is_concerned |= quantifier["some"] is not None
            head = head[quantifier.end() :]
        nouns = tuple(self._collectives(head, is_cased=is_cased))
        if kind is not None and len(nouns) == 1 and not is_plural:
            nouns = ()  # "Bệnh viện huyện" is the one that is there
        return Name(
            bodies=frozenset(self._bodies(head)),
            kind=kind,
            nouns=nouns,
            areas=places.areas,
            is_plural=is_plural or sum(not area.name for area in places.areas) > 1,
            scope=scope,
            scope_body=scope_body,
            scope_kind=scope_kind,
            is_concerned=is_concerned or places.are_some,
        )

    def _kind_of(self, head: str, tail: str) -> str | None:
        kind = self._kind.match(f"{head} {tail}")
        return (kind.alternative or "").replace("_", "-") if kind is not None else None

    def _without_front(self, words: str) -> str:
        """Without the person, the post and the organ that stand for the office."""
        person = self._person.match(words)
        if person is not None and self._front.match(words, person.end()) is not None:
            words = words[person.end() :]
        front = self._front.match(words)
        if front is not None and front.end() < len(words):
            words = words[front.end() :]
        organ = self._organ.match(words)
        return words[organ.end() :] if organ is not None else words

    def _without_concerned(self, words: str) -> tuple[str, bool]:
        found = self._concerned.search(words)
        return (words, False) if found is None else (words[: found.start()].rstrip(" ,"), True)

    def _split(self, words: str) -> tuple[str, str, bool, bool]:
        """What stands before the first place, the rest; whether each of such places, any of the level is meant."""
        noun = self._places.noun.search(words)
        if noun is None:
            return words, "", False, False
        head, tail = words[: noun.start()], words[noun.start() :]
        before = self._before_place.search(head)
        if before is None:
            return head.rstrip(), tail, False, False
        return head[: before.start()].rstrip(), tail, True, before["level"] is not None

    def _bodies(self, head: str) -> Iterator[str]:
        yield _plain(head) or COMMITTEE
        parts = _SEPARATOR.split(head)
        bodies = [self._together.fullmatch(part) for part in parts]
        if len(parts) > 1 and all(bodies):
            yield from (_plain(body["body"]) for body in bodies if body is not None)

    def _collectives(self, head: str, *, is_cased: bool) -> Iterator[Noun]:
        """The nouns of a list that name a whole collective: ``báo chí`` behind ``cơ quan`` names another one."""
        for part in dict.fromkeys((head, *_SEPARATOR.split(head))):
            words = part[quantifier.end() :] if (quantifier := self._quantifier.match(part)) is not None else part
            noun = self._noun.match(words)
            if noun is None:
                continue
            rest, _ = self._without_concerned(words[noun.end() :])
            if self._neutral.fullmatch((rest if is_cased else rest.lower()).strip()):
                yield self._nouns[noun[0].lower()]


def _plain(words: str) -> str:
    return " ".join(_NO_WORD.sub(" ", _AND.sub(" ", words.lower())).split())
