"""Drafts to result models: places in the text as read, keys, ids, confidence, reasons."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from parchk.assemble.confidence import Confidence
from parchk.assemble.draft import Draft, Statement
from parchk.assemble.keys import UnitKeys, task_ids
from parchk.models import Action, Deadline, Deliverable, Target, Task, Unit
from parchk.spans import ActionMention, DeadlineMention, Skeleton, TargetMention, UnitMention
from parchk.text import NormalisedText, Quoter


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
        self._quote, self._text = Quoter(source), text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text as read."""
        return self._text.source_span(start, end)

    def quoted(self, start: int, end: int) -> tuple[str, tuple[int, int]]:
        """The words, and their span in the text as read."""
        low, high = self._text.source_span(start, end)
        return self._quote(low, high), (low, high)

    def clean(self, start: int, end: int) -> str:
        """The words in normalised spelling."""
        return self._text.text[start:end]


def deadline_of(places: Places, mention: DeadlineMention, source: str) -> Deadline:
    """The model of a deadline whose words stand where ``source`` says."""
    text, span = places.quoted(mention.start, mention.end)
    given: dict[str, Any] = {"kind": mention.kind, "text": text}
    if len(mention.parts) > 1:
        given["text"] = " ... ".join(places.quoted(*part)[0] for part in mention.parts)
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
        given["spans"] = [places.span(*part) for part in mention.parts]
    given["source"] = source
    return Deadline(**given)


class TaskBuilder:
    """Makes the :class:`~parchk.models.Task` of a draft."""

    def __init__(
        self, places: Places, keys: UnitKeys, actions: Actions, confidence: Confidence, number: str | None
    ) -> None:
        self._places, self._keys, self._actions, self._number = places, keys, actions, number
        self._confidence = confidence
        # Most tasks have the units of the heading above them.
        self._known: dict[tuple[str, str, int, int], Unit] = {}

    def __call__(
        self, drafts: Sequence[Draft], kinds: Sequence[str], citations: Sequence[tuple[int, int]]
    ) -> list[Task]:
        """The tasks of a document; ``citations`` are ``(start, index)`` of its citation mentions, in order."""
        quoted = self._places.quoted
        sections = [draft.statement.block.section for draft in drafts]
        paths = [section.path if section is not None else "" for section in sections]
        shown = [quoted(draft.statement.start, draft.statement.end) for draft in drafts]
        ids = _told_apart(task_ids(self._number, [(path, text) for path, (text, _) in zip(paths, shown, strict=True)]))
        # Each pattern over all tasks, not task by task: its machine code stays at hand that way.
        skeletons = [draft.statement.skeleton for draft in drafts]
        clauses = [self._clauses(draft.statement) for draft in drafts]
        products = [
            [*self._actions.products(skeleton), *draft.products]
            for draft, skeleton in zip(drafts, skeletons, strict=True)
        ]
        targets = [list(map(self._target, self._actions.targets(skeleton))) for skeleton in skeletons]
        tasks: list[Task] = []
        for number, draft in enumerate(drafts):
            text, span = shown[number]
            deadlines = self._deadlines(draft)
            named = products[number]
            tasks.append(
                Task(
                    id=ids[number],
                    section=paths[number],
                    kind=kinds[number],  # type: ignore[arg-type]  # one of the three literals, by the classifier
                    text=text,
                    span=span,
                    actions=clauses[number],
                    units=self._units(draft),
                    deadlines=deadlines,
                    deliverables=[self._deliverable(start, end) for start, end in self._with_words(named)],
                    targets=targets[number],
                    citations=_inside(citations, draft.statement),
                    routine=not (deadlines or named or targets[number]),
                    confidence=self._confidence(draft),
                    because=self._because(draft),
                )
            )
        return tasks

    def _clauses(self, statement: Statement) -> list[Action]:
        """What is to be done, clause by clause; the first one begins behind the units that are to do it."""
        leads = [unit.end for unit in statement.units("lead")]
        behind = max(leads) if leads else statement.start
        found = []
        for action, end in self._actions.actions(statement.skeleton, _in_skeleton(statement.skeleton, behind)):
            if action.end <= end:
                text, span = self._places.quoted(action.start, end)
                verb = self._places.clean(action.start, action.end).lower()
                found.append(Action(verb=verb, text=text, span=span))
        return found

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
                made.append(deadline_of(self._places, mention, source))
        return made

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


def _told_apart(ids: list[str]) -> list[str]:
    """The ids, each counted that stood before: ``…-2``."""
    if len(set(ids)) == len(ids):
        return ids
    count: dict[str, int] = {}
    made = []
    for id_ in ids:
        count[id_] = times = count.get(id_, 0) + 1
        made.append(id_ if times == 1 else f"{id_}-{times}")
    return made


def _inside(citations: Sequence[tuple[int, int]], statement: Statement) -> list[int]:
    """The documents that are cited inside the statement, of ``(start, index)`` in order."""
    first = bisect_left(citations, (statement.start, -1))
    last = bisect_left(citations, (statement.end, -1), first)
    return sorted({index for _, index in citations[first:last]}) if last > first else []


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
