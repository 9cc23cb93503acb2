"""``parchk check`` as its users meet it: what they type, what they get, how it ends."""

from __future__ import annotations

import io
import json
import os
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import docx
import jsonschema
import pytest

from conftest import Finished
from parchk.__main__ import main
from parchk.findings import FORMATS
from parchk.ruleset import load
from test_cli import on_a_terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from parchk.ruleset.schema import CheckRule

    Parchk = Callable[..., Finished]

# A process of its own for nearly every test; the quick tests are the commands of the README (test_docs).
pytestmark = pytest.mark.slow

DONE, FOUND, WRONG_USAGE, UNREADABLE = 0, 1, 2, 3
# What the documents below are made to show; other checks are not the subject here.
CODES = "deadline-before-issue,impossible-date,no-lead"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Parchk:
    """Run ``parchk`` in this process, in the test's own folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")

    def call(*arguments: str | Path, stdin: bytes = b"") -> Finished:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main([*map(str, arguments)])
        out, errors = capsysbinary.readouterr()
        return Finished(code, out, errors.decode("utf-8"))

    return call


@pytest.fixture
def check(run: Parchk) -> Parchk:
    """Run ``parchk check`` for the codes that these tests are about."""
    return lambda *arguments, **options: run("check", "--select", CODES, *arguments, **options)


@pytest.fixture
def clean(tmp_path: Path, text: str) -> Path:
    """A directive without these slips."""
    path = tmp_path / "clean.txt"
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def late(tmp_path: Path, text: str) -> Path:
    """A directive with a deadline before its day of issue, in its last task but one."""
    path = tmp_path / "late.txt"
    path.write_text(text.replace("chậm nhất ngày 30/7/2022", "chậm nhất ngày 30/6/2022"), "utf-8")
    return path


@pytest.fixture
def nobody(tmp_path: Path) -> Path:
    """A note with a task that nobody is named for."""
    path = tmp_path / "nobody.txt"
    path.write_text("1. Lập danh sách hộ nghèo trong tháng 9/2022.\n", "utf-8")
    return path


def codes(done: Finished) -> list[str]:
    return [finding["code"] for finding in json.loads(done.text)["findings"]]


# What it says


@pytest.mark.usefixtures("clean")
def test_findings_are_lines_like_a_compilers(check: Parchk, late: Path) -> None:
    done = check("late.txt", "clean.txt")
    line = next(number for number, line in enumerate(late.read_text("utf-8").splitlines(), 1) if "30/6" in line)
    assert done.code == FOUND
    assert done.text.startswith(f"late.txt:{line}:")
    assert ": error deadline-before-issue The deadline 2022-06-30 is before" in done.text
    assert done.text.count("\n") == 1
    assert done.errors == "1 error, 0 warnings, 0 notes in 2 documents\n"


def test_a_good_directive_ends_with_0(check: Parchk, clean: Path) -> None:
    done = check(clean)
    assert (done.code, done.text) == (DONE, "")
    assert check(clean, "-q").errors == ""


def test_json_gives_the_place_in_the_text_as_read(check: Parchk, late: Path) -> None:
    text = late.read_text("utf-8")
    found = json.loads(check(late, "-f", "json").text)["findings"]
    assert [one["code"] for one in found] == ["deadline-before-issue"]
    assert text[slice(*found[0]["span"])] == found[0]["text"]
    line = text.splitlines()[found[0]["line"] - 1]
    assert line[found[0]["column"] - 1 :].startswith(found[0]["text"])
    assert found[0]["source"] == str(late)
    assert found[0]["task"]


def test_line_ends_and_pictures_do_not_shift_a_place(check: Parchk, late: Path, tmp_path: Path) -> None:
    text = late.read_text("utf-8").replace("chậm nhất ngày 30/6", "🏠 𝟏 chậm nhất ngày 30/6")
    (tmp_path / "crlf.txt").write_bytes(text.replace("\n", "\r\n").encode())
    (tmp_path / "mark.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
    (tmp_path / "lf.txt").write_bytes(text.encode())
    found = json.loads(check("crlf.txt", "lf.txt", "mark.txt", "-f", "json").text)["findings"]
    assert [one["source"] for one in found] == ["crlf.txt", "lf.txt", "mark.txt"]
    assert len({(one["line"], one["column"], one["text"]) for one in found}) == 1
    line = text.splitlines()[found[0]["line"] - 1]
    assert line[found[0]["column"] - 1 :].startswith(found[0]["text"])


def test_a_word_file_is_checked_as_its_text_is_read(check: Parchk, run: Parchk, late: Path, tmp_path: Path) -> None:
    made = docx.Document()
    for line in late.read_text("utf-8").splitlines():
        made.add_paragraph(line)
    made.save(str(tmp_path / "late.docx"))
    text = json.loads(run("extract", "late.docx", "--with-text").text)["source"]["text"]
    done = check("late.docx", "-f", "sarif")
    region = json.loads(done.text)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    start = region["charOffset"]
    assert text[start : start + region["charLength"]] == region["snippet"]["text"]
    assert text.splitlines()[region["startLine"] - 1][region["startColumn"] - 1 :].startswith(region["snippet"]["text"])


def test_messages_follow_the_locale_and_the_option(check: Parchk, late: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ": lỗi deadline-before-issue Thời hạn " in check(late, "--lang", "vi").text
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    assert "1 lỗi, 0 cảnh báo, 0 lưu ý trong 1 văn bản" in check(late).errors
    assert ": error " in check(late, "--lang", "en").text


def test_the_day_of_issue_can_be_given(check: Parchk, clean: Path) -> None:
    clean.write_text(clean.read_text("utf-8").replace("ngày 05 tháng", "ngày     tháng"), "utf-8")
    assert codes(check(clean, "-f", "json")) == []
    assert codes(check(clean, "-f", "json", "--issued-on", "2022-08-01")) == ["deadline-before-issue"]


# What it reads


@pytest.mark.usefixtures("clean")
def test_folders_patterns_and_standard_input(check: Parchk, late: Path, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    late.rename(tmp_path / "sub" / "late.txt")
    (tmp_path / "table.xlsx").touch()
    text = (tmp_path / "sub" / "late.txt").read_bytes()
    for paths in (["."], ["sub"], ["sub/*.txt"], ["**/*.txt"], ["sub/late.txt", "sub"]):
        assert codes(check(*paths, "-f", "json")) == ["deadline-before-issue"]
    done = check("-", "clean.txt", "-f", "json", stdin=text)
    assert [one["source"] for one in json.loads(done.text)["findings"]] == ["stdin"]


def test_what_cannot_be_read_is_said_and_the_others_are_checked(check: Parchk, late: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 broken")
    done = check("nowhere.txt", "bad.docx", late, "no*.such")
    assert done.code == UNREADABLE
    assert "deadline-before-issue" in done.text
    *reasons, summary = done.errors.splitlines()
    assert [reason.split()[1] for reason in reasons] == ["nowhere.txt", "no*.such", "bad.docx"]
    assert all(reason.startswith("parchk: ") for reason in reasons)
    assert summary == "1 error, 0 warnings, 0 notes in 1 document"
    assert check(late, "bad.docx", "--fail-on", "never").code == UNREADABLE


def test_what_cannot_be_read_is_in_the_reports_too(check: Parchk, late: Path) -> None:
    run = json.loads(check("nowhere.txt", late, "-f", "sarif").text)["runs"][0]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert len(run["results"]) == 1
    root = ET.fromstring(check("nowhere.txt", late, "-f", "junit").data)  # noqa: S314 - our own output
    assert (root.get("errors"), root.get("failures")) == ("1", "1")
    assert (
        b"::error file=nowhere.txt,title=parchk::nowhere.txt does not exist"
        in check("nowhere.txt", late, "-f", "github").data
    )


@pytest.mark.usefixtures("late", "clean")
def test_a_fault_in_one_document_is_not_one_of_the_others(check: Parchk, monkeypatch: pytest.MonkeyPatch) -> None:
    from parchk.pipeline import Extractor  # noqa: PLC0415

    real = Extractor.check

    def fails_once(self: Extractor, source: object) -> object:
        if source.name == "clean.txt":  # type: ignore[attr-defined]
            raise ZeroDivisionError("oh")
        return real(self, source)  # type: ignore[arg-type]

    monkeypatch.setattr(Extractor, "check", fails_once)
    done = check("clean.txt", "late.txt")
    assert done.code == UNREADABLE
    assert "late.txt" in done.text
    assert done.errors.startswith("parchk: clean.txt: an error in parchk itself (ZeroDivisionError: oh)")


@pytest.mark.skipif(sys.platform != "linux", reason="such names exist on Linux only")
@pytest.mark.parametrize("form", FORMATS)
def test_names_that_are_no_text_do_no_harm(check: Parchk, late: Path, tmp_path: Path, form: str) -> None:
    name = os.fsdecode(b"l\xe4te\n.txt")
    late.rename(tmp_path / name)
    (tmp_path / os.fsdecode(b"b\xe4d\x1b.docx")).write_bytes(b"PK\x03\x04 broken")
    done = check(".", "-f", form)
    assert done.code == UNREADABLE
    assert "deadline-before-issue" in done.text
    assert "\x1b" not in done.text + done.errors
    assert len(done.errors.splitlines()) == (2 if form == "text" else 1)


def test_a_folder_without_documents_is_a_sentence(check: Parchk, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = check("empty")
    assert done.code == UNREADABLE
    assert "there is no document in empty" in done.sentence


def test_one_number_with_two_dates_is_found_across_the_folder(run: Parchk, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "b.txt").write_text(text.replace("ngày 12/5/2022", "ngày 12/6/2022"), "utf-8")
    alone = run("check", "a.txt", "--select", "dates-differ-in-folder", "-f", "json")
    assert codes(alone) == []
    together = run("check", ".", "--select", "dates-differ-in-folder", "-f", "json")
    found = json.loads(together.text)["findings"]
    assert [one["source"] for one in found] == ["./a.txt", "./b.txt"]
    for one in found:
        content = (tmp_path / one["source"]).read_text("utf-8")
        assert content[slice(*one["span"])] == one["text"]
        assert content.splitlines()[one["line"] - 1][one["column"] - 1 :].startswith(one["text"][:20])


# How it ends


@pytest.mark.parametrize(
    ("fail_on", "code"), [(None, DONE), ("error", DONE), ("warning", FOUND), ("note", FOUND), ("never", DONE)]
)
def test_fail_on_decides_about_a_warning(check: Parchk, nobody: Path, fail_on: str | None, code: int) -> None:
    done = check(nobody, *(["--fail-on", fail_on] if fail_on else []))
    assert "warning no-lead" in done.text
    assert done.code == code


def test_fail_on_never_ignores_errors(check: Parchk, late: Path) -> None:
    assert check(late, "--fail-on", "never").code == DONE


@pytest.mark.parametrize(
    ("options", "variables", "colors"),
    [([], {}, True), (["--no-color"], {}, False), ([], {"NO_COLOR": "1"}, False), (["-f", "json"], {}, False)],
)
def test_a_terminal_gets_colours(
    environment: dict[str, str], late: Path, options: list[str], variables: dict[str, str], *, colors: bool
) -> None:
    shown = on_a_terminal(environment, "check", late, "--fail-on", "never", *options, **variables)
    assert "deadline-before-issue" in shown
    assert ("\x1b[" in shown) == colors


# What is chosen


def test_codes_are_selected_and_ignored(run: Parchk, late: Path) -> None:
    everything = codes(run("check", late, "-f", "json"))
    assert "deadline-before-issue" in everything
    one = run("check", late, "--select", "deadline-before-issue , no-lead", "-f", "json")
    assert codes(one) == ["deadline-before-issue"]
    without = run("check", late, "--ignore", "no-lead", "--ignore", "deadline-before-issue", "-f", "json")
    assert "deadline-before-issue" not in codes(without)
    assert without.code == DONE
    both = run("check", late, "--select", "deadline-before-issue", "--ignore", "deadline-before-issue", "-f", "json")
    assert codes(both) == []


def test_severities_and_codes_are_set_in_the_configuration(run: Parchk, late: Path, tmp_path: Path) -> None:
    config = tmp_path / "parchk.toml"
    config.write_text(
        f'[check]\nselect = {json.dumps(CODES.split(","))}\n[check.severity]\ndeadline-before-issue = "note"\n'
    )
    done = run("check", late)
    assert ": note deadline-before-issue" in done.text
    assert done.code == DONE
    config.write_text('[check.severity]\ndeadline-before-issue = "off"\n')
    assert "deadline-before-issue" not in run("check", late).text
    assert ": error deadline" in run("check", late, "--select", CODES).text
    config.write_text('[check]\nignore = ["deadline-before-issue"]\n')
    assert "deadline-before-issue" not in run("check", late).text
    assert "deadline-before-issue" in run("check", late, "--select", CODES).text
    config.write_text('[check]\nfail-on = "never"\n')
    assert run("check", late).code == DONE
    assert run("check", late, "--fail-on", "error").code == FOUND


def test_the_least_number_of_working_days_is_set_in_the_configuration(run: Parchk, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text.replace("30/7/2022", "08/7/2022"), "utf-8")
    call = ("check", "a.txt", "--select", "deadline-short-notice", "-f", "json")
    (tmp_path / "parchk.toml").write_text("[check]\nmin-working-days = 9\n")
    assert codes(run(*call)) == ["deadline-short-notice"]
    (tmp_path / "parchk.toml").write_text("[check]\nmin-working-days = 1\n")
    assert codes(run(*call)) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.txt", "--select", "no-led"], "--select: there is no finding 'no-led'; did you mean 'no-lead'?"),
        (["a.txt", "--ignore", "no-lead,NO_LEAD"], "--ignore: there is no finding 'NO_LEAD'; did you mean 'no-lead'?"),
        (["a.txt", "--select", "no-tasks"], "there is no finding 'no-tasks'"),  # one of extract's
        (["a.txt", "--select", ","], "--select names no code"),
        (["--explain", "no-led"], "--explain: there is no finding 'no-led'; did you mean 'no-lead'?"),
        ([], "missing argument 'PATH...'"),
        (["a.txt", "--fail-on", "fatal"], "'error', 'warning', 'note', 'never'"),
        (["a.txt", "-f", "csv"], "'text', 'json', 'sarif', 'junit', 'github'"),
        (["a.txt", "-o", "a.doc"], "names no format of findings"),
        (["a.txt", "-o", "a.txt"], "is the input itself"),
        (["a.txt", "--write-baseline"], "--write-baseline needs --baseline FILE"),
        (["a.txt", "--baseline", "b.json"], "baseline b.json does not exist; make it with --write-baseline"),
        (["a.txt", "--baseline", "a.txt"], "baseline a.txt is not one that parchk wrote"),
        (["a.txt", "--config", "c.toml"], "c.toml cannot be read"),
        (["a.txt", "--issued-on", "tomorrow"], "is not a day"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_a_sentence(run: Parchk, tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "a.txt").write_text("1. Giao Phòng A lập sổ.\n", "utf-8")
    done = run("check", *arguments)
    assert (done.code, done.data) == (WRONG_USAGE, b"")
    assert said in done.sentence


def test_an_unknown_code_in_the_configuration_is_a_sentence(run: Parchk, clean: Path, tmp_path: Path) -> None:
    config = tmp_path / "parchk.toml"
    for content, key in (
        ('[check.severity]\nno-led = "off"', "check.severity.no-led"),
        ('[check]\nselect = ["no-led"]', "check.select"),
        ('[check]\nignore = ["no-led"]', "check.ignore"),
    ):
        config.write_text(content)
        done = run("check", clean)
        assert done.code == WRONG_USAGE
        assert f"{config}, key '{key}': there is no finding 'no-led'; did you mean 'no-lead'?" in done.sentence


# Where it goes


@pytest.mark.parametrize("name", ["out.json", "out.sarif", "out.xml", "out.sarif.json", "out.txt"])
def test_the_ending_of_the_output_names_its_format(check: Parchk, late: Path, tmp_path: Path, name: str) -> None:
    form = {"out.json": "json", "out.xml": "junit", "out.txt": "text"}.get(name, "sarif")
    done = check(late, "-o", name)
    assert (done.code, done.data) == (FOUND, b"")
    assert (tmp_path / name).read_bytes() == check(late, "-f", form).data
    assert "1 error" in done.errors


@pytest.mark.usefixtures("late")
def test_verbose_shows_the_findings_beside_a_report(check: Parchk) -> None:
    done = check("late.txt", "-f", "json", "-v")
    json.loads(done.text)
    assert done.errors == check("late.txt").text + "1 error, 0 warnings, 0 notes in 1 document\n"


def test_the_same_input_gives_the_same_bytes(parchk: Parchk, late: Path, clean: Path) -> None:
    for form in ("sarif", "junit"):
        call = ("check", clean, late, "-f", form)
        assert parchk(*call, PYTHONHASHSEED="1").data == parchk(*call, PYTHONHASHSEED="2").data


@pytest.mark.usefixtures("nobody")
def test_sarif_of_a_real_call_is_valid(run: Parchk, late: Path) -> None:
    from test_check_formats import HERE  # noqa: PLC0415

    log = json.loads(run("check", ".", "nowhere.txt", "-", "-f", "sarif", stdin=late.read_bytes()).text)
    schema = json.loads((HERE / "sarif-schema-2.1.0.json").read_text("utf-8"))
    jsonschema.validate(log, schema, jsonschema.Draft4Validator)
    assert log["runs"][0]["results"]


# Baseline


@pytest.mark.usefixtures("late", "nobody")
def test_a_baseline_accepts_what_is_found_today(check: Parchk, tmp_path: Path) -> None:
    made = check(".", "--baseline", "b.json", "--write-baseline")
    assert (made.code, made.data) == (DONE, b"")
    assert made.errors.splitlines()[0] == "b.json: 2 findings accepted"
    done = check(".", "--baseline", "b.json")
    assert (done.code, done.data) == (DONE, b"")
    assert done.errors == "0 errors, 0 warnings, 0 notes in 2 documents\n"
    entries = json.loads((tmp_path / "b.json").read_text("utf-8"))["findings"]
    assert [(one["source"], one["code"], one["count"]) for one in entries] == [
        ("late.txt", "deadline-before-issue", 1),
        ("nobody.txt", "no-lead", 1),
    ]


def test_what_moves_stays_accepted_and_what_is_new_is_not(check: Parchk, nobody: Path) -> None:
    check(nobody, "--baseline", "b.json", "--write-baseline")
    text = nobody.read_text("utf-8")
    nobody.write_text(f"Ghi chú.\n\n{text}", "utf-8")
    assert check(nobody, "--baseline", "b.json").text == ""
    nobody.write_text(f"{text}2. Rà soát hồ sơ cán bộ trong tháng 10/2022.\n", "utf-8")
    done = check(nobody, "--baseline", "b.json", "--fail-on", "warning")
    assert done.code == FOUND
    assert done.text.startswith(f"{nobody}:2:")


def test_an_equal_slip_made_once_more_is_new(check: Parchk, nobody: Path) -> None:
    check(nobody, "--baseline", "b.json", "--write-baseline")
    nobody.write_text(nobody.read_text("utf-8") * 2, "utf-8")
    assert len(check(nobody, "--baseline", "b.json").text.splitlines()) == 1


def test_what_is_mended_is_said_and_dropped(check: Parchk, late: Path, nobody: Path, clean: Path) -> None:
    check(".", "--baseline", "b.json", "--write-baseline")
    late.write_bytes(clean.read_bytes())
    done = check(late, "--baseline", "b.json")
    assert "b.json: 1 accepted finding no longer there; --write-baseline drops them" in done.errors
    assert check(late, "--baseline", "b.json", "-q").errors == ""
    nobody.unlink()
    assert "b.json: 2 accepted findings no longer there" in check(late, "--baseline", "b.json").errors
    check(late, "--baseline", "b.json", "--write-baseline")
    assert check(late, "--baseline", "b.json").errors == "0 errors, 0 warnings, 0 notes in 1 document\n"


def test_an_update_keeps_what_was_not_looked_at(check: Parchk, run: Parchk, late: Path, nobody: Path) -> None:
    check(".", "--baseline", "b.json", "--write-baseline")
    check(late, "--baseline", "b.json", "--write-baseline")
    assert check(nobody, "--baseline", "b.json").text == ""
    call = ("check", ".", "--baseline", "b.json")
    run(*call, "--select", "impossible-date", "--write-baseline")
    assert check(".", "--baseline", "b.json").text == ""
    assert "no longer" not in run(*call, "--ignore", "no-lead").errors


def test_a_baseline_is_the_same_from_every_folder(
    check: Parchk, late: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "parchk.toml").write_text('[check]\nbaseline = "b.json"\n')
    check(late, "--write-baseline")
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    assert check("../late.txt").text == ""
    assert check(late).text == ""
    assert check("-", "--config", "../parchk.toml", stdin=late.read_bytes()).code == FOUND


# Explanations


@pytest.mark.parametrize("rule", load().rules("checks"), ids=lambda rule: rule.id)
def test_every_code_is_explained(run: Parchk, rule: CheckRule) -> None:
    for lang, message in (("vi", rule.vi), ("en", rule.en)):
        head, said, why, *off = run("check", "--explain", rule.id, "--lang", lang).text.strip().split("\n\n")
        assert head.startswith(f"{rule.id} (")
        assert head.endswith(rule.name)
        assert said == message
        assert why
        assert "off" in off[-1]
        assert rule.id in off[-1]


def test_an_explanation_says_what_it_means_and_how_to_switch_it_off(run: Parchk) -> None:
    done = run("check", "--explain", "deadline-before-issue")
    assert "Thời hạn trước ngày ban hành" in done.text
    assert "The deadline {due} is before the day of issue {issued}." in done.text
    assert "--ignore deadline-before-issue" in done.text
    assert '[check.severity]\ndeadline-before-issue = "off"' in done.text
    assert "cảnh báo" in run("check", "--explain", "no-lead", "--lang", "vi").text


def test_own_rules_are_explained_and_switched_off(run: Parchk, late: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "checks.toml").write_text('[[rule]]\nid = "deadline-before-issue"\noff = true\n')
    assert "deadline-before-issue" not in run("check", late, "--rules", own).text
    assert "there is no finding" in run("check", "--explain", "deadline-before-issue", "--rules", own).sentence
