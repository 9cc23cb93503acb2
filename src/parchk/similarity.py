"""How much two tasks say the same, whoever is spoken to and whatever the day is.

Offices pass a task on in the words that they got, with other levels, offices and dates in them, shortened, split or
filled up. So levels (tỉnh, huyện, xã), kinds of offices (Sở, Phòng), dates and empty words are left out, abbreviations
and synonyms are spelled alike (``rules/trace.toml``), tone marks are dropped, and what is compared are the tokens and
pairs of neighbouring tokens that are left.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import nsmallest
from itertools import pairwise
from math import log, sqrt
from typing import NamedTuple

from parchk import regexp
from parchk.assemble.keys import slug
from parchk.ruleset import Ruleset
from parchk.text import canonical_spelling

# A syllable means little alone, two that follow each other are mostly a word.
_OF_TOKEN, _OF_PAIR = 0.5, 1.0
# A frame (to check, to report) is one token, whatever it is to be done to.
_OF_FRAME, _OF_PAIR_WITH_FRAME = 1.0, 0.5
# A text of fewer tokens is not taken for a part of a longer one as easily: so much weight is thought to be added.
_LEAST_WEIGHT = 3.0
# In how few texts a feature may stand and still have its full weight, and how little of it is left in all of them.
_FEW, _LEFT = 2, 0.15
# A collection of fewer texts is taken to be so large: in three texts nothing is frequent.
_SMALL = 20
_DOCUMENT_NUMBER = regexp.compile(r"(?<![\w/-])\d{1,5}[A-Za-z]?(?:/\d{4})?[/-](?-i:[A-ZĐ][\wĐđ]*)(?:[-/&][\wĐđ]+)*")
_NO_LETTER = regexp.compile(r"[^\p{L}\p{N}]+")

# What a text says: tokens and pairs of neighbouring tokens, with what each counts.
Features = dict[str, float]


class Pair(NamedTuple):
    """Two texts that are alike: their places in the two collections, and how much (0 to 1)."""

    left: int
    right: int
    similarity: float


class Comparison(NamedTuple):
    """Two collections of texts. What many of the texts say counts less: a topic's words stand in every task."""

    left: tuple[Features, ...]
    right: tuple[Features, ...]

    def pairs(self, least: float) -> list[Pair]:
        """The pairs that are alike by ``least`` or more, in order."""
        return [pair for alike in self._of_each(least) for pair in alike]

    def nearest(self, least: float, most: int) -> list[Pair]:
        """Of each text on the left the pairs that are most alike, ``most`` at the most, alike by ``least`` or more.

        Of pairs that are equally alike, those at about the same place come first: in many texts that all say the same,
        each finds the one at its own place.
        """
        return [
            pair
            for alike in self._of_each(least)
            for pair in nsmallest(most, alike, key=lambda pair: (-pair.similarity, abs(pair.left - pair.right)))
        ]

    def _of_each(self, least: float) -> Iterator[list[Pair]]:
        """The pairs of each text on the left. Takes time by what the texts share, not by how many pairs there are."""
        found_in: defaultdict[str, list[int]] = defaultdict(list)
        for place, features in enumerate(self.right):
            for feature in features:
                found_in[feature].append(place)
        sums = [sum(features.values()) for features in self.right]
        for place, features in enumerate(self.left):
            own = sum(features.values())
            # What it is measured against is at least the left text's part of the mean.
            enough = least * _measure(own, 0.0)
            first, last, of_last = _split(features, found_in, enough)
            shared: defaultdict[int, float] = defaultdict(float)
            for feature in first:
                weight = features[feature]
                for other in found_in[feature]:
                    shared[other] += weight
            alike = []
            for other in sorted(other for other, common in shared.items() if common + of_last >= enough):
                common, whole = shared[other], _measure(own, sums[other])
                if common + of_last >= least * whole:
                    theirs = self.right[other]
                    common += sum(features[feature] for feature in last if feature in theirs)
                    if common >= least * whole:
                        alike.append(Pair(place, other, min(1.0, common / whole)))
            yield alike


