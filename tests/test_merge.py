"""A workbook that people work in meets new results: what is theirs stays, what is new is there and marked."""

from __future__ import annotations

import errno
import io
import itertools
import shutil
import stat
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from parchk.errors import InputError, OutputError
from parchk.models import Directive, Finding
from parchk.write import Style
from parchk.write.xlsx import chunks
from parchk.write.xlsx.merge import MergeError, OpenElsewhereError, merge, merge_file
from parchk.write.xlsx.merge import verify as verification
from workbooks import (
    CHANGE,
    DOCUMENTS,
    DUE,
    FINDINGS,
    HIDDEN,
    LEAD,
    NOTE,
    OFFICER,
    TASKS,
    TEXT,
    TOLD,
    Book,
    column,
    document,
    edited,
    packed,
    patched,
    put,
    row_with,
    task,
    through_office,
    unpacked,
    written,
)

if TYPE_CHECKING:
    from pathlib import Path

    from parchk.write.xlsx.merge import Merged

PLAN = task("Xây dựng phương án sắp xếp, báo cáo UBND huyện trước ngày 20/8/2022.", "1/a", due="2022-08-20")
CLASS = task("Tổ chức tập huấn cho công chức các xã.", "1/b")
LIST = task("Rà soát danh sách cán bộ, gửi về Phòng Nội vụ.", "2/a", "UBND các xã", due="2022-07-30")
MEETING = task("Mời đại diện các hội dự buổi sơ kết quý III.", "3", "Văn phòng")
PLAN_LATER = task("Xây dựng phương án sắp xếp, báo cáo UBND huyện trước ngày 25/8/2022.", "1/a", due="2022-08-25")

GONE = "không còn trong văn bản"


def merged(data: bytes, *documents: Directive, per_unit: bool = False) -> Merged:
    done = merge(data, documents, Style(per_unit=per_unit))
    assert merge(done.data, documents, Style(per_unit=per_unit)).data == done.data, "a second merge changes nothing"
    return done


# What is new


def test_results_that_the_workbook_holds_already_change_nothing() -> None:
    data = written(document(PLAN, CLASS, LIST))
    done = merged(data, document(PLAN, CLASS, LIST))
    assert (done.added, done.changed, done.vanished, done.returned, done.deleted) == (0, 0, 0, 0, 0)
    assert done.data == data


def test_a_new_task_becomes_a_row_below_the_last_one_numbered_and_marked() -> None:
    done = merged(written(document(PLAN, LIST)), document(PLAN, CLASS, LIST))
    book = Book(done.data)
    assert done.added == 1
    assert book.column(TEXT) == [PLAN.text, LIST.text, CLASS.text]
    assert book.column("STT") == [1, 2, 3]
    assert book.column(CHANGE) == [None, None, "mới"]
    assert book.at(CLASS.text, LEAD) == "Phòng Nội vụ"


def test_a_new_row_looks_like_most_rows_and_its_days_are_days() -> None:
    def coloured(book: Any) -> None:
        for row, colour in ((2, "FFFF00"), (3, "FFFF00"), (4, "FF0000")):
            for cell in book[TASKS][row]:
                cell.fill = PatternFill("solid", colour)

    data = edited(written(document(PLAN, CLASS, MEETING)), coloured)
    sheet = Book(merged(data, document(PLAN, CLASS, MEETING, LIST)).data).sheet()
    assert sheet.cell(5, column(sheet, DUE)).value == datetime(2022, 7, 30)  # noqa: DTZ001 - as openpyxl gives days
    for cell in sheet[2]:
        assert sheet.cell(5, cell.column).number_format == cell.number_format
        assert sheet.cell(5, cell.column).fill.fgColor.rgb == "00FFFF00"


def test_a_new_document_is_added_and_its_data_too() -> None:
    other = document(MEETING, number="500/UBND-VP", name="khac.docx")
    done = merged(written(document(PLAN)), document(PLAN), other)
    assert Book(done.data).column(CHANGE) == [None, "mới"]
    assert Book(done.data).column("Tệp nguồn", DOCUMENTS) == ["cong-van.docx", "khac.docx"]
    assert Book(done.data).column("STT", DOCUMENTS) == [1, 2]


def test_documents_that_are_not_in_the_run_are_left_alone() -> None:
    other = document(MEETING, number="500/UBND-VP")
    data = written(document(PLAN), other)
    done = merged(data, document(PLAN_LATER))
    assert (done.changed, done.vanished) == (1, 0)
    assert Book(done.data).at(MEETING.text, CHANGE) is None


def test_an_english_workbook_stays_english() -> None:
    data = b"".join(chunks([document(PLAN)], Style(lang="en")))
    book = Book(merged(data, document(PLAN_LATER, CLASS)).data)
    changed, new = book.column("Change", "Tasks")
    assert new == "new"
    assert changed.startswith("changed: Task: … huyện trước ngày 20/8/2022. → … huyện trước ngày 25/8/2022.; Due: 2022")


# What has changed


def test_what_only_the_document_changed_is_written_and_the_mark_says_from_what_to_what() -> None:
    done = merged(written(document(PLAN, CLASS)), document(PLAN_LATER, CLASS))
    book = Book(done.data)
    assert done.changed == 1
    assert book.at(PLAN_LATER.text, DUE) == datetime(2022, 8, 25)  # noqa: DTZ001
    assert "Thời hạn: 20/8/2022 → 25/8/2022" in book.at(PLAN_LATER.text, CHANGE)
    assert book.at(CLASS.text, CHANGE) is None


def test_what_only_the_clerk_changed_stays() -> None:
    data = edited(written(document(PLAN, CLASS)), put(PLAN.text, LEAD, "Phòng Tài chính"))
    done = merged(data, document(PLAN_LATER, CLASS))
    assert Book(done.data).at(PLAN_LATER.text, LEAD) == "Phòng Tài chính"
    assert done.conflicts == []


def test_what_both_changed_stays_the_clerks_and_is_told_once() -> None:
    data = edited(written(document(PLAN)), put(PLAN.text, LEAD, "Phòng Tài chính"))
    changed = document(PLAN.model_copy(update={"units": task("", lead="Thanh tra huyện").units}))
    done = merged(data, changed)
    book = Book(done.data)
    (conflict,) = done.conflicts
    assert (conflict.column, conflict.ours, conflict.base, conflict.theirs) == (
        LEAD,
        "Phòng Tài chính",
        "Phòng Nội vụ",
        "Thanh tra huyện",
    )
    assert book.at(PLAN.text, LEAD) == "Phòng Tài chính"
    (line,) = book.rows(TOLD)
    assert line[2:6] == [LEAD, "Phòng Tài chính", "Phòng Nội vụ", "Thanh tra huyện"]
    assert LEAD in book.at(PLAN.text, CHANGE)
    assert merge(done.data, [changed], Style()).conflicts == []


def test_the_same_correction_on_both_sides_is_no_conflict() -> None:
    data = edited(written(document(PLAN)), put(PLAN.text, LEAD, "Thanh tra huyện"))
    changed = document(PLAN.model_copy(update={"units": task("", lead="Thanh tra huyện").units}))
    done = merged(data, changed)
    assert (done.conflicts, done.changed) == ([], 0)


