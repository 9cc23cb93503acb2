"""On what it was measured: the machine, Python, the libraries, the day."""

from __future__ import annotations

import os
import platform
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = (
    "parchk",
    "spacy",
    "underthesea",
    "dateparser",
    "edsnlp",
    "pcre2",
    "msgspec",
    "pydantic",
    "typer",
    "XlsxWriter",
)


def machine() -> dict[str, str]:
    """What a reader wants to know to compare; no name of a computer or user."""
    return {
        "date": datetime.now().astimezone().date().isoformat(),
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": ", ".join(f"{name} {found}" for name in _PACKAGES if (found := _version(name))),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
