"""Which part of a directive each line belongs to: header, Kính gửi, body, Nơi nhận, signature, noise.

Two passes: the front (header and addressees) is read from the top with a small state machine; behind it, only lines
that look like something (:meth:`Cues.kind`) are visited, everything else is body. A title after a signature, or above
``(Kèm theo Quyết định …)``, begins an attached part with a header of its own. Parts of the header that text dumps let
float into the body stay HEADER.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from parchk.segment.cues import Cues, bullet, cues_of, is_capital
from parchk.segment.noise import noise_lines
from parchk.spans import Line, Zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parchk.ruleset import Ruleset

_HARD = frozenset({"motto", "number", "dateline", "urgency", "secrecy", "abstract"})
_STARTS_LOWER = regex.compile(r"[\"“(]?\p{Ll}|\d{4}\b")
_ENDS_SENTENCE = regex.compile(r"[.;:]\s*$|\./\.$")
# How far ahead evidence of a header, or a signer's name under a title, is looked for (lines).
_AHEAD = 14
# A trích yếu that runs over more lines than this is none.
_LONGEST_SUBJECT = 9
# Lines of a block that floated into the page are shorter than this part of the usual width.
_NARROW = 0.7


def assign_zones(text: str, lines: Sequence[Line], rules: Ruleset) -> list[Zone]:
    """The zone of every line of the clean text (before hard wraps are joined)."""
    return _Zoner(text, lines, cues_of(rules)).run()


class _Zoner:
    def __init__(self, text: str, lines: Sequence[Line], cues: Cues) -> None:
        self.lines, self.cues = lines, cues
        self.texts = [text[line.start : line.end] for line in lines]
        self.kinds = [cues.kind(words) for words in self.texts]
        self.zones = [Zone.BODY] * len(lines)
        self.count = len(lines)
        self._measure()
        for index in noise_lines(self.texts, self.kinds):
            self.zones[index] = Zone.NOISE
        self.seen_address = False
        self.seen_abstract = False
        self.seen_title = False
        self.seen_tail = False
        self.list_open = False

    def run(self) -> list[Zone]:
        at = self._front(0)
        while at < self.count:
            kind = self.kinds[at]
            if kind is None or self.zones[at] is not Zone.BODY:
                at += 1
            else:
                at = self._visit(at, kind)
        return self.zones

    def _measure(self) -> None:
        """Whether lines are broken inside paragraphs, and whether blank lines stand between such lines."""
        totals, lower = [0, 0], [0, 0]
        for before, line, words in zip(self.texts, self.lines[1:], self.texts[1:], strict=False):
            if line.gap < 2:
                totals[line.gap] += 1
                lower[line.gap] += bool(_STARTS_LOWER.match(words)) and not _ENDS_SENTENCE.search(before)
        self.wrapped = lower[0] >= 0.15 * max(1, totals[0]) or lower[1] >= 0.15 * max(1, totals[1])
        lengths = sorted(map(len, self.texts)) or [0]
        self.width = lengths[int(len(lengths) * 0.8)]
        self.base = 1 if lower[1] >= 0.15 * max(1, totals[1]) and totals[1] > totals[0] else 0

    # --- front --------------------------------------------------------------------------------------------------

    def _front(self, at: int) -> int:
        """Read a header (and addressees) from line ``at`` on; the index of the first line behind it."""
        titled = False
        evidence = False
        while at < self.count:
            kind, words = self.kinds[at], self.texts[at]
            if self.zones[at] is Zone.NOISE:
                at += 1
            elif kind == "address" and not self.seen_address:
                at = self._addressees(at)
            elif kind in _HARD:
                evidence = True
                at = self._abstract(at) if kind == "abstract" else self._mark(at, Zone.HEADER)
            elif kind == "attached":
                at = self._attached(at)
            elif self._is_title(at) and not titled:
                titled = self.seen_title = True
                at = self._title(at)
            elif self._is_front_line(words, kind, titled=titled) and (evidence or titled or self._evidence_ahead(at)):
                at = self._mark(at, Zone.HEADER)
            elif self._has_joint(words):
                evidence = True
                at = self._mark(at, Zone.HEADER)
            elif self._after_number(at) or (
                at and self.kinds[at - 1] == "dateline" and self.cues.date_rest.fullmatch(words)
            ):
                at = self._mark(at, Zone.HEADER)
            else:
                return at
        return at

    def _is_title(self, at: int) -> bool:
        if self.kinds[at] == "title":
            return True
        words = self.texts[at]
        # "Thông báo" alone on a line above its trích yếu.
        return len(words) < 30 and words[:1].isupper() and words.upper() in self.cues.types

    def _has_joint(self, words: str) -> bool:
        if len(words) > 200 or not (words[0] == "|" or words[0].isupper()):
            return False
        cells = self.cues.cells(words, [Line(0, len(words), 0)], [0])
        return len(cells) > 1 and any(cell.kind in _HARD for cell in cells)

    def _after_number(self, at: int) -> bool:
        """A number on the line below a bare ``Số:``."""
        before = at - 1
        return (
            before >= 0
            and self.texts[before].rstrip(" :").lower() == "số"
            and self.cues.kind(f"Số: {self.texts[at]}") == "number"
        )

    def _is_front_line(self, words: str, kind: str | None, *, titled: bool) -> bool:
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
        return len(words) < 60 and not _ENDS_SENTENCE.search(words) and bool(self.cues.head.match(words))

    def _evidence_ahead(self, at: int) -> bool:
        """Whether a header line proper follows soon, with no prose between."""
        for index in range(at + 1, min(self.count, at + _AHEAD)):
            if self.kinds[index] in _HARD or self.kinds[index] == "title":
                return True
            if self.kinds[index] == "address":
                return True
            words = self.texts[index]
            if self._has_joint(words):
                return True
            if self.zones[index] is not Zone.NOISE and (len(words) > 120 or _ENDS_SENTENCE.search(words)):
                return False
        return False

    def _mark(self, at: int, zone: Zone) -> int:
        self.zones[at] = zone
        return at + 1

    def _title(self, at: int) -> int:
        """The title and the trích yếu below it."""
        whole = self.kinds[at] == "title" and len(self.texts[at]) > 60
        at = self._mark(at, Zone.HEADER)
        while at < self.count and self.zones[at] is Zone.NOISE:
            at += 1
        if at >= self.count or self.kinds[at] in _HARD or self.kinds[at] in ("address", "attached", "title"):
            return at
        words = self.texts[at]
        if self.cues.section.match(words) or self.cues.sure_opener.match(words):
            return at
        if whole and not self._goes_on(at):
            return at
        if not whole and len(words) > 400:
            return at
        if is_capital(words) and self._is_front_line(words, None, titled=True) and not self._goes_on(at):
            return at
        if _ENDS_SENTENCE.search(words) and (len(words) > 250 or words.endswith(":")):
            return at
        return self._run_on(self._mark(at, Zone.HEADER))

    def _abstract(self, at: int, *, narrow: bool = False) -> int:
        self.seen_abstract = True
        return self._run_on(self._mark(at, Zone.HEADER), narrow=narrow)

    def _interrupts(self, at: int) -> bool:
        """A narrow block in the middle of a sentence: a trích yếu that floated into the page."""
        return (
            self.wrapped
            and at > 0
            and self.zones[at - 1] is Zone.BODY
            and not _ENDS_SENTENCE.search(self.texts[at - 1])
            and len(self.texts[at]) < _NARROW * self.width < len(self.texts[at - 1])
        )

    def _run_on(self, at: int, *, narrow: bool = False) -> int:
        """Further lines of a trích yếu."""
        limit = min(at + _LONGEST_SUBJECT, self.count)
        while at < limit and self.zones[at] is not Zone.NOISE and self._goes_on(at):
            if narrow and len(self.texts[at]) > _NARROW * self.width:
                break
            at = self._mark(at, Zone.HEADER)
        return at

    def _goes_on(self, at: int) -> bool:
        """Whether line ``at`` continues the trích yếu on the line before it."""
        words, before, gap = self.texts[at], self.texts[at - 1], self.lines[at].gap
        kind = self.kinds[at]
        if kind is not None or self.cues.section.match(words) or bullet(words) or words.startswith("("):
            return (
                kind == "post" and gap <= self.base and is_capital(before) and before.split()[-1] in ("CỦA", "VÀ", ",")
            )
        if _STARTS_LOWER.match(words):
            return not _ENDS_SENTENCE.search(before)
        if gap > self.base or _ENDS_SENTENCE.search(before) or self._has_joint(words):
            return False
        if is_capital(words) and self.cues.first_heading.match(words):
            return False
        if is_capital(words) or is_capital(before):
            ends = self._is_front_line(words, None, titled=True) and len(before) < 0.6 * max(len(words), 60)
            return is_capital(words) == is_capital(before) and not ends
        if self.cues.opener.match(words):
            return False
        return self.wrapped or len(words) < 90

    def _attached(self, at: int) -> int:
        """``(Kèm theo Quyết định số … của …)``, up to its closing bracket."""
        begin = at
        at = self._mark(at, Zone.HEADER)
        if "(" in self.texts[begin]:
            while at < min(self.count, begin + 4) and ")" not in self.texts[at - 1]:
                at = self._mark(at, Zone.HEADER)
        return at

    # --- Kính gửi, Nơi nhận ------------------------------------------------------------------------------------

    def _addressees(self, at: int) -> int:
        self.seen_address = True
        return self._entries(at, Zone.ADDRESSEES)

    def _entries(self, at: int, zone: Zone) -> int:
        """The lead line and the entries of a list; the index behind the last one."""
        head, _, rest = self.texts[at].partition(":")
        listed = bool(bullet(self.texts[at]))
        before = self.texts[at] if listed or (len(head) >= 12 and not rest) else rest.strip()
        bulleted = listed or bool(bullet(before))
        filed = bool(self.cues.filed.match(before))
        at = last = self._mark(at, zone)
        while at < self.count:
            kind, words = self.kinds[at], self.texts[at]
            if self.zones[at] is Zone.NOISE and (kind != "stamp"):
                at += 1
                continue
            if kind is not None and kind != "digits":
                break
            if bullet(words):
                if filed and zone is Zone.RECIPIENTS and not words.startswith("+") and self.lines[at].gap > self.base:
                    break
                bulleted = True
            elif not self._entry_goes_on(at, before, zone, bulleted=bulleted, filed=filed):
                break
            filed = filed or bool(self.cues.filed.match(words))
            before = words
            at = last = self._mark(at, zone)
        if zone is Zone.RECIPIENTS:
            self.list_open = not filed
        return last

    def _entry_goes_on(self, at: int, before: str, zone: Zone, *, bulleted: bool, filed: bool) -> bool:
        words, gap = self.texts[at], self.lines[at].gap
        if self.cues.section.match(words) and not words[0].islower():
            return False
        if words.startswith("(") and len(words) < 40:
            return True
        if not before:
            return not self.cues.sure_opener.match(words) and (zone is Zone.ADDRESSEES or self.cues.name(words) is None)
        if _STARTS_LOWER.match(words):
            return zone is Zone.RECIPIENTS or not before.endswith(".") or (bulleted and gap == 0)
        if self.cues.opener.match(words) or len(words) > 250:
            return False
        if zone is Zone.RECIPIENTS and (self.cues.name(words) is not None or is_capital(words)):
            return False
        if before.endswith(";"):
            return not (bulleted and filed)
        if before.endswith(".") or gap > self.base:
            return False
        if bulleted:
            return self.wrapped or before.endswith(",")
        return not filed and (self.wrapped or len(words) < 80)

    # --- behind the front --------------------------------------------------------------------------------------

    def _visit(self, at: int, kind: str) -> int:
        """Line ``at`` of the body looks like something else; mark what it begins, or leave it body."""
        if kind == "recipients":
            return self._recipients(at)
        if kind == "authority" or (kind == "post" and self._signs(at)):
            return self._signature(at)
        if kind == "title":
            return self._part(at)
        if kind == "attached" and self._attached_above(at):
            return self._attached(at)
        if kind == "address" and not self.seen_address and not self.seen_tail:
            return self._addressees(at)
        if kind in ("motto", "number", "urgency", "secrecy") or (kind == "dateline" and self._is_full_date(at)):
            return self._mark(at, Zone.HEADER)
        if kind == "abstract" and not self.seen_abstract and not self.seen_tail:
            if "/" in self.texts[at][:4]:
                return self._abstract(at)
            if not self.seen_title and self._interrupts(at):
                return self._abstract(at, narrow=True)
        return at + 1

    def _is_full_date(self, at: int) -> bool:
        return "tháng" in self.texts[at].lower() or (at > 0 and self.zones[at - 1] is Zone.HEADER)

    def _attached_above(self, at: int) -> bool:
        """A title in capitals that no rule knows stands above ``(Kèm theo …)``: it heads an attached part."""
        begin = at
        while begin > 0 and at - begin < 6:
            words = self.texts[begin - 1]
            if self.zones[begin - 1] is Zone.NOISE or (is_capital(words) and not self.cues.section.match(words)):
                begin -= 1
                continue
            break
        for index in range(begin, at):
            if self.zones[index] is Zone.BODY:
                self.zones[index] = Zone.HEADER
        return True

    def _part(self, at: int) -> int:
        """A title behind the front: a header of an attached part, if a tail came before it or ``(Kèm theo`` follows."""
        near = range(at + 1, min(self.count, at + 8))
        if self.seen_tail or any(self.kinds[i] in ("attached", "number", "motto") for i in near):
            self.seen_abstract = True
            begin = at
            # A header block may stand above the title of an attachment.
            at = self._front(at)
            return max(at, begin + 1)
        return at + 1

    def _recipients(self, at: int) -> int:
        self.seen_tail = True
        return self._name_below(self._entries(at, Zone.RECIPIENTS))

    def _name_below(self, at: int) -> int:
        """A signer's name that stands alone below Nơi nhận."""
        index = at
        while index < self.count and self.zones[index] is Zone.NOISE:
            index += 1
        if index < self.count and self.zones[index] is Zone.BODY and self.cues.name(self.texts[index]):
            return self._mark(index, Zone.SIGNATURE)
        return at

    def _signs(self, at: int) -> bool:
        """Whether a title in capitals is a signer's: a name or Nơi nhận follows, with nothing like prose between."""
        for index in range(at + 1, min(self.count, at + _AHEAD)):
            words, kind = self.texts[index], self.kinds[index]
            if kind == "recipients" or self.cues.name(words):
                return True
            if self.zones[index] is Zone.NOISE or kind in ("post", "authority") or self.cues.signed.match(words):
                continue
            if self.list_open and bullet(words):
                continue
            if not is_capital(words):
                return False
        return self.seen_tail and at > self.count - _AHEAD

    def _signature(self, at: int) -> int:
        """Authority, titles, name; further signers beside the first."""
        self.seen_tail = True
        at = last = self._mark(at, Zone.SIGNATURE)
        named = False
        while at < self.count:
            kind, words = self.kinds[at], self.texts[at]
            if self.zones[at] is Zone.NOISE:
                at += 1
                continue
            if kind in ("authority", "post"):
                named = False
            elif kind is not None or self.cues.section.match(words):
                break
            elif self.cues.signed.match(words):
                pass
            elif self.cues.name(words):
                named = True
            elif (
                named
                or len(words) > 80
                or not (is_capital(words) or self.cues.post.match(words) or self.cues.head.match(words))
            ):
                break
            at = last = self._mark(at, Zone.SIGNATURE)
        if last < self.count and self.list_open and bullet(self.texts[last]) and self.zones[last] is Zone.BODY:
            # The right column ran into the left one: Nơi nhận goes on.
            return self._name_below(self._entries(last, Zone.RECIPIENTS))
        return last
