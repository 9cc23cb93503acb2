"""The one road from a document as read to its result; every step is a stage of its own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from parchk import regexp
from parchk.assemble import Assembler, Mentions, Places, Result, Sort, Statement
from parchk.assemble.amendments import amendments
from parchk.assemble.keys import UnitKeys
from parchk.assemble.remainder import not_tasks
from parchk.check import Checked, Checker, Manuscript
from parchk.dates import VIETNAM, WorkCalendar
from parchk.models import SCHEMA_VERSION, Citation, Directive, Document, Issuer, Section, Signer, Source, Task, read_at
from parchk.nlp import SecondOpinion
from parchk.normalise import clean
from parchk.recognise.actions import ActionRecogniser
from parchk.recognise.amendments import AmendmentRecogniser
from parchk.recognise.amendments_reading import Clause
from parchk.recognise.deadlines import DeadlineRecogniser
from parchk.recognise.references import ReferenceRecogniser, distinct
from parchk.recognise.roles import RoleRecogniser
from parchk.recognise.units import UnitRecogniser
from parchk.repair import Repairer
from parchk.ruleset import Ruleset
from parchk.segment.grid import GridReader
from parchk.segment.header import read_header
from parchk.segment.layout import LayoutReader, Outline
from parchk.segment.lines import split_lines
from parchk.segment.sentences import SentenceReader, bare_values
from parchk.segment.tables import TableReader
from parchk.segment.zones import assign_zones
from parchk.spans import CitationMention, Header, Sentence, TableRow, UnitMention, Zone
from parchk.text import NormalisedText, Repair, SourceText, quote

if TYPE_CHECKING:
    from parchk.check.drafting import DraftingChecker


class Options(Struct, frozen=True):
    """How a document is to be read."""

    issued_on: date | None = None
    """The issue date, when the document does not say it."""
    nlp: Literal["auto", "off", "always"] = "auto"
    """Whether undecided sentences are shown to underthesea and spaCy."""
    with_text: bool = False
    """Put the text as read into the result."""
    lang: Literal["vi", "en"] = "en"
    """Language of the findings' messages."""
    calendar: WorkCalendar | None = None
    """The office's own days off and made-up working days; by default the public holidays of Vietnam alone."""
    min_working_days: int = 3
    """A deadline with fewer working days behind the day of issue is a finding of :meth:`Extractor.check`."""


_USUAL = Options()


