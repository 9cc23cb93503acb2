"""Tables as lines of text: those of the content as ``| cell | cell |``, those that only place things as their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def table_lines(rows: Sequence[Sequence[str]], *, ruled: bool) -> list[str]:
    r"""Write a table as lines.

    ``rows`` hold the cells' texts, ``\n`` between the paragraphs of one cell; a cell that spans rows stands in each of
    them, one that spans columns in its first (the others are empty). ``ruled`` says whether the reader sees lines
    between the cells. Without them, and with a single row or column, the table is a means of layout (the head of a
    directive, Nơi nhận beside the signature): its cells are given one after the other, row by row.

    >>> table_lines([["Việc", "Hạn"], ["Rà soát\nBáo cáo", "30/6"]], ruled=True)
    ['| Việc | Hạn |', '| Rà soát<br>Báo cáo | 30/6 |']
    >>> table_lines([["UBND TỈNH\nSố: 1", "CỘNG HÒA"]], ruled=False)
    ['UBND TỈNH', 'Số: 1', 'CỘNG HÒA']
    """
    columns = max((len(row) for row in rows), default=0)
    if not ruled or len(rows) < 2 or columns < 2:
        return [line for row in rows for cell in row for line in cell.split("\n") if line.strip()]
    return ["| " + " | ".join(_on_one_line(cell) for cell in row) + " |" for row in rows]


def _on_one_line(cell: str) -> str:
    """A cell without line ends; a bar of its own must not look like a border."""
    return "<br>".join(line.strip() for line in cell.split("\n") if line.strip()).replace("|", "¦")
