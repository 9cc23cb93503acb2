"""Names that the document itself spells out: a line, cell or label of nothing but units shows where they end.

``Khoa Nội tổng hợp phân công …`` leaves open whether ``tổng hợp`` is name or verb; the line ``- Khoa Nội tổng hợp;`` in
the list of addressees, or ``Khoa Nội tổng hợp, Khoa Nhi`` in a cell, does not. What such a place shows holds for the
whole document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator

from parchk import regexp
from parchk.ruleset import Ruleset

# A longer rest behind a known beginning is a clause, not a name.
_LONGEST_REST = 8
_LONGEST_LINE = 240
_OPENING = regexp.compile(r"^(?:[-+*•] ?|\(?[\p{L}\d]{1,4}[.)] |\d+(?:\.\d+)+\.? )")
_CLOSING = regexp.compile(r"(?: \([^()]*\))?[ .;:,]*$")
_SEPARATOR = r"; ?|, (?:và )?| và |/"


class SpelledOut:
    """Collects the names of one document after another; ``end_of`` says where the rules let a unit end."""

    def __init__(self, rules: Ruleset, end_of: Callable[[str], int]) -> None:
        self._end_of = end_of
        head = r"<<front>>?(?:<<name_heads>>)(?!\w) (?-i:\p{Lu})"
        self._head = rules.compile("units", head)
        self._heads = rules.compile("units", r"(?<!\w)(?:<<name_heads>>)(?!\w) (?-i:\p{Lu})")
        self._split = rules.compile("units", rf"(?:{_SEPARATOR})(?={head}|(?:các|những|UBND|Ủy ban|Công an)(?!\w))")
        self._not_names = rules.compile("units", r"(?<!\w)<<never_in_names>>(?!\w)")
        self._does = rules.compile("units", r" (?:<<actions.verbs>>)(?!\w) \p{L}")
        self._words = regexp.compile(r"(?: (?:- )?[\p{L}\d]+,?)+")
        self._label = [rules.pattern("sentences", rule) for rule in ("label-lead", "label-coordinate")]

    def __call__(self, text: str) -> list[str]:
        """Names that some line of ``text`` spells out beyond what the rules see, the longest first."""
        found: set[str] = set()
        unsure: set[str] = set()
        end = 0
        for at, _ in self._heads.all_spans(text):
            if at < end:
                continue  # in a line that was looked at
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            line = text[start:end] if end >= 0 else text[start:]
            for cell in line.split("|") if "|" in line else (line,):
                words = cell.strip()
                if len(words) > _LONGEST_LINE or (words.endswith(".") and ":" not in words):
                    continue  # a sentence
                for name, sure in self._names(words):
                    (found if sure else unsure).add(name)
            if end < 0:
                break
        found |= _repeated(text, unsure - found)
        return sorted(found, key=lambda name: (-len(name), name))

    def _names(self, words: str) -> Iterator[tuple[str, bool]]:
        """The names in a line or cell of nothing but units, and whether it is plain that the last one ends there.

        The last piece of a line without a closing mark may be a clause (``Khoa Dược duyệt``).
        """
        words = _OPENING.sub("", words, count=1)
        labelled = (
            next((match.end() for match in (label.match(words) for label in self._label) if match), 0)
            if ":" in words
            else 0
        )
        if words.endswith(".") and not labelled:
            return  # a sentence
        closed = bool(labelled) or words.endswith((";", ","))
        pieces = list(self._pieces(_CLOSING.sub("", words[labelled:])))
        # one piece that is no unit makes the line a sentence
        if all(self._head.match(piece) or self._end_of(piece) == len(piece) for piece in pieces):
            for number, piece in enumerate(pieces, 1):
                name = self._name(piece)
                if name:
                    yield name, (closed or number < len(pieces)) and not self._is_clause(piece)

    def _is_clause(self, piece: str) -> bool:
        """``Phòng Tài chính chi trả kinh phí``: a verb with an object behind the name that the rules see."""
        return self._does.match(piece, self._end_of(piece)) is not None

    def _pieces(self, words: str) -> Iterator[str]:
        start = 0
        for separator in self._split.finditer(words):
            yield words[start : separator.start()]
            start = separator.end()
        yield words[start:]

    def _name(self, piece: str) -> str:
        """The piece, if it is a name that the rules would cut short."""
        if self._head.match(piece) is None:
            return ""
        end = self._end_of(piece)
        rest = piece[end:]
        if not end or not rest or len(rest.split()) > _LONGEST_REST or self._words.fullmatch(rest) is None:
            return ""
        return "" if self._not_names.search(rest) else piece


def _repeated(text: str, names: Collection[str]) -> set[str]:
    """Those of the names that the text holds more than once."""
    if not names:
        return set()
    firsts = "|".join(sorted({regexp.escape(name.partition(" ")[0]) for name in names}))
    lengths = sorted({len(name) for name in names})
    count: Counter[str] = Counter()
    for word in regexp.compile(rf"(?<![^\s|])(?:{firsts})(?![^\s|])").finditer(text):
        start = word.start()
        count.update(name for length in lengths if (name := text[start : start + length]) in names)
    return {name for name, times in count.items() if times > 1}
