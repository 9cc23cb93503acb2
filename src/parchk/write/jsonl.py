"""JSON Lines: one result a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parchk.write.json import dump

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from parchk.models import Directive
    from parchk.write import Style


def chunks(results: Iterable[Directive], _style: Style) -> Iterator[bytes]:
    """Every result on its line."""
    return (dump(result, indent=None) for result in results)
