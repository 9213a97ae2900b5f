"""File events wake the caller soon; without them it is woken by and by; nothing stops it."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from feedsvc.errors import InboxError
from feedsvc.inbox import Found, InboxPolicy, scan, watch

Eventually = Callable[[Callable[[], object], str], None]
NEVER_POLLED = InboxPolicy(poll_seconds=3600)
OFTEN_POLLED = InboxPolicy(poll_seconds=0.02)


class Scanner:
    """Scans when it is woken, as the daemon does, and remembers."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.wakes = 0
        self.failures = 0
        self.found: set[str] = set()

    def __call__(self) -> None:
        try:
            self.found |= {s.dump.path for s in scan(self.directory) if isinstance(s, Found)}
        except InboxError:
            self.failures += 1
        self.wakes += 1


@contextmanager
def watching(scanner: Scanner, policy: InboxPolicy) -> Iterator[None]:
    """Watch in a thread; it must end by itself when it is told to, and without an error."""
    stop = threading.Event()
    with ThreadPoolExecutor(1) as executor:
        future = executor.submit(watch, scanner.directory, scanner, stop, policy)
        try:
            yield
        finally:
            stop.set()
            assert future.result(timeout=10) is None


@pytest.fixture
def scanner(inbox: Path) -> Scanner:
    return Scanner(inbox)


def test_a_new_file_wakes_the_caller(scanner: Scanner, eventually: Eventually) -> None:
    with watching(scanner, NEVER_POLLED):
        eventually(lambda: scanner.wakes, "the watch begins with a wake")
        (scanner.directory / "a.txt").write_text("x")
        eventually(lambda: "a.txt" in scanner.found, "the file was not noticed")
        (scanner.directory / "b.part").write_text("x")
        (scanner.directory / "b.part").rename(scanner.directory / "b.txt")
        eventually(lambda: "b.txt" in scanner.found, "the rename was not noticed")


def test_a_new_folder_is_watched_too(scanner: Scanner, eventually: Eventually) -> None:
    with watching(scanner, NEVER_POLLED):
        eventually(lambda: scanner.wakes, "the watch begins with a wake")
        (scanner.directory / "sub" / "deeper").mkdir(parents=True)
        (scanner.directory / "sub" / "deeper" / "a.txt").write_text("x")
        eventually(lambda: "sub/deeper/a.txt" in scanner.found, "the first file was not noticed")
        (scanner.directory / "sub" / "deeper" / "b.txt").write_text("x")
        eventually(lambda: "sub/deeper/b.txt" in scanner.found, "the next file was not noticed")


def test_looking_and_junk_wake_nobody(scanner: Scanner, eventually: Eventually) -> None:
    """Else each scan would cause the next."""
    (scanner.directory / "a.txt").write_text("x")
    with watching(scanner, NEVER_POLLED):
        eventually(lambda: scanner.wakes, "the watch begins with a wake")
        for _ in range(20):
            (scanner.directory / "a.txt").read_text()
            list(scan(scanner.directory))
        (scanner.directory / ".b.swp").write_text("x")
        (scanner.directory / "b.part").write_text("x")
        stop = threading.Event()
        stop.wait(0.3)  # six times the quiet after which a wake is due
        assert scanner.wakes == 1


def test_a_busy_folder_does_not_wake_for_each_file(
    scanner: Scanner, eventually: Eventually
) -> None:
    with watching(scanner, NEVER_POLLED):
        eventually(lambda: scanner.wakes, "the watch begins with a wake")
        for number in range(1000):
            (scanner.directory / f"{number}.txt").write_text("x")
        eventually(lambda: len(scanner.found) == 1000, "files were missed")
    assert scanner.wakes < 30


def test_faults_a07_the_folder_may_come_late_and_be_remade(
    scanner: Scanner, eventually: Eventually
) -> None:
    shutil.rmtree(scanner.directory)
    with capture_logs() as logs, watching(scanner, OFTEN_POLLED):
        eventually(lambda: scanner.failures > 3, "a missing folder is looked for again")
        scanner.directory.mkdir()
        (scanner.directory / "late.txt").write_text("x")
        eventually(lambda: "late.txt" in scanner.found, "the folder that came was not noticed")
        shutil.rmtree(scanner.directory)
        scanner.directory.mkdir()
        (scanner.directory / "remade.txt").write_text("x")
        eventually(lambda: "remade.txt" in scanner.found, "the new folder was not noticed")
        (scanner.directory / "then.txt").write_text("x")
        eventually(lambda: "then.txt" in scanner.found, "the new folder is not watched")
    assert [log["event"] for log in logs][:2] == ["inbox_polled", "inbox_watched"]
    assert len(logs) <= 4, "said at each poll"


def test_faults_a10_a_link_to_the_root_of_the_file_system_is_not_watched(
    scanner: Scanner, eventually: Eventually
) -> None:
    (scanner.directory / "root").symlink_to("/")
    beside = scanner.directory.parent / "beside"
    beside.mkdir()
    (scanner.directory / "beside").symlink_to(beside)
    with watching(scanner, NEVER_POLLED):
        eventually(lambda: scanner.wakes, "the watch begins with a wake")
        (beside / "a.txt").write_text("x")
        (scanner.directory / "b.txt").write_text("x")
        eventually(lambda: "b.txt" in scanner.found, "the file was not noticed")
    assert scanner.wakes == 2


