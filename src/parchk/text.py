"""Text with a memory of where it came from.

Rules are written for clean text: composed Unicode, one spelling of tone marks, single blanks, one line a
paragraph. Readers want the words of the document as they stand there. :class:`NormalisedText` holds the clean
text together with a map back to the text as read, and :func:`quote` is the one definition of how a stretch of
the text as read is shown: ``quote(source[start:end]) == task.text`` is an invariant of every result.

All positions are Unicode code points, ``[start, end)``.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple, Self

from msgspec import Struct

from parchk import regexp

# Markdown emphasis (runs of asterisks, an asterisk or underscores that hug a word), HTML tags, heading marks,
# invisible characters. An asterisk between blanks or alone in brackets is text: "* item", "(*)".
MARKUP = r"""</?[A-Za-z][A-Za-z0-9]{0,9}\s*/?>
      | \*\*(?=\*[ \t])(?m:(?<=^[ \t]{0,40}\*\*))         # bold around an asterisk bullet: "*** Thời gian ...**"
      | \*{2,}
      | (?<=[^(\s*])\* | \*(?![)\s*])
      | (?m:(?<=\S)[ \t]+\*(?=[ \t]*$))
      | (?<!\w)_{1,3}(?=\p{L}) | (?<=[\p{L}.,;:])_{1,3}(?!\w)
      | (?m:^[ \t]*\#{1,6}(?=\s))
      | [\u00ad\u200b-\u200f\u2060\ufeff]
    """
_SHOWN_WITHOUT = regexp.compile(MARKUP + r"| \|", regexp.VERBOSE)
# Text without any of these signs has none of it.
_MAY_BE_MARKUP = re.compile("[<*_#|\u00ad\u200b-\u200f\u2060\ufeff]")
_LINE_BREAK = regexp.compile(r"<br\s*/?>")

# The tone mark of a final oa, oe, uy stands on either letter in real documents ("hoà", "hòa"; "uỷ", "ủy"). One
# spelling is kept for the rules: on the first letter. Not after q, where u belongs to the consonant ("quý").
_TONE_PAIRS = {
    second + third: first + plain
    for plain, onsets, tails in (
        ("a", "òóỏõọ", ("oà", "oá", "oả", "oã", "oạ")),
        ("e", "òóỏõọ", ("oè", "oé", "oẻ", "oẽ", "oẹ")),
        ("y", "ùúủũụ", ("uỳ", "uý", "uỷ", "uỹ", "uỵ")),
    )
    for first, (second, third) in zip(onsets, (tuple(tail) for tail in tails), strict=True)
}

# "quản lí", "định kì", "tỉ lệ", "quí IV": schools write i where offices write y.
_LONG_I = str.maketrans("ìíỉĩịÌÍỈĨỊ", "ỳýỷỹỵỲÝỶỸỴ")

# One code point for one code point: every dash, every blank, every apostrophe of its kind.
_CHARACTERS = (
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys(
        "\t\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000", " "
    )
    | dict.fromkeys("\u2018\u2019\u02bc\u2032", "'")
    | {"Ð": "Đ"}
)
# A letter, unless it is one of the apostrophes.
_LETTER = r"[^\P{L}\u02bc]"
_SPELLED_OTHERWISE = regexp.compile(
    f"[{''.join(_CHARACTERS)}]"
    rf"|(?<![qQ])(?:[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|[uU][ỳýỷỹỵỲÝỶỸỴ])(?!{_LETTER})"
    rf"|(?<!{_LETTER})(?:[kKlLmMtT]|[qQ][uU])[ìíỉĩịÌÍỈĨỊ](?!{_LETTER})"
)


def _respelled(found: str) -> str:
    """A character of one kind, a pair with a tone mark, or a syllable with a short ``i``, as rules have it."""
    if len(found) == 1:
        return _CHARACTERS[found]
    moved = _TONE_PAIRS.get(found.lower())
    if moved is None:
        return found.translate(_LONG_I)
    return "".join(new.upper() if old.isupper() else new for old, new in zip(found, moved, strict=True))


def canonical_spelling(text: str) -> str:
    """Compose Unicode (NFC), unify dashes and blanks, put the tone mark of final ``oa, oe, uy`` on the first letter.

    ``i`` becomes ``y`` in the syllables that have both spellings (``quản lí``, ``định kì``, ``quí``).

    Rule files pass through it too, so that either spelling may be used in them. On composed text the length does
    not change.

    >>> canonical_spelling("Uỷ ban hoà giải – quý III")
    'Ủy ban hòa giải - quý III'
    """
    parts = _SPELLED_OTHERWISE.parts(unicodedata.normalize("NFC", text))
    if len(parts) > 1:
        parts[1::2] = map(_respelled, parts[1::2])
    return "".join(parts)


def canonical_spellings(texts: Iterable[str]) -> list[str]:
    """:func:`canonical_spelling` of each text (words, phrases: no line breaks in them), all at once.

    >>> canonical_spellings(["hoà giải", "quí"])
    ['hòa giải', 'quý']
    """
    spelled = canonical_spelling("\n".join(texts))
    return spelled.split("\n") if spelled else []


def quote(text: str) -> str:
    r"""Show a stretch of the text as read on one line: markup dropped, white space collapsed, else unchanged.

    >>> quote("trước ngày **10 của\n tháng**")
    'trước ngày 10 của tháng'
    """
    if "<br" in text:
        text = _LINE_BREAK.sub(" ", text)
    if _MAY_BE_MARKUP.search(text):
        text = _SHOWN_WITHOUT.sub("", text)
    return collapsed(text)


def collapsed(text: str) -> str:
    r"""White space as single blanks, and none at the ends.

    >>> collapsed(" trước\n ngày ")
    'trước ngày'
    """
    on_one_line = text.replace("\n", " ")
    if "  " not in on_one_line and on_one_line.isprintable():  # no other white space: half the time
        return on_one_line.strip(" ")
    return " ".join(text.split())


class Quoter:
    """:func:`quote` for many stretches of one text: what is no plain text in it is looked for once."""

    def __init__(self, text: str) -> None:
        self._text, self._on_one_line = text, text.replace("\n", " ")
        self._is_plain = self._on_one_line.isprintable()
        self._marks = [match.start() for match in _MAY_BE_MARKUP.finditer(text)] if self._is_plain else []

    def __call__(self, start: int, end: int) -> str:
        """``quote(text[start:end])``."""
        marks = self._marks
        if not self._is_plain or (marks and bisect_left(marks, start) < bisect_left(marks, end)):
            return quote(self._text[start:end])
        shown = self._on_one_line[start:end]
        return " ".join(shown.split()) if "  " in shown else shown.strip(" ")


class Note(NamedTuple):
    """Something that reading a file found out and a person should know; ``code`` is one of ``checks.toml``."""

    code: str
    detail: str = ""
    """What fills ``{detail}`` in the wording of the finding."""


class SourceText(Struct, frozen=True):
    """One document as read: its text before any normalisation, and what the result says of its origin."""

    text: str
    name: str
    sha256: str
    media_type: str
    encoding: str
    notes: tuple[Note, ...] = ()


class Repair(Struct, frozen=True):
    """One repaired stretch: its span in the text as read, what stands there, what is read instead, by which rule."""

    span: tuple[int, int]
    was: str
    reads: str
    rule: str


class NormalisedText:
    """Clean text and, for every position in it, the place in the text as read that it stands for.

    The map is a list of runs. In a *copied* run (same length on both sides) positions correspond one to one; in
    a *replaced* run every position stands for the whole replaced stretch.
    """

    __slots__ = ("_ends", "_norm", "_src", "text")

    def __init__(self, text: str, norm: list[int], src: list[int], ends: list[int]) -> None:
        self.text = text
        self._norm, self._src, self._ends = norm, src, ends
        """Where each run begins in ``text`` (and, at last, where the text ends); its ``[start, end)`` as read."""

    @classmethod
    def of(cls, text: str) -> Self:
        """The identity: ``text`` standing for itself."""
        return cls(text, [0, len(text)], [0], [len(text)])

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the text as read for ``text[start:end]`` (``start < end``)."""
        norm, src, ends = self._norm, self._src, self._ends
        run = bisect_right(norm, start, 0, len(src)) - 1
        first, low = norm[run], src[run]
        is_copied = norm[run + 1] - first == ends[run] - low
        begins = low + start - first if is_copied else low
        if not first < end <= norm[run + 1]:
            run = bisect_right(norm, end - 1, 0, len(src)) - 1
            first, low = norm[run], src[run]
            is_copied = norm[run + 1] - first == ends[run] - low
        return begins, low + end - first if is_copied else ends[run]

    def respelled(self, text: str) -> NormalisedText:
        """The same map under a text of the same length."""
        if len(text) != len(self.text):
            raise ValueError("a respelling keeps the length")
        return NormalisedText(text, self._norm, self._src, self._ends)

    def edit(self, edits: Iterable[tuple[int, int, str]]) -> NormalisedText:
        """A new text in which each ``text[start:end]`` is replaced; the map still leads to the text as read.

        ``edits`` are ``(start, end, replacement)``, in order, not overlapping.
        """
        pieces: list[tuple[int, int, str | None]] = []
        position = 0
        for start, end, replacement in edits:
            if start > position:
                pieces.append((position, start, None))
            if replacement:
                pieces.append((start, end, replacement))
            position = end
        if position < len(self.text):
            pieces.append((position, len(self.text), None))
        return self.pick(pieces)

    def pick(self, pieces: Iterable[tuple[int, int, str | None]]) -> NormalisedText:
        """A new text of pieces ``(start, end, shown)`` of this one, in any order.

        ``shown`` is ``None`` for the piece as it is, else what stands for it.
        """
        parts: list[str] = []
        norm: list[int] = []
        src: list[int] = []
        ends: list[int] = []
        text, own, own_src, own_ends = self.text, self._norm, self._src, self._ends
        runs = len(own_src)
        length = 0
        onward = -1  # where the last run goes on as read, if it is copied
        for start, end, shown in pieces:
            if shown is None:
                if end <= start:
                    continue
                parts.append(text[start:end])
                run = bisect_right(own, start, 0, runs) - 1
                offset, high = own_src[run] - own[run], own_ends[run]
                is_copied = own[run + 1] + offset == high
                low = start + offset if is_copied else own_src[run]
            else:
                parts.append(shown)
                if end > start:
                    low, high = self.source_span(start, end)
                else:
                    low = high = self.source_span(start, start + 1)[0] if start < len(text) else own_ends[-1]
                is_copied = high - low == len(shown)
            if is_copied and low == onward:
                ends[-1] = high
            else:
                norm.append(length)
                src.append(low)
                ends.append(high)
            if shown is None:
                if end > own[run + 1]:
                    inside = slice(run + 1, bisect_left(own, end, run, runs))
                    shift = length - start
                    norm += [place + shift for place in own[inside]]
                    src += own_src[inside]
                    ends += own_ends[inside]
                    run = inside.stop - 1
                    offset = own_src[run] - own[run]
                    is_copied = own[run + 1] + offset == own_ends[run]
                if is_copied:
                    ends[-1] = end + offset
            onward = ends[-1] if is_copied else -1
            length += len(parts[-1])
        if not norm:
            return NormalisedText.of("")
        norm.append(length)
        return NormalisedText("".join(parts), norm, src, ends)
