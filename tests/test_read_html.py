"""HTML pages are read as a browser shows them."""

from __future__ import annotations

import pytest

from parchk.errors import InputError
from parchk.limits import Limits
from parchk.read.html import read


def words(page: str | bytes) -> str:
    data = page.encode() if isinstance(page, str) else page
    return read(data, "a.html", Limits()).text


def lines(page: str) -> list[str]:
    return words(page).split("\n")[:-1]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>Rà soát\n  danh   sách</p><p>Báo cáo</p>", ["Rà soát danh sách", "Báo cáo"]),
        ("Không có thẻ nào", ["Không có thẻ nào"]),
        ("<p>Một<br>hai<br></p>ba", ["Một", "hai", "ba"]),
        ("<p>Một</p><p>&nbsp;</p><p>Hai</p>", ["Một", "", "Hai"]),
        ("<p>Một</p><p></p><p>Hai</p>", ["Một", "Hai"]),
        ("<p>A<b>B</b> <i> C</i></p>", ["AB C"]),
        ("<pre>a  b\n  c</pre>", ["a  b", "  c"]),
        ("<div style='white-space: pre-wrap'>a\nb</div>", ["a", "b"]),
        ("<p>X &amp; Y &lt;Z&gt; &#7844;</p>", ["X & Y <Z> Ấ"]),
        ("<p>dòng<sup>2</sup> và m<sup>x</sup></p>", ["dòng² và mx"]),
        ("<!-- không -->", []),
        ("", []),
    ],
)
def test_blocks_are_lines(page: str, expected: list[str]) -> None:
    assert lines(page) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>Ẩn</script>",
        "<style>p { color: red }</style>",
        "<noscript>Ẩn</noscript>",
        "<template>Ẩn</template>",
        "<nav>Ẩn</nav>",
        "<div role=navigation>Ẩn</div>",
        "<p hidden>Ẩn</p>",
        "<span style='DISPLAY: none'>Ẩn</span>",
        "<span style='mso-hide:all'>Ẩn</span>",
        "<div title=header><p>Ẩn</div>",
        "<!--[if gte mso 9]><p>Ẩn</p><![endif]-->",
    ],
)
def test_what_is_not_shown_is_no_text(hidden: str) -> None:
    assert lines(f"<p>Trước{hidden}</p>sau") in (["Trước", "sau"], ["Trướcsau"])


def test_what_a_rule_hides_may_be_shown_by_a_script() -> None:
    assert lines("<style>.tab { display: none }</style><p class=tab>Nội dung") == ["Nội dung"]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<ol><li>A<li>B</ol>", ["1. A", "2. B"]),
        ("<ol type=I start=3><li>A<li value=7>B<li>C</ol>", ["III. A", "VII. B", "VIII. C"]),
        ("<ol reversed><li>A<li>B</ol>", ["2. A", "1. B"]),
        ("<ol style='list-style-type: lower-alpha'><li>A</ol>", ["a. A"]),
        ("<style>ol.x{list-style:none}</style><ol class=x><li>1/ A</ol>", ["1/ A"]),
        ("<ul><li>A<li>- B</ul>", ["• A", "- B"]),
        ("<ol><li><p>A</p><p>a</p><ol type=a><li>B</ol><li>C</ol>", ["1. A", "a", "a. B", "2. C"]),
        ("<ol><li><ol><li>A</ol></ol>", ["1. 1. A"]),
        ("<ol><li></li><li>B</ol>", ["2. B"]),
        ("<ol start=x><li>A</ol>", ["1. A"]),
    ],
)
def test_items_have_the_number_that_the_browser_shows(page: str, expected: list[str]) -> None:
    assert lines(page) == expected


def test_the_number_of_a_list_of_word_stands_once() -> None:
    page = (
        "<p style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span "
        "style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>Rà soát</p>"
        "<p><![if !supportLists]><span style='font-family:Symbol'>·<span style='font:7.0pt \"Times New Roman\"'>"
        "&nbsp;&nbsp; </span></span><![endif]>Báo cáo</p>"
    )
    assert lines(page) == ["1. Rà soát", "• Báo cáo"]


