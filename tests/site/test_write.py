"""Files go out whole or not at all, unchanged ones stay, and nobody else's are touched."""

import gzip
import os
import stat
import sys
import threading
import time
from pathlib import Path
from typing import Any

import brotli
import pytest
import time_machine

from feedsvc import site
from feedsvc.errors import PublishError
from feedsvc.model import RenderedFile
from feedsvc.site import compress, manifest
from feedsvc.site.compress import sibling_paths
from feedsvc.site.folder import TEMPORARY_SUFFIX, Folder
from feedsvc.site.manifest import MANIFEST_FILE, Manifest

FEED = "feeds/all/atom.xml"
WITH_SIBLINGS = {FEED, *sibling_paths(FEED, 10_000)}  # with .zst where there is a library
LONG = b"<feed>" + b"ferry " * 400 + b"</feed>"


def rendered(path: str = FEED, content: bytes = LONG, stamp: str = "") -> RenderedFile:
    return RenderedFile(path=path, content=content, stamp=stamp)


def names(directory: Path) -> set[str]:
    """Every file in the folder but our own books."""
    found = (p.relative_to(directory).as_posix() for p in directory.rglob("*") if p.is_file())
    return {name for name in found if not name.startswith(".feedsvc")}


def signature(path: Path) -> tuple[int, int, bytes]:
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, path.read_bytes()


def test_files_are_written_with_their_folders(tmp_path: Path) -> None:
    report = site.write(tmp_path / "not" / "yet", [rendered(), rendered("index.html", b"home")])
    assert report.written == (FEED, "index.html")
    assert (tmp_path / "not/yet" / FEED).read_bytes() == LONG
    assert names(tmp_path / "not/yet") == {*WITH_SIBLINGS, "index.html"}


def test_feeds_47_an_unchanged_file_is_left_alone_bytes_and_mtime(tmp_path: Path) -> None:
    site.write(tmp_path, [rendered()])
    before = [signature(tmp_path / name) for name in sorted(names(tmp_path) | {MANIFEST_FILE})]
    for _ in range(10):
        report = site.write(tmp_path, [rendered()], keep={FEED})
        assert (report.written, report.unchanged, report.removed) == ((), 1, ())
    assert [signature(tmp_path / n) for n in sorted(names(tmp_path) | {MANIFEST_FILE})] == before


def test_feeds_30_the_date_rises_by_a_second_with_each_change(tmp_path: Path) -> None:
    seconds = []
    for number in range(3):
        site.write(tmp_path, [rendered(content=LONG + bytes([number]))])
        seconds.append(int((tmp_path / FEED).stat().st_mtime))
        assert seconds[-1] <= time.time()
    assert seconds == sorted(set(seconds))


@pytest.mark.timeout(60)
def test_a_file_that_someone_dated_far_ahead_does_not_hold_up_anything(tmp_path: Path) -> None:
    site.write(tmp_path, [rendered()])
    os.utime(tmp_path / FEED, (4e9, 4e9))
    site.write(tmp_path, [rendered(content=LONG + b"2")])
    assert (tmp_path / FEED).stat().st_mtime <= time.time()


def test_feeds_36_the_compressed_siblings_are_the_same_bytes_every_day(tmp_path: Path) -> None:
    site.write(tmp_path / "a", [rendered()])
    with time_machine.travel("2031-05-01", tick=True):
        site.write(tmp_path / "b", [rendered()])
    for suffix in (".gz", ".br"):
        packed = (tmp_path / "a" / f"{FEED}{suffix}").read_bytes()
        assert packed == (tmp_path / "b" / f"{FEED}{suffix}").read_bytes()
        assert (gzip if suffix == ".gz" else brotli).decompress(packed) == LONG


def test_feeds_36_zstd_where_there_is_a_library(tmp_path: Path) -> None:
    zstd = pytest.importorskip(
        "compression.zstd" if sys.version_info >= (3, 14) else "zstandard",
        reason="zstandard is not installed",
    )
    site.write(tmp_path, [rendered()])
    assert zstd.decompress((tmp_path / f"{FEED}.zst").read_bytes()) == LONG


