r"""Which old encoding a text is in: the one in which its words are syllables of Vietnamese.

Wrong readings of Vietnamese have about as many letters with marks as the right one, so their frequency says little.
What they lack is the build of a syllable (:mod:`parchk.syllables`), and so do most words of other languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from parchk.read.encodings.old import OLD, convert
from parchk.syllables import has_vowel, is_syllable

CANDIDATES = ("cp1258", *OLD)
"""The encodings that are told apart."""

# Evidence is counted in different words that hold a letter beyond ASCII. Of a true reading nearly all are syllables
# (the rest are names and slips); a wrong one makes syllables of a tenth to a half of them. A word that is a syllable in
# one reading only is thus evidence of about 50 : 1, and two such words, with none to the contrary, are certain enough.
_FEWEST_SYLLABLES = 4
_SHARE = 0.8
_LEAD = 2

_SAMPLE = 1 << 17
_WORD = re.compile(r"[^ \t\n\r\f\v!-@\[-`{-~]{1,80}")
# What stands around words in running text, and between two of them. Anything else that is no letter has no place there.
_AROUND = "\u00a0«»“”‘’„‚–—…•·°§©®™¹²³"
_BETWEEN = re.compile("[\u00a0“”‘’„–—…•]+")


def guess(lines: Iterable[str], *, as_it_is: bool) -> str | None:
    """The one of :data:`CANDIDATES` that the lines are certainly in, or ``None``.

    ``lines`` are characters that stand for bytes (:func:`parchk.read.encodings.old.convert`); so many of them are
    looked at as make a sound sample. ``as_it_is`` says that the text may also be meant as it is, which is then no
    reason to convert.
    """
    words = _words(lines)
    if len(words) < _FEWEST_SYLLABLES:
        return None
    verdicts = {name: [_verdict(convert(word, name)) for word in words] for name in CANDIDATES}
    rivals = dict(verdicts)
    if as_it_is:
        rivals[""] = [_verdict(word) for word in words]
    best = max(verdicts, key=lambda name: sum(verdict or 0 for verdict in verdicts[name]))
    told = verdicts[best]
    good, bad = told.count(1), told.count(-1)
    if good < _FEWEST_SYLLABLES or good < _SHARE * (good + bad):
        return None
    for name, other in rivals.items():
        if name != best and sum(own - its for own, its in zip(told, other, strict=True)) < 2 * _LEAD:
            return None
    return best


def reads_badly(line: str) -> bool:
    """Whether a line has a word beyond ASCII that is no syllable."""
    return any(_verdict(word) < 0 for word in _words([line]))


def reads_better(line: str, encoding: str) -> bool:
    """Whether a line of a text that is otherwise Unicode is better read in an old encoding, word by word."""
    words = _words([line])
    converted = [_verdict(convert(word, encoding)) for word in words]
    return -1 not in converted and any(_verdict(word) < own for word, own in zip(words, converted, strict=True))


def _words(lines: Iterable[str]) -> list[str]:
    """The different words of a sample that hold more than ASCII letters."""
    left = _SAMPLE
    found: dict[str, None] = {}
    for line in lines:
        if left <= 0:
            break
        found.update(dict.fromkeys(_WORD.findall(line[:left])))
        left -= len(line)
    return [word for word in found if not (word.isascii() and word.isalpha())]


@lru_cache(maxsize=1 << 14)
def _verdict(word: str) -> int:
    """1 for a syllable (or several, at punctuation), -1 for what is none, 0 for a word that says nothing."""
    told = [part for part in _BETWEEN.split(word.strip(_AROUND)) if not _says_nothing(part)]
    if not told:
        return 0
    return 1 if all(map(is_syllable, told)) else -1


def _says_nothing(part: str) -> bool:
    """ASCII stands in every reading; initials (``HĐND``) have no syllable."""
    if part.isascii():
        return part.isprintable()
    return part.isalpha() and (part.isupper() or len(part) == 1) and not has_vowel(part)
