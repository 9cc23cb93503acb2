"""What people paste: the pre-commit hook, the pipelines and the configuration in ``examples/``, the pages about them.

The pipelines are run without their hosts: shell steps by bash, in a fresh repository; of an action, what the next steps
rely on.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from ruamel.yaml import YAML

import test_docs
from conftest import DOCUMENT
from parchk.read import SUFFIXES
from parchk.settings import Configuration, find_settings
from parchk.write import Style, writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Finished
    from parchk import Directive

    Parchk = Callable[..., Finished]

# A process of its own for nearly every test; the quick tests are the commands of the README (test_docs).
pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
DONE, FOUND, UNREADABLE = 0, 1, 3
CLEAN = DOCUMENT.replace("20/8/2022", "19/8/2022").replace("30/7/2022", "29/7/2022")
WITH_SLIP = DOCUMENT.replace("412/", "413/").replace("20/8/2022", "31/6/2022")
LIST = "ket-qua/nhiem-vu.csv"


def yaml(path: Path) -> Any:
    return YAML(typ="safe").load(path)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A drafter's repository: a clean directive, and pages that are none."""
    folder = tmp_path / "repository"
    (folder / "van-ban").mkdir(parents=True)
    (folder / "van-ban" / "cong-van-412.txt").write_text(CLEAN, "utf-8")
    (folder / "README.md").write_text("# Dự thảo\n\nGiao Phòng Nội vụ lập danh sách trước ngày 31/6/2022.\n", "utf-8")
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", ".")
    return folder


@pytest.fixture
def slip(repository: Path) -> Path:
    """A directive in it with an impossible date."""
    return add(repository, "cong-van-413.txt", WITH_SLIP.encode())


@pytest.fixture
def damaged(repository: Path) -> Path:
    """A document in it that cannot be read."""
    return add(repository, "cong-van-414.docx", b"rubbish")


