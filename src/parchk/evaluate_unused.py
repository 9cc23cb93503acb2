"""Which rules never hit on given documents.

Every rule that matches text is searched for in every form in which the stages show text to rules: the clean text as a
whole, its lines, its paragraphs with and without their markers, its sentences, and the sentences with signs for units,
times and cited documents. A hit says that the pattern matches somewhere, not that it decided anything; no hit says
that the rule did nothing for these documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parchk.assemble.statements import StatementReader, marks_of
from parchk.normalise import clean
from parchk.recognise.deadlines import DeadlineRecogniser
from parchk.recognise.references import ReferenceRecogniser
from parchk.recognise.roles import RoleRecogniser
from parchk.recognise.units import UnitRecogniser
from parchk.ruleset import RuleFile, Ruleset
from parchk.ruleset.schema import Rule
from parchk.segment.header import read_header
from parchk.segment.layout import LayoutReader
from parchk.segment.lines import split_lines
from parchk.segment.sentences import SentenceReader
from parchk.segment.zones import assign_zones
from parchk.text import SourceText


class TextForms:
    """Gives every form in which rules see the text of a document."""

    def __init__(self, rules: Ruleset) -> None:
        self._rules = rules
        self._layout, self._sentences = LayoutReader(rules), SentenceReader(rules)
        self._references, self._units = ReferenceRecogniser(rules), UnitRecogniser(rules)
        self._deadlines = DeadlineRecogniser(rules)
        self._statements = StatementReader(rules, RoleRecogniser(rules))

    def __call__(self, source: SourceText) -> list[str]:
        """The forms, each once, in order."""
        return list(dict.fromkeys(form for form in self._forms(source) if form))

    def _forms(self, source: SourceText) -> Iterator[str]:
        cleaned = clean(source.text)
        lines = split_lines(cleaned.text)
        yield cleaned.text
        for line in lines:
            yield line.text
        zones = assign_zones(lines, self._rules)
        outline = self._layout(cleaned, lines, zones)
        text = outline.text.text
        yield text
        yield from text.splitlines()
        for block in outline.blocks:
            yield text[block.start : block.end]
        sentences = self._sentences(text, outline.blocks)
        spans = [(sentence.start, sentence.end) for sentence in sentences]
        for start, end in spans:
            yield text[start:end]
        citations = self._references(text)
        times = self._deadlines(
            text,
            spans,
            issued_on=read_header(cleaned.text, lines, zones, self._rules).issued_on,
            masked=[(citation.start, citation.end) for citation in citations],
        )
        for statement in self._statements(text, sentences, marks_of(citations, times, self._units(text))):
            yield statement.skeleton.text


def unused_rules(rules: Ruleset, documents: Sequence[SourceText]) -> Ruleset:
    """The rules that match text and hit nowhere in the documents, as a rule set of their own."""
    forms_of = TextForms(rules)
    forms = list(dict.fromkeys(form for document in documents for form in forms_of(document)))
    left: dict[str, RuleFile] = {}
    for file, rule in rules:
        if not isinstance(rule, Rule):
            continue  # token patterns and checks match no text
        pattern = rules.pattern(file, rule.id)
        if not any(pattern.search(form) for form in forms):
            left.setdefault(file, RuleFile(file)).rules[rule.id] = rule
    return Ruleset(left, rules.fingerprint)


def count_matching(rules: Ruleset) -> int:
    """How many of the rules match text."""
    return sum(isinstance(rule, Rule) for _, rule in rules)
