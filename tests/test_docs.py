"""What the documentation shows is what the program does.

``console`` blocks are run, and their output compared where it is shown; ``python`` blocks are doctests; ``toml`` blocks
stand in the own rules among the samples. ``python tests/test_docs.py`` writes the output shown anew (a line of dots is
enough to have it shown).
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import pytest

from parchk.ruleset import load

ROOT = Path(__file__).parent.parent
PAGES = ("README.md", "README.vi.md")
SHOWING = (*PAGES, "docs/check.md", "docs/due.md", "docs/office.md", "docs/page.md", "docs/trace.md")
"""Pages with commands; those of docs/ci.md and docs/spreadsheets.md need a repository (test_ready_to_paste)."""
_BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ (?P<command>.+)\n(?P<output>(?:(?!\$ ).*\n)*)", re.MULTILINE)


def blocks(page: str, kind: str) -> list[str]:
    """The bodies of a page's fenced blocks of this kind, in order."""
    found = _BLOCK.finditer((ROOT / page).read_text("utf-8"))
    return [block["body"] for block in found if block["kind"] == kind]


def commands(page: str) -> list[list[tuple[str, str]]]:
    """The commands of each of a page's console blocks, with the output shown below them."""
    return [
        [(match["command"], match["output"]) for match in _COMMAND.finditer(body)] for body in blocks(page, "console")
    ]


def printed(command: str, folder: Path) -> str:
    """What a reader sees who types the command: standard output, then remarks. It must not fail."""
    plain = {key: os.environ[key] for key in ("HOME", "TMPDIR", "SYSTEMROOT") if key in os.environ}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=plain | {"PATH": path, "LANG": "C.UTF-8"},
        capture_output=True,
        timeout=120,
        check=False,
    )
    output = (done.stdout + done.stderr).decode("utf-8").replace("\r\n", "\n")  # CSV ends its lines with both
    assert done.returncode == 0, f"{command}\n{output}"
    return output


def desk(folder: Path) -> Path:
    """A folder in which the commands find the samples and the forms of one directive, and may leave files."""
    (folder / "samples").symlink_to(ROOT / "samples")
    (folder / "tests").symlink_to(ROOT / "tests")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return desk(tmp_path)


def _is_long(block: list[tuple[str, str]]) -> bool:
    """Whether it reads all samples, or many times one."""
    return len(block) > 4 or any(command.startswith("parchk batch") for command, _ in block)


def test_every_page_shows_commands() -> None:
    for page in SHOWING:
        assert commands(page)


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(block, id=f"{page}:{number}", marks=pytest.mark.slow if _is_long(block) else ())
        for page in SHOWING
        for number, block in enumerate(commands(page), 1)
    ],
)
def test_commands_print_what_is_shown(block: list[tuple[str, str]], folder: Path) -> None:
    for command, output in block:
        now = printed(command, folder)
        assert not output or now == output


def test_python_shown_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    runner = doctest.DocTestRunner()
    said: list[str] = []
    for number, body in enumerate(blocks("README.md", "python"), 1):
        test = doctest.DocTestParser().get_doctest(body, {}, f"README.md python {number}", "README.md", 0)
        assert test.examples
        runner.run(test, out=said.append)
    assert not runner.failures, "".join(said)


def test_rules_shown_stand_in_the_samples() -> None:
    files = [tomllib.loads(path.read_text("utf-8")) for path in sorted((ROOT / "samples" / "own-rules").glob("*.toml"))]
    for body in blocks("README.md", "toml"):
        shown = tomllib.loads(body)
        assert shown.keys() <= {"lists", "rule"}, body
        for name, words in shown.get("lists", {}).items():
            assert any(file.get("lists", {}).get(name) == words for file in files), body
        for rule in shown.get("rule", []):
            assert any(rule in file["rule"] for file in files), body


def test_own_rules_among_the_samples_have_examples_and_counterexamples() -> None:
    for path in (ROOT / "samples" / "own-rules").glob("*.toml"):
        for rule in tomllib.loads(path.read_text("utf-8"))["rule"]:
            assert rule["examples"], rule["id"]
            assert rule["counterexamples"], rule["id"]


def test_set_up_is_the_same_two_lines_in_every_language() -> None:
    first, *others = [blocks(page, "sh")[0] for page in PAGES]
    assert len(first.splitlines()) == 2
    assert all(other == first for other in others)


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    readme = (ROOT / "README.md").read_text("utf-8")
    for dependency in project["dependencies"]:
        name = re.split(r"[<>=~! ]", dependency)[0]
        assert f"\n| {name} | " in readme, name


def test_every_sample_is_introduced() -> None:
    introduced = (ROOT / "samples" / "README.md").read_text("utf-8")
    for path in (ROOT / "samples").iterdir():
        if path.name != "README.md" and path.suffix != ".json":  # results beside the samples
            assert f"`{path.name}" in introduced, path.name


def findings_page() -> str:
    """The page of all findings of ``parchk check``, out of the rules."""
    lines = [
        "# What `parchk check` finds",
        "",
        "Made from `rules/checks.toml` by `python tests/test_docs.py`. `parchk check --explain CODE` says the same",
        "in the terminal; severities can be changed, codes switched off, in the [configuration](configuration.md).",
    ]
    for severity in ("error", "warning", "note"):
        lines += ["", f"## {severity.capitalize()}s", "", "| code | tên | what it means |", "|---|---|---|"]
        lines += [
            f"| `{rule.id}` | {rule.name} | {rule.explain_en} |"
            for rule in load().rules("checks")
            if rule.drafting and rule.severity == severity
        ]
    return "\n".join(lines) + "\n"


def test_the_page_of_findings_is_that_of_the_rules() -> None:
    assert (ROOT / "docs" / "findings.md").read_text("utf-8") == findings_page()


def test_changelog_has_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"\n## [{project['version']}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def write_anew() -> None:
    """Put the commands' present output into the pages, and the rules into theirs."""
    (ROOT / "docs" / "findings.md").write_text(findings_page(), "utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = desk(Path(name))

        def run(match: re.Match[str]) -> str:
            now = printed(match["command"], folder)
            return f"$ {match['command']}\n{now if match['output'] else ''}"

        def block(match: re.Match[str]) -> str:
            return _COMMAND.sub(run, match[0]) if match["kind"] == "console" else match[0]

        for page in SHOWING:
            path = ROOT / page
            path.write_text(_BLOCK.sub(block, path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    write_anew()
