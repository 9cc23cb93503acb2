"""From results to the values of rows, by key of the column; nothing here knows how a workbook is written.

The writer and the merge both take their values from here, so that a row that has not changed is found unchanged.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

import regex

from parchk.deadline_days import is_day_late
from parchk.text import canonical_spelling
from parchk.wording import bound, duration, mine_phrase, one_line, units, word
from parchk.write.xlsx.columns import DOCUMENTS, FINDINGS, TASKS
from parchk.write.xlsx.words import CUT, CUT_FINDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from parchk.models import Deadline, Directive, Task
    from parchk.wording import Lang
    from parchk.write.xlsx.columns import Column

Value = str | int | date | None
Row = dict[str, Value]

CELL = 32_767
"""How long a text in a cell may be, in UTF-16 units, as Excel counts."""
_PIECE = 16_000  # of code points: at most 32,000 UTF-16 units
_KEY = 250  # a lookup by MATCH takes 255
_FIRST_DAY = date(1900, 3, 1)  # before it, the day counts of Excel and LibreOffice differ
_WILD = str.maketrans("*?~", "___")  # a lookup by MATCH would take them for patterns
_NO_XML = regex.compile("[\ufffe\uffff]")  # XML cannot hold them

Remembered = Literal["tasks", "findings", "documents"]
_COLUMNS: dict[Remembered, tuple[Column, ...]] = {"tasks": TASKS, "findings": FINDINGS, "documents": DOCUMENTS}
REMEMBERED = {
    sheet: tuple(column.key for column in columns if column.owner == "parchk" and column.key not in {"key", "no"})
    for sheet, columns in _COLUMNS.items()
}
"""The columns, by key, whose values a merge compares with what parchk wrote before."""


class TaskRow(NamedTuple):
    """One task and the values of its row."""

    task: Task
    values: Row


def keyed(results: Iterable[Directive]) -> Iterator[tuple[str, Directive]]:
    """Give each document with its key; a document that comes again gets ``(2)`` behind it."""
    seen: Counter[str] = Counter()
    for directive in results:
        key = document_key(directive)
        seen[key] += 1
        yield (key if seen[key] == 1 else f"{key} ({seen[key]})"), directive


def document_key(directive: Directive) -> str:
    """What stays the same when the text of a document is corrected: number, issuer and day of issue.

    A document without a number goes by the name of its file instead.
    """
    document = directive.document
    named = document.number or directive.source.name
    issuer = document.issuer.name if document.issuer else ""
    issued = document.issued_on or (str(document.issued_year) if document.issued_year else "")
    return _key(f"{named}|{issuer}|{issued}")


def task_rows(directive: Directive, document: str, lang: Lang) -> Iterator[TaskRow]:
    """Give the rows of a document's tasks; ``document`` is its key (:func:`keyed`)."""
    seen: Counter[str] = Counter()
    for task in directive.tasks:
        key = _key(f"{document} # {task.id}")
        seen[key] += 1
        yield TaskRow(task, values(directive, task, lang, key if seen[key] == 1 else f"{key} ({seen[key]})"))


def values(directive: Directive, task: Task, lang: Lang, key: str) -> Row:
    """Give what parchk writes into the row of a task, by column; the number (``no``) is left to the writer."""
    document = directive.document
    nearest = min((deadline for deadline in task.deadlines if deadline.due), key=_due, default=None)
    return {
        "key": key,
        "number": text(_called(directive), lang),
        "issued_on": _day(document.issued_on),
        "issuer": text(document.issuer.name if document.issuer else None, lang),
        "section": text(task.section, lang),
        "task": text(task.text, lang),
        "lead": text("; ".join(units(task, "lead")), lang),
        "coordinate": text("; ".join(units(task, "coordinate")), lang),
        "report_to": text(_report(task, lang), lang),
        "due": _day(nearest.due) if nearest else None,
        "bound": text(_bounds(sorted(task.deadlines, key=lambda deadline: deadline is not nearest), lang), lang),
        "deadline_text": _lines((deadline.text for deadline in task.deadlines), lang),
        "deliverables": text("; ".join(deliverable.text for deliverable in task.deliverables), lang),
        "targets": text("; ".join(target.text for target in task.targets), lang),
        "kind": text(_kind(task, lang), lang),
    }


def _kind(task: Task, lang: Lang) -> str:
    """The kind of a task; behind it why it is the office's that asked."""
    kind = word(task.kind, lang)
    return kind if task.mine is None else f"{kind}; {word('mine', lang)}: {mine_phrase(task.mine, lang)}"


def base_key(sheet: Remembered, key: str) -> str:
    """Give the key by which the hidden sheet knows a row: that of a task as it is, others after their sheet's name."""
    return key if sheet == "tasks" else f"{sheet}: {key}"


def base(row: Mapping[str, Value], sheet: Remembered = "tasks") -> list[str]:
    """Give the cells of the hidden sheet for a row: its key, and what parchk wrote, as JSON in pieces.

    >>> base({"key": "k", "task": "Rà soát", "due": date(2026, 8, 20)})[1]
    '{"task": "Rà soát", "due": "2026-08-20"}'
    """
    kept = {column: row[column] for column in REMEMBERED[sheet] if column in row}
    # Excel takes "_x0041_" in a text for a character's number; escaped, it is none.
    written = json.dumps(kept, ensure_ascii=False, default=date.isoformat).replace("_x", "\\u005fx")
    pieces = [written[start : start + _PIECE] for start in range(0, len(written), _PIECE)]
    return [base_key(sheet, str(row["key"])), *pieces]


