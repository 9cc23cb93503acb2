"""Documents for batches: short directives put together from the project's own samples, and damaged files."""

from __future__ import annotations

import random
import re
from pathlib import Path

from hostile import form

SAMPLES = sorted(Path(__file__).parents[1].joinpath("samples").glob("*.txt"))
_NUMBER = re.compile(r"\b\d{2,4}(?=/[A-ZĐ])")
_DAY = re.compile(r"\b\d{1,2}/\d{1,2}/20\d\d\b")
_LENGTH = 800


def generated(number: int) -> str:
    """The beginning of a sample with other numbers and dates; the same number gives the same text."""
    chance = random.Random(number)
    text = SAMPLES[number % len(SAMPLES)].read_text("utf-8")
    paragraphs = text.split("\n\n")
    taken = [paragraphs.pop(0)]
    while paragraphs and sum(map(len, taken)) < _LENGTH:
        taken.append(paragraphs.pop(0))
    text = _NUMBER.sub(lambda _: str(chance.randint(10, 4000)), "\n\n".join(taken))
    text = f"{text}\n\nGiao Văn phòng tổng hợp kết quả thực hiện, báo cáo trước ngày 20/8/2026./.\n"
    return _DAY.sub(lambda _: f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/{chance.randint(2023, 2026)}", text)


def write_documents(folder: Path, count: int) -> list[Path]:
    """So many good documents, in sub-folders of a hundred."""
    made = []
    for number in range(count):
        path = folder / f"{number // 100:02}" / f"van-ban-{number:04}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(generated(number), "utf-8")
        made.append(path)
    return made


def write_damaged(folder: Path, count: int) -> list[Path]:
    """So many files that cannot be read: cut off, empty, of chance, with a password."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(3)
    word, old = form("typed.docx"), form("automatic.doc")
    kinds = [
        ("cut.docx", lambda: word[: chance.randint(40, len(word) - 40)]),
        ("empty.docx", lambda: b""),
        ("rubbish.pdf", lambda: chance.randbytes(600)),
        ("cut.doc", lambda: old[: chance.randint(8, 2000)]),
        ("password.docx", lambda: old[:512] + "EncryptedPackage".encode("utf-16-le") + old[512:]),
        ("rubbish.txt", lambda: b"\x00\x01\x02" + chance.randbytes(400)),
    ]
    made = []
    for number in range(count):
        name, data = kinds[number % len(kinds)]
        path = folder / f"{number:03}-{name}"
        path.write_bytes(data())
        made.append(path)
    return made
