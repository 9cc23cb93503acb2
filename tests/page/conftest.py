"""The page and its readers, whom it may never give anything to complain of, whatever a test does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, expect

from page.boat_race import SAMPLES, TEXT
from page.reader import NO_CHROMIUM, PATIENCE, Reader, chromium, started

if TYPE_CHECKING:
    from conftest import Finished

    Parchk = Callable[..., Finished]
    Opens = Callable[..., Reader]
    PageOf = Callable[..., Path]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        pytest.skip(NO_CHROMIUM)
    expect.set_options(timeout=PATIENCE)
    with started(program) as browser:
        yield browser


@pytest.fixture
def opens(browser: Browser) -> Iterator[Opens]:
    """Open a page in a browser of one's own; at the end nobody may have had anything to complain about."""
    readers: list[Reader] = []

    def opens(path: Path, **circumstances: Any) -> Reader:
        readers.append(Reader(browser, path, **circumstances))
        return readers[-1]

    yield opens
    assert [complaint for reader in readers for complaint in reader.close()] == []


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the document, its result and its page, made as an office makes them."""
    return tmp_path_factory.mktemp("hội đua")


@pytest.fixture(scope="session")
def document(folder: Path) -> Path:
    path = folder / "hoi-dua.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture(scope="session")
def result(parchk: Parchk, document: Path) -> dict[str, Any]:
    done = parchk("extract", document, "--format", "json", "--with-text")
    assert done.code == 0, done.errors
    return json.loads(done.data)


@pytest.fixture(scope="session")
def path(parchk: Parchk, document: Path) -> Path:
    path = document.with_suffix(".html")
    done = parchk("extract", document, "--format", "html", "-o", path)
    assert done.code == 0, done.errors
    return path


@pytest.fixture
def page_of(parchk: Parchk, tmp_path: Path) -> PageOf:
    """Make a page of results."""

    def page_of(*results: dict[str, Any], options: tuple[str, ...] = ()) -> Path:
        (tmp_path / "results.jsonl").write_text("".join(json.dumps(one) + "\n" for one in results), "utf-8")
        done = parchk("convert", tmp_path / "results.jsonl", "--to", "html", "-o", tmp_path / "page.html", *options)
        assert done.code == 0, done.errors
        return tmp_path / "page.html"

    return page_of


@pytest.fixture
def reader(opens: Opens, path: Path) -> Reader:
    return opens(path)


@pytest.fixture
def other(parchk: Parchk) -> dict[str, Any]:
    """Another document's result, without its text."""
    done = parchk("extract", SAMPLES / "nhac-viec-benh-vien-2026.txt", "--format", "json")
    assert done.code == 0, done.errors
    return json.loads(done.data)
