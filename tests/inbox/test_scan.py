"""Every name in the folder gets one sighting, and no name can stop the scan."""

import os
import shutil
import socket
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from itertools import islice
from pathlib import Path

import pytest

from feedsvc.errors import DumpUnreadable, InboxError
from feedsvc.inbox import (
    Found,
    Ignored,
    IgnoreRule,
    InboxPolicy,
    location_of,
    read,
    scan,
    unprintable,
    work_order,
)
from feedsvc.model import Dump, FileSignature

FoundIn = Callable[[Path], dict[str, Dump]]
IgnoredIn = Callable[[Path], dict[str, str]]
POLICY = InboxPolicy()


def test_the_order_is_that_of_the_names_and_does_not_change(inbox: Path) -> None:
    for path in ("b/1", "a", "b/0", "c", "B", ".h", "b.x"):
        (inbox / path).parent.mkdir(exist_ok=True)
        (inbox / path).write_text("x")
    first = [location_of(sighting).path for sighting in scan(inbox)]
    assert first == [".h", "B", "a", "b/0", "b/1", "b.x", "c"]
    assert [location_of(sighting).path for sighting in scan(inbox)] == first


def test_the_folder_has_one_spelling(inbox: Path, tmp_path: Path) -> None:
    (inbox / "a").write_text("x")
    (tmp_path / "link").symlink_to(inbox)
    spellings = (inbox, inbox / "." / ".." / "inbox", tmp_path / "link")
    assert len({sighting for spelling in spellings for sighting in scan(spelling)}) == 1


def test_work_goes_from_old_to_new_and_names_decide_ties() -> None:
    def dump(path: str, mtime_ns: int) -> Dump:
        signature = FileSignature(size=1, mtime_ns=mtime_ns, ctime_ns=0, inode=1)
        return Dump(directory="/in", path=path, signature=signature)

    dumps = [dump("b", 5), dump("a", 9), dump("a", 5), dump("z", -1)]
    assert [(d.signature.mtime_ns, d.path) for d in work_order(dumps)] == [
        (-1, "z"), (5, "a"), (5, "b"), (9, "a"),
    ]  # fmt: skip


def test_faults_a02_a_hidden_folder_is_reported_once_and_not_entered(
    inbox: Path, found: FoundIn, ignored: IgnoredIn
) -> None:
    for path in (".git/objects/a", "__MACOSX/b", "ok/c.txt", "ok/c.txt.part"):
        (inbox / path).parent.mkdir(parents=True, exist_ok=True)
        (inbox / path).write_text("x")
    assert list(found(inbox)) == ["ok/c.txt"]
    assert ignored(inbox) == {
        ".git": "hidden",
        "__MACOSX": "system-litter",
        "ok/c.txt.part": "temporary",
    }


def test_faults_a05_files_that_vanish_during_a_scan_are_no_error(inbox: Path) -> None:
    names = [f"{number:04}.txt" for number in range(2000)]
    for name in names:
        (inbox / name).write_text(name)
    sighted = []
    for count, sighting in enumerate(scan(inbox)):
        assert isinstance(sighting, Found)
        sighted.append(sighting.dump.path)
        if count == 500:
            for name in names[1::2]:
                (inbox / name).unlink()
    assert set(names[::2]) <= set(sighted)
    assert len(sighted) < 1500


