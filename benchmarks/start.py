"""How long does a clerk wait? CPU time of short runs of parchk, beside the libraries that it must not wait for.

    python benchmarks/start.py [FILE] [--rounds N]

All commands run in turn, round after round, so that a busy machine slows all of them alike. What counts is the CPU
time (user and system) of the child process, its median over the rounds; the ratio is to ``import spacy`` in the same
rounds. ``first run`` is the extraction with an empty cache of compiled patterns, as after an installation or a change
of the rules. Byte code is written and used, as for any installed program. Afterwards one more extraction lists which
heavy libraries it loaded.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SAMPLES = Path(__file__).parent.parent / "samples"
HEAVY = ("spacy", "underthesea", "dateparser", "rich", "pydantic", "regex")
FIRST = ", first run"
PEER = 'python -c "import spacy"'


def cpu_seconds(name: str, command: list[str]) -> tuple[float, float]:
    """Run a command; the CPU time that it took, and the time on the clock."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as empty:
        if name.endswith(FIRST):
            environment["XDG_CACHE_HOME"] = empty
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, env=environment)
    elapsed, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, elapsed


def loaded_by(command: list[str]) -> dict[str, bool]:
    """Which of the heavy libraries a Python command imports."""
    traced = [command[0], "-X", "importtime", *command[1:]]
    trace = subprocess.run(traced, capture_output=True, check=True).stderr.decode()
    names = {line.rpartition("|")[2].strip() for line in trace.splitlines() if line.startswith("import time:")}
    return {library: library in names for library in HEAVY}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", nargs="?", type=Path, help="document to extract; default: the first sample")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    file = options.file or min(SAMPLES.glob("*.txt"))
    python = sys.executable
    extraction = [python, "-m", "parchk", "extract", str(file), "--format", "json"]
    commands = {
        f"parchk extract {file.name}": extraction,
        f"parchk extract {file.name}{FIRST}": extraction,
        "parchk --help": [python, "-m", "parchk", "--help"],
        'python -c "import parchk"': [python, "-c", "import parchk"],
        "python -c pass": [python, "-c", "pass"],
        PEER: [python, "-c", "import spacy"],
    }
    for name, command in commands.items():  # fills the caches of byte code and of the disk
        cpu_seconds(name, command)
    measured: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(options.rounds):
        for name, command in commands.items():
            measured[name].append(cpu_seconds(name, command))

    peer = statistics.median(cpu for cpu, _ in measured[PEER])
    width = max(map(len, commands))
    print(f"{'command':{width}}  CPU median     min     max   clock  to spacy   ({options.rounds} rounds)")
    for name, times in measured.items():
        cpu = [seconds for seconds, _ in times]
        median, clock = statistics.median(cpu), statistics.median(seconds for _, seconds in times)
        print(
            f"{name:{width}}  {median:8.3f} s  {min(cpu):5.3f} s {max(cpu):5.3f} s {clock:5.3f} s  {median / peer:8.2f}"
        )
    print("\nloaded by the extraction:")
    for library, is_loaded in loaded_by(extraction).items():
        print(f"  {library:12} {'yes' if is_loaded else 'no'}")


if __name__ == "__main__":
    main()
