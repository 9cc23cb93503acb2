"""How well results agree with a careful reader: precision, recall and F1 of every field, per document and over all.

Counts are added up over documents before the figures are taken (micro-average). Tasks are paired by their spans; what
a task holds is compared for the pairs, and what a missed task held counts as missed.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from parchk.errors import UsageError
from parchk.evaluate_gold import Gold, GoldTask
from parchk.evaluate_match import Matcher, citation_key, deadline_key
from parchk.models import Directive, Span, Task

ROWS = (
    "tasks", "lead units", "lead exact", "coordinating units", "deadlines", "report channel", "kind", "sections",
    "citations", "document fields", "address lists",
)  # fmt: skip

_BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 1.01)
_FIELDS = ("number", "type", "issuer", "issued_on", "place", "subject", "signer", "signer_authority")
_PAIRED_FROM = 0.5
"""Least overlap of the spans of a pair, as a part of both together."""
_MARKER_SHIFT = 3
"""Code points that the marker of a section may lie off."""
_Key = TypeVar("_Key", bound=Hashable)
_QUOTED = 90
_QUOTED_SHORT = 60


@dataclass(slots=True)
class Counts:
    """What was right, what was there, what was found."""

    hit: int = 0
    gold: int = 0
    found: int = 0

    @property
    def precision(self) -> float:
        """The part of what was found that is right; 1 when nothing was there and nothing found."""
        return self.hit / self.found if self.found else float(not self.gold)

    @property
    def recall(self) -> float:
        """The part of what was there that was found."""
        return self.hit / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        precision, recall = self.precision, self.recall
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(slots=True)
class Score:
    """The counts of one document, or of all, and every difference in words."""

    name: str
    rows: dict[str, Counts] = field(default_factory=lambda: {row: Counts() for row in ROWS})
    misses: list[str] = field(default_factory=list)
    judged: list[tuple[float, bool]] = field(default_factory=list)
    """Every task found: its confidence, and whether the reader has it with the same lead units and deadlines."""

    def add(self, row: str, hit: int, gold: int, found: int) -> None:
        """Count something in a row."""
        counts = self.rows[row]
        counts.hit += hit
        counts.gold += gold
        counts.found += found

    def miss(self, difference: str) -> None:
        """Note a difference."""
        self.misses.append(difference)


def total(scores: Iterable[Score]) -> Score:
    """The counts of all documents together."""
    whole = Score("all")
    for score in scores:
        for row, counts in score.rows.items():
            whole.add(row, counts.hit, counts.gold, counts.found)
        whole.judged.extend(score.judged)
    return whole


@dataclass(frozen=True, slots=True)
class Bin:
    """The tasks whose confidence lies in ``[low, high)``: how many, how many right, their mean confidence."""

    low: float
    high: float
    tasks: int
    right: int
    confidence: float


def calibration(score: Score) -> list[Bin]:
    """What the confidence was worth: of the tasks at about 0.9, nine in ten should be right."""
    found = []
    for low, high in pairwise(_BINS):
        inside = [(value, is_right) for value, is_right in score.judged if low <= value < high]
        if inside:
            mean = sum(value for value, _ in inside) / len(inside)
            found.append(Bin(low, min(high, 1.0), len(inside), sum(is_right for _, is_right in inside), mean))
    return found


def below(whole: Score, floors: dict[str, float]) -> list[tuple[str, float, float]]:
    """The rows whose F1 is below its floor: ``(row, F1, floor)``."""
    return [(row, whole.rows[row].f1, floor) for row, floor in floors.items() if whole.rows[row].f1 < floor]


def parse_floors(written: str | None) -> dict[str, float]:
    """Read ``tasks=0.95,lead-exact=0.9``: rows (hyphens for blanks) and the F1 that each must reach.

    >>> parse_floors("tasks=0.95, lead-exact=.9")
    {'tasks': 0.95, 'lead exact': 0.9}
    """
    floors: dict[str, float] = {}
    for part in () if written is None else written.split(","):
        name, _, value = part.partition("=")
        row = name.strip().replace("-", " ")
        if row not in ROWS:
            names = ", ".join(known.replace(" ", "-") for known in ROWS)
            raise UsageError(f"--fail-under: there is no figure {name.strip()!r}; these exist: {names}")
        try:
            floors[row] = float(value)
        except ValueError:
            floors[row] = -1.0
        if not 0 <= floors[row] <= 1:
            raise UsageError(f"--fail-under: {part.strip()!r} needs a number from 0 to 1, like {name.strip()}=0.95")
    return floors


class Evaluation:
    """Compares results with what a careful reader found."""

    def __init__(self, matcher: Matcher) -> None:
        self._match = matcher

    def __call__(self, name: str, gold: Gold, result: Directive) -> Score:
        """The score of one document."""
        score = Score(name)
        self._document(score, gold, result)
        self._citations(score, gold, result)
        _sections(score, gold, result)
        self._tasks(score, gold, result)
        return score

    def _document(self, score: Score, gold: Gold, result: Directive) -> None:
        document = result.document
        values = {
            **{name: getattr(document, name) for name in _FIELDS},
            "issuer": document.issuer.name if document.issuer else None,
            "signer": document.signer.name if document.signer else None,
        }
        for name, value in values.items():
            expected = getattr(gold.document, name)
            wanted, found = self._match.text(expected), self._match.text(value)
            score.add("document fields", int(bool(wanted) and wanted == found), int(bool(wanted)), int(bool(found)))
            if wanted != found:
                score.miss(f"document.{name}: gold {expected!r}, found {value!r}")
        for name in ("addressees", "recipients"):
            entries = Counter(map(self._match.text, getattr(gold.document, name)))
            written = Counter(map(self._match.text, getattr(document, name)))
            _compare(score, "address lists", entries, written, f"document.{name}")

    @staticmethod
    def _citations(score: Score, gold: Gold, result: Directive) -> None:
        wanted = {citation_key(cited.number, cited.date) for cited in gold.document.citations}
        found = {citation_key(cited.number, cited.date) for cited in result.citations}
        _compare(score, "citations", Counter(wanted), Counter(found), "citation")

    def _tasks(self, score: Score, gold: Gold, result: Directive) -> None:
        pairs = _pairs([(task.start, task.end) for task in gold.tasks], [task.span for task in result.tasks])
        required = [at for at, task in enumerate(gold.tasks) if not task.optional]
        hits = sum(1 for at in pairs if not gold.tasks[at].optional)
        score.add("tasks", hits, len(required), len(result.tasks) - (len(pairs) - hits))
        for at in required:
            if at in pairs:
                continue
            task = gold.tasks[at]
            score.miss(f"missed task [{task.section}] {task.text[:_QUOTED]!r}")
            score.add("lead units", 0, len(task.lead), 0)
            score.add("coordinating units", 0, len(task.coordinate), 0)
            score.add("deadlines", 0, sum(not deadline.optional for deadline in task.deadlines), 0)
        paired = set(pairs.values())
        for at, extra in enumerate(result.tasks):
            if at not in paired:
                score.miss(f"extra task [{extra.section}] {extra.text[:_QUOTED]!r}")
                score.add("deadlines", 0, 0, len(extra.deadlines))
                score.judged.append((extra.confidence, False))
        for wanted, found in pairs.items():
            one = result.tasks[found]
            score.judged.append((one.confidence, self._task(score, gold.tasks[wanted], one)))

    def _task(self, score: Score, gold: GoldTask, found: Task) -> bool:
        """Count what a task holds; whether its lead units and deadlines are the reader's."""
        where = f"[{gold.section}] {gold.text[:_QUOTED_SHORT]!r}"
        units: dict[str, list[str]] = {}
        for unit in found.units:
            units.setdefault(unit.role, []).append(unit.text)
        lead = units.get("lead", [])
        best = max(
            [gold.lead, *gold.lead_alt],
            key=lambda wanted: self._match.units(wanted, lead) * 2 / max(1, len(wanted) + len(lead)),
        )
        is_exact = self._units(score, "lead units", f"lead {where}", best, lead)
        score.add("lead exact", int(is_exact), 1, 1)
        others = (
            ("coordinating units", "coordinate", gold.coordinate),
            ("report channel", "report_to", gold.report_to),
            ("report channel", "report_via", gold.report_via),
        )
        for row, role, wanted in others:
            self._units(score, row, f"{role} {where}", wanted, units.get(role, []))
        score.add("kind", int(gold.kind == found.kind), 1, 1)
        if gold.kind != found.kind:
            score.miss(f"kind {where}: gold {gold.kind!r}, found {found.kind!r}")
        required = Counter(deadline_key(deadline) for deadline in gold.deadlines if not deadline.optional)
        optional = Counter(deadline_key(deadline) for deadline in gold.deadlines if deadline.optional)
        written = Counter(deadline_key(deadline) for deadline in found.deadlines)
        # what only an optional deadline explains is neither rewarded nor punished
        written -= (written - required) & optional
        _compare(score, "deadlines", required, written, f"deadline of {where}:")
        return is_exact and required == written

    def _units(self, score: Score, row: str, where: str, wanted: Sequence[str], found: Sequence[str]) -> bool:
        """Count a list of units; whether it is the list that was wanted."""
        hits = self._match.units(wanted, found)
        score.add(row, hits, len(wanted), len(found))
        is_exact = hits == len(wanted) == len(found)
        if not is_exact:
            score.miss(f"{where}: gold {list(wanted)}, found {list(found)}")
        return is_exact


