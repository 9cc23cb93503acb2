"""What holds of every result, whatever the document looks like."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parchk.models import Directive
from parchk.text import quote

_MARKUP = frozenset("*_#<|")
_ZONES = ("header", "addressees", "recipients", "signature", "noise")


def quoted(value: Any) -> Iterator[tuple[str, list[list[int]]]]:
    """Every ``text`` with a span beside it."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str) and value.get("span"):
            yield value["text"], value.get("spans") or [value["span"]]
        for key, inner in value.items():
            if key != "source":
                yield from quoted(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from quoted(inner)


def spans(value: Any) -> Iterator[tuple[int, int]]:
    """Every span, also where no words stand beside it."""
    if isinstance(value, dict):
        if value.get("span"):
            yield value["span"]
        yield from value.get("spans") or ()
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def assert_holds(result: Directive, text: str) -> None:
    """Every quote is the text as read at its span, every span lies in the text, and what is counted adds up."""
    data = result.model_dump(exclude_unset=True)
    for words, stretches in quoted(data):
        assert words == " ... ".join(quote(text[start:end]) for start, end in stretches)
        plain = " ... ".join(" ".join(text[start:end].split()) for start, end in stretches)
        if plain.isprintable() and not _MARKUP & set(plain):  # nothing to drop: no need to trust quote()
            assert words == plain
    for start, end in spans(data):
        assert 0 <= start < end <= len(text)
    coverage = result.coverage
    assert coverage.tasks == len(result.tasks)
    assert min(coverage.tasks, coverage.other, coverage.undecided) >= 0
    assert coverage.sentences == coverage.tasks + coverage.other + coverage.undecided
    remainder = coverage.not_tasks
    assert remainder is not None
    in_body = [rest for rest in remainder if rest.sort not in _ZONES]
    assert len(in_body) == coverage.other + coverage.undecided
    assert sum(rest.sort == "undecided" for rest in in_body) == coverage.undecided
    assert [rest.span[0] for rest in remainder] == sorted(rest.span[0] for rest in remainder)
    assert len({task.id for task in result.tasks}) == len(result.tasks)
    paths = {section.path for section in result.sections} | {""}
    assert {task.section for task in result.tasks} <= paths
    assert {section.parent or "" for section in result.sections} <= paths
    assert all(0 <= one.citation < len(result.citations) for one in result.amendments or ())
    for task in result.tasks:
        assert 0 < task.confidence <= 1
        assert all(0 <= index < len(result.citations) for index in task.citations)
