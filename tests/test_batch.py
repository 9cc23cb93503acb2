"""``parchk batch`` as its users meet it: what goes in, what comes out, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from batch_documents import generated, write_damaged, write_documents
from hostile import form
from parchk.batch.journal import Entry, Journal, result_key
from parchk.batch.pool import Finished, Lost, Pool
from parchk.dates import WorkCalendar
from parchk.errors import ParchkError
from parchk.pipeline import Options

if TYPE_CHECKING:
    from conftest import Finished as Ended

    Batch = Callable[..., Ended]

# A process of its own for nearly every test; the quick tests are the commands of the README (test_docs).
pytestmark = pytest.mark.slow

DONE, WRONG_USAGE, FAILED, WRONG_RULE, INTERRUPTED = 0, 2, 3, 4, 130


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Six good documents in two folders, a picture, and two that cannot be read."""
    folder = tmp_path / "docs"
    for number, name in enumerate(["a.txt", "b.txt", "c.md", "sub/a.txt", "sub/deep/d.txt", "sub/e.txt"]):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(generated(number), "utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n")
    (folder / "sub/cut.docx").write_bytes(b"PK\x03\x04")
    (folder / "sub/rubbish.txt").write_bytes(b"\x00\x01")
    return folder


GOOD = ["a.txt", "b.txt", "c.md", "sub/a.txt", "sub/deep/d.txt", "sub/e.txt"]
BAD = ["sub/cut.docx", "sub/rubbish.txt"]


@pytest.fixture
def batch(parchk: Batch, tmp_path: Path) -> Batch:
    """Run ``parchk batch`` in the folder of the test, without libraries that take seconds to load."""

    def run(*arguments: str | Path, **more: Any) -> Ended:
        return parchk("batch", *arguments, "--nlp", "off", cwd=tmp_path, **more)

    return run


def report_in(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "report.json").read_text("utf-8"))


def timeless(report: dict[str, Any]) -> dict[str, Any]:
    """A report but for the seconds, which no two runs share."""
    return report | {"files": [file | {"seconds": 0} for file in report["files"]]}


