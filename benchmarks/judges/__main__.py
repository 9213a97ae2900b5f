"""Polls a real daemon around its changes: `python -m benchmarks.judges --python P --modules N`.

P is an interpreter that has the Python readers, N a folder whose node_modules has the npm ones; the
others are looked for in PATH. What is missing is named and passed over. Every judge sees: a first
publication, nothing, a new article with a correction and a cosmetic change of two others, all
files touched, a store built anew, and five hundred articles at once. Exit status 1 if one is shown
anything old as new, or anything twice, or other titles and links than the rest.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.judges.readers import Judge, Seen, judges

_SYLLABLES = [a + b for a in "bdfghklmnprstvw" for b in ("a", "en", "il", "o", "un", "er")]


def main() -> int:
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="judges-") as folder:
        world = World(Path(folder))
        found = judges(Path(folder) / "judges", arguments.python, arguments.modules)
        wanted = [judge for judge in found if arguments.only in {"", judge.name}]
        return _judge(world, wanted)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--modules", default="")
    parser.add_argument("--only", default="", metavar="READER")
    return parser.parse_args()


class World:
    """A daemon with its folders, and the things that happen to it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.inbox = folder, folder / "inbox"
        self.inbox.mkdir()
        self.count = 0
        self.url = ""

    def add(self, count: int) -> None:
        for number in range(self.count, self.count + count):
            self.write(number, _article(number))
        self.count += count

    def write(self, number: int, text: str) -> None:
        (self.inbox / f"{number:04}.txt").write_text(text)
        then = 1.77e9 + number * 60
        os.utime(self.inbox / f"{number:04}.txt", (then, then))

    @contextmanager
    def running(self) -> Iterator[None]:
        """The daemon, for as long as it takes; it has published when this begins."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "FEEDSVC_INBOX__DIRECTORY": str(self.inbox),
            "FEEDSVC_STORE__URL": f"sqlite:///{self.folder}/state/feedsvc.db",
            "FEEDSVC_SITE__DIRECTORY": str(self.folder / "site"),
            "FEEDSVC_SERVER__PORT": "18642",  # links lead back to it: the same at every start
            "FEEDSVC_SERVER__TOKEN": "word",
            "FEEDSVC_INBOX__SETTLE_SECONDS": "0",
            "FEEDSVC_INBOX__WATCH": "false",
            "FEEDSVC_SCHEDULE__INGEST": "1h",
        }
        argv = [sys.executable, "-m", "feedsvc", "--json", "run"]
        process = subprocess.Popen(
            argv, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            assert process.stdout is not None
            self.url = json.loads(process.stdout.readline())["open"]
            self.ingest()
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0, "the daemon did not end well"

    def ingest(self) -> None:
        """A run now; the daemon's own first one may be under way."""
        request = urllib.request.Request(
            self.url + "ingest", b"", {"Authorization": "Bearer word"}, method="POST"
        )
        for _ in range(600):
            try:
                with urllib.request.urlopen(request, timeout=600) as reply:
                    json.load(reply)
                    return
            except urllib.error.HTTPError as error:
                if error.code != 409:
                    raise
                time.sleep(0.5)

    def titles(self) -> dict[str, tuple[str, str]]:
        """What the JSON Feed says: title and link, by id."""
        with urllib.request.urlopen(self.url + "feeds/all/feed.json") as reply:
            return {one["id"]: (one["title"], one["url"]) for one in json.load(reply)["items"]}