def test_without_the_hidden_sheet_every_difference_is_a_conflict() -> None:
    data = edited(written(document(PLAN, CLASS)), lambda book: book.remove(book[HIDDEN]))
    done = merged(data, document(PLAN_LATER, CLASS))
    assert {conflict.column for conflict in done.conflicts} >= {TEXT, DUE}
    assert Book(done.data).at(PLAN.text, DUE) == datetime(2022, 8, 20)  # noqa: DTZ001
    assert all(conflict.base is None for conflict in done.conflicts)
    assert Book(done.data).book[HIDDEN].sheet_state == "veryHidden"


def test_a_day_that_the_clerk_typed_as_text_is_that_day() -> None:
    data = edited(written(document(PLAN)), put(PLAN.text, DUE, "20/8/2022"))
    done = merged(data, document(PLAN_LATER))
    assert done.conflicts == []
    assert Book(done.data).at(PLAN_LATER.text, DUE) == datetime(2022, 8, 25)  # noqa: DTZ001


def test_a_formula_in_a_cell_of_parchks_is_the_clerks() -> None:
    data = edited(written(document(PLAN)), put(PLAN.text, DUE, "=DATE(2022,8,20)"))
    done = merged(data, document(PLAN_LATER))
    assert Book(done.data).at(PLAN_LATER.text, DUE) == "=DATE(2022,8,20)"
    assert [conflict.column for conflict in done.conflicts] == [DUE]


def test_a_cell_that_the_clerk_emptied_stays_empty() -> None:
    data = edited(written(document(PLAN)), put(PLAN.text, DUE, None))
    done = merged(data, document(PLAN_LATER))
    assert Book(done.data).at(PLAN_LATER.text, DUE) is None
    assert [conflict.ours for conflict in done.conflicts] == [""]


# What is gone


def test_a_task_that_the_document_no_longer_has_is_kept_and_marked_until_it_comes_back() -> None:
    data = edited(written(document(PLAN, CLASS)), put(CLASS.text, NOTE, "đã mời giảng viên"))
    done = merged(data, document(PLAN))
    assert done.vanished == 1
    assert Book(done.data).at(CLASS.text, CHANGE) == GONE
    assert Book(done.data).at(CLASS.text, NOTE) == "đã mời giảng viên"
    back = merged(done.data, document(PLAN, CLASS))
    assert (back.returned, back.added) == (1, 0)
    assert Book(back.data).at(CLASS.text, CHANGE) is None


def test_a_row_that_the_clerk_deleted_is_not_written_again_and_told_once() -> None:
    data = edited(written(document(PLAN, CLASS, LIST)), lambda book: book[TASKS].delete_rows(3))
    done = merged(data, document(PLAN, CLASS, LIST))
    assert (done.deleted, done.added) == (1, 0)
    assert Book(done.data).column(TEXT) == [PLAN.text, LIST.text]
    (line,) = Book(done.data).rows(TOLD)
    assert CLASS.text in line
    settled = edited(done.data, lambda book: book[TOLD].delete_rows(2))
    again = merge(settled, [document(PLAN, CLASS, LIST)], Style())
    assert (again.deleted, again.data) == (1, settled)


def test_a_deleted_row_stays_deleted_when_its_task_is_corrected() -> None:
    data = edited(written(document(PLAN, CLASS)), lambda book: book[TASKS].delete_rows(2))
    assert Book(merged(data, document(PLAN_LATER, CLASS)).data).column(TEXT) == [CLASS.text]


def test_marks_stay_until_the_document_has_something_new_again() -> None:
    first = merged(written(document(PLAN)), document(PLAN, CLASS))
    assert Book(merged(first.data, document(PLAN, CLASS)).data).at(CLASS.text, CHANGE) == "mới"
    second = merged(first.data, document(PLAN, CLASS, LIST))
    assert Book(second.data).at(CLASS.text, CHANGE) is None
    assert Book(second.data).at(LIST.text, CHANGE) == "mới"


def test_a_mark_that_the_clerk_wrote_over_stays() -> None:
    first = merged(written(document(PLAN)), document(PLAN, CLASS))
    data = edited(first.data, put(CLASS.text, CHANGE, "mới (đã giao chị Hoa)"))
    done = merged(data, document(PLAN))
    assert Book(done.data).at(CLASS.text, CHANGE) == "mới (đã giao chị Hoa)"
    assert [conflict.theirs for conflict in done.conflicts] == [GONE]


# Which task is which


def test_a_task_is_known_after_its_items_were_renumbered() -> None:
    data = edited(written(document(PLAN, CLASS)), put(CLASS.text, NOTE, "ghi"))
    moved = CLASS.model_copy(update={"section": "4/c"})
    done = merged(data, document(MEETING, PLAN, moved))
    assert (done.added, done.changed, done.vanished) == (1, 1, 0)
    assert Book(done.data).at(CLASS.text, NOTE) == "ghi"
    assert Book(done.data).at(CLASS.text, "Mục") == "4/c"


def test_items_that_changed_places_keep_their_rows() -> None:
    data = edited(written(document(PLAN, CLASS)), put(CLASS.text, NOTE, "ghi"))
    swapped = (PLAN.model_copy(update={"section": "1/b"}), CLASS.model_copy(update={"section": "1/a"}))
    done = merged(data, document(*swapped))
    assert (done.added, done.changed) == (0, 2)
    assert Book(done.data).at(CLASS.text, NOTE) == "ghi"


def test_two_tasks_in_the_same_words_for_two_units_keep_their_units_when_they_change_places() -> None:
    words = "Báo cáo kết quả trước ngày 20/8/2022."
    one, two = task(words, "1", "Sở Y tế"), task(words, "2", "Sở Công Thương")
    data = edited(written(document(one, two)), put("Sở Y tế", NOTE, "chị Hoa"))
    swapped = task(words, "1", "Sở Công Thương"), task(words, "2", "Sở Y tế")
    assert Book(merged(data, document(*swapped)).data).at("Sở Y tế", NOTE) == "chị Hoa"


def test_of_two_nearly_identical_tasks_each_stays_with_its_own() -> None:
    def asked(unit: str, day: str) -> Any:
        return task(f"{unit} báo cáo kết quả về UBND huyện trước ngày {day}.", "3", unit)

    data = edited(
        written(document(asked("Xã An Hải", "20/8/2022"), asked("Xã Ân Hảo", "20/8/2022"))),
        put("Xã Ân Hảo", NOTE, "anh Tư"),
    )
    done = merged(data, document(asked("Xã Ân Hảo", "22/8/2022"), asked("Xã An Hải", "21/8/2022")))
    assert (done.changed, done.added) == (2, 0)
    assert Book(done.data).at("Xã Ân Hảo", NOTE) == "anh Tư"
    assert "22/8/2022" in Book(done.data).at("Xã Ân Hảo", TEXT)


