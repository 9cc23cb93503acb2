"""From lines to paragraphs: which line ends are hard wraps, which lines open items of the numbered tree.

Directives reach us with one paragraph a line, with hard wraps and blank lines between paragraphs, with a blank
line after every line, or with blank lines anywhere. So the layout is measured first (:class:`Wrapping`), and every
line end is judged by it: a line that breaks although the next word would still have fitted ends its paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from unicodedata import category

from msgspec import Struct, field

from parchk import regexp
from parchk.ruleset import Ruleset
from parchk.segment.cues import any_of, may_begin
from parchk.segment.grid import GridRow
from parchk.segment.numbering import Marker, MarkerReader, Numbering
from parchk.spans import Block, Line, Section, Zone
from parchk.text import NormalisedText

_COMPLETE = regexp.compile(r"""[.;:!?…]["”»')\]]*(?: ?\[\d{1,3}\])*$|\./\.$""")
_STOPS = frozenset(".;:!?…")
_BEHIND_STOPS = frozenset("\"”»')]")
_GOES_ON = regexp.compile(r"""["“«'(\[]?(?:\p{Ll}|\d+[\s,%/]|[,.;)\]”])""")
_LABELS = ("label-lead", "label-coordinate", "label-time", "label-product")
# Items of these styles have headings, not sentences.
_OUTER = frozenset({"part", "chapter", "division", "upper", "roman"})
_OPENING_LENGTH = 40
# A member of an enum takes Python 3.11 ten times as long as a name does: they are asked for at every line.
_BODY = Zone.BODY
_TAIL = (Zone.RECIPIENTS, Zone.SIGNATURE)
_BOUND = frozenset(",(-/")


class Wrapping(Struct):
    """How the body's lines are broken, measured on the document itself."""

    wrapped: bool
    """Lines are broken inside paragraphs."""
    width: int
    """Length that broken lines reach, in characters."""
    gaps_tell: bool
    """A blank line ends a paragraph, and only a blank line does."""

    @classmethod
    def measure(cls, text: str, lines: Sequence[Line], opens_item: Sequence[bool]) -> Wrapping:
        """Measure over consecutive body lines; ``opens_item`` says which lines look like a numbered item."""
        lengths: list[int] = []
        gaps = boundaries = items = items_with_gap = 0
        for before, line, opens in zip(lines, lines[1:], opens_item[1:], strict=False):
            boundaries += 1
            if opens:
                items += 1
                items_with_gap += line.gap > 0
            elif _goes_on(text, line) and not _is_complete(text, before.start, before.end):
                lengths.append(before.end - before.start)
                gaps += line.gap > 0
        if len(lengths) < 2 or len(lengths) < 0.12 * boundaries:
            return cls(wrapped=False, width=0, gaps_tell=False)
        lengths.sort()
        return cls(
            wrapped=True,
            width=lengths[int(len(lengths) * 0.9)],
            gaps_tell=gaps < 0.15 * len(lengths) and items_with_gap >= 0.8 * items,
        )


class _Paragraph(Struct):
    lines: list[Line]
    zone: Zone
    part: int
    section: Section | None = None
    marker: Marker | None = None
    cells: list[int] = field(default_factory=list)
    """Which lines begin a cell of a table row that has no ``|``."""
    lacking: int = 0
    """Cells that such a row lacks."""


class Outline(Struct):
    """The document as paragraphs in a numbered tree; ``text`` has one line a paragraph."""

    text: NormalisedText
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


