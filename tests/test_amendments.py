"""How amendments are looked up, what they do to deadlines, and what is said of them; whole chains: test_history.py."""

from functools import cache

import pytest

from parchk.history import histories
from parchk.items import paths
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


PLAN = (
    "120/UBND-TC",
    (2023, 3, 6),
    "Các phòng, ban kiểm kê tài sản công, hoàn thành trước ngày 31/3/2023.",
    "Phòng Văn hóa và Thông tin lắp đặt biển chỉ dẫn tại các khu di tích trước ngày 15/5/2023.",
    "Phòng Y tế tập huấn sơ cứu cho giáo viên trước ngày 20/5/2023.",
)
CITED = "Công văn số 120/UBND-TC ngày 06/3/2023"


def state(*orders, issuer=OFFICE, subject=None, number="188/UBND-TC", day=(2023, 3, 20)):
    """Which tasks of the plan are in force after a later letter, their days, and why something was not placed."""
    known = histories([letter(*PLAN), letter(number, day, *orders, issuer=issuer, subject=subject)], load())
    return (
        [one.status == "in force" for one in known.tasks[:3]],
        [days(one) for one in known.tasks[:3]],
        [one.reason for one in known.unplaced],
    )


AS_ORDERED = [["2023-03-31"], ["2023-05-15"], ["2023-05-20"]]


@pytest.mark.parametrize(
    ("order", "in_force", "unplaced"),
    [
        (f"Khoản 2 {CITED} của UBND huyện bị bãi bỏ.", [True, False, True], []),
        (f"Kể từ ngày ký, khoản 1 và khoản 3 {CITED} hết hiệu lực.", [False, True, False], []),
        (f"Khoản 3 {CITED} được thay thế bằng Công văn này.", [True, True, False], []),
        (f"Công văn này thay thế khoản 3 {CITED}.", [True, True, False], []),
        (f"Dừng thực hiện nhiệm vụ lắp đặt biển chỉ dẫn được giao tại {CITED}.", [True, False, True], []),
        (f"{CITED} của UBND huyện không còn hiệu lực.", [False] * 3, []),
        (f"Bãi bỏ toàn bộ nội dung của {CITED}.", [False] * 3, []),
        (f"Phụ lục 1 kèm theo {CITED} bị bãi bỏ.", [True] * 3, ["item-unknown"]),
        (f"Bãi bỏ một phần {CITED} liên quan đến khu di tích.", [True] * 3, ["task-unclear"]),
        (f"Bãi bỏ các nội dung tại {CITED} trái với Công văn này.", [True] * 3, ["task-unclear"]),
        (f"Không thực hiện chế độ kiểm tra nêu tại {CITED}.", [True] * 3, ["task-unclear"]),
        (f"Bãi bỏ quy định về thời hạn tập huấn tại khoản 3 {CITED}.", [True] * 3, []),
        (f"Công văn này thay thế {CITED}, riêng khoản 2 vẫn tiếp tục thực hiện.", [True] * 3, ["task-unclear"]),
        (f"{CITED} hết hiệu lực kể từ ngày 16/5/2023.", [True, True, False], []),
        (f"Thu hồi số tiền đã chi nêu tại {CITED}.", [True] * 3, []),
        (f"Hủy các gói thầu nêu tại {CITED}.", [True] * 3, []),
        (f"Các giấy phép cấp theo {CITED} hết hiệu lực sau 06 tháng.", [True] * 3, []),
        (f"Thanh tra huyện cho biết {CITED} không còn hiệu lực.", [True] * 3, []),
        (f"Văn bản này áp dụng đến khi {CITED} được bãi bỏ.", [True] * 3, []),
    ],
)
def test_a_part_that_is_annulled_is_no_whole_document(order, in_force, unplaced):
    assert state(order) == (in_force, AS_ORDERED, unplaced)


