"""A result as the template shows it: every value a string, nothing left to work out."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from parchk.wording import deadline_phrase, document_data, ground_phrase, one_line, word
from parchk.wording import units as units_of
from parchk.write.html.marks import marks
from parchk.write.html.parts import parts_of
from parchk.write.html.pieces import Mark, Stretch, chunks
from parchk.write.html.reasons import why
from parchk.write.html.words import page_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from parchk.models import Deadline, Directive, NotTask, Task
    from parchk.wording import Lang

# Marks with a look of their own inside tasks and outside.
_SHOWN = (
    "lead",
    "coordinate",
    "report_to",
    "report_via",
    "advise",
    "deadline",
    "citation",
    "product",
    "target",
    "verb",
)
KINDS = ("action", "prohibition", "conditional")

# Line ends that a browser would not show as such, or turn into others.
_LINE_ENDS = regex.compile(r"\r\n?|[\v\f\u0085\u2028\u2029]")
# What reorders or hides text. Invisible signs that only join or part letters stay, as emoji need them.
_CONTROL = regex.compile(r"(?V1)[[\p{Cc}\p{Cf}\p{Cs}]--[\n\t\u00ad\u200b-\u200f\u2060\ufeff]]")
_BLANK = regex.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class PieceView:
    """Words with the same marks."""

    text: str
    kinds: str
    """Classes: the kinds of its marks."""
    tasks: str
    """Handles of the tasks that the marks belong to."""
    findings: str


@dataclass(frozen=True, slots=True)
class StretchView:
    """Words of the same task or of none."""

    tasks: str
    part: str
    """Handle of the part that is no task."""
    why: str
    opens: list[tuple[str, int]]
    """Handle and number of the tasks that begin here."""
    pieces: list[PieceView]


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task of the list."""

    handle: str
    """Its id, made unique on the page and safe in an attribute that holds several."""
    number: int
    section: str
    words: str
    lead: str
    coordinate: str
    deadlines: list[str]
    kind: str
    percent: int
    details: list[tuple[str, list[str]]]
    findings: list[FindingView]


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding: of a task, or of the document."""

    handle: str
    severity: str
    message: str
    task: str
    """Handle of its task; empty for one of the document. The task's number and words follow."""
    number: int
    words: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One result."""

    number: int
    title: str
    data: list[tuple[str, str]]
    short: str
    reference: str
    """Number and day of issue, as one names a document."""
    tasks: list[TaskView]
    findings: list[FindingView]
    chunks: list[list[StretchView]]
    has_text: bool
    covered: bool
    """Whether the result says why the rest is no task."""
    whys: list[str]


def view(result: Directive, number: int, handles: Sequence[str], lang: Lang) -> DocumentView:
    """Prepare the result that is the page's ``number``-th; ``handles`` are those of its tasks."""
    numbered = list(enumerate(zip(result.tasks, handles, strict=True), 1))
    # Where ids are not unique, findings belong to the first of them.
    of_id = {task.id: (handle, at, one_line(task.text)) for at, (task, handle) in reversed(numbered)}
    findings = [
        FindingView(
            f"{number}.f{at}",
            finding.severity,
            one_line(finding.said(lang)),
            *of_id.get(finding.task or "", ("", 0, "")),
        )
        for at, finding in enumerate(result.findings)
    ]
    of_task: defaultdict[str, list[FindingView]] = defaultdict(list)
    for finding in findings:
        of_task[finding.task].append(finding)
    parts = parts_of(result, number)
    marked = marks(result, handles, [finding.handle for finding in findings], parts)
    document = result.document
    shown = document_data(result, lang)
    return DocumentView(
        number=number,
        title=one_line(document.subject or document.number or result.source.name),
        data=[(word(key, lang), one_line(value)) for key, value in shown.items()],
        short=one_line(document.number or result.source.name),
        reference=one_line(", ".join(filter(None, (document.number, shown.get("issued_on"))))),
        tasks=[_task(result, task, of_task[handle], lang, handle=handle, number=at) for at, (task, handle) in numbered],
        findings=findings,
        chunks=list(_text(result.source.text or "", marked, handles, parts)),
        has_text=result.source.text is not None,
        covered=result.coverage.not_tasks is not None,
        whys=[why(part) for part in parts.values()],
    )


