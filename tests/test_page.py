"""The page: everything of a result is on it, nothing of a document can act on it."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from parchk.assemble.classify import _NOT_TASKS
from parchk.models import Deadline, Directive, Finding, NotTask, Unit
from parchk.pipeline import Extractor, Options
from parchk.read import from_text, read_path
from parchk.ruleset import load
from parchk.text import quote
from parchk.write import FORMATS, Style
from parchk.write.html import correction_shapes
from parchk.write.html.occurrences import occurrences
from parchk.write.html.pieces import Mark, chunks, cut
from parchk.write.html.reasons import WHYS, say_why, why
from parchk.write.html.view import task_handles, visible
from parchk.write.html.words import page_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Finished

SAMPLES = sorted(Path(__file__).parents[1].glob("samples/*.txt"))
HOSTILE = (
    """</script><script>alert(1)</script>""",
    """"><img src=x onerror=alert(1)>""",
    """' onclick='alert(1)""",
    """<!-- <style>*{display:none}</style>""",
    """{{ 7 * 7 }}{% raw %}]]>""",
    """javascript:alert(1)\u2028\u2029""",
)


@pytest.fixture(scope="session")
def extract() -> Extractor:
    return Extractor(load(), Options(with_text=True))


@pytest.fixture(scope="session")
def result(extract: Extractor, text: str) -> Directive:
    """The result of the công văn, with its text."""
    return extract(from_text(text, "cong-van.txt"))


def page(*results: Directive, lang: str | None = None) -> html.HtmlElement:
    return html.document_fromstring(FORMATS["html"](results, Style(lang=lang)))


def texts(tree: html.HtmlElement, selector: str) -> list[str]:
    return [node.text_content() for node in tree.cssselect(selector)]


def embedded(tree: html.HtmlElement) -> list[Directive]:
    (script,) = tree.cssselect("script#results")
    return [Directive.model_validate(value) for value in json.loads(script.text)]


def renamed(directive: Directive, words: str) -> Directive:
    """The result with ``words`` wherever a document puts words of its own."""
    task = directive.tasks[0]
    return directive.model_copy(
        update={
            "source": directive.source.model_copy(update={"name": words}),
            "document": directive.document.model_copy(
                update={"subject": words, "number": words, "addressees": [words], "place": words}
            ),
            "sections": [section.model_copy(update={"title": words}) for section in directive.sections],
            "tasks": [
                task.model_copy(
                    update={
                        "id": words,
                        "section": words,
                        "text": words,
                        "units": [unit.model_copy(update={"name": words, "text": words}) for unit in task.units],
                        "deadlines": [day.model_copy(update={"text": words}) for day in task.deadlines],
                        "deliverables": [found.model_copy(update={"text": words}) for found in task.deliverables],
                        "targets": [found.model_copy(update={"text": words}) for found in task.targets],
                    }
                )
            ],
            "citations": [cited.model_copy(update={"text": words}) for cited in directive.citations],
            "findings": [found.model_copy(update={"message": words, "task": words}) for found in directive.findings],
        }
    )


# What is on the page


def test_the_text_stands_on_the_page_as_it_was_read(result: Directive, text: str) -> None:
    assert texts(page(result), ".text") == [text]


def test_every_task_is_marked_in_the_text_and_listed(result: Directive, text: str) -> None:
    tree = page(result)
    for task in result.tasks:
        marked = "".join(texts(tree, f'.text .task[data-tasks~="{task.id}"]'))
        assert marked == text[slice(*task.span)]
        (item,) = tree.cssselect(f'#list > li[data-task="{task.id}"]')
        assert item.cssselect(".words")[0].text_content() == task.text


def test_units_and_deadlines_are_marked_where_they_stand(result: Directive) -> None:
    tree = page(result)
    for task in result.tasks:
        for unit in task.units:
            assert unit.text in [quote(found) for found in texts(tree, f'.{unit.role}[data-tasks~="{task.id}"]')]
        for deadline in task.deadlines:
            assert deadline.text in [quote(found) for found in texts(tree, f'.deadline[data-tasks~="{task.id}"]')]


def test_words_that_serve_several_tasks_lead_to_each(result: Directive) -> None:
    heading = next(unit for unit in result.tasks[0].units if unit.role == "lead")
    served = [task.id for task in result.tasks if heading in task.units]
    assert len(served) > 1
    (mark,) = [node for node in page(result).cssselect(".text .lead") if node.text_content() == heading.text]
    assert mark.get("data-tasks").split() == served


