"""What became of a superior document's tasks: cascades of documents with the links that a reader makes.

Each folder of ``cascades`` holds documents of two or three levels, one on the same topic that has nothing to do with
them, and ``gold.toml``: pairs of items, how deadlines changed, what was dropped.
"""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from parchk.models import Deadline
from parchk.pipeline import Extractor, Options
from parchk.read import from_text, read_bytes
from parchk.ruleset import load
from parchk.trace import Tracer
from parchk.trace.deadlines import deadline_change
from parchk.trace.ranks import Ranks
from parchk.trace.wordings import stretches, wording_change

if TYPE_CHECKING:
    from parchk.models import Directive
    from parchk.trace.model import Link, Trace

CASCADES = Path(__file__).parent / "cascades"
FOLDERS = sorted(path.name for path in CASCADES.iterdir())
RULES = load()
TRACE = Tracer(RULES)
EXTRACT = Extractor(RULES, Options(nlp="off"))
LEAST = 0.95


@cache
def document(folder: str, name: str) -> Directive:
    return EXTRACT(read_bytes((CASCADES / folder / name).read_bytes(), name))


@cache
def gold(folder: str) -> dict[str, Any]:
    return tomllib.loads((CASCADES / folder / "gold.toml").read_text("utf-8"))


@cache
def whole(folder: str) -> Trace:
    """All documents of a folder, the lowest first: what belongs where has to be found out."""
    names = [*gold(folder)["unrelated"], *reversed(gold(folder)["order"])]
    return TRACE([document(folder, name) for name in names])


def steps() -> list[tuple[str, dict[str, Any]]]:
    return [(folder, cascade) for folder in FOLDERS for cascade in gold(folder)["cascade"]]


def links(folder: str, cascade: dict[str, Any]) -> dict[tuple[str, str], Link]:
    return {
        (link.upper.section, link.lower.section): link
        for link in whole(folder).links
        if (link.upper.document, link.lower.document) == (cascade["upper"], cascade["lower"])
    }


# The cascades


def test_there_are_enough_cascades_of_different_kinds() -> None:
    assert len(FOLDERS) >= 6


def test_precision_and_recall_of_links() -> None:
    found = {
        (folder, link.upper.document, link.upper.section, link.lower.document, link.lower.section)
        for folder in FOLDERS
        for link in whole(folder).links
    }
    right = {
        (folder, step["upper"], upper, step["lower"], lower)
        for folder, step in steps()
        for upper, lower in step["pairs"]
    }
    assert len(found & right) / len(found) >= LEAST, sorted(found - right)
    assert len(found & right) / len(right) >= LEAST, sorted(right - found)


def test_a_lower_document_without_tone_marks_loses_little() -> None:
    right = found = 0
    for folder, step in steps():
        lower = document(folder, step["lower"])
        tasks = [task.model_copy(update={"text": without_marks(task.text)}) for task in lower.tasks]
        trace = TRACE([document(folder, step["upper"]), lower.model_copy(update={"tasks": tasks})])
        pairs = {(link.upper.section, link.lower.section) for link in trace.links}
        right += len(step["pairs"])
        found += sum(tuple(pair) in pairs for pair in step["pairs"])
    assert found / right >= 0.9


