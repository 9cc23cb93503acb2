"""What a batch promises for large folders and for ends that nobody chose; these tests take their time."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from batch_documents import SAMPLES, write_damaged, write_documents

pytestmark = pytest.mark.slow

DONE, FAILED = 0, 3


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "parchk", "batch", *map(str, arguments), "--nlp", "off", "--quiet", "--jobs", "2"]


def run(folder: Path, environment: dict[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), cwd=folder, env=environment, capture_output=True, text=True, timeout=500, check=False
    )


def workers(pid: int) -> list[int]:
    """Processes of a running batch that read documents."""
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [int(child) for child in found if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
    except OSError:
        return []


def had_ended(folder: Path) -> bool:
    """Whether the run came to its end before it could be killed."""
    return any('{"end":true}' in journal.read_text("utf-8") for journal in folder.rglob("journal.jsonl"))


def result(folder: Path) -> dict[str, Any]:
    """Everything that a run leaves: the bytes of all results, and the report without its seconds.

    What a run that had ended by itself did is called unchanged by the next; here that is as good as done.
    """
    found: dict[str, Any] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not {".parchk", ".all.jsonl.parchk"} & set(path.relative_to(folder).parts):
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    report = json.loads(found.pop("report.json"))
    for file in report["files"]:
        del file["seconds"]
        file["status"] = file["status"].replace("unchanged", "done")
    report["done"] += report.pop("unchanged")
    return found | {"report": report}


def test_two_thousand_documents_with_damaged_ones_among_them(tmp_path: Path, environment: dict[str, str]) -> None:
    good = write_documents(tmp_path / "docs", 2000)
    for sample in SAMPLES:  # as long as real ones
        good.append(Path(shutil.copy(sample, tmp_path / "docs")))
    bad = write_damaged(tmp_path / "docs/damaged", 60)
    done = run(tmp_path, environment, "docs", "-o", "out")
    assert done.returncode == FAILED
    report = json.loads((tmp_path / "out/report.json").read_text("utf-8"))
    by_status: dict[str, set[str]] = {}
    for file in report["files"]:
        by_status.setdefault(file["status"], set()).add(file["source"])
    assert by_status == {
        "done": {path.relative_to(tmp_path).as_posix() for path in good},
        "failed": {path.relative_to(tmp_path).as_posix() for path in bad},
    }
    assert all(path.name in done.stderr for path in bad)
    assert len(done.stderr.splitlines()) == len(bad)
    for path in good:
        found = json.loads((tmp_path / "out" / f"{path.relative_to(tmp_path / 'docs')}.json").read_text("utf-8"))
        assert found["source"]["name"] == path.name
        assert found["tasks"]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("output", ["out", "out/all.jsonl"])
def test_kill_at_any_moment_and_resume_ends_as_if_undisturbed(
    tmp_path: Path, environment: dict[str, str], output: str
) -> None:
    """Ten rounds for each kind of output; in half of them a worker is killed first, in half the second run, too."""
    write_documents(tmp_path / "docs", 160)
    write_damaged(tmp_path / "docs/damaged", 10)
    out = tmp_path / "out"
    lasted = float("inf")  # on a busy machine one run may last much longer than the others
    for _ in range(2):
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        started = time.monotonic()
        assert run(tmp_path, environment, "docs", "-o", output).returncode == FAILED
        lasted = min(lasted, time.monotonic() - started)
    undisturbed = result(out)
    chance = random.Random(output)
    interrupted = 0
    for number in range(10):
        shutil.rmtree(out)
        out.mkdir()
        resume: list[str] = []
        for _ in range(1 + number % 2):
            running = subprocess.Popen(
                command("docs", "-o", output, *resume), cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL
            )
            time.sleep(chance.uniform(0.2, lasted))
            if number % 4 > 1:
                for worker in workers(running.pid)[:1]:
                    os.kill(worker, signal.SIGKILL)
            running.kill()
            interrupted += running.wait() == -signal.SIGKILL
            resume = ["--resume"]
        is_other_half = not had_ended(out)
        # At once: what the killed run has left may still be breathing.
        assert run(tmp_path, environment, "docs", "-o", output, "--resume").returncode == FAILED
        assert result(out) == undisturbed, f"round {number}"
        if is_other_half:
            assert json.loads((out / "report.json").read_text("utf-8"))["unchanged"] == 0
        assert not list(tmp_path.rglob("tmp-*"))
        assert not list(tmp_path.rglob("*.tmp"))
    assert interrupted >= 10
    after = run(tmp_path, environment, "docs", "-o", output, "--resume")
    assert after.returncode == FAILED
    assert json.loads((out / "report.json").read_text("utf-8"))["unchanged"] == 160
