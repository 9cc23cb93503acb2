"""Quality must not fall: parchk against directives that were written and labelled for it, none of them real.

``labelled`` belongs to the samples, on which the rules were tried while they were written. ``directives`` were
written by others, of other kinds of bodies, and labelled before parchk saw them. The floors are a little below what was
measured.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Finished

ROOT = Path(__file__).parent.parent
FLOORS = {
    "labelled": (
        "samples",
        "tasks=0.99,lead-exact=0.98,coordinating-units=0.93,deadlines=0.98,sections=0.99,citations=0.99",
    ),
    "directives": (
        "tests/directives",
        "tasks=0.965,lead-exact=0.925,coordinating-units=0.925,deadlines=0.945,sections=0.99,document-fields=0.96",
    ),
}


@pytest.mark.parametrize("folder", FLOORS)
def test_no_figure_falls(parchk: Callable[..., Finished], folder: str) -> None:
    texts, floors = FLOORS[folder]
    done = parchk("eval", ROOT / "tests" / folder, "--texts", ROOT / texts, "--fail-under", floors)
    assert done.code == 0, done.text + done.errors


def test_a_floor_that_is_too_high_is_noticed(parchk: Callable[..., Finished]) -> None:
    assert parchk("eval", ROOT / "tests" / "directives", "--fail-under", "lead-exact=1").code == 1