def test_all_that_is_no_task_is_grey_and_says_why(result: Directive, text: str) -> None:
    tree = page(result)
    parts = result.coverage.not_tasks
    assert parts
    for at, part in enumerate(parts):
        nodes = tree.cssselect(f'.text .grey[data-part="0.n{at}"]')
        assert {node.get("data-why") for node in nodes} == {why(part)}
        assert "".join(node.text_content() for node in nodes) == text[slice(*part.span)]


def test_the_legend_counts_the_reasons(result: Directive) -> None:
    counted = {button.get("data-why"): button for button in page(result).cssselect("#legend button[data-why]")}
    whys = [why(part) for part in result.coverage.not_tasks or ()]
    assert set(counted) == set(whys)
    for reason, button in counted.items():
        assert button.text_content() == f"{say_why(reason, 'vi')} {whys.count(reason)}"


def test_findings_lead_to_their_task_and_place(directive: Directive, result: Directive) -> None:
    placed = directive.model_copy(update={"source": result.source})
    tree = page(placed)
    (button,) = tree.cssselect("#findings button")
    assert (button.get("data-finding"), button.get("data-of")) == ("0.f0", "412-ubnd-nv.2.1")
    assert tree.cssselect('.text [data-findings~="0.f0"]')


def test_a_part_that_is_no_task_can_become_one(result: Directive) -> None:
    (script,) = page(result).cssselect("script#page")
    possible = json.loads(script.text)["possible"]
    parts = result.coverage.not_tasks or []
    assert {parts[int(handle.partition(".n")[2])].sort for handle in possible}.isdisjoint(
        {"header", "addressees", "recipients", "signature", "noise"}
    )
    ids = [task.id for task in result.tasks] + [made["task"]["id"] for made in possible.values()]
    assert len(ids) == len(set(ids))
    for made in possible.values():
        widened = result.model_dump(exclude_unset=True)
        widened["tasks"].append(made["task"])
        assert Directive.model_validate(widened).tasks[-1].because == ["correction"]


def test_a_result_without_its_text_says_how_to_get_it(directive: Directive) -> None:
    tree = page(directive)
    assert not tree.cssselect(".text")
    assert "--with-text" in texts(tree, ".document .notice")[0]
    assert len(tree.cssselect("#list > li[data-task]")) == len(directive.tasks)


def test_results_of_older_versions_have_no_reasons(result: Directive) -> None:
    older = result.model_copy(update={"coverage": result.coverage.model_copy(update={"not_tasks": None})})
    tree = page(older)
    assert not tree.cssselect(".text [data-why]")
    assert page_words("vi")["no-coverage"] in texts(tree, "#legend .hint")


def test_several_results_share_one_page(result: Directive, directive: Directive) -> None:
    tree = page(result, directive, result)
    assert len(tree.cssselect(".document")) == 3
    assert len(tree.cssselect("#document option")) == 4
    handles = [item.get("data-task") for item in tree.cssselect("#list > li[data-task]")]
    assert len(handles) == len(set(handles)) == 2 * len(result.tasks) + len(directive.tasks)
    assert embedded(tree) == [result, directive, result]


def test_no_result_at_all_is_a_page_too() -> None:
    tree = page()
    assert page_words("vi")["empty"] in texts(tree, ".notice")
    assert embedded(tree) == []


def test_a_document_without_tasks_says_so(extract: Extractor) -> None:
    tree = page(extract(from_text("", "empty.txt")))
    assert page_words("vi")["no-tasks"] in texts(tree, ".notice")


def test_what_a_reader_corrected_stands_nowhere_in_the_text(result: Directive) -> None:
    unit = Unit(role="lead", name="Sở A", text="Sở A", key="so-a", span=None, source="correction")
    day = Deadline(
        kind="by", text="đến hết ngày 30/4/2026", due="2026-04-30", inclusive=True, span=None, source="correction"
    )
    task = result.tasks[0].model_copy(update={"units": [unit], "deadlines": [day], "corrected": ["units", "deadlines"]})
    corrected = result.model_copy(update={"tasks": [task]})
    tree = page(corrected)
    assert texts(tree, "#list .lead-units .value") == ["Sở A"]
    assert texts(tree, "#list .due .value") == ["đến hết 30/4/2026"]
    assert embedded(tree) == [corrected]


# Words


def test_the_page_is_vietnamese_unless_asked(directive: Directive) -> None:
    assert page(directive).get("lang") == "vi"
    english = page(directive, lang="en")
    assert english.get("lang") == "en"
    assert texts(english, "#list .columns .due") == ["Deadline"]


