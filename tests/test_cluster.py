"""``parchk batch --engine ray``: what a cluster does is what one machine does, whatever happens to its workers."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from batch_documents import generated, write_damaged, write_documents
from parchk.batch.parts import PartsFolder, own_names
from parchk.cli import run
from parchk.errors import InputError, ParchkError, UsageError
from parchk.inputs import find_inputs
from parchk.limits import Limits
from parchk.pipeline import Extractor, Options
from parchk.read import read_bytes
from parchk.read.results import read_results
from parchk.ruleset import load
from parchk.storage import below, listed, remove, shown, store, stored_bytes, stored_names
from parchk.write import FORMATS

if TYPE_CHECKING:
    from conftest import Finished

slow = pytest.mark.slow
needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason="needs the extra: pip install 'parchk[ray]'")
needs_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")

DONE, FAILED, INTERRUPTED = 0, 3, 130
GOOD, BAD = 100, 2
START = """
import sys, tempfile, ray
with tempfile.TemporaryDirectory(prefix="parchk-", ignore_cleanup_errors=True) as folder:
    found = ray.init(
        address="local", num_cpus=2, include_dashboard=False, object_store_memory=80 * 1024 * 1024, _temp_dir=folder
    )
    print(found.address_info["gcs_address"], flush=True)
    sys.stdin.read()
    ray.shutdown()
"""


def until(happened: Callable[[], Any], seconds: float = 90) -> None:
    """Wait until it has happened."""
    ends = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < ends
        time.sleep(0.02)


def below_process(pid: int) -> list[int]:
    """Processes that a process has started, and those that they have started."""
    try:
        found = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in _children(task)]
    except OSError:
        return []
    return found + [more for child in found for more in below_process(child)]


def _children(task: Path) -> list[str]:
    return (task / "children").read_text().split()


def hosts(pid: int) -> list[int]:
    """Workers of the cluster that a process has started, once they are at work on documents."""
    found = []
    for child in below_process(pid):
        try:
            is_host = b"_Host" in Path(f"/proc/{child}/cmdline").read_bytes()
        except OSError:
            continue
        if is_host and below_process(child):
            found.append(child)
    return found


def readers(pid: int) -> list[int]:
    """The process that a worker reads documents with."""
    return [child for child in below_process(pid) if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def report_in(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8"))


def results(folder: Path) -> dict[str, bytes]:
    """All results below a folder, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.json"))
        if ".parchk" not in path.parts and path.name != "report.json"
    }


def lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


class Cluster:
    """A Ray cluster of two workers, of which nobody else knows the token."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.variables = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", START],
            env=environment | self.variables | {"RAY_USAGE_STATS_ENABLED": "0"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        assert self.address

    @property
    def options(self) -> list[str]:
        return ["--engine", "ray", "--address", self.address, "--nlp", "off"]


@pytest.fixture(scope="module")
def cluster(environment: dict[str, str]) -> Iterator[Cluster]:
    started = Cluster(environment)
    yield started
    started.process.communicate(timeout=60)


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Good documents, and among them some that cannot be read."""
    folder = tmp_path_factory.mktemp("cluster") / "docs"
    write_documents(folder, GOOD)
    write_damaged(folder / "05", BAD)
    return folder


@pytest.fixture(scope="module")
def on_one_machine(docs: Path, parchk: Callable[..., Finished]) -> Path:
    """What a batch on one machine makes of them: a folder of results, and one file."""
    done = parchk("batch", "docs", "-o", "local", "--nlp", "off", "-q", "-j", "2", cwd=docs.parent)
    assert done.code == FAILED
    done = parchk("convert", "local", "-o", "local.jsonl", "-q", cwd=docs.parent)
    assert done.code == DONE
    return docs.parent


