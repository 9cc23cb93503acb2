"""The benchmarks' own logic: which fallen ratio fails, what an exponent is, that no text helps by being known."""

import doctest
import sys

import pytest

from benchmarks import baseline, growth, measure, report, stages, throughput
from benchmarks.documents import KIB, SHAPES, documents, portion, sections
from benchmarks.measurement import Extent, Goal, Measurement
from parchk.pipeline import Extractor, Options
from parchk.read import read_bytes
from parchk.ruleset import load

KEPT = {"import spacy / parchk extract FILE": 2.5, "parchk / underthesea word_tokenize": 9.0}


def fallen(share: float) -> dict[str, float]:
    return {**KEPT, "parchk / underthesea word_tokenize": 9.0 * (1 - share)}


@pytest.mark.parametrize("share", [0.0, 0.2, 0.33, -0.5])
def test_a_ratio_that_fell_by_no_more_than_a_third_passes(share: float):
    assert list(baseline.losses(KEPT, fallen(share))) == []


@pytest.mark.parametrize("share", [0.34, 0.4, 0.95])
def test_a_ratio_that_fell_by_more_than_a_third_fails(share: float):
    (sentence,) = baseline.losses(KEPT, fallen(share))
    assert sentence.startswith("parchk / underthesea word_tokenize: ")
    assert f"{share:.0%} less than the 9.00 of the baseline" in sentence


def test_a_ratio_that_was_not_measured_is_told():
    (sentence,) = baseline.losses(KEPT, {"import spacy / parchk extract FILE": 2.5})
    assert sentence == "parchk / underthesea word_tokenize: in the baseline, but not measured"


def test_a_ratio_without_a_baseline_is_told():
    (sentence,) = baseline.losses({}, {"new": 1.0})
    assert sentence == "new: measured, but not in the baseline; --update-baseline writes it"


def test_the_baseline_that_is_kept_holds_ratios_of_what_the_short_form_measures():
    kept = baseline.read()
    assert kept
    assert all(value > 0 for value in kept.values())
    assert {name for name in kept if "underthesea" in name} == {f"parchk / {throughput.WORDS}"}


def test_what_is_written_as_baseline_is_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr(baseline, "BASELINE", tmp_path / "baseline.json")
    baseline.write(KEPT)
    assert baseline.read() == KEPT


@pytest.mark.parametrize("power", [0.0, 1.0, 2.0])
def test_the_exponent_is_that_of_the_points(power: float):
    assert growth.exponent([(size, 3.5 * size**power) for size in (16, 64, 256, 1024)]) == pytest.approx(power)


def test_jobs_run_in_turn_and_none_is_always_the_first():
    order: list[str] = []
    answers = measure.in_turn(2, {name: lambda name=name: order.append(name) or len(order) for name in "abc"})
    assert order == ["a", "b", "c", "c", "b", "a"]
    assert answers == {"a": [1, 6], "b": [2, 5], "c": [3, 4]}


def test_a_command_that_fails_ends_the_measurement():
    with pytest.raises(SystemExit, match="ended with 2"):
        measure.run([*measure.PARCHK, "extract", "--no-such-option"])


@pytest.mark.parametrize("given", [["--short", "start"], ["--update-baseline"], ["--write-docs", "start"], ["speed"]])
def test_options_that_do_not_go_together_are_refused_before_anything_is_measured(given: list[str]):
    with pytest.raises(SystemExit, match="ended with 2"):
        measure.run([sys.executable, "-m", "benchmarks", *given])


@pytest.mark.slow
def test_a_process_of_its_own_measures_one_document():
    taken = measure.call("growth", "point", "sections", 64 * KIB)
    assert taken["bytes"] == 64 * KIB
    assert taken["cpu"] > 0
    assert taken.get("memory", 1) > 0


@pytest.mark.slow
def test_shares_of_the_stages_are_of_all_stages():
    made = stages.measure(Extent(rounds=1))
    for kind in ("command", "extraction"):
        assert sum(shares[kind] for shares in made.figures.values()) == pytest.approx(1)
    assert made.figures["units"]["extraction"] > 0


@pytest.mark.parametrize("shape", SHAPES)
def test_a_long_document_has_its_size_and_is_the_same_every_time(shape: str):
    make, ending = SHAPES[shape]
    data = make(8 * KIB)
    assert data == make(8 * KIB) != make(8 * KIB, 2)
    text = read_bytes(data, f"long{ending}").text
    assert 8 * KIB <= len(text.encode()) < 10 * KIB


def test_a_generated_directive_is_read_as_one():
    directive = Extractor(load(), Options(nlp="off"))(read_bytes(sections(8 * KIB), "made.txt"))
    assert directive.document.type == "CT"
    assert directive.document.issued_on is not None
    assert len(directive.tasks) > 20


def test_no_sentence_of_a_generated_directive_comes_again():
    """Neither in it nor in the text that a tool was warmed with: to remember sentences is of no use."""
    counted = [line for seed in (1, 100, 101) for line in sections(13 * KIB, seed).decode().splitlines() if ")" in line]
    sentences = [line.partition(") ")[2] for line in counted]
    assert len(set(sentences)) == len(sentences) > 100


def test_slow_tools_read_the_first_documents_only():
    given = documents()
    some = portion(given, 20_000)
    assert sum(map(len, some.values())) <= 20_000
    assert all(given[name].startswith(data) for name, data in some.items())
    assert portion(given, 10**9) == given


def test_figures_are_written_between_the_marks_of_the_page(tmp_path):
    page = tmp_path / "performance.md"
    page.write_text(f"before\n{report._BEGIN}old\n{report._END}after\n", "utf-8")
    made = Measurement("start", "Start", ("command", "CPU"), note="A note.", rows=[("a|b", "0.12 s")])
    made.goals.append(Goal("parchk extract FILE to import spacy", 0.41, 0.4, at_most=True))
    text = report.as_markdown(
        [made], dict.fromkeys(("date", "processor", "cores", "system", "python", "packages"), "-")
    )
    report.write_page(text, page)
    report.write_page(text, page)
    written = page.read_text("utf-8")
    assert written.startswith("before\n")
    assert written.endswith("after\n")
    assert "old" not in written
    assert "| a\\|b | 0.12 s |" in written
    assert "- parchk extract FILE to import spacy: 0.41, at most 0.4 wanted: missed" in written


def test_the_page_has_a_place_for_the_figures():
    text = report.PAGE.read_text("utf-8")
    assert text.index(report._BEGIN) < text.index(report._END)


@pytest.mark.parametrize("module", [baseline, growth, measure], ids=lambda module: module.__name__)
def test_examples_hold(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed
