"""Whatever the bytes are: a result, or a sentence with exit code 3; within the limits, without a traceback."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import hostile
from fuzz_files import FORMS, fuzzed, outcome
from invariants import assert_holds
from parchk.errors import InputError
from parchk.limits import Limits
from parchk.pipeline import Extractor, Options
from parchk.read import read_bytes
from parchk.ruleset import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Finished

EXTRACT = Extractor(load(), Options(nlp="off", with_text=True))
SEED = int(os.environ.get("PARCHK_FUZZ", "1"))
MIB = 1024 * 1024


@pytest.mark.parametrize("group", hostile.GROUPS, ids=lambda group: group.__name__)
def test_a_harmful_file_gives_a_result_or_is_refused(group: Callable[[], Iterator[hostile.Case]]) -> None:
    for wrong, name, data in group():
        try:
            source = read_bytes(data, name)
        except InputError as error:
            assert str(error).startswith(f"{name} "), wrong
            assert "Error:" not in str(error), f"{wrong}: a reader must say by itself what is wrong"
            continue
        assert len(source.text) < 5 * MIB, f"{name}: {wrong}"
        if len(source.text) < MIB // 4:
            assert_holds(EXTRACT(source), source.text)


@pytest.mark.slow
def test_damaged_files_without_end() -> None:
    for name, data in fuzzed(40 * len(FORMS), SEED):
        outcome(EXTRACT, name, data, whole=False)


@pytest.mark.slow
def test_more_damaged_files_extracted_as_well() -> None:
    for number, (name, data) in enumerate(fuzzed(200 * len(FORMS), SEED + 1)):
        outcome(EXTRACT, name, data, whole=number // len(FORMS) % 10 == 0)


# --- limits -----------------------------------------------------------------------------------------------------


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(parchk: Callable[..., Finished], tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(60 * MIB)
    done = parchk("extract", path)
    assert done.code == 3
    assert "holds more than the 50 MB that are read; raise the limit with --max-size" in done.sentence


def test_the_limit_can_be_raised_and_lowered(parchk: Callable[..., Finished], tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(hostile.TASK + "\n" * (2 * MIB), "utf-8")
    assert parchk("extract", path, "--max-size", "1").code == 3
    assert parchk("extract", path, "--max-size", "3").code == 0


def test_standard_input_has_the_same_limit(parchk: Callable[..., Finished]) -> None:
    done = parchk("extract", "-", "--max-size", "1", stdin=b"x" * (2 * MIB))
    assert done.code == 3
    assert done.sentence.startswith("standard input holds more than the 1 MB")


def test_what_is_unpacked_counts() -> None:
    data = hostile.rezipped(hostile.form("typed.docx"), {"word/document.xml": b" " * (3 * MIB)})
    assert len(data) < MIB
    with pytest.raises(InputError, match="holds more than the 2 MB that are read"):
        read_bytes(data, "a.docx", Limits(size=2 * MIB))


def test_a_pdf_has_a_limit_of_pages() -> None:
    with pytest.raises(InputError, match=r"2 pages.*--max-pages"):
        read_bytes(hostile.form("automatic.pdf"), "a.pdf", Limits(pages=1))


def test_a_document_has_a_limit_of_time(parchk: Callable[..., Finished], tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text((hostile.TASK + "\n") * 100_000, "utf-8")
    done = parchk("extract", path, "--max-seconds", "1", "-o", tmp_path / "a.json")
    assert done.code == 3
    assert (
        "took longer than the 1 seconds that one document may take; raise the limit with --max-seconds" in done.sentence
    )
    assert not (tmp_path / "a.json").exists()


# --- nothing leaves the machine, nothing else on it is opened -----------------------------------------------------

WATCHED = """
import sys

CONNECTIONS = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg")
PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "pty.spawn")

def watch(event, arguments):
    if event in (*CONNECTIONS, *PROGRAMS):
        sys.__stderr__.write(f"WATCHED {event} {arguments}\\n")

sys.addaudithook(watch)
from parchk.__main__ import main

folder, *paths = sys.argv[1:]
codes = [main(["extract", path, "-o", f"{folder}/{number}.json"]) for number, path in enumerate(paths)]
codes.append(main(["extract", paths[0], "--nlp", "always", "-o", f"{folder}/asked.csv"]))
sys.exit(max(codes))
"""


@pytest.mark.slow
def test_no_form_makes_the_program_open_a_connection_or_start_another(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, tmp_path, *FORMS], capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "WATCHED" not in done.stderr


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """An address of this machine, and what was asked of it."""
    asked: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.2)
    done = threading.Event()

    def serve() -> None:
        while not done.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            asked.append(connection.recv(200))
            connection.close()

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
    done.set()
    thread.join()
    server.close()


def test_references_to_the_outside_are_not_followed(listener: tuple[str, list[bytes]]) -> None:
    address, asked = listener
    socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))).close()  # it does listen
    entity = f'<!DOCTYPE x SYSTEM "{address}/x.dtd" [<!ENTITY a11 SYSTEM "{address}/e">]>'
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId99"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
        f' Target="{address}/t.dotm" TargetMode="External"/></Relationships>'
    )
    page = (
        f'<html><head><base href="{address}/"><link rel=stylesheet href=s.css><script src=s.js></script></head><body>'
        f"<img src=i.png><iframe src=f></iframe><object data=o></object><p>{hostile.TASK}</body></html>"
    )
    picture = f'{{\\rtf1 {{\\field{{\\*\\fldinst INCLUDEPICTURE "{address}/p.png"}}{{\\fldrslt x}}}}}}'
    files = {
        "entity.docx": hostile.document("<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", before=entity),
        "template.docx": hostile.rezipped(
            hostile.form("typed.docx"), {"word/_rels/settings.xml.rels": relation.encode()}
        ),
        "entity.odt": hostile.open_document("<text:p>&a11;</text:p>", before=entity),
        "page.html": page.encode(),
        "page.xhtml": f"<?xml version='1.0'?>{entity}<html><p>&a11; {hostile.TASK}</p></html>".encode(),
        "picture.rtf": picture.encode(),
    }
    for name, data in files.items():
        try:
            read_bytes(data, name)
        except InputError:
            assert name.startswith("entity")
    assert [request for request in asked if request] == []


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_no_folder_is_in_the_result(path: Path) -> None:
    result = EXTRACT(read_bytes(path.read_bytes(), str(path)))
    assert result.source.name == path.name
    assert str(path.parent) not in json.dumps(result.model_dump(), ensure_ascii=False)
