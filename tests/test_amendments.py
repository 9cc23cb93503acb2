"""How amendments are looked up, what they do to deadlines, and what is said of them; whole chains: test_history.py."""

from functools import cache

import pytest

from parchk.history import histories
from parchk.pipeline import Extractor
from parchk.read import read_bytes
from parchk.read.results import read_results
from parchk.ruleset import load
from parchk.show import render
from parchk.write import FORMATS

OFFICE = "ỦY BAN NHÂN DÂN HUYỆN YÊN SƠN"


@cache
def extractor():
    return Extractor(load())


def letter(number, day, *orders, issuer=OFFICE, subject=None):
    """A công văn with these orders."""
    year, month, of_month = day
    items = "\n\n".join(f"{at}. {order}" for at, order in enumerate(orders, 1))
    text = (
        f"{issuer}\nSố: {number}\n{f'V/v {subject}' if subject else ''}\n\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"Yên Sơn, ngày {of_month:02d} tháng {month:02d} năm {year}\n\nKính gửi: Các phòng, ban.\n\n"
        f"Chủ tịch UBND huyện yêu cầu các phòng, ban:\n\n{items}\n\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nCHỦ TỊCH\n\nĐỗ Văn Hậu\n"
    )
    return extractor()(read_bytes(text.encode(), f"{number.replace('/', '-')}.txt"))


FIRST = ("120/UBND-TC", (2023, 3, 6), "Các phòng, ban kiểm kê tài sản công, hoàn thành trước ngày 31/3/2023.")


def amended(*orders, day=(2023, 3, 20), issuer=OFFICE, others=(), subject=None):
    """The history of the first order after a later letter, and the reasons for what was not placed."""
    first = letter(*FIRST)
    known = histories([first, *others, letter("188/UBND-TC", day, *orders, issuer=issuer, subject=subject)], load())
    return known.tasks[0], [one.reason for one in known.unplaced]


def days(history):
    return [deadline.due for deadline in history.deadlines]


@pytest.mark.parametrize(
    "cited",
    [
        "Công văn số 120/UBND-TC ngày 06/3/2023 của UBND huyện",
        "CV 120/UBND-TC ngày 6/3/2023",
        "Công văn số 0120/UBND-TC ngày 06 tháng 3 năm 2023 của Ủy ban nhân dân huyện Yên Sơn",
        "Công văn số 120/UBND-TC",
        "Công văn số 120 ngày 06/3/2023 của UBND huyện",
    ],
)
def test_a_document_is_found_however_its_number_is_spelled(cited):
    history, unplaced = amended(f"Gia hạn thời gian kiểm kê tài sản công theo {cited} đến hết ngày 15/4/2023.")
    assert (days(history), unplaced) == (["2023-04-15"], [])
    assert history.changed_by is not None
    assert history.changed_by.directive.document.number == "188/UBND-TC"


@pytest.mark.parametrize(
    ("cited", "issuer", "day"),
    [
        pytest.param("Công văn số 120/UBND-TC ngày 06/3/2022 của UBND huyện", OFFICE, (2023, 3, 20), id="other year"),
        pytest.param("Công văn số 121/UBND-TC ngày 06/3/2023 của UBND huyện", OFFICE, (2023, 3, 20), id="other number"),
        pytest.param("Công văn số 120/UBND-TC", OFFICE, (2024, 3, 20), id="without a day, a year later"),
        pytest.param(
            "Công văn số 120/UBND-TC ngày 06/3/2023 của UBND huyện",
            "ỦY BAN NHÂN DÂN HUYỆN HÀM TÂN",
            (2023, 3, 20),
            id="the other district's own letter",
        ),
        pytest.param(
            "Công văn số 120/UBND-TC ngày 06/3/2023 của UBND tỉnh", OFFICE, (2023, 3, 20), id="the province's letter"
        ),
    ],
)
def test_a_document_that_is_not_among_the_results_is_no_other_one(cited, issuer, day):
    later = f"Gia hạn thời gian kiểm kê tài sản công theo {cited} đến hết ngày 15/4/2024."
    history, unplaced = amended(later, day=day, issuer=issuer)
    assert (days(history), unplaced) == (["2023-03-31"], ["document-unknown"])
    assert history.said("vi") == ""