def results(folder: Path) -> dict[str, bytes]:
    """All results below a folder, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.json"))
        if ".parchk" not in path.parts and path.name != "report.json"
    }


# One result a document


def test_every_good_document_has_its_result_and_every_bad_one_its_reason(
    batch: Batch, parchk: Batch, docs: Path, tmp_path: Path
) -> None:
    done = batch("docs", "-o", "out", "--jobs", "2")
    out = tmp_path / "out"
    assert (done.code, done.data) == (FAILED, b"")
    assert sorted(results(out)) == [f"{name}.json" for name in GOOD]
    assert (out / "sub/a.txt.json").read_bytes() == parchk("extract", docs / "sub/a.txt", "--nlp", "off").data
    report = report_in(out)
    assert [file["source"] for file in report["files"]] == sorted(f"docs/{name}" for name in (*GOOD, *BAD)), (
        "in the order of the documents"
    )
    figures = {key: value for key, value in report.items() if isinstance(value, int)}
    assert {key: figures[key] for key in ("documents", "done", "unchanged", "failed", "skipped")} == {
        "documents": 8,
        "done": 6,
        "unchanged": 0,
        "failed": 2,
        "skipped": 1,
    }
    for file in report["files"]:
        assert list(file) == ["source", "output", "status", "tasks", "findings", "seconds", "reason"]
        if file["status"] == "done":
            result = json.loads((out / file["output"]).read_text("utf-8"))
            assert (file["tasks"], file["findings"]) == (len(result["tasks"]), len(result["findings"]))
            assert file["reason"] is None
        else:
            assert file["output"] is None
            assert file["source"] in file["reason"]
            assert file["reason"] in done.errors.splitlines()[-1] or file["reason"] in done.errors
    assert report["tasks"] == sum(file["tasks"] for file in report["files"]) > 0
    assert not list((out / ".parchk").glob("tmp-*"))


def test_nothing_depends_on_the_number_of_jobs(batch: Batch, docs: Path, tmp_path: Path) -> None:
    for jobs in ("1", "3"):
        batch(docs, "-o", jobs, "--jobs", jobs, "-q")
        batch(docs, "-o", f"{jobs}.jsonl", "--jobs", jobs, "-q", "--report", f"{jobs}.json")
    assert results(tmp_path / "1") == results(tmp_path / "3") != {}
    assert timeless(report_in(tmp_path / "1")) == timeless(report_in(tmp_path / "3"))
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "3.jsonl").read_bytes()


def test_files_patterns_and_a_list_on_standard_input(batch: Batch, docs: Path, tmp_path: Path) -> None:
    listed = b"docs/b.txt\r\n\ndocs/sub/deep\n"
    done = batch("-", "docs/c.md", "docs/sub/*.txt", "gone.txt", "-o", "out", stdin=listed)
    assert done.code == FAILED
    report = report_in(tmp_path / "out")
    assert [(file["source"], file["status"]) for file in report["files"]] == [
        ("docs/b.txt", "done"),
        ("docs/sub/deep/d.txt", "done"),
        ("docs/c.md", "done"),
        ("docs/sub/a.txt", "done"),
        ("docs/sub/e.txt", "done"),
        ("docs/sub/rubbish.txt", "failed"),
        ("gone.txt", "failed"),
    ]
    assert sorted(results(tmp_path / "out"))[:2] == ["d.txt.json", "docs/b.txt.json"]
    (docs / "new\nline.txt").write_text(generated(1), "utf-8")
    assert batch("-", "-o", "two", stdin=b"docs/new\nline.txt\0docs/a.txt\0").code == DONE
    assert sorted(results(tmp_path / "two")) == ["docs/a.txt.json", "docs/new_line.txt.json"]


def test_options_reach_the_documents(batch: Batch, parchk: Batch, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("1. Phòng Nội vụ lập danh sách trong 03 ngày làm việc kể từ ngày ký.\n", "utf-8")
    (tmp_path / "calendar.toml").write_text('days_off = ["2026-02-10"]\n', "utf-8")
    options = ["--issued-on", "09/02/2026", "--calendar", tmp_path / "calendar.toml", "--with-text", "--lang", "vi"]
    assert batch("a.txt", "-o", "out", *options).code == DONE
    result = (tmp_path / "out/a.txt.json").read_bytes()
    assert result == parchk("extract", tmp_path / "a.txt", *options, "--nlp", "off", "--format", "json").data
    assert b'"2026-02-13"' in result


def test_a_document_that_takes_too_long_fails_alone(batch: Batch, docs: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "endless.txt")
    done = batch("endless.txt", docs / "a.txt", docs / "b.txt", "-o", "out", "--max-seconds", "1", "-j", "1")
    assert done.code == FAILED
    files = report_in(tmp_path / "out")["files"]
    assert [file["status"] for file in files] == ["failed", "done", "done"]
    assert files[0]["reason"].startswith("endless.txt took longer than the 1 seconds")


def test_limits_and_wrong_encodings_are_failures_of_their_document(batch: Batch, docs: Path, tmp_path: Path) -> None:
    (tmp_path / "large.txt").write_bytes(b"a" * (1024 * 1024 + 1))
    assert batch("large.txt", docs / "a.txt", "-o", "out", "--max-size", "1").code == FAILED
    assert "--max-size" in report_in(tmp_path / "out")["files"][0]["reason"]


def test_the_encoding_is_that_of_the_text_files(batch: Batch, tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    for name in ("vni.txt", "typed.docx"):
        (folder / name).write_bytes(form(name))
    assert batch("forms", "-o", "out", "--encoding", "vni", "-q").code == DONE


# One file for all


@pytest.mark.parametrize(("ending", "options"), [("jsonl", []), ("csv", ["--lang", "vi", "--excel"]), ("md", [])])
@pytest.mark.usefixtures("docs")
def test_one_file_holds_the_bytes_that_convert_gives(
    batch: Batch, parchk: Batch, tmp_path: Path, ending: str, options: list[str]
) -> None:
    assert batch("docs", "-o", f"all.{ending}", *options, "-q").code == FAILED
    batch("docs", "-o", "out", "-q")
    out = tmp_path / "out"
    parts = [out / file["output"] for file in report_in(out)["files"] if file["output"]]
    assert (tmp_path / f"all.{ending}").read_bytes() == parchk("convert", *parts, "--to", ending, *options).data
    outputs = {file["output"] for file in report_in(tmp_path)["files"]}
    assert outputs == {f"all.{ending}", None}


def test_the_work_folder_goes_when_all_is_well_and_stays_when_something_failed(
    batch: Batch, docs: Path, tmp_path: Path
) -> None:
    assert batch(docs, "-o", "all.csv").code == FAILED
    state = tmp_path / ".all.csv.parchk"
    assert sorted(path.name for path in state.iterdir()) == ["journal.jsonl", "lock", "parts"]
    for name in BAD:
        (docs / name).unlink()
    assert batch(docs, "-o", "all.csv", "--resume").code == DONE
    assert report_in(tmp_path)["unchanged"] == len(GOOD)
    assert state.exists()
    whole = (tmp_path / "all.csv").read_bytes()
    assert batch(docs, "-o", "all.csv").code == DONE
    assert report_in(tmp_path)["done"] == len(GOOD)
    assert not state.exists()
    assert (tmp_path / "all.csv").read_bytes() == whole


# Usage


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["docs"], "give -o DIR"),
        (["docs", "-o", "all.json"], "use .jsonl"),
        (["docs", "-o", "all.spacy"], ".jsonl, .ndjson, .csv"),
        (["docs", "-o", "all.xyz"], "names no format"),
        (["docs", "-o", "-"], "give -o DIR"),
        (["docs", "-o", "out", "--excel"], "--excel"),
        (["docs", "-o", "docs/c.md"], "put it into another folder"),
        (["docs", "-o", "docs/tasks.md"], "a document of the next run"),
        (["docs", "-o", "out", "--encoding", "utf-99"], "utf-99"),
        (["docs", "-o", "out", "--report", "out/.parchk/journal.jsonl"], "own files"),
        (["docs", "-o", "out", "--report", "docs/a.txt"], "would be written over"),
        (["docs", "-o", "out", "--report", "docs"], "is a folder"),
        (["docs", "-o", "out", "--report", "gone/report.json"], "create it first"),
        (["docs", "-o", "out", "--report", "out/a.txt.json"], "is the result of docs/a.txt"),
        (["docs", "-o", "all.csv", "--report", "all.csv"], "is the file of the results"),
        (["docs", "-o", "x" * 300], "can be written to"),
        (["docs", "-o", "out", "--jobs", "0"], "--jobs"),
        (["docs", "-o", "out", "--issued-on", "soon"], "--issued-on"),
    ],
)
@pytest.mark.usefixtures("docs")
def test_wrong_usage_is_said_before_any_work(batch: Batch, tmp_path: Path, arguments: list[str], words: str) -> None:
    before = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    done = batch(*arguments)
    assert done.code == WRONG_USAGE
    assert words in done.sentence
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == before
    assert len(before) == len(GOOD) + len(BAD) + 1


def test_a_wrong_rule_is_said_before_any_work(batch: Batch, docs: Path, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/actions.toml").write_text("[[rule]]\nid = 'x'\n", "utf-8")
    done = batch(docs, "-o", "out", "--rules", tmp_path / "rules")
    assert done.code == WRONG_RULE
    assert "actions.toml" in done.sentence
    assert not (tmp_path / "out").exists()


def test_no_document_at_all_is_a_failure(batch: Batch, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = batch("empty", "-o", "out")
    assert done.code == FAILED
    assert "no document in empty" in done.sentence
    assert batch("-", "-o", "out", stdin=b"").code == FAILED


# What is shown


def test_lines_where_nobody_looks_at_a_bar(batch: Batch, docs: Path) -> None:
    shown = batch(docs, "-o", "out", "--lang", "en").errors
    assert "8/8, Failed: 2" in shown
    assert ["│", "Documents", "│", "8", "│"] in [line.split() for line in shown.splitlines()]
    assert "\x1b" not in shown
    assert len([line for line in shown.splitlines() if line.startswith("Failed: ")]) == 4, "at once, and at the end"
    vietnamese = batch(docs, "-o", "out", "--lang", "vi").errors
    assert ["│", "Văn", "bản", "│", "8", "│"] in [line.split() for line in vietnamese.splitlines()]


def test_quiet_shows_failures_and_nothing_else(batch: Batch, docs: Path) -> None:
    shown = batch(docs, "-o", "out", "-q").errors.splitlines()
    assert len(shown) == len(BAD)
    assert all("sub/" in line for line in shown)
    assert batch(docs / "a.txt", "-o", "two", "-q").errors == ""
    assert "Done: " in batch(docs / "a.txt", "-o", "two", "-v").errors


@pytest.mark.usefixtures("docs")
def test_a_bar_on_a_terminal(tmp_path: Path, environment: dict[str, str]) -> None:
    main, side = pty.openpty()
    command = [sys.executable, "-m", "parchk", "batch", "docs", "-o", "out", "--nlp", "off"]
    running = subprocess.Popen(command, cwd=tmp_path, env=environment | {"TERM": "xterm"}, stderr=side)
    os.close(side)
    shown = b""
    while True:
        try:
            if not (more := os.read(main, 4096)):
                break
        except OSError:  # the terminal is closed
            break
        shown += more
    os.close(main)
    assert running.wait() == FAILED
    text = shown.decode()
    assert "━" in text
    assert "8/8" in text
    assert "/s" in text
    assert "Failed: 2" in text


# Resume


def test_what_is_done_and_unchanged_is_not_done_again(batch: Batch, docs: Path, tmp_path: Path) -> None:
    batch(docs, "-o", "out", "-q")
    out = tmp_path / "out"
    first, written = results(out), {path: path.stat().st_mtime_ns for path in out.rglob("*.txt.json")}
    (docs / "b.txt").write_text(generated(77), "utf-8")  # the document changed
    (out / "sub/a.txt.json").write_bytes(b"{}")  # the result changed
    (out / "sub/e.txt.json").unlink()  # the result is gone
    (docs / "sub/cut.docx").unlink()
    assert batch(docs, "-o", "out", "--resume", "-q").code == FAILED
    status = {file["source"].rpartition("docs/")[2]: file["status"] for file in report_in(out)["files"]}
    assert status == {
        "a.txt": "unchanged",
        "b.txt": "done",
        "c.md": "unchanged",
        "sub/a.txt": "done",
        "sub/deep/d.txt": "unchanged",
        "sub/e.txt": "done",
        "sub/rubbish.txt": "failed",
    }
    changed = {name for name, data in results(out).items() if data != first[name]}
    assert changed == {"b.txt.json"}
    assert (out / "a.txt.json").stat().st_mtime_ns == written[out / "a.txt.json"]
    assert batch(docs, "-o", "out", "-q").code == FAILED
    assert report_in(out)["unchanged"] == 0, "without --resume all is done anew"


@pytest.mark.parametrize("option", [["--issued-on", "2026-01-05"], ["--with-text"], ["--lang", "vi"]])
def test_other_options_make_other_results(batch: Batch, docs: Path, tmp_path: Path, option: list[str]) -> None:
    batch(docs / "a.txt", "-o", "out", "-q")
    batch(docs / "a.txt", "-o", "out", "--resume", "-q", *option)
    assert report_in(tmp_path / "out")["done"] == 1
    batch(docs / "a.txt", "-o", "out", "--resume", "-q", "--max-size", "7", *option)
    assert report_in(tmp_path / "out")["unchanged"] == 1


def test_own_rules_make_other_results(batch: Batch, docs: Path, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    batch(docs / "a.txt", "-o", "out", "-q")
    rule = 'id = "x"\nname = "x"\nkind = "verb"\nwords = ["xyz tử"]\nexamples = ["Phòng xyz tử."]\n'
    (tmp_path / "rules/actions.toml").write_text(f"[[rule]]\n{rule}", "utf-8")
    batch(docs / "a.txt", "-o", "out", "--resume", "-q", "--rules", tmp_path / "rules")
    assert report_in(tmp_path / "out")["done"] == 1


def test_a_renamed_document_is_done_anew_for_its_name_stands_in_the_result(
    batch: Batch, docs: Path, tmp_path: Path
) -> None:
    for folder, name in (("one", "x.txt"), ("two", "X.txt")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes((docs / "a.txt").read_bytes())
    batch("one", "two", "-o", "out", "-q")
    batch("two", "-o", "out", "-q", "--resume")
    assert report_in(tmp_path / "out")["done"] == 1


def entry(place: str, key: str = "k") -> Entry:
    return Entry(place, key, place, "0" * 64, "1" * 64, 3, 1, 0.5)


def test_a_torn_line_of_the_journal_is_as_if_it_had_not_been_written(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    with Journal(path) as journal:
        journal.add(entry("a.txt"))
        journal.add(entry("b.txt"))
    whole = path.read_bytes()
    for length in range(len(whole) // 2 + 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with Journal(path) as journal:
            assert journal.find("a.txt", "k", "a.txt") == entry("a.txt")
            assert journal.find("b.txt", "k", "b.txt") is None
            journal.add(entry("c.txt"))
        assert Journal(path).find("c.txt", "k", "c.txt") == entry("c.txt")
    assert Journal(path).find("a.txt", "other", "a.txt") is None


def test_the_journal_knows_which_half_of_a_run_did_a_document(tmp_path: Path) -> None:
    with Journal(tmp_path / "journal.jsonl") as journal:
        journal.add(entry("a.txt"))
        journal.end()
        journal.add(entry("b.txt"))
    again = Journal(tmp_path / "journal.jsonl")
    assert again.is_from_before("a.txt")
    assert not again.is_from_before("b.txt")


def test_the_key_tells_all_apart_that_shapes_a_result() -> None:
    days = frozenset(date(2026, 2, day) for day in range(1, 9))
    options = [
        Options(),
        Options(issued_on=date(2026, 1, 5)),
        Options(nlp="off"),
        Options(with_text=True),
        Options(lang="vi"),
        Options(calendar=WorkCalendar()),
        Options(calendar=WorkCalendar(days)),
    ]
    keys = [result_key("1", "r", option, None) for option in options]
    keys += [result_key("2", "r", Options(), None), result_key("1", "s", Options(), None)]
    keys += [result_key("1", "r", Options(), "tcvn3")]
    assert len(set(keys)) == len(keys)
    backwards = Options(calendar=WorkCalendar(frozenset(sorted(days, reverse=True))))
    assert result_key("1", "r", backwards, None) == keys[6]


# Failures that are not the document's


def test_fail_fast_begins_nothing_after_the_first_failure(batch: Batch, docs: Path, tmp_path: Path) -> None:
    done = batch(docs / "sub/rubbish.txt", docs / "a.txt", docs / "b.txt", "-o", "out", "--fail-fast", "-j", "1")
    assert done.code == FAILED
    report = report_in(tmp_path / "out")
    assert [file["status"] for file in report["files"]] == ["failed", "not-done", "not-done"]
    assert batch("gone.txt", docs / "a.txt", "-o", "out", "--fail-fast").code == FAILED
    assert report_in(tmp_path / "out")["done"] == 0


SOME = 12


def start(folder: Path, environment: dict[str, str]) -> subprocess.Popen[str]:
    """Start a batch with a document that takes for ever, and wait until the others are done.

    It has a process group of its own, as in a terminal.
    """
    write_documents(folder / "docs", SOME)
    os.mkfifo(folder / "endless.txt")
    command = [sys.executable, "-m", "parchk", "batch", "docs", "endless.txt", "-o", "out", "--nlp", "off", "-j", "2"]
    running = subprocess.Popen(
        command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    journal = folder / "out/.parchk/journal.jsonl"
    until(lambda: journal.exists() and journal.read_bytes().count(b"\n") == SOME)
    return running


def until(happened: Callable[[], bool]) -> None:
    """Wait until it has happened."""
    ends = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < ends
        time.sleep(0.01)


def children(pid: int) -> list[int]:
    """Workers of a running batch."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