class LayoutReader:
    """Joins hard wraps and builds the tree of items."""

    def __init__(self, rules: Ruleset) -> None:
        self._markers = MarkerReader(rules)
        self._basis = rules.pattern("sentences", "basis")
        self._closing = rules.pattern("structure", "closing")
        self._annex = rules.pattern("structure", "annex")
        open_ends, open_heads = rules.words("structure", "open_ends"), rules.words("structure", "open_heads")
        ends, heads = ("|".join(map(regexp.escape, words)) for words in (open_ends, open_heads))
        self._open_end = regexp.compile(rf"(?<=\w,? )(?:(?i:{ends})|{heads})$")
        self._last_words = frozenset(words.lower().rpartition(" ")[2] for words in (*open_ends, *open_heads))
        self._heads_alone = frozenset(rules.words("structure", "heads_alone"))
        self._labels = [pattern for pattern, _ in any_of(rules, "sentences", _LABELS)]

    def __call__(
        self, clean: NormalisedText, lines: Sequence[Line], zones: Sequence[Zone], rows: Sequence[GridRow] = ()
    ) -> Outline:
        """Read ``lines`` of the clean text, each with its zone; ``rows`` of tables are paragraphs of their own."""
        text = clean.text
        numbering = Numbering()
        in_rows = {index: row for row in rows for index in range(row.first, row.last + 1)}
        paragraphs = list(self._paragraphs(text, lines, zones, in_rows, numbering))
        return self._build(clean, paragraphs, numbering.sections)

    def _paragraphs(
        self,
        text: str,
        lines: Sequence[Line],
        zones: Sequence[Zone],
        in_rows: Mapping[int, GridRow],
        numbering: Numbering,
    ) -> Iterator[_Paragraph]:
        body = [
            line
            for index, (line, zone) in enumerate(zip(lines, zones, strict=True))
            if zone is _BODY and index not in in_rows
        ]
        readings = self._readings(text, body)
        wrapping = Wrapping.measure(text, body, [line.start in readings for line in body])
        done: list[_Paragraph] = []
        current: _Paragraph | None = None
        part, tail_seen, headed = 0, False, True
        for index, (line, zone) in enumerate(zip(lines, zones, strict=True)):
            row = in_rows.get(index)
            if row is not None:
                if index == row.first:
                    current = None
                    done.append(_Paragraph([], _BODY, part, section=numbering.current, lacking=row.lacking))
                if index in row.breaks:
                    done[-1].cells.append(len(done[-1].lines))
                done[-1].lines.append(line)
                headed = False
                continue
            if zone is not _BODY:
                if zone in _TAIL:
                    tail_seen = True
                elif zone is Zone.HEADER and (
                    tail_seen or (not headed and self._annex.match(text[line.start : line.end]))
                ):
                    part, tail_seen, current, headed = part + 1, False, None, True
                    numbering.restart()
                last = done[-1] if done else None
                if last and last.zone is zone and line.gap == 0 and self._flows(text, last.lines[-1], line):
                    last.lines.append(line)
                else:
                    done.append(_Paragraph([line], zone, part))
                continue
            headed = False
            if tail_seen and current is not None:
                current = None  # text after the tail starts anew
            if current is not None and current.marker and _is_torn(current, line):
                current.lines.append(line)  # the number of "Điều" stands on the line below it
                continue
            marker = None
            if line.start in readings:
                marker = self._marker(text, current, line, readings[line.start], numbering=numbering, wrapping=wrapping)
            if marker is None and current is not None and self._joins(text, current, line, wrapping):
                current.lines.append(line)
                continue
            introduced = current is not None and text[current.lines[-1].end - 1] == ":"
            current = _Paragraph([line], zone, part, marker=marker)
            if marker is not None and not (not numbering.sections and self._is_basis(text, line, marker)):
                current.section = numbering.take(marker, line.start, introduced=introduced)
            else:
                current.section = numbering.current
                if marker is not None:
                    current.marker = None
            done.append(current)
        yield from done

    def _readings(self, text: str, body: Sequence[Line]) -> dict[int, list[Marker]]:
        """What the openings of lines may be as markers, by where the lines begin; only lines that have such a one."""
        found = {}
        for line, below in zip_longest(body, body[1:]):
            if self._markers.may_open(_first_signs(text, line)):
                markers = self._markers(self._opening(text, line, below))
                if markers:
                    found[line.start] = markers
        return found

    def _is_basis(self, text: str, line: Line, marker: Marker) -> bool:
        return self._basis.match(text[line.start + marker.length : line.end]) is not None

    @staticmethod
    def _flows(text: str, before: Line, line: Line) -> bool:
        """Outside the body: a line that plainly goes on (a number broken at its dash, a lower-case beginning)."""
        return (
            text[before.end - 1] in _BOUND
            or _goes_on(text, line)
            or (before.end - before.start > 60 and not _is_complete(text, before.start, before.end))
        )

    def _marker(
        self,
        text: str,
        current: _Paragraph | None,
        line: Line,
        readings: list[Marker],
        *,
        numbering: Numbering,
        wrapping: Wrapping,
    ) -> Marker | None:
        """The reading of the line's opening that holds, if one does."""
        inside = (
            current is not None
            # a heading may fill its line: "II. Nhiệm vụ của …" and the first item below it
            and not (current.marker is not None and len(current.lines) == 1 and not readings[0].is_bullet)
            and self._is_inside(text, current.lines[-1], line, wrapping)
        )
        fits = [(marker, numbering.fit(marker).kind) for marker in readings]
        heads = current is not None and current.marker is not None and current.marker.style in _OUTER
        for wanted in ("next", "first", "skip", "again", "strange"):
            for marker, kind in fits:
                # the first item below "II. …", however long that heading is
                begins = heads and kind == "first" and marker.value == 1 and not marker.is_bullet
                if kind == wanted and (begins or self._holds(marker, kind, inside=inside)):
                    return marker
        return None

    def _opening(self, text: str, line: Line, below: Line | None) -> str:
        """The first signs of a line; a bullet alone on its line gets a stand-in for its words on the next one.

        ``Chương`` or ``Điều`` alone has its number on the line below.
        """
        words = text[line.start : min(line.end, line.start + _OPENING_LENGTH)]
        if below is not None and words in self._heads_alone:
            return f"{words} {text[below.start : min(below.end, below.start + _OPENING_LENGTH)]}"
        return f"{words} …" if words in {"-", "+", "•", "●"} else words

    @staticmethod
    def _holds(marker: Marker, kind: str, *, inside: bool) -> bool:
        if kind == "next":
            return not (inside and marker.is_bullet)
        if inside:
            return False
        if kind == "strange":
            return marker.style != "upper" and marker.value <= 60
        return True

    @staticmethod
    def _is_inside(text: str, before: Line, line: Line, wrapping: Wrapping) -> bool:
        """The line before breaks off in the middle of a sentence, as far as its looks tell."""
        if not wrapping.wrapped or _is_complete(text, before.start, before.end):
            return False
        if wrapping.gaps_tell and line.gap:
            return False
        return _is_full(text, before, line, wrapping)

    def _joins(self, text: str, current: _Paragraph, line: Line, wrapping: Wrapping) -> bool:
        """Whether the line goes on with the paragraph above it."""
        before = current.lines[-1]
        complete = _is_complete(text, before.start, before.end)
        if len(current.lines) == 1 and current.marker and before.start + current.marker.length >= before.end:
            return True  # the marker stands alone on its line
        if len(current.lines) == 1 and current.marker and not complete and not line.gap and wrapping.wrapped:
            words = text[before.start + current.marker.length : before.end].split()
            if len(words) == 1 and words[0].isalpha():
                return True  # "1. Sở" above "Xây dựng": no heading is one syllable
        if text.startswith("|", line.start) or text.startswith("|", before.start):
            return False
        last_word = text[max(before.start, text.rfind(" ", before.start, before.end) + 1) : before.end]
        if last_word.lower() in self._last_words and self._open_end.search(text[before.start : before.end]):
            return True
        if complete and not wrapping.wrapped:
            return False
        if text[line.start].isupper() and self._is_label(text, line):
            return False  # "Đơn vị thực hiện: …" below a heading without a full stop
        if not complete and (text[before.end - 1] in _BOUND or _goes_on(text, line)):
            return True
        if not wrapping.wrapped:
            return False
        if wrapping.gaps_tell:
            if line.gap:
                return False
            return not complete or _is_full(text, before, line, wrapping) or _goes_on(text, line)
        listed = text[before.end - 1] in ";:" and not _goes_on(text, line)
        return _is_full(text, before, line, wrapping) and not listed

    def _is_label(self, text: str, line: Line) -> bool:
        signs = _first_signs(text, line)
        return any(
            label.match(text[line.start : line.end]) is not None for label in self._labels if may_begin(label, signs)
        )

    def _build(self, clean: NormalisedText, paragraphs: list[_Paragraph], sections: list[Section]) -> Outline:
        pieces: list[tuple[int, int, str | None]] = []
        blocks: list[Block] = []
        length = 0
        for paragraph in paragraphs:
            start = length
            before: Line | None = None
            for number, line in enumerate(paragraph.lines):
                glue = ("| " if before is None else " | ") if number in paragraph.cells else " "
                if before is not None or number in paragraph.cells:
                    low = line.start if before is None else min(before.end, line.start)
                    pieces.append((low, line.start if before is None else max(before.end, line.start), glue))
                    length += len(glue)
                pieces.append((line.start, line.end, None))
                length += line.end - line.start
                before = line
            last = paragraph.lines[-1].end
            if paragraph.lacking:
                empty = " |" * (paragraph.lacking + 1)
                pieces.append((last, last, empty))
                length += len(empty)
            pieces.append((last, last, "\n"))
            end = length
            length += 1
            block = Block(start, end, paragraph.zone, paragraph.section, part=paragraph.part)
            if paragraph.marker is not None and paragraph.section is not None:
                block.opens = True
                paragraph.section.start = start
                shift = min(paragraph.marker.length, end - start)
                block.start = paragraph.section.body = start + shift
            blocks.append(block)
        text = clean.pick(pieces)
        for block in blocks:
            while block.start < block.end and text.text[block.start] == " ":
                block.start += 1
        self._close(text.text, blocks)
        _measure_sections(blocks, sections)
        return Outline(text, blocks, sections)

    def _close(self, text: str, blocks: list[Block]) -> None:
        """Give the closing paragraphs of each part back to the document."""
        for part in {block.part for block in blocks}:
            body = [block for block in blocks if block.part == part and block.zone is _BODY]
            first = len(body)
            while first and not body[first - 1].opens:
                first -= 1
            if first == 0 or first == len(body):
                continue
            heading = (
                not _is_complete(text, body[first - 1].start, body[first - 1].end)
                or text[body[first - 1].end - 1] == ":"
            )
            for number, block in enumerate(body[first + heading :], first + heading):
                if self._closing.match(text[block.start : block.end]):
                    for closing in body[number:]:
                        closing.section = None
                    break