class Court:
    """The judges at their work, and what they find."""

    def __init__(self, world: World, judges: list[Judge]) -> None:
        self.world, self.judges = world, judges
        self.faults: list[str] = []
        self.missing: dict[str, str] = {}

    def poll(self, step: str, is_right: Callable[[list[str]], bool]) -> None:
        """Every judge polls; `is_right` says whether these ids may be new to it."""
        truth = self.world.titles()
        counts: Counter[int] = Counter()
        for judge in self.judges:
            if f"{judge.name} ({judge.format})" in self.missing:
                continue
            try:
                seen, new = judge.poll(f"{self.world.url}feeds/all/{judge.format}")
            except (OSError, subprocess.SubprocessError, ValueError, IndexError) as error:
                self._fail(step, judge, error)
                continue
            counts[len(new)] += 1
            who = f"{step}: {judge.name} ({judge.format})"
            if not is_right(new):
                self._note(f"{who}: {len(new)} new")
            for fault in _faults(seen, truth):
                self._note(f"{who}: {fault}")
        print(f"{step:8} {len(truth)} entries; new to readers: {dict(counts)}", flush=True)

    def _fail(self, step: str, judge: Judge, error: Exception) -> None:
        problem = str(getattr(error, "stderr", "") or error)[-300:].strip()
        if step == "first":
            self.missing[f"{judge.name} ({judge.format})"] = problem
        else:
            self._note(f"{step}: {judge.name} ({judge.format}): {problem}")

    def _note(self, fault: str) -> None:
        print(f"FAULT {fault}", flush=True)
        self.faults.append(fault)

    def report(self) -> int:
        """Prints what was found. Returns: the exit status."""
        for name, problem in sorted(self.missing.items()):
            print(f"not asked: {name}: {problem}")
        asked = len(self.judges) - len(self.missing)
        print(f"{asked} of {len(self.judges)} subscriptions, {len(self.faults)} faults")
        return 1 if self.faults else 0


def _judge(world: World, found: list[Judge]) -> int:
    court = Court(world, found)
    world.add(20)
    with world.running():
        court.poll("first", lambda new: len(new) == 20)
        court.poll("nothing", lambda new: not new)
        world.add(1)
        # A scraper writes a later version into a file of its own. (Where it overwrites the first
        # one and the database is lost after that, nobody has the version that minted the id.)
        world.write(world.count, _article(3).replace("12 crowns", "19 crowns"))
        world.write(world.count + 1, _article(4).replace(" - ", " – "))
        world.count += 2
        world.ingest()
        court.poll("change", lambda new: len(new) == 1)
        for path in world.inbox.iterdir():
            path.touch()
        world.ingest()
        court.poll("touched", lambda new: not new)
        for path in world.inbox.iterdir():
            world.write(int(path.stem), path.read_text())  # the old times again
    shutil.rmtree(world.folder / "state")
    with world.running():
        court.poll("rebuilt", lambda new: not new)
        old = {one for judge in found for one in judge.known}
        world.add(500)
        world.ingest()
        court.poll("flood", lambda new: not old & set(new))
    return court.report()


def _faults(seen: Seen, truth: dict[str, tuple[str, str]]) -> Iterator[str]:
    """What no two readers may see differently."""
    ids = [row[0] for row in seen if row[0]]
    if len(ids) != len(set(ids)):
        yield "an item is there twice"
    rows = {row[0]: row[1:] for row in seen if row[0] in truth and row[1]}
    # feedparser-rs leaves out links to a loopback address: what is not told is not compared
    others = [one for one, row in rows.items() if row not in (truth[one], (truth[one][0], ""))]
    if others:
        yield f"{len(others)} differ, as {rows[others[0]]} from {truth[others[0]]}"


def _article(number: int) -> str:
    """An invented article; no two are alike."""
    chance = random.Random(number)
    words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 3))) for _ in range(60)]

    def sentence() -> str:
        return f"{' '.join(chance.choices(words, k=14))}.".capitalize()

    body = "\n\n".join(" ".join(sentence() for _ in range(4)) for _ in range(6))
    told = f"A ticket - for children too - costs 12 crowns in district {number}, they said."
    return f"{' '.join(words[:6]).capitalize()}\n\nBy Ines Hallgren\n\n{body}\n\n{told}\n"


if __name__ == "__main__":
    sys.exit(main())