class Wording:
    """Compares texts by one rule set; made once, used for many.

    >>> from parchk.ruleset import load
    >>> wording = Wording(load())
    >>> wording.tokens("Sở Nội vụ rà soát TTHC trên địa bàn tỉnh trước ngày 20/8/2022")
    ('noi', 'vu', 'rasoat', 'thu', 'tuc', 'hanh', 'chinh')
    >>> wording.similarity("Rà soát TTHC của tỉnh", "Phòng Nội vụ rà soát thủ tục hành chính của huyện") > 0.8
    True
    """

    def __init__(self, rules: Ruleset) -> None:
        self._stands_for: dict[str, str] = {}
        for rule in rules.rules("trace"):
            if rule.kind == "rank":
                continue
            for word in rule.words:
                phrase = _phrase(word)
                self._stands_for[phrase] = (phrase if rule.key == "=" else rule.key) if rule.key else ""
        self._frames = frozenset(rule.key for rule in rules.of_kind("trace", "frame"))
        plain = {slug(phrase).replace("-", " "): shown for phrase, shown in self._stands_for.items()}
        # Without tone marks a syllable can be any of several words; a phrase is still one.
        self._plain = {phrase: shown for phrase, shown in plain.items() if " " in phrase}
        self._phrases = regexp.compile(rules.alternation(tuple(self._stands_for)))
        self._plain_phrases = regexp.compile(rules.alternation(tuple(self._plain)))
        self._left_out = [
            rules.pattern("trace", rule.id) for kind in ("office", "number") for rule in rules.of_kind("trace", kind)
        ]
        self.tokens = lru_cache(maxsize=16384)(self._tokens)
        self._features = lru_cache(maxsize=16384)(self._weighted)

    def similarity(self, one: str, other: str) -> float:
        """How much two texts say the same, 0 to 1: what they share, measured against the shorter and the mean of both.

        A text that is a part of the other is alike even where much is added; texts of which nothing is left but
        levels, dates and empty words are alike only when they are equal.
        """
        if one == other:
            return 1.0
        left, right = self._features(one), self._features(other)
        shared = sum(weight for feature, weight in left.items() if feature in right)
        return min(1.0, shared / _measure(sum(left.values()), sum(right.values())))

    def pairs(self, left: Sequence[str], right: Sequence[str], least: float) -> list[Pair]:
        """The pairs of a text of ``left`` and one of ``right`` that are alike by ``least`` or more, in order."""
        return self.compared(left, right).pairs(least)

    def compared(self, left: Sequence[str], right: Sequence[str]) -> Comparison:
        """Two collections, made ready to be compared, each text of the one with each of the other."""
        rarity = self._rarity(left, right)
        return Comparison(
            tuple(self._by_rarity(text, rarity) for text in left),
            tuple(self._by_rarity(text, rarity) for text in right),
        )

    def _rarity(self, *sides: Sequence[str]) -> dict[str, float]:
        """What is left of a feature's weight by how many texts have it, on the side where these are more."""
        left: dict[str, float] = {}
        for texts in sides:
            count = Counter(feature for text in texts for feature in self._features(text))
            most = log(max(len(texts), _SMALL) / _FEW)
            for feature, number in count.items():
                rarity = 1 - (1 - _LEFT) * log(max(number, _FEW) / _FEW) / most
                left[feature] = min(left.get(feature, 1.0), rarity)
        return left

    def _by_rarity(self, text: str, rarity: dict[str, float]) -> Features:
        return {feature: weight * rarity[feature] for feature, weight in self._features(text).items()}

    def _tokens(self, text: str) -> tuple[str, ...]:
        """The syllables of a text that say what is to be done, without marks: phrases folded, the rest left out."""
        spelled = canonical_spelling(text)
        for pattern in self._left_out:
            spelled = pattern.sub(" ", spelled)
        spelled = _DOCUMENT_NUMBER.sub(lambda found: f" {slug(found[0]).replace('-', '')} ", spelled)
        phrase = _phrase(spelled)
        if phrase.isascii():
            folded = self._plain_phrases.sub(lambda found: self._plain[found[0]], phrase)
        else:
            folded = self._phrases.sub(lambda found: self._stands_for[found[0]], phrase)
        return tuple(slug(folded).split("-")) if folded.strip() else ()

    def _weighted(self, text: str) -> Features:
        """Tokens and pairs of neighbours, with what each counts."""
        tokens = self.tokens(text)
        frames = self._frames
        features = {token: _OF_FRAME if token in frames else _OF_TOKEN for token in tokens}
        for one, other in pairwise(tokens):
            features[f"{one} {other}"] = _OF_PAIR_WITH_FRAME if one in frames or other in frames else _OF_PAIR
        return features


def _split(
    features: Features, found_in: Mapping[str, Sequence[int]], enough: float
) -> tuple[list[str], list[str], float]:
    """The features by how many texts have them: those of which one must be shared, the rest, and what the rest weighs.

    The rest, which most texts have, weighs less than ``enough``: a text that shares nothing else need not be looked at.
    """
    first = sorted((feature for feature in features if feature in found_in), key=lambda feature: len(found_in[feature]))
    last: list[str] = []
    of_last = 0.0
    while first and of_last + features[first[-1]] < enough:
        of_last += features[first[-1]]
        last.append(first.pop())
    return first, last, of_last


def _phrase(text: str) -> str:
    """Small letters, one blank between words, no other signs; tone marks stay."""
    return _NO_LETTER.sub(" ", canonical_spelling(text).lower()).strip()


def _measure(left: float, right: float) -> float:
    """What the shared weight of two texts is measured against: the shorter one and the mean of both."""
    shorter = max(min(left, right), _LEAST_WEIGHT)
    return sqrt(shorter * max((left + right) / 2, shorter))
