"""The page as it is read: the text and its marks, the way from the list to the text and back, timeline and table."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from page.boat_race import EVERY, TEXT
from page.reader import TELEPHONE, background

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from page.reader import Reader

    Opens = Callable[..., Reader]
    PageOf = Callable[..., Path]

pytestmark = pytest.mark.slow


# What it shows


def test_the_text_is_shown_as_it_was_read(reader: Reader) -> None:
    assert reader.page.locator(".text").text_content() == TEXT
    white_space = reader.page.locator(".text").evaluate("(node) => getComputedStyle(node).whiteSpace")
    assert white_space == "pre-wrap"


def test_every_task_is_in_the_list_and_marked_in_the_text(reader: Reader, result: dict[str, Any]) -> None:
    assert reader.numbers() == EVERY
    assert len(result["tasks"]) == len(EVERY)
    for number, task in enumerate(result["tasks"], 1):
        start, end = task["span"]
        assert "".join(reader.in_text(number).all_text_contents()) == TEXT[start:end]
        assert reader.task(number).locator(".words").inner_text() == task["text"]


def test_nothing_but_white_space_and_markers_is_left_without_a_reason(reader: Reader) -> None:
    without = reader.page.locator(".text .grey:not([data-why])").all_text_contents()
    assert {part.strip() for part in without} <= {"", "1.", "2.", "3.", "4.", "a)", "b)", "c)", ",", ".", "/."}


def test_the_legend_counts_what_is_no_task_and_leads_to_it(reader: Reader, result: dict[str, Any]) -> None:
    reader.page.locator("#legend summary").click()
    buttons = reader.page.locator("#legend [data-why]")
    counted = {button.get_attribute("data-why"): int(button.locator(".count").inner_text()) for button in buttons.all()}
    assert counted == Counter(part["sort"] for part in result["coverage"]["not_tasks"])
    signature = reader.page.locator("#legend [data-why=signature]")
    signature.click()
    expect(reader.page.locator(".text .grey[data-why=signature]").first).to_be_in_viewport()
    expect(signature).to_have_attribute("aria-pressed", "true")
    signature.click()
    expect(signature).to_have_attribute("aria-pressed", "false")


def test_marks_are_switched_off_in_the_legend(reader: Reader) -> None:
    deadline = reader.page.locator(".text .deadline").first
    plain = background(reader.page.locator(".text"))
    assert background(deadline) != plain
    reader.page.locator("#legend summary").click()
    reader.page.locator("#legend [data-mark=deadline]").uncheck()
    assert background(deadline) == plain


def test_a_click_on_what_is_no_task_says_why(reader: Reader) -> None:
    reader.page.locator(".text .grey[data-why=lead-in]").first.click(position={"x": 4, "y": 8})
    expect(reader.page.locator("#toast")).to_contain_text("Câu dẫn vào các nhiệm vụ")
    reader.look_at("timeline")
    expect(reader.page.locator("#toast")).to_be_hidden()


def test_a_finding_leads_to_its_place(opens: Opens, path: Path) -> None:
    reader = opens(path, size=(1440, 420))
    reader.look_at("findings")
    (finding,) = reader.page.locator("#findings button").all()
    expect(finding).to_contain_text("Không nêu đơn vị nào phải thực hiện nhiệm vụ này.")
    expect(reader.in_text(6)).not_to_be_in_viewport()
    finding.click()
    expect(reader.in_text(6)).to_be_in_viewport()


# From the list to the text and back


def test_a_task_of_the_list_is_shown_in_the_text(opens: Opens, path: Path) -> None:
    reader = opens(path, size=(1440, 420))
    reader.open(1)
    expect(reader.in_text(1).first).to_be_in_viewport()
    expect(reader.in_text(8).first).not_to_be_in_viewport()
    plain = background(reader.in_text(8).first)
    reader.open(8)
    expect(reader.in_text(8).first).to_be_in_viewport()
    assert background(reader.in_text(8).first) != plain == background(reader.in_text(2).first)
    assert reader.current() == [8]


def test_words_of_the_text_lead_to_their_task(opens: Opens, path: Path) -> None:
    reader = opens(path, size=(1440, 480))
    expect(reader.task(7)).not_to_be_in_viewport()
    reader.in_text(7).first.click()
    expect(reader.task(7)).to_be_in_viewport()
    assert reader.current() == [7]
    expect(reader.task(7).locator(".details")).to_be_visible()
    reader.page.locator(".text [data-open]").first.click()
    assert reader.current() == [1]


def test_words_are_marked_to_be_copied_and_nothing_opens(reader: Reader) -> None:
    place = reader.in_text(2).first.bounding_box()
    assert place is not None
    mouse, middle = reader.page.mouse, place["y"] + place["height"] / 2
    mouse.move(place["x"] + 80, middle)
    mouse.down()
    mouse.move(place["x"] + 160, middle, steps=5)
    mouse.up()
    assert "cầu" in reader.page.evaluate("String(getSelection())")
    assert reader.current() == []


def test_a_task_that_the_filters_hide_is_offered(reader: Reader) -> None:
    reader.filter_by("filter-kind", "prohibition")
    reader.in_text(7).first.click()
    assert reader.numbers() == [4]
    message = reader.page.locator("#toast")
    expect(message).to_contain_text("Bộ lọc đang ẩn nhiệm vụ 7")
    message.get_by_role("button").click()
    assert reader.current() == [7]
    expect(reader.task(7)).to_be_in_viewport()


def test_a_heading_leads_to_the_tasks_of_its_unit(reader: Reader) -> None:
    reader.page.locator(".text .lead", has_text="Phòng Văn hóa - Xã hội").first.click()
    assert reader.current() == [3]
    reader.page.locator("#toast").get_by_role("button", name="Chỉ hiện “Phòng Văn hóa - Xã hội”").click()
    assert reader.page.locator("#filter-unit option:checked").inner_text() == "Phòng Văn hóa - Xã hội"


def test_on_a_telephone_list_and_text_are_a_tap_apart(opens: Opens, path: Path) -> None:
    reader = opens(path, size=TELEPHONE, has_touch=True, is_mobile=True)
    expect(reader.page.locator(".text")).to_be_hidden()
    reader.open(5).get_by_role("button", name="Xem trong văn bản").tap()
    expect(reader.in_text(5).first).to_be_in_viewport()
    expect(reader.page.locator("#list")).to_be_hidden()
    reader.in_text(7).first.tap()
    expect(reader.task(7)).to_be_in_viewport()
    assert reader.current() == [7]


# Timeline, table


def test_the_timeline_leads_to_the_tasks(reader: Reader) -> None:
    reader.look_at("timeline")
    dots = reader.page.locator("#timeline [data-open]:not(.recurs)")
    labels = [label.partition(":")[0] for label in dots.evaluate_all("(found) => found.map((dot) => dot.ariaLabel)")]
    assert labels == [
        "Nhiệm vụ 1, 31/7/2026",
        "Nhiệm vụ 2, 02/8/2026",
        "Nhiệm vụ 3, 03/8/2026",
        "Nhiệm vụ 5, 10/9/2026",
    ]
    dots.nth(3).click()
    assert reader.current() == [5]
    expect(reader.task(5)).to_be_in_viewport()
    expect(reader.in_text(5).first).to_be_in_viewport()


def test_the_timeline_says_what_is_overdue_and_follows_the_filters(opens: Opens, path: Path) -> None:
    reader = opens(path, today="2026-08-02T12:00:00+07:00")
    reader.look_at("timeline")
    overdue = reader.page.locator("#timeline [aria-label*='quá hạn']")
    expect(overdue).to_have_count(1)
    assert overdue.get_attribute("aria-label").startswith("Nhiệm vụ 1, 31/7/2026, quá hạn")
    reader.filter_by("search", "giao thông")
    expect(reader.page.locator("#timeline [data-open]")).to_have_count(1)
    expect(reader.page.locator("#timeline [data-open]")).to_have_text("5")
    reader.filter_by("search", "người xem")
    expect(reader.page.locator("#timeline [data-open]")).to_have_count(0)


def test_recurring_duties_stand_at_each_of_their_days(reader: Reader) -> None:
    reader.filter_by("search", "truyền thanh")
    reader.look_at("timeline")
    labels = reader.page.locator("#timeline [data-open]").evaluate_all("(found) => found.map((dot) => dot.ariaLabel)")
    days = [re.search(r", (\d\d)/(\d+)/(\d+)", label).groups() for label in labels]
    assert days[:5] == [
        ("06", "7", "2026"),
        ("13", "7", "2026"),
        ("20", "7", "2026"),
        ("27", "7", "2026"),
        ("03", "8", "2026"),
    ]


def test_a_day_with_many_tasks_leads_to_all_of_them(opens: Opens, page_of: PageOf, result: dict[str, Any]) -> None:
    many = [result["tasks"][1] | {"id": f"t{number}"} for number in range(30)]
    reader = opens(page_of(result | {"tasks": many, "findings": []}))
    reader.look_at("timeline")
    more = reader.page.locator("#timeline button", has_text="+")
    shown = reader.page.locator("#timeline [data-open]").count()
    assert more.inner_text() == f"+{30 - shown}"
    more.click()
    assert len(reader.numbers()) == 30


def test_every_number_of_the_table_is_that_of_the_tasks_it_leads_to(reader: Reader) -> None:
    reader.look_at("matrix")
    heads = reader.page.locator("#matrix thead th").all_inner_texts()
    rows = {
        row.locator("th").inner_text(): row.locator("td").all_inner_texts()
        for row in reader.page.locator("#matrix tbody tr").all()
    }
    assert heads == ["Chủ trì", "7/2026", "8/2026", "9/2026", "Định kỳ", "Không có ngày cụ thể", "Tổng"]
    assert rows == {
        "các thôn": ["", "", "", "", "1", "1"],
        "Công an xã": ["", "", "1", "", "", "1"],
        "Đài Truyền thanh xã": ["1", "1", "1", "1", "", "1"],  # on Mondays
        "Phòng Kinh tế": ["1", "1", "", "", "", "2"],
        "Phòng Văn hóa - Xã hội": ["", "1", "", "", "1", "2"],
        "Không nêu đơn vị chủ trì": ["", "", "", "", "1", "1"],
    }
    for number in range(reader.page.locator("#matrix button").count()):
        cell = reader.page.locator("#matrix button").nth(number)
        label, count = cell.get_attribute("aria-label"), int(cell.inner_text())
        cell.click()
        assert len(reader.numbers()) == count, label
        reader.page.locator("#reset").click()
        reader.look_at("matrix")
