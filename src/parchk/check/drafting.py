"""All checks of a directive's drafting."""

from __future__ import annotations

from itertools import chain
from typing import Literal

from parchk.check import Wording
from parchk.check.frame import Frame
from parchk.check.manuscript import Check, Manuscript
from parchk.check.numbering import Numbering
from parchk.check.numbers import Numbers
from parchk.check.reading import of_the_file
from parchk.check.references import OwnReferences
from parchk.check.responsible import Responsible
from parchk.check.times import CertainTimes, Times
from parchk.check.words import Words
from parchk.dates import WorkCalendar
from parchk.models import Finding
from parchk.ruleset import Ruleset


class DraftingChecker:
    """What the drafter of a directive should look at before it is signed."""

    def __init__(
        self, rules: Ruleset, lang: Literal["vi", "en"], calendar: WorkCalendar, min_working_days: int
    ) -> None:
        self._wording = Wording(rules, lang)
        self._checks: list[Check] = [
            of_the_file, Frame(rules), Numbers(rules), Numbering(rules), OwnReferences(rules), CertainTimes(),
            Times(rules, calendar, min_working_days), Responsible(rules), Words(rules),
        ]  # fmt: skip

    def __call__(self, manuscript: Manuscript) -> list[Finding]:
        """The findings of one document, document-wide ones first, then by position."""
        return self._wording(chain.from_iterable(check(manuscript) for check in self._checks), drafting=True)
