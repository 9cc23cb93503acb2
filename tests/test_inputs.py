"""Which documents a command finds, in which order, and where their results belong."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parchk.inputs import REPORT, STATE, find_inputs
from parchk.read import SUFFIXES

needs_bytes = pytest.mark.skipif(os.name == "nt", reason="names are bytes on POSIX only")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def made(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()


def places(*paths: str, leave_out: tuple[Path, ...] = ()) -> list[str]:
    return [str(document.place) for document in find_inputs(paths, leave_out=leave_out).documents]


def names(*paths: str) -> list[str]:
    return [document.name for document in find_inputs(paths).documents]


# What is found


def test_a_folder_gives_the_kinds_that_are_read_at_any_depth_in_the_order_of_names() -> None:
    made("docs/b.docx", "docs/a/z.txt", "docs/a/b/c.PDF", "docs/c.md", "docs/picture.png", "docs/a/sheet.xlsx")
    found = find_inputs(["docs"])
    assert [document.name for document in found.documents] == [
        "docs/a/b/c.PDF",
        "docs/a/z.txt",
        "docs/b.docx",
        "docs/c.md",
    ]
    assert found.skipped == 2
    assert found.missing == []


def test_hidden_files_lock_files_and_linked_folders_are_left_out_and_not_counted() -> None:
    made("docs/a.txt", "docs/.b.txt", "docs/.git/c.txt", "docs/~$d.docx", "elsewhere/e.txt")
    Path("docs/link").symlink_to(Path("elsewhere").resolve())
    Path("docs/f.txt").symlink_to(Path("elsewhere/e.txt").resolve())
    found = find_inputs(["docs"])
    assert [document.name for document in found.documents] == ["docs/a.txt", "docs/f.txt"]
    assert found.skipped == 0


def test_a_file_given_by_name_is_taken_whatever_it_is() -> None:
    made("letter", ".hidden.txt", "sheet.xlsx")
    assert names("sheet.xlsx", "letter", ".hidden.txt") == ["sheet.xlsx", "letter", ".hidden.txt"]


def test_files_without_an_ending_in_a_folder_are_not_documents() -> None:
    made("docs/Makefile", "docs/a.txt")
    found = find_inputs(["docs"])
    assert (len(found.documents), found.skipped) == (1, 1)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("docs/*.txt", ["docs/a.txt", "docs/b.txt"]),
        ("docs/?.md", ["docs/c.md"]),
        ("docs/[ac].*", ["docs/a.txt", "docs/c.md"]),
        ("docs/**/*.txt", ["docs/a.txt", "docs/b.txt", "docs/sub/deep/d.txt"]),
        ("**/d.txt", ["docs/sub/deep/d.txt"]),
        ("docs/**", ["docs/a.txt", "docs/b.txt", "docs/c.md", "docs/sub/deep/d.txt"]),
        ("docs/s*", ["docs/sub/deep/d.txt"]),
        ("*/sub/*/d.txt", ["docs/sub/deep/d.txt"]),
        ("./docs/*.md", ["./docs/c.md"]),
        ("docs/.*", ["docs/.h.txt"]),
    ],
)
def test_patterns(pattern: str, found: list[str]) -> None:
    made("docs/a.txt", "docs/b.txt", "docs/c.md", "docs/sub/deep/d.txt", "docs/.h.txt", "docs/~$a.docx")
    assert names(pattern) == found


def test_links_that_go_round_end_a_pattern_as_they_end_a_folder() -> None:
    made("docs/a.txt")
    for name in ("one", "two"):
        Path("docs", name).symlink_to(Path("docs").resolve())
    assert names("docs/**/*.txt") == names("docs") == ["docs/a.txt"]


def test_a_file_of_that_very_name_wins_over_the_pattern() -> None:
    made("a[1].txt", "a1.txt")
    assert names("a[1].txt") == ["a[1].txt"]
    assert names("a[1]*.txt") == ["a1.txt"]


def test_each_document_counts_once_by_the_first_way_to_it() -> None:
    made("docs/a.txt", "docs/b.txt")
    Path("docs/link.txt").symlink_to(Path("docs/a.txt").resolve())
    assert names("docs/b.txt", "docs", "docs/*.txt", "./docs/a.txt") == ["docs/b.txt", "docs/a.txt"]
    assert names("docs/link.txt", "docs/a.txt") == ["docs/link.txt"]


def test_what_the_command_writes_is_left_out() -> None:
    made("docs/a.txt", "docs/out/b.txt", "docs/out/.parchk/c.txt", "docs/all.md", "docs/a.txt.json")
    found = find_inputs(["docs"], leave_out=[Path("docs/out"), Path("docs/all.md")])
    assert [document.name for document in found.documents] == ["docs/a.txt"]
    assert found.skipped == 0


def test_what_is_not_there_is_said_and_stops_nothing() -> None:
    made("a.txt")
    found = find_inputs(["gone.txt", "*.docx", "", "a.txt/b.txt", "nul\0.txt", "a.txt"])
    assert [document.name for document in found.documents] == ["a.txt"]
    assert [name for name, _ in found.missing] == ["gone.txt", "*.docx", "", "a.txt/b.txt", "nul\0.txt"]
    assert [reason for _, reason in found.missing][:2] == [
        "gone.txt does not exist; check its name and folder",
        "*.docx matches no file; check its folder and its spelling",
    ]


def test_a_link_that_leads_nowhere_is_a_document_that_cannot_be_read() -> None:
    made("docs/a.txt")
    Path("docs/b.txt").symlink_to("gone.txt")
    assert names("docs") == ["docs/a.txt", "docs/b.txt"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_said() -> None:
    made("docs/a.txt", "docs/locked/b.txt")
    Path("docs/locked").chmod(0)
    found = find_inputs(["docs"])
    Path("docs/locked").chmod(0o755)
    assert names("docs") == ["docs/a.txt"]
    assert found.missing == [("docs/locked", "docs/locked may not be read by you; ask for the permission")]


def test_a_folder_may_be_deeper_than_the_stack_of_python(here: Path) -> None:
    made("docs/a.txt")
    depth = 1200
    try:
        os.chdir("docs")
        for _ in range(depth):
            Path("x").mkdir()
            os.chdir("x")
        Path("b.txt").touch()
        os.chdir(here)
        found = find_inputs(["docs"])
    finally:  # what removes the folders of tests walks with recursion
        os.chdir(here / "docs" / "/".join("x" * depth))
        Path("b.txt").unlink()
        for _ in range(depth):
            os.chdir("..")
            Path("x").rmdir()
        os.chdir(here)
    assert [len(document.path.parts) for document in found.documents] == [2, depth + 2]


# Where results belong


def test_the_place_is_relative_to_the_folder_given(here: Path) -> None:
    made("docs/sub/x.docx")
    assert places("docs") == places("docs/") == places("./docs") == places(str(here / "docs")) == ["sub/x.docx"]
    assert places("docs/sub/x.docx") == places("docs/*/x.docx") == ["docs/sub/x.docx"]


def test_absolute_paths_and_ways_up_keep_what_is_inside_the_current_folder(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made("work/sub/x.txt", "other/y.txt")
    monkeypatch.chdir(here / "work")
    assert places(str(here / "work/sub/x.txt")) == ["sub/x.txt"]
    assert places("sub/../sub/x.txt") == ["sub/x.txt"]
    assert places("../other/y.txt") == places(str(here / "other/y.txt")) == ["y.txt"]


def test_of_two_documents_for_one_place_the_later_has_a_hash_of_its_path() -> None:
    made("one/a.txt", "two/a.txt", "three/a.txt")
    first, second, third = places("one", "two", "three")
    assert first == "a.txt"
    assert second.startswith("a~")
    assert second.endswith(".txt")
    assert len({first, second, third}) == 3
    assert places("one", "two") == [first, second]
    assert places("one", "three") == [first, third]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a/Ngày.txt", "b/" + unicodedata.normalize("NFD", "Ngày.txt")),
        ("a/Ke-Hoach.txt", "b/ke-hoach.TXT"),
        ("a/ĐỀ.txt", "b/" + unicodedata.normalize("NFD", "đề.txt")),
        ("a/Straße.txt", "b/STRASSE.txt"),
        ("a/x:y.txt", "b/x_y.txt"),
    ],
)
def test_names_that_some_file_system_takes_for_one_get_places_of_their_own(one: str, other: str) -> None:
    made(one, other)
    first, second = places("a", "b")
    assert "~" not in first
    assert "~" in second


def test_a_hash_that_is_taken_grows() -> None:
    made("one/a.txt", "two/a.txt")
    taken = places("one", "two")[1]
    made(f"zero/{taken}")
    found = places("zero", "one", "two")
    assert found[:2] == [taken, "a.txt"]
    assert len(set(found)) == 3
    assert found[2].startswith(taken.removesuffix(".txt"))


def test_report_and_state_cannot_be_taken() -> None:
    made("docs/a.txt", "docs/report.json/b.txt", "report", "Report", ".parchk/c.txt", ".PARCHK/d.txt")
    found = places("docs", "report", "Report", ".parchk/c.txt", ".PARCHK/d.txt")
    assert not {f"{place}.json".lower() for place in found} & {REPORT}
    assert not {PurePosixPath(place).parts[0].lower() for place in found} & {REPORT, STATE}
    assert len(set(found)) == 6


def test_a_folder_is_not_called_like_the_result_beside_it() -> None:
    made("docs/a.txt", "docs/a.txt.json/b.txt")
    first, second = places("docs")
    assert PurePosixPath(second).parts[0] != f"{first}.json"


@needs_bytes
def test_hostile_names_become_names_that_every_system_takes() -> None:
    hostile = ["a\nb.txt", "con.txt", "AUX", "what?.txt", "x" * 251 + ".txt", "dot..txt", os.fsdecode(b"\xff\xfe.txt")]
    made(*(f"docs/{name}" for name in hostile), "docs/nul /x.txt", "docs/end./y.txt")
    found = find_inputs(["docs", "docs/AUX"])
    assert len(found.documents) == len(hostile) + 2
    for document in found.documents:
        check(document.place)
    by_name = {document.name: str(document.place) for document in found.documents}
    assert by_name["docs/\ufffd\ufffd.txt"].startswith("__~")
    assert by_name["docs/con.txt"] == "_con.txt"
    assert by_name["docs/a\nb.txt"] == "a_b.txt"
    assert by_name["docs/" + "x" * 251 + ".txt"].endswith(".txt")


def check(place: PurePosixPath) -> None:
    """A place is a relative path of plain names that every usual file system takes."""
    assert not place.is_absolute()
    for part in place.parts:
        assert part not in {"", ".", ".."}
        assert not set(part) & set('<>:"/\\|?*')
        assert part.isprintable() or all(ord(sign) > 31 for sign in part)
        assert not part.endswith((" ", "."))
        assert part.split(".")[0].lower() not in {"con", "aux", "nul", "prn", "com1", "lpt1"}
        assert len(part.encode()) <= 255
    assert len(f"{place.name}.json".encode()) <= 255
    assert f"{place}.json".casefold() != REPORT
    assert place.parts[0].casefold() != STATE


NAMES = st.text(
    st.sampled_from("aAàÀà ßı.~:\n\x7f\u202econ\u0301" + os.fsdecode(b"\xff")) if os.name != "nt" else "ab", max_size=8
).map(lambda name: name + "x.txt")


@given(st.lists(st.tuples(st.sampled_from(["", "../", "./", "sub/../../"]), NAMES), min_size=1, max_size=6))
@example([("../", "x.txt"), ("", "x.txt"), ("./", "X.txt")])
@example([("", "report"), ("", "x" * 300)])
def test_no_path_leaves_the_output_folder_and_no_two_places_are_one(paths: list[tuple[str, str]]) -> None:
    from parchk.inputs import _Finder, _relative  # noqa: PLC0415 - files of such names cannot be made everywhere

    finder = _Finder([], SUFFIXES)
    for before, name in paths:
        finder._add_document(before + name, _relative(before + name))
    found = [document.place for document in finder.documents]
    for place in found:
        check(place)
    assert len({unicodedata.normalize("NFC", str(place).casefold()) for place in found}) == len(found)
