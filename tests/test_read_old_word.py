"""Documents of Word 97 to 2003 are read as Word shows them.

``read_files/old-word.doc`` is ``read_files/old-word.fodt`` as LibreOffice saves it:
``soffice --headless --convert-to doc old-word.fodt``.
"""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from parchk.errors import InputError
from parchk.limits import Limits
from parchk.read.old_word import read
from parchk.read.old_word.formats import Styles, properties
from parchk.read.old_word.lists import Lists

DATA = (Path(__file__).parent / "read_files" / "old-word.doc").read_bytes()
HEAD = DATA.index(b"\xec\xa5")  # of the stream WordDocument


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return read(DATA, "a.doc", Limits()).text.split("\n")


def changed(place: int, data: bytes) -> bytes:
    return DATA[: HEAD + place] + data + DATA[HEAD + place + len(data) :]


def test_paragraphs_and_manual_line_breaks_are_lines(lines: list[str]) -> None:
    at = lines.index("KẾ HOẠCH")
    assert lines[at - 1 : at + 3] == ["", "KẾ HOẠCH", "Phát triển vườn chè cổ thụ", "năm 2026"]


def test_the_head_without_lines_is_layout(lines: list[str]) -> None:
    assert lines[:4] == ["ỦY BAN NHÂN DÂN", "XÃ MƯỜNG LÒ", "Số: 12/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]


def test_hidden_and_deleted_words_comments_and_headers_are_no_text(lines: list[str]) -> None:
    assert "Thực hiện Nghị quyết của xã¹, UBND xã   xây dựng kế hoạch." in lines
    assert not any("ĐẦU TRANG" in line or "lời bình" in line for line in lines)


def test_tracked_changes_are_noted() -> None:
    assert [note.code for note in read(DATA, "a.doc", Limits()).notes] == ["tracked-changes"]


def test_paragraphs_have_the_number_that_word_shows(lines: list[str]) -> None:
    at = lines.index("I. MỤC ĐÍCH")
    assert lines[at : at + 14] == [
        "I. MỤC ĐÍCH",
        "1. Giữ giống chè",
        "a) Lập danh sách cây chè",
        "Đoạn không số",
        "b) Khoanh vùng bảo vệ",
        "2. Nâng thu nhập",
        "II. NHIỆM VỤ",
        "1. Tập huấn kỹ thuật",
        "- Chủ trì: Trạm Khuyến nông",
        "• Phối hợp: Hội Phụ nữ",
        "1. Một",
        "1.1. Một một",
        "1.2. Một hai",
        "Giữa² trang 1",
    ]


def test_a_list_may_begin_with_another_number(lines: list[str]) -> None:
    assert "5/ Năm" in lines


def test_words_in_an_old_font_are_converted(lines: list[str]) -> None:
    assert "UBND xã yêu cầu các đơn vị báo cáo trước ngày 30/6/2026." in lines


def test_the_table_with_lines_is_one_of_content(lines: list[str]) -> None:
    assert [line for line in lines if line.startswith("|")] == [
        "| STT | Nội dung | Chủ trì | Thời hạn |",
        "| 1 | Rà soát diện tích<br>và vẽ sơ đồ<br>¦ N1 ¦ N2 ¦<br>¦ N3 ¦ N4 ¦ | Phòng Kinh tế | 30/6/2026 |",
        "| 2 | Cấp mã cây | Phòng Kinh tế | 31/8/2026 |",
        "| Tổng |  |  | x |",
    ]


def test_text_boxes_come_after_the_body(lines: list[str]) -> None:
    assert lines.index("Lò Thị Hoa") < lines.index("KHẨN") < lines.index("[1] Ghi chú về nghị quyết.")


def test_footnotes_and_endnotes_stand_at_the_end(lines: list[str]) -> None:
    assert lines[-4:] == ["", "[1] Ghi chú về nghị quyết.", "[2] Ghi chú cuối.", ""]


def test_a_document_with_a_password_is_refused() -> None:
    flags = struct.unpack_from("<H", DATA, HEAD + 10)[0]
    with pytest.raises(InputError, match="with a password"):
        read(changed(10, struct.pack("<H", flags | 0x100)), "a.doc", Limits())


def test_a_document_of_word_95_is_refused() -> None:
    with pytest.raises(InputError, match=r"a\.doc is a document of Word 95 or before; save it as \.docx"):
        read(changed(2, struct.pack("<H", 104)), "a.doc", Limits())


def test_a_document_without_its_parts_is_damaged() -> None:
    with pytest.raises(InputError, match="no stream 1Table"):
        read(DATA.replace("1Table".encode("utf-16-le"), "2Table".encode("utf-16-le")), "a.doc", Limits())
    with pytest.raises(InputError, match="below zero"):
        read(changed(0x4C, struct.pack("<i", -1)), "a.doc", Limits())


def test_more_text_than_the_limit_is_refused() -> None:
    with pytest.raises(InputError, match="--max-size"):
        read(DATA, "a.doc", Limits(size=10))


def test_modifiers_of_every_size_are_passed_over() -> None:
    fixed = b"\x00\x08\x01" + b"\x4f\x4a\x03\x00" + b"\x49\x66\x02\x00\x00\x00" + b"\x00\xe0\x01\x02\x03"
    sized = b"\x31\xc6\x02\xff\xff" + b"\x08\xd6\x03\x00\xaa\xbb" + b"\x3c\x08\x81"
    found = properties(fixed + sized)
    assert found[0x0800] == b"\x01"
    assert found[0x6649] == b"\x02\x00\x00\x00"
    assert found[0xD608] == b"\xaa\xbb"
    assert found[0x083C] == b"\x81"


def styles(*bodies: bytes) -> Styles:
    header = struct.pack("<9H", len(bodies), 10, 1, 0, 0, 0, 5, 0, 0)
    return Styles(
        struct.pack("<H", len(header)) + header + b"".join(struct.pack("<H", len(body)) + body for body in bodies)
    )


def paragraph_style(base: int, paragraph: bytes, character: bytes) -> bytes:
    parts = [b"\0\0" + paragraph, character]
    sized = b"".join(struct.pack("<H", len(part)) + part + b"\0" * (len(part) % 2) for part in parts)
    return struct.pack("<5H", 0, base << 4 | 1, 2, 0, 0) + struct.pack("<H", 0) + b"\0\0" + sized


def test_styles_inherit_and_a_circle_of_them_ends() -> None:
    in_list, font = b"\x0b\x46\x02\x00", b"\x4f\x4a\x07\x00"
    found = styles(paragraph_style(1, in_list, b""), paragraph_style(0, b"", font))
    assert found.font == 5
    assert found.paragraph(1) == {0x460B: b"\x02\x00"}
    assert found.character(0) == {0x4A4F: b"\x07\x00"}


def level(start: int, style: int, text: str, flags: int = 0) -> bytes:
    return (
        struct.pack("<iBB", start, style, flags) + bytes(18) + b"\0\0\0\0" + struct.pack("<H", len(text))
        + text.encode("utf-16-le")
    )  # fmt: skip


def test_overrides_of_lists_restart_them_and_replace_levels() -> None:
    own = [level(1, 1, "\0."), level(1, 0, "\0.\1.", flags=4), *[level(1, 255, "")] * 7]
    lists = struct.pack("<H", 1) + struct.pack("<i", 7) + bytes(24) + b"".join(own)
    uses = [struct.pack("<iiiB", 7, 0, 0, changes) + bytes(3) for changes in (0, 1, 1)]
    changes = [
        b"\xff" * 4,
        b"\xff" * 4 + struct.pack("<ii", 5, 0x10),
        b"\xff" * 4 + struct.pack("<ii", 0, 0x30) + level(9, 4, "\0)"),
    ]
    found = Lists(lists, struct.pack("<I", 3) + b"".join(uses) + b"".join(changes), [])
    marks = [found.mark(use, deep) for use, deep in [(1, 0), (1, 1), (1, 1), (1, 0), (2, 0), (2, 0), (3, 0), (1, 0)]]
    assert marks == ["I.", "1.1.", "1.2.", "II.", "V.", "VI.", "i)", "X."]
    assert found.mark(0, 0) == found.mark(4, 0) == found.mark(1, 2) == ""
