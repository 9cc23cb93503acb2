"""One directive in every form that offices have gives one result: the same tasks, units, deadlines and sections."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from fuzz_files import FORMS
from invariants import assert_holds
from parchk.models import Directive
from parchk.pipeline import Extractor, Options
from parchk.read import read_path
from parchk.ruleset import load

EXTRACT = Extractor(load(), Options(nlp="off", with_text=True))
PLACES = {"span", "spans"}


@cache
def result(path: Path) -> Directive:
    return EXTRACT(read_path(path))


def without_places(value: Any) -> Any:
    """The values without their positions, in composed letters."""
    if isinstance(value, dict):
        return {key: without_places(inner) for key, inner in value.items() if key not in PLACES}
    if isinstance(value, list | tuple):
        return [without_places(inner) for inner in value]
    return normalize("NFC", value) if isinstance(value, str) else value


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_every_form_gives_the_result_of_the_plain_text(path: Path) -> None:
    expected = result(next(path for path in FORMS if path.name == "composed.txt"))
    assert len(expected.tasks) == 17
    assert len(expected.sections) == 21
    for part in ("document", "sections", "tasks", "citations"):
        got, wanted = (without_places(made.model_dump()[part]) for made in (result(path), expected))
        assert json.dumps(got, ensure_ascii=False, indent=1) == json.dumps(wanted, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_every_span_is_a_place_in_the_text_as_read(path: Path) -> None:
    made = result(path)
    assert made.source.text is not None
    assert made.source.chars == len(made.source.text)
    assert_holds(made, made.source.text)


@pytest.mark.parametrize(
    ("name", "encoding", "codes"),
    [
        ("composed.txt", "utf-8", []),
        ("mark.txt", "utf-8", []),
        ("utf-16.txt", "utf-16-le", []),
        ("cp1258.txt", "cp1258", ["legacy-encoding"]),
        ("tcvn3.txt", "tcvn3", ["legacy-encoding"]),
        ("vni.txt", "vni", ["legacy-encoding"]),
        ("viscii.txt", "viscii", ["legacy-encoding"]),
        ("vps.txt", "vps", ["legacy-encoding"]),
        ("automatic.docx", "unicode", []),
        ("automatic.pdf", "unicode", []),
    ],
)
def test_the_result_says_how_the_text_was_stored(name: str, encoding: str, codes: list[str]) -> None:
    made = result(next(path for path in FORMS if path.name == name))
    assert made.source.encoding == encoding
    assert [finding.code for finding in made.findings if finding.code in ("legacy-encoding", "damaged-text")] == codes