def without_marks(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@pytest.mark.parametrize("folder", FOLDERS)
def test_documents_of_the_same_topic_that_have_nothing_to_do_with_it_are_named(folder: str) -> None:
    assert whole(folder).unrelated == gold(folder)["unrelated"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_document_carries_out_the_one_above_it(folder: str) -> None:
    above = {one.name: [above.document for above in one.carries_out] for one in whole(folder).documents}
    assert above == {
        **{name: [] for name in gold(folder)["unrelated"]},
        **{name: [] for name in gold(folder)["order"]},
        **{step["lower"]: [step["upper"]] for step in gold(folder)["cascade"]},
    }


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_first_of_two_documents_is_the_superior_one(folder: str) -> None:
    for step in gold(folder)["cascade"]:
        two = TRACE([document(folder, step["upper"]), document(folder, step["lower"])])
        found = {(link.upper.section, link.lower.section) for link in two.links}
        assert found == set(links(folder, step))


@pytest.mark.parametrize("folder", FOLDERS)
def test_two_documents_of_a_topic_are_not_made_related_by_being_named_together(folder: str) -> None:
    for other in gold(folder)["unrelated"]:
        for name in gold(folder)["order"]:
            two = TRACE([document(folder, name), document(folder, other)])
            assert (two.links, two.dropped, two.added) == ([], [], [])
            assert two.unrelated == [name, other]


def test_changes_of_deadlines_are_those_of_the_gold() -> None:
    wrong = []
    for folder, step in steps():
        found = links(folder, step)
        for pair, (kind, *days) in step["changes"].items():
            link = found.get(tuple(pair.split(" ")))
            if link is not None and (link.deadline_change, *([link.days] if days else [])) != (kind, *days):
                wrong.append((folder, pair, link.deadline_change, link.days))
    assert wrong == []


def test_what_was_dropped_is_named() -> None:
    for folder, step in steps():
        named = {task.section for task in whole(folder).dropped if task.by == step["lower"]}
        linked = {upper for upper, _ in links(folder, step)}
        wrongly_linked = linked - {upper for upper, _ in step["pairs"]}
        assert set(step["dropped"]) - wrongly_linked <= named


def test_every_task_is_linked_or_dropped_and_linked_or_added() -> None:
    for folder in FOLDERS:
        trace = whole(folder)
        for step in gold(folder)["cascade"]:
            upper, lower = document(folder, step["upper"]), document(folder, step["lower"])
            passed_on = {link.upper.id for link in trace.links if link.lower.document == step["lower"]}
            dropped = {task.id for task in trace.dropped if task.by == step["lower"]}
            assert passed_on | dropped == {task.id for task in upper.tasks}
            assert not passed_on & dropped
            given = {link.lower.id for link in trace.links if link.lower.document == step["lower"]}
            added = {task.id for task in trace.added if task.document == step["lower"]}
            assert given | added == {task.id for task in lower.tasks}
            assert not given & added


def test_a_chain_goes_through_three_levels() -> None:
    chains = [[(task.document, task.section) for task in chain] for chain in whole("rac-thai").chains]
    assert [("tinh.txt", "II/4/b"), ("huyen.txt", "II/5/b"), ("xa.txt", "2")] in chains


def test_the_order_of_the_documents_changes_no_link() -> None:
    names = [*gold("rac-thai")["order"], *gold("rac-thai")["unrelated"]]
    trace = TRACE([document("rac-thai", name) for name in names])
    assert sorted(map(repr, trace.links)) == sorted(map(repr, whole("rac-thai").links))


# Two small documents


def traced(upper: str, lower: str) -> Trace:
    return TRACE([EXTRACT(from_text(upper, "upper.txt")), EXTRACT(from_text(lower, "lower.txt"))])


UPPER = """\
1. Sở Nội vụ rà soát biên chế các đơn vị sự nghiệp công lập trước ngày 31/8/2022.
2. Sở Y tế kiểm tra bếp ăn tập thể tại khu công nghiệp.
3. Sở Tư pháp bồi dưỡng nghiệp vụ hòa giải ở cơ sở.
"""


def test_a_link_says_what_changed_in_the_words_of_both_sides() -> None:
    trace = traced(
        UPPER,
        """\
1. Phòng Y tế kiểm tra bếp ăn tập thể tại khu công nghiệp trước ngày 01/9/2022.
2. Phòng Nội vụ rà soát biên chế các đơn vị sự nghiệp công lập trước ngày 20/8/2022.
""",
    )
    first, second = trace.links
    assert (first.upper.section, first.lower.section) == ("1", "2")
    assert (first.deadline_change, first.days) == ("tightened", 11)
    assert first.deadlines.model_dump() == {"upper": "trước ngày 31/8/2022", "lower": "trước ngày 20/8/2022"}
    assert first.unit_change is not None
    assert first.unit_change.model_dump() == {"kind": "renamed", "upper": ["Sở Nội vụ"], "lower": ["Phòng Nội vụ"]}
    assert first.wording_change is not None
    assert first.wording_change.model_dump() == {"removed": ["Sở", "31/8/2022."], "added": ["Phòng", "20/8/2022."]}
    assert "office" in first.because
    assert (second.deadline_change, second.days) == ("added", None)
    assert [task.section for task in trace.dropped] == ["3"]
    assert trace.added == []


def test_an_unchanged_copy_has_no_changes() -> None:
    trace = traced(UPPER, UPPER)
    assert [link.similarity for link in trace.links] == [1, 1, 1]
    assert {(link.deadline_change, link.unit_change, link.wording_change) for link in trace.links} == {
        ("same", None, None)
    }


def test_a_task_given_to_another_office_is_reassigned() -> None:
    lower = UPPER.replace("Sở Y tế", "Công an huyện").replace("Sở Nội vụ", "Phòng Nội vụ")
    kinds = [link.unit_change.kind if link.unit_change else None for link in traced(UPPER, lower).links]
    assert kinds == ["renamed", "reassigned", None]


@pytest.mark.parametrize(
    ("upper", "lower", "kind"),
    [
        ("Sở LĐ-TB&XH", "Phòng Lao động - Thương binh và Xã hội", "renamed"),
        ("Sở GD&ĐT", "Phòng Giáo dục và Đào tạo", "renamed"),
        ("Hội Liên hiệp Phụ nữ tỉnh", "Hội LHPN huyện", "renamed"),
        ("Văn phòng UBND tỉnh", "Văn phòng HĐND và UBND huyện", "renamed"),
        ("Giám đốc Sở Nội vụ", "Trưởng phòng Nội vụ", "renamed"),
        ("Văn phòng UBND tỉnh", "Văn phòng Đăng ký đất đai", "reassigned"),
        ("Liên đoàn Lao động tỉnh", "Phòng Lao động - Thương binh và Xã hội", "reassigned"),
        ("Kho bạc Nhà nước tỉnh", "Ngân hàng Nhà nước tỉnh", "reassigned"),
        ("Ban Quản lý Khu kinh tế", "Phòng Kinh tế", "reassigned"),
        ("Sở Nội vụ", "Phòng Nội vụ, Phòng Tư pháp", "added"),
        ("Sở Nội vụ, Sở Tài chính", "Phòng Nội vụ", "removed"),
    ],
)
def test_the_same_office_of_another_level_is_told_from_another_one(upper: str, lower: str, kind: str) -> None:
    tasks = "1. {} rà soát biên chế viên chức, hợp đồng lao động.\n2. Trạm Y tế kiểm tra bếp ăn tập thể.\n"
    first = next(link for link in traced(tasks.format(upper), tasks.format(lower)).links if link.upper.section == "1")
    assert first.unit_change is not None
    assert first.unit_change.kind == kind
    assert (first.units.upper, first.units.lower) == (first.unit_change.upper, first.unit_change.lower)


def pairs(upper: str, lower: str) -> list[tuple[str, str]]:
    return [(link.upper.section, link.lower.section) for link in traced(upper, lower).links]


def test_of_tasks_that_differ_by_level_alone_those_with_the_same_level_belong_together() -> None:
    upper = "1. UBND các huyện công khai ngân sách huyện.\n2. UBND các huyện công khai ngân sách xã.\n"
    lower = "1. UBND các xã công khai ngân sách xã.\n2. Phòng Tài chính công khai ngân sách huyện.\n"
    both = "3. Trung tâm Y tế kiểm tra bếp ăn tập thể.\n"
    assert pairs(upper + both, lower + both) == [("1", "2"), ("2", "1"), ("3", "3")]


def test_what_undoes_an_order_does_not_carry_it_out() -> None:
    upper = UPPER + "4. Sở Xây dựng cấp giấy phép xây dựng nhà ở.\n"
    assert ("4", "4") not in pairs(upper, UPPER + "4. Phòng Xây dựng thu hồi giấy phép xây dựng nhà ở.\n")
    assert ("4", "4") in pairs(upper, UPPER + "4. Phòng Xây dựng cấp giấy phép xây dựng nhà ở.\n")
    both = "4. Sở Xây dựng cấp giấy phép, thu hồi giấy phép xây dựng nhà ở.\n"
    assert ("4", "4") in pairs(UPPER + both, UPPER + "4. Phòng Xây dựng thu hồi giấy phép xây dựng nhà ở.\n")


def test_a_monthly_report_is_not_the_one_at_the_end() -> None:
    report = "Y tế báo cáo kết quả tiêm phòng dại cho đàn chó"
    upper = f"1. Sở {report} trước ngày 05 hằng tháng.\n2. Sở {report} trước ngày 05/9/2023.\n"
    lower = f"1. Phòng {report} trước ngày 01/9/2023.\n2. Phòng {report} trước ngày 01 hằng tháng.\n"
    assert pairs(upper, lower) == [("1", "2"), ("2", "1")]


def test_a_task_that_the_lower_document_says_twice_is_linked_twice() -> None:
    lower = UPPER + "4. Trung tâm Y tế kiểm tra bếp ăn tập thể tại khu công nghiệp.\n"
    assert [link.lower.section for link in traced(UPPER, lower).links if link.upper.section == "2"] == ["2", "4"]


def test_documents_without_tasks_are_unrelated() -> None:
    trace = traced("Không có việc gì.", UPPER)
    assert trace.links == []
    assert trace.unrelated == ["upper.txt", "lower.txt"]


def test_documents_of_one_name_are_told_apart() -> None:
    directive = EXTRACT(from_text(UPPER, "cong-van.txt"))
    assert [one.name for one in TRACE([directive, directive]).documents] == ["cong-van.txt (1)", "cong-van.txt (2)"]


HEADER = """\
ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
{issuer}               Độc lập - Tự do - Hạnh phúc

Số: {number}/UBND-VP           Hà Long, ngày {day} tháng 6 năm 2024
V/v vệ sinh môi trường

{cites}, Chủ tịch UBND yêu cầu:

"""


def sent(issuer: str, number: int, day: str, cites: str = "Để bảo vệ môi trường", tasks: str = UPPER) -> Directive:
    text = HEADER.format(issuer=issuer, number=number, day=day, cites=cites) + tasks
    return EXTRACT(from_text(text, f"{issuer}.txt"))


def carried_out(*documents: Directive) -> dict[str, list[str]]:
    return {
        one.name: [above.document for above in one.carries_out] for one in TRACE(documents).documents if one.carries_out
    }


def test_two_districts_carry_out_one_document_and_not_each_other() -> None:
    province = sent("TỈNH HÀ LONG", 70, "03")
    districts = [sent(name, number, "10") for name, number in (("HUYỆN BA CHẼ", 11), ("HUYỆN TIÊN SƠN", 12))]
    assert carried_out(*districts, province) == {
        "HUYỆN BA CHẼ.txt": ["TỈNH HÀ LONG.txt"],
        "HUYỆN TIÊN SƠN.txt": ["TỈNH HÀ LONG.txt"],
    }
    dropped = {task.by for task in TRACE([*districts, province]).dropped}
    assert dropped == set()


def test_what_a_commune_takes_from_the_province_past_its_district_is_linked() -> None:
    province = sent("TỈNH HÀ LONG", 70, "03")
    first, second, third = UPPER.splitlines(keepends=True)
    district = sent("HUYỆN BA CHẼ", 11, "10", tasks=first + second)
    cites = "Thực hiện Công văn số 70/UBND-VP của UBND tỉnh, Công văn số 11/UBND-VP ngày 10/6/2024 của UBND huyện"
    commune = sent("XÃ ĐÔNG LA", 5, "21", cites, second + third)
    trace = TRACE([province, district, commune])
    assert [(link.upper.document[:4], link.lower.document[:4], link.upper.section) for link in trace.links] == [
        ("TỈNH", "HUYỆ", "1"),
        ("TỈNH", "HUYỆ", "2"),
        ("TỈNH", "XÃ Đ", "3"),
        ("HUYỆ", "XÃ Đ", "2"),
    ]
    assert [(task.document[:4], task.section, task.by[:4]) for task in trace.dropped] == [
        ("TỈNH", "3", "HUYỆ"),
        ("HUYỆ", "1", "XÃ Đ"),
    ]
    assert trace.added == []


def test_nobody_carries_out_what_came_later() -> None:
    assert carried_out(sent("TỈNH HÀ LONG", 70, "20"), sent("HUYỆN BA CHẼ", 11, "10"), sent("XÃ LA", 5, "09")) == {}


def test_the_number_of_another_level_or_day_is_another_document() -> None:
    tasks = "1. Phòng Nội vụ rà soát biên chế các đơn vị sự nghiệp công lập.\n2. Văn phòng lập danh sách trực.\n"
    province = sent("TỈNH HÀ LONG", 70, "03")
    for cites, expected in (
        ("Thực hiện Công văn số 70/UBND-VP ngày 03/6/2024 của UBND tỉnh", ["TỈNH HÀ LONG.txt"]),
        ("Thực hiện Công văn số 70/UBND-VP của UBND tỉnh", ["TỈNH HÀ LONG.txt"]),
        ("Thực hiện Công văn số 70/UBND-VP của UBND huyện", None),
        ("Thực hiện Công văn số 70/UBND-VP ngày 03/6/2023 của UBND tỉnh", None),
    ):
        lower = sent("XÃ ĐÔNG LA", 5, "21", cites, tasks)
        assert carried_out(province, lower).get("XÃ ĐÔNG LA.txt") == expected, cites


COMMUNE_CITES = "Căn cứ Công văn số 11/UBND-VP của UBND huyện Ba Chẽ"


def test_a_citation_with_the_name_of_another_place_is_that_of_another_document() -> None:
    mine, other = sent("HUYỆN BA CHẼ", 11, "10"), sent("HUYỆN TIÊN SƠN", 11, "10")
    commune = sent("XÃ ĐÔNG LA", 5, "21", COMMUNE_CITES)
    assert carried_out(mine, other, commune) == {"XÃ ĐÔNG LA.txt": ["HUYỆN BA CHẼ.txt"]}
    assert carried_out(other, commune) == {}


def test_wording_does_not_count_against_the_document_that_is_cited() -> None:
    mine, other = sent("HUYỆN BA CHẼ", 11, "10"), sent("HUYỆN TIÊN SƠN", 14, "10")
    commune = sent("XÃ ĐÔNG LA", 5, "21", COMMUNE_CITES)
    # Given or not: who says whose document it carries out does not carry out the one of a neighbour.
    assert carried_out(mine, other, commune) == {"XÃ ĐÔNG LA.txt": ["HUYỆN BA CHẼ.txt"]}
    assert carried_out(other, commune) == {}
    # A law is a basis of everything.
    law = sent("XÃ ĐÔNG LA", 5, "21", "Căn cứ Nghị định số 15/2021/NĐ-CP của Chính phủ")
    assert carried_out(sent("HUYỆN TIÊN SƠN", 14, "10"), law) == {"XÃ ĐÔNG LA.txt": ["HUYỆN TIÊN SƠN.txt"]}


def test_who_is_cited_by_a_superior_gives_it_no_orders() -> None:
    district = sent("HUYỆN BA CHẼ", 11, "03")
    province = sent("TỈNH HÀ LONG", 70, "10", "Xét đề nghị tại Tờ trình số 11/UBND-VP ngày 03/6/2024 của UBND huyện")
    assert carried_out(district, province) == {}
    assert carried_out(district, province, sent("TỈNH KHÁC", 8, "11", tasks="1. Sở Y tế mua xe.")) == {}


def test_a_reminder_of_the_same_office_does_not_carry_out_its_own_letter() -> None:
    first = sent("TỈNH HÀ LONG", 70, "03")
    again = sent("TỈNH HÀ LONG", 90, "20", "Ngày 03/6/2024, UBND tỉnh ban hành Công văn số 70/UBND-VP")
    district = sent("HUYỆN BA CHẼ", 11, "10", "Thực hiện Công văn số 70/UBND-VP của UBND tỉnh")
    assert carried_out(first, again.model_copy(update={"source": district.source}), district) == {
        "HUYỆN BA CHẼ.txt (3)": ["TỈNH HÀ LONG.txt"]
    }


def test_a_document_that_cites_another_and_passes_on_nothing_drops_all() -> None:
    province = sent("TỈNH HÀ LONG", 70, "03")
    cites = "Thực hiện Công văn số 70/UBND-VP ngày 03/6/2024 của UBND tỉnh"
    district = sent("HUYỆN BA CHẼ", 11, "10", cites, "1. Phòng Văn hóa treo cờ các ngày lễ lớn.\n")
    trace = TRACE([province, district])
    assert (trace.links, [task.section for task in trace.dropped]) == ([], ["1", "2", "3"])
    assert carried_out(province, district) == {"HUYỆN BA CHẼ.txt": ["TỈNH HÀ LONG.txt"]}
    # What a task cites is no basis.
    task = "1. Phòng Văn hóa treo cờ theo Công văn số 70/UBND-VP ngày 03/6/2024 của UBND tỉnh.\n"
    assert carried_out(province, sent("HUYỆN BA CHẼ", 11, "10", tasks=task)) == {}


def test_two_documents_in_the_wrong_order_are_turned_round_only_where_they_say_so() -> None:
    province, district = sent("TỈNH HÀ LONG", 70, "03"), sent("HUYỆN BA CHẼ", 11, "10")
    assert carried_out(district, province) == {"HUYỆN BA CHẼ.txt": ["TỈNH HÀ LONG.txt"]}
    # The level says this, the day says that: whoever gave them knows.
    late = sent("TỈNH HÀ LONG", 70, "20")
    assert carried_out(late, district) == {"HUYỆN BA CHẼ.txt": ["TỈNH HÀ LONG.txt"]}
    assert carried_out(district, late) == {"TỈNH HÀ LONG.txt": ["HUYỆN BA CHẼ.txt"]}


RANKS = Ranks(RULES)


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("Ủy ban nhân dân tỉnh Bình Thuận", "Ủy ban nhân dân thành phố Phan Thiết"),
        ("Ủy ban nhân dân tỉnh Bình Thuận", "Ủy ban nhân dân thành phố Phan Thiết, tỉnh Bình Thuận"),
        ("Ủy ban nhân dân thành phố Hồ Chí Minh", "Ủy ban nhân dân thành phố Thủ Đức, thành phố Hồ Chí Minh"),
        ("Ủy ban nhân dân thành phố Hải Phòng", "Sở Nội vụ thành phố Hải Phòng"),
        ("Sở Nội vụ TP. Đà Nẵng", "Ủy ban nhân dân TP. Vinh"),
        ("Thành ủy Hà Nội", "Quận ủy Tây Hồ"),
        ("Tỉnh ủy", "Thành ủy Vinh"),
        ("Ủy ban nhân dân thành phố Phan Thiết", "Ủy ban nhân dân phường Mũi Né"),
    ],
)
def test_who_stands_above_whom(upper: str, lower: str) -> None:
    above, below = RANKS.of(upper), RANKS.of(lower)
    assert above is not None
    assert below is not None
    assert above > below


