"""From lines to paragraphs: which line ends are hard wraps, which lines open items of the numbered tree.

Directives reach us with one paragraph a line, with hard wraps and blank lines between paragraphs, with a blank
line after every line, or with blank lines anywhere. So the layout is measured first (:class:`Wrapping`), and every
line end is judged by it: a line that breaks although the next word would still have fitted ends its paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
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
_HEADER, _TAIL = Zone.HEADER, (Zone.RECIPIENTS, Zone.SIGNATURE)
_BOUND = frozenset(",(-/")


class Wrapping(Struct):
    """How the body's lines are broken, measured on the document itself."""

    wrapped: bool
    """Lines are broken inside paragraphs."""
    width: int
    """Length that broken lines reach, in characters."""
    gaps_tell: bool
    """A blank line ends a paragraph, and only a blank line does."""
    complete: set[int]
    """Where lines end that end like a sentence."""
    going_on: set[int]
    """Where lines begin that begin in the middle of a sentence."""

    @classmethod
    def measure(cls, text: str, lines: Sequence[Line], opens_item: Mapping[int, object]) -> Wrapping:
        """Measure over consecutive body lines; those that look like a numbered item begin at ``opens_item``."""
        complete = {line.end for line in lines if _is_complete(line.text)}
        going_on = {line.start for line in lines if _goes_on(text, line)}
        lengths: list[int] = []
        gaps = items = items_with_gap = 0
        for before, line in pairwise(lines):
            if line.start in opens_item:
                items += 1
                items_with_gap += line.gap > 0
            elif line.start in going_on and before.end not in complete:
                lengths.append(len(before.text))
                gaps += line.gap > 0
        if len(lengths) < 2 or len(lengths) < 0.12 * (len(lines) - 1):
            return cls(wrapped=False, width=0, gaps_tell=False, complete=complete, going_on=going_on)
        lengths.sort()
        return cls(
            wrapped=True,
            width=lengths[int(len(lengths) * 0.9)],
            gaps_tell=gaps < 0.15 * len(lengths) and items_with_gap >= 0.8 * items,
            complete=complete,
            going_on=going_on,
        )


