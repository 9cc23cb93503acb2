"""Workbooks, calendars and pages through the commands that a clerk types."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from shutil import copy
from typing import TYPE_CHECKING

import openpyxl
import pytest
from icalendar import Calendar

from parchk.cli.workbook import said
from parchk.write.xlsx.columns import TASKS
from parchk.write.xlsx.merge import Conflict, Merged
from test_docs import ROOT, commands, printed

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from conftest import Finished

    Parchk = Callable[..., Finished]

# A process of its own for nearly every test; the commands of the README are quick tests (test_docs).
pytestmark = pytest.mark.slow

DONE, WRONG_USAGE, UNREADABLE = 0, 2, 3


@pytest.fixture
def run(parchk: Parchk, tmp_path: Path, text: str) -> Parchk:
    """Run parchk in a folder with the công văn and a plan, without libraries that take seconds to load."""
    (tmp_path / "cong-van.txt").write_text(text, "utf-8")
    plan = text.replace("412/UBND-NV", "15/KH-UBND").replace("2. UBND các xã, thị trấn", "2. Phòng Y tế")
    (tmp_path / "ke-hoach.txt").write_text(plan, "utf-8")

    def run(*arguments: str, **more: str) -> Finished:
        reads = arguments[0] in ("extract", "batch")
        return parchk(*arguments, *(("--nlp", "off") if reads else ()), cwd=tmp_path, **more)

    return run


def sheet(path: Path, number: int = 0) -> Worksheet:
    return openpyxl.load_workbook(path).worksheets[number]


def column(of: Worksheet, key: str) -> int:
    heading = next(column.vi for column in TASKS if column.key == key)
    return next(cell.column for cell in of[1] if cell.value == heading)


def fill(path: Path, row: int, key: str, value: str) -> None:
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(row, column(book.worksheets[0], key)).value = value
    book.save(path)


def cells(path: Path, key: str) -> list[object]:
    of = sheet(path)
    return [of.cell(row, column(of, key)).value for row in range(2, of.max_row + 1)]


def test_a_workbook_that_nobody_has_written_into_is_replaced(run: Parchk, tmp_path: Path) -> None:
    assert run("extract", "cong-van.txt", "-o", "book.xlsx").code == DONE
    first = (tmp_path / "book.xlsx").read_bytes()
    assert run("extract", "ke-hoach.txt", "-o", "book.xlsx").code == DONE
    assert (tmp_path / "book.xlsx").read_bytes() != first


@pytest.mark.parametrize("command", [("extract", "cong-van.txt"), ("batch", ".")], ids=["extract", "batch"])
def test_a_workbook_that_somebody_has_worked_in_is_not_written_over(
    run: Parchk, tmp_path: Path, command: tuple[str, ...]
) -> None:
    run("extract", "cong-van.txt", "-o", "book.xlsx")
    fill(tmp_path / "book.xlsx", 3, "status", "Hoàn thành")
    filled = (tmp_path / "book.xlsx").read_bytes()
    done = run(*command, "-o", "book.xlsx")
    assert done.code == WRONG_USAGE
    assert done.sentence.endswith(
        "book.xlsx is not as parchk wrote it, somebody has worked in it;"
        " keep that with --merge, or remove the file, or give another -o"
    )
    assert (tmp_path / "book.xlsx").read_bytes() == filled
    assert run(*command, "-o", "book.xlsx", "--merge").code == DONE
    assert cells(tmp_path / "book.xlsx", "status")[1] == "Hoàn thành"


def test_an_own_column_is_work_too_and_so_is_what_cannot_be_read(run: Parchk, tmp_path: Path) -> None:
    run("extract", "cong-van.txt", "-o", "book.xlsx")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    book.create_sheet("Lãnh đạo chỉ đạo")["A1"] = "ý kiến"
    book.save(tmp_path / "own.xlsx")
    (tmp_path / "locked.xlsx").write_bytes(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"))
    for name in ("own.xlsx", "locked.xlsx"):
        before = (tmp_path / name).read_bytes()
        assert run("extract", "cong-van.txt", "-o", name).code == WRONG_USAGE
        assert (tmp_path / name).read_bytes() == before


def test_extract_batch_and_convert_merge_alike(run: Parchk, tmp_path: Path) -> None:
    run("batch", "cong-van.txt", "ke-hoach.txt", "-o", "results", "-q")
    run("extract", "cong-van.txt", "-o", "book.xlsx")
    fill(tmp_path / "book.xlsx", 2, "note", "đã gọi")
    filled = (tmp_path / "book.xlsx").read_bytes()
    merged = []
    for command in (("extract", "ke-hoach.txt"), ("convert", "results/ke-hoach.txt.json"), ("batch", "ke-hoach.txt")):
        book = tmp_path / f"{command[0]}.xlsx"
        book.write_bytes(filled)
        done = run(*command, "-o", book.name, "--merge")
        assert f"{book.name}: 5 new; the workbook as it was is " in done.errors
        assert book.with_name(f"{book.name}.bak").read_bytes() == filled
        assert cells(book, "number").count("15/KH-UBND") == 5
        assert cells(book, "note")[0] == "đã gọi"
        merged.append(book.read_bytes())
    assert merged[0] == merged[1] == merged[2]


def test_merging_again_changes_nothing(run: Parchk, tmp_path: Path) -> None:
    run("extract", "cong-van.txt", "-o", "book.xlsx", "--per-unit")
    first = (tmp_path / "book.xlsx").read_bytes()
    done = run("extract", "cong-van.txt", "-o", "book.xlsx", "--merge")
    assert "book.xlsx: nothing new\n" in done.errors
    assert (tmp_path / "book.xlsx").read_bytes() == first
    assert not (tmp_path / "book.xlsx.bak").exists()


def test_merging_into_no_workbook_makes_one(run: Parchk, tmp_path: Path) -> None:
    assert run("extract", "cong-van.txt", "-o", "new.xlsx", "--merge").code == DONE
    assert len(cells(tmp_path / "new.xlsx", "task")) == 5


def test_what_is_no_workbook_is_refused_and_stays(run: Parchk, tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_text("no workbook", "utf-8")
    done = run("extract", "cong-van.txt", "-o", "book.xlsx", "--merge")
    assert done.code == UNREADABLE
    assert "no Excel workbook" in done.sentence
    assert (tmp_path / "book.xlsx").read_text("utf-8") == "no workbook"


def test_a_workbook_that_is_open_is_not_touched(run: Parchk, tmp_path: Path) -> None:
    run("extract", "cong-van.txt", "-o", "book.xlsx")
    (tmp_path / "~$book.xlsx").touch()
    done = run("extract", "ke-hoach.txt", "-o", "book.xlsx", "--merge")
    assert done.code == UNREADABLE
    assert "is open in Excel; close it there first" in done.sentence


def test_a_workbook_for_every_unit(run: Parchk, tmp_path: Path) -> None:
    assert run("extract", "cong-van.txt", "-o", "units", "--per-unit").code == DONE
    assert sorted(path.name for path in (tmp_path / "units").iterdir()) == [
        "Phòng Nội vụ.xlsx",
        "UBND các xã, thị trấn.xlsx",
        "các đơn vị.xlsx",
    ]
    book = tmp_path / "units/Phòng Nội vụ.xlsx"
    assert set(cells(book, "lead")) == {"Phòng Nội vụ"}
    fill(book, 2, "officer", "Lan")
    assert run("extract", "ke-hoach.txt", "-o", "units", "--per-unit").code == WRONG_USAGE
    assert run("extract", "ke-hoach.txt", "-o", "units", "--per-unit", "--merge").code == DONE
    assert cells(book, "officer")[0] == "Lan"
    assert set(cells(book, "number")) == {"412/UBND-NV", "15/KH-UBND"}
    assert (tmp_path / "units/Phòng Y tế.xlsx").is_file()


def test_of_several_workbooks_all_are_written_or_none(run: Parchk, tmp_path: Path) -> None:
    run("extract", "cong-van.txt", "-o", "units", "--per-unit")
    fill(tmp_path / "units/UBND các xã, thị trấn.xlsx", 2, "note", "đã gọi")
    before = {path.name: path.read_bytes() for path in (tmp_path / "units").iterdir()}
    assert run("extract", "ke-hoach.txt", "-o", "units", "--per-unit").code == DONE  # Phòng Y tế, not UBND các xã
    assert (tmp_path / "units/Phòng Nội vụ.xlsx").read_bytes() != before["Phòng Nội vụ.xlsx"]
    before = {path.name: path.read_bytes() for path in (tmp_path / "units").iterdir()}
    assert run("extract", "cong-van.txt", "-o", "units", "--per-unit").code == WRONG_USAGE
    assert {path.name: path.read_bytes() for path in (tmp_path / "units").iterdir()} == before


def test_a_unit_that_has_no_task_any_more_is_told_so(run: Parchk, tmp_path: Path, text: str) -> None:
    run("extract", "cong-van.txt", "-o", "units.2022", "--per-unit")  # a folder, whatever is behind its dot
    run("extract", "cong-van.txt", "-o", "units.2022/all.xlsx")
    everything = (tmp_path / "units.2022/all.xlsx").read_bytes()
    (tmp_path / "cong-van.txt").write_text(text.replace("2. UBND các xã, thị trấn", "2. Phòng Y tế"), "utf-8")
    done = run("extract", "cong-van.txt", "-o", "units.2022", "--per-unit", "--merge")
    assert "UBND các xã, thị trấn.xlsx: 2 gone from the document (kept)" in done.errors
    assert set(cells(tmp_path / "units.2022/UBND các xã, thị trấn.xlsx", "change")) == {"không còn trong văn bản"}
    assert (tmp_path / "units.2022/all.xlsx").read_bytes() == everything


def test_convert_does_not_read_what_it_writes(run: Parchk, tmp_path: Path) -> None:
    run("batch", "cong-van.txt", "-o", "results", "-q")
    for results in ("results", "results", "results/*.json*"):
        assert run("convert", results, "-o", "results/all.jsonl", "-q").code == DONE
        assert len((tmp_path / "results/all.jsonl").read_bytes().splitlines()) == 1


def test_a_folder_of_results_is_read_without_its_report(run: Parchk, tmp_path: Path) -> None:
    run("batch", "cong-van.txt", "ke-hoach.txt", "-o", "results", "-q")
    assert (tmp_path / "results/report.json").is_file()
    done = run("convert", "results", "--to", "jsonl")
    assert [json.loads(line)["source"]["name"] for line in done.text.splitlines()] == ["cong-van.txt", "ke-hoach.txt"]
    (tmp_path / "empty").mkdir()
    nothing = run("convert", "empty", "--to", "csv")
    assert nothing.code == UNREADABLE
    assert nothing.sentence == "empty holds no result; give what `parchk extract` or `parchk batch` wrote"


def test_a_calendar_uses_the_days_off_of_the_office(run: Parchk, tmp_path: Path) -> None:
    (tmp_path / "days.toml").write_text('days_off = ["2022-08-19"]\n', "utf-8")
    (tmp_path / "parchk.toml").write_text('calendar = "days.toml"\nlang = "en"\n', "utf-8")
    run("extract", "cong-van.txt", "-o", "a.ics", "--events", "--alarm", "2")
    run("extract", "cong-van.txt", "-o", "a.json")
    run("convert", "a.json", "-o", "b.ics", "--events", "--alarm", "2")
    first, second = ((tmp_path / name).read_bytes() for name in ("a.ics", "b.ics"))
    assert first == second
    events = Calendar.from_ical(first).walk("VEVENT")
    # trước ngày 20/8/2022, a Saturday; the Friday before is off
    assert "2022-08-18" in [event["DTSTART"].dt.isoformat() for event in events]
    assert all(event.walk("VALARM") for event in events)


def test_deadlines_without_a_day_are_counted(run: Parchk, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Giao Phòng Nội vụ lập danh sách trong 05 ngày kể từ khi nhận hồ sơ.\n", "utf-8")
    assert "a.ics: Deadlines without a known day, not in the calendar: 1\n" in (
        run("extract", "a.txt", "-o", "a.ics", "--events").errors
    )
    assert "a.ics: Deadlines without a known day, to-dos without a date: 1\n" in (
        run("extract", "a.txt", "-o", "a.ics").errors
    )


def test_a_page_has_the_text_without_being_told(run: Parchk, tmp_path: Path, text: str) -> None:
    run("extract", "cong-van.txt", "-o", "a.html")
    run("extract", "cong-van.txt", "-o", "a.json", "--with-text")
    run("convert", "a.json", "-o", "b.html")
    page = (tmp_path / "a.html").read_text("utf-8")
    assert page == (tmp_path / "b.html").read_text("utf-8")
    assert text.splitlines()[7] in page


@pytest.mark.parametrize("page", ["docs/workbook.md", "docs/merge.md", "docs/calendar.md"])
def test_the_commands_of_the_pages_do_what_they_say(run: Parchk, tmp_path: Path, page: str) -> None:
    (tmp_path / "van-ban").mkdir()
    (tmp_path / "cong-van.txt").rename(tmp_path / "van-ban/cong-van-412.txt")
    copy(ROOT / "tests/forms/automatic.docx", tmp_path / "van-ban/cong-van-412.docx")
    run("batch", "van-ban", "-o", "ket-qua", "--report", "report.json", "-q")
    shown = [command for block in commands(page) for command, _ in block]
    assert shown
    for command in shown:
        printed(command, tmp_path)


@pytest.mark.parametrize(
    ("merged", "english"),
    [
        (Merged(), "b.xlsx: nothing new"),
        (Merged(added=2, changed=1), "b.xlsx: 2 new, 1 changed"),
        (
            Merged(vanished=1, returned=1, deleted=3),
            "b.xlsx: 1 gone from the document (kept), 1 back, 3 deleted by hand (not written again)",
        ),
        (
            Merged(changed=1, backup=Path("x/b.xlsx.bak")),
            "b.xlsx: 1 changed; the workbook as it was is b.xlsx.bak",
        ),
        (
            Merged(conflicts=[Conflict("15/KH-UBND", "a", "Tasks", "Due", "x", None, "y")]),
            "b.xlsx: 1 in conflict, see the sheet Reconciliation",
        ),
    ],
    ids=["nothing", "news", "rows", "backup", "conflicts"],
)
def test_what_a_merge_did_is_said(merged: Merged, english: str) -> None:
    assert said(Path("b.xlsx"), merged, "en") == english
    assert "{" not in said(Path("b.xlsx"), merged, "vi")
