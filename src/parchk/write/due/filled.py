"""The CSV of a schedule read back: somebody has filled in ``status`` and ``done_on``."""

from __future__ import annotations

import csv
from collections import defaultdict
from io import StringIO
from typing import TYPE_CHECKING

from parchk.due import About
from parchk.errors import InputError
from parchk.write.due.csv import HEADINGS
from parchk.write.due.said import day_of, said_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from parchk.due import Place, Said
    from parchk.models import Directive

# The id has the document's number in it. Numbers begin anew every year, and in every office.
_DOCUMENT = ("issued_on", "issuer")
_READ = {heading.casefold(): key for key, headings in HEADINGS.items() for heading in headings.values()}


def statuses(data: bytes, results: Sequence[Directive], label: str) -> dict[Place, tuple[Said, ...]]:
    """Read what is said of the rows of ``results``; rows in which nothing was filled in are there, too.

    A row is one deadline of a task, or one occurrence of a recurring one, and speaks of nothing else. ``label`` names
    the file in an :class:`~parchk.errors.InputError`.
    """
    places: defaultdict[str, list[Place]] = defaultdict(list)
    for at, result in enumerate(results):
        for number, task in enumerate(result.tasks):
            places[task.id].append((at, number))
    made: defaultdict[Place, list[Said]] = defaultdict(list)
    for row in _rows(data, label):
        about = About(row.get("deadline_text", ""), day_of(row.get("day", "")), day_of(row.get("last_day", "")))
        said = said_of(row.get("status", ""), row.get("done_on", ""), about=about)
        for place in places[row.get("id", "")]:
            if _is_of(row, results[place[0]]):
                made[place].append(said)
    return {place: tuple(there) for place, there in made.items()}


def _is_of(row: Mapping[str, str], result: Directive) -> bool:
    """Whether nothing that the row says of its document speaks against this one."""
    document = result.document
    known = {"issued_on": document.issued_on or "", "issuer": document.issuer.name if document.issuer else ""}
    return all(_same(row[key], known[key]) for key in _DOCUMENT if key in row)


def _same(written: str, known: str) -> bool:
    """A spreadsheet writes days in its own way."""
    day = day_of(written)
    return day.isoformat() == known if day else " ".join(written.split()) == " ".join(known.split())


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
