"""Label lines and label sections, lists whose items keep alike, names that a document spells out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parchk.pipeline import Extractor, Options
from parchk.read import from_text
from parchk.ruleset import load

if TYPE_CHECKING:
    from parchk.models import Task

EXTRACT = Extractor(load(), Options(nlp="off"))


def tasks(text: str) -> list[Task]:
    return EXTRACT(from_text(text)).tasks


def units(task: Task, role: str = "lead") -> list[str]:
    return [unit.text for unit in task.units if unit.role == role]


def times(task: Task) -> list[str]:
    return [deadline.text for deadline in task.deadlines]


SECTIONS = """II. TUYÊN TRUYỀN
1. Nội dung
a) In 2.000 tờ gấp về tiết kiệm nước;
b) Mở chuyên mục trên đài truyền thanh xã.
2. Cơ quan chủ trì, phối hợp
a) Cơ quan chủ trì
- Phòng Văn hóa - Xã hội.
- Trung tâm Y tế huyện; Hội Nông dân xã.
b) Cơ quan phối hợp: Trạm Y tế xã.
3. Thời gian thực hiện: Quý II/2026.

III. KIỂM TRA
1. Nội dung
a) Kiểm tra 05 trạm cấp nước.
2. Đơn vị thực hiện
- Công an xã.
"""


def test_a_label_section_speaks_about_all_tasks_of_its_item() -> None:
    first, second, third = tasks(SECTIONS)
    assert units(first) == units(second) == ["Phòng Văn hóa - Xã hội", "Trung tâm Y tế huyện", "Hội Nông dân xã"]
    assert units(first, "coordinate") == ["Trạm Y tế xã"]
    assert times(first) == times(second) == ["Quý II/2026"]
    assert (units(third), times(third)) == (["Công an xã"], [])


def test_a_heading_about_time_over_sentences_is_no_label() -> None:
    text = "1. Thời gian thực hiện\n- Phòng Nội vụ gửi kế hoạch trước ngày 10/4/2026.\n- Sở Y tế tổng hợp kết quả.\n"
    assert [units(task) for task in tasks(text)] == [["Phòng Nội vụ"], ["Sở Y tế"]]


def test_label_lines_behind_a_bulleted_list_belong_to_all_of_it() -> None:
    text = """1. Chuẩn bị
- Kiểm kê vật tư trong kho.
- Mua bổ sung 40 áo phao.

Đơn vị thực hiện: Ban Chỉ huy Quân sự xã.

Thời gian hoàn thành: trước ngày 15/5/2026.

2. Diễn tập
- Tổ chức diễn tập cứu hộ.

Đơn vị thực hiện: Công an xã.
"""
    made = tasks(text)
    assert [units(task) for task in made] == [["Ban Chỉ huy Quân sự xã"], ["Ban Chỉ huy Quân sự xã"], ["Công an xã"]]
    assert [times(task) for task in made] == [["trước ngày 15/5/2026"], ["trước ngày 15/5/2026"], []]


def test_an_item_with_its_own_label_line_does_not_share_that_of_the_next() -> None:
    text = (
        "1. Chuẩn bị\n- Kiểm kê vật tư.\n\nĐơn vị thực hiện: Công an xã.\n\n"
        "- Mua áo phao.\n\nĐơn vị thực hiện: Trạm Y tế xã.\n"
    )
    assert [units(task) for task in tasks(text)] == [["Công an xã"], ["Trạm Y tế xã"]]


def test_an_item_with_a_verb_that_no_rule_knows_is_a_task_among_tasks() -> None:
    listed = "Phòng Kinh tế thực hiện các việc sau:\n- Rà soát mốc lộ giới;\n- Ghè đá hộc lấp hố;\n- Báo cáo kết quả.\n"
    assert "Ghè đá hộc lấp hố;" in [task.text for task in tasks(listed)]
    alone = "Tình hình trong tháng:\n- Lúa trổ đều;\n- Ghè đá hộc;\n- Giá phân bón đã giảm.\n"
    assert tasks(alone) == []


def test_a_list_of_addressees_spells_out_where_a_name_ends() -> None:
    body = "1. Khoa Nội tổng hợp kê thêm 10 giường.\n"
    assert [units(task) for task in tasks(body)] != [["Khoa Nội tiêu hóa và thăm dò chức năng"]]
    letter = """Kính gửi:
- Tổ Thu ngân và thăm dò dư luận;
- Phòng Vật tư.

