"""The result of one document: what leaves the program (contract, schema version 1.0).

Frozen, unknown keys refused. Field order is the order of the JSON. Every ``span`` is ``[start, end)`` in code
points of the text as read; ``quote(text[start:end])`` is the ``text`` beside it (:func:`parchk.text.quote`).
Absent is absent: a value that the document does not give is ``null`` or an empty list, never a guess.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION: Literal["1.0"] = "1.0"

Span = tuple[int, int]
Role = Literal["lead", "coordinate", "report_to", "report_via", "advise"]
UnitSource = Literal["sentence", "previous", "heading", "preamble", "addressee", "correction"]
Corrected = Literal["kind", "units", "deadlines"]
AmendmentKind = Literal["extends", "changes", "replaces", "annuls", "reminds", "supplements"]
Why = Literal["named", "succeeds", "collective", "coordinate", "report_via", "report_to", "advise", "info"]
Caveat = Literal["if-concerned", "superior-unknown"]


class Model(BaseModel):
    """Base of the result models: frozen, closed, in contract order."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Source(Model):
    """Where the text came from. ``name`` is the file's name without its folder."""

    name: str
    sha256: str
    media_type: str
    encoding: str
    chars: int = Field(description="Length of the text as read, in code points.")
    text: str | None = Field(default=None, description="The text as read; only with --with-text.")


class Issuer(Model):
    """The body that issues the document (cơ quan ban hành)."""

    name: str = Field(description="Spelled in full, capitalised as in a sentence.")
    text: str | None = Field(description="The words that it was read from.")
    span: Span | None


class Signer(Model):
    """Người ký."""

    name: str | None
    title: str | None = Field(description="The last title line of the signature block, as written.")


class Document(Model):
    """What header, Kính gửi, Nơi nhận and signature say."""

    issuer: Issuer | None
    number: str | None = Field(description="Số, ký hiệu, without blanks.")
    type: str | None = Field(description="Abbreviation of Decree 30/2020/NĐ-CP; CV for a công văn, KL for Kết luận.")
    issued_on: str | None = Field(description="ISO date; null when day or month is blank.")
    issued_year: int | None
    issued_on_source: Literal["header", "signature-stamp", "option"] | None = Field(
        description="With signature-stamp the day itself is blank: times are resolved against the stamp, see findings."
    )
    place: str | None
    subject: str | None = Field(description="Trích yếu on one line.")
    addressees: list[str] = Field(description="Entries of Kính gửi.")
    recipients: list[str] = Field(description="Entries of Nơi nhận.")
    signer: Signer | None
    signer_authority: Literal["TM", "KT", "TL", "TUQ", "Q"] | None
    urgency: str | None
    secrecy: str | None


class Section(Model):
    """A numbered or bulleted item of the body."""

    path: str = Field(description="Cleaned markers from the outermost in, joined by '/'.")
    marker: str = Field(description="The marker as written.")
    title: str | None
    level: int = Field(description="1 for the outermost.")
    parent: str | None
    span: Span


class Action(Model):
    """A verb of the task and the clause that it governs."""

    verb: str
    text: str
    span: Span


class Unit(Model):
    """A unit and its part in the task."""

    role: Role
    name: str
    text: str
    key: str = Field(description="The same for every spelling and abbreviation of one unit.")
    span: Span | None = Field(description="Null for a name that a reader wrote.")
    source: UnitSource = Field(description="Where the unit's words stand; 'correction' when a reader put it there.")


class Deadline(Model):
    """A time by, in or from which the task is to be done."""

    kind: Literal["by", "period", "from", "recurring", "relative"]
    text: str = Field(description="Its words; stretches that lie apart are joined by ' ... '.")
    start: str | None = Field(default=None, description="First day, ISO 8601.")
    due: str | None = Field(default=None, description="Last day, ISO 8601, with THH:MM when a clock time is written.")
    inclusive: bool | None = Field(default=None, description="False for 'trước': the day itself is too late.")
    rrule: str | None = Field(default=None, description="RFC 5545 recurrence rule.")
    duration: str | None = Field(default=None, description="ISO 8601 duration.")
    working_days: bool | None = Field(default=None, description="The duration counts working days.")
    anchor: str | None = Field(default=None, description="The words that a relative deadline counts from.")
    inferred: list[str] | None = Field(default=None, description="What is concluded, not written: 'year', 'due'.")
    span: Span | None = Field(description="Null for a time that a reader wrote.")
    spans: list[Span] | None = Field(default=None, description="The stretches, when the words lie apart.")
    source: Literal["sentence", "following", "label", "heading", "correction"]


def read_at(value: Unit | Deadline) -> Span:
    """Where the words of a value stand that was read from the text; :class:`ValueError` for one that a reader wrote."""
    if value.span is None:
        raise ValueError(f"{value.text!r} was written by a reader and stands nowhere in the text")
    return value.span


