"""What counts as the same words: levels, offices, dates and empty words apart, abbreviations and synonyms alike."""

from __future__ import annotations

import pytest

from parchk.ruleset import load
from parchk.similarity import Wording

WORDING = Wording(load())


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("Rà soát quỹ đất công của tỉnh", "Rà soát quỹ đất công của huyện"),
        ("Rà soát quỹ đất công trên địa bàn huyện", "Rà soát quỹ đất công trên địa bàn xã, thị trấn"),
        ("Sở Nội vụ lập danh mục vị trí việc làm", "Phòng Nội vụ lập danh mục vị trí việc làm"),
        ("Bộ Y tế cấp vắc xin cúm", "Sở Y tế cấp vắc xin cúm"),
        ("Niêm yết thủ tục hành chính", "Niêm yết TTHC"),
        ("Đội ngũ cán bộ, công chức, viên chức", "Đội ngũ CBCCVC"),
        ("Uỷ quyền ký hợp đồng, hoà giải", "Ủy quyền ký hợp đồng, hòa giải"),
        ("Tiếp tục tập trung nạo vét kênh mương", "Khẩn trương triển khai nạo vét kênh mương"),
        ("Nạo vét kênh mương trước ngày 30/6/2024", "Nạo vét kênh mương xong trước ngày 15 tháng 6 năm 2024"),
        ("Thủ trưởng các sở, ban, ngành kê khai tài sản", "Người đứng đầu các phòng, ban chuyên môn kê khai tài sản"),
    ],
)
def test_what_differs_by_level_office_abbreviation_or_date_is_the_same(upper: str, lower: str) -> None:
    assert WORDING.similarity(upper, lower) == pytest.approx(1.0)


def test_text_without_tone_marks_is_recognised() -> None:
    marked = "Cấp phát thuốc trừ sâu bệnh cho nông dân trồng lúa vụ đông xuân"
    plain = "Cap phat thuoc tru sau benh cho nong dan trong lua vu dong xuan"
    assert WORDING.similarity(marked, plain) > 0.8


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("Kiểm tra bếp ăn bán trú", "Kiểm tra hồ đập thủy lợi"),
        ("Tuyên truyền phòng, chống tảo hôn", "Tuyên truyền chính sách tín dụng ưu đãi"),
        ("Báo cáo kết quả trồng rừng về UBND tỉnh", "Báo cáo kết quả tiêm phòng dại về UBND huyện"),
        ("Nghiêm túc triển khai thực hiện", "Tiếp tục tập trung chỉ đạo"),
    ],
)
def test_the_same_frame_around_another_matter_is_not_alike(upper: str, lower: str) -> None:
    assert WORDING.similarity(upper, lower) < 0.36


def test_a_part_of_a_longer_task_is_alike() -> None:
    whole = "Cắm biển cảnh báo tại các ao, hồ sâu và tổ chức dạy bơi miễn phí cho trẻ em dịp nghỉ hè"
    part = "Cắm biển cảnh báo tại các ao, hồ sâu"
    assert WORDING.similarity(whole, part) > 0.6


def test_similarity_has_no_direction() -> None:
    one, other = "Lập quy hoạch chợ đầu mối", "Lập quy hoạch bến xe, chợ đầu mối và bãi đỗ"
    assert WORDING.similarity(one, other) == WORDING.similarity(other, one)


def test_empty_texts_are_alike_only_when_they_are_equal() -> None:
    assert WORDING.similarity("Tổ chức thực hiện", "Tổ chức thực hiện") == 1
    assert WORDING.similarity("Tổ chức thực hiện", "Triển khai") == 0
    assert WORDING.similarity("", "Nạo vét kênh") == 0


def test_what_everybody_says_counts_less_in_a_collection() -> None:
    topic = "cấp nước sạch nông thôn"
    left = [f"{job} {topic}" for job in ("Khoan giếng", "Lắp đồng hồ", "Thay ống", "Thử mẫu", "Xây bể") * 5]
    right = [f"Bảo dưỡng trạm bơm {topic}"]
    (pair, *_) = WORDING.pairs(left, right, 0.0)
    assert pair.similarity < WORDING.similarity(left[0], right[0])


def test_pairs_come_in_order_and_from_the_least_on() -> None:
    left = ["Nạo vét kênh mương", "Trồng cây xanh", "Sửa mái trường học"]
    right = ["Trồng cây xanh đường làng", "Nạo vét kênh mương"]
    assert [(pair.left, pair.right) for pair in WORDING.pairs(left, right, 0.5)] == [(0, 1), (1, 0)]
