"""What is shown on a terminal, as a string: it does not depend on the encoding of standard output."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

WIDTH = 120
"""Columns where no terminal says how many it has: the same input gives the same bytes."""


def printed(parts: Iterable[RenderableType], *, width: int | None, color: bool) -> str:
    """Render the parts for a terminal of ``width`` columns; escape sequences only with ``color``."""
    out = StringIO()
    console = Console(
        file=out,
        width=width or WIDTH,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for part in parts:
        console.print(part)
    # Cells are padded to the column; blanks at the end of a line say nothing.
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())