def finding_rows(directive: Directive, document: str, rows: Iterable[TaskRow], lang: Lang) -> Iterator[Row]:
    """Give the rows of a document's findings, and of cells that had to be cut.

    A finding is known by what it is about: its code, its task, its words in the text (or what it says, without any).
    """
    rows = list(rows)
    tasks = {row.task.id: row.task for row in rows}
    seen: Counter[str] = Counter()
    called = text(_called(directive), lang)

    def row(code: str, task: Task | None, severity: str, said: str, words: str, *, known_by: str) -> Row:
        key = _key(f"{document} # {code} # {task.id if task else ''} # {_digest(known_by)}")
        seen[key] += 1
        return {
            "key": key if seen[key] == 1 else f"{key} ({seen[key]})",
            "document": called,
            "section": text(task.section, lang) if task else None,
            "task": text(task.id, lang) if task else None,
            "severity": word(severity, lang),
            "message": text(said, lang),
            "words": text(words, lang),
        }

    for finding in directive.findings:
        task = tasks.get(finding.task) if finding.task else None
        words = finding.text or (task.text if task else "")
        said = finding.said(lang)
        yield row(finding.code, task, finding.severity, said, words, known_by=finding.text or said)
    for task, cells in rows:
        for column in TASKS:
            if _is_cut(cells.get(column.key), lang):
                message = CUT_FINDING[lang].format(column=column.heading(lang))
                yield row(f"cut-{column.key}", task, "warning", message, "", known_by=message)


def document_row(directive: Directive, key: str, lang: Lang) -> Row:
    """Give the row of a document."""
    document, signer = directive.document, directive.document.signer
    return {
        "key": key,
        "source": text(directive.source.name, lang),
        "number": text(document.number, lang),
        "type": text(document.type, lang),
        "issuer": text(document.issuer.name if document.issuer else None, lang),
        "issued_on": _day(document.issued_on),
        "place": text(document.place, lang),
        "subject": text(document.subject, lang),
        "addressees": text("; ".join(document.addressees), lang),
        "recipients": text("; ".join(document.recipients), lang),
        "signer": text(", ".join(filter(None, (signer.name, signer.title))) if signer else None, lang),
        "urgency": text(document.urgency, lang),
        "tasks": len(directive.tasks),
        "dated": sum(bool(task.deadlines) for task in directive.tasks),
        "without_lead": sum(not units(task, "lead") for task in directive.tasks),
        "findings": len(directive.findings),
        "other": directive.coverage.other,
        "undecided": directive.coverage.undecided,
    }


def text(value: str | None, lang: Lang) -> str | None:
    """One line that fits into a cell; ``None`` for nothing, so that the cell stays empty."""
    return _cut(_plain(value), lang) or None if value else None


def _lines(lines: Iterable[str], lang: Lang) -> str | None:
    return _cut("\n".join(_plain(line) for line in lines), lang) or None


def _called(directive: Directive) -> str:
    """The number of a document; of one without, in brackets, its file: rows of several documents stay apart."""
    return directive.document.number or f"({directive.source.name})"


def _plain(value: str) -> str:
    return _NO_XML.sub("", one_line(value))


def _cut(value: str, lang: Lang) -> str:
    """Cut what is longer than a cell may be, and say so at its end."""
    if len(value) * 2 <= CELL or _utf16(value) <= CELL:
        return value
    room = CELL - len(CUT[lang])
    whole = value.encode("utf-16-le", "ignore")[: room * 2]
    return whole.decode("utf-16-le", "ignore") + CUT[lang]


def _is_cut(value: Value, lang: Lang) -> bool:
    return isinstance(value, str) and value.endswith(CUT[lang]) and _utf16(value) >= CELL - 1


def _utf16(value: str) -> int:
    return len(value.encode("utf-16-le", "ignore")) // 2


def _key(value: str) -> str:
    """Spelled one way, on one line, no longer than a lookup takes."""
    key = " ".join(_plain(canonical_spelling(value)).translate(_WILD).casefold().split())
    if _utf16(key) <= _KEY:
        return key
    return f"{key[: _KEY // 2 - 20]}…{_digest(key)}"


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _due(deadline: Deadline) -> tuple[str, str]:
    """Sort by day; of several on one day the one that excludes the day comes first, then those with a time."""
    day, _, clock = (deadline.due or "").partition("T")
    return day, clock or ("" if deadline.inclusive is False else "24:00")


def _day(iso: str | None) -> date | str | None:
    """A real date where the calendar of spreadsheets has it; else the words, rather than nothing."""
    if not iso:
        return None
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        day = date.min
    return day if day >= _FIRST_DAY else _plain(iso)[:100]


def _bounds(deadlines: Iterable[Deadline], lang: Lang) -> str:
    return "; ".join(dict.fromkeys(_bound(deadline, lang) for deadline in deadlines))


def _bound(deadline: Deadline, lang: Lang) -> str:
    """Say what the day means: ``trước``, ``trước 17:00``, ``đến hết``, ``trong 5 ngày làm việc``, ``định kỳ``."""
    length = duration(deadline, lang)
    if not length:
        clock = "" if is_day_late(deadline) else (deadline.due or "").partition("T")[2]
        return " ".join(filter(None, (word(bound(deadline), lang), clock)))
    return f"trong {length}" if lang == "vi" else f"within {length}"


def _report(task: Task, lang: Lang) -> str:
    to, via = "; ".join(units(task, "report_to")), "; ".join(units(task, "report_via"))
    if not via:
        return to
    return f"{to} (qua {via})" if lang == "vi" else f"{to} (through {via})"
