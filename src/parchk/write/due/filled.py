"""The CSV of a schedule read back: somebody has filled in ``status`` and ``done_on``."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING

from parchk.errors import InputError
from parchk.write.due.csv import HEADINGS
from parchk.write.due.said import said_of
from parchk.write.xlsx.merge.sheet import written_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parchk.due import Place, Said
    from parchk.models import Directive

_KEY = ("id", "document", "issued_on")
_READ = {heading.casefold(): key for key, headings in HEADINGS.items() for heading in headings.values()}


def statuses(data: bytes, results: Sequence[Directive], label: str) -> dict[Place, Said]:
    """Read what is said of the tasks of ``results``, by their ids and documents.

    Of several rows of a task (the occurrences of a recurring duty) the one that was done last counts. ``label`` names
    the file in an :class:`~parchk.errors.InputError`.
    """
    places: defaultdict[tuple[str, ...], list[Place]] = defaultdict(list)
    for at, result in enumerate(results):
        for number, task in enumerate(result.tasks):
            places[task.id, result.document.number or "", result.document.issued_on or ""].append((at, number))
    made: dict[Place, Said] = {}
    for row in _rows(data, label):
        day = written_day(row.get("done_on", ""))
        said = said_of(row.get("status", ""), day.isoformat() if day else row.get("done_on", ""))
        if said is None:
            continue
        for place in places[tuple(row.get(key, "") for key in _KEY)]:
            made[place] = max(made.get(place, said), said, key=_weight)
    return made


def _weight(said: Said) -> tuple[bool, date]:
    return said.is_closed, said.done_on or date.min


def _rows(data: bytes, label: str) -> list[dict[str, str]]:
    """Give the cells by column; a spreadsheet may have changed the delimiter, and taken an apostrophe for its own."""
    try:
        text = data.decode("utf-8-sig")
        first = text.partition("\n")[0]
        delimiter = max(",;\t", key=first.count)
        lines = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{label} is no CSV in UTF-8: {error}; give what `parchk due -o FILE.csv` wrote") from error
    keys = [_READ.get(heading.strip().casefold(), "") for heading in lines[0]] if lines else []
    if "id" not in keys or not {"status", "done_on"} & {*keys}:
        raise InputError(
            f"{label} has no columns for the task id and its status;"
            " give a workbook of parchk, a corrected result, or what `parchk due -o FILE.csv` wrote"
        )
    return [{key: cell.strip().removeprefix("'") for key, cell in zip(keys, line, strict=False)} for line in lines[1:]]
