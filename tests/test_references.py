"""Cited documents: sentences of our own, with what must be found in them."""

from __future__ import annotations

import time
from datetime import date

import pytest

from parchk.recognise.references import ReferenceRecogniser, distinct
from parchk.ruleset import load
from parchk.text import canonical_spelling


@pytest.fixture(scope="module")
def recognise():
    return ReferenceRecogniser(load())


def found(recognise, sentence: str) -> list[tuple[str | None, str, str | None, str | None, str]]:
    text = canonical_spelling(sentence)
    return [
        (m.type, m.number, m.date.isoformat() if m.date else None, m.issuer, text[m.start : m.end])
        for m in recognise(text)
    ]


# Between [[ and ]] the span; then kind, number, date, issuer.
CASES = [
    (
        "theo [[Công văn số 233/UBND-KGVX ngày 02/3/2024]] của UBND tỉnh về trẻ em",
        "CV",
        "233/UBND-KGVX",
        "2024-03-02",
        "UBND tỉnh",
    ),
    (
        "sửa đổi [[Kế hoạch số 47/KH-UBND ngày 05/6/2024]] của UBND huyện như sau:",
        "KH",
        "47/KH-UBND",
        "2024-06-05",
        "UBND huyện",
    ),
    (
        "[[Công văn số 12/UBND-VX ngày 05/6/2024]] của UBND tỉnh Cao Bằng bị bãi bỏ",
        "CV",
        "12/UBND-VX",
        "2024-06-05",
        "UBND tỉnh Cao Bằng",
    ),
    ("theo [[Kế hoạch số 91/KH- UBND ngày 03 tháng 4 năm 2023]], Sở Y tế", "KH", "91/KH-UBND", "2023-04-03", None),
    (
        "[[Quyết định số 18/QĐ - UBND, ngày 7.9.2022]] của Chủ tịch UBND huyện",
        "QĐ",
        "18/QĐ-UBND",
        "2022-09-07",
        "Chủ tịch UBND huyện",
    ),
    ("căn cứ [[Nghị định số 45/2020/NĐ-CP]] của Chính phủ quy định", "NĐ", "45/2020/NĐ-CP", None, "Chính phủ"),
    ("[[Luật Cư trú số 68/2020/QH14 ngày 13 tháng 11 năm 2020]];", "Luật", "68/2020/QH14", "2020-11-13", None),
    ("[[Nghị quyết số 77/2021/QH15]] của Quốc hội", "NQ", "77/2021/QH15", None, "Quốc hội"),
    (
        "thực hiện [[Chỉ thị số 14-CT/TU (ngày 07-9-2022)]] của Ban Thường vụ Tỉnh ủy",
        "CT",
        "14-CT/TU",
        "2022-09-07",
        "Ban Thường vụ Tỉnh ủy",
    ),
    ("[[Nghị quyết 29-NQ/TW]] về giáo dục", "NQ", "29-NQ/TW", None, None),
    ("[[Quy định số 37-QĐ/TW]] về những điều đảng viên", "QyĐ", "37-QĐ/TW", None, None),
    ("tại [[số 05-QĐi/TU ngày 03/4/2022]]", "QyĐ", "05-QĐi/TU", "2022-04-03", None),
    (
        "[[Thông báo kết luận số 125/TB-VP của Văn phòng UBND tỉnh ngày 3/4/2024]]",
        "TB",
        "125/TB-VP",
        "2024-04-03",
        "Văn phòng UBND tỉnh",
    ),
    ("[[Thông tư liên tịch số 07/2014/TTLT-BKHĐT-BTC]]", "TTLT", "07/2014/TTLT-BKHĐT-BTC", None, None),
    (
        "[[văn bản chỉ đạo số 4512/UBND-NC ngày 18/11/2021]] của UBND tỉnh",
        "CV",
        "4512/UBND-NC",
        "2021-11-18",
        "UBND tỉnh",
    ),
    ("[[Kế hoạch số 45 ngày 12/3/2024]] của UBND tỉnh", "KH", "45", "2024-03-12", "UBND tỉnh"),
    (
        "[[Công văn số 87/UBND ngày 04/5/2023]] của Bộ Văn hóa, Thể thao và Du lịch về",
        "CV",
        "87/UBND",
        "2023-05-04",
        "Bộ Văn hóa, Thể thao và Du lịch",
    ),
    ("[[Công văn của Sở Nội vụ số 12/SNV-CCHC]]", "CV", "12/SNV-CCHC", None, None),
    ("[[QĐ số 415/QĐ-UBND]]", "QĐ", "415/QĐ-UBND", None, None),
    (
        "[[Thông báo số 54/TB-UBND ngày 30/3/2023]] của UBND huyện và các văn bản",
        "TB",
        "54/TB-UBND",
        "2023-03-30",
        "UBND huyện",
    ),
    ("[[Nghị quyết số 71.3/2025/NQ-CP ngày 03/9/2025]]", "NQ", "71.3/2025/NQ-CP", "2025-09-03", None),
    ("[[Thông tư số 12/2019-TT-BYT]] của Bộ Y tế", "TT", "12/2019-TT-BYT", None, "Bộ Y tế"),
    ("[[Chương trình hành động số 08-CTr/TU]]", "CTr", "08-CTr/TU", None, None),
]


