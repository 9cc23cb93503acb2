"""Corrections on the page: made, kept, taken back, saved, and read by every command."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from page.boat_race import TEXT
from page.reader import add_unit, remove

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Finished
    from page.reader import Reader

    Parchk = Callable[..., Finished]
    Opens = Callable[..., Reader]
    PageOf = Callable[..., Path]

pytestmark = pytest.mark.slow


def test_what_nobody_corrected_is_saved_as_it_was_extracted(reader: Reader, result: dict[str, Any]) -> None:
    name, data = reader.save()
    assert name == "hoi-dua.txt.json"
    assert json.loads(data) == result
    assert list(json.loads(data)) == list(result)


def test_numbers_are_saved_as_they_were_written(
    opens: Opens, page_of: PageOf, result: dict[str, Any], parchk: Parchk, tmp_path: Path
) -> None:
    target = {"text": "95,0%", "comparison": ">=", "value": 95.0, "unit": "%", "span": [0, 1]}
    many = target | {"value": 12345678901234567890}
    task = result["tasks"][0] | {"confidence": 1.0, "targets": [target, many]}
    reader = opens(page_of(result | {"tasks": [task], "findings": []}))
    _, data = reader.save()
    (tmp_path / "saved.json").write_bytes(data)
    before = parchk("convert", tmp_path / "results.jsonl", "--to", "json").data
    assert parchk("convert", tmp_path / "saved.json", "--to", "json").data == before


def test_a_lead_is_replaced_by_a_unit_of_the_document(reader: Reader, result: dict[str, Any]) -> None:
    form = reader.correct(2)
    remove(form, "Phòng Kinh tế")
    add_unit(form, "lead", "công an xã")
    task = reader.saved()["tasks"][1]
    known = next(unit for unit in result["tasks"][4]["units"] if unit["role"] == "lead")
    assert task["units"] == [known | {"source": "correction"}]
    assert task["corrected"] == ["units"]
    assert list(task) == [*list(result["tasks"][1]), "corrected"]
    reader.page.locator("#filter-unit").select_option(label="Công an xã")
    assert reader.numbers() == [2, 5]


def test_a_unit_that_the_document_does_not_name_is_written_freely(reader: Reader) -> None:
    form = reader.correct(6)
    form.locator("[name=lead]").fill("  Ban Tổ chức   Hội đua - Đội 2 ")
    form.locator("[name=lead]").press("Enter")
    (unit,) = reader.saved()["tasks"][5]["units"]
    assert unit == {
        "role": "lead",
        "name": "Ban Tổ chức Hội đua - Đội 2",
        "text": "Ban Tổ chức Hội đua - Đội 2",
        "key": "ban-to-chuc-hoi-dua-doi-2",
        "span": None,
        "source": "correction",
    }
    assert "Ban Tổ chức Hội đua - Đội 2" in reader.page.locator("#filter-unit option").all_inner_texts()


def test_tone_marks_tell_units_apart(reader: Reader) -> None:
    form = reader.correct(6)
    add_unit(form, "lead", "phong kinh te")
    add_unit(form, "lead", "Phòng Kính tế")
    assert [unit["name"] for unit in reader.saved()["tasks"][5]["units"]] == ["Phòng Kinh tế", "Phòng Kính tế"]


def test_units_that_are_not_the_same_are_counted_apart(reader: Reader) -> None:
    names = ["Thôn Lạng", "Thôn Láng", "***", "財政部"]
    for number, name in enumerate([*names, "Thôn Láng.", "thôn láng"], 1):
        add_unit(reader.correct(number), "coordinate", name)
    for number, name in enumerate(names, 1):
        reader.page.locator("#filter-unit").select_option(label=name)
        assert reader.numbers() == ([2, 5, 6] if name == "Thôn Láng" else [number])
    reader.page.locator("#reset").click()
    for number, name in ((6, "***"), (8, "***")):
        add_unit(reader.correct(number), "lead", name)
    remove(reader.correct(5), "Công an xã")
    reader.look_at("matrix")
    for row in ("***, Tổng: 2", "Không nêu đơn vị chủ trì, Tổng: 1"):
        expect(reader.page.get_by_role("button", name=row, exact=True)).to_be_visible()


def test_coordinating_units_are_added_after_the_others_of_their_role(reader: Reader) -> None:
    form = reader.correct(1)
    add_unit(form, "coordinate", "Trạm Y tế xã")
    add_unit(form, "coordinate", "Trạm Y tế xã")  # twice is once
    add_unit(form, "coordinate", "")
    units = [(unit["role"], unit["name"], unit["source"]) for unit in reader.saved()["tasks"][0]["units"]]
    assert units == [
        ("lead", "Phòng Kinh tế", "heading"),
        ("coordinate", "Phòng Văn hóa - Xã hội", "sentence"),
        ("coordinate", "Trạm Y tế xã", "correction"),
        ("report_to", "UBND xã", "sentence"),
    ]
    expect(reader.task(1).locator(".coordinate-units")).to_contain_text("Phòng Văn hóa - Xã hội; Trạm Y tế xã")


def test_deadlines_are_written_as_people_write_them(reader: Reader) -> None:
    form = reader.correct(4)
    for bound, start, due in (
        ("until", "", "2026-02-05"),
        ("before", "", "2026-08-15"),
        ("within", "2026-09-01", "2026-12-31"),
        ("within", "2026-09-01", "2026-08-31"),  # ends before it begins
        ("until", "", ""),
    ):
        form.locator("[name=bound]").select_option(bound)
        if start:
            form.locator("[name=start]").fill(start)
        form.locator("[name=due]").fill(due)
        form.locator("[name=add-deadline]").click()
    task = reader.saved()["tasks"][3]
    by_hand = {"span": None, "source": "correction"}
    assert task["deadlines"] == [
        {"kind": "by", "text": "đến hết ngày 05/02/2026", "due": "2026-02-05", "inclusive": True, **by_hand},
        {"kind": "by", "text": "trước ngày 15/8/2026", "due": "2026-08-15", "inclusive": False, **by_hand},
        {
            "kind": "period",
            "text": "từ ngày 01/9/2026 đến ngày 31/12/2026",
            "start": "2026-09-01",
            "due": "2026-12-31",
            **by_hand,
        },
    ]
    assert (task["corrected"], task["routine"]) == (["deadlines"], False)
    reader.look_at("timeline")
    expect(reader.page.locator("#timeline [aria-label^='Nhiệm vụ 4, 14/8/2026']")).to_be_visible()


def test_a_wrong_deadline_is_taken_away(reader: Reader) -> None:
    form = reader.correct(1)
    remove(form, "trước 01/8/2026")
    task = reader.saved()["tasks"][0]
    assert (task["deadlines"], task["corrected"]) == ([], ["deadlines"])
    reader.filter_by("filter-time", "none")
    assert reader.numbers() == [1, 4, 6, 8]


def test_the_kind_is_chosen_anew(reader: Reader, result: dict[str, Any]) -> None:
    reader.correct(6).locator("[name=kind]").select_option("conditional")
    task = reader.saved()["tasks"][5]
    assert task == result["tasks"][5] | {"kind": "conditional", "corrected": ["kind"]}
    reader.filter_by("filter-kind", "conditional")
    assert reader.numbers() == [6, 8]


def test_what_is_no_task_leaves_the_list_of_tasks_and_is_accounted_for(reader: Reader, result: dict[str, Any]) -> None:
    reader.correct(6).locator("[name=not-a-task]").check()
    corrected = reader.saved()
    dropped = result["tasks"][5]
    assert corrected["tasks"] == [task for task in result["tasks"] if task != dropped]
    assert [finding["task"] for finding in result["findings"]] == [dropped["id"]]
    assert corrected["findings"] == []
    before, after = result["coverage"], corrected["coverage"]
    assert after["tasks"] == before["tasks"] - 1
    assert after["other"] == before["other"] + 1
    assert after["sentences"] == before["sentences"]
    added = {"sort": "correction", "reason": "", "span": dropped["span"]}
    assert after["not_tasks"] == sorted([*before["not_tasks"], added], key=lambda part: part["span"])


def test_corrections_are_taken_back_one_by_one_and_all_together(reader: Reader, result: dict[str, Any]) -> None:
    reader.correct(6).locator("[name=not-a-task]").check()
    reader.correct(4).locator("[name=kind]").select_option("action")
    add_unit(reader.correct(4), "lead", "Công an xã")
    add_unit(reader.correct(3), "coordinate", "Công an xã")
    remove(reader.correct(1), "trước 01/8/2026")
    expect(reader.page.locator("#corrected-count")).to_have_text("5")
    reader.correct(4).locator("[name=undo]").click()
    expect(reader.page.locator("#corrected-count")).to_have_text("3")
    assert reader.saved()["tasks"][3] == result["tasks"][3]
    reader.look_at("corrections")
    reader.page.locator("#corrections").get_by_role("button", name="Hoàn tác: Nhiệm vụ 6").click()
    assert reader.saved()["tasks"][5] == result["tasks"][5]
    reader.page.locator("#undo-all").click()
    expect(reader.page.locator("#corrected-count")).to_have_text("0")
    assert reader.saved() == result


def test_corrections_are_shown_where_they_were_made(reader: Reader) -> None:
    reader.correct(4).locator("[name=kind]").select_option("action")
    reader.correct(6).locator("[name=not-a-task]").check()
    expect(reader.task(4)).to_contain_text("đã sửa: loại")
    expect(reader.task(6)).to_contain_text("đã sửa: không phải nhiệm vụ")
    reader.look_at("corrections")
    assert reader.page.locator("#corrections li").count() == 2
    reader.page.locator("#corrections").get_by_role("button", name="Nhiệm vụ 4").first.click()
    assert reader.current() == [4]


def test_corrections_outlive_a_reload(reader: Reader, result: dict[str, Any]) -> None:
    reader.correct(4).locator("[name=kind]").select_option("action")
    add_unit(reader.correct(6), "lead", "Ban Tổ chức")
    before = reader.saved()
    reader.reload()
    expect(reader.page.locator("#corrected-count")).to_have_text("2")
    expect(reader.task(6).locator(".lead-units")).to_contain_text("Ban Tổ chức")
    assert reader.saved() == before
    reader.correct(4).locator("[name=undo]").click()
    reader.correct(6).locator("[name=undo]").click()
    reader.reload()
    assert reader.saved() == result


def test_without_storage_the_page_works_and_says_what_is_lost(opens: Opens, path: Path, result: dict[str, Any]) -> None:
    reader = opens(path, storage=False)
    reader.filter_by("filter-kind", "prohibition")
    assert reader.numbers() == [4]
    reader.filter_by("theme", "dark")
    reader.correct(4).locator("[name=kind]").select_option("action")
    reader.look_at("corrections")
    expect(reader.page.locator("#not-kept")).to_be_visible()
    reader.reload()
    assert reader.held_back == 1
    reader.page.locator("#reset").click()
    reader.correct(4).locator("[name=kind]").select_option("conditional")
    assert reader.saved()["tasks"][3]["kind"] == "conditional"
    reader.reload()
    assert reader.held_back == 1  # it was saved
    assert reader.saved() == result


def test_corrected_results_are_read_by_every_command(
    reader: Reader, parchk: Parchk, opens: Opens, document: Path, tmp_path: Path
) -> None:
    remove(reader.correct(1), "Phòng Văn hóa - Xã hội")
    remove(reader.correct(2), "Phòng Kinh tế")
    add_unit(reader.correct(2), "lead", "Ban Tổ chức")
    remove(reader.correct(3), "đến hết 03/8/2026")
    reader.correct(4).locator("[name=kind]").select_option("action")
    reader.correct(6).locator("[name=not-a-task]").check()
    _, data = reader.save()
    corrected = tmp_path / "hoi-dua.gold.json"
    corrected.write_bytes(data)
    (tmp_path / "hoi-dua.txt").write_bytes(document.read_bytes())

    rows = parchk("convert", corrected, "--to", "csv")
    assert (rows.code, rows.errors) == (0, "")
    assert len(rows.text.splitlines()) == 1 + 7
    assert "Ban Tổ chức" in rows.text
    again = json.loads(parchk("convert", corrected, "--to", "json").data)
    assert again == json.loads(data)

    compared = parchk("eval", tmp_path, "--format", "json")
    assert compared.code == 0, compared.errors
    figures = {
        row: (counts["hit"], counts["gold"], counts["found"])
        for row, counts in json.loads(compared.data)["figures"].items()
    }
    # hits, as the reader has it, as it was extracted
    assert figures["tasks"] == (7, 7, 8)
    assert figures["lead units"] == (6, 7, 7)
    assert figures["lead exact"] == (6, 7, 7)
    assert figures["coordinating units"] == (0, 0, 1)
    assert figures["deadlines"] == (4, 4, 5)
    assert figures["kind"] == (6, 7, 7)
    same = {"report channel", "sections", "citations", "document fields", "address lists"}
    assert {row for row, (hit, gold, found) in figures.items() if hit == gold == found} == same

    made = parchk("convert", corrected, "--to", "html", "-o", tmp_path / "again.html")
    assert made.code == 0, made.errors
    reopened = opens(tmp_path / "again.html")
    assert len(reopened.numbers()) == 7
    expect(reopened.task(2)).to_contain_text("đã sửa: đơn vị")
    expect(reopened.task(2).locator(".lead-units")).to_contain_text("Ban Tổ chức")
    assert reopened.saved() == json.loads(data)


def test_what_a_result_holds_already_is_no_correction_any_more(reader: Reader, parchk: Parchk, tmp_path: Path) -> None:
    """The page of the saved result, opened in the browser that remembers how it was corrected."""
    add_unit(reader.correct(2), "lead", "Ban Tổ chức")
    reader.correct(6).locator("[name=not-a-task]").check()
    _, data = reader.save()
    corrected = tmp_path / "corrected.html"
    assert parchk("convert", "-", "-o", corrected, stdin=data).code == 0
    reader.turn_to(corrected)
    assert len(reader.numbers()) == 7
    expect(reader.page.locator("#corrected-count")).to_have_text("0")
    expect(reader.task(2)).to_contain_text("đã sửa: đơn vị")
    reader.correct(4).locator("[name=kind]").select_option("action")
    again = reader.saved()
    assert again["tasks"][3]["corrected"] == ["kind"]
    assert again["tasks"][1] == json.loads(data)["tasks"][1]


def test_a_task_that_was_dropped_and_saved_can_be_made_again(
    reader: Reader, result: dict[str, Any], parchk: Parchk, tmp_path: Path
) -> None:
    reader.correct(2).locator("[name=not-a-task]").check()
    _, data = reader.save()
    dropped, again = reader.path, tmp_path / "again.html"
    assert parchk("convert", "-", "-o", again, stdin=data).code == 0
    reader.turn_to(again)
    make_task(reader, "correction")
    item = reader.task("+1")
    expect(item.locator(".corrected")).to_have_text("đã sửa: thêm nhiệm vụ")
    assert item.evaluate("(item) => item.classList.contains('no-task')") is False
    reader.filter_by("filter-role", "no-lead")
    assert "+1" in reader.numbers()
    made = reader.saved()
    assert [task["span"] for task in made["tasks"]] == [task["span"] for task in result["tasks"]]
    # It was the reader's last word, on the first page too.
    reader.turn_to(dropped)
    assert reader.saved() == result


def test_a_page_of_a_saved_result_leaves_the_first_page_its_corrections(
    reader: Reader, parchk: Parchk, tmp_path: Path
) -> None:
    reader.correct(2).locator("[name=not-a-task]").check()
    make_task(reader, "lead-in")
    _, data = reader.save()
    first, again = reader.path, tmp_path / "again.html"
    assert parchk("convert", "-", "-o", again, stdin=data).code == 0
    reader.turn_to(again)
    expect(reader.page.locator("#corrected-count")).to_have_text("0")
    reader.correct(1).locator("[name=kind]").select_option("prohibition")
    later = reader.saved()
    reader.turn_to(first)
    expect(reader.page.locator("#corrected-count")).to_have_text("3")
    assert reader.saved() == later


def test_results_of_one_document_are_corrected_together(opens: Opens, page_of: PageOf, result: dict[str, Any]) -> None:
    reader = opens(page_of(result, result))
    each = len(result["tasks"])
    make_task(reader, "lead-in")
    assert len(reader.numbers()) == 2 * (each + 1)
    assert {"+1", "+2"} <= set(reader.numbers())
    expect(reader.page.locator("#corrected-count")).to_have_text("2")
    _, data = reader.save()
    first, second = map(json.loads, data.decode().splitlines())
    assert first == second
    assert len(first["tasks"]) == each + 1
    reader.look_at("corrections")
    reader.page.locator("#corrections").get_by_role("button", name="Hoàn tác").first.click()
    expect(reader.page.locator("#corrected-count")).to_have_text("0")
    assert len(reader.page.locator("li[data-task]").all()) == 2 * each


UNIT = {"role": "lead", "name": "x", "text": "x", "key": "x", "span": None, "source": "correction"}
TIME = {"kind": "by", "text": "x", "due": "2026-08-01", "inclusive": True, "span": None, "source": "correction"}


@pytest.mark.parametrize(
    "own",
    [
        "abc",
        5,
        None,
        [1],
        {"foo": 1, "isTask": "no"},
        {"kind": "nonsense"},
        {"units": 5},
        {"units": [UNIT, None]},
        {"units": [UNIT | {"role": "boss"}]},
        {"units": [UNIT | {"span": [1]}]},
        {"units": [UNIT | {"more": "x"}]},
        {"deadlines": [{key: value for key, value in TIME.items() if key != "span"}]},
        {"deadlines": [TIME | {"due": 5}]},
        {"deadlines": [TIME | {"due": "2026-02-30"}]},
    ],
    ids=str,
)
def test_what_is_no_correction_is_not_taken_from_the_browser(reader: Reader, result: dict[str, Any], own: Any) -> None:
    """Every page that is opened from a disk can write to the same storage."""
    keep(reader, result["tasks"][0], json.dumps(own))
    expect(reader.page.locator("#corrected-count")).to_have_text("0")
    assert reader.saved() == result


def test_a_storage_that_holds_something_else_is_written_anew(reader: Reader, result: dict[str, Any]) -> None:
    for stored in ("abc", "null", "5", "[1]", '"x"', ""):
        keep(reader, result["tasks"][3], stored)
        reader.correct(4).locator("[name=kind]").select_option("action")
        expect(reader.page.locator("#not-kept")).to_be_hidden()
        expect(reader.page.locator("#corrected-count")).to_have_text("1")
        reader.reload()
        expect(reader.page.locator("#corrected-count")).to_have_text("1")


def test_corrections_of_what_was_extracted_otherwise_are_kept(reader: Reader, result: dict[str, Any]) -> None:
    """Another version may read other times: those that the reader left alone stay as they were kept."""
    time = {"kind": "relative", "text": "sau 05 ngày", "duration": "P5D", "span": [3, 9], "source": "sentence"}
    task = result["tasks"][0]
    keep(reader, task, json.dumps({"deadlines": [time]}))
    expect(reader.task(1).locator(".due")).to_contain_text("sau 05 ngày")
    assert reader.saved()["tasks"][0]["deadlines"] == [time]


def keep(reader: Reader, task: dict[str, Any], stored: str) -> None:
    """Put something where the correction of a task is kept, and open its page again."""
    key = f"parchk {sha256(TEXT.encode()).hexdigest()} {task['id']}"
    reader.page.evaluate("([key, stored]) => localStorage.setItem(key, stored)", [key, stored])
    reader.reload()


def make_task(reader: Reader, why: str) -> None:
    """Make a task of the first part of the text that is none for this reason."""
    reader.page.locator(f".text .grey[data-why={why}]").first.click(position={"x": 4, "y": 8})
    reader.page.locator("#toast").get_by_role("button").click()


def test_two_windows_do_not_lose_each_others_corrections(reader: Reader) -> None:
    first, second = reader.page, reader.context.new_page()
    reader.watch(second)
    second.goto(reader.path.as_uri())
    for reader.page, number in ((first, 2), (second, 3), (first, 5)):
        reader.correct(number).locator("[name=kind]").select_option("prohibition")
    first.reload()
    expect(first.locator("#corrected-count")).to_have_text("3")
    reader.filter_by("filter-kind", "prohibition")
    assert reader.numbers() == [2, 3, 4, 5]


def test_a_sentence_that_was_overlooked_becomes_a_task(reader: Reader, result: dict[str, Any]) -> None:
    make_task(reader, "lead-in")
    assert "+1" in reader.numbers()
    item = reader.page.locator("li[data-task]", has_text="Thực hiện Kế hoạch số 12/KH-UBND")
    add_unit(item.locator("form"), "lead", "Phòng Kinh tế")
    corrected = reader.saved()
    assert len(corrected["tasks"]) == len(result["tasks"]) + 1
    task = corrected["tasks"][0]
    start, end = task["span"]
    assert TEXT[start:end] == task["text"]
    assert task["text"].startswith("Thực hiện Kế hoạch số 12/KH-UBND")
    assert [(unit["role"], unit["name"]) for unit in task["units"]] == [("lead", "Phòng Kinh tế")]
    assert corrected["coverage"]["tasks"] == result["coverage"]["tasks"] + 1
    reader.reload()
    assert reader.saved() == corrected
    reader.look_at("corrections")
    reader.page.locator("#undo-all").click()
    assert reader.saved() == result


# Several documents, one without its text, none at all


def test_several_documents_share_a_page(
    opens: Opens, page_of: PageOf, result: dict[str, Any], other: dict[str, Any], parchk: Parchk
) -> None:
    reader = opens(page_of(result, other))
    each = [len(result["tasks"]), len(other["tasks"])]
    assert len(reader.numbers()) == sum(each)
    for number, count in enumerate(each):
        reader.filter_by("document", str(number))
        assert len(reader.numbers()) == count
        assert [article.is_visible() for article in reader.page.locator("article").all()] == [number == 0, number == 1]
    reader.filter_by("document", "")
    second = reader.page.locator("li[data-document='1'] .words").first
    second.click()
    form = reader.page.locator("li[data-document='1'] form").first
    reader.page.locator("li[data-document='1'] summary").first.click()
    form.locator("[name=kind]").select_option("conditional")
    name, data = reader.save()
    assert name.endswith(".jsonl")
    lines = [json.loads(line) for line in data.decode().splitlines()]
    assert lines[0] == result
    assert lines[1]["tasks"][0] == other["tasks"][0] | {"kind": "conditional", "corrected": ["kind"]}
    assert parchk("convert", "-", "--to", "jsonl", stdin=data).code == 0


def test_a_result_without_its_text_says_how_to_get_it(opens: Opens, page_of: PageOf, other: dict[str, Any]) -> None:
    reader = opens(page_of(other))
    expect(reader.page.locator("#panel-text")).to_contain_text("--with-text")
    assert len(reader.numbers()) == len(other["tasks"])
    reader.open(2)
    assert reader.current() == [2]
    reader.look_at("timeline")
    expect(reader.page.locator("#timeline [data-open]").first).to_be_visible()
    assert reader.saved() == other


def test_a_document_without_tasks_is_a_page_too(opens: Opens, parchk: Parchk, tmp_path: Path) -> None:
    (tmp_path / "trống.txt").write_text("", "utf-8")
    done = parchk("extract", tmp_path / "trống.txt", "-o", tmp_path / "trống.html")
    assert done.code == 0, done.errors
    reader = opens(tmp_path / "trống.html")
    assert reader.numbers() == []
    expect(reader.page.locator("#panel-tasks")).to_contain_text("Không có nhiệm vụ nào.")
    for view in ("timeline", "matrix", "findings", "corrections", "tasks"):
        reader.look_at(view)
    reader.page.keyboard.press("j")
    assert reader.saved()["tasks"] == []


def test_the_page_speaks_english(opens: Opens, page_of: PageOf, result: dict[str, Any]) -> None:
    reader = opens(page_of(result, options=("--lang", "en")))
    assert reader.page.locator("html").get_attribute("lang") == "en"
    assert reader.page.locator(".text").get_attribute("lang") == "vi"
    expect(reader.page.locator("#shown")).to_have_text("Tasks shown: 8 of 8")
    expect(reader.task(1)).to_contain_text("before 2026-08-01")
    form = reader.correct(2)
    form.locator("[name=due]").fill("2026-08-30")
    form.locator("[name=add-deadline]").click()
    expect(reader.task(2)).to_contain_text("until 2026-08-30")
    # The words of a deadline are the document's language, whatever the reader's is.
    assert reader.saved()["tasks"][1]["deadlines"][1]["text"] == "đến hết ngày 30/8/2026"
    reader.look_at("findings")
    expect(reader.page.locator("#findings")).to_contain_text("Nobody is named who is to carry out this task.")
