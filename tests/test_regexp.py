"""Patterns: what PCRE2 finds is what the ``regex`` module finds, and what PCRE2 cannot do is found all the same."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from parchk import regexp
from parchk.normalise import clean
from parchk.ruleset import Example, load

SAMPLES = Path(__file__).parent.parent / "samples"
TEXTS = [clean(path.read_text("utf-8")).text for path in sorted(SAMPLES.glob("*.txt"))]
# Letters of one, two, three and four bytes, signs of several kinds, footnote figures, both cases.
SIGNS = "aAbBđĐếẾượỢ ỷy0129²¹½_-/.,;:()\n\t▣◷𝒳é\u0301İıſ"
PATTERNS = [
    r"\w+",
    r"\W+",
    r"(?<!\w)\w{2}(?!\w)",
    r"[\w/-]+",
    r"[^\w\s]",
    r"\bđ\w*",
    r"\p{Lu}\p{Ll}*",
    r"(?-i:\p{Lu})+",
    r"(?i)ế|đ",
    r"x*",
    r"(?=ế)|-",
    r"(?P<a>đ)|(?P<b>[0-9]+)|(?P<a>\p{Lu})",
    r"(?P<a>a+)(?P<b>b+)?",
    r"(?<=a|bế)\w",
    r"(?m)^.+$",
    r"[aăâbcdđ]{1,3}+",
    r"(?(DEFINE)(?P<d_x>[đĐ]\w))(?&d_x)|9",
    r"\d+(?:/\d+)*",
    r".$",
    r"a\z",
]


def both(pattern: str, flags: int = 0) -> tuple[regexp.Pattern, regex.Pattern[str]]:
    theirs = regex.IGNORECASE if flags & regexp.IGNORECASE else 0
    return regexp.compile(pattern, flags), regex.compile(pattern.replace(r"\z", r"\Z"), theirs)


def seen(match: regexp.Match | None, names: list[str]) -> object:
    return None if match is None else (match.span(), match[0], [(match.span(name), match[name]) for name in names])


def seen_by_regex(match: regex.Match[str] | None, names: list[str]) -> object:
    return None if match is None else (match.span(), match[0], [(match.span(name), match[name]) for name in names])


def names_of(pattern: regex.Pattern[str]) -> list[str]:
    return [name for name in pattern.groupindex if not name.startswith("d_")]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("flags", [0, regexp.IGNORECASE], ids=["case", "any case"])
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_both_libraries_find_the_same(pattern: str, flags: int, data: st.DataObject) -> None:
    """Also in long texts, whose places are worked out another way, and between two places of the text."""
    text = data.draw(st.text(SIGNS, max_size=40)) * data.draw(st.sampled_from([1, 1, 1, 60]))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text) + 3))
    ours, theirs = both(pattern, flags)
    names = names_of(theirs)
    assert seen(ours.search(text, start, end), names) == seen_by_regex(theirs.search(text, start, end), names)
    assert seen(ours.match(text, start, end), names) == seen_by_regex(theirs.match(text, start, end), names)
    assert seen(ours.fullmatch(text, start, end), names) == seen_by_regex(theirs.fullmatch(text, start, end), names)
    found = [seen(match, names) for match in ours.finditer(text, start, end)]
    assert found == [seen_by_regex(match, names) for match in theirs.finditer(text, start, end)]
    spans = [match.span() for match in theirs.finditer(text)]
    assert ours.all_spans(text) == spans
    assert ours.findall(text) == [text[slice(*span)] for span in spans]
    assert ours.sub("<>", text) == theirs.sub("<>", text)
    assert ours.sub("<>", text, count=2) == theirs.sub("<>", text, count=2)
    assert ours.sub(lambda match: match[0][::-1], text) == theirs.sub(lambda match: match[0][::-1], text)
    parts = ours.parts(text)
    assert "".join(parts) == text
    assert parts[::2] == ours.split(text)


RULES = load()


@pytest.mark.slow
@pytest.mark.parametrize("file", sorted(RULES.files))
def test_the_rules_find_the_same_in_their_examples_and_in_the_samples(file: str) -> None:
    for rule in RULES.rules(file):
        if not (getattr(rule, "pattern", None) or getattr(rule, "words", None)) or file == "repairs":
            continue
        ours = RULES.pattern(file, rule.id)
        flags = regex.IGNORECASE if ours.flags & regexp.IGNORECASE else 0
        # There a name may stand in several alternatives; for PCRE2 they have got numbers.
        written = regex.sub(r"(?<=\(\?P<\w+)__\d+(?=>)", "", ours.pattern)
        theirs = regex.compile(written.replace(r"\z", r"\Z"), flags)
        names = names_of(theirs)
        examples = [Example.parse(example).text for example in (*rule.examples, *rule.counterexamples)]
        for text in (*examples, *TEXTS):
            found = [seen(match, names) for match in ours.finditer(text)]
            assert found == [seen_by_regex(match, names) for match in theirs.finditer(text)], rule.id


def test_pcre2_takes_every_pattern_of_the_rules() -> None:
    """What falls back to ``regex`` is a hundred times slower."""
    slow = []
    for file in sorted(RULES.files):
        for rule in RULES.rules(file):
            if not (getattr(rule, "pattern", None) or getattr(rule, "words", None)) or file == "repairs":
                continue
            pattern = RULES.pattern(file, rule.id)
            pattern.search("Ủy ban nhân dân xã")
            if pattern._slow is not None:
                slow.append((file, rule.id))
    assert slow == []


@pytest.mark.parametrize(
    ("pattern", "text", "spans"),
    [
        (r"(?<=a+)b", "aaab b", [(3, 4)]),  # a look-behind without an upper bound
        (r"(?r)\d+", "12 a 34", [(5, 7), (0, 2)]),  # backwards
        (regexp.for_pcre2(r"(?<=\W+)\w+\b"), "a -ếb¹ cd-", [(3, 5), (7, 9)]),  # as it is kept for PCRE2
        ("|".join(f"số{number}" for number in range(9999, 999, -1)), "số1234", [(0, 6)]),  # more code than 64 KB
    ],
    ids=["look-behind", "backwards", "spelled for PCRE2", "too large"],
)
def test_what_pcre2_does_not_take_goes_to_regex(pattern: str, text: str, spans: list[tuple[int, int]]) -> None:
    compiled = regexp.compile(pattern)
    assert [match.span() for match in compiled.finditer(text)] == spans
    assert compiled._slow is not None
    assert compiled.search(text) is not None


def test_a_match_that_needs_more_than_pcre2_may_use_goes_to_regex() -> None:
    """Its machine code has a stack of 32 KB: a group that is entered again at every letter fills it."""
    compiled = regexp.compile(r"(?P<last>(?:(?P<letter>\p{L}|-)(?:1|2)?)+)(?P<end>!)")
    compiled._looks_at(100_000)  # machine code
    text = "ế" * 60_000 + "!"
    for match in (compiled.search(text), next(compiled.finditer(text))):
        assert match is not None
        assert (match.span("last"), match["letter"], match.span("end")) == ((0, 60_000), "ế", (60_000, 60_001))
    assert compiled.all_spans(text) == [(0, 60_001)]


def test_half_a_sign_is_a_sign() -> None:
    """A lone surrogate cannot be written in UTF-8; places behind it stay what they are."""
    for text in ("a\ud800 Đ9", "ế" * 2000 + "\udfff Đ9"):
        match = regexp.compile(r"Đ(?P<n>\d)").search(text)
        assert match is not None
        assert match.end() == len(text)
        assert match["n"] == "9"
    assert regexp.compile("Đ").all_spans("\ud800Đ") == [(1, 2)]


@pytest.mark.parametrize("sign", ["\0", "\x7f"], ids=["NUL", "DEL"])
def test_a_control_character_in_the_text_is_a_sign_like_others(sign: str) -> None:
    assert regexp.compile(f"[b{sign}]").all_spans(f"a{sign}b") == [(1, 2), (2, 3)]
    assert regexp.compile("b").parts(f"a{sign}b{sign}") == [f"a{sign}", "b", sign]


def test_which_alternative_it_was() -> None:
    pattern = regexp.compile("|".join([regexp.named("day", r"\d+/\d+"), regexp.named("number", r"\d+")]))
    for text in ("ngày 20/8, 15 ngày", "ngày 20/8, 15 ngày" + " ế" * 1000, "ngày 20/8, 15 ngày\x7f"):
        assert pattern.all_named(text) == [("day", 5, 9), ("number", 11, 13)]
        assert [match.alternative for match in pattern.finditer(text)] == ["day", "number"]
    slow = regexp.compile(r"(?<=\w* )(?:" + pattern.pattern + ")")
    assert slow.all_named("ngày 20/8, 15 ngày") == [("day", 5, 9), ("number", 11, 13)]


@given(st.sampled_from(PATTERNS), st.text(SIGNS, min_size=1, max_size=6))
def test_what_cannot_begin_with_a_sign_never_does(pattern: str, text: str) -> None:
    compiled = regexp.compile(pattern)
    if compiled.match(text) is not None:
        assert compiled.may_begin(text[0])


def test_may_begin_rules_out_what_it_can() -> None:
    assert [sign for sign in "đab9 " if regexp.compile(r"(?i)Đơn vị|9\w").may_begin(sign)] == ["đ", "9"]


@pytest.mark.parametrize("broken", ["(", "[a", "(?P<a", "a{2,1}", r"\p{Nothing}", "(?P=x)"])
def test_what_is_no_expression_is_said_at_once_when_asked(broken: str) -> None:
    with pytest.raises(regexp.PatternError):
        regexp.compile(broken).check()


@given(st.text(SIGNS, max_size=12))
def test_an_escaped_text_matches_itself_alone(text: str) -> None:
    assert regexp.compile(regexp.escape(text)).fullmatch(text) is not None
    assert re.fullmatch(regexp.escape(text), text) is not None


def test_texts_of_all_lengths_around_a_block() -> None:
    """Places are kept for every 64th character: neither the first nor the last of a block may be off by one."""
    for length in (*range(990, 1110), 2047, 2048, 2049):
        text = "ế" * (length - 1) + "Z"
        match = regexp.compile("Z").search(text)
        assert match is not None
        assert match.span() == (length - 1, length)
        assert regexp.compile("Z$").search(text, length - 1) is not None
        assert regexp.compile("ế$").search(text, 0, length - 1) is not None
    places = [match.start() for match in regexp.compile("ế").finditer("aế" * 600)]
    assert places[0] == 1
    assert all(later - earlier == 2 for earlier, later in pairwise(places))


def test_what_refers_to_a_group_goes_with_the_group_of_its_name_before_it() -> None:
    compiled = regexp.compile(r"(?P<q>[ab])-(?P=q)|(?P<q>[xyz])-(?P=q)")
    assert [match["q"] for match in compiled.finditer("a-b y-y x-y b-b")] == ["y", "b"]
