"""Bullets of symbol fonts as characters that any font shows."""

from __future__ import annotations

# In symbol fonts a character lies in U+F000-F0FF (in old files: without the F0). Those that look like characters of
# text: minus, arrow extension, plus, asterisk.
_PRIVATE = range(0xF000, 0xF100)
_LIKE_TEXT = {0x2D: "-", 0xBE: "-", 0x2B: "+", 0x2A: "*"}
_SYMBOL_FONTS = ("symbol", "wingdings", "webdings", "zapf", "marlett")


def is_symbol_font(font: str) -> bool:
    """Whether the letters of a font are signs, whatever the characters in the file.

    >>> is_symbol_font("Wingdings 2"), is_symbol_font("Segoe UI Symbol")
    (True, False)
    """
    return font.lower().startswith(_SYMBOL_FONTS)


def shown_bullet(mark: str, font: str = "") -> str:
    r"""The mark of a list as it looks: signs of symbol fonts become ``•``, or ``-`` where the sign is a dash.

    Word's own hollow bullet is an ``o`` in Courier New.

    >>> shown_bullet("\uf0b7"), shown_bullet("\uf02d"), shown_bullet("§", "Wingdings"), shown_bullet("-", "Arial")
    ('•', '-', '•', '-')
    """
    if mark == "o" and font.startswith("Courier"):
        return "◦"
    symbols = is_symbol_font(font)
    return "".join(
        _LIKE_TEXT.get(ord(sign) & 0xFF, "•")
        if ord(sign) in _PRIVATE or (symbols and not sign.isspace() and ord(sign) < 0x100)
        else sign
        for sign in mark
    )
