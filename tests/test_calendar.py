"""A calendar of deadlines: each on its day, once, readable by every program, and saying what it does not know."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from ical_rules import problems
from parchk.dates import WorkCalendar
from parchk.models import Deadline
from parchk.pipeline import Extractor, Options
from parchk.read import from_text
from parchk.read.results import read_results
from parchk.ruleset import load
from parchk.write import FORMATS, Style
from parchk.write.ics import without_day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from icalendar import Component

    from conftest import Finished
    from parchk.models import Directive, Task

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.json"))
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def by(due: str, *, inclusive: bool = True) -> Deadline:
    """``đến hết ngày …``; with ``inclusive=False`` ``trước ngày …``."""
    text = f"{'đến hết' if inclusive else 'trước'} {due}"
    return Deadline(kind="by", text=text, due=due, inclusive=inclusive, span=(0, 1), source="sentence")


def deadline(kind: str, text: str = "thời hạn", **fields: object) -> Deadline:
    return Deadline.model_validate({"kind": kind, "text": text, "span": (0, 1), "source": "sentence"} | fields)


def recurring(rule: str, start: str | None = None) -> Deadline:
    return deadline("recurring", "định kỳ", rrule=rule, start=start)


@pytest.fixture
def having(directive: Directive) -> Callable[..., Directive]:
    """The result with one task, which has these deadlines."""

    def make(*deadlines: Deadline, issued_on: str | None = "2022-07-05", **task: object) -> Directive:
        changed: Task = directive.tasks[0].model_copy(update={"deadlines": [*deadlines], **task})
        document = directive.document.model_copy(update={"issued_on": issued_on})
        return directive.model_copy(update={"tasks": [changed], "document": document})

    return make


def calendar(results: Sequence[Directive], **style: object) -> Calendar:
    data = FORMATS["ics"](results, Style(**style))  # type: ignore[arg-type]
    assert problems(data) == []
    return Calendar.from_ical(data)


def entries(*results: Directive, **style: object) -> list[Component]:
    return calendar(results, **style).walk("VEVENT" if style.get("events") else "VTODO")


def only(*results: Directive, **style: object) -> Component:
    (entry,) = entries(*results, **style)
    return entry


# What is in it


def test_every_deadline_of_every_task_is_a_to_do_and_so_is_a_task_without_any(directive: Directive) -> None:
    found = entries(directive)
    assert [len(task.deadlines) for task in directive.tasks] == [3, 0]
    assert len(found) == 4
    assert {str(entry["status"]) for entry in found} == {"NEEDS-ACTION"}
    assert "due" not in found[3]
    assert "dtstart" not in found[3]


def test_events_are_what_has_a_day(directive: Directive) -> None:
    assert [entry["dtstart"].dt for entry in entries(directive, events=True)] == [date(2022, 8, 19), date(2022, 9, 10)]


def test_the_title_says_who_does_what(having: Callable[..., Directive]) -> None:
    entry = only(having(by("2022-08-19")))
    assert entry["summary"] == "Phòng Nội vụ: Xây dựng phương án | sắp xếp, báo cáo UBND huyện."


def test_the_title_does_not_name_a_unit_twice(having: Callable[..., Directive]) -> None:
    entry = only(having(by("2022-08-19"), text="Giao Phòng Nội vụ lập danh sách."))
    assert entry["summary"] == "Giao Phòng Nội vụ lập danh sách."


def test_a_long_task_is_cut_in_the_title_and_whole_below_it(having: Callable[..., Directive]) -> None:
    text = "Rà soát hồ sơ của từng hộ, " * 2000
    entry = only(having(by("2022-08-19"), text=text))
    assert len(entry["summary"]) < 150
    assert entry["summary"].endswith("…")
    assert text.strip() in entry["description"]


def test_several_deadlines_of_a_task_are_told_apart_by_their_titles(having: Callable[..., Directive]) -> None:
    first, second = entries(having(by("2022-08-19"), by("2022-12-15")))
    assert first["summary"].endswith("(đến hết 19/8/2022)")
    assert second["summary"].endswith("(đến hết 15/12/2022)")


def test_the_description_holds_what_one_needs_besides_the_day(having: Callable[..., Directive]) -> None:
    assert str(only(having(by("2022-08-19")))["description"]).splitlines() == [
        "Xây dựng phương án | sắp xếp, báo cáo UBND huyện.",
        "",
        "Thời hạn: đến hết 19/8/2022 (“đến hết 2022-08-19”)",
        "Đơn vị chủ trì: Phòng Nội vụ",
        "Đơn vị phối hợp: Phòng A; Phòng B",
        "Nơi nhận báo cáo: UBND huyện",
        "Sản phẩm: phương án",
        "Chỉ tiêu: trên 95%",
        "Văn bản: 412/UBND-NV, 05/7/2022, Ủy ban nhân dân huyện Sông Tranh, rà soát vị trí việc làm",
        "Mục: 1/a",
        "Mã nhiệm vụ: 412-ubnd-nv.1.a.1",
    ]


def test_the_description_in_english(having: Callable[..., Directive]) -> None:
    description = str(only(having(by("2022-08-20", inclusive=False)), lang="en")["description"])
    assert "Deadline: before 2022-08-20" in description
    assert "This is the last working day before it, 2022-08-19." in description
    assert "Lead: Phòng Nội vụ" in description


def test_units_and_document_are_categories(having: Callable[..., Directive]) -> None:
    assert list(only(having(by("2022-08-19")))["categories"].cats) == ["Phòng Nội vụ", "412/UBND-NV"]


def test_what_is_secret_says_so(having: Callable[..., Directive]) -> None:
    result = having(by("2022-08-19"))
    assert "class" not in only(result)
    secret = result.model_copy(update={"document": result.document.model_copy(update={"secrecy": "MẬT"})})
    assert only(secret)["class"] == "CONFIDENTIAL"


def test_the_calendar_is_named_after_its_document(directive: Directive) -> None:
    assert calendar([directive])["x-wr-calname"] == "412/UBND-NV: rà soát vị trí việc làm"
    assert calendar([directive, directive])["x-wr-calname"] == "Nhiệm vụ theo văn bản"
    assert calendar([], lang="en")["x-wr-calname"] == "Tasks from documents"


def test_a_result_without_tasks_is_an_empty_calendar(directive: Directive) -> None:
    assert entries(directive.model_copy(update={"tasks": []})) == []


# Days


def test_a_day_is_a_whole_day(having: Callable[..., Directive]) -> None:
    assert only(having(by("2022-08-19")))["due"].dt == date(2022, 8, 19)
    event = only(having(by("2022-08-19")), events=True)
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2022, 8, 19), date(2022, 8, 20))
    assert event["transp"] == "TRANSPARENT"


@pytest.mark.parametrize(
    ("due", "placed"),
    [
        ("2022-08-19", date(2022, 8, 18)),
        ("2022-08-20", date(2022, 8, 19)),  # a Saturday
        ("2022-08-22", date(2022, 8, 19)),  # a Monday
        ("2022-09-05", date(2022, 8, 31)),  # after the National Day and a weekend
        ("2022-10-01", date(2022, 9, 30)),  # "trước tháng 10"
        ("2023-01-01", date(2022, 12, 30)),
        ("2026-02-23", date(2026, 2, 13)),  # after Tết
    ],
)
def test_before_a_day_is_the_last_working_day_before_it(
    having: Callable[..., Directive], due: str, placed: date
) -> None:
    result = having(by(due, inclusive=False))
    assert only(result)["due"].dt == placed
    assert only(result, events=True)["dtstart"].dt == placed


def test_a_day_that_was_moved_says_so(having: Callable[..., Directive]) -> None:
    entry = only(having(by("2022-08-20", inclusive=False)))
    assert entry["summary"].endswith("(trước 20/8/2022)")
    assert "Thời hạn: trước 20/8/2022" in entry["description"]
    assert "Lịch ghi ngày làm việc cuối cùng trước hạn, 19/8/2022." in entry["description"]


def test_the_office_has_days_off_of_its_own(having: Callable[..., Directive]) -> None:
    office = WorkCalendar(days_off=frozenset({date(2022, 8, 19)}))
    assert only(having(by("2022-08-20", inclusive=False)), calendar=office)["due"].dt == date(2022, 8, 18)


def test_a_working_day_before_the_document_was_issued_is_of_no_use(having: Callable[..., Directive]) -> None:
    saturday = having(by("2022-08-21", inclusive=False), issued_on="2022-08-20")
    assert only(saturday)["due"].dt == date(2022, 8, 20)


def test_a_day_off_that_the_document_names_stays_and_is_remarked(having: Callable[..., Directive]) -> None:
    entry = only(having(by("2022-08-20")))
    assert entry["due"].dt == date(2022, 8, 20)
    assert "Ngày 20/8/2022 không phải là ngày làm việc." in entry["description"]
    assert "không phải là ngày làm việc" not in only(having(by("2022-08-19")))["description"]


@pytest.mark.parametrize("inclusive", [True, False])
def test_a_clock_time_is_kept_in_the_time_of_vietnam(having: Callable[..., Directive], *, inclusive: bool) -> None:
    result = having(by("2022-08-22T17:00", inclusive=inclusive))
    five_o_clock = datetime(2022, 8, 22, 17, tzinfo=HANOI)
    assert only(result)["due"].dt == five_o_clock
    assert only(result)["due"].params["TZID"] == "Asia/Ho_Chi_Minh"
    event = only(result, events=True)
    assert event["dtstart"].dt == five_o_clock
    assert "dtend" not in event


def test_the_end_of_a_day_is_that_day(having: Callable[..., Directive]) -> None:
    for inclusive in (True, False):
        assert only(having(by("2022-08-22T24:00", inclusive=inclusive)))["due"].dt == date(2022, 8, 22)


def test_a_period_is_from_its_first_to_its_last_day(having: Callable[..., Directive]) -> None:
    result = having(deadline("period", start="2022-07-01", due="2022-09-30"))
    entry = only(result)
    assert (entry["dtstart"].dt, entry["due"].dt) == (date(2022, 7, 1), date(2022, 9, 30))
    event = only(result, events=True)
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2022, 9, 30), date(2022, 10, 1))
    assert "Thời hạn: 01/7/2022 - 30/9/2022" in event["description"]


def test_a_period_of_one_day_is_that_day(having: Callable[..., Directive]) -> None:
    entry = only(having(deadline("period", start="2022-08-19", due="2022-08-19")))
    assert entry["due"].dt == date(2022, 8, 19)
    assert "dtstart" not in entry


def test_a_period_that_ends_at_a_clock_time_begins_at_one(having: Callable[..., Directive]) -> None:
    entry = only(having(deadline("period", start="2022-08-15", due="2022-08-19T16:30")))
    assert entry["dtstart"].dt == datetime(2022, 8, 15, tzinfo=HANOI)
    assert entry["due"].dt == datetime(2022, 8, 19, 16, 30, tzinfo=HANOI)


def test_from_a_day_is_a_beginning_without_an_end(having: Callable[..., Directive]) -> None:
    result = having(deadline("from", start="2022-09-01"))
    entry = only(result)
    assert entry["dtstart"].dt == date(2022, 9, 1)
    assert "due" not in entry
    assert entry["summary"].endswith("(từ 01/9/2022)")
    assert only(result, events=True)["dtstart"].dt == date(2022, 9, 1)


def test_a_duration_has_the_day_that_is_known(having: Callable[..., Directive]) -> None:
    ten_days = deadline("relative", "trong 10 ngày", duration="P10D", due="2022-07-15", inferred=["due"])
    entry = only(having(ten_days))
    assert entry["due"].dt == date(2022, 7, 15)
    assert "suy ra từ ngày ban hành: ngày cuối" in entry["description"]


def test_a_duration_from_an_unknown_day_has_none_and_says_so(having: Callable[..., Directive]) -> None:
    result = having(deadline("relative", "trong 05 ngày kể từ khi nhận hồ sơ", duration="P5D"))
    entry = only(result, alarm=1)
    assert not entry.keys() & {"DUE", "DTSTART"}
    assert not entry.subcomponents
    assert entry["summary"].endswith("(trong 05 ngày kể từ khi nhận hồ sơ)")
    assert "Không xác định được ngày" in entry["description"]
    assert entries(result, events=True) == []
    assert without_day([result]) == 1


def test_days_that_are_none_are_not_made_up(having: Callable[..., Directive]) -> None:
    assert without_day([having(by("2022-02-30"), by("mai"), by("2022-08-19T25:00"), by("2022-08-19"))]) == 3


@pytest.mark.parametrize("due", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("inclusive", [True, False])
def test_the_ends_of_time(having: Callable[..., Directive], due: str, *, inclusive: bool) -> None:
    assert len(entries(having(by(due, inclusive=inclusive)), events=True)) == 1


# Recurring duties


def days(*texts: str) -> list[date]:
    """``2024: 31/1 29/2`` is those days of that year."""
    found = []
    for text in texts:
        year, _, rest = text.partition(": ")
        for day in rest.split():
            number, _, month = day.partition("/")
            found.append(date(int(year), int(month), int(number)))
    return found


ISSUED_ON = date(2023, 7, 5)
UNTIL = date(2025, 7, 4)
ON_THE_10TH = days(
    "2023: 10/7 10/8 10/9 10/10 10/11 10/12",
    "2024: 10/1 10/2 10/3 10/4 10/5 10/6 10/7 10/8 10/9 10/10 10/11 10/12",
    "2025: 10/1 10/2 10/3 10/4 10/5 10/6",
)
MONTH_ENDS = days(
    "2023: 31/7 31/8 30/9 31/10 30/11 31/12",
    "2024: 31/1 29/2 31/3 30/4 31/5 30/6 31/7 31/8 30/9 31/10 30/11 31/12",
    "2025: 31/1 28/2 31/3 30/4 31/5 30/6",
)
QUARTER_ENDS = days("2023: 30/9 31/12", "2024: 31/3 30/6 30/9 31/12", "2025: 31/3 30/6")


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=10", None, ON_THE_10TH),
        ("FREQ=MONTHLY;BYMONTHDAY=10", "2024-11-15", days("2024: 10/12", "2025: 10/1 10/2 10/3 10/4 10/5 10/6")),
        ("FREQ=MONTHLY;BYMONTHDAY=5", None, [date(2023, 7, 5), *(day.replace(day=5) for day in ON_THE_10TH[1:])]),
        (
            "FREQ=MONTHLY;BYMONTHDAY=15,30",  # February has no 30th
            "2024-01-01",
            days(
                "2024: 15/1 30/1 15/2 15/3 30/3 15/4 30/4 15/5 30/5 15/6 30/6",
                "2024: 15/7 30/7 15/8 30/8 15/9 30/9 15/10 30/10 15/11 30/11 15/12 30/12",
                "2025: 15/1 30/1 15/2 15/3 30/3 15/4 30/4 15/5 30/5 15/6 30/6",
            ),
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=29",  # a leap day, and a February without one
            "2024-01-30",
            days(
                "2024: 29/2 29/3 29/4 29/5 29/6 29/7 29/8 29/9 29/10 29/11 29/12",
                "2025: 29/1 29/3 29/4 29/5 29/6",
            ),
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", None, MONTH_ENDS),
        (
            "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25",
            None,
            days("2023: 25/9 25/12", "2024: 25/3 25/6 25/9 25/12", "2025: 25/3 25/6"),
        ),
        (
            "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=5",
            None,
            days("2023: 5/7 5/10", "2024: 5/1 5/4 5/7 5/10", "2025: 5/1 5/4"),
        ),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15", None, days("2023: 15/12", "2024: 15/12")),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", None, days("2024: 29/2")),
        ("FREQ=YEARLY;INTERVAL=2;BYMONTH=12;BYMONTHDAY=15", None, days("2023: 15/12")),
        ("FREQ=WEEKLY;BYDAY=FR", "2025-05-30", days("2025: 30/5 6/6 13/6 20/6 27/6 4/7")),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "2025-06-17", days("2025: 19/6 23/6 26/6 30/6 3/7")),
        ("FREQ=WEEKLY;INTERVAL=2", "2025-05-14", days("2025: 14/5 28/5 11/6 25/6")),
        ("FREQ=DAILY", "2025-07-01", days("2025: 1/7 2/7 3/7 4/7")),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "2025-01-01",
            days("2025: 31/1 28/2 31/3 30/4 30/5 30/6"),
        ),
        # A cycle that names no day: its end.
        ("FREQ=MONTHLY", None, MONTH_ENDS),
        ("FREQ=MONTHLY", "2023-07-31", MONTH_ENDS),
        ("FREQ=MONTHLY;INTERVAL=2", "2024-09-01", days("2024: 31/10 31/12", "2025: 28/2 30/4 30/6")),
        ("FREQ=MONTHLY;INTERVAL=3", None, QUARTER_ENDS),
        ("FREQ=MONTHLY;INTERVAL=3", "2024-10-01", QUARTER_ENDS[5:]),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=20", None, [day.replace(day=20) for day in QUARTER_ENDS]),
        ("FREQ=MONTHLY;INTERVAL=6", None, days("2023: 31/12", "2024: 30/6 31/12", "2025: 30/6")),
        ("FREQ=MONTHLY;INTERVAL=12", None, days("2023: 31/12", "2024: 31/12")),
        ("FREQ=YEARLY", None, days("2023: 31/12", "2024: 31/12")),
        ("FREQ=YEARLY;BYMONTH=6,12", None, days("2023: 31/12", "2024: 30/6 31/12", "2025: 30/6")),
    ],
)
@pytest.mark.parametrize("events", [True, False], ids=["events", "to-dos"])
def test_a_recurring_duty_falls_on_these_days_of_24_months(
    having: Callable[..., Directive], rule: str, start: str | None, expected: list[date], *, events: bool
) -> None:
    result = having(recurring(rule, start), issued_on=ISSUED_ON.isoformat())
    entry = only(result, events=events)
    first = datetime.combine(entry["dtstart"].dt, time())
    series = rrulestr(entry["rrule"].to_ical().decode(), dtstart=first)
    found = series.between(datetime.combine(ISSUED_ON, time()), datetime.combine(UNTIL, time()), inc=True)
    assert [moment.date() for moment in found] == expected
    assert entry["dtstart"].dt == expected[0]


def test_a_weekly_duty_without_a_day_is_due_when_the_office_ends_its_week(having: Callable[..., Directive]) -> None:
    result = having(recurring("FREQ=WEEKLY"), issued_on="2025-06-30")
    six_days = WorkCalendar(weekend=frozenset({6}))
    assert only(result)["dtstart"].dt == date(2025, 7, 4)
    assert only(result, calendar=six_days)["dtstart"].dt == date(2025, 7, 5)


def test_what_was_added_to_a_cycle_is_said(having: Callable[..., Directive]) -> None:
    said = "Văn bản không nêu rõ ngày hoặc tháng: lịch ghi vào cuối mỗi kỳ."
    assert said in only(having(recurring("FREQ=MONTHLY;INTERVAL=3")))["description"]
    assert said not in only(having(recurring("FREQ=MONTHLY;BYMONTHDAY=10")))["description"]


def test_months_that_are_left_out_are_said(having: Callable[..., Directive]) -> None:
    said = "Lịch bỏ qua những tháng không có ngày 30."
    assert said in only(having(recurring("FREQ=MONTHLY;BYMONTHDAY=15,30")))["description"]
    assert said not in only(having(recurring("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30")))["description"]


def test_the_title_of_a_recurring_duty_has_the_words_of_the_document(having: Callable[..., Directive]) -> None:
    duty = deadline("recurring", "trước ngày 10 của tháng", rrule="FREQ=MONTHLY;BYMONTHDAY=10")
    assert only(having(duty))["summary"].endswith("(trước ngày 10 của tháng)")


def test_what_recurs_within_a_day_is_its_first_time(having: Callable[..., Directive]) -> None:
    result = having(recurring("FREQ=HOURLY;INTERVAL=2", "2022-10-03T16:00"))
    for entry in (only(result), only(result, events=True)):
        assert entry["dtstart"].dt == datetime(2022, 10, 3, 16, tzinfo=HANOI)
        assert "rrule" not in entry
        assert "Lịch không lặp được việc này" in entry["description"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=HOURLY",
        "FREQ=MONTHLY;BYMONTHDAY=x",
        "FREQ=MONTHLY;INTERVAL=0",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;INTERVAL=1,15",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYMONTH=13",
        "hằng tháng",
        "",
    ],
)
def test_a_rule_that_no_calendar_can_hold_has_no_day(having: Callable[..., Directive], rule: str) -> None:
    result = having(recurring(rule))
    assert not only(result).keys() & {"DTSTART", "DUE", "RRULE"}
    assert without_day([result]) == 1


def test_a_duty_that_begins_after_the_end_of_time_has_no_day(having: Callable[..., Directive]) -> None:
    assert without_day([having(recurring("FREQ=MONTHLY;INTERVAL=9999"), issued_on="9500-01-01")]) == 1


def test_a_duty_that_nobody_knows_the_beginning_of_has_no_day(having: Callable[..., Directive]) -> None:
    result = having(recurring("FREQ=MONTHLY;BYMONTHDAY=10"), issued_on=None)
    assert not only(result).keys() & {"DTSTART", "DUE", "RRULE"}
    assert without_day([result]) == 1


# Alarms


def rings(entry: Component) -> datetime:
    (alarm,) = entry.walk("VALARM")
    trigger = alarm["trigger"]
    anchor = entry["due" if trigger.params.get("RELATED") == "END" else "dtstart"].dt
    begins = anchor if isinstance(anchor, datetime) else datetime.combine(anchor, time(), HANOI)
    found: datetime = begins + trigger.dt
    return found


@pytest.mark.parametrize("events", [True, False], ids=["events", "to-dos"])
@pytest.mark.parametrize(("before", "day"), [(0, 19), (1, 18), (3, 16)])
def test_an_alarm_rings_at_eight_so_many_days_before(
    having: Callable[..., Directive], before: int, day: int, *, events: bool
) -> None:
    eight_o_clock = datetime(2022, 8, day, 8, tzinfo=HANOI)
    for due in ("2022-08-19", "2022-08-19T17:00"):
        assert rings(only(having(by(due)), alarm=before, events=events)) == eight_o_clock
    period = having(deadline("period", start="2022-08-01", due="2022-08-19"))
    assert rings(only(period, alarm=before, events=events)) == eight_o_clock


def test_an_alarm_rings_before_what_is_due_in_the_early_morning(having: Callable[..., Directive]) -> None:
    early = having(by("2022-08-19T07:30"))
    assert rings(only(early, alarm=0)) == datetime(2022, 8, 18, 8, tzinfo=HANOI)
    assert rings(only(early, alarm=1)) == datetime(2022, 8, 18, 8, tzinfo=HANOI)


def test_no_alarm_rings_for_a_day_that_is_a_slip(having: Callable[..., Directive]) -> None:
    assert only(having(by("0001-01-01")), alarm=365).walk("VALARM") == []


def test_an_alarm_of_a_recurring_duty_counts_from_each_day(having: Callable[..., Directive]) -> None:
    entry = only(having(recurring("FREQ=MONTHLY;BYMONTHDAY=10")), alarm=1)
    assert rings(entry) == datetime(2022, 7, 9, 8, tzinfo=HANOI)


def test_nothing_rings_unless_asked_for(directive: Directive) -> None:
    assert calendar([directive]).walk("VALARM") == []


# Identity


def uids(*results: Directive, **style: object) -> list[str]:
    return [str(entry["uid"]) for entry in entries(*results, **style)]


def test_the_same_results_give_the_same_bytes(directive: Directive) -> None:
    assert FORMATS["ics"]([directive]) == FORMATS["ics"](read_results(FORMATS["json"]([directive]), "r"))


def test_every_entry_has_a_uid_of_its_own(directive: Directive) -> None:
    assert len(set(uids(directive))) == 4


def test_a_corrected_date_keeps_the_uid_and_is_a_revision(having: Callable[..., Directive]) -> None:
    before, after = having(by("2022-08-19")), having(by("2022-09-30"), corrected=["deadlines"])
    assert uids(before) == uids(after)
    assert "sequence" not in only(before)
    assert only(after)["sequence"] == 1


def test_a_uid_does_not_depend_on_language_file_or_position(having: Callable[..., Directive]) -> None:
    result = having(by("2022-08-19"))
    elsewhere = result.model_copy(update={"source": result.source.model_copy(update={"name": "b.docx"})})
    renumbered = having(by("2022-08-19"), id="412-ubnd-nv.9.z", section="9")
    assert uids(result, lang="en") == uids(elsewhere) == uids(renumbered)


def test_uids_stay_when_items_are_put_in_and_dates_put_right_in_the_text(text: str) -> None:
    extract = Extractor(load(), Options(nlp="off"))
    first = extract(from_text(text))
    later = text.replace("1. Phòng Nội vụ", "1. Phòng Tư pháp\na) Lập danh sách.\n\n2. Phòng Nội vụ")
    later = later.replace("2. UBND các xã", "3. UBND các xã").replace("trước ngày 20/8/2022", "trước ngày 25/8/2022")
    second = extract(from_text(later))
    assert len(second.tasks) == len(first.tasks) + 1
    assert set(uids(first)) < set(uids(second))


def test_tasks_of_the_same_words_are_told_apart(directive: Directive) -> None:
    task = directive.tasks[1]
    twice = directive.model_copy(update={"tasks": [task, task.model_copy(update={"section": "3"})]})
    assert len(set(uids(twice))) == 2


def test_the_same_number_of_another_year_or_office_is_another_document(having: Callable[..., Directive]) -> None:
    result = having(by("2023-08-18"))
    next_year = having(by("2023-08-18"), issued_on="2023-07-05")
    issuer = result.document.issuer
    assert issuer is not None
    elsewhere = issuer.model_copy(update={"name": "Ủy ban nhân dân xã Trà Vân"})
    other = result.model_copy(update={"document": result.document.model_copy(update={"issuer": elsewhere})})
    assert len({*uids(result), *uids(next_year), *uids(other)}) == 3


def test_to_dos_and_events_are_two_things(having: Callable[..., Directive]) -> None:
    result = having(by("2022-08-19"))
    assert uids(result) != uids(result, events=True)


def test_a_document_that_was_read_twice_is_in_it_once(directive: Directive) -> None:
    assert uids(directive, directive) == uids(directive)


def test_two_texts_under_one_number_are_both_in_it(having: Callable[..., Directive]) -> None:
    first, second = having(by("2022-08-19")), having(by("2022-09-30"))
    found = uids(first, second)
    assert len(set(found)) == 2
    assert found[0] == uids(first)[0]
    assert uids(first, second, second) == found


def test_it_was_last_revised_when_it_was_issued(having: Callable[..., Directive]) -> None:
    assert only(having(by("2022-08-19")))["dtstamp"].dt == datetime(2022, 7, 5, tzinfo=UTC)
    undated = only(having(by("2022-08-19"), issued_on=None))
    assert undated["dtstamp"].dt == datetime(1970, 1, 1, tzinfo=UTC)


# Bytes


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name.split(".")[0])
@pytest.mark.parametrize("events", [True, False], ids=["events", "to-dos"])
def test_the_samples_keep_the_rules(path: Path, *, events: bool) -> None:
    results = read_results(path.read_bytes(), path.name)
    wanted = sum(len(task.deadlines) or 1 for result in results for task in result.tasks)
    alone = sum(not task.deadlines for result in results for task in result.tasks)
    found = len(entries(*results, events=events, alarm=2))
    assert found == (wanted - alone - without_day(results) if events else wanted)


@pytest.mark.parametrize(
    "text",
    [
        "a, b; c: d\\e \\N \\n",
        "BEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT",
        "END:VCALENDAR\nBEGIN:VCALENDAR",
        '"quoted" <script>alert(1)</script> ]]>',
        "\x00\x07\x1b[31m\u202eABC\u2028\ufeff",
        "👩‍👩‍👧‍👦" * 60,
        "ế" * 40_000,
        "e\u0302\u0301" * 200,
        "",
    ],
)
def test_any_text_is_only_text(having: Callable[..., Directive], text: str) -> None:
    result = having(deadline("by", text, due="2022-08-19"), text=text, id=text or "1", section=text)
    unit = result.tasks[0].units[0].model_copy(update={"name": text})
    result = having(deadline("by", text, due="2022-08-19"), text=text, id=text or "1", section=text, units=[unit])
    result = result.model_copy(
        update={"document": result.document.model_copy(update={"number": text, "subject": text, "urgency": text})}
    )
    assert len(entries(result, alarm=1)) == 1


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=timedelta(seconds=2))
def test_no_text_breaks_a_rule(having: Callable[..., Directive], text: str) -> None:
    result = having(by("2022-08-19"), text=text)
    assert problems(FORMATS["ics"]([result], Style(alarm=0))) == []


def test_results_are_taken_one_by_one(directive: Directive) -> None:
    taken = []

    def results() -> object:
        for number in range(5):
            taken.append(number)
            yield directive.model_copy(
                update={"document": directive.document.model_copy(update={"number": f"{number}/KH"})}
            )

    pieces = FORMATS["ics"].chunks(results())  # type: ignore[arg-type]
    assert next(pieces).startswith(b"BEGIN:VCALENDAR\r\n")
    assert taken == [0, 1]  # the name of the calendar depends on whether there are two


GOOD = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTODO\r\nUID:1\r\nDTSTAMP:20220705T000000Z\r\n"
    b"DTSTART;VALUE=DATE:20220801\r\nDUE;VALUE=DATE:20220819\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
)


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        (b"UID:1", b"SUMMARY:1", "VTODO without UID"),
        (b"UID:1", b"UID:1\r\nUID:2", "VTODO with UID 2 times"),
        (b"UID:1", b"UID:1\nX:2", "a line ends without CRLF"),
        (b"UID:1", b"UID:1\r\nSUMMARY:a;b", "not escaped"),
        (b"UID:1", b"UID:1\r\nSUMMARY:" + b"a" * 70, "78 octets"),
        (b"UID:1", "UID:1\r\nSUMMARY:ế".encode()[:-1] + b"\r\n \xbf", "a letter is cut in two"),
        (b"20220819", b"20220801", "is not later than DTSTART"),
        (b"DUE;VALUE=DATE:20220819", b"DUE:20220819T000000Z", "of two types"),
        (b"DUE;VALUE=DATE:20220819", b"RRULE:FREQ=MONTHLY;BYMONTHDAY=2", "is no occurrence"),
        (b"DTSTART;VALUE=DATE:20220801", b"RRULE:FREQ=DAILY", "RRULE without DTSTART"),
        (b"DTSTART;VALUE=DATE:20220801", b"DTSTART;TZID=Nowhere:20220801T080000", "is not described"),
        (b"END:VCALENDAR\r\n", b"", "not one calendar"),
    ],
)
def test_the_rules_find_what_breaks_them(was: bytes, becomes: bytes, problem: str) -> None:
    assert problems(GOOD) == []
    assert any(problem in found for found in problems(GOOD.replace(was, becomes, 1)))


# On the command line


def test_a_calendar_from_the_command_line(parchk: Callable[..., Finished], document: Path, tmp_path: Path) -> None:
    done = parchk("extract", document, "-o", tmp_path / "viec.ics")
    assert done.code == 0, done.errors
    data = (tmp_path / "viec.ics").read_bytes()
    assert problems(data) == []
    assert [entry["due"].dt for entry in Calendar.from_ical(data).walk("VTODO") if "due" in entry] == [
        date(2022, 8, 19),
        date(2022, 9, 30),
        date(2022, 7, 30),
    ]
