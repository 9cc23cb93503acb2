"""A baseline: findings that are accepted as they are today, so that only new ones count.

A finding is known again by its document, its code and its words; how often it occurs is counted, so that the same slip
made once more is new. The file is JSON, sorted, one entry a line, for people to read and to compare::

    {"version": 1, "findings": [
    {"source": "cong-van.txt", "code": "no-lead", "text": "Rà soát danh sách cán bộ.", "count": 1}
    ]}

``source`` is relative to the folder of the file.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from parchk.errors import UsageError
from parchk.findings import CheckedDocument

_STDIN = "-"


class Key(NamedTuple):
    """What a finding is known by."""

    source: str
    code: str
    text: str


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Entry(_Model):
    source: str
    code: str
    text: str = Field(description="Empty for a finding about the whole document.")
    count: Annotated[int, Field(ge=1)]


class _File(_Model):
    version: Literal[1]
    findings: list[_Entry]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings that a file accepts."""

    path: Path
    accepted: Counter[Key] = field(default_factory=Counter)

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Read the file; :class:`~parchk.errors.UsageError` when there is none or it is something else."""
        try:
            content = _File.model_validate_json(path.read_bytes())
        except FileNotFoundError as error:
            raise UsageError(f"baseline {path} does not exist; make it with --write-baseline") from error
        except OSError as error:
            raise UsageError(f"baseline {path} cannot be read: {error.strerror or error}") from error
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            raise UsageError(
                f"baseline {path} is not one that parchk wrote ({f'{place}: ' if place else ''}{first['msg']});"
                " write it anew with --write-baseline"
            ) from error
        accepted: Counter[Key] = Counter()
        for entry in content.findings:
            accepted[Key(entry.source, entry.code, entry.text)] += entry.count
        return cls(path, accepted)

    def without(
        self, documents: Iterable[CheckedDocument], codes: Collection[str]
    ) -> tuple[list[CheckedDocument], int]:
        """The documents without the accepted findings, and how many accepted ones of these codes do not occur now.

        An accepted finding counts as gone when its document was checked, or is not there any more.
        """
        left = self.accepted.copy()
        remaining = []
        checked = set()
        for document in documents:
            source = _source(self.path, document)
            checked.add(source)
            new = []
            for located in document.findings:
                key = Key(source, located.finding.code, located.text or "")
                if left[key] > 0:
                    left[key] -= 1
                else:
                    new.append(located)
            remaining.append(CheckedDocument(document.source, document.path, document.media_type, tuple(new)))
        gone = sum(
            count for key, count in left.items() if key.code in codes and (key.source in checked or self._is_gone(key))
        )
        return remaining, gone

    def _is_gone(self, key: Key) -> bool:
        return key.source != _STDIN and not os.path.lexists(self.path.parent / key.source)

    def updated(self, documents: Sequence[CheckedDocument], codes: Collection[str]) -> Baseline:
        """The baseline that accepts all findings of these documents.

        Entries of other documents stay as long as the documents are there, and those of codes that were not looked
        for.
        """
        checked = {_source(self.path, document) for document in documents}
        kept = {
            key: count
            for key, count in self.accepted.items()
            if key.code not in codes or not (key.source in checked or self._is_gone(key))
        }
        found = Counter(
            Key(_source(self.path, document), located.finding.code, located.text or "")
            for document in documents
            for located in document.findings
        )
        return Baseline(self.path, Counter(kept) + found)

    def as_json(self) -> bytes:
        """The file's content."""
        entries = [
            json.dumps({**key._asdict(), "count": count}, ensure_ascii=False)
            for key, count in sorted(self.accepted.items())
        ]
        return ('{"version": 1, "findings": [\n' + ",\n".join(entries) + "\n]}\n").encode()


def _source(baseline: Path, document: CheckedDocument) -> str:
    """The document's path as the file has it."""
    if document.path is None:
        return _STDIN
    path = os.path.abspath(document.path)  # noqa: PTH100 - resolve() would follow links
    with contextlib.suppress(ValueError):  # on another drive
        path = os.path.relpath(path, baseline.resolve().parent)
    return os.fsencode(PurePath(path).as_posix()).decode("utf-8", "replace")