def add(repository: Path, name: str, data: bytes) -> Path:
    path = repository / "van-ban" / name
    path.write_bytes(data)
    git(repository, "add", ".")
    return path


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def bench(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """An environment with this parchk, and with a pip that installs nothing."""
    stub = tmp_path / "bin" / "pip"
    stub.parent.mkdir()
    stub.write_text('#!/bin/sh\necho "pip $*"\n', "utf-8")
    stub.chmod(0o755)
    path = os.pathsep.join([str(stub.parent), str(Path(sys.executable).parent), environment["PATH"]])
    return environment | {"PATH": path, "PRE_COMMIT_HOME": str(tmp_path / "pre-commit")}


@dataclass
class Job:
    """A job that has ended."""

    code: int = DONE
    log: str = ""
    sent: dict[str, bytes] = field(default_factory=dict)
    """Reports and artifacts that left the machine, by name."""


def run(script: str, folder: Path, environment: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", *options, "-c", script],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def collect(job: Job, folder: Path, paths: str) -> None:
    for name in paths.split():
        job.sent[name] = (folder / name).read_bytes()


# GitHub

WORKFLOW = yaml(EXAMPLES / "github-actions.yml")
ALWAYS = ("${{ !cancelled() }}", "${{ always() }}")
SARIF_IS_THERE = "${{ !cancelled() && hashFiles('parchk.sarif') != '' }}"


def on_github(name: str, folder: Path, environment: dict[str, str], cache: Path | None = None) -> Job:
    """Run a job of the workflow; a step, action or condition that is not known here is an error of the test."""
    job = Job()
    for step in WORKFLOW["jobs"][name]["steps"]:
        condition = step.get("if")
        assert condition in (None, SARIF_IS_THERE, *ALWAYS)
        if (condition is None and job.code) or (condition == SARIF_IS_THERE and not (folder / "parchk.sarif").exists()):
            continue
        if "run" in step:
            done = run(step["run"], folder, environment | WORKFLOW["env"], "-e")
            job.log += done.stdout
            job.code = job.code or done.returncode
            continue
        options = step.get("with", {})
        match step["uses"].partition("@")[0]:
            case "actions/checkout" | "actions/setup-python":
                pass
            case "github/codeql-action/upload-sarif":
                collect(job, folder, options["sarif_file"])
            case "actions/upload-artifact":
                collect(job, folder, options["path"])
            case "actions/cache/restore":
                assert cache is not None
                if cache.exists():
                    shutil.copytree(cache, folder / options["path"])
            case "actions/cache/save":
                assert cache is not None
                shutil.copytree(folder / options["path"], cache, dirs_exist_ok=True)
            case action:
                pytest.fail(f"{action} is not known here")
    return job


@pytest.mark.parametrize(
    ("schema", "file", "options"),
    [
        ("vendor.github-workflows", "github-actions.yml", []),
        ("vendor.gitlab-ci", "gitlab-ci.yml", ["--data-transform", "gitlab-ci"]),
    ],
)
def test_the_pipelines_fit_the_schemas_of_their_hosts(schema: str, file: str, options: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *options, EXAMPLES / file],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_on_github_every_action_has_its_version_and_a_job_no_more_rights_than_it_needs() -> None:
    for job in WORKFLOW["jobs"].values():
        for step in job["steps"]:
            assert re.fullmatch(r"[\w/-]+@v\d+", step.get("uses", "a@v1"))
    assert WORKFLOW["permissions"] == {}
    rights = {name: job["permissions"] for name, job in WORKFLOW["jobs"].items()}
    assert rights["check"] == {"contents": "read", "security-events": "write", "actions": "read"}
    assert rights["tasks"] == {"contents": "read"}


def test_on_github_clean_directives_pass(repository: Path, bench: dict[str, str]) -> None:
    job = on_github("check", repository, bench)
    assert job.code == DONE, job.log
    assert "pip install parchk[pdf]\n" in job.log
    assert "::error" not in job.log
    assert json.loads(job.sent["parchk.sarif"])["runs"][0]["results"] == []


@pytest.mark.usefixtures("slip")
def test_on_github_a_slip_is_marked_uploaded_and_fails(repository: Path, bench: dict[str, str]) -> None:
    job = on_github("check", repository, bench)
    assert job.code == FOUND, job.log
    assert "::error file=van-ban/cong-van-413.txt,line=14," in job.log
    sarif = json.loads(job.sent["parchk.sarif"])
    jsonschema.validate(sarif, json.loads((ROOT / "tests" / "sarif-schema-2.1.0.json").read_text("utf-8")))
    errors = [result for result in sarif["runs"][0]["results"] if result["level"] == "error"]
    assert [error["ruleId"] for error in errors] == ["impossible-date"]
    place = errors[0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place["uri"] == "van-ban/cong-van-413.txt"


@pytest.mark.usefixtures("damaged", "slip")
def test_on_github_a_document_that_cannot_be_read_hides_no_finding(repository: Path, bench: dict[str, str]) -> None:
    job = on_github("check", repository, bench)
    assert job.code == UNREADABLE, job.log
    assert "::error file=van-ban/cong-van-414.docx," in job.log
    assert "::error file=van-ban/cong-van-413.txt," in job.log
    assert b"impossible-date" in job.sent["parchk.sarif"]


def test_on_github_only_new_documents_are_read_and_a_damaged_one_fails_last(
    repository: Path, bench: dict[str, str], tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    first = on_github("tasks", repository, bench, cache)
    assert first.code == DONE, first.log
    assert statuses(first) == {"van-ban/cong-van-412.txt": "done"}
    shutil.rmtree(repository / "ket-qua")  # the next machine is a new one
    add(repository, "cong-van-411.docx", b"rubbish")
    add(repository, "cong-van-413.txt", WITH_SLIP.encode())
    second = on_github("tasks", repository, bench, cache)
    assert second.code == UNREADABLE, second.log
    assert statuses(second) == {
        "van-ban/cong-van-411.docx": "failed",
        "van-ban/cong-van-412.txt": "unchanged",
        "van-ban/cong-van-413.txt": "done",
    }
    assert len(table(second)) > len(table(first)) > 1
    assert b'"unchanged": 1' in (cache / "report.json").read_bytes(), "kept for the next run, in spite of the failure"


def junit(job: Job) -> ET.Element:
    return ET.fromstring(job.sent["parchk.xml"])  # noqa: S314 - parchk wrote it


def statuses(job: Job) -> dict[str, str]:
    return {file["source"]: file["status"] for file in json.loads(job.sent["ket-qua/report.json"])["files"]}


def table(job: Job) -> list[list[str]]:
    rows = list(csv.reader(job.sent[LIST].decode("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0][0] == "STT"
    return rows


# GitLab

PIPELINE = yaml(EXAMPLES / "gitlab-ci.yml")


def on_gitlab(name: str, folder: Path, environment: dict[str, str]) -> Job:
    """Run a job of the pipeline as its runner does; what is in the cache stays in the folder."""
    job, settings = Job(), PIPELINE[name]
    script = "\n".join([*PIPELINE["default"]["before_script"], *settings["script"]])
    done = run(script, folder, environment | PIPELINE["variables"], "-e", "-o", "pipefail")
    job.code, job.log = done.returncode, done.stdout
    artifacts = settings["artifacts"]
    assert artifacts["when"] == "always"
    collect(job, folder, " ".join([*artifacts.get("paths", []), *artifacts.get("reports", {}).values()]))
    return job


def test_on_gitlab_clean_directives_pass(repository: Path, bench: dict[str, str]) -> None:
    job = on_gitlab("check", repository, bench)
    assert job.code == DONE, job.log
    assert junit(job).get("failures") == "0"


@pytest.mark.usefixtures("slip")
def test_on_gitlab_a_slip_is_a_failed_test(repository: Path, bench: dict[str, str]) -> None:
    job = on_gitlab("check", repository, bench)
    assert job.code == FOUND, job.log
    assert "van-ban/cong-van-413.txt:14:100: error impossible-date" in job.log
    failed = [case for case in junit(job).iter("testcase") if case.find("failure") is not None]
    assert [case.get("file") for case in failed] == ["van-ban/cong-van-413.txt"]


@pytest.mark.usefixtures("damaged")
def test_on_gitlab_a_document_that_cannot_be_read_is_an_error(repository: Path, bench: dict[str, str]) -> None:
    job = on_gitlab("check", repository, bench)
    assert job.code == UNREADABLE, job.log
    assert junit(job).get("errors") == "1"


@pytest.mark.usefixtures("damaged")
def test_on_gitlab_the_list_is_resumed_from_the_cache(repository: Path, bench: dict[str, str]) -> None:
    cache = PIPELINE["tasks"]["cache"]
    assert (cache["paths"], cache["when"]) == (["ket-qua/"], "always")
    for expected in ("done", "unchanged"):
        job = on_gitlab("tasks", repository, bench)
        assert job.code == UNREADABLE, job.log
        assert statuses(job) == {"van-ban/cong-van-412.txt": expected, "van-ban/cong-van-414.docx": "failed"}
        assert len(table(job)) > 1


# pre-commit

(HOOK,) = yaml(ROOT / ".pre-commit-hooks.yaml")
LEFT_OUT = {".pdf", ".dotx", ".dot", ".ott", ""}  # needs the extra; templates; names without an ending


def is_taken(name: str) -> bool:
    return bool(re.search(HOOK["files"], name)) and not re.search(HOOK["exclude"], name)


def pre_commit(*arguments: str | Path, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return run(f'"{sys.executable}" -m pre_commit {" ".join(map(str, arguments))}', folder, environment)


def test_the_hook_takes_every_kind_that_is_read() -> None:
    assert {suffix for suffix in SUFFIXES if is_taken(f"van-ban/2026/Công văn 12{suffix}")} == set(SUFFIXES) - LEFT_OUT
    assert is_taken("CV-12.DOCX")


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "van-ban/README.vi.md",
        "LICENSE.txt",
        "CHANGELOG.md",
        "requirements-dev.txt",
        "docs/index.html",
        ".github/PULL_REQUEST_TEMPLATE.md",
        "van-ban/.nhap/cong-van.txt",
        "van-ban/~$ng-van.docx",
        "van-ban/so-do.png",
        "nhiem-vu.csv",
        "parchk.toml",
        "van-ban/docx",
    ],
)
def test_the_hook_leaves_alone_what_is_no_directive(name: str) -> None:
    assert not is_taken(name)


@pytest.mark.parametrize("name", ["history-12.md", "van-ban/thong-bao-news.txt", "van-ban/indexes.html", "a.b/c.txt"])
def test_the_hook_leaves_out_whole_names_only(name: str) -> None:
    assert is_taken(name)


def test_pre_commit_accepts_both_files(tmp_path: Path, bench: dict[str, str]) -> None:
    for command, file in (
        ("validate-manifest", ROOT / ".pre-commit-hooks.yaml"),
        ("validate-config", EXAMPLES / "pre-commit-config.yaml"),
    ):
        done = pre_commit(command, file, folder=tmp_path, environment=bench)
        assert done.returncode == 0, done.stdout
        assert not done.stdout


def test_the_hook_checks_the_directives_of_a_commit_together(repository: Path, bench: dict[str, str]) -> None:
    """With this environment's parchk; the slow test below installs it as pre-commit does."""
    assert HOOK["require_serial"] is True  # of many files pre-commit makes several calls otherwise
    config = {"repos": [{"repo": "local", "hooks": [HOOK | {"language": "system"}]}]}
    (repository / ".pre-commit-config.yaml").write_text(json.dumps(config), "utf-8")
    done = pre_commit("run", "--all-files", folder=repository, environment=bench)
    assert done.returncode == DONE, done.stdout
    add(
        repository,
        "cong-van-412-b.md",
        CLEAN.replace("95/KH-UBND ngày 12/5/2022", "95/KH-UBND ngày 13/5/2022").encode(),
    )
    add(repository, "cong-van-413.txt", WITH_SLIP.encode())
    done = pre_commit("run", "--all-files", "--verbose", folder=repository, environment=bench)
    assert done.returncode == FOUND, done.stdout
    assert "van-ban/cong-van-413.txt:14:100: error impossible-date" in done.stdout
    assert "12/5/2022" in done.stdout or "2022-05-12" in done.stdout, "one number, two dates: seen only in one call"
    assert "in 3 documents" in done.stdout
    assert "README.md" not in done.stdout


@pytest.mark.usefixtures("slip")
def test_the_hook_is_installed_from_a_clone_and_reads_pdf(
    repository: Path, environment: dict[str, str], bench: dict[str, str], tmp_path: Path
) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--retries=0", "--timeout=20", "index", "versions", "pypdfium2"]
    if subprocess.run(pip, capture_output=True, check=False).returncode:
        pytest.skip("no package index can be reached, and the hook's environment is built from one")
    clone = tmp_path / "clone"
    for name in ("src", "rules"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, clone)
    git(clone, "init", "--quiet", "--initial-branch=main")
    git(clone, "add", ".")
    git(clone, "commit", "--quiet", "--message=all")
    git(clone, "tag", "v0.1.0")
    config = (EXAMPLES / "pre-commit-config.yaml").read_text("utf-8")
    (repository / ".pre-commit-config.yaml").write_text(re.sub(r"https://\S+", str(clone), config), "utf-8")
    add(repository, "cong-van-415.pdf", (ROOT / "tests" / "forms" / "automatic.pdf").read_bytes())
    done = pre_commit(
        "run", "--all-files", folder=repository, environment=environment | {"PRE_COMMIT_HOME": bench["PRE_COMMIT_HOME"]}
    )
    assert done.returncode == FOUND, done.stdout
    assert "van-ban/cong-van-413.txt:14:100: error impossible-date" in done.stdout
    assert "in 3 documents" in done.stdout
    assert "exit code: 1" in done.stdout, "3 would be a PDF that could not be read"


# parchk.toml

CONFIGURATION = (EXAMPLES / "parchk.toml").read_text("utf-8")


def test_the_configuration_is_accepted_and_shown_with_its_source(tmp_path: Path, parchk: Parchk) -> None:
    file = tmp_path / "parchk.toml"
    file.write_text(CONFIGURATION, "utf-8")
    shown = json.loads(parchk("config", "show", "--format", "json", cwd=tmp_path).text)
    assert shown["file"] == str(file)
    sources = {setting["key"]: setting["from"] for setting in shown["settings"]}
    given = {entry.key for entry in find_settings([str(tmp_path)]) if entry.is_from_file}
    assert given == {key for key, source in sources.items() if source == str(file)}
    assert {"lang", "check.fail-on", "check.ignore", "check.severity", "batch.jobs"} <= given


def test_the_configuration_names_every_key_there_is(tmp_path: Path) -> None:
    everything = re.sub(r"^# (?=[a-z-]+ = )", "", CONFIGURATION, flags=re.MULTILINE)
    (tmp_path / "parchk.toml").write_text(everything, "utf-8")
    entries = list(find_settings([str(tmp_path)]))
    assert [entry.key for entry in entries if not entry.is_from_file] == []
    assert len(entries) == len(list(Configuration()))


def test_the_configuration_works_as_it_stands(repository: Path, slip: Path, parchk: Parchk) -> None:
    (repository / "parchk.toml").write_text(CONFIGURATION, "utf-8")
    done = parchk("check", "van-ban", cwd=repository)
    assert done.code == FOUND
    assert f"van-ban/{slip.name}:14:100: lỗi impossible-date" in done.text
    done = parchk("batch", "van-ban", "-o", "ket-qua", cwd=repository)
    assert done.code == DONE, done.errors


# The pages

PAGES = ("docs/ci.md", "docs/spreadsheets.md")


@pytest.mark.usefixtures("slip")
def test_the_commands_of_the_pages_print_what_is_shown(repository: Path) -> None:
    for page in PAGES:
        assert test_docs.commands(page)
        for command, output in (pair for block in test_docs.commands(page) for pair in block):
            now = test_docs.printed(command, repository)
            assert not output or now == output, command


def test_the_pages_lead_to_files_that_exist() -> None:
    for page in PAGES:
        for link in re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text("utf-8")):
            assert (ROOT / page).parent.joinpath(link).exists(), f"{page}: {link}"


def test_the_severities_on_the_page_are_accepted(tmp_path: Path, parchk: Parchk, document: Path) -> None:
    (shown,) = test_docs.blocks("docs/ci.md", "toml")
    assert tomllib.loads(shown)["check"]["severity"]
    (tmp_path / "parchk.toml").write_text(shown, "utf-8")
    assert "deadline-on-weekend" not in parchk("check", document, cwd=tmp_path).text


def test_the_columns_on_the_page_are_those_of_the_list(directive: Directive) -> None:
    header = writer("csv")([directive], Style(lang="vi", excel=True)).decode("utf-8-sig").splitlines()[0]
    page = (ROOT / "docs" / "spreadsheets.md").read_text("utf-8")
    shown = dict(re.findall(r"\| ([A-Z]) ([^|]+?) (?=\|)", page))
    assert [shown[letter] for letter in sorted(shown)] == header.split(";")


# LibreOffice


@pytest.fixture(scope="module")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Path], None]:
    """Run a command of the page with a profile of its own."""
    home = tmp_path_factory.mktemp("home")

    def convert(command: str, folder: Path) -> None:
        done = run(command, folder, dict(os.environ) | {"HOME": str(home)})
        assert done.returncode == 0, done.stdout

    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    (home / "a.csv").write_text("a\n", "utf-8")
    convert("soffice --headless --convert-to fods a.csv", home)
    if not (home / "a.fods").exists():
        pytest.skip("LibreOffice is installed without Calc")
    return convert


def cells(path: Path) -> Iterator[list[tuple[str | None, str]]]:
    """The rows of a flat OpenDocument table: type and text of each cell."""
    table, office = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("table", "office"))
    for row in ET.parse(path).iter(f"{table}table-row"):  # noqa: S314 - LibreOffice wrote it
        found: list[tuple[str | None, str]] = []
        for cell in row.findall(f"{table}table-cell"):
            repeated = min(int(cell.get(f"{table}number-columns-repeated", "1")), 30)
            assert not cell.get(f"{table}formula"), "a cell of the file became a formula"
            found += [(cell.get(f"{office}value-type"), "".join(cell.itertext()).strip())] * repeated
        yield found


def test_calc_reads_the_list_as_the_page_says(
    tmp_path: Path, directive: Directive, soffice: Callable[[str, Path], None]
) -> None:
    """Sections stay sections, days become days, several values stay together, nothing becomes a formula."""
    tasks = [
        task.model_copy(update={"section": section, "text": text})
        for task, section, text in zip(directive.tasks, ("2/1", "1/1.2"), ("=1+1; rà soát “sổ”", "-2 tổ"), strict=True)
    ]
    tasks[1] = tasks[1].model_copy(update={"deadlines": directive.tasks[0].deadlines[:1]})
    result = directive.model_copy(update={"tasks": tasks})
    (tmp_path / "nhiem-vu.csv").write_bytes(writer("csv")([result], Style(lang="vi", excel=True)))
    (command,) = (body for body in test_docs.blocks("docs/spreadsheets.md", "sh") if "soffice" in body)
    soffice(command, tmp_path)  # as on the page, to a workbook, and from that to what a test can read
    soffice("soffice --headless --convert-to fods nhiem-vu.xlsx", tmp_path)
    header, first, second = [row for row in cells(tmp_path / "nhiem-vu.fods") if row[0][1]]
    columns = [text for _, text in header[:21]]
    assert (columns[0], columns[1], columns[8], columns[20]) == ("STT", "Mục", "Thời hạn", "Mã nhiệm vụ")
    assert first[1:3] == [("string", "2/1"), ("string", "'=1+1; rà soát “sổ”")]
    assert second[1:3] == [("string", "1/1.2"), ("string", "'-2 tổ")]
    assert first[4] == ("string", "Phòng A; Phòng B")
    assert first[8] == ("string", "2022-08-20; ;")
    assert second[8] == ("date", "2022-08-20")
    assert first[18][0] == "date"
