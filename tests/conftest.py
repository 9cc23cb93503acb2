"""What the tests share: the program as users start it, a document, a result with a value of every kind."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pytest

from parchk.models import (
    Action,
    Citation,
    Coverage,
    Deadline,
    Deliverable,
    Directive,
    Document,
    Finding,
    Issuer,
    Section,
    Signer,
    Source,
    Target,
    Task,
    Unit,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-golden", action="store_true", help="write the golden results anew")


DOCUMENT = """\
ỦY BAN NHÂN DÂN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN SÔNG TRANH                Độc lập - Tự do - Hạnh phúc

Số: 412/UBND-NV            Sông Tranh, ngày 05 tháng 7 năm 2022
V/v rà soát vị trí việc làm

Kính gửi:
- Các phòng, ban chuyên môn thuộc huyện;
- UBND các xã, thị trấn.

Thực hiện Kế hoạch số 95/KH-UBND ngày 12/5/2022 của UBND tỉnh, Chủ tịch UBND huyện yêu cầu:

1. Phòng Nội vụ
a) Chủ trì, phối hợp với Phòng Tài chính - Kế hoạch xây dựng phương án sắp xếp, báo cáo UBND huyện trước ngày 20/8/2022.
b) Tổ chức tập huấn cho công chức các xã trong tháng 9/2022.

2. UBND các xã, thị trấn
a) Rà soát danh sách cán bộ, gửi về UBND huyện (qua Phòng Nội vụ) chậm nhất ngày 30/7/2022.
b) Không bố trí người chưa qua đào tạo.

Yêu cầu các đơn vị nghiêm túc triển khai thực hiện./.

Nơi nhận:                                   CHỦ TỊCH
- Như trên;
- Lưu: VT, NV.
                                            Lê Văn Bình
"""


@dataclass(frozen=True)
class Finished:
    """A program that has ended."""

    code: int
    data: bytes
    errors: str

    @property
    def text(self) -> str:
        return self.data.decode("utf-8")

    @property
    def sentence(self) -> str:
        """The only line on standard error: what went wrong, said once, without a traceback."""
        lines = self.errors.splitlines()
        assert len(lines) == 1, self.errors
        assert lines[0].startswith("parchk: ")
        return lines[0].removeprefix("parchk: ")


@pytest.fixture(autouse=True)
def no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages without text are not recognised, whatever is installed: the tests of that say so."""
    monkeypatch.setattr("parchk.read.pdf.scan.is_installed", lambda: False)


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """The environment of a plain terminal that speaks English."""
    ours = {"NO_COLOR", "COLUMNS", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "PYTHONIOENCODING", "FORCE_COLOR"}
    return {key: value for key, value in os.environ.items() if key not in ours} | {"LANG": "C.UTF-8"}


