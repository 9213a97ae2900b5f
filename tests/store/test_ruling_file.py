"""The decisions file: what is written is read back, and what makes no sense is refused whole."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.errors import ConfigError
from feedsvc.model import Act, Ruling
from feedsvc.store.ruling_file import MAX_BYTES, parse, read, serialize, write

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)
WORDS = st.text(st.characters(exclude_categories=["Cs"]))
MERGE = Ruling(act=Act.MERGE, entry=UUID(int=1), other=UUID(int=2), taken=NOON, title="Ferry")


@st.composite
def written(draw: st.DrawFn) -> Ruling:
    act = draw(st.sampled_from(Act))
    return Ruling(
        act=act,
        entry=draw(st.uuids()),
        taken=draw(st.datetimes(timezones=st.just(UTC))),
        other=None if act is Act.WITHDRAW else draw(st.uuids()),
        texts=tuple(draw(st.lists(HASHES, max_size=2))),
        title=draw(WORDS),
        note=draw(WORDS),
    )


@given(st.lists(written(), max_size=4))
def test_what_is_written_is_read_back(rulings: list[Ruling]) -> None:
    assert parse(serialize(rulings)) == tuple(rulings)


def test_it_reads_well() -> None:
    text = serialize([MERGE])
    assert text.startswith("# What the owner")
    assert 'act = "merge"\ntaken = 2026-11-02T12:00:00Z\nentry = "urn:uuid:0000' in text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[[decision]]", "[decision]", "two brackets"),
        ("version = 1", "version = 7", "version 7"),
        ("version = 1", "", "version None"),
        ("merge", "marge", "decision 1 makes no sense: 'marge'"),
        ("act =", "akt =", "decision 1: unknown key 'akt'"),
        ('title = "Ferry"', "texts = [12]", "12 is no hash"),
        ("12:00:00Z", "12:00:00", "no time with a zone"),
        ("urn:uuid:0000", "urn:uuid:00", "decision 1 makes no sense"),
        ("other = ", "note = ", "'other' is missing"),
        ("[[decision]]", "[[decision", "is not TOML"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(old: str, new: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(serialize([MERGE]).replace(old, new))
    assert said in caught.value.message
    assert "decisions export" in caught.value.hint


def test_no_file_means_no_rulings_and_an_unreadable_one_is_an_error(tmp_path: Path) -> None:
    assert read(tmp_path / "none.toml") == ()
    with pytest.raises(ConfigError, match="cannot be read"):
        read(tmp_path)
    (tmp_path / "latin").write_bytes(b'version = 1\nx = "\xe4"\n')
    with pytest.raises(ConfigError, match="UTF-8"):
        read(tmp_path / "latin")
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(ConfigError, match="more than"):
        read(tmp_path / "huge")


def test_the_file_is_replaced_whole_and_only_if_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    assert write(path, [MERGE])
    before = path.stat()
    assert not write(path, [MERGE])
    assert path.stat().st_ino == before.st_ino
    assert write(path, [])
    assert [file.name for file in tmp_path.iterdir()] == ["decisions.toml"]
    with pytest.raises(ConfigError, match="cannot be written"):
        write(tmp_path / "nowhere" / "decisions.toml", [])
