"""OpenDocument texts (.odt, .ott): ODF 1.0 to 1.4, as LibreOffice, Word and Google Docs write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parchk.read.kinds import OPEN
from parchk.read.opendocument.styles import Styles, tag
from parchk.read.opendocument.walk import Walk
from parchk.read.package import Package
from parchk.read.reading import TRACKED, Reading, damaged, encrypted

if TYPE_CHECKING:
    from parchk.limits import Limits

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"


def read(data: bytes, label: str, limits: Limits) -> Reading:
    """The text of a document as it shows it, tracked deletions as deleted.

    :class:`~parchk.errors.InputError` for a document with a password, or without its content.
    """
    package = Package(data, label, OPEN.name, limits)
    # One part for all since LibreOffice 24.8, each part by itself before.
    if "encrypted-package" in package.names or (
        _MANIFEST in package.names and b"encryption-data" in package.read(_MANIFEST)
    ):
        encrypted(label, OPEN.name)
    if _CONTENT not in package.names:
        damaged(label, OPEN.name, f"it has no {_CONTENT}")
    content = package.xml(_CONTENT)
    body = content.find(f"{tag('office:body')}/{tag('office:text')}")
    if body is None:
        damaged(label, OPEN.name, f"{_CONTENT} holds no text")
    parts = [package.xml(_STYLES), content] if _STYLES in package.names else [content]
    changes = body.find(tag("text:tracked-changes"))
    notes = (TRACKED,) if changes is not None and len(changes) else ()
    return Reading(Walk(Styles(parts), label, limits).read(body), "unicode", notes)
