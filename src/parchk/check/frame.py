"""What the form of a directive lacks (Decree 30/2020/NĐ-CP, Phụ lục I): number, date, signer, Nơi nhận, ``./.``."""

from __future__ import annotations

from collections.abc import Iterator

from parchk.check.manuscript import Found, Manuscript
from parchk.ruleset import Ruleset
from parchk.symbols import read_symbol


class Frame:
    """The parts that every directive has."""

    def __init__(self, rules: Ruleset) -> None:
        self._end_mark = rules.pattern("drafting", "end-mark")
        self._party = rules.pattern("drafting", "party")

    def __call__(self, manuscript: Manuscript) -> Iterator[Found]:
        """What it finds, in no particular order."""
        document = manuscript.document
        if not manuscript.source.strip():
            yield Found("empty-document")
            return
        if document.number is None or not document.number[:1].isdigit():
            yield Found("number-missing")
        if document.issued_on_source != "header":
            yield Found("date-missing")
        if document.signer is None or document.signer.name is None:
            yield Found("signer-missing")
        if not document.recipients:
            yield Found("recipients-missing")
        if not self._is_of_party(manuscript):
            yield from self._end(manuscript)

    def _end(self, manuscript: Manuscript) -> Iterator[Found]:
        """The mark stands anywhere: text dumps put what follows it behind a footnote or in front of a table."""
        if self._end_mark.search(manuscript.text.text):
            return
        end = max((block.end for block in manuscript.body(0)), default=None)
        yield Found("end-mark-missing", manuscript.span(end - 1, end) if end else None)

    def _is_of_party(self, manuscript: Manuscript) -> bool:
        document = manuscript.document
        if document.issuer is not None and self._party.match(document.issuer.name):
            return True
        symbol = read_symbol(document.number or "")
        return symbol is not None and symbol.style == "party"
