"""CSV by RFC 4180: comma, CRLF, UTF-8; for Excel with byte-order mark and semicolon."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from parchk.write.rows import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from parchk.models import Directive
    from parchk.write import Style

_BYTE_ORDER_MARK = "\ufeff"


def chunks(results: Iterable[Directive], style: Style) -> Iterator[bytes]:
    """One row a task under one header row."""
    return delimited(results, style, ";" if style.excel else ",", "\r\n")


def delimited(results: Iterable[Directive], style: Style, delimiter: str, line_end: str) -> Iterator[bytes]:
    """Write rows with this delimiter; cells that hold it or a quotation mark are quoted."""
    if style.excel:
        yield _BYTE_ORDER_MARK.encode()
    out = StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end)
    for row in rows(results, style.lang):
        writer.writerow(row)
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()
