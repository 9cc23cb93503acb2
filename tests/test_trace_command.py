"""``parchk trace`` as its users meet it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Finished

    Parchk = Callable[..., Finished]

DONE, WRONG_USAGE, UNREADABLE = 0, 2, 3
CASCADE = Path(__file__).parent / "cascades" / "rac-thai"
UPPER, LOWER, LOWEST, OTHER = (CASCADE / f"{name}.txt" for name in ("tinh", "huyen", "xa", "tinh-khac"))


@pytest.fixture(scope="module")
def traced(parchk: Parchk) -> Finished:
    done = parchk("trace", UPPER, LOWER)
    assert done.code == DONE, done.errors
    return done


def test_json_is_the_default_of_a_pipe_and_has_the_published_keys(traced: Finished) -> None:
    trace = json.loads(traced.text)
    assert list(trace) == ["links", "dropped", "added", "chains", "documents", "unrelated"]
    link = trace["links"][0]
    assert list(link) == [
        "upper", "lower", "similarity", "deadline_change", "days", "deadlines", "units", "unit_change",
        "wording_change", "because",
    ]  # fmt: skip
    assert list(link["upper"]) == ["document", "id", "section", "text"]
    assert (link["upper"]["document"], link["lower"]["document"]) == ("tinh.txt", "huyen.txt")
    assert (link["deadline_change"], link["days"]) == ("loosened", 5)
    assert trace["chains"] == trace["unrelated"] == []
    assert traced.errors == ""


@pytest.mark.slow
def test_results_give_the_same_bytes_as_documents(parchk: Parchk, tmp_path: Path, traced: Finished) -> None:
    for path in (UPPER, LOWER):
        (tmp_path / f"{path.stem}.json").write_bytes(parchk("extract", path, "-f", "json").data)
    assert parchk("trace", tmp_path / "tinh.json", tmp_path / "huyen.json").data == traced.data
    mixed = parchk("trace", UPPER, "-", stdin=(tmp_path / "huyen.json").read_bytes())
    assert mixed.data == traced.data


def test_a_document_comes_from_standard_input(parchk: Parchk, traced: Finished) -> None:
    done = parchk("trace", UPPER, "-", stdin=LOWER.read_bytes())
    found = [(link["upper"]["section"], link["lower"]["section"]) for link in json.loads(done.text)["links"]]
    assert found == [(link["upper"]["section"], link["lower"]["section"]) for link in json.loads(traced.text)["links"]]


def test_the_same_input_gives_the_same_bytes(parchk: Parchk, traced: Finished) -> None:
    assert parchk("trace", UPPER, LOWER, PYTHONHASHSEED="7").data == traced.data


@pytest.mark.slow
def test_several_levels_chain_and_strangers_are_named(parchk: Parchk) -> None:
    done = parchk("trace", LOWEST, OTHER, LOWER, UPPER)
    trace = json.loads(done.text)
    assert trace["unrelated"] == ["tinh-khac.txt"]
    assert [[task["section"] for task in chain] for chain in trace["chains"]] != []
    assert "Unrelated documents: tinh-khac.txt" in done.errors
    assert parchk("trace", LOWEST, OTHER, LOWER, UPPER, "-q").errors == ""


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_csv_has_a_row_for_every_link_and_every_task_without_one(parchk: Parchk, traced: Finished, lang: str) -> None:
    rows = list(csv.reader(io.StringIO(parchk("trace", UPPER, LOWER, "-f", "csv", "--lang", lang).text)))
    trace = json.loads(traced.text)
    assert len(rows) == 1 + sum(len(trace[key]) for key in ("links", "dropped", "added"))
    assert rows[0][0] == {"vi": "Kết quả", "en": "kind"}[lang]
    assert rows[1][8:10] == ["loosened", "5"]
    leads = [("; ".join(link["units"]["upper"]), "; ".join(link["units"]["lower"])) for link in trace["links"]]
    assert [(row[13], row[14]) for row in rows[1 : 1 + len(leads)]] == leads
    assert {row[0] for row in rows[1:]} == {"link", "dropped", "added"}


def test_csv_names_the_units_also_where_they_are_the_same(parchk: Parchk, tmp_path: Path) -> None:
    (tmp_path / "copy.txt").write_text(UPPER.read_text("utf-8") + "\n", "utf-8")
    rows = list(
        csv.DictReader(io.StringIO(parchk("trace", UPPER, tmp_path / "copy.txt", "-f", "csv", "--lang", "en").text))
    )
    assert [row["unit_change"] for row in rows] == [""] * len(rows)
    assert [row["upper_lead"] for row in rows] == [row["lower_lead"] for row in rows]
    assert any(row["upper_lead"] for row in rows)


def test_csv_for_excel(parchk: Parchk) -> None:
    data = parchk("trace", UPPER, LOWER, "-f", "csv", "--excel").data
    assert data.startswith("\ufeff".encode())
    assert data.splitlines()[0].count(b";") == 17


def test_no_cell_is_a_formula(parchk: Parchk, tmp_path: Path) -> None:
    for name, end in (("=1+1.txt", ""), ("lower.txt", "\n")):
        (tmp_path / name).write_text(
            f"1. Phòng Y tế kiểm tra bếp ăn tập thể.\n2. Phòng Y tế phát màn chống muỗi.{end}", "utf-8"
        )
    text = parchk("trace", tmp_path / "=1+1.txt", tmp_path / "lower.txt", "-f", "csv").text
    assert "link,'=1+1.txt," in text


def test_the_table_shows_links_and_what_has_none(parchk: Parchk) -> None:
    text = parchk("trace", UPPER, LOWER, "-f", "table").text
    assert "tinh.txt → huyen.txt" in text
    assert "loosened 5 days" in text
    assert "Dropped" in text
    assert "not in huyen.txt" in text
    assert "rút ngắn 15 ngày" in parchk("trace", UPPER, LOWER, "-f", "table", "--lang", "vi").text


def test_the_page_shows_both_texts_with_their_differences(parchk: Parchk, tmp_path: Path) -> None:
    done = parchk("trace", UPPER, LOWER, "-o", tmp_path / "trace.html")
    assert done.code == DONE
    assert done.errors.startswith(f"{tmp_path / 'trace.html'}: Carried on: ")
    page = (tmp_path / "trace.html").read_text("utf-8")
    assert "<del>15/4/2023.</del>" in page
    assert "<ins>20/4/2023.</ins>" in page
    assert 'lang="vi"' in page
    assert "<script" not in page


def test_nothing_of_a_document_becomes_markup(parchk: Parchk, tmp_path: Path) -> None:
    sentence = "1. Phòng Y tế kiểm tra bếp ăn <script>alert(1)</script> & <img src=x onerror=alert(2)> tập thể {}.\n"
    second = "2. Phòng Y tế phát màn chống muỗi cho hộ dân.\n"
    (tmp_path / "upper.txt").write_text(sentence.format("{{ 7*7 }}") + second, "utf-8")
    (tmp_path / "<b>lower.txt").write_text(sentence.format("</del><script>") + second, "utf-8")
    page = parchk("trace", tmp_path / "upper.txt", tmp_path / "<b>lower.txt", "-f", "html").text
    assert re.findall(r"<(?:script|img|b)\b", page) == []
    assert "&lt;img src=x" in page
    assert "default-src &#39;none&#39;" in page
    assert "script-src" not in page


def test_one_document_is_not_enough(parchk: Parchk) -> None:
    done = parchk("trace", UPPER)
    assert done.code == WRONG_USAGE
    assert done.sentence == "trace compares documents: give a superior one and those that carry it out"


@pytest.mark.slow
def test_the_same_document_counts_once(parchk: Parchk, tmp_path: Path, traced: Finished) -> None:
    path = tmp_path / "lower.json"
    path.write_bytes(parchk("extract", LOWER, "-f", "json").data)
    done = parchk("trace", UPPER, LOWER, path)
    assert done.data == traced.data
    assert done.errors == "huyen.txt is the same document as huyen.txt; left out\n"
    assert parchk("trace", LOWER, path).code == WRONG_USAGE


def test_documents_in_the_wrong_order_are_turned_round_with_a_remark(parchk: Parchk, traced: Finished) -> None:
    done = parchk("trace", LOWER, UPPER)
    assert json.loads(done.text)["links"] == json.loads(traced.text)["links"]
    assert done.errors == "huyen.txt carries out tinh.txt, so the second was taken for the upper one\n"
    assert parchk("trace", LOWER, UPPER, "-q").errors == ""


def test_standard_input_is_one_document(parchk: Parchk) -> None:
    assert parchk("trace", "-", "-").code == WRONG_USAGE


def test_a_file_that_cannot_be_read(parchk: Parchk, tmp_path: Path) -> None:
    done = parchk("trace", UPPER, tmp_path / "none.txt")
    assert done.code == UNREADABLE
    assert "none.txt" in done.sentence


def test_a_damaged_result(parchk: Parchk, tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text('{"schema_version": "1.0"}', "utf-8")
    done = parchk("trace", UPPER, tmp_path / "broken.json")
    assert done.code == UNREADABLE
    assert "broken.json is not a result of parchk" in done.sentence


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"due": "ngày mai"}, "deadlines.0.due: 'ngày mai' is no day"),
        ({"due": "2023-13-45"}, "deadlines.0.due: '2023-13-45' is no day"),
        ({"rrule": "MONTHLY"}, "deadlines.0.rrule: 'MONTHLY' is no recurrence rule"),
        ({"rrule": "FREQ=MONTHLY;INTERVAL=x"}, "is no recurrence rule"),
        ({"duration": "P9999999Y"}, "deadlines.0.duration: 'P9999999Y' is no duration"),
        (None, "citations: there is no citation 999"),
    ],
)
def test_a_result_with_values_that_cannot_be(
    parchk: Parchk, tmp_path: Path, values: dict[str, str] | None, said: str
) -> None:
    result = json.loads(parchk("extract", LOWER, "-f", "json").text)
    task = next(task for task in result["tasks"] if task["deadlines"])
    task["deadlines"][0].update(values or {})
    if values is None:
        task["citations"] = [999]
    (tmp_path / "changed.json").write_text(json.dumps(result), "utf-8")
    done = parchk("trace", UPPER, tmp_path / "changed.json")
    assert done.code == UNREADABLE
    assert said in done.sentence
    assert "Traceback" not in done.errors


def test_no_sign_of_a_document_changes_how_the_page_is_read(parchk: Parchk, tmp_path: Path) -> None:
    text = "1. Phòng Y tế kiểm tra bếp ăn \u202egnoul\u202c tập thể.\n2. Phòng Y tế phát màn\x1b[31m chống muỗi.{}\n"
    for name in ("upper", "lower"):
        (tmp_path / f"{name}.txt").write_text(text.format(f"\n3. Phòng {name} đi\u202e họp."), "utf-8")
    results = []
    for name in ("upper", "lower"):
        result = json.loads(parchk("extract", tmp_path / f"{name}.txt", "-f", "json").text)
        for task in result["tasks"]:
            task["text"] += "\u202e\x07"
        results.append(tmp_path / f"{name}.json")
        results[-1].write_text(json.dumps(result), "utf-8")
    page = parchk("trace", *results, "-f", "html").text
    assert "Phòng Y tế" in page
    assert re.findall(r"[\x00-\x09\x0b-\x1f\u202a-\u202e]", page) == []


def test_an_ending_that_names_no_format(parchk: Parchk, tmp_path: Path) -> None:
    assert parchk("trace", UPPER, LOWER, "-o", tmp_path / "trace.xyz").code == WRONG_USAGE
    assert parchk("trace", UPPER, LOWER, "-f", "json", "--excel").code == WRONG_USAGE


def test_the_input_is_not_written_over(parchk: Parchk, tmp_path: Path) -> None:
    path = tmp_path / "huyen.json"
    path.write_bytes(parchk("extract", LOWER, "-f", "json").data)
    assert parchk("trace", UPPER, path, "-o", path).code == WRONG_USAGE


def test_own_synonyms_count(parchk: Parchk, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "trace.toml").write_text(
        '[[rule]]\nid = "lake"\nkind = "same"\nkey = "ho dap"\nname = "Hồ, đập"\n'
        'words = ["công trình đầu mối", "hồ đập"]\nexamples = ["[[hồ đập]] Ea Súp"]\n',
        "utf-8",
    )
    for name, word in (("upper", "công trình đầu mối"), ("lower", "hồ đập")):
        text = f"1. Phòng Kinh tế gia cố {word}.\n2. Phòng Kinh tế sơn {word}.\n"
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    texts = (tmp_path / "upper.txt", tmp_path / "lower.txt")
    done = parchk("trace", *texts, "--rules", tmp_path / "rules")
    assert [link["similarity"] for link in json.loads(done.text)["links"]] == [1, 1]
    assert json.loads(parchk("trace", *texts).text)["links"] == []
