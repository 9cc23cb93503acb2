"""The trích yếu: what a directive is about, below its title or as ``V/v …`` below its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parchk import regexp
from parchk.segment.cues import Cell, Cues, is_capital

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parchk.ruleset import Ruleset

# Kinds of documents that name above "Căn cứ" who decides.
_DECIDED = frozenset({"QĐ", "NQ"})
_AUTHORITY_LINES = 3
_BOUND_END = regexp.compile(r"(?i)(?:,|-|\b(?:của|và|với|cho|các|do))$")


class SubjectReader:
    """Finds title and trích yếu among the cells of a header."""

    def __init__(self, rules: Ruleset, cues: Cues) -> None:
        self.rules, self.cues = rules, cues

    def title(self, cells: Sequence[Cell]) -> int | None:
        """Index of the cell with the kind of document."""
        for index, cell in enumerate(cells):
            if self.kind_of(cell) is not None:
                return index
        return None

    def kind_of(self, cell: Cell) -> str | None:
        """The kind of document (``CV``, ``KH`` …) that a cell names as a title."""
        if cell.kind == "title" or cell.text.upper() in self.cues.types:
            match = self.cues.title.fullmatch(cell.text.upper())
            return self.cues.types.get(match["title"]) if match else None
        return None

    def __call__(self, cells: Sequence[Cell]) -> tuple[str, tuple[int, int]] | None:
        """The trích yếu and where it stands, ``[start, end)`` in the clean text; ``None`` when there is none."""
        title = self.title(cells)
        chosen: list[Cell] = []
        rest: str = ""
        rest_at = 0
        if title is not None:
            cell = cells[title]
            match = self.cues.title.fullmatch(cell.text.upper())
            rest = cell.text[match.end("title") :] if match else ""
            rest_at = cell.end - len(rest.lstrip())
            if rest.strip().lower() in self.rules.words("references", "qualifiers"):
                rest = ""
            chosen = self._below_title(cells, title, capital_title=bool(rest.strip()))
        if not chosen and not rest.strip():
            chosen = self._abstract(cells)
        parts = [rest.strip(), *(cell.text for cell in chosen)]
        joined = " ".join(part for part in parts if part)
        subject = self.rules.pattern("header", "abstract-prefix").sub("", joined, count=1).strip()
        subject = subject.removesuffix("./.").rstrip(" .")
        if subject.count("(") < subject.count(")"):
            subject = subject.removesuffix(")")
        if not subject:
            return None
        start = rest_at if rest.strip() else chosen[0].start
        return subject, (start, chosen[-1].end if chosen else cells[title or 0].end)

    def _below_title(self, cells: Sequence[Cell], title: int, *, capital_title: bool) -> list[Cell]:
        chosen: list[Cell] = []
        for cell in cells[title + 1 :]:
            if cell.kind in ("motto", "number", "dateline", "urgency", "secrecy"):
                if chosen:
                    break
                continue
            before = chosen[-1] if chosen else cells[title]
            if cell.kind == "title" and not capital_title and cell.line <= before.line + 2 and self._names_what(cell):
                # "QUYẾT ĐỊNH" above "QUY ĐỊNH PHÂN CÔNG …": a trích yếu that begins like a title.
                chosen.append(cell)
                continue
            if cell.kind == "title" and chosen and self.cues.open_abstract.fullmatch(before.text):
                chosen.append(cell)
                continue
            if cell.kind in ("attached", "title") or (cell.kind == "abstract" and chosen):
                break
            if not chosen and self.is_issuer_line(cell, cells):
                continue
            named = bool(self.cues.head.match(cell.text) or self.cues.post.match(cell.text)) and is_capital(cell.text)
            if chosen and named and self._decides(cells, cell, title, before):
                break
            if chosen or capital_title:
                if is_capital(cell.text) and not (is_capital(before.text) or before.text.isupper()):
                    break
                if named and (cell.gap or cell.after_rule):
                    break
                if chosen and cell.after_rule and not capital_title:
                    break
            elif named and cell is not cells[-1] and self._is_authority(cell):
                break
            chosen.append(cell)
        return chosen

    def _decides(self, cells: Sequence[Cell], cell: Cell, title: int, before: Cell) -> bool:
        """The last capitals of a decision's or resolution's header say who decides."""
        if self.kind_of(cells[title]) not in _DECIDED or _BOUND_END.search(before.text):
            return False
        rest = cells[cells.index(cell) :]
        return len(rest) <= _AUTHORITY_LINES and all(is_capital(below.text) for below in rest)

    def _names_what(self, cell: Cell) -> bool:
        match = self.cues.title.fullmatch(cell.text.upper())
        return match is not None and bool(match["rest"].strip())

    def is_issuer_line(self, cell: Cell, cells: Sequence[Cell]) -> bool:
        """``CỦA BAN THƯỜNG VỤ HUYỆN ỦY`` on a line of its own, above ``về …``: who, not what about."""
        if not self.rules.pattern("header", "of-issuer").fullmatch(cell.text):
            return False
        below = cells.index(cell) + 1
        return (
            below < len(cells) and self.rules.pattern("header", "abstract-about").match(cells[below].text) is not None
        )

    def _is_authority(self, cell: Cell) -> bool:
        """A line of capitals directly under the title that names who decides, not what about."""
        return self.cues.post.match(cell.text) is not None or len(cell.text) < 40

    def _abstract(self, cells: Sequence[Cell]) -> list[Cell]:
        """``V/v …`` with its further lines; the right column may stand between."""
        chosen: list[Cell] = []
        for cell in cells:
            if not chosen:
                if cell.kind == "abstract":
                    chosen.append(cell)
            elif cell.kind in ("motto", "dateline"):
                continue
            elif cell.kind in (None, "digits") and (not is_capital(cell.text) or is_capital(chosen[-1].text)):
                if cell.line > chosen[-1].line + 6:
                    break
                if self.cues.date_rest.fullmatch(cell.text) and self._follows_date(cells, cell):
                    continue
                chosen.append(cell)
            elif cell.kind is not None:
                break
        return chosen

    def _follows_date(self, cells: Sequence[Cell], cell: Cell) -> bool:
        """The rest of a date line, not of the trích yếu (both may be ``năm 2024``)."""
        index = cells.index(cell)
        return index > 0 and cells[index - 1].kind == "dateline"
