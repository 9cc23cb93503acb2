"""Units: offices, collectives, heads and posts, found in the whole document at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import zip_longest
from typing import TYPE_CHECKING

from parchk import regexp
from parchk.recognise.spelled_out import SpelledOut
from parchk.ruleset import Example, Ruleset, alternation
from parchk.spans import UnitMention
from parchk.text import canonical_spelling

if TYPE_CHECKING:
    from parchk.ruleset.schema import UnitRule

# What a bare place or a bare noun is, the rules with a name of their own may say first.
_LAST = ("party-branch", "collective-bare", "subject-noun", "place", "head-alone")
# In a line of capitals every word looks like a name; these rules would take headings for units.
_NOT_IN_CAPITALS = frozenset({"institution", "division", "board", "person", "place", "party-branch"})
_WORD = regexp.compile(r"\w+(?:/\w\b)?")
# One match, a unit for every member.
_LIST = "department-list"
# The post before a rule's unit; the name is none of a rule.
_POST = "d_post"
# Of the patterns in the order in which they are tried, the two halves of those rules that a post may stand before.
_HALVES = (1, 2)
# "các đồng chí Bí thư, Chủ tịch, Phó Chủ tịch" is not longer than this.
_LONGEST_POST = 160


class UnitRecogniser:
    """Tries the unit rules wherever a word stands that a unit can begin with."""

    def __init__(self, rules: Ruleset) -> None:
        units = rules.of_kind("units", "unit")
        anchor = rules.kept("units:anchor", lambda: _anchor(rules))
        self._anchor = regexp.compile(anchor, regexp.IGNORECASE)
        # Posts are looked for once, not once a rule; each rule then fails or goes on at its first letters.
        rest = [rule.id for rule in units if rule.front]
        alone = [rule.id for rule in units if not rule.front and rule.id not in _LAST]
        half = len(rest) // 2
        behind_post = f"{anchor}(?P<{_POST}><<front>>)?"
        # In one pattern they would be too much for PCRE2.
        parts = [(anchor, alone), (behind_post, rest[:half]), (behind_post, rest[half:]), (anchor, list(_LAST))]
        self._parts = [_part(rules, opening, ids) for opening, ids in parts]
        of_lists = (part for part, (_, ids) in zip(self._parts, parts, strict=True) if _LIST in ids)
        self._lists = next(of_lists, None)
        self._post = rules.compile("units", "<<front>>")
        self._field = rules.compile("units", "<<field>>")
        held = rules.alternation(rules.words("units", "held"))
        self._held = regexp.compile(rf"{held}$", regexp.IGNORECASE)
        words = rules.alternation(rules.words("units", "parts"))
        self._part = rules.compile("units", rf"<<front>>?(?-i:{words})")
        self._office = regexp.compile(rules.alternation(rules.words("units", "offices")))
        self._named = NamedUnits(rules, self._anchor, self._post)
        self._spelled_out = SpelledOut(rules, self._end_of)

    def __call__(self, text: str) -> list[UnitMention]:
        """All units of the text, in order; none reaches over a line end."""
        found: list[UnitMention] = []
        names = self._spelled_out(text)
        named = self._named.found(text, names) if names else None
        matches = _Matches(self._parts, self._post, text)
        while True:
            unit = matches.first()
            start = unit.start if unit is not None else len(text) + 1
            spelled = named.first(start) if named is not None else None
            if spelled is not None and (unit is None or spelled.start < start or spelled.end > unit.end):
                unit = spelled
                found.append(unit)
            elif unit is None:
                break
            elif unit.rule not in _NOT_IN_CAPITALS or not text[start : unit.end].isupper():
                found.extend(self._mentions(text, unit))  # "TỔ CHỨC THỰC HIỆN" is a heading
            matches.position = unit.end
            if named is not None:
                named.go_on(unit.end)
        found = self._whole(text, found)
        pairs = zip_longest(found, found[1:])
        return [unit for unit, following in pairs if not _is_list_head(text, unit, following)]

    def _whole(self, text: str, found: Sequence[UnitMention]) -> list[UnitMention]:
        """``Đảng ủy`` directly before ``Tòa án nhân dân tối cao`` is one unit, the body inside the other."""
        whole: list[UnitMention] = []
        is_open = False
        for unit in found:
            before = whole[-1] if is_open else None
            if before is not None and unit.start == before.end + 1 and self._holds(text, before, unit):
                whole[-1] = UnitMention(before.start, unit.end, before.rule)
                is_open = False
            else:
                whole.append(unit)
                is_open = True
        return whole

    def _holds(self, text: str, held: UnitMention, unit: UnitMention) -> bool:
        """Whether ``unit``, right behind ``held``, is what that belongs to."""
        if text[held.end] != " ":
            return False
        words = text[held.start : held.end]
        if self._held.search(words):
            return True
        return self._part.match(words) is not None and self._office.match(text, unit.start) is not None

    def _end_of(self, words: str) -> int:
        """Where the unit ends that the words begin with; 0 when they begin with none."""
        if self._anchor.match(words) is None:
            return 0
        found = [part.search(words) for part in self._parts]  # not match: seldom asked, it is not worth a second code
        alone, one, other, last = (match if match is not None and match.start() == 0 else None for match in found)
        unit = alone or _of_halves(one, other) or last
        return unit.end() if unit is not None else 0

    def _mentions(self, text: str, unit: UnitMention) -> list[UnitMention]:
        whole = self._lists.search(text, unit.start) if unit.rule == _LIST and self._lists is not None else None
        if whole is not None:
            fields = [field.span() for field in self._field.finditer(text, *whole.span("members"))]
            if len(fields) > 1:
                return [UnitMention(start, end, unit.rule) for start, end in fields]
        end = unit.end
        while end > unit.start and text[end - 1] in " ,;":
            end -= 1
        return [unit if end == unit.end else UnitMention(unit.start, end, unit.rule)]


class _Matches:
    """The matches of all rules in one text, one after the other.

    Of those that begin at one place, that of the first pattern; of the two halves, though, one with a post first.
    """

    def __init__(self, parts: Sequence[regexp.Pattern], post: regexp.Pattern, text: str) -> None:
        self._parts, self._post, self._text = parts, post, text
        found = enumerate([part.all_named(text) for part in parts])
        # In order, and so a heap.
        self._heap = sorted([(start, number, end, rule) for number, part in found for rule, start, end in part])
        self._known = set(self._heap)
        self._reach = [0] * len(parts)  # how far what was passed over of each pattern reaches
        self.position = 0
        """Nothing before it is looked for any more."""

    def first(self) -> UnitMention | None:
        """The first one from the position on."""
        heap = self._heap
        while heap:
            start, number, end, rule = heap[0]
            if start >= self.position:
                rival = self._rival(start) if number == _HALVES[0] else None
                if rival is not None:
                    end, rule = rival
                return UnitMention(start, end, rule.replace("_", "-"))
            heappop(heap)
            self._reach[number] = max(self._reach[number], end)
            if self._reach[number] > self.position:  # another may begin inside of it
                match = self._parts[number].search(self._text, self.position)
                found = (match.start(), number, match.end(), match.alternative or "") if match is not None else None
                if found is not None and found not in self._known:
                    self._known.add(found)
                    heappush(heap, found)
        return None

    def _rival(self, start: int) -> tuple[int, str] | None:
        """End and rule of the other half's match at the same place, if only that is behind a post."""
        # What follows the first of a heap is its second or its third.
        other = next((match for match in self._heap[1:3] if match[:2] == (start, _HALVES[1])), None)
        if other is None or not self._post.match(self._text, start) or self._is_behind_post(_HALVES[0], start):
            return None
        return other[2:] if self._is_behind_post(_HALVES[1], start) else None

    def _is_behind_post(self, half: int, start: int) -> bool:
        match = self._parts[half].search(self._text, start)
        return match is not None and match.start(_POST) >= 0


