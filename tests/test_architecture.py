"""The tree says how the journey goes, and the tests hold it to that."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import feedsvc

ROOT = Path(feedsvc.__file__).parent
REPOSITORY = ROOT.parent
FEEDS_CITED = re.compile(r"\bFEEDS (\d+(?:(?:,| to| and)\s+\d+)*)")
FAULTS_CITED = re.compile(r"\bFAULTS ([A-J]\d+(?:,\s+[A-J]\d+)*)")


def test_imports_run_one_way_and_each_vendor_has_one_home() -> None:
    """In a process of its own: import-linter turns off every logger that there is."""
    code = (
        "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if path.read_text() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_help_loads_nothing_heavy() -> None:
    code = "import sys; import feedsvc.cli.root; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"sqlalchemy", "pydantic", "lxml", "starlette", "feedgen", "structlog", "numpy"} | {
        "trafilatura"
    }
    assert heavy.isdisjoint(run.stdout.split())


def test_faults_b08_the_slow_html_parser_of_the_standard_library_is_not_used() -> None:
    for path in ROOT.rglob("*.py"):
        assert "html.parser" not in path.read_text(), path


def test_every_requirement_that_is_cited_is_listed() -> None:
    listed = _listed_requirements()
    cited = {(code, path.name) for path in _texts() for code in _cited_in(path.read_text())}
    assert {code for code, _ in cited} >= {"11", "B25", "INV5"}  # the tree was read
    assert {(code, name) for code, name in cited if code not in listed} == set()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("(FEEDS 7, 23,\n24)", {"7", "23", "24"}),
        ("FEEDS 27 to 46, over HTTP", {"27", "46"}),
        ("(FAULTS C1, G1, INV1 to INV4)", {"C1", "G1", "INV1", "INV4"}),
        ("def test_feeds_05_06_ids(", {"5", "6"}),
        ("def test_faults_a08_a_fifo(", {"A8"}),
        ("test_feeds_have_validators, 33", set()),
    ],
)
def test_citations_are_recognized(text: str, codes: set[str]) -> None:
    assert _cited_in(text) == codes


def _listed_requirements() -> set[str]:
    document = (REPOSITORY / "docs/requirements.md").read_text()
    codes = re.findall(r"^\| (\d+|[A-J]\d+|INV\d) \|", document, re.MULTILINE)
    assert len(codes) == len(set(codes)), "a code is listed twice"
    return set(codes)


def _texts() -> list[Path]:
    folders = [ROOT, REPOSITORY / "tests", REPOSITORY / "docs"]
    files = [path for folder in folders for path in folder.rglob("*")]
    texts = [path for path in files if path.suffix in {".py", ".md", ".html", ".css", ".js"}]
    return [path for path in texts if path.name != "dump.html"]  # in whatever encoding


def _cited_in(text: str) -> set[str]:
    feeds = re.findall(r"\d+", " ".join(FEEDS_CITED.findall(text)))
    feeds += re.findall(r"\d+", " ".join(re.findall(r"\btest_feeds((?:_\d\d)+)", text)))
    faults = re.findall(r"[A-J]\d+", " ".join(FAULTS_CITED.findall(text)))
    faults += re.findall(r"[a-j]\d+", " ".join(re.findall(r"\btest_faults((?:_[a-j]\d\d)+)", text)))
    numbered = {str(int(code)) for code in feeds}
    lettered = {f"{code[0].upper()}{int(code[1:])}" for code in faults}
    return numbered | lettered | set(re.findall(r"\bINV\d\b", text))
