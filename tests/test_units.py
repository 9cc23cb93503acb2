"""Units and their roles, as sentences annotated in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotated import parse
from parchk.assemble.keys import UnitKeys
from parchk.assemble.statements import marks_of
from parchk.recognise.roles import RoleRecogniser
from parchk.recognise.units import UnitRecogniser
from parchk.ruleset import load
from parchk.spans import skeleton

if TYPE_CHECKING:
    from pathlib import Path

RULES = load()
UNITS = UnitRecogniser(RULES)
ROLES = RoleRecogniser(RULES)


@pytest.mark.parametrize(
    "annotated",
    [
        # councils and their places
        "báo cáo [unit: UBND huyện Mường Khương] trước",
        "[unit: Chủ tịch UBND các xã, phường, thị trấn] chỉ đạo",
        "[unit: Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương] tổng hợp",
        "[unit: Thường trực HĐND tỉnh] giám sát",
        "[unit: HĐND và UBND xã] rà soát",
        "[unit: Hội đồng nhân dân], [unit: Ủy ban nhân dân các xã] thực hiện",
        # places with a number, which is no count
        "Giao [unit: UBND phường 5] rà soát",
        "[unit: UBND Phường 12, quận Gò Vấp] lập danh sách",
        "[unit: UBND các quận 1, 3, 5] và [unit: Công an phường 7] phối hợp",
        "[unit: Đảng ủy phường 3] chỉ đạo, [unit: Trạm Y tế phường 4] tiêm chủng",
        "[unit: Chủ tịch UBND phường 14] chịu trách nhiệm",
        "Gửi [unit: UBND xã] 12 bản; gửi [unit: UBND phường] 02 báo cáo",
        "[unit: UBND phường] 5 ngày một lần; [unit: UBND quận] 1/2024; [unit: UBND phường] 5.000 đồng",
        "Giao [unit: UBND phường]: 1. Rà soát hộ nghèo",
        # levels in letters
        "[unit: UBND TT. Hát Lót], [unit: UBND TX. Gò Công] và [unit: UBND H. Củ Chi] thực hiện",
        "[unit: UBND P.5], [unit: UBND P. Bến Nghé], [unit: UBND Q.1] và [unit: UBND X. Tân Lập] thực hiện",
        "[unit: UBND T. Bình Thuận] giao [unit: P. Nội vụ] và [unit: P.Tư pháp] tổng hợp",
        "[unit: UBND] X. Hoàn thành trước",
        # names that begin like a task; capitals decide
        "[unit: Phòng Đào tạo] và [unit: Ban Đào tạo] rà soát",
        "[unit: Vụ Giáo dục Chính trị và Công tác học sinh, sinh viên] hướng dẫn",
        "[unit: Khoa Giáo dục Chính trị], [unit: Phòng Tổ chức - Chính trị] báo cáo",
        "[unit: Phòng Quản lý đào tạo], [unit: Phòng Chính trị] báo cáo",
        "[unit: Phòng Kinh tế] xây dựng kế hoạch",
        "[unit: Phòng Nội vụ] đào tạo cán bộ",
        # departments of both eras
        "[unit: Sở Nông nghiệp và Phát triển nông thôn] chủ trì",
        "[unit: Sở Nông nghiệp và Môi trường] chủ trì",
        "[unit: Phòng Lao động - Thương binh và Xã hội huyện] rà soát",
        "[unit: Phòng Văn hóa - Xã hội] và [unit: Phòng Kinh tế, Hạ tầng và Đô thị] phối hợp",
        "[unit: Giám đốc Sở Giáo dục và Đào tạo] báo cáo",
        "[unit: Bộ trưởng Bộ Y tế] quyết định",
        "các Bộ: [unit: Tài chính], [unit: Giáo dục và Đào tạo] và [unit: Y tế] rà soát",
        # collectives
        "[unit: các phòng, ban chuyên môn] và [unit: UBND các xã, thị trấn] thực hiện",
        "[unit: các sở, ban, ngành tỉnh]; [unit: UBND cấp xã] báo cáo",
        "[unit: Thủ trưởng các cơ quan, đơn vị thuộc huyện] chỉ đạo",
        "[unit: các cơ quan, tổ chức, cá nhân có liên quan] thi hành",
        "[unit: các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ] tổng hợp",
        # Party, Front, mass organisations
        "[unit: Ban Thường vụ Huyện ủy] giao [unit: Ban Tổ chức Huyện ủy] tham mưu",
        "[unit: Đảng ủy xã Tân Hòa] lãnh đạo",
        "[unit: Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh] giám sát",
        "[unit: Hội Liên hiệp Phụ nữ xã] vận động",
        "[unit: Tỉnh đoàn] phát động",
        # forces, justice
        "[unit: Công an tỉnh] chỉ đạo",
        "[unit: Bộ Chỉ huy Quân sự tỉnh] huy động",
        "[unit: Đồn Biên phòng Lũng Cú] tuần tra",
        "[unit: Tòa án nhân dân huyện] xét xử",
        # institutions and enterprises
        "[unit: Trung tâm Văn hóa, Thể thao và Truyền thông huyện] đưa tin",
        "[unit: Ban Quản lý dự án đầu tư xây dựng huyện] đẩy nhanh",
        "[unit: Kho bạc Nhà nước tỉnh] kiểm soát",
        "[unit: Bệnh viện Đa khoa khu vực Cai Lậy] tiếp nhận",
        "[unit: Khoa Dược] và [unit: Phòng Kế hoạch tổng hợp] duyệt",
        "[unit: Tập đoàn Điện lực Việt Nam] bảo đảm cung ứng",
        "[unit: Đài Tiếng nói Việt Nam], [unit: Thông tấn xã Việt Nam] đưa tin",
        "[unit: Trường THPT Lê Hồng Phong] tổ chức",
        # the collective only heads the list
        "các cơ quan: [unit: Phòng Y tế], [unit: Phòng Tư pháp], [unit: Công an huyện] rà soát",
        # no units
        "rà soát các trường hợp vướng mắc",
        "cập nhật các cơ sở dữ liệu dùng chung",
        "phòng ngừa tai nạn, các hội nghị chuyên đề",
        "các ban hành nghị quyết, bộ tiêu chí, các bộ thủ tục",
    ],
)
def test_units(annotated: str) -> None:
    text, expected = parse(annotated)
    assert [("unit", text[unit.start : unit.end]) for unit in UNITS(text)] == expected


@pytest.mark.parametrize(
    ("short", "written_out"),
    [
        ("UBND P.5", "Ủy ban nhân dân phường 5"),
        ("UBND P. Bến Nghé", "UBND phường Bến Nghé"),
        ("UBND Q.1", "UBND quận 1"),
        ("UBND H. Củ Chi", "UBND huyện Củ Chi"),
        ("UBND X.Tân Lập", "UBND xã Tân Lập"),
        ("UBND TT. Hát Lót", "UBND thị trấn Hát Lót"),
        ("UBND TX Gò Công", "UBND thị xã Gò Công"),
        ("UBND TP.Thủ Đức", "UBND thành phố Thủ Đức"),
        ("UBND T. Bình Thuận", "UBND tỉnh Bình Thuận"),
        ("Công an P.7", "Công an phường 7"),
        ("P.Nội vụ", "Phòng Nội vụ"),
    ],
)
def test_levels_in_letters_have_the_key_of_the_word(short: str, written_out: str) -> None:
    key = UnitKeys(RULES).of
    assert key(short) == key(written_out)


@pytest.mark.parametrize(
    "annotated",
    [
        # who is to act
        "Giao [lead: Phòng Y tế] theo dõi, tổng hợp.",
        "Yêu cầu [lead: Thủ trưởng các cơ quan, đơn vị], [lead: Chủ tịch UBND các xã] rà soát.",
        "Chủ tịch UBND tỉnh yêu cầu [lead: các sở, ngành] thực hiện nghiêm.",
        "[lead: Sở Xây dựng] khẩn trương thẩm định hồ sơ.",
        "[lead: Sở Tài chính], trên cơ sở đề xuất của các đơn vị, cân đối kinh phí.",
        "Căn cứ Kế hoạch của UBND tỉnh, [lead: UBND các xã] xây dựng kế hoạch.",
        "Định kỳ hàng tháng, [lead: Công an xã] kiểm tra tạm trú.",
        "[lead: Phòng Tư pháp]: Chủ trì, phối hợp với [coordinate: Công an huyện] tuyên truyền.",
        "Đối với [lead: UBND các xã biên giới]: cần bố trí lực lượng.",
        "Sau khi phương án được phê duyệt, [lead: Ban Quản lý dự án huyện] lập dự toán.",
        "[lead: Khoa Dược] cấp phát dung dịch sát khuẩn.",
        # who takes part
        "Chủ trì, phối hợp chặt chẽ với [coordinate: Sở Y tế] và [coordinate: Công an tỉnh] kiểm tra.",
        "Phối hợp, hỗ trợ [coordinate: chính quyền địa phương] giải phóng mặt bằng.",
        "Tham mưu [advise: UBND huyện] cùng [coordinate: các phòng, ban chuyên môn] tổ chức họp.",
        "Kiểm tra đột xuất và mời [coordinate: Đài Truyền thanh huyện] tham gia cùng.",
        "Chỉ đạo các đơn vị trực thuộc phối hợp với [coordinate: lực lượng Kiểm lâm] tuần tra.",
        # where reports go
        "Báo cáo kết quả về [report_to: UBND huyện] (qua [report_via: Phòng Nội vụ]) trước khi họp.",
        "Gửi danh sách về [report_to: Sở Nội vụ] để tổng hợp, báo cáo UBND tỉnh.",
        "Xây dựng kế hoạch gửi [report_to: UBND tỉnh] (thông qua [report_via: Sở Tài chính] để theo dõi).",
        "Tổng hợp vướng mắc của các xã để báo cáo [report_to: Chủ tịch UBND tỉnh].",
        "Kịp thời phản ánh về [report_to: Sở Công Thương] để giải quyết.",
        # neither
        "Hoàn thiện hồ sơ trình UBND tỉnh phê duyệt.",
        "Nâng cao hiệu quả phối hợp giữa các sở, ngành trong thanh tra.",
        "Làm việc với Sở Tài chính về nguồn vốn.",
        "Theo dõi, đôn đốc các cơ quan, đơn vị thực hiện.",
        "Hoàn thiện báo cáo sơ kết của UBND huyện.",
        "Thực hiện theo yêu cầu của Sở Y tế.",
    ],
)
def test_roles(annotated: str) -> None:
    text, expected = parse(annotated)
    made = skeleton(text, 0, len(text), marks_of([], [], UNITS(text)))
    found = [(mention.role, text[unit.start : unit.end]) for mention in ROLES([made])[0] for unit in mention.units]
    assert [pair for pair in found if pair[0] != "object"] == expected


def test_a_unit_behind_a_post_goes_before_one_that_begins_with_it(tmp_path: Path) -> None:
    """Whichever of the patterns holds their rules: ``branch`` stands before ``institution``."""
    rule = """[[rule]]
id = "branch"
kind = "unit"
name = "Giám đốc"
pattern = "(?-i:Giám đốc)"
examples = ["[[Giám đốc]] ký"]
counterexamples = ["giám sát"]
"""
    (tmp_path / "units.toml").write_text(rule, "utf-8")
    text = "Giám đốc Công ty Minh Phát báo cáo. Giám đốc ký."
    found = UnitRecogniser(load(tmp_path))(text)
    assert [text[unit.start : unit.end] for unit in found] == ["Giám đốc Công ty Minh Phát", "Giám đốc"]


def test_every_unit_inside_of_a_longer_one_that_was_passed_over_is_found() -> None:
    text = "Ủy Ban Kiểm Tra Giám Sát Và Báo Xây Dựng Mở Chuyên Mục Và Báo Xây Dựng Mở Chuyên Mục"
    assert [text[unit.start : unit.end] for unit in UNITS(text) if unit.rule == "press"] == ["Báo Xây Dựng"] * 2
