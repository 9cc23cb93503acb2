"""Paragraphs to sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parchk import regexp
from parchk.ruleset import Ruleset
from parchk.spans import Block, Sentence, Zone

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


class SentenceReader:
    """Splits the body's paragraphs into sentences."""

    def __init__(self, rules: Ruleset) -> None:
        short = rules.alternation(rules.words("sentences", "abbreviations"), bounded=False)
        # Abbreviations and initials before a full stop that ends nothing: "TP. Huế", "Nguyễn V. A".
        self._abbreviation = regexp.compile(rf"(?<!\w)(?:{short}|\p{{Lu}})$")

    def __call__(self, text: str, blocks: Sequence[Block]) -> list[Sentence]:
        """The sentences, in order; rows of a table of tasks are none."""
        found = []
        for block in blocks:
            if block.zone is not Zone.BODY or block.end <= block.start or block.cells:
                continue
            first = True
            for start, end in self._split(text, block.start, block.end):
                found.append(Sentence(start, end, block, first))
                first = False
        return found

    def _split(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        if text.startswith("|", start):
            yield start, end
            return
        enclosed = [match.span() for match in _ENCLOSED.finditer(text, start, end)]
        begin = start
        for match in _END.finditer(text, start, end):
            stop = match.end()
            if any(low < match.start() < high - 1 for low, high in enclosed):
                continue
            if match[0] == "." and self._abbreviation.search(text, max(begin, match.start() - 8), match.start()):
                continue
            yield begin, stop
            begin = stop
            while begin < end and text[begin] == " ":
                begin += 1
        if begin < end:
            yield begin, end


def bare_values(text: str, spans: Sequence[tuple[int, int]], label: regexp.Pattern) -> list[tuple[int, int]]:
    """What stands behind a label such as ``Thời gian thực hiện:`` at the beginning of a sentence."""
    found = []
    for start, end in spans:
        match = label.match(text[start : min(end, start + _LABEL_LENGTH)])
        if match and start + match.end() < end:
            found.append((start + match.end(), end))
    return found
