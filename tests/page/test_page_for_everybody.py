"""The page for everybody: by keyboard, with a screen reader, on a telephone, on paper, in the dark, without scripts."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from page.boat_race import EVERY
from page.reader import LAPTOP, NARROW, TELEPHONE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from page.reader import Reader

    Opens = Callable[..., Reader]
    PageOf = Callable[..., Path]

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("size", [LAPTOP, TELEPHONE], ids=str)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(opens: Opens, path: Path, scheme: str, size: tuple[int, int]) -> None:
    reader = opens(path, scheme=scheme, size=size, today="2026-08-02T09:00:00+07:00")
    page = reader.page

    def judge(state: str) -> list[str]:
        # In the dark only colours differ.
        rules = {"rules": {"target-size": {"enabled": True}}} if scheme == "light" else {"runOnly": ["color-contrast"]}
        options = {"resultTypes": ["violations"], **rules}
        found = Axe().run(page, options=options).response["violations"]
        return [
            f"{state}: {violation['id']}: {node['target']} {node['failureSummary']}"
            for violation in found
            if violation["impact"] in {"serious", "critical"}
            for node in violation["nodes"]
        ]

    reader.correct(1).locator("[name=kind]").select_option("conditional")
    reader.correct(4).locator("[name=not-a-task]").check()
    findings = []
    if size == TELEPHONE:
        findings += judge("form")
        reader.look_at("text")
    page.locator("#legend summary").click()
    page.locator("#legend [data-why]").first.click()
    findings += judge("text")
    for view in ("timeline", "matrix", "findings", "corrections"):
        reader.look_at(view)
        findings += judge(view)
    page.keyboard.press("?")
    findings += judge("help")
    assert findings == []


def test_every_control_is_reached_by_tab_and_seen_to_be(reader: Reader) -> None:
    reader.page.locator("#legend summary").click()
    reader.correct(3)
    reader.page.locator("body").evaluate(
        "(body) => { document.activeElement.blur(); body.tabIndex = -1; body.focus(); }"
    )
    wanted = reader.page.evaluate(
        """[...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
        .filter((node) => node.tabIndex >= 0 && !node.disabled && node.checkVisibility({ visibilityProperty: true }))
        .map((node, at) => (node.dataset.at_test = at))"""
    )
    reached = []
    for _ in range(len(wanted) + 20):
        reader.page.keyboard.press("Tab")
        at, outline = reader.page.evaluate(
            "[document.activeElement.dataset.at_test, getComputedStyle(document.activeElement).outlineStyle]"
        )
        # Another than before: a date has stops for day, month, year and its calendar.
        if at is not None and reached[-1:] != [int(at)]:
            reached.append(int(at))
            assert outline != "none", reader.page.evaluate("document.activeElement.outerHTML")
        if len(reached) == len(wanted):
            break
    assert reached == wanted


def test_the_list_is_gone_through_by_keyboard(reader: Reader) -> None:
    keyboard = reader.page.keyboard
    for keys, current in (("j", [1]), ("jj", [3]), ("k", [2]), ("kkk", [1])):
        for key in keys:
            keyboard.press(key)
        assert reader.current() == current, keys
    keyboard.press("ArrowDown")
    assert reader.current() == [2]
    keyboard.press("Enter")
    expect(reader.task(2).locator(".details")).to_be_visible()
    keyboard.press("Escape")
    expect(reader.task(2).locator(".details")).to_be_hidden()
    keyboard.press("/")
    keyboard.type("j/k?")
    assert reader.page.locator("#search").input_value() == "j/k?"
    keyboard.press("Escape")
    assert reader.page.locator("#search").input_value() == ""
    assert reader.numbers() == EVERY
    keyboard.press("Escape")
    reader.page.locator("#keys").click()
    expect(reader.page.locator("#help")).to_be_visible()
    keyboard.press("Escape")
    keyboard.press("?")
    expect(reader.page.locator("#help")).to_be_visible()
    keyboard.press("j")
    assert reader.current() == [2]
    keyboard.press("Escape")
    expect(reader.page.locator("#help")).to_be_hidden()
    reader.filter_by("sort", "unit")
    reader.page.locator("#sort").blur()
    keyboard.press("j")
    assert reader.current() == [3]
    keyboard.press("Control+j")
    assert reader.current() == [3]


def test_tabs_are_gone_through_by_arrows(reader: Reader) -> None:
    reader.page.locator("#tab-tasks").focus()
    for key, name in (
        ("ArrowRight", "timeline"),
        ("End", "corrections"),
        ("ArrowRight", "tasks"),
        ("ArrowLeft", "corrections"),
    ):
        reader.page.keyboard.press(key)
        expect(reader.page.locator(f"#tab-{name}")).to_be_focused()
        expect(reader.page.locator(f"#tab-{name}")).to_have_attribute("aria-selected", "true")
        expect(reader.page.locator(f"#panel-{name}")).to_be_visible()


def test_a_task_is_corrected_by_keyboard_alone(reader: Reader) -> None:
    keyboard = reader.page.keyboard
    for key in ("j", "j", "Enter", "Tab", "Enter", "Tab"):  # the second task, its details, the form, its first chip
        keyboard.press(key)
    keyboard.press("Enter")
    expect(reader.page.locator("[name=lead]").first).to_be_focused()
    keyboard.type("Công an xã")
    keyboard.press("Enter")
    expect(reader.page.locator("[name=lead]").first).to_be_focused()
    units = reader.saved()["tasks"][1]["units"]
    assert [unit["name"] for unit in units] == ["Công an xã"]


def test_focus_stays_where_the_work_is(reader: Reader) -> None:
    """A button that goes away hands the focus on."""
    form = reader.correct(1)
    within = "document.activeElement.closest('form.correction, #panel-corrections, [role=tablist]') !== null"
    for press in (
        form.get_by_role("button", name="Bỏ Phòng Kinh tế", exact=True),
        form.get_by_role("button", name="Bỏ trước 01/8/2026", exact=True),
        form.locator("[name=undo]"),
    ):
        press.focus()
        reader.page.keyboard.press("Enter")
        assert reader.page.evaluate(within), press
    form.locator("[name=kind]").select_option("conditional")
    reader.look_at("corrections")
    reader.page.locator("#corrections").get_by_role("button", name="Hoàn tác").focus()
    reader.page.keyboard.press("Enter")
    assert reader.page.evaluate(within)


def test_on_paper_the_tasks_are_a_table_without_controls(opens: Opens, path: Path) -> None:
    reader = opens(path, size=TELEPHONE)
    reader.correct(2)
    reader.look_at("text")
    reader.page.emulate_media(media="print")
    assert reader.numbers() == EVERY
    hidden = (
        "#search, #filter-unit, #reset, #save-corrected, #theme, #keys, [role=tab], form.correction, #timeline, #matrix"
    )
    for control in reader.page.locator(hidden).all():
        expect(control).to_be_hidden()
    words = words_of(reader.page.pdf(prefer_css_page_size=True))
    for part in ("57/UBND-VP", "huẩn bị hội đua thuyền", "Nội dung nhiệm vụ", "Chủ trì", "Thời hạn"):
        assert "".join(part.split()) in words, part
    for number in EVERY:
        assert "".join(reader.task(number).locator(".words").text_content().split()) in words


def words_of(pdf: bytes) -> str:
    """The text of a PDF file without white space, which pages and cells break anew."""
    import pypdfium2  # noqa: PLC0415 - belongs to an extra

    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
    return unicodedata.normalize("NFC", "".join("".join(pages).split()))


def test_a_filtered_print_says_so(reader: Reader) -> None:
    reader.filter_by("filter-kind", "prohibition")
    reader.page.emulate_media(media="print")
    assert reader.numbers() == [4]
    printed = reader.page.locator("body").inner_text()
    assert "1/8" in printed
    assert "Việc không được làm" in printed


def test_nothing_is_wider_than_a_narrow_telephone(opens: Opens, path: Path) -> None:
    reader = opens(path, size=NARROW, has_touch=True, is_mobile=True)
    reader.correct(1)
    wide = "[document.documentElement.scrollWidth, window.innerWidth]"
    for view in ("tasks", "text", "timeline", "matrix", "findings", "corrections"):
        reader.look_at(view)
        assert reader.page.evaluate(wide) == [NARROW[0], NARROW[0]], view
    reader.look_at("tasks")
    sizes = (
        "(fields) => fields.filter((field) => field.checkVisibility()).map((field) => getComputedStyle(field).fontSize)"
    )
    fields = reader.page.locator("input:not([type=checkbox]), select").evaluate_all(sizes)
    assert fields
    assert all(float(size.removesuffix("px")) >= 16 for size in fields), (
        "telephones zoom into a field of smaller letters"
    )
    reader.page.keyboard.press("?")
    assert reader.page.evaluate(wide) == [NARROW[0], NARROW[0]]


def test_a_view_begins_at_its_top_on_a_telephone(opens: Opens, path: Path) -> None:
    reader = opens(path, size=NARROW, has_touch=True, is_mobile=True)
    for view in ("timeline", "matrix", "text", "findings"):
        reader.look_at("tasks")
        reader.task(8).scroll_into_view_if_needed()
        reader.look_at(view)
        panel = reader.page.locator(f"#panel-{view}").bounding_box()
        assert panel is not None
        assert 0 <= panel["y"] < NARROW[1] / 2, view


def test_a_long_title_leaves_room_for_the_tasks(opens: Opens, page_of: PageOf, result: dict[str, Any]) -> None:
    long = result["document"] | {"subject": "chuẩn bị hội đua thuyền " * 50}
    page = page_of(result | {"document": long})
    for size in (LAPTOP, TELEPHONE):
        head = opens(page, size=size).page.locator("header").first.bounding_box()
        assert head is not None
        assert head["height"] < size[1] / 3, size


def test_numbers_of_the_timeline_do_not_cover_each_other(opens: Opens, path: Path) -> None:
    for size in (LAPTOP, NARROW):
        reader = opens(path, size=size, today="2026-08-04T09:00:00+07:00")
        reader.look_at("timeline")
        boxes = reader.page.locator("#timeline").locator(".dot, .date").all()
        places = [
            (place["x"], place["y"], place["width"], place["height"]) for box in boxes if (place := box.bounding_box())
        ]
        covered = [
            (one, other)
            for at, one in enumerate(places)
            for other in places[:at]
            if one[0] + 2 < other[0] + other[2]
            and other[0] + 2 < one[0] + one[2]
            and one[1] + 2 < other[1] + other[3]
            and other[1] + 2 < one[1] + one[3]
        ]
        assert covered == [], size


def test_light_and_dark_follow_the_system_until_a_reader_chooses(opens: Opens, path: Path) -> None:
    def is_dark() -> bool:
        colour = reader.page.locator("body").evaluate(
            "() => getComputedStyle(document.documentElement).backgroundColor"
        )
        return sum(map(int, re.findall(r"\d+", colour)[:3])) < 3 * 128

    reader = opens(path, scheme="dark")
    assert is_dark()
    reader.filter_by("theme", "light")
    assert not is_dark()
    reader.reload()
    assert not is_dark()
    reader.filter_by("theme", "")
    assert is_dark()


def test_without_scripts_the_page_is_still_read(opens: Opens, path: Path) -> None:
    reader = opens(path, java_script_enabled=False)
    expect(reader.page.locator(".text")).to_be_visible()
    expect(reader.page.locator("li[data-task]")).to_have_count(8)
    expect(reader.page.locator("noscript p")).to_contain_text("Trình duyệt không chạy kịch bản")
    for control in ("#search", "#save-corrected", "#theme", "#tab-tasks"):
        expect(reader.page.locator(control)).to_be_hidden()
    expect(reader.task(1).locator(".details")).to_contain_text("Nơi nhận báo cáo")
    for closed in (reader.task(1).locator(".details"), reader.page.locator("#findings li").first):
        expect(closed).to_be_visible()
