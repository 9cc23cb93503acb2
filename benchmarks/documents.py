"""The documents that are measured: a folder's, or the project's samples with generated directives; and other shapes.

Generated text is varied: units, verbs, objects, numbers and dates are drawn anew for every sentence, so that hardly one
of them comes twice and nothing that remembers a sentence is faster for it. The same seed gives the same bytes.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from xml.sax.saxutils import escape

KIB, MIB = 1024, 1024 * 1024
SAMPLES = Path(__file__).parents[1] / "samples"
TEXTS = {".txt", ".md"}
DIRECTIVE = 13 * KIB
"""Bytes of a directive of usual length."""
_GENERATED = 12

_HEAD = """ỦY BAN NHÂN DÂN
TỈNH VĨNH LONG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: {number}/CT-UBND
Vĩnh Long, ngày {day:02} tháng {month:02} năm 2025

CHỈ THỊ
Về {subject}

"""
_FOOT = """

Nơi nhận:
- Như trên;
- Lưu: VT, TH.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Trần Thị Bích Hà
"""
_LEVELS = ("Sở", "Phòng", "Chi cục", "Ban Chỉ đạo", "Trung tâm", "Ủy ban nhân dân xã", "Hội", "Công an xã", "Trường")
_FIELDS = (
    "Nông nghiệp và Môi trường", "Tài chính", "Nội vụ", "Y tế", "Xây dựng", "Khoa học và Công nghệ", "Tư pháp",
    "Văn hóa, Thể thao và Du lịch", "Giáo dục và Đào tạo", "Công Thương", "Dân tộc và Tôn giáo", "Thống kê", "Thủy lợi",
)  # fmt: skip
_PLACES = ("Long Hồ", "Mỹ Thuận", "Tân Phú", "Cái Nhum", "Bình Phước", "Trà Ôn", "Hòa Hiệp", "Vũng Liêm", "Song Lộc")
_VERBS = (
    "tổ chức", "rà soát", "xây dựng", "tham mưu ban hành", "hướng dẫn", "kiểm tra", "tổng hợp", "công khai", "lập",
    "triển khai", "cập nhật", "bố trí", "theo dõi, đôn đốc", "đẩy nhanh", "hoàn thiện", "thẩm định", "tuyên truyền",
)  # fmt: skip
_THINGS = (
    "quy trình vận hành", "danh sách hộ", "kế hoạch duy tu", "phương án cấp nước", "bộ hồ sơ quản lý", "các điểm đo",
    "bản đồ phân vùng rủi ro", "dự toán kinh phí", "báo cáo kết quả", "cơ sở dữ liệu", "lịch xuống giống", "biểu mẫu",
)  # fmt: skip
_ABOUT = (
    "công trình cống", "trạm bơm", "khu dân cư", "tuyến kênh nội đồng", "điểm trường", "nhà văn hóa", "chợ", "vườn cây",
    "bến thủy", "hợp tác xã", "cơ sở sản xuất", "đường liên ấp", "trạm y tế", "hồ chứa", "vùng ven biển", "nghĩa trang",
)  # fmt: skip
_KINDS = (("Kế hoạch", "KH-UBND"), ("Quyết định", "QĐ-UBND"), ("Công văn", "UBND-NN"), ("Thông báo", "TB-VP"))
_FACTS = (
    "{about} ở {place} còn chậm, {count} hộ chưa được hỗ trợ, thấp hơn cùng kỳ năm trước {share}%",
    "năm qua, {place} đã đầu tư {count} triệu đồng cho {about}, đạt {share}% dự toán được giao",
    "việc quản lý {about} tại {place} còn lúng túng; {count} trường hợp tồn đọng kéo dài nhiều tháng",
)


class _Writer:
    """Draws the parts of sentences; :meth:`sentences` never ends."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - a text, not a secret
        self.number = self._chance.randint(10, 4000)

    def day(self) -> str:
        return f"{self._chance.randint(1, 28)}/{self._chance.randint(1, 12)}/{self._chance.randint(2025, 2027)}"

    def unit(self) -> str:
        level, place = self._chance.choice(_LEVELS), self._chance.choice(_PLACES)
        return f"{level} {place}" if level.endswith("xã") else f"{level} {self._chance.choice(_FIELDS)}"

    def work(self) -> str:
        draw = self._chance.choice
        return f"{draw(_VERBS)} {draw(_THINGS)} {draw(_ABOUT)} {draw(_PLACES)} đợt {self._chance.randint(1, 9999)}"

    def citation(self) -> str:
        kind, sign = self._chance.choice(_KINDS)
        return f"{kind} số {self._chance.randint(1, 9999)}/{sign} ngày {self.day()}"

    def deadline(self) -> str:
        draw = self._chance.randint
        return self._chance.choice(
            (
                f"trước ngày {self.day()}",
                f"hoàn thành trong quý {('I', 'II', 'III', 'IV')[draw(0, 3)]}/{draw(2025, 2029)}",
                f"chậm nhất ngày {draw(1, 28)} tháng {draw(1, 12)} năm 2026",
                f"trong thời hạn {draw(3, 60)} ngày làm việc",
                "vào ngày 20 hằng tháng",
            )
        )

    def fact(self) -> str:
        fact = self._chance.choice(_FACTS).format(
            about=self._chance.choice(_ABOUT),
            place=self._chance.choice(_PLACES),
            count=self._chance.randint(10, 9999),
            share=self._chance.randint(1, 99),
        )
        return f"{fact[0].upper()}{fact[1:]}."

    def task(self) -> str:
        kind = self._chance.randrange(4)
        if kind == 0:
            units = f"Giao {self.unit()} chủ trì, phối hợp với {self.unit()}, {self.unit()}"
            return f"{units} {self.work()}, {self.deadline()}."
        if kind == 1:
            return f"{self.unit()} {self.work()} theo {self.citation()}; báo cáo {self.unit()} {self.deadline()}."
        work = self.work()
        return f"{work[0].upper()}{work[1:]} theo chỉ đạo tại {self.citation()} của {self.unit()}, {self.deadline()}."

    def sentences(self) -> Iterator[str]:
        while True:
            yield self.fact() if self._chance.random() < 0.2 else self.task()

    def head(self) -> str:
        chance = self._chance
        return _HEAD.format(
            number=self.number, day=chance.randint(1, 28), month=chance.randint(1, 12), subject=self.work()
        )


