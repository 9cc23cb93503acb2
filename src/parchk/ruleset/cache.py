"""What reading the rule files gives, kept between runs: a start then does not parse and unfold them again.

Never required: without the folder, with a file of another version or a damaged one, the rules are read as if there
were no cache. No pickles: the file is JSON, and is refused unless its digest, the rules' fingerprint and the version
of its shape fit.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import json

#: Raise when the shape of the file, or what the same rules are unfolded to, changes.
_FORMAT = 6
# More rule sets than these (own folders, earlier versions of the program) are not kept.
_MOST_FILES = 8


class RuleCache:
    """Parsed rule files and unfolded patterns of one rule set, in one file of ``folder``.

    Call :meth:`save` when the work is done.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self._key = _digest(f"{_FORMAT}-{fingerprint}".encode())
        self._path = folder / f"rules-{self._key[:16]}.json"
        self._kept = self._load()
        self._new: dict[str, Any] = {}

    def text(self, name: str) -> str | None:
        """The text kept under this name."""
        kept = self._kept.get(name)
        return kept if isinstance(kept, str) else None

    def keep_text(self, name: str, text: str) -> None:
        """Keep a text under this name."""
        self._new[name] = text

    def parsed(self, number: int) -> dict[str, Any] | None:
        """What the rule file of this number in the rule set holds, if it was parsed before."""
        kept = self._kept.get(str(number))
        return kept if isinstance(kept, dict) else None

    def keep_parsed(self, number: int, data: dict[str, Any]) -> None:
        """Keep what the rule file of this number holds (TOML without dates, so that JSON can hold it)."""
        self._new[str(number)] = data

    def save(self) -> None:
        """Write what is new; a folder that cannot be written to is left alone."""
        if not self._new:
            return
        body = json.encode({**self._kept, **self._new})
        head = f"{self._key}\n{_digest(body)}\n".encode()
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._path.parent, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(head + body)
                Path(name).replace(self._path)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
            files = sorted(self._path.parent.glob("rules-*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
            for old in files[_MOST_FILES:]:
                old.unlink(missing_ok=True)

    def _load(self) -> dict[str, Any]:
        try:
            key, digest, body = self._path.read_bytes().split(b"\n", 2)
        except (OSError, ValueError):
            return {}
        if key != self._key.encode() or digest != _digest(body).encode():
            return {}
        kept: dict[str, Any] = json.decode(body)
        return kept


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