@pytest.mark.parametrize(
    ("order", "due"),
    [
        (f"Sửa đổi khoản 2 {CITED} của UBND huyện như sau: “2. Lắp đặt biển trước ngày 30/5/2023”.", "2023-05-30"),
        (f'Sửa đổi khoản 2 {CITED} như sau: "2. Khảo sát; lắp đặt biển trước ngày 30/5/2023".', "2023-05-30"),
        (f"Thời hạn tại khoản 2 {CITED} của UBND huyện nay điều chỉnh thành ngày 30/5/2023.", "2023-05-30"),
        (f"Thời hạn tại khoản 2 {CITED} kéo dài đến ngày 30/5/2023.", "2023-05-30"),
        (
            f"Theo đề nghị của các xã, UBND huyện gia hạn thời gian tại khoản 2 {CITED} đến ngày 30/5/2023.",
            "2023-05-30",
        ),
        (f"Để bảo đảm mỹ quan, UBND huyện lùi thời hạn tại khoản 2 {CITED} đến ngày 30/5/2023.", "2023-05-30"),
        (f"Rút ngắn thời hạn tại khoản 2 {CITED} xuống còn trước ngày 30/4/2023.", "2023-04-30"),
        (f"Tại khoản 2 {CITED}, nay sửa lại “ngày 15/5/2023” thành “ngày 25/5/2023”.", "2023-05-25"),
        (
            f"Gia hạn thời gian thực hiện khoản 2 {CITED} và khoản 1 Công văn số 9/UBND-VX đến ngày 30/5/2023.",
            "2023-05-30",
        ),
    ],
)
def test_the_new_deadline_of_one_item_and_of_no_other(order, due):
    in_force, found, _ = state(order)
    assert (in_force, found) == ([True] * 3, [AS_ORDERED[0], [due], AS_ORDERED[2]])


def test_more_time_for_several_items_counts_from_the_time_of_each():
    order = f"Gia hạn thời gian thực hiện khoản 2, 3 {CITED} thêm 10 ngày."
    assert state(order)[1] == [["2023-03-31"], ["2023-05-25"], ["2023-05-30"]]


def test_what_is_added_changes_no_task_and_stays_a_task_of_its_letter():
    order = f"Bổ sung khoản 4 vào sau khoản 3 {CITED} như sau: “4. Phòng Nội vụ báo cáo trước ngày 30/9/2023”."
    assert state(order) == ([True] * 3, AS_ORDERED, ["adds"])
    later = letter("188/UBND-TC", (2023, 3, 20), order)
    assert [one.items for one in later.amendments] == [["4"]]
    assert [one.is_amendment for one in histories([later], load()).tasks] == [False]


def test_exceptions_are_not_extended():
    order = f"Gia hạn thời gian thực hiện các nhiệm vụ tại {CITED} (trừ khoản 1) đến ngày 30/6/2023."
    assert state(order) == ([True] * 3, AS_ORDERED, ["task-unclear"])


def test_a_replaced_letter_does_not_bring_back_the_one_that_it_replaced():
    letters = [
        letter(*FIRST),
        letter("188/UBND-TC", (2023, 3, 20), "Công văn này thay thế Công văn số 120/UBND-TC ngày 06/3/2023."),
        letter("199/UBND-TC", (2023, 3, 24), "Công văn này thay thế Công văn số 188/UBND-TC ngày 20/3/2023."),
    ]
    assert histories(letters, load()).tasks[0].status == "replaced"


@pytest.mark.parametrize(
    ("cited", "in_force"),
    [
        ("Công văn số 120/UBND-TC ngày 06/3/2023 của Chủ tịch UBND huyện", False),
        ("Công văn số 120/UBND-TC ngày 06/3/2023 của UBND huyện Yên Sơn", False),
        ("Công văn số 120/UBND-TC ngày 06/3/2023 của UBND huyện Yên Hòa", True),
    ],
)
def test_the_chairman_stands_for_the_committee_and_a_like_name_for_nobody(cited, in_force):
    assert state(f"Bãi bỏ {cited}.")[0] == [in_force] * 3


def test_the_chairman_of_another_district_annuls_his_own_letter():
    order = "Bãi bỏ Công văn số 120/UBND-TC ngày 06/3/2023 của Chủ tịch UBND huyện."
    assert state(order, issuer="ỦY BAN NHÂN DÂN HUYỆN HÀM TÂN") == ([True] * 3, AS_ORDERED, ["document-unknown"])


def test_one_sentence_may_amend_two_documents_each_in_its_own_items():
    order = f"Bãi bỏ khoản 1 {CITED} và khoản 2 Công văn số 9/UBND-VX ngày 10/01/2023."
    later = letter("188/UBND-TC", (2023, 3, 20), order)
    said = [(later.citations[one.citation].number, one.items) for one in later.amendments]
    assert said == [("120/UBND-TC", ["1"]), ("9/UBND-VX", ["2"])]
    both = letter(
        "188/UBND-TC", (2023, 3, 20), f"Công văn này thay thế Công văn số 9/UBND-VX và bãi bỏ khoản 2 {CITED}."
    )
    assert [(one.kind, one.items) for one in both.amendments] == [("replaces", []), ("annuls", ["2"])]