def test_of_two_documents_with_one_number_and_day_neither_is_changed():
    twins = [
        letter(*FIRST, issuer="ỦY BAN NHÂN DÂN HUYỆN HÀM TÂN"),
        letter(*FIRST, issuer="ỦY BAN NHÂN DÂN HUYỆN LA NGÀ"),
    ]
    later = letter(
        "9/UBND-TH",
        (2023, 3, 20),
        "Gia hạn thời gian kiểm kê theo Công văn số 120/UBND-TC ngày 06/3/2023 của UBND huyện đến ngày 15/4/2023.",
        issuer="SỞ TÀI CHÍNH",
    )
    known = histories([*twins, later], load())
    assert [one.reason for one in known.unplaced] == ["document-unclear"]
    assert not any(one.amendments for one in known.tasks)


@pytest.mark.parametrize(
    ("order", "due"),
    [
        ("Gia hạn thêm 15 ngày so với thời hạn tại Công văn số 120/UBND-TC.", "2023-04-15"),
        ("Gia hạn thêm 03 ngày làm việc so với thời hạn tại Công văn số 120/UBND-TC.", "2023-04-05"),
        ("Gia hạn thêm 01 tháng so với thời hạn tại Công văn số 120/UBND-TC.", "2023-04-30"),
        (
            "Điều chỉnh thời hạn tại Công văn số 120/UBND-TC từ trước ngày 31/3/2023 sang trước ngày 10/4/2023.",
            "2023-04-10",
        ),
        ("Thời hạn tại Công văn số 120/UBND-TC được kéo dài đến hết tháng 4/2023.", "2023-04-30"),
        (
            "Kiểm kê xong trước ngày 10/4/2023 (thay cho thời hạn ngày 31/3/2023 tại Công văn số 120/UBND-TC).",
            "2023-04-10",
        ),
        (
            "Sửa đổi khoản 1 Công văn số 120/UBND-TC như sau: “1. Các phòng, ban kiểm kê xong trước ngày 07/4/2023”.",
            "2023-04-07",
        ),
    ],
)
def test_the_new_deadline(order, due):
    assert days(amended(order)[0]) == [due]


@pytest.mark.parametrize(
    "order",
    [
        "Phòng Tư pháp tham mưu sửa đổi, bổ sung Công văn số 120/UBND-TC như sau: rút ngắn thời gian.",
        "Phòng Nội vụ gia hạn thời gian kiểm kê theo Công văn số 120/UBND-TC đến hết ngày 15/4/2023.",
        "Nếu có khó khăn, thời hạn tại Công văn số 120/UBND-TC được gia hạn đến hết ngày 15/4/2023.",
        "Thay thế thiết bị hư hỏng theo Công văn số 120/UBND-TC trước ngày 15/4/2023.",
        "Thu hồi tài sản sử dụng sai mục đích theo Công văn số 120/UBND-TC trước ngày 15/4/2023.",
        "Bãi bỏ Công văn số 120/UBND-TC trước ngày 15/4/2023.",
        "Đôn đốc các đơn vị thực hiện Công văn số 120/UBND-TC, báo cáo trước ngày 15/4/2023.",
        "Không kéo dài thời gian kiểm kê theo Công văn số 120/UBND-TC quá ngày 15/4/2023.",
        "Căn cứ Công văn số 120/UBND-TC đã được gia hạn đến ngày 15/4/2023, các đơn vị báo cáo kết quả.",
        "Các nội dung khác tại Công văn số 120/UBND-TC giữ nguyên, không thay đổi.",
    ],
)
def test_what_is_no_amendment(order):
    assert letter("188/UBND-TC", (2023, 3, 20), order).amendments is None


