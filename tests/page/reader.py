"""A reader of the page: Chromium without a network, which opens a file and is watched for what a page must not do."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Locator, Page, Request, sync_playwright

from parchk.models import Directive

LAPTOP, TELEPHONE, NARROW = (1440, 900), (390, 844), (360, 640)
NO_CHROMIUM = "no Chromium: install Debian's package chromium, or Google Chrome"
PATIENCE = 60_000
"""Milliseconds to wait for what must happen, on however busy a machine."""
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
_KEPT = """() => { try { return localStorage.length } catch { return 0 } }"""
# Private windows and some browsers refuse storage to files.
WITHOUT_STORAGE = """
Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("The operation is insecure.", "SecurityError"); },
});
"""


def chromium() -> str | None:
    """The browser of this machine."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


@contextmanager
def started(program: str) -> Iterator[Browser]:
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*_ARGUMENTS, *as_root])
        yield browser
        browser.close()


class Reader:
    """Somebody in front of a page. ``complaints`` gathers what no page may do, whatever it shows."""

    def __init__(
        self,
        browser: Browser,
        path: Path,
        *,
        today: str = "2026-07-20T09:00:00+07:00",
        size: tuple[int, int] = LAPTOP,
        scheme: Literal["light", "dark"] = "light",
        address: str = "",
        storage: bool = True,
        **context: Any,
    ) -> None:
        self.complaints: list[str] = []
        self.held_back = 0
        """How often the page asked whether it may be left."""
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            timezone_id="Asia/Ho_Chi_Minh",
            locale="vi-VN",
            offline=True,
            reduced_motion="reduce",
            **context,
        )
        self.context.set_default_timeout(PATIENCE)
        if not storage:
            self.context.add_init_script(WITHOUT_STORAGE)
        self.page = self.context.new_page()
        self.page.clock.set_fixed_time(today)
        self.watch(self.page)
        self.path = path
        self.page.goto(path.as_uri() + address)

    def watch(self, page: Page) -> None:
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._on_request)
        page.on("popup", lambda opened: self.complaints.append(f"window: {opened.url}"))
        page.on("dialog", self._on_dialog)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def _on_request(self, request: Request) -> None:
        if request.url.partition("#")[0] != self.path.as_uri():
            self.complaints.append(f"request: {request.url[:200]}")

    def _on_dialog(self, dialog: Dialog) -> None:
        if dialog.type == "beforeunload":
            self.held_back += 1
        else:
            self.complaints.append(f"dialog: {dialog.message}")
        dialog.accept()

    def turn_to(self, path: Path) -> None:
        """Open another page in the same window."""
        self.path = path
        self.page.goto(path.as_uri())

    def close(self) -> list[str]:
        """Leave; what there was to complain about."""
        self.context.close()
        return self.complaints

    # What there is to see

    def numbers(self) -> list[int | str]:
        """The numbers of the tasks in the list, as it is filtered and sorted; "+1" is one that a reader made."""
        found = self.page.evaluate(
            "[...document.querySelectorAll('li[data-task]')].filter((item) => item.checkVisibility())"
            ".map((item) => item.querySelector('.number').textContent)"
        )
        return [int(number) if number.isdigit() else number for number in found]

    def task(self, number: int | str) -> Locator:
        """The task with this number in the list."""
        return self.page.locator(f"xpath=//li[@data-task and .//span[@class='number' and .='{number}']]")

    def in_text(self, number: int) -> Locator:
        """The words of a task in the text."""
        handle = self.task(number).get_attribute("data-task")
        return self.page.locator(f'.text .task[data-tasks~="{handle}"]')

    def current(self) -> list[int]:
        """The numbers of the tasks that are marked in the list as looked at."""
        found = self.page.locator("li[data-task][aria-current] .number").all_text_contents()
        return [int(number) for number in found]

    # What a reader does

    def filter_by(self, name: str, value: str) -> None:
        """Choose in a list, or write into a field, by the id of the control."""
        control = self.page.locator(f"#{name}")
        if control.evaluate("(node) => node.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)

    def look_at(self, view: str) -> None:
        """Open one of the views: text, tasks, timeline, matrix, findings, corrections."""
        self.page.locator(f"#tab-{view}").click()

    def open(self, number: int) -> Locator:
        """Open the details of a task."""
        item = self.task(number)
        if item.locator(".details").is_hidden():
            item.locator(".words").click()
        return item

    def correct(self, number: int) -> Locator:
        """Open the form that corrects a task."""
        item = self.open(number)
        if item.locator("form").is_hidden():
            item.locator("summary").click()
        return item.locator("form")

    def save(self) -> tuple[str, bytes]:
        """Save the corrected results; the file's name and its bytes."""
        with self.page.expect_download() as download:
            self.page.locator("#save-corrected").click()
        return download.value.suggested_filename, download.value.path().read_bytes()

    def reload(self) -> None:
        """Load the page anew, and once more if the browser shows it an empty storage that was not empty.

        Chromium does that: 11 of 960 loads of a file with nothing in it but a script that reads its storage.
        """
        kept = self.page.evaluate(_KEPT)
        self.page.reload()
        if kept and not self.page.evaluate(_KEPT):
            self.page.reload()

    def saved(self) -> dict[str, Any]:
        """The one corrected result, which the model accepts."""
        _, data = self.save()
        Directive.model_validate_json(data)
        return json.loads(data)


def add_unit(form: Locator, role: str, name: str) -> None:
    form.locator(f"[name={role}]").fill(name)
    form.locator(f"[name=add-{role}]").click()


def remove(form: Locator, name: str) -> None:
    form.get_by_role("button", name=f"Bỏ {name}", exact=True).click()


def background(node: Locator) -> str:
    return node.evaluate("(node) => getComputedStyle(node).backgroundColor")
