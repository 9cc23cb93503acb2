"""Rules that are asked together answer as they would one by one."""

from pathlib import Path

import pytest

from parchk.ruleset import Ruleset, load
from parchk.ruleset.first import FirstOf

HEADS = ("verb-first", "report-trouble", "have-solution", "standing-body")
SENTENCES = [
    "Rà soát danh mục tài sản",
    "Nếu có vướng mắc, phản ánh về ▣",
    "Có giải pháp giảm nợ đọng",
    "Là đầu mối tham mưu",
    "Những năm qua",
    "",
]


def one_by_one(rules: Ruleset, chosen: tuple[str, ...], how: str, text: str) -> str | None:
    return next((rule for rule in chosen if getattr(rules.pattern("actions", rule), how)(text)), None)


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("chosen", [HEADS, HEADS[::-1]])
def test_the_first_rule_in_order_is_given(chosen: tuple[str, ...], text: str) -> None:
    rules = load()
    first = FirstOf(rules, "actions", chosen)
    found = first.match(text)
    assert (found[0] if found else None) == one_by_one(rules, chosen, "match", text)
    assert first.fullmatch(text) == one_by_one(rules, chosen, "fullmatch", text)
    assert first.search(f"… {text}") == one_by_one(rules, chosen, "search", f"… {text}")


def test_the_match_is_that_of_the_rule() -> None:
    _, match = FirstOf(load(), "actions", HEADS).match("1. Có kế hoạch mới", 3) or pytest.fail("no match")
    assert (match["verb"], match.span()) == ("Có", (3, 15))


def test_rules_that_tell_capitals_apart_stay_so_among_others(tmp_path: Path) -> None:
    tmp_path.joinpath("actions.toml").write_text(
        """
        [[rule]]
        id = "shout"
        kind = "head"
        name = "Chữ hoa"
        case = true
        pattern = '''(?P<verb>GẤP)'''
        examples = ["GẤP"]
        counterexamples = ["gấp"]
        """,
        "utf-8",
    )
    first = FirstOf(load(tmp_path), "actions", ("shout", *HEADS))
    found = [first.match(text) for text in ("GẤP: rà soát", "gấp: rà soát", "RÀ SOÁT")]
    assert [match[0] if match else None for match in found] == ["shout", None, "verb-first"]
    assert (first.fullmatch("GẤP"), first.search("xin gấp"), first.search("xin GẤP")) == ("shout", None, "shout")
