"""What a line of a directive is among its neighbours: the questions that :mod:`parchk.segment.zones` asks.

Nothing here changes a zone, except that noise is marked at the start; the state machine decides.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from unicodedata import category

from parchk import regexp
from parchk.segment.cues import Cues, bullet, is_capital, may_begin
from parchk.segment.noise import noise_lines
from parchk.spans import Line, Zone

if TYPE_CHECKING:
    from collections.abc import Sequence

HARD = frozenset({"motto", "number", "dateline", "urgency", "secrecy", "abstract"})
NUMBERED = regexp.compile(r"\(\d{1,2}\) ?\p{Lu}")
_STARTS_LOWER = regexp.compile(r"[\"“(]?\p{Ll}|\d{4}\b")
_ENDS = (".", ";", ":")
# How far ahead evidence of a header, or a signer's name under a title, is looked for (lines).
AHEAD = 14
# Lines of a block that floated into the page are shorter than this part of the usual width.
NARROW = 0.7
# An entry of Kính gửi that has no bullet, among others that have one, is shorter.
_LONGEST_ENTRY = 80
# A first heading in capitals has fewer signs; a longer line goes on with the trích yếu.
_LONGEST_HEADING = 60


def ends_sentence(words: str) -> bool:
    """Whether a line ends a sentence, a part of one, or what introduces a list."""
    return words.endswith(_ENDS)


def starts_lower(words: str) -> bool:
    """Whether a line begins in the middle of a sentence; a year does, too."""
    kind = category(words[0])
    return kind == "Ll" or (
        kind != "Lu" and may_begin(_STARTS_LOWER, words[:2]) and _STARTS_LOWER.match(words) is not None
    )


class LineContext:
    """The lines of one document with their kinds and (growing) zones."""

    def __init__(self, lines: Sequence[Line], cues: Cues) -> None:
        self.lines, self.cues = lines, cues
        self.texts = [line.text for line in lines]
        for line in lines:
            line.kind = cues.kind(line.text)
        self.kinds = [line.kind for line in lines]
        for at, (above, line) in enumerate(pairwise(lines), 1):
            broken = above.text[-1] == "," and line.kind is None and line.gap == 0
            if broken and cues.kind(f"{above.text} {line.text}") == "dateline":
                self.kinds[at] = "dateline"  # "Sơn Hà," above "ngày 05 tháng 01 năm 2024"
        self.zones = [Zone.BODY] * len(lines)
        self.count = len(lines)
        self.seen_tail = False
        self.list_open = False
        self._measure()
        for index in noise_lines(self.texts, self.kinds, [line.gap for line in lines], self.base):
            self.zones[index] = Zone.NOISE

    def _measure(self) -> None:
        """Whether lines are broken inside paragraphs, and whether blank lines stand between such lines."""
        totals, lower = [0, 0], [0, 0]
        for before, line in pairwise(self.lines):
            gap = line.gap
            if gap < 2:
                totals[gap] += 1
                if not before.text.endswith(_ENDS) and starts_lower(line.text):
                    lower[gap] += 1
        self.wrapped = lower[0] >= 0.15 * max(1, totals[0]) or lower[1] >= 0.15 * max(1, totals[1])
        lengths = sorted(map(len, self.texts)) or [0]
        self.width = lengths[int(len(lengths) * 0.8)]
        self.base = 1 if lower[1] >= 0.15 * max(1, totals[1]) and totals[1] > totals[0] else 0

    def is_title(self, at: int) -> bool:
        """Whether line ``at`` is the kind of document, or carries it."""
        if self.kinds[at] == "title":
            return True
        words = self.texts[at]
        # "Thông báo" alone on a line above its trích yếu.
        return len(words) < 30 and words[:1].isupper() and words.upper() in self.cues.types

    def has_joint(self, at: int) -> bool:
        """Whether two columns of a header ran together in line ``at``."""
        words = self.texts[at]
        if len(words) > 200 or not (words[0] == "|" or words[0].isupper()):
            return False
        cells = self.cues.cells(self.lines, [at])
        return len(cells) > 1 and any(cell.kind in HARD for cell in cells)

    def names_what(self, at: int) -> bool:
        """Whether a title says more than its kind: ``QUYẾT ĐỊNH`` may stand above ``QUY ĐỊNH PHÂN CÔNG …``."""
        match = self.cues.title.fullmatch(self.texts[at].upper())
        return match is not None and bool(match["rest"].strip())

    def is_headline(self, at: int) -> bool:
        """Whether a line at the very top is a web page's headline that carries kind and number."""
        return (
            at < AHEAD
            and all(zone is Zone.NOISE for zone in self.zones[:at])
            and self.cues.headline.match(self.texts[at]) is not None
        )

    def before_date(self, at: int) -> bool:
        """The first words of a place name that the line end broke: ``Thành phố Hồ`` above ``Chí Minh, ngày …``."""
        below = at + 1
        return (
            below < self.count
            and self.kinds[below] == "dateline"
            and self.lines[below].gap == 0
            and not is_capital(self.texts[at])
            and self.cues.place.fullmatch(self.texts[at].rstrip(" ,")) is not None
        )

    def after_number(self, at: int) -> bool:
        """A number on the line below a bare ``Số:``."""
        before = at - 1
        return (
            before >= 0
            and self.texts[before].rstrip(" :").lower() == "số"
            and self.cues.kind(f"Số: {self.texts[at]}") == "number"
        )

    def is_front_line(self, words: str, kind: str | None, *, titled: bool) -> bool:
        """A line of capitals (issuer, authority of a decision), or a short plain one of an issuer's name."""
        if (
            self.cues.section.match(words)
            or kind in ("recipients", "address")
            or len(words) > 120
            or words.endswith(":")
        ):
            return False
        if titled:
            return is_capital(words) and bool(self.cues.head.match(words) or self.cues.post.match(words))
        if is_capital(words):
            return True
        return len(words) < 60 and not ends_sentence(words) and bool(self.cues.head.match(words))

    def evidence_ahead(self, at: int) -> bool:
        """Whether a header line proper follows soon, with no prose between."""
        for index in range(at + 1, min(self.count, at + AHEAD)):
            if self.kinds[index] in HARD or self.kinds[index] == "title":
                return True
            if self.kinds[index] == "address":
                return True
            if self.has_joint(index):
                return True
            words = self.texts[index]
            if self.zones[index] is not Zone.NOISE and (len(words) > 120 or ends_sentence(words)):
                return False
        return False

    def interrupts(self, at: int) -> bool:
        """A narrow block in the middle of a sentence: a trích yếu that floated into the page."""
        return (
            self.wrapped
            and at > 0
            and self.zones[at - 1] is Zone.BODY
            and not ends_sentence(self.texts[at - 1])
            and len(self.texts[at]) < NARROW * self.width < len(self.texts[at - 1])
        )

    def goes_on(self, at: int) -> bool:
        """Whether line ``at`` continues the trích yếu on the line before it."""
        words, before, gap = self.texts[at], self.texts[at - 1], self.lines[at].gap
        kind = self.kinds[at]
        if kind in (None, "title") and gap <= self.base and self.cues.open_abstract.fullmatch(before):
            return is_capital(words) == is_capital(before)
        if kind == "title" and gap <= self.base and is_capital(before) and self.names_what(at):
            return True
        marked = self.cues.section.match(words) and not self.cues.number.match(words)
        if kind is not None or marked or bullet(words) or words.startswith("("):
            return (
                kind == "post" and gap <= self.base and is_capital(before) and before.split()[-1] in ("CỦA", "VÀ", ",")
            )
        if starts_lower(words):
            return not ends_sentence(before)
        if gap <= self.base and self.cues.open_end.search(before):
            return True
        if gap > self.base or ends_sentence(before) or self.has_joint(at):
            return False
        if words.endswith((".", ":")) and not is_capital(words):
            return False
        if is_capital(words) and len(words) < _LONGEST_HEADING and self.cues.first_heading.match(words):
            return False
        if is_capital(words) and self._decides(at):
            return False
        if is_capital(words) or is_capital(before):
            ends = self.is_front_line(words, None, titled=True) and len(before) < 0.6 * max(len(words), 60)
            return is_capital(words) == (is_capital(before) or before.isupper()) and not ends
        if self.cues.opener.match(words):
            return False
        return self.wrapped or len(words) < 90

    def _decides(self, at: int) -> bool:
        """``BỘ TRƯỞNG BỘ …``, ``CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH`` above ``Căn cứ``: who decides, no trích yếu."""
        words = self.texts[at]
        if not (self.cues.post.match(words) or self.cues.head.match(words)):
            return False
        below = at + 1
        while below < min(self.count, at + 4) and is_capital(self.texts[below]):
            below += 1
        return below < self.count and self.cues.basis.match(self.texts[below]) is not None

    def entry_goes_on(self, at: int, before: str, zone: Zone, *, bulleted: bool, filed: bool) -> bool:
        """Whether line ``at``, which has no bullet, belongs to the list entry on the line before it."""
        words, gap = self.texts[at], self.lines[at].gap
        if self.cues.section.match(words) and not words[0].islower():
            return False
        if zone is Zone.ADDRESSEES and NUMBERED.match(words):
            return False  # "(1) Phòng Nội vụ …" right behind Kính gửi: the body begins
        if words.startswith("(") and len(words) < 40:
            return True
        if not before:
            return not self.cues.sure_opener.match(words) and (zone is Zone.ADDRESSEES or self.cues.name(words) is None)
        if starts_lower(words):
            return zone is Zone.RECIPIENTS or not before.endswith(".") or (bulleted and gap == 0)
        if self.cues.opener.match(words) or len(words) > 250:
            return False
        if zone is Zone.ADDRESSEES and self.cues.prose.search(words):
            return False
        if zone is Zone.RECIPIENTS and is_capital(words) and gap == 0 and before.endswith((",", ":")):
            # "các Vụ:" / "TH, NN, PL;": initials of offices, not the signer's title.
            return True
        if zone is Zone.RECIPIENTS and (self.cues.name(words) is not None or is_capital(words)):
            return False
        if before.endswith(";"):
            # "- UBND các xã;" may be the last entry: what has no bullet and is a sentence of its own is the body.
            is_prose = gap > self.base or (words.endswith((".", ":")) and len(words) > _LONGEST_ENTRY)
            return not (bulleted and (filed or (zone is Zone.ADDRESSEES and is_prose)))
        if before.endswith(".") or gap > self.base:
            return False
        if bulleted:
            return self.wrapped or before.endswith(",")
        return not filed and (self.wrapped or len(words) < 80)

    def is_full_date(self, at: int) -> bool:
        """Whether a date line in the body is one of a header: it names the month, or a header line is above."""
        return "tháng" in self.texts[at].lower() or (at > 0 and self.zones[at - 1] is Zone.HEADER)

    def signs(self, at: int) -> bool:
        """Whether a title in capitals is a signer's: a name or Nơi nhận follows, with nothing like prose between."""
        for index in range(at + 1, min(self.count, at + AHEAD)):
            words, kind = self.texts[index], self.kinds[index]
            if kind == "recipients" or self.cues.name(words):
                return True
            if self.zones[index] is Zone.NOISE or kind in ("post", "authority") or self.cues.signed.match(words):
                continue
            if self.list_open and bullet(words):
                continue
            if not is_capital(words):
                return False
        return self.seen_tail and at > self.count - AHEAD