def test_every_word_exists_once_in_both_languages_and_is_used() -> None:
    package = files("parchk.write.html")
    code = package.joinpath("page.html").read_text("utf-8") + "".join(
        script.read_text("utf-8") for script in package.joinpath("js").iterdir()
    )
    python = "".join(package.joinpath(f"{name}.py").read_text("utf-8") for name in ("__init__", "view"))
    vietnamese, english = page_words("vi"), page_words("en")
    asked = set(re.findall(r"""(?:say\(|w\[)"([\w-]+)""", code))
    # Some are put together: "time-" and the name of a time.
    severities = get_args(Finding.model_fields["severity"].annotation)
    stems = tuple(re.findall(r"say\(`([\w-]+-)\$", code)) + tuple(key for key in asked if key.endswith("-"))
    assert asked - set(stems) <= set(vietnamese)
    for key in vietnamese:
        assert f'"{key}"' in code + python or key.startswith(stems) or key in severities, key
        assert vietnamese[key]
        assert english[key]
        assert set(re.findall(r"\{\w+\}", vietnamese[key])) >= set(re.findall(r"\{\w+\}", english[key])), key


def test_the_script_knows_every_word_of_the_shapes_of_corrections() -> None:
    """A model that grows beyond them would be checked wrongly."""
    script = files("parchk.write.html").joinpath("js/shapes.js").read_text("utf-8")
    types = set(re.findall(r"^  (\w+): \(value", script, re.MULTILINE))
    checked = {"anyOf", "enum", "type", "items", "prefixItems", "properties", "required"}
    # The last three: every array of a fixed length has prefixItems, every object is closed.
    said = {"title", "description", "default", "minItems", "maxItems", "additionalProperties"}

    def judge(shape: dict[str, Any]) -> None:
        assert shape.keys() <= checked | said
        assert shape.keys() & {"anyOf", "enum"} or shape["type"] in types
        assert ("minItems" in shape) == ("prefixItems" in shape)
        assert shape.get("additionalProperties", False) is False
        parts = [*shape.get("anyOf", []), *shape.get("prefixItems", []), *shape.get("properties", {}).values()]
        for part in [*parts, *([shape["items"]] if "items" in shape else [])]:
            judge(part)

    for shape in correction_shapes().values():
        judge(shape)


def test_every_reason_of_the_rules_has_words() -> None:
    for reason in (*_NOT_TASKS, "basis", "finding", "zone-basis", "zone-finding", "zone-purpose", "before-items"):
        assert why(NotTask(sort="other", reason=reason, span=(0, 1))) != "other", reason
    for reason in WHYS:
        assert say_why(reason, "vi") != say_why(reason, "en")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_reason_of_a_sample_is_named(extract: Extractor, sample: Path) -> None:
    result = extract(read_path(sample))
    for part in result.coverage.not_tasks or ():
        assert why(part) != "other", part


# Pieces


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(alphabet="aăâ \nđ😀", max_size=60))
    places = st.integers(min_value=-3, max_value=len(text) + 3)
    kinds = st.sampled_from(["task", "lead", "deadline", "grey"])
    spans = draw(st.lists(st.tuples(places, places, kinds), max_size=12))
    return text, [Mark(start, end, kind, (f"{kind}{at}",)) for at, (start, end, kind) in enumerate(spans)]


