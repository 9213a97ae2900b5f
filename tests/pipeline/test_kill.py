"""`kill -9` at chosen system calls and at random moments: the next run ends where an uninterrupted
one does, and nobody ever sees a torn file (FAULTS C1, G1, INV1 to INV4).

A few points are tried in every run of the suite; FEEDSVC_TEST_EVERY_CALL=1 tries all of them.
"""

import os
import random
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import feedparser
import pytest
from journey_world import Command, Launcher, World, article, wait_for
from lxml import etree
from sqlalchemy import text

from feedsvc.store.engine import Database

CALLS = ("pwrite64", "fdatasync", "fsync", "rename,renameat,renameat2")
POINTS = 3  # of each call, spread over the run
EVERY = bool(os.environ.get("FEEDSVC_TEST_EVERY_CALL"))  # the launcher's worlds know no such key

STATE = {
    "files": "SELECT path, state, reason, detail, attempts FROM file ORDER BY path",
    "dumps": "SELECT sha256 FROM dump ORDER BY sha256",
    "records": "SELECT outcome, reason, sha256 FROM record JOIN dump ON dump.id = dump_id"
    " ORDER BY sha256, position",
    "entries": "SELECT uuid, current, title, number FROM entry"
    " JOIN revision ON revision.entry_id = entry.id ORDER BY uuid, number",
    "postings": "SELECT count(*) FROM posting",
}


def fill(world: World) -> None:
    """New articles, a copy, a revision of the one before it, a file that is no article."""
    for number in range(4):
        world.put(f"{number}.txt", article(number), age_seconds=1000 - number)
    world.put("copy.txt", article(1), age_seconds=900)
    later = article(2, extra="The council voted 12 to 3 on Monday to rebuild it all.")
    world.put("later.txt", later, age_seconds=800)
    world.put("none.txt", "Nothing here.\n", age_seconds=700)


def final_state(world: World) -> dict[str, Any]:
    """What the store holds, without times and keys, and what the feed shows."""
    database = Database(world.settings().store.url)
    with database.reading() as transaction:
        found: dict[str, Any] = {
            name: [tuple(row) for row in transaction.execute(text(query))]
            for name, query in STATE.items()
        }
    with database.reading() as transaction:
        assert transaction.scalar(text("PRAGMA integrity_check")) == "ok"
    database.close()
    for name in ("atom.xml", "rss.xml"):
        feed = feedparser.parse((world.site / "feeds/all" / name).read_bytes())
        assert not feed.bozo
        found[name] = sorted((entry.id, entry.title) for entry in feed.entries)
    found["site"] = sorted(
        str(path.relative_to(world.site)) for path in world.site.rglob("*") if path.is_file()
    )
    return found


@dataclass
class Reader:
    """Reads the feeds all the time, as impatient subscribers do."""

    folder: Path
    reads: int = 0
    torn: list[bytes] = field(default_factory=list)
    _done: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def reading(self) -> Iterator["Reader"]:
        thread = threading.Thread(target=self._read)
        thread.start()
        try:
            yield self
        finally:
            self._done.set()
            thread.join()

    def _read(self) -> None:
        while not self._done.wait(0.001):
            for path in self.folder.rglob("*.xml"):
                try:
                    content = path.read_bytes()
                    etree.fromstring(content)
                except FileNotFoundError:
                    continue
                except etree.XMLSyntaxError:
                    self.torn.append(content)
                self.reads += 1


# ------------------------------------------------------------------ killed at a system call


@pytest.fixture(scope="module")
def strace() -> str:
    found = shutil.which("strace")
    if found is None:
        pytest.skip("strace is not installed")
    probe = subprocess.run(
        [found, "-qq", "-o", os.devnull, "true"], check=False, capture_output=True
    )
    if probe.returncode != 0:
        pytest.skip("this system does not let strace trace")
    return found


