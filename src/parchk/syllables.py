"""How syllables of Vietnamese are built (chính tả): an onset, one of some hundred and sixty rimes, one tone.

The tone stands on the vowel that has a mark of its own, and finals that are stops take two of the five. Of all
strings of letters only some thousands are syllables: that tells a word that was broken (``quyế t``) or decoded wrongly
from one that was not.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LONGEST = 14  # "nghiêng", decomposed to the last mark
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_COMBINING = re.compile("[\u0300-\u036f]+")
_MARKED = frozenset("ăâêôơư")
_STOPPED = ("c", "ch", "p", "t")
_STOP_TONES = frozenset("\u0301\u0323")
_PLAIN = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu y
    iêc iêm iên iêng iêp iêt iêu yêm yên yêng yêt yêu
    o oc oi om on ong op ot oong ooc ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
    uân uâng uât uây uê uêch uênh uơ uy uya uych uyn uynh uyp uyt uyu uyên uyêt
"""
_AFTER_QU = """
    a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e en eng eo et ê êch ên ênh êt
    i in it iên ô ôc ơ ơi y ych yên yêt yn ynh yt
"""
_RIMES = {"": frozenset(_PLAIN.split()), "qu": frozenset(_AFTER_QU.split())}
_VOWEL = re.compile("(?i)[aeiouyăâêôơư]")
_ONSET = re.compile("(qu|ngh|ng|nh|gh|gi|kh|ch|th|tr|ph|[bcdđghklmnprstvx]?)(.+)")


@lru_cache(maxsize=1 << 14)
def is_syllable(word: str) -> bool:
    """Whether a word is built like a syllable of Vietnamese and written in small letters, capitals, or with a capital.

    >>> [is_syllable(word) for word in ("Nghiêng", "quyết", "GIẾNG", "ngiêng", "tôc", "thạnhs", "cỘng")]
    [True, True, True, False, False, False, False]
    """
    if len(word) > _LONGEST:
        return False
    word = unicodedata.normalize("NFC", word)
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    word = word.lower()
    parts = unicodedata.normalize("NFD", word)
    tone = _TONE.search(parts)
    bare = unicodedata.normalize("NFC", parts[: tone.start()] + parts[tone.end() :]) if tone else word
    match = _ONSET.fullmatch(bare)
    if match is None:
        return False
    onset, rime = match[1], match[2]
    if onset == "gi" and rime not in _RIMES[""]:
        onset, rime = "g", "i" + rime
    if rime not in _RIMES.get(onset, _RIMES[""]) or not _spelled(onset, rime):
        return False
    if rime.endswith(_STOPPED) and (tone is None or tone[0] not in _STOP_TONES):
        return False
    if tone is None:
        return True
    # The tone stands on the letter that has a mark of its own, the last one of them.
    marked = [letter for letter in rime if letter in _MARKED]
    bearer = bare[len(_COMBINING.sub("", parts[: tone.start()])) - 1]
    return not marked or (bearer == marked[-1] and len(bare) == len(word))


def _spelled(onset: str, rime: str) -> bool:
    """``c``, ``g`` and ``ng`` are written otherwise before ``e``, ``ê`` and ``i``, and ``iê`` where no letter is."""
    if not onset and rime.startswith("iê"):
        return False
    vowel = rime[0]
    if vowel in "eêiy":
        return onset not in ("c", "ng") and (onset != "g" or vowel == "i")
    return onset not in ("k", "gh", "ngh")


def has_vowel(word: str) -> bool:
    """Whether there is a vowel in a word at all: ``HĐND`` has none."""
    return _VOWEL.search(unicodedata.normalize("NFC", _TONE.sub("", unicodedata.normalize("NFD", word)))) is not None
