"""A static page: the two texts of every link side by side, what differs marked.

No script runs on it, and every word of a document is escaped.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from parchk.trace.wordings import stretches
from parchk.wording import one_line
from parchk.write.templates import page_template
from parchk.write.trace.words import change_cell, document_line, place, said, summary, unit_cell

if TYPE_CHECKING:
    from parchk.trace.model import Link, Trace
    from parchk.wording import Lang
    from parchk.write.trace import TraceStyle

_HEADINGS = (
    "title",
    "upper",
    "lower",
    "lead",
    "deadline",
    "similarity",
    "links",
    "dropped",
    "added",
    "chains",
    "nothing",
)


def write(trace: Trace, style: TraceStyle) -> bytes:
    """One page for all documents, to be read, sent and printed."""
    lang = style.lang
    css = files("parchk.write.trace").joinpath("page.css").read_text("utf-8")
    digest = b64encode(hashlib.sha256(css.encode()).digest()).decode()
    page = page_template("parchk.write.trace").render(
        lang=lang,
        css=css,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        w={key: said(key, lang) for key in _HEADINGS},
        summary=summary(trace, lang),
        documents=[document_line(document, lang) for document in trace.documents],
        links=[_view(link, lang) for link in trace.links],
        dropped=[
            (place(task), one_line(task.text), one_line(said("not by", lang, document=task.by)))
            for task in trace.dropped
        ],
        added=[(place(task), one_line(task.text), one_line("; ".join(task.lead))) for task in trace.added],
        chains=[" → ".join(map(place, chain)) for chain in trace.chains],
    )
    return page.encode()


def _view(link: Link, lang: Lang) -> dict[str, Any]:
    """What the page shows of a link."""
    units = link.unit_change
    return {
        "upper": place(link.upper),
        "lower": place(link.lower),
        "stretches": stretches(one_line(link.upper.text), one_line(link.lower.text)),
        "similarity": f"{link.similarity:.2f}",
        "change": link.deadline_change or "unknown",
        "deadline": change_cell(link, lang),
        "deadlines": (one_line(link.deadlines.upper or ""), one_line(link.deadlines.lower or "")),
        "unit": unit_cell(units, lang),
        "units": (one_line("; ".join(units.upper)), one_line("; ".join(units.lower))) if units else ("", ""),
    }