def test_another_task_in_the_place_of_one_is_not_the_same_task() -> None:
    data = edited(written(document(PLAN, CLASS)), put(CLASS.text, "Trạng thái", "Hoàn thành"))
    other = task("Lập dự toán kinh phí sửa chữa trụ sở.", CLASS.section)
    done = merged(data, document(PLAN, other))
    assert (done.added, done.vanished) == (1, 1)
    assert Book(done.data).at(other.text, "Trạng thái") is None


def _report(quarter: str, day: str) -> Any:
    return task(f"Nộp báo cáo quý {quarter} về Văn phòng UBND huyện trước ngày {day}.", "1")


@pytest.mark.parametrize("closed", [("Trạng thái", "Hoàn thành"), ("Trạng thái", "xong"), ("Ngày hoàn thành", 44635)])
def test_done_is_not_carried_over_to_a_task_with_other_figures(closed: tuple[str, Any]) -> None:
    data = edited(
        written(document(_report("I", "15/3/2022"), _report("II", "15/6/2022"))), put("quý I về", closed[0], closed[1])
    )
    done = merged(data, document(_report("II", "15/6/2022"), _report("III", "15/9/2022")))
    assert (done.added, done.vanished) == (1, 1)
    assert Book(done.data).at("quý III", closed[0]) is None
    assert Book(done.data).at("quý I về", CHANGE) == GONE


def test_done_is_not_carried_over_to_the_contrary() -> None:
    allowed = task("Cho phép các xã tổ chức hội nghị.", "1")
    data = edited(written(document(allowed)), put(allowed.text, "Trạng thái", "Hoàn thành"))
    done = merged(data, document(task("Không cho phép các xã tổ chức hội nghị.", "1")))
    assert Book(done.data).at("Không cho phép", "Trạng thái") is None


@pytest.mark.parametrize("state", ["Đang thực hiện", "Chưa thực hiện", "=IF(1,2)"])
def test_an_open_task_keeps_its_row_when_its_day_is_moved(state: str) -> None:
    data = edited(written(document(PLAN)), put(PLAN.text, "Trạng thái", state))
    done = merged(data, document(PLAN_LATER))
    assert (done.changed, done.added) == (1, 0)
    assert Book(done.data).at(PLAN_LATER.text, "Trạng thái") == state


def test_done_stays_when_other_words_are_corrected() -> None:
    data = edited(written(document(CLASS)), put(CLASS.text, "Trạng thái", "Hoàn thành"))
    corrected = task("Tổ chức các lớp tập huấn cho công chức các xã.", CLASS.section)
    assert Book(merged(data, document(corrected)).data).at(corrected.text, "Trạng thái") == "Hoàn thành"


def test_when_wordings_change_places_each_unit_keeps_its_own_task() -> None:
    words = "Kiểm tra công tác phòng cháy tại các trường học trên địa bàn"
    one, two = task(f"{words}.", "1", "Xã A"), task(f"{words} huyện.", "2", "Xã B")
    data = edited(written(document(one, two)), put("Xã A", "Trạng thái", "Hoàn thành"))
    done = merged(data, document(task(two.text, "1", "Xã A"), task(one.text, "2", "Xã B")))
    assert Book(done.data).at("Xã A", "Trạng thái") == "Hoàn thành"
    assert Book(done.data).at("Xã B", "Trạng thái") is None


def test_a_turn_of_phrase_in_another_item_does_not_make_it_the_same_task() -> None:
    phrase = "Chủ trì, phối hợp với các cơ quan liên quan triển khai thực hiện"
    data = written(document(task(f"{phrase} đề án chuyển đổi số.", "1")))
    done = merged(data, document(task(f"{phrase} tiêm phòng gia súc.", "2")))
    assert (done.added, done.vanished) == (1, 1)


def test_a_document_is_known_after_its_day_of_issue_was_corrected() -> None:
    data = edited(written(document(PLAN, CLASS)), put(CLASS.text, NOTE, "ghi"))
    done = merged(data, document(PLAN, CLASS, issued_on="2022-07-06"))
    assert (done.added, done.changed) == (0, 2)
    assert Book(done.data).at(CLASS.text, NOTE) == "ghi"
    assert len(Book(done.data).rows(DOCUMENTS)) == 1


def test_a_document_is_known_by_its_file_after_its_number_was_corrected() -> None:
    done = merged(written(document(PLAN, CLASS)), document(PLAN, CLASS, number="421/UBND-NV"))
    assert (done.added, done.changed) == (0, 2)


def test_a_document_is_known_after_its_number_was_filled_in() -> None:
    done = merged(
        written(document(PLAN, CLASS, number=None, name="du-thao.docx")), document(PLAN, CLASS, name="ban-ky.docx")
    )
    assert (done.added, done.changed, done.vanished) == (0, 2, 0)


def test_the_letter_of_next_month_is_another_document() -> None:
    may = document(PLAN, CLASS, name="thang-5.docx")
    june = document(PLAN, CLASS, number="480/UBND-NV", issued_on="2022-08-05", name="thang-6.docx")
    done = merged(written(may), june)
    assert (done.added, done.changed, done.vanished) == (2, 0, 0)


def test_another_letter_in_a_file_of_the_same_name_is_another_document() -> None:
    july = document(PLAN, CLASS, name="scan.pdf")
    october = document(PLAN, CLASS, number="97/UBND-NV", issued_on="2022-10-05", name="scan.pdf")
    done = merged(written(july), october)
    assert (done.added, done.changed, done.vanished) == (2, 0, 0)


def test_documents_without_a_number_from_files_of_the_same_name_are_told_apart_by_their_tasks() -> None:
    one = document(PLAN, CLASS, number=None, name="scan.pdf")
    two = document(LIST, MEETING, number=None, name="scan.pdf")
    other = document(task("Lập dự toán kinh phí cho đợt rà soát."), number=None, name="scan.pdf")
    data = edited(written(one, two), put(PLAN.text, "Trạng thái", "Hoàn thành"))
    for documents in ([two], [two, one], [one]):
        assert merged(data, *documents).data == data
    done = merged(data, other, two, one)
    assert (done.added, done.changed, done.vanished) == (1, 0, 0)
    assert (merged(data, other).added, merged(data, other).vanished) == (1, 0)
    changed = merged(data, document(MEETING, number=None, name="scan.pdf"), document(number=None, name="scan.pdf"))
    assert (changed.added, changed.vanished) == (0, 3)


def test_the_order_of_the_documents_does_not_matter() -> None:
    other = document(MEETING, number="500/UBND-VP")
    data = written(document(PLAN), other)
    for documents in itertools.permutations((document(PLAN_LATER), other)):
        done = merged(data, *documents)
        assert (done.changed, done.added) == (1, 0)


# What people do to a workbook


def test_sorted_rows_stay_in_the_clerks_order() -> None:
    def turned(book: Any) -> None:
        sheet = book[TASKS]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for at, row in enumerate(reversed(rows), 2):
            for where, value in enumerate(row, 1):
                sheet.cell(at, where).value = value

    data = edited(written(document(PLAN, CLASS, LIST)), turned)
    done = merged(data, document(PLAN_LATER, CLASS, LIST, MEETING))
    assert Book(done.data).column(TEXT) == [LIST.text, CLASS.text, PLAN_LATER.text, MEETING.text]
    assert Book(done.data).column("STT") == [3, 2, 1, 4]


