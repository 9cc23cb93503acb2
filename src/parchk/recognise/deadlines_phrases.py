"""Pieces of time to phrases: a trigger (``trước``, ``trong``, ``từ`` …), a time, perhaps a clock time or an end.

Words come from ``deadlines.toml``; what a phrase means is decided by :mod:`parchk.recognise.deadlines_meaning`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from parchk import regexp
from parchk.dates import Partial, Stretch
from parchk.recognise.deadlines_lexer import inlined
from parchk.recognise.deadlines_pieces import Length, Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parchk.ruleset import Ruleset

_FILE = "deadlines"
_TRIGGER_REACH = 72
_CONTEXT_REACH = 110
_BEFORE_CONTENT = ' "“(*+-'
_AFTER_CONTENT = " ./"
_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Phrase(Struct, gc=False):  # never part of a circle
    """A time with the words before it that say how it binds. ``start`` is the trigger's, ``core`` the time's."""

    start: int
    core: int
    end: int
    piece: Piece
    trigger: str | None = None
    rule: str = ""
    clock: tuple[int, int] | None = None
    last: Piece | None = None
    """The end of a range."""
    last_clock: tuple[int, int] | None = None
    last_before: bool = False
    """The range ends before that (``đến trước``)."""
    bare: bool = False
    """It is the value of a label line, where no trigger is needed."""
    initial: bool = False
    """Nothing but a trigger stands before it in the sentence or the clause."""
    final: bool = False
    """The clause ends behind it."""
    weak: bool = False
    described: bool = False
    """The words before it tell when something was done: a day before that of issue is no deadline."""
    anchor: str | None = None
    from_issue: bool = False
    """The duration runs from the day of issue."""


class PhraseReader:
    """Groups the pieces of one sentence into phrases."""

    def __init__(self, rules: Ruleset) -> None:
        def compiled(pattern: str) -> regexp.Pattern:
            return rules.compile(_FILE, inlined(rules, pattern))

        def of(kind: str, value: str | None = None) -> list[str]:
            found = rules.of_kind(_FILE, kind)
            return [rule.id for rule in found if value is None or rule.value == value]

        def either(ids: list[str]) -> str:
            return "|".join(f"(?:{rules.source(_FILE, id_)})" for id_ in ids) or "(?!)"

        triggers = of("trigger")
        self._triggers = {id_.replace("-", "_"): (id_, rules.get(_FILE, id_).value) for id_ in triggers}
        named = "|".join(f"(?P<{id_.replace('-', '_')}>{rules.source(_FILE, id_)})" for id_ in triggers)
        self._trigger = compiled(rf"(?<!\w)(?:{named})\z")
        self._joint = {
            value: compiled(rf"(?:{either(of('joint', value))})") for value in ("range", "list", "clock", "close")
        }
        self._not_before = {
            value: compiled(rf"(?:{either(of('not-before', value))})\z")
            for value in ("with-trigger", "until", "not-within", "bare", "past")
        }
        self._weak_before = {
            value: compiled(rf"(?:{either(of('weak-before', value))})\z")
            for value in ("with-trigger", "year", "recurrence")
        }
        self._not_after = {value: compiled(either(of("not-after", value))) for value in ("any", "duration")}
        self._weak_after = {value: compiled(either(of("weak-after", value))) for value in ("any", "year")}
        self._anchors = [(rules.get(_FILE, id_).value, compiled(either([id_]))) for id_ in of("anchor")]

    def phrases(
        self, text: str, start: int, end: int, pieces: Sequence[Piece], bare: Sequence[tuple[int, int]]
    ) -> list[Phrase]:
        """The phrases of the sentence ``text[start:end]``, in order."""
        pieces = self._with_years(text, self._without_asides(text, pieces))
        found: list[Phrase] = []
        first, last = _content(text, start, end)
        position = start
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            at += 1
            if piece.start < position:  # inside an anchor
                continue
            if piece.kind == "skip":
                position = piece.end
                continue
            phrase = Phrase(piece.start, piece.start, piece.end, piece)
            at = self._clock(text, phrase, pieces, at)
            if phrase.piece.kind == "clock":
                continue
            at = self._weekday(text, phrase, pieces, at)
            at = self._range(text, phrase, pieces, at)
            self._bind(text, phrase, position, found[-1] if found else None)
            phrase.bare = phrase.bare or any(
                low <= phrase.core and phrase.end <= high + 1 and self._is_value(text, max(low, position), phrase)
                for low, high in bare
            )
            phrase.initial = phrase.start <= first or _opens_clause(text, phrase.start)
            phrase.final = phrase.end >= last or text[phrase.end] in ".,;)/"
            if phrase.piece.kind == "duration":
                self._anchor(text, phrase, end)
            if text[phrase.end : phrase.end + 1] == ")" and "(" in text[phrase.start : phrase.end].rpartition(")")[2]:
                phrase.end += 1
            position = phrase.end
            if not self._refused(text, phrase, start, end):
                found.append(phrase)
        return found

    def joined(self, joint: str, text: str, start: int, end: int) -> bool:
        """The words between two times are of this kind."""
        return self._joint[joint].fullmatch(text, start, end) is not None

    def noun_before(self, text: str, start: int, phrase: Phrase) -> bool:
        """A recurrence stands behind a noun that has its own (``phụ cấp hằng tháng``)."""
        low = max(start, phrase.start - _CONTEXT_REACH)
        return self._weak_before["recurrence"].search(text, low, phrase.start) is not None

    def _clock(self, text: str, phrase: Phrase, pieces: Sequence[Piece], at: int) -> int:
        """``17 giờ 00 ngày …``: the clock time joins the day; alone and without minutes it is a duration."""
        piece = phrase.piece
        if piece.kind != "clock" or piece.clock is None:
            return at
        if at < len(pieces) and pieces[at].start - piece.end <= 24:
            following = pieces[at]
            fits = following.grain == "day" or following.kind in {"weekday", "recurrence"}
            if fits and self.joined("clock", text, piece.end, following.start):
                phrase.piece, phrase.end, phrase.clock = following, following.end, piece.clock
                return at + 1
        if text[piece.end - 1].isalpha() and piece.clock[1] == 0:
            phrase.piece = replace(piece, kind="duration", length=Length(piece.clock[0], "hour"), clock=None)
        return at

    def _weekday(self, text: str, phrase: Phrase, pieces: Sequence[Piece], at: int) -> int:
        """``thứ Sáu, ngày 19/8``, ``thứ Sáu tuần này``."""
        piece = phrase.piece
        if piece.kind != "weekday" or at >= len(pieces):
            return at
        following = pieces[at]
        if following.start - piece.end > 12 or not self.joined("clock", text, piece.end, following.start):
            return at
        if following.grain == "day" and following.kind == "time":
            phrase.piece, phrase.end = following, following.end
            return at + 1
        if following.grain == "week" and following.fixed is not None and len(piece.weekdays) == 1:
            monday = following.fixed.first
            day = monday.fromordinal(monday.toordinal() + _WEEK.index(piece.weekdays[0]))
            fixed = Stretch(day, day, following.fixed.inferred)
            phrase.piece = replace(following, grain="day", fixed=fixed)
            phrase.end = following.end
            return at + 1
        return at

    def _range(self, text: str, phrase: Phrase, pieces: Sequence[Piece], at: int) -> int:
        """``… đến …``."""
        if phrase.piece.kind not in {"time", "vague"} or at >= len(pieces):
            return at
        following, clock, after = pieces[at], None, at + 1
        gap_end = following.start
        if following.kind == "clock" and after < len(pieces) and pieces[after].grain == "day":
            if not self.joined("clock", text, following.end, pieces[after].start):
                return at
            clock, following, after = following.clock, pieces[after], after + 1
        if following.kind not in {"time", "vague"} or gap_end - phrase.end > 30:
            return at
        joint = self._joint["range"].fullmatch(text, phrase.end, gap_end)
        if joint is None:
            return at
        if following.recurrence is not None and not following.times:  # "từ ngày 01 đến ngày 10 tháng đầu quý"
            phrase.piece, phrase.end = following, following.end
            return after
        phrase.last, phrase.end = following, following.end
        phrase.last_before = joint["before"] is not None
        phrase.last_clock = clock
        return after

    def _is_value(self, text: str, start: int, phrase: Phrase) -> bool:
        """On a label line the time is the value, not a part of a name (``theo Luật An ninh mạng 2025``)."""
        before = text[start : phrase.start]
        if phrase.piece.grain == "day" or phrase.trigger is not None:
            return True
        if not phrase.piece.sure and any(letter.isalnum() for letter in before):
            return False
        return self._not_before["bare"].search(text, start, phrase.start) is None

    def _bind(self, text: str, phrase: Phrase, position: int, previous: Phrase | None) -> None:
        """Find the trigger before the phrase, or take over that of the phrase that it continues."""
        low = max(position, phrase.core - _TRIGGER_REACH)
        match = self._trigger.search(text, low, phrase.core)
        phrase.rule = phrase.piece.rule
        if match is not None:
            rule, trigger = self._triggers[match.alternative or ""]
            if trigger != "enclosed":
                phrase.rule, phrase.trigger = rule, trigger
                # A label is no part of the time: other stages look for it.
                words = match[0].rpartition(":")[2].lstrip()
                phrase.start = phrase.core - len(words)
                if trigger == "label":
                    phrase.start, phrase.trigger, phrase.bare = phrase.core, None, True
                return
            # "(2026 - 2030)": only years that fill the brackets
            if phrase.piece.grain == "year" and text[phrase.end : phrase.end + 1] == ")":
                phrase.rule, phrase.trigger, phrase.start = rule, "within", match.start()
        if (
            previous is not None
            and previous.trigger is not None
            and previous.end <= phrase.core <= previous.end + 12
            and previous.piece.kind == phrase.piece.kind
            and self.joined("list", text, previous.end, phrase.core)
        ):
            phrase.rule, phrase.trigger = previous.rule, previous.trigger

    def _anchor(self, text: str, phrase: Phrase, end: int) -> None:
        for value, pattern in self._anchors:
            match = pattern.match(text, phrase.end, end)
            if match is not None:
                phrase.anchor = match["anchor"].strip()
                phrase.from_issue = value == "issue"
                phrase.end = match.end()
                return

    def _refused(self, text: str, phrase: Phrase, start: int, end: int) -> bool:
        """Words around the phrase make it no deadline; as a side effect, mark it when they leave both readings."""
        after = min(end, phrase.end + _CONTEXT_REACH)
        if self._not_after["any"].match(text, phrase.end, after):
            return True
        if phrase.piece.kind == "duration":
            return phrase.anchor is None and self._not_after["duration"].match(text, phrase.end, after) is not None
        recurring = phrase.piece.kind in {"recurrence", "unit"} or phrase.piece.recurrence is not None
        recurring = recurring or (phrase.piece.kind == "weekday" and phrase.trigger not in {"before", "by", "until"})
        if self._weak_after["any"].match(text, phrase.end, after) and not recurring:
            phrase.weak = True
        low = max(start, phrase.start - _CONTEXT_REACH)
        if phrase.bare or recurring:
            return False
        if phrase.trigger is None:
            return self._not_before["bare"].search(text, low, phrase.start) is not None
        if self._not_before["with-trigger"].search(text, low, phrase.start):
            return True
        if phrase.trigger != "within" and self._not_before["not-within"].search(text, low, phrase.start):
            return True
        if phrase.trigger in {"until", "from", "now"} and self._not_before["until"].search(text, low, phrase.start):
            return True
        phrase.described = self._not_before["past"].search(text, low, phrase.start) is not None
        if phrase.trigger in {"within", "from"} and self._weak_before["with-trigger"].search(text, low, phrase.start):
            phrase.weak = True
        if phrase.piece.grain in {"year", "half"} and phrase.trigger not in {"before", "by"}:
            before = self._weak_before["year"].search(text, low, phrase.start)
            if before or self._weak_after["year"].match(text, phrase.end, after):
                phrase.weak = True
        return False

    def _without_asides(self, text: str, pieces: Sequence[Piece]) -> list[Piece]:
        """Drop a weekday in brackets behind a day: ``ngày 15/8/2022 (thứ Hai)``."""
        kept: list[Piece] = []
        for piece in pieces:
            aside = (
                kept
                and piece.kind == "weekday"
                and kept[-1].grain == "day"
                and text[kept[-1].end : piece.start] == " ("
                and text[piece.end : piece.end + 1] == ")"
            )
            if aside:
                kept[-1].end = piece.end + 1
            else:
                kept.append(piece)
        return kept

    def _with_years(self, text: str, pieces: list[Piece]) -> list[Piece]:
        """``ngày 15/8 và ngày 15/9/2022``: the year stands once, at the end of the list."""
        for at in range(len(pieces) - 2, -1, -1):
            piece, following = pieces[at], pieces[at + 1]
            if not (piece.kind == following.kind == "time" and piece.times and following.times):
                continue
            if following.start - piece.end > 16 or not self.joined("list", text, piece.end, following.start):
                continue
            year, time = following.times[0].year, piece.times[-1]
            month = following.times[0].month
            if year is None or time.year is not None or time.month is None or month is None or time.month > month:
                continue
            pieces[at] = replace(piece, times=tuple(time._replace(year=year) for time in piece.times))
        return pieces


def _content(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence without the marks around it."""
    content = text[start:end].lstrip(_BEFORE_CONTENT)
    first = end - len(content)
    return first, first + len(content.rstrip(_AFTER_CONTENT))


def _opens_clause(text: str, position: int) -> bool:
    return text[max(0, position - 2) : position].rstrip()[-1:] in {",", ";", ":", "("}


def completed(first: Partial, last: Partial) -> tuple[Partial, Partial]:
    """Give the two ends of a range what only the other one says.

    >>> completed(Partial(day=15), Partial(2022, 8, 20))[0]
    Partial(year=2022, month=8, day=15, last_day=None, last_month=None, last_year=None)
    """
    if first.month is None and first.day is not None:
        first = first._replace(month=last.month)
    if first.year is None and last.year is not None:
        first = first._replace(year=last.year - (_begin(first) > _close(last)))
    if last.year is None and first.year is not None:
        last = last._replace(year=(first.last_year or first.year) + (_close(last) < _begin(first)))
    return first, last


def _begin(time: Partial) -> tuple[int, int]:
    return time.month or 1, time.day or 1


def _close(time: Partial) -> tuple[int, int]:
    return time.last_month or time.month or 12, time.last_day or time.day or 31
