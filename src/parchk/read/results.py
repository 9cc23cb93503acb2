"""Results read back: what ``extract`` wrote as JSON, JSONL or Parquet (with a row a document), as models again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pydantic import ValidationError

from parchk.errors import InputError
from parchk.models import SCHEMA_VERSION, Directive
from parchk.read.parquet import documents, is_parquet

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_results(data: bytes, label: str) -> list[Directive]:
    """All results in ``data``: one JSON object over any number of lines, one a line, or a row of Parquet each.

    ``label`` names the input in an :class:`~parchk.errors.InputError`.
    """
    if is_parquet(data):
        rows = enumerate(documents(data, label), 1)
        return [_directive(json.dumps(row), f"{label}, row {number}") for number, row in rows]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{label} is no JSON: byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8;"
            " give a result that `parchk extract --format json` wrote"
        ) from error
    return [_directive(document, where) for document, where in _documents(text, label)]


def _documents(text: str, label: str) -> Iterator[tuple[str, str]]:
    """Each JSON document in ``text``, and how to name it in an error."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise InputError(f"{label} is empty; give a result that `parchk extract --format json` wrote")
    if len(lines) == 1 or not _is_json(lines[0][1]):
        yield text, label
    else:
        for number, line in lines:
            yield line, f"{label}, line {number}"


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _directive(document: str, label: str) -> Directive:
    try:
        return Directive.model_validate_json(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        if key == "schema_version":
            problem = f"is a result of schema version {first['input']!r}, and this parchk reads {SCHEMA_VERSION!r}"
            raise InputError(f"{label} {problem}; extract the document again") from error
        raise InputError(
            f"{label} is not a result of parchk: {f'{key}: ' if key else ''}{first['msg']};"
            " give what `parchk extract --format json` wrote"
        ) from error