def test_feeds_36_without_a_library_for_zstd_its_old_files_do_not_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was there, and somebody took it away: a stale sibling would be sent for the new file."""
    site.write(tmp_path, [rendered()])
    (tmp_path / f"{FEED}.zst").write_bytes(b"of another day")
    monkeypatch.delitem(compress._CODERS, "zstd", raising=False)
    site.write(tmp_path, [rendered(content=LONG + b"2")])
    assert names(tmp_path) == {FEED, f"{FEED}.gz", f"{FEED}.br"}


def test_a_sibling_that_is_missing_is_made_again_without_touching_the_file(tmp_path: Path) -> None:
    site.write(tmp_path, [rendered()])
    before = signature(tmp_path / FEED)
    (tmp_path / f"{FEED}.gz").unlink()
    site.write(tmp_path, [rendered()])
    assert (tmp_path / f"{FEED}.gz").exists()
    assert signature(tmp_path / FEED) == before


def test_a_file_that_became_small_loses_its_sibling(tmp_path: Path) -> None:
    site.write(tmp_path, [rendered()])
    site.write(tmp_path, [rendered(content=b"<feed/>")])
    assert names(tmp_path) == {FEED}


def test_what_someone_changed_by_hand_is_put_right(tmp_path: Path) -> None:
    site.write(tmp_path, [rendered()])
    (tmp_path / FEED).write_bytes(b"x" * len(LONG))
    assert site.write(tmp_path, [rendered()]).written == (FEED,)
    assert (tmp_path / FEED).read_bytes() == LONG


def test_only_files_that_feedsvc_wrote_are_removed(tmp_path: Path) -> None:
    site.write(
        tmp_path, [rendered(), rendered("articles/1/index.html"), rendered("articles/2/index.html")]
    )
    (tmp_path / "articles/1/notes.txt").write_text("the owner's own")
    (tmp_path / "impressum.html").write_text("the owner's own")
    report = site.write(tmp_path, [rendered()], keep={FEED})
    assert report.removed == ("articles/1/index.html", "articles/2/index.html")
    assert names(tmp_path) == {*WITH_SIBLINGS, "articles/1/notes.txt", "impressum.html"}
    assert not (tmp_path / "articles/2").exists()


def test_files_that_are_kept_need_not_be_given(tmp_path: Path) -> None:
    site.write(tmp_path, [rendered("articles/1/index.html"), rendered()])
    report = site.write(tmp_path, [rendered()], keep={FEED, "articles/1/index.html"})
    assert report.removed == ()
    assert (tmp_path / "articles/1/index.html").exists()


def test_nothing_is_removed_while_a_feed_could_not_be_written(tmp_path: Path) -> None:
    """FAULTS G8: the old feed stays, and what it links to stays with it."""
    site.write(tmp_path, [rendered("articles/1/index.html"), rendered()])
    (tmp_path / "feeds/all/rss.xml").mkdir()
    report = site.write(tmp_path, [rendered("feeds/all/rss.xml")], keep={"feeds/all/rss.xml"})
    assert len(report.failures) == 1
    assert (tmp_path / "articles/1/index.html").exists()


def test_one_failing_file_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / FEED).mkdir(parents=True)
    report = site.write(tmp_path, [rendered(), rendered("feeds/sea/atom.xml")])
    assert report.written == ("feeds/sea/atom.xml",)
    assert [(failure.feed, FEED in failure.message) for failure in report.failures] == [
        ("all", True)
    ]


@pytest.mark.parametrize("place", [FEED, "feeds/all", "feeds"])
def test_a_symlink_in_the_way_leads_nowhere(tmp_path: Path, place: str) -> None:
    """FAULTS G4."""
    directory, outside = tmp_path / "site", tmp_path / "outside"
    outside.mkdir()
    (outside / "atom.xml").write_text("precious")
    (directory / place).parent.mkdir(parents=True)
    (directory / place).symlink_to(outside / "atom.xml" if place == FEED else outside)
    site.write(directory, [rendered(), rendered("index.html")])
    assert sorted(path.name for path in outside.rglob("*")) == ["atom.xml"]
    assert (outside / "atom.xml").read_text() == "precious"
    assert (directory / "index.html").exists()


@pytest.mark.parametrize(
    "path", ["../escape", "a/../../escape", "/etc/../../x/..", "a\0b", "a/./b"]
)
def test_a_path_that_leaves_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    report = site.write(tmp_path / "site", [rendered(path)])
    assert len(report.failures) == 1
    assert list(tmp_path.iterdir()) == [tmp_path / "site"]


def test_a_name_that_the_system_refuses_is_a_failure_of_that_file_alone(tmp_path: Path) -> None:
    report = site.write(tmp_path, [rendered("x" * 300 + ".html"), rendered()])
    assert (len(report.failures), report.written) == (1, (FEED,))


def test_a_folder_that_cannot_be_used_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PublishError, match=r"cannot be used") as caught:
        site.write(tmp_path / "file", [rendered()])
    assert "site.directory" in caught.value.hint


def test_temporaries_of_an_interrupted_run_are_swept(tmp_path: Path) -> None:
    """FAULTS G1: cut short between writing and renaming."""
    site.write(tmp_path, [rendered()])
    with (tmp_path / MANIFEST_FILE).open("ab") as manifest:
        manifest.write(b"articles/9/index.html\n")
    left = tmp_path / "articles/9" / f".0123{TEMPORARY_SUFFIX}"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    site.write(tmp_path, [rendered()], keep={FEED})
    assert not left.exists()


@pytest.mark.parametrize("books", [None, b"", b"torn line", b"a\tb\tc\n", b"\xff\xfe\n"])
def test_lost_or_garbled_books_are_kept_anew(tmp_path: Path, books: bytes | None) -> None:
    site.write(tmp_path, [rendered()])
    left = tmp_path / "somewhere" / f".0123{TEMPORARY_SUFFIX}"
    left.parent.mkdir()
    left.write_bytes(b"half")
    (tmp_path / MANIFEST_FILE).unlink()
    if books is not None:
        (tmp_path / MANIFEST_FILE).write_bytes(books)
    site.write(tmp_path, [rendered()], keep={FEED})
    assert not left.exists()
    assert site.write(tmp_path, [], keep=set()).removed == (FEED,)
    assert names(tmp_path) == set()


def test_stamps_tell_what_need_not_be_rendered(tmp_path: Path) -> None:
    pages = [rendered(f"articles/{n}/index.html", stamp=f"x-{n}") for n in range(3)]
    site.write(tmp_path, [*pages, rendered()])
    (tmp_path / "articles/1/index.html").write_bytes(b"tampered")
    (tmp_path / "articles/2/index.html").unlink()
    assert site.stamps(tmp_path) == {"articles/0/index.html": "x-0"}


def test_stamps_of_a_folder_that_is_not_there_are_none(tmp_path: Path) -> None:
    assert site.stamps(tmp_path / "new") == {}


def test_a_failing_disk_leaves_the_old_file_and_no_temporary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAULTS G2: EIO at fsync."""
    site.write(tmp_path, [rendered()])

    def fails(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fails)
    report = site.write(tmp_path, [rendered(content=LONG + b"2")])
    monkeypatch.undo()
    assert "Input/output error" in report.failures[0].message
    assert (tmp_path / FEED).read_bytes() == LONG
    assert not list(tmp_path.rglob(f"*{TEMPORARY_SUFFIX}"))
    assert site.write(tmp_path, [rendered(content=LONG + b"2")]).written == (FEED,)


