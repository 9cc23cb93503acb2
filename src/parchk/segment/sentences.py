"""Paragraphs to sentences."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import category

from parchk import regexp
from parchk.ruleset import Ruleset
from parchk.segment.cues import may_begin
from parchk.spans import Block, Sentence, Zone
from parchk.text import canonical_spellings

# What looks like a sentence end inside one of these is none.
_ENCLOSED = regexp.compile(r"\([^()\n]*+\)|“[^”\n]{0,1500}+”|\"[^\"\n]{0,1500}+\"|«[^»\n]{0,1500}+»")
_END = regexp.compile(
    r"""(?:\.{2,}|…|[.!?])["”»')\]]*(?=\s+["“«(\[]?[\p{Lu}\d])   # an end, blanks, a beginning
      | (?<=\p{Ll}[)"”]?)\.(?=\p{Lu}\p{Ll})                      # no blank behind the full stop
    """,
    regexp.VERBOSE,
)
# "Thời gian hoàn thành, báo cáo kết quả thực hiện:" is not longer than this.
_LABEL_LENGTH = 120
# Nor is an abbreviation than this.
_ABBREVIATED = 8


class SentenceReader:
    """Splits the body's paragraphs into sentences."""

    def __init__(self, rules: Ruleset) -> None:
        words = rules.words("sentences", "abbreviations")
        self._last_signs = frozenset(word[-1:] for word in canonical_spellings(words))
        short = rules.alternation(words, bounded=False)
        # Abbreviations and initials before a full stop that ends nothing: "TP. Huế", "Nguyễn V. A".
        self._abbreviation = regexp.compile(rf"(?<!\w)(?:{short}|\p{{Lu}})$")

    def __call__(self, text: str, blocks: Sequence[Block]) -> list[Sentence]:
        """The sentences, in order; rows of a table of tasks are none."""
        ends = self._ends(text)
        found = []
        body, at, last = Zone.BODY, 0, len(ends)
        for block in blocks:
            if block.zone is not body or block.end <= block.start or block.cells:
                continue
            begin, end, first = block.start, block.end, True
            while at < last and ends[at][0] < begin:
                at += 1
            while at < last and ends[at][0] < end:
                stop, behind = ends[at]
                at += 1
                if text[block.start] == "|" or self._is_abbreviation(text, begin, stop, behind):
                    continue
                found.append(Sentence(begin, behind, block, first))
                begin, first = behind, False
                while begin < end and text[begin] == " ":
                    begin += 1
            if begin < end:
                found.append(Sentence(begin, end, block, first))
        return found

    @staticmethod
    def _ends(text: str) -> list[tuple[int, int]]:
        """``[start, end)`` of what may end a sentence."""
        enclosed = _ENCLOSED.all_spans(text)
        ends = []
        at, last = 0, len(enclosed)
        for start, end in _END.all_spans(text):
            while at < last and enclosed[at][1] - 1 <= start:
                at += 1
            if at == last or start <= enclosed[at][0]:
                ends.append((start, end))
        return ends

    def _is_abbreviation(self, text: str, begin: int, stop: int, behind: int) -> bool:
        """Whether a full stop belongs to the short word before it, in a sentence that begins at ``begin``."""
        if text[stop:behind] != "." or stop == begin:
            return False
        last = text[stop - 1]
        if last not in self._last_signs and category(last) != "Lu":
            return False
        first = max(begin, stop - _ABBREVIATED)
        before = max(first - 1, 0)
        return self._abbreviation.search(text[before:stop], first - before) is not None


def bare_values(text: str, spans: Sequence[tuple[int, int]], label: regexp.Pattern) -> list[tuple[int, int]]:
    """What stands behind a label such as ``Thời gian thực hiện:`` at the beginning of a sentence."""
    found = []
    for start, end in spans:
        if not may_begin(label, text[start : min(end, start + 2)]):
            continue
        match = label.match(text[start : min(end, start + _LABEL_LENGTH)])
        if match and start + match.end() < end:
            found.append((start + match.end(), end))
    return found
