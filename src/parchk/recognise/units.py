"""Units: offices, collectives, heads and posts, found in the whole document at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

import regex

from parchk.recognise.spelled_out import SpelledOut
from parchk.ruleset import Example, Ruleset
from parchk.ruleset.schema import UnitRule
from parchk.spans import UnitMention
from parchk.text import canonical_spelling

# What a bare place or a bare noun is, the rules with a name of their own may say first.
_LAST = ("party-branch", "collective-bare", "subject-noun", "place", "head-alone")
# In a line of capitals every word looks like a name; these rules would take headings for units.
_NOT_IN_CAPITALS = frozenset({"institution", "division", "board", "person", "place", "party-branch"})
_WORD = regex.compile(r"\w+(?:/\w\b)?")


class UnitRecogniser:
    """Tries the unit rules wherever a word stands that a unit can begin with."""

    def __init__(self, rules: Ruleset) -> None:
        ids = [rule.id for rule in rules.of_kind("units", "unit")]
        self._rule_of: dict[str, str] = {rule.replace("-", "_"): rule for rule in ids}
        # Posts are looked for once, not once a rule; each rule then fails or goes on at its first letters.
        rest = [rule.id for rule in rules.of_kind("units", "unit") if rule.front]
        alone = [rule for rule in ids if rule not in rest and rule not in _LAST]
        branches = [
            self._branches(rules, alone),
            f"<<front>>?(?:{self._branches(rules, rest)})",
            self._branches(rules, _LAST),
        ]
        self._unit = rules.compile("units", rf"(?<!\w)(?:{'|'.join(branches)})")
        self._field = rules.compile("units", "<<field>>")
        self._front = rules.compile("units", "<<front>>")
        held = rules.alternation(rules.words("units", "held"))
        self._held = rules.compiled(rf"(?i){held}$")
        parts = rules.alternation(rules.words("units", "parts"))
        self._part = rules.compile("units", rf"<<front>>?(?-i:{parts})")
        offices = rules.alternation(rules.words("units", "offices"))
        self._office = rules.compiled(offices)
        self._spelled_out = SpelledOut(rules, self._end_of)
        self._anchors = {canonical_spelling(word) for word in rules.words("units", "anchors")}
        self._anchors |= {word for rule in rules.of_kind("units", "unit") for word in _first_words(rule)}

    @staticmethod
    def _branches(rules: Ruleset, ids: Sequence[str]) -> str:
        return "|".join(f"(?P<{rule.replace('-', '_')}>{rules.body('units', rule)})" for rule in ids)

    def __call__(self, text: str) -> list[UnitMention]:
        """All units of the text, in order; none reaches over a line end."""
        found: list[UnitMention] = []
        names = self._names_in(text)
        anchors, match_at = self._anchors, self._unit.match
        position = 0
        for word in _WORD.finditer(text.lower()):
            start = word.start()
            if start < position or word[0] not in anchors:
                continue
            match = match_at(text, start)
            spelled_end = self._spelled_end(names, text, start) if names is not None else 0
            if spelled_end > (match.end() if match is not None else 0):
                position = spelled_end
                found.append(UnitMention(start, position, "spelled-out"))
                continue
            if match is None:
                continue
            position = match.end()
            if match[0].isupper() and self._rule(match) in _NOT_IN_CAPITALS:
                continue  # "TỔ CHỨC THỰC HIỆN" is a heading
            found.extend(self._mentions(match))
        found = list(self._whole(text, found))
        pairs = zip_longest(found, found[1:])
        return [unit for unit, following in pairs if not _is_list_head(text, unit, following)]

    def _whole(self, text: str, found: Sequence[UnitMention]) -> Iterator[UnitMention]:
        """``Đảng ủy`` directly before ``Tòa án nhân dân tối cao`` is one unit, the body inside the other."""
        held: UnitMention | None = None
        for unit in found:
            if held is not None and self._holds(text, held, unit):
                yield UnitMention(held.start, unit.end, held.rule)
                held = None
                continue
            if held is not None:
                yield held
            within = self._held.search(text, unit.start, unit.end) or self._part.match(text, unit.start, unit.end)
            held = unit if within else None
            if held is None:
                yield unit
        if held is not None:
            yield held

    def _holds(self, text: str, held: UnitMention, unit: UnitMention) -> bool:
        """``unit`` stands right behind ``held`` and is what it belongs to."""
        if unit.start != held.end + 1 or text[held.end] != " ":
            return False
        return bool(self._held.search(text, held.start, held.end) or self._office.match(text, unit.start))

    def _names_in(self, text: str) -> regex.Pattern[str] | None:
        """What finds the names that the document spells out."""
        names = self._spelled_out(text)
        if not names:
            return None
        return regex.compile(rf"(?:{'|'.join(map(regex.escape, names))})(?!\w)", regex.IGNORECASE)

    def _spelled_end(self, names: regex.Pattern[str], text: str, start: int) -> int:
        """Where a name that the document spells out ends, a post before it included; 0 when none stands here."""
        post = self._front.match(text, start)
        match = names.match(text, start) or (names.match(text, post.end()) if post is not None else None)
        return match.end() if match is not None else 0

    def _end_of(self, text: str, start: int) -> int:
        match = self._unit.match(text, start)
        return match.end() if match is not None else 0

    def _rule(self, match: regex.Match[str]) -> str:
        groups = match.groupdict()
        return next(name for key, name in self._rule_of.items() if groups.get(key) is not None)

    def _mentions(self, match: regex.Match[str]) -> list[UnitMention]:
        rule = self._rule(match)
        start, end = match.span()
        if rule == "department-list":
            low, high = match.span("members")
            members = [member.span() for member in self._field.finditer(match.string, low, high)]
            if len(members) > 1:
                return [UnitMention(a, b, rule) for a, b in members]
        while end > start and match.string[end - 1] in " ,;":
            end -= 1
        return [UnitMention(start, end, rule)]


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
