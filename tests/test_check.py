"""The checks of a directive's drafting: every code on sentences of its own, and on what only looks like a slip."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from parchk.check.folder import CitedDates
from parchk.dates import WorkCalendar
from parchk.pipeline import Extractor, Options
from parchk.read import from_text
from parchk.ruleset import load

_MARKED = re.compile(r"\[\[(.+?)\]\]")
FRAME = """ỦY BAN NHÂN DÂN
HUYỆN TÂN SƠN

Số: {number}
V/v chấn chỉnh công tác lưu trữ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

{dateline}

Kính gửi: Các phòng, ban chuyên môn thuộc huyện.

{body}{end}

Nơi nhận:
- Như trên;
- Lưu: VT, NV.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lò Văn Páo
"""


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load())


def directive(
    body: str,
    *,
    number: str = "125/UBND-NV",
    dateline: str = "Tân Sơn, ngày 12 tháng 8 năm 2024",
    end: str = "./.",
) -> str:
    return FRAME.format(number=number, dateline=dateline, body=body.removesuffix("."), end=end)


def found(extractor: Extractor, text: str, code: str) -> list[str]:
    """The words that findings of this code point at."""
    findings = extractor.check(from_text(text)).findings
    return [text[slice(*finding.span)] if finding.span else "" for finding in findings if finding.code == code]


_CASES = tomllib.loads((Path(__file__).parent / "drafting.toml").read_text(encoding="utf-8"))
SLIPS, SOUND = ([(case["code"], case["body"]) for case in _CASES[kind]] for kind in ("slip", "sound"))


@pytest.mark.parametrize(("code", "body"), SLIPS, ids=[f"{code}-{at}" for at, (code, _) in enumerate(SLIPS)])
def test_a_slip_is_found_where_it_stands(extractor: Extractor, code: str, body: str) -> None:
    plain, words = _MARKED.sub(r"\1", body), _MARKED.findall(body)
    assert found(extractor, directive(plain), code) == words


@pytest.mark.parametrize(("code", "body"), SOUND, ids=[f"{code}-{at}" for at, (code, _) in enumerate(SOUND)])
def test_what_only_looks_like_a_slip_is_none(extractor: Extractor, code: str, body: str) -> None:
    assert found(extractor, directive(body), code) == []


# The document as a whole


def test_a_sound_directive_has_no_finding(extractor: Extractor) -> None:
    body = (
        "Ủy ban nhân dân huyện yêu cầu:\n1. Phòng Nội vụ kiểm tra kho lưu trữ, hoàn thành trước ngày 20/9/2024.\n"
        "2. Phòng Tư pháp góp ý quy chế trước ngày 25/9/2024."
    )
    assert extractor.check(from_text(directive(body))).findings == []


TASK = "1. Phòng Nội vụ kiểm tra kho lưu trữ trước ngày 20/9/2024."


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("number-missing", directive(TASK, number="       /UBND-NV")),
        ("number-not-padded", directive(TASK, number="5/UBND-NV")),
        ("date-missing", directive(TASK, dateline="Tân Sơn, ngày     tháng     năm 2024")),
        ("end-mark-missing", directive(TASK, end=".")),
        ("signer-missing", directive(TASK).replace("Lò Văn Páo", "")),
        ("recipients-missing", directive(TASK).replace("Nơi nhận:\n- Như trên;\n- Lưu: VT, NV.\n", "")),
        ("empty-document", " \n"),
        (
            "no-deadlines",
            directive("1. Phòng Nội vụ kiểm tra kho.\n2. Phòng Tư pháp góp ý.\n3. Văn phòng tổng hợp báo cáo."),
        ),
    ],
)
def test_what_a_directive_lacks(extractor: Extractor, code: str, text: str) -> None:
    assert len(found(extractor, text, code)) == 1
    assert found(extractor, directive(TASK), code) == []


def test_a_party_document_needs_no_end_mark(extractor: Extractor) -> None:
    text = directive(TASK, number="125-CV/HU", end=".").replace("ỦY BAN NHÂN DÂN\nHUYỆN TÂN SƠN", "HUYỆN ỦY TÂN SƠN")
    assert found(extractor, text, "end-mark-missing") == []


def test_a_product_wants_a_time_where_others_have_one(extractor: Extractor) -> None:
    product = "2. Phòng Tư pháp xây dựng kế hoạch kiểm tra công tác lưu trữ của huyện."
    assert found(extractor, directive(f"{TASK}\n{product}"), "product-without-deadline") == [
        "kế hoạch kiểm tra công tác"
    ]
    scheduled = product.replace("của huyện", "của huyện theo quy định")
    assert found(extractor, directive(f"{TASK}\n{scheduled}"), "product-without-deadline") == []


def test_a_time_without_year_in_a_document_without_date(extractor: Extractor) -> None:
    body = "1. Phòng Nội vụ kiểm tra kho trước ngày 20/9."
    text = directive(body, dateline="Tân Sơn, ngày     tháng     năm")
    assert found(extractor, text, "year-not-known") == ["trước ngày 20/9"]


def test_a_task_that_nobody_is_named_for(extractor: Extractor) -> None:
    task = "Xây dựng kho lưu trữ chuyên dụng."
    text = directive(f"Nội dung thực hiện:\n1. {task}\n2. Phòng Nội vụ kiểm tra kho.")
    assert found(extractor, text, "no-lead") == []  # the addressees are to do it
    text = text.replace("Kính gửi: Các phòng, ban chuyên môn thuộc huyện.\n", "")
    assert found(extractor, text, "no-lead") == [task]
    somebody = text.replace(task, "Cơ quan được giao quản lý kho xây dựng nội quy.")
    assert found(extractor, somebody, "no-lead") == []


def test_urgent_documents_may_give_short_notice(extractor: Extractor) -> None:
    body = "1. Phòng Nội vụ gửi danh sách trước ngày 14/8/2024."
    assert found(extractor, f"HỎA TỐC\n{directive(body)}", "deadline-short-notice") == []


def test_the_least_number_of_working_days_is_an_option() -> None:
    text = directive("1. Phòng Nội vụ gửi danh sách trước ngày 20/8/2024.")
    assert found(Extractor(load(), Options(min_working_days=5)), text, "deadline-short-notice") == []
    assert found(Extractor(load(), Options(min_working_days=6)), text, "deadline-short-notice") != []


def test_the_office_s_own_calendar_tells_days_off() -> None:
    text = directive("1. Phòng Nội vụ gửi danh sách chậm nhất ngày 21/8/2024.")
    calendar = WorkCalendar(days_off=frozenset({date(2024, 8, 21)}))
    assert found(Extractor(load(), Options(calendar=calendar)), text, "deadline-on-holiday") != []
    assert found(Extractor(load()), text, "deadline-on-holiday") == []


def test_every_drafting_code_explains_itself_in_both_languages() -> None:
    rules = [rule for rule in load().rules("checks") if rule.drafting]
    assert len(rules) > 35
    assert all(rule.explain_vi and rule.explain_en for rule in rules)


def test_no_code_is_dead() -> None:
    """Every drafting code has an example in this file; those about files are tested with their readers."""
    shown = {code for code, _ in SLIPS}
    shown |= {"legacy-encoding", "damaged-text", "tracked-changes", "repaired-words"}
    shown |= {
        "number-missing", "number-not-padded", "date-missing", "end-mark-missing", "signer-missing",
        "recipients-missing", "empty-document", "no-deadlines", "no-lead", "product-without-deadline",
        "year-not-known", "dates-differ-in-folder",
    }  # fmt: skip
    assert shown == {rule.id for rule in load().rules("checks") if rule.drafting}


# Across documents


def test_one_number_with_two_dates_in_two_documents(extractor: Extractor) -> None:
    cited = CitedDates()
    for name, day in (("a.txt", "12/7/2024"), ("b.txt", "12/7/2023"), ("c.txt", "12/7/2024")):
        text = directive(f"1. Phòng Nội vụ thực hiện Kế hoạch số 15/KH-UBND ngày {day} của UBND tỉnh.")
        cited.add(name, extractor(from_text(text)))
    assert [(name, slip.words["second"]) for name, slip in cited()] == [("b.txt", "2024-07-12")]


def test_numbers_that_begin_anew_each_year_are_no_slip(extractor: Extractor) -> None:
    cited = CitedDates()
    for name, day, issuer in (
        ("a.txt", "12/7/2024", "UBND tỉnh"),
        ("b.txt", "05/3/2023", "UBND tỉnh"),
        ("c.txt", "12/7/2023", "UBND huyện"),
    ):
        text = directive(f"1. Phòng Nội vụ thực hiện Kế hoạch số 15/KH-UBND ngày {day} của {issuer}.")
        cited.add(name, extractor(from_text(text)))
    assert list(cited()) == []


def test_a_number_with_its_year_has_one_date(extractor: Extractor) -> None:
    cited = CitedDates()
    for name, day in (("a.txt", "05/3/2020"), ("b.txt", "15/6/2020")):
        text = directive(f"1. Phòng Nội vụ thực hiện Nghị định số 30/2020/NĐ-CP ngày {day} của Chính phủ.")
        cited.add(name, extractor(from_text(text)))
    assert [name for name, _ in cited()] == ["a.txt", "b.txt"]
