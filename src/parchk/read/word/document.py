"""Word documents (.docx): WordprocessingML of ECMA-376 / ISO 29500, transitional and strict, as Word shows it.

Tracked changes are read as accepted; hidden text, comments, page heads and feet are no text of the document. Only the
parts that the text needs are unpacked, and none outside the package.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from parchk.read.kinds import WORD
from parchk.read.layout.bullets import is_symbol_font, shown_bullet
from parchk.read.layout.flow import Runs
from parchk.read.layout.rows import table_lines
from parchk.read.package import Package
from parchk.read.reading import TRACKED, Reading, damaged, superscript, too_large
from parchk.read.word.markup import ALTERNATES, W, chosen, through
from parchk.read.word.numbering import Label, Numbering
from parchk.read.word.styles import Format, Styles
from parchk.read.word.tables import columns, is_ruled, rows_of
from parchk.text import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from parchk.limits import Limits

_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_CHANGES = {f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo")}
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_FORMULAS = {
    f"{{http://{name}/math}}{element}"
    for name in ("schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml/officeDocument")
    for element in ("oMath", "oMathPara")
}
_PICTURES = {f"{W}drawing", f"{W}pict", f"{W}object"}
_REFERENCES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_BLANKS = str.maketrans("\t\r\n", "   ")
# Signs that are set inside a text; any other of a symbol font is shown as a bullet.
_SIGNS_OF_FONTS = {
    "wingdings": {
        0x6F: "☐", 0x71: "☐", 0xA8: "☐", 0xE0: "→", 0xE8: "→", 0xF0: "⇒", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
    "symbol": {
        0xA3: "≤", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xDE: "⇒",
    },
}  # fmt: skip
_PRIVATE = range(0xF000, 0xF100)
_SURROGATES = range(0xD800, 0xE000)

_DEEPEST = 50
_EMPTY_CELL = 16  # bytes: its place in the row, and in the line


def read(data: bytes, label: str, limits: Limits) -> Reading:
    """The text of a Word document. An :class:`~parchk.errors.InputError` says why it has none."""
    package = Package(data, label, WORD.name, limits)
    name = _relations(package, "").get("officeDocument")
    if name is None or name not in package.names:
        damaged(label, WORD.name, "it names no document part")
    parts = {kind: _root(package, part) for kind, part in _parts(package, name)}
    root = _root(package, name)
    body = root.find(f"{W}body")
    if body is None:
        damaged(label, WORD.name, f"{name}: it has no body")
    walk = _Text(parts, label, limits)
    lines = walk.blocks(body)
    notes = walk.notes()
    text = "".join(f"{line}\n" for line in [*lines, *(["", *notes] if notes else [])])
    return Reading(text, "unicode", tuple(_remarks(root)))


def _relations(package: Package, source: str) -> dict[str, str]:
    """The parts that a part names, by the last word of the kind of relation; those outside the package are none."""
    folder, name = posixpath.split(source)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in package.names:
        return {}
    found: dict[str, str] = {}
    for relation in package.xml(listed).iterchildren("{*}Relationship"):
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            found.setdefault(relation.get("Type", "").rpartition("/")[2], target)
    return found


def _parts(package: Package, document: str) -> Iterator[tuple[str, str]]:
    for kind, part in _relations(package, document).items():
        if kind in ("styles", "numbering", "footnotes", "endnotes") and part in package.names:
            yield kind, part


def _root(package: Package, name: str) -> etree._Element:
    """The root of a part, a strict one with the names of the transitional form."""
    root = package.xml(name)
    if str(root.tag).startswith(_STRICT):
        for element in root.iter(f"{_STRICT}*"):
            element.tag = str(element.tag).replace(_STRICT, W)
            for key, value in element.attrib.items():
                element.set(str(key).replace(_STRICT, W), value)
    return root


def _remarks(root: etree._Element) -> Iterator[Note]:
    if next(root.iter(*_CHANGES), None) is not None:
        yield TRACKED
    if next(root.iter(f"{W}altChunk"), None) is not None:
        yield Note("embedded-document")


class _Fields:
    """Fields around the place that is read: their results are shown, their instructions are not (17.16)."""

    def __init__(self) -> None:
        self._in_instruction: list[bool] = []
        self._instructions = 0

    @property
    def shown(self) -> bool:
        """Whether text at this place is seen."""
        return not self._instructions

    def meet(self, kind: str | None) -> None:
        """Pass a ``w:fldChar`` of a kind."""
        if kind in ("separate", "end") and self._in_instruction:
            self._instructions -= self._in_instruction.pop()
        if kind in ("begin", "separate"):
            self._in_instruction.append(kind == "begin")
            self._instructions += kind == "begin"

    def end_paragraph(self) -> None:
        """Results may go on in the next paragraph; an instruction that does is not closed, and must hide no text."""
        if not self.shown:
            del self._in_instruction[self._in_instruction.index(True) :]
            self._instructions = 0


class _Paragraph:
    """A paragraph that is being read. One whose mark is deleted or hidden goes on in the next."""

    def __init__(self) -> None:
        self.label: str | None = None
        self.runs = Runs()
        self.length = 0
        self.boxes: list[str] = []

    def add(self, text: str, font: str = "", *, capitals: bool = False) -> None:
        if text:
            self.length += len(text)
            self.runs.add(text, font, capitals=capitals)

    def lines(self, *, in_cell: bool) -> list[str]:
        """The paragraph and, after it, its text boxes. In a cell a number may be all that there is to say."""
        text = self.runs.take()
        if self.label and (in_cell or text.strip()):
            text = (self.label + text).rstrip(" ")
        return [text, *self.boxes]


class _Text:
    """The text of the parts of one document."""

    def __init__(self, parts: dict[str, etree._Element], label: str, limits: Limits) -> None:
        self._label, self._limits = label, limits
        self._styles = Styles(parts.get("styles"))
        # Lists of the body, of text boxes and of notes count for themselves.
        self._numbering, self._numbering_of_boxes, self._numbering_of_notes = (
            Numbering(parts.get("numbering"), self._styles.chain) for _ in range(3)
        )
        self._note_elements = {
            (kind, note.get(f"{W}id", "")): note
            for kind in ("footnote", "endnote")
            if f"{kind}s" in parts
            for note in parts[f"{kind}s"].iterchildren(f"{W}{kind}")
        }
        self._marks: dict[tuple[str, str], str] = {}
        self._numbered_notes = 0
        self._fields = _Fields()
        self._depth = 0
        self._repeated = 0

    def blocks(self, container: etree._Element, *, in_cell: bool = False) -> list[str]:
        """The lines of paragraphs and tables."""
        if self._depth == _DEEPEST:
            damaged(self._label, WORD.name, f"tables or text boxes are nested more than {_DEEPEST} deep")
        self._depth += 1
        lines: list[str] = []
        paragraph = _Paragraph()
        for element in through(container):
            if element.tag == f"{W}p":
                if self._ends(paragraph, element):
                    lines += paragraph.lines(in_cell=in_cell)
                    paragraph = _Paragraph()
            elif element.tag == f"{W}tbl":
                lines += filter(None, paragraph.lines(in_cell=in_cell))
                paragraph = _Paragraph()
                lines += self._table(element)
        lines += filter(None, paragraph.lines(in_cell=in_cell))
        self._depth -= 1
        return lines

    def notes(self) -> list[str]:
        """The footnotes and endnotes that were referred to, in the order of their marks."""
        elements, self._note_elements = self._note_elements, {}
        self._numbering = self._numbering_of_notes
        lines = []
        for key, mark in self._marks.items():
            words = " ".join(" ".join(self.blocks(elements[key])).split())
            lines.append(f"[{mark}] {words}" if mark else words)
        return lines

    def _ends(self, paragraph: _Paragraph, element: etree._Element) -> bool:
        """Read a ``w:p`` as a part of a paragraph; whether that ends here."""
        properties = element.find(f"{W}pPr")
        style, base = self._styles.of_paragraph(properties)
        mark = None if properties is None else properties.find(f"{W}rPr")
        at_mark = self._styles.of_run(base, mark)
        before = paragraph.length
        for content in through(element):
            if content.tag == f"{W}r":
                self._run(content, base, paragraph)
            elif content.tag in _FORMULAS:
                paragraph.add("".join(text for letters in content.iter("{*}t") for text in letters.itertext()))
        self._fields.end_paragraph()
        if mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None):
            # It has no mark of its own any more: what is left becomes part of the next, with that one's properties.
            return False
        label = self._numbering.of(properties, style)
        if at_mark.hidden and paragraph.length == before:
            return False
        if paragraph.label is None:
            paragraph.label = "" if label is None else _shown(label, at_mark.font)
            self._repeat(len(paragraph.label))
        return not at_mark.hidden

    def _run(self, run: etree._Element, base: Format, paragraph: _Paragraph) -> None:
        font, hidden, raised, capitals = self._styles.of_run(base, run.find(f"{W}rPr"))
        for element in through(run):
            if element.tag == f"{W}fldChar":
                self._fields.meet(element.get(f"{W}fldCharType"))
            elif hidden or not self._fields.shown:
                continue
            elif element.tag == f"{W}t":
                text = _letters(element.text or "")
                if raised and text.isdecimal():
                    # The mark of a note that was typed, or an exponent: 10³ is not 103.
                    paragraph.add(superscript(text))
                else:
                    paragraph.add(text, font, capitals=capitals)
            elif element.tag == f"{W}softHyphen":
                paragraph.add("\xad", font)  # a letter in an old font
            elif element.tag in _PICTURES:
                paragraph.boxes += self._boxes(element)
            else:
                # Not in the font of the run: raised digits are letters in some of the old ones.
                paragraph.add(self._sign(element, begun=paragraph.length > 0))

    def _sign(self, element: etree._Element, *, begun: bool) -> str:
        """What an element of a run other than text stands for."""
        if element.tag in _REFERENCES:
            return self._note_mark(element)
        if element.tag == f"{W}br":
            # A break of the page or column ends a line, too, unless it begins the paragraph.
            return "\n" if begun or element.get(f"{W}type", "textWrapping") == "textWrapping" else ""
        if element.tag == f"{W}sym":
            return _symbol(element)
        return _SIGNS.get(str(element.tag), "")

    def _note_mark(self, reference: etree._Element) -> str:
        """The mark of a footnote or endnote: one count for both, or none beside a mark that the writer made."""
        key = _REFERENCES[str(reference.tag)], reference.get(f"{W}id", "")
        if key not in self._note_elements:
            return ""
        if key not in self._marks:
            own = reference.get(f"{W}customMarkFollows") in ("1", "true", "on")
            self._numbered_notes += not own
            self._marks[key] = "" if own else str(self._numbered_notes)
        return superscript(self._marks[key])

    def _boxes(self, picture: etree._Element) -> list[str]:
        """The lines of the text boxes in a drawing, in their order."""
        around, self._numbering = self._numbering, self._numbering_of_boxes
        lines: list[str] = []
        stack = [picture]
        while stack:
            element = stack.pop()
            if element.tag == f"{W}txbxContent":
                lines += self.blocks(element)
            else:
                inner = chosen(element) if element.tag == ALTERNATES else element
                stack.extend(inner.iterchildren(reversed=True))
        self._numbering = around
        return lines

    def _table(self, table: etree._Element) -> list[str]:
        rows = rows_of(table)
        ruled = is_ruled(table, rows, self._styles)
        written: list[list[str]] = []
        above: dict[int, str] = {}
        for row in rows:
            properties = row.element.find(f"{W}trPr")
            texts = self._empty(columns(properties, "gridBefore", 0))
            merged: dict[int, str] = {}
            for cell in row.cells:
                format_ = cell.find(f"{W}tcPr")
                merge = None if format_ is None else format_.find(f"{W}vMerge")
                column = len(texts)
                text = "\n".join(self.blocks(cell, in_cell=True))
                if merge is not None and merge.get(f"{W}val", "continue") == "continue":
                    # What is covered is not seen, but its numbers count.
                    text = above.get(column, "") if ruled else ""
                    self._repeat(len(text))
                if merge is not None:
                    merged[column] = text if ruled else ""
                texts.append(text)
                texts += self._empty(columns(format_, "gridSpan", 1) - 1)
            written.append(texts + self._empty(columns(properties, "gridAfter", 0)))
            above = merged
        return table_lines(written, ruled=ruled)

    def _empty(self, count: int) -> list[str]:
        self._repeat(_EMPTY_CELL * count)
        return [""] * count

    def _repeat(self, size: int) -> None:
        """Count what lists and spans write more than once: hostile ones could make a long text of little."""
        self._repeated += size
        if self._repeated > self._limits.size:
            too_large(self._label, self._limits)


def _shown(label: Label, font: str) -> str:
    runs = Runs()
    runs.add(label.text, label.font or font)
    return runs.take() + label.suffix


def _letters(text: str) -> str:
    text = text.translate(_BLANKS)
    if max(text, default="") < "\uf000":
        return text
    return "".join(shown_bullet(letter) if ord(letter) in _PRIVATE else letter for letter in text)


def _symbol(element: etree._Element) -> str:
    """The sign of a ``w:sym`` as a character that any font shows."""
    try:
        code = int(element.get(f"{W}char", "")[:4], 16)
    except ValueError:
        return ""
    font = element.get(f"{W}font", "").lower()
    if not is_symbol_font(font) and code not in _PRIVATE:
        return "" if code in _SURROGATES else chr(code)
    signs = next((signs for start, signs in _SIGNS_OF_FONTS.items() if font.startswith(start)), {})
    return signs.get(code & 0xFF) or shown_bullet(chr(_PRIVATE[code & 0xFF]))
