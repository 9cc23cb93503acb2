"""Compiled patterns kept between runs, so that a start does not compile them again.

Never required: without the folder, with a file of another version or a damaged one, the patterns are compiled as
if there were no cache. No pickles: the file is JSON, holds the patterns' byte code as the ``regex`` module's own
copying protocol gives it, and is refused unless its digest, the rules' fingerprint and all versions fit.
"""

from __future__ import annotations

import base64
import binascii
import copyreg
import hashlib
import json
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import regex

_REDUCE = copyreg.dispatch_table[type(regex.compile(""))]
# What rebuilds a pattern from its parts, by the module's own protocol.
_REBUILD = cast("Any", _REDUCE(regex.compile("")))[0]
#: Raise when the shape of the file changes.
_FORMAT = 1


class PatternCache:
    """The patterns of one rule set in one file of ``folder``; call :meth:`save` when the work is done."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        versions = f"{_FORMAT}-{fingerprint}-{regex.__version__}-{sys.implementation.cache_tag}-{sys.maxunicode}"
        self._key = hashlib.sha256(versions.encode()).hexdigest()
        self._path = folder / f"patterns-{self._key[:16]}.json"
        self._kept = self._load()
        self._new: dict[str, Any] = {}

    def get(self, name: str) -> regex.Pattern[str] | None:
        """The pattern kept under this name."""
        kept = self._kept.get(_digest(name))
        return _rebuilt(kept) if isinstance(kept, list) else None

    def compile(self, pattern: str, flags: int, name: str) -> regex.Pattern[str]:
        """The compiled pattern: from the cache, or compiled now and kept for :meth:`save`."""
        kept = self.get(name)
        if kept is not None:
            return kept
        compiled = regex.compile(pattern, flags)
        parts = _parts(compiled)
        if parts is not None:
            self._new[_digest(name)] = parts
        return compiled

    def text(self, name: str) -> str | None:
        """The text kept under this name."""
        kept = self._kept.get(_digest(name))
        return kept if isinstance(kept, str) else None

    def keep_text(self, name: str, text: str) -> None:
        """Keep a text under this name."""
        self._new[_digest(name)] = text

    def parsed(self, text: str) -> dict[str, Any] | None:
        """What a rule file of this text holds, if it was parsed before."""
        kept = self._kept.get(_digest(text))
        return kept if isinstance(kept, dict) else None

    def keep_parsed(self, text: str, data: dict[str, Any]) -> None:
        """Keep what a rule file of this text holds (TOML without dates, so that JSON can hold it)."""
        self._new[_digest(text)] = data

    def save(self) -> None:
        """Write what is new; a folder that cannot be written to is left alone."""
        if not self._new:
            return
        body = json.dumps({**self._kept, **self._new})
        digest = hashlib.sha256(body.encode()).hexdigest()
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._path.parent, suffix=".part")
            try:
                with os.fdopen(handle, "w", encoding="ascii") as file:
                    file.write(f"{self._key}\n{digest}\n{body}")
                Path(name).replace(self._path)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise

    def _load(self) -> dict[str, Any]:
        try:
            key, digest, body = self._path.read_text("ascii").split("\n", 2)
        except (OSError, ValueError):
            return {}
        if key != self._key or hashlib.sha256(body.encode()).hexdigest() != digest:
            return {}
        kept: dict[str, Any] = json.loads(body)
        return kept


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _parts(compiled: regex.Pattern[str]) -> list[Any] | None:
    """A compiled pattern as JSON can hold it; ``None`` when it has named lists, which JSON cannot."""
    _, arguments = cast("Any", _REDUCE(compiled))
    pattern, flags, code, groups, _, lists, _, offset, characters, required, count = arguments
    if lists:
        return None
    return [pattern, flags, base64.b64encode(code).decode(), groups, offset, list(characters or ()), required, count]


def _rebuilt(parts: list[Any]) -> regex.Pattern[str] | None:
    try:
        pattern, flags, code, groups, offset, characters, required, count = parts
        names = {number: name for name, number in groups.items()}
        made: regex.Pattern[str] = _REBUILD(
            pattern, flags, base64.b64decode(code), groups, names, {}, [], offset, tuple(characters), required, count
        )
    except (TypeError, ValueError, AttributeError, RuntimeError, binascii.Error):
        return None
    return made