@pytest.fixture(scope="session")
def parchk(environment: dict[str, str]) -> Callable[..., Finished]:
    """Run ``parchk`` in a process of its own, as users do."""

    def run(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **variables: str) -> Finished:
        done = subprocess.run(
            [sys.executable, "-m", "parchk", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=cwd,
            env=environment | variables,
            timeout=120,
            check=False,
        )
        return Finished(done.returncode, done.stdout, done.stderr.decode("utf-8"))

    return run


@pytest.fixture(scope="session")
def text() -> str:
    """A công văn."""
    return DOCUMENT


@pytest.fixture(scope="session")
def extracted(parchk: Callable[..., Finished], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Finished]:
    """What ``parchk extract`` gives for the công văn with these options; run once, and meant for comparison."""
    path = tmp_path_factory.mktemp("extracted") / "cong-van.txt"
    path.write_text(DOCUMENT, "utf-8")

    @cache
    def run(*options: str) -> Finished:
        done = parchk("extract", path, *options, PYTHONHASHSEED="1")
        assert done.code == 0, done.errors
        return done

    return run


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A công văn in a file of its own."""
    path = tmp_path / "cong-van.txt"
    path.write_text(DOCUMENT, "utf-8")
    return path


@pytest.fixture
def directive() -> Directive:
    """A result with a value of every kind, put together by hand."""
    return Directive(
        schema_version="1.0",
        source=Source(name="cong-van.txt", sha256="0" * 64, media_type="text/plain", encoding="utf-8", chars=900),
        document=Document(
            issuer=Issuer(
                name="Ủy ban nhân dân huyện Sông Tranh", text="ỦY BAN NHÂN DÂN HUYỆN SÔNG TRANH", span=(0, 34)
            ),
            number="412/UBND-NV",
            type="CV",
            issued_on="2022-07-05",
            issued_year=2022,
            issued_on_source="header",
            place="Sông Tranh",
            subject="rà soát vị trí việc làm",
            addressees=["UBND các xã, thị trấn"],
            recipients=["Như trên"],
            signer=Signer(name="Lê Văn Bình", title="CHỦ TỊCH"),
            signer_authority=None,
            urgency=None,
            secrecy=None,
        ),
        sections=[
            Section(path="1", marker="1.", title="Phòng Nội vụ", level=1, parent=None, span=(300, 500)),
            Section(path="1/a", marker="a)", title=None, level=2, parent="1", span=(315, 400)),
            Section(path="2", marker="2.", title=None, level=1, parent=None, span=(500, 600)),
        ],
        tasks=[
            Task(
                id="412-ubnd-nv.1.a.1",
                section="1/a",
                kind="action",
                text="Xây dựng phương án | sắp xếp, báo cáo UBND huyện.",
                span=(318, 400),
                actions=[Action(verb="xây dựng", text="Xây dựng phương án", span=(318, 336))],
                units=[
                    Unit(
                        role="lead",
                        name="Phòng Nội vụ",
                        text="Phòng Nội vụ",
                        key="phong-noi-vu",
                        span=(303, 315),
                        source="heading",
                    ),
                    Unit(
                        role="coordinate", name="Phòng A", text="Phòng A", key="a", span=(340, 347), source="sentence"
                    ),
                    Unit(
                        role="coordinate", name="Phòng B", text="Phòng B", key="b", span=(350, 357), source="sentence"
                    ),
                    Unit(
                        role="report_to",
                        name="UBND huyện",
                        text="UBND huyện",
                        key="u",
                        span=(380, 390),
                        source="sentence",
                    ),
                ],
                deadlines=[
                    Deadline(
                        kind="by",
                        text="trước ngày 20/8/2022",
                        due="2022-08-20",
                        inclusive=False,
                        span=(360, 380),
                        source="sentence",
                    ),
                    Deadline(
                        kind="relative",
                        text="trong 05 ngày làm việc kể từ ngày ký",
                        duration="P5D",
                        working_days=True,
                        anchor="ngày ký",
                        span=(381, 390),
                        source="sentence",
                    ),
                    Deadline(
                        kind="recurring",
                        text="trước ngày 10 của tháng",
                        start="2022-09-01",
                        rrule="FREQ=MONTHLY;BYMONTHDAY=10",
                        span=(391, 399),
                        source="sentence",
                    ),
                ],
                deliverables=[Deliverable(text="phương án", span=(327, 336))],
                targets=[Target(text="trên 95%", comparison=">", value=95, unit="%", span=(395, 399))],
                citations=[0],
                routine=False,
                confidence=0.93,
                because=["verb:xay-dung", "unit:heading"],
            ),
            Task(
                id="412-ubnd-nv.2.1",
                section="2",
                kind="prohibition",
                text="Không để xảy ra sai sót.",
                span=(503, 530),
                actions=[],
                units=[],
                deadlines=[],
                deliverables=[],
                targets=[],
                citations=[],
                routine=True,
                confidence=0.8,
                because=[],
            ),
        ],
        citations=[
            Citation(
                type="KH",
                number="95/KH-UBND",
                date="2022-05-12",
                issuer="UBND tỉnh",
                text="Kế hoạch số 95/KH-UBND ngày 12/5/2022",
                span=(200, 237),
            )
        ],
        findings=[
            Finding(
                code="no-lead", severity="warning", message="No unit is named.", task="412-ubnd-nv.2.1", span=(503, 530)
            )
        ],
        coverage=Coverage(sentences=4, tasks=2, other=2, undecided=0),
    )
