"""What the stages hand to each other inside one document: plain, cheap, positioned in the normalised text.

Every ``start, end`` here counts code points of :attr:`parchk.text.NormalisedText.text`. They become positions in
the text as read only when :mod:`parchk.assemble` writes the result models. Stages share these types and nothing
else.

None of them is ever part of a circle, so Python need not look through them for circles (``gc=False``).
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from enum import StrEnum

from msgspec import Struct, field


class Zone(StrEnum):
    """The part of a directive that a line belongs to (Decree 30/2020/NĐ-CP, Phụ lục I)."""

    HEADER = "header"
    """Issuer, Quốc hiệu, number, place and date, title, trích yếu."""
    ADDRESSEES = "addressees"
    """``Kính gửi`` and its entries."""
    BODY = "body"
    RECIPIENTS = "recipients"
    """``Nơi nhận`` and its entries."""
    SIGNATURE = "signature"
    """Authority (TM., KT., TL.), title, name."""
    NOISE = "noise"
    """Page numbers, page heads, footnotes, digital-signature stamps."""


class Section(Struct, gc=False):
    """A numbered or bulleted item; ``path`` joins the cleaned markers from the outermost in (``II/2/2.3/-1``)."""

    path: str
    marker: str
    level: int
    parent: str | None
    start: int
    """First character of the marker."""
    body: int
    """First character after the marker."""
    end: int = 0
    """End of the item with everything below it."""
    title: str | None = None
    title_end: int = 0
    style: str = ""
    """Numbering style: ``roman``, ``number``, ``decimal``, ``letter``, ``bullet``, ``article`` …"""
    value: int = 0
    """Its number in its series (3 of ``2.3``, ``c)`` and ``III``), 0 of a bullet."""
    prefix: tuple[int, ...] = ()
    """``(2,)`` of ``2.3``."""


class Block(Struct, gc=False):
    """A paragraph of the body: one line of the normalised text, hard wraps already joined."""

    start: int
    """First character after the marker, if there is one."""
    end: int
    zone: Zone
    section: Section | None = None
    """The item that the paragraph stands in (``None``: outside all items)."""
    opens: bool = False
    """The paragraph is the item's own first line (it stands behind the marker)."""
    part: int = 0
    """0 in the document itself, 1, 2 … in attached plans and appendices, where numbering starts anew."""
    cells: tuple[tuple[int, int], ...] = ()
    """Cells of a table row, when the paragraph is one."""


class TableRow(Struct, gc=False):
    """A row of a table of tasks: ``job``, ``lead``, ``coordinate``, ``time``, ``product`` cells by column."""

    block: Block
    cells: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    """Columns whose cell stands in a row above: this row has none of its own there."""


class Sentence(Struct, gc=False):
    """A sentence of a body paragraph."""

    start: int
    end: int
    block: Block
    first: bool
    """The first sentence of its paragraph."""


class CitationMention(Struct, frozen=True, gc=False):
    """One mention of another document by its number."""

    start: int
    end: int
    type: str | None
    """Abbreviation of Decree 30/2020/NĐ-CP (``KH``, ``NĐ`` …), ``Luật``, ``QyĐ``; ``None`` when nothing tells."""
    number: str
    """Số, ký hiệu without blanks."""
    date: date | None
    issuer: str | None


class UnitMention(Struct, frozen=True, gc=False):
    """One unit as written: an office, a collective (``các sở, ngành``), a head or a post."""

    start: int
    end: int
    rule: str
    """Which rule of ``units.toml`` explains its head noun."""


class RoleMention(Struct, frozen=True, gc=False):
    """Units in a role, as the words around them say."""

    role: str
    """``lead``, ``coordinate``, ``report_to``, ``report_via``, ``advise``, ``direct`` or ``object``."""
    units: tuple[UnitMention, ...]
    rule: str
    start: int
    """Start of the trigger (``phối hợp với``), or of the first unit where there is none."""
    end: int


class ActionMention(Struct, frozen=True, gc=False):
    """A verb of doing, where a sentence or a clause begins with it."""

    start: int
    end: int
    rule: str


class TargetMention(Struct, frozen=True, gc=False):
    """A measurable goal (``ít nhất 03 sáng kiến``)."""

    start: int
    end: int
    comparison: str
    """``<``, ``<=``, ``=``, ``>=`` or ``>``."""
    value: float | int
    unit: str | None