def test_columns_may_be_inserted_moved_and_removed() -> None:
    def arranged(book: Any) -> None:
        sheet = book[TASKS]
        sheet.delete_cols(column(sheet, "Sản phẩm"))
        sheet.insert_cols(4, 2)
        sheet.cell(1, 4).value, sheet.cell(2, 4).value = "Ưu tiên", "cao"

    done = merged(edited(written(document(PLAN)), arranged), document(PLAN_LATER, CLASS))
    book = Book(done.data)
    assert book.at(PLAN_LATER.text, "Ưu tiên") == "cao"
    assert book.at(PLAN_LATER.text, DUE) == datetime(2022, 8, 25)  # noqa: DTZ001
    assert book.at(CLASS.text, LEAD) == "Phòng Nội vụ"
    assert "Sản phẩm" not in [cell.value for cell in book.sheet()[1]]


@pytest.mark.parametrize("heading", ["NỘI DUNG  NHIỆM VỤ", "Nội dung nhiệm vụ\n", "Nội dung\nnhiệm vụ", "Task"])
def test_a_heading_may_be_spelled_otherwise(heading: str) -> None:
    data = edited(written(document(PLAN)), lambda book: _retitle(book[TASKS], TEXT, heading))
    done = merged(data, document(PLAN_LATER))
    sheet = Book(done.data).sheet()
    assert PLAN_LATER.text in [cell.value for cell in sheet[2]]


def test_a_renamed_column_is_found_by_what_parchk_wrote_there() -> None:
    data = edited(written(document(PLAN, CLASS, LIST)), lambda book: _retitle(book[TASKS], LEAD, "Ai làm"))
    book = Book(merged(data, document(PLAN, CLASS, LIST, MEETING)).data)
    assert book.at(MEETING.text, "Ai làm") == "Văn phòng"


def test_a_column_that_only_happens_to_say_the_same_is_the_clerks() -> None:
    helped = CLASS.model_copy(
        update={"units": [*CLASS.units, *(unit.model_copy(update={"role": "coordinate"}) for unit in LIST.units)]}
    )

    def called(book: Any) -> None:
        sheet = book[TASKS]
        sheet.delete_cols(column(sheet, "Đơn vị phối hợp"))
        sheet.cell(1, 30).value, sheet.cell(row_with(sheet, CLASS.text), 30).value = "Đã gọi điện", "UBND các xã"

    data = edited(written(document(PLAN, helped, LIST)), called)
    given = PLAN.model_copy(update={"units": helped.units})
    assert Book(merged(data, document(given, helped, LIST)).data).at(PLAN.text, "Đã gọi điện") is None


def test_of_two_columns_with_one_heading_parchks_is_the_one_that_it_filled() -> None:
    def doubled(book: Any) -> None:
        sheet = book[TASKS]
        at = column(sheet, DUE)
        sheet.insert_cols(at)
        sheet.cell(1, at).value = "Thời hạn "

    sheet = Book(merged(edited(written(document(PLAN)), doubled), document(PLAN_LATER, LIST)).data).sheet()
    hers, parchks = column(sheet, "Thời hạn "), column(sheet, DUE)
    assert [sheet.cell(row, hers).value for row in (2, 3)] == [None, None]
    assert [sheet.cell(row, parchks).value.day for row in (2, 3)] == [25, 30]


def test_rows_and_sheets_of_the_clerks_own_stay() -> None:
    def extended(book: Any) -> None:
        book[TASKS].append([None, 99, None, None, None, None, "Việc riêng của văn phòng"])
        book.create_sheet("Của tôi", 0)["B2"] = "=1+1"
        book[TASKS].title = "Theo dõi 2022"

    data = edited(written(document(PLAN)), extended)
    book = Book(merged(data, document(PLAN_LATER, CLASS)).data)
    assert book.sheet("Của tôi")["B2"].value == "=1+1"
    assert book.column(TEXT, "Theo dõi 2022") == [PLAN_LATER.text, "Việc riêng của văn phòng", CLASS.text]
    assert book.at("Việc riêng", CHANGE, "Theo dõi 2022") is None


def test_a_task_that_the_clerk_had_added_by_hand_is_not_added_again() -> None:
    def typed(book: Any) -> None:
        sheet = book[TASKS]
        sheet.cell(3, column(sheet, "Số, ký hiệu")).value = "412/UBND-NV"
        sheet.cell(3, column(sheet, TEXT)).value = CLASS.text
        sheet.cell(3, column(sheet, OFFICER)).value = "Hoa"

    done = merged(edited(written(document(PLAN)), typed), document(PLAN, CLASS))
    assert done.added == 0
    assert Book(done.data).at(CLASS.text, OFFICER) == "Hoa"


def test_of_a_copied_row_the_first_is_the_task() -> None:
    def copied(book: Any) -> None:
        sheet = book[TASKS]
        sheet.append([cell.value for cell in sheet[2]])
        sheet.cell(3, column(sheet, NOTE)).value = "bản sao"

    done = merged(edited(written(document(PLAN)), copied), document(PLAN_LATER))
    assert Book(done.data).column(TEXT) == [PLAN_LATER.text, PLAN.text]
    assert Book(done.data).column(CHANGE)[1] is None
    again = merged(done.data, document(PLAN))
    assert Book(again.data).column(NOTE) == [None, "bản sao"]


def test_a_copy_pasted_above_with_other_words_is_the_clerks() -> None:
    def copied(book: Any) -> None:
        sheet = book[TASKS]
        values = [cell.value for cell in sheet[2]]
        sheet.insert_rows(2)
        for at, value in enumerate(values, 1):
            sheet.cell(2, at).value = value
        sheet.cell(2, column(sheet, TEXT)).value = "Việc riêng: chuẩn bị xe đi huyện"

    book = Book(merged(edited(written(document(PLAN)), copied), document(PLAN_LATER)).data)
    assert book.at("Việc riêng", DUE) == datetime(2022, 8, 20)  # noqa: DTZ001
    assert book.at(PLAN_LATER.text, DUE) == datetime(2022, 8, 25)  # noqa: DTZ001


def _moved(book: Any, *, title: str = "Đã xong", keys: bool = True, at: int = 1) -> None:
    """The clerk cuts the first two tasks out and puts them, below a heading, on a sheet of her own."""
    sheet, own = book[TASKS], book.create_sheet(title, at)
    for row in sheet.iter_rows(min_row=1, max_row=3, min_col=1 if keys else 2):
        own.append([cell.value for cell in row])
    sheet.delete_rows(2, 2)


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("keys", [True, False])
def test_rows_that_were_moved_to_a_sheet_of_what_is_done_are_not_deleted(keys: bool, at: int) -> None:  # noqa: FBT001
    data = edited(written(document(PLAN, CLASS, LIST)), lambda book: _moved(book, keys=keys, at=at))
    done = merged(data, document(PLAN, CLASS, LIST, MEETING))
    assert (done.deleted, done.added, done.conflicts) == (0, 1, [])
    book = Book(done.data)
    assert book.column(TEXT) == [LIST.text, MEETING.text]
    assert book.column(TEXT, "Đã xong") == [PLAN.text, CLASS.text]
    assert book.rows(TOLD) in ([], [[None] * 7])


