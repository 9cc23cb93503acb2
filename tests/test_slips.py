"""Directives with slips planted in them, and sound ones (``sach-*``) that are full of what looks like slips.

They were written and labelled by somebody who had not seen the checks. ``NAME.toml`` lists the slips: the code, the
words that the finding has to touch (none: the document as a whole), and ``missed``: why it is not found.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from parchk.check.folder import CitedDates, Found
from parchk.models import Span
from parchk.pipeline import Extractor
from parchk.read import read_path
from parchk.ruleset import load

FOLDER = Path(__file__).parent / "slips"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
Slip = dict[str, str]


@cache
def all_findings() -> dict[str, list[tuple[str, Span | None]]]:
    """Code and span of every finding by document, those across the documents last."""
    extractor, cited = Extractor(load()), CitedDates()
    found: dict[str, list[tuple[str, Span | None]]] = {}
    for name in NAMES:
        checked = extractor.check(read_path(FOLDER / f"{name}.txt"))
        cited.add(name, checked.directive)
        found[name] = [(finding.code, finding.span) for finding in checked.findings]
    across: list[tuple[str, Found]] = list(cited())
    for name, slip in across:
        found[name].append((slip.code, slip.span))
    return found


def planted(name: str) -> list[tuple[Slip, Span | None]]:
    """The slips of a document, with the place of their words (any white space between them, or a border of a cell)."""
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    slips = []
    for slip in tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")).get("slip", []):
        words = re.findall(r"[^\s|]+", slip.get("words", ""))
        place = re.search(r"[\s|]+".join(map(re.escape, words)), text) if words else None
        assert place or not words, slip
        slips.append((slip, place.span() if place else None))
    return slips


def meets(slip: Slip, place: Span | None, code: str, span: Span | None) -> bool:
    """Whether a finding is that slip."""
    if slip["code"] != code:
        return False
    return place is None or (span is not None and span[0] < place[1] and place[0] < span[1])


@pytest.mark.parametrize("name", NAMES)
def test_every_planted_slip_is_found(name: str) -> None:
    found = all_findings()[name]
    unfound = [
        slip
        for slip, place in planted(name)
        if "missed" not in slip and not any(meets(slip, place, code, span) for code, span in found)
    ]
    assert unfound == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_else_is_found(name: str) -> None:
    slips = planted(name)
    others = [
        (code, span)
        for code, span in all_findings()[name]
        if not any(meets(slip, place, code, span) for slip, place in slips)
    ]
    assert others == []


def test_misses_are_few_and_named() -> None:
    slips = [slip for name in NAMES for slip, _ in planted(name)]
    assert len(slips) > 100
    assert sum("missed" in slip for slip in slips) <= 3
