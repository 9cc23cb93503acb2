"""GitHub's workflow commands: findings as annotations of the changed files, printed by a step of a workflow.

GitHub shows ten errors, ten warnings and ten notices a step; the log has them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parchk.findings.paths import address, printable
from parchk.wording import one_line

if TYPE_CHECKING:
    from pathlib import Path

    from parchk.findings import Located, Report

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
# As the runner reads them back: in a message, and in the value of a property.
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def write(report: Report) -> bytes:
    """A line a finding; inputs that could not be read are errors."""
    lines = [
        _command("error", _file(unread.path, report), {"title": "parchk"}, unread.sentence) for unread in report.unread
    ]
    for document, located in report:
        finding = located.finding
        properties = _region(located) | {"title": finding.code}
        message = finding.said(report.lang)
        lines.append(_command(_COMMANDS[finding.severity], _file(document.path, report), properties, message))
    return "".join(lines).encode()


def _file(path: Path | None, report: Report) -> dict[str, str]:
    if path is None:
        return {}
    return {"file": printable(str(address(path, report.root).path))}


def _region(located: Located) -> dict[str, str]:
    place = located.place
    if place is None:
        return {}
    lines = {"line": str(place.line), "endLine": str(place.end_line)}
    if place.line != place.end_line:  # GitHub refuses columns of a stretch over several lines
        return lines
    return lines | {"col": str(place.column), "endColumn": str(place.end_column)}


def _command(name: str, file: dict[str, str], properties: dict[str, str], message: str) -> str:
    written = ",".join(f"{key}={value.translate(_PROPERTY)}" for key, value in (file | properties).items())
    return f"::{name} {written}::{one_line(message).translate(_DATA)}\n"
