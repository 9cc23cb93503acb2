"""The history of a task in sentences, in Vietnamese or English."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from parchk.wording import day, deadline_phrase, one_line, word

if TYPE_CHECKING:
    from parchk.history import Applied, History, Unplaced
    from parchk.models import Amendment, Deadline, Directive
    from parchk.wording import Lang

# Longer words of an amendment are cut.
_QUOTED = 160

_SENTENCES = {
    "vi": {
        "ordered": "{document} giao: {deadlines}.",
        "amended": "{document} {kind}: {deadlines} (“{words}”).",
        "touched": "{document} {kind} (“{words}”).",
        "reminded": "{document} đôn đốc{count}.",
        "lapsed": "{sentence} Văn bản này sau đó không còn hiệu lực.",
        "in force": "Thời hạn hiện hành: {deadlines}.",
        "annulled": "Nhiệm vụ đã được bãi bỏ.",
        "replaced": "Văn bản giao nhiệm vụ đã được thay thế.",
        "none": "không nêu thời hạn",
        "count": " lần {count}",
        "unplaced": "{document} {kind} {target} (“{words}”): {reason}.",
        "document-unknown": "không có văn bản này trong các kết quả, chưa nhiệm vụ nào được cập nhật",
        "document-unclear": "có nhiều văn bản cùng số, không rõ là văn bản nào, chưa nhiệm vụ nào được cập nhật",
        "item-unknown": "không tìm được chắc chắn mục được nêu, chưa nhiệm vụ nào được cập nhật",
        "task-unclear": "không rõ là nhiệm vụ nào, chưa thời hạn nào được thay đổi",
        "order-unclear": "không rõ trước hay sau văn bản khác cũng sửa nhiệm vụ đó, chưa thời hạn nào được thay đổi",
        "adds": "chỉ bổ sung, không thay đổi nhiệm vụ đã giao",
    },
    "en": {
        "ordered": "Ordered by {document}: {deadlines}.",
        "amended": "{document} {kind} it: {deadlines} (“{words}”).",
        "touched": "{document} {kind} it (“{words}”).",
        "reminded": "{document} reminds of it{count}.",
        "lapsed": "{sentence} That document is itself not in force any more.",
        "in force": "Deadline in force: {deadlines}.",
        "annulled": "The task is annulled.",
        "replaced": "The document that ordered it is replaced.",
        "none": "no deadline",
        "count": ", reminder {count}",
        "unplaced": "{document} {kind} {target} (“{words}”): {reason}.",
        "document-unknown": "that document is not among the results, so no task was changed",
        "document-unclear": "several documents have that number, so no task was changed",
        "item-unknown": "the item cannot be found for certain, so no task was changed",
        "task-unclear": "it cannot be told which task is meant, so no deadline was changed",
        "order-unclear": "it cannot be told whether another amendment of that task is later, so nothing was changed",
        "adds": "it only adds to that document, no task of it changes",
    },
}


def task(history: History, lang: Lang) -> str:
    """The deadlines as ordered, every amendment, and what holds now."""
    return " ".join(_sentences(history, lang))


def unplaced(found: Unplaced, lang: Lang) -> str:
    """What an amendment says, and why no task was changed by it."""
    said = _SENTENCES[lang]
    amendment = found.amendment
    cited = found.directive.citations[amendment.citation : amendment.citation + 1]
    return said["unplaced"].format(
        document=document(found.directive, lang),
        kind=word(amendment.kind, lang),
        target=one_line(cited[0].text) if cited else "?",
        words=_words(amendment),
        reason=said[found.reason],
    )


def document(directive: Directive, lang: Lang) -> str:
    """Kind, number and day of a document; its file where it has no number."""
    own = directive.document
    name = f"{own.type or ''} {own.number or ''}".strip() if own.number else directive.source.name
    if own.issued_on is None:
        return one_line(name)
    return one_line(f"{name} {'ngày' if lang == 'vi' else 'of'} {day(own.issued_on, lang)}")


def _sentences(history: History, lang: Lang) -> Iterator[str]:
    said = _SENTENCES[lang]
    ordered = _deadlines(history.task.deadlines, lang)
    yield said["ordered"].format(document=document(history.directive, lang), deadlines=ordered)
    for one in history.amendments:
        sentence = _amendment(one, lang)
        yield said["lapsed"].format(sentence=sentence) if one.lapsed else sentence
    if history.status == "in force":
        yield said["in force"].format(deadlines=_deadlines(history.deadlines, lang))
    else:
        yield said[history.status]


def _amendment(one: Applied, lang: Lang) -> str:
    said, amendment = _SENTENCES[lang], one.amendment
    name = document(one.directive, lang)
    if amendment.kind == "reminds":
        count = said["count"].format(count=amendment.count) if amendment.count else ""
        return said["reminded"].format(document=name, count=count)
    return said["amended" if amendment.deadlines else "touched"].format(
        document=name,
        kind=word(amendment.kind, lang),
        deadlines=_deadlines(amendment.deadlines, lang),
        words=_words(amendment),
    )


def _deadlines(deadlines: Sequence[Deadline], lang: Lang) -> str:
    return "; ".join(deadline_phrase(one, lang) for one in deadlines) or _SENTENCES[lang]["none"]


def _words(amendment: Amendment) -> str:
    words = one_line(amendment.text)
    return words if len(words) <= _QUOTED else f"{words[:_QUOTED].rsplit(' ', 1)[0]} …"
