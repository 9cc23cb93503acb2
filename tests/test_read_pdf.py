"""A PDF document is read as a person reads its pages: order, paragraphs and tables by where the words stand."""

from __future__ import annotations

import hashlib
import random
import re
import shutil
import subprocess
import zlib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from parchk.errors import InputError
from parchk.limits import Limits
from parchk.read import read_bytes, read_path
from parchk.read.pdf import scan

LEFT, RIGHT, TOP = 85, 540, 780
A4 = (595, 842)

# Every character is half as wide as its size, a blank a quarter: lines can be counted out.
FONT = """<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [<< /Type /Font
/Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>
/DW 500 /W [32 [250]] /FontDescriptor << /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [0 -200 1000 900]
/ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >> >>] {to_unicode}>>"""
CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
1 beginbfrange <0000> <ffff> <0000> endbfrange endcmap end end"""


def stream(content: str, entries: str = "") -> str:
    return f"<< {entries} /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream"


def text(words: str, x: float = LEFT, y: float = TOP, size: float = 14, *, font: str = "F", more: str = "") -> str:
    return f"BT {more} /{font} {size} Tf 1 0 0 1 {x} {y} Tm <{words.encode('utf-16-be').hex()}> Tj ET\n"


def lines(*written: str, top: float = TOP, step: float = 18, size: float = 14) -> str:
    """Lines from the left margin; one that begins with ``>`` is indented as the first line of a paragraph."""
    drawn = ""
    for number, words in enumerate(written):
        y = top - step * number
        drawn += text(words.lstrip(">"), LEFT + 28 * words.startswith(">"), y, size)
        if words.endswith("gg"):
            drawn += text("g", RIGHT - size / 2, y, size)  # exactly at the margin
    return drawn


def width(words: str, size: float = 14) -> float:
    return sum(0.25 if sign == " " else 0.5 for sign in words) * size


def filled(words: str, x: float = LEFT, size: float = 14) -> str:
    """The words of a line, with a longer last one, so that it reaches the right margin."""
    return words + "g" * int((RIGHT - x - width(words, size)) / (size / 2))


def centred(words: str, middle: float, y: float, size: float = 13) -> str:
    return text(words, middle - width(words, size) / 2, y, size)


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {y0} m {x1} {y1} l S\n"


def grid(columns: Sequence[float], heights: Sequence[float]) -> str:
    return "".join(rule(x, heights[0], x, heights[-1]) for x in columns) + "".join(
        rule(columns[0], y, columns[-1], y) for y in heights
    )


def rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def pdf(*pages: str, fonts: Sequence[str] = (), annotations: str = "", kind: str = "Widget", **other: object) -> bytes:
    """A document of pages, each of them what is drawn on it; ``fonts`` are those beside /F, named /F1, /F2 …

    ``annotations`` is what an annotation of a ``kind`` on the first page shows. ``packed`` says that the pages are
    compressed, ``key`` encrypts the streams, ``trailer`` are entries of the trailer.
    """
    names = ["Times", *fonts]
    bodies = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    bodies.append(stream(CMAP))
    kids, used = [], []
    for number, name in enumerate(names):
        bodies.append(FONT.format(name=name, to_unicode="" if name == "Unmapped" else "/ToUnicode 3 0 R"))
        used.append(f"/F{number or ''} {len(bodies)} 0 R")
    field = 0
    if annotations:
        form = f"/Type /XObject /Subtype /Form /BBox [0 0 400 60] /Resources << /Font << {' '.join(used)} >> >>"
        bodies.append(stream(annotations, form))
        field = len(bodies)
    for page in pages:
        bodies.append(stream(page, "/Filter /FlateDecode" if other.get("packed") else ""))
        shown = (
            f"/Annots [<< /Type /Annot /Subtype /{kind} /FT /Sig /F 4 /Rect [85 740 485 800]"
            f" /AP << /N {field} 0 R >> >>]"
            if field and page == pages[0]
            else ""
        )
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A4[0]} {A4[1]}] /Contents {len(bodies)} 0 R"
            f" /Resources << /Font << {' '.join(used)} >> >> {shown} >>"
        )
        kids.append(f"{len(bodies)} 0 R")
    bodies[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        written = body.encode("latin-1")
        if isinstance(key := other.get("key"), bytes):
            own = hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]  # noqa: S324
            written = re.sub(rb"(?s)(?<=stream\n).*(?=\nendstream)", lambda found, own=own: rc4(own, found[0]), written)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, written)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}trailer\n"
    end += f"<< /Size {len(bodies) + 1} /Root 1 0 R {other.get('trailer', '')} >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode("latin-1")


def read(data: bytes, **limits: int) -> str:
    return read_bytes(data, "a.pdf", Limits(**limits)).text


# --- lines and paragraphs -------------------------------------------------------------------------------------------


def paragraph(first: str, *rest: str) -> list[str]:
    """Lines of a justified paragraph with an indented first line, all but the last one filled up."""
    written = [f">{filled(first, LEFT + 28)}", *map(filled, rest[:-1]), *rest[-1:]]
    return written if rest else [f">{first}"]


def test_a_line_that_reaches_the_margin_goes_on_below() -> None:
    drawn = lines(*paragraph("1. Rà soát", "hồ sơ", "của xã."), *paragraph("2. Báo cáo", "kết quả."), ">Nơi khác.")
    found = read(pdf(drawn)).splitlines()
    assert [line.split()[0] for line in found] == ["1.", "2.", "Nơi"]
    assert found[0].endswith(" của xã.")


def test_an_indented_line_begins_a_paragraph_whatever_stands_above() -> None:
    full = filled(">Ủy ban nhân dân xã", LEFT + 28)
    drawn = lines(">" + full.lstrip(">"), ">" + full.lstrip(">"), *paragraph("Phòng", "Nội vụ", "Sở", "xã."))
    assert len(read(pdf(drawn)).splitlines()) == 3


def test_a_short_line_ends_its_paragraph() -> None:
    drawn = lines(*paragraph("Mở đầu", "dài"), ">I. MỤC TIÊU", *paragraph("Xây dựng", "kho"), *paragraph("Sửa", "nhà"))
    assert "I. MỤC TIÊU" in read(pdf(drawn)).splitlines()


def test_lines_far_from_each_other_are_paragraphs() -> None:
    blocks = [[filled("Rà soát"), filled("hồ sơ")], [filled("kiểm tra"), filled("sổ sách"), "kho."]]
    drawn = lines(*blocks[0]) + lines(*blocks[1], top=TOP - 80)
    found = [line for line in read(pdf(drawn)).splitlines() if line]
    assert [line.split()[0] for line in found] == ["Rà", "kiểm"]


def test_a_number_broken_at_its_dash_is_whole_again() -> None:
    broken = "Kế hoạch số 178/KH-"
    start = "x" * int((RIGHT - LEFT - 28 - width(f" {broken}")) / 7)
    drawn = lines(f">{start} {broken}", "UBND của xã.", *paragraph("a", "b", "c"), *paragraph("d", "e", "g"))
    assert "178/KH-UBND của xã." in read(pdf(drawn))


def test_a_paragraph_goes_on_over_the_end_of_the_page() -> None:
    first = paragraph("Rà soát", "hồ sơ", "sổ sách", "x")[:-1]
    pages = [lines(*first), lines("và báo cáo.", *paragraph("Hai", "ba", "bốn", "năm", "sáu"))]
    found = read(pdf(*pages)).splitlines()
    assert found[0].startswith("Rà soát")
    assert found[0].endswith(" và báo cáo.")


def test_a_hanging_item_is_one_paragraph() -> None:
    drawn = "".join(
        text("-", LEFT + 28, TOP - 60 * item)
        + text(filled("Rà soát", LEFT + 42), LEFT + 42, TOP - 60 * item)
        + text("hồ sơ.", LEFT + 42, TOP - 18 - 60 * item)
        for item in range(4)
    )
    found = [line for line in read(pdf(lines("Mở đầu", top=820) * 3 + drawn)).splitlines() if line.startswith("-")]
    assert len(found) == 4
    assert all(line.endswith("hồ sơ.") for line in found)


def test_lines_of_a_centred_title_stay() -> None:
    body = lines(*paragraph("a", "b", "c"), *paragraph("d", "e", "g"), top=700)
    title = ["VỀ VIỆC KIỂM TRA CÔNG TÁC VĂN THƯ VÀ LƯU TRỮ TẠI CÁC XÃ, PHƯỜNG, CÁC", "TRƯỜNGHỌC NĂM 2026"]
    drawn = centred(title[0], 312, 780) + centred(title[1], 312, 762)
    assert read(pdf(drawn + body)).splitlines()[:2] == title


# --- words ----------------------------------------------------------------------------------------------------------


def test_a_gap_is_a_blank_even_if_none_is_written() -> None:
    assert read(pdf(text("Nội", 85) + text("vụ", 85 + 21 + 4))) == "Nội vụ\n"


def test_letters_set_apart_are_one_word() -> None:
    assert read(pdf(text("THÔNG BÁO", more="6 Tc") + text("số", y=700))).startswith("THÔNG BÁO\n")


def test_letters_of_another_font_are_put_into_their_gaps() -> None:
    gap = "[<" + "K".encode("utf-16-be").hex() + "> -500 <" + " ho".encode("utf-16-be").hex() + ">] TJ"
    drawn = f"BT /F 14 Tf 1 0 0 1 85 700 Tm {gap} ET\n" + text("e", 92, 700, font="F1")
    assert read(pdf(drawn, fonts=["Other"])) == "Ke ho\n"


def test_letters_drawn_twice_to_look_bold_are_read_once() -> None:
    once = text("Điều 1.") + "".join(text(str(number), y=700 - 18 * number) for number in range(12))
    assert read(pdf(once + text("Điều 1.", LEFT + 0.4))).startswith("Điều 1.\n")


def test_ligatures_blanks_and_hyphens_are_those_of_plain_text() -> None:
    assert read(pdf(text("\ufb01n\u00a0NĐ\u00adCP và"))) == "fin NĐ-CP và\n"


def test_bullets_of_symbol_fonts_are_shown() -> None:
    assert read(pdf(text("\uf0b7 Rà soát hồ sơ") + text("\uf02d Báo cáo", y=700), fonts=[])).split("\n")[0][0] == "•"


def test_old_fonts_are_converted_also_where_a_letter_looks_like_a_hyphen() -> None:
    # In TCVN3 the last letter of "tư" is the soft hyphen.
    drawn = text("C«ng v¨n t\u00ad", font="F1") + text("xã", y=700)
    assert read(pdf(drawn, fonts=["ABCDEF+.VnTime"])).split("\n")[0] == "Công văn tư"


def test_raised_figures_are_marks_of_footnotes() -> None:
    drawn = text("Kế hoạch") + text("1", LEFT + width("Kế hoạch"), TOP + 5, 8) + text("của xã", LEFT + 62)
    assert read(pdf(drawn)) == "Kế hoạch¹ của xã\n"


# --- two columns ----------------------------------------------------------------------------------------------------

HEAD = (
    centred("ỦY BAN NHÂN DÂN", 160, 780)
    + centred("XÃ AN BÌNH", 160, 764)
    + centred("Số: 12/KH-UBND", 160, 740)
    + centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 400, 780, 12)
    + centred("Độc lập - Tự do - Hạnh phúc", 400, 764)
    + centred("An Bình, ngày 05 tháng 01 năm 2026", 400, 738)
)


def test_the_left_column_of_the_head_comes_before_the_right_one() -> None:
    found = read(pdf(HEAD + centred("KẾ HOẠCH", 312, 700) + lines(*paragraph("Rà", "b", "c"), top=660)))
    assert [line for line in found.splitlines() if line][:7] == [
        "ỦY BAN NHÂN DÂN",
        "XÃ AN BÌNH",
        "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Bình, ngày 05 tháng 01 năm 2026",
        "KẾ HOẠCH",
    ]


def test_a_line_below_the_head_at_another_place_is_not_part_of_its_left_column() -> None:
    found = read(pdf(HEAD + text("Kính gửi:", 113, 722) + text("- Phòng Nội vụ;", 113, 704)))
    assert found.splitlines()[-3:] == ["An Bình, ngày 05 tháng 01 năm 2026", "Kính gửi:", "- Phòng Nội vụ;"]


def test_the_tail_keeps_its_columns_apart_and_its_entries_whole() -> None:
    body = paragraph("Các đơn vị", "thi hành", "nghiêm túc", "kế hoạch này./.")
    received = ["Nơi nhận:", "- Thường trực Đảng ủy,", "Hội đồng nhân dân;", "- Lưu: VT."]
    drawn = lines(*body) + "".join(text(words, LEFT, 700 - 13 * n, 11) for n, words in enumerate(received))
    drawn += centred("TM. ỦY BAN NHÂN DÂN", 430, 700) + centred("CHỦ TỊCH", 430, 684) + centred("Lê An", 430, 600)
    assert [line for line in read(pdf(drawn)).splitlines() if line][1:] == [
        "Nơi nhận:",
        "- Thường trực Đảng ủy, Hội đồng nhân dân;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Lê An",
    ]


def test_a_blank_that_is_a_little_wider_than_others_parts_no_columns() -> None:
    def spread(words: str, y: float) -> str:
        x, drawn = float(LEFT), ""
        for number, word in enumerate(words.split()):
            drawn += text(word, x, y)
            x += width(word) + (9 if number == 1 else 6)
        return drawn

    found = read(pdf(spread("Rà soát hồ sơ lưu trữ", 700) + spread("cơ quan xã kho nhà nước", 682)))
    assert found.splitlines() == ["Rà soát hồ sơ lưu trữ", "cơ quan xã kho nhà nước"]


# --- what frames the pages ------------------------------------------------------------------------------------------


def pages_with(*frame: str) -> bytes:
    return pdf(*(part + lines(*paragraph(f"Trang {'abc'[n]}", "x", "hết."), top=740) for n, part in enumerate(frame)))


def test_page_numbers_are_left_out() -> None:
    assert "\n2\n" not in f"\n{read(pages_with('', centred('2', 312, 810), centred('- 3 -', 312, 810)))}"


def test_the_only_page_number_of_two_pages_is_left_out() -> None:
    assert read(pages_with("", centred("2", 312, 810))).splitlines()[-1].startswith("Trang b")


def test_running_heads_are_left_out_and_titles_of_annexes_kept() -> None:
    heads = [text(f"BẢN TIN/Số 5    {n}", 200, 820) + centred(f"PHỤ LỤC {n}", 312, 780) for n in (71, 72)]
    found = read(pages_with(text("BẢN TIN/Số 5    70", 200, 820), *heads))
    assert "BẢN TIN" not in found
    assert "PHỤ LỤC 71" in found.splitlines()


def test_a_number_that_counts_no_pages_stays() -> None:
    assert "1945" in read(pages_with("", centred("1945", 312, 810))).splitlines()


def test_footnotes_go_to_the_end() -> None:
    drawn = lines(*paragraph("Căn cứ", "kế hoạch", "của tỉnh."))
    note = (
        rule(LEFT, 120, LEFT + 140, 120) + text("1", LEFT, 110, 6) + text("Ban hành ngày 05/01/2026", LEFT + 6, 106, 10)
    )
    note += text("của tỉnh Lam Giang.", LEFT, 94, 10)
    found = read(pdf(drawn + note, lines(*paragraph("Hai", "b", "hết.")))).splitlines()
    assert found[-2:] == ["", "[1] Ban hành ngày 05/01/2026 của tỉnh Lam Giang."]


def test_small_type_at_the_foot_without_a_number_is_text() -> None:
    drawn = lines(*paragraph("Căn cứ", "kế hoạch", "của tỉnh.")) + text("Nơi nhận:", LEFT, 106, 10)
    assert read(pdf(drawn)).splitlines()[-1] == "Nơi nhận:"


def test_a_signature_that_lies_over_the_text_stands_behind_it() -> None:
    stamp = text("Ký bởi: Lê An", 2, 40, 8) + text("Ngày ký: 05-01-2026", 2, 30, 8)
    drawn = lines(*paragraph("Rà soát", "hồ sơ", "sổ sách", "xã."))
    found = read(pdf(drawn, annotations=stamp)).splitlines()
    assert found[-3:] == ["", "Ký bởi: Lê An", "Ngày ký: 05-01-2026"]
    assert found[0].endswith("xã.")


def test_comments_are_left_out() -> None:
    assert read(pdf(lines("Rà soát"), annotations=text("Ý kiến", 2, 40, 8), kind="FreeText")) == "Rà soát\n"


def test_a_watermark_across_the_page_is_left_out() -> None:
    watermark = "BT /F 40 Tf 0.7 0.7 -0.7 0.7 200 300 Tm <00440052> Tj ET\n"
    assert read(pdf(lines("Rà soát") + watermark)) == "Rà soát\n"


def test_a_page_of_text_that_runs_sideways_is_turned() -> None:
    drawn = "".join(
        f"BT /F 14 Tf 0 1 -1 0 {x} 100 Tm <{words.encode('utf-16-be').hex()}> Tj ET\n"
        for x, words in ((100, "Một"), (130, "Hai"))
    )
    assert read(pdf(drawn)).split() == ["Một", "Hai"]


def test_an_invisible_layer_is_read_only_where_nothing_else_is_written() -> None:
    layer = text("Rà soát hồ sơ", more="3 Tr")
    assert read(pdf(layer)) == "Rà soát hồ sơ\n"
    assert read(pdf(layer + text("Rà soát hồ sơ lưu trữ", y=600, more="0 Tr"))) == "Rà soát hồ sơ lưu trữ\n"


# --- tables ---------------------------------------------------------------------------------------------------------

COLUMNS = [85, 125, 330, 460]


def row(y: float, *cells: str) -> str:
    return "".join(text(words, x + 4, y, 12) for x, words in zip(COLUMNS, cells, strict=False) if words)


def test_cells_between_rules_are_a_table() -> None:
    drawn = grid(COLUMNS, [700, 670, 640]) + row(680, "TT", "Việc", "Hạn") + row(650, "1", "Rà soát", "30/6")
    assert read(pdf(lines("I. VIỆC") + drawn)).splitlines() == [
        "I. VIỆC",
        "",
        "| TT | Việc | Hạn |",
        "| 1 | Rà soát | 30/6 |",
    ]


def test_wrapped_lines_of_a_cell_are_one_paragraph_and_items_are_several() -> None:
    drawn = grid(COLUMNS, [700, 670, 600]) + row(680, "TT", "Việc", "Hạn")
    drawn += (
        row(655, "1", "- Rà soát hồ sơ lưu trữ các xã", "30/6") + row(640, "", "và phường") + row(625, "", "- Báo cáo")
    )
    assert read(pdf(drawn)).splitlines()[-1] == "| 1 | - Rà soát hồ sơ lưu trữ các xã và phường<br>- Báo cáo | 30/6 |"


def test_merged_cells_stand_in_every_row_and_in_their_first_column() -> None:
    heights = [700, 670, 640, 610]
    drawn = "".join(rule(x, 670, x, 610) for x in COLUMNS) + rule(85, 700, 85, 670) + rule(460, 700, 460, 670)
    drawn += "".join(rule(85, y, 460, y) for y in (700, 670, 610)) + rule(85, 640, 330, 640)
    drawn += row(680, "A. Việc chung") + row(650, "1", "Rà soát") + row(620, "2", "Báo cáo") + row(635, "", "", "30/6")
    assert len(heights) == 4
    assert read(pdf(drawn)).splitlines() == [
        "| A. Việc chung |  |  |",
        "| 1 | Rà soát | 30/6 |",
        "| 2 | Báo cáo | 30/6 |",
    ]


def test_a_table_goes_on_over_the_end_of_the_page() -> None:
    head = row(680, "TT", "Việc", "Hạn")
    first = grid(COLUMNS, [700, 670, 640]) + head + row(650, "1", "Rà soát hồ sơ", "30/6")
    second = grid(COLUMNS, [700, 670, 640, 610]) + head + row(650, "", "của xã") + row(620, "2", "Báo cáo", "31/7")
    assert read(pdf(first, second)).splitlines() == [
        "| TT | Việc | Hạn |",
        "| 1 | Rà soát hồ sơ của xã | 30/6 |",
        "| 2 | Báo cáo | 31/7 |",
    ]


def test_a_frame_around_the_page_is_no_table() -> None:
    assert read(pdf(grid([20, 575], [20, 820]) + HEAD)) == read(pdf(HEAD))


# --- documents that cannot be read ----------------------------------------------------------------------------------

SCAN = "0 0 100 100 re f\n"


def test_text_that_is_only_numbers_of_shapes_is_none() -> None:
    with pytest.raises(InputError, match="without text"):
        read(pdf(text("\ue001\ue002 \ue003\ue004")))


def test_pages_without_text_are_noted_and_blank_ones_are_not() -> None:
    source = read_bytes(pdf(lines("Rà soát"), "", SCAN, SCAN, lines("hồ sơ"), SCAN), "a.pdf")
    assert [tuple(note) for note in source.notes] == [("pages-without-text", "3-4, 6")]


def test_a_document_with_more_pages_than_allowed_names_the_option() -> None:
    with pytest.raises(InputError, match=r"has 3 pages, more than the 2 .*--max-pages"):
        read(pdf("", "", ""), pages=2)


def test_without_its_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parchk.read.pdf.document.find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"^a\.pdf is a PDF document; reading it needs the extra: pip install 'parchk"):
        read(pdf(lines("Rà soát")))


def test_a_document_with_a_password_is_named() -> None:
    locked = f"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'61' * 32}> /U <{'62' * 32}> >>"
    with pytest.raises(InputError, match=r"a\.pdf is a PDF document with a password"):
        read(pdf(lines("Rà soát"), trailer=locked))


def test_an_empty_password_opens() -> None:
    pad = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
    owner = b"a" * 32
    key = hashlib.md5(pad + owner + (-4).to_bytes(4, "little", signed=True) + b"\0").digest()[:5]  # noqa: S324
    user = rc4(key, pad)
    opened = f"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{owner.hex()}> /U <{user.hex()}> >>"
    assert read(pdf(lines("Rà soát"), trailer=opened, key=key)) == "Rà soát\n"


def test_more_characters_than_the_limit_of_the_size_allows_are_refused() -> None:
    packed = zlib.compress(text("a" * 9000).encode("latin-1"))
    data = pdf(packed.decode("latin-1"), packed=True)
    assert read(data).startswith("aaa")
    with pytest.raises(InputError, match="--max-size"):
        read(data, size=50_000)


def test_a_document_cut_short_is_damaged() -> None:
    with pytest.raises(InputError, match="damaged"):
        read(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")


def test_changed_bytes_are_read_or_refused() -> None:
    chance = random.Random(5)
    whole = pdf(HEAD + lines("Rà soát", "hồ sơ"), grid(COLUMNS, [700, 670, 640]) + row(650, "1", "Việc"))
    for _ in range(200):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 5, 30])):
            data[chance.randrange(9, len(data))] = chance.randrange(256)
        try:
            read(bytes(data))
        except InputError as error:
            assert str(error).startswith("a.pdf ")


# --- scans --------------------------------------------------------------------------------------------------------

SCANNED = Path(__file__).parent / "read_files" / "scan.pdf"  # the first page of tests/forms/automatic.pdf as a picture


def test_a_scan_is_named_as_such_where_its_text_cannot_be_recognised() -> None:
    with pytest.raises(InputError, match=r"without text \(a scan\).*`ocrmypdf -l vie IN OUT`.*'parchk\[ocr\]'"):
        read_path(SCANNED)


def has_tesseract() -> bool:
    program = shutil.which("tesseract")
    if program is None or find_spec("ocrmypdf") is None:
        return False
    known = subprocess.run([program, "--list-langs"], capture_output=True, check=False, text=True)
    return "vie" in known.stdout.split()


@pytest.mark.slow
@pytest.mark.skipif(not has_tesseract(), reason="Tesseract with Vietnamese is not installed")
def test_the_text_of_a_scan_is_recognised_where_the_extra_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_installed", lambda: True)
    source = read_path(SCANNED)
    assert [note.code for note in source.notes] == ["recognised-text"]
    assert "trình UBND tỉnh trước ngày 15/4/2026" in source.text
    assert "bố trí vốn chậm nhất ngày 30/5/2026" in source.text


def test_a_scan_without_tesseract_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ocrmypdf", reason="the extra parchk[ocr] is not installed")
    monkeypatch.setattr(scan, "is_installed", lambda: True)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InputError, match="needs Tesseract with Vietnamese: install it"):
        read_path(SCANNED)


def test_lines_that_repeat_at_the_head_of_pages_close_to_the_body_are_body() -> None:
    def page(number: int) -> str:
        items = (f">{item}. Rà soát lần {item} trước ngày {number}/7." for item in range(1, 9))
        return lines(f">PHỤ LỤC {number}", ">Nhiệm vụ của Phòng Y tế", *items)

    found = read(pdf(*map(page, range(1, 5))))
    assert [f"PHỤ LỤC {number}" in found for number in range(1, 5)] == [True] * 4
    assert found.count("Nhiệm vụ của Phòng Y tế") == 4


def test_a_page_in_smaller_type_is_no_footnote() -> None:
    large = lines(*(f">{item}. Sở Y tế rà soát hồ sơ lần {item}." for item in range(1, 12)))
    small = lines(*(f">{item}. Sở Tài chính báo cáo lần {item}." for item in range(1, 9)), size=12)
    found = read(pdf(large, small))
    assert "[1]" not in found
    assert "\n8. Sở Tài chính báo cáo lần 8." in found
