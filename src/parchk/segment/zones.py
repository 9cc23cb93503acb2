"""Which part of a directive each line belongs to: header, Kính gửi, body, Nơi nhận, signature, noise.

Two passes: the front (header and addressees) is read from the top with a small state machine; behind it, only lines
that look like something (:meth:`Cues.kind`) are visited, everything else is body. A title after a signature, or above
``(Kèm theo Quyết định …)``, begins an attached part with a header of its own. Parts of the header that text dumps let
float into the body stay HEADER.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parchk.segment.context import HARD, NARROW, LineContext, ends_sentence
from parchk.segment.cues import Cues, bullet, cues_of, is_capital, lone_bullet
from parchk.spans import Line, Zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parchk.ruleset import Ruleset

# A trích yếu that runs over more lines than this is none.
_LONGEST_SUBJECT = 9
# A member of an enum takes Python 3.11 ten times as long as a name does: they are asked for at every line.
_BODY = Zone.BODY


def assign_zones(lines: Sequence[Line], rules: Ruleset) -> list[Zone]:
    """The zone of every line of the clean text (before hard wraps are joined); each line learns its kind."""
    return _Zoner(lines, cues_of(rules)).run()


class _Zoner(LineContext):
    def __init__(self, lines: Sequence[Line], cues: Cues) -> None:
        super().__init__(lines, cues)
        self.seen_address = False
        self.seen_abstract = False
        self.seen_title = False

    def run(self) -> list[Zone]:
        at = self._front(0)
        while at < self.count:
            kind = self.kinds[at]
            if kind is None or self.zones[at] is not _BODY:
                at += 1
            else:
                at = self._visit(at, kind)
        return self.zones

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
            elif kind is None and self.is_headline(at):
                at = self._mark(at, Zone.HEADER)
            elif kind in HARD:
                evidence = True
                at = self._abstract(at) if kind == "abstract" else self._mark(at, Zone.HEADER)
            elif kind == "attached":
                at = self._attached(at)
            elif self.is_title(at) and not titled:
                titled = self.seen_title = True
                at = self._title(at)
            elif self.is_front_line(words, kind, titled=titled) and (evidence or titled or self.evidence_ahead(at)):
                at = self._mark(at, Zone.HEADER)
            elif self.has_joint(at):
                evidence = True
                at = self._mark(at, Zone.HEADER)
            elif (
                self.after_number(at)
                or self.before_date(at)
                or (at and self.kinds[at - 1] == "dateline" and self.cues.date_rest.fullmatch(words))
            ):
                at = self._mark(at, Zone.HEADER)
            else:
                return at
        return at

    def _mark(self, at: int, zone: Zone) -> int:
        self.zones[at] = zone
        return at + 1

    def _title(self, at: int) -> int:
        """The title and the trích yếu below it."""
        whole = self.kinds[at] == "title" and len(self.texts[at]) > 60
        at = self._mark(at, Zone.HEADER)
        while at < self.count and self.zones[at] is Zone.NOISE:
            at += 1
        if at >= self.count or self.kinds[at] in HARD or self.kinds[at] in ("address", "attached"):
            return at
        if self.kinds[at] == "title" and (whole or not self.names_what(at)):
            return at
        words = self.texts[at]
        if self.cues.section.match(words) or self.cues.sure_opener.match(words):
            return at
        if whole and not self.goes_on(at):
            return at
        if not whole and len(words) > 400:
            return at
        if is_capital(words) and self.is_front_line(words, None, titled=True) and not self.goes_on(at):
            return at
        if ends_sentence(words) and (len(words) > 250 or words.endswith(":")):
            return at
        return self._run_on(self._mark(at, Zone.HEADER))

    def _abstract(self, at: int, *, narrow: bool = False) -> int:
        self.seen_abstract = True
        return self._run_on(self._mark(at, Zone.HEADER), narrow=narrow)

    def _run_on(self, at: int, *, narrow: bool = False) -> int:
        """Further lines of a trích yếu."""
        limit = min(at + _LONGEST_SUBJECT, self.count)
        while at < limit and self.zones[at] is not Zone.NOISE and self.goes_on(at):
            if narrow and len(self.texts[at]) > NARROW * self.width:
                break
            at = self._mark(at, Zone.HEADER)
        return at

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
            if lone_bullet(words):
                # Its entry was broken off onto the next line.
                self.zones[at] = Zone.NOISE
                bulleted, before = True, f"{before};"
            if self.zones[at] is Zone.NOISE and (kind != "stamp"):
                at += 1
                continue
            if kind is not None and kind != "digits":
                break
            if bullet(words):
                if filed and zone is Zone.RECIPIENTS and not words.startswith("+") and self.lines[at].gap > self.base:
                    break
                bulleted = True
            elif not self.entry_goes_on(at, before, zone, bulleted=bulleted, filed=filed):
                break
            filed = filed or bool(self.cues.filed.match(words))
            before = words
            at = last = self._mark(at, zone)
        if zone is Zone.RECIPIENTS:
            self.list_open = not filed
        return last

    # --- behind the front --------------------------------------------------------------------------------------

    def _visit(self, at: int, kind: str) -> int:
        """Line ``at`` of the body looks like something else; mark what it begins, or leave it body."""
        if kind == "recipients":
            return self._recipients(at)
        if kind == "authority" or (kind == "post" and self.signs(at)):
            return self._signature(at)
        if kind == "title":
            return self._part(at)
        if kind == "attached" and self._attached_above(at):
            return self._attached(at)
        if kind == "address" and not self.seen_address and not self.seen_tail:
            return self._addressees(at)
        if kind in ("motto", "number", "urgency", "secrecy") or (kind == "dateline" and self.is_full_date(at)):
            return self._mark(at, Zone.HEADER)
        if kind == "abstract" and not self.seen_abstract and not self.seen_tail:
            if "/" in self.texts[at][:4]:
                return self._abstract(at)
            if not self.seen_title and self.interrupts(at):
                return self._abstract(at, narrow=True)
        return at + 1

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
