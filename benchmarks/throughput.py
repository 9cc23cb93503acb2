"""How much text a second: the whole extraction beside libraries that do a part of the work, on the same documents.

Every tool has a process of its own in every round, as one of a batch. It is loaded and reads other directives first
(not counted: the project's own, of many kinds), then the documents once (counted): text that the process has never
seen, so that nothing which remembers words, sentences or documents can answer from memory what it has not worked out in
this very pass.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.documents import documents, portion
from benchmarks.measure import call, cpu_seconds, in_turn, ratio, spread
from benchmarks.measurement import Extent, Goal, Measurement

Reader = Callable[[str, bytes], object]
_WARM = Path(__file__).parents[1] / "tests" / "directives"
"""What a tool reads before it is measured: twice, so that parchk makes machine code of its patterns; slow ones less."""


def _parchk() -> Reader:
    """Bytes to result; with underthesea and spaCy loaded, as they are as soon as a first document needs them."""
    from parchk.pipeline import Extractor, Options  # noqa: PLC0415 - every process loads its own tool only
    from parchk.read import from_text, read_bytes  # noqa: PLC0415
    from parchk.ruleset import load  # noqa: PLC0415

    rules = load()
    extract = Extractor(rules)
    Extractor(rules, Options(nlp="always"))(from_text("1. Giao Phòng Nội vụ báo cáo."))
    return lambda name, data: extract(read_bytes(data, name))


def _by_line(work: Callable[[str], object]) -> Reader:
    """For tools whose time grows faster than the text: line by line, which is kind to them."""
    return lambda _, data: [work(line) for line in data.decode().splitlines() if line.strip()]


def _whole(work: Callable[[str], object]) -> Reader:
    return lambda _, data: work(data.decode())


def _underthesea(name: str) -> Reader:
    import underthesea  # noqa: PLC0415

    return _by_line(getattr(underthesea, name))


def _dateparser() -> Reader:
    from dateparser.search import search_dates  # noqa: PLC0415

    return _by_line(partial(search_dates, languages=["vi"]))


def _spacy() -> Reader:
    import spacy  # noqa: PLC0415

    return _whole(spacy.blank("xx"))


def _edsnlp() -> Reader:
    """The pipes of its own first example that find something in any text, words and dates of French."""
    import edsnlp  # noqa: PLC0415

    pipeline: Any = edsnlp.blank("eds")
    pipeline.add_pipe("eds.normalizer")
    pipeline.add_pipe("eds.sentences")
    pipeline.add_pipe("eds.matcher", config={"terms": {"order": ["giao", "chủ trì"], "with": ["phối hợp"]}})
    for pipe in ("eds.dates", "eds.quantities", "eds.negation", "eds.hypothesis"):
        pipeline.add_pipe(pipe)
    return _whole(pipeline)


def _floor() -> Reader:
    import re  # noqa: PLC0415

    return _whole(re.compile(r"\w+").findall)


class Tool(NamedTuple):
    """What is measured: how it is loaded, how much it is given, which package it needs."""

    load: Callable[[], Reader]
    size: int
    """Bytes of the documents that it reads at most: slow ones read the first documents only."""
    package: str | None
    in_short: bool = False


PARCHK, WORDS, TOKENS = "parchk, whole extraction", "underthesea word_tokenize", "spaCy tokenizer, blank xx"
TOOLS = {
    PARCHK: Tool(_parchk, 10**9, None, in_short=True),
    WORDS: Tool(partial(_underthesea, "word_tokenize"), 10**9, "underthesea", in_short=True),
    "underthesea pos_tag": Tool(partial(_underthesea, "pos_tag"), 100_000, "underthesea"),
    "underthesea ner": Tool(partial(_underthesea, "ner"), 30_000, "underthesea"),
    "dateparser.search": Tool(_dateparser, 100_000, "dateparser"),
    "EDS-NLP, seven rule pipes": Tool(_edsnlp, 10**9, "edsnlp"),
    TOKENS: Tool(_spacy, 10**9, "spacy", in_short=True),
    "regular expression \\w+": Tool(_floor, 10**9, None),
}


def speed(name: str, folders: list[str]) -> float:
    """Kilobytes of UTF-8 a second of one pass over the documents, by one tool, in this process."""
    tool = TOOLS[name]
    read = tool.load()
    for _ in range(2):
        for document, data in portion(documents([_WARM]), tool.size // 5).items():
            read(document, data)
    given = portion(documents([Path(folder) for folder in folders]), tool.size)
    before = cpu_seconds()
    for document, data in given.items():
        read(document, data)
    return sum(map(len, given.values())) / 1000 / (cpu_seconds() - before)


def measure(extent: Extent) -> Measurement:
    """All tools in turn, round after round."""
    given = documents(extent.texts)
    size = sum(map(len, given.values())) / 1000
    made = Measurement(
        "throughput",
        "Throughput",
        ("tool", "UTF-8 text a second of CPU", "to word_tokenize"),
        note=f"{len(given)} documents of {size:.0f} KB together"
        f" ({'of a folder' if extent.texts else 'samples and generated directives'}), one core.",
    )
    wanted = {name: tool for name, tool in TOOLS.items() if tool.in_short or not extent.short}
    missing = {tool.package for tool in wanted.values() if tool.package and not importlib.util.find_spec(tool.package)}
    folders = [str(folder.resolve()) for folder in extent.texts]
    jobs = {
        name: partial(call, "throughput", "speed", name, folders)
        for name, tool in wanted.items()
        if tool.package not in missing
    }
    speeds: dict[str, list[float]] = in_turn(extent.rounds, jobs)
    for name, values in speeds.items():
        to_words = ratio(values, speeds[WORDS])
        made.rows.append((name, spread(values, "KB/s"), f"{to_words:.2f}"))
        made.figures[name] = {"KB/s": values, "to word_tokenize": to_words}
    if missing:
        made.note += f" Not installed, so not measured: {', '.join(sorted(map(str, missing)))}."
    best = sorted(speeds[PARCHK])[len(speeds[PARCHK]) // 2]
    made.goals = [
        Goal("parchk to word_tokenize", ratio(speeds[PARCHK], speeds[WORDS]), 8, at_most=False),
        Goal("parchk, MB/s", best / 1000, 1, at_most=False),
    ]
    made.ratios = {f"parchk / {other}": ratio(speeds[PARCHK], speeds[other]) for other in (WORDS, TOKENS)}
    return made
