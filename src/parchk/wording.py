"""How results are worded for people: headings, dates and bounds in Vietnamese or English, tasks under headings.

Shared by the terminal table and the written reports, so that both say the same.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parchk.models import Deadline, Directive, Ground, Mine, Section, Task

Lang = Literal["vi", "en"]

_VIETNAMESE = {
    # columns of CSV, in the words of a task tracker
    "id": "Mã nhiệm vụ",
    "section": "Mục",
    "task": "Nội dung nhiệm vụ",
    "lead": "Đơn vị chủ trì",
    "coordinate": "Đơn vị phối hợp",
    "report_to": "Nơi nhận báo cáo",
    "report_via": "Báo cáo qua",
    "advise": "Cơ quan được tham mưu",
    "start": "Từ ngày",
    "due": "Thời hạn",
    "bound": "Loại thời hạn",
    "rrule": "Định kỳ (RRULE)",
    "deadline_text": "Thời hạn (nguyên văn)",
    "deliverables": "Sản phẩm",
    "targets": "Chỉ tiêu",
    "citations": "Văn bản viện dẫn",
    "kind": "Loại nhiệm vụ",
    "confidence": "Độ tin cậy",
    "document_number": "Số, ký hiệu văn bản",
    "issued_on": "Ngày ban hành",
    "source": "Tệp nguồn",
    # further headings of tables and reports
    "no": "STT",
    "deadline": "Thời hạn",
    "document": "Văn bản",
    "number": "Số, ký hiệu",
    "type": "Loại văn bản",
    "issuer": "Cơ quan ban hành",
    "subject": "Trích yếu",
    "addressees": "Kính gửi",
    "signer": "Người ký",
    "tasks": "Nhiệm vụ",
    "findings": "Điểm cần xem lại",
    "because": "Căn cứ nhận diện",
    "action": "Việc phải làm",
    "prohibition": "Việc không được làm",
    "conditional": "Việc có điều kiện",
    "deliverable": "Sản phẩm",
    "target": "Chỉ tiêu",
    "verb": "Động từ",
    "citation": "Viện dẫn",
    "inferred": "suy ra",
    "year": "năm",
    "error": "lỗi",
    "warning": "cảnh báo",
    "note": "lưu ý",
    "no tasks": "Không có nhiệm vụ nào.",
    # a calendar
    "events without day": "Thời hạn không rõ ngày, không có trong lịch",
    "to-dos without day": "Thời hạn không rõ ngày, ghi thành việc không có ngày",
    # whose task it is
    "mine": "Của đơn vị mình",
    "mine-named": "nêu đích danh",
    "mine-succeeds": "nhận bàn giao",
    "mine-collective": "thuộc nhóm được giao",
    "mine-coordinate": "phối hợp",
    "mine-report_via": "báo cáo qua",
    "mine-report_to": "nơi nhận báo cáo",
    "mine-advise": "được tham mưu",
    "mine-info": "để biết",
    "if-concerned": "nếu liên quan",
    "superior-unknown": "chưa rõ cấp trên",
    # a batch
    "documents": "Văn bản",
    "done": "Đã xử lý",
    "unchanged": "Không đổi",
    "failed": "Lỗi",
    "not-done": "Chưa xử lý",
    "skipped": "Bỏ qua",
    "seconds": "Giây",
    "left": "còn",
    # what a later document says of an earlier one
    "amendments": "Đối với văn bản trước",
    "extends": "gia hạn",
    "changes": "điều chỉnh",
    "replaces": "thay thế",
    "annuls": "bãi bỏ",
    "reminds": "đôn đốc",
    "supplements": "bổ sung",
    "reminder": "đôn đốc lần {count}",
    # where a value's words stand
    "sentence": "trong câu",
    "previous": "câu trước",
    "following": "câu sau",
    "label": "dòng nhãn",
    "heading": "đề mục",
    "preamble": "phần mở đầu",
    "addressee": "nơi nhận công văn",
    "correction": "người đọc sửa",
    "header": "phần đầu văn bản",
    "signature-stamp": "dấu chữ ký số",
    "option": "tùy chọn --issued-on",
    # bounds of a deadline
    "before": "trước",
    "until": "đến hết",
    "within": "trong khoảng",
    "from": "từ",
    "recurring": "định kỳ",
}

_ENGLISH = {
    "id": "Task id",
    "no": "No.",
    "section": "Section",
    "task": "Task",
    "lead": "Lead",
    "coordinate": "Coordinates",
    "report_to": "Report to",
    "report_via": "Report via",
    "deliverables": "Deliverables",
    "targets": "Targets",
    "deadline": "Deadline",
    "document": "Document",
    "number": "Number",
    "type": "Type",
    "issuer": "Issuer",
    "issued_on": "Issued on",
    "subject": "Subject",
    "addressees": "Addressees",
    "signer": "Signer",
    "tasks": "Tasks",
    "findings": "Findings",
    "source": "File",
    "kind": "Kind",
    "verb": "Verb",
    "deliverable": "Deliverable",
    "target": "Target",
    "citation": "Citation",
    "advise": "Advises",
    "because": "Because",
    "mine": "Mine",
    "mine-named": "named",
    "mine-succeeds": "successor",
    "mine-collective": "one of many",
    "mine-coordinate": "coordinates",
    "mine-report_via": "reports go through it",
    "mine-report_to": "reports go to it",
    "mine-advise": "is advised",
    "mine-info": "for information",
    "if-concerned": "if concerned",
    "superior-unknown": "superior not known",
    "no tasks": "No tasks.",
    "events without day": "Deadlines without a known day, not in the calendar",
    "to-dos without day": "Deadlines without a known day, to-dos without a date",
    "documents": "Documents",
    "done": "Done",
    "unchanged": "Unchanged",
    "failed": "Failed",
    "not-done": "Not done",
    "skipped": "Skipped",
    "seconds": "Seconds",
    "amendments": "On earlier documents",
    "reminder": "reminder {count} of",
    "reminds": "reminds of",
}

_ISO = regex.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:T(?P<time>\d\d:\d\d))?")
_UNSEEN = {"Cc", "Cf", "Cs"}
_DURATION = regex.compile(r"P(?:(?P<date>\d+)(?P<unit>[YMWD])|T(?P<time>\d+)(?P<clock>[HM]))")
_UNITS = {
    "Y": ("năm", "year"),
    "M": ("tháng", "month"),
    "W": ("tuần", "week"),
    "D": ("ngày", "day"),
    "TH": ("giờ", "hour"),
    "TM": ("phút", "minute"),
}


def word(key: str, lang: Lang) -> str:
    """Give the heading or label of this key; the key itself where English has nothing better.

    >>> word("lead", "vi"), word("lead", "en"), word("label", "en")
    ('Đơn vị chủ trì', 'Lead', 'label')
    """
    return (_VIETNAMESE if lang == "vi" else _ENGLISH).get(key, key)


def one_line(text: str) -> str:
    r"""Put ``text`` on one line, without control and invisible characters: safe in a cell and on a terminal.

    >>> one_line("a\tb\x1b[31mc")
    'a b[31mc'
    """
    if not text.isprintable():
        text = "".join(char for char in text if char.isspace() or unicodedata.category(char) not in _UNSEEN)
    return " ".join(text.split())


def day(iso: str, lang: Lang) -> str:
    """Write a day as people write it.

    >>> day("2022-08-05", "vi"), day("2022-08-05T17:00", "vi"), day("2022-08-05", "en")
    ('05/8/2022', '17:00 ngày 05/8/2022', '2022-08-05')
    """
    found = _ISO.fullmatch(iso)
    if lang == "en" or not found:
        return iso.replace("T", " ")
    # Decree 30/2020/NĐ-CP: days below 10 and the months 1 and 2 take a zero in front.
    month = int(found["month"])
    written = f"{found['day']}/{month:02d}/{found['year']}" if month < 3 else f"{found['day']}/{month}/{found['year']}"
    return f"{found['time']} ngày {written}" if found["time"] else written


def duration(deadline: Deadline, lang: Lang) -> str:
    """Give the length of a relative deadline in words, e.g. ``5 working days``; empty when it has none."""
    if not deadline.duration:
        return ""
    found = _DURATION.fullmatch(deadline.duration)
    if not found:
        return deadline.duration
    count = found["date"] or found["time"]
    vietnamese, english = _UNITS[found["unit"] or f"T{found['clock']}"]
    if lang == "vi":
        return f"{count} {vietnamese}{' làm việc' if deadline.working_days else ''}"
    return f"{count} {'working ' if deadline.working_days else ''}{english}{'' if count == '1' else 's'}"


def bound(deadline: Deadline) -> str:
    """Say what ``start`` and ``due`` mean: ``before``, ``until``, ``within``, ``from`` or ``recurring``."""
    match deadline.kind:
        case "by":
            return "before" if deadline.inclusive is False else "until"
        case "period" | "relative":
            return "within"
        case "from" | "recurring" as kind:
            return kind


def deadline_phrase(deadline: Deadline, lang: Lang) -> str:
    """Say a deadline in a few words; the document's own words where they say more than the dates."""
    start = day(deadline.start, lang) if deadline.start else ""
    due = day(deadline.due, lang) if deadline.due else ""
    match deadline.kind:
        case "by" if due:
            return f"{word(bound(deadline), lang)} {due}"
        case "period" if start and due:
            return f"{start} - {due}"
        case "from" if start:
            return f"{word('from', lang)} {start}"
    shown = one_line(deadline.text)
    known = due or (f"{word('from', lang)} {start}" if start else "")
    return f"{shown} ({known})" if known else shown


