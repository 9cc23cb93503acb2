"""What is due when: every deadline once, on its day, in its bucket; done only when somebody said so."""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parchk.dates import VIETNAM, WorkCalendar
from parchk.due import BUCKETS, About, Said, combined, schedule, usual_horizon
from parchk.duplicates import duplicates
from parchk.history import histories
from parchk.models import Deadline, Unit
from parchk.pipeline import Extractor
from parchk.read import from_text
from parchk.ruleset import load
from workbooks import document, task

if TYPE_CHECKING:
    from collections.abc import Callable

    from parchk.due import Row, Schedule
    from parchk.models import Directive, Task

MONDAY = date(2026, 3, 2)


def deadline(kind: str, text: str, **fields: object) -> Deadline:
    return Deadline.model_validate({"kind": kind, "text": text, "span": (0, 1), "source": "sentence"} | fields)


def until(day: str) -> Deadline:
    return deadline("by", f"đến hết {day}", due=day, inclusive=True)


def before(day: str) -> Deadline:
    return deadline("by", f"trước {day}", due=day, inclusive=False)


def recurring(text: str, rule: str, start: str | None = None) -> Deadline:
    return deadline("recurring", text, rrule=rule, start=start)


def due(text: str, *deadlines: Deadline, **fields: object) -> Task:
    return task(text).model_copy(update={"deadlines": [*deadlines], **fields})


def seen(*results: Directive, as_of: date = MONDAY, said: dict[tuple[int, int], Said] | None = None) -> Schedule:
    words = {place: (one,) for place, one in (said or {}).items()}
    return schedule(results, as_of=as_of, until=usual_horizon(as_of), calendar=VIETNAM, said=words)


def rows(bucket: str, there: Schedule) -> list[Row]:
    return [row for row in there.rows if row.bucket == bucket]


def only(*deadlines: Deadline, as_of: date = MONDAY, issued_on: str = "2026-01-05") -> Row:
    (row,) = seen(document(due("Báo cáo.", *deadlines), issued_on=issued_on), as_of=as_of).rows
    return row


def told(text: str, *deadlines: Deadline, said: Said, as_of: date = MONDAY) -> Schedule:
    return seen(document(due(text, *deadlines), issued_on="2026-01-05"), as_of=as_of, said={(0, 0): said})


# Twelve days, worked out by hand: month ends, Tết 2026 (16 to 20 February are off, as are the weekends around them),
# 30 April and 1 May, 2 September (31 August is off, and worked for on Saturday, 22 August), a 29 February.
#
# A letter is a deadline. Behind it stand weekday and day under which it is listed, and the days that are left.

