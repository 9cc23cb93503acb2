"""How long a clerk waits: short runs of parchk, beside the imports of the libraries that it must not wait for."""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.documents import usual
from benchmarks.measure import PARCHK, Run, in_turn, ratio, run, spread
from benchmarks.measurement import Extent, Goal, Measurement

SPACY = 'python -c "import spacy"'
HEAVY = ("spacy", "underthesea", "dateparser", "rich", "pydantic", "msgspec", "pcre2", "regex")
PEERS = ("underthesea", "typer, rich.console, rich.table")


def measure(extent: Extent) -> Measurement:
    """Short commands in turn. The first run of all has no cache of compiled patterns, as after an installation."""
    name, data = usual(extent.texts)
    made = Measurement(
        "start",
        "Start",
        ("command", "CPU", "clock", "to import spacy"),
        note=f"FILE is a directive of {len(data) / 1000:.1f} KB.",
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_bytes(data)
        extract = [*PARCHK, "extract", str(file), "--format", "json"]
        commands = {"parchk extract FILE": extract, "parchk --help": [*PARCHK, "--help"]}
        commands[SPACY] = [sys.executable, "-c", "import spacy"]
        if not extent.short:
            commands["parchk --version"] = [*PARCHK, "--version"]
            commands |= {f'python -c "import {peer}"': [sys.executable, "-c", f"import {peer}"] for peer in PEERS}
            commands["python -c pass"] = [sys.executable, "-c", "pass"]
        jobs = {shown: partial(run, command) for shown, command in commands.items()}
        if not extent.short:
            jobs["parchk extract FILE, first run"] = partial(_first_run, extract)
        for job in jobs.values():  # fills the caches of byte code and of the disk
            job()
        runs = in_turn(extent.rounds, jobs)
        loaded = _loaded_by(extract)
    cpu = {shown: [one.cpu for one in taken] for shown, taken in runs.items()}
    for shown, taken in runs.items():
        to_spacy = ratio(cpu[shown], cpu[SPACY])
        made.rows.append((shown, spread(cpu[shown], "s"), spread([one.clock for one in taken], "s"), f"{to_spacy:.2f}"))
        made.figures[shown] = {"cpu": cpu[shown], "clock": [one.clock for one in taken], "to import spacy": to_spacy}
    for shown, limit in (("parchk extract FILE", 0.4), ("parchk --help", 0.25), ("parchk --version", 0.25)):
        if shown in cpu:
            made.goals.append(Goal(f"{shown} to import spacy", ratio(cpu[shown], cpu[SPACY]), limit, at_most=True))
    for shown in ("parchk extract FILE", "parchk --help"):
        made.ratios[f"import spacy / {shown}"] = ratio(cpu[SPACY], cpu[shown])
    made.note += f" The extraction loads, of {', '.join(HEAVY)}: {', '.join(loaded) or 'none'}."
    return made


def _first_run(command: list[str]) -> Run:
    with tempfile.TemporaryDirectory() as empty:
        return run(command, cache=Path(empty))


def _loaded_by(command: list[str]) -> list[str]:
    """Which of the heavy libraries the command has imported at its end."""
    arguments = command[len(PARCHK) :]
    code = (
        "import contextlib, io, sys; from parchk.__main__ import main\n"
        f"with contextlib.redirect_stdout(io.StringIO()): main({arguments!r})\n"
        f"print(*({{*{HEAVY!r}}} & {{*sys.modules}}))"
    )
    return sorted(run([sys.executable, "-c", code]).output.split())
