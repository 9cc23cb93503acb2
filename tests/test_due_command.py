"""``parchk due`` as a clerk uses it on Monday morning: formats, what is done, exit codes."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

import pytest
from icalendar import Calendar
from lxml import html

from ical_rules import problems
from parchk.dates import VIETNAM
from parchk.due import Said, schedule, usual_horizon
from parchk.models import Deadline, Directive, Unit
from parchk.write.due import DueStyle, Format, write
from parchk.write.due.filled import statuses as filled_in
from parchk.write.json import dump
from parchk.write.xlsx.merge.statuses import statuses
from workbooks import document, edited, put, task, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Finished
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


@pytest.fixture(scope="module")
def due(parchk: Parchk, results: Path) -> Parchk:
    """``parchk due`` of the folder, seen from Monday, 2 March 2026; run once with the same options."""

    @cache
    def run(*options: str | Path, **variables: str) -> Finished:
        return parchk("due", results, "--as-of", "2026-03-02", *options, **variables)

    return run


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
def test_the_same_input_gives_the_same_bytes(due: Parchk) -> None:
    for form in get_args(Format):
        assert due("-f", form, PYTHONHASHSEED="1").data == due("-f", form, PYTHONHASHSEED="2").data


# Exit codes


def test_nothing_fails_unless_asked_for(due: Parchk) -> None:
    assert due("--fail-on", "never").code == DONE


def test_something_overdue_can_fail(due: Parchk, parchk: Parchk, results: Path) -> None:
    assert due("--fail-on", "overdue").code == OVERDUE
    assert parchk("due", results, "--as-of", "2026-02-20", "--fail-on", "overdue").code == DONE


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


@pytest.mark.parametrize(
    ("status", "done_on", "said"),
    [
        ("Hoàn thành", None, Said("Hoàn thành", is_closed=True)),
        ("hoàn thành ", None, Said("hoàn thành", is_closed=True)),
        ("Không thực hiện", None, Said("Không thực hiện", is_closed=True)),
        ("Tạm dừng", None, Said("Tạm dừng", is_closed=False)),
        ("hỏi lại", None, Said("hỏi lại", is_closed=False)),
        (None, "rồi", Said("", is_closed=True)),
        (None, 0, None),
        ('="Hoàn thành"', None, None),
        (None, None, None),
    ],
)
def test_a_row_is_closed_as_its_colours_have_it(status: object, done_on: object, said: Said | None) -> None:
    data = workbook(put("Rà soát", "Trạng thái", status), put("Rà soát", "Ngày hoàn thành", done_on))
    assert statuses(data, [plan()], "a").get((0, 0)) == said


@pytest.mark.parametrize(
    ("section", "day", "now"),
    [
        ("1", date(2026, 3, 21), "next_two_weeks 2026-03-20"),  # "trước", as before
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
    assert list(statuses(data, [now.model_copy(update={"tasks": tasks})], "a")) == [(0, 0)]


def test_the_workbook_of_one_unit_says_nothing_of_anothers_task() -> None:
    one, other = (task("Rà soát số liệu hộ nghèo của xã.", lead=lead) for lead in ("Xã A", "Xã B"))
    other = other.model_copy(update={"text": "Rà soát số liệu hộ cận nghèo của xã."})
    both, alone = document(one, other), document(one)
    data = edited(written(alone), put("Rà soát", "Trạng thái", "Hoàn thành"))
    assert list(statuses(data, [both], "a")) == [(0, 0)]
    assert statuses(data, [document(other)], "a") == {}


def test_a_row_in_a_sheet_of_the_clerks_own_counts() -> None:
    def move(book: Any) -> None:
        put("Rà soát biên chế", "Trạng thái", "Hoàn thành")(book)
        sheet = book["Nhiệm vụ"]
        own = book.create_sheet("Đã xong")
        for row in (1, 2):
            own.append([cell.value for cell in sheet[row]])
        sheet.delete_rows(2)

    assert list(statuses(edited(written(plan()), move), [plan()], "a")) == [(0, 0)]


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


def test_of_several_rows_of_a_duty_the_latest_day_counts() -> None:
    wanted = plan().tasks[3].id
    table = "id,document_number,issued_on,status,done_on\n" + "".join(
        f"{wanted},412/UBND-NV,2026-02-20,,{day}\n" for day in ("20/2/2026", "2026-03-05", "")
    )
    (said,) = filled_in(table.encode(), [plan()], "a").values()
    assert said.done_on is not None
    assert said.done_on.isoformat() == "2026-03-05"


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


def test_nothing_of_others_fails_for_an_office(due: Parchk) -> None:
    assert due("--me", "Phòng Kinh tế huyện Sông Tranh", "--fail-on", "overdue").code == DONE


def test_the_office_of_the_configuration_sees_its_own_unless_it_asks_for_all(parchk: Parchk, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(dump(plan(), indent=2))
    (tmp_path / "parchk.toml").write_text('[office]\nname = "Phòng Kinh tế huyện Sông Tranh"\n', "utf-8")
    command = ("due", tmp_path / "a.json", "--as-of", "2026-03-02")
    assert len(json.loads(parchk(*command).text)["due"]) == 2
    everybody = json.loads(parchk(*command, "--me", "").text)
    assert (everybody["office"], len(everybody["due"])) == (None, 7)


def test_what_an_office_is_only_informed_of_is_there_with_all(parchk: Parchk, tmp_path: Path) -> None:
    told = plan().document.model_copy(update={"recipients": ["Thanh tra huyện Sông Tranh"]})
    (tmp_path / "a.json").write_bytes(dump(plan().model_copy(update={"document": told}), indent=2))
    command = ("due", tmp_path / "a.json", "--as-of", "2026-03-02", "--me", "Thanh tra huyện Sông Tranh")
    assert json.loads(parchk(*command).text)["due"] == []
    assert len(json.loads(parchk(*command, "--all").text)["due"]) == 7


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


@pytest.mark.slow
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


def test_entries_of_single_deadlines_take_the_place_of_those_of_the_document(parchk: Parchk, results: Path) -> None:
    of_document = parchk("convert", results, "--to", "ics").data
    of_due = parchk("due", results, "--as-of", "2026-03-02", "-f", "ics").data
    one, other = (
        {
            str(entry["uid"]): entry.get("due")
            for entry in Calendar.from_ical(data).walk("VTODO")
            if "rrule" not in entry
        }
        for data in (of_document, of_due)
    )
    assert one.items() <= other.items()


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
