"""The schemas of the two kinds of Parquet file; they are part of the result's schema and share its version."""

from __future__ import annotations

import types
from functools import cache
from importlib.metadata import version
from typing import Any, Literal, Union, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel

from parchk.models import SCHEMA_VERSION, Directive
from parchk.read.parquet import ROWS
from parchk.write.rows import COLUMNS, MINE

_PLAIN = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
# What is no text in a row of a task.
_TYPED = {"start": pa.date32(), "due": pa.date32(), "issued_on": pa.date32(), "confidence": pa.float64()}
_ALWAYS = {"id", "section", "task", "kind", "confidence", "source"}


@cache
def documents_schema() -> pa.Schema:
    """A row a document: the fields of :class:`~parchk.models.Directive`, in its order."""
    return pa.schema(_fields(Directive), metadata=_metadata("documents"))


@cache
def tasks_schema() -> pa.Schema:
    """A row a task: the columns of CSV; behind them all first and last days, as CSV has them, and whose task it is."""
    columns = [pa.field(name, _TYPED.get(name, pa.string()), nullable=name not in _ALWAYS) for name in COLUMNS]
    columns += [pa.field(name, pa.string()) for name in ("starts", "dues", MINE)]
    return pa.schema(columns, metadata=_metadata("tasks"))


def _metadata(rows: str) -> dict[bytes, bytes]:
    return {
        b"parchk.schema_version": SCHEMA_VERSION.encode(),
        b"parchk.program": version("parchk").encode(),
        ROWS: rows.encode(),
    }


def _fields(model: type[BaseModel]) -> list[pa.Field]:
    fields = []
    for name, field in model.model_fields.items():
        inner, is_optional = _not_null(field.annotation)
        # What may be absent from a result is null then; the version has a default, too, but is always written.
        may_be_absent = not field.is_required() and name != "schema_version"
        fields.append(pa.field(name, _type(inner), nullable=is_optional or may_be_absent))
    return fields


def _not_null(hint: Any) -> tuple[Any, bool]:
    """The hint without ``None``, and whether it had it."""
    if get_origin(hint) not in (Union, types.UnionType):
        return hint, False
    inner = [one for one in get_args(hint) if one is not types.NoneType]
    # The only other union is that of numbers.
    return (inner[0] if len(inner) == 1 else float), len(inner) < len(get_args(hint))


def _type(hint: Any) -> pa.DataType:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return pa.struct(_fields(hint))
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is list or origin is tuple:  # a tuple is a span
        return pa.list_(pa.field("element", _type(arguments[0]), nullable=False))
    if origin is dict:  # of known keys
        return pa.struct([pa.field(key, _type(arguments[1])) for key in get_args(arguments[0])])
    return pa.string() if origin is Literal else _PLAIN[hint]
