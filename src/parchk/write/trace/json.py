"""JSON: the whole trace, indented, in the order of the models."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parchk.trace.model import Trace
    from parchk.write.trace import TraceStyle


def write(trace: Trace, _style: TraceStyle) -> bytes:
    """Every field, also those that are null."""
    return trace.model_dump_json(indent=2).encode() + b"\n"