def test_an_extension_that_is_annulled_counts_no_more():
    extension = letter(
        "188/UBND-TC",
        (2023, 3, 20),
        "Gia hạn thời gian kiểm kê tài sản công theo Công văn số 120/UBND-TC đến ngày 15/4/2023.",
    )
    annulment = letter("199/UBND-TC", (2023, 3, 24), "Hủy bỏ Công văn số 188/UBND-TC ngày 20/3/2023 của UBND huyện.")
    history = histories([letter(*FIRST), extension, annulment], load()).tasks[0]
    assert days(history) == ["2023-03-31"]
    assert [one.lapsed for one in history.amendments] == [True]
    assert "sau đó không còn hiệu lực" in history.said("vi")


def test_several_deadlines_and_no_word_which_one_is_an_honest_blank():
    first = letter(
        "120/UBND-TC",
        (2023, 3, 6),
        "Các phòng, ban kiểm kê tài sản công, xong trước ngày 31/3/2023.",
        "Các phòng, ban bàn giao hồ sơ lưu trữ trước ngày 15/5/2023.",
    )
    later = letter(
        "188/UBND-TC", (2023, 3, 20), "Kéo dài thời gian thực hiện Công văn số 120/UBND-TC đến hết ngày 30/6/2023."
    )
    known = histories([first, later], load())
    assert [days(one) for one in known.tasks[:2]] == [["2023-03-31"], ["2023-05-15"]]
    assert [one.reason for one in known.unplaced] == ["task-unclear"]
    assert "không rõ là nhiệm vụ nào" in known.unplaced[0].said("vi")
    assert "cannot be told which task" in known.unplaced[0].said("en")


def test_the_history_is_told_in_both_languages():
    history, _ = amended("Gia hạn thời gian kiểm kê tài sản công theo Công văn số 120/UBND-TC đến ngày 15/4/2023.")
    assert history.said("vi") == (
        "CV 120/UBND-TC ngày 06/3/2023 giao: trước 31/3/2023."
        " CV 188/UBND-TC ngày 20/3/2023 gia hạn: đến hết 15/4/2023"
        " (“Gia hạn thời gian kiểm kê tài sản công theo Công văn số 120/UBND-TC đến ngày 15/4/2023.”)."
        " Thời hạn hiện hành: đến hết 15/4/2023."
    )
    assert history.said("en").startswith("Ordered by CV 120/UBND-TC of 2023-03-06: before 2023-03-31.")
    assert history.said("en").endswith("Deadline in force: until 2023-04-15.")


def test_the_sentence_that_amends_is_marked_so_that_nobody_does_it_twice():
    later = letter(
        "188/UBND-TC", (2023, 3, 20), "Gia hạn thời gian kiểm kê theo Công văn số 120/UBND-TC đến ngày 15/4/2023."
    )
    known = histories([letter(*FIRST), later], load())
    assert [(one.directive.document.number, one.is_amendment) for one in known.tasks] == [
        ("120/UBND-TC", False),
        ("188/UBND-TC", True),
    ]


def test_order_and_copies_of_documents_do_not_matter():
    first = letter(*FIRST)
    later = letter("188/UBND-TC", (2023, 3, 20), "Gia hạn thêm 10 ngày so với thời hạn tại Công văn số 120/UBND-TC.")
    for results in ([first, later], [later, first], [later, first, later], [first, first, later]):
        known = histories(results, load())
        assert {tuple(days(one)) for one in known.tasks if one.directive is first} == {("2023-04-10",)}


def test_a_result_without_amendments_does_not_have_the_field_and_one_with_them_comes_back():
    assert b'"amendments"' not in FORMATS["json"]([letter(*FIRST)])
    written = FORMATS["json"]([letter("188/UBND-TC", (2023, 3, 20), "Bãi bỏ Công văn số 120/UBND-TC.")])
    (again,) = read_results(written, "r")
    assert FORMATS["json"]([again]) == written
    assert [one.kind for one in again.amendments or ()] == ["annuls"]


def test_a_clerk_sees_amendments_below_the_table():
    shown = render([letter("188/UBND-TC", (2023, 3, 20), "Bãi bỏ Công văn số 120/UBND-TC.")], lang="vi")
    assert shown.endswith("Đối với văn bản trước:\n- bãi bỏ Công văn số 120/UBND-TC\n")
