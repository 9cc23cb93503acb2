"""JSON Lines: one result a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parchk.write.json import dump

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parchk.models import Directive
    from parchk.write import Style


def write(results: Sequence[Directive], _style: Style) -> bytes:
    """Every result on its line."""
    return b"".join(dump(result, indent=None) for result in results)
