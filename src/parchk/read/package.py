"""Zip packages of XML parts (.docx, .odt), opened with care: sizes, passwords, entities, outside references."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

from parchk.read.kinds import UNPACKING
from parchk.read.reading import damaged, encrypted, too_large

if TYPE_CHECKING:
    from parchk.limits import Limits

_ENCRYPTED = 0x1


class Package:
    """The parts of one package. No part is unpacked before it is asked for, and never more than the limit in all."""

    def __init__(self, data: bytes, label: str, kind: str, limits: Limits) -> None:
        self._label, self._kind, self._limits = label, kind, limits
        self._unpacked = 0
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except UNPACKING as error:
            damaged(label, kind, str(error))
        self.names = frozenset(self._archive.namelist())

    def read(self, name: str) -> bytes:
        """The bytes of a part. The size that the directory states is the most that is ever unpacked of it."""
        part = self._archive.getinfo(name)
        if part.flag_bits & _ENCRYPTED:
            encrypted(self._label, self._kind)
        self._unpacked += part.file_size
        if self._unpacked > self._limits.size:
            too_large(self._label, self._limits)
        try:
            return self._archive.read(part)
        except UNPACKING as error:
            damaged(self._label, self._kind, f"{name}: {error}")

    def xml(self, name: str) -> etree._Element:
        """The root element of a part. Entities stay unexpanded, nothing outside the part is opened."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError as error:
            damaged(self._label, self._kind, f"{name}: {error}")
        if root.getroottree().docinfo.doctype:
            # Neither format allows one; what it could hold is entities.
            damaged(self._label, self._kind, f"{name}: it declares a document type")
        return root
