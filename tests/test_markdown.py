"""A Markdown report as GitHub shows it: tables or task lists, every text as it is, and nobody called by it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import cmarkgfm
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parchk.wording import one_line
from parchk.write import FORMATS, Style

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Finished
    from parchk.models import Directive, Task

TABLES = Style()
LIST = Style(checklist=True)
MENTION = re.compile(r"(?<!\w)@\w|#\d|\bGH-\d", re.IGNORECASE)


def page(*results: Directive, style: Style = TABLES) -> str:
    """The report as GitHub's own program renders it."""
    shown: str = cmarkgfm.github_flavored_markdown_to_html(FORMATS["md"](results, style).decode())
    return shown


def words(shown: str) -> str:
    """What a reader sees of it, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", shown)).split())


def items(*results: Directive, style: Style = LIST) -> list[str]:
    return re.findall(r'<li><input type="checkbox" disabled="" /> (.*?)</li>', page(*results, style=style), re.DOTALL)


def having(directive: Directive, **changed: object) -> Directive:
    task: Task = directive.tasks[0].model_copy(update=changed)
    return directive.model_copy(update={"tasks": [task]})


def columns(shown: str) -> list[str]:
    return re.findall("<th>(.*?)</th>", shown.partition("</table>")[0])


# Tables


def test_a_table_stands_under_each_heading_of_the_document(directive: Directive) -> None:
    shown = page(directive)
    assert re.findall("<h[12]>(.*?)</h", shown) == [
        "rà soát vị trí việc làm",
        "1. Phòng Nội vụ",
        "Nhiệm vụ",
        "Điểm cần xem lại",
    ]
    assert shown.count("<table>") == 2


def test_columns_that_nothing_fills_are_left_out(directive: Directive) -> None:
    always = ["STT", "Mục", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn"]
    assert columns(page(having(directive, units=[], deliverables=[]))) == always
    assert columns(page(directive)) == [*always[:5], "Nơi nhận báo cáo", "Thời hạn", "Sản phẩm"]


def test_all_tables_of_a_document_have_the_same_columns(directive: Directive) -> None:
    tables = page(directive).split("</table>")[:-1]
    assert len({tuple(columns(table)) for table in tables}) == 1


def test_several_documents_have_a_heading_each(directive: Directive) -> None:
    assert page(directive, directive).count("<h1>") == 2


# Task lists


def test_a_checklist_has_an_item_to_tick_off_for_each_task(directive: Directive) -> None:
    first, second = items(directive)
    assert first == (
        "Xây dựng phương án | sắp xếp, báo cáo UBND huyện. — <strong>Phòng Nội vụ</strong>"
        " · Thời hạn: trước 20/8/2022; trong 05 ngày làm việc kể từ ngày ký;"
        " trước ngày 10 của tháng (từ 01/9/2022)"
        " · Đơn vị phối hợp: Phòng A; Phòng B · Nơi nhận báo cáo: UBND huyện · Sản phẩm: phương án · Mục: 1/a"
    )
    assert second == "Không để xảy ra sai sót. — Mục: 2"


def test_a_checklist_has_headings_and_no_tables(directive: Directive) -> None:
    shown = page(directive, style=LIST)
    assert "<h2>1. Phòng Nội vụ</h2>" in shown
    assert "<table>" not in shown


def test_a_checklist_in_english(directive: Directive) -> None:
    (first, _) = items(directive, style=Style(lang="en", checklist=True))
    assert "<strong>Phòng Nội vụ</strong> · Deadline: before 2022-08-20" in first


def test_a_task_without_anything_is_an_item(directive: Directive) -> None:
    assert items(having(directive, units=[], deadlines=[], deliverables=[], section="")) == [
        "Xây dựng phương án | sắp xếp, báo cáo UBND huyện."
    ]


# Texts


@pytest.mark.parametrize(
    "text",
    ["@vanphong báo cáo", "nhóm @so/noi-vu", "việc #12", "xem so/kho#7", "GH-30 và gh-31", "(@an)", "#1"],
)
def test_nobody_is_called_and_no_issue_is_linked(directive: Directive, text: str) -> None:
    result = having(directive, text=text, units=[])
    for shown in (page(result), page(result, style=LIST)):
        assert MENTION.search(words(shown)) is None
        assert text in words(shown).replace("\u200b", "")


@pytest.mark.parametrize(
    "address",
    ["vanphong@songtranh.gov.vn", "https://songtranh.gov.vn/tin_tuc/@nguoi_dan?a=1&b=_2", "http://a.vn/#12"],
)
def test_addresses_stay_as_they_are(directive: Directive, address: str) -> None:
    shown = page(having(directive, text=f"gửi về {address} đúng hạn"))
    assert f">{html.escape(address)}</a>" in shown


@pytest.mark.parametrize(
    "text",
    [
        "[x] đã làm",
        "- [ ] chưa làm",
        "1. một",
        "*a* _b_ __c__ ~~d~~ `e` a_b_c",
        "<script>alert(1)</script>",
        "<!-- ẩn -->",
        "![ảnh](http://x.example/a.png)",
        "a | b \\| c",
        "&lt; &amp; &#64; R&D",
        "$5 và $6, 5%, !7, %8, &9, ~10",
        "dòng\n\n# tiêu đề\n---",
        "[^1] và [a]: b",
    ],
)
@pytest.mark.parametrize("style", [TABLES, LIST], ids=["table", "checklist"])
def test_markup_in_a_text_is_text(directive: Directive, text: str, style: Style) -> None:
    unit = directive.tasks[0].units[0].model_copy(update={"name": text})
    shown = page(having(directive, text=text, units=[unit]), style=style)
    assert words(shown).replace("\u200b", "").count(one_line(text)) == 2
    assert not re.search(r"<(?:script|img|em|code|del|h3|ol|hr)\b", shown)


@given(text=st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_shown_as_it_is(directive: Directive, text: str) -> None:
    text = text.encode(errors="replace").decode()
    (item,) = items(having(directive, text=f"a {text} z", units=[], deadlines=[], deliverables=[], section=""))
    assert words(item).replace("\u200b", "") == " ".join(one_line(f"a {text} z").replace("\u200b", "").split())


# On the command line


def test_a_checklist_from_the_command_line(extracted: Callable[..., Finished]) -> None:
    text = extracted("--format", "md", "--checklist").text
    assert text.count("\n- [ ] ") == 5
