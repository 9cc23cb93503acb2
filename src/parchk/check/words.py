"""Slips in words: abbreviations that nothing explains, words that are no Vietnamese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from parchk import regexp
from parchk.check.manuscript import Found, Manuscript
from parchk.ruleset import Ruleset
from parchk.syllables import is_syllable

_FILE = "drafting"
_WORD = regexp.compile(r"(?<![\p{L}\p{M}\d'’-])[\p{Ll}\p{M}]{2,}(?![\p{L}\p{M}\d'’-])")
_MARKED = regexp.compile(r"[^\x00-\x7f]")
_ROMAN = regexp.compile(r"[IVXLC]+")
_INITIAL = regexp.compile(r"\p{L}+|[.;:!?\n]")
_SHOUTED = regexp.compile(r"(?<!\p{Lu})\p{Lu}{2,}+(?:[\s\-–&/]++\p{Lu}{2,}+)+")


class Words:
    """Looks at the words of the body."""

    def __init__(self, rules: Ruleset) -> None:
        self._abbreviation = rules.pattern(_FILE, "abbreviation")
        self._explained = rules.pattern(_FILE, "explained")
        self._torn = rules.pattern(_FILE, "torn-letter")
        self._loan = rules.pattern(_FILE, "loan-word")
        self._misplaced = rules.pattern(_FILE, "misplaced-tone")
        self._without_tone = rules.pattern(_FILE, "without-tone")
        aliases = (word for rule in rules.of_kind("units", "alias") for word in rule.words)
        known = (*rules.words(_FILE, "known_abbreviations"), *aliases)
        self._known = frozenset(word.upper() for word in known)

    def __call__(self, manuscript: Manuscript) -> Iterator[Found]:
        """What it finds, in no particular order."""
        yield from self._abbreviations(manuscript)
        yield from self._broken(manuscript)

    def _abbreviations(self, manuscript: Manuscript) -> Iterator[Found]:
        """Each at its first place, where nothing in the document tells what it is short for."""
        text = manuscript.text.text
        explained = {match["short"] or match["short2"] for match in self._explained.finditer(text)}
        initials: str | None = None
        told: set[str] = set()
        for block in manuscript.body():
            if text[block.start : block.end].isupper():
                continue  # a heading in capitals
            shouted = [match.span() for match in _SHOUTED.finditer(text, block.start, block.end)]
            for match in self._abbreviation.finditer(text, block.start, block.end):
                short = match[0]
                if short in told or short in explained or short in self._known or _ROMAN.fullmatch(short):
                    continue
                if any(start <= match.start() < end for start, end in shouted):
                    continue
                if len(short) > 2 and is_syllable(short):
                    continue  # a word that is stressed: "KHÔNG"
                told.add(short)
                if initials is None:
                    initials = _initials(text)
                if short not in initials:
                    span = manuscript.span(*match.span())
                    yield Found("abbreviation-not-explained", span, manuscript.task_at(span), {"short": short})

    def _broken(self, manuscript: Manuscript) -> Iterator[Found]:
        """Words in small letters with Vietnamese signs that no syllable is built like; each at its first place."""
        text = manuscript.text.text
        places: dict[str, tuple[int, int]] = {}
        counts: Counter[str] = Counter()
        for block in manuscript.body():
            for match in _WORD.finditer(text, block.start, block.end):
                if self._is_broken(match[0]):
                    places.setdefault(match[0], match.span())
                    counts[match[0]] += 1
            for match in self._torn.finditer(text, block.start, block.end):
                if is_syllable(match[0].replace(" ", "")):
                    places.setdefault(match[0], match.span())
                    counts[match[0]] += 1
        for word, place in places.items():
            shown, span = manuscript.quoted(*place)
            words = {"word": shown, "count": str(counts[word])}
            yield Found("broken-diacritics", span, manuscript.task_at(span), words)

    def _is_broken(self, word: str) -> bool:
        if self._loan.fullmatch(word):
            return False
        if not _MARKED.search(word):
            return self._without_tone.fullmatch(word) is not None
        return not is_syllable(word) or self._misplaced.fullmatch(word) is not None


def _initials(text: str) -> str:
    """The first letters of all words in capitals, ``và`` left out: ``thủ tục hành chính`` holds ``TTHC``.

    Where a sentence ends stands a full stop.
    """
    return "".join(word[0].upper() for word in _INITIAL.findall(text) if word != "và")
