"""Tables as lines of text: those of the content as ``| cell | cell |``, those that only place things as their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


COLUMNS_OF_CONTENT = 3
"""A table that shows no lines is one of content only if it has so many columns, and headings or numbered rows."""


def table_lines(rows: Sequence[Sequence[str]], *, ruled: bool) -> list[str]:
    r"""Write a table as lines.

    ``rows`` hold the cells' texts, ``\n`` between the paragraphs of one cell; a cell that spans rows stands in each of
    them, one that spans columns in its first (the others are empty). ``ruled`` says whether the reader sees lines
    between the cells. Without them, and with a single row or column, the table is a means of layout (the head of a
    directive, Nơi nhận beside the signature), unless its first column counts the rows: its cells are given one after
    the other, row by row.

    >>> table_lines([["Việc", "Hạn"], ["Rà soát\nBáo cáo", "30/6"]], ruled=True)
    ['| Việc | Hạn |', '| Rà soát<br>Báo cáo | 30/6 |']
    >>> table_lines([["UBND TỈNH\nSố: 1", "CỘNG HÒA"]], ruled=False)
    ['UBND TỈNH', 'Số: 1', 'CỘNG HÒA']
    >>> table_lines([["TT", "Việc", "Hạn"], ["1", "Rà soát", ""], ["2", "Báo cáo", "30/6"]], ruled=False)[2]
    '| 2 | Báo cáo | 30/6 |'
    """
    columns = max((len(row) for row in rows), default=0)
    if len(rows) < 2 or columns < 2 or not (ruled or _is_counted(rows)):
        return [line for row in rows for cell in row for line in cell.split("\n") if line.strip()]
    return ["| " + " | ".join(_on_one_line(cell) for cell in row) + " |" for row in rows]


def _is_counted(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first cells below the head row are 1, 2, 3 …: a table of content whatever its lines."""
    numbers = [row[0].strip().rstrip(".") for row in rows[1:] if row and row[0].strip()]
    return (
        len(rows[0]) >= COLUMNS_OF_CONTENT
        and len(numbers) > 1
        and numbers == [str(number) for number in range(1, len(numbers) + 1)]
    )


def _on_one_line(cell: str) -> str:
    """A cell without line ends; a bar of its own must not look like a border."""
    return "<br>".join(line.strip() for line in cell.split("\n") if line.strip()).replace("|", "¦")
