"""parchk as a component of a spaCy pipeline: ``nlp.add_pipe("parchk")``.

What was found becomes span groups of the document (:data:`GROUPS`), the whole result lies in
``doc.user_data["parchk"]`` as plain data; no extension attribute is set anywhere. Importing this module imports
neither spaCy nor the stages and registers nothing: the entry point names :data:`factory`, and spaCy asks for it when
a pipeline first needs a component of this name.
"""

# ruff: noqa: PLC0415 - what an import inside a function brings in is what importing this module must not cost
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from spacy.language import Language
    from spacy.tokens import Doc

    from parchk.models import Directive, Span

NAME = "parchk"
GROUPS = ("parchk_sections", "parchk_tasks", "parchk_units", "parchk_deadlines")
"""Span groups, with their labels: ``section``; the task's kind; the unit's role; the deadline's kind."""

_Labelled = tuple["Span", str, str]
"""A span in code points, its label and its id."""


def annotate(doc: Doc, result: Directive) -> Doc:
    """Put the spans of a result into the groups of ``doc``, whose text is the text as read.

    Spans are widened to whole tokens. A span's id is the path of the section or the id of the task; a unit or deadline
    that several tasks share stands in its group once, with the id of the first.
    """
    from spacy.tokens import SpanGroup

    found: tuple[Iterable[_Labelled], ...] = (
        [(section.span, "section", section.path) for section in result.sections],
        [(task.span, task.kind, task.id) for task in result.tasks],
        [(unit.span, unit.role, task.id) for task in result.tasks for unit in task.units if unit.span],
        [
            (span, deadline.kind, task.id)
            for task in result.tasks
            for deadline in task.deadlines
            for span in deadline.spans or ([deadline.span] if deadline.span else [])
        ],
    )
    for group, labelled in zip(GROUPS, found, strict=True):
        first: dict[tuple[Span, str], str] = {}
        for span, label, name in labelled:
            first.setdefault((span, label), name)
        spans = [
            doc.char_span(start, end, label=label, span_id=name, alignment_mode="expand")
            for ((start, end), label), name in first.items()
        ]
        doc.spans[group] = SpanGroup(doc, name=group, spans=[span for span in spans if span is not None])
    return doc


class Component:
    """The component; the rules are loaded when it is made, and compiled once."""

    def __init__(self, rules: str | None, nlp: Literal["auto", "off", "always"]) -> None:
        from parchk.pipeline import Extractor, Options
        from parchk.ruleset import load

        self._extract = Extractor(load(Path(rules) if rules else None), Options(nlp=nlp))

    def __call__(self, doc: Doc) -> Doc:
        """Extract from the text of the document."""
        from parchk.read import from_text

        result = self._extract(from_text(doc.text, NAME))
        doc.user_data[NAME] = result.model_dump(mode="json", exclude_unset=True)
        return annotate(doc, result)


def make(nlp: Language, name: str, rules: str | None, second_opinion: Literal["auto", "off", "always"]) -> Component:
    """Make the component for a pipeline.

    ``rules`` is a folder of rule files of your own, ``second_opinion`` what ``--nlp`` is on the command line.
    """
    del nlp, name
    return Component(rules, second_opinion)


def _register() -> Callable[..., Component]:
    from spacy.language import Language

    # First the name, then the factory: spaCy loads the entry point again while the factory is being registered.
    globals()["factory"] = make
    Language.factory(
        NAME,
        default_config={"rules": None, "second_opinion": "auto"},
        assigns=[],
        func=make,
    )
    return make


def __getattr__(name: str) -> Any:
    if name == "factory":
        return _register()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