class _Paragraph(Struct, gc=False):
    lines: list[Line]
    zone: Zone
    part: int
    section: Section | None = None
    marker: Marker | None = None
    torn: bool = False
    """The number of its marker ("Điều") stands on the line below."""
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
        readings = self._readings(body)
        wrapping = Wrapping.measure(text, body, readings)
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
                elif zone is _HEADER and (tail_seen or (not headed and self._annex.match(line.text))):
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
            if current is not None and current.torn:
                current.lines.append(line)
                current.torn = False
                continue
            marker = None
            if line.start in readings:
                marker = self._marker(current, line, readings[line.start], numbering=numbering, wrapping=wrapping)
            if marker is None and current is not None and self._joins(current, line, wrapping):
                current.lines.append(line)
                continue
            introduced = current is not None and current.lines[-1].text[-1] == ":"
            current = _Paragraph([line], zone, part, marker=marker)
            if marker is not None and not (not numbering.sections and self._is_basis(line, marker)):
                current.section = numbering.take(marker, line.start, introduced=introduced)
                current.torn = marker.length > len(line.text)
            else:
                current.section, current.marker = numbering.current, None
            done.append(current)
        yield from done

    def _readings(self, body: Sequence[Line]) -> dict[int, list[Marker]]:
        """What the openings of lines may be as markers, by where the lines begin; only lines that have such a one."""
        found = {}
        may_open = self._markers.may_open
        opening = [at for at, line in enumerate(body) if may_open(line.text)]
        for at in opening:
            line, below = body[at], body[at + 1] if at + 1 < len(body) else None
            markers = self._markers(self._opening(line, below))
            if markers:
                found[line.start] = markers
        return found

    def _is_basis(self, line: Line, marker: Marker) -> bool:
        return self._basis.match(line.text[marker.length :]) is not None

    @staticmethod
    def _flows(text: str, before: Line, line: Line) -> bool:
        """Outside the body: a line that plainly goes on (a number broken at its dash, a lower-case beginning)."""
        return (
            before.text[-1] in _BOUND
            or _goes_on(text, line)
            or (len(before.text) > 60 and not _is_complete(before.text))
        )

    def _marker(
        self,
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
            and self._is_inside(current.lines[-1], line, wrapping)
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

    def _opening(self, line: Line, below: Line | None) -> str:
        """The first signs of a line; a bullet alone on its line gets a stand-in for its words on the next one.

        ``Chương`` or ``Điều`` alone has its number on the line below.
        """
        words = line.text[:_OPENING_LENGTH]
        if below is not None and words in self._heads_alone:
            return f"{words} {below.text[:_OPENING_LENGTH]}"
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
    def _is_inside(before: Line, line: Line, wrapping: Wrapping) -> bool:
        """The line before breaks off in the middle of a sentence, as far as its looks tell."""
        if not wrapping.wrapped or before.end in wrapping.complete:
            return False
        if wrapping.gaps_tell and line.gap:
            return False
        return _is_full(before, line, wrapping)

    def _joins(self, current: _Paragraph, line: Line, wrapping: Wrapping) -> bool:
        """Whether the line goes on with the paragraph above it."""
        before = current.lines[-1]
        complete, goes_on = before.end in wrapping.complete, line.start in wrapping.going_on
        if current.marker and len(current.lines) == 1:
            if current.marker.length >= len(before.text):
                return True  # the marker stands alone on its line
            if not complete and not line.gap and wrapping.wrapped:
                words = before.text[current.marker.length :].split()
                if len(words) == 1 and words[0].isalpha():
                    return True  # "1. Sở" above "Xây dựng": no heading is one syllable
        first = line.text[0]
        if first == "|" or before.text[0] == "|":
            return False
        if goes_on and not complete:
            return True
        if not complete:
            last_word = before.text.rpartition(" ")[2]
            if last_word.lower() in self._last_words and self._open_end.search(before.text):
                return True
        elif not wrapping.wrapped:
            return False
        if first.isupper() and self._is_label(line.text):
            return False  # "Đơn vị thực hiện: …" below a heading without a full stop
        if not complete and before.text[-1] in _BOUND:
            return True
        if not wrapping.wrapped:
            return False
        if wrapping.gaps_tell:
            if line.gap:
                return False
            return not complete or goes_on or _is_full(before, line, wrapping)
        listed = not goes_on and before.text[-1] in ";:"
        return not listed and _is_full(before, line, wrapping)

    def _is_label(self, words: str) -> bool:
        return any(may_begin(label, words[:2]) and label.match(words) for label in self._labels)

    def _build(self, clean: NormalisedText, paragraphs: list[_Paragraph], sections: list[Section]) -> Outline:
        text = clean.text
        words: list[str] = []  # of the new text, and where they are from: most of it is copied as it stands
        pieces: list[tuple[int, int, str | None]] = []
        since, until = 0, -2  # what is copied last; nothing yet, and no line goes on from there
        blocks: list[Block] = []
        length = 0
        for paragraph in paragraphs:
            start = length
            for number, line in enumerate(paragraph.lines):
                begin = line.start
                glue = " " if number else ""
                if number in paragraph.cells:
                    glue += "| "
                if begin != until + 1 or len(glue) > 1:
                    if number:
                        pieces.append((since, until, None))
                    elif blocks:
                        pieces += _with_line_end(text, since, until)
                    until = until if number else begin
                    if glue:
                        pieces.append((min(until, begin), max(until, begin), glue))
                    since = begin
                until = line.end
                words += (glue, line.text)
                length += len(glue) + until - begin
            if paragraph.lacking:
                empty = " |" * (paragraph.lacking + 1)
                pieces += ((since, until, None), (until, until, empty))
                since = until
                words.append(empty)
                length += len(empty)
            words.append("\n")
            end = length
            length += 1
            block = Block(start, end, paragraph.zone, paragraph.section, part=paragraph.part)
            if paragraph.marker is not None and paragraph.section is not None:
                block.opens = True
                paragraph.section.start = start
                shift = min(paragraph.marker.length, end - start)
                block.start = paragraph.section.body = start + shift
            blocks.append(block)
        if blocks:
            pieces += _with_line_end(text, since, until)
        # Where a line end became a blank, one sign stands for one.
        made = clean.pick(pieces).respelled("".join(words))
        text = made.text
        for block in blocks:
            while block.start < block.end and text[block.start] == " ":
                block.start += 1
        self._close(text, blocks)
        _measure_sections(blocks)
        return Outline(made, blocks, sections)

    def _close(self, text: str, blocks: list[Block]) -> None:
        """Give the closing paragraphs of each part back to the document."""
        parts: dict[int, list[Block]] = {}
        for block in blocks:
            if block.zone is _BODY:
                parts.setdefault(block.part, []).append(block)
        for body in parts.values():
            first = len(body)
            while first and not body[first - 1].opens:
                first -= 1
            if first == 0 or first == len(body):
                continue
            above = text[body[first - 1].start : body[first - 1].end]
            heading = not _is_complete(above) or above.endswith(":")
            for number, block in enumerate(body[first + heading :], first + heading):
                signs = text[block.start : min(block.start + 2, block.end)]
                if may_begin(self._closing, signs) and self._closing.match(text[block.start : block.end]):
                    for closing in body[number:]:
                        closing.section = None
                    break


def _with_line_end(text: str, start: int, end: int) -> list[tuple[int, int, str | None]]:
    """A stretch and a line end behind it, which mostly stands there."""
    if text.startswith("\n", end):
        return [(start, end + 1, None)]
    return [(start, end, None), (end, end, "\n")]


def _is_complete(words: str) -> bool:
    """Whether a stretch ends like a sentence."""
    last = words[-1:]
    return last in _STOPS or (last in _BEHIND_STOPS and _COMPLETE.search(words) is not None)


def _goes_on(text: str, line: Line) -> bool:
    """Whether a line begins in the middle of a sentence."""
    first = line.text[0]
    kind = category(first)
    return kind == "Ll" or (
        kind != "Lu" and may_begin(_GOES_ON, first) and _GOES_ON.match(text[line.start : line.end + 1]) is not None
    )


def _is_full(before: Line, line: Line, wrapping: Wrapping) -> bool:
    """The first word of ``line`` would not have fitted behind ``before``."""
    # Proportional type: the same width holds more or fewer characters, so a seventh is left as play.
    return len(before.text) + 1 + len(line.text.partition(" ")[0]) > wrapping.width * 6 // 7


def _measure_sections(blocks: Sequence[Block]) -> None:
    """Set where every item ends: with its last paragraph or with its last sub-item."""
    open_items: list[Section] = []
    for block in blocks:
        if block.zone is not _BODY:
            continue
        section = block.section
        if section is None:
            open_items.clear()
            continue
        if block.opens:
            while open_items and open_items[-1].level >= section.level:
                open_items.pop()
            open_items.append(section)
        for item in open_items:
            item.end = block.end