def test_each_file_is_on_disk_before_its_name_and_its_name_before_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAULTS G1: created new, written, flushed, renamed, the folder flushed: in this order."""
    calls: list[str] = []
    real_fsync, real_rename = os.fsync, os.rename

    def fsync(descriptor: int) -> None:
        calls.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        real_fsync(descriptor)

    def rename(*arguments: object, **keywords: object) -> None:
        calls.append("rename")
        real_rename(*arguments, **keywords)  # type: ignore[call-overload]

    folder = Folder(tmp_path)
    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "rename", rename)
    folder.replace("x.html", b"x")
    folder.close()
    assert calls == ["file", "rename", "folder"]


def test_a_reader_sees_whole_documents_only(tmp_path: Path) -> None:
    """INV3, with a reader that never stops reading."""
    versions = [b"A" * 50_000, b"B" * 70_000]
    site.write(tmp_path, [rendered(content=versions[0])])
    done, seen = threading.Event(), set()

    def read() -> None:
        while not done.is_set():
            seen.add((tmp_path / FEED).read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(5):
        site.write(tmp_path, [rendered(content=versions[number % 2])])
    done.set()
    reader.join()
    assert seen <= set(versions)


def test_one_process_publishes_at_a_time(tmp_path: Path) -> None:
    """FAULTS G5."""
    inside: list[int] = []

    def publish() -> None:
        with site.lock(tmp_path):
            inside.append(1)
            assert len(inside) == 1
            site.write(tmp_path, [rendered()])
            inside.pop()

    threads = [threading.Thread(target=publish) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not inside


def test_a_site_without_a_file_is_no_reason_to_look_everywhere(tmp_path: Path) -> None:
    site.write(tmp_path, [rendered()])
    site.write(tmp_path, [], keep=set())
    assert manifest.parse((tmp_path / MANIFEST_FILE).read_bytes()) == Manifest(is_complete=True)


def test_a_full_disk_leaves_the_old_file_and_no_temporary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAULTS G2: ENOSPC in the middle of a write."""
    site.write(tmp_path, [rendered()])
    real = os.fdopen

    def fdopen(descriptor: int, mode: str) -> Any:
        if mode == "wb":
            os.close(descriptor)
            return real(os.open("/dev/full", os.O_WRONLY), mode)
        return real(descriptor, mode)

    monkeypatch.setattr(os, "fdopen", fdopen)
    report = site.write(tmp_path, [rendered(content=LONG + b"2")])
    monkeypatch.undo()
    assert "No space left" in report.failures[0].message
    assert (tmp_path / FEED).read_bytes() == LONG
    assert not list(tmp_path.rglob(f"*{TEMPORARY_SUFFIX}"))


def test_a_lock_that_is_not_let_go_is_an_error_that_says_so(tmp_path: Path) -> None:
    with (
        site.lock(tmp_path),
        pytest.raises(PublishError, match=r"another process"),
        site.lock(tmp_path, wait_seconds=0.1),
    ):
        pytest.fail("two held it")


def test_an_error_of_the_caller_is_not_taken_for_one_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError), site.lock(tmp_path):
        raise ConnectionResetError("the database went away")


def test_a_folder_with_files_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("my own page")
    with (
        pytest.raises(PublishError, match="did not write") as caught,
        site.lock(tmp_path),
    ):
        pass
    assert "site.directory" in caught.value.hint
    (tmp_path / "index.html").unlink()
    (tmp_path / ".keep").touch()
    with site.lock(tmp_path):
        site.write(tmp_path, [rendered()])
    with site.lock(tmp_path):
        pass