class Extractor:
    """Extracts directives by one rule set; made once, used for many documents.

    >>> from parchk.read import read_bytes
    >>> from parchk.ruleset import load
    >>> extract = Extractor(load())
    >>> directive = extract(read_bytes("1. Phòng Nội vụ báo cáo trước ngày 20/8/2022.".encode(), "a.txt"))
    >>> [deadline.due for task in directive.tasks for deadline in task.deadlines]
    ['2022-08-20']
    """

    def __init__(self, rules: Ruleset, options: Options = _USUAL) -> None:
        self._rules, self._options = rules, options
        self._repair = Repairer(rules)
        self._layout = LayoutReader(rules)
        self._references = ReferenceRecogniser(rules)
        self._units = UnitRecogniser(rules)
        self._sentences = SentenceReader(rules)
        self._tables = TableReader(rules)
        self._grid = GridReader(self._tables.column)
        self._deadlines = DeadlineRecogniser(rules, options.calendar or VIETNAM)
        self._amendments = AmendmentRecogniser(rules, self._deadlines)
        self._keys = UnitKeys(rules)
        self._assemble = Assembler(rules, RoleRecogniser(rules), ActionRecogniser(rules))
        self._second_opinion = SecondOpinion(rules, options.nlp)
        kinds = [word for rule in rules.of_kind("references", "type") for word in rule.words]
        self._document_kind = regexp.compile(rules.alternation(kinds), regexp.IGNORECASE)
        self._label_time = rules.pattern("sentences", "label-time")
        self._check = Checker(rules, options.lang)
        self._drafting: DraftingChecker | None = None

    def __call__(self, source: SourceText) -> Directive:
        """The result of one document."""
        return self._extract(source)[0]

    def check(self, source: SourceText) -> Checked:
        """The result of one document, with the findings about its drafting."""
        if self._drafting is None:
            from parchk.check.drafting import DraftingChecker  # noqa: PLC0415  # most extractors never need it

            calendar = self._options.calendar or VIETNAM
            options = self._options
            self._drafting = DraftingChecker(self._rules, options.lang, calendar, options.min_working_days)
        directive, manuscript = self._extract(source)
        return Checked(directive, self._drafting(manuscript))

    def _extract(self, source: SourceText) -> tuple[Directive, Manuscript]:
        cleaned, repairs = self._repair(clean(source.text))
        lines = split_lines(cleaned.text)
        zones = assign_zones(lines, self._rules)
        header = read_header(cleaned.text, lines, zones, self._rules)
        outline = self._layout(cleaned, lines, zones, self._grid(lines))
        issued_on, issued_by = self._issued_on(header)
        rows = self._tables(outline.text.text, outline.blocks)
        found = self._sentences(outline.text.text, outline.blocks)
        mentions = self._recognise(cleaned, outline, found=found, rows=rows, header=header, issued_on=issued_on)
        statements = self._assemble.statements(outline.text.text, found, rows, outline.sections, mentions)
        self._ask(outline.text.text, statements)
        result = self._assemble(source.text, outline.text, statements, mentions, header.number)
        tasks = [_with_repairs(task, repairs) for task in result.tasks]
        places = Places(source.text, outline.text)
        document = self._document(header, cleaned, source.text, issued_on, issued_by)
        spans = [(statement, places.span(statement.start, statement.end)) for statement in statements]
        remainder = not_tasks(cleaned, lines, zones, spans)
        manuscript = Manuscript(
            source=source.text,
            text=outline.text,
            blocks=outline.blocks,
            sections=outline.sections,
            header=header,
            citations=mentions.citations,
            deadlines=mentions.deadlines,
            document=document,
            tasks=tasks,
            issued_on=issued_on,
            notes=source.notes,
            repairs=repairs,
            undecided=[span for statement, span in spans if statement.sort is Sort.UNDECIDED],
            quoted=places.quoted,
        )
        directive = Directive(
            schema_version=SCHEMA_VERSION,
            source=self._source(source),
            document=document,
            sections=_sections(outline, places),
            tasks=tasks,
            citations=_citations(mentions.groups, places),
            findings=self._check(manuscript),
            coverage=result.coverage.model_copy(update={"not_tasks": remainder}),
        )
        if mentions.citations:
            named = _named(result, self._keys, header.issuer)
            clauses = _clauses(_subject(header, cleaned, outline), statements, named)
            amended = self._amendments(outline.text.text, clauses, mentions.citations, mentions.units, issued_on)
            if amended:  # results of other documents do not have the field
                directive = directive.model_copy(update={"amendments": amendments(amended, mentions.groups, places)})
        regexp.forget()
        return directive, manuscript

    def _ask(self, text: str, statements: Sequence[Statement]) -> None:
        """Show undecided statements to the second opinion; under ``always`` also what the rules decided.

        An undecided statement that it takes for an order becomes a task. Of a task, its agreement or doubt is noted.
        """
        always = self._second_opinion.mode == "always"
        for statement in statements:
            decided = statement.sort is Sort.TASK
            open_question = statement.sort is Sort.UNDECIDED or (always and statement.reason == "description")
            if not (decided and always) and not (open_question and self._is_sentence(statement)):
                continue
            rule = self._second_opinion(text[statement.start : statement.end])
            if decided:
                statement.second_opinion = f"nlp:{rule}" if rule else "nlp:doubt"
            elif rule is not None:
                statement.sort, statement.reason = Sort.TASK, f"nlp:{rule}"

    def _is_sentence(self, statement: Statement) -> bool:
        """Whether the statement is a sentence with a head of its own: no table cell, no name, no link."""
        text = statement.skeleton.text
        return (
            statement.section is not None
            and text[:1].isalpha()
            and text.rstrip().endswith((".", ";", "…"))
            and "|" not in text
            and not self._document_kind.match(text)
        )

    def _issued_on(self, header: Header) -> tuple[date | None, str | None]:
        """The day that times without a year count from, and how it is known."""
        if header.issued_on is not None:
            return header.issued_on, "header"
        if self._options.issued_on is not None:
            return self._options.issued_on, "option"
        if header.stamp_on is not None:
            return header.stamp_on, "signature-stamp"
        return None, None

    def _recognise(
        self,
        cleaned: NormalisedText,
        outline: Outline,
        *,
        found: Sequence[Sentence],
        rows: Sequence[TableRow],
        header: Header,
        issued_on: date | None,
    ) -> Mentions:
        text = outline.text.text
        citations = self._references(text)
        addressed = [cleaned.source_span(*span) for span in header.addressees]
        units = self._units(text)
        spans = [(sentence.start, sentence.end) for sentence in found]
        timed = sorted({cell for row in rows for cell in row.cells.get("time", ())})
        jobs = [row.cells["job"][0] for row in rows]
        deadlines = self._deadlines(
            text,
            sorted([*spans, *timed, *jobs]),
            issued_on=issued_on,
            masked=[(citation.start, citation.end) for citation in citations],
            bare=sorted([*bare_values(text, spans, self._label_time), *timed]),
        )
        return Mentions(
            citations=citations,
            groups=distinct(citations, header.number, header.issued_on),
            units=units,
            addressees=_within(addressed, units, outline.text),
            deadlines=deadlines,
            issuer=header.issuer,
        )

    def _source(self, source: SourceText) -> Source:
        given = {
            "name": source.name,
            "sha256": source.sha256,
            "media_type": source.media_type,
            "encoding": source.encoding,
            "chars": len(source.text),
        }
        return Source(**given, text=source.text) if self._options.with_text else Source(**given)  # type: ignore[arg-type]

    @staticmethod
    def _document(
        header: Header, cleaned: NormalisedText, text: str, issued_on: date | None, issued_by: str | None
    ) -> Document:
        def words(span: tuple[int, int]) -> str:
            low, high = cleaned.source_span(*span)
            return quote(text[low:high])

        issuer = None
        if header.issuer is not None:
            span = cleaned.source_span(*header.issuer_span) if header.issuer_span else None
            issuer = Issuer(name=header.issuer, text=quote(text[span[0] : span[1]]) if span else None, span=span)
        signer = None
        if header.signer is not None or header.signer_title is not None:
            signer = Signer(name=header.signer, title=header.signer_title)
        return Document(
            issuer=issuer,
            number=header.number,
            type=header.type,
            issued_on=issued_on.isoformat() if issued_on is not None and issued_by != "signature-stamp" else None,
            issued_year=header.issued_year,
            issued_on_source=issued_by,  # type: ignore[arg-type]  # one of the three literals, see _issued_on
            place=header.place,
            subject=header.subject,
            addressees=[words(span) for span in header.addressees],
            recipients=[words(span) for span in header.recipients],
            signer=signer,
            signer_authority=header.signer_authority,  # type: ignore[arg-type]  # header.toml holds the literals
            urgency=header.urgency,
            secrecy=header.secrecy,
        )


