"""The command line as its users meet it: what they type, what they get, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
import tomllib
from typing import TYPE_CHECKING

import jsonschema
import pytest

from parchk import Directive, extract
from parchk.__main__ import main
from parchk.ruleset import load
from parchk.write.rules import as_toml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Finished

    Parchk = Callable[..., Finished]

DONE, WRONG_USAGE, UNREADABLE, WRONG_RULE = 0, 2, 3, 4
FORMATS = ["json", "jsonl", "csv", "tsv", "md", "ics", "html", "table"]
OWN_RULE = """
[[rule]]
id = "khan-truong-lap"
name = "khẩn trương lập"
kind = "verb"
words = ["khẩn trương lập"]
examples = ["Phòng Nội vụ khẩn trương lập danh sách."]
"""


# What it says of itself


def test_version(parchk: Parchk) -> None:
    done = parchk("--version")
    assert done.code == DONE
    assert done.text.startswith("parchk ")


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["extract"],
        ["batch"],
        ["check"],
        ["config"],
        ["config", "show"],
        ["convert"],
        ["due"],
        ["rules"],
        ["rules", "list"],
        ["rules", "show"],
        ["rules", "check"],
        ["schema"],
        ["trace"],
        ["eval"],
    ],
    ids=" ".join,
)
def test_every_command_has_help(parchk: Parchk, command: list[str]) -> None:
    done = parchk(*command, "--help")
    assert done.code == DONE
    assert done.text.startswith(f"Usage: parchk {' '.join(command)}".rstrip())
    assert done.text == parchk(*command, "-h").text


def test_the_schema_describes_the_results(parchk: Parchk, document: Path) -> None:
    schema = json.loads(parchk("schema").text)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "$id" not in schema
    jsonschema.Draft202012Validator.check_schema(schema)
    for options in ([], ["--with-text"], ["--issued-on", "2022-07-05"]):
        result = json.loads(parchk("extract", document, *options).text)
        jsonschema.validate(result, schema, jsonschema.Draft202012Validator)


# extract


def test_a_document_becomes_json_with_its_tasks(parchk: Parchk, document: Path, text: str) -> None:
    done = parchk("extract", document)
    result = json.loads(done.text)
    assert (done.code, done.errors) == (DONE, "")
    assert result["schema_version"] == "1.0"
    assert result["source"]["name"] == "cong-van.txt"
    assert result["source"]["chars"] == len(text)
    assert result["document"]["number"] == "412/UBND-NV"
    assert "2022-08-20" in [deadline.get("due") for task in result["tasks"] for deadline in task["deadlines"]]


def test_every_span_is_a_place_in_the_text_as_read(extracted: Parchk, text: str) -> None:
    result = json.loads(extracted("--with-text").text)
    assert result["source"]["text"] == text
    for task in result["tasks"]:
        assert " ".join(text[slice(*task["span"])].split()) == task["text"]


def test_a_dash_is_standard_input(parchk: Parchk, document: Path, text: str) -> None:
    from_file = json.loads(parchk("extract", document).text)
    from_stdin = json.loads(parchk("extract", "-", stdin=text.encode()).text)
    assert from_stdin["source"].pop("name") == "stdin"
    assert from_file["source"].pop("name") == "cong-van.txt"
    assert from_stdin == from_file


def test_an_empty_document_has_no_tasks(parchk: Parchk, tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    done = parchk("extract", tmp_path / "a.txt")
    assert done.code == DONE
    assert json.loads(done.text)["tasks"] == []


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_input_gives_the_same_bytes(parchk: Parchk, extracted: Parchk, document: Path, name: str) -> None:
    first = extracted("--format", name)
    second = parchk("extract", document, "--format", name, PYTHONHASHSEED="2")
    assert first.code == DONE
    assert first.data
    assert first.data == second.data


@pytest.mark.parametrize("name", ["json", "csv", "table"])
@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "cp1252"}]
)
def test_results_are_utf8_whatever_the_locale_says(
    parchk: Parchk, extracted: Parchk, document: Path, name: str, locale: dict[str, str]
) -> None:
    done = parchk("extract", document, "--format", name, **locale)
    assert done.code == DONE
    assert done.data == extracted("--format", name).data
    assert "Phòng Nội vụ" in done.text


def test_the_day_of_issue_can_be_given_either_way(parchk: Parchk, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("1. Giao Phòng Nội vụ lập danh sách trước ngày 20/8.\n", "utf-8")
    iso = parchk("extract", tmp_path / "a.txt", "--issued-on", "2022-07-05")
    vietnamese = parchk("extract", tmp_path / "a.txt", "--issued-on", "05/7/2022")
    assert json.loads(iso.text)["document"]["issued_on"] == "2022-07-05"
    assert json.loads(iso.text)["document"]["issued_on_source"] == "option"
    assert iso.data == vietnamese.data


def test_csv_reads_back(extracted: Parchk) -> None:
    done = extracted("--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.text, newline="")))
    tasks = json.loads(extracted().text)["tasks"]
    assert [row["id"] for row in rows] == [task["id"] for task in tasks]
    assert [row["task"] for row in rows] == [task["text"] for task in tasks]


def test_csv_in_vietnamese_for_excel(extracted: Parchk) -> None:
    done = extracted("--format", "csv", "--lang", "vi", "--excel")
    assert done.text.startswith("\ufeffSTT;Mục;Nội dung nhiệm vụ;Đơn vị chủ trì;")


def test_csv_keeps_its_columns_in_a_vietnamese_locale(parchk: Parchk, document: Path) -> None:
    assert parchk("extract", document, "--format", "csv", LANG="vi_VN.UTF-8").text.startswith("id,section,task,")


# Where results go


def test_nothing_but_the_result_is_on_standard_output(parchk: Parchk, document: Path) -> None:
    done = parchk("extract", document, "--format", "json", "-v")
    json.loads(done.text)
    assert " tasks, " in done.errors


def test_the_table_comes_with_a_summary_beside_it(parchk: Parchk, document: Path) -> None:
    done = parchk("extract", document, "--format", "table")
    assert "Phòng Nội vụ" in done.text
    assert " with a deadline, " in done.errors
    assert parchk("extract", document, "--format", "table", "-q").errors == ""


def test_messages_follow_the_locale_and_the_option(parchk: Parchk, document: Path) -> None:
    table = ("extract", document, "--format", "table")
    assert "nhiệm vụ" in parchk(*table, LANG="vi_VN.UTF-8").errors
    assert "nhiệm vụ" in parchk(*table, "--lang", "vi").errors
    assert " tasks, " in parchk(*table, "--lang", "en", LANG="vi_VN.UTF-8").errors


def on_a_terminal(environment: dict[str, str], *arguments: str | Path, **variables: str) -> str:
    """What ``parchk`` shows when standard output is a terminal."""
    ours, theirs = pty.openpty()
    try:
        with subprocess.Popen(
            [sys.executable, "-m", "parchk", *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=subprocess.DEVNULL,
            env=environment | {"TERM": "xterm"} | variables,
        ) as process:
            os.close(theirs)
            shown = b""
            try:
                while chunk := os.read(ours, 65536):
                    shown += chunk
            except OSError:  # Linux says so when the other end is closed
                pass
            assert process.wait() == DONE
    finally:
        os.close(ours)
    return shown.decode("utf-8")


def test_a_terminal_gets_a_table_in_colours(environment: dict[str, str], document: Path) -> None:
    shown = on_a_terminal(environment, "extract", document)
    assert "╭" in shown
    assert "\x1b[" in shown


def test_colours_can_be_refused(environment: dict[str, str], document: Path) -> None:
    assert "\x1b" not in on_a_terminal(environment, "extract", document, NO_COLOR="1")
    assert "\x1b" not in on_a_terminal(environment, "extract", document, "--no-color")
    assert "\x1b" not in on_a_terminal(environment, "extract", document, TERM="dumb")


def test_an_explanation_shows_words_and_rules(parchk: Parchk, document: Path) -> None:
    done = parchk("extract", document, "--explain")
    assert "← “" in done.text
    assert "Because" in done.text


@pytest.mark.parametrize("name", ["json", "jsonl", "csv", "tsv", "md"])
def test_the_ending_of_the_output_names_its_format(
    parchk: Parchk, extracted: Parchk, document: Path, tmp_path: Path, name: str
) -> None:
    target = tmp_path / f"out.{name}"
    done = parchk("extract", document, "-o", target)
    assert (done.code, done.data) == (DONE, b"")
    assert target.read_bytes() == extracted("--format", name).data
    assert str(target) in done.errors


def test_a_named_format_counts_more_than_the_ending(parchk: Parchk, document: Path, tmp_path: Path) -> None:
    parchk("extract", document, "-o", tmp_path / "out.txt", "--format", "csv")
    assert (tmp_path / "out.txt").read_bytes().startswith(b"id,section,")


def test_the_output_is_replaced_as_a_whole(parchk: Parchk, document: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("old")
    assert parchk("extract", document, "-o", target).code == DONE
    json.loads(target.read_text("utf-8"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cong-van.txt", "out.json"]


def test_a_failure_touches_no_output(parchk: Parchk, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("old")
    assert parchk("extract", tmp_path / "nowhere.txt", "-o", target).code == UNREADABLE
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_an_output_that_cannot_be_written_is_a_sentence(parchk: Parchk, document: Path, tmp_path: Path) -> None:
    for target, said in (
        (tmp_path / "nowhere" / "out.json", "its folder does not exist"),
        (document / "out.json", "its folder is a file"),
    ):
        done = parchk("extract", document, "-o", target)
        assert done.code == UNREADABLE
        assert said in done.sentence
    (tmp_path / "folder.json").mkdir()
    assert "is a folder" in parchk("extract", document, "-o", tmp_path / "folder.json").sentence
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cong-van.txt", "folder.json"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full on this system")  # noqa: PTH110
def test_a_full_disk_is_a_sentence(environment: dict[str, str], document: Path) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "parchk", "extract", document],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment,
            check=False,
        )
    assert done.returncode == UNREADABLE
    assert done.stderr.decode().startswith("parchk: standard output could not be written")
    assert done.stderr.count(b"\n") == 1


def test_the_document_itself_is_never_overwritten(parchk: Parchk, tmp_path: Path, text: str) -> None:
    document = tmp_path / "a.md"
    document.write_text(text, "utf-8")
    done = parchk("extract", document, "-o", document)
    assert done.code == WRONG_USAGE
    assert "is the input itself" in done.sentence
    assert document.read_text("utf-8") == text


@pytest.mark.parametrize(
    "command", ["{parchk} extract {file} | head -1", "{parchk} --help | true", "{parchk} schema | true"]
)
def test_a_closed_pipe_ends_quietly(environment: dict[str, str], tmp_path: Path, command: str) -> None:
    many = tmp_path / "many.txt"
    many.write_text("1. Giao Phòng Nội vụ lập danh sách.\n" * 3000, "utf-8")
    line = command.format(parchk=f"{sys.executable} -m parchk", file=many)
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {line}"], capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (DONE, b"")


@pytest.mark.parametrize("closing", ["<&-", ">&-"])
def test_a_closed_stream_is_a_sentence(environment: dict[str, str], document: Path, closing: str) -> None:
    file = "-" if closing == "<&-" else document
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m parchk extract {file} {closing}"],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert done.returncode == UNREADABLE
    assert b"is closed" in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_an_interruption_ends_with_130(environment: dict[str, str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "parchk", "extract", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        time.sleep(1.5)  # it waits for its input now
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == b""
    assert b"Traceback" not in errors


# Wrong usage


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "missing command"),
        (["rules"], "missing command"),
        (["extracts"], "no such command 'extracts'"),
        (["extract"], "missing argument 'FILE'"),
        (["extract", "a.txt", "b.txt"], "unexpected extra argument"),
        (["extract", "a.txt", "--fromat", "csv"], "no such option: --fromat"),
        (["extract", "a.txt", "--format"], "requires an argument"),
        (["extract", "a.txt", "--format", "ods"], "these exist: json, jsonl, csv, tsv, md, ics, html, table, xlsx"),
        (["extract", "a.txt", "--format", "xlsx"], "xlsx is no text for a terminal or a pipe; give -o OUT"),
        (["extract", "a.txt", "-o", "a.ods"], "names no output format; use one of .json"),
        (["extract", "a.txt", "--nlp", "maybe"], "'auto', 'off', 'always'"),
        (["extract", "a.txt", "--lang", "fr"], "'vi', 'en'"),
        (["extract", "a.txt", "--issued-on", "tomorrow"], "write it like 2022-04-27 or 27/4/2022"),
        (["extract", "a.txt", "--issued-on", "31/4/2022"], "no calendar has the day '31/4/2022'"),
        (["extract", "a.txt", "--format", "json", "--excel"], "--excel goes with csv and tsv"),
        (["extract", "a.txt", "--format", "csv", "--explain"], "--explain goes with table"),
        (["extract", "a.txt", "--format", "csv", "--checklist"], "--checklist goes with md, not with csv"),
        (["extract", "a.txt", "-o", "a.ics", "--per-unit"], "--per-unit goes with xlsx, not with ics"),
        (["extract", "a.txt", "-o", "a.md", "--merge"], "--merge goes with xlsx, not with md"),
        (["extract", "a.txt", "-o", "a.xlsx", "--events"], "--events goes with ics, not with xlsx"),
        (["extract", "a.txt", "-o", "a.html", "--alarm", "0"], "--alarm goes with ics, not with html"),
        (["extract", "a.txt", "-o", "a.ics", "--alarm", "-1"], "greater than or equal to 0"),
        (["convert", "a.json"], "convert needs to know the format"),
        (["convert", "--to", "csv"], "missing argument 'RESULT"),
        (["rules", "show", "no-such-rule"], "there is no rule 'no-such-rule'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_a_sentence_and_ends_with_2(
    parchk: Parchk, document: Path, arguments: list[str], said: str
) -> None:
    real = [str(document) if argument == "a.txt" else argument for argument in arguments]
    done = parchk(*real)
    assert done.code == WRONG_USAGE
    assert done.data == b""
    assert said in done.sentence


# Inputs that cannot be read


def test_a_missing_file(parchk: Parchk, tmp_path: Path) -> None:
    done = parchk("extract", tmp_path / "nowhere.txt")
    assert (done.code, done.data) == (UNREADABLE, b"")
    assert done.sentence == f"{tmp_path}/nowhere.txt does not exist; check its name and folder"


def test_a_folder(parchk: Parchk, tmp_path: Path) -> None:
    done = parchk("extract", tmp_path)
    assert done.code == UNREADABLE
    assert "is a folder" in done.sentence


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"c\0ng v\0n", "NUL byte at offset"),
        (b"c\xf4ng v\xe3n", "byte 0xf4 at offset 1; name its encoding with --encoding (utf-8, utf-16, cp1258, tcvn3"),
        (b"%PDF-1.4", "is a PDF document"),
        (b"PK\x03\x04....word/document.xml", "is a Word document, but damaged (File is not a zip file)"),
    ],
)
def test_what_is_no_text_is_named(parchk: Parchk, tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    done = parchk("extract", tmp_path / "a.txt")
    assert done.code == UNREADABLE
    assert said in done.sentence
    assert said in parchk("extract", "-", stdin=data).sentence


def test_the_encoding_can_be_named(parchk: Parchk, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"1. UBND b\xb8o c\xb8o.")
    done = parchk("extract", tmp_path / "a.txt", "--encoding", "TCVN3")
    assert json.loads(done.data)["tasks"][0]["text"] == "UBND báo cáo."
    assert parchk("extract", tmp_path / "a.txt").code == UNREADABLE
    wrong = parchk("extract", tmp_path / "a.txt", "--encoding", "nowhere")
    assert wrong.code == WRONG_USAGE
    assert "no text encoding 'nowhere'" in wrong.sentence


@pytest.mark.parametrize(
    ("option", "value"), [("--max-seconds", "inf"), ("--max-size", "99999999999"), ("--max-pages", "0")]
)
def test_limits_have_limits(parchk: Parchk, document: Path, option: str, value: str) -> None:
    done = parchk("extract", document, option, value)
    assert done.code == WRONG_USAGE
    assert option in done.sentence


def test_signs_that_steer_a_terminal_are_not_said(parchk: Parchk) -> None:
    assert "\x1b" not in parchk("extract", "a\x1b[31m.txt").errors


def test_a_traceback_is_shown_only_when_asked_for(parchk: Parchk, tmp_path: Path) -> None:
    missing = tmp_path / "nowhere.txt"
    assert "Traceback" not in parchk("extract", missing).errors
    for arguments in (["--debug", "extract", missing], ["extract", missing, "--debug"]):
        done = parchk(*arguments)
        assert done.code == UNREADABLE
        assert "Traceback" in done.errors
        assert done.errors.splitlines()[-1].startswith("parchk: ")


@pytest.mark.parametrize(
    ("failure", "code", "said"),
    [
        (ValueError("odd"), 3, "parchk: an error in parchk itself (ValueError: odd); --debug shows where"),
        (RecursionError(), 3, "parchk: an error in parchk itself (RecursionError); --debug shows where"),
        (KeyboardInterrupt(), 130, "parchk: interrupted"),
    ],
)
def test_a_fault_of_its_own_is_a_sentence_too(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    failure: BaseException,
    code: int,
    said: str,
) -> None:
    def fail(_arguments: object) -> int:
        raise failure

    monkeypatch.setattr("parchk.cli.run", fail)
    assert main(["extract", "a.txt"]) == code
    out, errors = capsys.readouterr()
    assert out == ""
    assert errors.startswith(said)
    assert len(errors.splitlines()) == 1


# convert


@pytest.mark.slow
@pytest.mark.parametrize("stored", ["json", "jsonl"])
@pytest.mark.parametrize("name", FORMATS)
def test_convert_gives_the_bytes_that_extract_would_have_given(
    parchk: Parchk, extracted: Parchk, tmp_path: Path, stored: str, name: str
) -> None:
    result = tmp_path / f"result.{stored}"
    result.write_bytes(extracted("--format", stored, "--with-text").data)  # html shows the text
    done = parchk("convert", result, "--to", name)
    assert done.code == DONE
    assert done.data == extracted("--format", name, "--with-text").data


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_convert_speaks_the_language_that_extract_would_have_spoken(
    parchk: Parchk, tmp_path: Path, name: str, lang: str
) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Giao Phòng Nội vụ lập danh sách trước ngày 31/9/2022.\n", "utf-8")
    other = "en" if lang == "vi" else "vi"
    result = parchk("extract", text, "--lang", other, "--format", "json", "--with-text").data
    direct = parchk("extract", text, "--lang", lang, "--format", name, "--with-text").data
    assert parchk("convert", "-", "--to", name, "--lang", lang, stdin=result).data == direct


def test_convert_reads_standard_input_and_keeps_options(parchk: Parchk, extracted: Parchk) -> None:
    result = extracted("--with-text").data
    assert parchk("convert", "-", "--to", "json", stdin=result).data == result
    options = ("csv", "--lang", "vi", "--excel")
    converted = parchk("convert", "-", "--to", *options, stdin=result).data
    assert converted == extracted("--format", *options).data


def test_convert_joins_several_results(parchk: Parchk, extracted: Parchk, tmp_path: Path) -> None:
    result = tmp_path / "a.json"
    result.write_bytes(extracted().data)
    lines = parchk("convert", result, result, "--to", "jsonl")
    assert len(lines.data.splitlines()) == 2
    assert parchk("convert", "-", "--to", "csv", stdin=lines.data).data.count(b"id,section") == 1
    refused = parchk("convert", result, result, "--to", "json")
    assert refused.code == WRONG_USAGE
    assert "jsonl" in refused.sentence


def test_convert_refuses_what_is_no_result(parchk: Parchk, document: Path) -> None:
    done = parchk("convert", document, "--to", "csv")
    assert done.code == UNREADABLE
    assert "is not a result of parchk" in done.sentence


# rules


def test_rules_are_listed(parchk: Parchk) -> None:
    table = parchk("rules", "list")
    assert table.code == DONE
    assert "Kế hoạch" in table.text
    rules = json.loads(parchk("rules", "list", "--format", "json").text)
    assert len(rules) == len(table.text.splitlines()) - 1
    assert {"file", "id", "name"} <= set(rules[0])


@pytest.mark.slow
def test_a_rule_is_shown_as_it_would_stand_in_a_file(parchk: Parchk, tmp_path: Path) -> None:
    shown = parchk("rules", "show", "references/ke-hoach")
    (rule,) = tomllib.loads(shown.text)["rule"]
    listed = json.loads(parchk("rules", "list", "--format", "json").text)
    assert {"file": "references", **rule} in listed
    (tmp_path / "references.toml").write_bytes(shown.data)
    assert parchk("rules", "check", tmp_path).code == DONE


def test_every_rule_shown_is_valid_toml() -> None:
    ruleset = load()
    for file, rule in ruleset:
        (read,) = tomllib.loads(as_toml(ruleset, f"{file}/{rule.id}").decode())["rule"]
        assert read == rule.model_dump(exclude_unset=True, mode="json")


def test_a_mistyped_rule_is_guessed(parchk: Parchk) -> None:
    assert "did you mean 'ke-hoach'?" in parchk("rules", "show", "ke-hoac").sentence


@pytest.mark.slow
def test_the_built_in_rules_hold(parchk: Parchk) -> None:
    done = parchk("rules", "check")
    assert (done.code, done.errors) == (DONE, "")
    assert done.text.endswith("all hold\n")


@pytest.mark.slow
def test_own_rules_are_laid_over_the_built_in_ones(parchk: Parchk, document: Path, tmp_path: Path) -> None:
    (tmp_path / "actions.toml").write_text(OWN_RULE, "utf-8")
    assert parchk("rules", "check", tmp_path).code == DONE
    assert "khan-truong-lap" in parchk("rules", "list", "--rules", tmp_path).text
    assert parchk("extract", document, "--rules", tmp_path).code == DONE


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("actions.toml", "[[rule]\n", "actions.toml: not valid TOML"),
        ("actoins.toml", OWN_RULE, "actoins.toml: no such rule file"),
        ("actions.toml", OWN_RULE + 'color = "red"\n', "actions.toml, rule 'khan-truong-lap', key 'color'"),
        ("actions.toml", OWN_RULE.replace("danh sách.", "x").replace("lập x", "y"), "key 'examples': does not match"),
        (
            "actions.toml",
            OWN_RULE.replace('words = ["khẩn trương lập"]', "pattern = '('"),
            "key 'pattern': not a valid",
        ),
        ("actions.toml", OWN_RULE + 'counterexamples = ["khẩn trương lập"]\n', "in its counterexample"),
    ],
    ids=["no TOML", "unknown file", "unknown key", "misses its example", "no pattern", "hits its counterexample"],
)
def test_a_wrong_rule_file_ends_with_4_and_says_where(
    parchk: Parchk, document: Path, tmp_path: Path, *, file: str, content: str, said: str
) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / file).write_text(content, "utf-8")
    for arguments in (["rules", "check", folder], ["extract", document, "--rules", folder]):
        done = parchk(*arguments)
        assert (done.code, done.data) == (WRONG_RULE, b"")
        assert said in done.sentence


def test_a_rule_folder_that_is_none(parchk: Parchk, document: Path, tmp_path: Path) -> None:
    assert parchk("extract", document, "--rules", document).code == WRONG_USAGE
    done = parchk("rules", "check", tmp_path / "nowhere")
    assert done.code == WRONG_USAGE
    (tmp_path / "empty").mkdir()
    assert "holds no rule file" in parchk("rules", "check", tmp_path / "empty").sentence


# What it costs to start


def modules_after(code: str, environment: dict[str, str]) -> set[str]:
    """Top-level modules that are loaded after ``code`` has run."""
    line = f"import sys\n{code}\nprint('\\n' + ' '.join({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", line], capture_output=True, env=environment, check=True)
    return set(done.stdout.decode().splitlines()[-1].split())


def test_importing_the_package_loads_no_library(environment: dict[str, str]) -> None:
    assert not {"pydantic", "typer", "rich", "regex", "spacy"} & modules_after("import parchk", environment)


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_loads_nothing_but_typer(environment: dict[str, str], argument: str) -> None:
    loaded = modules_after(f"from parchk.__main__ import main\nmain(['{argument}'])", environment)
    assert "typer" in loaded
    assert not {"pydantic", "rich", "regex", "spacy", "underthesea", "dateparser"} & loaded


def test_a_plain_document_loads_no_heavy_library(environment: dict[str, str], document: Path) -> None:
    loaded = modules_after(f"from parchk.__main__ import main\nmain(['extract', {str(document)!r}])", environment)
    assert not {"rich", "spacy", "underthesea", "dateparser"} & loaded


# The same from Python


def test_the_library_gives_what_the_command_line_gives(extracted: Parchk, document: Path) -> None:
    assert extract(document) == type(extract(document)).model_validate_json(extracted().data)


def test_a_string_is_always_the_text_and_a_path_always_a_file(document: Path, text: str) -> None:
    assert isinstance(extract(text), Directive)
    assert extract(text).tasks == extract(document).tasks
    assert extract(str(document)).tasks == []
    with pytest.raises(TypeError, match="not bytes"):
        extract(text.encode())  # type: ignore[arg-type]