ROWS = "<tr><td>STT<td>Việc<tr><td>1<td>Rà soát<br>kho"
CONTENT = ["| STT | Việc |", "| 1 | Rà soát<br>kho |"]


@pytest.mark.parametrize(
    "table",
    [
        f"<table border=1>{ROWS}</table>",
        f"<table rules=all>{ROWS}</table>",
        f"<table class='table table-bordered'>{ROWS}</table>",
        f"<style>@page {{ size: a4 }} td, p {{ border: solid windowtext 1.0pt }}</style><table>{ROWS}</table>",
        f"<style>/* }} */ table.k td {{ border-top: 1px solid }}</style><table class=k>{ROWS}</table>",
        f"<table>{ROWS}</table>".replace("<td>", "<td style='border-left: 1px solid red'>"),
        "<table><tr><th>STT<th>Việc<tr><th>1<td>Rà soát<br>kho</table>",
    ],
)
def test_a_table_with_lines_is_one_of_content(table: str) -> None:
    assert lines(table) == CONTENT


@pytest.mark.parametrize(
    "table",
    [
        f"<table>{ROWS}</table>",
        f"<table border=0>{ROWS}</table>",
        f"<table class=MsoTableGrid style='border: none'>{ROWS}</table>",
        f"<table border=1>{ROWS}</table>".replace("<td>", "<td style='border: none'>"),
    ],
)
def test_a_table_without_lines_is_layout(table: str) -> None:
    assert lines(table) == ["STT", "Việc", "1", "Rà soát", "kho"]


def test_cells_that_span_rows_and_columns() -> None:
    table = "<tr><td rowspan=2>A<td colspan=2>B<tr><td>C<td>D<tr><td>E"
    assert lines(f"<table border=1>{table}</table>") == ["| A | B |  |", "| A | C | D |", "| E |"]
    assert lines(f"<table>{table}</table>") == ["A", "B", "C", "D", "E"]


def test_a_table_in_a_cell() -> None:
    inner = f"<table border=1>{ROWS}</table>"
    assert lines(f"<table><tr><td>Trước{inner}<td>Sau</table>") == ["Trước", *CONTENT, "Sau"]


def test_footnotes_stand_at_the_end() -> None:
    word = (
        "<p>Kế hoạch<a href='#_ftn1' name='_ftnref1'><span>[1]</span></a> này.</p>"
        "<div id=ftn1><p><a href='#_ftnref1' name='_ftn1'><span>[1]</span></a> Đã sửa</p><p>hai lần.</p></div><p>Sau"
    )
    office = (
        "<p>Kế hoạch<a class=sdfootnoteanc href='#sdfootnote1sym'><sup>1</sup></a> này.</p>"
        "<div id=sdfootnote1><p><a href='#sdfootnote1anc'>1</a>Đã sửa</p><p>hai lần.</div><p>Sau"
    )
    for page in (word, office):
        assert lines(page) == ["Kế hoạch¹ này.", "Sau", "", "[1] Đã sửa hai lần."]


def test_menus_around_the_one_main_part_are_left_out() -> None:
    body = "<p>Nội dung của kế hoạch rất dài</p>"
    assert lines(f"<div>Trang chủ</div><main>{body}</main>") == ["Nội dung của kế hoạch rất dài"]
    assert lines(f"<div>Trang chủ</div><article>{body}</article>") == ["Nội dung của kế hoạch rất dài"]


def test_nothing_is_left_out_where_the_main_part_is_not_clear() -> None:
    assert lines("<main>Tin</main><p>Nội dung của kế hoạch rất dài") == ["Tin", "Nội dung của kế hoạch rất dài"]
    assert lines("<article>Một</article><article>Hai</article><p>Ba") == ["Một", "Hai", "Ba"]