def _subject(header: Header, cleaned: NormalisedText, outline: Outline) -> tuple[int, int] | None:
    """Where the trích yếu stands in the outline's text."""
    if header.subject_span is None:
        return None
    start, end = cleaned.source_span(*header.subject_span)
    spans = [
        (block.start, block.end)
        for block in takewhile(lambda block: block.zone is not Zone.BODY, outline.blocks)
        if block.start < block.end and _overlap((start, end), outline.text.source_span(block.start, block.end))
    ]
    return (spans[0][0], spans[-1][1]) if spans else None


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _named(result: Result, keys: UnitKeys, issuer: str | None) -> dict[int, int]:
    """Where the unit is named that is to act, by the identity of the statement; the issuer gives no order to itself."""
    own = keys.of(issuer) if issuer else ""
    found = {}
    for draft, task in zip(result.drafts, result.tasks, strict=True):
        leads = [unit.key.removeprefix("chu-tich-") for unit in task.units if unit.role == "lead"]
        if draft.lead_source in ("sentence", "heading", "previous") and not all(map(own.startswith, leads)):
            found[id(draft.statement)] = draft.leads[0].start
    return found


def _clauses(
    subject: tuple[int, int] | None, statements: Sequence[Statement], named: Mapping[int, int]
) -> list[Clause]:
    """What may amend another document: the trích yếu and the statements."""
    made = [Clause(one.start, one.end, one.section, led_from=named.get(id(one))) for one in statements]
    return made if subject is None else [Clause(*subject, None, is_subject=True), *made]


def _within(spans: Sequence[tuple[int, int]], units: Sequence[UnitMention], text: NormalisedText) -> list[UnitMention]:
    """The units (in order) that begin in one of these spans of the text as read."""
    found = []
    last = max((high for _, high in spans), default=0)
    for unit in units if spans else ():
        start = text.source_span(unit.start, unit.end)[0]
        if start >= last:
            break
        if any(low <= start < high for low, high in spans):
            found.append(unit)
    return found


def _with_repairs(task: Task, repairs: Sequence[Repair]) -> Task:
    """The task with a reason for every repair (in order) of words that it or one of its values was read from."""
    if not repairs:
        return task
    rules: dict[str, None] = {}
    for start, end in (task.span, *map(read_at, task.units), *map(read_at, task.deadlines)):
        at = bisect_right(repairs, start, key=lambda repair: repair.span[1])
        while at < len(repairs) and repairs[at].span[0] < end:
            rules[repairs[at].rule] = None
            at += 1
    if not rules:
        return task
    return task.model_copy(update={"because": [*task.because, *(f"repair:{rule}" for rule in rules)]})


def _sections(outline: Outline, places: Places) -> list[Section]:
    made = []
    for section in outline.sections:
        title = places.quoted(section.body, section.title_end)[0] if section.title is not None else None
        made.append(
            Section(
                path=section.path,
                marker=section.marker,
                title=title.rstrip(" :") if title else None,
                level=section.level,
                parent=section.parent,
                span=places.span(section.start, max(section.end, section.start + 1)),
            )
        )
    return made


def _citations(groups: Sequence[Sequence[CitationMention]], places: Places) -> list[Citation]:
    made = []
    for group in groups:
        first = group[0]
        text, span = places.quoted(first.start, first.end)
        dated = next((mention.date for mention in group if mention.date is not None), None)
        made.append(
            Citation(
                type=next((mention.type for mention in group if mention.type), None),
                number=first.number,
                date=dated.isoformat() if dated else None,
                issuer=next((mention.issuer for mention in group if mention.issuer), None),
                text=text,
                span=span,
            )
        )
    return made
