"""The styles of a Word document, and what of a format changes its text (ECMA-376 part 1, 17.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parchk.read.word.markup import W, font_of, is_on, value_of

if TYPE_CHECKING:
    from lxml import etree

_LONGEST_CHAIN = 20  # Word refuses to make one half as long
_INVISIBLE = {"nil", "none", None}
_SIDES = {"start": "left", "end": "right"}


class Format(NamedTuple):
    """What of the format of a run changes its text."""

    font: str = ""
    hidden: bool = False
    raised: bool = False
    capitals: bool = False

    def with_(self, properties: etree._Element | None) -> Format:
        """This format with what run properties say."""
        if properties is None:
            return self
        font, line = font_of(properties), value_of(properties, "vertAlign")
        hidden, capitals = is_on(properties, "vanish"), is_on(properties, "caps")
        return Format(
            self.font if font is None else font,
            self.hidden if hidden is None else hidden,
            self.raised if line is None else line == "superscript",
            self.capitals if capitals is None else capitals,
        )


class Styles:
    """The styles of a document (17.7)."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._chains: dict[str, list[etree._Element]] = {}
        self._default = ""
        base = None
        if root is not None:
            base = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
            for style in root.iterchildren(f"{W}style"):
                name = style.get(f"{W}styleId", "")
                self._elements.setdefault(name, style)
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
                    self._default = name
        self._base = Format().with_(base)
        self._formats: dict[tuple[Format, str], Format] = {}

    def chain(self, name: str) -> list[etree._Element]:
        """A style and those it is based on, nearest first. A hostile chain may be a ring, or very long."""
        if name not in self._chains:
            found: list[etree._Element] = []
            element = self._elements.get(name)
            while element is not None and element not in found and len(found) < _LONGEST_CHAIN:
                found.append(element)
                element = self._elements.get(value_of(element, "basedOn") or "")
            self._chains[name] = found
        return self._chains[name]

    def of_paragraph(self, properties: etree._Element | None) -> tuple[str, Format]:
        """The style of a paragraph, and the format that its runs begin with."""
        stated = None if properties is None else value_of(properties, "pStyle")
        name = stated if stated in self._elements else self._default
        return name, self._styled(self._base, name)

    def of_run(self, base: Format, properties: etree._Element | None) -> Format:
        """The format of a run in a paragraph whose runs begin with ``base``."""
        if properties is None:
            return base
        return self._styled(base, value_of(properties, "rStyle") or "").with_(properties)

    def borders(self, name: str) -> dict[str, bool]:
        """The visible sides that a table style gives to its tables."""
        sides: dict[str, bool] = {}
        for style in reversed(self.chain(name)):
            sides |= visible_sides(style.find(f"{W}tblPr/{W}tblBorders"))
        return sides

    def _styled(self, base: Format, name: str) -> Format:
        if (base, name) not in self._formats:
            styled = base
            for style in reversed(self.chain(name)):
                styled = styled.with_(style.find(f"{W}rPr"))
            self._formats[base, name] = styled
        return self._formats[base, name]


def visible_sides(element: etree._Element | None) -> dict[str, bool]:
    """Which sides are seen. White on white is a usual way to hide a line."""
    if element is None:
        return {}
    return {
        _SIDES.get(side, side): border.get(f"{W}val") not in _INVISIBLE
        and border.get(f"{W}color", "").upper() != "FFFFFF"
        for border in element.iterchildren(f"{W}*")
        for side in [str(border.tag).removeprefix(W)]
    }