def test_what_changes_in_a_row_that_was_moved_is_told_and_not_written() -> None:
    data = edited(written(document(PLAN, CLASS, LIST)), _moved)
    done = merged(data, document(PLAN_LATER, CLASS, LIST))
    assert {(conflict.sheet, conflict.column) for conflict in done.conflicts} >= {("Đã xong", TEXT), ("Đã xong", DUE)}
    assert Book(done.data).at(PLAN.text, DUE, "Đã xong") == datetime(2022, 8, 20)  # noqa: DTZ001
    again = merged(done.data, document(PLAN, CLASS, LIST))
    assert (again.deleted, again.added) == (0, 0)


def test_a_copy_of_all_tasks_kept_as_last_years_stays_as_it_is() -> None:
    def kept(book: Any) -> None:
        book.copy_worksheet(book[TASKS]).title = "Năm 2022"
        book[TASKS].delete_rows(2, 2)

    done = merged(edited(written(document(PLAN, CLASS, LIST)), kept), document(PLAN, CLASS, LIST, MEETING))
    assert done.deleted == 0
    assert Book(done.data).column(TEXT) == [LIST.text, MEETING.text]
    assert Book(done.data).column(TEXT, "Năm 2022") == [PLAN.text, CLASS.text, LIST.text]


def test_a_renamed_sheet_of_all_tasks_is_still_the_one_before_a_copy_of_it() -> None:
    def kept(book: Any) -> None:
        book.copy_worksheet(book[TASKS]).title = "Năm 2022"
        book[TASKS].delete_rows(2, 2)
        book[TASKS].title = "Năm 2023"

    data = edited(written(document(PLAN, CLASS, LIST)), kept)
    assert Book(merged(data, document(PLAN, CLASS, LIST, MEETING)).data).column(TEXT, "Năm 2023")[-1] == MEETING.text


def test_look_ups_of_the_clerks_make_no_units_sheet_of_the_sheet_of_all_tasks() -> None:
    def looked_up(book: Any) -> None:
        sheet = book[TASKS]
        book.create_sheet("Danh bạ")["A1"] = "Văn phòng"
        for row in range(2, 5):
            sheet.cell(row, column(sheet, OFFICER)).value = f"=INDEX('Danh bạ'!B:B,MATCH(H{row},'Danh bạ'!A:A,0))"
        _moved(book)
        sheet.title = "Theo dõi"

    data = edited(written(document(PLAN, CLASS, LIST)), looked_up)
    done = merged(data, document(PLAN, CLASS, LIST, MEETING))
    assert done.deleted == 0
    assert Book(done.data).column(TEXT, "Theo dõi") == [LIST.text, MEETING.text]


def test_below_a_row_of_sums_nothing_is_overwritten() -> None:
    def summed(book: Any) -> None:
        sheet = book[TASKS]
        sheet.cell(5, column(sheet, NOTE)).value = "Tổng cộng"
        sheet.cell(5, column(sheet, OFFICER)).value = "=COUNTA(Q2:Q4)"

    done = merged(edited(written(document(PLAN)), summed), document(PLAN, CLASS))
    assert row_with(Book(done.data).sheet(), CLASS.text) == 6
    assert Book(done.data).at("Tổng cộng", TEXT) is None


def test_a_formula_of_the_clerks_goes_on_in_new_rows() -> None:
    def computed(book: Any) -> None:
        sheet = book[TASKS]
        sheet.cell(1, 30).value = "Còn lại"
        for row in range(2, 6):  # two tasks, and room for two more
            sheet.cell(row, 30).value = f"=K{row}-TODAY()"

    done = merged(edited(written(document(PLAN, CLASS)), computed), document(PLAN, CLASS, LIST, MEETING, PLAN_LATER))
    book = Book(done.data)
    assert book.column(TEXT) == [PLAN.text, CLASS.text, LIST.text, MEETING.text, PLAN_LATER.text]
    assert book.column("Còn lại") == [f"=K{row}-TODAY()" for row in range(2, 7)]


@pytest.mark.parametrize("formula", ["=ROW()-1", '=IF(G{row}="","",ROW()-1)', "=N(B{above})+1"])
@pytest.mark.parametrize("until", [3, 14])
def test_numbers_that_are_computed_go_on(formula: str, until: int) -> None:
    def numbered(book: Any) -> None:
        for row in range(2, until + 1):
            book[TASKS].cell(row, 2).value = formula.format(row=row, above=row - 1)

    book = Book(merged(edited(written(document(PLAN, CLASS)), numbered), document(PLAN, CLASS, LIST, MEETING)).data)
    assert book.column(TEXT)[:4] == [PLAN.text, CLASS.text, LIST.text, MEETING.text]
    assert book.column("STT")[:4] == [formula.format(row=row, above=row - 1) for row in range(2, 6)]


def test_look_ups_that_the_clerk_filled_down_in_her_own_columns_are_room() -> None:
    def filled(book: Any) -> None:
        for row in range(2, 9):
            book[TASKS].cell(row, column(book[TASKS], OFFICER)).value = f"=VLOOKUP(H{row},'Danh bạ'!A:B,2)"

    book = Book(merged(edited(written(document(PLAN, CLASS)), filled), document(PLAN, CLASS, LIST)).data)
    assert book.column(TEXT)[:3] == [PLAN.text, CLASS.text, LIST.text]
    assert book.at(LIST.text, OFFICER) == "=VLOOKUP(H4,'Danh bạ'!A:B,2)"


def test_new_rows_stand_below_merged_cells() -> None:
    data = edited(written(document(PLAN)), lambda book: book[TASKS].merge_cells("C4:F6"))
    assert row_with(Book(merged(data, document(PLAN, CLASS)).data).sheet(), CLASS.text) == 7


def test_a_formula_goes_on_below_a_signature() -> None:
    def signed(book: Any) -> None:
        sheet = book[TASKS]
        sheet.cell(1, 30).value = "Còn lại"
        for row in (2, 3):
            sheet.cell(row, 30).value = f"=K{row}-TODAY()"
        sheet.cell(5, column(sheet, TEXT)).value = "NGƯỜI LẬP BIỂU"

    book = Book(merged(edited(written(document(PLAN, CLASS)), signed), document(PLAN, CLASS, LIST)).data)
    assert book.at(LIST.text, "Còn lại") == "=K6-TODAY()"


