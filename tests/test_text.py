"""Clean text never forgets where it came from."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parchk.normalise import clean
from parchk.text import NormalisedText, Quoter, quote


@pytest.mark.parametrize(
    ("read", "cleaned"),
    [
        ("Số: **968** /UBND-TH", "Số: 968 /UBND-TH"),
        ("*Căn cứ Luật Đất đai; *\nđiều", "Căn cứ Luật Đất đai;\nđiều"),
        ("*** Thời gian: tháng 8.**", "* Thời gian: tháng 8."),
        ("* Thời gian: tháng 8", "* Thời gian: tháng 8"),
        ("(*) Ghi chú", "(*) Ghi chú"),
        ("## CHỦ TỊCH", " CHỦ TỊCH"),
        ("một cửa<sup>1</sup> các cấp", "một cửa các cấp"),
        ("vướng mắc¹ trong", "vướng mắc trong"),
        ("Uỷ ban hoà giải – quý\u00a0III", "Ủy ban hòa giải - quý III"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("Ủy ban<br>nhân dân", "Ủy ban\nnhân dân"),
        ("hai   chỗ  trống ", "hai chỗ trống"),
        (unicodedata.normalize("NFD", "Phòng Nội vụ"), "Phòng Nội vụ"),
        ("\ufeffKính gửi", "Kính gửi"),
    ],
)
def test_clean(read: str, cleaned: str) -> None:
    assert clean(read).text == cleaned


def test_every_word_of_the_clean_text_leads_back_to_itself() -> None:
    read = unicodedata.normalize("NFD", "Giao **Phòng Nội vụ**\r\nbáo cáo   Uỷ ban<sup>2</sup>.")
    cleaned = clean(read)
    start = cleaned.text.index("Ủy")
    low, high = cleaned.source_span(start, start + len("Ủy ban"))
    assert unicodedata.normalize("NFC", quote(read[low:high])) == "Uỷ ban"


def test_pieces_may_be_picked_in_any_order() -> None:
    text = NormalisedText.of("một hai ba").pick([(8, 10, None), (0, 0, " "), (0, 3, None)])
    assert text.text == "ba một"
    assert text.source_span(0, 2) == (8, 10)
    assert text.source_span(3, 6) == (0, 3)


def test_a_replaced_stretch_stands_for_all_of_what_it_replaced() -> None:
    text = NormalisedText.of("Số 178/KH-\nUBND").edit([(10, 11, "")])
    assert text.text == "Số 178/KH-UBND"
    assert text.source_span(3, 14) == (3, 15)


@given(st.text("aế *_#|<br/>\n\t\u00a0\u200b", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_a_stretch_is_quoted_as_by_itself(text: str, start: int, end: int) -> None:
    for read in (text, text.replace("\t", "").replace("\u00a0", "").replace("\u200b", "")):
        assert Quoter(read)(start, end) == quote(read[start:end])
