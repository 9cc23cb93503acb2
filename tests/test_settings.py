"""The configuration: where it is found, what it may say, what beats it."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from parchk.errors import UsageError
from parchk.settings import Configuration, find_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Finished

    Parchk = Callable[..., Finished]

ROOT = Path(__file__).parent.parent
DONE, WRONG_USAGE = 0, 2


def write(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


# Where it is found


def test_without_a_file_there_are_the_defaults(tmp_path: Path) -> None:
    configuration = find_settings([str(tmp_path)])
    assert configuration == Configuration()
    assert not any(entry.is_from_file for entry in configuration)
    assert (configuration.settings.nlp, configuration.settings.check.fail_on) == ("auto", "error")


def test_it_is_found_upwards_from_the_input(tmp_path: Path) -> None:
    file = write(tmp_path / "parchk.toml", 'nlp = "off"')
    document = write(tmp_path / "2022" / "7" / "a.txt", "")
    assert find_settings([str(document)]).file == file
    assert find_settings([str(document.parent)]).settings.nlp == "off"


def test_the_nearest_folder_wins_and_the_own_file_before_the_shared_one(tmp_path: Path) -> None:
    write(tmp_path / "parchk.toml", "max-pages = 1")
    folder = tmp_path / "a"
    shared = write(folder / "pyproject.toml", "[tool.parchk]\nmax-pages = 2")
    assert find_settings([str(folder)]).file == shared
    own = write(folder / "parchk.toml", "max-pages = 3")
    assert find_settings([str(folder)]).file == own
    assert find_settings([str(folder)]).settings.max_pages == 3


def test_a_shared_file_that_is_about_others_is_passed_over(tmp_path: Path) -> None:
    file = write(tmp_path / "parchk.toml", "max-pages = 1")
    for content in ("[tool.other]\nx = 1", 'name = "parchk"', "[[ broken", "tool = 1 # parchk"):
        write(tmp_path / "a" / "pyproject.toml", content)
        assert find_settings([str(tmp_path / "a")]).file == file


def test_several_inputs_share_the_file_of_their_common_folder(tmp_path: Path) -> None:
    outer = write(tmp_path / "parchk.toml", "max-pages = 1")
    inner = write(tmp_path / "a" / "parchk.toml", "max-pages = 2")
    one, two = write(tmp_path / "a" / "x" / "1.txt", ""), write(tmp_path / "a" / "y" / "2.txt", "")
    other = write(tmp_path / "b" / "3.txt", "")
    assert find_settings([str(one), str(two)]).file == inner
    assert find_settings([str(one), str(other)]).file == outer
    assert find_settings([str(tmp_path / "a" / "*" / "*.txt")]).file == inner
    assert find_settings([str(tmp_path / "a" / "nowhere.txt")]).file == inner


def test_standard_input_and_no_input_look_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "parchk.toml", "")
    folder = tmp_path / "a"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for paths in (["-"], [], ["x.txt"], ["*.txt"]):
        assert find_settings(paths).file == file


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a folder that somebody is in")
def test_a_current_folder_that_is_gone_has_no_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    for paths in (["-"], [], ["x.txt"]):
        assert find_settings(paths).file is None


def test_a_folder_of_that_name_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "parchk.toml").mkdir()
    assert find_settings([str(tmp_path)]).file is None


def test_a_file_can_be_named(tmp_path: Path) -> None:
    write(tmp_path / "parchk.toml", "max-pages = 1")
    named = write(tmp_path / "office.toml", "max-pages = 2")
    shared = write(tmp_path / "x" / "pyproject.toml", "[tool.parchk]\nmax-pages = 3")
    assert find_settings([str(tmp_path)], named).settings.max_pages == 2
    assert find_settings([str(tmp_path)], shared).settings.max_pages == 3
    with pytest.raises(UsageError, match=r"nowhere\.toml cannot be read"):
        find_settings([], tmp_path / "nowhere.toml")
    with pytest.raises(UsageError, match=r"has no table \[tool\.parchk\]"):
        find_settings([], write(tmp_path / "y" / "pyproject.toml", "[tool.x]"))


# What it may say


def test_paths_are_relative_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(
        tmp_path / "office" / "parchk.toml", 'rules = "own"\ncalendar = "/x/lich.toml"\n[check]\nbaseline = "../b.json"'
    )
    monkeypatch.chdir(tmp_path)
    for config in (file, file.relative_to(tmp_path)):
        settings = find_settings([], config).settings
        assert settings.rules == tmp_path / "office" / "own"
        assert str(settings.calendar) == os.path.normpath("/x/lich.toml")
        assert settings.check.baseline == tmp_path / "office" / ".." / "b.json"


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "parchk.toml").write_bytes(b"\xef\xbb\xbfmax-pages = 5\r\n")
    assert find_settings([str(tmp_path)]).settings.max_pages == 5


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('nlpp = "off"', "key 'nlpp': not known; did you mean 'nlp'?"),
        ("max_size = 5", "key 'max_size': not known; did you mean 'max-size'?"),
        ('fail-on = "never"', "key 'fail-on': not known; did you mean 'check.fail-on'?"),
        ('[check]\nfailon = "never"', "key 'check.failon': not known; did you mean 'check.fail-on'?"),
        ("[chekc]\nx = 1", "key 'chekc': not known"),
        ("zzz = 1", "key 'zzz': not known; the keys are rules, calendar, "),
        ('nlp = "maybe"', "key 'nlp': 'maybe' is not one of 'auto', 'off', 'always'"),
        ('max-size = "5"', "key 'max-size': must be a whole number, not '5'"),
        ("max-size = true", "key 'max-size': must be a whole number, not True"),
        ("max-size = 0", "key 'max-size': must be 1 or more, not 0"),
        ("rules = 5", "key 'rules': must be a path in quotation marks, not 5"),
        ("check = 5", "key 'check': must be a table, not 5"),
        ('[check]\nselect = "no-lead"', "key 'check.select': must be a list in square brackets, not 'no-lead'"),
        ("[check]\nselect = []", "key 'check.select': must name at least one"),
        ("[check]\nignore = [5]", "key 'check.ignore.0': must be a text in quotation marks, not 5"),
        (
            '[check.severity]\nno-lead = "fatal"',
            "key 'check.severity.no-lead': 'fatal' is not one of 'error', 'warning'",
        ),
        ("[batch]\njobs = 0", "key 'batch.jobs': must be 1 or more, not 0"),
        ("max-size = 5000", "key 'max-size': must be 4096 or less, not 5000"),
        ("max-seconds = '5'", "key 'max-seconds': must be a number, not '5'"),
        ("check.severity = 5", "key 'check.severity': must be a table, not 5"),
        ("nlp = ", "is not a TOML file"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_key(tmp_path: Path, content: str, said: str) -> None:
    file = write(tmp_path / "parchk.toml", content)
    with pytest.raises(UsageError) as raised:
        find_settings([str(tmp_path)])
    assert str(raised.value).startswith(str(file))
    assert said in str(raised.value)


def test_keys_of_the_shared_file_are_named_in_full(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.parchk.check]\nx = 1")
    with pytest.raises(UsageError, match=r"pyproject\.toml, key 'tool\.parchk\.check\.x': not known"):
        find_settings([str(tmp_path)])


# What beats it


def test_the_command_line_beats_the_file_and_the_file_the_default(tmp_path: Path) -> None:
    write(tmp_path / "parchk.toml", 'nlp = "off"\nmax-pages = 5\n[check]\nfail-on = "never"')
    settings = find_settings([str(tmp_path)]).overlaid(
        {"nlp": "always", "max-pages": None, "check.fail-on": "warning", "check.ignore": []}
    )
    assert (settings.nlp, settings.max_pages, settings.max_seconds) == ("always", 5, 120)
    assert (settings.check.fail_on, settings.check.ignore) == ("warning", [])


def test_every_key_can_be_overlaid() -> None:
    for entry in Configuration():
        assert Configuration().overlaid({entry.key: "x"}) != Configuration().settings


@pytest.mark.slow
def test_extract_reads_it(parchk: Parchk, document: Path, tmp_path: Path) -> None:
    write(tmp_path / "lich.toml", 'weekend = ["XX"]')
    file = write(tmp_path / "parchk.toml", 'calendar = "lich.toml"')
    assert f"calendar {tmp_path / 'lich.toml'}" in parchk("extract", document).sentence
    file.write_text("max-size = 1\nlang = 'vi'\n", "utf-8")
    assert "nhiệm vụ" in parchk("extract", document, "--format", "table").errors
    assert "tasks" in parchk("extract", document, "--format", "table", "--lang", "en").errors
    document.write_bytes(b" " * 1024 * 1024 * 2)
    assert "more than the 1 MB" in parchk("extract", document).sentence
    assert parchk("extract", document, "--max-size", "3").code == DONE
    file.write_text("max-sizes = 1\n", "utf-8")
    done = parchk("extract", document)
    assert done.code == WRONG_USAGE
    assert f"{file}, key 'max-sizes'" in done.sentence
    assert parchk("extract", document, "--config", write(tmp_path / "other.toml", "")).code == DONE


@pytest.mark.slow
def test_batch_reads_it(parchk: Parchk, document: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "parchk.toml", "max-size = 1\n[batch]\njobs = 1\n")
    document.write_bytes(b" " * 1024 * 1024 * 2)
    assert "more than the 1 MB" in parchk("batch", document, "-o", tmp_path / "out").errors
    assert parchk("batch", document, "-o", tmp_path / "out", "--max-size", "3").code == DONE
    file.write_text("[batch]\njob = 1\n", "utf-8")
    assert "key 'batch.job': not known; did you mean 'batch.jobs'?" in parchk("batch", document, "-o", "out").sentence


# What is written about it


def test_the_page_names_every_key_and_its_default(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    rows = {key: default.strip() for key, default in re.findall(r"^\| `(\S+)` \|[^|]*\|([^|]*)\|", page, re.MULTILINE)}
    entries = {entry.key: entry.value for entry in Configuration()}
    assert list(rows) == list(entries)
    for key, written in rows.items():
        if isinstance(entries[key], int | float):
            assert float(written) == entries[key]
        elif isinstance(entries[key], str):
            assert written == f"`{entries[key]}`"
    example = write(tmp_path / "parchk.toml", re.findall(r"```toml\n(.*?)```", page, re.DOTALL)[0])
    assert sum(entry.is_from_file for entry in find_settings([], example)) == 9


# What shows it


def test_config_show_says_where_each_value_comes_from(parchk: Parchk, document: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "parchk.toml", 'nlp = "off"\n[check]\nignore = ["no-lead"]\n[check.severity]\nx = "off"')
    lines = parchk("config", "show", document).text.splitlines()
    rows = {line.split()[0]: line for line in lines}
    assert rows["nlp"].split() == ["nlp", '"off"', str(file)]
    assert rows["check.ignore"].split() == ["check.ignore", '["no-lead"]', str(file)]
    assert '{x = "off"}' in rows["check.severity"]
    assert rows["max-pages"].split() == ["max-pages", "1000", "default"]
    assert rows["batch.jobs"].split() == ["batch.jobs", "-", "default"]
    shown = json.loads(parchk("config", "show", "--format", "json", cwd=tmp_path).text)
    assert shown["file"] == str(file)
    assert shown["settings"][3] == {"key": "nlp", "value": "off", "from": str(file)}
    assert [row["key"] for row in shown["settings"]] == [entry.key for entry in Configuration()]


def test_config_show_refuses_what_is_wrong(parchk: Parchk, tmp_path: Path) -> None:
    write(tmp_path / "parchk.toml", "nlpp = 1")
    done = parchk("config", "show", tmp_path)
    assert (done.code, done.data) == (WRONG_USAGE, b"")
    assert "did you mean 'nlp'?" in done.sentence
