"""How much of a document an annulment or a replacement takes out of force: all of it, items, or what words name.

Whole is only what nothing stands in front of but words that say so ("toàn bộ nội dung của §"), with nothing behind that
limits it ("trái với Công văn này"). Of other things that a document tells of ("thu hồi số tiền nêu tại §") nothing is
annulled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parchk import regexp
from parchk.spans import UNIT_SIGN

if TYPE_CHECKING:
    from parchk.ruleset import Ruleset

_FILE = "amendments"


class Reach(NamedTuple):
    """What is taken out of force; the whole document where neither words nor (beside it) items are named."""

    about: tuple[int, int] | None = None
    """Words that name or limit it, as a stretch of the clause."""


class AnnulmentReach:
    """Reads the words around a cited document. Made once for a rule set."""

    def __init__(self, rules: Ruleset) -> None:
        self._opening = rules.pattern(_FILE, "opening")
        self._limit = rules.pattern(_FILE, "limit")
        self._part_of = rules.pattern(_FILE, "part-of")
        self._ends = rules.pattern(_FILE, "part-ends")
        self._item = rules.pattern("drafting", "item-reference")
        self._other = rules.pattern(_FILE, "other-item")
        whole = rules.alternation(rules.words(_FILE, "whole"))
        self._whole = regexp.compile(rf"(?:{whole}|[^\p{{L}}\p{{N}}{UNIT_SIGN}])*", regexp.IGNORECASE)

    def front(self, text: str, start: int, verb: int) -> int:
        """Where the words begin that name what "hết hiệu lực" is said of, behind "Kể từ ngày …,"."""
        opening = self._opening.match(text, start, verb)
        return opening.end() if opening else start

    def __call__(self, text: str, before: tuple[int, int], behind: tuple[int, int]) -> Reach | None:
        """What is meant, by the words ``before`` a document and ``behind`` it; ``None`` where it is something else."""
        low, high = before
        words = self._other.sub(_blank, self._item.sub(_blank, text[low:high]))
        limit = self._limit.search(text[slice(*behind)])
        if self._whole.fullmatch(words) is None:
            named = self._part_of.match(words)
            if named is None:
                return None
            start = low + named.end()
            ends = self._ends.search(text, start, high)
            stop = ends.start() if ends and ends.start() > start else high
            return Reach((start, stop) if text[start:stop].strip() else (low, high))
        if limit is not None:
            return Reach((behind[0] + limit.start(), behind[1]))
        return Reach()


def _blank(match: regexp.Match) -> str:
    return " " * len(match[0])