def test_comments_formats_lists_and_heights_survive() -> None:
    def decorated(book: Any) -> None:
        sheet = book[TASKS]
        sheet["G2"].comment = Comment("hỏi lại", "Hoa")
        sheet["G2"].font = Font(bold=True, color="FF0000")
        sheet.row_dimensions[2].height = 77
        sheet.row_dimensions[3].hidden = True
        sheet.add_data_validation(DataValidation("list", formula1='"a,b"', sqref="AA2:AA3"))
        sheet.conditional_formatting.add("AB2:AB3", CellIsRule("equal", ["1"], fill=PatternFill("solid", "FF0000")))
        sheet.merge_cells("AD1:AE1")
        sheet.column_dimensions["H"].width = 33

    sheet = Book(
        merged(edited(written(document(PLAN, CLASS)), decorated), document(PLAN_LATER, CLASS, LIST)).data
    ).sheet()
    assert sheet["G2"].comment.text == "hỏi lại"
    assert sheet["G2"].font.bold
    assert (sheet.row_dimensions[2].height, sheet.row_dimensions[3].hidden) == (77, True)
    assert "AA2:AA4" in {str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert "AB2:AB4" in {str(area.sqref) for area in sheet.conditional_formatting}
    assert "AD1:AE1" in map(str, sheet.merged_cells.ranges)
    assert sheet.column_dimensions["H"].width == 33


def test_filter_print_area_and_table_reach_to_the_new_rows() -> None:
    def ranged(book: Any) -> None:
        sheet = book[TASKS]
        sheet.print_area = "B1:V3"
        sheet.auto_filter.ref = "A1:V3"

    done = merged(edited(written(document(PLAN, CLASS)), ranged), document(PLAN, CLASS, LIST))
    sheet = Book(done.data).sheet()
    assert sheet.auto_filter.ref == "A1:V4"
    assert sheet.print_area == f"'{TASKS}'!$B$1:$V$4"
    assert sheet.calculate_dimension().endswith("4")

    def tabled(book: Any) -> None:
        sheet = book[TASKS]
        sheet.auto_filter.ref = None
        sheet.add_table(Table(displayName="ViecLam", ref="A1:V3"))

    done = merged(edited(written(document(PLAN, CLASS)), tabled), document(PLAN, CLASS, LIST))
    assert Book(done.data).sheet().tables["ViecLam"].ref == "A1:V4"


# The package


def test_every_part_that_has_nothing_new_stays_byte_for_byte() -> None:
    data = packed(unpacked(written(document(PLAN))) | {"xl/vbaProject.bin": b"\0macro", "customXml/item1.xml": b"<x/>"})
    before, after = unpacked(data), unpacked(merged(data, document(PLAN_LATER)).data)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} <= {
        "xl/workbook.xml",
        *(f"xl/worksheets/sheet{number}.xml" for number in range(1, 6)),
    }


def test_text_of_a_document_becomes_no_formula_and_no_markup() -> None:
    hostile = task("=cmd|' /C calc'!A0 <script>]]>&amp; _x0041_ \ufffe\U0001f600 \u202e", "9", "@SUM(1)")
    sheet = Book(merged(written(document(PLAN)), document(PLAN, hostile)).data).sheet()
    row = row_with(sheet, "cmd|")
    cell = sheet.cell(row, column(sheet, TEXT))
    assert cell.data_type == "s"
    assert "<script>]]>&amp;" in cell.value
    assert sheet.cell(row, column(sheet, LEAD)).data_type == "s"


def test_a_text_that_looks_like_an_escape_is_the_same_text_at_the_next_merge() -> None:
    odd = task("Cập nhật mã _x0041_ và _x000D_ vào hệ thống.", "9")
    done = merged(written(document(PLAN)), document(PLAN, odd))
    assert merge(done.data, [document(PLAN, odd)], Style()).changed == 0


def test_a_workbook_that_counts_days_from_1904() -> None:
    def since_1904(book: Any) -> None:
        book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001

    data = edited(written(document(PLAN)), since_1904)
    assert b'date1904="1"' in unpacked(data)["xl/workbook.xml"]
    done = merged(data, document(PLAN_LATER, LIST))
    assert done.conflicts == []
    assert Book(done.data).at(PLAN_LATER.text, DUE) == datetime(2022, 8, 25)  # noqa: DTZ001
    assert Book(done.data).at(LIST.text, DUE) == datetime(2022, 7, 30)  # noqa: DTZ001


def test_formatted_words_in_a_cell_are_read_as_their_text() -> None:
    data = edited(written(document(PLAN)), lambda _: None)
    words = PLAN.text
    rich = (
        f'<r><rPr><b/></rPr><t xml:space="preserve">{words[:8]}</t></r><r><t xml:space="preserve">{words[8:]}</t></r>'
    )
    data = patched(data, "xl/sharedStrings.xml", (f"<t>{words}</t>", rich))
    done = merged(data, document(PLAN_LATER))
    assert (done.changed, done.conflicts) == (1, [])


def test_a_new_sheet_list_is_made_when_the_clerk_has_deleted_it() -> None:
    data = edited(written(document(PLAN, CLASS)), lambda book: (book.remove(book[TOLD]), book[TASKS].delete_rows(3)))
    done = merged(data, document(PLAN, CLASS))
    assert len(Book(done.data).rows(TOLD)) == 1


# Keys that got lost


def test_rows_whose_hidden_column_was_deleted_get_their_keys_back() -> None:
    data = edited(
        written(document(PLAN, CLASS)), lambda book: (book[TASKS].delete_cols(1), put(CLASS.text, NOTE, "x")(book))
    )
    done = merged(data, document(PLAN_LATER, CLASS, LIST))
    book = Book(done.data)
    assert (done.changed, done.added, done.deleted) == (1, 1, 0)
    assert book.at(CLASS.text, NOTE) == "x"
    key = column(book.sheet(), "Khóa (parchk)")
    assert book.sheet().column_dimensions[book.sheet().cell(1, key).column_letter].hidden
    assert all(book.column("Khóa (parchk)"))


def test_visible_cells_copied_into_a_new_file_are_recognised_by_their_texts() -> None:
    source = Book(written(document(PLAN, CLASS))).sheet()
    copy = Workbook()
    for row in source.iter_rows(min_col=2):
        copy.active.append([cell.value for cell in row])
    put(CLASS.text, NOTE, "x", copy.active.title)(copy)
    out = io.BytesIO()
    copy.save(out)
    done = merged(out.getvalue(), document(PLAN, CLASS, LIST))
    assert (done.added, done.conflicts) == (1, [])
    book = Book(done.data)
    assert book.at(CLASS.text, NOTE, copy.active.title) == "x"
    assert book.at(LIST.text, DUE, copy.active.title) == datetime(2022, 7, 30)  # noqa: DTZ001