needs_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_keeps_what_is_finished(
    batch: Batch, tmp_path: Path, environment: dict[str, str], number: signal.Signals
) -> None:
    running = start(tmp_path, environment)
    workers = children(running.pid)
    os.killpg(running.pid, number)  # as a terminal does
    _, errors = running.communicate(timeout=60)
    assert running.returncode == INTERRUPTED
    assert "Traceback" not in errors
    assert errors.splitlines()[-1].startswith("parchk: interrupted")
    assert "--resume" in errors.splitlines()[-1]
    assert "│ Not done" in errors
    report = report_in(tmp_path / "out")
    assert [file["status"] for file in report["files"]] == ["done"] * SOME + ["not-done"]
    assert {file["output"] for file in report["files"][:-1]} == set(results(tmp_path / "out"))
    until(lambda: not any(map(is_alive, workers)))
    assert not list((tmp_path / "out/.parchk").glob("tmp-*"))
    assert batch("docs", "-o", "out", "--resume", "-q").code == DONE
    assert report_in(tmp_path / "out")["done"] == SOME, "one run in two halves"


@needs_proc
def test_a_worker_that_is_killed_costs_no_more_than_its_document(tmp_path: Path, environment: dict[str, str]) -> None:
    running = start(tmp_path, environment)
    for worker in children(running.pid):  # one is idle, one is busy
        os.kill(worker, signal.SIGKILL)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == FAILED
    *done, failed = report_in(tmp_path / "out")["files"]
    assert {file["status"] for file in done} == {"done"}
    assert (failed["source"], failed["status"]) == ("endless.txt", "failed")
    assert "signal 9" in failed["reason"]
    assert failed["reason"] in errors


