"""The daemon as its owner and its readers meet it: files, signals and HTTP."""

import itertools
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from journey_world import REPOSITORY, Launcher, World, article, events_named, wait_for

TOKEN = "a-long-random-wörd"
StartDaemon = Callable[..., Any]
SLOW = {"schedule__ingest": "1h"}  # the schedule alone would never find it in time


def test_the_first_run_is_at_once_and_a_dropped_file_appears(
    world: World, start_daemon: StartDaemon, launcher: Launcher
) -> None:
    """Watch first, then scan; a file that is renamed into place is in the feed soon after."""
    world.put("a.txt", article(1, title="The first of the harbor stories"))
    daemon = start_daemon(world, **SLOW)
    assert daemon.wait_for_titles(1) == ["The first of the harbor stories"]

    world.put("b.txt", article(2, title="The second of the harbor stories"))
    assert daemon.wait_for_titles(2) == [
        "The second of the harbor stories",
        "The first of the harbor stories",
    ]
    status = launcher.run(world, "status", "--json")
    assert status.status == 0, status.out
    assert status.json["daemon"]["address"] == daemon.url
    assert status.json["daemon"]["next_run"] > status.json["daemon"]["since"]
    assert daemon.command.stop() == 0
    assert events_named(daemon.command.events, "service_stopped")


def test_files_that_arrive_during_a_run_are_not_left_for_the_next_period(
    world: World, start_daemon
) -> None:
    """What wakes the daemon while it is at work is looked at right after (FAULTS A15)."""
    daemon = start_daemon(world, **SLOW)
    for number in range(40):
        world.put(f"{number}.txt", article(number))
        time.sleep(0.02)  # so that they fall before, into and after the runs
    daemon.wait_for_titles(40)


def test_a_file_that_is_written_slowly_is_taken_once_and_whole(world: World, start_daemon) -> None:
    """FAULTS A1: one article with the full text, none with a prefix."""
    daemon = start_daemon(world, inbox__settle_seconds="0.7", **SLOW)
    parts = article(1, paragraphs=8, title="A story that takes its time").split("\n\n")
    with (world.inbox / "slow.txt").open("w") as file:
        for part in parts:
            file.write(part + "\n\n")
            file.flush()
            time.sleep(0.1)
    assert daemon.wait_for_titles(1) == ["A story that takes its time"]
    feed = daemon.get("feeds/all/atom.xml").text
    last_words = parts[-1].split()[-3:]
    assert " ".join(last_words) in feed
    assert len(events_named(daemon.command.events, "dump_ingested")) == 1


