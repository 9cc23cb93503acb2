"""Sorting as Vietnamese dictionaries do."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parchk.collation import sort_key

ORDERED = [
    list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"),
    list("aàảãáạăằẳẵắặâầẩẫấậb"),
    ["ban", "bàn", "bản", "bạn", "bán cân", "bạn cũ", "Bảng"],
    ["hoa", "Hoa", "hòa", "Hòa", "họa"],
    ["xã An Hải", "xã Ân Hảo", "xã Ân Hậu"],
    ["Công an huyện", "Công an tỉnh", "Công Thương", "Cục Thuế", "Dân quân", "Đài Truyền thanh", "Đảng ủy"],
    ["Tổ 2", "Tổ 10", "Tổ 10a", "Tổ công tác"],
    ["Sở Y tế", "Sở Y tế, Sở Xây dựng"],
    ["", "1", "a", "z", "ж"],
]


@pytest.mark.parametrize("names", ORDERED, ids=lambda names: names[-1])
def test_names_are_sorted_as_people_expect(names: list[str]) -> None:
    shuffled = random.Random(7).sample(names, len(names))
    assert sorted(shuffled, key=sort_key) == names


@given(st.text())
def test_composed_and_decomposed_letters_are_the_same(text: str) -> None:
    decomposed, composed = (unicodedata.normalize(form, text) for form in ("NFD", "NFC"))
    assert sort_key(decomposed)[:3] == sort_key(composed)[:3]


@given(st.lists(st.text(), max_size=6))
def test_every_text_has_its_one_place(texts: list[str]) -> None:
    backwards = texts[::-1]
    assert sorted(texts, key=sort_key) == sorted(backwards, key=sort_key)