@pytest.mark.parametrize("case", CASES, ids=[case[2] for case in CASES])
def test_mention(recognise, case):
    marked, kind, number, day, issuer = case
    span = canonical_spelling(marked[marked.index("[[") + 2 : marked.index("]]")])
    assert found(recognise, marked.replace("[[", "").replace("]]", "")) == [(kind, number, day, issuer, span)]


@pytest.mark.parametrize(
    "sentence",
    [
        "hoàn thành trước ngày 15/8/2023, trực 24/7",
        "áp dụng TCVN ISO 9001:2015, QCVN 41:2019/BGTVT và TCVN 5687/BXD-2010",
        "UBND/HĐND các cấp; 2/3 số xã; 01 cán bộ/xã",
        "điện thoại 0243.7738668, biển số 51C-123.45",
        "5/ Sở Nội vụ chủ trì; 3/ UBND các xã",
        "giai đoạn 2021-2025, đạt 10-15 hồ sơ/ngày, COVID-19/BYT",
        "Số: /UBND-NC, Kèm theo Quyết định số /QĐ-UBND ngày tháng năm 2024",
        "lớp 10/HK1-NH2023",
        "tăng 1.5/2025 so với cùng kỳ; vốn 12.50 tỷ/Dự án",
    ],
)
def test_no_mention(recognise, sentence):
    assert found(recognise, sentence) == []


def test_list_shares_kind(recognise):
    sentence = "các Báo cáo số 12/UBND-NC ngày 1/2/2023, số 13/UBND-NC ngày 2/2/2023 và số 14/UBND-NC (ngày 3/2/2023)"
    assert [(kind, number, day) for kind, number, day, _, _ in found(recognise, sentence)] == [
        ("BC", "12/UBND-NC", "2023-02-01"),
        ("BC", "13/UBND-NC", "2023-02-02"),
        ("BC", "14/UBND-NC", "2023-02-03"),
    ]


def test_impossible_date_is_none(recognise):
    assert found(recognise, "Quyết định số 99/QĐ-TTg ngày 31/02/2024")[0][1:3] == ("99/QĐ-TTg", None)


def numbers(groups):
    return [(group[0].number, next((m.date for m in group if m.date), None), len(group)) for group in groups]


def test_distinct_joins_mentions_and_separates_dates(recognise):
    text = (
        "Kế hoạch số 91/KH-UBND ngày 03/4/2023; Kế hoạch số 91/KH-UBND; Kế hoạch số 91/KH-UBND ngày 05/7/2023; "
        "điểm 2 Kế hoạch số 91/KH-UBND; Công văn số 7/UBND-TH; Công văn số 07/UBND-TH ngày 01/02/2023"
    )
    assert numbers(distinct(recognise(text), None)) == [
        ("91/KH-UBND", date(2023, 4, 3), 2),
        ("91/KH-UBND", date(2023, 7, 5), 2),
        ("7/UBND-TH", date(2023, 2, 1), 2),
    ]


def test_a_dash_behind_the_year_is_no_other_document(recognise):
    text = "Thông tư số 12/2019/TT-BYT ngày 01/02/2019; Thông tư số 12/2019-TT-BYT"
    assert numbers(distinct(recognise(text), None)) == [("12/2019/TT-BYT", date(2019, 2, 1), 2)]


def test_own_number_is_no_citation(recognise):
    text = "Số: 15/QĐ-UBND\n(Kèm theo Quyết định số 15/QĐ-UBND ngày 03/8/2025 của UBND xã)\nQuyết định số 16/QĐ-UBND"
    assert numbers(distinct(recognise(text), "15/QĐ-UBND")) == [("16/QĐ-UBND", None, 1)]
    # Last year's number is another document's, once the own date is known.
    text = "Quyết định số 15/QĐ-UBND ngày 04/5/2024 và Quyết định số 15/QĐ-UBND"
    assert numbers(distinct(recognise(text), "15/QĐ-UBND", date(2025, 8, 3)))[0][:2] == ("15/QĐ-UBND", date(2024, 5, 4))


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", ["1/" * 300_000, "12/A-" * 150_000, "1" * 500_000, "Luật " * 100_000 + "số 1/2020/QH14"]
)
def test_hostile_lines_are_linear(recognise, line):
    began = time.perf_counter()
    recognise(line)
    assert time.perf_counter() - began < 5
