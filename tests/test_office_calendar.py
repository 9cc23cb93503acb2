"""An office's own calendar: read from a file, laid over the public holidays, used where working days are counted."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from parchk.dates import VIETNAM, WorkCalendar, due_after
from parchk.errors import UsageError
from parchk.office_calendar import read_calendar
from parchk.pipeline import Extractor, Options
from parchk.read import read_bytes
from parchk.ruleset import load

if TYPE_CHECKING:
    from pathlib import Path

MADE_UP = """\
days_off = ["2026-02-13", 2026-02-23]
working_days = ["2026-02-28"]
"""
DIRECTIVE = "1. Phòng Nội vụ báo cáo kết quả trong 05 ngày làm việc kể từ ngày ký văn bản này.\n"


def written(folder: Path, content: str) -> Path:
    path = folder / "lich.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_days_are_read_as_strings_and_as_toml_dates(tmp_path: Path) -> None:
    calendar = read_calendar(written(tmp_path, MADE_UP))
    assert calendar == WorkCalendar(
        days_off=frozenset({date(2026, 2, 13), date(2026, 2, 23)}), working_days=frozenset({date(2026, 2, 28)})
    )


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert read_calendar(written(tmp_path, "")) == VIETNAM


@pytest.mark.parametrize(
    ("calendar", "issued", "count", "due"),
    [
        # Public holidays stay off: 16 to 20 February 2026 is Tết.
        (WorkCalendar(), date(2026, 2, 12), 2, date(2026, 2, 23)),
        (WorkCalendar(days_off=frozenset({date(2026, 2, 13)})), date(2026, 2, 12), 2, date(2026, 2, 24)),
        # A Saturday is made up.
        (WorkCalendar(working_days=frozenset({date(2026, 2, 28)})), date(2026, 2, 27), 1, date(2026, 2, 28)),
        # A public holiday is worked.
        (WorkCalendar(working_days=frozenset({date(2026, 2, 16)})), date(2026, 2, 13), 1, date(2026, 2, 16)),
        # Saturdays are worked, or the weekend lies elsewhere.
        (WorkCalendar(weekend=frozenset({6})), date(2022, 8, 12), 2, date(2022, 8, 15)),
        (WorkCalendar(weekend=frozenset({4})), date(2022, 8, 11), 1, date(2022, 8, 13)),
        (WorkCalendar(weekend=frozenset()), date(2022, 8, 12), 5, date(2022, 8, 17)),
    ],
)
def test_it_is_laid_over_the_public_holidays(calendar: WorkCalendar, issued: date, count: int, due: date) -> None:
    assert due_after(issued, count, "day", working_days=True, calendar=calendar) == due


def test_a_week_of_working_days_is_the_offices_week() -> None:
    calendar = WorkCalendar(weekend=frozenset({6}))
    assert due_after(date(2022, 8, 12), 1, "week", working_days=True, calendar=calendar) == date(2022, 8, 19)


def test_plain_days_do_not_ask_it() -> None:
    calendar = WorkCalendar(days_off=frozenset({date(2022, 8, 15)}))
    assert due_after(date(2022, 8, 12), 3, "day", calendar=calendar) == date(2022, 8, 15)


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ("days_off = [", "is not a TOML file"),
        ("ngay_nghi = []", "key 'ngay_nghi'"),
        ('days_off = "2026-02-16"', "key 'days_off'"),
        ('days_off = ["16/2/2026"]', "key 'days_off'"),
        ('days_off = ["2026-02-30"]', "key 'days_off'"),
        ("working_days = [20260228]", "key 'working_days'"),
        ("working_days = [2026-02-28T08:00:00]", "key 'working_days'"),
        ('days_off = ["2026-02-28"]\nworking_days = ["2026-02-28"]', "key 'working_days'"),
        ('weekend = ["T7"]', "key 'weekend'"),
        ('weekend = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]', "key 'weekend'"),
    ],
)
def test_a_wrong_file_is_one_sentence_with_file_and_key(tmp_path: Path, content: str, wrong: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(UsageError) as caught:
        read_calendar(path)
    message = str(caught.value)
    assert str(path) in message
    assert wrong in message
    assert "\n" not in message


def test_a_missing_file_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"khong-co\.toml"):
        read_calendar(tmp_path / "khong-co.toml")


def test_the_pipeline_counts_by_it() -> None:
    rules = load()
    due = []
    for calendar in (None, WorkCalendar(days_off=frozenset({date(2022, 8, 16)}))):
        extract = Extractor(rules, Options(issued_on=date(2022, 8, 12), nlp="off", calendar=calendar))
        (task,) = extract(read_bytes(DIRECTIVE.encode(), "a.txt")).tasks
        (deadline,) = task.deadlines
        assert deadline.inferred == ["due"]
        due.append(deadline.due)
    assert due == ["2022-08-19", "2022-08-22"]


def test_command_line(tmp_path: Path) -> None:
    document = tmp_path / "a.txt"
    document.write_text(DIRECTIVE, encoding="utf-8")

    def run(calendar: str) -> subprocess.CompletedProcess[str]:
        path = written(tmp_path, calendar)
        command = [sys.executable, "-m", "parchk", "extract", str(document), "-f", "json", "--nlp", "off", "-q"]
        options = ["--issued-on", "2022-08-12", "--calendar", str(path)]
        return subprocess.run([*command, *options], capture_output=True, text=True, check=False, encoding="utf-8")

    good = run('days_off = ["2022-08-15"]\nworking_days = ["2022-08-13"]\n')
    assert good.returncode == 0
    assert json.loads(good.stdout)["tasks"][0]["deadlines"][0]["due"] == "2022-08-19"
    bad = run('days_off = ["15/8/2022"]')
    assert (bad.returncode, bad.stdout) == (2, "")
    assert "key 'days_off'" in bad.stderr
    assert len(bad.stderr.strip().splitlines()) == 1
