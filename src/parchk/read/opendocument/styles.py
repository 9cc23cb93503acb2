"""Styles of an OpenDocument text: fonts, what is hidden, lines around cells, the lists of paragraphs (ODF 1.3, 16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAMESPACES = {
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_LONGEST_CHAIN = 20
_BORDERS = ("border", "border-top", "border-right", "border-bottom", "border-left")


def tag(name: str) -> str:
    """The full name of an element or attribute.

    >>> tag("fo:border")
    '{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}border'
    """
    prefix, local = name.split(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


class Styles:
    """The styles of the parts of one document; those of later parts come before those of earlier ones."""

    def __init__(self, parts: Iterable[etree._Element]) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self._defaults: dict[str, etree._Element] = {}
        self._faces: dict[str, str] = {}
        self._chains: dict[tuple[str, str], list[etree._Element]] = {}
        self.lists: dict[str, etree._Element] = {}
        self.outline: etree._Element | None = None
        for part in parts:
            for element in part.iter(*(tag(name) for name in _READ)):
                self._take(element)

    def _take(self, element: etree._Element) -> None:
        name = element.get(tag("style:name")) or ""
        family = element.get(tag("style:family")) or ""
        match etree.QName(element).localname:
            case "style":
                self._styles[family, name] = element
            case "default-style":
                self._defaults[family] = element
            case "font-face":
                self._faces[name] = _unquoted(element.get(tag("svg:font-family")) or name)
            case "list-style":
                self.lists[name] = element
            case _:
                self.outline = element

    def font(self, family: str, name: str) -> str:
        """The font that a style names, itself or by its parents; empty if none does."""
        for style in self._chain(family, name):
            found = self.own_font(style)
            if found:
                return found
        return ""

    def own_font(self, style: etree._Element) -> str:
        """The font in the text properties of a style or of a level of a list."""
        properties = style.find(tag("style:text-properties"))
        if properties is None:
            return ""
        face = properties.get(tag("style:font-name"))
        return self._faces.get(face, face) if face else _unquoted(properties.get(tag("fo:font-family")) or "")

    def hidden(self, family: str, name: str) -> bool:
        """Whether a style hides its text."""
        return self._text_property(family, name, "text:display") == "none"

    def capitals(self, family: str, name: str) -> bool | None:
        """Whether a style shows its text in capitals; ``None`` where it says nothing of that."""
        transform = self._text_property(family, name, "fo:text-transform")
        return transform == "uppercase" if transform else None

    def _text_property(self, family: str, name: str, wanted: str) -> str:
        """What a style says of its text, itself or by its parents; empty if none does."""
        for style in self._chain(family, name):
            properties = style.find(tag("style:text-properties"))
            found = None if properties is None else properties.get(tag(wanted))
            if found:
                return found
        return ""

    def bordered(self, name: str) -> bool:
        """Whether a cell has a visible line along a side."""
        for style in self._chain("table-cell", name):
            properties = style.find(tag("style:table-cell-properties"))
            borders = [] if properties is None else [properties.get(tag(f"fo:{side}")) for side in _BORDERS]
            if any(borders):
                return any(border not in (None, "none", "hidden") for border in borders)
        return False

    def list_style(self, name: str) -> str:
        """The list style that a paragraph style brings."""
        for style in self._chain("paragraph", name):
            found = style.get(tag("style:list-style-name"))
            if found is not None:
                return found
        return ""

    def _chain(self, family: str, name: str) -> list[etree._Element]:
        """A style, its parents, the default of its family. A hostile chain may be a ring, or very long."""
        kept = self._chains.get((family, name))
        if kept is None:
            kept = self._chains[family, name] = []
            above = name
            while above and len(kept) < _LONGEST_CHAIN and (style := self._styles.get((family, above))) is not None:
                kept.append(style)
                above = style.get(tag("style:parent-style-name")) or ""
            if family in self._defaults:
                kept.append(self._defaults[family])
        return kept


_READ = ("style:style", "style:default-style", "style:font-face", "text:list-style", "text:outline-style")


def _unquoted(family: str) -> str:
    return family.split(",", 1)[0].strip(" '\"")
