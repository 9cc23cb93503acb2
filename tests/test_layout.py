"""Lines to paragraphs and items: numbering styles, hard wraps, look-alikes."""

from __future__ import annotations

import pytest

from parchk.normalise import clean
from parchk.ruleset import load
from parchk.segment.layout import LayoutReader, Outline
from parchk.segment.lines import split_lines
from parchk.segment.sentences import SentenceReader
from parchk.segment.zones import assign_zones

RULES = load()
READ = LayoutReader(RULES)
SENTENCES = SentenceReader(RULES)


def outline(text: str) -> Outline:
    cleaned = clean(text)
    lines = split_lines(cleaned.text)
    return READ(cleaned, lines, assign_zones(lines, RULES))


def paths(text: str) -> list[str]:
    return [section.path for section in outline(text).sections]


def paragraphs(text: str) -> list[str]:
    read = outline(text)
    return [read.text.text[block.start : block.end] for block in read.blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I. NHIỆM VỤ\n\n1. Rà soát hồ sơ.\n\na) Lập danh sách.\n\nb) Gửi danh sách.\n\n2. Báo cáo.",
            ["I", "I/1", "I/1/a", "I/1/b", "I/2"],
        ),
        (
            "1. Phòng Y tế\n\n1.1. Rà soát.\n\n1.2 Báo cáo.\n\n2. Phòng Nội vụ\n\n2.1. Theo dõi.",
            ["1", "1/1.1", "1/1.2", "2", "2/2.1"],
        ),
        (
            "1. Chủ trì:\n\n- Kiểm tra.\n\n- Đôn đốc.\n\n* Thời gian: tháng 8.\n\n2. Báo cáo.",
            ["1", "1/-1", "1/-2", "1/*1", "2"],
        ),
        ("1. Việc:\n\n- Một:\n\n+ Kiểm tra.\n\n+ Đôn đốc.\n\n- Hai.", ["1", "1/-1", "1/-1/+1", "1/-1/+2", "1/-2"]),
        ("Điều 1. Ban hành.\n\nĐiều 2. Thi hành.", ["điều 1", "điều 2"]),
        (
            "Chương II\nQUY ĐỊNH\n\nĐiều 3. Nội dung.\n\n1. Rà soát.",
            ["chương II", "chương II/điều 3", "chương II/điều 3/1"],
        ),
        ("Một là, nâng cao nhận thức.\n\nHai là, bố trí kinh phí.", ["một là", "hai là"]),
        ("(1) Phòng Y tế: Rà soát.\n\n(2) Phòng Nội vụ: Báo cáo.", ["1", "2"]),
        ("c) Công khai.\n\nd) Báo cáo.\n\nđ) Lưu hồ sơ.\n\ne) Theo dõi.\n\ng) Tổng kết.", ["c", "d", "đ", "e", "g"]),
        ("d) Báo cáo.\n\ne) Theo dõi.", ["d", "e"]),
        ("I- ĐÁNH GIÁ\n\n1- Kết quả.\n\n2- Hạn chế.\n\nII- NHIỆM VỤ", ["I", "I/1", "I/2", "II"]),
        ("1/ Rà soát.\n\n2/ Báo cáo.", ["1", "2"]),
        ("• Rà soát.\n\n• Báo cáo.", ["•1", "•2"]),
    ],
)
def test_numbering(text: str, expected: list[str]) -> None:
    assert paths(text) == expected


def test_a_wrapped_line_that_looks_like_an_item_is_none() -> None:
    text = (
        "1. Phòng Y tế tiếp tục triển khai các dịch vụ công trực tuyến ở mức độ\n"
        "3, 4 tại các trạm y tế trên địa bàn; phấn đấu đạt chỉ tiêu đề ra cho năm\n"
        "2025. Báo cáo kết quả về UBND huyện để theo dõi, tổng hợp theo quy định\n"
        "của pháp luật về báo cáo.\n\n2. Phòng Nội vụ đôn đốc."
    )
    assert paths(text) == ["1", "2"]


def test_a_dash_that_goes_on_with_a_name_is_no_item() -> None:
    text = (
        "1. Đề nghị các đơn vị trực thuộc phối hợp chặt chẽ với Phòng Lao động\n"
        "- Thương binh và Xã hội rà soát toàn bộ danh sách đối tượng bảo trợ xã hội\n"
        "trên địa bàn, hoàn thiện hồ sơ và gửi kết quả về UBND huyện theo đúng thời\n"
        "gian quy định."
    )
    assert paths(text) == ["1"]


def test_hard_wraps_with_a_blank_line_after_every_line_are_joined() -> None:
    text = (
        "1. Rà soát toàn bộ hồ sơ thủ tục hành chính đã tiếp nhận trong sáu tháng đầu \n\n"
        "năm, lập danh sách hồ sơ trễ hẹn và nêu rõ nguyên nhân của từng trường hợp, gửi \n\n"
        "về Phòng Nội vụ. \n\n"
        "2. Công khai kết quả xếp hạng trên trang thông tin điện tử của huyện để người dân \n\n"
        "theo dõi, góp ý và giám sát việc thực hiện. \n"
    )
    assert paragraphs(text)[0].startswith("Rà soát toàn bộ hồ sơ")
    assert paragraphs(text)[0].endswith("về Phòng Nội vụ.")
    assert len(paragraphs(text)) == 2


