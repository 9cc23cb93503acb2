"""What is built: the rules travel with the program, the tests do not travel with the wheel."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RULES = {path.name for path in (ROOT / "rules").glob("*.toml")}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from it."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("dist")
    for name in ("src", "rules"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    done = subprocess.run(
        [sys.executable, "-m", "build", "--outdir", out, source], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="module")
def wheel(built: Path) -> set[str]:
    (path,) = built.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def sdist(built: Path) -> set[str]:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


def test_there_are_rules() -> None:
    assert {"units.toml", "actions.toml", "deadlines.toml"} <= RULES


def test_rules_are_in_both(wheel: set[str], sdist: set[str]) -> None:
    assert {f"parchk/rules/{name}" for name in RULES} <= wheel
    assert {f"rules/{name}" for name in RULES} <= sdist


def test_every_module_is_in_the_wheel(wheel: set[str]) -> None:
    modules = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src" / "parchk").rglob("*.py")}
    assert modules <= wheel


def test_wheel_is_typed(wheel: set[str]) -> None:
    assert "parchk/py.typed" in wheel


def test_wheel_holds_the_package_and_nothing_else(wheel: set[str]) -> None:
    assert {name.split("/")[0].split("-")[0] for name in wheel} == {"parchk"}
    assert not [name for name in wheel if "test" in name.lower()]


def test_licence_is_in_both(wheel: set[str], sdist: set[str]) -> None:
    assert "LICENSE" in sdist
    assert any(name.endswith("/LICENSE") for name in wheel)
