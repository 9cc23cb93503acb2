"""The figures of an evaluation as a table or as JSON; the same scores give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence

from parchk.evaluate import ROWS, Bin, Counts, Score, calibration, total

# Short enough for eleven columns beside a name.
_COLUMNS = dict(
    zip(
        ROWS,
        ("tasks", "lead", "exact", "coord", "times", "report", "kind", "sect", "cited", "fields", "addr"),
        strict=True,
    )
)
_NAME_WIDTH = 40


def as_table(scores: Sequence[Score], *, misses: bool) -> bytes:
    """All documents together, what confidence was worth, then F1 of each; with ``misses``, every difference."""
    whole = total(scores)
    lines = [f"{'':20} precision recall     F1   (gold)"]
    for row, counts in whole.rows.items():
        lines.append(f"{row:20} {counts.precision:9.3f} {counts.recall:6.3f} {counts.f1:6.3f}   {counts.gold}")
    lines += ["", f"{'confidence':20}     tasks  right  (mean confidence)"]
    for one in calibration(whole):
        between = f"{one.low:.2f} to {one.high:.2f}"
        lines.append(f"{between:20} {one.tasks:9} {one.right / one.tasks:6.3f}  ({one.confidence:.3f})")
    width = min(_NAME_WIDTH, max(len("F1"), *(len(score.name) for score in scores)))
    lines += ["", f"{'F1':{width}} {' '.join(f'{name:>6}' for name in _COLUMNS.values())}"]
    for score in scores:
        figures = " ".join(
            f"{counts.f1:6.3f}" if counts.gold or counts.found else "     -" for counts in score.rows.values()
        )
        lines.append(f"{_shortened(score.name, width):{width}} {figures}")
    if misses:
        for score in scores:
            lines += ["", f"## {score.name}", *(f"  {difference}" for difference in score.misses)]
    return "".join(f"{line}\n" for line in lines).encode()


def as_json(scores: Sequence[Score], *, misses: bool) -> bytes:
    """Figures over all documents and for each; with ``misses``, every difference."""
    whole = total(scores)
    report = {
        "figures": _figures(whole),
        "calibration": [_bin(one) for one in calibration(whole)],
        "documents": [
            {"name": score.name, "figures": _figures(score), **({"misses": score.misses} if misses else {})}
            for score in scores
        ],
    }
    return json.dumps(report, ensure_ascii=False, indent=2).encode() + b"\n"


def _figures(score: Score) -> dict[str, dict[str, float | int]]:
    return {row: _figure(counts) for row, counts in score.rows.items()}


def _bin(one: Bin) -> dict[str, float | int]:
    return {
        "from": one.low,
        "to": one.high,
        "tasks": one.tasks,
        "right": one.right,
        "confidence": round(one.confidence, 4),
    }


def _figure(counts: Counts) -> dict[str, float | int]:
    return {
        "precision": round(counts.precision, 4),
        "recall": round(counts.recall, 4),
        "f1": round(counts.f1, 4),
        "hit": counts.hit,
        "gold": counts.gold,
        "found": counts.found,
    }


def _shortened(name: str, width: int) -> str:
    return name if len(name) <= width else f"{name[: width - 1]}…"
