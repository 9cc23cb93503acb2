"""What a line of a directive looks like: the compiled rules of ``header.toml`` and the kinds of lines they tell.

Rules match whole lines, or cells of a line: text dumps run the left and the right column of a header together
(``Số: 412/UBND-NC Sơn Hà, ngày 05 tháng 01 năm 2024``), so a line is cut at such joints first.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING
from unicodedata import category

from msgspec import Struct

from parchk import regexp
from parchk.ruleset import Ruleset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parchk.spans import Line

_FILE = "header"
_BULLET = regexp.compile(r"[-+*•●○▪■✓·–] ?(?=\S)")
_BULLETS = frozenset("-+*•●○▪■✓·–")
_LONE = frozenset("-+•●")
_CAPITAL_WORD = regexp.compile(r"\p{Lu}[\p{L}'’.]*|-")
_NAME_END = regexp.compile(r"[;,:.]$")
# Longer lines are prose; the rules for header lines need not look at them.
_LONGEST = 320


class Cell(Struct, frozen=True, gc=False):
    """A stretch of one line that belongs to one column: ``[start, end)`` in the text, and its words."""

    start: int
    end: int
    text: str
    line: int
    """Index of the line."""
    gap: int
    """Blank lines before it (0 for the second cell of a line)."""
    kind: str | None
    after_rule: bool = False
    """A rule or cell border stands between it and the cell before."""


class Cues:
    """The rules of ``header.toml``, compiled once for a rule set."""

    def __init__(self, rules: Ruleset) -> None:
        lines = [rule for rule in rules.rules(_FILE) if rule.field == "line"]
        # Short wordings go before those that call lists or fragments.
        lines.sort(key=lambda rule: "<<" in (rule.pattern or ""))
        self._lines = [pattern for pattern, _ in any_of(rules, _FILE, [rule.id for rule in lines])]
        self._kinds: dict[str, str] = {group_of(rule.id): rule.value or rule.id for rule in lines}
        self._joint = rules.any_of(_FILE, [r.id for r in rules.rules(_FILE) if r.field == "joint"], case=True)
        self.tail_joint = rules.pattern(_FILE, "joint-signature")
        self.rules = rules
        self.section = rules.pattern(_FILE, "section")
        self.filed = rules.pattern(_FILE, "filed")
        self.signed = rules.pattern(_FILE, "signed")
        self.authority = rules.pattern(_FILE, "authority-line")
        self.date_rest = rules.pattern(_FILE, "date-rest")
        self.place = rules.pattern(_FILE, "place-name")
        self.number = rules.pattern(_FILE, "number")
        self.headline = rules.pattern(_FILE, "headline")
        self.prose = regexp.compile(rf" {rules.alternation(rules.words(_FILE, 'prose'))}")
        self.opener = regexp.compile(rf"(?i){rules.alternation(rules.words(_FILE, 'body_openers'))}")
        self.sure_opener = regexp.compile(rf"(?i){rules.alternation(rules.words(_FILE, 'sure_openers'))}")
        ends = "|".join(map(regexp.escape, rules.words("structure", "open_ends")))
        self.open_end = regexp.compile(rf"(?<=\w,? )(?:{ends})$")
        self.open_abstract = regexp.compile(rf"(?i)(?:v/v )?{rules.alternation(rules.words(_FILE, 'open_abstracts'))}")
        self.basis = regexp.compile(rf"(?i){rules.alternation(rules.words(_FILE, 'basis_openers'))}")
        self.first_heading = regexp.compile(
            rf"(?i){rules.alternation(rules.words(_FILE, 'first_headings'), bounded=False)}(?!\p{{L}})"
        )
        self.authorities = dict(entry.split(" = ", 1) for entry in rules.words(_FILE, "authorities"))
        others = rules.alternation(rules.words(_FILE, "not_heads"))
        self.head = regexp.compile(rf"(?i)(?!{others})(?P<head>{rules.alternation(rules.words(_FILE, 'heads'))})")
        self.post = regexp.compile(rf"(?i)(?:q\. ?|quyền )?{rules.alternation(rules.words(_FILE, 'posts'))}")
        self.rank = regexp.compile(rf"(?i)(?:{rules.alternation(rules.words(_FILE, 'ranks'))}[. ]+)+(?=\p{{Lu}})")
        self._surnames = frozenset(word.upper() for word in rules.words(_FILE, "surnames"))
        named = [rule for rule in rules.of_kind("references", "type") if rule.type]
        self.types: dict[str, str] = {
            word.upper(): rule.type for rule in named for word in rule.words if len(word) > 2 and " " in word
        }
        self.types |= {word.upper(): rule.type for rule in named for word in rule.words if word.islower()}
        self.title = regexp.compile(rf"(?P<title>{rules.alternation(list(self.types))})(?P<rest>(?: [^:]*)?)")

    def kind(self, text: str) -> str | None:
        """What component of a directive a whole line or cell is; ``None``: prose, or it needs its neighbours."""
        if text.startswith("|"):
            # A table row on one line is what its first cell is.
            text = next((part for part in map(str.strip, text.split("|")) if part), "|")
        if len(text) > _LONGEST or (text and category(text[0]) == "Ll"):
            return "rule" if len(text) > _LONGEST and not text.strip("|-_*= .…") else None
        for pattern in self._lines:
            match = pattern.match(text)
            if match:
                return self._kinds[match.alternative or ""]
        if is_capital(text) and (title := self.title.fullmatch(text)) and not self.section.match(text):
            # "QUYẾT ĐỊNH:" enacts; "KẾ HOẠCH TRIỂN KHAI …" carries its trích yếu on the same line.
            return "title" if len(title["rest"]) < 200 else None
        return None

    def cells(self, lines: Sequence[Line], indices: Sequence[int], *, tail: bool = False) -> list[Cell]:
        """The cells of these lines, in order; rules and cell borders are left out but remembered."""
        found: list[Cell] = []
        after_rule = False
        for index in indices:
            line = lines[index]
            if line.kind == "rule":
                after_rule = True
                continue
            words, gap = line.text, line.gap
            for start, end in self._cut(words, tail=tail):
                piece = words[start:end]
                kind = line.kind if piece == words else self.kind(piece)
                if kind == "rule" or not piece:
                    after_rule = True
                    continue
                place = line.start + start
                found.append(Cell(place, place + len(piece), piece, index, gap, kind, after_rule))
                gap, after_rule = 0, False
        return found

    def _cut(self, words: str, *, tail: bool) -> list[tuple[int, int]]:
        joint = self.tail_joint if tail else self._joint
        beginning = words[:_LONGEST]
        joints = {start for start, _ in joint.all_spans(beginning)} if joint.search(beginning) else set()
        if not joints and "|" not in words:
            return [(0, len(words))]
        marks = [0, *sorted(joints), len(words)]
        pieces: list[tuple[int, int]] = []
        for start, end in pairwise(marks):
            at = start
            for part in words[start:end].split("|"):
                left = len(part) - len(part.lstrip())
                pieces.append((at + left, at + len(part.rstrip())))
                at += len(part) + 1
        return [(start, end) for start, end in pieces if start < end]

    def name(self, text: str) -> str | None:
        """The person's name that a whole line is, without rank and degree; ``None`` if it is none."""
        rank = self.rank.match(text)
        words = text[rank.end() if rank else 0 :].strip()
        parts = words.split()
        if not 2 <= len(parts) <= 7 or _NAME_END.search(words) or not all(map(_CAPITAL_WORD.fullmatch, parts)):
            return None
        if is_capital(words):
            known = parts[0].strip("'’").upper() in self._surnames
            return (
                words
                if known and not (self.post.match(words) or self.title.match(words) or self._is_head(words))
                else None
            )
        if self.post.match(words) or any(len(part) > 9 for part in parts):
            return None
        first_is_known = parts[0].split("'")[0].upper() in self._surnames
        return words if (first_is_known and not self._is_head(words)) or not self.head.match(words) else None

    def _is_head(self, words: str) -> bool:
        """``Văn phòng``, ``VĂN PHÒNG TRUNG ƯƠNG``: the first word is a surname too, but two of them name an office."""
        head = self.head.match(words)
        return head is not None and " " in head["head"]


