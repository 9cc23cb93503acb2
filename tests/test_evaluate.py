"""What eval counts, what it takes for the same, how it fails; the gold format as documented; rules that never hit."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parchk.errors import InputError, UsageError
from parchk.evaluate import ROWS, Bin, Evaluation, Score, below, calibration, parse_floors, total
from parchk.evaluate_gold import Gold, displaced, read_gold, text_of
from parchk.evaluate_match import Matcher, citation_key, rule_key
from parchk.evaluate_report import as_table
from parchk.evaluate_unused import count_matching, unused_rules
from parchk.pipeline import Extractor, Options
from parchk.read import from_text, read_path
from parchk.ruleset import load
from parchk.ruleset.schema import Rule

ROOT = Path(__file__).parents[1]
LABELLED, SAMPLES = ROOT / "tests" / "labelled", ROOT / "samples"
PAGE = (ROOT / "docs" / "gold-format.md").read_text("utf-8")
RULES = load()
EXTRACT = Extractor(RULES, Options(nlp="off"))
MATCH = Matcher(RULES)
COMPARE = Evaluation(MATCH)
DONE, MISSED, WRONG_USAGE, UNREADABLE = 0, 1, 2, 3


def shown(kind: str) -> str:
    """The example of this kind in the documentation."""
    (block,) = re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return block


TEXT, GOLD = shown("text"), json.loads(shown("json"))


def score(change: Callable[[dict[str, Any]], object] = lambda _: None, text: str = TEXT) -> Score:
    """The documented example against a gold file that was changed."""
    gold = json.loads(json.dumps(GOLD))
    change(gold)
    return COMPARE("example", Gold.model_validate(gold), EXTRACT(from_text(text)))


def counts(made: Score, row: str) -> tuple[int, int, int]:
    return made.rows[row].hit, made.rows[row].gold, made.rows[row].found


# the example in the documentation


def test_the_documented_example_agrees_with_its_document() -> None:
    made = score()
    assert made.misses == []
    assert {row: made.rows[row].f1 for row in ROWS} == dict.fromkeys(ROWS, 1.0)
    assert counts(made, "tasks") == (2, 2, 2)
    assert counts(made, "lead units") == (3, 3, 3)
    assert counts(made, "document fields") == (5, 5, 5)
    assert displaced(Gold.model_validate(GOLD), TEXT) == []


# what is counted


def test_a_missed_task_takes_its_units_and_deadlines_with_it() -> None:
    def add(gold: dict[str, Any]) -> None:
        gold["tasks"].append({**gold["tasks"][0], "start": 20, "end": 40, "text": "Rà soát."})

    made = score(add)
    assert counts(made, "tasks") == (2, 3, 2)
    assert counts(made, "lead units") == (3, 4, 3)
    assert counts(made, "coordinating units") == (1, 2, 1)
    assert counts(made, "deadlines") == (2, 3, 2)
    assert counts(made, "lead exact") == (2, 2, 2)
    assert made.misses == ["missed task [1] 'Rà soát.'"]


def test_an_extra_task_counts_against_tasks_and_deadlines() -> None:
    made = score(lambda gold: gold["tasks"].pop())
    assert counts(made, "tasks") == (1, 1, 2)
    assert counts(made, "deadlines") == (1, 1, 2)
    assert counts(made, "lead units") == (1, 1, 1)
    assert made.rows["tasks"].precision == 0.5
    assert made.rows["tasks"].recall == 1.0


def test_an_optional_task_is_neither_rewarded_nor_punished() -> None:
    assert counts(score(lambda gold: gold["tasks"][1].update(optional=True)), "tasks") == (1, 1, 1)


def test_an_optional_deadline_is_neither_rewarded_nor_punished() -> None:
    made = score(lambda gold: gold["tasks"][1]["deadlines"][0].update(optional=True))
    assert counts(made, "deadlines") == (1, 1, 1)
    assert made.misses == []


@pytest.mark.parametrize(("shift", "is_paired"), [(0, True), (20, True), (70, False)])
def test_tasks_are_paired_by_half_of_what_both_cover(shift: int, is_paired: bool) -> None:  # noqa: FBT001
    made = score(lambda gold: gold["tasks"][0].update(start=205 + shift, end=325 + shift))
    assert counts(made, "tasks") == (1 + is_paired, 2, 2)


def test_another_list_of_leads_may_be_right_as_well() -> None:
    def change(gold: dict[str, Any]) -> None:
        gold["tasks"][0].update(lead=["Công an xã"], lead_alt=[["Trạm Y tế"], ["Phòng Kinh tế"]])

    assert counts(score(change), "lead exact") == (2, 2, 2)
    wrong = score(lambda gold: gold["tasks"][0].update(lead=["Công an xã"]))
    assert counts(wrong, "lead exact") == (1, 2, 2)
    assert counts(wrong, "lead units") == (2, 3, 3)
    assert "gold ['Công an xã'], found ['Phòng Kinh tế']" in wrong.misses[0]


def test_every_other_difference_is_counted_and_said() -> None:
    def change(gold: dict[str, Any]) -> None:
        gold["document"].update(place="Khe Lớn", recipients=["Như trên"])
        gold["document"]["citations"][0]["date"] = None
        gold["sections"][0]["start"] += 4
        gold["sections"][1]["start"] += 3
        gold["tasks"][0].update(kind="conditional", coordinate=[], report_via=["Văn phòng"])

    made = score(change)
    expected = {
        "document fields": (4, 5, 5),
        "address lists": (2, 3, 2),
        "citations": (0, 1, 1),
        "sections": (1, 2, 2),
        "kind": (1, 2, 2),
        "coordinating units": (0, 0, 1),
        "report channel": (1, 2, 1),
    }
    assert {row: counts(made, row) for row in expected} == expected
    assert len(made.misses) == 9
    assert made.rows["coordinating units"].f1 == 0.0


def test_an_empty_document_agrees_with_empty_labels() -> None:
    gold = Gold.model_validate({"document": {}, "sections": [], "tasks": []})
    made = COMPARE("empty", gold, EXTRACT(from_text("")))
    assert {counts.f1 for counts in made.rows.values()} == {1.0}


def test_counts_are_added_up_before_figures_are_taken() -> None:
    whole = total([score(), score(lambda gold: gold["tasks"].pop())])
    assert counts(whole, "tasks") == (3, 3, 4)


def test_confidence_is_held_against_what_was_right() -> None:
    made = Score("example", judged=[(0.91, True), (0.93, False), (0.92, True), (0.55, False), (1.0, True)])
    assert calibration(made) == [
        Bin(0.5, 0.6, tasks=1, right=0, confidence=pytest.approx(0.55)),
        Bin(0.9, 1.0, tasks=4, right=3, confidence=pytest.approx(0.94)),
    ]
    assert "0.90 to 1.00                 4  0.750  (0.940)" in as_table([made], misses=False).decode()


def test_a_task_is_right_when_its_leads_and_deadlines_are() -> None:
    assert [is_right for _, is_right in score().judged] == [True] * len(score().judged)
    other_lead = score(lambda gold: gold["tasks"][0].update(lead=["Sở Y tế"]))
    assert [is_right for _, is_right in other_lead.judged].count(False) == 1
    no_task = score(lambda gold: gold["tasks"].clear())
    assert not any(is_right for _, is_right in no_task.judged)


def test_a_row_in_which_nothing_is_has_no_figure_in_the_table() -> None:
    made = score(text="")
    last = as_table([made], misses=False).decode().splitlines()[-1]
    assert last.split() == ["example", "0.000", "0.000", "-", "0.000", "0.000", "-", "-", *["0.000"] * 4]


# what is the same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UBND xã Khe Lở", "Ủy ban nhân dân xã Khe Lở"),
        ("Uỷ ban nhân dân các xã", "ỦY BAN NHÂN DÂN các xã"),
        ("VP HĐND tỉnh", "Văn phòng Hội đồng nhân dân tỉnh"),
        ("BQL chợ", "Ban quản lý chợ"),
        ("Giám đốc Sở Y tế", "Sở Y tế"),
        ("Lãnh đạo Sở Y tế", "Sở Y tế"),
        ("Các phòng chuyên môn", "phòng chuyên môn"),
        ("Phòng Nội vụ huyện", "Phòng Nội vụ"),
        ("Sở Tài chính - Kế hoạch", "Sở Tài chính, Kế hoạch"),
        ("Bộ Quốc phòng", "Quốc phòng"),
        ("Phòng Kinh tế và Hạ tầng", "Phòng Kinh tế & Hạ tầng"),
        ("Công an xã Khe", "Công an xã Khe Lở"),
    ],
)
def test_units_that_are_the_same(one: str, other: str) -> None:
    assert MATCH.units([one], [other]) == MATCH.units([other], [one]) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở Y tế", "Sở Nội vụ"),
        ("Phó Chủ tịch UBND xã", "UBND xã"),
        ("UBND tỉnh", "UBND xã"),
        ("Trung tâm Y tế", "Trung tâm Dịch vụ việc làm"),
        ("Công an", "Công an các xã biên giới"),
        ("Đội 2", "Đội 2 cơ động"),
    ],
)
def test_units_that_are_not(one: str, other: str) -> None:
    assert MATCH.units([one], [other]) == 0


def test_each_unit_is_counted_once() -> None:
    assert MATCH.units(["Sở Y tế", "Sở Y tế"], ["Giám đốc Sở Y tế", "Sở Nội vụ"]) == 1


def test_an_alias_of_ones_own_counts_too(tmp_path: Path) -> None:
    (tmp_path / "units.toml").write_text(
        '[[rule]]\nid = "crew-word"\nkind = "alias"\nkey = "kip"\nname = "Kíp trực viết tắt"\n'
        'words = ["Kíp trực số 2", "KT2"]\nexamples = ["[[KT2]] rà soát"]\n',
        "utf-8",
    )
    assert MATCH.units(["Kíp trực số 2"], ["KT2"]) == 0
    assert Matcher(load(tmp_path)).units(["Kíp trực số 2"], ["KT2"]) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=10", "RRULE:BYMONTHDAY=10;FREQ=MONTHLY;INTERVAL=1;BYHOUR=9"),
        ("FREQ=YEARLY;BYMONTH=6,12", "FREQ=MONTHLY;BYMONTH=12,6"),
        ("FREQ=MONTHLY;INTERVAL=12", "FREQ=YEARLY"),
        (None, ""),
    ],
)
def test_recurrence_rules_that_are_the_same(one: str | None, other: str) -> None:
    assert rule_key(one) == rule_key(other)


def test_recurrence_rules_that_are_not() -> None:
    assert rule_key("FREQ=MONTHLY") != rule_key("FREQ=MONTHLY;INTERVAL=3")


def test_a_number_is_compared_without_blanks() -> None:
    assert citation_key("12/KH- ubnd", None) == ("12/KH-UBND", "")


# corrected results


def test_a_corrected_result_is_gold(tmp_path: Path) -> None:
    result = EXTRACT(from_text(TEXT))
    path = tmp_path / "a.gold.json"
    path.write_text(result.model_dump_json(exclude_unset=True), "utf-8")
    made = COMPARE("a", read_gold(path), result)
    assert made.misses == []
    assert counts(made, "deadlines") == (2, 2, 2)
    data = json.loads(path.read_text("utf-8"))
    data["tasks"][0]["units"] = [unit for unit in data["tasks"][0]["units"] if unit["role"] != "coordinate"]
    path.write_text(json.dumps(data), "utf-8")
    assert counts(COMPARE("a", read_gold(path), result), "coordinating units") == (0, 0, 1)


# figures that must be reached


def test_floors_are_read_by_name() -> None:
    assert parse_floors("tasks=0.95, lead-exact=1") == {"tasks": 0.95, "lead exact": 1.0}
    assert parse_floors(None) == {}


@pytest.mark.parametrize("written", ["", "task=0.9", "tasks", "tasks=high", "tasks=95", "tasks=-1", "tasks=nan"])
def test_floors_that_are_none(written: str) -> None:
    with pytest.raises(UsageError):
        parse_floors(written)


def test_what_is_below_its_floor() -> None:
    made = score(lambda gold: gold["tasks"].pop())
    assert below(made, {"tasks": 0.5, "sections": 1.0}) == []
    assert below(made, {"tasks": 0.9}) == [("tasks", pytest.approx(2 / 3), 0.9)]


# what cannot be read


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no JSON"),
        (b"\xff", "no JSON"),
        (b"[]", "no gold file"),
        (b'{"document": {}, "sections": []}', "tasks"),
        (b'{"document": {}, "sections": [{"path": "1"}], "tasks": []}', "sections.0.start"),
        (b'{"schema_version": "1.0"}', "not a result"),
    ],
)
def test_a_gold_file_that_is_none_is_a_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "a.gold.json"
    path.write_bytes(data)
    with pytest.raises(InputError, match=re.escape(said)) as caught:
        read_gold(path)
    assert "a.gold.json" in str(caught.value)


def test_labels_of_another_text_are_noticed() -> None:
    gold = Gold.model_validate(GOLD)
    assert len(displaced(gold, f"Bản sao\n{TEXT}")) == 2
    assert len(displaced(gold, "")) == 2


# the command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.gold.json").write_text(json.dumps(GOLD), "utf-8")
    (tmp_path / "a.md").write_text(TEXT, "utf-8")
    return tmp_path


def test_the_command_shows_figures_and_differences(parchk: Callable[..., Any], folder: Path) -> None:
    done = parchk("eval", folder, "--nlp", "off", "--misses", "--fail-under", "tasks=1")
    assert (done.code, done.errors) == (DONE, "")
    assert re.search(r"^tasks +1\.000 +1\.000 +1\.000 +2$", done.text, re.MULTILINE)
    assert done.text.endswith("\n## a\n")


def test_the_command_gives_json(parchk: Callable[..., Any], folder: Path) -> None:
    done = parchk("eval", folder, "--nlp", "off", "--format", "json", "--misses")
    report = json.loads(done.text)
    assert list(report["figures"]) == list(ROWS)
    perfect = {"precision": 1.0, "recall": 1.0, "f1": 1.0, "hit": 2, "gold": 2, "found": 2}
    assert report["figures"]["tasks"] == report["documents"][0]["figures"]["tasks"] == perfect
    assert report["documents"][0]["misses"] == []


def test_the_command_ends_with_1_below_a_floor_and_says_which(parchk: Callable[..., Any], folder: Path) -> None:
    gold = json.loads((folder / "a.gold.json").read_text("utf-8"))
    gold["tasks"].pop()
    (folder / "a.gold.json").write_text(json.dumps(gold), "utf-8")
    done = parchk("eval", folder, "--nlp", "off", "--fail-under", "tasks=0.95,kind=0.9")
    assert done.code == MISSED
    assert done.sentence == "tasks: F1 0.6667 is below 0.95"


def test_texts_may_lie_elsewhere(parchk: Callable[..., Any], folder: Path) -> None:
    (folder / "texts").mkdir()
    shutil.move(folder / "a.md", folder / "texts" / "a.txt")
    assert parchk("eval", folder, "--nlp", "off", "--texts", folder / "texts").code == DONE
    missing = parchk("eval", folder)
    assert missing.code == UNREADABLE
    assert "--texts" in missing.sentence


def test_the_command_refuses(
    parchk: Callable[..., Any], folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert parchk("eval", folder, "--fail-under", "speed=1").code == WRONG_USAGE
    assert parchk("eval").code == WRONG_USAGE
    assert parchk("eval", folder / "none").code == UNREADABLE
    assert parchk("eval", folder / "a.md").code == UNREADABLE
    assert "no gold file" in parchk("eval", tmp_path_factory.mktemp("empty")).sentence


def test_labels_in_the_wrong_place_are_remarked(parchk: Callable[..., Any], folder: Path) -> None:
    (folder / "a.md").write_text(f"Bản sao\n{TEXT}", "utf-8")
    done = parchk("eval", folder, "--nlp", "off")
    assert done.code == DONE
    assert done.sentence.startswith("a: 2 of 2 gold tasks do not stand at their place in a.md")


def test_the_labelled_samples_are_read_well() -> None:
    scores = [
        COMPARE(path.name, read_gold(path), EXTRACT(read_path(text_of(path, SAMPLES))))
        for path in sorted(LABELLED.glob("*.gold.json"))
    ]
    floors = {"tasks": 0.95, "lead exact": 0.9, "deadlines": 0.95, "sections": 0.98, "document fields": 0.96}
    assert below(total(scores), floors) == []


# rules that never hit


@pytest.mark.slow
def test_no_rule_is_unused_among_the_examples_of_all_rules() -> None:
    examples = [
        re.sub(r"\[\[(.+?)\]\]", r"\1", example)
        for _, rule in RULES
        if isinstance(rule, Rule)
        for example in rule.examples
    ]
    left = unused_rules(RULES, [from_text("\n\n".join(examples))])
    assert [(file, rule.id) for file, rule in left] == []


def test_on_an_empty_document_every_rule_is_unused() -> None:
    left = unused_rules(RULES, [from_text("")])
    assert count_matching(left) == count_matching(RULES) == sum(isinstance(rule, Rule) for _, rule in RULES)


@pytest.mark.slow
def test_unused_rules_are_listed(parchk: Callable[..., Any], folder: Path) -> None:
    done = parchk("rules", "list", "--unused", folder, "--format", "json")
    names = {(rule["file"], rule["id"]) for rule in json.loads(done.data)}
    assert ("deadlines", "truoc") not in names
    assert ("units", "council-word") not in names  # HĐND
    assert ("units", "insurance-word") in names
    assert re.fullmatch(r"\d+ of \d+ rules that match text hit nothing in 1 documents\n", done.errors)
    assert parchk("rules", "list", "--unused", folder / "a.md").text.startswith("FILE ")


def test_unused_and_documents_go_together(parchk: Callable[..., Any], folder: Path) -> None:
    assert parchk("rules", "list", "--unused").code == WRONG_USAGE
    assert parchk("rules", "list", folder).code == WRONG_USAGE
    assert parchk("rules", "list", "--unused", folder / "none.txt").code == UNREADABLE
    (folder / "empty").mkdir()
    assert parchk("rules", "list", "--unused", folder / "empty").code == UNREADABLE
