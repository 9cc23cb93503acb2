"""Text: a line a finding, ``file:line:column: severity code message``, as compilers write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parchk.findings import SEVERITIES
from parchk.findings.paths import printable
from parchk.wording import one_line, word

if TYPE_CHECKING:
    from parchk.findings import Report
    from parchk.wording import Lang

_COLORS = {"error": "red", "warning": "yellow", "note": "cyan"}


def write(report: Report) -> bytes:
    """A finding about the whole document stands at its first letter, so that every line can be jumped to."""
    lines = []
    for document, located in report:
        finding, place = located.finding, located.place
        position = f"{place.line}:{place.column}" if place else "1:1"
        severity = word(finding.severity, report.lang)
        if report.color:
            severity = _colored(severity, _COLORS[finding.severity])
        message = one_line(finding.said(report.lang))
        lines.append(f"{printable(document.source)}:{position}: {severity} {finding.code} {message}\n")
    return "".join(lines).encode()


def summary(report: Report) -> str:
    """One line: how many of each severity, in how many documents."""
    found = [located.finding.severity for _, located in report]
    counts = [found.count(severity) for severity in SEVERITIES]  # type: ignore[arg-type]  # they are its literals
    documents = len(report.documents)
    if report.lang == "vi":
        counted = ", ".join(f"{count} {word(name, 'vi')}" for count, name in zip(counts, SEVERITIES, strict=True))
        return f"{counted} trong {documents} văn bản"
    counted = ", ".join(_counted(count, name) for count, name in zip(counts, SEVERITIES, strict=True))
    return f"{counted} in {_counted(documents, 'document')}"


def accepted(count: int, lang: Lang) -> str:
    """How many findings a baseline accepts."""
    return f"chấp nhận {count} phát hiện" if lang == "vi" else f"{_counted(count, 'finding')} accepted"


def gone(count: int, lang: Lang) -> str:
    """How many accepted findings do not occur any more, and what to do about it."""
    if lang == "vi":
        return f"{count} phát hiện đã chấp nhận không còn nữa; --write-baseline bỏ chúng khỏi tệp"
    return f"{_counted(count, 'accepted finding')} no longer there; --write-baseline drops them from the file"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _colored(text: str, color: str) -> str:
    from rich.color import ColorSystem  # noqa: PLC0415 - only a terminal needs it
    from rich.style import Style  # noqa: PLC0415

    return Style(color=color, bold=True).render(text, color_system=ColorSystem.STANDARD)
