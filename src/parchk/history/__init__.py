"""What became of a task: its deadlines as ordered, every amendment by later documents, the deadline in force.

Amendments are taken in the order of their documents' days. Each is looked up by the number that it cites
(:mod:`~parchk.history.documents`), then the tasks that it means are (:mod:`~parchk.history.placing`), then their
deadlines are worked out (:mod:`~parchk.history.force`). Where one of these cannot be told, nothing is changed, and the
amendment is listed with the reason.

>>> from parchk.ruleset import load
>>> histories([], load()).tasks
[]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from parchk import regexp
from parchk.history import told
from parchk.history.documents import Library
from parchk.history.force import amended
from parchk.history.placing import Placing, Reason
from parchk.models import Amendment, Deadline, Directive, Task
from parchk.similarity import Wording
from parchk.symbols import number_key

if TYPE_CHECKING:
    from parchk.ruleset import Ruleset
    from parchk.wording import Lang

__all__ = ["Applied", "Histories", "History", "Reason", "Status", "Unplaced", "histories"]

Status = Literal["in force", "annulled", "replaced"]

# What an amendment of an amending document says, it says of what that one amended, too.
_PASSED_ON = frozenset({"extends", "changes", "reminds"})
_ENDING = frozenset({"annuls", "replaces"})
_DIGITS = regexp.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Applied:
    """An amendment and the document that makes it; its day is ``directive.document.issued_on``."""

    amendment: Amendment
    directive: Directive
    lapsed: bool = False
    """The document that makes it was itself annulled or replaced later: it counts no more."""


@dataclass(frozen=True, slots=True)
class History:
    """One task and what later documents did to it."""

    directive: Directive
    task: Task
    amendments: tuple[Applied, ...]
    """By the day of issue; empty for a task that nobody touched."""
    deadlines: tuple[Deadline, ...]
    """Those in force: as ordered (``task.deadlines``) or as amended; as they last were for a task not in force."""
    status: Status
    is_amendment: bool = False
    """The sentence is itself an amendment of other tasks here: its time is theirs, nothing is to be done besides."""

    @property
    def changed_by(self) -> Applied | None:
        """The amendment that gave the deadlines in force; ``None`` where they are as ordered.

        The words and the span of the new deadline stand in its document.
        """
        timed = [one for one in self.amendments if one.amendment.deadlines and not one.lapsed]
        return timed[-1] if timed and self.deadlines != tuple(self.task.deadlines) else None

    @property
    def reminders(self) -> int:
        """How often it was reminded of: the reminders at hand, or the highest number that one of them gives."""
        given = [one.amendment.count for one in self.amendments if one.amendment.kind == "reminds"]
        return max([len(given), *(count for count in given if count)])

    def said(self, lang: Lang) -> str:
        """Sentences that tell the history and the deadline in force; empty for a task that nobody touched."""
        return told.task(self, lang) if self.amendments else ""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An amendment of which it cannot be told which task it means; it changes no deadline."""

    amendment: Amendment
    directive: Directive
    """The document that makes it."""
    target: Directive | None
    """The document that it amends; ``None`` when that is not among the results, or several may be meant."""
    reason: Reason

    def said(self, lang: Lang) -> str:
        """A sentence that says what it is and why no task was changed."""
        return told.unplaced(self, lang)


@dataclass(frozen=True, slots=True)
class Histories:
    """What is known of all tasks of several documents."""

    tasks: list[History]
    """One a task, in the order of the results and of their tasks."""
    unplaced: list[Unplaced]
    """By the day of issue."""


def histories(results: Sequence[Directive], rules: Ruleset) -> Histories:
    """The history of every task in ``results``, in any order; what a document that comes twice says counts once."""
    courses = {id(directive): [_Course(directive, task) for task in directive.tasks] for directive in results}
    book = _Book(courses, Library(results), Placing(Wording(rules)))
    ordering = rules.pattern("amendments", "and-order")
    for directive in sorted(_distinct(results), key=_order):
        for amendment in directive.amendments or ():
            book.enter(Applied(amendment, directive))
    every = [course for directive in results for course in courses[id(directive)]]
    return Histories([course.history(is_amendment=_is_amendment(course, ordering)) for course in every], book.unplaced)


def _is_amendment(course: _Course, ordering: regexp.Pattern) -> bool:
    """Whether the task's sentence amends others and says nothing else: all its times are theirs, nobody is ordered."""
    start, end = course.task.span
    said = [
        one
        for one in course.directive.amendments or ()
        if start <= one.span[0] < end and one.kind not in ("reminds", "supplements")
    ]
    theirs = [day.span for one in said for day in (*one.deadlines, *one.former) if day.span]
    own = [day.span for day in course.task.deadlines if day.span]
    return (
        bool(said)
        and all(any(low < day[1] and day[0] < high for low, high in theirs) for day in own)
        and ordering.search(course.task.text) is None
    )


