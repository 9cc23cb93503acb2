"""When two readers mean the same: the comparison of texts, units, recurrence rules and times that eval counts by.

Two lists, not one span, are compared: a unit may be written in full in one and short in the other, a recurrence rule
may have its parts in another order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import regex

from parchk.text import canonical_spelling

if TYPE_CHECKING:
    from parchk.ruleset import Ruleset

_PUNCTUATION = regex.compile(r"[-–—_/.,;:“”\"'()*]")
_WHITE = regex.compile(r"\s+")

# What follows is the definition of the measure (docs/gold-format.md), not wording that the extractor reads by: were
# it taken from the rules, a change of the rules would move the yardstick that they are measured with. Only the
# abbreviations that an alias rule of units.toml explains come from there, so that an office's own ones count too.
_MORE_ABBREVIATIONS = {
    "tt": "thường trực",
    "ct": "chủ tịch",
    "cchc": "cải cách hành chính",
    "tthc": "thủ tục hành chính",
}
_POSTS = (
    "thủ trưởng", "người đứng đầu", "tổng giám đốc", "giám đốc", "chủ tịch", "trưởng", "chánh", "bí thư", "bộ trưởng",
    "lãnh đạo", "hiệu trưởng", "tổng biên tập", "chỉ huy trưởng", "chi cục trưởng", "cục trưởng", "viện trưởng",
)  # fmt: skip
_HEAD_NOUNS = (
    "các", "cơ quan", "đơn vị", "địa phương", "ngành", "sở", "ban", "phòng", "ủy ban", "trung tâm", "chi cục", "cục",
    "công an", "bảo hiểm", "văn phòng", "đài", "hội", "huyện", "tỉnh", "thành", "bộ", "viện", "trường", "kho bạc",
    "thanh tra",
)  # fmt: skip
# Nouns that also begin other words ("bộ phận"): a blank must follow.
_WHOLE_NOUNS = frozenset({"các", "bộ"})
_POST = regex.compile(
    rf"(?:(?:các )?đồng chí )?(?:{'|'.join(_POSTS)})"
    rf"(?= (?:{'|'.join(f'{noun} ' if noun in _WHOLE_NOUNS else noun for noun in _HEAD_NOUNS)}))"
)
_QUANTIFIER = regex.compile(r"(?:các|những|toàn thể) ")
_PLACE_AT_END = regex.compile(
    r"(?<!nhân dân)(?: trên địa bàn| thuộc ủy ban nhân dân| thuộc)? "
    r"(?:huyện|tỉnh|thành phố|thị xã|quận|xã|phường)$"
)
_SHARED_HEAD = regex.compile(r"(?:bộ|sở|phòng|tập đoàn|tổng công ty|tỉnh|thành phố|huyện|cục) (?=\w)")

# Names that agree but for a tail of at most two words are one unit; shorter ones say too little for that.
_TAIL_WORDS = 2
_NAME_LENGTH = 6


class DeadlineLike(Protocol):
    """A deadline of a gold file or of a result."""

    @property
    def kind(self) -> str: ...  # noqa: D102 - see models.Deadline
    @property
    def start(self) -> str | None: ...  # noqa: D102
    @property
    def due(self) -> str | None: ...  # noqa: D102
    @property
    def inclusive(self) -> bool | None: ...  # noqa: D102
    @property
    def rrule(self) -> str | None: ...  # noqa: D102
    @property
    def duration(self) -> str | None: ...  # noqa: D102
    @property
    def working_days(self) -> bool | None: ...  # noqa: D102


class Matcher:
    """Compares texts and lists of units, with the abbreviations that the rules in force know."""

    def __init__(self, rules: Ruleset) -> None:
        self._abbreviations = dict(_MORE_ABBREVIATIONS)
        for rule in rules.of_kind("units", "alias"):
            self._abbreviations.update(_abbreviations(rule.words))
        self.unit_key = lru_cache(maxsize=8192)(self._unit_key)

    def text(self, written: str | None) -> str:
        """The words of a text: case, punctuation, spelling of tone marks and abbreviations made equal."""
        words = _words(written or "")
        return " ".join(self._abbreviations.get(word, word) for word in words)

    def _unit_key(self, written: str) -> str:
        """The words of a unit without the post of its head, its quantifier and a bare place noun at its end."""
        key = self.text(written)
        for _ in range(2):  # "lãnh đạo, chủ tịch UBND": a post before a post
            post = _POST.match(key)
            key = key[post.end() :].strip() if post else key
        quantifier = _QUANTIFIER.match(key)
        key = key[quantifier.end() :] if quantifier else key
        return _PLACE_AT_END.sub("", key).strip() or key

    def units(self, gold: Sequence[str], found: Sequence[str]) -> int:
        """How many of the gold units are among those found, each counted once."""
        left = [self.unit_key(unit) for unit in found]
        hits = 0
        for unit in map(self.unit_key, gold):
            same = next((at for at, other in enumerate(left) if _same(unit, other)), None)
            if same is not None:
                del left[same]
                hits += 1
        return hits


def _abbreviations(spellings: Sequence[str]) -> dict[str, str]:
    """The abbreviations among the spellings of one word, each with the spelling whose initials it gives."""
    spelled = [_words(spelling) for spelling in spellings]
    full = [words for words in spelled if len(words) > 1 and len(words[0]) > 1]  # not "U.B.N.D"
    found = {}
    for words in spelled:
        if len(words) == 1 and full:
            initials = (long for long in full if "".join(map(_initial, long)) == words[0])
            found[words[0]] = " ".join(next(initials, full[0]))
    return found


def _initial(word: str) -> str:
    """The first letter as abbreviations have it: without marks, but ``đ`` is a letter of its own."""
    return unicodedata.normalize("NFD", word)[0]


def _words(written: str) -> list[str]:
    return _PUNCTUATION.sub(" ", canonical_spelling(written).casefold().replace("&", " và ")).split()


def _same(one: str, other: str) -> bool:
    """Equal; or one lacks the head that a list shares (``các Bộ: Quốc phòng, Y tế``); or a tail of two words."""
    if one == other or _bare(one) == other or one == _bare(other):
        return True
    short, long = sorted((one, other), key=len)
    return (
        len(short) >= _NAME_LENGTH
        and long.startswith(f"{short} ")
        and len(set(short.split()) ^ set(long.split())) <= _TAIL_WORDS
    )


def _bare(key: str) -> str:
    head = _SHARED_HEAD.match(key)
    return key[head.end() :] if head else key


def citation_key(number: str | None, date: str | None) -> tuple[str, str]:
    """A cited document: its number without blanks, in capitals, and its day."""
    return _WHITE.sub("", (number or "").upper()), date or ""


def rule_key(rrule: str | None) -> tuple[tuple[str, str], ...]:
    """A recurrence rule in one spelling: parts in order, clock times dropped, yearly rules as such.

    >>> rule_key("RRULE:FREQ=MONTHLY;BYMONTH=12,6;INTERVAL=1")
    (('BYMONTH', '12,6'), ('FREQ', 'YEARLY'))
    """
    pairs = (part.split("=", 1) for part in (rrule or "").upper().removeprefix("RRULE:").split(";") if "=" in part)
    parts = {name: value for name, value in pairs if name not in {"BYHOUR", "BYMINUTE", "BYSECOND", "WKST"}}
    if parts.get("INTERVAL") == "1":
        del parts["INTERVAL"]
    if parts.get("FREQ") == "MONTHLY" and ("BYMONTH" in parts or parts.get("INTERVAL") == "12"):
        parts["FREQ"] = "YEARLY"
        parts.pop("INTERVAL", None)
    return tuple(sorted((name, ",".join(sorted(value.split(",")))) for name, value in parts.items()))


def deadline_key(deadline: DeadlineLike) -> tuple[object, ...]:
    """What of a deadline counts, by its kind; clock times to the minute."""
    start, due = ((day or "")[:16] for day in (deadline.start, deadline.due))
    match deadline.kind:
        case "recurring":
            return deadline.kind, rule_key(deadline.rrule)
        case "relative":
            return deadline.kind, deadline.duration, bool(deadline.working_days)
        case "from":
            return deadline.kind, start
        case "period":
            return deadline.kind, start, due
        case _:
            return deadline.kind, due, bool(deadline.inclusive)