@given(marked_texts())
def test_pieces_make_up_the_text_and_every_mark(given_: tuple[str, list[Mark]]) -> None:
    text, marks = given_
    pieces = cut(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    for mark in marks:
        own = [piece.text for piece in pieces if mark in piece.marks]
        assert "".join(own) == text[max(mark.start, 0) : max(mark.end, 0)]


@given(marked_texts())
def test_stretches_make_up_the_text_and_open_every_task_once(given_: tuple[str, list[Mark]]) -> None:
    text, marks = given_
    long = f"{text}\n" * 150
    stretches = [stretch for chunk in chunks(long, marks) for stretch in chunk]
    assert "".join(piece.text for stretch in stretches for piece in stretch.pieces) == long
    opened = [mark for stretch in stretches for mark in stretch.opens]
    shown = [mark for mark in marks if mark.kind == "task" and max(mark.start, 0) < min(mark.end, len(long))]
    assert sorted(opened, key=hash) == sorted(shown, key=hash)


def test_tasks_of_the_same_id_are_told_apart(directive: Directive) -> None:
    twice = directive.model_copy(update={"tasks": [directive.tasks[0].model_copy(update={"id": "a b"})] * 2})
    assert task_handles([twice, twice]) == [["a_b", "a_b~2"], ["a_b~3", "a_b~4"]]


# Recurring duties


def days(directive: Directive, rrule: str, start: str | None) -> list[str]:
    deadline = directive.tasks[0].deadlines[2].model_copy(update={"rrule": rrule, "start": start})
    task = directive.tasks[0].model_copy(update={"deadlines": [deadline]})
    return next(iter(occurrences([directive.model_copy(update={"tasks": [task]})]).values()))


def test_recurring_duties_fall_due_for_five_years(directive: Directive) -> None:
    found = days(directive, "FREQ=MONTHLY;BYMONTHDAY=10", "2022-09-01")
    assert found[:2] == ["2022-09-10", "2022-10-10"]
    assert found[-1] == "2027-09-10"


def test_without_a_first_day_they_count_from_the_day_of_issue(directive: Directive) -> None:
    assert days(directive, "FREQ=WEEKLY;BYDAY=FR", None)[0] == "2022-07-08"
    assert days(directive, "FREQ=MONTHLY;INTERVAL=3", None)[:2] == ["2022-09-30", "2022-12-31"]


@pytest.mark.parametrize(
    "rrule",
    ["FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=0", "FREQ=MONTHLY;INTERVAL=00;BYMONTHDAY=1", "nonsense", "FREQ=WEEKLY;X=1"],
)
def test_what_is_daily_endless_or_no_rule_has_no_days(directive: Directive, rrule: str) -> None:
    assert days(directive, rrule, "2022-09-01") == []


# Nothing of a document acts


def test_the_page_loads_and_runs_nothing_but_itself(result: Directive) -> None:
    tree = page(result)
    for node in tree.iter():
        for name, value in node.attrib.items():
            assert not name.startswith("on"), name
            assert name not in {"src", "action", "style", "srcset", "ping"}, name
            if name == "href":
                assert value in {"data:,", "#panel-tasks"}
    assert "@import" not in tree.cssselect("style")[0].text
    assert "url(" not in tree.cssselect("style")[0].text


def test_the_policy_lets_this_script_and_this_style_sheet_run_alone(result: Directive) -> None:
    tree = page(result)
    (policy,) = (node.get("content") for node in tree.cssselect("meta[http-equiv=Content-Security-Policy]"))
    (style,) = tree.cssselect("style")
    (script,) = [node for node in tree.cssselect("script") if node.get("type") is None]

    def digest(node: html.HtmlElement) -> str:
        return f"'sha256-{b64encode(hashlib.sha256(node.text.encode()).digest()).decode()}'"

    assert policy.split("; ") == [
        "default-src 'none'",
        f"script-src {digest(script)}",
        f"style-src {digest(style)}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert tree.cssselect("head > *")[1].get("http-equiv") == "Content-Security-Policy"


@pytest.mark.parametrize("words", HOSTILE)
def test_markup_in_a_document_is_text(extract: Extractor, words: str) -> None:
    text = f"Về {words}\n\n1. Phòng Nội vụ\na) Rà soát {words} trước ngày 20/8/2022.\n"
    result = extract(from_text(text, words))
    tree = page(result)
    assert texts(tree, ".text") == [visible(text)]
    assert len(tree.cssselect("script")) == 3
    assert not tree.cssselect("img")
    assert embedded(tree) == [result]


@settings(max_examples=50, deadline=None)
@given(words=st.text(max_size=40) | st.sampled_from(HOSTILE))
def test_any_words_in_any_field_stay_words(words: str) -> None:
    plain, other = renamed(SAMPLE, "x"), renamed(SAMPLE, f"x{words}")
    expected, tree = page(plain), page(other)
    assert [node.tag for node in tree.iter()] == [node.tag for node in expected.iter()]
    assert [sorted(node.attrib) for node in tree.iter()] == [sorted(node.attrib) for node in expected.iter()]
    assert embedded(tree) == [other]


@given(st.text(max_size=200))
def test_no_control_character_reaches_the_page(words: str) -> None:
    shown = visible(words)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert visible(shown) == shown


def test_the_same_results_give_the_same_bytes(result: Directive, directive: Directive) -> None:
    assert FORMATS["html"]([result, directive]) == FORMATS["html"]([result, directive])


@pytest.mark.slow
def test_extract_and_convert_write_the_same_page(parchk: Callable[..., Finished], document: Path) -> None:
    page_ = parchk("extract", document, "--format", "html")
    assert page_.code == 0
    stored = parchk("extract", document, "--format", "json", "--with-text")
    assert parchk("convert", "-", "--to", "html", stdin=stored.data).data == page_.data


SAMPLE = Extractor(load(), Options(with_text=True))(
    from_text("1. Phòng Nội vụ\na) Chủ trì, phối hợp với Sở Y tế gửi 3 báo cáo trước ngày 20/8/2022.\n", "a.txt")
)