def test_rows_that_were_sorted_without_the_hidden_column_are_recognised() -> None:
    def turned(book: Any) -> None:
        sheet = book[TASKS]
        put(CLASS.text, NOTE, "x")(book)
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, min_col=2)]
        for at, row in enumerate(reversed(rows), 2):
            for where, value in enumerate(row, 2):
                sheet.cell(at, where).value = value

    data = edited(written(document(PLAN, CLASS, MEETING, LIST)), turned)
    given = MEETING.model_copy(update={"units": CLASS.units})
    done = merged(data, document(PLAN_LATER, CLASS, given, LIST))
    book = Book(done.data)
    assert (done.changed, done.conflicts) == (2, [])
    assert book.column(TEXT) == [LIST.text, MEETING.text, CLASS.text, PLAN_LATER.text]
    assert book.at(CLASS.text, NOTE) == "x"
    assert book.at(MEETING.text, LEAD) == "Phòng Nội vụ"


def test_rows_in_the_same_words_that_were_sorted_without_the_hidden_column_are_known_by_their_units() -> None:
    words = "Báo cáo kết quả thực hiện về Phòng Nội vụ."
    asked = [task(words, "1", unit) for unit in ("Xã A", "Xã B", "Xã C")]

    def turned(book: Any) -> None:
        rows = [[cell.value for cell in row] for row in book[TASKS].iter_rows(min_row=2, min_col=2)]
        for at, row in enumerate(reversed(rows), 2):
            for where, value in enumerate(row, 2):
                book[TASKS].cell(at, where).value = value

    data = edited(written(document(*asked)), turned)
    done = merged(data, document(task(words, "1", "Xã A", due="2022-09-01"), *asked[1:]))
    assert Book(done.data).column(LEAD) == ["Xã C", "Xã B", "Xã A"]
    assert Book(done.data).column(DUE) == [None, None, datetime(2022, 9, 1)]  # noqa: DTZ001


def test_units_that_the_clerk_corrected_are_no_sorting() -> None:
    words = "Báo cáo kết quả thực hiện về Phòng Nội vụ."
    asked = [task(words, "1", unit) for unit in ("Xã A", "Xã B")]

    def corrected(book: Any) -> None:
        put("Xã B", LEAD, "Xã C")(book)
        put("Xã A", LEAD, "Xã B")(book)

    data = edited(written(document(*asked)), corrected)
    done = merged(data, document(task(words, "1", "Xã A", due="2022-09-01"), asked[1]))
    assert Book(done.data).column(DUE) == [datetime(2022, 9, 1), None]  # noqa: DTZ001


# Sheets of units


def test_a_task_that_goes_to_another_unit_appears_there_and_stays_marked_here() -> None:
    data = written(document(PLAN, LIST), per_unit=True)
    given = PLAN.model_copy(update={"units": task("", lead="UBND các xã").units})
    done = merged(data, document(given, LIST), per_unit=True)
    book = Book(done.data)
    assert book.at(PLAN.text, CHANGE, "Phòng Nội vụ") == "chuyển sang UBND các xã"
    assert book.column(TEXT, "UBND các xã") == [LIST.text, PLAN.text]
    assert book.column("STT", "UBND các xã") == [2, 1]


def test_a_new_unit_gets_a_sheet_of_its_own_whose_clerks_columns_look_into_the_first() -> None:
    data = edited(
        written(document(PLAN, LIST), per_unit=True), lambda book: setattr(book[TASKS], "title", "Tất cả 'ba'")
    )
    done = merged(data, document(PLAN, LIST, MEETING), per_unit=True)
    sheet = Book(done.data).sheet("Văn phòng")
    assert Book(done.data).column(TEXT, "Văn phòng") == [MEETING.text]
    assert "'Tất cả ''ba'''!$U:$U" in sheet.cell(2, column(sheet, NOTE)).value
    assert sheet.freeze_panes == Book(done.data).sheet("UBND các xã").freeze_panes
    assert sheet.auto_filter.ref == "A1:V2"
    assert sheet.print_title_rows == "$1:$1"


def test_what_the_clerk_wrote_over_a_looked_up_cell_stays() -> None:
    data = edited(written(document(PLAN, LIST), per_unit=True), put(PLAN.text, NOTE, "riêng", "Phòng Nội vụ"))
    done = merged(data, document(PLAN_LATER, LIST), per_unit=True)
    assert Book(done.data).at(PLAN_LATER.text, NOTE, "Phòng Nội vụ") == "riêng"


def test_units_sheets_are_kept_up_without_being_asked_for() -> None:
    done = merged(written(document(PLAN, LIST), per_unit=True), document(PLAN, CLASS, LIST))
    assert Book(done.data).column(TEXT, "Phòng Nội vụ") == [PLAN.text, CLASS.text]


def test_a_copy_of_the_sheet_of_tasks_is_the_clerks() -> None:
    def copied(book: Any) -> None:
        book.copy_worksheet(book[TASKS]).title = "Sao lưu"

    data = edited(written(document(PLAN, LIST)), copied)
    book = Book(merged(data, document(PLAN_LATER, LIST, CLASS)).data)
    assert book.column(TEXT, "Sao lưu") == [PLAN.text, LIST.text]


# Findings and documents


def _finding(code: str, severity: Any = "warning") -> Finding:
    return Finding(code=code, severity=severity, message=f"Xem lại: {code}.", task=None, span=None)


def test_a_finding_that_is_settled_stays_and_says_so() -> None:
    first = document(PLAN, findings=[_finding("no-signer"), _finding("no-number")])
    data = edited(written(first), lambda book: setattr(book[FINDINGS]["J2"], "value", "đã hỏi"))
    done = merged(data, document(PLAN, findings=[_finding("no-number"), _finding("no-place")]))
    book = Book(done.data)
    assert book.column("Mức độ", FINDINGS) == ["không còn", "cảnh báo", "cảnh báo"]
    assert book.sheet(FINDINGS)["J2"].value == "đã hỏi"
    back = merged(done.data, first)
    assert Book(back.data).column("Mức độ", FINDINGS) == ["cảnh báo", "cảnh báo", "không còn"]


def test_of_findings_of_one_sort_each_keeps_its_row() -> None:
    both = [_finding("no-lead").model_copy(update={"message": f"Câu {at} không nêu đơn vị."}) for at in (1, 2)]
    data = edited(
        written(document(PLAN, findings=both)), lambda book: setattr(book[FINDINGS]["J2"], "value", "bỏ qua câu 1")
    )
    book = Book(merged(data, document(PLAN, findings=both[1:])).data)
    assert book.column("Nội dung cần xem lại", FINDINGS) == [finding.message for finding in both]
    assert book.column("Mức độ", FINDINGS) == ["không còn", "cảnh báo"]


def test_what_the_clerk_typed_into_the_sheet_of_documents_stays() -> None:
    data = edited(written(document(PLAN)), put("412/", "Trích yếu", "về vị trí việc làm", DOCUMENTS))
    done = merged(data, document(PLAN, CLASS))
    book = Book(done.data)
    assert book.column("Trích yếu", DOCUMENTS) == ["về vị trí việc làm"]
    assert book.column("Số nhiệm vụ", DOCUMENTS) == [2]
    both = merged(done.data, document(PLAN, CLASS, subject="khác hẳn"))
    assert [conflict.theirs for conflict in both.conflicts] == ["khác hẳn"]


# What is no workbook of parchk's