def _filled(parts: Iterator[str], size: int) -> str:
    """As many of the parts as have this size in UTF-8, or a little more."""
    left = size

    def wanted(part: str) -> bool:
        nonlocal left
        before, left = left, left - len(part.encode())
        return before > 0

    return "".join(takewhile(wanted, parts))


def sections(size: int, seed: int = 1) -> bytes:
    """Numbered sections of a few lettered sentences each, every one on a line of its own."""
    writer = _Writer(seed)

    def lines() -> Iterator[str]:
        for number, sentence in enumerate(writer.sentences()):
            section, letter = divmod(number, 6)
            yield f"{section + 1}. {writer.unit()}\n" if letter == 0 else f"{'abcde'[letter - 1]}) {sentence}\n"

    return (writer.head() + _filled(lines(), size) + _FOOT).encode()


def paragraph(size: int, seed: int = 1) -> bytes:
    """One paragraph, its lines broken at about a hundred letters."""
    writer = _Writer(seed)

    def lines() -> Iterator[str]:
        line = ""
        for word in (word for sentence in writer.sentences() for word in sentence.split()):
            line = f"{line} {word}" if line else word
            if len(line) > 100:
                yield f"{line}\n"
                line = ""

    return (writer.head() + "1. " + _filled(lines(), size) + _FOOT).encode()


def one_line(size: int, seed: int = 1) -> bytes:
    """All sentences on one line."""
    writer = _Writer(seed)
    return (writer.head() + "1. " + _filled((f"{one} " for one in writer.sentences()), size) + _FOOT).encode()


def one_sentence(size: int, seed: int = 1) -> bytes:
    """One sentence that does not end: orders joined by semicolons on one line."""
    writer = _Writer(seed)
    orders = (f"{writer.work()} với {writer.unit()}, {writer.deadline()}; " for _ in iter(int, 1))
    return (writer.head() + f"1. Giao {writer.unit()} " + _filled(orders, size) + _FOOT).encode()


