"""Drafts to result models: places in the text as read, keys, ids, confidence, reasons."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from parchk.assemble.confidence import Confidence
from parchk.assemble.draft import Draft, Statement
from parchk.assemble.keys import UnitKeys, task_id
from parchk.models import Action, Deadline, Deliverable, Target, Task, Unit
from parchk.spans import ActionMention, DeadlineMention, Skeleton, TargetMention, UnitMention
from parchk.text import NormalisedText, quote


class Actions(Protocol):
    """What the recogniser of actions offers."""

    def actions(self, skeleton: Skeleton, behind: int) -> list[tuple[ActionMention, int]]:
        """The verb of every clause, and where the clause ends."""

    def products(self, skeleton: Skeleton) -> list[tuple[int, int]]:
        """What the task is to yield."""

    def targets(self, skeleton: Skeleton) -> list[TargetMention]:
        """Measurable goals."""


class Places:
    """From the normalised text to the words as they stand in the text as read."""

    def __init__(self, source: str, text: NormalisedText) -> None:
        self._source, self._text = source, text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text as read."""
        return self._text.source_span(start, end)

    def quoted(self, start: int, end: int) -> tuple[str, tuple[int, int]]:
        """The words, and their span in the text as read."""
        low, high = self._text.source_span(start, end)
        return quote(self._source[low:high]), (low, high)

    def clean(self, start: int, end: int) -> str:
        """The words in normalised spelling."""
        return self._text.text[start:end]