def _empty_workbook() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "an empty file"),
        (b"a,b\n1,2\n", "no Excel workbook"),
        (b"PK\x03\x04 cut short", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "save it as .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (
            packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
            "OpenDocument",
        ),
        (packed({"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b"x"}), "xlsb"),
        (packed({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "Word document"),
        (packed({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), "cannot be merged into"),
        (_empty_workbook(), "no sheet with the columns"),
    ],
)
def test_what_is_no_workbook_of_parchks_is_refused_with_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(InputError) as refused:
        merge(data, [document(PLAN)], Style(), label="so.xlsx")
    assert said in str(refused.value)
    assert str(refused.value).startswith("so.xlsx")


def test_a_workbook_of_a_newer_parchk_is_refused() -> None:
    data = edited(written(document(PLAN)), lambda book: setattr(book[HIDDEN]["A1"], "value", "parchk workbook 2"))
    with pytest.raises(InputError, match="newer parchk"):
        merge(data, [document(PLAN)], Style())


@pytest.mark.slow
def test_damaged_parts_are_refused_whatever_is_wrong_with_them() -> None:
    parts = unpacked(edited(written(document(PLAN), per_unit=True), lambda _: None))
    for name in parts:
        for broken in (
            b"",
            b"<x",
            b"<x/>",
            b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>",
            parts[name][: len(parts[name]) // 2],
        ):
            try:
                merge(packed(parts | {name: broken}), [document(PLAN_LATER)], Style())
            except InputError as error:
                assert "\n" not in str(error)


def test_a_row_that_no_sheet_has_is_refused_at_once() -> None:
    data = patched(written(document(PLAN)), "xl/worksheets/sheet1.xml", ('<row r="2"', '<row r="99999999999"'))
    with pytest.raises(InputError, match="no row 99999999999"):
        merge(data, [document(PLAN)], Style())


def test_a_lost_cell_would_be_noticed() -> None:
    data = edited(written(document(PLAN)), put(PLAN.text, NOTE, "ghi"))
    lost = edited(data, put(PLAN.text, NOTE, None))
    with pytest.raises(MergeError, match="U2"):
        verification.verify(data, lost, {}, "so.xlsx")


def test_a_lost_correction_in_a_column_of_parchks_would_be_noticed() -> None:
    data = written(document(PLAN))
    corrected, other = (edited(data, put(PLAN.text, LEAD, unit)) for unit in ("Phòng Tài chính", "Thanh tra huyện"))
    sheet = Book(data).sheet()
    claims = {TASKS: verification.Claim("tasks", {column(sheet, LEAD): "lead", 1: "key"})}
    verification.verify(data, other, claims, "so.xlsx")
    with pytest.raises(MergeError, match="H2"):
        verification.verify(corrected, other, claims, "so.xlsx")


# Files


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "so theo dõi.xlsx"
    path.write_bytes(written(document(PLAN)))
    return path


def test_the_old_workbook_is_kept_beside_the_new_one(book: Path) -> None:
    old = book.read_bytes()
    done = merge_file(book, [document(PLAN, CLASS)], Style())
    assert done.backup == book.with_name("so theo dõi.xlsx.bak")
    assert done.backup.read_bytes() == old
    assert book.read_bytes() == done.data
    again = merge_file(book, [document(PLAN, CLASS, LIST)], Style())
    assert again.backup == book.with_name("so theo dõi.xlsx.bak2")
    assert done.backup.read_bytes() == old


def test_nothing_new_writes_nothing(book: Path) -> None:
    merge_file(book, [document(PLAN, CLASS)], Style())
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in book.parent.iterdir()}
    assert merge_file(book, [document(PLAN, CLASS)], Style()).backup is None
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in book.parent.iterdir()} == before


def test_who_may_not_read_the_workbook_may_not_read_the_backup(book: Path) -> None:
    book.chmod(0o600)
    backup = merge_file(book, [document(PLAN, CLASS)], Style()).backup
    assert backup
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_of_a_backup_that_does_not_fit_on_the_disk_nothing_is_left(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    before = book.read_bytes()
    monkeypatch.setattr("parchk.write.xlsx.merge.file.os.fsync", full)
    with pytest.raises(OutputError, match="no space left"):
        merge_file(book, [document(PLAN, CLASS)], Style())
    assert {path.name: path.read_bytes() for path in book.parent.iterdir()} == {book.name: before}


def test_a_workbook_that_is_opened_during_the_merge_is_refused(book: Path) -> None:
    def results() -> Any:
        book.with_name("~$so theo dõi.xlsx").touch()
        yield document(PLAN, CLASS)

    before = book.read_bytes()
    with pytest.raises(OpenElsewhereError):
        merge_file(book, results(), Style())
    assert book.read_bytes() == before


@pytest.mark.parametrize("lock", ["~$so theo dõi.xlsx", ".~lock.so theo dõi.xlsx#"])
def test_a_workbook_that_is_open_elsewhere_is_refused(book: Path, lock: str) -> None:
    before = book.read_bytes()
    book.with_name(lock).touch()
    with pytest.raises(OpenElsewhereError, match="close it there first"):
        merge_file(book, [document(PLAN, CLASS)], Style())
    assert book.read_bytes() == before


def test_a_workbook_that_was_saved_meanwhile_is_not_overwritten(book: Path) -> None:
    def results() -> Any:
        book.write_bytes(b"saved by somebody")
        yield document(PLAN, CLASS)

    with pytest.raises(OpenElsewhereError, match="merge again"):
        merge_file(book, results(), Style())
    assert book.read_bytes() == b"saved by somebody"


def test_when_the_new_workbook_cannot_be_written_the_old_one_is_still_there(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OutputError("no space left")

    before = book.read_bytes()
    monkeypatch.setattr("parchk.write.xlsx.merge.file.write_file", full)
    with pytest.raises(OutputError):
        merge_file(book, [document(PLAN, CLASS)], Style())
    assert book.read_bytes() == before


# Other programs


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice Calc is not installed")
@pytest.mark.parametrize("per_unit", [False, True])
def test_a_workbook_that_libreoffice_saved_is_merged_as_if_nobody_had(tmp_path: Path, per_unit: bool) -> None:  # noqa: FBT001
    data = edited(written(document(PLAN, CLASS, LIST), per_unit=per_unit), put(CLASS.text, NOTE, "x"))
    saved = through_office(data, tmp_path)
    same = merged(saved, document(PLAN, CLASS, LIST))
    assert (same.added, same.changed, same.vanished, same.conflicts) == (0, 0, 0, [])
    done = merged(saved, document(PLAN_LATER, CLASS, MEETING))
    assert (done.added, done.changed, done.vanished, done.conflicts) == (1, 1, 1, [])
    book = Book(through_office(done.data, tmp_path))
    assert book.at(CLASS.text, NOTE) == "x"
    assert book.at(PLAN_LATER.text, DUE) == datetime(2022, 8, 25)  # noqa: DTZ001
    assert book.at(LIST.text, CHANGE) == GONE


def _retitle(sheet: Any, heading: str, other: str) -> None:
    sheet.cell(1, column(sheet, heading)).value = other
