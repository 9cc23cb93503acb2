"""From one directive to its tasks: inheritance of units, label lines, what is no task, ids, findings."""

from __future__ import annotations

from datetime import date

import pytest

from parchk.models import Directive, Task
from parchk.pipeline import Extractor, Options
from parchk.read import read_bytes
from parchk.ruleset import load

RULES = load()
EXTRACT = Extractor(RULES, Options(nlp="off"))
HEAD = (
    "ỦY BAN NHÂN DÂN\nHUYỆN AN BÌNH\n\nSố: 512/UBND-NV\n\nAn Bình, ngày 12 tháng 8 năm 2022\n\n"
    "Kính gửi: Các phòng, ban chuyên môn thuộc huyện.\n\n"
)


def directive(body: str, head: str = HEAD) -> Directive:
    return EXTRACT(read_bytes((head + body).encode(), "directive.txt"))


def leads(task: Task) -> list[tuple[str, str]]:
    return [(unit.text, unit.source) for unit in task.units if unit.role == "lead"]


def the_task(body: str) -> Task:
    (task,) = directive(body).tasks
    return task


def test_a_unit_in_the_sentence_comes_first() -> None:
    task = the_task("1. Phòng Tư pháp\n\nGiao Phòng Y tế rà soát hồ sơ.\n")
    assert leads(task) == [("Phòng Y tế", "sentence")]


def test_then_an_earlier_sentence_of_the_item() -> None:
    first, second = directive("1. Giao Phòng Y tế rà soát hồ sơ. Báo cáo kết quả trước ngày 20/8/2022.\n").tasks
    assert leads(second) == [("Phòng Y tế", "previous")]
    assert leads(first) == [("Phòng Y tế", "sentence")]


def test_then_the_nearest_heading() -> None:
    tasks = directive(
        "I. NHIỆM VỤ\n\n1. Phòng Y tế\n\na) Rà soát hồ sơ.\n\n2. Giao Công an huyện:\n\n- Kiểm tra.\n"
    ).tasks
    assert [leads(task) for task in tasks] == [[("Phòng Y tế", "heading")], [("Công an huyện", "heading")]]


def test_then_the_preamble() -> None:
    task = the_task(
        "Chủ tịch UBND huyện yêu cầu UBND các xã, thị trấn thực hiện các nhiệm vụ sau:\n\n1. Rà soát hồ sơ.\n"
    )
    assert leads(task) == [("UBND các xã, thị trấn", "preamble")]


def test_then_the_addressees() -> None:
    task = the_task("1. Rà soát hồ sơ.\n")
    assert leads(task) == [("Các phòng, ban chuyên môn thuộc huyện", "addressee")]


def test_and_nobody_when_nobody_is_named() -> None:
    result = directive("1. Rà soát hồ sơ.\n", head="")
    assert leads(result.tasks[0]) == []
    assert "no-lead" in {finding.code for finding in result.findings}


def test_label_lines_belong_to_the_job_above_them() -> None:
    task = the_task(
        "II. NỘI DUNG\n\n1. Tổ chức tập huấn kỹ năng số cho cán bộ thôn\n\n- Cơ quan chủ trì: Phòng Nội vụ.\n\n"
        "- Cơ quan phối hợp: Phòng Tài chính - Kế hoạch; UBND các xã.\n\n- Thời gian thực hiện: Quý IV năm 2022.\n\n"
        "- Sản phẩm: Báo cáo kết quả tập huấn.\n"
    )
    assert leads(task) == [("Phòng Nội vụ", "sentence")]
    assert [unit.text for unit in task.units if unit.role == "coordinate"] == [
        "Phòng Tài chính - Kế hoạch",
        "UBND các xã",
    ]
    assert [(deadline.start, deadline.due, deadline.source) for deadline in task.deadlines] == [
        ("2022-10-01", "2022-12-31", "label")
    ]
    assert [product.text for product in task.deliverables] == ["Báo cáo kết quả tập huấn"]


