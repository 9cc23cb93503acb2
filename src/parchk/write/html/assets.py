"""Style sheet and script of the page, and the policy that lets a browser run these alone."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from importlib.resources import files

# In the order in which they build on each other.
_STYLES = ("base", "frame", "text", "list", "pictures", "screens", "print")
_SCRIPTS = (
    "page",
    "days",
    "shapes",
    "tasks",
    "corrections",
    "made",
    "filter",
    "list",
    "text",
    "timeline",
    "matrix",
    "form",
    "save",
    "keys",
    "start",
)


@cache
def style_sheet() -> str:
    """The style sheets as one."""
    return "\n".join(_read(f"css/{name}.css") for name in _STYLES)


@cache
def script() -> str:
    """The scripts as one, in a scope of its own."""
    body = "\n".join(_read(f"js/{name}.js") for name in _SCRIPTS)
    return f'"use strict";\n(() => {{\n{body}}})();\n'


def policy() -> str:
    """The Content-Security-Policy: this script and this style sheet, and nothing from anywhere.

    Scripts that a document's text might smuggle in have another digest, so that no browser runs them.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_digest(script())}'",
            f"style-src '{_digest(style_sheet())}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _read(name: str) -> str:
    return files("parchk.write.html").joinpath(name).read_text("utf-8")


def _digest(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
