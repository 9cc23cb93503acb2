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
