"""What the style of a page says about its words: fonts, borders of cells, numbering, what is hidden.

Only declarations on an element and rules of ``<style>`` for a tag or a class are read, as Word, LibreOffice and the
portals write them; nothing is fetched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

_SELECTOR = re.compile(r"([\w:-]*)(?:\.([\w-]+))?(?: t[dhr])?")
_NO_BORDER = re.compile(r"(?:^|\s)(?:none|hidden|0(?:px|pt|in|cm)?|0\.0pt)(?:\s|$)|^$")
_BORDERS = frozenset(
    f"border{side}{part}" for side in ("", "-top", "-right", "-bottom", "-left") for part in ("", "-style", "-width")
)
_READ = _BORDERS | {
    "font-family",
    "font",
    "list-style",
    "list-style-type",
    "display",
    "mso-hide",
    "white-space",
    "text-transform",
}
_LAST_FAMILY = re.compile(r"(?:^|\s)[\d.]+(?:pt|px|em|rem|%|cm|mm|in)?(?:/\S+)?\s+(.+)$")

Declarations = dict[str, str]


def declarations(text: str) -> Declarations:
    """The declarations of a style attribute or rule that matter here.

    >>> declarations("color:red; font-family:'.VnTime'")
    {'font-family': "'.VnTime'"}
    """
    found = {}
    for declaration in text.split(";"):
        name, _, value = declaration.partition(":")
        name = name.strip().lower()
        if name in _READ:
            found[name] = value.strip()
    return found


def bordered(style: Declarations) -> bool:
    """Whether a visible line runs along a side.

    >>> bordered({"border": "solid windowtext 1.0pt"}), bordered({"border": "none"}), bordered({})
    (True, False, False)
    """
    return any(not _NO_BORDER.search(style[name].lower()) for name in _BORDERS & style.keys())


def names_border(style: Declarations) -> bool:
    """Whether a style says anything of lines around an element, be it that there are none."""
    return not _BORDERS.isdisjoint(style)


def font(style: Declarations) -> str | None:
    """The first family that a style names; ``None`` where it names none."""
    family = style.get("font-family")
    if family is None and (short := _LAST_FAMILY.search(style.get("font", ""))):
        family = short[1]
    return family.split(",", 1)[0].strip(" \"'") if family else None


class Sheet:
    """The rules of the ``<style>`` elements of one page."""

    def __init__(self, sheets: list[str]) -> None:
        self._rules: dict[tuple[str, str], Declarations] = {}
        for sheet in sheets:
            for rule in _without_comments(sheet).split("}"):
                # Before the block of a rule may stand the head of an @-rule that holds it, and @-rules without a block.
                *_, selectors, body = ["", *rule.split("{")]
                selectors = selectors.rsplit(";", 1)[-1]
                declared = declarations(body)
                if not declared or "@" in selectors:
                    continue
                # What is hidden by a rule is so only until a script shows it (folded parts, tabs): its words count.
                declared.pop("display", None)
                for selector in selectors.split(","):
                    if match := _SELECTOR.fullmatch(" ".join(selector.replace(">", " ").split())):
                        self._rules.setdefault((match[1].lower(), match[2] or ""), {}).update(declared)

    def of(self, element: etree._Element) -> Declarations:
        """The declarations for an element: of its tag, of its classes, of its own."""
        tag = str(element.tag)
        found = dict(self._rules.get((tag, ""), {}))
        for name in (element.get("class") or "").split():
            found |= self._rules.get(("", name), {})
            found |= self._rules.get((tag, name), {})
        return found | declarations(element.get("style") or "")


def _without_comments(sheet: str) -> str:
    first, *others = sheet.replace("<!--", "").replace("-->", "").split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)
