"""Slips in the numbering of items: gaps, repeats, numbers of another level; lead-ins without a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from parchk.check.manuscript import Found, Manuscript
from parchk.ruleset import Ruleset
from parchk.spans import Block, Section

# đ stands between d and e; a list that follows the Latin alphabet is no gap.
_D, _E = 4, 6
_THROUGH = frozenset({"article", "part", "chapter"})
# A heading between two lists is not longer than this.
_HEADING_LENGTH = 120
# Numbers of rows have no more digits.
_STT_LENGTH = 3
# So many words of a lead-in are shown.
_SHOWN_WORDS = 6


class _Series(NamedTuple):
    """Items of one style below one item: the first and, so far, the last."""

    first: Section
    last: Section


class Numbering:
    """The series of items, part by part, and what stands between them."""

    def __init__(self, rules: Ruleset) -> None:
        self._promise = rules.pattern("drafting", "promise")
        self._closing = rules.pattern("structure", "closing")

    def __call__(self, manuscript: Manuscript) -> Iterator[Found]:
        """What it finds, in no particular order."""
        for part in sorted({block.part for block in manuscript.blocks}):
            body = list(manuscript.body(part))
            opened = {id(block.section): at for at, block in enumerate(body) if block.opens and block.section}
            yield from self._series(manuscript, body, opened)
            yield from self._empty_lists(manuscript, body)
            yield from self._rows(manuscript, body)

    @staticmethod
    def _rows(manuscript: Manuscript, body: list[Block]) -> Iterator[Found]:
        """The first column of a table that counts its rows (STT): told by a beginning 1, 2."""
        text = manuscript.text.text
        counted: list[int] = []
        for block in body:
            first = text[slice(*block.cells[0])].strip(" .|") if block.cells else ""
            if not first.isdecimal() or len(first) > _STT_LENGTH:
                if not block.cells:
                    counted = []
                continue
            number, before = int(first), counted[-1] if counted else 0
            if number not in (before + 1, 1) and counted[:2] == [1, 2]:
                code = "numbering-gap" if number > before else "numbering-repeat"
                words = {"marker": first, "before": str(before), "parent": ""}
                yield Found(code, manuscript.span(*block.cells[0]), None, words)
            counted = [1] if number == 1 else [*counted, number]

    def _series(self, manuscript: Manuscript, body: list[Block], opened: Mapping[int, int]) -> Iterator[Found]:
        """Every item against the one before it in its series."""
        below: dict[str | None, dict[str, _Series]] = {}
        latest: dict[str, Section] = {}
        open_items: list[Section] = []
        for section in (body[at].section for at in opened.values()):
            if section is None or section.style.startswith("bullet"):
                continue
            while open_items and open_items[-1].level >= section.level:
                open_items.pop()
            parent = open_items[-1] if open_items else None
            open_items.append(section)
            # articles count through the chapters; other items, where they go on behind the last one of their style
            styles = below.setdefault(None if section.style in _THROUGH else section.parent, {})
            series = styles.get(section.style)
            before = series.last if series else None
            if before is None and section.style in latest and section.value == latest[section.style].value + 1:
                before = latest[section.style]
            styles[section.style] = series = _Series(series.first if series else section, section)
            latest[section.style] = section
            below.pop(section.path, None)  # what was below an item of the same path is another series
            code = self._judge(section, before, parent, restarted=self._is_headed(manuscript, body, opened, section))
            if code is None and _tail(series.first.marker) != _tail(section.marker):
                code, before = "numbering-form", series.first
            if code:
                words = {
                    "marker": section.marker,
                    "before": before.marker if before else "",
                    "parent": parent.marker if parent else "",
                }
                span = manuscript.span(section.start, section.start + len(section.marker))
                yield Found(code, span, None, words)

    @staticmethod
    def _judge(section: Section, before: Section | None, parent: Section | None, *, restarted: bool) -> str | None:
        """The code of what is wrong with an item, if anything is."""
        if section.style == "decimal":
            above = parent if parent is not None and parent.style in ("number", "decimal", "roman", "article") else None
            if above is not None and section.prefix[-1:] != (above.value,):
                return "numbering-level"
        if before is None:
            return "numbering-start" if section.value > 1 and section.style != "decimal" else None
        if before.prefix != section.prefix:
            return None
        step = section.value - before.value
        if step == 1 or (section.style == "letter" and (before.value, section.value) == (_D, _E)):
            return None
        if section.value == 1 and restarted:
            return None
        return "numbering-gap" if step > 1 else "numbering-repeat"

    @staticmethod
    def _is_headed(manuscript: Manuscript, body: list[Block], opened: Mapping[int, int], section: Section) -> bool:
        """A heading without a number stands above the item: numbering begins anew below it."""
        at = opened[id(section)]
        if at == 0:
            return True
        above = body[at - 1]
        words = manuscript.text.text[above.start : above.end]
        return not above.opens and (words.endswith(":") or (len(words) <= _HEADING_LENGTH and words[-1:].isalnum()))

    def _empty_lists(self, manuscript: Manuscript, body: list[Block]) -> Iterator[Found]:
        """A lead-in that promises a list, and behind it the next item, or nothing."""
        text = manuscript.text.text
        for block, below in pairwise([*body, None]):
            if block is None or block.cells or not self._promise.search(text, block.start, block.end):
                continue
            if below is not None and not self._leaves(block, below) and not self._closes(text, below):
                continue
            start = block.end - len(" ".join(text[block.start : block.end].split(" ")[-_SHOWN_WORDS:]))
            span = manuscript.span(start, block.end)
            yield Found("lead-in-without-items", span, manuscript.task_at(span), {"text": text[start : block.end]})

    def _closes(self, text: str, below: Block) -> bool:
        """The paragraph below is one of those that end a directive."""
        return not below.opens and not below.cells and self._closing.match(text[below.start : below.end]) is not None

    @staticmethod
    def _leaves(block: Block, below: Block) -> bool:
        """The paragraph below opens an item that is not inside the lead-in's own."""
        if not below.opens or below.section is None or block.section is None or below.cells:
            return False
        if block.section.style.startswith("bullet") and below.section.style == block.section.style:
            return False  # lists that have one bullet for both levels
        if below.section.value == 1:
            return False  # the list itself, counted anew
        return below.section.level <= block.section.level


def _tail(marker: str) -> str:
    """What stands behind the number: ``.`` of ``4.4.``, nothing of ``4.5``."""
    return marker[len(marker.rstrip(".):/,")) :]
