"""docs/commands.md and docs/logs.md say what is so: options, exit statuses, JSON keys, events."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest
from journey_world import REPOSITORY, Launcher, World, article

from feedsvc.cli.root import feedsvc

COMMANDS_PAGE = (REPOSITORY / "docs" / "commands.md").read_text()
LOGS_PAGE = (REPOSITORY / "docs" / "logs.md").read_text()
LEVELS = {"debug", "info", "warning", "error", "critical", "exception"}


def commands(group: click.Group = feedsvc, prefix: str = "feedsvc") -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def sections() -> dict[str, str]:
    """The text below each heading of docs/commands.md."""
    parts = re.split(r"^## (.+)$", COMMANDS_PAGE, flags=re.MULTILINE)
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


def test_every_command_has_its_section_and_no_other() -> None:
    assert set(sections()) - {""} == {name for name, _ in commands()}


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_option_is_documented(name: str, command: click.Command) -> None:
    text = sections()[""] + sections()[name]
    real = {option for param in command.params for option in param.opts if option[0] == "-"}
    for option in real:
        assert f"`{option}" in text, option
    documented = set(re.findall(r"`(--?[a-z-]+)", sections()[name]))
    assert documented <= real


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_help_reads_well(name: str, command: click.Command) -> None:
    """A sentence on what it does, a word on every option, lines that fit a terminal."""
    context = click.Context(command, info_name=name, max_content_width=96, terminal_width=96)
    text = command.get_help(context)
    assert max(map(len, text.splitlines())) <= 96
    assert (command.help or "").rstrip().endswith(".")
    for param in command.params:
        if isinstance(param, click.Option):
            assert param.help
            assert param.help.rstrip("]").endswith((".", "one")), param.help


# ------------------------------------------------------------------ JSON keys


def documented_keys(name: str) -> set[str]:
    """The paths in the key column of a section's tables."""
    rows = re.findall(r"^\| (`.+?) \| ", sections()[name], flags=re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`([^`]+)`", row)}


def keys_of(value: Any, prefix: str = "") -> Iterator[str]:
    """The paths of a JSON document: `a.b`, and `a[].b` in lists."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            path = f"{prefix}.{key}" if prefix else key
            yield path
            yield from keys_of(item, path)
    elif isinstance(value, list):
        for item in value:
            yield from keys_of(item, prefix + "[]")


def is_documented(path: str, documented: set[str], text: str) -> bool:
    """A key is in the table itself, or named in the row of the key that it belongs to."""
    if path in documented or any(key.startswith((path + ".", path + "[]")) for key in documented):
        return True
    parent, _, key = path.rpartition(".")
    parent = parent.removesuffix("[]")
    rows = [line for line in text.splitlines() if f"`{parent}`" in line or f"`{parent}[]`" in line]
    return any(f"`{key}`" in row for row in rows)


@pytest.fixture(scope="module")
def used(launcher: Launcher, tmp_path_factory: pytest.TempPathFactory) -> World:
    """A world in which there is something to tell in every answer."""
    world = World(folder=tmp_path_factory.mktemp("used"))
    world.put("a.txt", article(1), age_seconds=10)
    world.put("none.txt", "Nothing.\n")
    for number in range(3, 10):
        world.put(f"{number}.txt", article(number), age_seconds=9)
    (world.folder / "decisions.toml").write_text("version = 1\n")
    launcher.run(world, "ingest", str(world.inbox), str(world.folder / "missing"))
    world.put("b.txt", article(1))
    launcher.run(world, "merge", "inbox/3.txt", "inbox/4.txt")
    launcher.run(world, "withdraw", "inbox/5.txt")
    launcher.run(world, "withdraw", "inbox/6.txt")
    return world


CALLS = {
    "feedsvc ingest": ("ingest", "missing.txt"),
    "feedsvc publish": ("publish",),
    "feedsvc check": ("check",),
    "feedsvc status": ("status",),
    "feedsvc inspect": ("inspect", "inbox/a.txt"),
    "feedsvc why": ("why", "inbox/a.txt"),
    "feedsvc reprocess": ("reprocess", "--dry-run"),
    "feedsvc merge": ("merge", "inbox/7.txt", "inbox/8.txt"),
    "feedsvc split": ("split", "inbox/4.txt"),
    "feedsvc withdraw": ("withdraw", "inbox/9.txt"),
    "feedsvc restore": ("restore", "inbox/5.txt"),
    "feedsvc decisions list": ("decisions", "list", "--all"),
    "feedsvc decisions export": ("decisions", "export"),
    "feedsvc decisions import": ("decisions", "import", "decisions.toml"),
    "feedsvc decisions undo": ("decisions", "undo", "3"),
    "feedsvc config check": ("config", "check"),
    "feedsvc db upgrade": ("db", "upgrade"),
    "feedsvc db check": ("db", "check"),
}
OPEN = {"files", "counts", "feeds", "rejected_by_reason", "records", "rejected", "article"}


@pytest.mark.parametrize("name", CALLS)
def test_json_has_the_documented_keys_and_no_others(
    name: str, used: World, launcher: Launcher
) -> None:
    command = launcher.run(used, *CALLS[name], "--json")
    assert command.status in {0, 1}, command.err
    documented = documented_keys(name)
    found = set(keys_of(command.json))
    assert {key for key in documented if "[]" not in key} <= found | {"publish"}
    for path in found:
        parents = path.replace("[]", "").split(".")[:-1]
        if any(parent in OPEN for parent in parents) and "dumps" not in parents:
            continue  # counts by name, and the fields of model.Article
        if path.startswith(("publish.", "records[].extraction.", "last_run.counts")):
            continue  # described where they belong
        assert is_documented(path, documented, sections()[name]), path


# ------------------------------------------------------------------ log events


def logged() -> Iterator[tuple[str, str, Path]]:
    """Event, level and module of every call of a log in the code."""
    for path in (REPOSITORY / "feedsvc").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="log" | "_log"), attr=level),
                    args=[first, *_],
                ) if level in LEVELS:
                    assert isinstance(first, ast.Constant), f"{path}: an event is a plain name"
                    yield str(first.value), level, path


def test_every_event_is_in_the_list_with_its_level() -> None:
    table = re.findall(r"^\| `(\w+)` \| (\w+) \|", LOGS_PAGE, flags=re.MULTILINE)
    found = {(event, level.replace("exception", "error")) for event, level, _ in logged()}
    assert found == set(table)
    assert len(table) == len(dict(table)), "an event has one row"


def test_events_are_facts_in_the_past() -> None:
    for event, _, path in logged():
        assert re.fullmatch(r"[a-z]+_[a-z]+(ed|stuck|finished)|service_stuck", event), (event, path)


def test_the_fields_of_events_are_in_the_list() -> None:
    rows = {
        row[0]: set(re.findall(r"`(\w+)`", row[1]))
        for row in re.findall(r"^\| `(\w+)` \| \w+ \|[^|]*\| (.*) \|$", LOGS_PAGE, re.MULTILINE)
    }
    for path in (REPOSITORY / "feedsvc").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="log" | "_log"), attr=level),
                    args=[ast.Constant(value=event)],
                    keywords=keywords,
                ) if level in LEVELS:
                    named = {word.arg for word in keywords if word.arg and word.arg != "exc_info"}
                    assert named <= rows[event], event


def test_the_readme_shows_what_a_first_ingest_prints(
    launcher: Launcher, tmp_path_factory: pytest.TempPathFactory
) -> None:
    world = World(folder=tmp_path_factory.mktemp("first"))
    for seed in (REPOSITORY / "seeds").iterdir():
        world.put(seed.name, seed.read_bytes(), age_seconds=100)
    printed = launcher.run(world, "ingest").out
    readme = (REPOSITORY / "README.md").read_text()
    for line in printed.strip().splitlines():
        assert f"    {line}\n" in readme
