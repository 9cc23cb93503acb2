"""Finds the words that speak of time: days, months, quarters, clock times, durations, recurrences.

One pattern made of all piece rules of ``deadlines.toml`` runs once over the text;
:mod:`parchk.recognise.deadlines_pieces` reads what it matched. What the pieces mean together (a trigger, a range, a
day of a recurring duty) is decided by :mod:`parchk.recognise.deadlines_meaning`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from parchk import regexp
from parchk.dates import ImpossibleDateError
from parchk.errors import RuleError
from parchk.recognise.deadlines_pieces import Piece, PieceReader, Words
from parchk.ruleset import alternation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from parchk.ruleset import Ruleset

_FILE = "deadlines"
_PIECES = ("skip", "time", "recurrence", "clock", "weekday", "duration", "unit", "vague")
_NAME = regexp.compile(r"<<([a-z0-9_]+)>>")


def inlined(rules: Ruleset, pattern: str) -> str:
    """The pattern with its lists and fragments written out.

    :meth:`Ruleset.compile` turns ``<<name>>`` into a call of a group, which keeps large patterns small; calls cost
    about seventy times as much here, where the same short lists are tried at every number and every ``ngày``.
    """
    file = rules.files[_FILE]

    def fill(match: regexp.Match) -> str:
        name = match[1]
        if name in file.fragments:
            return f"(?:{inlined(rules, file.fragments[name])})"
        if name in file.lists:
            return alternation(file.lists[name], bounded=False)
        raise RuleError(f"{_FILE}.toml", f"{match[0]} is neither a list nor a fragment of {_FILE}.toml", key="pattern")

    return _NAME.sub(fill, pattern)


class Lexer:
    """Finds the pieces. ``rules`` are those of ``deadlines.toml``."""

    def __init__(self, rules: Ruleset) -> None:
        self._read = PieceReader(rules)
        self._rules = [rule for rule in rules.rules(_FILE) if rule.kind in _PIECES]
        # An empty group behind each alternative tells which one it was.
        pieces = "|".join(f"(?:{rules.source(_FILE, rule.id)})(?P<{_sign(rule.id)}>)" for rule in self._rules)
        self._pieces = rules.compile(_FILE, inlined(rules, rf"(?<!\w)(?<!\d[.,/-])(?=<<opening>>)(?:{pieces})"))
        self._suffixes = [
            rules.compile(_FILE, inlined(rules, rules.source(_FILE, rule.id)))
            for rule in rules.of_kind(_FILE, "suffix")
        ]
        continued = [rule.id for rule in rules.of_kind(_FILE, "continued")]
        self._continued = [rules.compile(_FILE, inlined(rules, rules.source(_FILE, id_))) for id_ in continued]

    def pieces(self, text: str, issued_on: date | None) -> Iterator[Piece]:
        """The pieces of ``text`` in order, none overlapping another."""
        position = 0
        while match := self._pieces.search(text, position):
            start, end = match.span()
            rule, words = self._alternative(match)
            piece = self._with_suffix(text, self._read(start, end, rule, words, issued_on), issued_on)
            yield piece
            position = max(piece.end, start + 1)
            while piece.kind == "recurrence":
                following = self._next_recurrence(text, position, piece)
                if following is None:
                    break
                yield following
                piece, position = following, following.end

    @cached_property
    def _alternatives(self) -> list[tuple[int, tuple[Any, dict[str, list[int]]]]]:
        """Of each rule the number of the empty group behind it, and the numbers of its groups by name."""
        rules = {_sign(rule.id): rule for rule in self._rules}
        found: list[tuple[int, tuple[Any, dict[str, list[int]]]]] = []
        groups: dict[str, list[int]] = {}
        for number, name in sorted((n, name) for name, numbers in self._pieces.groups.items() for n in numbers):
            if name in rules:
                found.append((number, (rules[name], groups)))
                groups = {}
            else:
                groups.setdefault(name, []).append(number)
        return found

    def _alternative(self, match: regexp.Match) -> tuple[Any, Words]:
        """The rule that matched, and what its groups did."""
        rule, names = next(found for number, found in self._alternatives if match.span(number)[0] >= 0)
        words = Words()
        for name, numbers in names.items():
            for number in numbers:
                start, end = match.span(number)
                if start >= 0:
                    words[name] = match.string[start:end]
        return rule, words

    def _with_suffix(self, text: str, piece: Piece, issued_on: date | None) -> Piece:
        """``20/8 năm nay``, ``tháng 6 năm sau``: the year is said, but only the day of issue tells which."""
        if piece.kind != "time" or len(piece.times) != 1 or piece.times[0].year is not None:
            return piece
        match = next((found for pattern in self._suffixes if (found := pattern.match(text, piece.end))), None)
        if match is None:
            return piece
        piece.end = match.end()
        groups = match.groupdict()
        if issued_on is None or piece.impossible or not (groups.get("this") or groups.get("after")):
            return piece
        year = issued_on.year + (1 if groups.get("after") else 0)
        try:
            piece.fixed = replace(piece.times[0].in_year(year), inferred=("year",))
        except ImpossibleDateError:
            piece.impossible = True
        return piece

    def _next_recurrence(self, text: str, position: int, before: Piece) -> Piece | None:
        """``…, năm`` behind ``định kỳ 6 tháng``."""
        for pattern in self._continued:
            match = pattern.match(text, position)
            if match:
                return Piece(
                    match.start("core"),
                    match.end(),
                    "recurrence",
                    before.rule,
                    recurrence=self._read.every(Words(match.groupdict())),
                    sure=before.sure or bool(match.start("core") == match.start()),
                )
        return None


def _sign(rule: str) -> str:
    """A rule's id as the name of a group."""
    return rule.replace("-", "_")
