"""Words of a schedule, in both languages, and its cells as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from parchk.wording import day, mine_phrase, one_line, units, word

if TYPE_CHECKING:
    from datetime import date

    from parchk.due import Bucket, Reports, Row, Schedule, UnitCounts
    from parchk.history import History
    from parchk.models import Directive, Task
    from parchk.wording import Lang

BUCKET: Final[dict[Bucket, dict[Lang, str]]] = {
    "overdue": {"vi": "Quá hạn", "en": "Overdue"},
    "this_week": {"vi": "Trong tuần này", "en": "This week"},
    "next_two_weeks": {"vi": "Hai tuần tới", "en": "Next two weeks"},
    "later": {"vi": "Sau đó", "en": "Later"},
    "undated": {"vi": "Không xác định được ngày", "en": "Without a known day"},
    "closed": {"vi": "Đã kết thúc", "en": "Closed"},
}

_WORDS: Final[dict[str, dict[Lang, str]]] = {
    "title": {"vi": "Việc đến hạn, tính từ ngày {day}", "en": "What is due, seen from {day}"},
    "title of": {
        "vi": "Việc đến hạn của {office}, tính từ ngày {day}",
        "en": "What is due for {office}, seen from {day}",
    },
    "calendar": {"vi": "Việc đến hạn", "en": "What is due"},
    "until": {"vi": "việc định kỳ tính đến {day}", "en": "recurring duties up to {day}"},
    "day": {"vi": "Hạn", "en": "Due"},
    "left": {"vi": "Còn lại", "en": "Left"},
    "words": {"vi": "Thời hạn (nguyên văn)", "en": "Deadline (as written)"},
    "task": {"vi": "Nội dung nhiệm vụ", "en": "Task"},
    "unit": {"vi": "Đơn vị chủ trì", "en": "Lead"},
    "document": {"vi": "Văn bản", "en": "Document"},
    "section": {"vi": "mục", "en": "section"},
    "status": {"vi": "Trạng thái", "en": "Status"},
    "units": {"vi": "Theo đơn vị", "en": "By unit"},
    "no lead": {"vi": "(không nêu đơn vị)", "en": "(no unit named)"},
    "today": {"vi": "hôm nay", "en": "today"},
    "left days": {"vi": "còn {count} ngày", "en": "{count} {days} left"},
    "late days": {"vi": "quá {count} ngày", "en": "{count} {days} late"},
    "moved": {"vi": "chuyển từ {day}", "en": "moved from {day}"},
    "set": {"vi": "ngày do người theo dõi ghi", "en": "as put in the workbook"},
    "day off": {"vi": "ngày nghỉ; ngày làm việc cuối: {day}", "en": "a day off; last working day: {day}"},
    "skipped": {"vi": "bỏ qua tháng không có ngày {days}", "en": "months without a day {days} are left out"},
    "also": {"vi": "Cũng tại: {documents}", "en": "Also in: {documents}"},
    "unlike": {"vi": "Hạn khác tại: {documents}", "en": "With another deadline in: {documents}"},
    "closed": {"vi": "đã kết thúc", "en": "closed"},
    "ended": {"vi": "hết thời gian áp dụng", "en": "its time is over"},
    "annulled": {"vi": "đã bãi bỏ", "en": "annulled"},
    "replaced": {"vi": "đã thay thế", "en": "replaced"},
    "amends": {"vi": "chỉ sửa đổi việc khác", "en": "only amends another task"},
    "done on": {"vi": "ngày {day}", "en": "on {day}"},
    "nothing": {"vi": "Không có việc nào.", "en": "Nothing is due."},
    "this_month": {"vi": "trong tháng này", "en": "this month"},
    "reports": {"vi": "Báo cáo gửi cùng nơi, cùng tuần", "en": "Reports to one receiver in one week"},
    "reports to": {
        "vi": "{receiver}, tuần {monday} - {sunday}: {count} báo cáo",
        "en": "{receiver}, week {monday} to {sunday}: {count} reports",
    },
    "unplaced": {"vi": "Sửa đổi chưa rõ thuộc việc nào", "en": "Amendments that could not be placed"},
}
_WEEKDAYS: Final[dict[Lang, tuple[str, ...]]] = {
    "vi": ("T2", "T3", "T4", "T5", "T6", "T7", "CN"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def said(key: str, lang: Lang, **values: object) -> str:
    """Give the words of this key, with the values in them."""
    return _WORDS[key][lang].format(**values)


def with_weekday(there: date, lang: Lang) -> str:
    """Write a day with its weekday.

    >>> from datetime import date
    >>> with_weekday(date(2026, 3, 8), "vi"), with_weekday(date(2026, 3, 8), "en")
    ('CN 08/3/2026', 'Sun 2026-03-08')
    """
    return f"{_WEEKDAYS[lang][there.weekday()]} {day(there.isoformat(), lang)}"


def heading(schedule: Schedule, lang: Lang) -> str:
    """Say whose schedule it is, and from which day it is seen."""
    day_of = with_weekday(schedule.as_of, lang)
    if schedule.office is None:
        return said("title", lang, day=day_of)
    return said("title of", lang, office=one_line(schedule.office), day=day_of)


def summary(schedule: Schedule, lang: Lang) -> str:
    """One line: how many rows each bucket has, and how many fall due this month."""
    parts = [f"{BUCKET[bucket][lang].lower()} {schedule.counts[bucket]}" for bucket in BUCKET]
    month = f"{said('this_month', lang)} {schedule.this_month}"
    return "; ".join([", ".join([*parts, month]), said("until", lang, day=day(schedule.until.isoformat(), lang))])


def due_cell(row: Row, lang: Lang) -> str:
    """Give day and time; empty where no day is known."""
    if row.days is None:
        return ""
    return " ".join(filter(None, (with_weekday(row.days.day, lang), row.days.clock)))


def hint(row: Row, lang: Lang) -> str:
    """Say what the day alone does not: that it was moved, or that nobody works on it."""
    days = row.days
    if days is None:
        return ""
    made = []
    if row.skipped:
        made.append(said("skipped", lang, days=", ".join(map(str, row.skipped))))
    if days.day != days.last:
        return "; ".join([said("moved", lang, day=with_weekday(days.last, lang)), *made])
    if row.is_put:
        made.append(said("set", lang))
    if days.work_by != days.last:
        made.append(said("day off", lang, day=with_weekday(days.work_by, lang)))
    return "; ".join(made)


def left_cell(row: Row, lang: Lang) -> str:
    """Say how many days are left."""
    if row.left is None:
        return ""
    if row.left == 0:
        return said("today", lang)
    count = abs(row.left)
    days = "day" if count == 1 else "days"
    return said("left days" if row.left > 0 else "late days", lang, count=count, days=days)


def lead_cell(row: Row, lang: Lang) -> str:
    """Give the leads of the task."""
    return "; ".join(units(row.item.task, "lead")) or said("no lead", lang)


def document_cell(result: Directive, task: Task, lang: Lang) -> str:
    """Say where a task stands: number of the document (else its file), section."""
    called = one_line(result.document.number or result.source.name)
    return f"{called}, {said('section', lang)} {one_line(task.section)}" if task.section else called


def status_cell(row: Row, lang: Lang) -> str:
    """Say what somebody said of the task, or why it is no longer open."""
    given = row.said
    if row.state not in ("open", "closed"):
        return said(row.state, lang)
    if given is None:
        return ""
    words = one_line(given.words) or (said("closed", lang) if given.is_closed else "")
    done = said("done on", lang, day=day(given.done_on.isoformat(), lang)) if given.done_on else ""
    return " ".join(filter(None, (words, done)))


def remarks(row: Row, lang: Lang) -> list[str]:
    """Give further sentences on a row: its history, where else it stands, why it is the office's."""
    item = row.item
    made = [item.history.said(lang)] if item.history and _is_touched(row, item.history) else []
    for key, copies in (("also", item.copies), ("unlike", item.unlike)):
        if copies:
            documents = "; ".join(document_cell(copy.directive, copy.task, lang) for copy in copies)
            made.append(said(key, lang, documents=documents))
    if item.task.mine is not None:
        made.append(f"{word('mine', lang)}: {mine_phrase(item.task.mine, lang)}")
    return [one_line(sentence) for sentence in made if sentence]


def _is_touched(row: Row, history: History) -> bool:
    """Whether the history is about this deadline of the task, rather than another one that was changed."""
    return row.state != "open" or history.changed_by is None or row.deadline not in row.item.task.deadlines


def by_unit(rows: list[Row], lang: Lang) -> dict[str, list[Row]]:
    """Give the rows of each unit (or of units that lead together), in the order of their first days."""
    made: dict[str, list[Row]] = {}
    for row in rows:
        made.setdefault(lead_cell(row, lang), []).append(row)
    return made


def unit_name(unit: UnitCounts, lang: Lang) -> str:
    """Give the name of a unit that is counted."""
    return one_line(unit.name) or said("no lead", lang)


def group_heading(group: Reports, lang: Lang) -> str:
    """Say who gets how many reports in which week."""
    monday, sunday = (day(there.isoformat(), lang) for there in (group.monday, group.sunday))
    receiver = one_line(group.receiver)
    return said("reports to", lang, receiver=receiver, monday=monday, sunday=sunday, count=len(group.rows))
