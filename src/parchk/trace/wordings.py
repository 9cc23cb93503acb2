"""Which words of a task were changed on the way down."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import NamedTuple

from parchk.text import canonical_spelling
from parchk.trace.model import WordingChange


class Stretch(NamedTuple):
    """Words of both texts that correspond: the same, or the ones instead of the others; either may be empty."""

    is_same: bool
    upper: str
    lower: str


def stretches(upper: str, lower: str) -> list[Stretch]:
    """Both texts side by side, in order. Capitals, spellings of tone marks and signs at words make no difference."""
    words = upper.split(), lower.split()
    matcher = SequenceMatcher(
        None, [_core(word) for word in words[0]], [_core(word) for word in words[1]], autojunk=False
    )
    return [
        Stretch(tag == "equal", " ".join(words[0][start:end]), " ".join(words[1][begin:stop]))
        for tag, start, end, begin, stop in matcher.get_opcodes()
    ]


def wording_change(upper: str, lower: str) -> WordingChange | None:
    """The words that differ; ``None`` when none do."""
    if upper == lower:
        return None
    differing = [stretch for stretch in stretches(upper, lower) if not stretch.is_same]
    if not differing:
        return None
    return WordingChange(
        removed=[stretch.upper for stretch in differing if stretch.upper],
        added=[stretch.lower for stretch in differing if stretch.lower],
    )


def _core(word: str) -> str:
    """The word without the signs around it; a sign that stands alone is itself."""
    return canonical_spelling(word).lower().strip(".,;:…!?()\"'“”/") or word
