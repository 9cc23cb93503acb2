"""Deadlines: this grammar beside dateparser.search and, where it installs, Duckling, on the same sentences.

    python -m benchmarks.deadlines [--json]

The sentences are those of ``tests/test_deadlines.py``. A library that finds times in text knows no kinds, so each of
its days is read as ``by`` that day, the day included, and measured twice: against the whole normal form and, kindly,
against the last day alone (the first of a mere beginning). It is given the day of issue as the day to count from.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import shutil
import sys
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dateparser.search import search_dates

from benchmarks.measure import ROOT, cpu_seconds
from parchk.recognise.deadlines import DeadlineRecogniser
from parchk.recognise.references import ReferenceRecogniser
from parchk.ruleset import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

TESTS = ROOT / "tests" / "test_deadlines.py"
GROUPS = ("BEFORE", "BY", "CLOCK", "PERIOD", "NOW", "FROM", "RECURRING", "RELATIVE")
DUCKLING = "duckling-example-exe"
TIMED_KB = 300


@dataclass(frozen=True, slots=True)
class Found:
    """A time that was found: its place, its normal form in the notation of the tests, the day in it."""

    start: int
    end: int
    form: str
    day: str | None


@dataclass(slots=True)
class Row:
    """What one tool did."""

    tool: str
    deadlines: int = 0
    span: int = 0
    right: int = 0
    right_day: int = 0
    wrong: int = 0
    """Found where a deadline stands, with another normal form."""
    no_deadline: int = 0
    """Returned where no deadline stands: in these sentences, beside theirs, or in sentences without any."""
    cited: int = 0
    """Of these, dates of cited documents."""
    kb_per_s: float = 0.0
    by_kind: dict[str, str] = field(default_factory=dict)


def tests() -> ModuleType:
    """The module of the tests, which is no package."""
    spec = importlib.util.spec_from_file_location("test_deadlines", TESTS)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{TESTS} is missing")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def day_of(form: str) -> str | None:
    """The last day in a normal form (the first of a mere beginning): ``2022-08-20`` of ``<2022-08-20T17:00~year``."""
    form = form.partition("~")[0]
    if form.startswith(("R:", "+")):
        return None
    first, dots, last = form.lstrip("?<=").partition("..")
    return (last or first if dots else first)[:10] or None


def expected(module: ModuleType, marked: str, forms: list[str]) -> tuple[str, list[Found]]:
    """The sentence without its marks, and the deadlines; a deadline in two parts stands at its first."""
    text, spans = "", []
    position = 0
    for match in module._MARK.finditer(marked):  # noqa: SLF001 - the tests' notation, wanted once
        text += marked[position : match.start()]
        spans.append((len(text), len(text) + len(match[1])))
        text += match[1]
        position = match.end()
    text += marked[position:]
    spare = len(spans) - len(forms)  # parts of one deadline
    spans = [(spans[0][0], spans[spare][1]), *spans[spare + 1 :]] if spare > 0 else spans
    return text, [
        Found(start, end, form.partition("~")[0], day_of(form)) for (start, end), form in zip(spans, forms, strict=True)
    ]


def measure(tool: str, find: Callable[[str], list[Found]], module: ModuleType) -> Row:
    """Count right and wrong over all groups."""
    row = Row(tool)
    for group in GROUPS:
        right = total = 0
        for marked, *forms in getattr(module, group):
            text, wanted = expected(module, marked, forms)
            found = find(text)
            for deadline in wanted:
                near = [one for one in found if one.start < deadline.end and deadline.start < one.end]
                hit = any(one.form == deadline.form for one in near)
                total += 1
                right += hit
                row.span += bool(near)
                row.right_day += hit or (deadline.day is not None and any(one.day == deadline.day for one in near))
                row.wrong += bool(near) and not hit
            row.no_deadline += sum(all(one.end <= w.start or w.end <= one.start for w in wanted) for one in found)
        row.deadlines += total
        row.right += right
        row.by_kind[group] = f"{right}/{total}"
    row.no_deadline += sum(len(find(text)) for text in module.NEGATIVE)
    for marked, *forms in module.CITED:
        text, wanted = expected(module, marked, forms)
        outside = sum(all(one.end <= w.start or w.end <= one.start for w in wanted) for one in find(text))
        row.cited += outside
        row.no_deadline += outside
    return row


def grammar(module: ModuleType) -> tuple[Callable[[str], list[Found]], Callable[[str], object]]:
    """This grammar behind the recogniser of references, as in the program; and both over a text of many lines."""
    rules = load()
    recognise, cite = DeadlineRecogniser(rules), ReferenceRecogniser(rules)

    def find(text: str) -> list[Found]:
        masked = [(citation.start, citation.end) for citation in cite(text)]
        mentions = module.read(recognise, text, masked=masked)
        forms = [(mention, module.meaning(mention).partition("~")[0]) for mention in mentions if not mention.weak]
        return [Found(mention.start, mention.end, form, day_of(form)) for mention, form in forms]

    def run(text: str) -> object:
        spans, position = [], 0
        for line in text.splitlines(keepends=True):
            spans.append((position, position + len(line)))
            position += len(line)
        masked = [(citation.start, citation.end) for citation in cite(text)]
        return recognise(text, spans, issued_on=module.ISSUED, masked=masked)

    return find, run


def dateparser(module: ModuleType) -> tuple[Callable[[str], list[Found]], Callable[[str], object]]:
    """dateparser.search, told that the text is Vietnamese, the order of a date and the day of issue."""
    base = datetime.combine(module.ISSUED, datetime.min.time())
    settings: dict[str, Any] = {"DATE_ORDER": "DMY", "RELATIVE_BASE": base, "PREFER_DATES_FROM": "future"}

    def search(text: str) -> list[tuple[str, datetime]]:
        return search_dates(text, languages=["vi"], settings=settings) or []

    def find(text: str) -> list[Found]:
        found, position = [], 0
        for words, moment in search(text):
            start = text.find(words, position)
            position = max(position, start + len(words))
            day = moment.date().isoformat()
            hour = f"T{moment:%H:%M}" if (moment.hour, moment.minute) != (0, 0) else ""
            found.append(Found(start, start + len(words), f"<={day}{hour}", day))
        return found

    return find, lambda text: [search(line) for line in text.splitlines()]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    module = tests()
    sentences = [module._MARK.sub(r"\1", case[0]) for group in GROUPS for case in getattr(module, group)]  # noqa: SLF001
    sentences += [*module.NEGATIVE, *(module._MARK.sub(r"\1", case[0]) for case in module.CITED)]  # noqa: SLF001
    once = "\n".join(sentences) + "\n"
    rows = []
    for tool, (find, run), text in (
        ("parchk", grammar(module), once * (TIMED_KB * 1000 // len(once.encode()) + 1)),
        # The slow one reads every sentence once: it reads line by line, so that more of the same tells no more.
        (f"dateparser.search {importlib.metadata.version('dateparser')}", dateparser(module), once),
    ):
        row = measure(tool, find, module)
        begun = cpu_seconds()
        run(text)
        row.kb_per_s = round(len(text.encode()) / 1000 / (cpu_seconds() - begun), 1)
        rows.append(row)
    installed = shutil.which(DUCKLING) is not None
    duckling = (
        f"{DUCKLING} is installed, but this script does not drive it"
        if installed
        else "not installed (it is a Haskell program: needs stack and GHC), so not measured"
    )
    if options.json:
        document = {
            "sentences": len(sentences),
            "rows": [asdict(row) for row in rows],
            "duckling": {"measured": False, "reason": duckling},
        }
        print(json.dumps(document, ensure_ascii=False, indent=2))
        return
    print(f"{len(sentences)} sentences, {rows[0].deadlines} deadlines in those that have one\n")
    print("| tool | span found | right normal form | right day | wrong | no deadline | cited dates | KB/s |")
    print("| --- | --: | --: | --: | --: | --: | --: | --: |")
    for row in rows:
        shares = [f"{count} ({count / row.deadlines:.0%})" for count in (row.span, row.right, row.right_day)]
        cells = [row.tool, *shares, row.wrong, row.no_deadline, row.cited, row.kb_per_s]
        print(f"| {' | '.join(map(str, cells))} |")
    print(f"| Duckling | {duckling} |\n")
    print("Right normal forms by kind:")
    for group in GROUPS:
        print(f"  {group.lower():10}" + "".join(f"  {row.tool.split()[0]} {row.by_kind[group]:8}" for row in rows))


if __name__ == "__main__":
    main()
