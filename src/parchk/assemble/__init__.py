"""From mentions to tasks: classify the statements, find who must act, attach times and labels, build the models."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from parchk.assemble.attach import Attachment
from parchk.assemble.build import Actions, Places, TaskBuilder
from parchk.assemble.classify import Classifier
from parchk.assemble.confidence import Confidence
from parchk.assemble.draft import Draft, Sort, Statement
from parchk.assemble.keys import UnitKeys
from parchk.assemble.responsible import Responsibility
from parchk.assemble.statements import StatementReader, marks_of
from parchk.models import Coverage, Task
from parchk.ruleset import Ruleset
from parchk.spans import (
    CitationMention,
    DeadlineMention,
    RoleMention,
    Section,
    Sentence,
    Skeleton,
    TableRow,
    UnitMention,
)
from parchk.text import NormalisedText

__all__ = ["Assembler", "Draft", "Mentions", "Places", "Result", "Sort", "Statement"]


# Who speaks in directives on behalf of the issuer: "Chủ tịch UBND tỉnh yêu cầu …".
_SPEAKERS = frozenset({"council", "state", "party", "party-branch", "person"})


class Mentions(Struct, frozen=True):
    """Everything that was recognised in the normalised text, each kind in order."""

    citations: Sequence[CitationMention]
    groups: Sequence[Sequence[CitationMention]]
    """The document's citations, each as its mentions."""
    units: Sequence[UnitMention]
    addressees: Sequence[UnitMention]
    deadlines: Sequence[DeadlineMention]
    issuer: str | None = None
    """Name of the issuing body."""


class Result(Struct, frozen=True):
    """Tasks and how the document's statements were judged."""

    tasks: list[Task]
    statements: list[Statement]
    drafts: list[Draft]
    coverage: Coverage


class Assembler:
    """Assembles the tasks of one document after another."""

    def __init__(
        self, rules: Ruleset, roles: Callable[[Sequence[Skeleton]], list[list[RoleMention]]], actions: Actions
    ) -> None:
        self._read = StatementReader(rules, roles)
        self._classify = Classifier(rules)
        self._actions = actions
        self._keys = UnitKeys(rules)
        self._confidence = Confidence(rules)

    def statements(
        self,
        text: str,
        sentences: Sequence[Sentence],
        rows: Sequence[TableRow],
        sections: Sequence[Section],
        mentions: Mentions,
    ) -> list[Statement]:
        """The document's statements, judged by the rules alone."""
        marks = marks_of(mentions.citations, mentions.deadlines, mentions.units)
        found = [*self._read(text, sentences, marks), *self._read.rows(text, rows, marks)]
        found.sort(key=lambda statement: statement.start)
        self._classify(found, sections)
        return found

    def __call__(
        self, source: str, text: NormalisedText, statements: list[Statement], mentions: Mentions, number: str | None
    ) -> Result:
        """The tasks among these statements."""
        places = Places(source, text)
        issuer = self._keys.of(mentions.issuer) if mentions.issuer else ""

        def is_issuer(unit: UnitMention) -> bool:
            if unit.rule in _SPEAKERS:
                return True
            key = self._keys.of(places.clean(unit.start, unit.end))
            return bool(issuer) and (issuer in key or issuer.startswith(key))

        responsibility = Responsibility(self._classify, mentions.addressees, is_issuer)
        attachment = Attachment(mentions.deadlines)
        drafts: list[Draft] = []
        for statement in statements:
            responsibility.read(statement)
            if statement.sort is Sort.TASK:
                draft = Draft(statement)
                responsibility.assign(draft)
                draft.deadlines = attachment.own(statement)
                if statement.row is not None and "product" in statement.row.cells:
                    draft.products.extend(statement.row.cells["product"])
                drafts.append(draft)
        attachment(statements, drafts)
        build = TaskBuilder(places, self._keys, self._actions, self._confidence, number)
        index = {id(mention): at for at, group in enumerate(mentions.groups) for mention in group}
        cited = sorted((c.start, index[id(c)]) for c in mentions.citations if id(c) in index)
        kinds = self._classify.kinds([draft.statement.skeleton.text for draft in drafts])
        tasks = build(drafts, kinds, cited)
        undecided = sum(statement.sort is Sort.UNDECIDED for statement in statements)
        coverage = Coverage(
            sentences=len(statements),
            tasks=len(tasks),
            other=len(statements) - len(tasks) - undecided,
            undecided=undecided,
        )
        return Result(tasks, statements, drafts, coverage)
