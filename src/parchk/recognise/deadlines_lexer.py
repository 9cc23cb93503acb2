"""Finds the words that speak of time: days, months, quarters, clock times, durations, recurrences.

One pattern made of all piece rules of ``deadlines.toml`` runs once over the text;
:mod:`parchk.recognise.deadlines_pieces` reads what it matched. What the pieces mean together (a trigger, a range, a
day of a recurring duty) is decided by :mod:`parchk.recognise.deadlines_meaning`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from parchk import regexp
from parchk.dates import ImpossibleDateError
from parchk.errors import RuleError
from parchk.recognise.deadlines_pieces import Piece, PieceReader, Words
from parchk.ruleset import alternation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from parchk.ruleset import Ruleset

_FILE = "deadlines"
_PIECES = ("skip", "time", "recurrence", "clock", "weekday", "duration", "unit", "vague")
_UP_TO = "up_to_"
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

    return rules.kept(f"inlined:{pattern}", lambda: _NAME.sub(fill, pattern))


class Lexer:
    """Finds the pieces. ``rules`` are those of ``deadlines.toml``."""

    def __init__(self, rules: Ruleset) -> None:
        self._read = PieceReader(rules)
        self._rules = [rule for rule in rules.rules(_FILE) if rule.kind in _PIECES]
        sources = [f"(?:{rules.source(_FILE, rule.id)})(?P<{_sign(rule.id)}>)" for rule in self._rules]
        pieces = rf"(?<!\w)(?<!\d[.,/-])(?=<<opening>>)(?:{_halved(sources)})"
        self._pieces = rules.compile(_FILE, inlined(rules, pieces))
        self._suffixes = [
            rules.compile(_FILE, inlined(rules, rules.source(_FILE, rule.id)))
            for rule in rules.of_kind(_FILE, "suffix")
        ]
        continued = [rule.id for rule in rules.of_kind(_FILE, "continued")]
        self._continued = [rules.compile(_FILE, inlined(rules, rules.source(_FILE, id_))) for id_ in continued]

    def pieces(self, text: str, issued_on: date | None) -> Iterator[Piece]:
        """The pieces of ``text`` in order, none overlapping another."""
        position = 0
        while True:
            for match in self._pieces.finditer(text, position):
                start, end = match.span()
                rule, words = self._alternative(match)
                piece = self._with_suffix(text, self._read(start, end, rule, words, issued_on), issued_on)
                yield piece
                position = piece.end
                while piece.kind == "recurrence":
                    following = self._next_recurrence(text, position, piece)
                    if following is None:
                        break
                    yield following
                    piece, position = following, following.end
                if position > end:  # more belongs to it than the match: the search goes on behind that
                    break
            else:
                return

    @cached_property
    def _groups(self) -> tuple[list[dict[str, list[int]]], dict[int, int]]:
        """The numbers of each rule's groups by name; of the empty group behind the rules up to each half."""
        signs = {_sign(rule.id) for rule in self._rules}
        named = self._pieces.groups
        found: list[dict[str, list[int]]] = [{}]
        for number, name in sorted((number, name) for name, numbers in named.items() for number in numbers):
            if name in signs:
                found.append({})
            elif not name.startswith(_UP_TO):
                found[-1].setdefault(name, []).append(number)
        halves = {int(name.removeprefix(_UP_TO)): named[name][0] for name in named if name.startswith(_UP_TO)}
        return found, halves

    def _alternative(self, match: regexp.Match) -> tuple[Any, Words]:
        """The rule that matched, and what its groups did."""
        groups, halves = self._groups
        low, high = 0, len(self._rules)
        while high - low > 1:
            middle = (low + high) // 2
            if match[halves[middle]] is not None:
                high = middle
            else:
                low = middle
        words = Words()
        for name, numbers in groups[low].items():
            for number in numbers:
                if (word := match[number]) is not None:
                    words[name] = word
        return self._rules[low], words

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
            piece.fixed = piece.times[0].in_year(year)._replace(inferred=("year",))
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
                    recurrence=self._read.every(Words(n=match["n"], u=match["u"])),
                    sure=before.sure or bool(match.start("core") == match.start()),
                )
        return None


def _halved(sources: Sequence[str], first: int = 0) -> str:
    """The alternatives in two halves, these in two halves again; an empty group behind each first one.

    Of forty alternatives, five or six groups tell which one it was.
    """
    if len(sources) < 2:
        return "".join(sources) or "(?!)"
    middle = (2 * first + len(sources)) // 2
    before, after = sources[: middle - first], sources[middle - first :]
    return f"(?:{_halved(before, first)})(?P<{_UP_TO}{middle}>)|{_halved(after, middle)}"


def _sign(rule: str) -> str:
    """A rule's id as the name of a group."""
    return rule.replace("-", "_")