def test_a_bare_time_sentence_belongs_to_the_sentence_before_it() -> None:
    task = the_task("1. Phòng Y tế rà soát hồ sơ. Thời gian hoàn thành trước ngày 30/9/2022.\n")
    assert [(deadline.due, deadline.source) for deadline in task.deadlines] == [("2022-09-30", "following")]


def test_a_star_line_dates_the_list_above_it() -> None:
    tasks = directive(
        "1. Phòng Y tế\n\n- Lập đoàn kiểm tra.\n\n- Kiểm tra các trạm.\n\n* Thời gian: trong tháng 9/2022.\n"
    ).tasks
    assert [[deadline.due for deadline in task.deadlines] for task in tasks] == [["2022-09-30"], ["2022-09-30"]]


def test_a_clause_that_assigns_to_another_unit_is_a_task_of_its_own() -> None:
    tasks = directive("1. Phòng Y tế rà soát hồ sơ; giao Công an huyện chủ trì kiểm tra.\n").tasks
    assert [leads(task)[0][0] for task in tasks] == ["Phòng Y tế", "Công an huyện"]


def test_a_director_who_orders_others_is_the_one_who_is_to_act() -> None:
    task = the_task("1. Giám đốc Sở Xây dựng yêu cầu các nhà thầu che chắn công trình.\n")
    assert leads(task)[0][0] == "Giám đốc Sở Xây dựng"


@pytest.mark.parametrize(
    "body",
    [
        "Căn cứ Luật Tổ chức chính quyền địa phương;\n",
        "1. Tuy nhiên, một số xã còn chậm báo cáo.\n",
        "1. Nếu đơn vị nào không thực hiện báo cáo thì người đứng đầu chịu trách nhiệm trước Chủ tịch UBND huyện.\n",
        "I. MỤC ĐÍCH, YÊU CẦU\n\n1. Nâng cao nhận thức của cán bộ.\n",
        "I. ĐÁNH GIÁ KẾT QUẢ\n\n1. Tiến độ giải ngân đạt 45%.\n",
        "Điều 1. Ban hành kèm theo Quyết định này Quy chế làm việc.\n",
        "Trên đây là kết luận của Chủ tịch UBND huyện.\n",
        "1. Kinh phí thực hiện được bố trí từ ngân sách huyện.\n",
    ],
)
def test_what_is_no_task(body: str) -> None:
    result = directive(body)
    assert result.tasks == []
    assert "no-tasks" in {finding.code for finding in result.findings}


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Phòng Y tế rà soát hồ sơ.", "action"),
        ("Không xem xét khen thưởng các đơn vị nộp chậm.", "prohibition"),
        ("Nghiêm cấm thu thêm các khoản phí.", "prohibition"),
        ("Trường hợp phát sinh vướng mắc, các đơn vị báo cáo UBND huyện.", "conditional"),
        ("Phòng Y tế xử lý vi phạm (nếu có).", "action"),
    ],
)
def test_kinds(sentence: str, kind: str) -> None:
    assert the_task(f"1. {sentence}\n").kind == kind


def test_ids_stay_when_the_document_around_them_changes() -> None:
    before = directive("1. Rà soát hồ sơ.\n\n2. Báo cáo kết quả.\n").tasks
    after = directive("1. Lập danh sách. Rà soát hồ sơ.\n\n2. Báo cáo kết quả. Công khai số liệu.\n").tasks
    assert {task.id for task in before} <= {task.id for task in after}
    assert before[0].id.startswith("512-ubnd-nv.1.")


def test_targets_products_and_citations() -> None:
    result = directive(
        "1. Xây dựng kế hoạch khắc phục theo Công văn số 15/SNV-CCHC ngày 03/8/2022, đạt tối thiểu 90% hồ sơ.\n"
    )
    (task,) = result.tasks
    assert [product.text for product in task.deliverables] == ["kế hoạch khắc phục"]
    assert [(target.comparison, target.value, target.unit) for target in task.targets] == [(">=", 90, "%")]
    assert [result.citations[index].number for index in task.citations] == ["15/SNV-CCHC"]
    assert not task.routine


