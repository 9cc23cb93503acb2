"""Random rounds of work: people edit a workbook, documents are corrected, results are merged; no cell gets lost.

Whatever somebody types is a token that occurs nowhere else. After every merge each token has to stand in the same
sheet, below the same heading, in the row of the same task. A task is known by a word of its text that no correction
touches. None of this uses what the merge itself knows.
"""

from __future__ import annotations

import random
import re
from copy import copy
from dataclasses import dataclass, field
from typing import Any

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from parchk.models import Directive, Finding
from parchk.write import Style
from parchk.write.xlsx.merge import merge
from workbooks import CHANGE, DOCUMENTS, DUE, LEAD, TASKS, TEXT, Book, document, edited, task, written

TEXTS = """
    rà soát xây dựng phương án danh mục kế hoạch tập huấn công chức đề án kinh phí trụ sở giống vật nuôi tiêm phòng
    hồ sơ đất đai biên chế thủy lợi kênh mương trường lớp học sinh dịch bệnh hộ nghèo thanh tra khiếu nại số hóa
    văn thư hội nghị sơ kết chợ đầu mối vắc xin rừng cháy nổ an toàn giao thông vỉa hè cây xanh nước sạch rác thải
"""
WORDS = TEXTS.split()
UNITS = ("Phòng Nội vụ", "Phòng Tài chính", "Công an huyện", "UBND các xã", "Văn phòng")
CLERKS = ("Cán bộ phụ trách", "Trạng thái", "Văn bản kết quả", "Ghi chú")
OURS = (LEAD, "Đơn vị phối hợp", DUE, "Mục", TEXT)
REMOVABLE = ("Sản phẩm", "Chỉ tiêu", "Loại hạn", "Cơ quan ban hành")
TOKEN = re.compile(r"⟦\d+⟧")


@dataclass
class Duty:
    """A task of a document: its lasting word, and what may be corrected."""

    word: str
    words: list[str]
    section: str
    lead: str
    due: str | None

    def task(self) -> Any:
        return task(f"{' '.join(self.words).capitalize()} {self.word}.", self.section, self.lead, self.due)


@dataclass
class Letter:
    """A document."""

    number: str
    duties: list[Duty]
    dropped: list[Duty] = field(default_factory=list)
    subject: str = "rà soát"
    codes: list[str] = field(default_factory=lambda: ["no-signer"])

    def directive(self) -> Directive:
        findings = [Finding(code=c, severity="warning", message=f"Xem {c}.", task=None, span=None) for c in self.codes]
        return document(
            *(duty.task() for duty in self.duties),
            number=self.number,
            name=f"{self.number.partition('/')[0]}.docx",
            subject=self.subject,
            findings=findings,
        )


@dataclass(frozen=True)
class Typed:
    """Where a token was typed: below which heading, in the row with which words."""

    sheet: str
    heading: str
    row: frozenset[str]
    fill: str | None = None