def test_page_numbers_fall_out_of_sentences_and_the_span_covers_them() -> None:
    text = (
        "1. Rà soát toàn bộ hồ sơ thủ tục hành chính đã tiếp nhận trong sáu tháng đầu\n"
        "năm, lập danh sách hồ sơ trễ hẹn và nêu rõ nguyên nhân của từng trường hợp,\n"
        "\n\n2\n\n\n"
        "gửi danh sách về Phòng Nội vụ để tổng hợp chung trong báo cáo của toàn huyện\n"
        "theo quy định hiện hành.\n"
    )
    read = outline(text)
    body = read.blocks[0]
    assert "trường hợp, gửi danh sách" in read.text.text[body.start : body.end]
    low, high = read.text.source_span(body.start, body.end)
    assert "\n2\n" in text[low:high]


def test_numbering_starts_anew_in_an_attached_plan() -> None:
    text = (
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch kiểm tra.\n\nĐiều 2. Các phòng thi hành.\n\n"
        "Nơi nhận:\n- Như Điều 2;\n- Lưu: VT.\n\nCHỦ TỊCH\n\nTrần Văn An\n\n"
        "KẾ HOẠCH\nKiểm tra an toàn thực phẩm\n(Kèm theo Quyết định số 12/QĐ-UBND ngày 03/4/2024 của UBND huyện)\n\n"
        "I. MỤC ĐÍCH\n\n1. Nâng cao nhận thức.\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. Phòng Y tế chủ trì."
    )
    assert paths(text) == ["điều 1", "điều 2", "I", "I/1", "II", "II/1"]


def test_closing_paragraphs_belong_to_no_item() -> None:
    read = outline("1. Rà soát hồ sơ.\n\n2. Báo cáo kết quả.\n\nYêu cầu các đơn vị nghiêm túc thực hiện./.")
    assert read.blocks[-1].section is None


def test_a_paragraph_under_a_heading_belongs_to_the_item() -> None:
    read = outline(
        "1. Về kiến nghị của xã:\n\nGiao Phòng Y tế xem xét.\n\n2. Về kinh phí:\n\nGiao Phòng Tài chính cân đối."
    )
    assert [block.section.path for block in read.blocks if block.section] == ["1", "1", "2", "2"]


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("Rà soát hồ sơ. Báo cáo kết quả.", ["Rà soát hồ sơ.", "Báo cáo kết quả."]),
        ("Làm việc tại TP. Huế và báo cáo.", ["Làm việc tại TP. Huế và báo cáo."]),
        (
            "Công khai các quy hoạch… Thủ trưởng các phòng bố trí thời gian.",
            ["Công khai các quy hoạch…", "Thủ trưởng các phòng bố trí thời gian."],
        ),
        ("Sửa thành “Nộp hồ sơ. Trả kết quả” và công bố.", ["Sửa thành “Nộp hồ sơ. Trả kết quả” và công bố."]),
        ("Tăng 1.200 triệu đồng. Quyết toán.", ["Tăng 1.200 triệu đồng.", "Quyết toán."]),
        ("Rà soát hồ sơ.Báo cáo kết quả.", ["Rà soát hồ sơ.", "Báo cáo kết quả."]),
    ],
)
def test_sentences(paragraph: str, expected: list[str]) -> None:
    read = outline(f"1. {paragraph}")
    assert [read.text.text[s.start : s.end] for s in SENTENCES(read.text.text, read.blocks)] == expected


def test_the_number_of_a_chapter_may_stand_on_the_line_below() -> None:
    text = "Chương\nI\n\nQUY ĐỊNH CHUNG\n\nĐiều\n1. Phạm vi\n\n1. Sở Y tế rà soát.\n\nChương\nII\n\nĐiều 2. Việc khác\n"
    assert paths(text) == ["chương I", "chương I/điều 1", "chương I/điều 1/1", "chương II", "chương II/điều 2"]


def test_the_first_item_stands_below_a_heading_that_fills_its_lines() -> None:
    text = (
        "I. Về tình hình sản xuất, tiêu thụ nông sản của các xã vùng cao và phương\n"
        "hướng, nhiệm vụ trọng tâm của quý II, những tháng còn lại trong năm 2026\n"
        "1. Kết quả nổi bật của các hợp tác xã trong vùng nguyên liệu tập trung và\n"
        "liên kết với doanh nghiệp chế biến trên địa bàn tỉnh có nhiều chuyển biến.\n"
        "2. Nhiệm vụ\n"
    )
    assert paths(text) == ["I", "I/1", "I/2"]


def test_a_line_that_cannot_end_there_goes_on() -> None:
    text = "1. Tổ chức thực hiện nghiêm chỉ đạo của\nThủ tướng Chính phủ về tiêm phòng.\n2. Báo cáo kết quả.\n"
    assert paragraphs(text)[0] == "Tổ chức thực hiện nghiêm chỉ đạo của Thủ tướng Chính phủ về tiêm phòng."


def test_a_label_line_below_a_short_item_is_a_paragraph_of_its_own() -> None:
    text = "1. Khảo sát 16 trạm bơm\nĐơn vị thực hiện: Công ty Thủy nông\n\n"
    text += "2. Tập huấn\nThời gian hoàn thành: Quý I/2026\n"
    assert paragraphs(text)[:2] == ["Khảo sát 16 trạm bơm", "Đơn vị thực hiện: Công ty Thủy nông"]
