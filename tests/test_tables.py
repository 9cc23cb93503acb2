"""Tables of tasks in text: the head row names the columns, every row is a task."""

from __future__ import annotations

from parchk.pipeline import Extractor, Options
from parchk.read import read_bytes
from parchk.ruleset import load

EXTRACT = Extractor(load(), Options(nlp="off"))
TABLE = """I. PHÂN CÔNG NHIỆM VỤ

| TT | Nhiệm vụ | Cơ quan chủ trì | Phối hợp | Tiến độ | Kết quả |
|---|---|---|---|---|---|
| I | Công tác chuẩn bị | | | | |
| 1 | In tờ rơi, dựng cổng chào | Phòng Văn hóa - Xã hội | Đoàn Thanh niên xã | Trước 15/3/2026 | Tờ rơi đã in |
| 2 | Sửa 03 km đường dây | Ban Quản lý dự án huyện | | Quý II năm 2026 | |
"""


def test_every_row_is_a_task_with_the_units_and_times_of_its_columns() -> None:
    tasks = EXTRACT(read_bytes(TABLE.encode(), "bang.md")).tasks
    rows = [task for task in tasks if any(unit.role == "lead" for unit in task.units)]
    assert [task.text for task in rows] == ["In tờ rơi, dựng cổng chào", "Sửa 03 km đường dây"]
    assert [[(unit.role, unit.text) for unit in task.units] for task in rows] == [
        [("lead", "Phòng Văn hóa - Xã hội"), ("coordinate", "Đoàn Thanh niên xã")],
        [("lead", "Ban Quản lý dự án huyện")],
    ]
    assert [[(deadline.start, deadline.due) for deadline in task.deadlines] for task in rows] == [
        [(None, "2026-03-15")],
        [("2026-04-01", "2026-06-30")],
    ]
    assert [product.text for product in rows[0].deliverables] == ["Tờ rơi đã in"]


def test_a_group_row_is_no_task() -> None:
    tasks = EXTRACT(read_bytes(TABLE.encode(), "bang.md")).tasks
    assert "Công tác chuẩn bị" not in [task.text for task in tasks]


def test_a_table_without_a_job_column_gives_no_tasks() -> None:
    text = "| TT | Đơn vị | Điểm |\n|---|---|---|\n| 1 | Phòng Y tế | 95 |\n"
    assert EXTRACT(read_bytes(text.encode(), "diem.md")).tasks == []


def rows_of(text: str) -> list[tuple[str, list[tuple[str, str]], list[str]]]:
    """Every task: its text, its lead and coordinating units, the words of its times."""
    return [
        (
            task.text,
            [(unit.role, unit.text) for unit in task.units if unit.role in {"lead", "coordinate"}],
            [deadline.text for deadline in task.deadlines],
        )
        for task in EXTRACT(read_bytes(text.encode(), "bang.txt")).tasks
    ]


FIRST = (
    "Lập danh mục hồ sơ cần số hóa",
    [("lead", "Phòng Nội vụ"), ("coordinate", "Các xã, phường")],
    ["Quý I/2026"],
)
SECOND = (
    "Số hóa sổ hộ tịch của 12 phường",
    [("lead", "Sở Tư pháp"), ("coordinate", "Công an tỉnh")],
    ["Trước 30/9/2026"],
)
HEADS = ["STT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian"]
CELLS = [
    ["1", "Lập danh mục hồ sơ cần số hóa", "Phòng Nội vụ", "Các xã, phường", "Quý I/2026"],
    ["2", "Số hóa sổ hộ tịch của 12 phường", "Sở Tư pháp", "Công an tỉnh", "Trước 30/9/2026"],
]


def test_cells_between_bars_may_stand_on_lines_of_their_own() -> None:
    table = "".join("|\n" + "".join(f"{cell}\n|\n" for cell in row) for row in [HEADS, *CELLS])
    assert rows_of(f"PHỤ LỤC\n\n{table}\n") == [FIRST, SECOND]


def test_a_cell_may_be_broken_over_lines() -> None:
    broken = "| 1 | Lập danh mục hồ sơ\ncần số hóa | Phòng Nội vụ\n| Các xã, phường | Quý I/2026 |\n"
    assert rows_of(f"| {' | '.join(HEADS)} |\n{broken}| {' | '.join(CELLS[1])} |\n") == [FIRST, SECOND]


def test_tabs_stand_between_cells_in_a_table_copied_from_a_word_processor() -> None:
    table = "\n".join("\t".join(row) for row in [HEADS, CELLS[0]]) + "\nII. VIỆC KHÁC\n" + "\t".join(CELLS[1]) + "\n"
    assert rows_of(f"PHỤ LỤC\n{table}") == [FIRST, SECOND]


