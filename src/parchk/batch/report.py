"""What became of every document of a batch, as data and as ``report.json``."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from parchk.errors import OutputError
    from parchk.write.xlsx.merge import Merged

SCHEMA_VERSION = "1.0"
Status = Literal["done", "unchanged", "failed", "not-done"]


@dataclass(frozen=True, slots=True)
class FileReport:
    """One document, or a path without one."""

    source: str
    """Its path as given."""
    output: str | None = None
    """Its result, below the output folder; ``None`` when there is none."""
    status: Status = "not-done"
    tasks: int = 0
    findings: int = 0
    seconds: float = 0.0
    reason: str | None = None
    """A sentence: why it failed."""


@dataclass(slots=True)
class Report:
    """All documents, in the order of the inputs."""

    program: str
    """Version of the program."""
    skipped: int
    files: list[FileReport] = field(default_factory=list)
    interrupted: bool = False
    unwritten: OutputError | None = None
    """Why there is no ``report.json``, if there is none."""
    merged: Merged | None = None
    """What has become of the rows of the workbook that the results were merged into."""

    @property
    def is_complete(self) -> bool:
        """Whether every document was tried, and nothing interrupted."""
        return not self.interrupted and not self.count("not-done")

    def count(self, status: Status) -> int:
        """How many documents ended so."""
        return sum(file.status == status for file in self.files)

    @property
    def results(self) -> int:
        """How many documents have a result."""
        return self.count("done") + self.count("unchanged")

    @property
    def tasks(self) -> int:
        """Tasks in all results."""
        return sum(file.tasks for file in self.files)

    @property
    def findings(self) -> int:
        """Findings in all results."""
        return sum(file.findings for file in self.files)

    def as_json(self) -> bytes:
        """Indented JSON."""
        report = {
            "schema_version": SCHEMA_VERSION,
            "program": self.program,
            "documents": len(self.files),
            "done": self.count("done"),
            "unchanged": self.count("unchanged"),
            "failed": self.count("failed"),
            "skipped": self.skipped,
            "tasks": self.tasks,
            "findings": self.findings,
            "files": [asdict(file) for file in self.files],
        }
        return json.dumps(report, ensure_ascii=False, indent=2).encode() + b"\n"
