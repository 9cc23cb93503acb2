"""Seeded fuzzing: samples cut, shuffled, repeated, strewn with structure words; nothing breaks, nothing is lost.

Run longer with another seed: ``PARCHK_FUZZ=2026 python -m pytest tests/test_fuzz.py``.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from invariants import assert_holds
from parchk.models import Directive
from parchk.pipeline import Extractor, Options
from parchk.read import from_text
from parchk.ruleset import load

SAMPLES = Path(__file__).parents[1] / "samples"
TEXTS = [
    path.read_bytes().decode("utf-8")
    for path in sorted(SAMPLES.rglob("*"))
    if path.suffix in {".txt", ".md"} and path.stem != "README"
]
SEED = int(os.environ.get("PARCHK_FUZZ", "1"))
SHORT, LONG = 60, 1500

# Words that give documents their structure, in and out of place.
STRUCTURE = (
    "I. ", "II- ", "IV/ ", "1. ", "1.1. ", "2.3 ", "4.5. ", "(1) ", "a) ", "đ) ", "b. ", "- ", "– ", "+ ", "* ", "• ",
    "1/ ", "Điều 1. ", "Điều 3: ", "Chương II ", "Phần thứ nhất ", "Mục 2. ", "Một là, ", "Hai là: ", "A. ", "**2.** ",
    "# ", "| ", "|---|---|", " | ", "Kính gửi:", "Nơi nhận:", "Căn cứ ", "Thực hiện ", "QUYẾT ĐỊNH:", "PHỤ LỤC",
    "Phụ lục II ", "(Kèm theo Quyết định số 12/QĐ-UBND)", "Số: 7/UBND-VP", "V/v ", "TM. ", "KT. CHỦ TỊCH", "./.",
    "Cơ quan chủ trì: ", "Đơn vị phối hợp: ", "Thời gian hoàn thành: ", "Sản phẩm: ", "Nhiệm vụ: ", "Nội dung: ",
    "Giao ", "Yêu cầu ", "Đề nghị ", "phối hợp với ", "báo cáo ", "(qua ", "UBND các xã", "Sở Y tế", "các sở, ngành",
    "trước ngày ", "31/02/2025", "quý III", "hằng tháng", "trong ", "kể từ ngày ", ";", ":", ".", ",", "…", "(", ")",
    "“", "”", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u200b", "\ufeff", "**", "<sup>1</sup>", "3\n", "Ký bởi: ", "TT",
    "Hình thức", "TỐI MẬT", "HỎA TỐC", "ỦY BAN NHÂN DÂN", "ĐẢNG ỦY", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
)  # fmt: skip


def cut(text: str, chance: random.Random) -> str:
    """A stretch of it, cut anywhere."""
    low, high = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    return text[low:high]


def shuffled(text: str, chance: random.Random) -> str:
    """Its lines in another order: all, or a few of them."""
    lines = text.splitlines(keepends=True)
    low, high = sorted(chance.randrange(len(lines) + 1) for _ in range(2))
    part = lines[low:high]
    chance.shuffle(part)
    return "".join([*lines[:low], *part, *lines[high:]])


def repeated(text: str, chance: random.Random) -> str:
    """Some lines twice or more, some not at all."""
    return "".join(line * chance.choice((0, 1, 1, 1, 1, 2, 3)) for line in text.splitlines(keepends=True))


def strewn(text: str, chance: random.Random) -> str:
    """Structure words anywhere, or at line starts."""
    for _ in range(chance.randint(1, 25)):
        at = chance.randrange(len(text) + 1)
        if chance.random() < 0.6:
            at = text.find("\n", at) + 1
        text = text[:at] + chance.choice(STRUCTURE) + text[at:]
    return text


def rewrapped(text: str, chance: random.Random) -> str:
    """Line ends where blanks were, and the other way round."""
    return "".join(sign if chance.random() > 0.05 else {" ": "\n", "\n": " "}.get(sign, sign) for sign in text)


def mixed(text: str, chance: random.Random) -> str:
    """The beginning of one document and the end of another."""
    other = chance.choice(TEXTS)
    return text[: chance.randrange(len(text) + 1)] + other[chance.randrange(len(other)) :]


def invented(_: str, chance: random.Random) -> str:
    """Nothing but structure words."""
    return "".join(chance.choice(STRUCTURE) + chance.choice(("", " ", "\n")) for _ in range(chance.randint(0, 120)))


CHANGES: tuple[Callable[[str, random.Random], str], ...] = (
    cut, shuffled, repeated, strewn, rewrapped, mixed, invented,
)  # fmt: skip


def generated(seed: str) -> str:
    """A document: a sample after one to four changes; the same seed gives the same."""
    chance = random.Random(seed)
    text = chance.choice(TEXTS)
    for _ in range(chance.randint(1, 4)):
        text = (chance.choice(CHANGES)(text, chance) or " ")[:20_000]
    return text


@cache
def extractor() -> Extractor:
    return Extractor(load(), Options(nlp="off"))


def hold(text: str) -> Directive:
    """Extract, and assert all that must be so whatever the document looks like."""
    result = extractor()(from_text(text))
    assert_holds(result, text)
    return result


def run(numbers: range) -> int:
    """Hold all these documents; how many tasks they have. A failure names the document's seed."""
    tasks = 0
    for number in numbers:
        seed = f"{SEED}-{number}"
        text = generated(seed)
        try:
            tasks += len(hold(text).tasks)
        except Exception as error:
            error.add_note(f"generated({seed!r})")
            raise
    return tasks


def test_the_same_seed_gives_the_same_document() -> None:
    assert [generated(str(number)) for number in range(20)] == [generated(str(number)) for number in range(20)]
    assert len({generated(str(number)) for number in range(20)}) > 15


def test_samples_hold_as_they_are() -> None:
    assert all(hold(text).tasks for text in TEXTS)


def test_changed_samples_hold() -> None:
    assert run(range(SHORT)) > SHORT  # they still are directives


def test_a_label_without_value_holds() -> None:
    hold("1. Giao Phòng Nội vụ lập danh sách. Sản phẩm: .\n")


@pytest.mark.slow
def test_many_changed_samples_hold() -> None:
    assert run(range(SHORT, LONG)) > LONG