def test_faults_a06_a_folder_without_rights_costs_only_itself(
    open_folder: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    for path in ("a.txt", "locked/b.txt", "z.txt"):
        (open_folder / path).parent.mkdir(exist_ok=True)
        (open_folder / path).write_text("x")
    (open_folder / "locked").chmod(0)
    try:
        with unprivileged():
            sightings = list(scan(open_folder))
    finally:
        (open_folder / "locked").chmod(0o755)
    assert [type(sighting) for sighting in sightings] == [Found, Ignored, Found]
    assert sightings[1].rule is IgnoreRule.UNREADABLE
    assert sightings[1].detail == "Permission denied"
    with unprivileged():
        assert len([s for s in scan(open_folder) if isinstance(s, Found)]) == 3


def test_faults_a06_the_folder_itself_without_rights_is_an_error_with_a_hint(
    open_folder: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    open_folder.chmod(0o311)
    with unprivileged(), pytest.raises(InboxError, match="rights") as caught:
        list(scan(open_folder))
    assert caught.value.directory == str(open_folder)


def test_faults_a06_a_file_without_rights_is_unreadable_and_recovers(
    open_folder: Path, found: FoundIn, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    (open_folder / "a.txt").write_text("text")
    (open_folder / "a.txt").chmod(0)
    before = found(open_folder)["a.txt"]
    with unprivileged(), pytest.raises(DumpUnreadable, match="right to read") as caught:
        read(before, POLICY)
    assert caught.value.dump == "a.txt"
    (open_folder / "a.txt").chmod(0o644)
    after = found(open_folder)["a.txt"]
    assert after.signature != before.signature, "chmod must show, or nobody tries again"
    with unprivileged():
        assert read(after, POLICY) == b"text"


def test_faults_a07_a_missing_folder_is_an_error_and_not_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(InboxError, match="mount it") as caught:
        list(scan(tmp_path / "missing"))
    assert caught.value.directory == str(tmp_path / "missing")
    (tmp_path / "file").write_text("x")
    with pytest.raises(InboxError, match="to a folder"):
        list(scan(tmp_path / "file"))


@pytest.mark.timeout(60)
def test_faults_a08_a_fifo_never_blocks(inbox: Path, found: FoundIn, ignored: IgnoredIn) -> None:
    (inbox / "a.txt").write_text("x")
    os.mkfifo(inbox / "b.html")
    (inbox / "c.txt").write_text("x")
    assert list(found(inbox)) == ["a.txt", "c.txt"]
    assert ignored(inbox) == {"b.html": "not-a-regular-file"}


def test_faults_a09_sockets_and_folders_are_no_files(
    inbox: Path, found: FoundIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(inbox)  # a socket's address is limited to 108 bytes
    (inbox / "folder.html").mkdir()
    with closing(socket.socket(socket.AF_UNIX)) as listener:
        listener.bind("socket.html")
        (sighting,) = scan(inbox)
    assert isinstance(sighting, Ignored)
    assert (sighting.rule, sighting.detail) == (IgnoreRule.NOT_REGULAR, "it is a socket")
    assert found(inbox) == {}


def test_faults_a09_devices_are_no_files(inbox: Path) -> None:
    try:
        os.mknod(inbox / "zero.html", 0o20666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only root makes devices")
    (sighting,) = scan(inbox)
    assert isinstance(sighting, Ignored)
    assert sighting.detail == "it is a character device"


def test_faults_a10_no_link_leads_out_of_the_folder(
    inbox: Path, tmp_path: Path, found: FoundIn, ignored: IgnoredIn
) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.txt").write_text("secret")
    (tmp_path / "inbox-beside").mkdir()
    targets = {
        "etc": "/etc/passwd",
        "zero": "/dev/zero",
        "itself": "itself",
        "dangling": "nowhere",
        "folder": "../secret",
        "file": "../secret/s.txt",
        "beside": "../inbox-beside",
        "hop": "etc",
        "up": "..",
        "top": ".",
    }
    for name, target in targets.items():
        (inbox / name).symlink_to(target)
    assert found(inbox) == {}
    outside = dict.fromkeys(
        ("etc", "zero", "folder", "file", "beside", "hop", "up"), "symlink-outside"
    )
    broken = dict.fromkeys(("itself", "dangling"), "symlink-broken")
    assert ignored(inbox) == outside | broken | {"top": "seen-already"}


def test_faults_a10_a_link_within_the_folder_is_followed_where_nothing_else_leads(
    inbox: Path, found: FoundIn, ignored: IgnoredIn
) -> None:
    """As with a mounted Kubernetes config map: plain names that lead through a hidden folder."""
    (inbox / "..2026").mkdir()
    (inbox / "..2026" / "a.txt").write_text("a")
    (inbox / "..2026" / "b.txt").write_text("b")
    (inbox / "..data").symlink_to("..2026")
    (inbox / "a.txt").symlink_to("..data/a.txt")
    (inbox / "again.txt").symlink_to("..2026/a.txt")
    (inbox / "folder").symlink_to("..data")
    (inbox / "plain.txt").write_text("p")
    (inbox / "link.txt").symlink_to(inbox / "plain.txt")
    dumps = found(inbox)
    texts = {path: read(dump, POLICY) for path, dump in dumps.items()}
    assert texts == {"a.txt": b"a", "folder/a.txt": b"a", "folder/b.txt": b"b", "plain.txt": b"p"}
    assert ignored(inbox) == {
        "..2026": "hidden",
        "..data": "hidden",
        "again.txt": "seen-already",
        "link.txt": "seen-already",
    }


def test_faults_a11_a_file_with_two_names_is_read_once(
    inbox: Path, found: FoundIn, ignored: IgnoredIn
) -> None:
    (inbox / "a.txt").write_text("first")
    (inbox / "b.txt").hardlink_to(inbox / "a.txt")
    before = found(inbox)
    assert list(before) == ["a.txt"]
    assert ignored(inbox) == {"b.txt": "seen-already"}
    (inbox / "b.txt").write_text("rewritten by its other name")
    after = found(inbox)
    assert after["a.txt"].signature != before["a.txt"].signature
    assert read(after["a.txt"], POLICY) == b"rewritten by its other name"
    (inbox / "a.txt").unlink()
    assert list(found(inbox)) == ["b.txt"]


def test_faults_a12_many_files_take_little_memory_and_come_at_once(inbox: Path) -> None:
    descriptor = os.open(inbox, os.O_RDONLY)
    for number in range(20_000):
        file = os.open(f"{number:06}.txt", os.O_CREAT | os.O_WRONLY, dir_fd=descriptor)
        os.write(file, b"x")
        os.close(file)
    os.close(descriptor)
    tracemalloc.start()
    try:
        sightings = scan(inbox)
        first = [location_of(sighting).path for sighting in islice(sightings, 3)]
        found_more = sum(isinstance(sighting, Found) for sighting in sightings)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert first == ["000000.txt", "000001.txt", "000002.txt"]
    assert found_more == 20_000 - 3
    assert peak < 200 * 20_000, "a name in memory, not a sighting"


def test_faults_a16_times_in_the_past_and_in_the_future_change_nothing(
    inbox: Path, found: FoundIn
) -> None:
    for name, when in (("old", 0), ("new", 4_070_908_800), ("negative", -86_400)):
        (inbox / name).write_text(name)
        os.utime(inbox / name, (when, when))
    assert {path: read(dump, POLICY) for path, dump in found(inbox).items()} == {
        "new": b"new", "negative": b"negative", "old": b"old",
    }  # fmt: skip


ODD_NAMES = (
    b"caf\xe9.txt", b"caf\xc3\xa9.txt", b"cafe\xcc\x81.txt", b"two\nlines.txt", b"-rf", b"--help",
    b"'; drop table dumps; --", b'"quoted"', b"$(reboot)", b"`id`", b"%s%n", b"\x1b[2J.txt",
    b"back\\slash", b"back\\\\slash", b"\\xe9", b"\xe9", b"   ", b"con.html", b"NUL", b"a:b|c?d*e",
    b"x" * 255, "🦊.txt".encode(), "gpj.\u202etxt".encode(), "\u200b".encode(),
    b"Case.txt", b"case.txt", b"{name}", b"\xff" * 255, b"\xed\xa0\x80", b"\x01\x02\x7f",
)  # fmt: skip


def test_faults_a19_every_name_is_found_shown_and_read(inbox: Path, found: FoundIn) -> None:
    for number, name in enumerate(ODD_NAMES):
        (inbox / os.fsdecode(name)).write_bytes(b"%d" % number)
    dumps = found(inbox)
    contents = {unprintable(path): read(dump, POLICY) for path, dump in dumps.items()}
    assert contents == {name: b"%d" % number for number, name in enumerate(ODD_NAMES)}
    assert all(path.encode() and path.isprintable() for path in dumps)


def test_faults_a19_a_folder_may_have_such_a_name_too(tmp_path: Path, found: FoundIn) -> None:
    folder = tmp_path / os.fsdecode(b"in\xe9\n\\box")
    (folder / os.fsdecode(b"sub\xff")).mkdir(parents=True)
    (folder / os.fsdecode(b"sub\xff") / "a").write_text("x")
    ((path, dump),) = found(folder).items()
    assert path == r"sub\xff/a"
    assert dump.directory.endswith(r"in\xe9\x0a\\box")
    assert read(dump, POLICY) == b"x"


def test_faults_a20_a_path_longer_than_path_max_is_read(inbox: Path, found: FoundIn) -> None:
    _dig(inbox, ["f" * 255] * 20, "a.txt", b"deep")
    try:
        (dump,) = found(inbox).values()
        assert len(dump.path) > 5000
        assert read(dump, POLICY) == b"deep"
    finally:
        subprocess.run(["rm", "-rf", inbox], check=True)


def test_faults_a20_a_thousand_levels_end_at_the_limit(inbox: Path, ignored: IgnoredIn) -> None:
    _dig(inbox, ["d"] * 1000, "a.txt", b"deeper")
    (inbox / "e.txt").write_text("x")
    try:
        sightings = list(scan(inbox))
    finally:
        subprocess.run(["rm", "-rf", inbox], check=True)
    assert [type(sighting) for sighting in sightings] == [Ignored, Found]
    assert sightings[0].rule is IgnoreRule.TOO_DEEP
    assert sightings[0].path.count("/") == POLICY.max_depth


def _dig(top: Path, folders: list[str], name: str, content: bytes) -> None:
    parent = os.open(top, os.O_RDONLY)
    for folder in folders:
        os.mkdir(folder, dir_fd=parent)
        child = os.open(folder, os.O_RDONLY, dir_fd=parent)
        os.close(parent)
        parent = child
    file = os.open(name, os.O_CREAT | os.O_WRONLY, dir_fd=parent)
    os.write(file, content)
    os.close(file)
    os.close(parent)


_MOUNTED = """
import sys; from pathlib import Path; from feedsvc.inbox import *
for sighting in scan(Path(sys.argv[1])):
    rule = getattr(sighting, "rule", None)
    print(location_of(sighting).path, rule or read(sighting.dump, InboxPolicy()))
"""


def _in_own_mounts(mounts: str, inbox: Path) -> str:
    """Scan and read in a mount namespace of its own."""
    if shutil.which("unshare") is None or os.geteuid() != 0:
        pytest.skip("only root mounts")
    script = f'set -e; {mounts}; exec "$PYTHON" -c "$SCAN" .'
    result = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script],
        cwd=inbox, env=os.environ | {"PYTHON": sys.executable, "SCAN": _MOUNTED,
                                     "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip
    if "mount:" in result.stderr or "unshare:" in result.stderr:
        pytest.skip("mounts are not permitted here")
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_faults_a20_a_folder_mounted_into_itself_is_met_once(inbox: Path) -> None:
    (inbox / "a" / "b").mkdir(parents=True)
    (inbox / "a" / "file").write_text("x")
    output = _in_own_mounts("mount --bind a a/b", inbox)
    assert output.splitlines() == ["a/b seen-already", "a/file b'x'"]


def test_a_read_only_mount_is_all_that_is_needed(inbox: Path) -> None:
    (inbox / "a").mkdir()
    (inbox / "a" / "file").write_text("x")
    mounts = """mount --bind "$PWD" "$PWD"; cd "$PWD"; mount -o remount,bind,ro "$PWD"
        ! touch new 2>/dev/null"""
    assert _in_own_mounts(mounts, inbox).splitlines() == ["a/file b'x'"]


def test_nothing_in_the_folder_is_changed_by_looking(inbox: Path, found: FoundIn) -> None:
    for path in ("a.txt", "b/c.txt", ".hidden", "empty"):
        (inbox / path).parent.mkdir(exist_ok=True)
        (inbox / path).write_text("" if path == "empty" else "x")

    def state() -> list[tuple[object, ...]]:
        every = [inbox, *sorted(inbox.rglob("*"))]
        return [
            (path, s.st_ino, s.st_mtime_ns, s.st_ctime_ns) for path in every if (s := path.stat())
        ]

    before = state()
    for dump in found(inbox).values():
        read(dump, POLICY)
    assert state() == before


def test_faults_a22_an_empty_file_is_ignored_by_rule_and_nearly_empty_ones_are_read(
    inbox: Path, found: FoundIn, ignored: IgnoredIn
) -> None:
    contents = {"bom": b"\xef\xbb\xbf", "nuls": b"\0" * 9, "spaces": b" \n\t\n"}
    for name, content in contents.items():
        (inbox / name).write_bytes(content)
    (inbox / "empty").touch()
    assert ignored(inbox) == {"empty": "empty"}
    assert {path: read(dump, POLICY) for path, dump in found(inbox).items()} == contents


def test_a_scan_that_is_given_up_leaves_no_descriptor_open(
    inbox: Path, open_descriptors: Callable[[], int]
) -> None:
    (inbox / "a" / "b").mkdir(parents=True)
    (inbox / "a" / "b" / "c").write_text("x")
    before = open_descriptors()
    sightings = scan(inbox)
    assert isinstance(next(sightings), Found)
    assert open_descriptors() > before
    sightings.close()  # type: ignore[attr-defined] # it is a generator
    assert open_descriptors() == before
    list(scan(inbox))
    assert open_descriptors() == before


def test_running_out_of_descriptors_says_nothing_about_the_folder(inbox: Path) -> None:
    """A folder that we lack the means to open is not "unreadable": the scan fails as a whole."""
    import resource

    (inbox / "a" / "b" / "c").mkdir(parents=True)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.dup(0)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free + 4, hard))
    try:
        with pytest.raises(InboxError, match="Too many open files"):
            list(scan(inbox))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
