"""CSV by RFC 4180: comma, CRLF, UTF-8; for Excel with byte-order mark and semicolon."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from parchk.write.rows import rows as task_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from parchk.models import Directive
    from parchk.write import Style

_BYTE_ORDER_MARK = "\ufeff"


def chunks(results: Iterable[Directive], style: Style) -> Iterator[bytes]:
    """One row a task under one header row."""
    return delimited(results, style, ";" if style.excel else ",", "\r\n")


def delimited(results: Iterable[Directive], style: Style, delimiter: str, line_end: str) -> Iterator[bytes]:
    """Write the rows of tasks with this delimiter; cells that hold it or a quotation mark are quoted."""
    return lines(task_rows(results, style.lang), delimiter, line_end, excel=style.excel)


def lines(rows: Iterable[list[str]], delimiter: str, line_end: str, *, excel: bool) -> Iterator[bytes]:
    """Write rows line by line; the byte-order mark goes before them for Excel."""
    if excel:
        yield _BYTE_ORDER_MARK.encode()
    out = StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end)
    for row in rows:
        writer.writerow(row)
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()
