"""The list of tasks on the page: filtered, searched, sorted, and the same after a reload."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from page.boat_race import EVERY, SAMPLES
from page.reader import add_unit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Finished
    from page.reader import Reader

    Parchk = Callable[..., Finished]
    Opens = Callable[..., Reader]
    PageOf = Callable[..., Path]

pytestmark = pytest.mark.slow


def test_filters_add_up(reader: Reader) -> None:
    cases: list[tuple[dict[str, str], list[int]]] = [
        ({"filter-role": "lead"}, [1, 2, 3, 4, 5, 7, 8]),
        ({"filter-role": "coordinate"}, [1]),
        ({"filter-role": "report_to"}, [1, 3, 8]),
        ({"filter-role": "report_via"}, [8]),
        ({"filter-role": "no-lead"}, [6]),
        ({"filter-kind": "prohibition"}, [4]),
        ({"filter-kind": "conditional"}, [8]),
        ({"filter-time": "none"}, [4, 6, 8]),
        ({"filter-time": "recurring"}, [7]),
        ({"filter-role": "report_to", "filter-kind": "action"}, [1, 3]),
        ({"filter-role": "report_to", "filter-kind": "action", "search": "đội đua"}, [3]),
        ({"filter-kind": "prohibition", "search": "bến thuyền"}, []),
    ]
    for choices, found in cases:
        for name, value in choices.items():
            reader.filter_by(name, value)
        assert reader.numbers() == found, choices
        expect(reader.page.locator("#shown")).to_have_text(f"Hiện {len(found)}/8 nhiệm vụ")
        reader.page.locator("#reset").click()
        assert reader.numbers() == EVERY
        assert reader.page.locator("#search").input_value() == ""


def test_a_unit_is_found_in_all_its_roles_or_in_one(reader: Reader) -> None:
    add_unit(reader.correct(6), "coordinate", "Công an xã")
    for unit, role, found in (
        ("Phòng Kinh tế", "", [1, 2, 3, 8]),
        ("Phòng Kinh tế", "lead", [1, 2]),
        ("Phòng Kinh tế", "report_to", [3]),
        ("Phòng Văn hóa - Xã hội", "", [1, 3, 4]),
        ("Phòng Văn hóa - Xã hội", "coordinate", [1]),
        ("Công an xã", "", [5, 6]),
        ("Công an xã", "report_to", []),
        ("Công an xã", "no-lead", [6]),
        ("các thôn", "no-lead", []),
    ):
        reader.page.locator("#filter-unit").select_option(label=unit)
        reader.filter_by("filter-role", role)
        assert reader.numbers() == found, (unit, role)


def test_what_a_reader_took_for_no_task_is_counted_nowhere(reader: Reader) -> None:
    reader.page.locator("#filter-unit").select_option(label="Phòng Kinh tế")
    reader.correct(2).locator("[name=not-a-task]").check()
    assert reader.numbers() == [1, 3, 8]
    expect(reader.page.locator("#shown")).to_have_text("Hiện 3/7 nhiệm vụ")
    # It did not vanish without a word.
    expect(reader.page.locator("#toast")).to_contain_text("Bộ lọc đang ẩn nhiệm vụ 2")
    reader.page.locator("#toast").get_by_role("button").click()
    assert reader.numbers() == EVERY  # struck out, where it can be taken back
    expect(reader.page.locator("#shown")).to_have_text("Hiện 7/7 nhiệm vụ")
    expect(reader.page.locator("#filtered")).to_be_hidden()
    reader.filter_by("filter-time", "month")
    assert reader.numbers() == [1, 7]
    reader.page.locator("#reset").click()
    reader.look_at("matrix")
    reader.page.get_by_role("button", name="Phòng Kinh tế, Tổng: 1").click()
    assert reader.numbers() == [1]


def test_units_stand_in_vietnamese_order(reader: Reader) -> None:
    units = reader.page.locator("#filter-unit option").all_inner_texts()[1:]
    # "các thôn" before "Công an": a before o; Đ after C, before P; U last
    assert units == [
        "các thôn", "Công an xã", "Đài Truyền thanh xã", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "UBND xã",
    ]  # fmt: skip


def test_a_search_needs_no_tone_marks(reader: Reader) -> None:
    for words, found in (
        ("cầu tàu", [2]),
        ("cau tau", [2]),
        ("CAU  TAU", [2]),
        (unicodedata.normalize("NFD", "cầu tàu"), [2]),
        ("dai truyen thanh", [7]),
        ("phoi hop voi phong van hoa", [1]),
        ("cong an", [5]),  # a unit that stands in the heading alone
        ("2/a", [3]),  # a section
        ("03/8/2026", [3]),
        ("zzz", []),
        (".*", []),
        ("", EVERY),
    ):
        reader.filter_by("search", words)
        assert reader.numbers() == found, words
        expect(reader.page.locator("#none-match")).to_be_visible(visible=not found)


def test_the_words_that_were_searched_for_stand_out(reader: Reader) -> None:
    highlighted = "[...(CSS.highlights.get('searched') ?? [])].map(String)"
    reader.filter_by("search", "phong van hoa")
    assert reader.page.evaluate(highlighted) == ["Phòng Văn hóa"]
    reader.filter_by("search", "DUA")
    assert reader.page.evaluate(highlighted) == ["đua", "đua", "đưa", "đua"]
    reader.filter_by("search", "")
    assert reader.page.evaluate(highlighted) == []


def test_the_list_is_sorted_and_back(reader: Reader) -> None:
    for order, found in (
        ("deadline", [1, 2, 3, 5, 4, 6, 7, 8]),
        ("", EVERY),
        ("unit", [8, 5, 7, 1, 2, 3, 4, 6]),
        ("section", EVERY),
    ):
        reader.filter_by("sort", order)
        assert reader.numbers() == found, order


def test_sections_are_sorted_as_they_are_counted(opens: Opens, page_of: PageOf, result: dict[str, Any]) -> None:
    sections = ["I", "II", "V", "IX", "X/1", "X/2", "X/10", ""]
    tasks = [task | {"section": section} for task, section in zip(result["tasks"], sections, strict=True)]
    reader = opens(page_of(result | {"tasks": tasks}))
    reader.filter_by("sort", "unit")
    reader.filter_by("sort", "section")
    assert reader.numbers() == EVERY


@pytest.mark.parametrize(
    ("today", "found"),
    [
        # Task 1: the last day before 1 August; 2: Sunday 2 August; 3: Monday 3 August; 5: 10 September; 7: Mondays.
        # Overdue, this week, in two weeks, this month, later:
        ("2026-07-20T09:00:00+07:00", ([], [7], [1, 2, 3, 7], [1, 7], [2, 3, 5, 7])),  # a Monday
        ("2026-07-31T09:00:00+07:00", ([], [1, 2], [1, 2, 3, 7], [1], [2, 3, 5, 7])),  # a Friday, the end of a month
        ("2026-08-01T01:00:00+07:00", ([1], [2], [2, 3, 7], [2, 3, 7], [5, 7])),  # in Greenwich it is still July
        ("2026-08-02T23:30:00+07:00", ([1], [2], [2, 3, 7], [2, 3, 7], [5, 7])),  # a Sunday
        ("2026-08-03T00:30:00+07:00", ([1, 2], [3, 7], [3, 7], [3, 7], [5, 7])),  # a Monday
        ("2026-09-11T09:00:00+07:00", ([1, 2, 3, 5], [], [7], [7], [7])),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_due_is_told_from_the_readers_own_day(
    opens: Opens, path: Path, today: str, found: tuple[list[int], ...]
) -> None:
    reader = opens(path, today=today)
    overdue = [number for number in EVERY if reader.task(number).get_by_text("quá hạn").is_visible()]
    assert overdue == found[0]
    for time, numbers in zip(("overdue", "week", "fortnight", "month", "later"), found, strict=True):
        reader.filter_by("filter-time", time)
        assert reader.numbers() == numbers, time


@pytest.mark.parametrize(
    ("hour", "is_overdue"), [("", True), ("T00:00", True), ("T16:00", False), ("T24:00", False)], ids=str
)
def test_before_an_hour_the_day_is_in_time_but_for_its_very_first(
    opens: Opens, page_of: PageOf, result: dict[str, Any], hour: str, *, is_overdue: bool
) -> None:
    first, *others = result["tasks"]
    before = first["deadlines"][0] | {"due": f"2026-08-01{hour}", "inclusive": False}
    reader = opens(
        page_of(result | {"tasks": [first | {"deadlines": [before]}, *others]}), today="2026-08-01T09:00:00+07:00"
    )
    reader.filter_by("filter-time", "overdue")
    assert (1 in reader.numbers()) is is_overdue


def test_a_span_of_days_is_chosen_freely(reader: Reader) -> None:
    expect(reader.page.locator("#filter-from")).to_be_hidden()
    reader.filter_by("filter-time", "range")
    for first, last, found in (
        ("2026-07-31", "2026-07-31", [1]),
        ("2026-08-01", "2026-08-02", [2]),
        ("", "2026-08-02", [1, 2, 7]),
        ("2026-08-03", "", [3, 5, 7]),
        ("2026-08-04", "2026-08-09", []),
    ):
        reader.filter_by("filter-from", first)
        reader.filter_by("filter-to", last)
        assert reader.numbers() == found, (first, last)


def test_a_reload_and_a_link_keep_the_filters(opens: Opens, reader: Reader, path: Path) -> None:
    reader.filter_by("search", "Phòng & #1 + 100%")
    reader.reload()
    assert reader.page.locator("#search").input_value() == "Phòng & #1 + 100%"
    reader.filter_by("search", "phòng")
    reader.page.locator("#filter-unit").select_option(label="Phòng Kinh tế")
    reader.filter_by("filter-role", "lead")
    reader.filter_by("sort", "unit")
    another = opens(path, address=reader.page.evaluate("location.hash"))
    reader.reload()
    for one in (reader, another):
        assert one.numbers() == [1, 2]
        assert one.page.locator("#search").input_value() == "phòng"
        assert one.page.locator("#filter-unit option:checked").inner_text() == "Phòng Kinh tế"
        assert one.page.locator("#sort").input_value() == "unit"


def test_a_broken_link_filters_nothing(reader: Reader, path: Path) -> None:
    for address in ("#", "#q", "#time=never&unit=%E1%BB&kind=<b>&sort=", "#sort=constructor", "#%", "#list"):
        reader.page.goto("about:blank")
        reader.page.goto(path.as_uri() + address)
        assert reader.numbers() == EVERY, address


# Many tasks


def test_three_thousand_tasks_are_filtered_and_followed(opens: Opens, page_of: PageOf, parchk: Parchk) -> None:
    done = parchk("extract", SAMPLES / "cong-van-huyen-2021.txt", "--format", "json", "--with-text")
    one = json.loads(done.data)
    times = 3000 // len(one["tasks"]) + 1
    reader = opens(page_of(repeated(one, times)), today="2021-10-04T09:00:00+07:00")
    every = len(one["tasks"]) * times
    assert len(reader.numbers()) == every
    reader.filter_by("filter-kind", "prohibition")
    assert len(reader.numbers()) == times * sum(task["kind"] == "prohibition" for task in one["tasks"])
    reader.filter_by("filter-kind", "")
    reader.filter_by("sort", "deadline")
    first = min(
        range(len(one["tasks"])),
        key=lambda at: one["tasks"][at]["deadlines"][0].get("due") or "9" if one["tasks"][at]["deadlines"] else "9",
    )
    assert reader.numbers()[:2] == [first + 1, len(one["tasks"]) + first + 1]
    reader.filter_by("search", "vac xin viem da noi cuc")
    found = reader.numbers()
    assert len(found) == times
    reader.open(found[-1])
    expect(reader.in_text(found[-1]).first).to_be_in_viewport()
    reader.look_at("matrix")
    total = reader.page.locator("#matrix tbody tr td:last-child").all_inner_texts()
    assert sum(map(int, total)) >= times
    reader.page.locator("#reset").click()
    assert len(reader.numbers()) == every or reader.page.locator("#panel-tasks").is_hidden()


def repeated(result: dict[str, Any], times: int) -> dict[str, Any]:
    """The result of the same text written out so many times."""
    length = len(result["source"]["text"])

    def moved(value: Any, by: int) -> Any:
        if isinstance(value, dict):
            return {
                key: [end + by for end in part] if key == "span" else moved(part, by) for key, part in value.items()
            }
        return [moved(part, by) for part in value] if isinstance(value, list) else value

    many = moved(result, 0)
    for key in ("tasks", "findings"):
        many[key] = [moved(part, length * at) for at in range(times) for part in result[key]]
    for at, task in enumerate(many["tasks"]):
        task["id"] = f"{task['id']}.{at}"
    parts = result["coverage"]["not_tasks"]
    many["coverage"]["not_tasks"] = [moved(part, length * at) for at in range(times) for part in parts]
    many["source"]["text"] = result["source"]["text"] * times
    many["source"]["chars"] = length * times
    return many