def traced(launcher: Launcher, world: World, strace: str, *options: str) -> Command:
    """An ingest under strace, from its first step to its end."""
    command = launcher.start(world, "ingest", stopped=True)
    status = Path(f"/proc/{command.pid}/status")
    wait_for(lambda: "\nState:\tT" in status.read_text())
    attach = [strace, "-f", "-qq", "-p", str(command.pid), *options]
    with subprocess.Popen(attach, stderr=subprocess.DEVNULL) as tracer:
        try:
            wait_for(lambda: tracer.poll() is not None or is_traced(status))
            if tracer.poll() is not None:
                pytest.skip("this system does not let strace attach")
            command.signal(signal.SIGCONT)
            command.wait()
            tracer.wait(10)
        finally:
            tracer.kill()
            if command.status is None:
                command.signal(signal.SIGKILL)
    return command


def is_traced(status: Path) -> bool:
    return "\nTracerPid:\t0\n" not in status.read_text()


@pytest.fixture(scope="module")
def uninterrupted(
    launcher: Launcher, strace: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, Any], Counter[str]]:
    """The final state of a run that nobody disturbs, and how often it makes each call."""
    world = World(folder=tmp_path_factory.mktemp("uninterrupted"))
    fill(world)
    log = world.folder / "calls"
    command = traced(launcher, world, strace, "-o", str(log), "-e", "trace=" + ",".join(CALLS))
    assert command.status == 0, command.err
    made = Counter(line.split()[1].split("(")[0] for line in log.read_text().splitlines())
    return final_state(world), made


@pytest.mark.parametrize("calls", CALLS)
def test_killed_at_a_system_call_the_next_run_ends_the_same(
    calls: str,
    uninterrupted: tuple[dict[str, Any], Counter[str]],
    launcher: Launcher,
    strace: str,
    tmp_path: Path,
) -> None:
    expected, made = uninterrupted
    points = [
        (name, point)
        for name in calls.split(",")
        for point in range(1, made[name] + 1)  # each system call is counted by itself
    ]
    assert len(points) >= POINTS, f"{calls} is hardly called: nothing to kill at"
    chosen = points if EVERY else points[:: -(-len(points) // POINTS)]
    for call, point in chosen:
        world = World(folder=tmp_path / f"{call}-{point}")
        world.folder.mkdir()
        fill(world)
        inject = f"inject={call}:signal=KILL:when={point}"
        options = ("-o", os.devnull, "-e", f"trace={call}", "-e", inject)
        with Reader(world.folder).reading() as reader:
            killed = traced(launcher, world, strace, *options)
            assert killed.status == -signal.SIGKILL, f"it was not killed at {call} {point}"
            again = launcher.run(world, "ingest")
        assert again.status == 0, again.err
        assert final_state(world) == expected, f"killed at {call} {point}"
        assert reader.torn == []


def test_killed_at_random_nothing_is_lost_or_torn(launcher: Launcher, world: World) -> None:
    """Again and again, with files arriving; at the end, all of it is there, once."""
    chance = random.Random(20261123)
    rounds = 60 if EVERY else 6
    with Reader(world.site).reading() as reader:
        killed = 0
        for number in range(rounds):
            for other in range(4):
                world.put(f"{number}-{other}.txt", article(number * 4 + other))
            command = launcher.start(world, "ingest")
            time.sleep(chance.uniform(0.0, 0.5))
            if command.status is None:
                command.signal(signal.SIGKILL)
            killed += command.wait() == -signal.SIGKILL
        last = launcher.run(world, "ingest", "--json")
    assert killed > 0
    assert last.status == 0, last.err
    assert reader.torn == []
    state = final_state(world)
    assert len(state["entries"]) == rounds * 4
    assert {row[1] for row in state["files"]} == {"taken"}
    assert len(state["atom.xml"]) == min(50, rounds * 4)
    left = [name for name in state["site"] if name.endswith("feedsvc-tmp")]
    assert left == [], "temporaries of killed runs are swept"


def test_the_reader_would_see_a_torn_feed(tmp_path: Path) -> None:
    """The negative control: written in place, the same feed is seen torn."""
    feed = tmp_path / "atom.xml"
    content = b"<feed>" + b"<entry/>" * 200_000 + b"</feed>"
    with Reader(tmp_path).reading() as reader:

        def rewrite() -> bool:
            with feed.open("wb") as file:
                for start in range(0, len(content), 10_000):
                    file.write(content[start : start + 10_000])
            return bool(reader.torn)

        wait_for(rewrite)
    assert reader.torn