@needs_proc
def test_no_worker_outlives_a_batch_that_is_killed(tmp_path: Path, environment: dict[str, str]) -> None:
    running = start(tmp_path, environment)
    workers = children(running.pid)
    assert workers
    running.kill()
    running.communicate()
    until(lambda: not any(map(is_alive, workers)))


@needs_proc
def test_two_batches_do_not_write_into_one_folder(batch: Batch, tmp_path: Path, environment: dict[str, str]) -> None:
    running = start(tmp_path, environment)
    second = batch("docs", "-o", "out")
    assert second.code == FAILED
    assert "another batch is writing to out" in second.sentence
    running.kill()
    running.communicate()
    assert batch("docs", "-o", "out", "-q").code == DONE, "a killed one holds nothing"


# Output stays where it belongs


def test_hostile_names_stay_inside_the_output_folder(batch: Batch, tmp_path: Path) -> None:
    docs, work = tmp_path / "docs", tmp_path / "work"
    work.mkdir()
    composed = unicodedata.normalize("NFC", "Ngày.txt")
    names = [
        composed,
        unicodedata.normalize("NFD", composed),
        "Ke-hoach.txt",
        "KE-HOACH.txt",
        "new\nline.txt",
        "report",
        "x" * 251 + ".txt",
        os.fsdecode(b"\xff\xfe.txt"),
        "aux.txt",
    ]
    for number, name in enumerate(names):
        docs.mkdir(exist_ok=True)
        (docs / name).write_text(generated(number), "utf-8")
    (docs / "link.txt").symlink_to(docs / composed)
    (tmp_path / "up.txt").write_text(generated(9), "utf-8")
    listed = b"\0".join([b"docs", b"docs/report", b"docs/../up.txt", os.fsencode(tmp_path / "docs/aux.txt")])
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert batch("-", "-o", "work/out", stdin=listed).code == DONE
    new = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert all(path.is_relative_to(work / "out") for path in new)
    report = report_in(work / "out")
    assert report["done"] == len(names) + 1, "a link to a document is that document"
    outputs = [file["output"] for file in report["files"]]
    assert len({unicodedata.normalize("NFC", name).casefold() for name in outputs}) == len(outputs)
    assert all((work / "out" / name).is_file() for name in outputs)


