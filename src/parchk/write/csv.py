"""CSV by RFC 4180: comma, CRLF, UTF-8; for Excel with byte-order mark and semicolon."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from parchk.write.rows import rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parchk.models import Directive
    from parchk.write import Style


def write(results: Sequence[Directive], style: Style) -> bytes:
    """One row a task under one header row."""
    return delimited(results, style, ";" if style.excel else ",", "\r\n")


def delimited(results: Sequence[Directive], style: Style, delimiter: str, line_end: str) -> bytes:
    """Write rows with this delimiter; cells that hold it or a quotation mark are quoted."""
    out = StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(rows(results, style.lang))
    return out.getvalue().encode("utf-8-sig" if style.excel else "utf-8")
