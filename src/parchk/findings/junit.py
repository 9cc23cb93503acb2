"""JUnit XML, as GitLab and Jenkins read it: a suite a document, a case a finding."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import regex

from parchk.findings.paths import address
from parchk.wording import one_line, word

if TYPE_CHECKING:
    from pathlib import Path

    from parchk.findings import CheckedDocument, Located, Report, Unread

# What XML 1.0 cannot hold at all, even escaped.
_REFUSED = regex.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_LONGEST_NAME = 120


def write(report: Report) -> bytes:
    """Findings at or above --fail-on are failures; the others, and documents without any, are cases that pass.

    Cases of a document have different names that do not depend on line numbers: GitLab takes cases of one name for
    one, and compares two runs by name.
    """
    root = ET.Element("testsuites", name="parchk check")
    for document in report.documents:
        root.append(_suite(document, report))
    for unread in report.unread:
        root.append(_unread_suite(unread, report))
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    ET.indent(root)
    return b"<?xml version='1.0' encoding='UTF-8'?>\n" + ET.tostring(root, encoding="unicode").encode() + b"\n"


def _suite(document: CheckedDocument, report: Report) -> ET.Element:
    suite = ET.Element("testsuite", name=_held(document.source))
    names: Counter[str] = Counter()
    failures = 0
    for located in document.findings:
        name = _name(located)
        names[name] += 1
        case = _case(suite, document.source, f"{name} ({names[name]})" if names[name] > 1 else name)
        _add_file(case, document.path, report)
        message, details = _safe(located.finding.said(report.lang)), _details(document, located, report)
        if report.fails(located.finding):
            failures += 1
            ET.SubElement(case, "failure", message=message, type=located.finding.severity).text = details
        else:
            ET.SubElement(case, "system-out").text = details
    if not document.findings:
        _add_file(_case(suite, document.source, "no findings"), document.path, report)
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(failures))
    suite.set("errors", "0")
    suite.set("skipped", "0")
    return suite


def _unread_suite(unread: Unread, report: Report) -> ET.Element:
    suite = ET.Element("testsuite", name=_held(unread.source), tests="1", failures="0", errors="1", skipped="0")
    case = _case(suite, unread.source, "readable")
    _add_file(case, unread.path, report)
    ET.SubElement(case, "error", message=_safe(unread.sentence), type="unreadable").text = _safe(unread.sentence)
    return suite


def _case(suite: ET.Element, source: str, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=_held(source), name=name)


def _add_file(case: ET.Element, path: Path | None, report: Report) -> None:
    if path is not None:
        case.set("file", _held(str(address(path, report.root).path)))


def _name(located: Located) -> str:
    words = _safe(located.text or "")
    if len(words) > _LONGEST_NAME:
        words = f"{words[:_LONGEST_NAME]}…"
    return f"{located.finding.code}: {words}" if words else located.finding.code


def _details(document: CheckedDocument, located: Located, report: Report) -> str:
    place, finding = located.place, located.finding
    position = f":{place.line}:{place.column}" if place else ""
    severity = word(finding.severity, report.lang)
    return _safe(f"{document.source}{position}: {severity} {finding.code} {finding.said(report.lang)}")


def _safe(text: str) -> str:
    return _held(one_line(text))


def _held(text: str) -> str:
    """The text with U+FFFD for what XML cannot hold."""
    return _REFUSED.sub("\ufffd", text)
