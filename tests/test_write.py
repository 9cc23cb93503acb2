"""Results become bytes: complete, readable back, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from parchk.errors import OutputError, UsageError
from parchk.read.results import read_results
from parchk.show import render
from parchk.wording import day, deadline_phrase, groups, one_line, summary
from parchk.write import FORMATS, Style, format_of, writer
from parchk.write.files import write_file
from parchk.write.schema import json_schema

if TYPE_CHECKING:
    from parchk.models import Directive, Task

COLUMNS = (
    "id,section,task,lead,coordinate,report_to,report_via,start,due,bound,rrule,deadline_text,"
    "deliverables,targets,citations,kind,confidence,document_number,issued_on,source"
)
FORMULA_STARTS = tuple("=+-@\t\r")


def table(data: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def with_task(directive: Directive, **changed: object) -> Directive:
    task = directive.tasks[0].model_copy(update=changed)
    return directive.model_copy(update={"tasks": [task]})


# JSON


def test_json_is_indented_unescaped_and_ends_in_a_line_feed(directive: Directive) -> None:
    data = FORMATS["json"]([directive])
    assert data.startswith(b'{\n  "schema_version": "1.0",\n  "source": {\n')
    assert data.endswith(b"}\n")
    assert "Ủy ban nhân dân huyện Sông Tranh" in data.decode()


def test_json_leaves_out_what_was_not_set_and_keeps_null(directive: Directive) -> None:
    result = json.loads(FORMATS["json"]([directive]))
    assert "text" not in result["source"]
    assert result["document"]["urgency"] is None
    assert list(result["tasks"][0]["deadlines"][0]) == ["kind", "text", "due", "inclusive", "span", "source"]


def test_json_names_its_version_even_when_nobody_set_it(directive: Directive) -> None:
    given = directive.model_fields_set - {"schema_version"}
    unset = type(directive)(**{key: value for key, value in directive if key in given})
    assert FORMATS["json"]([unset]) == FORMATS["json"]([directive])


def test_json_holds_one_result(directive: Directive) -> None:
    with pytest.raises(UsageError, match="use the format jsonl"):
        FORMATS["json"]([directive, directive])


def test_jsonl_is_one_line_a_result(directive: Directive) -> None:
    lines = FORMATS["jsonl"]([directive, directive]).splitlines(keepends=True)
    assert len(lines) == 2
    assert json.loads(lines[0]) == json.loads(FORMATS["json"]([directive]))


@pytest.mark.parametrize("stored", ["json", "jsonl"])
@pytest.mark.parametrize("name", FORMATS)
def test_a_result_read_back_gives_the_same_bytes(directive: Directive, stored: str, name: str) -> None:
    again = read_results(FORMATS[stored]([directive]), "r")
    assert FORMATS[name](again) == FORMATS[name]([directive])


def test_json_is_valid_by_the_schema(directive: Directive) -> None:
    schema = json.loads(json_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(FORMATS["json"]([directive])), schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    "broken",
    [{"tasks": 3}, {"schema_version": "2.0"}, {"surprise": 1}],
    ids=["wrong type", "wrong version", "unknown key"],
)
def test_the_schema_refuses_what_is_no_result(directive: Directive, broken: dict[str, object]) -> None:
    result = json.loads(FORMATS["json"]([directive])) | broken
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(result, json.loads(json_schema()), jsonschema.Draft202012Validator)


def test_the_schema_wants_the_version(directive: Directive) -> None:
    result = json.loads(FORMATS["json"]([directive]))
    del result["schema_version"]
    with pytest.raises(jsonschema.ValidationError, match="schema_version"):
        jsonschema.validate(result, json.loads(json_schema()), jsonschema.Draft202012Validator)


# CSV and TSV


def test_csv_has_the_columns_of_the_contract_and_a_row_a_task(directive: Directive) -> None:
    data = FORMATS["csv"]([directive])
    assert data.decode().split("\r\n")[0] == COLUMNS
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert [row["id"] for row in table(data)] == ["412-ubnd-nv.1.a.1", "412-ubnd-nv.2.1"]


def test_csv_joins_units_with_semicolons(directive: Directive) -> None:
    row = table(FORMATS["csv"]([directive]))[0]
    assert row["lead"] == "Phòng Nội vụ"
    assert row["coordinate"] == "Phòng A; Phòng B"
    assert row["report_to"] == "UBND huyện"
    assert row["report_via"] == ""


def test_csv_keeps_the_parts_of_several_deadlines_at_their_positions(directive: Directive) -> None:
    row = table(FORMATS["csv"]([directive]))[0]
    assert row["start"].split("; ") == ["", "", "2022-09-01"]
    assert row["due"].split("; ") == ["2022-08-20", "", ""]
    assert row["bound"].split("; ") == ["before", "within 5 working days", "recurring"]
    assert row["rrule"].split("; ") == ["", "", "FREQ=MONTHLY;BYMONTHDAY=10"]
    assert len(row["deadline_text"].split("; ")) == 3


def test_csv_leaves_cells_empty_where_there_is_nothing(directive: Directive) -> None:
    row = table(FORMATS["csv"]([directive]))[1]
    filled = {"id", "section", "task", "kind", "confidence", "document_number", "issued_on", "source"}
    assert {key for key, value in row.items() if value} == filled


def test_csv_in_vietnamese_is_counted_and_headed_for_a_clerk(directive: Directive) -> None:
    data = FORMATS["csv"]([directive], Style(lang="vi"))
    assert data.decode().startswith(
        "STT,Mục,Nội dung nhiệm vụ,Đơn vị chủ trì,Đơn vị phối hợp,Nơi nhận báo cáo,Báo cáo qua,Từ ngày,Thời hạn,"
    )
    first, second = table(data)
    assert (first["STT"], second["STT"]) == ("1", "2")
    assert first["Mã nhiệm vụ"] == "412-ubnd-nv.1.a.1"
    assert first["Loại thời hạn"].split("; ") == ["trước", "trong 5 ngày làm việc", "định kỳ"]


def test_csv_for_excel_has_a_mark_and_semicolons(directive: Directive) -> None:
    data = FORMATS["csv"]([directive], Style(excel=True))
    assert data.startswith(b"\xef\xbb\xbfid;section;")
    assert table(data, ";") == table(FORMATS["csv"]([directive]))


def test_csv_of_several_results_has_one_header(directive: Directive) -> None:
    rows = table(FORMATS["csv"]([directive, directive], Style(lang="vi")))
    assert [row["STT"] for row in rows] == ["1", "2", "3", "4"]


def test_csv_of_no_tasks_is_its_header(directive: Directive) -> None:
    assert FORMATS["csv"]([directive.model_copy(update={"tasks": []})]).decode() == f"{COLUMNS}\r\n"


def test_tsv_is_the_same_table_with_tabs(directive: Directive) -> None:
    data = FORMATS["tsv"]([directive])
    assert b"\r" not in data
    assert table(data, "\t") == table(FORMATS["csv"]([directive]))


@pytest.mark.parametrize("start", [*FORMULA_STARTS, "\n=", " =", "\ufeff\t=", "\x1b="])
@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_no_cell_starts_a_formula(directive: Directive, start: str, name: str) -> None:
    evil = f'{start}HYPERLINK("http://x.example","a")'
    unit = directive.tasks[0].units[0].model_copy(update={"name": evil})
    result = with_task(directive, id=evil, section="-1", text=evil, units=[unit])
    result = result.model_copy(update={"source": result.source.model_copy(update={"name": evil})})
    (row,) = table(FORMATS[name]([result]), "\t" if name == "tsv" else ",")
    assert not [cell for cell in row.values() if cell.lstrip(" \ufeff").startswith(FORMULA_STARTS)]
    assert row["section"] == "'-1"


@given(text=st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_survives_in_its_cell(directive: Directive, text: str) -> None:
    text = text.encode(errors="replace").decode()
    for name, delimiter in (("csv", ","), ("tsv", "\t")):
        data = FORMATS[name]([with_task(directive, text=text)])
        (row,) = table(data, delimiter)
        assert not row["task"].startswith(FORMULA_STARTS)
        assert row["task"] in {one_line(text), f"'{one_line(text)}"}


# Markdown


def rendered(markdown: bytes) -> str:
    return MarkdownIt("commonmark").enable("table").render(markdown.decode())


def test_markdown_has_heading_data_and_tables_under_headings(directive: Directive) -> None:
    html = rendered(FORMATS["md"]([directive]))
    assert "<h1>rà soát vị trí việc làm</h1>" in html
    assert "<strong>Ngày ban hành:</strong> 05/7/2022" in html
    assert "<h2>1. Phòng Nội vụ</h2>" in html
    assert html.count("<table>") == 2
    assert "<th>Đơn vị chủ trì</th>" in html


@pytest.mark.parametrize(
    "text", ["a | b", "\\| a", "*x* _y_ `z`", "<script>alert(1)</script>", "[a](b)", "a\n\nb", "&lt;"]
)
def test_markdown_shows_the_text_as_it_is(directive: Directive, text: str) -> None:
    html = rendered(FORMATS["md"]([with_task(directive, text=text)]))
    shown = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f"<td>{shown}</td>" in html


@pytest.mark.parametrize("subject", ["# x", "- x", "1. x", "> x", "=== x"])
def test_markdown_headings_show_the_text_as_it_is(directive: Directive, subject: str) -> None:
    result = directive.model_copy(update={"document": directive.document.model_copy(update={"subject": subject})})
    assert f"<h1>{subject.replace('>', '&gt;')}</h1>" in rendered(FORMATS["md"]([result]))


def test_markdown_in_english(directive: Directive) -> None:
    html = rendered(FORMATS["md"]([directive], Style(lang="en")))
    assert "<th>Lead</th>" in html
    assert "before 2022-08-20" in html


def test_markdown_of_no_tasks_says_so(directive: Directive) -> None:
    assert "Không có nhiệm vụ nào." in FORMATS["md"]([directive.model_copy(update={"tasks": []})]).decode()


# Choice of the format


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.json", "json"), ("a.JSONL", "jsonl"), ("a.csv", "csv"), ("a.tsv", "tsv"), ("a.b.md", "md")],
)
def test_the_ending_names_the_format(name: str, expected: str) -> None:
    assert format_of(Path(name)) == expected


def test_an_unknown_ending_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"a\.xyz names no output format; use one of \.json, \.jsonl"):
        format_of(Path("a.xyz"))


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="'ods'; these exist: json, jsonl, csv, tsv, md, ics, html, table, xlsx"):
        writer("ods")


# Files


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_bytes(b"old")
    target.chmod(0o640)
    write_file(target, b"new")
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    write_file(tmp_path / "out.json", b"new")
    (tmp_path / "usual").touch()
    assert (tmp_path / "out.json").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out.json"
    target.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OutputError, match=r"out\.json could not be written: No space left on device"):
        write_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_an_interruption_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "out.json", b"new")
    assert not list(tmp_path.iterdir())


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_bytes(b"old")
    (tmp_path / "link.json").symlink_to("real.json")
    write_file(tmp_path / "link.json", b"new")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_bytes() == b"new"


def test_a_device_is_written_to_and_not_replaced() -> None:
    write_file(Path(os.devnull), b"new")
    assert not Path(os.devnull).is_file()


def test_a_folder_that_may_not_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # the user may be root, who may write everywhere
    with pytest.raises(OutputError, match="you may not write to its folder"):
        write_file(tmp_path / "out.json", b"new")


# On the terminal


def test_the_table_shows_section_task_lead_and_deadline(directive: Directive) -> None:
    shown = render([directive], lang="en")
    assert "1. Phòng Nội vụ" in shown
    assert "before 2022-08-20" in shown
    assert "1/a" in shown
    assert "\x1b" not in shown


def test_the_table_fits_the_terminal(directive: Directive) -> None:
    assert max(map(len, render([directive], lang="vi", width=60).splitlines())) <= 60


def test_colours_are_used_when_asked_for(directive: Directive) -> None:
    assert "\x1b[" in render([directive], lang="en", color=True)


@pytest.mark.parametrize("explain", [False, True])
def test_a_document_cannot_steer_the_terminal(directive: Directive, *, explain: bool) -> None:
    result = with_task(directive, text="a\x1b]0;owned\x07b\x9b31m [bold]c[/bold]", because=["\x1b[2J"])
    shown = render([result], lang="en", explain=explain)
    assert not {"\x1b", "\x07", "\x9b"} & set(shown)
    assert "[bold]c[/bold]" in shown


def test_the_explanation_shows_the_words_behind_every_value(directive: Directive) -> None:
    shown = render([directive], lang="en", explain=True)
    for expected in (
        "Phòng Nội vụ ← “Phòng Nội vụ”",
        "heading [303, 315)",
        "by due=2022-08-20 inclusive=false ← “trước ngày 20/8/2022”",
        "relative duration=P5D working_days=true anchor=ngày ký",
        "verb:xay-dung, unit:heading",
        "> 95 % ← “trên 95%”",
        "95/KH-UBND ← “Kế hoạch số 95/KH-UBND ngày 12/5/2022”",
        "no-lead: No unit is named.",
    ):
        assert expected in shown


def test_the_summary_counts(directive: Directive) -> None:
    assert summary([directive], "en") == "2 tasks, 1 with a deadline, 1 without a lead; 1 finding"
    assert summary([directive], "vi") == "2 nhiệm vụ, 1 có thời hạn, 1 không nêu đơn vị chủ trì; 1 điểm cần xem lại"


# Wording


@pytest.mark.parametrize(
    ("iso", "vietnamese"),
    [("2022-08-05", "05/8/2022"), ("2022-02-15", "15/02/2022"), ("2022-12-31T17:00", "17:00 ngày 31/12/2022")],
)
def test_days_are_written_as_in_official_documents(iso: str, vietnamese: str) -> None:
    assert day(iso, "vi") == vietnamese


@pytest.mark.parametrize(
    ("fields", "phrase"),
    [
        ({"kind": "by", "due": "2022-08-20", "inclusive": True}, "đến hết 20/8/2022"),
        ({"kind": "by", "due": "2022-08-20", "inclusive": False}, "trước 20/8/2022"),
        ({"kind": "period", "start": "2022-08-01", "due": "2022-08-31"}, "01/8/2022 - 31/8/2022"),
        ({"kind": "period"}, "dịp Tết"),
        ({"kind": "from", "start": "2022-08-01"}, "từ 01/8/2022"),
        ({"kind": "recurring", "rrule": "FREQ=MONTHLY", "start": "2022-08-01"}, "dịp Tết (từ 01/8/2022)"),
        ({"kind": "relative", "duration": "P3M", "due": "2022-10-05"}, "dịp Tết (05/10/2022)"),
    ],
)
def test_a_deadline_is_said_in_a_few_words(directive: Directive, fields: dict[str, object], phrase: str) -> None:
    model = type(directive.tasks[0].deadlines[0])
    deadline = model.model_validate({"text": "dịp Tết", "span": (0, 7), "source": "sentence", **fields})
    assert deadline_phrase(deadline, "vi") == phrase


def test_tasks_stand_under_the_headings_around_them(directive: Directive) -> None:
    """A path that occurs again in an attached plan means the section that the task lies in."""
    plan = directive.sections[0].model_copy(update={"title": "Phòng Y tế", "span": (700, 900)})
    task: Task = directive.tasks[0].model_copy(update={"section": "1", "span": (720, 730)})
    result = directive.model_copy(update={"sections": [*directive.sections, plan], "tasks": [*directive.tasks, task]})
    assert [group.title for group in groups(result)] == ["1. Phòng Nội vụ", "", "1. Phòng Y tế"]