def test_feeds_have_validators_and_answer_304(world: World, start_daemon: StartDaemon) -> None:
    world.put("a.txt", article(1))
    daemon = start_daemon(world, **SLOW)
    daemon.wait_for_titles(1)
    first = daemon.get("feeds/all/atom.xml")
    again = daemon.get("feeds/all/atom.xml", **{"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    since = first.headers["last-modified"]
    assert daemon.get("feeds/all/rss.xml", **{"if-modified-since": since}).status_code == 304
    page = first.text.split('rel="alternate"')[1].split('href="')[1].split('"')[0]
    assert httpx.get(page, trust_env=False).status_code == 200


def test_what_was_ingested_can_be_searched(world: World, start_daemon: StartDaemon) -> None:
    world.put("a.txt", article(1, title="The lighthouse is painted once more"))
    world.put("b.txt", article(2, title="The ferry is late once more"))
    daemon = start_daemon(world, **SLOW)
    daemon.wait_for_titles(2)
    found = daemon.get("search?q=lighthouse").text
    assert "The lighthouse is painted" in found
    assert "The ferry is late" not in found
    wait_for(lambda: "/search" in daemon.get("").text)  # the home page comes after the feeds


def test_a_site_without_a_search_has_no_link_to_it(world: World, start_daemon: StartDaemon) -> None:
    world.put("a.txt", article(1))
    daemon = start_daemon(world, site__search="false", **SLOW)
    daemon.wait_for_titles(1)
    assert daemon.get("search?q=x").status_code == 404
    wait_for(lambda: daemon.get("").status_code == 200)  # the home page comes after the feeds
    assert "/search" not in daemon.get("").text


# ------------------------------------------------------------------ signals


def test_sigterm_in_the_middle_of_an_ingest_ends_it_in_time(
    world: World, start_daemon: StartDaemon, launcher: Launcher
) -> None:
    """FAULTS C8: the dump in hand is finished, the rest is put back, exit 0; nothing is lost."""
    for number in range(300):
        world.put(f"{number:03}.txt", article(number))
    daemon = start_daemon(world)
    wait_for(lambda: len(events_named(daemon.command.events, "dump_ingested")) > 20)

    began = time.monotonic()
    assert daemon.command.stop() == 0
    assert time.monotonic() - began < 10
    names = [event["event"] for event in daemon.command.events]
    assert names[-1] == "service_stopped"
    assert "run_abandoned" not in names
    done = len(events_named(daemon.command.events, "dump_ingested"))
    assert done < 300, "it was not in the middle of an ingest"
    stopped = launcher.run(world, "status", "--json").json
    assert stopped["last_run"]["state"] == "stopped"
    assert stopped["totals"]["files"] == {"pending": 300 - done, "taken": done}
    assert stopped["totals"]["entries"] == done


@pytest.mark.parametrize("name", ["run", "serve"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_while_it_still_loads_is_an_orderly_stop(
    world: World, name: str, number: signal.Signals
) -> None:
    """FAULTS C8: loading takes a second, and a supervisor may change its mind within it."""
    world.ingest()
    argv = [sys.executable, "-m", "feedsvc", name]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(argv, cwd=REPOSITORY, env=world.environment, **quiet)
    try:
        wait_for(lambda: is_ready_for_signals(process.pid), every=0.001)
        process.send_signal(number)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()


def is_ready_for_signals(pid: int) -> bool:
    """Whether the process handles SIGTERM; Python itself handles SIGINT from its start."""
    status = Path(f"/proc/{pid}/status").read_text()
    (mask,) = re.findall(r"^SigCgt:\s*([0-9a-f]+)$", status, re.MULTILINE)
    return bool(int(mask, 16) >> (signal.SIGTERM - 1) & 1)


def test_http_keeps_answering_while_a_run_goes_on(world: World, start_daemon: StartDaemon) -> None:
    for number in range(60):
        world.put(f"{number:03}.txt", article(number))
    daemon = start_daemon(world)
    slowest = 0.0
    answers = 0
    while len(events_named(daemon.command.events, "run_finished")) < 1:
        began = time.monotonic()
        assert daemon.get("health").status_code == 200
        slowest = max(slowest, time.monotonic() - began)
        answers += 1
    assert answers > 1
    assert slowest < 5


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_second_signal_ends_it_at_once(
    world: World, start_daemon: StartDaemon, number: signal.Signals
) -> None:
    """FAULTS C9: a request that is never finished holds the orderly stop for some seconds."""
    daemon = start_daemon(world, server__token="word", **SLOW)
    with daemon.unfinished_request("word"):
        wait_for(daemon.has_run)
        daemon.command.signal(number)
        wait_for(daemon.is_refusing)
        assert daemon.command.status is None, "there was nothing to wait for"
        daemon.command.signal(number)
        assert daemon.command.wait(2) == 1


def test_an_unfinished_request_does_not_keep_it(world: World, start_daemon: StartDaemon) -> None:
    daemon = start_daemon(world, server__token="word", **SLOW)
    with daemon.unfinished_request("word"):
        wait_for(daemon.has_run)
        began = time.monotonic()
        assert daemon.command.stop() == 0
        assert time.monotonic() - began < 10


def test_a_killed_daemon_starts_again_and_goes_on(world: World, start_daemon: StartDaemon) -> None:
    """FAULTS C1, C3, C12: no lock is left behind, no manual step is needed."""
    for number in range(40):
        world.put(f"{number:03}.txt", article(number))
    first = start_daemon(world)
    wait_for(lambda: len(events_named(first.command.events, "dump_ingested")) > 3)
    first.command.signal(signal.SIGKILL)
    assert first.command.wait() == -signal.SIGKILL
    second = start_daemon(world)
    assert len(second.wait_for_titles(40)) == 40
    assert second.command.stop() == 0


def test_workers_end_with_a_killed_daemon(world: World, start_daemon: StartDaemon) -> None:
    """FAULTS C2, C3: no orphans, and none of them holds the lock."""
    world.put("a.txt", article(1))
    daemon = start_daemon(world, workers__processes="1", **SLOW)
    daemon.wait_for_titles(1)
    tasks = Path(f"/proc/{daemon.command.pid}/task").glob("*/children")
    children = [int(pid) for task in tasks for pid in task.read_text().split()]
    assert children, "there is no worker"
    daemon.command.signal(signal.SIGKILL)
    daemon.command.wait()
    wait_for(lambda: not any(is_alive(pid) for pid in children), 10)
    assert start_daemon(world, **SLOW).get("health").status_code == 200


def is_alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_process_that_was_frozen_runs_late_instead_of_never(
    world: World, start_daemon: StartDaemon
) -> None:
    """FAULTS D3: a laptop that sleeps through several runs makes up for them with one."""
    daemon = start_daemon(world, schedule__ingest="1s", inbox__watch="false")
    wait_for(daemon.has_run)
    daemon.command.signal(signal.SIGSTOP)
    world.put("a.txt", article(1))
    time.sleep(2.5)  # the fault itself: two runs are missed
    daemon.command.signal(signal.SIGCONT)
    assert len(daemon.wait_for_titles(1)) == 1


# ------------------------------------------------------------------ who else is there


def test_a_second_daemon_on_the_same_store_is_refused(
    world: World, start_daemon: StartDaemon, launcher: Launcher
) -> None:
    daemon = start_daemon(world, **SLOW)
    second = launcher.run(world, "run")
    assert second.status == 2
    assert "another feedsvc holds the daemon lock" in second.err
    assert "stop it first" in second.err
    assert "Traceback" not in second.err
    assert daemon.get("health").status_code == 200


def test_asking_for_the_status_never_keeps_a_daemon_from_starting(
    world: World, start_daemon: StartDaemon, launcher: Launcher
) -> None:
    """A health check that runs every second asks for the lock too."""
    world.ingest()
    done = threading.Event()

    def ask() -> None:
        from feedsvc.store.engine import Database
        from feedsvc.store.locks import Lock, is_held

        database = Database(world.settings().store.url)
        while not done.is_set():
            is_held(database, Lock.DAEMON)
        database.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        daemon = start_daemon(world, **SLOW)
        assert daemon.get("health").status_code == 200
    finally:
        done.set()
        for thread in threads:
            thread.join()


def test_ingest_works_beside_the_daemon(
    world: World, start_daemon: StartDaemon, launcher: Launcher
) -> None:
    """FAULTS C13: several at once; each waits for its turn, and nothing is stored twice."""
    daemon = start_daemon(world, schedule__ingest="1s")
    for number in range(10):
        world.put(f"{number}.txt", article(number))
    commands = [launcher.start(world, "ingest", "--json") for _ in range(4)]
    assert [command.wait() for command in commands] == [0, 0, 0, 0], [c.err for c in commands]
    assert len(daemon.wait_for_titles(10)) == 10
    new = sum(command.json["ingest"]["new"] for command in commands)
    own = sum(event["new"] for event in events_named(daemon.command.events, "run_finished"))
    assert new + own == 10
    elsewhere = world.folder / "elsewhere.txt"
    elsewhere.write_text(article(99))
    named = launcher.run(world, "ingest", "--json", str(elsewhere))
    assert named.json["ingest"]["new"] == 1
    assert len(daemon.wait_for_titles(11)) == 11


def test_the_trigger_wants_its_token(world: World, start_daemon: StartDaemon) -> None:
    daemon = start_daemon(world, server__token=TOKEN, inbox__watch="false", **SLOW)
    wait_for(daemon.has_run)
    world.put("a.txt", article(1))
    assert daemon.post().status_code == 401
    assert daemon.post(token=b"wrong").status_code == 401
    assert daemon.post(token="wröng".encode("latin-1")).status_code == 401
    assert daemon.get("ingest").status_code == 405
    reply = daemon.post(token=TOKEN.encode())
    assert reply.status_code == 200
    report = reply.json()
    assert (report["ingest"]["trigger"], report["ingest"]["new"]) == ("http", 1)
    assert len(daemon.titles()) == 1
    assert daemon.command.stop() == 0
    assert TOKEN not in daemon.command.err + daemon.command.out


def test_the_trigger_is_off_without_a_token(world: World, start_daemon: StartDaemon) -> None:
    daemon = start_daemon(world, **SLOW)
    assert daemon.post().status_code == 403
    assert daemon.post(token=b"anything").status_code == 403


def test_a_stop_does_not_wait_for_who_holds_the_lock(
    world: World, start_daemon: StartDaemon
) -> None:
    """A run that waits for another process's ingest is no reason to stay."""
    from feedsvc.store.engine import Database
    from feedsvc.store.locks import Lock, hold

    world.ingest()
    database = Database(world.settings().store.url)
    with hold(database, Lock.INGEST):
        daemon = start_daemon(world, server__token="word", **SLOW)
        request = threading.Thread(target=lambda: daemon.post(token=b"word"))
        request.start()
        wait_for(lambda: daemon.get("health").status_code == 200)
        began = time.monotonic()
        assert daemon.command.stop() == 0
        assert time.monotonic() - began < 5
        request.join()
    database.close()


# ------------------------------------------------------------------ the folder


def test_a_folder_that_is_missing_is_said_and_waited_for(
    world: World, start_daemon: StartDaemon
) -> None:
    """FAULTS A7: it stays up, says why it is not well, and recovers by itself."""
    world.inbox.rmdir()
    daemon = start_daemon(world, schedule__ingest="1s")
    wait_for(daemon.has_run)
    reply = daemon.get("health")
    assert reply.status_code == 503
    assert "cannot be read" in str(reply.json()["reasons"])
    assert str(world.folder) not in reply.text  # anybody may ask
    world.inbox.mkdir()
    world.put("a.txt", article(1))
    assert len(daemon.wait_for_titles(1)) == 1
    wait_for(lambda: daemon.get("health").status_code == 200)


def test_it_needs_no_more_than_its_folders(
    world: World, start_daemon: StartDaemon, tmp_path: Path
) -> None:
    """FAULTS C17: no HOME, no locale, a strict umask; it writes into its own folders only."""
    world.put("a.txt", article(1))
    daemon = start_daemon(world, **SLOW)
    daemon.wait_for_titles(1)
    assert daemon.command.stop() == 0
    assert sorted(path.name for path in world.folder.iterdir()) == ["inbox", "site", "state"]
    mode = (world.folder / "state").stat().st_mode & 0o777
    assert mode == 0o700


def test_a_port_in_use_is_said(world: World, start_daemon: StartDaemon, launcher: Launcher) -> None:
    daemon = start_daemon(world, **SLOW)
    port = httpx.URL(daemon.url).port
    other = World(
        folder=world.folder,
        url=f"sqlite:///{world.folder}/other.db",
        more={"FEEDSVC_SERVER__PORT": str(port)},
    )
    refused = launcher.run(other, "run")
    assert refused.status == 2
    assert f"port {port}" in refused.err
    assert "Traceback" not in refused.err


def test_serve_alone_serves_and_stops(world: World, launcher: Launcher) -> None:
    world.put("a.txt", article(1))
    world.ingest()
    command = launcher.start(world, "serve", "--json")
    wait_for(lambda: command.out)
    url = command.json["open"]
    assert httpx.get(command.json["feeds"]["all"]["Atom"], trust_env=False).status_code == 200
    assert httpx.post(url + "ingest", trust_env=False).status_code == 403
    for _ in itertools.repeat(None, 2):
        assert httpx.get(url + "health", trust_env=False).status_code == 200
    assert command.stop() == 0