def table(size: int, seed: int = 1) -> bytes:
    """A table in Markdown: number, task, unit, time."""
    writer = _Writer(seed)

    def rows() -> Iterator[str]:
        yield "| STT | Nội dung nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời hạn |\n|---|---|---|---|---|\n"
        number = 0
        while number := number + 1:
            work = writer.work()
            cells = (str(number), f"{work[0].upper()}{work[1:]}", writer.unit(), writer.unit(), f"Trước {writer.day()}")
            yield f"| {' | '.join(cells)} |\n"

    return (writer.head() + _filled(rows(), size) + _FOOT).encode()


def deep_list(size: int, seed: int = 1) -> bytes:
    """A list of six levels, from Roman numerals to plus signs, each level further in."""
    writer = _Writer(seed)

    def items() -> Iterator[str]:
        for number, sentence in enumerate(writer.sentences()):
            block, at = divmod(number, 12)
            level = (0, 1, 2, 3, 4, 4, 3, 4, 2, 3, 4, 4)[at]
            marker = (f"{block + 1}.", f"{block + 1}.{at}.", f"{'abcdefghi'[at % 9]})", "-", "+")[level]
            yield f"{'  ' * level}{marker} {sentence}\n"

    return (writer.head() + _filled(items(), size) + _FOOT).encode()


def citations(size: int, seed: int = 1) -> bytes:
    """Lines that cite documents, and nothing else."""
    writer = _Writer(seed)
    lines = (f"Căn cứ {writer.citation()} của {writer.unit()} về {writer.work()};\n" for _ in iter(int, 1))
    return (writer.head() + _filled(lines, size) + f"1. {next(writer.sentences())}" + _FOOT).encode()


def recipients(size: int, seed: int = 1) -> bytes:
    """One order, and a list of recipients that fills the rest."""
    writer = _Writer(seed)
    lines = (f"- {writer.unit()} {writer.number}.{number};\n" for number in iter(range(10**9)))
    return (writer.head() + f"1. {next(writer.sentences())}\n\nNơi nhận:\n" + _filled(lines, size)).encode()


def word(size: int, seed: int = 1) -> bytes:
    """A Word file whose text has this size: a paragraph for each line of :func:`sections`."""
    lines = sections(size, seed).decode().splitlines()
    space = "http://schemas.openxmlformats.org"
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{space}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{space}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{space}/wordprocessingml/2006/main">'
        f"<w:body>{body}</w:body></w:document>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return file.getvalue()


SHAPES: dict[str, tuple[Callable[..., bytes], str]] = {
    "sections": (sections, ".txt"),
    "paragraph": (paragraph, ".txt"),
    "one line": (one_line, ".txt"),
    "one sentence": (one_sentence, ".txt"),
    "table": (table, ".md"),
    "deep list": (deep_list, ".txt"),
    "citations": (citations, ".txt"),
    "recipients": (recipients, ".txt"),
    "Word file": (word, ".docx"),
}
"""Shapes of long documents: each makes one from its size in bytes, and has an ending."""


def documents(folders: Sequence[Path] = ()) -> dict[str, bytes]:
    """The text files that lie in these folders; without any, the samples and generated directives."""
    paths = [path for folder in folders or [SAMPLES] for path in sorted(folder.iterdir()) if path.suffix in TEXTS]
    found = {path.name: path.read_bytes() for path in paths if path.name != "README.md"}
    if not found:
        raise SystemExit(f"benchmarks: no text files in {', '.join(map(str, folders))}")
    if not folders:
        found |= {f"made-{seed}.txt": sections(DIRECTIVE, seed) for seed in range(100, 100 + _GENERATED)}
    return found


def usual(folders: Sequence[Path]) -> tuple[str, bytes]:
    """The document whose length is nearest to that of a usual directive, with its name."""
    return min(documents(folders).items(), key=lambda document: abs(len(document[1]) - DIRECTIVE))


def write_documents(folder: Path, count: int, size: int = 2 * KIB) -> None:
    """So many short directives, in sub-folders of a hundred."""
    for number in range(count):
        path = folder / f"{number // 100:03}" / f"van-ban-{number:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sections(size, number))


def portion(found: dict[str, bytes], size: int) -> dict[str, bytes]:
    """The first documents, cut at the line where they have this size together."""
    total = 0
    taken: dict[str, bytes] = {}
    for name, data in found.items():
        if total >= size:
            break
        taken[name] = data if total + len(data) <= size else data[: data.rfind(b"\n", 0, size - total) + 1]
        total += len(taken[name])
    return taken
