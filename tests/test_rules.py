"""Every rule keeps its own promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from parchk.errors import RuleError
from parchk.pipeline import Extractor, Options
from parchk.read import from_text
from parchk.recognise.units import UnitRecogniser
from parchk.ruleset import check, load

RULES = load()


@pytest.mark.parametrize(("file", "rule"), [(file, rule.id) for file, rule in RULES])
def test_a_rule_hits_its_examples_and_none_of_its_counterexamples(file: str, rule: str) -> None:
    assert list(check(RULES, file, rule)) == []


@pytest.mark.parametrize("file", ["structure", "units", "roles", "actions", "sentences", "references", "header"])
def test_every_rule_that_matches_text_says_what_it_must_not_match(file: str) -> None:
    assert [rule.id for rule in RULES.rules(file) if not rule.counterexamples] == []


def own(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder


def test_own_rules_are_laid_over_the_built_in_ones(tmp_path: Path) -> None:
    folder = own(
        tmp_path,
        "units.toml",
        """
        [[rule]]
        id = "pasture"
        kind = "unit"
        name = "Nông trường"
        pattern = '''(?<!\\w)Nông trường <<proper>>'''
        examples = ["giao [[Nông trường Sông Hậu]] rà soát"]
        counterexamples = ["nông trường viên"]
        """,
    )
    rules = load(folder)
    assert rules.get("units", "pasture").name == "Nông trường"
    assert rules.get("units", "council").id == "council"
    assert rules.fingerprint != RULES.fingerprint


def test_an_own_unit_may_be_given_as_words_and_wins_over_the_built_in_rules(tmp_path: Path) -> None:
    text = """
    [[rule]]
    id = "choir"
    kind = "unit"
    name = "Đội hợp xướng"
    words = ["Ban Trực canh 30", "Zô Đoàn"]
    examples = ["giao [[Zô Đoàn]] rà soát"]
    """
    recognise = UnitRecogniser(load(own(tmp_path, "units.toml", text)))
    sentence = "Giao Zô Đoàn và Ban Trực canh 30 rà soát."
    assert [(unit.rule, sentence[unit.start : unit.end]) for unit in recognise(sentence)] == [
        ("choir", "Zô Đoàn"),
        ("choir", "Ban Trực canh 30"),
    ]


def test_an_own_list_extends_the_built_in_one(tmp_path: Path) -> None:
    rules = load(own(tmp_path, "actions.toml", '[lists]\nverbs = ["gieo sạ"]\n'))
    assert "gieo sạ" in rules.words("actions", "verbs")
    assert "rà soát" in rules.words("actions", "verbs")


def test_an_office_puts_its_own_counts_in_place_of_the_built_in_ones(tmp_path: Path) -> None:
    text = "1. Giao Phòng Kinh tế rà soát các điểm sạt lở.\n"
    (built_in,) = Extractor(load(), Options(nlp="off"))(from_text(text)).tasks
    counts = '[lists]\nsentence = ["lead:assign = 0.5"]\n'
    (own_one,) = Extractor(load(own(tmp_path, "confidence.toml", counts)), Options(nlp="off"))(from_text(text)).tasks
    assert own_one.confidence < 0.6 < built_in.confidence


def test_a_count_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    rules = load(own(tmp_path, "confidence.toml", '[lists]\nunit = ["heading: high"]\n'))
    with pytest.raises(RuleError, match=r"confidence\.toml.*heading: high"):
        Extractor(rules)


def test_an_own_rule_can_switch_a_built_in_one_off(tmp_path: Path) -> None:
    rules = load(
        own(
            tmp_path,
            "checks.toml",
            '[[rule]]\nid = "no-lead"\noff = true\n',
        )
    )
    assert "no-lead" not in {rule.id for rule in rules.rules("checks")}


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("units.toml", "[[rule]\n", "not valid TOML"),
        ("unit.toml", "", "no such rule file"),
        ("units.toml", "colour = 1\n", "colour"),
        ("actions.toml", '[lists]\nverb = ["lau"]\n', "lists.verb"),
        ("actions.toml", '[fragments]\nfoo = "x"\n', "fragments.foo"),
        ("checks.toml", '[[rule]]\nid = "zz"\noff = true\n', "switch off"),
        (
            "checks.toml",
            '[[rule]]\nid = "no-lead"\nname = "xx"\nseverity = "note"\nvi = "a {boo}"\nen = "b"\n',
            "{boo} is not filled in",
        ),
        (
            "nlp.toml",
            '[[rule]]\nid = "a"\nname = "xx"\nkind = "order"\ntokens = [{ NOPE = "V" }]\nexamples = ["x"]\n',
            "tokens",
        ),
        (
            "units.toml",
            '[[rule]]\nid = "a"\nkind = "unit"\nname = "xx"\nwords = ["b"]\nexamples = ["b"]\ncolor = 1\n',
            "color",
        ),
        ("units.toml", '[[rule]]\nid = "a"\nkind = "unit"\nname = "xx"\nwords = ["b"]\n', "examples"),
        (
            "units.toml",
            '[[rule]]\nid = "a"\nkind = "unit"\nname = "xx"\nwords = ["b"]\nexamples = ["c"]\n',
            "does not match its example",
        ),
        (
            "units.toml",
            '[[rule]]\nid = "a"\nkind = "unit"\nname = "xx"\nwords = ["b"]\nexamples = ["b"]\ncounterexamples=["b"]\n',
            "counterexample",
        ),
        (
            "units.toml",
            '[[rule]]\nid = "a"\nkind = "unit"\nname = "xx"\npattern = "("\nexamples = ["b"]\n',
            "not a valid regular expression",
        ),
        ("units.toml", '[[rule]]\nid = "a"\nkind = "unit"\nname = "xx"\npattern = "<<zz>>"\nexamples = ["b"]\n', "zz"),
    ],
)
def test_a_wrong_rule_file_is_refused_by_name(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(RuleError) as caught:
        load(own(tmp_path, name, text))
    assert name in str(caught.value)
    assert says in str(caught.value)
