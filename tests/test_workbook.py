"""The workbook of tasks: what a clerk finds in it, in Excel and in LibreOffice."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.formula.translate import Translator
from pypdfium2 import PdfDocument

from parchk.errors import OutputError
from parchk.models import Deadline, Directive, Finding, Task, Unit
from parchk.wording import one_line
from parchk.write import Style, writer
from parchk.write.xlsx import parts, sheet
from parchk.write.xlsx.columns import TASKS
from parchk.write.xlsx.heights import lines
from parchk.write.xlsx.names import Names
from parchk.write.xlsx.rows import document_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

XLSX = writer("xlsx")
PLAIN = Style()
AT = {column.key: at for at, column in enumerate(TASKS, 1)}
LAST = 1_048_576
SHEETS = ["Nhiệm vụ", "Cần xem lại", "Văn bản", "Đối chiếu", "_parchk"]
COLUMNS = (
    "STT, Số, ký hiệu, Ngày văn bản, Cơ quan ban hành, Mục, Nội dung nhiệm vụ, Đơn vị chủ trì, Đơn vị phối hợp, "
    "Nơi nhận báo cáo, Thời hạn, Loại hạn, Thời hạn (nguyên văn), Sản phẩm, Chỉ tiêu, Loại nhiệm vụ, "
    "Cán bộ phụ trách, Trạng thái, Ngày hoàn thành, Văn bản kết quả, Ghi chú, Thay đổi"
)
HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "'=1",
    "http://example.org",
    "mailto:a@b",
    "007",
]
SOFFICE = shutil.which("soffice")


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def book(directive: Directive, style: Style = PLAIN) -> Workbook:
    return opened(XLSX([directive], style))


def tasks(directive: Directive, style: Style = PLAIN) -> Worksheet:
    return book(directive, style).worksheets[0]


def day(year: int, month: int, of_month: int) -> datetime:
    """A date as openpyxl gives it."""
    return datetime(year, month, of_month)  # noqa: DTZ001 - a workbook knows no time zones


def cell(page: Worksheet, row: int, key: str) -> Cell:
    return page.cell(row, AT[key])


def with_task(directive: Directive, **changed: object) -> Directive:
    task = directive.tasks[0].model_copy(update=changed)
    return directive.model_copy(update={"tasks": [task]})


def led_by(directive: Directive, *names: str) -> Task:
    led = [Unit(role="lead", name=name, text=name, key=name.lower(), span=(0, 1), source="sentence") for name in names]
    return directive.tasks[0].model_copy(update={"units": led, "id": "-".join(names)})


def due(day: str, words: str, **more: object) -> Deadline:
    return Deadline(kind="by", text=words, due=day, span=(0, 1), source="sentence", **more)


# The sheets


def test_a_workbook_has_tasks_findings_documents_and_room_for_a_merge(directive: Directive) -> None:
    made = book(directive)
    assert made.sheetnames == SHEETS
    assert made.active is made["Nhiệm vụ"]
    assert [page.sheet_state for page in made] == ["visible"] * 4 + ["veryHidden"]


def test_a_workbook_in_english(directive: Directive) -> None:
    made = book(directive, Style(lang="en"))
    assert made.sheetnames == ["Tasks", "Findings", "Documents", "Reconciliation", "_parchk"]
    page = made["Tasks"]
    assert cell(page, 1, "lead").value == "Lead"
    assert cell(page, 2, "bound").value == "before; within 5 working days; recurring"
    assert cell(page, 3, "kind").value == "prohibition"


def test_columns_are_those_of_a_tracker(directive: Directive) -> None:
    page = tasks(directive)
    headings = [page.cell(1, at).value for at in range(1, page.max_column + 1)]
    assert ", ".join(headings[1:]) == COLUMNS


def test_a_task_is_a_row(directive: Directive) -> None:
    page = tasks(directive)
    row = {key: cell(page, 2, key).value for key in AT}
    assert row == {
        "key": "412/ubnd-nv|ủy ban nhân dân huyện sông tranh|2022-07-05 # 412-ubnd-nv.1.a.1",
        "no": 1,
        "number": "412/UBND-NV",
        "issued_on": day(2022, 7, 5),
        "issuer": "Ủy ban nhân dân huyện Sông Tranh",
        "section": "1/a",
        "task": "Xây dựng phương án | sắp xếp, báo cáo UBND huyện.",
        "lead": "Phòng Nội vụ",
        "coordinate": "Phòng A; Phòng B",
        "report_to": "UBND huyện",
        "due": day(2022, 8, 20),
        "bound": "trước; trong 5 ngày làm việc; định kỳ",
        "deadline_text": "trước ngày 20/8/2022\ntrong 05 ngày làm việc kể từ ngày ký\ntrước ngày 10 của tháng",
        "deliverables": "phương án",
        "targets": "trên 95%",
        "kind": "Việc phải làm",
        **dict.fromkeys(["officer", "status", "done_on", "result", "note", "change"]),
    }


def test_what_a_task_does_not_say_stays_blank(directive: Directive) -> None:
    page = tasks(directive)
    filled = {key for key in AT if cell(page, 3, key).value is not None}
    assert filled == {"key", "no", "number", "issued_on", "issuer", "section", "task", "kind"}


def test_days_are_real_dates(directive: Directive) -> None:
    page = tasks(directive)
    for key in ("issued_on", "due"):
        assert cell(page, 2, key).is_date
        assert cell(page, 2, key).number_format == "dd/mm/yyyy"


def test_the_due_day_is_the_first_of_several(directive: Directive) -> None:
    days = [due("2022-09-30", "đến hết tháng 9"), due("2022-08-15T17:00", "17 giờ ngày 15/8", inclusive=True)]
    page = tasks(with_task(directive, deadlines=days))
    assert cell(page, 2, "due").value == day(2022, 8, 15)
    assert cell(page, 2, "bound").value == "đến hết 17:00; đến hết"


def test_of_two_deadlines_on_one_day_the_stricter_counts(directive: Directive) -> None:
    days = [due("2022-08-15", "đến hết 15/8", inclusive=True), due("2022-08-15", "trước 15/8", inclusive=False)]
    assert cell(tasks(with_task(directive, deadlines=days)), 2, "bound").value == "trước; đến hết"
    at_five = due("2022-08-15T17:00", "trước 17 giờ 15/8", inclusive=False)
    assert cell(tasks(with_task(directive, deadlines=[days[0], at_five])), 2, "bound").value == "trước 17:00; đến hết"
    at_midnight = due("2022-08-15T00:00", "trước 0 giờ 15/8", inclusive=False)  # then the whole day is too late
    assert cell(tasks(with_task(directive, deadlines=[at_midnight])), 2, "bound").value == "trước"


def test_a_time_without_a_day_has_its_words_and_no_date(directive: Directive) -> None:
    monthly = Deadline(kind="recurring", text="hằng tháng", rrule="FREQ=MONTHLY", span=(0, 1), source="sentence")
    soon = Deadline(
        kind="relative", text="trong 5 ngày", duration="P5D", working_days=True, span=(0, 1), source="sentence"
    )
    page = tasks(with_task(directive, deadlines=[monthly, soon, monthly]))
    assert cell(page, 2, "due").value is None
    assert cell(page, 2, "bound").value == "định kỳ; trong 5 ngày làm việc"
    assert cell(page, 2, "deadline_text").value == "hằng tháng\ntrong 5 ngày\nhằng tháng"


@pytest.mark.parametrize("odd", ["1889-05-01", "2022-02-31", "không rõ"])
def test_a_day_that_no_spreadsheet_knows_is_text(directive: Directive, odd: str) -> None:
    assert cell(tasks(with_task(directive, deadlines=[due(odd, odd)])), 2, "due").value == odd


def test_texts_stay_texts_when_a_cell_is_edited(directive: Directive) -> None:
    page = tasks(with_task(directive, text="=1+1", section="1/2"))
    for key in ("task", "section", "lead"):
        assert cell(page, 2, key).quotePrefix
    assert cell(page, 2, "task").data_type == "s"


def test_a_report_by_way_of_another_unit_says_so(directive: Directive) -> None:
    via = Unit(role="report_via", name="Phòng Nội vụ", text="", key="n", span=(0, 1), source="sentence")
    units = [*directive.tasks[0].units, via]
    assert cell(tasks(with_task(directive, units=units)), 2, "report_to").value == "UBND huyện (qua Phòng Nội vụ)"


def test_a_document_without_a_number_goes_by_its_file(directive: Directive) -> None:
    document = directive.document.model_copy(update={"number": None})
    page = tasks(directive.model_copy(update={"document": document}))
    assert cell(page, 2, "number").value == "(cong-van.txt)"


def test_findings_say_where_and_in_which_language(directive: Directive) -> None:
    finding = Finding(
        code="no-lead",
        severity="warning",
        message="No unit is named.",
        messages={"vi": "Không nêu đơn vị.", "en": "No unit is named."},
        task="412-ubnd-nv.2.1",
        span=(0, 5),
        text="Không",
    )
    older = finding.model_copy(update={"text": None})
    for found, words in (
        (finding, "Không"),
        (older, "Không để xảy ra sai sót."),
        (older.model_copy(update={"task": None}), None),
    ):
        page = book(directive.model_copy(update={"findings": [found]}))["Cần xem lại"]
        row = [page.cell(2, at).value for at in range(2, 9)]
        place = ["2", "412-ubnd-nv.2.1"] if found.task else [None, None]
        assert row == [1, "412/UBND-NV", *place, "cảnh báo", "Không nêu đơn vị.", words]


def test_documents_have_a_row_each(directive: Directive) -> None:
    page = book(directive)["Văn bản"]
    headings = [page.cell(1, at).value for at in range(1, page.max_column + 1)]
    row = dict(zip(headings, (page.cell(2, at).value for at in range(1, page.max_column + 1)), strict=True))
    assert row["Ngày văn bản"] == day(2022, 7, 5)
    assert row["Người ký"] == "Lê Văn Bình, CHỦ TỊCH"
    assert row["Kính gửi"] == "UBND các xã, thị trấn"
    counts = ("Số nhiệm vụ", "Có thời hạn", "Không nêu đơn vị chủ trì", "Điểm cần xem lại", "Câu không phải nhiệm vụ")
    assert [row[count] for count in counts] == [2, 1, 1, 1, 2]


def test_no_results_are_a_workbook_with_headings() -> None:
    for style in (Style(), Style(per_unit=True)):
        made = opened(XLSX([], style))
        assert made.sheetnames == SHEETS
        assert made["Nhiệm vụ"].max_row == 1


def test_results_may_come_one_by_one(directive: Directive) -> None:
    assert b"".join(XLSX.chunks(result for result in (directive, directive))) == XLSX([directive, directive])


# What a merge relies on


def test_the_hidden_sheet_holds_what_was_written(directive: Directive) -> None:
    page = book(directive)["_parchk"]
    assert page["A1"].value == "parchk workbook 1"
    assert page["A2"].value == cell(tasks(directive), 2, "key").value
    base = json.loads(page["B2"].value)
    assert base["due"] == "2022-08-20"
    assert base["coordinate"] == "Phòng A; Phòng B"
    assert set(base) == {column.key for column in TASKS if column.owner == "parchk"} - {"key", "no"}


def test_long_values_are_remembered_in_several_cells(directive: Directive) -> None:
    page = book(with_task(directive, text="_x0041_ " + "x🙂" * 12_000))["_parchk"]
    pieces = [page.cell(2, at).value for at in range(2, page.max_column + 1)]
    assert len(pieces) > 1
    assert all(len(piece.encode("utf-16-le")) < 2 * 32_000 + 1 for piece in pieces)
    assert json.loads("".join(pieces))["task"].startswith("_x0041_ x🙂")


def test_a_correction_of_the_text_leaves_the_document_its_key(directive: Directive) -> None:
    source = directive.source.model_copy(update={"sha256": "f" * 64, "name": "ban-sua.docx"})
    assert document_key(directive.model_copy(update={"source": source})) == document_key(directive)


def test_keys_are_different_and_can_be_looked_up(directive: Directive) -> None:
    odd = directive.tasks[0].model_copy(update={"id": "9.*.?~" + "k" * 400})
    twice = directive.model_copy(update={"tasks": [*directive.tasks, odd, odd]})
    page = opened(XLSX([twice, twice])).worksheets[0]
    keys = [cell(page, row, "key").value for row in range(2, page.max_row + 1)]
    assert len(set(keys)) == len(keys) == 8
    assert all(len(key) <= 255 and not set(key) & set("*?~") for key in keys)


# Text stays text


@pytest.mark.parametrize("words", HOSTILE)
def test_text_becomes_no_formula_no_link_no_number(directive: Directive, words: str) -> None:
    page = tasks(with_task(directive, text=words, section=words, units=led_by(directive, words).units))
    for key in ("task", "section", "lead"):
        found = cell(page, 2, key)
        assert (found.data_type, found.value, found.hyperlink) == ("s", one_line(words), None)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_categories=["Cs"])).map(lambda words: words * 3))
@example(words="a\ufffeb\uffffc\x00d\x1be\u2028f]]>")
@example(words="_x000D_")
def test_no_text_breaks_the_workbook(directive: Directive, words: str) -> None:
    odd = with_task(directive, text=words, deadlines=[due("2022-08-15", words)], units=led_by(directive, words).units)
    document = directive.document.model_copy(update={"number": words, "subject": words})
    data = XLSX([odd.model_copy(update={"document": document})], Style(per_unit=True))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
    made = opened(data)
    assert made.sheetnames[0] == "Nhiệm vụ"
    for page in made:
        for row in page.iter_rows(min_row=2):
            for found in row:
                assert found.hyperlink is None
                if found.data_type == "f":
                    assert "MATCH($A" in found.value
    shown = one_line(words).replace("\ufffe", "").replace("\uffff", "")
    if "_x" not in shown:  # openpyxl reads an escaped "_x0041_" as it is written
        assert (cell(made.worksheets[0], 2, "task").value or "") == shown


def test_what_no_cell_can_hold_is_cut_and_listed(directive: Directive) -> None:
    made = book(with_task(directive, text="🙂" * 40_000))
    text = cell(made["Nhiệm vụ"], 2, "task").value
    assert text.endswith("🙂… [cắt bớt]")
    assert 32_765 <= len(text.encode("utf-16-le")) // 2 <= 32_767
    messages = [row[6].value for row in made["Cần xem lại"].iter_rows(min_row=2)]
    assert any("“Nội dung nhiệm vụ” dài quá giới hạn" in message for message in messages)


def test_what_just_fits_is_not_cut(directive: Directive) -> None:
    made = book(with_task(directive, text="x" * 32_767))
    assert cell(made["Nhiệm vụ"], 2, "task").value == "x" * 32_767
    assert made["Cần xem lại"].max_row == 2


def test_more_tasks_than_a_sheet_has_rows_are_refused(directive: Directive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "LAST_ROW", 1)
    with pytest.raises(OutputError, match="CSV"):
        XLSX([directive])


# What makes it a sheet to work with


def test_header_and_task_stay_in_view(directive: Directive) -> None:
    page = tasks(directive)
    assert page.freeze_panes == f"{page.cell(2, AT['task'] + 1).column_letter}2"


def test_the_filter_holds_rows_together(directive: Directive) -> None:
    page = tasks(directive)
    assert page.auto_filter.ref == f"A1:{page.cell(3, len(TASKS)).coordinate}"


def test_key_is_hidden_and_two_columns_are_folded(directive: Directive) -> None:
    columns = {letter: shape for letter, shape in tasks(directive).column_dimensions.items() if shape.hidden}
    assert {letter: shape.outlineLevel for letter, shape in columns.items()} == {"A": 0, "E": 1, "P": 1}


def test_sheets_print_on_a4_across_with_the_header_on_each_page(directive: Directive) -> None:
    for page in book(directive).worksheets[:4]:
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert (page.sheet_properties.pageSetUpPr.fitToPage, page.page_setup.fitToHeight) == (True, 0)
        assert page.print_title_rows == "$1:$1"
        assert page.oddFooter.left.text == "&F"
        assert page.oddFooter.right.text == "Trang &P/&N"


def test_rows_are_as_high_as_their_text_and_may_grow(directive: Directive) -> None:
    data = XLSX([with_task(directive, text="Rà soát hồ sơ. " * 20)])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        header, row = etree.fromstring(archive.read("xl/worksheets/sheet1.xml")).iterfind(".//{*}row")
    assert header.get("customHeight") == "1"
    assert float(row.get("ht")) == 6 * 15
    assert row.get("customHeight") is None


@pytest.mark.parametrize(
    ("text", "width", "count"),
    [
        ("", 10, 1),
        ("một hai", 10, 1),
        ("một hai ba bốn", 10, 2),
        ("m" * 100, 10, 17),
        ("a\n\nb", 10, 3),
        ("中" * 10, 10, 3),
    ],
)
def test_lines_of_a_text(text: str, width: float, count: int) -> None:
    assert lines(text, width) == count


def test_status_is_a_list_and_the_day_of_completion_a_date_down_to_the_last_row(directive: Directive) -> None:
    rules = {str(rule.sqref): rule for rule in tasks(directive).data_validations.dataValidation}
    status = rules[f"R2:R{LAST}"]
    assert status.type == "list"
    assert status.formula1 == '"Chưa thực hiện,Đang thực hiện,Hoàn thành,Tạm dừng,Không thực hiện"'
    assert status.errorStyle == "warning"
    assert rules[f"S2:S{LAST}"].type == "date"


def test_colours_reach_down_to_the_last_row(directive: Directive) -> None:
    areas = [str(area.sqref) for area in tasks(directive).conditional_formatting]
    assert len(areas) == 4
    assert all(part.endswith(str(LAST)) for area in areas for part in area.split())


def test_rows_to_come_have_the_formats_of_their_columns(directive: Directive) -> None:
    with zipfile.ZipFile(io.BytesIO(XLSX([directive]))) as archive:
        root = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    of_columns = {int(column.get("min")): column.get("style") for column in root.iterfind(".//{*}col")}
    of_cells = {at: found.get("s") for at, found in enumerate(root.findall(".//{*}row")[1], 1)}
    assert len(of_columns) == len(TASKS)
    assert of_cells[2] == of_columns[2] is not None


def test_the_font_is_that_of_offices_and_not_of_a_theme(directive: Directive) -> None:
    made = book(directive)
    for font in (cell(made.worksheets[0], row, "task").font for row in (1, 2)):
        assert (font.name, font.scheme) == ("Times New Roman", None)


# A sheet, or a workbook, for each unit


@pytest.fixture
def of_units(directive: Directive) -> Directive:
    """Three units and a task that nobody leads in."""
    led = [led_by(directive, "Sở Y tế"), led_by(directive, "Ủy ban nhân dân các xã", "Sở Y tế"), directive.tasks[1]]
    return directive.model_copy(update={"tasks": [*led, led_by(directive, "Đảng ủy xã")]})


def test_units_have_sheets_in_the_order_of_the_alphabet(of_units: Directive) -> None:
    made = book(of_units, Style(per_unit=True))
    units = ["Đảng ủy xã", "Sở Y tế", "Ủy ban nhân dân các xã", "(không nêu)"]
    assert made.sheetnames == [SHEETS[0], *units, *SHEETS[1:]]
    numbers = {unit: [row[AT["no"] - 1].value for row in made[unit].iter_rows(min_row=2)] for unit in units}
    assert numbers == dict(zip(units, ([4], [1, 2], [2], [3]), strict=True))


def test_a_units_sheet_looks_up_what_the_clerk_writes(of_units: Directive) -> None:
    page = book(of_units, Style(per_unit=True))["Sở Y tế"]
    found = cell(page, 3, "status")
    assert found.value == "=IFERROR(INDEX('Nhiệm vụ'!$R:$R,MATCH($A3,'Nhiệm vụ'!$A:$A,0))&\"\",\"\")"
    assert cell(page, 3, "change").value is None


@pytest.mark.parametrize(
    ("units", "names"),
    [
        (["Ủy ban nhân dân các xã, phường, thị trấn"], ["UBND các xã, phường, thị trấn"]),
        (["Phòng A/B: [C]*?\\"], ["Phòng A-B- -C-"]),
        (["'Phòng A'", "History", "history"], ["Phòng A", "History (2)", "history (3)"]),
        (["Tasks", "TASKS (2)", "tasks"], ["Tasks (2)", "TASKS (2) (2)", "tasks (3)"]),
        (["", "///", "\n"], ["-", "- (2)", "- (3)"]),
        (
            ["Sở Nông nghiệp và Phát triển nông thôn", "Sở Nông nghiệp và Phát triển nông dân"],
            ["Sở Nông nghiệp và Phát triển…", "Sở Nông nghiệp và Phát… (2)"],
        ),
    ],
)
def test_names_of_sheets_are_those_that_excel_takes(units: list[str], names: list[str]) -> None:
    named = Names.of_sheets(["Tasks"])
    assert [named(unit) for unit in units] == names


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=50), max_size=20))
def test_names_of_sheets_are_short_and_different(units: list[str]) -> None:
    named = Names.of_sheets(["Nhiệm vụ"])
    names = [named(unit) for unit in units]
    assert len({name.casefold() for name in [*names, "Nhiệm vụ", "History"]}) == len(names) + 2
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("Sở Y tế", "Sở Y tế"),
        ("../a", "-a"),
        ("CON", "CON_"),
        ("nul.txt", "nul.txt_"),
        ("A. ", "A"),
        ("", "-"),
        ('<"Phòng|A">', "-Phòng-A-"),
    ],
)
def test_names_of_files_are_safe_on_every_system(unit: str, name: str) -> None:
    assert Names.of_files()(unit) == name


def test_names_of_files_are_not_too_long() -> None:
    assert len(f"{Names.of_files()('ế' * 500)}.xlsx".encode()) <= 255


def test_units_may_have_workbooks_of_their_own(of_units: Directive) -> None:
    files = {name: opened(XLSX(results)) for name, results in parts([of_units], "vi")}
    assert list(files) == ["Đảng ủy xã.xlsx", "Sở Y tế.xlsx", "Ủy ban nhân dân các xã.xlsx", "(không nêu).xlsx"]
    made = files["Sở Y tế.xlsx"]
    assert made.sheetnames == SHEETS
    page = made["Nhiệm vụ"]
    assert [cell(page, row, "no").value for row in (2, 3)] == [1, 2]
    assert cell(page, 2, "status").value is None
    assert made["Văn bản"].max_row == 2
    assert made["Cần xem lại"].max_row == 1
    assert files["(không nêu).xlsx"]["Cần xem lại"].max_row == 2


# The same results give the same bytes


def test_the_bytes_do_not_depend_on_time_or_permissions(directive: Directive) -> None:
    first = XLSX([directive], Style(per_unit=True))
    mask = os.umask(0o077)
    try:
        assert XLSX([directive], Style(per_unit=True)) == first
    finally:
        os.umask(mask)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert archive.testzip() is None
        assert b"2022-07-05T00:00:00Z" in archive.read("docProps/core.xml")


def test_an_error_among_the_results_leaves_no_files(
    directive: Directive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def broken() -> Iterator[Directive]:
        yield directive
        raise OutputError("gone")

    with pytest.raises(OutputError, match="gone"):
        list(XLSX.chunks(broken()))
    assert list(tmp_path.iterdir()) == []


# In LibreOffice


@pytest.fixture(scope="session")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """Open a workbook in LibreOffice Calc and save it as another kind."""
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed (Debian: libreoffice-calc)")
    profile = tmp_path_factory.mktemp("profile")

    def save(path: Path, kind: str) -> Path:
        out = tmp_path_factory.mktemp("saved")
        options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
        done = subprocess.run([SOFFICE, *options, "--outdir", out, path], capture_output=True, timeout=120, check=False)
        made = list(out.iterdir())
        if not made:
            pytest.skip(f"LibreOffice has no Calc: {done.stderr.decode(errors='replace').strip()}")
        return made[0]

    return save


def as_shown(number: int) -> str:
    """The kind of file that holds the cells of one sheet as they are shown, with commas, in UTF-8."""
    return f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,{number}"


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text("utf-8").splitlines()))


@pytest.mark.slow
def test_colours_follow_the_days_and_the_states(
    directive: Directive, tmp_path: Path, calc: Callable[[Path, str], Path]
) -> None:
    """Every condition is put into a cell of its own and computed for rows around today."""
    today = date.today()  # noqa: DTZ011 - as TODAY() has it
    # due in so many days, bound, status, done so many days from now, mark; then what is to be: overdue, soon, late,
    # new, changed, gone, closed
    cases: list[tuple[int | None, str | None, str | None, int | None, str | None, str]] = [
        (None, "định kỳ", None, None, None, ""),
        (-1, "đến hết", None, None, None, "overdue"),
        (0, "đến hết", None, None, None, "soon"),
        (0, "trước", None, None, None, "overdue"),
        (0, "trước; định kỳ", None, None, None, "overdue"),
        (0, "trước 17:00", None, None, None, "soon"),
        (-1, "trước 17:00; định kỳ", None, None, None, "overdue"),
        (-9, "trước 17:00", None, -9, None, "closed"),
        (1, "trước", "Đang thực hiện", None, "mới", "soon new"),
        (7, "đến hết", None, None, "đã sửa: Thời hạn", "soon changed"),
        (8, "đến hết", None, None, None, ""),
        (8, "trước", None, None, "không còn trong văn bản", "soon gone"),
        (-9, "trước", "Hoàn thành", None, None, "closed"),
        (-9, "trước", None, -9, None, "late closed"),
        (-9, "đến hết", "Hoàn thành", -9, None, "closed"),
        (-9, "đến hết", "Không thực hiện", None, None, "closed"),
        (-9, None, "Tạm dừng", None, None, "overdue"),
    ]
    names = ["overdue", "soon", "late", "new", "changed", "gone", "closed"]
    made = book(with_task(directive, deadlines=[]))
    page = made.worksheets[0]
    rules = sorted(
        (rule for area in page.conditional_formatting for rule in area.rules), key=lambda rule: rule.priority
    )
    assert len(rules) == len(names)
    for row, (days, bound, status, done, change, _) in enumerate(cases, 2):
        values = {"due": days, "bound": bound, "status": status, "done_on": done, "change": change}
        for key, value in values.items():
            cell(page, row, key).value = today + timedelta(value) if isinstance(value, int) else value
        for at, rule in enumerate(rules, len(TASKS) + 1):
            formula = f"=IF({rule.formula[0]},1,0)"
            page.cell(row, at).value = Translator(formula, "A2").translate_formula(f"A{row}")
    path = tmp_path / "colours.xlsx"
    made.save(path)
    computed = rows_of(calc(path, as_shown(1)))
    for row, (*_, wanted) in enumerate(cases, 1):
        held = [name for name, said in zip(names, computed[row][len(TASKS) :], strict=True) if said == "1"]
        assert " ".join(held) == wanted, cases[row - 1]


@pytest.mark.slow
def test_units_sheets_show_what_the_clerk_wrote(
    of_units: Directive, tmp_path: Path, calc: Callable[[Path, str], Path]
) -> None:
    made = book(of_units, Style(per_unit=True))
    cell(made.worksheets[0], 3, "status").value = "Hoàn thành"
    done = cell(made.worksheets[0], 3, "done_on")
    done.value, done.number_format = date(2022, 8, 1), "dd/mm/yyyy"
    path = tmp_path / "units.xlsx"
    made.save(path)
    rows = rows_of(calc(path, as_shown(made.sheetnames.index("Sở Y tế") + 1)))
    clerk = slice(AT["officer"] - 1, AT["note"])
    assert rows[1][clerk] == [""] * 5
    assert rows[2][clerk] == ["", "Hoàn thành", "01/08/2022", "", ""]


@pytest.mark.slow
def test_rows_are_seen_whole_on_paper(directive: Directive, tmp_path: Path, calc: Callable[[Path, str], Path]) -> None:
    """The last word of each task stands above the first one of the next: LibreOffice does not fit rows by itself."""
    texts = [[f"{name}{number}" for number in range(count)] for name, count in (("mười", 9), ("MƯỜI", 90), ("ưi", 60))]
    tasks = [
        directive.tasks[1].model_copy(update={"text": f"first{at} {' '.join(text)} last{at}"})
        for at, text in enumerate(texts)
    ]
    path = tmp_path / "print.xlsx"
    path.write_bytes(XLSX([directive.model_copy(update={"tasks": tasks})]))
    page = PdfDocument(calc(path, "pdf"))[0]
    width, height = page.get_size()
    assert width > height
    read = page.get_textpage()

    def top_and_bottom(word: str) -> tuple[float, float]:
        start, _ = read.search(word, match_case=True).get_next()
        boxes = [read.get_charbox(at) for at in range(start, start + len(word))]
        return max(top for *_, top in boxes), min(bottom for _, bottom, *_ in boxes)

    for at in range(len(texts) - 1):
        assert top_and_bottom(f"last{at}")[1] > top_and_bottom(f"first{at + 1}")[0]