class Office:
    """The documents, the workbook, and what was typed into it."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.per_unit = self.random.random() < 0.4
        self.counter = 0
        self.letters = [self.new_letter() for _ in range(self.random.randint(1, 3))]
        self.data = written(*(letter.directive() for letter in self.letters), per_unit=self.per_unit)
        self.typed: dict[str, Typed] = {}
        self.comments: dict[str, tuple[str, frozenset[str]]] = {}

    def count(self) -> int:
        self.counter += 1
        return self.counter

    # The documents

    def new_duty(self) -> Duty:
        due = f"2022-{self.random.randint(8, 12):02d}-{self.random.randint(1, 28):02d}"
        return Duty(
            word=f"hs{self.count()}q",
            words=self.random.sample(WORDS, self.random.randint(8, 14)),
            section=f"{self.random.randint(1, 4)}/{self.random.choice('abcd')}",
            lead=self.random.choice(UNITS),
            due=self.random.choice((due, None)),
        )

    def new_letter(self) -> Letter:
        return Letter(f"{self.count()}/UBND-VP", [self.new_duty() for _ in range(self.random.randint(1, 9))])

    def correct(self) -> list[Letter]:
        """Change documents; give those of the next run."""
        for letter in self.letters:
            for _ in range(self.random.randint(0, 3)):
                self.correct_one(letter)
        if self.random.random() < 0.3:
            self.letters.append(self.new_letter())
        run = [letter for letter in self.letters if self.random.random() < 0.8]
        self.random.shuffle(run)
        return run

    def correct_one(self, letter: Letter) -> None:
        duty = self.random.choice(letter.duties) if letter.duties else None
        match self.random.randrange(10):
            case 0 if duty:
                duty.words[self.random.randrange(len(duty.words))] = self.random.choice(WORDS)
            case 1 if duty:
                duty.lead = self.random.choice(UNITS)
            case 2 if duty:
                duty.due = f"2023-01-{self.random.randint(1, 28):02d}"
            case 3:
                for at, one in enumerate(letter.duties):
                    one.section = f"{at + 1}/x"
            case 4 if len(letter.duties) > 1:
                one, two = self.random.sample(letter.duties, 2)
                one.section, two.section = two.section, one.section
            case 5 if duty:
                letter.duties.remove(duty)
                letter.dropped.append(duty)
            case 8 if letter.dropped:
                letter.duties.append(letter.dropped.pop())
            case 6:
                letter.duties.insert(self.random.randint(0, len(letter.duties)), self.new_duty())
            case 7:
                letter.subject = f"trích yếu {self.count()}"
            case _:
                letter.codes = self.random.sample(["no-signer", "no-number", "no-place"], 2)

    # The clerk

    def work(self, book: Any) -> None:
        """Edit the workbook."""
        for _ in range(self.random.randint(3, 12)):
            sheets = [sheet for sheet in book if heading_row(sheet)]
            sheet = self.random.choice(sheets[:1] * 3 + sheets)
            often = [self.fill, self.overwrite, self.sort, self.delete_row, self.add_row]
            seldom = [self.add_column, self.fill_column, self.delete_column, self.rename, self.comment]
            self.random.choice([*often, *often, *seldom, self.add_sheet, self.beside])(book, sheet)

    def token(self) -> str:
        return f"⟦{self.count()}⟧"

    def type(self, sheet: Any, row: int, column: int, *, keep: bool = True) -> None:
        """Type a token; what was typed there before is forgotten."""
        cell = sheet.cell(row, column)
        self.forget(cell.value)
        words = identity(sheet, row)
        token = self.token()
        cell.value = token
        fill = None
        if keep and self.random.random() < 0.3:
            fill = f"00{self.random.randrange(1 << 24):06X}"
            cell.fill = PatternFill("solid", fill)
        heading = str(sheet.cell(1, column).value)
        if heading == TEXT:  # the row is known by this token from now on
            words = frozenset({token})
            for other, typed in self.typed.items():
                if typed.sheet == sheet.title and find(sheet, other)[0] == row:
                    self.typed[other] = Typed(typed.sheet, typed.heading, words, typed.fill)
            for other, (title, _) in self.comments.items():
                if title == sheet.title and find_comment(sheet, other) == row:
                    self.comments[other] = (title, words)
        self.typed[token] = Typed(sheet.title, heading, words, fill)

    def forget(self, value: object) -> None:
        for token in TOKEN.findall(str(value or "")):
            self.typed.pop(token, None)

    def rows(self, sheet: Any) -> list[int]:
        return [row for row in range(2, sheet.max_row + 1) if identity(sheet, row)]

    def fill(self, _: Any, sheet: Any) -> None:
        self.type_below(sheet, [heading for heading in CLERKS if heading in headings(sheet)])

    def overwrite(self, _: Any, sheet: Any) -> None:
        self.type_below(sheet, [heading for heading in OURS if heading in headings(sheet)])

    def type_below(self, sheet: Any, choice: list[str]) -> None:
        rows = self.rows(sheet)
        if rows and choice:
            self.type(sheet, self.random.choice(rows), headings(sheet)[self.random.choice(choice)])

    def add_column(self, _: Any, sheet: Any) -> None:
        at = self.random.randint(2, sheet.max_column + 1)
        if not any(cell.comment for row in sheet.iter_rows() for cell in row):  # openpyxl leaves comments behind
            sheet.insert_cols(at)
            sheet.cell(1, at).value = f"Cột {self.count()}"

    def fill_column(self, _: Any, sheet: Any) -> None:
        own = [heading for heading in headings(sheet) if heading.startswith("Cột ")]
        self.type_below(sheet, own)

    def delete_column(self, _: Any, sheet: Any) -> None:
        there = [heading for heading in REMOVABLE if heading in headings(sheet)]
        if there and self.random.random() < 0.3 and not any(c.comment for row in sheet.iter_rows() for c in row):
            at = headings(sheet)[self.random.choice(there)]
            for row in range(1, sheet.max_row + 1):
                self.forget(sheet.cell(row, at).value)
            sheet.delete_cols(at)

    def sort(self, _: Any, sheet: Any) -> None:
        if any(cell.comment for row in sheet.iter_rows() for cell in row) or sheet.title == "_parchk":
            return
        rows = [[(c.value, copy(c.fill)) for c in row] for row in sheet.iter_rows(min_row=2)]
        if any(str(value).startswith("=") for row in rows for value, _ in row):
            return  # formulas that look at their own row
        self.random.shuffle(rows)
        for at, row in enumerate(rows, 2):
            for where, (value, fill) in enumerate(row, 1):
                sheet.cell(at, where).value, sheet.cell(at, where).fill = value, fill

    def delete_row(self, _: Any, sheet: Any) -> None:
        rows = self.rows(sheet)
        if not rows or self.random.random() < 0.5 or any(c.comment for row in sheet.iter_rows() for c in row):
            return
        if any(str(c.value).startswith("=") for row in sheet.iter_rows() for c in row):
            return
        row = self.random.choice(rows)
        for cell in sheet[row]:
            self.forget(cell.value)
        sheet.delete_rows(row)

    def add_row(self, _: Any, sheet: Any) -> None:
        row = sheet.max_row + self.random.randint(1, 3)
        there = [heading for heading in (*CLERKS, TEXT) if heading in headings(sheet)]
        if there:
            self.type(sheet, row, headings(sheet)[self.random.choice(there)])

    def rename(self, book: Any, sheet: Any) -> None:
        if self.per_unit and sheet.title == book.sheetnames[0]:
            return  # openpyxl does not rename it in the formulas of the units' sheets
        old, sheet.title = sheet.title, f"Trang {self.count()}"
        for token, typed in self.typed.items():
            if typed.sheet == old:
                self.typed[token] = Typed(sheet.title, typed.heading, typed.row, typed.fill)
        for token, (title, words) in self.comments.items():
            if title == old:
                self.comments[token] = (sheet.title, words)

    def comment(self, _: Any, sheet: Any) -> None:
        rows = self.rows(sheet)
        if rows:
            row, token = self.random.choice(rows), self.token()
            cell = sheet.cell(row, self.random.randint(2, 9))
            if cell.comment is None:
                cell.comment = Comment(token, "Hoa")
                self.comments[token] = (sheet.title, identity(sheet, row))

    def add_sheet(self, book: Any, _: Any) -> None:
        sheet = book.create_sheet(f"Riêng {self.count()}", self.random.randint(1, len(book.sheetnames)))
        sheet["C5"] = token = self.token()
        self.typed[token] = Typed(sheet.title, "None", frozenset())

    def beside(self, _: Any, sheet: Any) -> None:
        rows = self.rows(sheet)
        if rows:
            self.type(sheet, self.random.choice(rows), sheet.max_column + self.random.randint(1, 2))

    # A round

    def round(self) -> None:
        self.data = edited(self.data, self.work)
        run = [letter.directive() for letter in self.correct()]
        done = merge(self.data, run, Style())
        assert merge(done.data, run, Style()).data == done.data
        self.data = done.data
        self.check()

    def check(self) -> None:
        book = Book(self.data).book
        for token, typed in self.typed.items():
            sheet = book[typed.sheet]
            row, column = find(sheet, token)
            assert str(sheet.cell(1, column).value) == typed.heading, (token, typed)
            assert typed.row <= everything(sheet, row), (token, typed, everything(sheet, row))
            if typed.fill:
                assert sheet.cell(row, column).fill.fgColor.rgb == typed.fill
        for token, (title, words) in self.comments.items():
            assert words <= everything(book[title], find_comment(book[title], token))
        self.check_tasks(book[book.sheetnames[0]] if TEXT in headings(book[book.sheetnames[0]]) else None)

    def check_tasks(self, sheet: Any) -> None:
        """Every task of the documents stands in one row, unless the clerk has deleted or rewritten it."""
        if sheet is None:
            return
        said = [str(sheet.cell(row, headings(sheet)[TEXT]).value) for row in range(2, sheet.max_row + 1)]
        marks = [str(sheet.cell(row, headings(sheet)[CHANGE]).value) for row in range(2, sheet.max_row + 1)]
        for mark, text in zip(marks, said, strict=True):
            there = re.findall(r"hs\d+q", text)
            assert len(there) == len(set(there)), text
            if mark == "mới":
                assert there
        every = [word for text in said for word in re.findall(r"hs\d+q", text)]
        assert len(every) == len(set(every)), "a task has two rows"


def headings(sheet: Any) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in reversed(sheet[1]) if cell.value is not None}


def heading_row(sheet: Any) -> bool:
    return TEXT in headings(sheet) or "Nội dung cần xem lại" in headings(sheet) or "Trích yếu" in headings(sheet)


def everything(sheet: Any, row: int) -> set[str]:
    """Lasting words of a row: of its task, its document, its finding, and what was typed for its text."""
    found: set[str] = set()
    for cell in sheet[row]:
        text = str(cell.value or "")
        found.update(re.findall(r"hs\d+q|⟦\d+⟧", text))
        if sheet.cell(1, cell.column).value in ("Số, ký hiệu", "Nội dung cần xem lại") and TEXT not in headings(sheet):
            found.add(text)
    return found


def identity(sheet: Any, row: int) -> frozenset[str]:
    """What a row is known by."""
    there = headings(sheet)
    if TEXT in there:
        text = str(sheet.cell(row, there[TEXT]).value or "")
        return frozenset(re.findall(r"hs\d+q|⟦\d+⟧", text)[:1])
    name = "Nội dung cần xem lại" if "Nội dung cần xem lại" in there else "Số, ký hiệu"
    return frozenset({str(sheet.cell(row, there[name]).value)} if sheet.cell(row, there[name]).value else ())


def find(sheet: Any, token: str) -> tuple[int, int]:
    """The one cell that says a token; the merge's own remarks may repeat it."""
    (found,) = {(c.row, c.column) for row in sheet.iter_rows() for c in row if c.value == token}
    return found


def find_comment(sheet: Any, token: str) -> int:
    (found,) = {c.row for row in sheet.iter_rows() for c in row if c.comment and token in c.comment.text}
    return int(found)


@pytest.mark.parametrize("seed", range(2))
def test_no_cell_of_the_clerks_is_lost(seed: int) -> None:
    office = Office(seed)
    for _ in range(2):
        office.round()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 150))
def test_no_cell_of_the_clerks_is_lost_in_two_hundred_rounds(seed: int) -> None:
    office = Office(seed)
    for _ in range(4):
        office.round()


def test_the_sheets_that_the_rounds_edit_exist() -> None:
    assert {TASKS, DOCUMENTS} <= set(Book(Office(1).data).book.sheetnames)
