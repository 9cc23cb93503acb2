"""parchk in spaCy pipelines, and results as documents to train on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.tokens import Doc, DocBin
from spacy.tokens.underscore import Underscore
from spacy.training import Example

from parchk.errors import UsageError
from parchk.models import Directive
from parchk.pipeline import Extractor, Options
from parchk.read import from_text, read_path
from parchk.ruleset import load
from parchk.spacy_component import GROUPS, annotate
from parchk.text import quote
from parchk.write import BINARY

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
TEXT = "1. Giao Phòng Nội vụ lập danh sách, gửi UBND huyện trước ngày 20/8/2022."
EXTRACT = Extractor(load(), Options(nlp="off", with_text=True))


@pytest.fixture(scope="module")
def results() -> list[Directive]:
    return [EXTRACT(read_path(path)) for path in sorted(SAMPLES.glob("c*.txt"))]


def documents(data: bytes) -> list[Doc]:
    return list(DocBin().from_bytes(data).get_docs(spacy.blank("xx").vocab))


def labelled(doc: Doc, group: str) -> list[tuple[str, str]]:
    return [(span.text, span.label_) for span in doc.spans[group]]


# the component


def in_a_process(code: str, *folders: Path) -> str:
    """What Python prints that finds distributions in these folders too."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, folders)), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def announced(tmp_path: Path) -> Path:
    """A folder with the entry points of pyproject.toml, however old the installation is that runs the tests."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [
        f"{line}\n"
        for group, points in project["entry-points"].items()
        for line in (f"[{group}]", *(f"{name} = {place}" for name, place in points.items()))
    ]
    folder = tmp_path / "parchk_announced-0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: parchk-announced\nVersion: 0\n", "utf-8")
    (folder / "entry_points.txt").write_text("".join(lines), "utf-8")
    return tmp_path


def test_a_pipeline_takes_the_component_by_its_name_and_is_loaded_again(announced: Path, tmp_path: Path) -> None:
    code = f"""
import json, spacy
nlp = spacy.blank("xx")
nlp.add_pipe("parchk", config={{"second_opinion": "off"}})
nlp.to_disk({str(tmp_path / "model")!r})
nlp = spacy.load({str(tmp_path / "model")!r})
doc = nlp({TEXT!r})
print(json.dumps({{name: [(s.text, s.label_, s.id_) for s in group] for name, group in doc.spans.items()}}))
print(json.dumps(doc.user_data["parchk"]))
"""
    spans, result = map(json.loads, in_a_process(code, announced).splitlines())
    task = result["tasks"][0]["id"]
    assert spans == {
        "parchk_sections": [[TEXT, "section", "1"]],
        "parchk_tasks": [[TEXT.removeprefix("1. "), "action", task]],
        "parchk_units": [["Phòng Nội vụ", "lead", task], ["UBND huyện", "report_to", task]],
        "parchk_deadlines": [["trước ngày 20/8/2022", "by", task]],
    }
    assert result["tasks"][0]["deadlines"][0]["due"] == "2022-08-20"


def test_importing_the_module_loads_and_registers_nothing() -> None:
    code = """