_STOPPED = """
import sys, threading
from pathlib import Path
from feedsvc.inbox import InboxPolicy, scan, watch

def wake():
    print(sum(1 for _ in scan(Path(sys.argv[1]))), flush=True)

watch(Path(sys.argv[1]), wake, threading.Event(), InboxPolicy(poll_seconds=3600))
"""


def test_faults_a13_more_events_than_the_queue_holds_lose_no_file(inbox: Path) -> None:
    limit = Path("/proc/sys/fs/inotify/max_queued_events")
    files = 20_000
    if not limit.exists() or int(limit.read_text()) > files:
        pytest.skip("the queue of events here is too long to overflow")
    process = subprocess.Popen(
        [sys.executable, "-c", _STOPPED, inbox], stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    watchdog = threading.Timer(30, process.kill)
    watchdog.start()
    try:
        assert process.stdout
        assert "0\n" in iter(process.stdout.readline, "")
        process.send_signal(signal.SIGSTOP)
        descriptor = os.open(inbox, os.O_RDONLY)
        for number in range(files):
            os.close(os.open(f"{number}.txt", os.O_CREAT | os.O_WRONLY, dir_fd=descriptor))
        os.close(descriptor)
        process.send_signal(signal.SIGCONT)
        assert f"{files}\n" in iter(process.stdout.readline, "")
    finally:
        watchdog.cancel()
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "OS file watch limit reached"),
        RuntimeError("Error creating recommended watcher: Too many open files"),
        UnicodeEncodeError("utf-8", "\udcff", 0, 1, "surrogates not allowed"),
    ],
)
def test_faults_a14_without_events_the_folder_is_polled_and_this_is_said_once(
    scanner: Scanner,
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    def refuse(*_: object, **__: object) -> Iterator[object]:
        raise error

    with monkeypatch.context() as patched, capture_logs() as logs:
        patched.setattr("watchfiles.watch", refuse)
        with watching(scanner, OFTEN_POLLED):
            (scanner.directory / "a.txt").write_text("x")
            eventually(lambda: "a.txt" in scanner.found, "not polled")
            eventually(lambda: scanner.wakes > 10, "not polled again")
            patched.undo()
            eventually(lambda: len(logs) == 2, "events that came back were not noticed")
    assert [log["event"] for log in logs] == ["inbox_polled", "inbox_watched"]
    assert logs[0]["reason"] == str(error)


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace to make inotify fail")
@pytest.mark.parametrize("fault", ["inotify_add_watch:error=ENOSPC", "inotify_init1:error=EMFILE"])
def test_faults_a14_a_kernel_that_refuses_events_is_survived(inbox: Path, fault: str) -> None:
    (inbox / "a.txt").write_text("x")
    script = _STOPPED.replace("3600", "0.01")
    call = fault.partition(":")[0]
    process = subprocess.Popen(
        ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={fault}",
         sys.executable, "-c", script, inbox],
        stdout=subprocess.PIPE, text=True, start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    watchdog = threading.Timer(20, os.killpg, (process.pid, signal.SIGKILL))
    watchdog.start()
    try:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(6)]
    finally:
        watchdog.cancel()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
    assert lines.count("1\n") >= 4, lines
    assert sum("inbox_polled" in line for line in lines) == 1, lines


def test_faults_a15_a_file_that_comes_as_a_watch_begins_is_noticed(tmp_path: Path) -> None:
    """Fifty beginnings, in ten folders side by side, each raced by a file that comes once."""

    def race(lane: int) -> int:
        noticed = 0
        for number in range(5):
            directory = tmp_path / f"{lane}-{number}"
            directory.mkdir()
            scanner = Scanner(directory)
            with watching(scanner, NEVER_POLLED):
                threading.Event().wait(0.002 * lane * (number + 1))
                (directory / "a.txt").write_text("x")
                for _ in range(500):
                    if scanner.found:
                        noticed += 1
                        break
                    threading.Event().wait(0.01)
        return noticed

    with ThreadPoolExecutor(10) as lanes:
        assert sum(lanes.map(race, range(10))) == 50


def test_faults_a19_a_name_that_the_library_cannot_say_does_not_end_the_watch(
    scanner: Scanner, eventually: Eventually
) -> None:
    (scanner.directory / os.fsdecode(b"folder\xff")).mkdir()
    with capture_logs() as logs, watching(scanner, NEVER_POLLED):
        eventually(lambda: scanner.wakes, "the watch begins with a wake")
        (scanner.directory / os.fsdecode(b"caf\xe9.txt")).write_text("x")
        eventually(lambda: r"caf\xe9.txt" in scanner.found, "the odd name was not noticed")
        (scanner.directory / "plain.txt").write_text("x")
        eventually(lambda: "plain.txt" in scanner.found, "the next name was not noticed")
    assert [log["event"] for log in logs] == ["inbox_watched"]


def test_what_wake_raises_is_the_callers(inbox: Path) -> None:
    def wake() -> None:
        raise RuntimeError("the caller's own")

    with pytest.raises(RuntimeError, match="the caller's own"):
        watch(inbox, wake, threading.Event(), NEVER_POLLED)