def document_data(result: Directive, lang: Lang) -> dict[str, str]:
    """What a report says of the document itself, by the key of its label (:func:`word`); what is absent is left out."""
    document, signer = result.document, result.document.signer
    data = {
        "number": document.number,
        "type": document.type,
        "subject": document.subject,
        "issuer": document.issuer.name if document.issuer else None,
        "issued_on": day(document.issued_on, lang) if document.issued_on else None,
        "addressees": "; ".join(document.addressees),
        "signer": ", ".join(filter(None, (signer.name, signer.title))) if signer else None,
        "source": result.source.name,
    }
    return {key: value for key, value in data.items() if value}


def amendment_lines(result: Directive, lang: Lang) -> Iterator[str]:
    """A heading, and what the document says of each earlier one; nothing where it amends none."""
    if result.amendments:
        yield f"{word('amendments', lang)}:"
    for one in result.amendments or ():
        said = word("reminder", lang).format(count=one.count) if one.count else word(one.kind, lang)
        cited = result.citations[one.citation].text if one.citation < len(result.citations) else ""
        line = " ".join(filter(None, (f"- {said}", cited, f"({', '.join(one.items)})" if one.items else "")))
        times = "; ".join(deadline_phrase(deadline, lang) for deadline in one.deadlines)
        named = f": {one.about}" if one.about else ""
        yield one_line(f"{line}{named}{f' → {times}' if times else ''}")