@dataclass(slots=True)
class _Course:
    """A task while its amendments come in."""

    directive: Directive
    task: Task
    amendments: list[tuple[Applied, int | None]] = field(default_factory=list)
    """Each with the place of the deadline that it changes."""

    def state(self) -> tuple[tuple[Deadline, ...], Status]:
        """The deadlines after all amendments that count, and whether the task is in force."""
        deadlines: tuple[Deadline, ...] = tuple(self.task.deadlines)
        status: Status = "in force"
        for one, place in self.amendments:
            if one.lapsed or status != "in force":
                continue
            if one.amendment.kind in _ENDING:
                status = "annulled" if one.amendment.kind == "annuls" else "replaced"
            elif place is not None:
                deadlines = amended(deadlines, one.amendment, place) or deadlines
        return deadlines, status

    def history(self, *, is_amendment: bool) -> History:
        deadlines, status = self.state()
        amendments = tuple(one for one, _ in self.amendments)
        return History(self.directive, self.task, amendments, deadlines, status, is_amendment)


@dataclass(slots=True)
class _Book:
    """All tasks while amendments are entered, the earliest first."""

    courses: dict[int, list[_Course]]
    library: Library
    place: Placing
    unplaced: list[Unplaced] = field(default_factory=list)
    reached: dict[int, list[_Course]] = field(default_factory=dict)
    """The tasks that each amending document amended so far."""

    def enter(self, one: Applied) -> None:
        """Put an amendment to the tasks that it means."""
        amendment, by = one.amendment, one.directive
        cited = by.citations[amendment.citation : amendment.citation + 1]
        targets, is_unclear = self.library.cited(cited[0], by) if cited else ([], False)
        if not targets:
            self.unplaced.append(
                Unplaced(amendment, by, None, "document-unclear" if is_unclear else "document-unknown")
            )
            return
        meant: dict[int, tuple[_Course, int | None]] = {}
        missed: Reason | None = None
        lapsed = False
        for target in targets:
            found, missed = self._meant(amendment, self.courses[id(target)])
            if amendment.kind in _PASSED_ON and (not amendment.items or amendment.former):
                passed_on = amendment.model_copy(update={"items": []})
                found += self._meant(passed_on, self.reached.get(id(target), []))[0]
            meant |= {id(course): (course, place) for course, place in found}
            if amendment.kind in _ENDING and not (amendment.items or amendment.about or amendment.deadlines):
                lapsed = self._lapse(target, amendment.kind) or lapsed
        if amendment.kind != "reminds" and any(_is_order_unclear(one, course) for course, _ in meant.values()):
            self.unplaced.append(Unplaced(amendment, by, targets[0], "order-unclear"))
            return
        for course, place in meant.values():
            course.amendments.append((one, place))
        self.reached.setdefault(id(by), []).extend(course for course, _ in meant.values())
        if not (meant or lapsed):
            self.unplaced.append(Unplaced(amendment, by, targets[0], missed or "task-unclear"))

    def _meant(
        self, amendment: Amendment, courses: Sequence[_Course]
    ) -> tuple[list[tuple[_Course, int | None]], Reason | None]:
        """Those of the tasks that are in force and meant, with the place of the deadline; or why none is."""
        states = [(course, *course.state()) for course in courses]
        valid = {id(course.task): (course, deadlines) for course, deadlines, status in states if status == "in force"}
        tasks = [(course.task, deadlines) for course, deadlines in valid.values()]
        subject = courses[0].directive.document.subject if courses else None
        found, missed = self.place(amendment, tasks, subject)
        meant = []
        for task, place in found:
            course, deadlines = valid[id(task)]
            if place is None or amended(deadlines, amendment, place) is not None:
                meant.append((course, place))
        return meant, missed

    def _lapse(self, target: Directive, kind: str) -> bool:
        """What an amending document said counts no more; whether it had said anything.

        What a replaced document had replaced or annulled itself does not come back with that.
        """
        for course in self.reached.get(id(target), []):
            course.amendments = [
                (replace(one, lapsed=True) if one.directive is target and _lapses(one, kind) else one, place)
                for one, place in course.amendments
            ]
        return bool(self.reached.get(id(target)))


def _lapses(one: Applied, kind: str) -> bool:
    return kind == "annuls" or one.amendment.kind not in _ENDING


def _is_order_unclear(one: Applied, course: _Course) -> bool:
    """Whether a document without a day may be earlier than another one that amends the task, too."""
    if one.directive.document.issued_on is not None:
        return False
    others = [other.directive for other, _ in course.amendments if other.amendment.kind != "reminds"]
    number = _running(one.directive)
    return any(
        other is not one.directive and (_series(other) != _series(one.directive) or _running(other) >= number)
        for other in others
    )


def _distinct(results: Sequence[Directive]) -> Iterator[Directive]:
    """Each document once: a document may have been read from two files."""
    seen: set[tuple[str, str | None, str]] = set()
    for directive in results:
        document = directive.document
        if document.number is not None:
            key = (number_key(document.number), document.issued_on, document.issuer.name if document.issuer else "")
            if key in seen:
                continue
            seen.add(key)
        yield directive


def _order(directive: Directive) -> tuple[str, int]:
    """What documents are sorted by: day, then running number; one without a day stands behind those of its year."""
    document = directive.document
    return document.issued_on or f"{document.issued_year or 9999}-99", _running(directive)


def _running(directive: Directive) -> int:
    """The number in the register: letters of one day, and those without a day, were numbered one after the other."""
    digits = _DIGITS.match(directive.document.number or "")
    return int(digits[0]) if digits else 0


def _series(directive: Directive) -> tuple[str, int | None]:
    """The register that the document was numbered in."""
    document = directive.document
    return _DIGITS.sub("", document.number or "", count=1).casefold(), document.issued_year
