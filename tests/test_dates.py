"""Arithmetic of the calendar."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from parchk.dates import (
    VIETNAM,
    ImpossibleDateError,
    Partial,
    Recurrence,
    Stretch,
    around,
    clock,
    day_of,
    due_after,
    duration,
    every,
    iso_week,
    moment,
    months_of_year,
    next_weekday,
    quarters,
    read_abbreviated,
    shift,
    times_per,
)

ISSUED = date(2022, 8, 12)


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        (Partial(2022, 8, 15), "2022-08-15", "2022-08-15"),
        (Partial(2022, 8, 15, last_day=20), "2022-08-15", "2022-08-20"),
        (Partial(2022, 2), "2022-02-01", "2022-02-28"),
        (Partial(2024, 2), "2024-02-01", "2024-02-29"),
        (Partial(2022, 9, -1), "2022-09-30", "2022-09-30"),
        (Partial(2022, 9, -7, last_day=-1), "2022-09-24", "2022-09-30"),
        (Partial(2022, 9, last_month=10), "2022-09-01", "2022-10-31"),
        (Partial(2022, 12, last_month=2), "2022-12-01", "2023-02-28"),
        (Partial(2022), "2022-01-01", "2022-12-31"),
        (Partial(2026, last_year=2027), "2026-01-01", "2027-12-31"),
        (quarters(3, year=2022), "2022-07-01", "2022-09-30"),
        (quarters(1, 2, 2023), "2023-01-01", "2023-06-30"),
        (months_of_year(6, from_end=False, year=2023), "2023-01-01", "2023-06-30"),
        (months_of_year(6, from_end=True, year=2023), "2023-07-01", "2023-12-31"),
        (months_of_year(9, from_end=False, year=2023), "2023-01-01", "2023-09-30"),
    ],
)
def test_stretches(partial: Partial, first: str, last: str) -> None:
    assert partial.complete(None) == Stretch(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("partial", "first", "inferred"),
    [
        (Partial(month=8, day=12), "2022-08-12", ("year",)),
        (Partial(month=8, day=11), "2023-08-11", ("year",)),
        (Partial(month=8), "2022-08-01", ("year",)),
        (Partial(month=7), "2023-07-01", ("year",)),
        (Partial(month=2, day=29), "2024-02-29", ("year",)),
        (Partial(month=11, last_month=2), "2022-11-01", ("year",)),
        (Partial(day=25), "2022-08-25", ("month", "year")),
        (Partial(day=5), "2022-09-05", ("month", "year")),
        (Partial(day=31), "2022-08-31", ("month", "year")),
    ],
)
def test_what_is_missing_comes_from_the_day_of_issue(partial: Partial, first: str, inferred: tuple[str, ...]) -> None:
    found = partial.complete(ISSUED)
    assert found is not None
    assert (found.first.isoformat(), found.inferred) == (first, inferred)


def test_a_winter_stretch_may_have_begun_last_year() -> None:
    found = Partial(month=12, last_month=2).complete(date(2023, 1, 10))
    assert found == Stretch(date(2022, 12, 1), date(2023, 2, 28), ("year",))


def test_without_day_of_issue_nothing_is_invented() -> None:
    assert Partial(month=8, day=12).complete(None) is None


@pytest.mark.parametrize(
    "partial",
    [
        Partial(2022, 9, 31),
        Partial(2023, 2, 29),
        Partial(2022, 13, 1),
        Partial(2022, 8, 0),
        Partial(2022, 8, 20, last_day=15),
        Partial(month=2, day=30),
        Partial(day=32),
        Partial(0, 1, 1),
        Partial(10_000, 1, 1),
    ],
)
@pytest.mark.parametrize("issued_on", [None, ISSUED, date.max, date.min])
def test_impossible_dates(partial: Partial, issued_on: date | None) -> None:
    with pytest.raises(ImpossibleDateError):
        partial.complete(issued_on)


@pytest.mark.parametrize(
    ("unit", "offset", "first", "last"),
    [
        ("day", 0, "2022-08-12", "2022-08-12"),
        ("day", 1, "2022-08-13", "2022-08-13"),
        ("week", 0, "2022-08-08", "2022-08-14"),
        ("week", 1, "2022-08-15", "2022-08-21"),
        ("month", 0, "2022-08-01", "2022-08-31"),
        ("month", 5, "2023-01-01", "2023-01-31"),
        ("quarter", 0, "2022-07-01", "2022-09-30"),
        ("quarter", 2, "2023-01-01", "2023-03-31"),
        ("year", 0, "2022-01-01", "2022-12-31"),
        ("year", 1, "2023-01-01", "2023-12-31"),
    ],
)
def test_around_the_day_of_issue(unit: str, offset: int, first: str, last: str) -> None:
    found = around(unit, offset, ISSUED)  # type: ignore[arg-type]
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


def test_weeks_are_those_of_iso_8601() -> None:
    assert iso_week(2022, 35) == Stretch(date(2022, 8, 29), date(2022, 9, 4))
    assert iso_week(2020, 53).last == date(2021, 1, 3)
    with pytest.raises(ImpossibleDateError):
        iso_week(2022, 53)


@pytest.mark.parametrize(
    ("count", "unit", "expected"),
    [
        (10, "day", "2022-08-22"),
        (2, "week", "2022-08-26"),
        (6, "month", "2023-02-12"),
        (2, "quarter", "2023-02-12"),
        (1, "year", "2023-08-12"),
    ],
)
def test_the_day_of_signing_is_not_counted(count: int, unit: str, expected: str) -> None:
    assert due_after(ISSUED, count, unit) == date.fromisoformat(expected)  # type: ignore[arg-type]


def test_a_month_later_stays_inside_the_month() -> None:
    assert shift(date(2023, 12, 31), 2, "month") == date(2024, 2, 29)
    assert shift(date(2024, 2, 29), 1, "year") == date(2025, 2, 28)
    assert shift(date(2023, 1, 31), -2, "month") == date(2022, 11, 30)


def test_beyond_the_calendar_is_impossible() -> None:
    for count, unit in ((999, "year"), (10**9, "day"), (10**7, "month")):
        with pytest.raises(ImpossibleDateError):
            shift(date(9500, 1, 1), count, unit)  # type: ignore[arg-type]


def test_hours_give_no_day() -> None:
    assert due_after(ISSUED, 24, "hour") is None


def test_working_days_leave_out_weekends_and_holidays() -> None:
    assert VIETNAM.add_working_days(date(2022, 8, 12), 5) == date(2022, 8, 19)
    # 1 and 2 September 2022 are Quốc khánh, a Thursday and a Friday.
    assert VIETNAM.add_working_days(date(2022, 8, 31), 1) == date(2022, 9, 5)
    assert due_after(date(2022, 8, 31), 1, "week", working_days=True) == date(2022, 9, 9)
    # Tết Quý Mão
    assert not VIETNAM.is_working_day(date(2023, 1, 23))
    assert VIETNAM.is_working_day(date(2022, 8, 15))


def test_working_days_over_tet() -> None:
    # Tết Ất Tỵ: Monday 27 to Friday 31 January 2025 are public holidays. The day of signing is not counted.
    assert VIETNAM.add_working_days(date(2025, 1, 24), 1) == date(2025, 2, 3)
    assert due_after(date(2025, 1, 22), 5, "day", working_days=True) == date(2025, 2, 5)
    # Signed on a day off: the first working day is the first that counts.
    assert due_after(date(2025, 1, 29), 1, "day", working_days=True) == date(2025, 2, 3)


def test_a_saturday_worked_for_a_bridge_day_counts() -> None:
    # Friday 2 May 2025 was off, Saturday 26 April was worked for it.
    assert VIETNAM.is_working_day(date(2025, 4, 26))
    assert not VIETNAM.is_working_day(date(2025, 5, 2))
    assert VIETNAM.add_working_days(date(2025, 4, 25), 2) == date(2025, 4, 28)


def test_next_weekday_may_be_the_day_itself() -> None:
    assert next_weekday(ISSUED, 4) == ISSUED
    assert next_weekday(ISSUED, 0) == date(2022, 8, 15)


def test_absurd_numbers_of_working_days_give_no_day() -> None:
    assert due_after(ISSUED, 100_000, "day", working_days=True) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (every(1, "day"), "FREQ=DAILY"),
        (every(2, "week"), "FREQ=WEEKLY;INTERVAL=2"),
        (every(1, "month"), "FREQ=MONTHLY"),
        (every(1, "quarter"), "FREQ=MONTHLY;INTERVAL=3"),
        (every(6, "month"), "FREQ=MONTHLY;INTERVAL=6"),
        (every(24, "month"), "FREQ=YEARLY;INTERVAL=2"),
        (every(1, "year"), "FREQ=YEARLY"),
        (times_per(1, 1, "month"), "FREQ=MONTHLY"),
        (times_per(4, 1, "year"), "FREQ=MONTHLY;INTERVAL=3"),
        (times_per(2, 1, "quarter"), "FREQ=MONTHLY;INTERVAL=3"),
        (times_per(1, 6, "month"), "FREQ=MONTHLY;INTERVAL=6"),
        (times_per(3, 1, "month"), "FREQ=MONTHLY"),
        (Recurrence("WEEKLY", weekdays=("MO", "TH")), "FREQ=WEEKLY;BYDAY=MO,TH"),
        (Recurrence("MONTHLY", days=(15, 30)), "FREQ=MONTHLY;BYMONTHDAY=15,30"),
        (Recurrence("MONTHLY", 6, months=(6,), days=(10,)), "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=10"),
        (
            Recurrence("MONTHLY", weekdays=("MO", "TU", "WE", "TH", "FR"), position=-1),
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        ),
    ],
)
def test_recurrence_rules(written: Recurrence, expected: str) -> None:
    assert written.rrule() == expected


def test_durations() -> None:
    written = [duration(5, unit) for unit in ("minute", "hour", "day", "week", "month", "quarter", "year")]
    assert written == ["PT5M", "PT5H", "P5D", "P5W", "P5M", "P15M", "P5Y"]


def test_clock_times() -> None:
    assert (clock(17), clock(8, 30), clock(0), clock(24)) == ("T17:00", "T08:30", "T00:00", "T24:00")
    for hour, minute in ((25, 0), (24, 1), (12, 60)):
        with pytest.raises(ImpossibleDateError):
            clock(hour, minute)


def test_the_instant_of_a_due() -> None:
    assert moment("2022-08-20T17:00") == datetime(2022, 8, 20, 17)  # noqa: DTZ001 (local time, as in the document)
    assert moment("2022-08-20") == moment("2022-08-20T24:00") == moment("2022-08-21T00:00")


def test_days_from_the_end_of_the_month() -> None:
    assert day_of(2023, 2, -1) == date(2023, 2, 28)
    with pytest.raises(ImpossibleDateError):
        day_of(2023, 2, -29)


@pytest.mark.parametrize("written", ["15 thg 8, 2022", "15 thg 8 2022", "thg 8 15, 2022"])
def test_dateparser_reads_the_short_dates_of_office_programs(written: str) -> None:
    assert read_abbreviated(written) == date(2022, 8, 15)


def test_why_dateparser_gets_nothing_else() -> None:
    # Of an impossible date it says the same as of one that it does not understand.
    assert read_abbreviated("31 thg 9, 2022") is None
    # Days in words and the old names of months it does not know; our own number words do.
    assert read_abbreviated("ngày mười lăm tháng Tám năm 2022") is None
    assert read_abbreviated("ngày 15 tháng Giêng năm 2022") is None
    # A date beside a clock time it loses, and puts today in its place.
    assert read_abbreviated("17 giờ 00 ngày 15/8/2022") != date(2022, 8, 15)
    # Incomplete dates it leaves alone when told to be strict: the day of issue decides, not today.
    assert read_abbreviated("ngày 15 tháng 8") is None
