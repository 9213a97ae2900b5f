"""The owner's rulings: each comes into force, survives, and can be taken back."""

from collections.abc import Callable
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest

from feedsvc.errors import StoreError
from feedsvc.model import Act, Article, Fingerprint, RevisionKind, Ruling
from feedsvc.store import entries, families, rulings, search
from feedsvc.store.engine import Database

At = Callable[[float], datetime]


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


@pytest.fixture
def stories(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    at: At,
) -> None:
    """Three entries; the first has a second version that is another story altogether."""
    with database.writing() as transaction:
        for minute, name in enumerate(("quay", "isle", "bay")):
            one = article(title=f"News of the {name}", text=f"What the {name} said.")
            entries.add(transaction, _id(name), one, mark(minute, text_hash=name), at(minute))
        entries.revise(
            transaction,
            _id("quay"),
            article(title="Regatta", text="A boat race of 40 boats."),
            mark(90, text_hash="regatta"),
            at(10),
            kind=RevisionKind.MATERIAL,
            supersedes=True,
        )


def _give(database: Database, ruling: Ruling, now: datetime) -> tuple[int, bool]:
    with database.writing() as transaction:
        number = rulings.keep(transaction, ruling).number
        return number, rulings.enact(transaction, number, now)


def _shown(database: Database) -> dict[str, str]:
    with database.reading() as transaction:
        newest = entries.newest(transaction, 9)
        found = {str(entry.id): entry.article.title for entry in newest}
        for entry in newest:
            assert entry.id in [one.id for one in search.find(transaction, entry.article.title, 9)]
        return found


def _titles(database: Database) -> list[str]:
    return sorted(_shown(database).values())


@pytest.mark.usefixtures("stories")
def test_a_merge_folds_and_its_undoing_unfolds_what_belongs_to_it(
    database: Database, at: At
) -> None:
    with database.writing() as transaction:
        entries.fold(transaction, [_id("bay")], _id("isle"))
    before = _shown(database)
    ruling = Ruling(act=Act.MERGE, entry=_id("quay"), other=_id("bay"), taken=at(20))
    number, is_in_force = _give(database, ruling, at(20))
    assert is_in_force
    assert _titles(database) == ["Regatta"]
    with database.writing() as transaction:
        assert families.root_of(transaction, _id("isle")) == _id("quay")
        rulings.undo(transaction, number, at(30))
        assert rulings.listed(transaction) == ()
        assert [kept.undone for kept in rulings.listed(transaction, undone=True)] == [at(30)]
        assert families.root_of(transaction, _id("isle")) == _id("isle")
    assert set(_shown(database)) >= {str(_id("quay"))}
    assert set(before) == set(_shown(database))


@pytest.mark.usefixtures("stories")
def test_a_split_takes_versions_along_and_updates_what_shows_another_text_now(
    database: Database, at: At
) -> None:
    ruling = Ruling(
        act=Act.SPLIT, entry=_id("quay"), other=_id("race"), texts=("regatta",), taken=at(20)
    )
    number, is_in_force = _give(database, ruling, at(20))
    assert is_in_force
    shown = _shown(database)
    assert shown[str(_id("race"))] == "Regatta"
    assert shown[str(_id("quay"))] == "News of the quay"
    with database.reading() as transaction:
        old, new = (entries.get(transaction, _id(name)) for name in ("quay", "race"))
        assert old is not None
        assert new is not None
        assert (old.first_seen, old.updated, old.revision) == (at(0), at(20), 1)
        assert (new.first_seen, new.revision) == (at(20), 1)
        pair = frozenset((_id("quay"), _id("race")))
        assert rulings.apart(transaction, pair) == {pair}
        assert rulings.apart(transaction, [_id("quay"), _id("isle")]) == frozenset()
        assert entries.next_number(transaction, 1) == 3, "a number is not given twice"
    with database.writing() as transaction:
        rulings.undo(transaction, number, at(30))
        assert rulings.apart(transaction, pair) == frozenset()
    assert _shown(database)[str(_id("quay"))] == "Regatta"
    with database.reading() as transaction:
        assert entries.folded(transaction) == {_id("race"): _id("quay")}, "its link leads somewhere"


