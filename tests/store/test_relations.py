"""Links between entries: related stories, and copies under other mastheads."""

from collections.abc import Callable
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from sqlalchemy import update

from feedsvc.model import Article, Fingerprint, RevisionKind
from feedsvc.store import entries
from feedsvc.store.engine import Database
from feedsvc.store.relations import MAX_RELATED, RelationKind, copies, relate, related
from feedsvc.store.tables import EntryRow


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


@pytest.fixture
def stories(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    at: Callable[[float], datetime],
) -> None:
    """Four entries of three papers, a minute apart."""
    papers = {"quay": "Quay Courier", "isle": "Isle Post", "bay": "Bay Times", "none": None}
    with database.writing() as transaction:
        for minute, (name, paper) in enumerate(papers.items()):
            one = article(title=name, publisher=paper, url=f"https://{name}.example/")
            entries.add(transaction, _id(name), one, mark(minute), at(minute))


@pytest.mark.usefixtures("stories")
def test_a_relation_holds_both_ways_and_the_newest_comes_first(database: Database) -> None:
    with database.writing() as transaction:
        relate(transaction, _id("bay"), [_id("quay")], RelationKind.RELATED, "the same names")
        relate(transaction, _id("none"), [_id("quay")] * 2, RelationKind.RELATED, "the same names")
        relate(transaction, _id("none"), [_id("quay")], RelationKind.RELATED, "said again")
    with database.reading() as transaction:
        found = related(transaction, [_id("quay"), _id("bay"), _id("isle")])
        assert copies(transaction, [_id("quay")]) == {}
    assert found == {_id("quay"): (_id("none"), _id("bay")), _id("bay"): (_id("quay"),)}


@pytest.mark.usefixtures("stories")
def test_a_folded_entry_counts_as_what_it_became_and_a_withdrawn_one_not_at_all(
    database: Database, at: Callable[[float], datetime]
) -> None:
    with database.writing() as transaction:
        relate(transaction, _id("bay"), [_id("quay")], RelationKind.RELATED, "")
        relate(transaction, _id("none"), [_id("isle")], RelationKind.RELATED, "")
        entries.fold(transaction, [_id("isle")], _id("quay"))
    with database.reading() as transaction:
        assert related(transaction, [_id("quay")]) == {_id("quay"): (_id("none"), _id("bay"))}
        assert related(transaction, [_id("none")]) == {_id("none"): (_id("quay"),)}
    with database.writing() as transaction:
        entries.fold(transaction, [_id("bay")], _id("quay"))  # no entry is related to itself
        withdraw = update(EntryRow).where(EntryRow.uuid == _id("none")).values(withdrawn=at(9))
        transaction.execute(withdraw)
    with database.reading() as transaction:
        assert related(transaction, [_id("quay")]) == {}


@pytest.mark.usefixtures("stories")
def test_a_page_lists_a_few_related_stories(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    at: Callable[[float], datetime],
) -> None:
    with database.writing() as transaction:
        for number in range(MAX_RELATED + 2):
            entries.add(
                transaction, _id(str(number)), article(), mark(50 + number), at(60 + number)
            )
            relate(transaction, _id(str(number)), [_id("quay")], RelationKind.RELATED, "")
    with database.reading() as transaction:
        found = related(transaction, [_id("quay")])
    assert found[_id("quay")] == tuple(_id(str(number)) for number in (6, 5, 4, 3, 2))


@pytest.mark.usefixtures("stories")
def test_copies_are_versions_under_other_mastheads_each_once_by_first_sight(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    at: Callable[[float], datetime],
) -> None:
    later = [("ISLE  post", 30), ("Quay Courier", 40), (None, 50), ("Late Star", 60)]
    with database.writing() as transaction:
        for publisher, minute in later:
            entries.revise(
                transaction,
                _id("quay"),
                article(title="copy", publisher=publisher, url="https://copy.example/"),
                mark(minute),
                at(minute),
                kind=RevisionKind.COPY,
                supersedes=False,
            )
        entries.fold(transaction, [_id("isle")], _id("quay"))
    with database.reading() as transaction:
        found = copies(transaction, [_id("quay"), _id("bay"), _id("none")])
    assert list(found) == [_id("quay")]
    assert [(one.publisher, one.title, one.first_seen) for one in found[_id("quay")]] == [
        ("Isle Post", "isle", at(1)),
        ("Late Star", "copy", at(60)),
    ]


@pytest.mark.usefixtures("stories")
def test_a_copy_that_is_an_item_of_its_own_is_named_with_it(
    database: Database, at: Callable[[float], datetime]
) -> None:
    with database.writing() as transaction:
        relate(transaction, _id("bay"), [_id("quay")], RelationKind.COPY, "the same words")
        relate(transaction, _id("none"), [_id("quay")], RelationKind.COPY, "the same words")
    with database.reading() as transaction:
        found = copies(transaction, [_id("quay"), _id("bay")])
        assert related(transaction, [_id("quay")]) == {}
    (there,), (back,) = found[_id("quay")], found[_id("bay")]
    assert (there.publisher, there.entry_id, there.first_seen) == ("Bay Times", _id("bay"), at(2))
    assert (back.publisher, back.entry_id, back.url) == (
        "Quay Courier",
        _id("quay"),
        "https://quay.example/",
    )
