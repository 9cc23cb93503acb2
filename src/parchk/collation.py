"""The order of Vietnamese words: that of the alphabet and the tones, not of code points.

By letters first (a ă â b c d đ e ê … y), where these are the same by tones (ngang, huyền, hỏi, ngã, sắc, nặng), then
small letters before capitals, numbers by their value: the Unicode Collation Algorithm (UTS #10) with the tailoring for
``vi`` and numeric order, so that browsers (``Intl.Collator``) sort names of letters, digits
and blanks alike.
"""

from __future__ import annotations

import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTERS = {letter: number for number, letter in enumerate(_ALPHABET, 1)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}

Key = tuple[tuple[tuple[int, int], ...], tuple[int, ...], tuple[bool, ...], str]


def sort_key(text: str) -> Key:
    """Give the key to sort by: letters and digits, then tones, then capitals; other signs count as a gap.

    >>> sorted(["Sở Y tế", "Đảng ủy", "Sở Xây dựng", "Dân quân", "xã Ân Hảo", "xã An Hải"], key=sort_key)
    ['Dân quân', 'Đảng ủy', 'Sở Xây dựng', 'Sở Y tế', 'xã An Hải', 'xã Ân Hảo']
    >>> "".join(sorted("ãaạáảà", key=sort_key))
    'aàảãáạ'
    """
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    capitals: list[bool] = []
    for sign in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", sign)
        tone = next((_TONES[part] for part in parts if part in _TONES), 0)
        bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        lower = bare.lower()
        if lower in _LETTERS:
            letters.append((3, _LETTERS[lower]))
        elif lower.isdecimal():
            number = unicodedata.decimal(lower)
            if letters and letters[-1][0] == 1 and tones[-1] == -1:  # a number counts as a whole: Tổ 2 before Tổ 10
                letters[-1] = (1, letters[-1][1] * 10 + number)
                continue
            letters.append((1, number))
            tone = -1
        elif lower.isalpha():
            letters.append((4, ord(lower[0])))
        else:
            if letters and letters[-1] == (0, 0):
                continue
            letters.append((0, 0))
        tones.append(tone)
        capitals.append(bare != lower)
    return tuple(letters), tuple(tones), tuple(capitals), text