1. Tổ Thu ngân và thăm dò dư luận phát phiếu trước ngày 05/6/2026.
"""
    assert [units(task) for task in tasks(letter)] == [["Tổ Thu ngân và thăm dò dư luận"]]


def test_a_line_without_a_closing_mark_spells_out_nothing() -> None:
    assert [units(task) for task in tasks("1. Khoa Dược kiểm kê kho thuốc\n2. Khoa Dược báo cáo Giám đốc.\n")] == [
        ["Khoa Dược"],
        ["Khoa Dược"],
    ]


def test_a_long_lead_in_names_who_is_to_act_at_its_end() -> None:
    text = (
        "Nhằm chấn chỉnh việc quản lý chợ tạm; khắc phục tình trạng lấn chiếm lòng đường, Chủ tịch UBND phường Bến Đá "
        "yêu cầu Trưởng phòng Kinh tế, Công an phường tập trung các việc sau:\n\n1. Rà soát các điểm họp chợ.\n"
    )
    (task,) = tasks(text)
    assert units(task) == ["Trưởng phòng Kinh tế", "Công an phường"]


def test_two_label_sections_in_one_item_each_speak_of_the_tasks_before_them() -> None:
    first, second = tasks(
        "I. VIỆC CHUNG\n1. Rà soát quy chế.\n2. Cơ quan chủ trì\na) Sở Y tế\n"
        "3. Lập danh sách.\n4. Cơ quan chủ trì\na) Sở Tư pháp\n5. Sản phẩm\n- Báo cáo\n- Danh mục hồ sơ.\n"
    )
    assert (units(first), units(second)) == (["Sở Y tế"], ["Sở Tư pháp"])
    assert [product.text for product in second.deliverables][-2:] == ["Báo cáo", "Danh mục hồ sơ"]


def test_a_label_section_does_not_reach_into_an_attached_plan() -> None:
    text = (
        "QUYẾT ĐỊNH\n1. Rà soát quy chế.\n2. Cơ quan chủ trì\na) Sở Y tế\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n"
        "Trần Văn An\n\n"
        "PHỤ LỤC\n(Kèm theo Quyết định số 1/QĐ-UBND ngày 05/01/2026)\n"
        "1. Lập danh sách.\n2. Cơ quan chủ trì\na) Sở Tư pháp\n"
    )
    assert [units(task) for task in tasks(text)] == [["Sở Y tế"], ["Sở Tư pháp"]]


def test_a_line_that_says_what_a_unit_does_spells_out_no_name() -> None:
    first, second = tasks("1. Phòng Tài chính chi trả kinh phí;\n2. Sở Y tế báo cáo.\n")
    assert (units(first), units(second)) == (["Phòng Tài chính"], ["Sở Y tế"])


def test_demands_are_a_companion_of_the_purpose_unless_units_were_told_to_act() -> None:
    items = "1. Yêu cầu chung:\na) Rà soát hồ sơ dự thầu.\n2. Nhiệm vụ cụ thể\na) Lập danh sách.\n"
    ordered = f"UBND huyện yêu cầu các phòng, ban và UBND các xã thực hiện một số nội dung sau:\n{items}"
    planned = f"UBND huyện ban hành Kế hoạch đấu thầu như sau:\n{items}"
    assert [task.text for task in tasks(ordered)] == ["Rà soát hồ sơ dự thầu.", "Lập danh sách."]
    assert [task.text for task in tasks(planned)] == ["Lập danh sách."]


def test_a_heading_broken_behind_its_first_syllable() -> None:
    text = (
        "Bộ yêu cầu:\n1. Vụ\nPháp chế\n- Nâng cao chất lượng thẩm định\nvăn bản, bảo đảm đúng tiến độ được giao\n"
        "cho từng tháng.\n"
        "2. Cục\nXuất bản, In và Phát hành\n- Triển khai sửa đổi, bổ sung\nnghị định theo lộ trình\n"
        "đã được phê duyệt. Đảm bảo hoàn thành trong năm 2026.\n"
    )
    first, second = tasks(text)
    assert (units(first), units(second)) == (["Vụ Pháp chế"], ["Cục Xuất bản, In và Phát hành"])
    assert times(second) == ["trong năm 2026"]


def test_an_item_without_words_is_no_task() -> None:
    assert tasks("2.1. | \n** Kết quả: \n</b>\n") == []