def test_links_in_the_output_folder_are_not_followed(batch: Batch, docs: Path, tmp_path: Path) -> None:
    out, outside = tmp_path / "out", tmp_path / "outside"
    out.mkdir()
    outside.mkdir()
    (outside / "kept.txt").write_text("kept")
    (out / "sub").symlink_to(outside)
    (out / "a.txt.json").symlink_to(outside / "kept.txt")
    (out / "report.json").symlink_to(outside / "kept.txt")
    assert batch(docs, "-o", "out").code == FAILED
    assert sorted(path.name for path in outside.iterdir()) == ["kept.txt"]
    assert (outside / "kept.txt").read_text() == "kept"
    assert not (out / "a.txt.json").is_symlink()
    reasons = {Path(file["source"]).name: file["reason"] for file in report_in(out)["files"]}
    assert "is a link" in reasons["d.txt"]
    assert reasons["b.txt"] is None
    assert not (out / "report.json").is_symlink()


def test_a_state_folder_that_is_a_link_is_refused(batch: Batch, docs: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "outside/tmp-1").mkdir(parents=True)
    (tmp_path / "out/.parchk").symlink_to(tmp_path / "outside")
    done = batch(docs, "-o", "out")
    assert done.code == FAILED
    assert "is a link" in done.sentence
    assert (tmp_path / "outside/tmp-1").exists()


