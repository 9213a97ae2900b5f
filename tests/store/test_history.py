"""Histories: every version is kept, and told in the order in which it came."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest

from feedsvc.model import Article, Fingerprint, History, RevisionKind
from feedsvc.store import entries, history
from feedsvc.store.engine import Database, Transaction

FERRY, MARKET = (uuid5(NAMESPACE_URL, name) for name in ("ferry", "market"))
MATERIAL, COSMETIC, COPY = RevisionKind.MATERIAL, RevisionKind.COSMETIC, RevisionKind.COPY


@pytest.fixture
def told(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    at: Callable[[float], datetime],
) -> Database:
    """A ferry of five versions, the fourth older than the third; a market of one."""

    def revise(transaction: Transaction, number: int, kind: RevisionKind, **fields: object) -> None:
        supersedes = bool(fields.pop("supersedes", True))
        entries.revise(
            transaction,
            FERRY,
            article(title=f"Ferry {number}", **fields),
            mark(number),
            at(number),
            kind=kind,
            supersedes=supersedes,
            change=f"change {number}",
        )

    with database.writing() as transaction:
        entries.add(transaction, FERRY, article(title="Ferry 1"), mark(1), at(1))
        entries.add(transaction, MARKET, article(title="Market"), mark(9), at(1))
        revise(transaction, 2, COSMETIC)
        revise(transaction, 3, MATERIAL)
        revise(transaction, 4, MATERIAL, supersedes=False)
        revise(transaction, 5, MATERIAL)
        revise(transaction, 6, COPY, publisher="Coast Courier", url="https://coast.example/f")
    return database


def _of(database: Database, entry_id: UUID) -> History:
    with database.reading() as transaction:
        (found,) = history.load(transaction, [entry_id])
    return found


def test_every_version_is_told_in_the_order_of_its_coming(told: Database) -> None:
    versions = _of(told, FERRY).versions
    assert [one.title for one in versions] == [f"Ferry {number}" for number in range(1, 7)]
    assert [one.kind for one in versions] == [None, COSMETIC, MATERIAL, MATERIAL, MATERIAL, COPY]
    assert [one.took_over for one in versions] == [False, False, True, False, True, False]
    assert [one.change for one in versions][:2] == ["", "change 2"]
    assert (versions[-1].publisher, versions[-1].url) == (
        "Coast Courier",
        "https://coast.example/f",
    )


def test_changes_lead_from_each_version_that_was_shown_to_the_next(told: Database) -> None:
    changes = _of(told, FERRY).changes
    assert [(one.before.title, one.after.title) for one in changes] == [
        ("Ferry 3", "Ferry 5"),
        ("Ferry 1", "Ferry 3"),
    ]
    assert [one.reason for one in changes] == ["change 5", "change 3"]
    assert _of(told, MARKET).changes == ()


def test_a_change_has_the_same_id_in_its_outline_and_in_its_entrys_history(told: Database) -> None:
    with told.reading() as transaction:
        outlines = history.outlines(transaction)
        whole = [history.change(transaction, outline) for outline in outlines]
    assert [one and one.after.title for one in whole] == ["Ferry 3", "Ferry 5"]
    assert [one.id for one in outlines] == [one.id for one in reversed(_of(told, FERRY).changes)]
    assert len({one.id for one in outlines}) == 2


def test_only_entries_of_several_versions_have_a_history_and_each_version_moves_it(
    told: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    noon: datetime,
) -> None:
    with told.reading() as transaction:
        before = history.counts(transaction)
    with told.writing() as transaction:
        entries.revise(
            transaction, FERRY, article(), mark(7), noon, kind=COSMETIC, supersedes=False
        )
    with told.reading() as transaction:
        after = history.counts(transaction)
    assert set(before) == set(after) == {FERRY}
    assert before != after


def test_a_folded_entrys_versions_are_told_with_those_of_what_it_turned_out_to_be(
    told: Database,
) -> None:
    with told.reading() as transaction:
        outlines = history.outlines(transaction)
    with told.writing() as transaction:
        entries.fold(transaction, [FERRY], MARKET)
    found = _of(told, MARKET)
    assert len(found.versions) == 7
    assert {one.of for one in found.versions} == {FERRY, MARKET}
    assert found.changes == (), "they were changes of another item"
    with told.reading() as transaction:
        assert list(history.counts(transaction)) == [MARKET]
        kept = history.outlines(transaction)
        assert [one.id for one in kept] == [one.id for one in outlines], "archives keep them"
        assert not any(one.is_shown for one in kept)
        assert [history.change(transaction, outline) for outline in outlines] == [None, None]


def test_of_very_many_versions_the_newest_are_told(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    at: Callable[[float], datetime],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(history, "MAX_VERSIONS", 4)
    monkeypatch.setattr(history, "MAX_CHANGES", 2)
    first = article(title="Ferry 0")
    with database.writing() as transaction:
        entries.add(transaction, FERRY, first, mark(0), at(0))
        for number in range(1, 9):
            entries.revise(
                transaction,
                FERRY,
                replace(first, title=f"Ferry {number}"),
                mark(number),
                at(number),
                kind=MATERIAL,
                supersedes=True,
            )
    found = _of(database, FERRY)
    assert [one.number for one in found.versions] == [6, 7, 8, 9]
    assert [one.after.title for one in found.changes] == ["Ferry 8", "Ferry 7"]