def test_a_city_is_of_the_rank_that_it_had_on_the_day() -> None:
    hue, province = "Ủy ban nhân dân thành phố Huế", RANKS.of("Ủy ban nhân dân tỉnh Nghệ An")
    assert RANKS.of(hue) == RANKS.of(hue, "2025-01-01") == province
    assert RANKS.of(hue, "2024-12-31") == RANKS.of("Ủy ban nhân dân huyện A Lưới")
    # Without a name it may be either.
    assert RANKS.of("Ủy ban nhân dân thành phố") is None


# Deadlines


def deadline(kind: str, text: str, **values: Any) -> Deadline:
    return Deadline(kind=kind, text=text, span=(0, 1), source="sentence", **values)  # type: ignore[arg-type]


def by(due: str, text: str = "trước ngày") -> Deadline:
    return deadline("by", text, due=due)


def every(rrule: str, text: str = "hằng tháng") -> Deadline:
    return deadline("recurring", text, rrule=rrule)


def monthly(text: str) -> Deadline:
    return every("FREQ=MONTHLY;BYMONTHDAY=15", text)


LAST_MONTHS = "FREQ=YEARLY;BYMONTH=3,6,9,12"
QUARTERLY, YEARLY = "FREQ=MONTHLY;INTERVAL=3", "FREQ=YEARLY;BYMONTHDAY=15"