def test_words_in_an_old_font_are_converted() -> None:
    page = "<meta charset=iso-8859-1><p>A <font face='.VnTime'>Uû ban nh©n d©n</font> <span {}>x·</span> x·"
    styled = page.format("style='font: 13pt \".VnTime\"'")
    assert words(styled.encode("cp1252")) == "A Uỷ ban nhân dân xã x·\n"


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        ("", "utf-8"),
        ("<meta charset=iso-8859-1>", "utf-8"),  # as portals say, and do not mean
        ("<meta http-equiv=Content-Type content='text/html; charset=windows-1258'>", "cp1258"),
        ("<?xml version='1.0' encoding='windows-1258'?>", "cp1258"),
        ("<meta charset=unicode>", "utf-8"),
    ],
)
def test_the_encoding(head: str, codec: str) -> None:
    page = f"{head}<p>Kính gửi: Sở Nội vụ"
    decomposed = page.replace("ử", "ư\u0309").replace("ở", "ơ\u0309").replace("ộ", "ô\u0323").replace("ụ", "u\u0323")
    reading = read((decomposed if codec == "cp1258" else page).encode(codec), "a.html", Limits())
    assert reading.encoding == codec
    assert reading.text.endswith("ội vụ\n" if codec == "utf-8" else "ô\u0323i vu\u0323\n")


def test_a_page_in_utf_16_says_so_by_its_mark() -> None:
    assert words("\ufeff<p>Sở Nội vụ".encode("utf-16-le")) == "Sở Nội vụ\n"


def test_bytes_of_no_known_encoding_are_refused() -> None:
    with pytest.raises(InputError, match=r"^a\.html is "):
        read(b"<p>\x81\x00\x01\xff\xfe", "a.html", Limits())


def test_nothing_outside_the_page_is_opened() -> None:
    page = "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><link rel=stylesheet href='file:///x'><p>A&x;B"
    assert "A&x;B" in words(page)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 5000 + "x",
        "<table><tr><td>" * 60 + "x",
        "<table border=1>" + f"<tr><td rowspan=65534>{'a' * 500}" * 600,
    ],
)
def test_a_page_that_would_exhaust_the_machine_is_refused(page: str) -> None:
    with pytest.raises(InputError, match=r"^a\.html (?:is an HTML page, but damaged|holds )"):
        read(page.encode(), "a.html", Limits(size=1_000_000))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>trước ngày <del>20/6</del><ins>30/6</ins></p>", ["trước ngày 30/6"]),
        ("<html><body><p>1. A</p></body></html><html><body><p>2. B</p></body></html>", ["1. A", "2. B"]),
        ("<p style='text-transform: uppercase'>tỉnh <b style='text-transform:none'>Lam</b></p>", ["TỈNH Lam"]),
    ],
)  # fmt: skip
def test_what_is_shown_counts(page: str, expected: list[str]) -> None:
    assert lines(page) == expected


def test_a_row_of_headings_makes_a_table_one_of_content() -> None:
    head = "<tr><th>Việc</th><th>Chủ trì</th><th>Hạn</th></tr>"
    row = "<tr><td>Rà soát</td><td></td><td>30/6</td></tr>"
    assert lines(f"<table>{head}{row}</table>") == ["| Việc | Chủ trì | Hạn |", "| Rà soát |  | 30/6 |"]
    assert lines(f"<table>{row}{row}</table>") == ["Rà soát", "30/6", "Rà soát", "30/6"]


def test_an_annex_beside_the_main_part_is_read() -> None:
    annex = "<div><p>Phòng Tài chính lập danh sách biên chế gửi huyện trước ngày 15/7.</p></div>"
    page = f"<body><article><p>{'Phòng Nội vụ rà soát hồ sơ. ' * 9}</p></article>{annex}</body>"
    assert len(lines(page)) == 2


def test_tracked_changes_are_noted() -> None:
    assert [note.code for note in read(b"<p><ins>A</ins></p>", "a.html", Limits()).notes] == ["tracked-changes"]
    assert read(b"<p><input>A</p>", "a.html", Limits()).notes == ()
