"""Numbers and bullets of the lists of a page, as a browser shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parchk.read.layout.numerals import numeral, whole

if TYPE_CHECKING:
    from lxml import etree

    from parchk.read.html.styles import Declarations

# `type` of HTML, `list-style-type` of CSS.
_STYLES = {
    "1": "decimal", "a": "letter", "A": "LETTER", "i": "roman", "I": "ROMAN",
    "decimal": "decimal", "decimal-leading-zero": "zero", "lower-roman": "roman", "upper-roman": "ROMAN",
    "lower-alpha": "letter", "lower-latin": "letter", "upper-alpha": "LETTER", "upper-latin": "LETTER",
}  # fmt: skip
_BULLETS = frozenset({"disc", "circle", "square"})


class ItemList:
    """One list; its items ask for their marks in turn."""

    def __init__(self, element: etree._Element, style: Declarations) -> None:
        self._ordered = element.tag == "ol"
        self._style = _style(element, style) or ("decimal" if self._ordered else "disc")
        self._step = -1 if self._ordered and element.get("reversed") is not None else 1
        start = whole(element.get("start"), signed=True)
        if start is None:
            start = 1 if self._step > 0 else sum(1 for child in element if child.tag == "li")
        self._next = start

    def mark(self, item: etree._Element, style: Declarations) -> str:
        """The number or bullet of the next item; empty where it shows none."""
        value = whole(item.get("value"), signed=True)
        if value is None:
            value = self._next
        self._next = value + self._step
        shown = _style(item, style) or self._style
        if shown in _STYLES.values():
            return f"{numeral(value, shown)}."
        return "•" if shown in _BULLETS else ""


def _style(element: etree._Element, style: Declarations) -> str:
    """A style that is known here, ``none``, or empty where the element names none."""
    named = [style.get("list-style-type", ""), *style.get("list-style", "").split()]
    for name in (word.lower() for word in named):
        if name in _STYLES or name in _BULLETS:
            return _STYLES.get(name, name)
        if name == "none":
            return "none"
    kind = element.get("type") or ""
    return _STYLES.get(kind) or (kind.lower() if kind.lower() in _BULLETS else "")
