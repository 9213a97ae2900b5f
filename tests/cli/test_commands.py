"""The commands as a person and a script meet them: exit statuses, stdout and stderr, signals."""

import json
import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from journey_world import Command, Launcher, World, article, events_named, wait_for
from sqlalchemy import text

from feedsvc.config import load
from feedsvc.store.engine import Database

Run = Callable[..., Command]
EVERY = [
    ("ingest",),
    ("publish",),
    ("status",),
    ("inspect", "inbox/a.txt"),
    ("why", "inbox/a.txt"),
    ("config", "show"),
    ("config", "check"),
    ("db", "upgrade"),
    ("db", "check"),
]


@pytest.fixture
def run(launcher: Launcher, world: World) -> Run:
    """Runs a command in the world, to its end."""

    def run(*argv: str, **options: Any) -> Command:
        return launcher.run(options.pop("world", world), *argv, **options)

    return run


# ------------------------------------------------------------------ stdout, stderr, status


def test_results_go_to_stdout_and_talk_to_stderr(world: World, run: Run) -> None:
    """With --json, stdout is one document; stderr is silent when all is well."""
    world.put("a.txt", article(1))
    assert run("ingest").status == 0
    for argv in EVERY:
        plain, as_json = run(*argv), run(*argv, "--json")
        assert (plain.status, as_json.status) == (0, 0), argv
        assert plain.out
        assert isinstance(as_json.json, dict), argv
        assert plain.err + as_json.err == "", argv
        assert "Traceback" not in plain.out


