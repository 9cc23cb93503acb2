"""The second opinion: asked only where the rules are undecided, and it says so."""

from __future__ import annotations

import subprocess
import sys

import pytest

from parchk.nlp import Opinion
from parchk.pipeline import Extractor, Options
from parchk.read import read_bytes
from parchk.ruleset import load

RULES = load()
# "Bới" is no verb of the rules.
UNKNOWN = "1. Phòng Y tế\n\na) Bới móc lại hồ sơ tồn của các trạm.\n".encode()


@pytest.fixture(scope="module")
def opinion() -> Opinion:
    return Opinion(RULES)


@pytest.mark.parametrize("rule", RULES.rules("nlp"), ids=lambda rule: rule.id)
def test_a_pattern_holds_its_own_examples(opinion: Opinion, rule: object) -> None:
    for example in rule.examples:
        assert opinion(example) == (rule.id if rule.kind == "order" else None), example
    for counterexample in rule.counterexamples:
        assert opinion(counterexample) != rule.id, counterexample


def test_off_leaves_the_sentence_undecided() -> None:
    result = Extractor(RULES, Options(nlp="off"))(read_bytes(UNKNOWN, "a.txt"))
    assert (len(result.tasks), result.coverage.undecided) == (0, 1)
    assert "undecided-sentences" in {finding.code for finding in result.findings}


def test_auto_asks_and_says_so() -> None:
    (task,) = Extractor(RULES, Options(nlp="auto"))(read_bytes(UNKNOWN, "a.txt")).tasks
    assert "sentence:nlp:verb-behind-subject" in task.because
    assert task.confidence < 0.7


def test_always_also_says_what_it_thinks_of_the_rules_tasks() -> None:
    document = read_bytes("1. Phòng Y tế\n\na) Rà soát hồ sơ.\n".encode(), "a.txt")
    (by_rules,) = Extractor(RULES, Options(nlp="auto"))(document).tasks
    (task,) = Extractor(RULES, Options(nlp="always"))(document).tasks
    assert "nlp:verb-behind-subject" in task.because
    assert task.confidence > by_rules.confidence


def test_nothing_heavy_is_loaded_when_the_rules_decide() -> None:
    code = (
        "import sys, parchk\n"
        "parchk.extract('1. Phòng Y tế rà soát hồ sơ trước ngày 20/8/2022.')\n"
        "print([name for name in ('spacy', 'underthesea', 'dateparser') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