@pytest.mark.parametrize("name", ["lock", "journal.jsonl", "parts"])
def test_links_in_the_state_folder_are_not_followed(batch: Batch, docs: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / ".all.csv.parchk").mkdir()
    outside = tmp_path / "outside"
    if name == "parts":
        outside.mkdir()
    else:
        outside.write_text("kept")
    (tmp_path / ".all.csv.parchk" / name).symlink_to(outside)
    assert batch(docs / "a.txt", "-o", "all.csv", "--resume").code == DONE
    assert not any(outside.iterdir()) if name == "parts" else outside.read_text() == "kept"


def test_a_result_never_replaces_a_document(batch: Batch, docs: Path, tmp_path: Path) -> None:
    result = docs / "a.txt.json"
    result.write_text(generated(5), "utf-8")
    before = result.read_bytes()
    assert batch("docs/a.txt", "docs/a.txt.json", "-o", ".").code == FAILED
    assert result.read_bytes() == before
    first = report_in(tmp_path)["files"][0]
    assert "is to be read" in first["reason"]


def test_results_may_stand_beside_their_documents(batch: Batch, docs: Path) -> None:
    batch("docs", "-o", "docs", "-q")
    first = report_in(docs)
    batch("docs", "-o", "docs", "-q")
    assert timeless(report_in(docs)) == timeless(first)
    assert first["done"] == len(GOOD)