def mine_phrase(mine: Mine | None, lang: Lang) -> str:
    """Say why a task is an office's, the strongest reason first; empty when it is not."""
    return "; ".join(dict.fromkeys(ground_phrase(ground, lang) for ground in mine.grounds)) if mine is not None else ""


def ground_phrase(ground: Ground, lang: Lang) -> str:
    """Say one reason, with what it depends on."""
    said = word(f"mine-{ground.why}", lang)
    return f"{said} ({word(ground.caveat, lang)})" if ground.caveat is not None else said


class Group(NamedTuple):
    """Tasks that stand one after the other under the same headings."""

    title: str
    """The headings from the outermost in, joined; empty for tasks under none."""
    tasks: list[Task]


def groups(directive: Directive) -> list[Group]:
    """Give the tasks in document order, under the headings that they stand under."""
    by_path: dict[str, list[Section]] = {}
    for section in directive.sections:
        by_path.setdefault(section.path, []).append(section)

    def above(path: str | None, task: Task) -> Iterator[Section]:
        """Sections from the innermost out. A path may occur again in an attached plan: the one around the task."""
        while path:
            candidates = by_path.get(path)
            if not candidates:
                return
            section = next((s for s in candidates if s.span[0] <= task.span[0] < s.span[1]), candidates[0])
            yield section
            path = section.parent

    def title(task: Task) -> str:
        titled = [section for section in above(task.section, task) if section.title]
        return " › ".join(one_line(f"{section.marker} {section.title}") for section in reversed(titled))

    return [Group(key, list(tasks)) for key, tasks in groupby(directive.tasks, key=title)]


def units(task: Task, role: str) -> list[str]:
    """Names of the units that have this role in the task."""
    return [one_line(unit.name) for unit in task.units if unit.role == role]


def summary(directives: list[Directive], lang: Lang) -> str:
    """One line: how many tasks, deadlines, tasks without a lead, findings."""
    tasks = [task for directive in directives for task in directive.tasks]
    dated = sum(bool(task.deadlines) for task in tasks)
    alone = sum(not any(unit.role == "lead" for unit in task.units) for task in tasks)
    findings = sum(len(directive.findings) for directive in directives)
    if lang == "vi":
        return (
            f"{len(tasks)} nhiệm vụ, {dated} có thời hạn, {alone} không nêu đơn vị chủ trì; {findings} điểm cần xem lại"
        )
    counted = f"{len(tasks)} {'task' if len(tasks) == 1 else 'tasks'}"
    noted = f"{findings} {'finding' if findings == 1 else 'findings'}"
    return f"{counted}, {dated} with a deadline, {alone} without a lead; {noted}"
