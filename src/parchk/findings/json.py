"""JSON: every finding with its document and its place, in document order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parchk.findings import Report


def write(report: Report) -> bytes:
    """``span``, ``line``, ``column`` and ``text`` are ``null`` when a finding is about the whole document."""
    findings = [
        {
            "source": document.source,
            "code": located.finding.code,
            "severity": located.finding.severity,
            "message": located.finding.said(report.lang),
            "span": located.finding.span,
            "line": located.place.line if located.place else None,
            "column": located.place.column if located.place else None,
            "text": located.text,
            "task": located.finding.task,
        }
        for document, located in report
    ]
    return json.dumps({"findings": findings}, ensure_ascii=False, indent=2).encode() + b"\n"
