"""What header, Kính gửi, Nơi nhận and signature of a directive say (GUIDE: document).

Reads only the lines that :mod:`parchk.segment.zones` gave to those parts, those of the document itself, not of what
is attached to it. Spans count code points of the clean text.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from parchk import regexp
from parchk.segment import issuer as issuers
from parchk.segment.cues import Cell, Cues, cues_of, is_capital
from parchk.segment.entries import read_entries
from parchk.segment.signature import read_signature, read_stamp
from parchk.segment.subject import SubjectReader
from parchk.spans import Header, Line, Zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parchk.ruleset import Ruleset

_BARE_NUMBER = regexp.compile(r"\d+$")
_BLANK = regexp.compile(r"\s+")
_SYMBOL = regexp.compile(r"/([A-ZĐ][A-Za-zĐ]*)")
_PARTY_SYMBOL = regexp.compile(r"^\d+[a-zA-ZĐđ]?-([A-ZĐ][A-Za-zĐ]*)/")
# What stands behind an entry of Nơi nhận: a name, or "(Đã ký)".
_BESIDE = regexp.compile(r"(?<=[.;)]) (?P<words>(?:\p{Lu}\p{Ll}*'?\p{L}* ){1,5}\p{Lu}\p{Ll}+|\([\p{L} ]{4,12}\))$")
_WORDS_OF_NAME = 3
# A member of an enum takes Python 3.11 ten times as long as a name does: they are asked for at every line.
_HEADER, _NOISE = Zone.HEADER, Zone.NOISE
_TAIL = (Zone.RECIPIENTS, Zone.SIGNATURE)


def read_header(text: str, lines: Sequence[Line], zones: Sequence[Zone], rules: Ruleset) -> Header:
    """Every field of the document that its frame gives; what is not there stays ``None`` or empty."""
    return _Reader(text, lines, zones, rules).read()


class _Reader:
    def __init__(self, text: str, lines: Sequence[Line], zones: Sequence[Zone], rules: Ruleset) -> None:
        self.text, self.lines, self.zones, self.rules = text, lines, zones, rules
        self.cues: Cues = cues_of(rules)
        self.subject = SubjectReader(rules, self.cues)
        self.header = Header()

    def read(self) -> Header:
        tail = next((i for i, z in enumerate(self.zones) if z in _TAIL), len(self.zones))
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
        subject = self.subject(front)
        if subject is not None:
            header.subject, header.subject_span = subject
        self._type(front, has_address=bool(address))
        if header.number is None and not any(cell.kind == "number" for cell in front):
            self._number_elsewhere(front)
        self._tail(tail, address, front)
        return header

    def _cells(self, zone: Zone, first: int, last: int, *, single: bool = False, tail: bool = False) -> list[Cell]:
        """The cells of the lines of a zone in ``[first, last)``; ``single``: of its first unbroken stretch only."""
        indices: list[int] = []
        started = False
        for index, here in enumerate(self.zones[first:last], first):
            if here is zone:
                indices.append(index)
                started = True
            elif here is _NOISE and started:
                if self.lines[index].kind == "rule":
                    indices.append(index)
            elif started and single:
                break
        return self.cues.cells(self.lines, indices, tail=tail)

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
            bare = _BARE_NUMBER.search(cell.text)
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

    def _type(self, cells: Sequence[Cell], *, has_address: bool) -> None:
        header = self.header
        known = set(self.cues.types.values())
        symbol: str | None = None
        if header.number:
            match = _PARTY_SYMBOL.search(header.number) or _SYMBOL.search(header.number)
            symbol = match[1] if match and match[1] in known else None
        title = self.subject.title(cells)
        if title is not None:
            header.type = self.subject.kind_of(cells[title])
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
            if zone is not _HEADER:
                continue
            line = self.lines[first]
            if line.kind != "attached":
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
        noise = [line for line, zone in zip(self.lines, self.zones, strict=True) if zone is _NOISE]
        stamps = "\n".join(line.text for line in noise if len(line.text) > 6)
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
            if self.zones[index] is _HEADER and self.lines[index].kind in ("title", "attached"):
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
        title = self.subject.title(cells)
        if title is None:
            return []
        about = self.header.subject_span or (0, 0)
        found: list[Cell] = []
        for cell in cells[title + 1 :]:
            if cell.kind in ("title", "attached") and cell.start >= about[1]:
                break
            if (
                (is_capital(cell.text) or self.subject.is_issuer_line(cell, cells))
                and not about[0] <= cell.start < about[1]
                and cell.kind in (None, "post")
            ):
                found.append(cell)
        return found

    def _issuer_cells(self, cells: Sequence[Cell]) -> list[Cell]:
        """The cells that may name the issuer: above title and V/v, apart from motto, number, date."""
        found: list[Cell] = []
        motto = ""
        for index, cell in enumerate(cells):
            if cell.kind in ("title", "abstract") or self.subject.kind_of(cell):
                break
            if motto and self.cues.kind(f"{motto} {cell.text}") == "motto":
                continue  # its last words, on a line of their own
            motto = cell.text if cell.kind == "motto" else motto
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
