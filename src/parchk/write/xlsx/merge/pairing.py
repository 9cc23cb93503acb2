"""Which row of the workbook is which task of the document, also when text, item or unit of a task was corrected.

One to one, and the same every time: first what is equal, then what is alike. A wrong pair would carry the clerk's
"done" over to another task, a missing one leaves a marked row beside a new one; so what is only somewhat alike is not
paired. Where the clerk has written "done", what is alike must say the same figures, too: the report of the third
quarter is not that of the first.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from parchk.text import canonical_spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

# How many words of two texts must agree, in order, of all (2 × equal / both lengths). A sentence of which the time, the
# unit or a clause was corrected stays above 0.6. Different tasks share turns of phrase ("chủ trì, phối hợp với các cơ
# quan liên quan"): those of one document in samples/ reach 0.43, of one item 0.3, in short sentences it may be more.
# From one item to another, only a few words may differ.
_IN_THE_SAME_ITEM, _IN_ANOTHER_ITEM = 0.6, 0.8
_SAME_ITEM, _SAME_LEAD = 0.1, 0.05
"""What decides between texts that are alike: the same item, the same unit."""
# Only texts that share a rare word are compared, and only so many: a document of ten thousand changed tasks is hardly
# slower than one of a hundred.
_RARE_WORDS, _COMPARED, _SHARED_BY = 8, 8, 40
_WORD = re.compile(r"\w+")
# Words that make another task of the same sentence: numbers, also in Roman figures, and what turns it round.
_TELLING = re.compile(r"\w*\d\w*|[ivx]+|không|chưa|ngừng|dừng")


class Item(NamedTuple):
    """A task, of the workbook or of the document."""

    id: str
    section: str
    text: str
    lead: str
    is_done: bool = False
    """Whether the clerk has closed it."""


def pairs(known: Sequence[Item], found: Sequence[Item]) -> dict[int, int]:
    """Pair the tasks found in a document with those that are known of it; gives the index of the known by the found.

    >>> known = [Item("1.a1", "1", "Rà soát biên chế trước ngày 20/8/2022.", "A"), Item("2.b1", "2", "Mở lớp.", "B")]
    >>> found = [Item("1.b1", "1", "Mở lớp.", "B"), Item("2.a2", "2", "Rà soát biên chế trước ngày 25/8/2022.", "A")]
    >>> pairs(known, found)
    {0: 1, 1: 0}
    """
    old, new = [words(item.text) for item in known], [words(item.text) for item in found]
    left_old, left_new = dict.fromkeys(range(len(known))), dict.fromkeys(range(len(found)))
    made: dict[int, int] = {}

    def pair(at: int, other: int) -> None:
        made[at] = other
        del left_new[at], left_old[other]

    def pair_equal(key: Callable[[Item, tuple[str, ...]], Hashable]) -> None:
        """Pair what has the same key, in the order of the two lists."""
        waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for other in left_old:
            waiting[key(known[other], old[other])].append(other)
        for at in list(left_new):
            queue = waiting.get(key(found[at], new[at]))
            if queue:
                pair(at, queue.popleft())

    def pair_alike(*, in_place: bool) -> None:
        """Pair what is alike, the best first; ``in_place``: only in the same item, for the same unit."""
        scored = []
        for at, other in _candidates({at: new[at] for at in left_new}, {at: old[at] for at in left_old}):
            if known[other].is_done and _telling(old[other]) != _telling(new[at]):
                continue
            ratio = likeness(old[other], new[at])
            is_same_item, is_same_lead = known[other].section == found[at].section, known[other].lead == found[at].lead
            enough = _IN_THE_SAME_ITEM if is_same_item else _IN_ANOTHER_ITEM
            if ratio >= enough and (not in_place or (is_same_item and is_same_lead)):
                scored.append((-ratio - _SAME_ITEM * is_same_item - _SAME_LEAD * is_same_lead, other, at))
        for _, other, at in sorted(scored):
            if at in left_new and other in left_old:
                pair(at, other)

    # The lead goes before the item: of two items with the same words for two units, each keeps its unit's row when
    # the items change places.
    pair_equal(lambda item, _: (item.id, item.lead))
    pair_equal(lambda item, said: (said, item.lead, item.section))
    pair_equal(lambda item, said: (said, item.lead))
    pair_equal(lambda item, _: item.id)
    # Nor does a task go to another unit when its own unit has one much like it in the same item.
    pair_alike(in_place=True)
    pair_equal(lambda item, said: (said, item.section))
    pair_equal(lambda _, said: said)
    pair_alike(in_place=False)
    return dict(sorted(made.items()))


def _candidates(
    found: Mapping[int, tuple[str, ...]], known: Mapping[int, tuple[str, ...]]
) -> Iterator[tuple[int, int]]:
    """Give the pairs of texts that are worth comparing: those that share the most of the rarest words."""
    with_word: defaultdict[str, list[int]] = defaultdict(list)
    for other, text in known.items():
        for word in dict.fromkeys(text):
            with_word[word].append(other)
    for at, text in found.items():
        there = sorted((len(with_word[word]), word) for word in set(text) if word in with_word)
        weights: defaultdict[int, float] = defaultdict(float)
        for count, word in there[:_RARE_WORDS]:
            for other in with_word[word][:_SHARED_BY]:
                weights[other] += 1 / count
        for other in sorted(weights, key=lambda other: (-weights[other], other))[:_COMPARED]:
            yield at, other


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """How many words of two texts agree, in order: 0 none, 1 all."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # The first two are quick and never less than the third.
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < _IN_THE_SAME_ITEM:
        return 0.0
    return matcher.ratio()


def _telling(text: Sequence[str]) -> list[str]:
    return [word for word in text if _TELLING.fullmatch(word)]


def words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: without capitals, signs and spellings of tone marks."""
    return tuple(_WORD.findall(canonical_spelling(text).casefold()))
