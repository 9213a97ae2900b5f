"""What is read is one whole version of a file, or nothing."""

import itertools
import os
import pickle
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from feedsvc.errors import DumpChanged, DumpError, DumpUnreadable
from feedsvc.inbox import InboxPolicy, look_again, read
from feedsvc.model import Dump, Rejected, RejectionReason

FoundIn = Callable[[Path], dict[str, Dump]]
POLICY = InboxPolicy()


@contextmanager
def meanwhile(step: Callable[[], None]) -> Iterator[None]:
    """Repeat a step in another thread until the block ends."""
    stop = threading.Event()

    def repeat() -> None:
        while not stop.is_set():
            step()

    thread = threading.Thread(target=repeat)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _version(number: int) -> bytes:
    """A text whose every part names its version, so that a mixture shows."""
    return b"version %06d\n" % number * (2000 + number % 7 * 500)


def _is_one_version(text: bytes) -> bool:
    lines = set(text.splitlines())
    return len(lines) == 1 and text == _version(int(lines.pop().split()[1]))


def _read_for(seconds: float, dump: Dump, at_rest: threading.Lock) -> tuple[list[bytes], int]:
    """The texts read within a time, and how many attempts were dropped.

    The look is taken while the writer rests, as a settled file's is; the reading is not.
    """
    texts, dropped = [], 0
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with at_rest:
            seen = look_again(dump)
        assert seen
        try:
            text = read(seen, POLICY)
        except DumpChanged:
            dropped += 1
        else:
            assert isinstance(text, bytes)
            texts.append(text)
    return texts, dropped


def test_faults_a03_a_file_replaced_while_it_is_read_is_one_version_or_none(
    inbox: Path, found: FoundIn
) -> None:
    path, other = inbox / "a.txt", inbox.parent / "a.new"
    path.write_bytes(_version(0))
    dump = found(inbox)["a.txt"]
    numbers = itertools.count(1)

    def replace() -> None:
        other.write_bytes(_version(next(numbers)))
        other.replace(path)
        time.sleep(random.random() / 500)

    with meanwhile(replace):
        texts, _ = _read_for(0.4, dump, threading.Lock())
    assert texts
    assert all(map(_is_one_version, texts))