# The pool by itself


class Sleeper:
    """Work that does what the job says."""

    def __init__(self, *, refuse: str = "") -> None:
        if refuse == "die":
            os._exit(5)
        if refuse:
            raise ParchkError(refuse)

    def __call__(self, job: str) -> str:
        match job:
            case "exit":
                os._exit(7)
            case "sleep":
                time.sleep(60)
        return job.upper()

    def close(self) -> None:
        pass


class Refusing:
    """Makes work that cannot be made."""

    def __init__(self, how: str) -> None:
        self._how = how

    def __call__(self) -> Sleeper:
        return Sleeper(refuse=self._how)


def pool(make: Callable[[], Sleeper] = Sleeper, *, stopped: Callable[[], bool] = lambda: False) -> Pool[str, str]:
    return Pool(make, size=2, seconds=2, clock=time.monotonic, stopped=stopped)


def test_the_pool_survives_its_workers() -> None:
    jobs = ["a", "exit", "b", "sleep", "c", "exit", "d"]
    answers: dict[str, list[Finished[str, str]]] = {}
    for finished in pool()(jobs):
        answers.setdefault(finished.job, []).append(finished)
    assert {job: found[0].answer for job, found in answers.items()} == {
        "a": "A",
        "b": "B",
        "c": "C",
        "d": "D",
        "exit": Lost(7),
        "sleep": Lost(None),
    }
    assert len(answers["exit"]) == 2
    assert answers["sleep"][0].seconds >= 2