def test_letters_of_one_day_count_by_their_number_whatever_the_order_of_the_files():
    extensions = [
        letter(
            f"{number}/UBND-TC", (2023, 3, 20), f"Gia hạn thời gian kiểm kê tài sản công theo {CITED} đến ngày {day}."
        )
        for number, day in ((188, "10/4/2023"), (191, "20/4/2023"))
    ]
    for later in (extensions, extensions[::-1]):
        assert days(histories([letter(*FIRST), *later], load()).tasks[0]) == ["2023-04-20"]


def test_a_letter_without_a_day_does_not_override_one_with_a_day():
    dated = letter("210/UBND-TC", (2023, 4, 3), f"Gia hạn thời gian kiểm kê theo {CITED} đến ngày 30/4/2023.")
    undated = letter("188/UBND-TC", (2023, 3, 20), f"Gia hạn thời gian kiểm kê theo {CITED} đến ngày 15/4/2023.")
    undated = undated.model_copy(update={"document": undated.document.model_copy(update={"issued_on": None})})
    known = histories([letter(*FIRST), undated, dated], load())
    assert days(known.tasks[0]) == ["2023-04-30"]
    assert [one.reason for one in known.unplaced] == ["order-unclear"]
    assert "whether another amendment of that task is later" in known.unplaced[0].said("en")


def test_another_duty_in_the_sentence_is_not_lost():
    order = f"Gia hạn thời gian kiểm kê theo {CITED} đến ngày 15/4/2023, yêu cầu các phòng nộp bản in trước 20/4/2023."
    known = histories([letter(*FIRST), letter("188/UBND-TC", (2023, 3, 20), order)], load())
    assert days(known.tasks[0]) == ["2023-04-15"]
    assert [one.is_amendment for one in known.tasks] == [False, False]


def test_an_amendment_whose_task_is_unclear_is_no_duty_either():
    later = letter("188/UBND-TC", (2023, 3, 20), f"Gia hạn thời gian thực hiện {CITED} đến ngày 30/6/2023.")
    assert [one.is_amendment for one in histories([letter(*PLAN), later], load()).tasks] == [False] * 3 + [True]


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        (f"thu hồi {CITED}", "annuls"),
        (f"gia hạn thời gian kiểm kê theo {CITED}", "extends"),
        (f"đính chính {CITED}", "changes"),
    ],
)
def test_the_subject_line_says_it_when_the_body_does_not(subject, kind):
    said = letter("188/UBND-TC", (2023, 3, 20), "Các phòng, ban biết, thực hiện.", subject=subject).amendments
    assert [one.kind for one in said] == [kind]


@pytest.mark.parametrize(
    "subject", [f"thu hồi tài sản theo {CITED}", f"đề nghị gia hạn thời gian kiểm kê theo {CITED}"]
)
def test_a_subject_line_about_something_else(subject):
    assert letter("188/UBND-TC", (2023, 3, 20), "Các phòng, ban biết, thực hiện.", subject=subject).amendments is None


def test_the_body_may_call_the_letter_of_the_subject_line_the_one_above():
    order = "UBND huyện thu hồi Công văn nêu trên."
    assert state(order, subject=f"thu hồi {CITED}")[0] == [False] * 3


def test_a_reminder_in_brackets_in_the_body():
    later = letter("188/UBND-TC", (2023, 3, 20), f"Các phòng, ban khẩn trương thực hiện {CITED} (nhắc lần 2).")
    assert [(one.kind, one.count) for one in later.amendments] == [("reminds", 2)]


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("điểm a khoản 1, điểm b khoản 2 Mục II", ["II/1/a", "II/2/b"]),
        ("khoản 1 Mục II, khoản 2 Mục III", ["II/1", "III/2"]),
        ("điểm b, khoản 3, Mục I", ["I/3/b"]),
        ("Mục II, khoản 3", ["II/3"]),
        ("khoản 1, 2 Điều 4", ["điều 4/1", "điều 4/2"]),
    ],
)
def test_items_that_are_named_together(named, found):
    assert paths(named, load().pattern("drafting", "item-piece")) == found