def test_faults_a04_a_file_rewritten_while_it_is_read_is_one_version_or_none(
    inbox: Path, found: FoundIn
) -> None:
    path = inbox / "a.txt"
    path.write_bytes(_version(0))
    dump = found(inbox)["a.txt"]
    numbers = itertools.count(1)
    at_rest = threading.Lock()

    def rewrite() -> None:
        text = _version(next(numbers))
        with at_rest, path.open("r+b", buffering=0) as file:
            file.write(text[: len(text) // 2])
            time.sleep(0.001)
            file.write(text[len(text) // 2 :])
            file.truncate()
        time.sleep(random.random() / 500)

    plain: list[bytes] = []
    with meanwhile(rewrite):
        texts, _ = _read_for(0.4, dump, at_rest)
        deadline = time.monotonic() + 10
        while all(map(_is_one_version, plain)) and time.monotonic() < deadline:
            plain.append(path.read_bytes())
    assert not all(map(_is_one_version, plain)), "the control: reading plainly does mix versions"
    assert texts
    assert all(map(_is_one_version, texts))


@pytest.mark.parametrize("change", ["append", "truncate", "rewrite", "chmod", "replace"])
def test_faults_a04_what_changed_after_the_look_is_dropped(
    inbox: Path, found: FoundIn, change: str
) -> None:
    path = inbox / "a.txt"
    path.write_text("first text")
    dump = found(inbox)["a.txt"]
    match change:
        case "append":
            path.write_text("first text and more")
        case "truncate":
            os.truncate(path, 5)
        case "rewrite":
            path.write_text("other text")
        case "chmod":
            path.chmod(0o600)
        case "replace":
            path.unlink()
            path.write_text("first text")
    with pytest.raises(DumpChanged, match="changed after it was seen") as caught:
        read(dump, POLICY)
    assert caught.value.dump == "a.txt"


def test_faults_a04_a_change_in_the_middle_of_reading_is_dropped(
    inbox: Path, found: FoundIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one place where a fake hand is needed: between the two looks at the descriptor."""
    path = inbox / "a.txt"
    path.write_text("first text")
    dump = found(inbox)["a.txt"]
    fstat = os.fstat
    looks = []

    def fstat_then_append(descriptor: int) -> os.stat_result:
        looks.append(fstat(descriptor))
        with path.open("a") as file:
            file.write("more")
        return looks[-1]

    monkeypatch.setattr("os.fstat", fstat_then_append)
    with pytest.raises(DumpChanged):
        read(dump, POLICY)
    assert len(looks) >= 2


def test_faults_a05_a_file_that_vanished_is_said_to_have(inbox: Path, found: FoundIn) -> None:
    (inbox / "sub").mkdir()
    (inbox / "sub" / "a.txt").write_text("x")
    dump = found(inbox)["sub/a.txt"]
    (inbox / "sub" / "a.txt").unlink()
    with pytest.raises(DumpChanged, match="vanished"):
        read(dump, POLICY)
    (inbox / "sub").rmdir()
    with pytest.raises(DumpChanged, match="vanished"):
        read(dump, POLICY)
    inbox.rmdir()
    with pytest.raises(DumpChanged, match="vanished"):
        read(dump, POLICY)


@pytest.mark.timeout(60)
def test_faults_a08_a_fifo_in_the_place_of_a_file_never_blocks(inbox: Path, found: FoundIn) -> None:
    (inbox / "a.txt").write_text("x")
    dump = found(inbox)["a.txt"]
    (inbox / "a.txt").unlink()
    os.mkfifo(inbox / "a.txt")
    with pytest.raises(DumpUnreadable, match="regular file"):
        read(dump, POLICY)


@pytest.mark.parametrize("target", ["file", "folder"])
def test_faults_a10_a_name_swapped_for_a_link_leads_nowhere(
    inbox: Path, found: FoundIn, target: str
) -> None:
    (inbox / "sub").mkdir()
    (inbox / "sub" / "a.txt").write_text("harmless")
    outside = inbox.parent / "outside"
    outside.mkdir()
    (outside / "a.txt").write_text("secret")
    dump = found(inbox)["sub/a.txt"]
    (inbox / "sub" / "a.txt").unlink()
    if target == "folder":
        (inbox / "sub").rmdir()
        (inbox / "sub").symlink_to(outside)
    else:
        (inbox / "sub" / "a.txt").symlink_to(outside / "a.txt")
    assert look_again(dump) is None
    with pytest.raises(DumpUnreadable, match="no longer the regular file"):
        read(dump, POLICY)


@pytest.mark.parametrize("swapped", ["sub", "sub/a.txt"])
def test_faults_a10_a_link_swapped_while_it_is_followed_is_not_opened(
    inbox: Path, found: FoundIn, monkeypatch: pytest.MonkeyPatch, swapped: str
) -> None:
    """Between resolving a path and opening it, a part of it becomes a link."""
    (inbox / "sub").mkdir()
    (inbox / "sub" / "a.txt").write_text("harmless")
    dump = found(inbox)["sub/a.txt"]
    (inbox / swapped).rename(inbox.parent / "moved")
    (inbox / swapped).symlink_to(inbox.parent / "moved")  # the very same file, but outside
    monkeypatch.setattr("feedsvc.inbox.opening.inside", lambda _, path: path)
    with pytest.raises(DumpError, match=r"vanished|cannot be read"):
        read(dump, POLICY)


def test_faults_a16_two_texts_with_one_size_and_mtime_are_both_read(
    inbox: Path, found: FoundIn
) -> None:
    texts = []
    for text in ("one", "two"):
        (inbox / "a.txt").write_text(text)
        os.utime(inbox / "a.txt", (1000, 1000))
        texts.append(read(found(inbox)["a.txt"], POLICY))
    assert texts == [b"one", b"two"]


def test_faults_a17_a_file_that_inherits_an_inode_is_not_mistaken_for_the_old_one(
    inbox: Path, found: FoundIn
) -> None:
    (inbox / "a.txt").write_text("old")
    os.utime(inbox / "a.txt", (1000, 1000))
    old = found(inbox)["a.txt"]
    for _ in range(200):
        (inbox / "a.txt").unlink()
        (inbox / "a.txt").write_text("new")
        os.utime(inbox / "a.txt", (1000, 1000))
        new = found(inbox)["a.txt"]
        assert new.signature != old.signature
        if new.signature.inode == old.signature.inode:
            break
    with pytest.raises(DumpChanged):
        read(old, POLICY)
    assert read(new, POLICY) == b"new"


def test_faults_a18_the_same_bytes_under_two_names_are_two_sightings(
    inbox: Path, found: FoundIn
) -> None:
    (inbox / "a.txt").write_text("same")
    (inbox / "b.txt").write_text("same")
    dumps = found(inbox)
    assert [read(dump, POLICY) for dump in dumps.values()] == [b"same", b"same"]


def test_faults_a21_a_huge_file_is_refused_before_it_is_read(inbox: Path, found: FoundIn) -> None:
    for name, gibibytes in (("two", 2), ("three", 3)):
        (inbox / name).touch()
        os.truncate(inbox / name, gibibytes * 1024**3)
    before = _resident_bytes()
    answers = [read(dump, POLICY) for dump in found(inbox).values()]
    assert _resident_bytes() - before < 20 * 1024**2
    assert [type(answer) for answer in answers] == [Rejected, Rejected]
    assert answers[0].reason is RejectionReason.TOO_LARGE
    assert answers[0].detail == "3,221,225,472 bytes; the limit is 67,108,864"


def _resident_bytes() -> int:
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize("size", [1, 99, 100, 101])
def test_the_limit_is_the_largest_size_that_is_read(inbox: Path, found: FoundIn, size: int) -> None:
    (inbox / "a.txt").write_bytes(b"x" * size)
    answer = read(found(inbox)["a.txt"], InboxPolicy(max_bytes=100))
    assert isinstance(answer, bytes) is (size <= 100)


def test_errors_survive_the_way_out_of_a_worker_process(inbox: Path, found: FoundIn) -> None:
    (inbox / "a.txt").write_text("x")
    dump = found(inbox)["a.txt"]
    (inbox / "a.txt").unlink()
    with pytest.raises(DumpChanged) as caught:
        read(dump, POLICY)
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (str(copy), copy.hint, copy.dump) == (str(caught.value), caught.value.hint, "a.txt")


def test_reading_leaves_no_descriptor_open(
    inbox: Path, found: FoundIn, open_descriptors: Callable[[], int]
) -> None:
    (inbox / "a.txt").write_text("x")
    dump = found(inbox)["a.txt"]
    before = open_descriptors()
    read(dump, POLICY)
    read(dump, InboxPolicy(max_bytes=0))
    (inbox / "a.txt").write_text("xx")
    with pytest.raises(DumpChanged):
        read(dump, POLICY)
    assert open_descriptors() == before
