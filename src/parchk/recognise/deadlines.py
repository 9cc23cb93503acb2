"""The deadlines of a document: times by, in or from which something is to be done.

Steps, each a module of its own: :mod:`~parchk.recognise.deadlines_lexer` finds the words that speak of time and
:mod:`~parchk.recognise.deadlines_pieces` reads them, :mod:`~parchk.recognise.deadlines_phrases` finds the triggers
before them, :mod:`~parchk.recognise.deadlines_meaning` what both mean together,
:mod:`~parchk.recognise.deadlines_recurring` joins cycles with their days. The text is scanned once; the rest of the
work is done only in sentences that speak of time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parchk.dates import VIETNAM, WorkCalendar
from parchk.recognise.deadlines_lexer import Lexer
from parchk.recognise.deadlines_meaning import Item, meaning
from parchk.recognise.deadlines_phrases import Phrase, PhraseReader
from parchk.recognise.deadlines_pieces import Piece
from parchk.recognise.deadlines_recurring import Duty, mention_of, recurring

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from parchk.ruleset import Ruleset
    from parchk.spans import DeadlineMention

Span = tuple[int, int]


class DeadlineRecogniser:
    """Finds deadlines. Made once for a rule set, used for any number of documents.

    Working days are counted by ``calendar``: by default the public holidays of Vietnam.
    """

    def __init__(self, rules: Ruleset, calendar: WorkCalendar = VIETNAM) -> None:
        self._calendar = calendar
        self._lexer = Lexer(rules)
        self._phrases = PhraseReader(rules)

    def __call__(
        self,
        text: str,
        sentences: Sequence[Span],
        *,
        issued_on: date | None,
        masked: Sequence[Span] = (),
        bare: Sequence[Span] = (),
    ) -> list[DeadlineMention]:
        """The deadlines inside ``sentences`` (``[start, end)``, in order), in text order.

        ``masked`` stretches hold none (cited documents); ``bare`` ones are values of label lines, where a time
        counts without a trigger word. Years that are not written come from ``issued_on``.
        """
        pieces = list(_masked(self._lexer.pieces(text, issued_on), sorted(masked)))
        labels = sorted(bare)
        found: list[DeadlineMention] = []
        at = label = 0
        for start, end in sentences:
            while at < len(pieces) and pieces[at].end <= start:
                at += 1
            inside: list[Piece] = []
            while at < len(pieces) and pieces[at].start < end:
                inside.append(pieces[at])
                at += 1
            while label < len(labels) and labels[label][1] <= start:
                label += 1
            values: list[Span] = []
            ahead = label
            while ahead < len(labels) and labels[ahead][0] < end:
                values.append(labels[ahead])
                ahead += 1
            if inside:
                found.extend(self._sentence(text, start, end, inside, values, issued_on=issued_on))
        return found

    def _sentence(
        self, text: str, start: int, end: int, pieces: list[Piece], bare: list[Span], *, issued_on: date | None
    ) -> list[DeadlineMention]:
        items: list[Item] = []
        phrase_of: dict[int, Phrase] = {}
        for phrase in self._phrases.phrases(text, start, end, pieces, bare):
            for item in meaning(text, phrase, issued_on, self._calendar):
                phrase_of[id(item)] = phrase
                items.append(item)
        duties, rest = recurring(
            items,
            close=lambda first, last: self._phrases.joined("close", text, first, last),
            listed=lambda first, last: self._phrases.joined("list", text, first, last),
        )
        duties = [duty for duty in duties if not all(item.silent for item in duty.items)]
        beginning = None
        if duties:
            beginning = next((item for item in rest if item.mention and item.mention.kind == "from"), None)
        found = [item.mention for item in rest if item.mention is not None and item is not beginning]
        # "hằng quý, hằng năm" are two duties; the same cycle said twice is no list.
        listed = len({duty.cycle for duty in duties}) > 1
        for number, duty in enumerate(duties):
            weak = self._is_weak(text, start, duty, phrase_of[id(duty.first)], listed=listed)
            begins = beginning if number == 0 else None
            found.append(mention_of(text, duty, weak=weak, beginning=begins))
        found.sort(key=lambda mention: (mention.start, mention.end))
        return found

    def _is_weak(self, text: str, start: int, duty: Duty, phrase: Phrase, *, listed: bool) -> bool:
        """A cycle that may belong to the noun before it."""
        if duty.day is not None or phrase.bare or phrase.initial:
            return False
        if phrase.piece.sure:  # "định kỳ hằng năm", "3 tháng/lần" belong to no noun
            return False
        if self._phrases.noun_before(text, start, phrase):
            return True
        # "hằng năm" is often the noun's: a year is a budget, a plan, a rating.
        return duty.cycle.freq == "YEARLY" and not listed and phrase.trigger is None


def _masked(pieces: Iterator[Piece], masked: Sequence[Span]) -> Iterator[Piece]:
    """Put a ``skip`` piece in the place of each masked stretch and of the pieces inside it."""
    at = 0
    for piece in pieces:
        while at < len(masked) and masked[at][1] <= piece.start:
            yield Piece(masked[at][0], masked[at][1], "skip", "")
            at += 1
        if at < len(masked) and masked[at][0] < piece.end:
            continue
        yield piece
    for start, end in masked[at:]:
        yield Piece(start, end, "skip", "")
