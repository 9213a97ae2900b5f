"""The tree says how the journey goes, and the tests hold it to that."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import feedsvc

ROOT = Path(feedsvc.__file__).parent
REPOSITORY = ROOT.parent


def test_imports_run_one_way_and_each_vendor_has_one_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)
    assert lint_imports(no_cache=True) == 0


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
    heavy = {"sqlalchemy", "pydantic", "lxml", "starlette", "feedgen", "structlog", "numpy"}
    assert heavy.isdisjoint(run.stdout.split())


def test_faults_b08_the_slow_html_parser_of_the_standard_library_is_not_used() -> None:
    for path in ROOT.rglob("*.py"):
        assert "html.parser" not in path.read_text(), path
