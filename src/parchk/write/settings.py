"""A configuration written out: as a list, as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from parchk.settings import Configuration

_DEFAULT = "default"


def as_table(configuration: Configuration) -> bytes:
    """One line a key: key, value, where it comes from, in aligned columns; ``-`` where nothing is set."""
    lines = [("KEY", "VALUE", "FROM"), *((key, _value(value), source) for key, value, source in _rows(configuration))]
    widths = [max(len(line[column]) for line in lines) for column in (0, 1)]
    return "".join(f"{key:{widths[0]}}  {value:{widths[1]}}  {source}\n" for key, value, source in lines).encode()


def as_json(configuration: Configuration) -> bytes:
    """The file, and all keys in order."""
    content = {
        "file": str(configuration.file) if configuration.file else None,
        "settings": [{"key": key, "value": value, "from": source} for key, value, source in _rows(configuration)],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, default=str).encode() + b"\n"


def _rows(configuration: Configuration) -> list[tuple[str, Any, str]]:
    return [
        (entry.key, entry.value, str(configuration.file) if entry.is_from_file else _DEFAULT) for entry in configuration
    ]


def _value(value: Any) -> str:
    match value:
        case None:
            return "-"
        case Path():
            return str(value)
        case dict():
            return "{" + ", ".join(f"{key} = {_value(item)}" for key, item in value.items()) + "}"
        case _:
            return json.dumps(value, ensure_ascii=False)
