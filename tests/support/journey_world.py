"""A world for the tests of the journey: folders, settings, a clock, and commands to run in it."""

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from feedsvc.config import Settings
from feedsvc.pipeline import Request
from feedsvc.services import RunReport, open_services, run_once

T = TypeVar("T")

REPOSITORY = Path(__file__).parents[2]
SEEDS = REPOSITORY / "seeds"
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}  # the launcher forks
_SYLLABLES = [
    "bar",
    "ven",
    "dol",
    "ka",
    "mir",
    "ost",
    "lun",
    "fen",
    "tor",
    "wil",
    "sa",
    "gri",
    "pel",
    "non",
    "hu",
    "zer",
    "ama",
    "rik",
    "cho",
    "dun",
]


def article(number: int, *, paragraphs: int = 4, title: str = "", extra: str = "") -> str:
    """The text of invented article `number`: no two share a sentence."""
    chance = random.Random(number)
    words = ["".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3)))) for _ in range(120)]
    small = ["the", "of", "a", "in", "and", "to", "that", "was", "for", "on", "with"]

    def sentence() -> str:
        some = [chance.choice(small if place % 2 else words) for place in range(15)]
        return " ".join(some).capitalize() + "."

    blocks = [" ".join(sentence() for _ in range(4)) for _ in range(paragraphs)]
    headline = title or " ".join(chance.choices(words, k=6)).capitalize()
    return "\n\n".join([headline, *blocks, *([extra] if extra else [])]) + "\n"


def wait_for(what: Callable[[], T], seconds: float = 20.0, *, every: float = 0.02) -> T:
    """Poll until `what()` is true, and return it."""
    deadline = time.monotonic() + seconds
    while True:
        found = what()
        if found:
            return found
        assert time.monotonic() < deadline, f"waited {seconds} s in vain for {what}"
        time.sleep(every)


@dataclass(frozen=True, kw_only=True)
class World:
    """An inbox, a store and a site below one folder."""

    folder: Path
    url: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def database(self) -> Path:
        return self.folder / "state" / "feedsvc.db"

    @property
    def environment(self) -> dict[str, str]:
        """The settings as variables: files count as settled at the first look."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "FEEDSVC_INBOX__DIRECTORY": str(self.inbox),
            "FEEDSVC_INBOX__SETTLE_SECONDS": "0",
            "FEEDSVC_STORE__URL": self.url or f"sqlite:///{self.database}",
            "FEEDSVC_SITE__DIRECTORY": str(self.site),
            "FEEDSVC_SERVER__PORT": "0",
            "FEEDSVC_LOG__FORMAT": "json",
            **self.more,
        }

    def settings(self, **sections: Any) -> Settings:
        """The same as validated settings; keywords are sections with keys to override."""
        values: dict[str, Any] = {
            "inbox": {"directory": self.inbox, "settle_seconds": 0},
            "store": {"url": self.url or f"sqlite:///{self.database}"},
            "site": {"directory": self.site},
        }
        for name, keys in sections.items():
            values[name] = {**values.get(name, {}), **keys} if isinstance(keys, dict) else keys
        return Settings(**values)

    def put(self, name: str, content: str | bytes, *, age_seconds: float | None = None) -> Path:
        """A file in the inbox, renamed into place; the older ones are taken first."""
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.tmp")
        unfinished.write_bytes(content.encode() if isinstance(content, str) else content)
        if age_seconds is not None:
            then = time.time() - age_seconds
            os.utime(unfinished, (then, then))
        unfinished.replace(path)
        return path

    def ingest(self, *paths: Path, **sections: Any) -> RunReport:
        """What `feedsvc ingest` does, in this process."""
        with open_services(self.settings(**sections), upgrade=True) as services:
            return run_once(services, Request(trigger="command", paths=paths))

    def site_bytes(self, site: Path | None = None) -> dict[str, bytes]:
        """Every published file; not our own books, which are hidden."""
        site = site or self.site
        return {
            str(path.relative_to(site)): path.read_bytes()
            for path in sorted(site.rglob("*"))
            if path.is_file()
            and not any(part.startswith(".") for part in path.relative_to(site).parts)
        }


# ------------------------------------------------------------------ commands in processes


@dataclass(kw_only=True)
class Command:
    """A command that runs, or has run, in a process of its own."""

    launcher: "Launcher"
    pid: int
    out_file: Path
    err_file: Path

    @property
    def status(self) -> int | None:
        """The exit status (negative: the signal that ended it); None while it runs."""
        return self.launcher.ask({"poll": self.pid})

    @property
    def out(self) -> str:
        return self.out_file.read_text(encoding="utf-8")

    @property
    def err(self) -> str:
        return self.err_file.read_text(encoding="utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def events(self) -> list[dict[str, Any]]:
        """The log lines: each is one JSON object."""
        return [json.loads(line) for line in self.err.splitlines() if line.startswith("{")]

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def wait(self, seconds: float = 30.0) -> int:
        """Wait for its end."""
        deadline = time.monotonic() + seconds
        while (status := self.status) is None:
            assert time.monotonic() < deadline, f"still running after {seconds} s:\n{self.err}"
            time.sleep(0.01)
        return status

    def stop(self) -> int:
        """End it as a supervisor does."""
        if self.status is None:
            self.signal(signal.SIGTERM)
        return self.wait(15)


class Launcher:
    """Starts commands; see launcher.py."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("launcher.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=REPOSITORY,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(REPOSITORY),
                "PYTHONDONTWRITEBYTECODE": "1",  # else a first run makes calls that no other makes
                **_ONE_THREAD,
            },
            start_new_session=True,
        )
        assert self._answer(60) == "ready"

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def ask(self, request: Mapping[str, Any]) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        return json.loads(self._answer(30))

    def _answer(self, seconds: float) -> str:
        stdout = self._process.stdout
        assert stdout is not None
        assert select.select([stdout], [], [], seconds)[0], "the launcher does not answer"
        return stdout.readline().decode().strip()

    def start(
        self,
        world: World,
        *argv: str,
        cwd: Path | None = None,
        stdout: str | None = "",
        powerless: bool = False,
        deadly: str | None = None,
        stopped: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> Command:
        """Start a command in `world`. `stdout` names another file, or None for a closed one;
        `powerless` holds it to the modes of files, even if root runs the tests; `deadly` is a
        dump that kills its reader.
        """
        self._count += 1
        out, err = (self._folder / f"{self._count}.{name}" for name in ("out", "err"))
        for file in (out, err):
            file.touch()
        pid = self.ask(
            {
                "start": argv,
                "env": {**world.environment, **(environment or {})},
                "cwd": str(cwd or world.folder),
                "files": ["/dev/null", stdout if stdout != "" else str(out), str(err)],
                "powerless": powerless,
                "deadly": deadly,
                "stopped": stopped,
            }
        )
        return Command(launcher=self, pid=pid, out_file=out, err_file=err)

    def run(self, world: World, *argv: str, seconds: float = 60.0, **options: Any) -> Command:
        """Start a command and wait for its end."""
        command = self.start(world, *argv, **options)
        command.wait(seconds)
        return command


def events_named(events: Sequence[Mapping[str, Any]], name: str) -> list[Mapping[str, Any]]:
    """Those log events."""
    return [event for event in events if event["event"] == name]
