"""How many damaged files are read, refused, or break something: 50,000 of them, the same for the same seed.

    python -m benchmarks.damaged_files --cases 50000 --seed 1

``docs/reliability.md`` quotes the table. Files that broke something are written into the current folder.
"""

from __future__ import annotations

import argparse
import sys
import time
import zlib
from collections import Counter
from pathlib import Path

from benchmarks.measure import ROOT
from parchk.pipeline import Extractor, Options
from parchk.read.pdf import scan
from parchk.ruleset import load

sys.path.insert(0, str(ROOT / "tests"))
from fuzz_files import FORMS, fuzzed, outcome


def main() -> int:
    """Print the table; 1 if anything broke."""
    scan.is_installed = lambda: False  # damage makes pages unreadable; recognising them would take hours
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--extract", type=int, default=10, help="one case in so many is extracted as well")
    given = parser.parse_args()
    extract = Extractor(load(), Options(nlp="off", with_text=True))
    counts: Counter[tuple[str, str]] = Counter()
    slowest: dict[str, float] = {}
    faults: Counter[str] = Counter()
    digest = 0
    for number, (name, data) in enumerate(fuzzed(given.cases, given.seed)):
        digest = zlib.crc32(data, digest)
        begun = time.perf_counter()
        try:
            said = outcome(extract, name, data, whole=number // len(FORMS) % given.extract == 0)
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            said = f"wrong {type(error).__name__}: {error}"
        kind = said.split(" ", 1)[0]
        if kind == "wrong":
            faults[f"{name}: {said}"[:160]] += 1
            Path(f"fault-{len(faults)}-{name}").write_bytes(data)
        elif kind == "refused" and "Error:" in said:
            faults[f"{name}: {said}"[:160]] += 1
        counts[name, kind] += 1
        slowest[name] = max(slowest.get(name, 0.0), time.perf_counter() - begun)
    print("| form | read | refused | wrong | slowest, s |\n|---|---|---|---|---|")
    for name in sorted(slowest):
        numbers = " | ".join(str(counts[name, kind]) for kind in ("read", "refused", "wrong"))
        print(f"| {name} | {numbers} | {slowest[name]:.2f} |")
    for fault, times in faults.most_common(40):
        print(times, fault)
    print(f"{sum(counts.values())} cases, seed {given.seed}, digest of the files {digest:08x}")
    return int(any(kind == "wrong" for _, kind in counts))


if __name__ == "__main__":
    sys.exit(main())
