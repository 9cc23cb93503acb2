"""What became of tasks: chains of documents of own making in `amendments/`, each with its gold and with strangers."""

import json
from functools import cache
from pathlib import Path

import pytest

from parchk.history import histories
from parchk.pipeline import Extractor
from parchk.read import read_bytes
from parchk.ruleset import load

CHAINS = sorted(path.parent for path in (Path(__file__).parent / "amendments").glob("*/gold.json"))
NAMES = [chain.name for chain in CHAINS]


@cache
def extractor():
    return Extractor(load())


@cache
def documents(chain):
    return [
        extractor()(read_bytes(path.read_bytes(), f"{chain.name}: {path.name}")) for path in sorted(chain.glob("*.txt"))
    ]


@cache
def found(chains):
    """The histories of all documents of these chains together, the latest document first."""
    results = [result for chain in chains for result in documents(chain)]
    return histories(list(reversed(results)), load())


def gold(chain):
    return json.loads((chain / "gold.json").read_text("utf-8"))


def said_amendments(chain):
    """Each amendment as ``(file, kind, number, items, last days, which reminder)``."""
    return {
        (
            result.source.name,
            one.kind,
            result.citations[one.citation].number,
            tuple(one.items),
            tuple(day.due for day in one.deadlines if day.due),
            one.count,
        )
        for result in documents(chain)
        for one in result.amendments or ()
    }


def gold_amendments(chain):
    return {
        (
            f"{chain.name}: {one['in']}",
            one["kind"],
            one["of"],
            tuple(one.get("items", ())),
            tuple(one.get("due", ())),
            one.get("count"),
        )
        for one in gold(chain)["amendments"]
    }


def said_tasks(histories_):
    """Every task that somebody touched: ``(file, section, status, last days in force, reminders, by which files)``."""
    return {
        (
            one.directive.source.name,
            one.task.section,
            one.status,
            tuple(day.due for day in one.deadlines if day.due),
            one.reminders,
            tuple(applied.directive.source.name for applied in one.amendments),
        )
        for one in histories_.tasks
        if one.amendments
    }


def gold_tasks(chain):
    return {
        (
            f"{chain.name}: {one['in']}",
            one["section"],
            one.get("status", "in force"),
            tuple(one["due"]),
            one.get("reminders", 0),
            tuple(f"{chain.name}: {file}" for file in one["by"]),
        )
        for one in gold(chain)["tasks"]
    }


def test_there_are_chains_of_three_documents_and_more_with_strangers_among_them():
    assert len(CHAINS) >= 4
    for chain in CHAINS:
        assert len(list(chain.glob("[1-9]-*.txt"))) >= 3
        assert list(chain.glob("khac-*.txt"))


@pytest.mark.parametrize("chain", CHAINS, ids=NAMES)
def test_amendments_of_a_chain(chain):
    assert said_amendments(chain) == gold_amendments(chain)


@pytest.mark.parametrize("chain", CHAINS, ids=NAMES)
def test_histories_of_a_chain(chain):
    assert said_tasks(found((chain,))) == gold_tasks(chain)


@pytest.mark.parametrize("chain", CHAINS, ids=NAMES)
def test_what_cannot_be_told_is_said_and_changes_nothing(chain):
    unplaced = {(one.directive.source.name, one.reason) for one in found((chain,)).unplaced}
    assert unplaced == {(f"{chain.name}: {one['in']}", one["reason"]) for one in gold(chain)["unplaced"]}


def test_precision_and_recall_over_all_chains_together():
    everything = found(tuple(CHAINS))
    said = set().union(*map(said_amendments, CHAINS)) | said_tasks(everything)
    right = set().union(*map(gold_amendments, CHAINS), *map(gold_tasks, CHAINS))
    assert len(said & right) / len(said) >= 0.95
    assert len(said & right) / len(right) >= 0.95


@pytest.mark.parametrize("chain", CHAINS, ids=NAMES)
def test_words_and_times_of_an_amendment_stand_in_its_document(chain):
    for path, result in zip(sorted(chain.glob("*.txt")), documents(chain), strict=True):
        text = path.read_text("utf-8")
        for one in result.amendments or ():
            assert " ".join(text[slice(*one.span)].split()) == one.text
            for day in (*one.deadlines, *one.former):
                assert " ".join(text[slice(*day.span)].split()) == day.text
            if one.about:
                assert " ".join(text[slice(*one.about_span)].split()) == one.about