import sys
import parchk.spacy_component
print([name for name in ("spacy", "pydantic", "regex", "parchk.pipeline") if name in sys.modules])
from spacy import registry
print("parchk" in registry.factories.get_all())
"""
    first, _ = in_a_process(code).splitlines()
    assert first == "[]"


def test_no_extension_attribute_is_set() -> None:
    annotate(spacy.blank("xx").make_doc(TEXT), EXTRACT(from_text(TEXT)))
    for extensions in (Underscore.doc_extensions, Underscore.span_extensions, Underscore.token_extensions):
        assert not [name for name in extensions if "parchk" in str(name)]


def test_a_module_without_such_a_name_says_so() -> None:
    import parchk.spacy_component as module  # noqa: PLC0415

    with pytest.raises(AttributeError, match="colour"):
        _ = module.colour


# spans


def test_spans_hold_the_words_of_the_result(results: list[Directive]) -> None:
    for result in results:
        text = result.source.text
        assert text is not None
        doc = annotate(spacy.blank("xx").make_doc(text), result)
        tasks = list(doc.spans["parchk_tasks"])
        assert [task.id for task in result.tasks] == [span.id_ for span in tasks]
        assert [task.kind for task in result.tasks] == [span.label_ for span in tasks]
        for task, span in zip(result.tasks, tasks, strict=True):
            assert task.text in quote(span.text)  # widened to whole tokens, never cut
            assert span.start_char <= task.span[0] < task.span[1] <= span.end_char
        assert len(doc.spans["parchk_sections"]) == len(result.sections)


def test_a_unit_that_several_tasks_share_stands_once() -> None:
    text = "1. Phòng Nội vụ\n\na) Lập danh sách.\n\nb) Rà soát hồ sơ.\n"
    doc = annotate(spacy.blank("xx").make_doc(text), EXTRACT(from_text(text)))
    assert labelled(doc, "parchk_units") == [("Phòng Nội vụ", "lead")]
    assert len(doc.spans["parchk_tasks"]) == 2


def test_an_empty_document_has_empty_groups() -> None:
    doc = annotate(spacy.blank("xx").make_doc(""), EXTRACT(from_text("")))
    assert {name: len(doc.spans[name]) for name in GROUPS} == dict.fromkeys(GROUPS, 0)


# convert --to spacy


def test_documents_read_back(results: list[Directive]) -> None:
    data = BINARY["spacy"](results)
    assert data == BINARY["spacy"](results)
    docs = documents(data)
    assert [doc.text for doc in docs] == [result.source.text for result in results]
    assert [len(doc.spans["parchk_tasks"]) for doc in docs] == [len(result.tasks) for result in results]
    units = {unit for doc in docs for unit in labelled(doc, "parchk_units")}
    assert ("Phòng Nông nghiệp và Phát triển nông thôn", "lead") in units


def test_a_result_without_its_text_is_refused() -> None:
    with pytest.raises(UsageError, match="--with-text"):
        BINARY["spacy"]([Extractor(load(), Options(nlp="off"))(from_text(TEXT))])


@pytest.mark.slow
def test_the_command_writes_documents_into_a_file_only(
    parchk: Callable[..., Any], results: list[Directive], tmp_path: Path
) -> None:
    stored, out = tmp_path / "r.jsonl", tmp_path / "out.spacy"
    stored.write_text("".join(f"{result.model_dump_json(exclude_unset=True)}\n" for result in results), "utf-8")
    assert parchk("convert", stored, "--to", "spacy", "-o", out, "--quiet").code == 0
    assert out.read_bytes() == BINARY["spacy"](results)
    assert parchk("convert", stored, "-o", out, "--quiet").code == 0
    refused = parchk("convert", stored, "--to", "spacy")
    assert (refused.code, refused.data) == (2, b"")
    assert "-o OUT" in refused.sentence


@pytest.mark.slow
@pytest.mark.parametrize("group", ["parchk_deadlines", "parchk_units"])
def test_a_blank_pipeline_trains_on_the_documents(results: list[Directive], group: str) -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe(
        "spancat",
        config={
            "spans_key": group,
            "suggester": {"@misc": "spacy.ngram_range_suggester.v1", "min_size": 1, "max_size": 8},
        },
    )
    docs = documents(BINARY["spacy"](results))
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    spacy.util.fix_random_seed(0)
    optimizer = nlp.initialize(lambda: examples)
    assert set(nlp.get_pipe("spancat").labels) == {label for doc in docs for _, label in labelled(doc, group)}  # type: ignore[attr-defined]
    first = nlp.update(examples, sgd=optimizer)["spancat"]
    second = nlp.update(examples, sgd=optimizer)["spancat"]
    assert 0 < second < first
