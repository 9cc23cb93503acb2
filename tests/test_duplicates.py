"""The same task in several documents."""

from functools import cache

import pytest

from parchk.duplicates import duplicates
from parchk.pipeline import Extractor
from parchk.read import read_bytes
from parchk.ruleset import load

ORDER = "Các phòng, ban rà soát danh mục tài sản công do đơn vị mình quản lý, gửi Phòng Tài chính - Kế hoạch"


@cache
def extractor():
    return Extractor(load())


def letter(number, day, *orders, issuer="ỦY BAN NHÂN DÂN HUYỆN YÊN SƠN", intro="UBND huyện yêu cầu:"):
    """A công văn of 2023 with these orders."""
    month, of_month = day
    items = "\n\n".join(f"{at}. {order}" for at, order in enumerate(orders, 1))
    text = (
        f"{issuer}\nSố: {number}\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"Yên Sơn, ngày {of_month:02d} tháng {month} năm 2023\n\nKính gửi: Các phòng, ban.\n\n{intro}\n\n{items}\n\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nCHỦ TỊCH\n\nĐỗ Văn Hậu\n"
    )
    return extractor()(read_bytes(text.encode(), f"{number.replace('/', '-')}.txt"))


def found(*letters):
    """Each duplicate: numbers of the documents that give the task, and of those that give it with another deadline."""
    return [
        (
            [copy.directive.document.number for copy in one.copies],
            [copy.directive.document.number for copy in one.unlike],
        )
        for one in duplicates(letters, load())
    ]


def test_an_order_that_is_repeated_is_one_task_with_both_sources_the_earlier_one_first():
    first = letter("120/UBND-TC", (3, 6), f"{ORDER} trước ngày 31/3/2023.", "Phòng Nội vụ chuẩn bị hội nghị.")
    again = letter("188/UBND-TC", (3, 20), "Phòng Y tế kiểm tra chợ.", f"Yêu cầu {ORDER.lower()} trước ngày 31/3/2023.")
    assert found(again, first) == [(["120/UBND-TC", "188/UBND-TC"], [])]


def test_a_copy_without_a_deadline_agrees_with_one_that_has_it_when_one_cites_the_other():
    first = letter("120/UBND-TC", (3, 6), f"{ORDER} trước ngày 31/3/2023.")
    intro = "Thực hiện Công văn số 120/UBND-TC ngày 06/3/2023, UBND huyện yêu cầu:"
    again = letter("188/UBND-TC", (3, 20), f"{ORDER}.", intro=intro)
    assert found(first, again) == [(["120/UBND-TC", "188/UBND-TC"], [])]
    unrelated = letter("188/UBND-TC", (3, 20), f"{ORDER}.")
    assert found(first, unrelated) == [(["120/UBND-TC"], ["188/UBND-TC"])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Các phòng, ban báo cáo tình hình sử dụng tài sản công {} về Phòng Tài chính.", ("tháng 3", "tháng 4")),
        ("Các phòng, ban báo cáo tình hình sử dụng tài sản công {} về Phòng Tài chính.", ("quý I", "quý II")),
        ("Phòng Nội vụ kiểm tra việc chấp hành kỷ luật hành chính {} tại các đơn vị.", ("đợt 1", "đợt 2")),
        ("Phòng Kinh tế cấp {} liều vắc xin cho các xã, thị trấn trên địa bàn huyện.", ("2.500", "3.500")),
    ],
)
def test_another_month_round_or_amount_is_another_task(one, other):
    first, again = (
        letter(number, day, one.format(said))
        for number, day, said in zip(("120/UBND-TC", "188/UBND-TC"), ((3, 6), (3, 20)), other, strict=True)
    )
    assert found(first, again) == []
    assert len(found(first, letter("188/UBND-TC", (3, 20), one.format(other[0])))) == 1


def test_another_deadline_is_said_and_not_merged():
    first = letter("120/UBND-TC", (3, 6), f"{ORDER} trước ngày 31/3/2023.")
    later = letter("301/UBND-TC", (5, 8), f"{ORDER} trước ngày 30/6/2023.")
    assert found(first, later) == [(["120/UBND-TC"], ["301/UBND-TC"])]


def test_two_tasks_of_one_document_stay_two():
    assert found(letter("120/UBND-TC", (3, 6), f"{ORDER}.", f"{ORDER}.")) == []


def test_the_superior_s_order_that_a_letter_passes_on_with_its_number_is_the_same():
    first = letter("120/UBND-TC", (3, 6), f"{ORDER} trước ngày 31/3/2023.")
    passed_on = letter(
        "45/TCKH-QLCS",
        (3, 9),
        f"{ORDER} trước ngày 31/3/2023.",
        issuer="UBND HUYỆN YÊN SƠN\nPHÒNG TÀI CHÍNH - KẾ HOẠCH",
        intro="Thực hiện Công văn số 120/UBND-TC ngày 06/3/2023 của UBND huyện, Phòng Tài chính - Kế hoạch đề nghị:",
    )
    assert found(first, passed_on) == [(["120/UBND-TC", "45/TCKH-QLCS"], [])]


@pytest.mark.parametrize(
    ("number", "day", "order", "issuer"),
    [
        pytest.param(
            "12/UBND-TC", (3, 7), f"{ORDER} trước ngày 31/3/2023.", "ỦY BAN NHÂN DÂN HUYỆN HÀM TÂN", id="another office"
        ),
        pytest.param(
            "188/UBND-TC",
            (3, 20),
            "UBND các xã rà soát danh mục tài sản công do đơn vị mình quản lý, gửi Phòng Tài chính - Kế hoạch.",
            "ỦY BAN NHÂN DÂN HUYỆN YÊN SƠN",
            id="another lead",
        ),
        pytest.param(
            "188/UBND-TC",
            (3, 20),
            "Các phòng, ban rà soát danh mục hồ sơ đất đai do đơn vị mình lưu trữ, gửi Phòng Tài nguyên và Môi trường.",
            "ỦY BAN NHÂN DÂN HUYỆN YÊN SƠN",
            id="another object",
        ),
        pytest.param(
            "788/UBND-TC",
            (11, 20),
            f"{ORDER} trước ngày 31/3/2023.",
            "ỦY BAN NHÂN DÂN HUYỆN YÊN SƠN",
            id="another half-year",
        ),
    ],
)
def test_what_is_not_the_same_task(number, day, order, issuer):
    first = letter("120/UBND-TC", (3, 6), f"{ORDER} trước ngày 31/3/2023.")
    assert found(first, letter(number, day, order, issuer=issuer)) == []


def test_what_a_document_says_of_itself_is_no_task_of_another():
    closing = "Các phòng, ban nghiêm túc triển khai thực hiện Kế hoạch này, báo cáo kết quả trước ngày 31/3/2023."
    assert found(letter("120/KH-UBND", (3, 6), closing), letter("121/KH-UBND", (3, 6), closing)) == []
