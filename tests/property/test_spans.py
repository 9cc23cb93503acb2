"""Whatever the document looks like, every quoted text is the text as read at its span."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from invariants import assert_holds
from parchk.pipeline import Extractor, Options
from parchk.read import read_bytes
from parchk.ruleset import load

EXTRACT = Extractor(load(), Options(nlp="off", with_text=True))

# What directives are made of, with the dirt that they come with.
MARKERS = [
    "",
    "I. ",
    "II- ",
    "1. ",
    "1.1. ",
    "2.3 ",
    "(1) ",
    "a) ",
    "đ) ",
    "- ",
    "– ",
    "+ ",
    "* ",
    "**1.** ",
    "Điều 2. ",
]
OPENINGS = [
    "Giao Phòng Nội vụ",
    "Yêu cầu các cơ quan, đơn vị, UBND các xã",
    "Sở Y tế chủ trì, phối hợp với Công an tỉnh",
    "Tiếp tục",
    "Đối với các xã biên giới: Cần",
    "Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị",
    "Không",
    "Căn cứ Luật Đất đai;",
    "Kính gửi:",
    "Nơi nhận:",
    "Thời gian hoàn thành",
    "Cơ quan chủ trì:",
    "**Uỷ ban** nhân dân huyện",
    "Định kỳ hàng tháng,",
]
PREDICATES = [
    "rà soát hồ sơ",
    "báo cáo UBND huyện (*qua Phòng Nội vụ*)",
    "thực hiện Kế hoạch số **178/KH-**\nUBND ngày 07/9/2021",
    "hoà giải ở cơ sở<sup>1</sup>",
    "gửi kết quả về Sở Tư\u00a0pháp để tổng hợp",
    "đạt trên 95% hồ sơ",
    "xây dựng kế hoạch;\ngiao Công an xã kiểm tra",
]
TIMES = [
    "",
    " trước ngày 20/8/2022",
    " trong tháng 9/2022",
    " (trước ngày 10 của tháng)",
    " trước ngày 31/11/2022",
    " trong 05 ngày làm việc",
]
ENDS = [".", ";", ":", "", "…", "./.", "\n\n3\n\n", "\r\n", "  \n"]

sentence = st.builds(
    lambda *parts: "".join(parts),
    st.sampled_from(MARKERS),
    st.sampled_from(OPENINGS),
    st.just(" "),
    st.sampled_from(PREDICATES),
    st.sampled_from(TIMES),
    st.sampled_from(ENDS),
)
document = st.lists(sentence | st.text(st.characters(exclude_characters="\0"), max_size=30), max_size=12).map("\n".join)


@settings(max_examples=300, deadline=None)
@given(document)
def test_every_quoted_text_is_the_text_as_read_at_its_span(text: str) -> None:
    # What no file in UTF-8 can hold (unpaired surrogates) cannot be read either.
    data = text.encode("utf-8", "replace")
    result = EXTRACT(read_bytes(data, "generated.txt"))
    assert result.source.text == data.decode()
    assert_holds(result, data.decode())


@settings(max_examples=60, deadline=None)
@given(document)
def test_tasks_come_in_the_order_of_the_text(text: str) -> None:
    result = EXTRACT(read_bytes(text.encode("utf-8", "replace"), "generated.txt"))
    assert_holds(result, text.encode("utf-8", "replace").decode())
    assert [task.span for task in result.tasks] == sorted(task.span for task in result.tasks)
