"""Parquet: what stands in the file is what stands in JSON and CSV, and ``docs/parquet.md`` says how.

``python tests/test_parquet.py`` writes the schemas on that page anew.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parchk.errors import InputError, UsageError
from parchk.models import SCHEMA_VERSION
from parchk.pipeline import Extractor, Options
from parchk.read import read_path
from parchk.read.results import read_results
from parchk.ruleset import load
from parchk.write import FORMATS, Style, writer

if TYPE_CHECKING:
    from conftest import Finished
    from parchk.models import Directive

pa = pytest.importorskip("pyarrow", reason="needs the extra: pip install 'parchk[parquet]'")
parquet = pytest.importorskip("pyarrow.parquet")

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "parquet.md"
SAMPLES = sorted(
    path for path in (ROOT / "samples").iterdir() if path.suffix in {".txt", ".md"} and path.stem != "README"
)
NESTED, FLAT = Style(), Style(flat=True)
TYPED = {"start", "due", "issued_on", "confidence", "starts", "dues", "mine"}


def written(results: list[Directive], style: Style = NESTED) -> bytes:
    return writer("parquet")(results, style)


def table(data: bytes) -> pa.Table:
    return parquet.read_table(io.BytesIO(data))


def as_json(result: Directive) -> dict[str, Any]:
    return json.loads(FORMATS["json"]([result]))


def with_task(directive: Directive, **changed: object) -> Directive:
    task = directive.tasks[0].model_copy(update=changed)
    return directive.model_copy(update={"tasks": [task]})


@pytest.fixture(scope="module")
def results() -> list[Directive]:
    """Results of the samples, with their text."""
    extract = Extractor(load(), Options(nlp="off", with_text=True))
    return [extract(read_path(path)) for path in SAMPLES]


# A row a document


def present(value: Any) -> Any:
    """A value without the nulls in it: JSON leaves out what was not set, Parquet cannot."""
    if isinstance(value, dict):
        return {key: present(inner) for key, inner in value.items() if inner is not None}
    return [present(inner) for inner in value] if isinstance(value, list) else value


def test_every_field_is_that_of_json(results: list[Directive], directive: Directive) -> None:
    results = [*results, directive]
    rows = table(written(results)).to_pylist()
    assert len(rows) == len(results)
    for row, result in zip(rows, results, strict=True):
        assert list(row) == list(type(result).model_fields)
        assert present(row) == present(as_json(result))


def test_what_is_read_back_is_the_same_result(results: list[Directive], directive: Directive) -> None:
    for result in [*results, directive]:
        (again,) = read_results(written([result]), "r")
        assert FORMATS["json"]([again]) == FORMATS["json"]([result])


def test_what_was_not_set_is_null_and_absent_again(directive: Directive) -> None:
    finding = directive.findings[0]
    both = directive.model_copy(
        update={
            "findings": [
                finding,
                finding.model_copy(update={"messages": {"vi": "a", "en": "b"}, "text": "c"}),
            ]
        }
    )
    both = type(directive).model_validate_json(FORMATS["json"]([both]))
    data = written([both])
    first, second = table(data).to_pylist()[0]["findings"]
    assert (first["messages"], first["text"]) == (None, None)
    assert second["messages"] == {"vi": "a", "en": "b"}
    assert FORMATS["json"](read_results(data, "r")) == FORMATS["json"]([both])


@given(text=st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_survives(directive: Directive, text: str) -> None:
    text = text.encode(errors="replace").decode()
    result = with_task(directive, text=text, section=text, id=text)
    (again,) = read_results(written([result]), "r")
    assert again.tasks == result.tasks
    (row,) = table(written([result], FLAT)).to_pylist()
    assert row["task"] == next(csv.DictReader(io.StringIO(unguarded([result])), delimiter=","))["task"]


@given(value=st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_number_is_a_double(directive: Directive, value: float) -> None:
    try:
        expected = float(value)
    except OverflowError:
        return
    target = directive.tasks[0].targets[0].model_copy(update={"value": value})
    (again,) = read_results(written([with_task(directive, targets=[target])]), "r")
    assert again.tasks[0].targets[0].value == expected


# A row a task


def unguarded(results: list[Directive]) -> str:
    """CSV without the apostrophes in front of what a spreadsheet would take for a formula."""
    return re.sub(r'(^|[,"])\'(?=[-=+@\t\r＝＋－＠])', r"\1", FORMATS["csv"](results).decode(), flags=re.MULTILINE)


def test_every_cell_is_that_of_csv(results: list[Directive], directive: Directive) -> None:
    results = [*results, directive]
    rows = table(written(results, FLAT)).to_pylist()
    cells = list(csv.DictReader(io.StringIO(unguarded(results), newline="")))
    assert len(rows) == len(cells) > 100
    assert list(rows[0]) == [*cells[0], "starts", "dues", "mine"]
    for row, cell in zip(rows, cells, strict=True):
        assert {key: value or "" for key, value in row.items() if key not in TYPED} == {
            key: value for key, value in cell.items() if key not in TYPED
        }
        assert (row["starts"] or "", row["dues"] or "") == (cell["start"], cell["due"])
        assert row["confidence"] == pytest.approx(float(cell["confidence"]))
        assert (row["issued_on"].isoformat() if row["issued_on"] else "") == cell["issued_on"]
        for column in ("start", "due"):
            days = sorted(day[:10] for day in cell[column].split("; ") if day)
            assert (row[column].isoformat() if row[column] else None) == (days[0] if days else None)


def test_no_cell_that_is_not_there_is_an_empty_text(results: list[Directive]) -> None:
    for row in table(written(results, FLAT)).to_pylist():
        assert not [key for key, value in row.items() if value == "" and key != "section"]


def test_words_follow_the_language_and_columns_do_not(directive: Directive) -> None:
    vietnamese = table(written([directive], Style(flat=True, lang="vi")))
    assert vietnamese.schema == table(written([directive], FLAT)).schema
    assert vietnamese.to_pylist()[0]["bound"].split("; ")[0] == "trước"


def test_a_day_that_no_calendar_has_is_no_day(directive: Directive) -> None:
    deadline = directive.tasks[0].deadlines[0].model_copy(update={"due": "2022-02-30"})
    (row,) = table(written([with_task(directive, deadlines=[deadline])], FLAT)).to_pylist()
    assert (row["due"], row["dues"]) == (None, "2022-02-30")


# The file


@pytest.mark.parametrize("style", [NESTED, FLAT], ids=["documents", "tasks"])
def test_the_same_results_give_the_same_bytes_with_versions_in_them(directive: Directive, style: Style) -> None:
    data = written([directive], style)
    assert data == written([directive], style)
    metadata = parquet.read_schema(io.BytesIO(data)).metadata
    assert metadata[b"parchk.schema_version"] == SCHEMA_VERSION.encode()
    assert set(metadata) == {b"parchk.schema_version", b"parchk.program", b"parchk.rows"}


@pytest.mark.parametrize("style", [NESTED, FLAT], ids=["documents", "tasks"])
def test_no_results_are_an_empty_table(style: Style) -> None:
    assert table(written([], style)).num_rows == 0


def test_results_are_written_in_groups_and_none_is_kept(directive: Directive) -> None:
    taken = 0

    def many() -> Iterator[Directive]:
        nonlocal taken
        for number in range(3000):
            taken += 1
            source = directive.source.model_copy(update={"name": f"{number}.txt"})
            yield directive.model_copy(update={"source": source})

    pieces, when = [], []
    for piece in writer("parquet").chunks(many()):
        pieces.append(piece)
        when.append(taken)
    assert when == [1024, 2048, 3000, 3000], "each group as soon as it is full, and the end of the file"
    file = parquet.ParquetFile(io.BytesIO(b"".join(pieces)))
    assert [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)] == [1024, 1024, 952]
    assert [row["source"]["name"] for row in file.read().to_pylist()] == [f"{number}.txt" for number in range(3000)]


def test_long_documents_make_small_groups(directive: Directive) -> None:
    long = directive.model_copy(update={"source": directive.source.model_copy(update={"chars": 5_000_000})})
    file = parquet.ParquetFile(io.BytesIO(written([long] * 5)))
    assert [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)] == [2, 2, 1]


def test_what_is_no_result_is_refused(directive: Directive) -> None:
    with pytest.raises(InputError, match="a row a task"):
        read_results(written([directive], FLAT), "r.parquet")
    foreign = io.BytesIO()
    parquet.write_table(pa.table({"a": [1]}), foreign)
    with pytest.raises(InputError, match="no result of parchk"):
        read_results(foreign.getvalue(), "r.parquet")
    whole = written([directive])
    for data in (whole[:40], whole[: len(whole) // 2], whole[:-9]):
        with pytest.raises(InputError, match="damaged"):
            read_results(data, "r.parquet")
    newer = with_task(directive).model_copy(update={"schema_version": "9.0"})
    with pytest.raises(InputError, match=r"schema version '9\.0'"):
        read_results(written([newer]), "r.parquet")


def test_without_the_library_its_extra_is_named(monkeypatch: pytest.MonkeyPatch, directive: Directive) -> None:
    data = written([directive])
    monkeypatch.setattr("parchk.write.find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=r"pip install 'parchk\[parquet\]'"):
        writer("parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"pip install 'parchk\[parquet\]'"):
        read_results(data, "r.parquet")


# The commands


@pytest.mark.slow
def test_extract_convert_and_batch_write_it(parchk: Callable[..., Finished], document: Path, tmp_path: Path) -> None:
    plain = parchk("extract", document, "--nlp", "off", "--format", "json").data
    done = parchk("extract", document, "--nlp", "off", "-o", tmp_path / "a.parquet")
    assert done.code == 0, done.errors
    nested = (tmp_path / "a.parquet").read_bytes()
    assert parchk("convert", tmp_path / "a.parquet", "--to", "json").data == plain
    assert parchk("convert", tmp_path / "a.parquet", "-o", tmp_path / "b.parquet").code == 0
    assert (tmp_path / "b.parquet").read_bytes() == nested
    assert parchk("batch", document, "-o", tmp_path / "all.parquet", "--nlp", "off", "-q").code == 0
    assert (tmp_path / "all.parquet").read_bytes() == nested
    assert parchk("convert", tmp_path / "b.parquet", "-o", tmp_path / "flat.parquet", "--flat").code == 0
    assert table((tmp_path / "flat.parquet").read_bytes()).column_names[:3] == ["id", "section", "task"]
    assert "parquet is no text" in parchk("extract", document, "--format", "parquet").sentence
    assert "--flat goes with parquet" in parchk("extract", document, "--flat", "--format", "csv").sentence


# The page


def described(field: pa.Field, depth: int = 0) -> list[str]:
    """A field and what is in it, a line each."""
    kind, inner, lists = field.type, [], ""
    while pa.types.is_list(kind):
        lists += "list of "
        kind = kind.value_type
    if pa.types.is_struct(kind):
        inner = [line for one in kind for line in described(one, depth + 1)]
    name = "struct" if pa.types.is_struct(kind) else str(kind)
    return [f"{'  ' * depth}{field.name}: {lists}{name}{'?' if field.nullable else ''}", *inner]


def schemas(directive: Directive) -> dict[str, str]:
    """What the page says of each kind of file."""
    return {
        rows: "\n".join(line for field in table(written([directive], style)).schema for line in described(field))
        for rows, style in (("documents", NESTED), ("tasks", FLAT))
    }


_BLOCK = re.compile(r"<!-- rows: (?P<rows>\w+) -->\n```text\n(?P<body>.*?)\n?```", re.DOTALL)


def test_the_page_describes_the_files(directive: Directive) -> None:
    shown = {block["rows"]: block["body"] for block in _BLOCK.finditer(PAGE.read_text("utf-8"))}
    assert shown == schemas(directive)
    assert f"`{SCHEMA_VERSION}`" in PAGE.read_text("utf-8")


def write_anew() -> None:
    """Put the schemas of today into the page."""
    from parchk.write.parquet.schema import documents_schema, tasks_schema  # noqa: PLC0415 - for this only

    today = {
        rows: "\n".join(line for field in schema for line in described(field))
        for rows, schema in (("documents", documents_schema()), ("tasks", tasks_schema()))
    }
    text = _BLOCK.sub(
        lambda block: f"<!-- rows: {block['rows']} -->\n```text\n{today[block['rows']]}\n```", PAGE.read_text("utf-8")
    )
    PAGE.write_text(text, "utf-8")


if __name__ == "__main__":
    write_anew()
