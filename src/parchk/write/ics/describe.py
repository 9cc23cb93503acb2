"""The words of a calendar entry: its title, and everything that a reader needs besides the date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parchk.wording import day, deadline_phrase, one_line, units, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parchk.deadline_days import Place
    from parchk.models import Deadline, Directive
    from parchk.wording import Lang
    from parchk.write.ics.items import Item

# What a telephone shows of a title, several times over; the task stands in full below it.
_TITLE = 120
_HINT = 60
_OPENING = 80
_LEADS = 2

_REMARKS: dict[str, dict[Lang, str]] = {
    "moved": {
        "vi": "Văn bản ghi “trước”: việc phải xong trước ngày đó. Lịch ghi ngày làm việc cuối cùng trước hạn, {day}.",
        "en": "The document says “before”: on that day it is too late. This is the last working day before it, {day}.",
    },
    "day off": {
        "vi": "Ngày {day} không phải là ngày làm việc.",
        "en": "{day} is not a working day.",
    },
    "completed": {
        "vi": "Văn bản không nêu rõ ngày hoặc tháng: lịch ghi vào cuối mỗi kỳ.",
        "en": "The document does not say which day or month: the calendar has the end of each cycle.",
    },
    "skipped": {
        "vi": "Lịch bỏ qua những tháng không có ngày {days}.",
        "en": "Months without a day {days} are left out.",
    },
    "too often": {
        "vi": "Lịch không lặp được việc này (kỳ ngắn hơn một ngày, hoặc không rõ bắt đầu từ ngày nào).",
        "en": "A calendar cannot repeat this (shorter than a day, or nothing says when it begins).",
    },
    "no day": {
        "vi": "Không xác định được ngày: văn bản không nêu, hoặc tính từ một việc chưa biết ngày.",
        "en": "No day can be told: the document gives none, or counts from something whose day is not known.",
    },
    "inferred": {
        "vi": "Văn bản không ghi, suy ra từ ngày ban hành: {what}.",
        "en": "Not written, concluded from the day of issue: {what}.",
    },
}
_INFERRED: dict[str, str] = {"year": "năm", "month": "tháng", "date": "ngày", "due": "ngày cuối"}


def title(item: Item, lang: Lang) -> str:
    """Who does what; with the deadline's words where the day alone would mislead."""
    text = one_line(item.task.text)
    leads = list(dict.fromkeys(units(item.task, "lead")))
    who = ", ".join(leads[:_LEADS]) + (f" (+{len(leads) - _LEADS})" if len(leads) > _LEADS else "")
    what = _shortened(text, _TITLE)
    # "Sở Y tế: Giao Sở Y tế chuẩn bị …" would say it twice.
    said = f"{who}: {what}" if who and leads[0].casefold() not in what[:_OPENING].casefold() else what
    at, deadline = item.at, item.deadline
    if deadline is None or not (at.moved or at.rule or at.due is None or len(item.task.deadlines) > 1):
        return said
    by_words = deadline.kind in ("recurring", "relative") and deadline.text
    hint = one_line(deadline.text) if by_words else deadline_phrase(deadline, lang)
    return f"{said} ({_shortened(hint, _HINT)})"


def description(item: Item, lang: Lang) -> str:
    """The task in full, its deadline in the document's words, remarks, units, the document: a line each."""
    return "\n".join(_lines(item, lang))


def calendar_name(first: list[Directive], lang: Lang) -> str:
    """Name the calendar after its document, where it has but one."""
    if len(first) != 1:
        return "Nhiệm vụ theo văn bản" if lang == "vi" else "Tasks from documents"
    document = first[0].document
    parts = [one_line(part) for part in (document.number, document.subject) if part]
    return _shortened(": ".join(parts) or one_line(first[0].source.name), _TITLE)


def _lines(item: Item, lang: Lang) -> Iterator[str]:
    task, deadline, result = item.task, item.deadline, item.result
    yield one_line(task.text)
    yield ""
    if deadline is not None:
        yield f"{word('deadline', lang)}: {_bounds(deadline, lang)}"
        yield from _remarks(deadline, item.at, lang)
    for role in ("lead", "coordinate", "report_to", "report_via", "advise"):
        if names := units(task, role):
            yield f"{word(role, lang)}: {'; '.join(names)}"
    for key, values in (("deliverables", task.deliverables), ("targets", task.targets)):
        if values:
            yield f"{word(key, lang)}: {'; '.join(one_line(value.text) for value in values)}"
    document = result.document
    issuer = document.issuer.name if document.issuer else None
    issued_on = day(document.issued_on, lang) if document.issued_on else None
    about = (document.number, issued_on, issuer, document.subject, document.urgency, document.secrecy)
    yield f"{word('document', lang)}: {', '.join(one_line(part) for part in about if part) or result.source.name}"
    if task.section:
        yield f"{word('section', lang)}: {one_line(task.section)}"
    yield f"{word('id', lang)}: {one_line(task.id)}"


def _bounds(deadline: Deadline, lang: Lang) -> str:
    """The days, and the document's own words where they are not said by them."""
    phrase, words = deadline_phrase(deadline, lang), one_line(deadline.text)
    return phrase if words in phrase else f"{phrase} (“{words}”)"


def _remarks(deadline: Deadline, at: Place, lang: Lang) -> Iterator[str]:
    shown = day(at.due.isoformat()[:10], lang) if at.due else ""
    if at.moved:
        yield _REMARKS["moved"][lang].format(day=shown)
    if at.day_off:
        yield _REMARKS["day off"][lang].format(day=shown)
    if at.completed:
        yield _REMARKS["completed"][lang]
    if at.skipped:
        yield _REMARKS["skipped"][lang].format(days=", ".join(map(str, at.skipped)))
    if deadline.kind == "recurring" and not at.rule:
        yield _REMARKS["too often"][lang]
    elif at.day is None:
        yield _REMARKS["no day"][lang]
    if deadline.inferred:
        what = [_INFERRED.get(key, key) if lang == "vi" else key for key in deadline.inferred]
        yield _REMARKS["inferred"][lang].format(what=", ".join(what))


def _shortened(text: str, length: int) -> str:
    """Cut at a blank, where there is one, and say so.

    >>> _shortened("rà soát vị trí việc làm", 12)
    'rà soát vị…'
    """
    if len(text) <= length:
        return text
    kept = text[:length]
    return f"{kept[: kept.rfind(' ')] if ' ' in kept else kept}…".replace(",…", "…")
