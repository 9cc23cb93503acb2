"""Parquet: a row a document, nested as in JSON; or a row a task, flat as in CSV, with days and numbers as such.

A file is written in groups of rows, each as soon as it is full, so that memory does not grow with the number of
documents. Its metadata say what a row is, and the versions of schema and program (:mod:`parchk.write.parquet.schema`).
"""

from __future__ import annotations

from io import RawIOBase
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import parquet

from parchk.write.parquet.cells import task_rows
from parchk.write.parquet.schema import documents_schema, tasks_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from _typeshed import ReadableBuffer

    from parchk.models import Directive
    from parchk.write import Style

# A group of rows is full with so many documents, or so many characters in them.
_DOCUMENTS, _CHARS = 1024, 8_000_000


def chunks(results: Iterable[Directive], style: Style) -> Iterator[bytes]:
    """A file, group of rows by group of rows."""
    schema = tasks_schema() if style.flat else documents_schema()
    out = _Sink()
    with parquet.ParquetWriter(out, schema) as file:
        for group in _groups(results):
            rows = [
                row for result in group for row in (task_rows(result, style.lang) if style.flat else [_row(result)])
            ]
            if rows:
                file.write_batch(pa.RecordBatch.from_pylist(rows, schema=schema), row_group_size=len(rows))
            yield out.taken()
    yield out.taken()


def _groups(results: Iterable[Directive]) -> Iterator[list[Directive]]:
    group: list[Directive] = []
    chars = 0
    for result in results:
        group.append(result)
        chars += result.source.chars
        if len(group) == _DOCUMENTS or chars >= _CHARS:
            yield group
            group, chars = [], 0
    if group:
        yield group


def _task_rows(results: Iterable[Directive], style: Style) -> list[dict[str, Any]]:
    return [row for result in results for row in task_rows(result, style.lang)]


def _row(result: Directive) -> dict[str, Any]:
    """What was not set is absent, as in JSON, and null in the file."""
    row = result.model_dump(exclude_unset=True) | {"schema_version": result.schema_version}
    for task in row["tasks"]:
        for target in task["targets"]:
            target["value"] = float(target["value"])  # Arrow refuses a whole number that no double holds exactly
    return row


class _Sink(RawIOBase):
    """A file without an end: what is written can be taken away, and still counts for the offsets in what follows."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self._length = 0

    def writable(self) -> bool:
        """It is for writing only."""
        return True

    def tell(self) -> int:
        """How much was ever written."""
        return self._length

    def write(self, data: ReadableBuffer) -> int:
        """Keep it until it is taken."""
        piece = bytes(data)
        self._pieces.append(piece)
        self._length += len(piece)
        return len(piece)

    def taken(self) -> bytes:
        """What was written since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
