"""What reading the rules gives is kept between runs: never required, never trusted blindly, never another result."""

import os
import shutil
from pathlib import Path

import pytest

from parchk.pipeline import Extractor
from parchk.read import from_text
from parchk.ruleset import load

TEXT = "Kính gửi: UBND các xã\n1. Giao Phòng Nội vụ lập danh sách, gửi UBND huyện trước ngày 20/8/2022.\n"


def extracted(folder: Path) -> str:
    """One document by rules that are read through a cache in ``folder``, as a run of the program reads them."""
    rules = load(cache_in=folder)
    result = Extractor(rules)(from_text(TEXT)).model_dump_json()
    rules.save_cache()
    return result


@pytest.fixture(scope="module")
def without() -> str:
    return Extractor(load())(from_text(TEXT)).model_dump_json()


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory, without: str) -> Path:
    """The file that one run leaves."""
    folder = tmp_path_factory.mktemp("cache")
    assert extracted(folder) == without
    (file,) = folder.iterdir()
    return file


@pytest.fixture
def kept(first_run: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return Path(shutil.copy2(first_run, tmp_path))


def test_the_second_run_reads_the_file_and_gives_the_same(kept: Path, without: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tomllib.loads", None)  # no rule file is parsed
    before = kept.stat().st_mtime_ns
    assert extracted(kept.parent) == without
    assert kept.stat().st_mtime_ns == before, "nothing was new, so nothing is written"


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"20", b"21", 1),
        lambda data: data[:-2] + b"}}",
        lambda data: data.replace(data.split(b"\n")[0], b"0" * 64),
        lambda data: b"\xff\xfe" + data,
        lambda _: b"cposix\nsystem\n(S'touch owned'\ntR.",
    ],
    ids=["empty", "cut", "changed", "another end", "another rule set", "no text", "a pickle"],
)
def test_a_damaged_file_is_not_used_and_written_anew(kept: Path, without: str, damage):
    good = kept.read_bytes()
    kept.write_bytes(damage(good))
    assert extracted(kept.parent) == without
    assert kept.read_bytes() == good


def test_a_folder_that_is_none_changes_nothing(tmp_path: Path, without: str):
    (tmp_path / "file").write_text("")
    assert extracted(tmp_path / "file") == without


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root and Windows write anywhere")
def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path: Path, without: str):
    tmp_path.chmod(0o500)
    assert extracted(tmp_path) == without


def test_own_rules_have_a_file_of_their_own(kept: Path, tmp_path: Path):
    own = tmp_path / "own"
    own.mkdir()
    for word in ("bản tin", "tập san"):
        (own / "units.toml").write_text(f'[lists]\nanchors = ["{word}"]\n', "utf-8")
        load(own, cache_in=tmp_path).save_cache()
    assert kept.exists()
    assert len(list(tmp_path.glob("rules-*.json"))) == 3


def test_only_the_files_written_last_are_left(kept: Path):
    for number in range(12):
        old = kept.with_name(f"rules-{number:016x}.json")
        old.write_text("old")
        os.utime(old, (number, number))
    kept.unlink()
    extracted(kept.parent)
    left = sorted(file.name for file in kept.parent.iterdir() if file != kept)
    assert left == [f"rules-{number:016x}.json" for number in range(5, 12)]