@pytest.mark.usefixtures("stories")
def test_a_split_of_a_folded_entry_unfolds_it_and_they_stay_apart(
    database: Database, at: At
) -> None:
    with database.writing() as transaction:
        entries.fold(transaction, [_id("bay")], _id("isle"))
        entries.fold(transaction, [_id("isle")], _id("quay"))
    ruling = Ruling(act=Act.SPLIT, entry=_id("quay"), other=_id("isle"), taken=at(20))
    assert _give(database, ruling, at(20))[1]
    assert _titles(database) == ["News of the isle", "Regatta"]
    with database.reading() as transaction:
        assert entries.folded(transaction) == {_id("bay"): _id("isle")}
        pair = frozenset((_id("quay"), _id("isle")))
        assert rulings.apart(transaction, pair) == {pair}


@pytest.mark.usefixtures("stories")
def test_the_first_version_of_an_entry_never_leaves_it(database: Database, at: At) -> None:
    texts = ("quay", "regatta")
    ruling = Ruling(act=Act.SPLIT, entry=_id("quay"), other=_id("race"), texts=texts, taken=at(20))
    assert _give(database, ruling, at(20))[1]
    assert _shown(database)[str(_id("quay"))] == "News of the quay"


@pytest.mark.usefixtures("stories")
def test_a_withdrawn_entry_is_shown_nowhere_and_versions_do_not_bring_it_back(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    at: At,
) -> None:
    with database.writing() as transaction:
        entries.fold(transaction, [_id("isle")], _id("quay"))
    ruling = Ruling(act=Act.WITHDRAW, entry=_id("isle"), taken=at(20))
    number, is_in_force = _give(database, ruling, at(20))
    assert is_in_force
    later = article(title="Regatta again", text="A boat race of 50 boats.")
    with database.writing() as transaction:
        entries.revise(
            transaction,
            _id("quay"),
            later,
            mark(91),
            at(25),
            kind=RevisionKind.MATERIAL,
            supersedes=True,
        )
        assert entries.withdrawn_since(transaction, _id("quay")) == at(20)
        assert search.find(transaction, "regatta", 9) == ()
        assert entries.get(transaction, _id("quay")) is None
        assert list(entries.load(transaction, [_id("quay")])) == []
        gone = [one.entry_id for one in entries.outlines(transaction) if one.is_withdrawn]
        assert gone == [_id("quay"), _id("isle")]
        pair = frozenset((_id("quay"), _id("bay")))
        assert rulings.apart(transaction, pair) == {pair}, "a tombstone takes nothing along"
    assert _titles(database) == ["News of the bay"]
    with database.writing() as transaction:
        rulings.undo(transaction, number, at(30))
    assert _titles(database) == ["News of the bay", "Regatta again"]


def test_a_ruling_waits_for_what_it_is_about(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    at: At,
) -> None:
    """In a store that is rebuilt, the rulings are there before the articles."""
    merge = Ruling(act=Act.MERGE, entry=_id("quay"), other=_id("bay"), taken=at(1))
    split = Ruling(act=Act.SPLIT, entry=_id("quay"), other=_id("isle"), taken=at(2))
    withdrawal = Ruling(act=Act.WITHDRAW, entry=_id("bay"), taken=at(3))
    for ruling in (merge, split, withdrawal):
        assert not _give(database, ruling, at(5))[1]
    with database.writing() as transaction:
        assert len(rulings.waiting(transaction)) == 3
        entries.add(transaction, _id("bay"), article(), mark(1), at(6))
        rulings.enact_withdrawals(transaction, _id("bay"), at(6))
        assert entries.newest(transaction, 9) == ()
        assert [kept.ruling for kept in rulings.waiting(transaction)] == [merge, split]
        entries.add(transaction, _id("quay"), article(), mark(2), at(7))
        assert rulings.enact(transaction, 1, at(7))
        assert not rulings.enact(transaction, 2, at(7))


@pytest.mark.usefixtures("stories")
def test_a_ruling_is_kept_once_and_one_that_was_undone_stays_undone(
    database: Database, at: At
) -> None:
    ruling = Ruling(act=Act.WITHDRAW, entry=_id("quay"), taken=at(20), title="Regatta", note="x")
    number, _ = _give(database, ruling, at(20))
    with database.writing() as transaction:
        rulings.undo(transaction, number, at(21))
        assert rulings.keep(transaction, ruling).number == number
        assert not rulings.enact(transaction, number, at(22))
        assert rulings.about(transaction, [_id("quay")]) == ()
        for wrong in (number, number + 1):
            with pytest.raises(StoreError, match=str(wrong)):
                rulings.undo(transaction, wrong, at(23))
    assert "Regatta" in _titles(database)
