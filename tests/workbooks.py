"""Directives put together in a line each, and workbooks as a clerk edits them: for the tests of the merge."""

from __future__ import annotations

import io
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any

from lxml import etree
from openpyxl import load_workbook

from parchk.assemble.keys import slug, task_id
from parchk.models import (
    Coverage,
    Deadline,
    Directive,
    Document,
    Finding,
    Issuer,
    Signer,
    Source,
    Task,
    Unit,
)
from parchk.write import Style
from parchk.write.xlsx import chunks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

TASKS, FINDINGS, DOCUMENTS, TOLD, HIDDEN = "Nhiệm vụ", "Cần xem lại", "Văn bản", "Đối chiếu", "_parchk"
TEXT, LEAD, DUE, NOTE, OFFICER, CHANGE = (
    "Nội dung nhiệm vụ",
    "Đơn vị chủ trì",
    "Thời hạn",
    "Ghi chú",
    "Cán bộ phụ trách",
    "Thay đổi",
)


def task(text: str, section: str = "1", lead: str | None = "Phòng Nội vụ", due: str | None = None) -> Task:
    """A task; its id is made by :func:`document`, which knows the number."""
    leads = lead.split("; ") if lead else []
    return Task(
        id="",
        section=section,
        kind="action",
        text=text,
        span=(0, 1),
        actions=[],
        units=[Unit(role="lead", name=u, text=u, key=slug(u), span=(0, 1), source="sentence") for u in leads],
        deadlines=[Deadline(kind="by", text=f"trước {due}", due=due, inclusive=False, span=(0, 1), source="sentence")]
        if due
        else [],
        deliverables=[],
        targets=[],
        citations=[],
        routine=False,
        confidence=0.9,
        because=[],
    )


def document(
    *tasks: Task,
    number: str | None = "412/UBND-NV",
    issued_on: str = "2022-07-05",
    name: str = "cong-van.docx",
    subject: str = "rà soát vị trí việc làm",
    findings: list[Finding] | None = None,
) -> Directive:
    """A document with these tasks."""
    ids: dict[str, int] = {}
    kept = []
    for one in tasks:
        made = task_id(number, one.section, one.text)
        ids[made] = ids.get(made, 0) + 1
        kept.append(one.model_copy(update={"id": made if ids[made] == 1 else f"{made}-{ids[made]}"}))
    return Directive(
        source=Source(name=name, sha256="0" * 64, media_type="text/plain", encoding="utf-8", chars=9),
        document=Document(
            issuer=Issuer(name="Ủy ban nhân dân huyện Sông Tranh", text="", span=(0, 1)),
            number=number,
            type="CV",
            issued_on=issued_on,
            issued_year=int(issued_on[:4]),
            issued_on_source="header",
            place="Sông Tranh",
            subject=subject,
            addressees=[],
            recipients=[],
            signer=Signer(name="Lê Văn Bình", title="CHỦ TỊCH"),
            signer_authority=None,
            urgency=None,
            secrecy=None,
        ),
        sections=[],
        tasks=kept,
        citations=[],
        findings=findings or [],
        coverage=Coverage(sentences=len(kept), tasks=len(kept), other=0, undecided=0),
    )


def written(*documents: Directive, per_unit: bool = False) -> bytes:
    """The workbook that parchk writes for them."""
    return b"".join(chunks(documents, Style(per_unit=per_unit)))


def edited(data: bytes, edit: Callable[[Any], object]) -> bytes:
    """The workbook after somebody has worked in it, and saved by another library than the one that wrote it.

    Texts are shared strings then, as in what Excel and LibreOffice save.
    """
    book = load_workbook(io.BytesIO(data))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return _with_shared_strings(out.getvalue())


def _with_shared_strings(data: bytes) -> bytes:
    parts = unpacked(data)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    table = etree.Element(f"{{{main}}}sst", nsmap={None: main})
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        root = etree.fromstring(parts[name])
        for cell in root.iterfind(f".//{{{main}}}c[@t='inlineStr'][{{{main}}}is]"):
            item = cell[0]
            item.tag = f"{{{main}}}si"
            table.append(item)
            cell.set("t", "s")
            etree.SubElement(cell, f"{{{main}}}v").text = str(len(table) - 1)
        parts[name] = etree.tostring(root)
    parts["xl/sharedStrings.xml"] = etree.tostring(table, encoding="UTF-8", xml_declaration=True)
    listing, types = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    shared = f'<Relationship Id="rId999" Type="{office}" Target="/xl/sharedStrings.xml"/></Relationships>'
    parts[listing] = parts[listing].replace(b"</Relationships>", shared.encode())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    named = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    parts[types] = parts[types].replace(b"</Types>", named.encode())
    return packed(parts)


def patched(data: bytes, part: str, *changes: tuple[str, str]) -> bytes:
    """The workbook with pieces of the XML of one part replaced."""
    parts = unpacked(data)
    text = parts[part].decode()
    for old, new in changes:
        assert old in text, (part, old)
        text = text.replace(old, new)
    return packed(parts | {part: text.encode()})


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts of a package, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """A package of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def column(sheet: Worksheet, heading: str, row: int = 1) -> int:
    """Where a column stands."""
    return next(cell.column for cell in sheet[row] if cell.value == heading)


def row_with(sheet: Worksheet, words: str) -> int:
    """The only row in which a cell holds these words."""
    (found,) = {cell.row for row in sheet.iter_rows() for cell in row if words in str(cell.value or "")}
    return found


class Book:
    """A workbook, read: cells by words in their row and the heading of their column."""

    def __init__(self, data: bytes) -> None:
        self.book = load_workbook(io.BytesIO(data))

    def sheet(self, title: str = TASKS) -> Any:
        return self.book[title]

    def at(self, words: str, heading: str, title: str = TASKS) -> Any:
        sheet = self.book[title]
        return sheet.cell(row_with(sheet, words), column(sheet, heading)).value

    def column(self, heading: str, title: str = TASKS) -> list[Any]:
        sheet = self.book[title]
        at = column(sheet, heading)
        return [sheet.cell(row, at).value for row in range(2, sheet.max_row + 1)]

    def rows(self, title: str) -> list[list[Any]]:
        return [[cell.value for cell in row] for row in self.book[title].iter_rows(min_row=2)]


def put(words: str, heading: str, value: object, title: str = TASKS) -> Callable[[Any], None]:
    """The clerk types a value into the row with these words."""

    def edit(book: Any) -> None:
        sheet = book[title]
        sheet.cell(row_with(sheet, words), column(sheet, heading)).value = value

    return edit


def through_office(data: bytes, folder: Path) -> bytes:
    """The workbook as LibreOffice opens and saves it."""
    (folder / "book.xlsx").write_bytes(data)
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to"]
    subprocess.run(
        [*command, "xlsx:Calc MS Excel 2007 XML", "--outdir", folder / "saved", folder / "book.xlsx"],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return (folder / "saved" / "book.xlsx").read_bytes()