def _of_halves(one: regexp.Match | None, other: regexp.Match | None) -> regexp.Match | None:
    """Of the matches of the two halves at one place the first's, unless only the other's is behind a post."""
    if one is None or other is None:
        return one or other
    return other if one.start(_POST) < 0 <= other.start(_POST) else one


class NamedUnits:
    """Finds the names that a document spells out, a post before them included."""

    def __init__(self, rules: Ruleset, anchor: regexp.Pattern, post: regexp.Pattern) -> None:
        self._anchor, self._front = anchor, post
        self._behind_post = rules.compile("units", r"(?<!\w)<<posts>> (?:của )?\z")

    def found(self, text: str, names: Sequence[str]) -> NamedIn:
        """The names in one text."""
        return NamedIn(self, text, names)

    def start(self, text: str, name: int, floor: int) -> int | None:
        """Where the unit begins whose name stands at ``name``; ``None`` where no unit can begin."""
        if self._behind_post.search(text, max(floor, name - _LONGEST_POST), name):
            for word in _WORD.finditer(text, max(floor, name - _LONGEST_POST), name):
                front = self._front.match(text, word.start())
                if front is not None and front.end() == name and self._anchor.match(text, word.start()):
                    return word.start()
        return name if self._anchor.match(text, name) else None


class NamedIn:
    """The spelled-out names of one text, read from its beginning to its end."""

    def __init__(self, finder: NamedUnits, text: str, names: Sequence[str]) -> None:
        self._finder, self._text = finder, text
        self._names = regexp.compile(rf"(?<!\w)(?:{'|'.join(map(regexp.escape, names))})(?!\w)", regexp.IGNORECASE)
        self._next = self._search(0)

    def first(self, start: int) -> UnitMention | None:
        """The next name, if it begins no later than at ``start``."""
        return self._next if self._next is not None and self._next.start <= start else None

    def go_on(self, position: int) -> None:
        """Nothing before this position is looked for any more."""
        if self._next is not None and self._next.start < position:
            self._next = self._search(position)

    def _search(self, position: int) -> UnitMention | None:
        for match in self._names.finditer(self._text, position):
            start = self._finder.start(self._text, match.start(), position)
            if start is not None:
                return UnitMention(start, match.end(), "spelled-out")
        return None


