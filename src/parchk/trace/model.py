"""What tracing gives: the links between tasks, what was dropped, what was added (``parchk trace --format json``)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from parchk.models import Model

DeadlineChange = Literal["same", "tightened", "loosened", "added", "removed"]


class CarriedOut(Model):
    """A superior document, and what it rests on that its tasks are passed on or carried out."""

    document: str
    because: list[str] = Field(description="'cites:…', 'wording:…' with how many tasks are alike.")


class DocumentAt(Model):
    """One of the documents that were given."""

    name: str = Field(description="Its file's name; what 'document' says elsewhere.")
    number: str | None
    issuer: str | None
    issued_on: str | None
    carries_out: list[CarriedOut] = Field(description="The documents whose tasks it passes on or carries out.")


class TaskAt(Model):
    """A task and where it stands."""

    document: str
    id: str
    section: str
    text: str


class Sides(Model):
    """The words of a value in the upper document and in the lower one; null where it has none."""

    upper: str | None
    lower: str | None


class Units(Model):
    """The responsible units of the upper task and of the lower one, as written."""

    upper: list[str]
    lower: list[str]


class UnitChange(Units):
    """What became of the responsible units."""

    kind: Literal["renamed", "reassigned", "added", "removed"] = Field(
        description="'renamed': the same offices of another level, as Sở Nội vụ and Phòng Nội vụ; 'added': others too."
    )


class WordingChange(Model):
    """The stretches of words that differ, in order."""

    removed: list[str] = Field(description="In the upper text only.")
    added: list[str] = Field(description="In the lower text only.")


class Link(Model):
    """A task of the upper document that the lower one passes on or carries out."""

    upper: TaskAt
    lower: TaskAt
    similarity: float = Field(description="How much the texts say the same, units and times apart: 0 to 1.")
    deadline_change: DeadlineChange | None = Field(
        description="'same' also when neither has one; null when the two cannot be compared."
    )
    days: int | None = Field(
        description="By how many days the deadline was moved, never negative; null when no number of days says it."
    )
    deadlines: Sides
    units: Units
    unit_change: UnitChange | None
    wording_change: WordingChange | None
    because: list[str] = Field(description="What the link rests on.")


class Dropped(TaskAt):
    """A task of the upper document that the lower one says nothing of."""

    lead: list[str]
    by: str = Field(description="The lower document.")


class Added(TaskAt):
    """A task of the lower document that no upper one orders."""

    lead: list[str]


class Trace(Model):
    """What became of the tasks of superior documents in those that carry them out."""

    links: list[Link]
    dropped: list[Dropped]
    added: list[Added]
    chains: list[list[TaskAt]] = Field(description="Tasks that were passed on over three levels or more.")
    documents: list[DocumentAt]
    unrelated: list[str] = Field(description="Documents that carry out none of the others and that none carries out.")
