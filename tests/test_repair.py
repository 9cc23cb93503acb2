"""Broken words are read as what they must have been, say so, and keep their place in the text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parchk.normalise import clean
from parchk.pipeline import Extractor, Options
from parchk.read import from_text
from parchk.repair import _MAY_CUT, Repairer, _may_be_one, broken_examples
from parchk.ruleset import load
from parchk.syllables import _AFTER_QU, _PLAIN, is_syllable
from parchk.text import NormalisedText

RULES = load()
RIMES = {*_PLAIN.split(), *_AFTER_QU.split()}
REPAIR = Repairer(RULES)
EXTRACT = Extractor(RULES, Options(nlp="off"))

SCANNED = """\
Kinh gửi: UBNĐ các xã.

1. UBNĐ các xã rà soát danh sách hộ nghèo, gửi Uy ban nhân dan huyện trước ngày O5/9/2O22.
2. Thanh tra huyện th ực hiệ n kiểm tra, báo cáo trước ngày 22/1 1/2022.
3. Phòng Tư pháp in tài liệu.
"""


@pytest.mark.parametrize("rule", RULES.rules("repairs"), ids=lambda rule: rule.id)
def test_every_rule_reads_its_examples_and_leaves_its_counterexamples(rule) -> None:
    assert [problem for name, problem in broken_examples(RULES) if name == rule.id] == []
    for example in rule.examples:
        was, _, reads = example.partition(" -> ")
        assert was != reads
        assert rule.id in {repair.rule for repair in REPAIR(NormalisedText.of(was))[1]}


def test_a_task_is_found_in_scanned_text_and_says_what_was_repaired() -> None:
    first, second, third = EXTRACT(from_text(SCANNED)).tasks
    assert [(unit.role, unit.name) for unit in first.units] == [
        ("lead", "UBND các xã"),
        ("report_to", "Ủy ban nhân dân huyện"),
    ]
    assert [deadline.due for task in (first, second) for deadline in task.deadlines] == ["2022-09-05", "2022-11-22"]
    assert {"repair:abbreviations", "repair:official-words", "repair:date-digits"} <= set(first.because)
    assert {"repair:split-syllables", "repair:date-digits"} <= set(second.because)
    assert not any(reason.startswith("repair:") for reason in third.because)


def test_the_words_are_shown_as_they_stand() -> None:
    first, *_ = EXTRACT(from_text(SCANNED)).tasks
    lead = first.units[0]
    assert (lead.text, SCANNED[slice(*lead.span)]) == ("UBNĐ các xã", "UBNĐ các xã")
    assert first.deadlines[0].text == "trước ngày O5/9/2O22"


def test_a_finding_names_what_was_read_otherwise_once() -> None:
    found = [finding for finding in EXTRACT(from_text(SCANNED)).findings if finding.code == "repaired-words"]
    messages = [finding.messages["vi"] for finding in found]
    assert "“UBNĐ” được đọc là “UBND” (2 chỗ)." in messages
    assert len(messages) == len(set(messages))
    assert [SCANNED[slice(*finding.span)] for finding in found if finding.span][:2] == ["Kinh gửi", "UBNĐ"]


def test_a_reason_also_comes_from_a_heading_that_names_the_unit() -> None:
    text = "1. Uy ban nhân dân xã\na) Rà soát danh sách.\n2. Phòng Tư pháp\na) Rà soát hồ sơ.\n"
    first, second = EXTRACT(from_text(text)).tasks
    assert "repair:official-words" in first.because
    assert not any(reason.startswith("repair:") for reason in second.because)


@pytest.mark.parametrize(
    "line",
    [
        "Lập hồ sơ y tế cho học sinh; hồ sơ tài chính gửi UBND huyện.",
        "Xây dựng địa phương an toàn về an ninh, trật tự.",
        "Ưu tiên đo đạc, lập bản đồ địa chính trước ngày 30/6/2024.",
        "Bảo đảm đê an toàn; tuyên truyền tại nơi nhân dân sinh sống.",
        "Xử lý hóa đơn vi phạm, chi thi đua, khen thưởng; học sinh chỉ thi 04 môn.",
        "Giao ông Trương Phong, bà Nguyễn Phương An và ông Đinh Kỳ Nam theo dõi.",
        "Hoàn thành ngay 1/7 hạng mục, cấp ngay 1.000 tấn, ngay 10-15 xe, ngay 2/3 số hồ sơ.",
        "Thống kê tổng số m2 đất, tổng số m3 nước; hỗ trợ 100 tr ở xã; sửa đường từ 1B/12 đến 3B/12.",
        "Krông Pắk, Cư M'gar, Đắk Lắk, Êđê, Ea H'leo, Chư Păh; mã BCD, BQL-01, BOL.",
    ],
)
def test_words_that_look_broken_but_are_not(line: str) -> None:
    assert REPAIR.read(line) == line


def test_markers_go_on_beyond_the_longest_series() -> None:
    text = (
        "".join(f"{number}. Rà soát hồ sơ.\n" for number in range(1, 200))
        + "y) Rà soát.\nH. Nhiệm vụ\nXV. Khác\nH. Ba\n"
    )
    assert REPAIR.read(text) == text


def test_whole_text_is_left_alone() -> None:
    text = (
        "Ủy ban nhân dân tỉnh giao Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành rà soát, cho ăn, do anh Ấn ký; "
        "điểm c khoản 2, điểm đ ở mục 3; hoàn thành ngay 20 việc trước ngày 05/9/2022."
    )
    assert REPAIR(clean(text))[1] == []


@given(
    st.lists(
        st.sampled_from(
            [
                "UBNĐ",
                "O5/9",
                "ngày",
                "th",
                "ực",
                " ",
                "\n",
                "K Ế",
                "HOẠCH",
                "20 26",
                "năm",
                "a)",
                "\nI. A",
                "\nH. B",
                "\n59. C",
                "\ny) D",
            ]
        )
    )
)
def test_the_map_leads_back_to_the_words_as_they_stand(pieces: list[str]) -> None:
    text = " ".join(pieces)
    repaired, repairs = REPAIR(NormalisedText.of(text))
    for repair in repairs:
        assert text[slice(*repair.span)] == repair.was
        assert repair.was != repair.reads
    assert repaired.text.replace(" ", "").count("\n") == text.count("\n")


@pytest.mark.parametrize("onset", ["", "qu", "gi", "ngh", "th", "đ"])
def test_no_cut_of_a_syllable_is_passed_over(onset: str) -> None:
    tones = ("", *"\u0300\u0301\u0303\u0309\u0323")
    written = (onset + rime[:at] + tone + rime[at:] for rime in RIMES for tone in tones for at in range(len(rime) + 1))
    for word in {unicodedata.normalize("NFC", word) for word in written}:
        for at in range(1, len(word)):
            if is_syllable(word) and _may_be_one(word[:at], word[at:]):
                assert _MAY_CUT.all_spans(f"ở {word[:at]} {word[at:]}, ở")[-1][1] == at + 3


@pytest.mark.parametrize("word", "nghiêng quyết giết gì quý khuỷu Yên ỦY ĐẮC thuở khoác ngoằn oản xoong".split())  # noqa: SIM905
def test_a_syllable(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["quyế", "trướ", "t", "ngh", "ổc", "QĐ", "Đắk", "tổc", "iều", "ầấ", "plan", ""])
def test_no_syllable(word: str) -> None:
    assert not is_syllable(word)
