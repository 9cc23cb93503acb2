"""``parchk due`` as a clerk uses it on Monday morning: formats, what is done, exit codes."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, get_args

import pytest
from icalendar import Calendar
from lxml import html

from conftest import Finished
from ical_rules import problems
from parchk.__main__ import main
from parchk.dates import VIETNAM
from parchk.due import Said, schedule, usual_horizon
from parchk.models import Deadline, Directive, Issuer, Unit
from parchk.write.due import DueStyle, Format, write
from parchk.write.due.filled import statuses as filled_in
from parchk.write.json import dump
from parchk.write.xlsx.merge.statuses import statuses
from workbooks import document, edited, put, task, written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from parchk.wording import Lang

    Parchk = Callable[..., Finished]

DONE, OVERDUE, WRONG_USAGE, UNREADABLE = 0, 1, 2, 3
MONDAY = date(2026, 3, 2)
HOSTILE = "<script>alert(1)</script> | =HYPERLINK(1) @ai \x1b[31m"


def plan() -> Directive:
    """Overdue, this week, the next two weeks, later, every month, without a day."""
    receiver = Unit(role="report_to", name="UBND huyện", text="UBND huyện", key="u", span=(0, 1), source="sentence")
    every_month = task("Gửi số liệu về UBND huyện.", section="4")
    rule, text = "FREQ=MONTHLY;BYMONTHDAY=5,20", "vào ngày 05 và ngày 20 hằng tháng"
    monthly = Deadline(kind="recurring", text=text, rrule=rule, span=(0, 1), source="sentence")
    reported = task("Báo cáo UBND huyện.", section="2", due="2026-03-07", lead="Phòng Kinh tế")
    return document(
        task("Rà soát biên chế.", section="1", due="2026-02-28"),
        reported.model_copy(update={"units": [*reported.units, receiver]}),
        task("Trình dự toán.", section="3", due="2026-06-30", lead="Phòng Kinh tế; Văn phòng"),
        every_month.model_copy(
            update={
                "units": [*every_month.units, receiver],
                "deadlines": [monthly],
            }
        ),
        task("Không để xảy ra sai sót.", section="5", lead=None),
        issued_on="2026-02-20",
    )


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one result."""
    folder = tmp_path_factory.mktemp("ket-qua")
    (folder / "a.json").write_bytes(dump(plan(), indent=2))
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Parchk:
    """Run ``parchk`` in this process, in the test's own folder, on a terminal that speaks English."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")

    def call(*arguments: str | Path, **variables: str) -> Finished:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        code = main([*map(str, arguments)])
        out, errors = capsysbinary.readouterr()
        return Finished(code, out, errors.decode("utf-8"))

    return call


@pytest.fixture
def due(run: Parchk, results: Path) -> Parchk:
    """``parchk due`` of the folder, seen from Monday, 2 March 2026."""
    return lambda *options, **variables: run("due", results, "--as-of", "2026-03-02", *options, **variables)


def listed(done: Finished, bucket: str) -> list[str]:
    """Section and day of the rows of a bucket."""
    content = json.loads(done.text)
    return [f"{row['section']} {row['day']}" for row in content["due"] if row["bucket"] == bucket]


# What is listed


def test_tasks_are_listed_by_when_they_are_due(due: Parchk) -> None:
    done = due()
    assert (done.code, done.errors) == (DONE, "")
    assert listed(done, "overdue") == ["4 2026-02-20", "1 2026-02-27"]
    assert listed(done, "this_week") == ["4 2026-03-05", "2 2026-03-06"]
    assert listed(done, "next_two_weeks") == ["4 2026-03-20"]
    assert listed(done, "later") == ["3 2026-06-29"]
    assert listed(done, "undated") == ["5 None"]


def test_json_counts_by_bucket_unit_and_month(due: Parchk) -> None:
    content = json.loads(due().text)
    assert content["as_of"], content["until"] == ("2026-03-02", "2026-03-31")
    assert content["counts"] == {
        "overdue": 2,
        "this_week": 2,
        "next_two_weeks": 1,
        "later": 1,
        "undated": 1,
        "closed": 0,
        "this_month": 3,
    }
    counted = {unit["name"]: unit["this_week"] + unit["later"] for unit in content["units"]}
    assert counted == {"Phòng Nội vụ": 1, "Phòng Kinh tế": 2, "Văn phòng": 1, None: 0}


def test_reports_of_one_week_are_grouped_and_named_by_their_rows(due: Parchk) -> None:
    content = json.loads(due().text)
    (group,) = content["reports"]
    assert (group["receiver"], group["from"], group["to"]) == ("UBND huyện", "2026-03-02", "2026-03-08")
    assert [content["due"][at]["section"] for at in group["rows"]] == ["4", "2"]


def test_until_reaches_further(due: Parchk) -> None:
    later = listed(due("--until", "30/4/2026"), "later")
    assert later == ["4 2026-04-03", "4 2026-04-20", "3 2026-06-29"]  # 5 April is a Sunday


def test_days_of_the_office_are_not_worked(due: Parchk, tmp_path: Path) -> None:
    calendar = tmp_path / "lich.toml"
    calendar.write_text('days_off = ["2026-03-05"]\n', "utf-8")
    assert listed(due("--calendar", calendar), "this_week") == ["4 2026-03-04", "2 2026-03-06"]


def test_results_may_come_from_standard_input(parchk: Parchk) -> None:
    done = parchk("due", "-", "--as-of", "2026-03-02", stdin=dump(plan(), indent=None))
    assert len(listed(done, "overdue")) == 2


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes(parchk: Parchk, results: Path) -> None:
    for form in get_args(Format):
        one, other = (
            parchk("due", results, "--as-of", "2026-03-02", "-f", form, PYTHONHASHSEED=seed).data for seed in "12"
        )
        assert one == other


# Exit codes


def test_nothing_fails_unless_asked_for(due: Parchk) -> None:
    assert due("--fail-on", "never").code == DONE


def test_something_overdue_can_fail(due: Parchk, run: Parchk, results: Path) -> None:
    assert due("--fail-on", "overdue").code == OVERDUE
    assert run("due", results, "--as-of", "2026-02-20", "--fail-on", "overdue").code == DONE


@pytest.mark.parametrize(
    "wrong",
    [
        ["--as-of", "31/2/2026"],
        ["--as-of", "1066-10-14"],
        ["--until", "2026-03-01"],
        ["--until", "2036-03-01"],
        ["--excel"],
        ["--events", "-f", "md"],
        ["--alarm", "3"],
        ["-o", "viec.doc"],
        ["--fail-on", "later"],
        ["--me", " "],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_said_in_a_sentence(due: Parchk, wrong: list[str]) -> None:
    done = due(*wrong)
    assert (done.code, done.data) == (WRONG_USAGE, b"")
    assert done.sentence


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"a,b\n1,2\n", b"\xff\xfe", b'{"a": 1}'])
def test_a_file_that_says_no_status_is_refused(due: Parchk, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tinh-trang"
    path.write_bytes(content)
    done = due("--status", path)
    assert (done.code, done.data) == (UNREADABLE, b"")
    assert "tinh-trang" in done.sentence


def test_the_results_are_not_written_over(due: Parchk, results: Path) -> None:
    path = results / "a.json"
    before = path.read_bytes()
    assert due("-o", path, "--status", path).code == WRONG_USAGE
    assert path.read_bytes() == before


# What is done


def workbook(*edits: Callable[[Any], None]) -> bytes:
    def edit(book: Any) -> None:
        for one in edits:
            one(book)

    return edited(written(plan()), edit)


def test_done_is_what_the_workbook_says(due: Parchk, tmp_path: Path) -> None:
    path = tmp_path / "theo-doi.xlsx"
    path.write_bytes(
        workbook(
            put("Rà soát biên chế", "Trạng thái", "Hoàn thành"),
            put("Báo cáo UBND huyện", "Trạng thái", "Đang thực hiện"),
            put("Gửi số liệu", "Ngày hoàn thành", "19/2/2026"),
        )
    )
    done = due("--status", path)
    assert listed(done, "overdue") == []
    assert listed(done, "this_week") == ["4 2026-03-05", "2 2026-03-06"]
    rows = json.loads(done.text)["due"]
    (being_done,) = [row for row in rows if row["section"] == "2"]
    assert being_done["status"] == {"words": "Đang thực hiện", "closed": False, "done_on": None, "last_day": None}
    closed = listed(due("--status", path, "--all"), "closed")
    assert closed == ["4 2026-02-20", "1 2026-02-27"]


def closed(found: Mapping[tuple[int, int], Sequence[Said]]) -> list[tuple[int, int]]:
    """The places of the tasks that were closed."""
    return [place for place, there in found.items() if any(said.is_closed for said in there)]


@pytest.mark.parametrize(
    ("status", "done_on", "said"),
    [
        ("Hoàn thành", None, Said("Hoàn thành", is_closed=True)),
        ("hoàn thành ", None, Said("hoàn thành", is_closed=True)),
        ("Không thực hiện", None, Said("Không thực hiện", is_closed=True)),
        ("Tạm dừng", None, Said("Tạm dừng", is_closed=False)),
        ("hỏi lại", None, Said("hỏi lại", is_closed=False)),
        (None, "rồi", Said("", is_closed=True, done_words="rồi")),
        (None, 0, Said("")),
        ('="Hoàn thành"', None, Said("")),
        (None, None, Said("")),
    ],
)
def test_a_row_is_closed_as_its_colours_have_it(status: object, done_on: object, said: Said) -> None:
    data = workbook(put("Rà soát", "Trạng thái", status), put("Rà soát", "Ngày hoàn thành", done_on))
    assert statuses(data, [plan()], "a")[0, 0] == (said,)


@pytest.mark.parametrize(
    ("section", "day", "now"),
    [
        (
            "1",
            date(2026, 3, 21),
            "next_two_weeks 2026-03-21",
        ),  # as it stands there, though the document's word is "trước"
        ("1", datetime(2026, 3, 21, 17), "next_two_weeks 2026-03-21"),  # noqa: DTZ001 - cells have no time zone
        ("1", "21/3/26", "next_two_weeks 2026-03-21"),
        ("5", date(2026, 3, 6), "this_week 2026-03-06"),  # the document gives none
        ("1", "sau Tết", "overdue 2026-02-27"),
    ],
)
def test_a_day_that_the_clerk_has_put_counts(section: str, day: object, now: str) -> None:
    result = plan()
    words = next(one.text for one in result.tasks if one.section == section)
    said = statuses(workbook(put(words, "Thời hạn", day)), [result], "a")
    there = schedule([result], as_of=MONDAY, until=usual_horizon(MONDAY), calendar=VIETNAM, said=said)
    assert [f"{row.bucket} {row.days.day}" for row in there.rows if row.days and row.item.task.section == section] == [
        now
    ]


def test_a_row_is_found_when_the_text_was_corrected() -> None:
    data = workbook(put("Rà soát biên chế", "Trạng thái", "Hoàn thành"))
    now = plan()
    tasks = [now.tasks[0].model_copy(update={"id": "other", "text": "Rà soát biên chế các phòng."}), *now.tasks[1:]]
    assert closed(statuses(data, [now.model_copy(update={"tasks": tasks})], "a")) == [(0, 0)]


def test_the_workbook_of_one_unit_says_nothing_of_anothers_task() -> None:
    one, other = (task("Rà soát số liệu hộ nghèo của xã.", lead=lead) for lead in ("Xã A", "Xã B"))
    other = other.model_copy(update={"text": "Rà soát số liệu hộ cận nghèo của xã."})
    both, alone = document(one, other), document(one)
    data = edited(written(alone), put("Rà soát", "Trạng thái", "Hoàn thành"))
    assert closed(statuses(data, [both], "a")) == [(0, 0)]
    assert statuses(data, [document(other)], "a") == {}


def test_a_row_in_a_sheet_of_the_clerks_own_counts() -> None:
    def move(book: Any) -> None:
        put("Rà soát biên chế", "Trạng thái", "Hoàn thành")(book)
        sheet = book["Nhiệm vụ"]
        own = book.create_sheet("Đã xong")
        for row in (1, 2):
            own.append([cell.value for cell in sheet[row]])
        sheet.delete_rows(2)

    assert closed(statuses(edited(written(plan()), move), [plan()], "a")) == [(0, 0)]


def test_the_table_can_be_filled_in_and_read_back(due: Parchk, tmp_path: Path) -> None:
    for name, options in (("vi.csv", ["--lang", "vi", "--excel"]), ("en.csv", ["--lang", "en"])):
        path = tmp_path / name
        due("-o", path, *options)
        text = path.read_text("utf-8-sig")
        delimiter = ";" if "--excel" in options else ","
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        status = lines[0].index("Trạng thái" if "--excel" in options else "status")
        lines[2][status] = "Hoàn thành"
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=delimiter).writerows(lines)
        path.write_text(out.getvalue(), "utf-8-sig", newline="")
        assert listed(due("--status", path), "overdue") == ["4 2026-02-20"]


def filled(result: Directive, *changes: tuple[str, str, str], excel: bool = False) -> dict[tuple[int, int], Any]:
    """What is read back from the table of a result: section and day of a row, the heading, what was put there."""
    made = schedule([result], as_of=MONDAY, until=usual_horizon(MONDAY), calendar=VIETNAM)
    lines = list(csv.DictReader(io.StringIO(write(made, "csv", DueStyle(lang="en")).decode(), newline="")))
    for where, heading, value in changes:
        (line,) = [line for line in lines if f"{line['section']} {line['day']}" == where]
        line[heading] = value
    if excel:  # as it saves days in Vietnam
        for line in lines:
            for heading in ("day", "last_day", "issued_on"):
                line[heading] = "/".join(reversed(line[heading].split("-")))
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, [*lines[0]])
    table.writeheader()
    table.writerows(lines)
    return filled_in(out.getvalue().encode(), [result], "a")


@pytest.mark.parametrize("excel", [False, True])
@pytest.mark.parametrize("day", ["", "2026-03-02", "02/3/2026", "rồi"])
def test_a_row_that_was_filled_in_is_closed_and_no_other(day: str, excel: bool) -> None:  # noqa: FBT001 - a parameter
    result = plan()
    said = filled(result, ("4 2026-03-05", "status", "Hoàn thành"), ("4 2026-03-05", "done_on", day), excel=excel)
    there = schedule([result], as_of=MONDAY, until=usual_horizon(MONDAY), calendar=VIETNAM, said=said)
    assert [row.days.day.isoformat() for row in there.rows if row.state == "closed" and row.days] == ["2026-03-05"]
    assert len([row for row in there.rows if row.state == "open"]) == len(there.rows) - 1
    open_rows = [row for row in json.loads(write(there, "json", DueStyle(lang="vi")))["due"] if row["state"] == "open"]
    assert {row["status"] for row in open_rows} == {None}


def test_a_row_of_another_office_with_the_same_number_says_nothing() -> None:
    one = plan()
    issuer = Issuer(name="Ủy ban nhân dân huyện Trà Bồng", text="", span=(0, 1))
    other = one.model_copy(update={"document": one.document.model_copy(update={"issuer": issuer})})
    table = write(
        schedule([other], as_of=MONDAY, until=usual_horizon(MONDAY), calendar=VIETNAM), "csv", DueStyle(lang="vi")
    )
    assert {place[0] for place in filled_in(table, [one, other], "a")} == {1}


def test_a_row_of_another_document_says_nothing() -> None:
    table = f"id,document_number,issued_on,status\n{plan().tasks[0].id},412/UBND-NV,2025-02-20,Hoàn thành\n"
    assert filled_in(table.encode(), [plan()], "a") == {}


def test_what_a_reader_corrected_takes_the_place_of_what_was_extracted(due: Parchk, tmp_path: Path) -> None:
    corrected = plan()
    later = corrected.tasks[0].deadlines[0].model_copy(update={"due": "2026-03-20", "source": "correction"})
    tasks = [corrected.tasks[0].model_copy(update={"deadlines": [later]}), *corrected.tasks[1:3]]
    path = tmp_path / "da-sua.json"
    path.write_bytes(dump(corrected.model_copy(update={"tasks": tasks}), indent=2))
    done = due("--status", path)
    assert listed(done, "overdue") == []
    assert listed(done, "next_two_weeks") == ["1 2026-03-19"]
    assert done.errors == ""


def test_a_document_that_is_given_twice_counts_once(due: Parchk, tmp_path: Path) -> None:
    again, corrected = tmp_path / "lai.json", tmp_path / "da-sua.json"
    again.write_bytes(dump(plan(), indent=2))
    corrected.write_bytes(dump(plan(), indent=2))
    assert due(again, "--status", corrected).data == due().data


def test_a_later_file_with_an_empty_cell_leaves_what_an_earlier_one_says(due: Parchk, tmp_path: Path) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    first.write_bytes(workbook(put("Rà soát biên chế", "Trạng thái", "Hoàn thành")))
    second.write_bytes(workbook(put("Báo cáo UBND huyện", "Trạng thái", "Đang thực hiện")))
    done = due("--status", first, "--status", second)
    assert listed(done, "overdue") == ["4 2026-02-20"]


def test_what_cannot_be_used_is_remarked(due: Parchk, tmp_path: Path) -> None:
    path = tmp_path / "theo-doi.xlsx"
    path.write_bytes(
        workbook(
            put("Rà soát biên chế", "Thời hạn", "31/3"),
            put("Gửi số liệu", "Thời hạn", date(2026, 3, 27)),
            put("Gửi số liệu", "Ngày hoàn thành", "rồi"),
        )
    )
    done = due("--status", path)
    assert done.code == DONE
    remarked = [line.partition(":")[0] for line in done.errors.splitlines()]
    assert remarked == [
        "412/UBND-NV, section 1",
        "412/UBND-NV, section 4",
        "412/UBND-NV, section 4",
    ]
    for words in ("“31/3” is no day", "2026-03-27 is not used", "“rồi” is no day"):
        assert words in done.errors
    assert due("--status", path, "-q").errors == ""


def test_what_is_not_filled_in_is_not_said_to_be_of_other_tasks(due: Parchk, tmp_path: Path) -> None:
    path = tmp_path / "theo-doi.xlsx"
    path.write_bytes(written(plan()))
    assert "theo-doi.xlsx: has these tasks, but nothing is filled in" in due("--status", path).errors


def test_what_says_nothing_of_these_tasks_is_remarked(due: Parchk, tmp_path: Path) -> None:
    path = tmp_path / "khac.xlsx"
    path.write_bytes(written(document(task("Việc khác."), number="9/KH-UBND")))
    done = due("--status", path)
    assert done.code == DONE
    assert "khac.xlsx: says nothing of these tasks" in done.errors
    assert due("--status", path, "-q").errors == ""


# Whose tasks


def test_an_office_sees_its_own_tasks_and_why(due: Parchk) -> None:
    content = json.loads(due("--me", "Phòng Kinh tế huyện Sông Tranh").text)
    assert content["office"] == "Phòng Kinh tế huyện Sông Tranh"
    assert [row["section"] for row in content["due"]] == ["2", "3"]
    assert {row["mine"]["grounds"][0]["why"] for row in content["due"]} == {"named"}
    assert content["counts"]["overdue"] == 0


def test_an_office_that_no_task_names_is_remarked(due: Parchk) -> None:
    done = due("--me", "Sở Ngoại vụ tỉnh Hà Giang")
    assert (done.code, json.loads(done.text)["due"]) == (DONE, [])
    assert "no task is one of Sở Ngoại vụ tỉnh Hà Giang" in done.errors


def test_nothing_of_others_fails_for_an_office(due: Parchk) -> None:
    assert due("--me", "Phòng Kinh tế huyện Sông Tranh", "--fail-on", "overdue").code == DONE


def test_the_office_of_the_configuration_sees_its_own_unless_it_asks_for_all(run: Parchk, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(dump(plan(), indent=2))
    (tmp_path / "parchk.toml").write_text('[office]\nname = "Phòng Kinh tế huyện Sông Tranh"\n', "utf-8")
    command = ("due", tmp_path / "a.json", "--as-of", "2026-03-02")
    assert len(json.loads(run(*command).text)["due"]) == 2
    everybody = json.loads(run(*command, "--me", "").text)
    assert (everybody["office"], len(everybody["due"])) == (None, 7)


def test_what_an_office_is_only_informed_of_is_there_with_all(run: Parchk, tmp_path: Path) -> None:
    told = plan().document.model_copy(update={"recipients": ["Thanh tra huyện Sông Tranh"]})
    (tmp_path / "a.json").write_bytes(dump(plan().model_copy(update={"document": told}), indent=2))
    command = ("due", tmp_path / "a.json", "--as-of", "2026-03-02", "--me", "Thanh tra huyện Sông Tranh")
    own = run(*command)
    assert (json.loads(own.text)["due"], own.errors) == ([], "")
    assert len(json.loads(run(*command, "--all").text)["due"]) == 7


def test_the_table_for_an_office_has_a_column_more(due: Parchk) -> None:
    for_all, own = (
        due("-f", "csv", "--lang", "en", *me).text.splitlines()[0]
        for me in ((), ("--me", "Phòng Kinh tế huyện Sông Tranh"))
    )
    assert own == f"{for_all},mine"


# Formats


def test_the_table_says_what_a_clerk_needs(due: Parchk) -> None:
    text = " ".join(due("-f", "table", "--lang", "vi", COLUMNS="200").text.split())
    for words in (
        "Quá hạn (2)",
        "Phòng Kinh tế",
        "T6 06/3/2026",
        "còn 4 ngày",
        "trước 2026-03-07",
        "412/UBND-NV, mục 2",
    ):
        assert words in text
    assert text.index("Quá hạn (") < text.index("Trong tuần này (") < text.index("Hai tuần tới (")
    assert "UBND huyện, tuần 02/3/2026 - 08/3/2026: 2 báo cáo" in text


def test_an_ending_names_the_format(due: Parchk, tmp_path: Path) -> None:
    for form in ("json", "csv", "ics", "html", "md"):
        path = tmp_path / f"viec.{form}"
        done = due("-o", path, "--lang", "vi")
        assert (done.code, done.data) == (DONE, b"")
        assert path.read_bytes() == due("-f", form, "--lang", "vi").data
        assert "quá hạn 2" in done.errors or "overdue 2" in done.errors


def test_csv_has_a_row_a_deadline(due: Parchk) -> None:
    rows = list(csv.DictReader(io.StringIO(due("-f", "csv", "--lang", "en").text)))
    assert [(row["bucket"], row["day"], row["days_left"]) for row in rows][:3] == [
        ("overdue", "2026-02-20", "-10"),
        ("overdue", "2026-02-27", "-3"),
        ("this_week", "2026-03-05", "3"),
    ]


def test_the_calendar_has_moved_days_and_no_rules(due: Parchk) -> None:
    data = due("-f", "ics", "--until", "2026-04-30", "--alarm", "1").data
    assert problems(data) == []
    entries = Calendar.from_ical(data).walk("VTODO")
    assert not [entry for entry in entries if "rrule" in entry]
    duty = sorted(str(entry["due"].dt) for entry in entries if "Gửi số liệu" in entry["summary"])
    assert duty == ["2026-02-20", "2026-03-05", "2026-03-20", "2026-04-03", "2026-04-20"]
    assert len({str(entry["uid"]) for entry in entries}) == len(entries)


def test_entries_of_single_deadlines_take_the_place_of_those_of_the_document(run: Parchk, results: Path) -> None:
    of_document = run("convert", results, "--to", "ics").data
    of_due = run("due", results, "--as-of", "2026-03-02", "-f", "ics").data
    one, other = (
        {
            str(entry["uid"]): entry.get("due")
            for entry in Calendar.from_ical(data).walk("VTODO")
            if "rrule" not in entry
        }
        for data in (of_document, of_due)
    )
    assert one.items() <= other.items()


def test_the_calendar_has_the_day_that_the_clerk_has_put(due: Parchk, tmp_path: Path) -> None:
    path = tmp_path / "theo-doi.xlsx"
    path.write_bytes(
        workbook(
            put("Rà soát biên chế", "Thời hạn", date(2026, 3, 25)),
            put("Không để xảy ra", "Thời hạn", date(2026, 3, 26)),
        )
    )
    data = due("-f", "ics", "--status", path).data
    assert problems(data) == []
    days = {str(entry["summary"])[:24]: str(entry["due"].dt) for entry in Calendar.from_ical(data).walk("VTODO")}
    assert "2026-03-25" in days.values()
    assert "2026-03-26" in days.values()
    before = {str(entry["uid"]) for entry in Calendar.from_ical(due("-f", "ics").data).walk("VTODO")}
    assert {str(entry["uid"]) for entry in Calendar.from_ical(data).walk("VTODO")} == before


def test_months_that_are_left_out_are_named() -> None:
    monthly = Deadline(
        kind="recurring", text="ngày 31 hằng tháng", rrule="FREQ=MONTHLY;BYMONTHDAY=31", span=(0, 1), source="sentence"
    )
    result = document(task("Báo cáo.").model_copy(update={"deadlines": [monthly]}), issued_on="2026-03-02")
    for form in ("table", "md", "html", "ics"):
        assert "không có ngày 31" in " ".join(shown(result, form).replace("\r\n ", "").split())
    assert json.loads(shown(result, "json"))["due"][0]["skipped_days"] == [31]


def test_what_is_done_is_in_no_calendar(due: Parchk, tmp_path: Path) -> None:
    path = tmp_path / "theo-doi.xlsx"
    path.write_bytes(workbook(put("Rà soát biên chế", "Trạng thái", "Hoàn thành")))
    assert "Rà soát" not in due("-f", "ics", "--status", path, "--all").text


def shown(result: Directive, form: Format, lang: Lang = "vi") -> str:
    """What the command would write, without a process of its own."""
    made = schedule([result], as_of=MONDAY, until=usual_horizon(MONDAY), calendar=VIETNAM)
    return write(made, form, DueStyle(lang=lang)).decode()


def test_words_of_a_document_stay_words() -> None:
    hostile = task(HOSTILE, lead=HOSTILE, section=HOSTILE, due="2026-03-04")
    result = document(hostile, task("-1", lead="=1"), number=HOSTILE)
    page = html.fromstring(shown(result, "html").encode())
    assert page.xpath("//script") == []
    assert "<script>alert(1)</script>" in page.text_content()
    assert "script" not in "".join(page.xpath("//meta[@http-equiv]/@content"))
    for line in csv.reader(io.StringIO(shown(result, "csv"))):
        assert not [cell for cell in line if re.match(r"[=+@\t\r]|-\D", cell)]
    assert "<script>" not in shown(result, "md")
    for form in get_args(Format):
        assert "\x1b" not in shown(result, form)


def test_the_page_loads_nothing_and_says_all(due: Parchk) -> None:
    text = due("-f", "html").text
    assert "http://" not in text
    assert "https://" not in text
    page = html.fromstring(text.encode())
    assert [" ".join(head.text_content().split()) for head in page.xpath("//section/h2")][:2] == [
        "Quá hạn (2)",
        "Trong tuần này (2)",
    ]
    assert len(page.xpath("//section[contains(@class, 'this_week')]//tbody/tr")) == 2


@pytest.mark.parametrize(
    ("form", "lang", "words"),
    [("table", "en", "Nothing is due."), ("md", "vi", "Không có việc nào."), ("html", "vi", "Không có việc nào.")],
)
def test_nothing_due_says_so(form: Format, lang: Lang, words: str) -> None:
    assert words in shown(document(), form, lang)
