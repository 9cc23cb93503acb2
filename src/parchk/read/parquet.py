"""Results read back from Parquet with a row a document: what ``null`` stands for is told by the models."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any, get_args

from pydantic import BaseModel

from parchk.errors import InputError
from parchk.models import Directive

MAGIC = b"PAR1"
"""The first bytes of every Parquet file."""
ROWS = b"parchk.rows"
"""Key of the file's metadata that says what a row is: ``documents`` or ``tasks``."""
_BATCH = 256


def is_parquet(data: bytes) -> bool:
    """Whether these are the bytes of a Parquet file."""
    return data.startswith(MAGIC)


def documents(data: bytes, label: str) -> list[dict[str, Any]]:
    """The rows as the JSON of results has them: a field that need not be there and is null is absent.

    ``label`` names the input in an :class:`~parchk.errors.InputError`: it is damaged, of somebody else, or has a row
    a task.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra, and slow to load
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise InputError(f"{label} is Parquet; reading it needs the extra: pip install 'parchk[parquet]'") from error
    try:
        file = parquet.ParquetFile(BytesIO(data))
        rows = (file.schema_arrow.metadata or {}).get(ROWS)
        if rows == b"tasks":
            raise InputError(f"{label} has a row a task, which is not all of a result; give the file without --flat")
        if rows != b"documents":
            raise InputError(
                f"{label} is Parquet, but no result of parchk; give what parchk wrote with -o FILE.parquet"
            )
        return [_present(row, Directive) for batch in file.iter_batches(batch_size=_BATCH) for row in batch.to_pylist()]
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{label} is Parquet, but damaged ({' '.join(str(error).split())}); write it again") from error


def _present(row: dict[str, Any], model: type[BaseModel]) -> dict[str, Any]:
    """The fields of a model that are set, those of the models in it as well."""
    found: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        value = row.get(name)
        if value is None and not field.is_required():
            continue
        inner = _model_in(model, name)
        if inner is not None and isinstance(value, list):
            value = [_present(item, inner) for item in value]
        elif isinstance(value, dict):
            # An object without a model of its own (the messages by language) has the keys that are not null.
            value = _present(value, inner) if inner else {key: text for key, text in value.items() if text is not None}
        elif isinstance(value, float) and value.is_integer() and int in get_args(field.annotation):
            value = int(value)
        found[name] = value
    return found


@cache
def _model_in(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The model of a field, of the items of a list, or of what is not null."""
    waiting = [model.model_fields[name].annotation]
    while waiting:
        hint = waiting.pop()
        if isinstance(hint, type) and issubclass(hint, BaseModel):
            return hint
        waiting += get_args(hint)
    return None