class Deliverable(Model):
    """A product that the task is to yield."""

    text: str
    span: Span


class Target(Model):
    """A measurable goal of the task."""

    text: str
    comparison: Literal["<", "<=", "=", ">=", ">"]
    value: float | int
    unit: str | None
    span: Span


class Ground(Model):
    """One reason why a task is the office's."""

    why: Why = Field(
        description="Its lead by name, as successor of one, as one of many; another part in it; only for information."
    )
    text: str = Field(description="The words that it rests on.")
    span: Span | None = Field(description="Null for an entry of Kính gửi or Nơi nhận, and for what a reader wrote.")
    rule: str = Field(description="The rule by which the words mean the office.")
    succession: list[str] = Field(description="By which successions; 'profile' for a predecessor that it names.")
    caveat: Caveat | None = Field(
        description="'if-concerned': among those concerned ('liên quan'); 'superior-unknown': of a superior not known."
    )


class Mine(Model):
    """Why a task is the office's, the strongest reason first."""

    grounds: list[Ground] = Field(min_length=1)

    @property
    def why(self) -> Why:
        """The strongest reason."""
        return self.grounds[0].why


class Task(Model):
    """One directive sentence."""

    id: str = Field(
        description="Stable: the same text in the same item gives the same id, whatever else changes around it."
    )
    section: str
    kind: Literal["action", "prohibition", "conditional"]
    text: str
    span: Span
    actions: list[Action]
    units: list[Unit]
    deadlines: list[Deadline]
    deliverables: list[Deliverable]
    targets: list[Target]
    citations: list[int] = Field(description="Indexes into the document's citations.")
    routine: bool = Field(description="A standing duty, without deadline, product or target.")
    confidence: float
    because: list[str]
    corrected: list[Corrected] | None = Field(default=None, description="What a reader has put right.")
    mine: Mine | None = Field(default=None, description="Why it is the task of the office that asked; only with --me.")


class Citation(Model):
    """Another document, named by its number."""

    type: str | None
    number: str
    date: str | None
    issuer: str | None
    text: str
    span: Span


class Amendment(Model):
    """What the document says of an earlier one: more time, other words, not in force any more, a reminder."""

    kind: AmendmentKind
    text: str
    span: Span
    citation: int = Field(description="Index into the document's citations: the document that is amended.")
    items: list[str] = Field(description="Items of it that are named, as paths ('II/2/a'); empty: not by item.")
    about: str | None = Field(default=None, description="The words that name the task, where they do.")
    about_span: Span | None = None
    deadlines: list[Deadline] = Field(description="The new times; a duration alone is counted from the former one.")
    former: list[Deadline] = Field(description="The times so far, where it names them.")
    count: int | None = Field(default=None, description="Which reminder it is: 2 for 'đôn đốc lần 2'.")
    because: str = Field(description="The rule that read it.")


class Finding(Model):
    """Something about the document or a task that a person should look at."""

    code: str
    severity: Literal["error", "warning", "note"]
    message: str = Field(description="In the language that was asked for.")
    messages: dict[Literal["vi", "en"], str] = Field(
        default_factory=dict, description="The message in both languages, so that a result can be written in either."
    )
    task: str | None
    span: Span | None
    text: str | None = Field(default=None, description="The words at its span.")

    def said(self, lang: Literal["vi", "en"] | None) -> str:
        """The message in ``lang``; as extracted where no language is asked for or none other is known."""
        return self.messages.get(lang, self.message) if lang else self.message


class NotTask(Model):
    """A stretch of the text that is no task, and why."""

    sort: Literal[
        "header",
        "addressees",
        "recipients",
        "signature",
        "noise",
        "heading",
        "lead-in",
        "label",
        "time",
        "other",
        "undecided",
        "correction",
    ] = Field(description="A zone outside the body, or what a sentence of the body is; 'correction': a reader said so.")
    reason: str = Field(description="The rule that decided; empty for a zone and a correction.")
    span: Span


class Coverage(Model):
    """How many sentences of the body became tasks, something else, or neither for certain."""

    sentences: int
    tasks: int
    other: int
    undecided: int
    not_tasks: list[NotTask] | None = Field(
        default=None, description="All text that is no task, in order; what stands in neither is markers and cells."
    )


class Directive(Model):
    """The result of one document."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    source: Source
    document: Document
    sections: list[Section]
    tasks: list[Task]
    citations: list[Citation]
    findings: list[Finding]
    coverage: Coverage
    amendments: list[Amendment] | None = Field(
        default=None, description="What it says of earlier documents; absent where it amends none."
    )
    office: str | None = Field(default=None, description="Whose tasks are marked as theirs; only with --me.")

    def in_language(self, lang: Literal["vi", "en"]) -> Directive:
        """The same result with the findings' messages in ``lang``."""
        said = [finding.model_copy(update={"message": finding.said(lang)}) for finding in self.findings]
        return self.model_copy(update={"findings": said})