def test_a_deadline_before_the_day_of_issue_is_kept_and_found() -> None:
    result = directive("1. Phòng Y tế báo cáo trước ngày 20/6/2022.\n")
    assert result.tasks[0].deadlines[0].due == "2022-06-20"
    assert ("deadline-before-issue", "error") in {(finding.code, finding.severity) for finding in result.findings}


def test_an_impossible_date_is_found_and_no_other_day_invented() -> None:
    result = directive("1. Phòng Y tế báo cáo trước ngày 31/11/2022.\n")
    assert [deadline.due for deadline in result.tasks[0].deadlines] == [None]
    assert "impossible-date" in {finding.code for finding in result.findings}


def test_the_day_of_issue_may_be_given() -> None:
    extract = Extractor(RULES, Options(nlp="off", issued_on=date(2023, 1, 10)))
    result = extract(read_bytes("1. Phòng Y tế báo cáo trước ngày 20/02.\n".encode(), "a.txt"))
    assert result.document.issued_on_source == "option"
    assert result.tasks[0].deadlines[0].due == "2023-02-20"
    assert result.tasks[0].deadlines[0].inferred == ["year"]


def test_messages_speak_the_language_asked_for() -> None:
    extract = Extractor(RULES, Options(nlp="off", lang="vi"))
    assert extract(read_bytes(b"", "a.txt")).findings[0].message == "Tệp không có chữ nào."


def test_a_motto_on_two_lines_is_no_part_of_the_issuer() -> None:
    text = (
        "ỦY BAN NHÂN DÂN\nTỈNH LAM THỦY\nSố: 87/KH-UBND\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA\nVIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\nLam Thủy, ngày 09 tháng 3 năm 2026\n\nKẾ HOẠCH\nSố hóa hồ sơ\n"
    )
    issuer = EXTRACT(read_bytes(text.encode(), "a.txt")).document.issuer
    assert issuer is not None
    assert issuer.name == "Ủy ban nhân dân tỉnh Lam Thủy"


def test_numbers_in_brackets_right_behind_the_addressees_begin_the_body() -> None:
    text = "Kính gửi: Các phòng chuyên môn thuộc huyện.\n\n(1) Phòng Nội vụ kiểm tra kho.\n(2) Phòng Tư pháp góp ý.\n"
    result = EXTRACT(read_bytes(text.encode(), "a.txt"))
    assert result.document.addressees == ["Các phòng chuyên môn thuộc huyện"]
    assert [section.path for section in result.sections] == ["1", "2"]


def test_what_is_no_task_is_told_with_its_reason_and_nothing_is_left_over() -> None:
    body = (
        "Căn cứ Kế hoạch số 12/KH-UBND ngày 15/01/2022, UBND huyện yêu cầu:\n\n"
        "1. Phòng Y tế\n\na) Rà soát hồ sơ. Thời gian qua, việc này còn chậm.\n\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nCHỦ TỊCH\n\nLê Văn Tám\n"
    )
    result = directive(body)
    text, remainder = HEAD + body, result.coverage.not_tasks or []
    told = [(rest.sort, text[slice(*rest.span)].split("\n")[0]) for rest in remainder]
    assert told == [
        ("header", "ỦY BAN NHÂN DÂN"),
        ("addressees", "Kính gửi: Các phòng, ban chuyên môn thuộc huyện."),
        ("lead-in", "Căn cứ Kế hoạch số 12/KH-UBND ngày 15/01/2022, UBND huyện yêu cầu:"),
        ("heading", "Phòng Y tế"),
        ("other", "Thời gian qua, việc này còn chậm."),
        ("recipients", "Nơi nhận:"),
        ("signature", "CHỦ TỊCH"),
    ]
    assert [rest.reason for rest in remainder] == ["", "", "lead-in", "heading-units", "finding", "", ""]
    seen = {
        at for span in [rest.span for rest in remainder] + [task.span for task in result.tasks] for at in range(*span)
    }
    assert "".join(sign for at, sign in enumerate(text) if at not in seen).split() == ["1.", "a)"]
