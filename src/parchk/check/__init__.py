"""Findings: what a person should look at before relying on the list, and before signing the directive.

A check is a family of questions about a :class:`~parchk.check.manuscript.Manuscript`; what it finds has a code, and
``checks.toml`` has the code's wording, severity and explanation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Literal

from msgspec import Struct

from parchk.check.manuscript import Check, Found, Manuscript
from parchk.check.reading import of_the_file, of_the_list
from parchk.check.responsible import without_lead
from parchk.check.times import CertainTimes
from parchk.models import Directive, Finding
from parchk.ruleset import Ruleset
from parchk.text import quote

# A whole value: numbers of documents and words of the text stay as they are.
_ISO = re.compile(r"^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?$")

__all__ = ["Checked", "Checker", "Found", "Manuscript", "Wording"]


class Checked(Struct, frozen=True):
    """One document with the findings about its drafting."""

    directive: Directive
    """Its result; the findings in it are those of extract."""
    findings: list[Finding]


def _in_vietnamese(moment: re.Match[str]) -> str:
    year, month, day, clock = moment.groups()
    return f"{clock} ngày {day}/{month}/{year}" if clock else f"{day}/{month}/{year}"


def _in_english(moment: re.Match[str]) -> str:
    return moment[0].replace("T", " ")


class Wording:
    """Puts what was found into the words of ``checks.toml``."""

    def __init__(self, rules: Ruleset, lang: Literal["vi", "en"]) -> None:
        self._rules = {rule.id: rule for rule in rules.rules("checks")}
        self._lang = lang

    def __call__(self, found: Iterable[Found], *, drafting: bool = False) -> list[Finding]:
        """The findings, document-wide ones first in their order, then by position; ``drafting``: of such rules only.

        A code that an own rule folder switched off makes none.
        """
        made = list(self._made(found, drafting=drafting))
        placed = [finding for finding in made if finding.span is not None]
        placed.sort(key=lambda finding: (finding.span, finding.code))
        return [*(finding for finding in made if finding.span is None), *placed]

    def _made(self, found: Iterable[Found], *, drafting: bool) -> Iterator[Finding]:
        for code, span, task, words in found:
            rule = self._rules.get(code)
            if rule is None or (drafting and not rule.drafting):
                continue
            messages: dict[Literal["vi", "en"], str] = {
                "vi": rule.vi.format(**{name: _ISO.sub(_in_vietnamese, value) for name, value in words.items()}),
                "en": rule.en.format(**{name: _ISO.sub(_in_english, value) for name, value in words.items()}),
            }
            yield Finding(
                code=code, severity=rule.severity, message=messages[self._lang], messages=messages, task=task, span=span
            )


class Checker:
    """What someone who works from the list of tasks should look at."""

    def __init__(self, rules: Ruleset, lang: Literal["vi", "en"]) -> None:
        self._wording = Wording(rules, lang)
        self._checks: list[Check] = [
            of_the_file, of_the_list, without_lead, CertainTimes()
        ]  # fmt: skip

    def __call__(self, manuscript: Manuscript) -> list[Finding]:
        """The findings of one document, document-wide ones first, then by position; with their words."""
        found = self._wording(chain.from_iterable(check(manuscript) for check in self._checks))
        return [
            finding.model_copy(update={"text": quote(manuscript.source[slice(*finding.span)])})
            if finding.span is not None
            else finding
            for finding in found
        ]