def _is_complete(text: str, start: int, end: int) -> bool:
    """Whether a stretch ends like a sentence."""
    last = text[end - 1] if start < end else ""
    return last in _STOPS or (last in _BEHIND_STOPS and _COMPLETE.search(text[start:end]) is not None)


def _first_signs(text: str, line: Line) -> str:
    """The one or two characters that a line begins with."""
    return text[line.start : min(line.start + 2, line.end)]


def _goes_on(text: str, line: Line) -> bool:
    """Whether a line begins in the middle of a sentence."""
    first = text[line.start]
    kind = category(first)
    return kind == "Ll" or (kind != "Lu" and _GOES_ON.match(text[line.start : line.end + 1]) is not None)


def _is_torn(paragraph: _Paragraph, line: Line) -> bool:
    """The paragraph is the first half of a marker so far, and the line holds the other half."""
    first, marker = paragraph.lines[0], paragraph.marker
    return len(paragraph.lines) == 1 and marker is not None and first.start + marker.length > first.end < line.start


def _is_full(text: str, before: Line, line: Line, wrapping: Wrapping) -> bool:
    """The first word of ``line`` would not have fitted behind ``before``."""
    word_end = line.start
    while word_end < line.end and text[word_end] != " ":
        word_end += 1
    # Proportional type: the same width holds more or fewer characters, so a seventh is left as play.
    return before.end - before.start + 1 + word_end - line.start > wrapping.width * 6 // 7


def _measure_sections(blocks: Sequence[Block], sections: Sequence[Section]) -> None:
    """Set where every item ends: with its last paragraph or with its last sub-item."""
    by_path: dict[int, Section] = {id(section): section for section in sections}
    open_items: list[Section] = []
    for block in blocks:
        if block.zone is not _BODY:
            continue
        if block.section is None:
            open_items.clear()
            continue
        section = by_path[id(block.section)]
        if block.opens:
            while open_items and open_items[-1].level >= section.level:
                open_items.pop()
            open_items.append(section)
        for item in open_items:
            item.end = max(item.end, block.end)