def test_the_pool_takes_no_more_jobs_than_it_does_at_once() -> None:
    taken, over = [], []

    def source() -> Any:
        for number in range(12):
            taken.append(number)
            assert len(taken) - len(over) <= 2
            yield f"job {number}"

    for finished in pool()(source()):
        over.append(finished.job)
        assert len(taken) - len(over) <= 2
    assert len(over) == 12


def test_the_pool_stops_when_it_is_told() -> None:
    asked = iter([False, False, False, True])
    over = list(pool(stopped=lambda: next(asked, True))(["sleep"] * 3))
    assert over == []


def test_workers_that_cannot_start_end_the_batch_with_a_sentence() -> None:
    with pytest.raises(ParchkError, match="no rules"):
        list(pool(Refusing("no rules"))(["a"]))
    with pytest.raises(ParchkError, match="--jobs 1"):
        list(pool(Refusing("die"))(["a"]))


def test_damaged_files_are_all_named(batch: Batch, tmp_path: Path) -> None:
    bad = write_damaged(tmp_path / "docs", 12)
    done = batch("docs", "-o", "out", "-q")
    assert done.code == FAILED
    assert all(f"docs/{path.name}" in done.errors for path in bad)
    assert "Traceback" not in done.errors
    assert "error in parchk itself" not in done.errors
    assert results(tmp_path / "out") == {}


# What a second reader found


def test_an_earlier_file_is_better_than_an_empty_one(batch: Batch, docs: Path, tmp_path: Path) -> None:
    assert batch(docs / "a.txt", "-o", "all.csv").code == DONE
    before = (tmp_path / "all.csv").read_bytes()
    done = batch("gone", "-o", "all.csv")
    assert done.code == FAILED
    assert (tmp_path / "all.csv").read_bytes() == before
    assert [file["output"] for file in report_in(tmp_path)["files"]] == [None]


@pytest.mark.skipif(sys.platform == "win32", reason="a shell's closed streams")
@pytest.mark.parametrize("streams", ["0<&-", "2>&-", "0<&- 1>&- 2>&-", "2>/dev/full"])
def test_the_work_needs_no_standard_streams(
    docs: Path, tmp_path: Path, streams: str, environment: dict[str, str]
) -> None:
    command = f"{sys.executable} -m parchk batch docs -o out --nlp off -v {streams}"
    assert docs.is_dir()
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=environment, timeout=120, check=False)
    assert done.returncode == FAILED
    assert list(results(tmp_path / "out")) == [f"{name}.json" for name in GOOD]


def test_a_link_that_leads_round_fails_alone(batch: Batch, docs: Path, tmp_path: Path) -> None:
    (docs / "loop.txt").symlink_to("loop.txt")
    assert batch("docs", "-o", "out", "-q").code == FAILED
    assert list(results(tmp_path / "out")) == [f"{name}.json" for name in GOOD]


def test_a_document_behind_a_link_is_not_written_over(batch: Batch, docs: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    written_over = tmp_path / "out" / "x.txt.json"
    written_over.write_bytes((docs / "a.txt").read_bytes())
    (tmp_path / "x.txt").write_bytes((docs / "b.txt").read_bytes())
    (tmp_path / "link.txt").symlink_to("out/x.txt.json")
    batch("link.txt", "x.txt", "-o", "out", "-q")
    assert written_over.read_bytes() == (docs / "a.txt").read_bytes()


def test_a_pattern_does_not_take_up_the_results(batch: Batch, docs: Path, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (docs / "a.txt").rename(tmp_path / "one" / "a.txt")
    for _ in range(2):
        assert batch("one/**/*", "o*/*.txt", "-o", "one/out", "-q").code == DONE


def test_a_list_in_utf_16(batch: Batch, docs: Path, tmp_path: Path) -> None:
    assert docs.is_dir()
    done = batch("-", "-o", "out", "-q", stdin="docs/a.txt\r\n".encode("utf-16"))
    assert done.code == DONE
    assert len(results(tmp_path / "out")) == 1