def _part(rules: Ruleset, opening: str, ids: Sequence[str]) -> regexp.Pattern:
    """Some of the rules as one pattern of named alternatives."""
    branches = "|".join(regexp.named(rule.replace("-", "_"), rules.body("units", rule)) for rule in ids)
    return rules.compile("units", rf"{opening}(?:{branches})")


def _anchor(rules: Ruleset) -> str:
    """A pattern for the places where a word stands that a unit can begin with."""
    words = {canonical_spelling(word) for word in rules.words("units", "anchors")}
    words |= {word for rule in rules.of_kind("units", "unit") for word in _first_words(rule)}
    return rf"(?<!\w)(?={alternation(sorted(words), bounded=False)}(?!\w|/\w\b))"


def _first_words(rule: UnitRule) -> Iterator[str]:
    """What a rule's units begin with, by its own words and the marks in its examples."""
    marked = (example.text[slice(*example.marked)] for example in map(Example.parse, rule.examples) if example.marked)
    for unit in (*map(canonical_spelling, rule.words), *marked):
        first = _WORD.match(unit.lower())
        if first:
            yield first[0]


def _is_list_head(text: str, unit: UnitMention, following: UnitMention | None) -> bool:
    """``các cơ quan: A, B``: the members are meant, the collective only heads the list."""
    if following is None or not unit.rule.startswith("collective"):
        return False
    between = text[unit.end : following.start]
    return between.strip() == ":" and text[following.end : following.end + 2] in {", ", "; "}
