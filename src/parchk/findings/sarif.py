"""SARIF 2.1.0 (OASIS): for GitHub code scanning, Azure DevOps, editors.

Lines, columns and offsets count code points of the text as read; of a Word or PDF document that is the text that
``parchk extract --with-text`` gives. Paths are relative to the folder in which parchk ran, ``%SRCROOT%``.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from parchk.findings.explain import explanation, headline
from parchk.findings.paths import address

if TYPE_CHECKING:
    from pathlib import Path

    from parchk.findings import CheckedDocument, Located, Report
    from parchk.findings.place import Place
    from parchk.models import Span
    from parchk.ruleset.schema import CheckRule
    from parchk.wording import Lang

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_UNREADABLE = "unreadable-input"
# GitHub's words for how much a finding matters to those who filter by it.
_PROBLEM = {"error": "error", "warning": "warning", "note": "recommendation"}


def write(report: Report) -> bytes:
    """One log with one run."""
    rules = {rule.id: number for number, rule in enumerate(report.rules)}
    run = {
        "tool": {"driver": _driver(report)},
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder in which parchk ran."}}},
        "artifacts": [
            {"location": _location(document.path, report), "mimeType": document.media_type}
            for document in report.documents
        ],
        "results": [
            result
            for number, document in enumerate(report.documents)
            for result in _results(number, document, report, rules)
        ],
        "columnKind": "unicodeCodePoints",
        "defaultEncoding": "utf-8",
        "language": report.lang,
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2).encode() + b"\n"


def _driver(report: Report) -> dict[str, Any]:
    return {
        "name": "parchk",
        "version": report.version,
        "semanticVersion": report.version,
        "rules": [_rule(rule, report.lang) for rule in report.rules],
        "notifications": [{"id": _UNREADABLE, "shortDescription": {"text": "An input could not be read."}}],
    }


def _rule(rule: CheckRule, lang: Lang) -> dict[str, Any]:
    title, why = headline(rule, lang), explanation(rule, lang).strip()
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": title},
        "fullDescription": {"text": why},
        "help": {"text": why, "markdown": f"**{title}**\n\n{why}\n\n`parchk check --explain {rule.id}`"},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"tags": ["drafting"], "problem.severity": _PROBLEM[rule.severity]},
    }


def _invocation(report: Report) -> dict[str, Any]:
    return {
        "executionSuccessful": not report.unread,
        "toolExecutionNotifications": [
            {
                "descriptor": {"id": _UNREADABLE, "index": 0},
                "level": "error",
                "message": {"text": unread.sentence},
                "locations": [{"physicalLocation": {"artifactLocation": _location(unread.path, report)}}],
            }
            for unread in report.unread
        ],
    }


def _location(path: Path | None, report: Report) -> dict[str, Any]:
    if path is None:
        return {"uri": "stdin"}
    found = address(path, report.root)
    return {"uri": found.uri, "uriBaseId": _ROOT} if found.is_relative else {"uri": found.uri}


def _results(number: int, document: CheckedDocument, report: Report, rules: dict[str, int]) -> list[dict[str, Any]]:
    counted: Counter[str] = Counter()
    results = []
    for located in document.findings:
        fingerprint = _fingerprint(located)
        counted[fingerprint] += 1
        fingerprint = f"{fingerprint}:{counted[fingerprint]}"
        fingerprints = {"parchk/v1": fingerprint}
        if located.place is None or not document.media_type.startswith("text/"):
            # GitHub knows a finding again by this one. It computes it from the line of a text file; there is none here.
            fingerprints["primaryLocationLineHash"] = fingerprint
        physical: dict[str, Any] = {"artifactLocation": {**_location(document.path, report), "index": number}}
        if located.place is not None and located.finding.span is not None:
            physical["region"] = _region(located.place, located.finding.span)
        results.append(
            {
                "ruleId": located.finding.code,
                "ruleIndex": rules[located.finding.code],
                "level": located.finding.severity,
                "message": {"text": located.finding.said(report.lang)},
                "locations": [{"physicalLocation": physical}],
                "partialFingerprints": fingerprints,
            }
        )
    return results


def _fingerprint(located: Located) -> str:
    """The same as long as the words and the line that they stand on are, wherever that line moves."""
    around = located.place.around if located.place else ""
    parts = (located.finding.code, located.text or "", around)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _region(place: Place, span: Span) -> dict[str, Any]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "charOffset": span[0],
        "charLength": span[1] - span[0],
        "snippet": {"text": place.words},
    }
