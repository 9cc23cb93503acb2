"""Where the time goes: the shares of the stages in a command and in an extraction by a process that is warm.

The process looks at itself every few milliseconds of its own CPU time and notes which stage it is in. That costs next
to nothing, so it distorts nothing, as a profiler that counts calls would.
"""

from __future__ import annotations

import contextlib
import io
import signal
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import FrameType

from benchmarks.documents import DIRECTIVE, documents, sections, usual
from benchmarks.measure import call, cpu_seconds, in_turn
from benchmarks.measurement import Extent, Measurement

_EVERY = 0.001
"""Seconds of CPU time; the system's clock may tick more slowly."""
_WARM_SECONDS = 3.0
_IMPORTS, _REST = "imports", "the rest"
_STAGES = {
    "parchk.read": "reading bytes",
    "parchk.normalise": "normalising, mending",
    "parchk.repair": "normalising, mending",
    "parchk.segment": "lines, header, sections, sentences",
    "parchk.recognise.references": "cited documents",
    "parchk.recognise.units": "units",
    "parchk.recognise.deadlines": "deadlines",
    "parchk.recognise.actions": "actions and roles",
    "parchk.recognise.roles": "actions and roles",
    "parchk.assemble": "assembling tasks",
    "parchk.check": "findings",
    "parchk.pipeline": "result models",
    "parchk.write": "writing",
    "parchk.ruleset": "rules",
    "typer": "command line",
    "parchk.cli": "command line",
}
"""The innermost of these that is running counts; what several stages use counts as that of the caller."""


def _stage(frame: FrameType | None) -> str:
    """What runs: an import, wherever it was asked for, or the innermost stage."""
    found = None
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module == "importlib._bootstrap":
            return _IMPORTS
        if found is None:
            found = next((stage for start, stage in _STAGES.items() if module.startswith(start)), None)
        frame = frame.f_back
    return found or _REST


@contextlib.contextmanager
def _watched() -> Iterator[Counter[str]]:
    counts: Counter[str] = Counter()
    signal.signal(signal.SIGPROF, lambda _, frame: counts.update((_stage(frame),)))
    signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
    try:
        yield counts
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def of_command(file: str) -> dict[str, int]:
    """How often each stage was met while ``parchk extract FILE`` ran in this process."""
    with _watched() as counts, contextlib.redirect_stdout(io.StringIO()):
        from parchk.__main__ import main  # noqa: PLC0415 - its imports are what is looked at

        main(["extract", file, "--format", "json"])
    return counts


def of_extraction(folders: list[str]) -> dict[str, int]:
    """How often each stage was met while the documents were extracted, again and again for some seconds."""
    from parchk.pipeline import Extractor  # noqa: PLC0415
    from parchk.read import read_bytes  # noqa: PLC0415
    from parchk.ruleset import load  # noqa: PLC0415

    extract = Extractor(load())
    extract(read_bytes(sections(5 * DIRECTIVE), "warm.txt"))
    given = documents([Path(folder) for folder in folders])
    end = cpu_seconds() + _WARM_SECONDS
    with _watched() as counts:
        while cpu_seconds() < end:
            for name, data in given.items():
                extract(read_bytes(data, name))
    return counts


def measure(extent: Extent) -> Measurement:
    """Both kinds of run in turn; shares are medians of the rounds."""
    name, data = usual(extent.texts)
    made = Measurement(
        "stages",
        "Where the time goes",
        ("stage", "parchk extract FILE", "extraction, warm"),
        note=f"FILE is a directive of {len(data) / 1000:.1f} KB; the start of Python itself is not in its shares.",
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_bytes(data)
        folders = [str(one.resolve()) for one in extent.texts]
        jobs = {
            "command": partial(call, "stages", "of_command", str(file)),
            "extraction": partial(call, "stages", "of_extraction", folders),
        }
        jobs["command"]()  # fills the caches
        counts: dict[str, list[dict[str, int]]] = in_turn(extent.rounds, jobs)
    for stage in (_IMPORTS, *dict.fromkeys(_STAGES.values()), _REST):
        shares = {
            kind: statistics.median(one.get(stage, 0) / sum(one.values()) for one in taken)
            for kind, taken in counts.items()
        }
        made.figures[stage] = shares
        made.rows.append((stage, *(f"{share:.0%}" for share in shares.values())))
    return made
