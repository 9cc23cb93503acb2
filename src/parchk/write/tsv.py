"""Tab-separated values: the columns of CSV. No cell holds a tab or a line end, so ``cut`` and ``awk`` read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parchk.write.csv import delimited

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from parchk.models import Directive
    from parchk.write import Style


def chunks(results: Iterable[Directive], style: Style) -> Iterator[bytes]:
    """One row a task under one header row."""
    return delimited(results, style, "\t", "\n")
