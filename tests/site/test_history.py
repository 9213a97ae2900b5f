"""The site remembers what each feed has shown."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import bay
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc import feeds, site
from feedsvc.errors import PublishError
from feedsvc.feeds.readers import History, Showing
from feedsvc.site.history import HISTORY_FOLDER, parse

NOW = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
A, B, C = (bay.make_entry(number).urn for number in range(3))


def test_what_came_and_what_left_is_read_back(tmp_path: Path) -> None:
    site.remember(tmp_path, "all", [A, B], NOW)
    site.remember(tmp_path, "all", [B, C], NOW + timedelta(hours=1))
    assert site.history(tmp_path, "all") == History(
        {
            A: Showing(since=NOW, until=NOW + timedelta(hours=1)),
            B: Showing(since=NOW),
            C: Showing(since=NOW + timedelta(hours=1)),
        }
    )


def test_an_entry_that_returns_is_there_again(tmp_path: Path) -> None:
    for hours, shown in enumerate(([A], [], [A])):
        site.remember(tmp_path, "all", shown, NOW + timedelta(hours=hours))
    assert site.history(tmp_path, "all").showings[A].since == NOW + timedelta(hours=2)
    assert not site.history(tmp_path, "all").has_left(A)


def test_nothing_is_written_while_nothing_changes(tmp_path: Path) -> None:
    site.remember(tmp_path, "all", [A, B], NOW)
    before = (tmp_path / HISTORY_FOLDER / "all").read_bytes()
    site.remember(tmp_path, "all", [B, A], NOW + timedelta(days=1))
    assert (tmp_path / HISTORY_FOLDER / "all").read_bytes() == before


def test_a_line_that_was_cut_short_costs_itself_alone(tmp_path: Path) -> None:
    site.remember(tmp_path, "all", [A, B], NOW)
    file = tmp_path / HISTORY_FOLDER / "all"
    file.write_bytes(file.read_bytes()[:-4])
    cut = set(site.history(tmp_path, "all").showings)
    assert cut <= {A, B}
    assert len(cut) >= 1
    site.remember(tmp_path, "all", [A, B, C], NOW)
    assert set(site.history(tmp_path, "all").showings) == {A, B, C}


@given(st.binary(max_size=200))
def test_any_bytes_are_a_history(content: bytes) -> None:
    assert isinstance(parse(content), History)


@given(st.lists(st.frozensets(st.sampled_from([A, B, C])), max_size=6))
def test_what_has_left_is_what_was_shown_and_is_not_now(steps: list[frozenset[str]]) -> None:
    known = History()
    for hours, shown in enumerate(steps):
        known = known.after(shown, NOW + timedelta(hours=hours))
    ever = frozenset[str]().union(*steps)
    now = steps[-1] if steps else frozenset()
    assert {entry_id for entry_id in (A, B, C) if known.has_left(entry_id)} == ever - now


def test_what_returns_has_left_and_stands_below_all_that_is_out(tmp_path: Path) -> None:
    shown = feeds.render(bay.DEFINITION, [bay.make_entry(1)], bay.ADDRESSES)
    site.write(tmp_path, shown.files)
    site.remember(tmp_path, "all", [A, B], NOW)
    site.remember(tmp_path, "all", [B], NOW)
    assert site.returning(tmp_path, "all", [C, B, A]) == {A}
    assert site.returning(tmp_path, "all", [B]) == frozenset()
    assert site.returning(tmp_path / "none yet", "all", [A]) == frozenset()


def test_what_the_owner_gives_back_in_the_middle_is_not_kept_away(tmp_path: Path) -> None:
    """Withdrawn and restored: it stood above what is out, and does so again."""
    shown = feeds.render(bay.DEFINITION, [bay.make_entry(1)], bay.ADDRESSES)
    site.write(tmp_path, shown.files)
    site.remember(tmp_path, "all", [A, B], NOW)
    site.remember(tmp_path, "all", [B], NOW)
    assert site.returning(tmp_path, "all", [A, B]) == frozenset()


def test_a_document_that_cannot_be_read_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / "feeds/all").mkdir(parents=True)
    (tmp_path / "feeds/all/feed.json").write_text("{")
    site.remember(tmp_path, "all", [A], NOW)
    site.remember(tmp_path, "all", [], NOW)
    assert site.returning(tmp_path, "all", [A]) == {A}


def test_a_folder_that_is_a_file_is_an_error_of_publishing(tmp_path: Path) -> None:
    (tmp_path / HISTORY_FOLDER).write_text("")
    with pytest.raises(PublishError):
        site.remember(tmp_path, "all", [A], NOW)