def test_one_cell_a_line_with_a_page_number_between() -> None:
    flat = "\n".join([*HEADS, *CELLS[0], "", "2", "", *CELLS[1]])
    assert rows_of(f"PHỤ LỤC\n{flat}\n") == [FIRST, SECOND]


def test_one_cell_a_line_and_a_cell_missing() -> None:
    short = [cell for cell in CELLS[0] if cell != "Các xã, phường"]
    flat = "\n".join([*HEADS, *short, *CELLS[1]])
    assert rows_of(f"PHỤ LỤC\n{flat}\n") == [(FIRST[0], FIRST[1][:1], FIRST[2]), SECOND]


def test_a_row_with_fewer_cells_shares_the_merged_ones_with_the_row_above() -> None:
    rows = [["1", *CELLS[0][1:]], ["Kiểm kê kho lưu trữ", "Văn phòng UBND huyện"]]
    table = "".join(f"| {' | '.join(row)} |\n" for row in [HEADS, *rows])
    assert rows_of(table)[1] == (
        "Kiểm kê kho lưu trữ",
        [("lead", "Văn phòng UBND huyện"), ("coordinate", "Các xã, phường")],
        ["Quý I/2026"],
    )


def test_an_empty_cell_is_empty() -> None:
    table = f"| {' | '.join(HEADS)} |\n| {' | '.join(CELLS[0])} |\n| 2 | Kiểm kê kho | Sở Nội vụ | | |\n"
    assert rows_of(table)[1] == ("Kiểm kê kho", [("lead", "Sở Nội vụ")], [])


def test_who_helps_may_stand_in_the_cell_of_who_leads() -> None:
    table = "| TT | Nội dung | Đơn vị thực hiện |\n| 1 | In phiếu khảo sát | Sở Y tế (Sở Tài chính phối hợp) |\n"
    assert rows_of(table) == [("In phiếu khảo sát", [("lead", "Sở Y tế"), ("coordinate", "Sở Tài chính")], [])]


def test_text_right_below_a_table_is_no_cell() -> None:
    items = "1. Sở Tư pháp báo cáo trước ngày 05/5/2026.\n2. Sở Tài chính tổng hợp.\n"
    short = "| STT | Nội dung | Đơn vị chủ trì | Thời gian |\n| 1 | Rà soát quy chế |\n"
    unclosed = "| STT | Nội dung | Đơn vị chủ trì | Thời gian\n"
    for table in (short, unclosed):
        assert [words for words, _, _ in rows_of(table + items)] == [
            "Sở Tư pháp báo cáo trước ngày 05/5/2026.",
            "Sở Tài chính tổng hợp.",
        ]


def test_a_line_with_tabs_is_a_row_only_under_a_head_row() -> None:
    for line in (
        "1.\tGiao Sở Tư pháp lập danh sách\ttrước ngày 05/5/2026.",
        "1. Giao Sở Tư pháp lập danh sách trước ngày 05/5/2026.\t\t",
    ):
        assert [(units, times) for _, units, times in rows_of(line)] == [
            ([("lead", "Sở Tư pháp")], ["trước ngày 05/5/2026"])
        ]


def test_an_empty_cell_at_the_end_is_empty_whatever_the_line_ends() -> None:
    rows = ["STT\tNội dung\tĐơn vị chủ trì\tThời gian", "1\tRà soát quy chế\tSở Nội vụ\tQuý I/2026"]
    for end in ("\n", "\r\n", "\r"):
        text = end.join([*rows, "2\tLập danh sách\tSở Y tế\t", ""])
        assert [times for _, _, times in rows_of(text)] == [["Quý I/2026"], []]


def test_what_a_row_takes_from_the_row_above_is_said() -> None:
    table = (
        "| STT | Nội dung | Đơn vị chủ trì | Thời gian |\n| 1 | Rà soát quy chế | Sở Nội vụ | Quý I/2026 |\n"
        "| 2 | Lập danh sách | Sở Y tế |\n"
    )
    own, shared = EXTRACT(read_bytes(table.encode(), "bang.txt")).tasks
    assert "merged:time" in shared.because
    assert "merged:time" not in own.because
    assert shared.confidence < own.confidence


def test_a_wide_table_with_missing_cells_is_aligned_in_passing() -> None:
    head = "| Nội dung | Đơn vị chủ trì |" + " Cột |" * 38
    row = "| Rà soát quy chế | Sở Nội vụ |" + " x |" * 33
    assert [(words, units) for words, units, _ in rows_of(f"{head}\n{row}\n")] == [
        ("Rà soát quy chế", [("lead", "Sở Nội vụ")])
    ]
