"""Files on storage, by URI: S3 and what speaks like it, HDFS, whatever else pyarrow's file systems reach.

``s3://bucket/folder``, ``hdfs://host:port/folder``, ``file:///folder``. What stands behind a ``?`` is for the file
system (``?endpoint_override=…`` for a store of one's own), and so is a user before the host; both stay out of names
that are shown. The path is taken as it is written: ``%20`` is not a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from parchk.errors import InputError, OutputError, UsageError
from parchk.read.reading import too_large

if TYPE_CHECKING:
    from parchk.limits import Limits

_URI = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
# Stores in which a file appears when it is whole, and folders are but the beginning of a name.
_OBJECT_STORES = ("s3", "gcs", "abfs")


class Stored(NamedTuple):
    """A file on storage."""

    uri: str
    parts: tuple[str, ...]
    """Its path below what was listed; of a file itself, its name."""
    is_given: bool
    """It is what was listed, not found in a folder."""


def is_uri(path: str) -> bool:
    """Whether this names something on storage.

    >>> is_uri("s3://office/incoming"), is_uri("C:/incoming"), is_uri("incoming")
    (True, False, False)
    """
    return _URI.match(path) is not None


def shown(uri: str) -> str:
    """The URI as it may be shown to anybody.

    >>> shown("s3://key:secret@office/a.docx?endpoint_override=127.0.0.1")
    's3://office/a.docx'
    """
    split = urlsplit(uri)
    return f"{split.scheme}://{split.netloc.rpartition('@')[2]}{split.path}"


def below(uri: str, *names: str) -> str:
    """The URI of something in a folder.

    >>> below("s3://office/out/?region=x", "part.jsonl")
    's3://office/out/part.jsonl?region=x'
    """
    path, mark, query = uri.partition("?")
    return "/".join([path.rstrip("/"), *names]) + mark + query


def listed(uri: str) -> Iterator[Stored]:
    """The file that this is, or the files in the folder that this is, at any depth, sorted; hidden ones are not.

    An :class:`~parchk.errors.InputError` says why there is nothing.
    """
    storage, path = _located(uri)
    from pyarrow.fs import FileSelector, FileType  # noqa: PLC0415 - an extra, and slow to load

    try:
        found = storage.get_file_info(path)
        if found.type == FileType.File:
            yield Stored(uri, (path.rpartition("/")[2],), is_given=True)
            return
        if found.type == FileType.NotFound:
            raise InputError(f"{shown(uri)} does not exist; check its name (patterns are for local paths)")
        entries = storage.get_file_info(FileSelector(path, recursive=True))
    except (OSError, ValueError) as error:
        raise InputError(f"{shown(uri)} could not be listed ({_reason(error)}); check address and access") from error
    root = path.rstrip("/")
    for entry in sorted(entries, key=lambda entry: entry.path.split("/")):
        parts = tuple(entry.path[len(root) :].strip("/").split("/"))
        if entry.type == FileType.File and not any(part.startswith((".", "~$")) for part in parts):
            yield Stored(below(uri, *parts), parts, is_given=False)


def stored_bytes(uri: str, limits: Limits | None = None) -> bytes:
    """The bytes of a file on storage; beyond ``limits`` it is refused before it is read."""
    storage, path = _located(uri)
    try:
        with storage.open_input_file(path) as file:
            if limits is not None and file.size() > limits.size:
                too_large(shown(uri), limits)
            data: bytes = file.read()
    except FileNotFoundError as error:
        raise InputError(f"{shown(uri)} does not exist; check its name and folder") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{shown(uri)} could not be read ({_reason(error)}); check address and access") from error
    return data


def store(uri: str, data: bytes) -> None:
    """Write a file on storage: it is there whole or, when that fails, as it was before."""
    storage, path = _located(uri)
    try:
        if storage.type_name in _OBJECT_STORES:
            _write(storage, path, data)
            return
        folder, _, name = path.rpartition("/")
        storage.create_dir(folder, recursive=True)
        temporary = f"{folder}/.{name}.tmp"
        _write(storage, temporary, data)
        storage.move(temporary, path)
    except (OSError, ValueError) as error:
        raise OutputError(f"{shown(uri)} could not be written ({_reason(error)}); check address and access") from error


def stored_names(uri: str) -> list[str]:
    """The names in a folder on storage, sorted; none where there is no folder."""
    storage, path = _located(uri)
    from pyarrow.fs import FileSelector  # noqa: PLC0415 - as above

    try:
        return sorted(entry.base_name for entry in storage.get_file_info(FileSelector(path, allow_not_found=True)))
    except (OSError, ValueError) as error:
        raise OutputError(f"{shown(uri)} could not be listed ({_reason(error)}); check address and access") from error


def remove(uri: str) -> None:
    """Remove a file on storage; one that is not there is as good."""
    storage, path = _located(uri)
    try:
        storage.delete_file(path)
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        raise OutputError(f"{shown(uri)} could not be removed ({_reason(error)}); check address and access") from error


def _write(storage: Any, path: str, data: bytes) -> None:
    with storage.open_output_stream(path) as file:
        file.write(data)


def _located(uri: str) -> tuple[Any, str]:
    """The file system of a URI, and the path on it."""
    split = urlsplit(uri)
    storage, root = _file_system(split.scheme, split.netloc, split.query)
    return storage, f"{root.rstrip('/')}{split.path}"


@cache
def _file_system(scheme: str, host: str, query: str) -> tuple[Any, str]:
    try:
        from pyarrow.fs import FileSystem  # noqa: PLC0415 - as above
    except ImportError as error:
        raise UsageError(f"{scheme}:// needs the extra: pip install 'parchk[ray]'") from error
    root = f"{scheme}://{host}{'' if host else '/'}"
    try:
        found: tuple[Any, str] = FileSystem.from_uri(f"{root}?{query}" if query else root)
    except (OSError, ValueError) as error:
        raise UsageError(f"{shown(root)} is no place that can be reached ({_reason(error)})") from error
    return found


def _reason(error: Exception) -> str:
    """The first sentence of what a library says over several lines."""
    return " ".join(str(error).split()).partition(". Detail:")[0][:300]
