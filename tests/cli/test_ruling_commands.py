"""The owner's commands, as a person meets them: how things are named, and what is said of them."""

from typing import Any

import pytest
from journey_world import Command, Launcher, World, article


@pytest.fixture
def ingested(world: World, launcher: Launcher) -> dict[str, Any]:
    """Three items, the last of them of two versions in one dump; by the name of their dump."""
    world.put("a.txt", article(1), age_seconds=30)
    world.put("b.txt", article(2), age_seconds=29)
    world.put("c.txt", article(3), age_seconds=28)
    world.put("c2.txt", article(3, extra="The bridge stood 77 years."), age_seconds=27)
    world.put("c3.txt", article(3, extra="Its keeper, Ada Voss, was 99."), age_seconds=26)
    assert launcher.run(world, "ingest").status == 0
    answers = {
        name: launcher.run(world, "why", f"inbox/{name}.txt", "--json").json
        for name in ("a", "b", "c")
    }
    return {name: answer["dumps"][0]["records"][0]["entry_id"] for name, answer in answers.items()}


def test_things_are_named_by_id_page_or_dump_and_why_tells(
    world: World, launcher: Launcher, ingested: dict[str, Any]
) -> None:
    def run(*argv: str) -> Command:
        return launcher.run(world, *argv)

    page = f"http://127.0.0.1:8642/articles/{ingested['b']}/"
    merged = run("merge", f"urn:uuid:{ingested['a']}", page, "-m", "the wire again")
    assert merged.status == 0, merged.err
    assert f"{ingested['b']} merged into {ingested['a']} by the owner" in merged.out
    assert "feeds:   all (2)" in merged.out
    why = run("why", "inbox/b.txt")
    assert "decided by hand:" in why.out
    assert "the wire again" in why.out
    assert "decided by hand:" not in run("why", "inbox/c.txt").out

    again = run("merge", ingested["a"], "inbox/b.txt")
    assert (again.status, again.out) == (2, "")
    assert "already" in again.err

    split = run("split", f"/articles/{ingested['b']}/index.html", "--json")
    assert split.status == 0, split.err
    assert split.json["publish"]["feeds"] == {"all": 3}
    assert [kept["ruling"]["act"] for kept in split.json["decisions"]] == ["split"]


def test_what_is_unclear_is_listed(
    world: World, launcher: Launcher, ingested: dict[str, Any]
) -> None:
    unclear = launcher.run(world, "split", ingested["c"])
    assert unclear.status == 2
    assert "has 2 parts" in unclear.err
    assert "--version 2: " in unclear.err
    assert launcher.run(world, "split", ingested["c"], "--version", "9").status == 2
    nobody = launcher.run(world, "withdraw", "00000000-0000-4000-8000-000000000000")
    assert nobody.status == 2
    assert "there is no entry" in nobody.err
    assert launcher.run(world, "split", ingested["a"]).err.startswith("error: urn:uuid:")
    one = launcher.run(world, "split", ingested["c"], "--version", "2", "--version", "3")
    assert one.status == 0, one.err


def test_a_withdrawal_is_told_by_why_and_taken_back_by_restore(
    world: World, launcher: Launcher, ingested: dict[str, Any]
) -> None:
    def run(*argv: str) -> Command:
        return launcher.run(world, *argv)

    assert run("withdraw", "inbox/a.txt").status == 0
    assert run("withdraw", ingested["a"]).status == 2
    world.put("a-again.txt", article(1, extra="The tide came at 6."))
    assert run("ingest").status == 0
    assert "withdrawn by the owner on 2" in run("why", "inbox/a-again.txt").out
    assert run("status", "--json").json["totals"]["withdrawn"] == 1
    exported = run("decisions", "export", "kept.toml")
    assert exported.out == "kept.toml: 1 decisions\n"
    assert run("decisions", "export").out == (world.folder / "kept.toml").read_text()
    assert run("restore", "inbox/a.txt").status == 0
    assert run("restore", "inbox/a.txt").status == 2
    assert run("decisions", "list").out == ""
    assert "undone" in run("decisions", "list", "--all").out
    assert run("decisions", "import", "kept.toml").status == 0
    assert run("decisions", "undo", "1").status == 2
