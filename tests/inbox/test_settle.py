"""A file is taken when it rests, by our own clock, or when its producer said so by a rename."""

import math
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.inbox import (
    Found,
    Ignored,
    InboxPolicy,
    Settler,
    look_again,
    read,
    scan,
    wait_until_settled,
)
from feedsvc.model import Dump, FileSignature

FoundIn = Callable[[Path], dict[str, Dump]]
NOW_NS = 1_500_000_000 * 10**9  # before any real file of these tests
HOUR_NS = 3600 * 10**9
POLICY = InboxPolicy(settle_seconds=5, aged_seconds=24 * 3600)


@dataclass
class Clock:
    """Two clocks that stand still until they are moved."""

    seconds: float = 0.0
    wall_ns: int = NOW_NS

    def settler(self, policy: InboxPolicy = POLICY) -> Settler:
        return Settler(policy, monotonic=lambda: self.seconds, wall_ns=lambda: self.wall_ns)


def dump(
    path: str = "a.txt", *, size: int = 10, mtime_ns: int = NOW_NS, ctime_ns: int = NOW_NS
) -> Dump:
    signature = FileSignature(size=size, mtime_ns=mtime_ns, ctime_ns=ctime_ns, inode=7)
    return Dump(directory="/in", path=path, signature=signature)


def test_faults_a01_a_file_settles_after_two_equal_looks_far_enough_apart() -> None:
    clock = Clock()
    settler = clock.settler()
    first = settler.look([dump()])
    assert (first.settled, first.pending, first.wait_seconds) == ((), (dump(),), 5)
    clock.seconds = 4.9
    second = settler.look([dump()])
    assert second.settled == ()
    assert second.wait_seconds == pytest.approx(0.1)
    clock.seconds = 5
    assert settler.look([dump()]).settled == (dump(),)


@pytest.mark.parametrize("field", ["size", "mtime_ns", "ctime_ns", "inode"])
def test_faults_a01_any_change_starts_the_wait_anew(field: str) -> None:
    clock = Clock()
    settler = clock.settler()
    settler.look([dump()])
    changed = replace(dump(), signature=replace(dump().signature, **{field: NOW_NS + 1}))
    clock.seconds = 5
    assert settler.look([changed]).pending == (changed,)
    clock.seconds = 9
    assert settler.look([changed]).pending == (changed,)
    clock.seconds = 10
    assert settler.look([changed]).settled == (changed,)


def test_a_file_that_was_gone_in_between_is_seen_anew() -> None:
    clock = Clock()
    settler = clock.settler()
    settler.look([dump()])
    clock.seconds = 3
    settler.look([])
    clock.seconds = 6
    assert settler.look([dump()]).pending == (dump(),)


def test_without_a_settle_time_the_first_look_is_enough() -> None:
    assert Clock().settler(InboxPolicy(settle_seconds=0)).look([dump()]).settled == (dump(),)


def test_an_old_file_has_settled_at_the_first_look() -> None:
    old = dump(mtime_ns=0, ctime_ns=NOW_NS - 25 * HOUR_NS)
    assert Clock().settler().look([old]).settled == (old,)


def test_a_file_that_only_claims_to_be_old_waits() -> None:
    """The mtime is the producer's to set (`cp -p`, `rsync -t`); the ctime is not."""
    claimed = dump(mtime_ns=0, ctime_ns=NOW_NS)
    assert Clock().settler().look([claimed]).pending == (claimed,)


@given(hours=st.integers(-23, 100_000))
def test_faults_a25_a_clock_that_is_wrong_by_hours_settles_nothing(hours: int) -> None:
    when = NOW_NS + hours * HOUR_NS
    clock = Clock()
    settler = clock.settler()
    late = dump(mtime_ns=when, ctime_ns=when)
    assert settler.look([late]).pending == (late,)
    clock.seconds = 5
    assert settler.look([late]).settled == (late,)


def test_faults_a25_age_can_be_left_out_of_it() -> None:
    ancient = dump(mtime_ns=0, ctime_ns=0)
    policy = InboxPolicy(aged_seconds=math.inf)
    assert Clock().settler(policy).look([ancient]).pending == (ancient,)


def test_faults_a25_our_own_wall_clock_may_jump() -> None:
    clock = Clock()
    settler = clock.settler()
    settler.look([dump()])
    clock.wall_ns -= 5 * HOUR_NS
    clock.seconds = 5
    assert settler.look([dump()]).settled == (dump(),)


def _look(settler: Settler, directory: Path) -> tuple[list[str], list[str]]:
    sightings = list(scan(directory))
    look = settler.look(
        [s.dump for s in sightings if isinstance(s, Found)],
        [s for s in sightings if isinstance(s, Ignored)],
    )
    return [d.path for d in look.settled], [d.path for d in look.pending]


@pytest.mark.parametrize("temporary", ["a.txt.part", ".a.txt.Xq3r9T", "a.txt~"])
def test_faults_a02_a_file_that_we_saw_renamed_into_place_needs_no_wait(
    inbox: Path, temporary: str
) -> None:
    settler = Clock().settler()
    (inbox / temporary).write_text("complete")
    assert _look(settler, inbox) == ([], [])
    (inbox / temporary).rename(inbox / "a.txt")
    assert _look(settler, inbox) == (["a.txt"], [])


