"""Which letters make a Vietnamese syllable (chính tả): an onset, a rhyme, and one tone that fits the rhyme.

The writing system is regular: of all strings of letters only some thousands are syllables. That tells a word that was
broken (``quyế t``) or decoded wrongly from one that was not.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_TONES = {"\u0300": "", "\u0301": "s", "\u0309": "", "\u0303": "", "\u0323": "s"}
"""Combining tone marks; ``s`` for the two that may stand before a final stop."""
_STOPS = ("c", "ch", "p", "t")
_ONSETS = frozenset(["", *"bcdđghklmnprstvx", "ch", "gh", "gi", "kh", "ng", "ngh", "nh", "ph", "qu", "th", "tr"])
_LONGEST_ONSET, _LONGEST = 3, 7
_RHYMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay  ăc ăm ăn ăng ăp ăt  âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et  ê êch êm ên êng ênh êp êt êu
    i ia ich im in inh ip it iu  iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot  oa oac oach oai oam oan oang oanh oao oap oat oay  oăc oăm oăn oăng oăt  oe oen oeo oet
    ooc oong  ô ôc ôi ôm ôn ông ôp ôt  ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut  uân uâng uât uây  uê uêch uên uênh  uôc uôi uôm uôn uông uôt  uơ
    ư ưa ưc ưi ưm ưn ưng ưt ưu  ươc ươi ươm ươn ương ươp ươt ươu
    uy uya uych uyn uynh uyp uyt uyu  uyên uyêt  y ych yn ynh yt  yêm yên yêng yêt yêu
    """.split()  # noqa: SIM905 - a table of rhymes, to be read as one
)


@lru_cache(maxsize=1 << 14)
def is_syllable(word: str) -> bool:
    """Whether ``word`` (composed, any case) can be a Vietnamese syllable.

    >>> [is_syllable(word) for word in ("quyết", "QUYẾ", "t", "khoản", "ổc", "iều")]
    [True, False, False, True, False, False]
    """
    if not 0 < len(word) <= _LONGEST:
        return False
    plain, tone, count = "", "", 0
    for sign in unicodedata.normalize("NFD", word.lower()):
        if sign in _TONES:
            tone, count = sign, count + 1
        else:
            plain += sign
    plain = unicodedata.normalize("NFC", plain)
    return count <= 1 and any(
        plain[:cut] in _ONSETS and _is_rhyme(plain[cut:], tone)
        for cut in range(plain.startswith("iê"), min(_LONGEST_ONSET, len(plain)) + 1)  # without an onset it is "yê"
    )


def _is_rhyme(rhyme: str, tone: str) -> bool:
    return rhyme in _RHYMES and (not rhyme.endswith(_STOPS) or _TONES.get(tone) == "s")
