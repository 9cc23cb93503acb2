"""JSON: one result, indented, in the order of the models. Fields that were not set are absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parchk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parchk.models import Directive
    from parchk.write import Style


def write(results: Sequence[Directive], _style: Style) -> bytes:
    """One result as indented JSON."""
    if len(results) != 1:
        raise UsageError(f"json holds one result, and these are {len(results)}; use the format jsonl")
    return dump(results[0], indent=2)


def dump(result: Directive, *, indent: int | None) -> bytes:
    """One result as JSON, ending in a line feed."""
    if "schema_version" not in result.model_fields_set:
        # Every result names its version, also one that was put together with the default.
        result = result.model_copy(update={"schema_version": result.schema_version})
    return result.model_dump_json(indent=indent, exclude_unset=True).encode() + b"\n"