def any_of(rules: Ruleset, file: str, chosen: Sequence[str]) -> list[tuple[regexp.Pattern, list[str]]]:
    """One pattern for those of the rules that tell capitals apart, and one for the others; with their groups."""
    made = []
    for case in (True, False):
        alike = [rule for rule in chosen if rules.get(file, rule).case is case]
        if alike:
            made.append((rules.any_of(file, alike, case=case), list(map(group_of, alike))))
    return made


@lru_cache(maxsize=1 << 13)
def may_begin(pattern: regexp.Pattern, signs: str) -> bool:
    """Whether a pattern may match what begins with these characters; found out once."""
    return pattern.may_begin(signs)


def group_of(rule: str) -> str:
    """The name of a rule's group in a pattern of several."""
    return rule.replace("-", "_")


@lru_cache(maxsize=8)
def cues_of(rules: Ruleset) -> Cues:
    """The cues of a rule set, compiled once."""
    return Cues(rules)


def bullet(text: str) -> int:
    """Length of the bullet that a line begins with; 0 if there is none."""
    match = _BULLET.match(text) if text[:1] in _BULLETS else None
    return match.end() if match else 0


def lone_bullet(text: str) -> bool:
    """Whether a line is a bullet whose words were broken off onto the next line."""
    return text in _LONE


def is_capital(text: str) -> bool:
    """Whether all letters are capitals, and there are at least two."""
    return text == text.upper() and len(list(islice(filter(str.isalpha, text), 2))) == 2
