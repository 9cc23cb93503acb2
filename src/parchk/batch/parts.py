"""Results on storage: a folder of parts, each with the results of so many documents.

Which documents a part holds, and its name, depend on the list of documents only, and a part is written whole. So a part
that is done twice, because the cluster lost a worker after it had written and before it could say so, is written over
with the same bytes: nothing is there twice. A part counts when its note is there: a small file beside the folder with
the digests of what went in and what came out.

``s3://office/out.jsonl``: parts ``out.jsonl/part-00000.jsonl`` …, notes ``.out.jsonl.parchk/part-00000.json`` …, and
the report ``report.json``, as a batch on one machine has them beside its one file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from parchk.errors import InputError, OutputError, UsageError
from parchk.inputs import REPORT, STATE
from parchk.storage import below, shown, stored_bytes, stored_names
from parchk.write import writer

if TYPE_CHECKING:
    from parchk.inputs import Input

FORMATS = ("jsonl", "parquet")
"""Of parts: a folder of such files is what other programs for so many documents read."""
PER_PART = 500
"""So many documents a part holds, unless something else is asked for: a few megabytes."""
_PART = re.compile(r"part-\d{5,}\.\w+")


@dataclass(frozen=True, slots=True)
class PartsFolder:
    """Where the parts go."""

    uri: str
    format: str
    given_report: Path | None = None
    """Where the user wants the report, if anywhere but on storage: a file on this machine."""

    def part(self, number: int) -> str:
        """The URI of a part."""
        return below(self.uri, self.name(number))

    def name(self, number: int) -> str:
        """The name of a part.

        >>> PartsFolder("s3://office/out.jsonl", "jsonl").name(3)
        'part-00003.jsonl'
        """
        return f"part-{number:05}.{self.format}"

    def note(self, number: int) -> str:
        """The URI of a part's note."""
        return below(self.notes, f"part-{number:05}.json")

    @property
    def notes(self) -> str:
        """The folder of all notes."""
        return _beside(self.uri, f".{_name(self.uri)}{STATE}")

    @property
    def report(self) -> str:
        """The URI of the report."""
        return _beside(self.uri, REPORT)

    @property
    def shown(self) -> str:
        """What the user calls it."""
        return shown(self.uri)

    @property
    def own(self) -> list[Path]:
        """What is written on this machine and passed over where documents are looked for: nothing."""
        return []

    def refuse_to_overwrite(self, documents: Iterable[Input]) -> None:
        """Refuse to write the report over what is being read."""
        for document in documents:
            with suppress(OSError, ValueError):  # one of them does not exist
                if self.given_report and document.uri is None and self.given_report.samefile(document.path):
                    raise UsageError(
                        f"{self.given_report} is to be read, and would be written over; choose another file"
                    )


def parts_folder(uri: str, report: Path | None) -> PartsFolder:
    """What ``-o URI`` and ``--report`` stand for, or a :class:`~parchk.errors.UsageError`."""
    ending = PurePosixPath(_name(uri)).suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise UsageError(f"{shown(uri)}: on storage results go into a folder of parts, NAME.jsonl or NAME.parquet")
    writer(ending)  # refuses what needs an extra
    if report is not None and (report.is_dir() or not report.parent.is_dir()):
        raise UsageError(f"--report {report} is no file on this machine, or its folder does not exist")
    return PartsFolder(uri, ending, report)


@dataclass(frozen=True, slots=True)
class Noted:
    """A document in a part."""

    source: str
    input: str
    """SHA-256 of the document."""
    tasks: int
    findings: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of a part that was written."""

    key: str
    """:func:`~parchk.batch.journal.result_key` of the run that did it, and what else shapes the part."""
    output: str
    """SHA-256 of the part."""
    documents: list[Noted] = field(default_factory=list)

    def as_json(self) -> bytes:
        """One line."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    @classmethod
    def read(cls, uri: str) -> Note | None:
        """The note at a URI; ``None`` when there is none that can be read."""
        try:
            found = json.loads(stored_bytes(uri))
            return cls(found["key"], found["output"], [Noted(**one) for one in found["documents"]])
        except (InputError, ValueError, TypeError, KeyError):
            return None


def own_names(folder: PartsFolder) -> list[str]:
    """The names of the parts that are there; an :class:`~parchk.errors.OutputError` if anything else is."""
    names = stored_names(folder.uri)
    foreign = next((name for name in names if not _PART.fullmatch(name)), None)
    if foreign is not None:
        raise OutputError(
            f"{folder.shown} holds {foreign!r}, which is no part of a result;"
            " give -o a folder that is new, or one of parchk's own"
        )
    return names


def _name(uri: str) -> str:
    return uri.partition("?")[0].rstrip("/").rpartition("/")[2]


def _beside(uri: str, name: str) -> str:
    path, mark, query = uri.partition("?")
    return f"{path.rstrip('/').rpartition('/')[0]}/{name}{mark}{query}"
