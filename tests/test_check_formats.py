"""The formats of findings: each read back by what it is made for."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from parchk.findings import FORMATS, CheckedDocument, Located, Report, Unread, write
from parchk.findings.paths import address
from parchk.findings.place import Places
from parchk.findings.text import summary
from parchk.models import Finding
from parchk.ruleset import load

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
TEXT = "Kính gửi: Sở Nội vụ\r\n\r\n𝟏. Phòng 🏠 A báo cáo trước ngày 31/9/2022.\rKý hiệu\fmới,\ncuối"
ROOT = Path("/duty/desk")


def finding(
    code: str, severity: str = "error", words: str | None = None, message: str = "Not so.", text: str = TEXT
) -> Located:
    """A finding about these words of the text; about the whole document without words."""
    span = None
    if words is not None:
        start = text.index(words)
        span = (start, start + len(words))
    made = Finding(code=code, severity=severity, message=message, messages={"en": message}, task=None, span=span)  # type: ignore[arg-type]
    return Located(made, Places(text)(span) if span else None)


def document(name: str, *findings: Located, media_type: str = "text/plain") -> CheckedDocument:
    return CheckedDocument(name, Path(name), media_type, findings)


@pytest.fixture(scope="module")
def report() -> Report:
    """Findings of every severity, a clean document, standard input, an input that could not be read."""
    return Report(
        documents=[
            document(
                "a b/công văn, 50%.txt",
                finding("number-missing", "warning"),
                finding("impossible-date", "error", "ngày 31/9/2022"),
                finding("no-lead", "warning", "A báo cáo trước ngày 31/9/2022.\rKý"),
                finding("abbreviation-not-explained", "note", "Ký hiệu"),
            ),
            document("clean.docx", media_type="application/msword"),
            CheckedDocument("stdin", None, "text/plain", (finding("no-lead", "warning", "Phòng"),)),
        ],
        unread=[Unread("bad.docx", Path("bad.docx"), "bad.docx is damaged; save it again")],
        rules=[rule for rule in load().rules("checks") if rule.drafting],
        root=ROOT,
        lang="en",
        fail_on="error",
        version="1.2.3",
    )


def one(report: Report, *findings: Located, name: str = "a.txt", media_type: str = "text/plain") -> Report:
    """The same with this one document alone."""
    return replace(report, documents=[document(name, *findings, media_type=media_type)], unread=[])


# Lines and columns


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("Kính", (1, 1, 1, 5)),
        ("𝟏.", (3, 1, 3, 3)),  # astral letters and pictures are one column each
        ("A báo", (3, 12, 3, 17)),
        ("Ký hiệu\fmới", (4, 1, 4, 12)),  # a carriage return ends a line, a form feed does not
        ("cuối", (5, 1, 5, 5)),
        ("vụ\r\n\r\n𝟏", (1, 18, 3, 2)),
        ("vụ\r\n", (1, 18, 1, 22)),  # the line end belongs to its line
    ],
    ids=repr,
)
def test_lines_and_columns_are_those_of_an_editor(words: str, where: tuple[int, ...]) -> None:
    place = finding("no-lead", "error", words).place
    assert place is not None
    assert (place.line, place.column, place.end_line, place.end_column) == where
    assert place.words == words
    assert place.text == " ".join(words.split())


def test_an_empty_stretch_has_a_place() -> None:
    place = Places("a\nb")((3, 3))
    assert (place.line, place.column, place.end_line, place.end_column) == (2, 2, 2, 2)
    assert Places("")((0, 0)).line == 1


# Text


def test_text_is_a_line_a_finding(report: Report) -> None:
    assert write("text", report).decode().splitlines() == [
        "a b/công văn, 50%.txt:1:1: warning number-missing Not so.",
        "a b/công văn, 50%.txt:3:28: error impossible-date Not so.",
        "a b/công văn, 50%.txt:3:12: warning no-lead Not so.",
        "a b/công văn, 50%.txt:4:1: note abbreviation-not-explained Not so.",
        "stdin:3:4: warning no-lead Not so.",
    ]


def test_text_speaks_vietnamese(report: Report) -> None:
    assert ":3:28: lỗi impossible-date " in write("text", replace(report, lang="vi")).decode()
    assert summary(replace(report, lang="vi")) == "1 lỗi, 3 cảnh báo, 1 lưu ý trong 3 văn bản"


def test_the_summary_counts(report: Report) -> None:
    assert summary(report) == "1 error, 3 warnings, 1 note in 3 documents"
    assert summary(one(report)) == "0 errors, 0 warnings, 0 notes in 1 document"


def test_colours_leave_the_words_as_they_are(report: Report) -> None:
    colored = write("text", replace(report, color=True)).decode()
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == write("text", report).decode()


def test_a_name_or_a_message_cannot_write_lines_of_its_own(report: Report) -> None:
    hostile = one(report, finding("no-lead", message="a\nb\x1b[2Jc"), name="x\n::error::y\x1b[2J.txt")
    for name in ("text", "github"):
        written = write(name, hostile).decode()
        assert written.count("\n") == 1
        assert "\x1b" not in written


# JSON


def test_json_has_the_keys_of_the_contract(report: Report) -> None:
    findings = json.loads(write("json", report))["findings"]
    assert all(
        list(one) == ["source", "code", "severity", "message", "span", "line", "column", "text", "task"]
        for one in findings
    )
    whole, placed = findings[:2]
    assert [whole[key] for key in ("span", "line", "column", "text")] == [None] * 4
    assert placed["source"] == "a b/công văn, 50%.txt"
    assert TEXT[slice(*placed["span"])] == placed["text"] == "ngày 31/9/2022"
    assert (placed["line"], placed["column"]) == (3, 28)


# SARIF


def sarif_problems(log: object) -> list[str]:
    """Where the log is not what the OASIS schema says (SARIF 2.1.0 with errata 01)."""
    schema = json.loads((HERE / "sarif-schema-2.1.0.json").read_text("utf-8"))
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(log)]


def run_of(report: Report) -> dict[str, object]:
    log = json.loads(write("sarif", report))
    assert sarif_problems(log) == []
    return log["runs"][0]  # type: ignore[no-any-return]


def test_the_schema_can_refuse(report: Report) -> None:
    log = json.loads(write("sarif", report))
    log["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert sarif_problems(log)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_sarif_is_valid(report: Report, lang: str) -> None:
    run = run_of(replace(report, lang=lang))  # type: ignore[arg-type]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["language"] == lang
    run_of(replace(report, documents=[], unread=[]))


def test_sarif_describes_every_code(report: Report) -> None:
    driver = run_of(report)["tool"]["driver"]  # type: ignore[index]
    assert (driver["name"], driver["version"]) == ("parchk", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == [rule.id for rule in report.rules]
    for rule in driver["rules"]:
        assert rule["name"].isalnum()
        assert rule["shortDescription"]["text"]
        assert "{" not in rule["shortDescription"]["text"]
        assert rule["help"]["markdown"]


def test_sarif_results_point_to_rules_and_artifacts(report: Report) -> None:
    run = run_of(report)
    results: list[dict[str, object]] = run["results"]  # type: ignore[assignment]
    assert len(results) == 5
    for result in results:
        rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]  # type: ignore[index]
        assert rule["id"] == result["ruleId"]
        location = result["locations"][0]["physicalLocation"]["artifactLocation"]  # type: ignore[index]
        assert run["artifacts"][location["index"]]["location"]["uri"] == location["uri"]  # type: ignore[index]


def test_sarif_regions_cut_the_words_out_of_the_text(report: Report) -> None:
    placed = [
        result["locations"][0]["physicalLocation"]["region"]
        for result in run_of(report)["results"]  # type: ignore[attr-defined]
        if "region" in result["locations"][0]["physicalLocation"]
    ]
    assert len(placed) == 4
    lines = re.split(r"\r\n|\r|\n", TEXT)
    for region in placed:
        start, length = region["charOffset"], region["charLength"]
        assert TEXT[start : start + length] == region["snippet"]["text"]
        if region["startLine"] == region["endLine"]:
            line = lines[region["startLine"] - 1]
            assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == region["snippet"]["text"]


def test_sarif_paths_are_relative_and_encoded(report: Report) -> None:
    artifacts = run_of(report)["artifacts"]
    assert [artifact["location"] for artifact in artifacts] == [  # type: ignore[attr-defined]
        {"uri": "a%20b/c%C3%B4ng%20v%C4%83n%2C%2050%25.txt", "uriBaseId": "%SRCROOT%"},
        {"uri": "clean.docx", "uriBaseId": "%SRCROOT%"},
        {"uri": "stdin"},
    ]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("./x/../y.txt", "y.txt"),
        ("/duty/desk/x.txt", "x.txt"),
        ("../x y.txt", "file:///duty/x%20y.txt"),
        ("a:b.txt", "a%3Ab.txt"),
        ("x\udcff.txt", "x%FF.txt"),
    ],
)
def test_a_path_is_seen_from_the_root(path: str, uri: str) -> None:
    assert address(Path(path), ROOT).uri == uri


def test_sarif_tells_what_could_not_be_read(report: Report) -> None:
    invocation = run_of(report)["invocations"][0]  # type: ignore[index]
    assert invocation["executionSuccessful"] is False
    notification = invocation["toolExecutionNotifications"][0]
    assert notification["message"]["text"] == "bad.docx is damaged; save it again"
    assert run_of(replace(report, unread=[]))["invocations"][0]["executionSuccessful"] is True  # type: ignore[index]


def fingerprints(report: Report) -> list[str]:
    return [result["partialFingerprints"]["parchk/v1"] for result in run_of(report)["results"]]  # type: ignore[attr-defined]


def test_a_fingerprint_does_not_depend_on_the_lines_before(report: Report) -> None:
    text = "1. Phòng A lập sổ.\n2. Phòng B lập sổ.\n"
    longer = f"Mới\n\n{text}"
    words = "Phòng B"
    before = one(report, finding("no-lead", "warning", words, text=text))
    after = one(report, finding("no-lead", "error", words, "In other words.", text=longer))
    assert fingerprints(before) == fingerprints(after)
    elsewhere = one(report, finding("no-lead", "warning", words, text="3. Phòng B họp.\n"))
    assert fingerprints(before) != fingerprints(elsewhere)


def test_equal_fingerprints_are_counted(report: Report) -> None:
    twice = one(report, *[finding("no-lead", "warning", "Phòng")] * 2)
    first, second = fingerprints(twice)
    assert first.removesuffix(":1") == second.removesuffix(":2")


def test_github_gets_the_fingerprint_where_it_cannot_compute_it(report: Report) -> None:
    def keys(shown: Report) -> set[str]:
        return set(run_of(shown)["results"][0]["partialFingerprints"])  # type: ignore[index]

    placed = finding("no-lead", "warning", "Phòng")
    assert keys(one(report, placed)) == {"parchk/v1"}
    for shown in (one(report, placed, media_type="application/pdf"), one(report, finding("number-missing"))):
        assert keys(shown) == {"parchk/v1", "primaryLocationLineHash"}


# JUnit


def test_junit_reads_back(report: Report) -> None:
    root = ET.fromstring(write("junit", report))  # noqa: S314 - our own output
    assert (root.tag, root.get("tests"), root.get("failures"), root.get("errors")) == ("testsuites", "7", "1", "1")
    assert [suite.get("name") for suite in root] == ["a b/công văn, 50%.txt", "clean.docx", "stdin", "bad.docx"]
    for suite in root:
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors", "")) == len(suite.findall("testcase/error"))
        assert {case.get("classname") for case in suite} == {suite.get("name")}
    failure = root.find(".//failure")
    assert failure is not None
    assert (failure.get("type"), failure.get("message")) == ("error", "Not so.")
    assert failure.text == "a b/công văn, 50%.txt:3:28: error impossible-date Not so."
    clean = root.find("testsuite[@name='clean.docx']/testcase")
    assert clean is not None
    assert (clean.get("name"), len(clean)) == ("no findings", 0)


@pytest.mark.parametrize(("fail_on", "failures"), [("error", 1), ("warning", 4), ("note", 5), ("never", 0)])
def test_junit_failures_are_those_that_fail_the_call(report: Report, fail_on: str, failures: int) -> None:
    root = ET.fromstring(write("junit", replace(report, fail_on=fail_on)))  # type: ignore[arg-type]  # noqa: S314
    assert len(root.findall(".//failure")) == failures
    assert len(root.findall(".//system-out")) == 5 - failures


def test_cases_of_a_document_have_different_names(report: Report) -> None:
    twice = one(report, *[finding("no-lead", "warning", "Phòng")] * 2, finding("no-lead", "warning", "Ký"))
    names = [case.get("name") for case in ET.fromstring(write("junit", twice)).iter("testcase")]  # noqa: S314
    assert names == ["no-lead: Phòng", "no-lead: Phòng (2)", "no-lead: Ký"]


def test_junit_is_xml_whatever_a_document_holds(report: Report) -> None:
    text = 'a\x00b\x0b\ufffe<&>"]]>'
    hostile = one(report, finding("no-lead", "error", text, f"m{text}", text=text), name="n\x01\n<&>.txt")
    root = ET.fromstring(write("junit", hostile))  # noqa: S314
    assert root[0].get("name") == "n\ufffd\n<&>.txt"
    assert '<&>"]]>' in (root[0][0][0].text or "")


# GitHub


def commands(data: bytes) -> list[tuple[str, dict[str, str], str]]:
    """Read workflow commands as GitHub's runner does."""

    def plain(value: str) -> str:
        for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            value = value.replace(code, sign)
        return value

    found = []
    for line in data.decode().splitlines():
        match = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
        assert match, line
        properties = dict(pair.split("=", 1) for pair in match[2].split(","))
        found.append((match[1], {key: plain(value) for key, value in properties.items()}, plain(match[3])))
    return found


