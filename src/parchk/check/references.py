"""References of a directive to its own items: ``khoản 3 mục II Kế hoạch này`` where there is no such item."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from parchk import regexp
from parchk.check.manuscript import Found, Manuscript
from parchk.items import LIST, RANK
from parchk.ruleset import Ruleset
from parchk.spans import Section

_FILE = "drafting"
_STYLES = {"điều": {"article"}, "chương": {"chapter"}}


class OwnReferences:
    """Finds references to items of the document itself and looks the items up."""

    def __init__(self, rules: Ruleset) -> None:
        self._reference = rules.pattern(_FILE, "item-reference")
        self._piece = rules.pattern(_FILE, "item-piece")
        self._this = rules.pattern(_FILE, "this-document")
        self._bare = rules.pattern(_FILE, "bare-reference")
        self._amending = rules.pattern(_FILE, "amending")
        self._other = rules.pattern(_FILE, "other-document")

    def __call__(self, manuscript: Manuscript) -> Iterator[Found]:
        """What it finds, in no particular order."""
        numbered: dict[str, list[Section]] = {}
        for section in manuscript.sections:
            if not section.style.startswith("bullet"):
                numbered.setdefault(_label(section), []).append(section)
        if not numbered:
            return
        text = manuscript.text.text
        for block in manuscript.body():
            for match in self._reference.finditer(text, block.start, block.end):
                if self._is_own(manuscript, match, block.start, block.end) and not self._exists(match[0], numbered):
                    words, span = manuscript.quoted(*match.span())
                    yield Found("item-not-found", span, manuscript.task_at(span), {"item": words})

    def _is_own(self, manuscript: Manuscript, match: regexp.Match, start: int, end: int) -> bool:
        """The words behind it say so; or it stands alone where no other document is spoken of.

        What amends another document, and what is quoted as its new wording, speaks of that one.
        """
        text = manuscript.text.text
        quoted = text.count("“", start, match.start()) > text.count("”", start, match.start())
        if quoted or self._amending.match(text[start:end]):
            return False
        if self._this.match(text[match.end() : end]):
            return True
        if not self._bare.match(text[match.end() : end]) or self._other.search(text, start, end):
            return False
        at = bisect_right(manuscript.citations, start, key=lambda mention: mention.end)
        return at == len(manuscript.citations) or manuscript.citations[at].start >= end

    def _exists(self, reference: str, numbered: Mapping[str, list[Section]]) -> bool:
        """All items that the words name are there, in items with these labels; each of a list is looked up."""
        labels: dict[str, list[str]] = {}
        for match in self._piece.finditer(reference):
            labels.setdefault(match["unit"].lower(), []).extend(LIST.split(match["labels"]))
        found: list[Section | None] = [None]
        for unit in sorted(labels, key=RANK.__getitem__):
            inside: list[Section | None] = []
            for label in labels[unit]:
                wanted = label.lower().rstrip(".")
                named = [*numbered.get(wanted, ()), *numbered.get(wanted.rpartition(".")[2], ())]
                there = [section for section in named if _is(section, unit, wanted) and _is_in(section, found)]
                if not there:
                    return False
                inside += there
            found = inside
        return True


def _label(section: Section) -> str:
    """Its own label, without the word before it: ``3`` of ``điều 3``."""
    return section.path.rpartition("/")[2].rpartition(" ")[2].lower()


def _is(section: Section, unit: str, wanted: str) -> bool:
    own = _label(section)
    styles = _STYLES.get(unit)
    if styles is not None and section.style not in styles:
        return False
    if own == wanted:
        return True
    # "mục II.1" is item 1 of II
    outer, _, inner = wanted.rpartition(".")
    return bool(outer) and own == inner and f"/{section.path.lower()}".endswith(f"/{outer.replace('.', '/')}/{inner}")


def _is_in(section: Section, outer: Sequence[Section | None]) -> bool:
    return any(
        above is None or (above.start <= section.start < max(above.end, above.start + 1) and above is not section)
        for above in outer
    )
