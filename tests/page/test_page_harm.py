"""A directive whose text is out for harm: nothing of it is run, and the page has no element but its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from page.boat_race import TEXT
from page.reader import add_unit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Finished
    from page.reader import Reader

    Parchk = Callable[..., Finished]
    Opens = Callable[..., Reader]
    PageOf = Callable[..., Path]

pytestmark = pytest.mark.slow


HARM = (
    "<script>window.pwned = 1</script>",
    '<img src="x" onerror="window.pwned = 1">',
    "</script><script>window.pwned = 1</script>",
    "</style><svg onload='window.pwned = 1'>",
    "\"' onmouseover='window.pwned = 1' autofocus onfocus='window.pwned = 1",
    "javascript:window.pwned = 1",
    "]]><!-- {{7*7}} {% raw %} ${window.pwned = 1} `",
    "\u2028window.pwned = 1//\u2029",
    "__proto__ constructor \u202e\u0000&lt;script&gt;",
)
FREE = frozenset(
    {"name", "text", "key", "title", "marker", "path", "section", "verb", "anchor", "message", "number", "place"}
    | {"subject", "issuer", "unit", "because", "addressees", "recipients", "id", "task", "parent", "vi", "en", "code"}
)


def harmful(result: dict[str, Any]) -> dict[str, Any]:
    """The result with every word of its own replaced; what belongs together stays together."""
    known: dict[str, str] = {}

    def changed(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: changed(part, name) for name, part in value.items()}
        if isinstance(value, list):
            return [changed(part, key) for part in value]
        if isinstance(value, str) and key in FREE:
            return known.setdefault(value, f"{HARM[len(known) % len(HARM)]} {len(known)}")
        return value

    return changed(result)


def assert_harmless(reader: Reader) -> None:
    """Nothing ran, and there is no element or attribute but the page's own."""
    page = reader.page
    assert page.evaluate("window.pwned") is None
    assert page.locator("script").count() == 3
    assert page.locator("style").count() == 1
    assert page.locator("img, iframe, object, embed, svg, base, form[action], a:not(.skip)").count() == 0
    names = "[...document.querySelectorAll('*')].flatMap((node) => node.getAttributeNames())"
    assert [name for name in page.evaluate(names) if name.startswith("on")] == []
    assert page.evaluate("Object.keys(Object.prototype)") == []


@pytest.mark.parametrize("without_policy", [False, True], ids=["with its policy", "without it"])
def test_no_script_of_a_result_is_run(
    opens: Opens, page_of: PageOf, result: dict[str, Any], *, without_policy: bool
) -> None:
    harm = harmful(result)
    harm["source"] |= {"name": HARM[2], "text": " ".join(HARM * 9)[: len(TEXT)]}
    reader = opens(page_of(harm, harm), bypass_csp=without_policy)
    page = reader.page
    assert_harmless(reader)
    assert len(reader.numbers()) == 16
    for unit in page.locator("#filter-unit option").evaluate_all("(found) => found.map((option) => option.value)"):
        reader.filter_by("filter-unit", unit)
        assert reader.numbers()
    page.locator("#reset").click()
    page.locator("#legend summary").click()
    for item in page.locator("li[data-task]").all():
        item.locator(".words").click()
        item.locator("summary").click()
        assert page.locator(".text .selected").count() > 0
    assert_harmless(reader)
    form = page.locator("li[data-task] form").last
    for harmful_name in HARM[:-1]:
        add_unit(form, "lead", harmful_name)
    for view in ("timeline", "matrix", "findings"):
        reader.look_at(view)
        button = page.locator(f"#{view} button").last
        button.hover()
        assert_harmless(reader)
        button.click()
    page.locator(".text [data-tasks], .text .grey").evaluate_all("(marks) => marks.forEach((mark) => mark.click())")
    assert_harmless(reader)
    page.reload()
    reader.look_at("corrections")
    assert_harmless(reader)
    page.locator("#undo-all").click()
    _, data = reader.save()
    assert [json.loads(line) for line in data.decode().split("\n")[:2]] == [harm, harm]


def test_no_script_of_a_document_is_run(opens: Opens, parchk: Parchk, tmp_path: Path) -> None:
    text = TEXT.replace("V/v chuẩn bị", f"V/v {HARM[0]}").replace("1. Phòng Kinh tế", f"1. Phòng Kinh tế {HARM[1]}")
    text = text.replace("cầu tàu", f"cầu tàu {' '.join(HARM[:7])}").replace(
        "Công an xã", "Công an xã <b onclick=alert(1)>"
    )
    path = tmp_path / "<img src=x onerror=alert(1)> & ' \".txt"
    path.write_text(text, "utf-8")
    page = tmp_path / "<script>alert(1)<script>.html"
    done = parchk("extract", path, "-o", page)
    assert done.code == 0, done.errors
    reader = opens(page)
    assert reader.page.locator(".text").text_content() == text
    assert_harmless(reader)
    for number in reader.numbers():
        reader.correct(number)
    assert_harmless(reader)
    assert reader.saved()["source"]["text"] == text


def test_the_browser_would_run_no_other_script(opens: Opens, path: Path) -> None:
    reader = opens(path)
    reader.page.evaluate(
        """async () => {
          const script = Object.assign(document.createElement("script"), { textContent: "window.pwned = 1" });
          const image = Object.assign(document.createElement("img"), { src: "https://example.org/x.png" });
          document.body.append(script, image);
          document.body.setAttribute("onclick", "window.pwned = 1");
          document.body.click();
          await fetch("https://example.org/").catch(() => null);
        }"""
    )
    assert reader.page.evaluate("window.pwned") is None
    expected = {
        "inline script": "Executing inline script violates",
        "handler": "Executing inline event handler violates",
        "image": "Loading the image 'https://example.org/x.png' violates",
        "fetch": "Connecting to 'https://example.org/' violates",
    }
    said = "\n".join(reader.complaints)
    assert [part for part, words in expected.items() if words not in said] == [], said
    reader.complaints.clear()  # they were asked for