def test_github_gets_annotations(report: Report) -> None:
    name = "a b/công văn, 50%.txt"
    assert commands(write("github", report)) == [
        ("error", {"file": "bad.docx", "title": "parchk"}, "bad.docx is damaged; save it again"),
        ("warning", {"file": name, "title": "number-missing"}, "Not so."),
        (
            "error",
            {"file": name, "line": "3", "endLine": "3", "col": "28", "endColumn": "42", "title": "impossible-date"},
            "Not so.",
        ),
        ("warning", {"file": name, "line": "3", "endLine": "4", "title": "no-lead"}, "Not so."),
        (
            "notice",
            {
                "file": name,
                "line": "4",
                "endLine": "4",
                "col": "1",
                "endColumn": "8",
                "title": "abbreviation-not-explained",
            },
            "Not so.",
        ),
        (
            "warning",
            {"line": "3", "endLine": "3", "col": "4", "endColumn": "9", "title": "no-lead"},
            "Not so.",
        ),
    ]


def test_github_escapes(report: Report) -> None:
    shown = one(report, finding("no-lead", message="50%: a, b :: c"), name="x,y:z%0A.txt")
    data = write("github", shown)
    assert data == b"::error file=x%2Cy%3Az%250A.txt,title=no-lead::50%25: a, b :: c\n"
    assert commands(data) == [("error", {"file": "x,y:z%0A.txt", "title": "no-lead"}, "50%: a, b :: c")]


# All of them


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_found_is_written_too(report: Report, name: str) -> None:
    empty = write(name, replace(report, documents=[], unread=[]))
    readers: dict[str, Callable[[bytes], object]] = {"json": json.loads, "sarif": json.loads, "junit": ET.fromstring}
    assert readers.get(name, len)(empty) is not None