def test_faults_a02_a_second_name_of_an_unfinished_file_is_not_a_rename(inbox: Path) -> None:
    settler = Clock().settler()
    (inbox / ".a.part").write_text("half")
    _look(settler, inbox)
    (inbox / "a.txt").hardlink_to(inbox / ".a.part")
    assert _look(settler, inbox) == ([], ["a.txt"])


def test_faults_a02_a_renamed_file_that_grew_since_waits(inbox: Path) -> None:
    settler = Clock().settler()
    (inbox / "a.part").write_text("half")
    _look(settler, inbox)
    (inbox / "a.part").write_text("half and more")
    (inbox / "a.part").rename(inbox / "a.txt")
    assert _look(settler, inbox) == ([], ["a.txt"])


def test_faults_a16_a_new_text_of_the_same_size_and_mtime_is_a_change(
    inbox: Path, found: FoundIn
) -> None:
    (inbox / "a.txt").write_text("one")
    os.utime(inbox / "a.txt", (1000, 1000))
    before = found(inbox)["a.txt"].signature
    (inbox / "a.txt").write_text("two")
    os.utime(inbox / "a.txt", (1000, 1000))
    after = found(inbox)["a.txt"].signature
    assert (after.size, after.mtime_ns, after.inode) == (before.size, before.mtime_ns, before.inode)
    assert after != before


# ------------------------------------------------------------------ one-off runs


def test_faults_a01_a_one_off_run_waits_for_a_slow_producer(inbox: Path, found: FoundIn) -> None:
    """The producer writes in small pieces; nobody ever gets a part of it."""
    path = inbox / "slow.txt"
    pieces = 20

    def produce() -> None:
        with path.open("w") as file:
            for number in range(pieces):
                file.write(f"piece {number}\n" * 100)
                file.flush()
                time.sleep(0.03)

    policy = InboxPolicy(settle_seconds=0.3)
    settler = Settler(policy)
    (inbox / "old.txt").write_text("rests")
    producer = threading.Thread(target=produce)
    producer.start()
    while "slow.txt" not in found(inbox):
        pass
    look = settler.look(found(inbox).values())
    done = wait_until_settled(settler, look.pending, 10)
    producer.join()
    assert done.pending == ()
    texts = {dump.path: read(dump, policy) for dump in done.settled}
    assert texts["old.txt"] == b"rests"
    assert texts["slow.txt"] == path.read_bytes()
    assert texts["slow.txt"].endswith(b"piece 19\n")


def test_a_one_off_run_gives_up_on_a_file_that_never_rests(inbox: Path, found: FoundIn) -> None:
    (inbox / "calm.txt").write_text("x")
    (inbox / "restless.txt").write_text("x")
    clock = Clock()
    settler = clock.settler()

    def sleep(seconds: float) -> None:
        clock.seconds += seconds
        with (inbox / "restless.txt").open("a") as file:
            file.write("more")

    look = wait_until_settled(
        settler, found(inbox).values(), 60, sleep=sleep, monotonic=lambda: clock.seconds
    )
    assert [dump.path for dump in look.settled] == ["calm.txt"]
    assert [dump.path for dump in look.pending] == ["restless.txt"]
    assert clock.seconds == pytest.approx(60)


def test_a_one_off_run_can_be_stopped_while_it_waits(inbox: Path, found: FoundIn) -> None:
    (inbox / "a.txt").write_text("x")
    stop = threading.Event()
    stop.set()
    look = wait_until_settled(Settler(POLICY), found(inbox).values(), 60, sleep=stop.wait)
    assert [dump.path for dump in look.pending] == ["a.txt"]


def test_files_that_vanish_or_change_their_nature_are_waited_for_no_longer(
    inbox: Path, found: FoundIn
) -> None:
    for name in ("gone.txt", "fifo.txt", "empty.txt", "b.txt"):
        (inbox / name).write_text("x")
    clock = Clock()

    def sleep(seconds: float) -> None:
        clock.seconds += seconds
        for name in ("gone.txt", "fifo.txt"):
            (inbox / name).unlink(missing_ok=True)
        os.mkfifo(inbox / "fifo.txt")
        os.truncate(inbox / "empty.txt", 0)

    look = wait_until_settled(
        clock.settler(), found(inbox).values(), 60, sleep=sleep, monotonic=lambda: clock.seconds
    )
    assert [dump.path for dump in look.settled] == ["b.txt"]
    assert look.pending == ()


def test_another_look_at_a_file_does_not_open_it(inbox: Path, found: FoundIn) -> None:
    (inbox / "sub").mkdir()
    (inbox / "sub" / "a.txt").write_text("x")
    before = found(inbox)["sub/a.txt"]
    assert look_again(before) == before
    (inbox / "sub" / "a.txt").write_text("xx")
    assert look_again(before) == found(inbox)["sub/a.txt"]
