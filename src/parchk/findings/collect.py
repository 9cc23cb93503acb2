"""Documents checked one after the other: findings and their places are kept, texts are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parchk.check import Wording
from parchk.check.folder import CitedDates
from parchk.findings import CheckedDocument, Located
from parchk.findings.place import Place, Places

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from parchk.findings.selection import Selection
    from parchk.models import Finding, Span
    from parchk.pipeline import Extractor
    from parchk.ruleset import Ruleset
    from parchk.text import SourceText
    from parchk.wording import Lang


class Collector:
    """Checks documents; what only several of them show is found at the end."""

    def __init__(self, rules: Ruleset, extractor: Extractor, selection: Selection, lang: Lang) -> None:
        self._extractor, self._selection = extractor, selection
        self._wording = Wording(rules, lang)
        self._dates = CitedDates()
        self._documents: list[CheckedDocument] = []
        # By the documents' names: their numbers, and the places of their citations, which a comparison may point to.
        self._numbers: dict[str, int] = {}
        self._cited: dict[str, dict[Span, Place]] = {}

    def add(self, name: str, path: Path | None, source: SourceText) -> None:
        """Check a document, whose name tells it from the others."""
        checked = self._extractor.check(source)
        places = Places(source.text)
        findings = [
            Located(finding, places(finding.span) if finding.span else None)
            for finding in self._selection(checked.findings)
        ]
        if name not in self._numbers:  # two names may differ in bytes that cannot be shown
            self._numbers[name] = len(self._documents)
            self._cited[name] = {citation.span: places(citation.span) for citation in checked.directive.citations}
            self._dates.add(name, checked.directive)
        self._documents.append(CheckedDocument(name, path, source.media_type, tuple(findings)))

    def documents(self) -> list[CheckedDocument]:
        """All documents in the order in which they came, with all their findings."""
        documents = list(self._documents)
        for name, found in self._dates():
            number = self._numbers[name]
            document = documents[number]
            more = [
                Located(finding, self._cited[name][finding.span] if finding.span else None)
                for finding in self._selection(self._wording([found], drafting=True))
            ]
            documents[number] = CheckedDocument(
                document.source, document.path, document.media_type, _ordered([*document.findings, *more])
            )
        return documents


def _ordered(findings: Iterable[Located]) -> tuple[Located, ...]:
    def position(located: Located) -> tuple[bool, Span, str]:
        finding: Finding = located.finding
        return (True, finding.span, finding.code) if finding.span else (False, (0, 0), "")

    return tuple(sorted(findings, key=position))
