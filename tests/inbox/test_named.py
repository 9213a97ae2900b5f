"""Paths named on the command line go the same way, and have the same row in the ledger."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from feedsvc.errors import InboxError
from feedsvc.inbox import (
    Found,
    Ignored,
    InboxPolicy,
    directory_name,
    dumps_at,
    locations,
    read,
    scan,
)
from feedsvc.model import Dump

FoundIn = Callable[[Path], dict[str, Dump]]


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("a")
    (folder / "sub" / "b.txt").write_text("b")
    (folder / ".hidden").write_text("h")
    return folder


def _places(*sightings: Found | Ignored) -> list[tuple[str, str]]:
    places = [s.dump if isinstance(s, Found) else s for s in sightings]
    return [(place.directory, place.path) for place in places]


def test_a_named_file_of_the_inbox_is_sighted_as_the_scan_sights_it(inbox: Path) -> None:
    (inbox / "sub").mkdir()
    for name in ("a.txt", "sub/b.txt", "sub/.hidden"):
        (inbox / name).write_text("x")
    everything = list(scan(inbox))
    assert list(dumps_at([inbox], inbox)) == everything
    assert list(dumps_at([inbox / "a.txt"], inbox)) == everything[:1]
    assert list(dumps_at([inbox / "sub"], inbox)) == everything[1:]
    assert list(dumps_at([inbox.parent], inbox)) == everything
    assert list(dumps_at([inbox / "sub", inbox / "a.txt", inbox], inbox)) == (
        everything[1:] + everything[:1]
    )


def test_a_relative_path_is_the_same_path(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (inbox / "a.txt").write_text("x")
    monkeypatch.chdir(inbox)
    assert list(dumps_at([Path("a.txt")], inbox)) == list(scan(inbox))
    assert list(dumps_at([Path()], Path())) == list(scan(inbox))


def test_named_paths_outside_the_inbox_have_their_own_folder(inbox: Path, outside: Path) -> None:
    sightings = list(dumps_at([outside / "a.txt", outside / "sub"], inbox))
    assert _places(*sightings) == [(str(outside), "a.txt"), (str(outside / "sub"), "b.txt")]
    texts = [read(s.dump, InboxPolicy()) for s in sightings if isinstance(s, Found)]
    assert texts == [b"a", b"b"]


def test_a_named_file_is_taken_whatever_its_name(inbox: Path, outside: Path) -> None:
    (inbox / "late.tmp").write_text("x")
    (inbox / "link.txt").symlink_to(outside / "a.txt")
    paths = [inbox / "late.tmp", outside / ".hidden", inbox / "link.txt"]
    sightings = list(dumps_at(paths, inbox))
    assert all(isinstance(sighting, Found) for sighting in sightings)
    assert _places(*sightings) == [
        (str(inbox), "late.tmp"),
        (str(outside), ".hidden"),
        (str(outside), "a.txt"),
    ]


def test_what_is_named_but_no_file_is_accounted_for(inbox: Path, outside: Path) -> None:
    os.mkfifo(outside / "fifo")
    (outside / "empty").touch()
    (inbox / "dangling").symlink_to("nowhere")
    names = [inbox / "missing.txt", outside / "a.txt" / "b", outside / "fifo", outside / "empty"]
    sightings = list(dumps_at([*names, inbox / "dangling"], inbox))
    assert [str(s.rule) for s in sightings if isinstance(s, Ignored)] == [
        "missing", "missing", "not-a-regular-file", "empty", "missing",
    ]  # fmt: skip
    assert _places(sightings[0]) == [(str(inbox), "missing.txt")]


def test_a_named_folder_that_cannot_be_read_is_an_error(
    open_folder: Path, unprivileged: Callable[[], object]
) -> None:
    (open_folder / "locked").mkdir(mode=0)
    with unprivileged(), pytest.raises(InboxError, match="rights"):  # type: ignore[attr-defined]
        list(dumps_at([open_folder / "locked"]))


@pytest.mark.parametrize("exists", [True, False])
def test_the_ledger_can_be_asked_about_a_path_that_is_gone(
    inbox: Path, outside: Path, exists: bool
) -> None:
    odd = inbox / os.fsdecode(b"odd\xff\n.txt")
    if exists:
        odd.write_text("x")
    place, *rest = locations(odd, inbox)
    assert (place.directory, place.path) == (directory_name(inbox), r"odd\xff\x0a.txt")
    assert rest == []
    elsewhere = next(locations(outside / "a.txt", inbox))
    assert (elsewhere.directory, elsewhere.path) == (directory_name(outside), "a.txt")


def test_a_link_and_a_file_in_a_folder_are_known_by_several_names(
    inbox: Path, outside: Path
) -> None:
    (outside / "secret.txt").write_text("x")
    (inbox / "link.txt").symlink_to(outside / "secret.txt")
    itself, target = locations(inbox / "link.txt", inbox)
    assert (itself.directory, itself.path) == (directory_name(inbox), "link.txt")
    assert (target.directory, target.path) == (directory_name(outside), "secret.txt")
    names = [place.path for place in locations(inbox / "shut" / "deep" / "a.txt", inbox)]
    assert names == ["shut/deep/a.txt", "shut/deep", "shut"]
