"""The plot of growth for the page: time and memory over length and number, on logarithmic axes, as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from benchmarks.documents import KIB, MIB
from benchmarks.measure import ROOT

PICTURE = ROOT / "docs" / "images" / "growth.svg"
_MARKERS = "os^vDP*Xph"


def draw(growth: Mapping[str, Any], path: Path = PICTURE) -> None:
    """Draw the figures of :mod:`benchmarks.growth`; the same figures give the same bytes."""
    mpl.rcParams.update({"svg.hashsalt": "parchk", "svg.fonttype": "none", "font.size": 9, "font.family": "sans-serif"})
    figure = Figure(figsize=(11, 4.2), layout="constrained")
    length, memory, number = figure.subplots(1, 3)
    shapes = {shape: found for shape, found in growth.items() if shape != "batch"}
    for marker, (shape, found) in zip(_MARKERS, shapes.items(), strict=False):
        points = found["points"]
        sizes = [one["bytes"] / KIB for one in points]
        label = f"{shape} ({found['exponent of time']:.2f})"
        length.plot(sizes, [one["cpu"] for one in points], marker=marker, markersize=4, label=label)
        if found["exponent of memory"] is not None:
            label = f"{shape} ({found['exponent of memory']:.2f})"
            memory.plot(sizes, [one["memory"] / MIB for one in points], marker=marker, markersize=4, label=label)
    points = growth["batch"]["points"]
    counts = [one["documents"] for one in points]
    number.plot(counts, [one["cpu"] for one in points], marker="o", markersize=4, label="CPU, s")
    if growth["batch"]["exponent of memory"] is not None:
        number.plot(counts, [one["memory"] / MIB for one in points], marker="s", markersize=4, label="memory, MiB")
    _finish(length, "CPU time (exponent)", "KB of text", "seconds", _proportional(length))
    _finish(memory, "memory above the start (exponent)", "KB of text", "MiB", _proportional(memory))
    _finish(number, "batch: time, memory of all processes", "documents of 2 KB", "", None)
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, metadata={"Date": None, "Creator": None})


def _proportional(axes: Any) -> Sequence[Sequence[float]] | None:
    """The line of exact proportion through the last point of the first shape."""
    if not axes.lines:
        return None
    size, value = (float(numbers[-1]) for numbers in axes.lines[0].get_data())
    return [[16.0, size], [16.0 * value / size, value]]


def _finish(axes: Any, title: str, x: str, y: str, proportional: Sequence[Sequence[float]] | None) -> None:
    if proportional is not None:
        axes.plot(*proportional, color="black", linestyle="dotted", linewidth=1, label="in proportion (1)")
    axes.set(title=title, xlabel=x, ylabel=y, xscale="log", yscale="log")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter("{x:,g}")
        axis.set_minor_formatter("")
    axes.grid(visible=True, which="major", linewidth=0.4)
    axes.legend(fontsize=7)