def task_handles(results: Sequence[Directive]) -> list[list[str]]:
    """Give every task of every result a name of its own: its id without white space, with a number if it is not alone.

    Attributes that hold several names part them by blanks.
    """
    seen: Counter[str] = Counter()

    def handle(task: Task) -> str:
        name = _BLANK.sub("_", task.id) or "_"
        seen[name] += 1
        return name if seen[name] == 1 else f"{name}~{seen[name]}"

    return [[handle(task) for task in result.tasks] for result in results]


def _task(
    result: Directive, task: Task, findings: list[FindingView], lang: Lang, *, handle: str, number: int
) -> TaskView:
    return TaskView(
        handle=handle,
        number=number,
        section=one_line(task.section),
        words=one_line(task.text),
        lead="; ".join(units_of(task, "lead")),
        coordinate="; ".join(units_of(task, "coordinate")),
        deadlines=[deadline_phrase(deadline, lang) for deadline in task.deadlines],
        kind=task.kind,
        percent=round(task.confidence * 100),
        details=[(label, values) for label, values in _details(result, task, lang) if values],
        findings=findings,
    )


def _details(result: Directive, task: Task, lang: Lang) -> Iterator[tuple[str, list[str]]]:
    labels = page_words(lang)
    for role in ("report_to", "report_via", "advise"):
        yield labels[role], units_of(task, role)
    yield labels["deadline_text"], [_as_written(deadline, lang) for deadline in task.deadlines]
    yield labels["deliverables"], [one_line(deliverable.text) for deliverable in task.deliverables]
    yield labels["targets"], [one_line(target.text) for target in task.targets]
    cited = [result.citations[index] for index in task.citations if 0 <= index < len(result.citations)]
    yield labels["citations"], [one_line(citation.text) for citation in cited]
    if task.mine is not None:
        grounds = task.mine.grounds
        yield labels["mine"], [f"{ground_phrase(ground, lang)}: “{one_line(ground.text)}”" for ground in grounds]
    sources = dict.fromkeys((unit.name, unit.source) for unit in task.units)
    yield labels["unit_source"], [f"{one_line(name)}: {word(source, lang)}" for name, source in sources]


def _as_written(deadline: Deadline, lang: Lang) -> str:
    said = [word(deadline.source, lang)]
    if deadline.inferred:
        said.append(f"{word('inferred', lang)}: {', '.join(word(part, lang) for part in deadline.inferred)}")
    return f"“{one_line(deadline.text)}” ({'; '.join(said)})"


def _text(
    text: str, marked: Sequence[Mark], tasks: Sequence[str], parts: Mapping[str, NotTask]
) -> Iterator[list[StretchView]]:
    number = {handle: at for at, handle in enumerate(tasks, 1)}
    whys = {handle: why(part) for handle, part in parts.items()}
    for chunk in chunks(text, marked):
        yield [_stretch(stretch, number, whys) for stretch in chunk]


def _stretch(stretch: Stretch, number: Mapping[str, int], whys: Mapping[str, str]) -> StretchView:
    part = stretch.grey[0].owners[0] if stretch.grey else ""
    return StretchView(
        tasks=" ".join(owner for mark in stretch.tasks for owner in mark.owners),
        part=part,
        why=whys.get(part, ""),
        opens=[(owner, number[owner]) for mark in stretch.opens for owner in mark.owners],
        pieces=[
            PieceView(
                text=visible(piece.text),
                kinds=" ".join(dict.fromkeys(mark.kind for mark in piece.marks if mark.kind in _SHOWN)),
                tasks=" ".join(piece.of(*_SHOWN)),
                findings=" ".join(piece.of("finding")),
            )
            for piece in stretch.pieces
        ],
    )


def visible(text: str) -> str:
    r"""The text with line ends that every browser shows, and a sign in place of every other control character.

    >>> visible("a\r\nb\x1b[31m\u202ec")
    'a\nb�[31m�c'
    """
    return _CONTROL.sub("\ufffd", _LINE_ENDS.sub("\n", text))