class TaskBuilder:
    """Makes the :class:`~parchk.models.Task` of a draft."""

    def __init__(
        self, places: Places, keys: UnitKeys, actions: Actions, confidence: Confidence, number: str | None
    ) -> None:
        self._places, self._keys, self._actions, self._number = places, keys, actions, number
        self._confidence = confidence
        self._ids: dict[str, int] = {}
        # Most tasks have the units of the heading above them.
        self._known: dict[tuple[str, str, int, int], Unit] = {}

    def __call__(self, draft: Draft, kind: str, citations: Sequence[tuple[int, int]]) -> Task:
        """``citations`` are ``(start, index)`` of the document's citation mentions, in order."""
        statement = draft.statement
        text, span = self._places.quoted(statement.start, statement.end)
        section = statement.section.path if statement.section is not None else ""
        behind = max((unit.end for unit in statement.units("lead")), default=statement.start)
        deadlines = self._deadlines(draft)
        products = [*self._actions.products(statement.skeleton), *draft.products]
        targets = self._actions.targets(statement.skeleton)
        return Task(
            id=self._id(section, text),
            section=section,
            kind=kind,  # type: ignore[arg-type]  # one of the three literals, by the classifier
            text=text,
            span=span,
            actions=[
                self._action(mention, end)
                for mention, end in self._actions.actions(statement.skeleton, _in_skeleton(statement.skeleton, behind))
                if mention.end <= end
            ],
            units=self._units(draft),
            deadlines=deadlines,
            deliverables=[self._deliverable(start, end) for start, end in self._with_words(products)],
            targets=[self._target(target) for target in targets],
            citations=sorted({index for _, index in citations[slice(*_between(citations, statement))]}),
            routine=not deadlines and not products and not targets,
            confidence=self._confidence(draft),
            because=self._because(draft),
        )

    def _id(self, section: str, text: str) -> str:
        made = task_id(self._number, section, text)
        self._ids[made] = count = self._ids.get(made, 0) + 1
        return made if count == 1 else f"{made}-{count}"

    def _units(self, draft: Draft) -> list[Unit]:
        named = [("lead", unit, draft.lead_source or "sentence") for unit in draft.leads]
        named += [(role, unit, "sentence") for role, unit in draft.others]
        made: dict[tuple[str, str], Unit] = {}
        for role, mention, source in named:
            unit = self._unit(role, mention, source)
            made.setdefault((role, unit.key), unit)
        return list(made.values())

    def _unit(self, role: str, unit: UnitMention, source: str) -> Unit:
        known = self._known.get((role, source, unit.start, unit.end))
        if known is not None:
            return known
        text, span = self._places.quoted(unit.start, unit.end)
        name = self._places.clean(unit.start, unit.end)
        made = self._known[role, source, unit.start, unit.end] = Unit(
            role=role,  # type: ignore[arg-type]  # roles.toml is checked against the literals
            name=name,
            text=text,
            key=self._keys.of(name),
            span=span,
            source=source,  # type: ignore[arg-type]  # set by Responsibility only
        )
        return made

    def _deadlines(self, draft: Draft) -> list[Deadline]:
        made = []
        seen: set[tuple[int, int]] = set()
        for mention, source in draft.deadlines:
            if (mention.start, mention.end) not in seen and not mention.weak:
                seen.add((mention.start, mention.end))
                made.append(self._deadline(mention, source))
        return made

    def _deadline(self, mention: DeadlineMention, source: str) -> Deadline:
        text, span = self._places.quoted(mention.start, mention.end)
        given: dict[str, Any] = {"kind": mention.kind, "text": text}
        if len(mention.parts) > 1:
            given["text"] = " ... ".join(self._places.quoted(*part)[0] for part in mention.parts)
        values = {
            "start": mention.start_on,
            "due": mention.due,
            "inclusive": mention.inclusive,
            "rrule": mention.rrule,
            "duration": mention.duration,
            "working_days": mention.working_days or None,
            "anchor": mention.anchor,
            "inferred": list(mention.inferred) or None,
        }
        given |= {key: value for key, value in values.items() if value is not None}
        given["span"] = span
        if len(mention.parts) > 1:
            given["spans"] = [self._places.span(*part) for part in mention.parts]
        given["source"] = source
        return Deadline(**given)

    def _action(self, mention: ActionMention, end: int) -> Action:
        text, span = self._places.quoted(mention.start, end)
        return Action(verb=self._places.clean(mention.start, mention.end).lower(), text=text, span=span)

    def _with_words(self, products: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Without closing punctuation; a label ``Sản phẩm: .`` names nothing."""
        for start, stop in products:
            end = start + len(self._places.clean(start, stop).rstrip(" .;,)"))
            if end > start:
                yield start, end

    def _deliverable(self, start: int, end: int) -> Deliverable:
        text, span = self._places.quoted(start, end)
        return Deliverable(text=text, span=span)

    def _target(self, target: TargetMention) -> Target:
        text, span = self._places.quoted(target.start, target.end)
        comparison: Any = target.comparison
        return Target(text=text, comparison=comparison, value=target.value, unit=target.unit, span=span)

    @staticmethod
    def _because(draft: Draft) -> list[str]:
        reasons = [f"sentence:{draft.statement.reason}", *draft.because]
        if draft.statement.second_opinion:
            reasons.append(draft.statement.second_opinion)
        if draft.leads:
            reasons.append(f"unit:{draft.lead_source}")
        if draft.statement.row is not None:
            reasons.extend(f"merged:{column}" for column in draft.statement.row.merged)
        reasons.extend(f"deadline:{mention.rule}" for mention, _ in draft.deadlines if not mention.weak)
        return list(dict.fromkeys(reasons))


def _between(citations: Sequence[tuple[int, int]], statement: Statement) -> tuple[int, int]:
    """Which of the citations, sorted by start, begin inside the statement."""
    return bisect_left(citations, (statement.start, -1)), bisect_left(citations, (statement.end, -1))


def _in_skeleton(skeleton: Skeleton, position: int) -> int:
    """The skeleton's position for one of the normalised text (the first at or behind it)."""
    shift = skeleton.start
    for at, start, end in skeleton.signs:
        if position <= start:
            break
        if position <= end:
            return at + 1
        shift = end - at - 1
    return max(0, position - shift)
