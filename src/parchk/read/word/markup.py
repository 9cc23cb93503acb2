"""Elements and properties of WordprocessingML (ECMA-376 part 1, 17; part 3, 10)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of WordprocessingML, before the name of an element or attribute."""

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATES = f"{_COMPATIBILITY}AlternateContent"
"""Content in several forms, of which one is meant to be shown."""
# What drawings may require for their text boxes; strict documents use the same names.
_UNDERSTOOD = {
    f"http://schemas.microsoft.com/office/word/2010/wordprocessing{part}" for part in ("Shape", "Group", "Canvas")
}
# Elements that only surround content.
_TRANSPARENT = {
    f"{W}{name}"
    for name in (
        "sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo",
        "hyperlink", "fldSimple", "dir", "bdo", "ruby", "rubyBase",
    )
}  # fmt: skip
LARGEST = 2**31 - 1
"""The largest number of a list."""


def through(container: etree._Element) -> Iterator[etree._Element]:
    """The content of an element, as if what only surrounds it were not there. Deleted and moved text is left out."""
    stack = list(container.iterchildren(reversed=True))
    while stack:
        element = stack.pop()
        if element.tag in _TRANSPARENT:
            stack.extend(element.iterchildren(reversed=True))
        elif element.tag == ALTERNATES:
            stack.extend(chosen(element).iterchildren(reversed=True))
        else:
            yield element


def chosen(alternates: etree._Element) -> etree._Element:
    """The first choice whose requirements are all understood, else what is meant for other readers (part 3, 10.2)."""
    choices = list(alternates.iterchildren(f"{_COMPATIBILITY}Choice"))
    for choice in choices:
        if all(choice.nsmap.get(name) in _UNDERSTOOD for name in choice.get("Requires", "").split()):
            return choice
    fallback = alternates.find(f"{_COMPATIBILITY}Fallback")
    if fallback is not None:
        return fallback
    return choices[0] if choices else alternates


def value_of(parent: etree._Element, name: str) -> str | None:
    """The ``w:val`` of a child, if there is one."""
    child = parent.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def is_on(parent: etree._Element, name: str) -> bool | None:
    """Whether a child switches something on or off (17.17.4); None where it is not there."""
    child = parent.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val") not in ("0", "false", "off")


def whole(written: str | None, default: int) -> int:
    """A count as written in an attribute, within what Word itself can hold; ``default`` for what is none.

    >>> whole("3", 1), whole(None, 1), whole("-5", 1), whole("9" * 5000, 1)
    (3, 1, 0, 2147483647)
    """
    if written is None or not re.fullmatch(r"\s*[-+]?[0-9]+\s*", written):
        return default
    number = written.strip().lstrip("+")
    return 0 if number.startswith("-") else min(int(number[:20]), LARGEST)


def font_of(properties: etree._Element | None) -> str | None:
    """The font that run properties (``w:rPr``) state for Vietnamese letters: an empty one for a font of the theme."""
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    if fonts is None:
        return None
    # Letters outside ASCII take hAnsi, and only these differ between an old Vietnamese font and any other.
    for script in ("hAnsi", "ascii"):
        if fonts.get(f"{W}{script}Theme") is not None:
            return ""
        font = fonts.get(f"{W}{script}")
        if font is not None:
            return font
    return None
