"""What a measurement hands over: a table to read, the figures behind it, the ratios that must not fall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured."""

    short: bool = False
    """The form for CI: what is needed for the ratios, in about a minute."""
    rounds: int = 5
    texts: Sequence[Path] = ()
    """Folders of documents; without any, the project's samples and generated directives."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure and what it ought to be."""

    what: str
    value: float
    limit: float
    at_most: bool
    """``limit`` is the greatest allowed; otherwise the least."""

    @property
    def met(self) -> bool:
        """Whether the figure is what it ought to be."""
        return self.value <= self.limit if self.at_most else self.value >= self.limit

    def __str__(self) -> str:
        bound = "at most" if self.at_most else "at least"
        return f"{self.what}: {self.value:.2f}, {bound} {self.limit:g} wanted: {'met' if self.met else 'missed'}"


@dataclass(slots=True)
class Measurement:
    """One table."""

    name: str
    title: str
    headings: Sequence[str]
    note: str = ""
    """What was measured with what, in a sentence or two."""
    rows: list[Sequence[str]] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)
    """Everything that was measured, as JSON has it."""
    ratios: dict[str, float] = field(default_factory=dict)
    """For the baseline: the greater the better, and not dependent on the machine."""
    goals: list[Goal] = field(default_factory=list)
