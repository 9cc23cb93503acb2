"""Ratios of the short form, kept in ``baseline.json``: none may fall by more than a third.

Ratios only, each of two things measured in the same run, so that the file is good on any machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

BASELINE = Path(__file__).with_suffix(".json")
LEAST = 2 / 3


def losses(kept: Mapping[str, float], now: Mapping[str, float]) -> Iterator[str]:
    """A sentence for each ratio that fell by more than a third, was not measured, or has nothing to be compared with.

    >>> list(losses({"import spacy / parchk --help": 9.0}, {"import spacy / parchk --help": 6.1}))
    []
    >>> list(losses({"import spacy / parchk --help": 9.0}, {"import spacy / parchk --help": 4.5}))
    ['import spacy / parchk --help: 4.50, that is 50% less than the 9.00 of the baseline']
    """
    for name, before in kept.items():
        if name not in now:
            yield f"{name}: in the baseline, but not measured"
        elif now[name] < before * LEAST:
            less = 1 - now[name] / before
            yield f"{name}: {now[name]:.2f}, that is {less:.0%} less than the {before:.2f} of the baseline"
    for name in now:
        if name not in kept:
            yield f"{name}: measured, but not in the baseline; --update-baseline writes it"


def read() -> dict[str, float]:
    """The ratios of the baseline."""
    found: dict[str, float] = json.loads(BASELINE.read_text("utf-8"))
    return found


def write(ratios: Mapping[str, float]) -> None:
    """Make these ratios the baseline."""
    rounded = {name: round(ratios[name], 3) for name in sorted(ratios)}
    BASELINE.write_text(json.dumps(rounded, ensure_ascii=False, indent=2) + "\n", "utf-8")
