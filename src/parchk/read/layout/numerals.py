"""Numbers as word processors write them in front of paragraphs."""

from __future__ import annotations

_LONGEST_NUMBER = 9
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_LARGEST_ROMAN = 3999
_LONGEST_LETTERS = 30


def numeral(value: int, style: str) -> str:
    """Write ``value`` in a style: ``decimal``, ``zero`` (01), ``roman``, ``ROMAN``, ``letter``, ``LETTER``.

    Letters go on as Word counts them: z, aa, bb. What a style cannot write is written in digits.

    >>> [numeral(n, style) for n, style in [(4, "ROMAN"), (28, "letter"), (7, "zero")]]
    ['IV', 'bb', '07']
    """
    if style in ("roman", "ROMAN") and 0 < value <= _LARGEST_ROMAN:
        written = _roman(value)
        return written.upper() if style == "ROMAN" else written
    if style in ("letter", "LETTER") and 0 < value <= _LONGEST_LETTERS * len(_ALPHABET):
        repeats, place = divmod(value - 1, len(_ALPHABET))
        written = _ALPHABET[place] * (repeats + 1)
        return written.upper() if style == "LETTER" else written
    return f"{value:02d}" if style == "zero" else str(value)


def whole(text: str | None, *, signed: bool = False) -> int | None:
    """Read the number that an attribute holds; ``None`` for anything else, and for one beyond any use.

    >>> whole("12"), whole("-3"), whole(" -3 ", signed=True), whole("1.5"), whole(None)
    (12, None, -3, None, None)
    """
    digits = (text or "").strip()
    plain = digits.removeprefix("-") if signed else digits
    return int(digits) if plain.isdecimal() and len(digits) <= _LONGEST_NUMBER else None


def _roman(value: int) -> str:
    written = []
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        written.append(letters * count)
    return "".join(written)
