"""What must hold for every date: written in any supported way it is read back, and every rule is a rule."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from parchk.dates import VIETNAM, Partial, every, moment, month_length, shift, times_per
from parchk.recognise.deadlines import DeadlineRecogniser
from parchk.ruleset import load

RECOGNISER = DeadlineRecogniser(load())
ISSUED = date(2022, 8, 12)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
UNITS = st.sampled_from(["day", "week", "month", "quarter", "year"])

_ONES = ["", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"]
_MONTHS = ["", "giêng", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"]


def in_words(number: int) -> str:
    if number <= 10:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    head = "mười" if tens == 1 else f"{_ONES[tens]} mươi"
    tail = {0: "", 1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(ones, _ONES[ones])
    return f"{head} {tail}".strip()


WRITINGS = {
    "slashes": lambda d: f"{d.day:02d}/{d.month}/{d.year}",
    "slashes with ngày": lambda d: f"ngày {d.day}/{d.month:02d}/{d.year}",
    "dots": lambda d: f"ngày {d.day}.{d.month}.{d.year}",
    "dashes": lambda d: f"ngày {d.day:02d}-{d.month:02d}-{d.year}",
    "blanks": lambda d: f"ngày {d.day} /{d.month}/ {d.year}",
    "words": lambda d: f"ngày {d.day:02d} tháng {d.month} năm {d.year}",
    "words, comma": lambda d: f"ngày {d.day} tháng {d.month}, năm {d.year}",
    "words without ngày": lambda d: f"{d.day:02d} tháng {d.month:02d} năm {d.year}",
    "words and slash": lambda d: f"ngày {d.day} tháng {d.month}/{d.year}",
    "slash and words": lambda d: f"ngày {d.day}/{d.month} năm {d.year}",
    "iso": lambda d: d.isoformat(),
    "month in words": lambda d: f"ngày {d.day} tháng {_MONTHS[d.month]} năm {d.year}",
    "all in words": lambda d: f"ngày {in_words(d.day)} tháng {_MONTHS[d.month]} năm {d.year}",
}


@pytest.mark.parametrize("writing", WRITINGS)
@given(day=DAYS)
@settings(max_examples=60, deadline=None)
def test_a_date_is_read_back(writing: str, day: date) -> None:
    text = f"Hoàn thành trước {WRITINGS[writing](day)}."
    (found,) = RECOGNISER(text, [(0, len(text))], issued_on=ISSUED)
    assert (found.kind, found.due, found.inclusive) == ("by", day.isoformat(), False)
    assert text[found.start : found.end] == text.removeprefix("Hoàn thành ").removesuffix(".")


@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)), sep=st.sampled_from("/.-"))
@settings(max_examples=60, deadline=None)
def test_two_digits_of_a_year_are_of_this_century(day: date, sep: str) -> None:
    text = f"Hoàn thành trước ngày {day.day}{sep}{day.month}{sep}{day.year % 100:02d}."
    (found,) = RECOGNISER(text, [(0, len(text))], issued_on=ISSUED)
    assert found.due == day.isoformat()


@given(first=DAYS, length=st.integers(0, 400))
@settings(max_examples=80, deadline=None)
def test_a_range_is_read_back(first: date, length: int) -> None:
    last = shift(first, length, "day")
    text = f"Thực hiện từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}."
    (found,) = RECOGNISER(text, [(0, len(text))], issued_on=ISSUED)
    assert (found.kind, found.start_on, found.due) == ("period", first.isoformat(), last.isoformat())


@given(day=DAYS, issued=DAYS)
@settings(max_examples=80, deadline=None)
def test_a_missing_year_is_the_first_possible(day: date, issued: date) -> None:
    text = f"Hoàn thành trước ngày {day.day} tháng {day.month}."
    (found,) = RECOGNISER(text, [(0, len(text))], issued_on=issued)
    due = date.fromisoformat(found.due or "")
    assert (due.day, due.month) == (day.day, day.month)
    assert due >= issued
    assert found.inferred == ("year",)
    earlier = [issued.year + years for years in range(due.year - issued.year)]
    assert all(_day(year, day.month, day.day) is None or _day(year, day.month, day.day) < issued for year in earlier)


def _day(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if day <= month_length(year, month) else None


@given(
    day=st.integers(1, 31),
    month=st.integers(1, 12),
    cycle=st.sampled_from(["hằng tháng", "hằng quý", "hằng năm", "định kỳ 6 tháng", "3 tháng/lần", "02 lần/năm"]),
)
@settings(deadline=None)
def test_every_rule_is_one_for_dateutil(day: int, month: int, cycle: str) -> None:
    for text in (
        f"Báo cáo {cycle} trước ngày {day}.",
        f"Báo cáo {cycle} trước ngày {day} tháng cuối quý.",
        f"Trước ngày {day}/{month} hằng năm, báo cáo {cycle}.",
        f"Báo cáo {cycle}, bắt đầu từ tháng {month}/2023.",
    ):
        for found in RECOGNISER(text, [(0, len(text))], issued_on=ISSUED):
            if found.rrule:
                rule = rrulestr(found.rrule, dtstart=datetime(2022, 1, 1))  # noqa: DTZ001
                occurrence = next(iter(rule), None)
                assert occurrence is None or occurrence.year <= 2032


@given(count=st.integers(1, 120), unit=UNITS, times=st.integers(1, 12))
def test_cycles_are_rules(count: int, unit: str, times: int) -> None:
    for recurrence in (every(count, unit), times_per(times, count, unit)):  # type: ignore[arg-type]
        assert rrulestr(recurrence.rrule(), dtstart=datetime(2022, 1, 1))[0].year >= 2022  # noqa: DTZ001


@given(start=DAYS, count=st.integers(0, 60))
@settings(max_examples=60, deadline=None)
def test_working_days_are_counted_one_by_one(start: date, count: int) -> None:
    end = VIETNAM.add_working_days(start, count)
    days = (date.fromordinal(number) for number in range(start.toordinal() + 1, end.toordinal() + 1))
    assert sum(map(VIETNAM.is_working_day, days)) == count
    assert count == 0 or VIETNAM.is_working_day(end)


@given(start=DAYS, count=st.integers(-240, 240))
def test_months_there_and_back(start: date, count: int) -> None:
    there = shift(start, count, "month")
    assert (there.year * 12 + there.month) - (start.year * 12 + start.month) == count
    assert shift(there, -count, "month") <= start


@given(day=DAYS, other=DAYS)
def test_instants_keep_the_order_of_days(day: date, other: date) -> None:
    assert (moment(day.isoformat()) < moment(other.isoformat())) == (day < other)


@given(
    year=st.none() | st.integers(-5, 12_000),
    month=st.none() | st.integers(-2, 14),
    day=st.none() | st.integers(-40, 40),
    last_day=st.none() | st.integers(-40, 40),
    last_month=st.none() | st.integers(-2, 14),
    issued=st.none() | st.dates(),
)
def test_a_partial_date_is_a_stretch_or_impossible(
    *,
    year: int | None,
    month: int | None,
    day: int | None,
    last_day: int | None,
    last_month: int | None,
    issued: date | None,
) -> None:
    try:
        found = Partial(year, month, day, last_day, last_month).complete(issued)
    except ValueError:
        return
    assert found is None or found.first <= found.last


@given(st.text(alphabet="trước ngàyhằnăđế012/.-, ()ghq:IV", max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_text_is_refused(text: str) -> None:
    for found in RECOGNISER(text, [(0, len(text))], issued_on=ISSUED):
        assert 0 <= found.start < found.end <= len(text)
        assert all(found.start <= start < end <= found.end for start, end in found.parts)


# fmt: off
PIECES = st.sampled_from(
    [
        "trước", "ngày", "tháng", "năm", "quý", "tuần", "hằng", "hàng", "định kỳ", "mỗi", "đến", "hết", "từ",
        "trong", "chậm nhất", "15", "31", "2", "8", "2022", "15/8", "31/9/2022", "III", "IV", ",", ";", "(",
        ")", "và", "-", "/", "lần", "một", "hai", "giờ", "17", "cuối", "đầu", "này", "sau", "của",
        "kể từ ngày ký", "làm việc", "thứ Sáu", "báo cáo",
    ]
)
# fmt: on


@given(st.lists(PIECES, max_size=30))
@settings(max_examples=500, deadline=None)
def test_no_heap_of_time_words_is_refused(words: list[str]) -> None:
    text = " ".join(words)
    for issued in (ISSUED, None):
        for found in RECOGNISER(text, [(0, len(text))], issued_on=issued):
            assert 0 <= found.start < found.end <= len(text)
            for value in (found.start_on, found.due):
                assert value is None or moment(value)