def timeless(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [{key: value for key, value in file.items() if key != "seconds"} for file in report["files"]]


# Workers that are lost


@slow
@needs_ray
@needs_proc
def test_a_worker_that_is_killed_costs_no_document(
    on_one_machine: Path, tmp_path: Path, environment: dict[str, str], cluster: Cluster
) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "parchk", "batch", "docs", "-o", str(out), *cluster.options, "-j", "2"]
    running = subprocess.Popen(
        command, cwd=on_one_machine, env=environment | cluster.variables, stderr=subprocess.PIPE, text=True
    )
    journal = out / ".parchk/journal.jsonl"
    until(lambda: lines(journal) >= GOOD // 6)
    for reader in readers(hosts(cluster.process.pid)[0]):  # what a worker reads documents with: it gets another
        os.kill(reader, signal.SIGKILL)
    until(lambda: lines(journal) >= GOOD // 3)
    os.kill(hosts(cluster.process.pid)[0], signal.SIGKILL)
    _, errors = running.communicate(timeout=120)
    assert running.returncode == FAILED, errors
    assert "workers of the cluster that were lost, their documents given to others: 1\n" in errors
    assert results(out) == results(on_one_machine / "local")
    assert timeless(report_in(out / "report.json")) == timeless(report_in(on_one_machine / "local/report.json"))
    places = [json.loads(line).get("place") for line in journal.read_text("utf-8").splitlines()]
    assert len(places) - 1 == len(set(places)) - 1 == GOOD, "each once, and a line at the end"


@slow
@needs_ray
@needs_proc
def test_no_result_is_lost_or_twice_in_the_parts_on_storage(
    on_one_machine: Path, tmp_path: Path, environment: dict[str, str], cluster: Cluster
) -> None:
    out = tmp_path / "out.jsonl"
    where = ["docs", "-o", f"file://{out}", "--per-part", "6"]
    command = [sys.executable, "-m", "parchk", "batch", *where, *cluster.options]
    running = subprocess.Popen(
        command, cwd=on_one_machine, env=environment | cluster.variables, stderr=subprocess.PIPE, text=True
    )
    until(lambda: len(list((tmp_path / ".out.jsonl.parchk").glob("part-*"))) >= 3)
    os.kill(hosts(cluster.process.pid)[0], signal.SIGKILL)
    _, errors = running.communicate(timeout=120)
    assert running.returncode == FAILED, errors
    assert "given to others: 1\n" in errors
    parts = sorted(out.iterdir())
    assert [path.name for path in parts] == [f"part-{number:05}.jsonl" for number in range(len(parts))]
    assert b"".join(path.read_bytes() for path in parts) == (on_one_machine / "local.jsonl").read_bytes()
    report = report_in(tmp_path / "report.json")
    assert (report["done"], report["failed"]) == (GOOD, BAD)
    expected = report_in(on_one_machine / "local/report.json")
    assert [file["reason"] for file in report["files"]] == [file["reason"] for file in expected["files"]]


@slow
@needs_ray
def test_a_job_that_costs_every_worker_its_life_is_given_up(cluster: Cluster, environment: dict[str, str]) -> None:
    script = f"""
import os
from parchk.batch.cluster import Abandoned, connected

class Dies:
    def __call__(self, job):
        return os._exit(1) if job == 3 else job * 10
    def close(self): pass

with connected({cluster.address!r}, 2, {version()!r}) as cluster:
    over = {{one.job: one.answer for one in cluster.pool(Dies, jobs=6, stopped=lambda: False)(range(6))}}
    assert over == {{0: 0, 1: 10, 2: 20, 3: Abandoned(3), 4: 40, 5: 50}}, over
    assert cluster.lost == 3
    assert list(cluster.pool(Dies, jobs=0, stopped=lambda: False)([])) == []
try:
    with connected({cluster.address!r}, 2, "0.0.0") as cluster:
        list(cluster.pool(Dies, jobs=6, stopped=lambda: False)(range(6)))
except Exception as error:
    assert "has parchk {version()}, not 0.0.0" in str(error), error
"""
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment | cluster.variables, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def version() -> str:
    import parchk  # noqa: PLC0415 - as its users ask

    return parchk.__version__


@slow
@needs_ray
@needs_proc
def test_an_interrupt_ends_the_cluster_and_the_run_is_taken_up_on_one_machine(
    on_one_machine: Path, tmp_path: Path, environment: dict[str, str], parchk: Callable[..., Finished]
) -> None:
    """With a cluster of its own, on this machine."""
    out = tmp_path / "out"
    command = [sys.executable, "-m", "parchk", "batch", "docs", "-o", str(out), "--engine", "ray", "--nlp", "off"]
    running = subprocess.Popen(
        command, cwd=on_one_machine, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    until(lambda: lines(out / ".parchk/journal.jsonl") >= 5)
    started = below_process(running.pid)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does
    _, errors = running.communicate(timeout=60)
    assert running.returncode == INTERRUPTED, errors
    assert "Traceback" not in errors
    assert "(raylet)" not in errors
    assert errors.splitlines()[-1].startswith("parchk: interrupted")
    status = [file["status"] for file in report_in(out / "report.json")["files"]]
    assert {"done", "not-done"} <= set(status)
    until(lambda: not any(map(is_alive, started)))
    done = parchk("batch", "docs", "-o", out, "--resume", "--nlp", "off", "-q", "-j", "2", cwd=on_one_machine)
    assert done.code == FAILED
    assert results(out) == results(on_one_machine / "local")
    assert report_in(out / "report.json")["done"] == GOOD


# Storage


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """A bucket of a server of the S3 interface on this machine; the query of its URIs."""
    server = pytest.importorskip("moto.server", reason="needs moto[server], which comes with the extra dev")
    fs = pytest.importorskip("pyarrow.fs")
    started = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    started.start()
    host, port = started.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for key, value in S3.items():
            patch.setenv(key, value)
        query = f"?endpoint_override=http://{host}:{port}&region=us-east-1"
        fs.S3FileSystem(
            endpoint_override=f"http://{host}:{port}", region="us-east-1", allow_bucket_creation=True
        ).create_dir("office")
        yield query
    started.stop()


S3 = {"AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": "nothing", "AWS_EC2_METADATA_DISABLED": "true"}


@slow
@needs_ray
def test_documents_and_parquet_parts_on_s3_and_a_run_that_is_taken_up(
    tmp_path: Path, bucket: str, cluster: Cluster, parchk: Callable[..., Finished]
) -> None:
    # The workers of the cluster find access in the URI, as they were started without it in their environment.
    base = f"s3://nobody:nothing@office/cong-van{bucket}"
    texts = {f"{number // 4}/văn bản {number}.txt": generated(number) for number in range(8)}
    for name, text in texts.items():
        store(below(base, name), text.encode())
    store(below(base, "1/hỏng.docx"), b"PK\x03\x04")
    out = f"s3://nobody:nothing@office/out.parquet{bucket}"

    def batch(*options: str) -> tuple[dict[str, Any], dict[str, bytes]]:
        arguments = [base, "-o", out, "--per-part", "3", *cluster.options, "-q", *options]
        done = parchk("batch", *arguments, cwd=tmp_path, **cluster.variables, **S3)
        assert done.code == FAILED, done.errors
        assert done.errors.count("\n") == 1
        assert "s3://office/cong-van/1/hỏng.docx" in done.errors, "without key and query"
        report = json.loads(stored_bytes(f"s3://nobody:nothing@office/report.json{bucket}"))
        return report, {name: stored_bytes(below(out, name)) for name in stored_names(out)}

    extract = Extractor(load(), Options(nlp="off", lang="en"))

    def expected() -> list[bytes]:
        return [FORMATS["jsonl"]([extract(read_bytes(text.encode(), name))]) for name, text in texts.items()]

    def read(parts: dict[str, bytes]) -> list[bytes]:
        found = [result for name, data in parts.items() for result in read_results(data, name)]
        return [FORMATS["jsonl"]([result]) for result in found]

    first, parts = batch()
    assert list(parts) == ["part-00000.parquet", "part-00001.parquet", "part-00002.parquet"]
    assert read(parts) == expected()
    assert (first["documents"], first["done"], first["failed"]) == (9, 8, 1)
    assert {file["output"] for file in first["files"]} == {*parts, None}

    changed = "1/văn bản 7.txt"
    texts[changed] = generated(99)
    store(below(base, changed), texts[changed].encode())
    again, anew = batch("--resume")
    assert (again["done"], again["unchanged"], again["failed"]) == (3, 5, 1), "all of a part that has to be written"
    assert [name for name in parts if parts[name] != anew[name]] == ["part-00002.parquet"]
    assert read(anew) == expected()
    assert again["tasks"] == sum(len(json.loads(line)["tasks"]) for line in read(anew))


def test_storage_by_uri(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="needs the extra: pip install 'parchk[ray]'")
    base = f"file://{tmp_path}/a b"
    for name in ("đi.txt", "sub/x.docx", "sub/.hidden.txt", "sub/~$x.docx", "sub/picture.png", "sub/x.json"):
        store(below(base, name), b"1")
    assert [one.parts for one in listed(base)] == [
        ("sub", "picture.png"),
        ("sub", "x.docx"),
        ("sub", "x.json"),
        ("đi.txt",),
    ]
    assert [one.parts for one in listed(below(base, "đi.txt"))] == [("đi.txt",)]
    found = find_inputs([base, f"{base}/sub/x.docx", f"{base}/gone"], on_storage=True)
    assert [(one.name, str(one.place)) for one in found.documents] == [
        (f"{base}/sub/x.docx", "sub/x.docx"),
        (f"{base}/đi.txt", "đi.txt"),
    ]
    assert found.skipped == 1
    assert found.missing == [
        (f"{base}/gone", f"{base}/gone does not exist; check its name (patterns are for local paths)")
    ]
    store(below(base, "đi.txt"), b"22")
    assert stored_bytes(below(base, "đi.txt")) == b"22"
    with pytest.raises(InputError, match="--max-size"):
        stored_bytes(below(base, "đi.txt"), Limits(1, 1))
    assert sorted(path.name for path in (tmp_path / "a b").iterdir()) == ["sub", "đi.txt"], "nothing half-written"
    remove(below(base, "đi.txt"))
    remove(below(base, "đi.txt"))
    with pytest.raises(InputError, match="does not exist"):
        stored_bytes(below(base, "đi.txt"))
    assert stored_names(f"{base}/gone") == []
    with pytest.raises(UsageError, match="no place that can be reached"):
        stored_bytes("gopher://x/y")


def test_keys_and_queries_are_not_shown() -> None:
    assert shown("s3://key:secret@office/a/b.docx?endpoint_override=x") == "s3://office/a/b.docx"
    assert PartsFolder("s3://office/a/out.jsonl?region=x", "jsonl").note(7) == (
        "s3://office/a/.out.jsonl.parchk/part-00007.json?region=x"
    )
    assert PartsFolder("s3://office/a/out.jsonl/?region=x", "jsonl").report == "s3://office/a/report.json?region=x"


# Usage


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["a.txt", "-o", "out", "--address", "local"], "--address goes with --engine ray"),
        (["a.txt", "-o", "out", "--per-part", "9"], "--per-part goes with --engine ray"),
        (["s3://office/in", "-o", "out"], "s3://office/in is on storage, where --engine ray"),
        (["a.txt", "-o", "s3://k:s@office/out.jsonl"], "s3://office/out.jsonl is on storage"),
        (["a.txt", "-o", "out", "--engine", "ray", "--per-part", "9"], "--per-part goes with -o on storage"),
        (["a.txt", "-o", "s3://office/out", "--engine", "ray"], "NAME.jsonl or NAME.parquet"),
        (["a.txt", "-o", "s3://office/out.csv", "--engine", "ray"], "NAME.jsonl or NAME.parquet"),
        (["a.txt", "-o", "s3://office/out.jsonl", "--engine", "ray", "--fail-fast"], "a part on storage is done whole"),
        (["a.txt", "-o", "s3://office/out.jsonl", "--engine", "ray", "--flat"], "--flat goes with parquet"),
        (["a.txt", "-o", "s3://office/out.jsonl", "--engine", "ray", "--report", "gone/r.json"], "does not exist"),
        (["a.txt", "-o", "out", "--engine", "dask"], "dask"),
    ],
)
def test_what_does_not_fit_an_engine_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(generated(1), "utf-8")
    with pytest.raises(UsageError) as refused:
        run(["batch", *arguments])
    assert words in str(refused.value)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_an_engine_that_is_not_installed_names_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(generated(1), "utf-8")
    monkeypatch.setattr("parchk.batch.cluster.find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=r"pip install 'parchk\[ray\]'"):
        run(["batch", "a.txt", "-o", "out", "--engine", "ray", "--nlp", "off"])


@needs_ray
def test_an_address_where_nobody_listens_is_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(generated(1), "utf-8")
    with pytest.raises(ParchkError, match=r"127\.0\.0\.1:9 could not be reached"):
        run(["batch", "a.txt", "-o", "out", "--engine", "ray", "--address", "127.0.0.1:9", "--nlp", "off"])
    assert not (tmp_path / "out").exists()


def test_a_folder_of_somebody_else_is_not_written_into(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="needs the extra: pip install 'parchk[ray]'")
    (tmp_path / "out.jsonl").mkdir()
    (tmp_path / "out.jsonl/mine.txt").write_text("kept")
    with pytest.raises(ParchkError, match=r"'mine\.txt', which is no part"):
        own_names(PartsFolder(f"file://{tmp_path}/out.jsonl", "jsonl"))
