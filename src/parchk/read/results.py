"""Results read back: what ``extract`` wrote as JSON, JSONL or Parquet (with a row a document), as models again."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from pydantic import ValidationError

from parchk.errors import InputError
from parchk.models import SCHEMA_VERSION, Directive
from parchk.read.parquet import documents, is_parquet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parchk.models import Deadline

# What the models leave to those who write them: values that are computed with.
_RULE = re.compile(r"FREQ=[A-Z]+(?:;(?:INTERVAL=[1-9]\d{0,3}|(?!INTERVAL)[A-Z]+=[^;=\s]+))*")
_DURATION = re.compile(r"P(?=.)(?:\d{1,6}[YMWD])*(?:T(?:\d{1,6}[HMS])+)?")


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
        directive = Directive.model_validate_json(document)
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
    if wrong := next(_wrong_values(directive), None):
        raise InputError(f"{label} is not a result of parchk: {wrong}; give what `parchk extract --format json` wrote")
    return directive


def _wrong_values(directive: Directive) -> Iterator[str]:
    """What is of the right type and cannot be: where it stands, and what is wrong with it."""
    if not _is_day(directive.document.issued_on):
        yield f"document.issued_on: {directive.document.issued_on!r} is no day"
    known = range(len(directive.citations))
    for place, task in enumerate(directive.tasks):
        for index in task.citations:
            if index not in known:
                yield f"tasks.{place}.citations: there is no citation {index}"
        yield from _wrong_times(f"tasks.{place}.deadlines", task.deadlines)
    for place, amendment in enumerate(directive.amendments or ()):
        if amendment.citation not in known:
            yield f"amendments.{place}.citation: there is no citation {amendment.citation}"
        yield from _wrong_times(f"amendments.{place}.deadlines", amendment.deadlines)
        yield from _wrong_times(f"amendments.{place}.former", amendment.former)


def _wrong_times(where: str, deadlines: list[Deadline]) -> Iterator[str]:
    for place, deadline in enumerate(deadlines):
        for name, value in (("start", deadline.start), ("due", deadline.due)):
            if not _is_day(value):
                yield f"{where}.{place}.{name}: {value!r} is no day"
        if deadline.rrule is not None and not _RULE.fullmatch(deadline.rrule):
            yield f"{where}.{place}.rrule: {deadline.rrule!r} is no recurrence rule"
        if deadline.duration is not None and not _DURATION.fullmatch(deadline.duration):
            yield f"{where}.{place}.duration: {deadline.duration!r} is no duration"


def _is_day(value: str | None) -> bool:
    """Whether it is a day as results have it, with a time of day or without; also where there is none."""
    if value is None:
        return True
    try:
        date.fromisoformat(value[:10])
        datetime.fromisoformat(value.replace("T24:00", "T00:00"))  # ISO 8601 calls the end of a day so
    except ValueError:
        return False
    return True
