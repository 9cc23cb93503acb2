"""A static page: no script runs on it, and every word of a document is escaped."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from parchk.due import BUCKETS
from parchk.wording import one_line
from parchk.write.due import words
from parchk.write.templates import page_template

if TYPE_CHECKING:
    from parchk.due import Row, Schedule
    from parchk.wording import Lang
    from parchk.write.due import DueStyle


def write(schedule: Schedule, style: DueStyle) -> bytes:
    """One page for all rows, to be read, sent and printed."""
    lang = style.lang
    css = files("parchk.write.due").joinpath("page.css").read_text("utf-8")
    digest = b64encode(hashlib.sha256(css.encode()).digest()).decode()
    page = page_template("parchk.write.due").render(
        lang=lang,
        css=css,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        title=words.heading(schedule, lang),
        summary=words.summary(schedule, lang),
        w={key: words.said(key, lang) for key in _HEADINGS},
        buckets=[
            (bucket, words.BUCKET[bucket][lang], len(rows), _units(rows, lang))
            for bucket, rows in schedule.by_bucket(with_closed=style.with_closed).items()
        ],
        bucket_names=[words.BUCKET[bucket][lang] for bucket in BUCKETS],
        units=[(words.unit_name(unit, lang), [unit.counts[bucket] for bucket in BUCKETS]) for unit in schedule.units],
        reports=[
            (words.group_heading(group, lang), [_view(row, lang) for row in group.rows]) for group in schedule.reports
        ],
        unplaced=[one_line(one.said(lang)) for one in schedule.unplaced],
    )
    return page.encode()


_HEADINGS = ("day", "left", "task", "words", "document", "status", "unit", "units", "reports", "unplaced", "nothing")


def _units(rows: list[Row], lang: Lang) -> list[tuple[str, list[dict[str, Any]]]]:
    return [(unit, [_view(row, lang) for row in there]) for unit, there in words.by_unit(rows, lang).items()]


def _view(row: Row, lang: Lang) -> dict[str, Any]:
    """What the page shows of a row."""
    return {
        "day": words.due_cell(row, lang),
        "iso": row.days.day.isoformat() if row.days else "",
        "hint": words.hint(row, lang),
        "left": words.left_cell(row, lang),
        "task": one_line(row.item.task.text),
        "remarks": words.remarks(row, lang),
        "words": one_line(row.deadline.text) if row.deadline else "",
        "document": words.document_cell(row.item.result, row.item.task, lang),
        "status": words.status_cell(row, lang),
    }
