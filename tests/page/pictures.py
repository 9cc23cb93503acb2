"""The pictures of the documentation: ``cd tests; python -m page.pictures`` draws them anew."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from page.boat_race import SAMPLES
from page.reader import NO_CHROMIUM, TELEPHONE, Reader, chromium, started

PICTURES = Path(__file__).parents[2] / "docs" / "images"


def draw(browser: Browser, page: Path) -> None:
    today = "2021-10-04T09:00:00+07:00"
    for name, size, scheme, view in (
        ("light", (1280, 800), "light", "tasks"),
        ("dark", (1280, 800), "dark", "timeline"),
        ("table", (1280, 800), "light", "matrix"),
        ("phone", TELEPHONE, "light", "tasks"),
    ):
        reader = Reader(browser, page, today=today, size=size, scheme=scheme)
        if name != "phone":
            reader.open(12)
        reader.look_at(view)
        keep(reader.page.screenshot(), PICTURES / f"page-{name}.png")
        assert reader.close() == []


def keep(picture: bytes, path: Path) -> None:
    """Write a picture with 256 colours, which makes it a third as large and looks the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    colours = Image.open(io.BytesIO(picture)).convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=1)
    colours.save(path, optimize=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name, started(chromium() or sys.exit(NO_CHROMIUM)) as browser:
        made = Path(name) / "page.html"
        sample = SAMPLES / "cong-van-huyen-2021.txt"
        subprocess.run([sys.executable, "-m", "parchk", "extract", sample, "-o", made, "-q"], check=True)
        draw(browser, made)
