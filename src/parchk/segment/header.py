"""What header, Kính gửi, Nơi nhận and signature of a directive say (GUIDE: document).

Reads only the lines that :mod:`parchk.segment.zones` gave to those parts, those of the document itself, not of what
is attached to it. Spans count code points of the clean text.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import regex

from parchk.segment import issuer as issuers
from parchk.segment.cues import Cell, Cues, cues_of, is_capital
from parchk.segment.entries import read_entries
from parchk.segment.signature import read_signature, read_stamp
from parchk.spans import Header, Line, Zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parchk.ruleset import Ruleset

_BLANK = regex.compile(r"\s+")
_SYMBOL = regex.compile(r"/([A-ZĐ][A-Za-zĐ]*)")
_PARTY_SYMBOL = regex.compile(r"^\d+[a-zA-ZĐđ]?-([A-ZĐ][A-Za-zĐ]*)/")
# What stands behind an entry of Nơi nhận: a name, or "(Đã ký)".
_BESIDE = regex.compile(r"(?<=[.;)]) (?P<words>(?:\p{Lu}\p{Ll}*'?\p{L}* ){1,5}\p{Lu}\p{Ll}+|\([\p{L} ]{4,12}\))$")
_WORDS_OF_NAME = 3


def read_header(text: str, lines: Sequence[Line], zones: Sequence[Zone], rules: Ruleset) -> Header:
    """Every field of the document that its frame gives; what is not there stays ``None`` or empty."""
    return _Reader(text, lines, zones, rules).read()


# Kinds of documents that name above "Căn cứ" who decides.
_DECIDED = frozenset({"QĐ", "NQ"})
_AUTHORITY_LINES = 3
_BOUND_END = regex.compile(r"(?i)(?:,|-|\b(?:của|và|với|cho|các|do))$")


class _Reader:
    def __init__(self, text: str, lines: Sequence[Line], zones: Sequence[Zone], rules: Ruleset) -> None:
        self.text, self.lines, self.zones, self.rules = text, lines, zones, rules
        self.cues: Cues = cues_of(rules)
        self.header = Header()

    def read(self) -> Header:
        tail = next((i for i, z in enumerate(self.zones) if z in (Zone.RECIPIENTS, Zone.SIGNATURE)), len(self.zones))
        front = self._cells(Zone.HEADER, 0, tail) or self._cells(Zone.HEADER, 0, len(self.zones))
        header = self.header
        self._number(front)
        self._date(front)
        for cell in front:
            if cell.kind == "urgency" and header.urgency is None:
                header.urgency = cell.text.upper()
            elif cell.kind == "secrecy" and header.secrecy is None:
                header.secrecy = cell.text.upper()
        address = self._cells(Zone.ADDRESSEES, 0, len(self.zones), single=True)
        header.addressees = read_entries(self.text, address, self.rules) if address else []
        self._subject(front)
        self._type(front, has_address=bool(address))
        if header.number is None and not any(cell.kind == "number" for cell in front):
            self._number_elsewhere(front)
        self._tail(tail, address, front)
        return header

    def _cells(self, zone: Zone, first: int, last: int, *, single: bool = False, tail: bool = False) -> list[Cell]:
        """The cells of the lines of a zone in ``[first, last)``; ``single``: of its first unbroken stretch only."""
        indices: list[int] = []
        started = False
        for index in range(first, last):
            here = self.zones[index]
            if here is zone:
                indices.append(index)
                started = True
            elif here is Zone.NOISE and started:
                if self.cues.kind(self.text[self.lines[index].start : self.lines[index].end]) == "rule":
                    indices.append(index)
            elif started and single:
                break
        return self.cues.cells(self.text, self.lines, indices, tail=tail)

    # --- header -------------------------------------------------------------------------------------------------

    def _number(self, cells: Sequence[Cell]) -> None:
        pattern = self.rules.pattern("header", "number")
        for index, cell in enumerate(cells):
            if cell.kind != "number":
                continue
            match = pattern.search(cell.text)
            if match is None and not any(map(str.isalnum, cell.text[2:])) and index + 1 < len(cells):
                # "Số:" and its number on two lines.
                below = cells[index + 1]
                if self.cues.kind(f"{cell.text} {below.text}") == "number":
                    match = pattern.search(below.text)
            if match:
                self.header.number = _BLANK.sub("", match["number"])
                return
            bare = regex.search(r"\d+$", cell.text)
            if bare and self.header.number is None:
                self.header.number = bare[0]

    def _date(self, cells: Sequence[Cell]) -> None:
        pattern = self.rules.pattern("header", "date")
        header = self.header
        for index, cell in enumerate(cells):
            if not self._is_dateline(cells, index):
                continue
            words = cell.text
            for below in cells[index + 1 : index + 3]:
                if not self.cues.date_rest.fullmatch(below.text):
                    break
                words = f"{words} {below.text}"
            above = cells[index - 1] if index else None
            if above and above.line + 1 == cell.line and self._opens_place(above):
                words = f"{above.text} {words}"
            match = pattern.search(words)
            if match is None:
                continue
            header.place = header.place or match["place"]
            if match["year"] and header.issued_year is None:
                header.issued_year = int(match["year"])
            if match["day"] and match["month"] and match["year"] and header.issued_on is None:
                try:
                    header.issued_on = date(int(match["year"]), int(match["month"]), int(match["day"]))
                except ValueError:
                    continue
                header.issued_year = header.issued_on.year
                return

    def _is_dateline(self, cells: Sequence[Cell], index: int) -> bool:
        """``ngày 05 tháng 01 năm 2024`` alone is one below ``Sơn Hà,``."""
        cell = cells[index]
        if cell.kind is not None or not index or not cells[index - 1].text.endswith(","):
            return cell.kind == "dateline"
        return self.cues.kind(f"{cells[index - 1].text} {cell.text}") == "dateline"

    def _opens_place(self, cell: Cell) -> bool:
        """The first words of a place name, broken off from the date line: ``Thành phố Hồ`` / ``Chí Minh, ngày …``."""
        words = cell.text.rstrip(" ,")
        return cell.kind is None and not is_capital(words) and self.cues.place.fullmatch(words) is not None

    def _title(self, cells: Sequence[Cell]) -> int | None:
        """Index of the cell with the kind of document."""
        for index, cell in enumerate(cells):
            if self._kind_of(cell) is not None:
                return index
        return None

    def _kind_of(self, cell: Cell) -> str | None:
        if cell.kind == "title" or cell.text.upper() in self.cues.types:
            match = self.cues.title.fullmatch(cell.text.upper())
            return self.cues.types.get(match["title"]) if match else None
        return None

    def _subject(self, cells: Sequence[Cell]) -> None:
        title = self._title(cells)
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
        if subject:
            self.header.subject = subject
            start = rest_at if rest.strip() else chosen[0].start
            self.header.subject_span = (start, chosen[-1].end if chosen else cells[title or 0].end)

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
            if not chosen and self._is_issuer_line(cell, cells):
                continue
            named = bool(self.cues.head.match(cell.text) or self.cues.post.match(cell.text)) and is_capital(cell.text)
            if chosen and named and self._decides(cells, cell, title, before):
                break
            if chosen or capital_title:
                if is_capital(cell.text) and not (is_capital(before.text) or before.text.isupper()):
                    break
                if named and (cell.gap or cell.after_rule or (self.header.issuer or "").upper() == cell.text):
                    break
                if chosen and cell.after_rule and not capital_title:
                    break
            elif named and cell is not cells[-1] and self._is_authority(cell):
                break
            chosen.append(cell)
        return chosen

    def _decides(self, cells: Sequence[Cell], cell: Cell, title: int, before: Cell) -> bool:
        """The last capitals of a decision's or resolution's header say who decides."""
        if self._kind_of(cells[title]) not in _DECIDED or _BOUND_END.search(before.text):
            return False
        rest = cells[cells.index(cell) :]
        return len(rest) <= _AUTHORITY_LINES and all(is_capital(below.text) for below in rest)

    def _names_what(self, cell: Cell) -> bool:
        match = self.cues.title.fullmatch(cell.text.upper())
        return match is not None and bool(match["rest"].strip())

    def _is_issuer_line(self, cell: Cell, cells: Sequence[Cell]) -> bool:
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

    def _type(self, cells: Sequence[Cell], *, has_address: bool) -> None:
        header = self.header
        known = set(self.cues.types.values())
        symbol: str | None = None
        if header.number:
            match = _PARTY_SYMBOL.search(header.number) or _SYMBOL.search(header.number)
            symbol = match[1] if match and match[1] in known else None
        title = self._title(cells)
        if title is not None:
            header.type = self._kind_of(cells[title])
            if header.type == "KL" and symbol == "TB":
                header.type = symbol
        elif symbol:
            header.type = symbol
        elif has_address or any(cell.kind == "abstract" for cell in cells) or (header.number and "/" in header.number):
            header.type = "CV"
        else:
            named = Counter(match["kind"] for match in self.rules.pattern("header", "self").finditer(self.text))
            if named:
                header.type = self.cues.types.get(named.most_common(1)[0][0].upper())

    def _number_elsewhere(self, front: Sequence[Cell]) -> None:
        """Where the number line is missing: number and day from ``(Kèm theo …)`` of an attachment, or the headline.

        An attachment names the document that it belongs to; only one of the same kind is this document.
        """
        header = self.header
        for first, zone in enumerate(self.zones):
            if zone is not Zone.HEADER:
                continue
            line = self.lines[first]
            if self.cues.kind(self.text[line.start : line.end]) != "attached":
                continue
            last = first
            while last + 1 < len(self.zones) and self.zones[last + 1] is Zone.HEADER and last < first + 3:
                last += 1
            words = self.text[line.start : self.lines[last].end].replace("\n", " ")
            match = self.rules.pattern("header", "attached-to").search(words)
            if match is None or self.cues.types.get(match["kind"].upper()) != header.type:
                continue
            header.number = _BLANK.sub("", match["number"])
            if header.issued_on is None and match["day"]:
                try:
                    header.issued_on = date(int(match["year"]), int(match["month"]), int(match["day"]))
                except ValueError:
                    return
                header.issued_year = header.issued_on.year
            return
        top = front[0] if front else None
        if top and self.cues.headline.match(top.text) and (found := self.cues.number.search(top.text)):
            header.number = _BLANK.sub("", found["number"])
            before = top.text[: found.start()].upper()
            kinds = [kind for words, kind in self.cues.types.items() if words in before]
            header.type = header.type or (kinds[0] if kinds else None)

    # --- tail ---------------------------------------------------------------------------------------------------

    def _tail(self, tail: int, address: Sequence[Cell], front: Sequence[Cell]) -> None:
        header = self.header
        end = self._tail_end(tail)
        received = self._cells(Zone.RECIPIENTS, tail, end, tail=True)
        right = [cell for cell in received[1:] if cell.kind in ("authority", "post")]
        left = [cell for cell in received if cell not in right]
        signed = sorted([*self._cells(Zone.SIGNATURE, tail, end, tail=True), *right], key=lambda cell: cell.start)
        signature = read_signature(signed, self.rules)
        left, beside = self._right_column(left)
        signature.name = signature.name or beside
        header.recipients = read_entries(self.text, left, self.rules) if left else []
        header.signer, header.signer_title = signature.name, signature.title
        header.signer_authority = signature.authority
        stamps = "\n".join(
            self.text[line.start : line.end]
            for line, zone in zip(self.lines, self.zones, strict=True)
            if zone is Zone.NOISE and line.end - line.start > 6
        )
        header.stamp_on = read_stamp(stamps, header.signer, self.rules)
        found = issuers.from_header(self._issuer_cells(front), self.rules) or issuers.from_authority(
            self._authority_cells(front), self.rules
        )
        if found is None and address and self.rules.pattern("header", "dispatch").match(address[0].text):
            found = issuers.from_dispatch(address[0], self.rules)
        if found is None:
            found = issuers.from_body(self.text, signature, header.place, stamps, self.rules)
        else:
            found = issuers.complete(found, header.place, self.text, self.rules)
        if found:
            header.issuer = found.name
            header.issuer_span = (found.start, found.end) if found.end else None

    def _tail_end(self, tail: int) -> int:
        """Where the first tail ends: at the header of an attached part."""
        for index in range(tail, len(self.zones)):
            if self.zones[index] is Zone.HEADER:
                kind = self.cues.kind(self.text[self.lines[index].start : self.lines[index].end])
                if kind in ("title", "attached"):
                    return index
        return len(self.zones)

    def _right_column(self, cells: Sequence[Cell]) -> tuple[list[Cell], str | None]:
        """The entries of Nơi nhận without what ran into them from the signature beside: ``(đã ký)``, the name."""
        kept: list[Cell] = []
        found: str | None = None
        for number, cell in enumerate(cells, 1):
            match = _BESIDE.search(cell.text)
            name = self.cues.name(match["words"]) if match else None
            # "Hà Nội" could be a name too; on the last line the signer's stands
            if name and number < len(cells) and len(name.split()) < _WORDS_OF_NAME:
                name = None
            if match is None or not (name or self.cues.signed.match(match["words"])):
                kept.append(cell)
                continue
            found = name or found
            words = cell.text[: match.start()].rstrip()
            kept.append(
                Cell(cell.start, cell.start + len(words), words, cell.line, cell.gap, cell.kind, cell.after_rule)
            )
        return kept, found

    def _authority_cells(self, cells: Sequence[Cell]) -> list[Cell]:
        """The capitals between trích yếu and body that name who decides, apart from the trích yếu itself."""
        title = self._title(cells)
        if title is None:
            return []
        about = self.header.subject_span or (0, 0)
        found: list[Cell] = []
        for cell in cells[title + 1 :]:
            if cell.kind in ("title", "attached") and cell.start >= about[1]:
                break
            if (
                (is_capital(cell.text) or self._is_issuer_line(cell, cells))
                and not about[0] <= cell.start < about[1]
                and cell.kind in (None, "post")
            ):
                found.append(cell)
        return found

    def _issuer_cells(self, cells: Sequence[Cell]) -> list[Cell]:
        """The cells that may name the issuer: above title and V/v, apart from motto, number, date."""
        found: list[Cell] = []
        for index, cell in enumerate(cells):
            if cell.kind in ("title", "abstract") or self._kind_of(cell):
                break

            if self.cues.date_rest.fullmatch(cell.text) or self._is_dateline(cells, index):
                continue
            if cell.kind not in (None, "post"):
                continue
            if index and cells[index - 1].kind == "number" and cell.text[:1].isdigit():
                continue
            if index + 1 < len(cells) and self._is_dateline(cells, index + 1) and self._opens_place(cell):
                continue
            found.append(cell)
        return found
