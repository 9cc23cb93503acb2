"""Whether time and memory grow in proportion to the length of a document and to the number of documents.

Every point is a process of its own. Memory is what the document takes at most beyond what the process had before (Linux
only; elsewhere it is left out). Of short documents the first tells the memory; then a long one is read, and then others
of the size, as many as take long enough to be timed. The exponent is the slope of a straight line by least squares
through the points on logarithmic axes, from 16 KB on: 1 is in proportion, 2 is its square. spaCy and underthesea are
left out (``--nlp off``), because their models would hide the memory of a document; they are asked about one sentence at
a time.
"""

from __future__ import annotations

import math
import statistics
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.documents import KIB, MIB, SHAPES, write_documents
from benchmarks.measure import (
    PARCHK,
    call,
    cpu_seconds,
    figure,
    forget_peak,
    in_turn,
    peak_memory,
    peaks_of,
    ratio,
    run,
)
from benchmarks.measurement import Extent, Goal, Measurement

FITTED_FROM = 16 * KIB
_GREATEST_EXPONENT = 1.1
_LONG = (KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, MIB, 4 * MIB, 20 * MIB)
_LENGTHS = _LONG[2:6]
_LONGEST_SHAPE = "sections"
_WARM, _ENOUGH = 64 * KIB, 128 * KIB
_SHORT_SHAPES, _SHORT_LENGTHS = ("sections", "one sentence"), (16 * KIB, 256 * KIB)
_COUNTS = (30, 100, 300, 1000, 3000)


def point(shape: str, size: int) -> dict[str, float]:
    """CPU time and memory of one document of this size, in this process."""
    from parchk.pipeline import Extractor, Options  # noqa: PLC0415 - the measured process loads it, not the measuring one
    from parchk.read import read_bytes  # noqa: PLC0415
    from parchk.ruleset import load  # noqa: PLC0415

    extract = Extractor(load(), Options(nlp="off"))
    make, ending = SHAPES[shape]

    def seconds(*documents: bytes) -> float:
        before = cpu_seconds()
        for data in documents:
            extract(read_bytes(data, f"long{ending}"))
        return (cpu_seconds() - before) / len(documents)

    first, warm = make(size, 1), make(_WARM, 0)
    seconds(warm if size > _WARM else make(KIB, 0))
    before = forget_peak()
    taken = {"bytes": float(size), "cpu": seconds(first)}
    if before is not None:
        taken["memory"] = max(peak_memory() - before, 1)
    if size <= _WARM:
        seconds(warm)
        taken["cpu"] = seconds(*(make(size, seed) for seed in range(2, 2 + _ENOUGH // size)))
    return taken


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of the line through ``(size, amount)`` on logarithmic axes, by least squares.

    >>> round(exponent([(10, 3), (100, 300), (1000, 30000)]), 6)
    2.0
    """
    line = statistics.linear_regression([math.log(size) for size, _ in points], [math.log(much) for _, much in points])
    return line.slope


def measure(extent: Extent) -> Measurement:
    """Long documents of all shapes; and in the full form more and more documents."""
    made = Measurement(
        "growth",
        "Growth",
        ("document", "up to", "KB/s there", "exponent of time", "exponent of memory", "memory a KB"),
        note=f"The exponents are fitted from {FITTED_FROM // KIB} KB on.",
    )
    lengths: dict[str, tuple[int, ...]] = {shape: _LONG if shape == _LONGEST_SHAPE else _LENGTHS for shape in SHAPES}
    if extent.short:
        lengths = dict.fromkeys(_SHORT_SHAPES, _SHORT_LENGTHS)
    for shape, sizes in lengths.items():
        points = _points(shape, sizes, extent.rounds)
        _add(made, shape, [_median(taken) for taken in points.values()])
        if extent.short:
            small, large = ([one["bytes"] / one["cpu"] for one in points[size]] for size in _SHORT_LENGTHS)
            name = f"{shape}, speed at {_SHORT_LENGTHS[-1] // KIB} KB / at {_SHORT_LENGTHS[0] // KIB} KB"
            made.ratios[name] = ratio(large, small)
    if not extent.short:
        _add_documents(made)
    for amount in ("time", "memory"):
        found = {name: of for name, one in made.figures.items() if (of := one[f"exponent of {amount}"]) is not None}
        if found:
            worst = max(found, key=found.__getitem__)
            made.goals.append(
                Goal(f"greatest exponent of {amount} ({worst})", found[worst], _GREATEST_EXPONENT, at_most=True)
            )
    return made


def _points(shape: str, sizes: Sequence[int], rounds: int) -> dict[int, list[dict[str, float]]]:
    """What every size takes in every round; documents that take long are measured once."""
    jobs = {size: partial(call, "growth", "point", shape, size) for size in sizes}
    again = {size: job for size, job in jobs.items() if size < MIB}
    answers = in_turn(1, {size: job for size, job in jobs.items() if size not in again})
    answers |= in_turn(rounds, again)
    return {size: answers[size] for size in sizes}


def _median(taken: Sequence[dict[str, float]]) -> dict[str, float]:
    return {key: statistics.median(one[key] for one in taken) for key in taken[0]}


def _add(made: Measurement, shape: str, points: list[dict[str, float]]) -> None:
    fitted = [one for one in points if one["bytes"] >= FITTED_FROM]
    of_time = exponent([(one["bytes"], one["cpu"]) for one in fitted])
    of_memory = exponent([(one["bytes"], one["memory"]) for one in fitted]) if "memory" in fitted[0] else None
    last = points[-1]
    size = f"{last['bytes'] / MIB:g} MB" if last["bytes"] >= MIB else f"{last['bytes'] / KIB:g} KB"
    speed = last["bytes"] / 1000 / last["cpu"]
    a_byte = f"{last['memory'] / last['bytes']:.0f} KB" if of_memory is not None else "–"
    shown = "–" if of_memory is None else f"{of_memory:.2f}"
    made.rows.append((shape, size, figure(speed), f"{of_time:.2f}", shown, a_byte))
    made.figures[shape] = {"points": points, "exponent of time": of_time, "exponent of memory": of_memory}


def _add_documents(made: Measurement) -> None:
    """A batch of more and more documents: its time beyond that of one document; the memory of all its processes."""
    points: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as temporary:
        for count in (1, *_COUNTS):
            folder = Path(temporary, str(count))
            write_documents(folder, count)
            options = ("--quiet", "--nlp", "off", "--jobs", "1")
            cpu = run([*PARCHK, "batch", str(folder), "-o", f"{folder}-timed", *options]).cpu
            peaks = peaks_of([*PARCHK, "batch", str(folder), "-o", f"{folder}-watched", *options])
            points.append({"documents": count, "cpu": cpu, "memory": peaks[2] if peaks else None})
    start, rest = points[0], points[1:]
    of_time = exponent([(one["documents"], one["cpu"] - start["cpu"]) for one in rest])
    of_memory = exponent([(one["documents"], one["memory"]) for one in rest]) if rest[0]["memory"] else None
    each = rest[-1]["documents"] / (rest[-1]["cpu"] - start["cpu"])
    shown = "–" if of_memory is None else f"{of_memory:.2f}"
    made.rows.append(
        ("batch of documents of 2 KB", f"{_COUNTS[-1]} of them", figure(each * 2), f"{of_time:.2f}", shown, "–")
    )
    made.figures["batch"] = {"points": points, "exponent of time": of_time, "exponent of memory": of_memory}