def _compare(score: Score, row: str, wanted: Counter[_Key], found: Counter[_Key], label: str) -> None:
    """Count two collections, and note what only one of them has."""
    score.add(row, (wanted & found).total(), wanted.total(), found.total())
    for value in wanted - found:
        score.miss(f"missed {label} {value!r}")
    for value in found - wanted:
        score.miss(f"extra {label} {value!r}")


def _sections(score: Score, gold: Gold, result: Directive) -> None:
    """Sections by path and by the place of their marker."""
    left = [(_path(section.path), section.span[0]) for section in result.sections]
    found, hits = len(left), 0
    for section in gold.sections:
        path = _path(section.path)
        same = next(
            (
                at
                for at, (other, start) in enumerate(left)
                if other == path and abs(start - section.start) <= _MARKER_SHIFT
            ),
            None,
        )
        if same is None:
            score.miss(f"missed section {path} at {section.start}")
        else:
            del left[same]
            hits += 1
    for path, start in left:
        score.miss(f"extra section {path} at {start}")
    score.add("sections", hits, len(gold.sections), found)


def _path(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _pairs(gold: Sequence[Span], found: Sequence[Span]) -> dict[int, int]:
    """Which gold span is which found span: one to one, the greatest overlap first, the later one of equals."""
    overlaps: list[tuple[float, int, int]] = []
    for at, one in enumerate(gold):
        for other_at, other in enumerate(found):
            overlap = _overlap(one, other)
            if overlap >= _PAIRED_FROM:
                overlaps.append((overlap, at, other_at))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, at, other_at in sorted(overlaps, reverse=True):
        if at not in pairs and other_at not in taken:
            pairs[at] = other_at
            taken.add(other_at)
    return pairs


def _overlap(one: Span, other: Span) -> float:
    """What two spans share, as a part of what they cover together."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / (max(one[1], other[1]) - min(one[0], other[0])) if shared > 0 else 0.0