@pytest.mark.parametrize(
    "argv",
    [
        ("ingest", "--config", "nowhere.toml"),
        ("status",),
        ("publish",),
        ("serve",),
        ("why", "inbox/never.txt"),
        ("merge", "inbox/never.txt", "inbox/a.txt"),
        ("decisions", "undo", "7"),
        ("inspect", "inbox/never.txt"),
        ("inspect", "inbox"),
        ("inspect", "inbox/.hidden"),
        ("unknown",),
        ("ingest", "--unknown"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_says_why(
    world: World, run: Run, argv: tuple[str, ...]
) -> None:
    (world.inbox / ".hidden").touch()
    command = run(*argv)
    assert command.status == 2
    assert command.out == ""
    assert command.err.strip()
    assert "Traceback" not in command.err
    assert not world.database.exists(), "nothing was begun"


def test_losses_end_with_1_and_are_named(world: World, run: Run) -> None:
    world.put("a.txt", article(1))
    command = run("ingest", "inbox/a.txt", "inbox/missing.txt")
    assert command.status == 1
    assert "1 new" in command.out
    assert "lost: missing.txt" in command.err


def test_the_status_of_a_bad_state_is_1(world: World, run: Run, launcher: Launcher) -> None:
    """As a health check: a run that died is told from one that goes on."""
    world.put("a.txt", article(1))
    assert launcher.run(world, "ingest", deadly="a.txt").status == 9
    command = run("status", "--json")
    assert command.status == 1
    assert command.json["healthy"] is False
    assert "died" in command.json["reasons"][0]
    assert run("ingest").status == 0
    assert run("status").status == 0


def test_the_plain_report_adds_up(world: World, run: Run) -> None:
    world.put("a.txt", article(1), age_seconds=10)
    world.put("b.txt", article(1))
    world.put("c.txt", "Nothing.\n")
    out = run("ingest").out
    assert "3 read = 1 new + 0 revised + 1 duplicate + 1 rejected (1 too-short)" in out


def test_settings_that_are_wrong_are_all_told(world: World, run: Run) -> None:
    wrong = {"FEEDSVC_SERVER__PORT": "99999", "FEEDSVC_INBOX__SETTLE_SECONDS": "-1"}
    command = run("config", "check", environment=wrong)
    assert command.status == 2
    assert "server.port" in command.err
    assert run("config", "check").out.startswith("the configuration")


# ------------------------------------------------------------------ looking changes nothing


def test_inspect_changes_nothing(world: World, run: Run) -> None:
    """No database, no site, no lock file; and the same words before and after."""
    world.put("a.txt", article(1))
    command = run("inspect", "inbox/a.txt")
    assert command.status == 0
    assert "An ingest would make of it: new, as urn:uuid:" in command.out
    assert sorted(path.name for path in world.folder.iterdir()) == ["inbox"]

    promised = command.out.rsplit("urn:uuid:", 1)[1].strip()
    assert run("ingest").status == 0
    state = everything(world)
    again = run("inspect", "inbox/a.txt")
    assert "nothing: it has been taken as it is" in again.out
    assert promised in run("why", "inbox/a.txt").out
    assert everything(world) == state


def everything(world: World) -> Any:
    database = Database(world.settings().store.url)
    with database.reading() as transaction:
        found = [
            transaction.execute(text(f"SELECT * FROM {table}")).all()
            for table in ("file", "dump", "record", "entry", "revision", "run", "publication")
        ]
    database.close()
    return found


def test_why_tells_the_whole_story(world: World, run: Run) -> None:
    world.put("a.txt", article(1, title="The harbor is closed for repairs"), age_seconds=10)
    world.put("b.txt", article(1, title="The harbor is closed for repairs"))
    run("ingest")
    answer = run("why", "inbox/b.txt")
    assert "the same bytes as a.txt" in answer.out
    assert "The harbor is closed for repairs" in answer.out
    unknown = run("why", "inbox/never.txt", "--json")
    assert (unknown.status, unknown.out) == (2, "")
    assert "was never seen" in unknown.err


# ------------------------------------------------------------------ config and db


def test_config_show_can_be_used_as_a_file(
    world: World, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Valid TOML, whatever is in the values, and the same settings again."""
    odd = {
        "FEEDSVC_SITE__TITLE": 'News "of" the \\ harbor\x7f\tand — 海',
        "FEEDSVC_INBOX__AGED_SECONDS": "inf",
        "FEEDSVC_FEEDS": '[{"slug": "one", "title": "One"}, {"slug": "two", "title": "Two"}]',
    }
    shown = run("config", "show", environment=odd)
    assert shown.status == 0, shown.err
    file = tmp_path / "shown.toml"
    file.write_text(shown.out)
    tomllib.loads(shown.out)

    for name, value in {**world.environment, **odd}.items():
        if name.startswith("FEEDSVC_"):
            monkeypatch.setenv(name, value)
    meant = load(None)
    for name in list(os.environ):
        if name.startswith("FEEDSVC_"):
            monkeypatch.delenv(name)
    again = load(file)
    assert again.base_url == meant.base_url
    for name in set(type(meant).model_fields) - {"site"}:
        assert getattr(again, name) == getattr(meant, name), name
    assert again.site.title == meant.site.title
    assert again.inbox.aged_seconds == float("inf")


def test_secrets_are_never_shown(world: World, run: Run, tmp_path: Path) -> None:
    """FAULTS I5: neither by the commands, nor in errors, nor in the log."""
    token_file = tmp_path / "token"
    token_file.write_text("canary-token\n")
    secrets = {
        "FEEDSVC_SERVER__TOKEN_FILE": str(token_file),
        "FEEDSVC_STORE__URL": "postgresql://user:canary-password@127.0.0.1:1/none",
    }
    for argv in (*EVERY, ("serve",), ("config", "show", "--json")):
        command = run(*argv, "-vv", environment=secrets)
        assert "canary" not in command.out + command.err, argv
    shown = run("config", "show", environment=secrets).out
    file = tmp_path / "shown.toml"
    file.write_text(shown)
    again = run("config", "check", "--config", str(file), environment=secrets)
    assert again.status == 0, again.err


def test_the_database_is_upgraded_and_checked(world: World, run: Run) -> None:
    assert run("db", "check").status == 1
    assert not world.database.exists()
    first = run("db", "upgrade", "--json").json
    assert (first["before"], first["now"]) == (None, "0001")
    assert run("db", "upgrade", "--json").json["before"] == "0001"
    assert run("db", "check").status == 0
    with world.database.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    damaged = run("db", "check")
    assert damaged.status in {1, 2}
    assert "Traceback" not in damaged.err


def test_a_strangers_database_is_refused(world: World, run: Run) -> None:
    database = Database(world.settings().store.url)
    database.make_folder()
    with database.connecting() as connection:
        connection.exec_driver_sql("CREATE TABLE theirs (a)")
    database.close()
    for argv in (("ingest",), ("db", "upgrade"), ("db", "check"), ("run",)):
        command = run(*argv)
        assert command.status == 2
        assert "tables that are not feedsvc's" in command.err


# ------------------------------------------------------------------ the log


def test_v_logs_and_without_it_the_log_is_silent(world: World, run: Run) -> None:
    world.put("a.txt", article(1))
    loud = run("ingest", "-v")
    names = [event["event"] for event in loud.events]
    assert names == ["dump_ingested", "run_finished", "feed_published"]
    world.put("b.txt", article(2))
    world.put(".hidden", "x")
    assert run("ingest").err == ""
    assert "file_ignored" not in [event["event"] for event in run("ingest", "-v").events]


def test_names_cannot_forge_lines_of_the_log(world: World, run: Run) -> None:
    """FAULTS I6, A19: control characters are escaped, every line is one JSON object."""
    names = [
        b'new\nline {"event": "forged"}.txt',
        b"ansi \x1b[31m red.txt",
        b"bell \x07.txt",
        b"not utf-8 \xff\xfe.txt",
        "right \u202eto left.txt".encode(),
        b"-v",
        b"   ",
        b"con.txt",
        "\U0001f6a2.txt".encode(),
        b"x" * 250 + b".txt",
    ]
    for number, name in enumerate(names):
        with open(os.path.join(os.fsencode(world.inbox), name), "w") as file:  # noqa: PTH118, PTH123
            file.write(article(number))
    command = run("ingest", "-vv", "--json")
    assert command.status == 0, command.err
    assert command.json["ingest"]["new"] == len(names)
    events = [json.loads(line) for line in command.err.splitlines()]
    assert len(events_named(events, "dump_ingested")) == len(names)
    assert not events_named(events, "forged")
    for event in events:
        assert {"event", "level", "timestamp"} <= set(event)
    shown = command.err + run("status").out + run("why", os.fsdecode(b"inbox/" + names[0])).out
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_pretty_logs_escape_too(world: World, run: Run) -> None:
    with open(os.fsencode(world.inbox) + b"/a\x1b[2J\n.txt", "w") as file:  # noqa: PTH123
        file.write("Nothing.\n")
    pretty = run("ingest", "-v", environment={"FEEDSVC_LOG__FORMAT": "pretty"})
    assert "dump_ingested" in pretty.err
    assert "\x1b[2J" not in pretty.err


# ------------------------------------------------------------------ signals and broken outputs


def test_ctrl_c_finishes_the_dump_in_hand_and_reports(world: World, launcher: Launcher) -> None:
    for number in range(100):
        world.put(f"{number:03}.txt", article(number))
    command = launcher.start(world, "ingest", "--json", "-v")
    wait_for(lambda: len(command.events) > 5)
    command.signal(signal.SIGINT)
    assert command.wait() == 1
    report = command.json
    assert report["ingest"]["state"] == "stopped"
    assert 5 <= report["ingest"]["new"] < 100
    assert report["publish"] is None
    assert "once more to stop now" in command.err
    files = launcher.run(world, "status", "--json").json["totals"]["files"]
    assert files == {"taken": report["ingest"]["new"], "pending": 100 - report["ingest"]["new"]}


def test_ctrl_c_ends_the_wait_for_a_lock(world: World, launcher: Launcher) -> None:
    from feedsvc.store.locks import Lock, hold

    world.ingest()
    database = Database(world.settings().store.url)
    with hold(database, Lock.INGEST):
        command = launcher.start(world, "ingest")
        files = Path(f"/proc/{command.pid}/fd")
        wait_for(lambda: any(".ingest.lock" in str(file.readlink()) for file in files.iterdir()))
        command.signal(signal.SIGINT)
        assert command.wait(5) == 2
    assert "another feedsvc holds the ingest lock" in command.err
    database.close()


def test_a_second_ctrl_c_interrupts() -> None:
    """What that does to an ingest is told in tests/pipeline."""
    from feedsvc.cli.stopping import stopping

    before = signal.getsignal(signal.SIGINT)
    with stopping() as stop:
        os.kill(os.getpid(), signal.SIGINT)
        assert stop.is_set()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_closed_pipe_ends_it_quietly(world: World, launcher: Launcher) -> None:
    """`feedsvc config show | true`."""
    pipe = world.folder / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    command = launcher.start(world, "config", "show", stdout=str(pipe), stopped=True)
    wait_for(lambda: "\nState:\tT" in Path(f"/proc/{command.pid}/status").read_text())
    os.close(reading)
    command.signal(signal.SIGCONT)
    assert (command.wait(), command.err) == (1, "")


@pytest.mark.parametrize("argv", EVERY)
def test_a_closed_stdout_is_no_reason_to_fail(
    world: World, run: Run, argv: tuple[str, ...]
) -> None:
    """FAULTS C11: `feedsvc ingest >&-`."""
    world.put("a.txt", article(1))
    world.ingest()
    command = run(*argv, stdout=None)
    assert (command.status, command.err) == (0, "")


def test_a_full_stdout_is_said(world: World, run: Run, launcher: Launcher) -> None:
    """FAULTS C11: what cannot be told is an error; a service goes on all the same."""
    world.put("a.txt", article(1))
    assert run("ingest").status == 0
    command = run("status", stdout="/dev/full")
    assert command.status == 2
    assert "no space is left" in command.err
    assert "Traceback" not in command.err

    service = launcher.start(world, "run", stdout="/dev/full")
    wait_for(lambda: events_named(service.events, "run_finished"))
    assert service.stop() == 0
    assert "Traceback" not in service.err


def test_a_poor_terminal_gets_escapes(world: World) -> None:
    """A headline in Japanese does not end a command; JSON stays JSON."""
    world.put("a.txt", article(1, title="港の船は今日も遅れている"))
    world.ingest()
    environment = {
        **world.environment,
        "PYTHONIOENCODING": "latin-1",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    plain, as_json = (
        subprocess.run(
            [sys.executable, "-m", "feedsvc", "why", "inbox/a.txt", *more],
            env=environment,
            cwd=world.folder,
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for more in ((), ("--json",))
    )
    assert b"\\u6e2f" in plain
    records = json.loads(as_json)["dumps"][0]["records"]
    assert records[0]["title"] == "港の船は今日も遅れている"


def test_inspect_says_that_a_dump_was_taken_before(world: World, run: Run) -> None:
    world.put("a.txt", article(1))
    assert "new, as urn:uuid:" in run("inspect", "inbox/a.txt").out
    assert run("ingest").status == 0
    assert "nothing: it has been taken as it is" in run("inspect", "inbox/a.txt").out
    world.put("b.txt", article(1))
    assert "a copy: the same bytes" in run("inspect", "inbox/b.txt").out