def within(duration: str, *, working_days: bool | None = None) -> Deadline:
    return deadline("relative", "trong vòng", duration=duration, working_days=working_days)


@pytest.mark.parametrize(
    ("upper", "lower", "expected"),
    [
        ([], [], ("same", None)),
        ([by("2022-08-31")], [], ("removed", None)),
        ([], [by("2022-08-31")], ("added", None)),
        ([by("2022-08-31")], [by("2022-08-31")], ("same", 0)),
        ([by("2022-08-31")], [by("2022-08-20")], ("tightened", 11)),
        ([by("2022-08-10")], [by("2022-08-15")], ("loosened", 5)),
        ([by("2024-02-28")], [by("2024-03-01")], ("loosened", 2)),
        ([by("2022-08-31T17:00", "trước 17 giờ")], [by("2022-08-31T10:00", "trước 10 giờ")], ("tightened", 0)),
        # Of several times, those that both have are set aside.
        ([by("2022-06-30"), by("2022-12-31")], [by("2022-06-30"), by("2022-12-20")], ("tightened", 11)),
        ([by("2022-06-30"), by("2022-12-31")], [by("2022-06-30")], ("removed", None)),
        ([by("2022-06-30")], [by("2022-06-30"), by("2022-05-31")], ("added", None)),
        ([every("FREQ=MONTHLY;BYMONTHDAY=25")], [every("FREQ=MONTHLY;BYMONTHDAY=20")], ("tightened", 5)),
        ([every("FREQ=WEEKLY;BYDAY=TH")], [every("FREQ=WEEKLY;BYDAY=FR")], ("loosened", 1)),
        ([every("FREQ=MONTHLY")], [every("FREQ=WEEKLY")], ("tightened", None)),
        ([every("FREQ=MONTHLY")], [every("FREQ=MONTHLY;INTERVAL=3")], ("loosened", None)),
        ([every("FREQ=DAILY", "trước 14 giờ hằng ngày")], [every("FREQ=DAILY", "trước 11 giờ 30")], ("tightened", 0)),
        ([within("P10D")], [within("P7D")], ("tightened", 3)),
        ([within("PT24H")], [within("PT36H")], ("loosened", None)),
        # Days and working days, a day and a recurrence: nobody can say which is more.
        ([within("P10D", working_days=True)], [within("P7D")], (None, None)),
        ([by("2022-08-31")], [every("FREQ=MONTHLY")], (None, None)),
        ([within("P10D", working_days=True)], [within("P10D")], (None, None)),
        ([every("FREQ=MONTHLY;BYMONTHDAY=25")], [every("FREQ=MONTHLY;BYDAY=-1FR")], (None, None)),
        # How often, whatever the rule's shape; then the days.
        ([every(QUARTERLY)], [every(f"{LAST_MONTHS};BYMONTHDAY=20")], ("tightened", None)),
        ([every("FREQ=MONTHLY")], [every(f"{LAST_MONTHS};BYMONTHDAY=20")], ("loosened", None)),
        (
            [every(f"{QUARTERLY};BYMONTHDAY=25")],
            [every(f"{LAST_MONTHS};BYMONTHDAY=20")],
            ("tightened", 5),
        ),
        ([every(f"{YEARLY};BYMONTH=6"), every(f"{YEARLY};BYMONTH=12")], [every(QUARTERLY)], ("tightened", None)),
        ([every(f"{YEARLY};BYMONTH=12")], [every(f"{YEARLY};BYMONTH=11")], ("tightened", 30)),
        ([every("FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=5")], [every(f"{LAST_MONTHS};BYMONTHDAY=25")], (None, None)),
        ([every("FREQ=WEEKLY;BYDAY=SU")], [every("FREQ=WEEKLY;BYDAY=MO")], ("tightened", 6)),
        ([every("FREQ=MONTHLY")], [every("FREQ=MONTHLY;BYMONTHDAY=20")], ("tightened", None)),
        (
            [every("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=20")],
            [every("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15"), every("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25")],
            (None, None),
        ),
        # How many times a month is in the words alone; of twice a year, the rule has it.
        ([every("FREQ=MONTHLY", "mỗi tháng 02 lần")], [every("FREQ=MONTHLY", "mỗi tháng 01 lần")], ("loosened", None)),
        ([every("FREQ=MONTHLY", "mỗi tháng hai lần")], [every("FREQ=MONTHLY", "mỗi tháng 2 lần")], (None, None)),
        ([every("FREQ=WEEKLY", "03 lần/tuần")], [every("FREQ=WEEKLY", "05 lần/tuần")], ("tightened", None)),
        ([every("FREQ=MONTHLY;INTERVAL=6", "02 lần/năm")], [every(QUARTERLY, "01 lần/quý")], ("tightened", None)),
        # A number before "hằng tháng" is a day, no hour; of a day with an hour, the value has it.
        ([monthly("trước ngày 15 hằng tháng")], [monthly("trước 17 giờ ngày 15 hằng tháng")], ("same", 0)),
        ([monthly("trước 17 giờ ngày 15 hằng tháng")], [monthly("trước ngày 15 hằng tháng")], ("same", 0)),
        ([by("2022-08-31T17:00", "cuối giờ")], [by("2022-08-31T10:00", "10h")], ("tightened", 0)),
    ],
)
def test_deadlines_compared(
    upper: list[Deadline], lower: list[Deadline], expected: tuple[str | None, int | None]
) -> None:
    assert deadline_change(upper, lower)[:2] == expected


def test_one_of_several_times_goes_with_a_part_of_a_split_task_and_comes_from_a_merged_one() -> None:
    both, first = [by("2022-06-30"), by("2022-12-31")], [by("2022-06-30")]
    assert deadline_change(both, first, is_split=True)[:2] == ("same", 0)
    assert deadline_change(first, both, is_merged=True)[:2] == ("same", 0)
    assert deadline_change(both, first, is_merged=True)[:2] == ("removed", None)


# Words


def test_the_stretches_of_both_texts_are_complete_and_in_order() -> None:
    upper, lower = "Lập danh sách gửi Sở Nội vụ trong tháng.", "Lập, in danh sách gửi Phòng Nội vụ."
    parts = stretches(upper, lower)
    assert " ".join(part.upper for part in parts if part.upper) == upper
    assert " ".join(part.lower for part in parts if part.lower) == lower
    assert [(part.upper, part.lower) for part in parts if not part.is_same] == [
        ("", "in"),
        ("Sở", "Phòng"),
        ("trong tháng.", ""),
    ]


def test_spelling_and_signs_are_no_change_of_wording() -> None:
    assert wording_change("Uỷ quyền, hoà giải;", "ủy quyền hòa giải.") is None
