"""One walk through the text of an OpenDocument file, from first to last, that writes its lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from parchk.read.kinds import OPEN
from parchk.read.layout.flow import Flow, Runs
from parchk.read.layout.numerals import whole
from parchk.read.layout.tree import steps
from parchk.read.opendocument.lists import Counters, Numbering
from parchk.read.opendocument.styles import tag
from parchk.read.reading import superscript

if TYPE_CHECKING:
    from parchk.limits import Limits
    from parchk.read.layout.grid import Grid
    from parchk.read.opendocument.styles import Styles

_PARAGRAPHS = frozenset({tag("text:p"), tag("text:h")})
_ITEMS = frozenset({tag("text:list-item"), tag("text:list-header")})
_NUMBERED = tag("text:numbered-paragraph")
_LIST, _NOTE, _TABLE, _ROW, _CELL = (
    tag(name) for name in ("text:list", "text:note", "table:table", "table:table-row", "table:table-cell")
)
_SPAN = tag("text:span")
# Deleted and commenting words, cells under other cells, what stands for sounds, and the words that only the program
# needs. `text:number` repeats what is counted here.
_DROPPED = frozenset(
    tag(name)
    for name in (
        "text:tracked-changes", "office:annotation", "office:forms", "office:event-listeners", "text:note-citation",
        "text:ruby-text", "text:number", "text:sequence-decls", "text:variable-decls", "text:user-field-decls",
        "text:dde-connection-decls", "table:covered-table-cell", "table:title", "table:desc", "svg:title", "svg:desc",
    )
)  # fmt: skip
_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_BLANKS = 200
_MOST_REPEATED = 50


class _List:
    """An open list: its style, its counters, and the item that waits for its first paragraph."""

    def __init__(self, style: str, counters: Counters) -> None:
        self.style, self.counters = style, counters
        self.waiting = False
        self.start: int | None = None
        self.level: int | None = None  # where it says so itself


class Look(NamedTuple):
    """How words are set, as far as it changes them."""

    font: str
    capitals: bool


class _Paragraph:
    """An open paragraph; text boxes and footnotes in it have paragraphs of their own."""

    def __init__(self, look: Look) -> None:
        self.runs = Runs()
        self.looks = [look]
        self.blank = True  # the last sign is one, or there is none yet


class Walk:
    """The state of a walk: open paragraphs, lists and tables."""

    def __init__(self, styles: Styles, label: str, limits: Limits) -> None:
        self._styles = styles
        self._numbering = Numbering(styles)
        self._flow = Flow(label, OPEN.name, limits)
        self._paragraphs: list[_Paragraph] = []
        # Lists of a footnote or a cell are none of those around it.
        self._lists: list[list[_List]] = [[]]
        self._grids: list[Grid] = []
        self._notes = 0
        self._open_notes: list[str] = []  # their marks
        self._by_id: dict[str, Counters] = {}
        self._by_style: dict[str, Counters] = {}

    def read(self, body: etree._Element) -> str:
        """The lines of the body of a document."""
        for step, element in steps(body, self._hidden):
            match step:
                case "open":
                    self._open(element)
                    self._add(element.text)
                case "close":
                    self._close(element)
                case "behind":
                    self._add(element.tail)
        return self._flow.text()

    def _hidden(self, element: etree._Element) -> bool:
        if element.tag in _DROPPED:
            return True
        if element.get(tag("text:is-hidden")) == "true" or (
            element.tag == tag("text:section") and element.get(tag("text:display")) == "none"
        ):
            return True
        family = "text" if element.tag == _SPAN else "paragraph" if element.tag in _PARAGRAPHS else ""
        return family != "" and self._styles.hidden(family, element.get(tag("text:style-name")) or "")

    def _open(self, element: etree._Element) -> None:
        match element.tag:
            case name if name in _PARAGRAPHS:
                self._open_paragraph(element)
            case name if name == _SPAN and self._paragraphs:
                style, looks = element.get(tag("text:style-name")) or "", self._paragraphs[-1].looks
                font, capitals = self._styles.font("text", style), self._styles.capitals("text", style)
                looks.append(Look(font or looks[-1].font, looks[-1].capitals if capitals is None else capitals))
            case name if name in (_LIST, _NUMBERED):
                self._open_list(element)
            case name if name in _ITEMS and self._lists[-1]:
                self._lists[-1][-1].waiting = name == tag("text:list-item")
                self._lists[-1][-1].start = whole(element.get(tag("text:start-value")))
            case name if name == _NOTE:
                self._open_note(element)
            case name if name == _TABLE:
                self._grids.append(self._flow.open_table())
            case name if name == _ROW and self._grids:
                self._grids[-1].row()
            case name if name == _CELL:
                self._lists.append([])
            case _:
                self._add_sign(element)

    def _close(self, element: etree._Element) -> None:
        match element.tag:
            case name if name in _PARAGRAPHS:
                self._flow.line(self._paragraphs.pop().runs.take().rstrip(" "))
            case name if name == _SPAN and self._paragraphs:
                self._paragraphs[-1].looks.pop()
            case name if name in (_LIST, _NUMBERED):
                self._lists[-1].pop()
            case name if name == _NOTE:
                self._lists.pop()
                self._flow.close_note(self._open_notes.pop())
            case name if name == _TABLE:
                self._grids.pop()
                self._flow.close_table()
            case name if name == _CELL:
                self._lists.pop()
                self._close_cell(element)

    def _open_paragraph(self, element: etree._Element) -> None:
        style = element.get(tag("text:style-name")) or ""
        look = Look(self._styles.font("paragraph", style), self._styles.capitals("paragraph", style) or False)
        paragraph = _Paragraph(look)
        self._paragraphs.append(paragraph)
        mark = self._mark(element, style)
        if mark:
            paragraph.runs.add(f"{mark} ")

    def _mark(self, element: etree._Element, style: str) -> str:
        """The number or bullet of a paragraph: that of the item that it opens, or of a heading."""
        lists = self._lists[-1]
        if lists:
            inner = lists[-1]
            if not inner.waiting:
                return ""
            inner.waiting = False
            named = next((item.style for item in reversed(lists) if item.style), "") or self._styles.list_style(style)
            level = len(lists) - 1 if inner.level is None else inner.level
            return self._numbering.mark(named, inner.counters, level, inner.start)
        outline = whole(element.get(tag("text:outline-level")))
        if element.tag != tag("text:h") or not outline or element.get(tag("text:is-list-header")) == "true":
            return ""
        start = whole(element.get(tag("text:start-value")))
        if start is None and element.get(tag("text:restart-numbering")) == "true":
            start = 1
        return self._numbering.heading(outline - 1, start)

    def _open_list(self, element: etree._Element) -> None:
        """Begin a list; one within another shares its counters, one that goes on takes those of the earlier one."""
        lists = self._lists[-1]
        style = element.get(tag("text:style-name")) or ""
        name = element.get(tag("xml:id")) or element.get(tag("text:list-id")) or ""
        counters = lists[-1].counters if lists else self._continued(element, style) or Counters()
        if name:
            counters = self._by_id.setdefault(name, counters)
        if style:
            self._by_style[style] = counters
        opened = _List(style, counters)
        if element.tag == _NUMBERED:
            # A list of one item that says its level itself.
            opened.waiting, opened.start = True, whole(element.get(tag("text:start-value")))
            opened.level = (whole(element.get(tag("text:level"))) or 1) - 1
        lists.append(opened)

    def _continued(self, element: etree._Element, style: str) -> Counters | None:
        earlier = self._by_id.get(element.get(tag("text:continue-list")) or "")
        if earlier is None and element.get(tag("text:continue-numbering")) == "true":
            earlier = self._by_style.get(style)
        return earlier

    def _open_note(self, element: etree._Element) -> None:
        self._notes += 1
        citation = element.find(tag("text:note-citation"))
        mark = "" if citation is None else "".join(citation.itertext()).strip()
        # Endnotes in letters and marks of the author's are counted, so that they can be told from the words.
        self._open_notes.append(mark if mark.isdecimal() else str(self._notes))
        if self._paragraphs:
            self._paragraphs[-1].runs.add(superscript(self._open_notes[-1]))
            self._paragraphs[-1].blank = False
        self._flow.open_note()
        self._lists.append([])

    def _close_cell(self, element: etree._Element) -> None:
        columns = whole(element.get(tag("table:number-columns-spanned"))) or 1
        repeated = whole(element.get(tag("table:number-columns-repeated"))) or 1
        self._flow.close_cell(
            # Repeated to the edge of the sheet, a cell is only room.
            columns=repeated if columns == 1 and repeated <= _MOST_REPEATED else columns,
            rows=whole(element.get(tag("table:number-rows-spanned"))) or 1,
            bordered=self._styles.bordered(element.get(tag("table:style-name")) or ""),
        )

    def _add_sign(self, element: etree._Element) -> None:
        """Blanks, tabs and line ends, which are elements."""
        if not self._paragraphs:
            return
        paragraph = self._paragraphs[-1]
        match element.tag:
            case name if name == tag("text:s"):
                count = min(whole(element.get(tag("text:c"))) or 1, _MOST_BLANKS)
                paragraph.runs.add(" " * count, paragraph.looks[-1].font)
            case name if name == tag("text:tab"):
                paragraph.runs.add("\t")
            case name if name == tag("text:line-break"):
                paragraph.runs.add("\n")
            case _:
                return
        paragraph.blank = False

    def _add(self, text: str | None) -> None:
        """Words of the innermost paragraph; runs of white space are one blank (ODF 1.3, 6.1.2)."""
        if not text or not self._paragraphs:
            return
        paragraph = self._paragraphs[-1]
        text = _BLANKS.sub(" ", text)
        if paragraph.blank:
            text = text.lstrip(" ")
        if text:
            paragraph.blank = text.endswith(" ")
            look = paragraph.looks[-1]
            paragraph.runs.add(text, look.font, capitals=look.capitals)
