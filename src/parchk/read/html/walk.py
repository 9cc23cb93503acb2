"""One walk through the elements of a page, from first to last, that writes its lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from parchk.read.encodings.old import from_font
from parchk.read.html.lists import ItemList
from parchk.read.html.styles import Sheet, bordered, declarations, font, names_border
from parchk.read.kinds import HTML
from parchk.read.layout.bullets import is_symbol_font, shown_bullet
from parchk.read.layout.flow import Flow, Runs
from parchk.read.layout.numerals import whole
from parchk.read.layout.rows import COLUMNS_OF_CONTENT
from parchk.read.layout.tree import steps
from parchk.read.reading import superscript

if TYPE_CHECKING:
    from parchk.limits import Limits
    from parchk.read.html.styles import Declarations
    from parchk.read.layout.grid import Grid

_DROPPED = frozenset({
    "script", "style", "noscript", "template", "head", "nav", "select", "textarea", "button", "iframe", "object",
    "svg", "audio", "video", "canvas", "title", "del",
})  # fmt: skip
# Elements that stand on lines of their own (HTML 15.3).
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "ol", "optgroup", "p", "pre", "search",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
_CELLS = frozenset({"td", "th"})
_BLANKS = re.compile(r"[ \t\r\n\f]+")
# Word fills the room between a number and the words with blanks.
_WIDE_MARK = re.compile(r"(\S{1,9})[ \xa0]{2,}")
# How word processors name their footnotes: the note, the link to it, the link back from it.
_NOTE = re.compile(r"(?:ftn|edn|sdfootnote|sdendnote)(\d{1,4})", re.ASCII)
_LINK_TO_NOTE = re.compile(r"#(?:_ftn|_edn|sdfootnote|sdendnote)\d{1,4}(?:sym)?", re.ASCII)
_LINK_BACK = re.compile(r"#(?:_ftnref|_ednref|sdfootnote|sdendnote)\d{1,4}(?:anc)?", re.ASCII)
_MARK = re.compile(r"\s*\[?(\d{1,4})\]?\s*", re.ASCII)
_OPENS_ITEM = re.compile(r"[-–+*•●]|\(?\d{1,3}[.)/]|[^\W\d_][.)] ")
# Style sheets of portals are files of their own, which nobody fetches: "table table-bordered", "MsoTableGrid".
_CLASS_WITH_LINES = re.compile(r"(?i)(?<!no-)(?<!non-)(?:bordered|grid)(?!-?layout)")
_MOST_ROWS = 65534  # HTML 4.9.11


class Words(NamedTuple):
    """What a walk gives."""

    text: str
    old_fonts: bool
    """Whether words in an old Vietnamese font were among them."""


class _Inherited(NamedTuple):
    """What an element hands down to those in it."""

    font: str = ""
    kept: bool = False  # white space stays as it is
    capitals: bool = False
    raised: bool = False  # a footnote mark, if it is a number
    link_back: bool = False  # the mark before a footnote


class _Table(NamedTuple):
    grid: Grid
    bordered: bool  # its cells, where they say nothing themselves


class _Note(NamedTuple):
    element: etree._Element
    mark: str


class Walk:
    """The state of a walk: open lists and tables, the line being written."""

    def __init__(self, root: etree._Element, label: str, limits: Limits) -> None:
        self._sheet = Sheet([element.text or "" for element in root.iter("style")])
        self._flow = Flow(label, HTML.name, limits)
        self._runs = Runs()
        self._empty = self._blank = True
        self._lists: list[ItemList] = []
        self._marks: list[str] = []  # of the open items, until their first words
        self._tables: list[_Table] = []
        self._inherited = [_Inherited()]
        self._note: _Note | None = None
        self._old_fonts = False

    def read(self, top: etree._Element) -> Words:
        """The lines of an element with everything in it."""
        for step, element in steps(top, self._hidden):
            match step:
                case "open":
                    self._open(element)
                    self._add(element.text)
                case "close":
                    self._close(element)
                case "behind":
                    self._add(element.tail)
        self._flush()
        return Words(self._flow.text(), self._old_fonts)

    def _hidden(self, element: etree._Element) -> bool:
        if element.tag in _DROPPED or element.get("hidden") is not None or element.get("role") == "navigation":
            return True
        if element.tag == "div" and element.get("title") in ("header", "footer"):
            return True  # of every page, as LibreOffice writes it
        style = declarations(element.get("style") or "")
        return style.get("display", "").lower().startswith("none") or style.get("mso-hide", "").lower() == "all"

    def _open(self, element: etree._Element) -> None:
        tag = str(element.tag)
        style = self._sheet.of(element)
        if tag in _BLOCKS:
            self._flush()
        self._inherit(element, tag, style)
        if tag == "br":
            self._end_line()
        elif tag in _LISTS:
            self._lists.append(ItemList(element, style))
        elif tag == "li":
            self._marks.append(self._lists[-1].mark(element, style) if self._lists else "")
        elif tag == "table":
            self._tables.append(
                _Table(self._flow.open_table(), _bordered_table(element, style) or _has_headings(element))
            )
        elif tag == "tr" and self._tables:
            self._tables[-1].grid.row()
        note = _NOTE.fullmatch(element.get("id") or "")
        if note and tag in _BLOCKS and self._note is None:
            self._note = _Note(element, note[1])
            self._flow.open_note()

    def _inherit(self, element: etree._Element, tag: str, style: Declarations) -> None:
        outer = self._inherited[-1]
        href = (element.get("href") or "") if tag == "a" else ""
        self._inherited.append(
            _Inherited(
                font=font(style) or (element.get("face") if tag == "font" else None) or outer.font,
                kept=tag == "pre" or style.get("white-space", "pre" if outer.kept else "").lower().startswith("pre"),
                capitals=style.get("text-transform", "uppercase" if outer.capitals else "").lower() == "uppercase",
                raised=outer.raised or tag == "sup" or _LINK_TO_NOTE.fullmatch(href) is not None,
                link_back=outer.link_back or (self._note is not None and _LINK_BACK.fullmatch(href) is not None),
            )
        )

    def _close(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag in _BLOCKS:
            self._flush()
        self._inherited.pop()
        if tag in _LISTS:
            self._lists.pop()
        elif tag == "li":
            self._marks.pop()
        elif tag in _CELLS and self._tables:
            self._close_cell(element)
        elif tag == "table":
            self._tables.pop()
            self._flow.close_table()
        if self._note and element is self._note.element:
            self._flow.close_note(self._note.mark)
            self._note = None

    def _close_cell(self, element: etree._Element) -> None:
        style = self._sheet.of(element)
        rows = _count(element.get("rowspan"))
        self._flow.close_cell(
            columns=_count(element.get("colspan")),
            rows=min(rows, _MOST_ROWS) or _MOST_ROWS,  # 0: down to the end of the table
            bordered=bordered(style) if names_border(style) else self._tables[-1].bordered or element.tag == "th",
        )

    def _add(self, text: str | None) -> None:
        """Words of an element, or those after one."""
        inherited = self._inherited[-1]
        if not text or inherited.link_back:
            return
        if inherited.kept:
            first, *others = text.expandtabs().replace("\r\n", "\n").split("\n")
            self._write(first, inherited.font)
            for line in others:
                self._end_line()
                self._write(line, inherited.font)
            return
        text = _BLANKS.sub(" ", text)
        if self._blank:
            text = text.lstrip(" ")
        if inherited.raised and (mark := _MARK.fullmatch(text)):
            self._write(superscript(mark[1]), "")
        else:
            self._write(text, inherited.font)

    def _write(self, text: str, name: str) -> None:
        if not text:
            return
        if is_symbol_font(name):
            text, name = shown_bullet(text, name), ""
        self._blank = text.endswith(" ")
        self._empty = self._empty and text == " "
        self._old_fonts = self._old_fonts or (name != "" and from_font(text, name) != text)
        self._runs.add(text, name, capitals=self._inherited[-1].capitals)

    def _flush(self) -> None:
        """End the line if it has begun."""
        if not self._empty:
            self._end_line()
        self._blank = True

    def _end_line(self) -> None:
        text = self._runs.take()
        self._empty = self._blank = True
        if not self._inherited[-1].kept:
            text = _WIDE_MARK.sub(r"\1 ", text.strip(), count=1) if _WIDE_MARK.match(text.strip()) else text.strip()
        if text.strip():
            text = self._with_marks(text)
        self._flow.line(text)

    def _with_marks(self, text: str) -> str:
        """The first words of an item get its mark; a bullet only where they bring none of their own."""
        waiting = [mark for mark in self._marks if mark]
        if not waiting:
            return text
        self._marks = [""] * len(self._marks)
        if waiting == ["•"] and _OPENS_ITEM.match(text):
            return text
        return " ".join([*waiting, text])


def _bordered_table(element: etree._Element, style: Declarations) -> bool:
    """Whether a table draws lines between its cells, by its attributes, its style or the name of its class."""
    border = element.get("border")
    if border is not None and border.strip() not in ("0", "0px"):
        return True
    if names_border(style):
        return bordered(style)
    return (
        element.get("rules") in ("all", "rows", "cols")
        or _CLASS_WITH_LINES.search(element.get("class") or "") is not None
    )


def _has_headings(table: etree._Element) -> bool:
    """Whether the first row is one of headings: a table of content whatever its lines."""
    first = next(table.iter("tr"), None)
    if first is None or len(first) < COLUMNS_OF_CONTENT:
        return False
    parent = first.getparent()
    return all(cell.tag == "th" for cell in first) or (parent is not None and parent.tag == "thead")


def _count(text: str | None) -> int:
    """A span of cells; 1 where the attribute says nothing sound."""
    count = whole(text)
    return 1 if count is None else count