class DeadlineMention(Struct, frozen=True, gc=False):
    """A time by, in or from which something is to be done, with its normal form (gold/GUIDE: kinds)."""

    start: int
    end: int
    kind: str
    """``by``, ``period``, ``from``, ``recurring``, ``relative``."""
    rule: str
    parts: tuple[tuple[int, int], ...] = ()
    """When the words lie apart: their stretches, in order (``start, end`` then span all of them)."""
    start_on: str | None = None
    """First day, ISO 8601."""
    due: str | None = None
    """Last day, ISO 8601, with ``THH:MM`` when a clock time is written."""
    inclusive: bool | None = None
    rrule: str | None = None
    duration: str | None = None
    working_days: bool = False
    anchor: str | None = None
    inferred: tuple[str, ...] = ()
    """What was not written but concluded, e.g. ``year``."""
    problem: str | None = None
    """``impossible-date`` when the words name a day that no calendar has."""
    weak: bool = False
    """It can be read with a noun (a goal, a plan's name) as well as with the act."""


class AmendmentMention(Struct, frozen=True, gc=False):
    """What a sentence says of an earlier document, or of something in it."""

    start: int
    end: int
    kind: str
    """``extends``, ``changes``, ``replaces``, ``annuls``, ``reminds``, ``supplements``."""
    rule: str
    citation: CitationMention
    """The document that is amended."""
    items: tuple[str, ...] = ()
    """Items of it, as paths (``II/2/a``)."""
    about: tuple[int, int] | None = None
    """The words that name the task."""
    deadlines: tuple[DeadlineMention, ...] = ()
    """The new times."""
    former: tuple[DeadlineMention, ...] = ()
    """The times so far."""
    count: int | None = None
    """Which reminder it is."""


class Header(Struct):
    """What header, ``Kính gửi``, ``Nơi nhận`` and signature say; each value with its place, if it has one."""

    number: str | None = None
    type: str | None = None
    issuer: str | None = None
    issuer_span: tuple[int, int] | None = None
    issued_on: date | None = None
    issued_year: int | None = None
    place: str | None = None
    subject: str | None = None
    subject_span: tuple[int, int] | None = None
    addressees: list[tuple[int, int]] = field(default_factory=list)
    recipients: list[tuple[int, int]] = field(default_factory=list)
    signer: str | None = None
    signer_title: str | None = None
    signer_authority: str | None = None
    urgency: str | None = None
    secrecy: str | None = None
    stamp_on: date | None = None
    """The day in the digital-signature stamp; never the issue date, only what one may infer."""


class Line(Struct, gc=False):
    """A line of the clean text before hard wraps are joined: ``[start, end)`` without blanks and line end."""

    start: int
    end: int
    gap: int
    """Number of blank lines before it."""
    text: str
    """Its words."""
    kind: str | None = None
    """What it looks like by itself (:meth:`parchk.segment.cues.Cues.kind`), once its zone is known."""


#: Signs that stand for units, bare places, time expressions and cited documents in a skeleton.
UNIT_SIGN, PLACE_SIGN, TIME_SIGN, CITATION_SIGN = "▣", "◎", "◷", "§"


class Skeleton(Struct, gc=False):
    """A sentence in which every unit, time expression and cited document is one sign.

    Rules about wording around units and times are written against ``text``; :meth:`place` leads back.
    """

    text: str
    start: int
    """Where the sentence begins in the normalised text."""
    signs: list[tuple[int, int, int]] = field(default_factory=list)
    """``(position in text, start, end)`` of every sign, in order."""
    units: dict[int, UnitMention] = field(default_factory=dict)
    """Units by the position of their sign."""

    def place(self, position: int) -> int:
        """The position in the normalised text of a position in ``text`` (a sign: where it begins)."""
        before = bisect_left(self.signs, (position,))
        if not before:
            return position + self.start
        at, _, end = self.signs[before - 1]
        return position + end - at - 1


def skeleton(text: str, start: int, end: int, marks: list[tuple[int, int, str, UnitMention | None]]) -> Skeleton:
    """The skeleton of ``text[start:end]``; ``marks`` are ``(start, end, sign, unit)``, in order, not overlapping."""
    parts: list[str] = []
    made = Skeleton("", start)
    position, length = start, 0
    for begin, stop, sign, unit in marks:
        if begin < position or stop > end:
            continue
        parts.append(text[position:begin])
        length += begin - position
        made.signs.append((length, begin, stop))
        if unit is not None:
            made.units[length] = unit
        parts.append(sign)
        length += 1
        position = stop
    parts.append(text[position:end])
    made.text = "".join(parts)
    return made
