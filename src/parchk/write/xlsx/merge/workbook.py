"""An existing workbook as the package that it is: parts that change are patched, all others stay byte for byte.

Charts, pictures, comments, macros, slicers, other people's sheets: what this module does not know it does not touch.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NoReturn

from lxml import etree

from parchk.errors import InputError
from parchk.limits import MIB, Limits
from parchk.read.kinds import UNPACKING, kind_of
from parchk.read.package import Package
from parchk.read.reading import damaged, encrypted
from parchk.write.xlsx.merge.sheet import MAIN, Sheet, string_text

if TYPE_CHECKING:
    from collections.abc import Iterator

KIND = "an Excel workbook"
_LIMITS = Limits(size=1024 * MIB)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION_ID = f"{{{_OFFICE}}}id"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "[Content_Types].xml"
_TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FIRST_DAY, _FIRST_DAY_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_TIME = (1980, 1, 1, 0, 0, 0)


class Workbook:
    """The parts of a workbook, and its worksheets in the order of their tabs.

    ``label`` names the file in an :class:`~parchk.errors.InputError`.
    """

    def __init__(self, data: bytes, label: str) -> None:
        _refuse_other_kinds(data, label)
        self._data, self._label = data, label
        self._package = Package(data, label, KIND, _LIMITS)
        self._xml: dict[str, etree._Element] = {}
        self._dirty: set[str] = set()
        self._new: list[str] = []
        self.part = next((target for kind, _, target in self.relations("") if kind == "officeDocument"), "")
        if self.part not in self._package.names or self.xml(self.part).tag != f"{MAIN}workbook":
            raise InputError(
                f"{label} is an Excel workbook of a form that cannot be merged into;"
                " save it as “Excel Workbook (.xlsx)” and merge again"
            )
        try:
            self.sheets = list(self._read_sheets())
        except (ValueError, KeyError, IndexError) as error:
            self.damaged(str(error))

    def damaged(self, reason: str) -> NoReturn:
        """Refuse the workbook."""
        damaged(self._label, KIND, reason)

    def xml(self, part: str) -> etree._Element:
        """Give the root of a part, read once; whoever changes it says so with :meth:`touch`."""
        if part not in self._xml:
            if part not in self._package.names:
                self.damaged(f"{part} is missing")
            self._xml[part] = self._package.xml(part)
        return self._xml[part]

    def touch(self, part: str) -> None:
        """Note that a part has to be written anew."""
        self._dirty.add(part)

    def relations(self, part: str) -> list[tuple[str, str, str]]:
        """Give kind, id and part of everything that a part refers to inside the package."""
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        if listing not in self._package.names and listing not in self._xml:
            return []
        return [
            (
                relation.get("Type", "").rpartition("/")[2],
                relation.get("Id", ""),
                posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
            )
            for relation in self.xml(listing).iter(_RELATIONS)
            if relation.get("TargetMode") != "External"
        ]

    def _read_sheets(self) -> Iterator[Sheet]:
        targets = {identity: (kind, target) for kind, identity, target in self.relations(self.part)}
        for listed in self._listed():
            kind, target = targets[listed.get(_RELATION_ID, "")]
            if kind == "worksheet":  # not a sheet that is a chart, a dialog or an old macro
                yield Sheet(listed.get("name", ""), target, self.xml(target), self._strings, self.first_day)

    def _listed(self) -> list[etree._Element]:
        return self.xml(self.part).findall(f"{MAIN}sheets/{MAIN}sheet")

    @property
    def titles(self) -> list[str]:
        """What is written on the tabs."""
        return [listed.get("name", "") for listed in self._listed()]

    def position(self, sheet: Sheet) -> int:
        """Give the place of a sheet among all tabs, as defined names count it: from 0."""
        return self.titles.index(sheet.title)

    def number(self, sheet: Sheet) -> int:
        """Give the number that a sheet got when it was made; programs that do not keep it count the tabs."""
        return int(self._listed()[self.position(sheet)].get("sheetId", "0"))

    @cached_property
    def first_day(self) -> date:
        """The day that the number 0 stands for."""
        properties = self.xml(self.part).find(f"{MAIN}workbookPr")
        is_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        return _FIRST_DAY_1904 if is_1904 else _FIRST_DAY

    @cached_property
    def _strings(self) -> list[str]:
        part = next((target for kind, _, target in self.relations(self.part) if kind == "sharedStrings"), None)
        return [string_text(item) for item in self.xml(part).iterchildren(f"{MAIN}si")] if part else []

    @property
    def styles(self) -> str | None:
        """The part that holds the formats."""
        return next((target for kind, _, target in self.relations(self.part) if kind == "styles"), None)

    def add_sheet(self, title: str, root: etree._Element, *, hidden: bool = False) -> Sheet:
        """Put a new sheet behind all others, whose places stay as they are."""
        taken = {name.lower() for name in self._package.names} | {name.lower() for name in self._new}
        number = next(n for n in range(1, len(taken) + 2) if f"xl/worksheets/sheet{n}.xml" not in taken)
        part = f"xl/worksheets/sheet{number}.xml"
        sheets = self.xml(self.part).find(f"{MAIN}sheets")
        if sheets is None:
            self.damaged("it lists no sheets")
        identity = self._add_relation(part)
        attributes = {
            "name": title,
            "sheetId": str(1 + max((int(sheet.get("sheetId", "0")) for sheet in sheets), default=0)),
            **({"state": "veryHidden"} if hidden else {}),
            _RELATION_ID: identity,
        }
        etree.SubElement(sheets, f"{MAIN}sheet", attributes)
        etree.SubElement(self.xml(_TYPES), _TYPE, {"PartName": f"/{part}", "ContentType": _SHEET_TYPE})
        self.touch(self.part)
        self.touch(_TYPES)
        self.touch(part)
        self._xml[part] = root
        self._new.append(part)
        sheet = Sheet(title, part, root, self._strings, self.first_day)
        self.sheets.append(sheet)
        return sheet

    def _add_relation(self, part: str) -> str:
        folder, name = posixpath.split(self.part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        taken = {identity for _, identity, _ in self.relations(self.part)}
        identity = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        attributes = {"Id": identity, "Type": f"{_OFFICE}/worksheet", "Target": f"/{part}"}
        etree.SubElement(self.xml(listing), _RELATIONS, attributes)
        self.touch(listing)
        return identity

    def compute_when_opened(self) -> None:
        """Have formulas computed anew by the program that opens the workbook: what they look at has changed."""
        root = self.xml(self.part)
        settings = root.find(f"{MAIN}calcPr")
        if settings is None:
            settings = etree.Element(f"{MAIN}calcPr")
            # The schema's order: behind sheets, functionGroups, externalReferences and definedNames.
            before = ("sheets", "functionGroups", "externalReferences", "definedNames")
            last = [child for child in root if child.tag in {f"{MAIN}{name}" for name in before}][-1]
            last.addnext(settings)
        if settings.get("fullCalcOnLoad") not in ("1", "true"):
            settings.set("fullCalcOnLoad", "1")
            self.touch(self.part)

    def data(self) -> bytes:
        """Give the workbook's bytes: the very same when nothing has changed."""
        for sheet in self.sheets:
            if sheet.changed:
                self.touch(sheet.part)
        if not self._dirty:
            return self._data
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self._data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                made = zipfile.ZipInfo(entry.filename, entry.date_time)
                made.compress_type = entry.compress_type
                made.external_attr, made.create_system = entry.external_attr, entry.create_system
                new.writestr(made, self._serialised(entry.filename))
            for part in self._new:
                made = zipfile.ZipInfo(part, _FIRST_TIME)
                made.compress_type, made.create_system = zipfile.ZIP_DEFLATED, 0
                new.writestr(made, self._serialised(part))
        return out.getvalue()

    def _serialised(self, part: str) -> bytes:
        if part not in self._dirty:
            return self._package.read(part)
        return etree.tostring(self._xml[part], xml_declaration=True, encoding="UTF-8", standalone=True)


def _refuse_other_kinds(data: bytes, label: str) -> None:
    if data.startswith(_OLE) and _ENCRYPTED in data:
        encrypted(label, KIND)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except UNPACKING as error:
        if data.startswith(b"PK"):
            damaged(label, KIND, str(error))
        names = []
    if "xl/workbook.bin" in names or data.startswith(_OLE):
        raise InputError(
            f"{label} is an Excel workbook of another form (.xls or .xlsb); save it as .xlsx and merge into that"
        )
    if _TYPES not in names or not any(name.startswith("xl/") for name in names):
        found = kind_of(data, "", label).name if data else "an empty file"
        raise InputError(f"{label} is {found}, no Excel workbook; give a .xlsx that parchk wrote")
    if len(names) != len(set(names)):
        damaged(label, KIND, "two of its parts have the same name")