OF_2026 = {
    "A": until("2026-02-28"),  # a Saturday
    "B": before("2026-03-01"),  # so by that Saturday as well
    "C": deadline("by", "trước 16 giờ ngày 30/4", due="2026-04-30T16:00", inclusive=False),  # a Thursday, and off
    "D": recurring("vào ngày 20 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=20"),
    "E": recurring("hằng tháng", "FREQ=MONTHLY"),  # by the end of the month
    "F": until("2026-09-02"),  # a Wednesday, and off
    "G": recurring("hằng quý", "FREQ=MONTHLY;INTERVAL=3"),  # by the end of the quarter
    "H": recurring("trước ngày 10 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=10"),  # so by the 9th
}
OF_2028 = {
    "I": until("2028-02-29"),
    "J": before("2028-03-01"),
    "K": recurring("ngày 29 tháng 02", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
    "L": recurring("hằng tháng", "FREQ=MONTHLY"),
    "M": recurring("ngày 30 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=30"),
}
BY_HAND = """
Sat 2026-01-31
overdue         H Fri 2026-01-09 -22, D Tue 2026-01-20 -11
this_week       E Fri 2026-01-30 0
next_two_weeks  H Mon 2026-02-09 9, D Fri 2026-02-13 13
later           A Sat 2026-02-28 28, B Sat 2026-02-28 28, G Tue 2026-03-31 59, C Thu 2026-04-30 89, F Wed 2026-09-02 214

Fri 2026-02-13
overdue         D Tue 2026-01-20 -24, E Fri 2026-01-30 -13, H Mon 2026-02-09 -4
this_week       D Fri 2026-02-13 0
next_two_weeks  E Fri 2026-02-27 14, A Sat 2026-02-28 15, B Sat 2026-02-28 15
later           H Mon 2026-03-09 24, G Tue 2026-03-31 46, C Thu 2026-04-30 76, F Wed 2026-09-02 201

Mon 2026-02-16
overdue         D Tue 2026-01-20 -27, E Fri 2026-01-30 -16, H Mon 2026-02-09 -7
this_week       D Fri 2026-02-13 4
next_two_weeks  E Fri 2026-02-27 11, A Sat 2026-02-28 12, B Sat 2026-02-28 12
later           H Mon 2026-03-09 21, G Tue 2026-03-31 43, C Thu 2026-04-30 73, F Wed 2026-09-02 198

Sat 2026-02-28
overdue         E Fri 2026-01-30 -28, H Mon 2026-02-09 -19, D Fri 2026-02-13 -8
this_week       E Fri 2026-02-27 0, A Sat 2026-02-28 0, B Sat 2026-02-28 0
next_two_weeks  H Mon 2026-03-09 9
later           D Fri 2026-03-20 20, G Tue 2026-03-31 31, C Thu 2026-04-30 61, F Wed 2026-09-02 186

Mon 2026-03-02
overdue         H Mon 2026-02-09 -21, D Fri 2026-02-13 -10
overdue         E Fri 2026-02-27 -2, A Sat 2026-02-28 -2, B Sat 2026-02-28 -2
next_two_weeks  H Mon 2026-03-09 7, D Fri 2026-03-20 18
later           E Tue 2026-03-31 29, G Tue 2026-03-31 29, C Thu 2026-04-30 59, F Wed 2026-09-02 184

Wed 2026-04-29
overdue         A Sat 2026-02-28 -60, B Sat 2026-02-28 -60, E Tue 2026-03-31 -29, G Tue 2026-03-31 -29
overdue         H Thu 2026-04-09 -20, D Mon 2026-04-20 -9
this_week       E Wed 2026-04-29 0, C Thu 2026-04-30 1
next_two_weeks  H Fri 2026-05-08 9
later           D Wed 2026-05-20 21, G Tue 2026-06-30 62, F Wed 2026-09-02 126

Mon 2026-05-04
overdue         A Sat 2026-02-28 -65, B Sat 2026-02-28 -65, G Tue 2026-03-31 -34, H Thu 2026-04-09 -25
overdue         D Mon 2026-04-20 -14, E Wed 2026-04-29 -4, C Thu 2026-04-30 -4
this_week       H Fri 2026-05-08 4
next_two_weeks  D Wed 2026-05-20 16
later           E Fri 2026-05-29 25, G Tue 2026-06-30 57, F Wed 2026-09-02 121

Mon 2026-08-31
overdue         A Sat 2026-02-28 -184, B Sat 2026-02-28 -184, C Thu 2026-04-30 -123, G Tue 2026-06-30 -62
overdue         E Fri 2026-07-31 -31, H Fri 2026-08-07 -22, D Thu 2026-08-20 -11
this_week       E Fri 2026-08-28 0, F Wed 2026-09-02 2
next_two_weeks  H Wed 2026-09-09 9, D Fri 2026-09-18 18
later           G Wed 2026-09-30 30

Thu 2026-09-03
overdue         A Sat 2026-02-28 -187, B Sat 2026-02-28 -187, C Thu 2026-04-30 -126, G Tue 2026-06-30 -65
overdue         H Fri 2026-08-07 -25, D Thu 2026-08-20 -14, E Fri 2026-08-28 -3, F Wed 2026-09-02 -1
next_two_weeks  H Wed 2026-09-09 6, D Fri 2026-09-18 15
later           E Wed 2026-09-30 27, G Wed 2026-09-30 27

Mon 2028-02-28
overdue         M Fri 2028-01-21 -29, L Mon 2028-01-31 -28
this_week       I Tue 2028-02-29 1, J Tue 2028-02-29 1, K Tue 2028-02-29 1, L Tue 2028-02-29 1
later           M Thu 2028-03-30 31

Tue 2028-02-29
overdue         M Fri 2028-01-21 -30, L Mon 2028-01-31 -29
this_week       I Tue 2028-02-29 0, J Tue 2028-02-29 0, K Tue 2028-02-29 0, L Tue 2028-02-29 0
later           M Thu 2028-03-30 30

Wed 2028-03-01
overdue         M Fri 2028-01-21 -31, I Tue 2028-02-29 -1, J Tue 2028-02-29 -1, K Tue 2028-02-29 -1, L Tue 2028-02-29 -1
later           M Thu 2028-03-30 29, L Fri 2028-03-31 30, K Fri 2032-02-27 1458
"""


@pytest.mark.parametrize("worked_out", BY_HAND.strip().split("\n\n"), ids=lambda block: block.splitlines()[0])
def test_the_days_are_those_worked_out_by_hand(worked_out: str) -> None:
    head, *lines = worked_out.splitlines()
    as_of = date.fromisoformat(head.split()[1])
    assert f"{as_of:%a}" == head.split()[0]
    deadlines, issued_on = (OF_2026, "2026-01-05") if as_of.year == 2026 else (OF_2028, "2027-12-20")
    there = seen(document(*(due(name, one) for name, one in deadlines.items()), issued_on=issued_on), as_of=as_of)
    found = [
        (row.bucket, f"{row.item.task.text} {row.days.day:%a} {row.days.day} {row.left}")
        for row in there.rows
        if row.days
    ]
    wanted = [
        (bucket, entry)
        for bucket, entries in (line.split(maxsplit=1) for line in lines)
        for entry in entries.split(", ")
    ]
    assert found == wanted


# One deadline


def test_a_day_off_has_the_last_working_day_beside_it() -> None:
    row = only(until("2026-02-20"))  # in Tết
    assert row.days is not None
    assert (row.days.day, row.days.last, row.days.work_by) == (date(2026, 2, 20), date(2026, 2, 20), date(2026, 2, 13))


def test_no_working_day_before_the_day_of_issue_is_told() -> None:
    row = only(until("2026-03-08"), issued_on="2026-03-07")  # issued on Saturday, due on Sunday
    assert row.days is not None
    assert row.days.work_by == date(2026, 3, 8)


def test_an_office_that_works_on_saturdays_moves_less() -> None:
    result = document(due("Báo cáo.", recurring("hằng tháng", "FREQ=MONTHLY")), issued_on="2026-02-02")
    six_days = WorkCalendar(weekend=frozenset({6}))
    there = schedule([result], as_of=date(2026, 2, 23), until=date(2026, 2, 28), calendar=six_days)
    assert [row.days.day for row in there.rows if row.days] == [date(2026, 2, 28)]


@pytest.mark.parametrize(
    "unclear",
    [
        deadline("from", "kể từ ngày 01/3/2026", start="2026-03-01"),
        deadline("relative", "sau khi nhận hồ sơ 5 ngày", duration="P5D", anchor="nhận hồ sơ"),
        deadline("by", "trước ngày họp", inclusive=False),
        recurring("02 giờ một lần", "FREQ=HOURLY;INTERVAL=2", "2026-03-01T16:00"),
    ],
    ids=lambda one: one.text,
)
def test_without_a_known_last_day_it_is_undated_with_its_words(unclear: Deadline) -> None:
    row = only(unclear)
    assert (row.bucket, row.days, row.left, row.deadline) == ("undated", None, None, unclear)


def test_a_task_without_a_deadline_is_undated() -> None:
    row = only()
    assert (row.bucket, row.deadline) == ("undated", None)


def test_a_prohibition_whose_time_is_over_is_not_overdue() -> None:
    april = deadline("period", "trong tháng 4/2026", start="2026-04-01", due="2026-04-30")
    result = document(due("Không cấp phép đào đường.", april, kind="prohibition"))
    assert [row.bucket for row in seen(result, as_of=date(2026, 4, 30)).rows] == ["this_week"]
    (row,) = seen(result, as_of=date(2026, 5, 1)).rows
    assert (row.bucket, row.state) == ("closed", "ended")


@pytest.mark.parametrize(
    ("text", "day", "last", "clock"),
    [
        ("trước 24 giờ ngày 26/02", "2026-02-26T24:00", "2026-02-26", ""),
        ("trước 0 giờ ngày 01/3", "2026-03-01T00:00", "2026-02-28", ""),
        ("trước 16 giờ ngày 26/02", "2026-02-26T16:00", "2026-02-26", "16:00"),
    ],
)
def test_before_an_hour_the_day_is_in_time_but_for_its_very_first(text: str, day: str, last: str, clock: str) -> None:
    row = only(deadline("by", text, due=day, inclusive=False))
    assert row.days is not None
    assert (row.days.last.isoformat(), row.days.clock) == (last, clock)


# Recurring duties


def test_before_a_day_of_the_month_that_day_is_too_late() -> None:
    monthly = recurring("trước ngày 10 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=10")
    last = [row.days.last for row in seen(document(due("A", monthly), issued_on="2026-03-01")).rows if row.days]
    assert last == [date(2026, 3, 9)]


def test_before_an_hour_of_a_weekday_the_day_itself_is_in_time() -> None:
    weekly = recurring("trước 16 giờ thứ Năm hằng tuần", "FREQ=WEEKLY;BYDAY=TH")
    there = seen(document(due("A", weekly), issued_on="2026-03-02"))
    assert [f"{row.days.day:%a}" for row in there.rows if row.days] == ["Thu"] * 4


def test_a_sunday_that_the_document_names_is_meant() -> None:
    weekly = recurring("vào Chủ nhật hằng tuần", "FREQ=WEEKLY;BYDAY=SU")
    there = seen(document(due("A", weekly), issued_on="2026-03-02"))
    assert [row.days.day for row in there.rows if row.days] == [date(2026, 3, day) for day in (8, 15, 22, 29)]


def test_days_that_are_moved_to_one_day_are_one_entry() -> None:
    twice = recurring("vào ngày 28 và 29", "FREQ=MONTHLY;BYMONTHDAY=28,29")  # Saturday and Sunday in March 2026
    there = seen(document(due("A", twice), issued_on="2026-03-02"))
    assert [(row.days.day, row.days.last) for row in there.rows if row.days] == [(date(2026, 3, 27), date(2026, 3, 29))]


def test_a_duty_of_every_day_is_due_once_on_the_next_working_day() -> None:
    daily = recurring("hằng ngày", "FREQ=DAILY")
    assert [row.days.day for row in seen(document(due("A", daily)), as_of=date(2026, 3, 7)).rows if row.days] == [
        date(2026, 3, 9)
    ]


@pytest.mark.parametrize(
    ("text", "rule", "listed"),
    [
        ("trước mùng 5 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=5", "2026-03-04"),
        ("trước 5 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=5", "2026-03-04"),
        ("trước 05/3 hằng năm", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5", "2026-03-04"),
        ("trước 0 giờ ngày 5 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=5", "2026-03-04"),
        ("trước 17 giờ 00 ngày 5 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=5", "2026-03-05"),
        (unicodedata.normalize("NFD", "trước ngày 05 hằng tháng"), "FREQ=MONTHLY;BYMONTHDAY=5", "2026-03-04"),
        ("trước Chủ nhật hằng tuần", "FREQ=WEEKLY;BYDAY=SU", "2026-03-06"),  # Saturday, moved
        ("trước thứ Hai hằng tuần", "FREQ=WEEKLY;BYDAY=MO", "2026-03-06"),  # Sunday, moved; nobody has named it
    ],
)
def test_before_is_meant_however_it_is_written(text: str, rule: str, listed: str) -> None:
    (row, *_) = seen(document(due("A", recurring(text, rule)), issued_on="2026-03-02")).rows
    assert row.days is not None
    assert row.days.day.isoformat() == listed


def test_nothing_was_due_before_the_document_existed() -> None:
    monthly = recurring("trước ngày 10 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=10")
    there = seen(document(due("A", monthly), issued_on="2026-02-10"))
    assert [(row.bucket, row.days.last) for row in there.rows if row.days] == [("next_two_weeks", date(2026, 3, 9))]


def test_days_that_some_months_do_not_have_are_named() -> None:
    monthly = recurring("ngày 31 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=31")
    assert [row.skipped for row in seen(document(due("A", monthly), issued_on="2026-03-02")).rows] == [(31,)]


def test_without_a_day_of_issue_it_is_said_that_the_duty_has_no_days() -> None:
    result = document(due("A", recurring("hằng tháng", "FREQ=MONTHLY")))
    unknown = result.model_copy(update={"document": result.document.model_copy(update={"issued_on": None})})
    there = seen(unknown)
    assert [(row.bucket, row.days) for row in there.rows] == [("undated", None)]
    assert [note.reason for note in there.notes] == ["no day of issue"]


# The time in which a duty applies


def bounded(text: str, *deadlines: Deadline, as_of: date = MONDAY) -> list[str]:
    """What is listed of a task with these words: words of the deadline and day."""
    there = seen(document(due(text, *deadlines), issued_on="2026-01-05"), as_of=as_of)
    return [f"{row.deadline.text} {row.days.last if row.days else row.state}" for row in there.rows if row.deadline]


WEEKLY = recurring("hằng tuần", "FREQ=WEEKLY")
TO_MARCH = deadline("by", "đến hết ngày 10/3/2026", due="2026-03-10", inclusive=True)


@pytest.mark.parametrize(
    "text",
    [
        "Báo cáo UBND huyện hằng tuần đến hết ngày 10/3/2026.",
        "Báo cáo hằng tuần, các khoa gửi số liệu về Phòng Kế hoạch; áp dụng đến hết ngày 10/3/2026.",
    ],
)
def test_a_duty_ends_when_its_task_says_so(text: str) -> None:
    assert bounded(text, WEEKLY, TO_MARCH) == ["hằng tuần 2026-02-27", "hằng tuần 2026-03-06"]
    # What was missed last stays overdue when the time is over.
    assert bounded(text, WEEKLY, TO_MARCH, as_of=date(2026, 5, 4)) == ["hằng tuần 2026-03-06"]


@pytest.mark.parametrize(
    "text",
    [
        "Báo cáo hằng tuần, hoàn thành việc rà soát đến hết ngày 10/3/2026.",
        "Hoàn thành việc rà soát đến hết ngày 10/3/2026, báo cáo tiến độ hằng tuần.",
    ],
)
def test_a_day_up_to_which_something_else_is_done_is_a_deadline_of_its_own(text: str) -> None:
    listed = bounded(text, WEEKLY, TO_MARCH)
    assert "đến hết ngày 10/3/2026 2026-03-10" in listed
    assert "hằng tuần 2026-03-13" in listed


def test_a_duty_begins_and_ends_with_the_period_of_its_task() -> None:
    spring = deadline("period", "Từ ngày 01/3/2026 đến ngày 30/4/2026", start="2026-03-01", due="2026-04-30")
    text = "Từ ngày 01/3/2026 đến ngày 30/4/2026, Công an huyện báo cáo hằng ngày."
    daily = recurring("hằng ngày", "FREQ=DAILY")
    assert bounded(text, spring, daily, as_of=date(2026, 2, 2)) == ["hằng ngày 2026-03-02"]
    assert bounded(text, spring, daily, as_of=date(2026, 4, 6)) == ["hằng ngày 2026-04-06"]
    assert bounded(text, spring, daily, as_of=date(2026, 5, 4)) == ["hằng ngày ended"]


def test_a_period_of_another_sentence_does_not_bound_a_duty() -> None:
    fair = deadline("period", "Từ ngày 01/3 đến ngày 15/3/2026", start="2026-03-01", due="2026-03-15")
    listed = bounded("Từ ngày 01/3 đến ngày 15/3/2026 tổ chức hội thi. Báo cáo hằng tuần.", fair, WEEKLY)
    assert "Từ ngày 01/3 đến ngày 15/3/2026 2026-03-15" in listed
    assert "hằng tuần 2026-03-27" in listed


def test_a_time_that_leaves_nothing_of_a_duty_does_not_bound_it() -> None:
    monthly = recurring("hằng tháng", "FREQ=MONTHLY")
    early = deadline("by", "đến hết ngày 20/01/2026", due="2026-01-20", inclusive=True)
    listed = bounded("Báo cáo hằng tháng đến hết ngày 20/01/2026.", monthly, early)
    assert listed == ["đến hết ngày 20/01/2026 2026-01-20", "hằng tháng 2026-02-28", "hằng tháng 2026-03-31"]


def test_it_begins_on_its_first_day() -> None:
    monthly = recurring("hằng tháng, từ tháng 5", "FREQ=MONTHLY", "2026-05-01")
    (row,) = seen(document(due("A", monthly), issued_on="2026-01-05")).rows
    assert row.days is not None
    assert (row.bucket, row.days.last) == ("later", date(2026, 5, 31))


def test_of_many_missed_days_only_the_last_is_overdue() -> None:
    weekly = recurring("thứ Sáu hằng tuần", "FREQ=WEEKLY;BYDAY=FR")
    there = seen(document(due("A", weekly), issued_on="2019-01-07"))
    assert [row.days.day for row in rows("overdue", there) if row.days] == [date(2026, 2, 27)]


# What somebody said


def test_what_is_closed_is_not_overdue() -> None:
    there = told("A", until("2026-02-27"), said=Said("Hoàn thành", is_closed=True))
    assert [(row.bucket, row.state, row.left) for row in there.rows] == [("closed", "closed", None)]


def test_what_is_being_done_stays_overdue() -> None:
    there = told("A", until("2026-02-27"), said=Said("Đang thực hiện", is_closed=False))
    assert [(row.bucket, row.state) for row in there.rows] == [("overdue", "open")]


@pytest.mark.parametrize(
    ("done_on", "open_from"),
    [
        ("2026-02-24", "2026-03-25"),  # a day early
        ("2026-03-02", "2026-03-25"),  # five days late
        ("2026-03-20", "2026-04-24"),  # the 25th of April is a Saturday
        ("2026-01-15", "2026-02-25"),  # nearest is 25 January, so that of February was missed
    ],
)
def test_a_recurring_duty_is_done_for_the_nearest_of_its_days(done_on: str, open_from: str) -> None:
    monthly = recurring("vào ngày 25 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=25")
    said = Said("Hoàn thành", is_closed=True, done_on=date.fromisoformat(done_on))
    there = told("A", monthly, said=said, as_of=date(2026, 3, 23))
    still_open = [row.days.day for row in there.rows if row.days and row.state == "open"]
    assert still_open[0] == date.fromisoformat(open_from)
    assert len(rows("closed", there)) == 1


def test_a_recurring_duty_that_is_done_without_a_day_is_over() -> None:
    there = told("A", recurring("hằng tháng", "FREQ=MONTHLY"), said=Said("Không thực hiện", is_closed=True))
    assert [row.bucket for row in there.rows] == ["closed"]


def test_a_day_that_lies_near_no_day_of_the_duty_closes_nothing() -> None:
    yearly = recurring("trước ngày 05/12 hằng năm", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=5")
    there = told("A", yearly, said=Said("Hoàn thành", is_closed=True, done_on=date(2026, 2, 20)))
    assert [(row.bucket, row.said) for row in there.rows] == [("later", None)]
    assert [note.reason for note in there.notes] == ["done far off"]


def test_a_day_counts_for_the_nearest_deadline_of_a_task_with_a_duty() -> None:
    half, year = recurring("6 tháng", "FREQ=MONTHLY;INTERVAL=6"), recurring("một năm", "FREQ=YEARLY")
    done = Said("", is_closed=True, done_on=date(2026, 6, 26))
    there = told("A", half, year, until("2026-09-30"), said=done, as_of=date(2026, 6, 29))
    listed = [f"{row.state} {row.number} {row.days.last}" for row in there.rows if row.days]
    assert listed == ["open 2 2026-09-30", "open 0 2026-12-31", "open 1 2026-12-31", "closed 0 2026-06-30"]
    assert [row.said for row in there.rows if row.state == "open"] == [None, None, None]


def test_all_deadlines_are_done_of_a_task_without_a_duty() -> None:
    done = Said("", is_closed=True, done_on=date(2026, 3, 1))
    there = told("A", until("2026-03-20"), until("2026-04-30"), said=done)
    assert [row.state for row in there.rows] == ["closed", "closed"]


def test_what_is_no_day_ends_no_duty() -> None:
    there = told("A", recurring("hằng tháng", "FREQ=MONTHLY"), said=Said("", is_closed=True, done_words="rồi"))
    assert [row.state for row in there.rows] == ["open", "open"]
    assert [note.words for note in there.notes] == ["rồi"]


def test_what_is_said_of_one_row_closes_that_row_alone() -> None:
    twice = recurring("vào ngày 05 và ngày 20 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=5,20")
    end = until("2026-09-30")
    result = document(due("A", twice, end), issued_on="2026-01-05")

    def row(there: Row, *, is_closed: bool = False) -> Said:
        assert there.days is not None
        assert there.deadline is not None
        return Said("", is_closed, about=About(there.deadline.text, there.days.day, there.days.last))

    first = seen(result).rows
    assert [row.days.last.day for row in first if row.days] == [20, 5, 20, 30]
    for closed in range(len(first)):
        said = {(0, 0): tuple(row(one, is_closed=one is first[closed]) for one in first)}
        there = schedule([result], as_of=MONDAY, until=usual_horizon(MONDAY), calendar=VIETNAM, said=said)
        assert [row.days for row in there.rows if row.state == "open"] == [
            row.days for row in first if row is not first[closed]
        ]
        assert [row.days for row in there.rows if row.state == "closed"] == [first[closed].days]
    assert not there.notes


def test_days_that_are_moved_to_one_day_are_closed_as_one_row() -> None:
    twice = recurring("vào ngày 28 và 29", "FREQ=MONTHLY;BYMONTHDAY=28,29")  # Saturday and Sunday in March 2026
    row = Said("", is_closed=True, about=About(twice.text, date(2026, 3, 27), date(2026, 3, 29)))
    there = seen(document(due("A", twice), issued_on="2026-03-02"), said={(0, 0): row})
    assert [(row.state, row.days.last) for row in there.rows if row.days] == [
        ("open", date(2026, 4, 28)),
        ("closed", date(2026, 3, 29)),
    ]


def test_a_day_of_the_clerks_that_cannot_count_is_said() -> None:
    put = Said("", last_day=date(2026, 3, 20))
    assert [note.reason for note in told("A", recurring("hằng tháng", "FREQ=MONTHLY"), said=put).notes] == [
        "due recurring"
    ]
    assert [note.words for note in told("A", until("2026-03-02"), said=Said("", due_words="31/3")).notes] == ["31/3"]


def test_what_a_later_statement_leaves_empty_stays() -> None:
    earlier = Said("Hoàn thành", is_closed=True, done_on=date(2026, 2, 20))
    (kept,) = combined([earlier, Said("", last_day=date(2026, 3, 20))])
    assert (kept.words, kept.done_on, kept.last_day) == ("Hoàn thành", date(2026, 2, 20), date(2026, 3, 20))
    (reopened,) = combined([earlier, Said("Đang thực hiện")])
    assert (reopened.is_closed, reopened.done_on) == (False, None)


# Later documents, the same task twice

HEAD = """\
ỦY BAN NHÂN DÂN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN SÔNG TRANH                Độc lập - Tự do - Hạnh phúc

Số: {number}            Sông Tranh, ngày {day}

"""
PLAN = (
    HEAD.format(number="12/KH-UBND", day="05 tháng 01 năm 2026")
    + """\
KẾ HOẠCH
Rà soát hồ sơ đất đai

1. Phòng Nông nghiệp và Môi trường rà soát hồ sơ cấp giấy chứng nhận còn tồn, báo cáo UBND huyện trước ngày 28/02/2026.

2. UBND các xã, thị trấn thống kê các hộ chưa được cấp giấy chứng nhận, gửi UBND huyện trước ngày 10/02/2026.
"""
)
LETTER = (
    HEAD.format(number="77/UBND-NN", day="25 tháng 02 năm 2026")
    + """\
Kính gửi: Phòng Nông nghiệp và Môi trường.

UBND huyện cho phép kéo dài thời gian thực hiện nhiệm vụ giao tại mục 1 Kế hoạch số 12/KH-UBND ngày 05/01/2026 của \
UBND huyện đến hết ngày 31/3/2026.
"""
)


@pytest.fixture(scope="module")
def read() -> Callable[[str, str], Directive]:
    extractor = Extractor(load())
    return lambda text, name: extractor(from_text(text, name))


def with_all_known(*results: Directive, said: dict[tuple[int, int], Said] | None = None) -> Schedule:
    """As the command does it: with histories and duplicates."""
    return schedule(
        results,
        as_of=MONDAY,
        until=usual_horizon(MONDAY),
        calendar=VIETNAM,
        said={place: (one,) for place, one in (said or {}).items()},
        histories=histories(results, load()),
        duplicates=duplicates(results, load()),
    )


def test_the_deadline_is_that_in_force(read: Callable[[str, str], Directive]) -> None:
    there = with_all_known(read(PLAN, "a.txt"), read(LETTER, "b.txt"))
    days = {(row.item.result.source.name, row.item.task.section): (row.bucket, row.state) for row in there.rows}
    assert days == {
        ("a.txt", "1"): ("later", "open"),
        ("a.txt", "2"): ("overdue", "open"),
        ("b.txt", ""): ("closed", "amends"),  # its day is that of the task which it amends
    }
    (row,) = rows("later", there)
    assert row.days is not None
    assert row.days.last == date(2026, 3, 31)
    assert row.item.history is not None
    assert "77/UBND-NN" in row.item.history.said("vi")


def test_a_later_document_beats_the_clerks_day(read: Callable[[str, str], Directive]) -> None:
    said = {(0, 0): Said("", last_day=date(2026, 3, 10))}
    there = with_all_known(read(PLAN, "a.txt"), read(LETTER, "b.txt"), said=said)
    (row,) = rows("later", there)
    assert row.days is not None
    assert row.days.last == date(2026, 3, 31)
    assert [note.reason for note in there.notes] == ["due amended"]


def test_an_amendment_that_cannot_be_placed_is_listed(read: Callable[[str, str], Directive]) -> None:
    there = with_all_known(read(LETTER, "b.txt"))
    assert [one.directive.source.name for one in there.unplaced] == ["b.txt"]
    assert [row.state for row in there.rows] == ["amends"]  # no duty: the task that it means is another document's


def test_the_same_task_in_two_documents_is_one_row(read: Callable[[str, str], Directive]) -> None:
    again = PLAN.replace("12/KH-UBND", "15/TB-UBND").replace("05 tháng 01", "12 tháng 01").replace("10/02", "12/02")
    there = with_all_known(read(PLAN, "a.txt"), read(again, "b.txt"), said={(1, 0): Said("Hoàn thành", is_closed=True)})
    named = [(row.item.task.section, row.item.result.source.name, row.bucket) for row in there.rows]
    # The second differs in its day: two rows, and the first names the other.
    assert named == [("2", "a.txt", "overdue"), ("2", "b.txt", "overdue"), ("1", "a.txt", "closed")]
    assert [copy.directive.source.name for copy in there.rows[2].item.copies] == ["b.txt"]
    assert [copy.directive.source.name for copy in there.rows[0].item.unlike] == ["b.txt"]


def test_a_task_that_the_replacing_document_repeats_is_still_open(read: Callable[[str, str], Directive]) -> None:
    again = PLAN.replace("12/KH-UBND", "15/KH-UBND").replace("05 tháng 01", "12 tháng 01")
    again += "\n3. Kế hoạch này thay thế Kế hoạch số 12/KH-UBND ngày 05/01/2026 của UBND huyện.\n"
    there = with_all_known(read(PLAN, "a.txt"), read(again, "b.txt"))
    open_rows = [(row.item.task.section, row.item.result.source.name) for row in there.rows if row.state == "open"]
    assert open_rows[:2] == [("2", "b.txt"), ("1", "b.txt")]


# By unit, by receiver


def unit(name: str, role: str, key: str | None = None) -> Unit:
    values = {"role": role, "name": name, "text": name, "key": key or name, "span": (0, 1), "source": "sentence"}
    return Unit.model_validate(values)


def reporting(text: str, day: str, *units: Unit) -> Task:
    return due(text, until(day), units=[*units])


def test_a_task_with_two_leads_counts_for_both() -> None:
    both = reporting("A", "2026-03-06", unit("Phòng A", "lead"), unit("Phòng B", "lead"))
    there = seen(document(both, reporting("C", "2026-02-27", unit("Phòng B", "lead")), reporting("D", "2026-03-06")))
    counted = {one.name: (one.counts["overdue"], one.counts["this_week"]) for one in there.units}
    assert counted == {"Phòng B": (1, 1), "Phòng A": (0, 1), "": (0, 1)}


def test_reports_to_one_receiver_in_one_week_are_grouped() -> None:
    district, department = unit("UBND huyện", "report_to", "u"), unit("Ủy ban nhân dân huyện", "report_to", "u")
    there = seen(
        document(
            reporting("Thứ Hai", "2026-03-09", district),
            reporting("Chủ nhật", "2026-03-15", department),
            reporting("tuần sau", "2026-03-16", district),
            reporting("nơi khác", "2026-03-10", unit("Sở Y tế", "report_to")),
        )
    )
    (group,) = there.reports
    assert (group.receiver, group.monday, group.sunday) == ("UBND huyện", date(2026, 3, 9), date(2026, 3, 15))
    assert [row.item.task.text for row in group.rows] == ["Thứ Hai", "Chủ nhật"]


def test_a_report_goes_to_who_passes_it_on() -> None:
    province, department = unit("UBND tỉnh", "report_to"), unit("Sở Nội vụ", "report_via")
    there = seen(
        document(
            reporting("A", "2026-03-09", province, department),
            reporting("B", "2026-03-10", province),
            reporting("C", "2026-03-11", unit("Sở Nội vụ", "report_to")),
        )
    )
    assert [(group.receiver, len(group.rows)) for group in there.reports] == [("Sở Nội vụ", 2)]


def test_one_task_of_every_week_is_no_group() -> None:
    weekly = recurring("thứ Hai và thứ Năm hằng tuần", "FREQ=WEEKLY;BYDAY=MO,TH")
    one = due("A", weekly, units=[unit("UBND huyện", "report_to")])
    assert seen(document(one, issued_on="2026-03-02")).reports == []


# Properties

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
singles = st.builds(lambda day, how: how(day.isoformat()), days, st.sampled_from([until, before]))
rules = st.one_of(
    st.sampled_from(["FREQ=MONTHLY", "FREQ=WEEKLY", "FREQ=MONTHLY;INTERVAL=3", "FREQ=YEARLY", "FREQ=DAILY"]),
    st.integers(1, 31).map(lambda day: f"FREQ=MONTHLY;BYMONTHDAY={day}"),
    st.sampled_from(["MO", "FR", "MO,TH"]).map(lambda day: f"FREQ=WEEKLY;BYDAY={day}"),
)


@settings(deadline=None)
@given(st.lists(singles, max_size=4), days)
def test_every_deadline_is_there_exactly_once(deadlines: list[Deadline], as_of: date) -> None:
    there = seen(document(due("A", *deadlines)), as_of=as_of)
    assert Counter(row.number for row in there.rows) == Counter(range(max(len(deadlines), 1)))


@settings(deadline=None)
@given(st.lists(singles, min_size=1, max_size=4), days)
def test_buckets_meet_where_weeks_do(deadlines: list[Deadline], as_of: date) -> None:
    sunday = as_of + timedelta(days=6 - as_of.weekday())
    for row in seen(document(due("A", *deadlines)), as_of=as_of).rows:
        assert row.days is not None
        first, last = {
            "overdue": (date.min, as_of - timedelta(days=1)),
            "this_week": (as_of, sunday),
            "next_two_weeks": (sunday + timedelta(days=1), sunday + timedelta(days=14)),
            "later": (sunday + timedelta(days=15), date.max),
        }[row.bucket]
        assert first <= row.days.last <= last
        assert row.left == (row.days.last - as_of).days
        assert row.is_this_month == (as_of <= row.days.last and f"{as_of:%Y%m}" == f"{row.days.last:%Y%m}")


@settings(deadline=None)  # the holidays of a year are worked out when it is first met
@given(rules, days, days)
def test_a_recurring_duty_is_missed_once_at_most_and_comes_once_at_least(rule: str, issued: date, as_of: date) -> None:
    there = seen(document(due("A", recurring("định kỳ", rule)), issued_on=issued.isoformat()), as_of=as_of)
    assert len(rows("overdue", there)) <= 1
    assert len(there.rows) > len(rows("overdue", there))
    coming = [row.days.day for row in there.rows if row.days and row.bucket != "overdue"]
    assert len({*coming}) == len(coming)
    for one in (row.days for row in there.rows if row.days):
        assert one.day <= one.last
        assert VIETNAM.is_working_day(one.day) or one.day == one.last
        assert one.last >= issued


@settings(deadline=None)
@given(st.lists(singles, max_size=6), days)
def test_rows_are_in_order(deadlines: list[Deadline], as_of: date) -> None:
    there = seen(document(*(due("A", one) for one in deadlines)), as_of=as_of)
    order = [(BUCKETS.index(row.bucket), row.days.day if row.days else date.max) for row in there.rows]
    assert order == sorted(order)
