"""Entries: permanent ids, our times, and the candidates that a new article is held against."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest

from feedsvc.model import Article, Evidence, Fingerprint, RevisionKind
from feedsvc.store import entries
from feedsvc.store.candidates import CandidatePolicy, candidates
from feedsvc.store.engine import Database
from feedsvc.store.postings import Marks, holders


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


def test_an_article_comes_back_as_it_was_stored(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    at: Callable[[float], datetime],
) -> None:
    whole = article(
        summary="The ferry was late again.",
        standfirst="On waiting",
        authors=("Ines Ortmann", "Åke Brandt"),
        contributors=("Bea Lund",),
        published=datetime(2026, 11, 1, 7, 30, tzinfo=UTC),
        modified=datetime(2026, 11, 1, 9, tzinfo=UTC),
        publisher="Quay Courier",
        categories=("harbor", "travel"),
        url="https://quay.example/ferry",
        rights="© Quay Courier",
        truncated=True,
        evidence=(Evidence(field="title", rule="repeated line", lines=(3, 5), confidence=0.9),),
    )
    with database.writing() as transaction:
        entries.add(transaction, _id("ferry"), whole, mark(-(2**63), 2**63 - 1), at(0))
    with database.reading() as transaction:
        entry = entries.get(transaction, _id("ferry"))
        (known,) = candidates(transaction, whole, mark(), CandidatePolicy())
    assert entry is not None
    assert entry.article == whole == known.article
    assert (entry.first_seen, entry.updated, entry.revision) == (at(0), at(0), 1)
    assert known.fingerprint == mark(-(2**63), 2**63 - 1)


@pytest.mark.parametrize(
    ("kind", "supersedes", "shown", "moved"),
    [
        (RevisionKind.MATERIAL, True, "Ferry on time", True),
        (RevisionKind.COSMETIC, True, "Ferry late again", False),
        (RevisionKind.BOILERPLATE, True, "Ferry late again", False),
        (RevisionKind.MATERIAL, False, "Ferry late again", False),
    ],
)
def test_only_a_material_change_that_supersedes_is_shown(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    at: Callable[[float], datetime],
    kind: RevisionKind,
    supersedes: bool,
    shown: str,
    moved: bool,
) -> None:
    with database.writing() as transaction:
        entries.add(transaction, _id("ferry"), article(), mark(1), at(0))
        entries.revise(
            transaction,
            _id("ferry"),
            article(title="Ferry on time"),
            mark(2),
            at(5),
            kind=kind,
            supersedes=supersedes,
        )
    with database.reading() as transaction:
        entry = entries.get(transaction, _id("ferry"))
    assert entry is not None
    assert entry.article.title == shown
    assert entry.first_seen == at(0)
    assert entry.updated == (at(5) if moved else at(0))


def test_the_newest_come_by_first_seen(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    at: Callable[[float], datetime],
) -> None:
    with database.writing() as transaction:
        for number in range(5):
            published = datetime(2026, 1, 5 - number, tzinfo=UTC)
            entries.add(
                transaction,
                _id(str(number)),
                article(title=f"No. {number}", published=published),
                mark(number),
                at(number),
            )
    with database.reading() as transaction:
        found = entries.newest(transaction, 3)
        assert [entry.article.title for entry in found] == ["No. 4", "No. 3", "No. 2"]
        assert [entry.revision for entry in entries.outlines(transaction)] == [1] * 5
        some = [_id("1"), _id("3")]
        assert [entry.id for entry in entries.load(transaction, some)] == some


def test_a_candidate_shares_two_sampled_shingles(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    noon: datetime,
) -> None:
    with database.writing() as transaction:
        entries.add(transaction, _id("one"), article(), mark(1, 2, 3, 4), noon)
        entries.add(transaction, _id("two"), article(), mark(4, 5, 6, 7), noon)
        entries.add(transaction, _id("far"), article(), mark(8, 9), noon)
    with database.reading() as transaction:
        found = candidates(transaction, article(), mark(2, 3, 4, 5), CandidatePolicy())
        assert [known.entry_id for known in found] == [_id("one"), _id("two")]
        assert candidates(transaction, article(), mark(1, 99), CandidatePolicy()) == ()
        assert candidates(transaction, article(), mark(), CandidatePolicy()) == ()


def test_faults_b24_a_shingle_of_too_many_says_nothing_and_candidates_are_bounded(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    noon: datetime,
) -> None:
    policy = CandidatePolicy(max_postings=10, max_candidates=4)
    with database.writing() as transaction:
        for number in range(12):
            own = mark(1, 2, 100 + number, 200 + number % 6)
            entries.add(transaction, _id(str(number)), article(), own, noon)
    with database.reading() as transaction:
        assert candidates(transaction, article(), mark(1, 2), policy) == ()
        wide = mark(*range(100, 112), *range(200, 206))
        assert len(candidates(transaction, article(), wide, policy)) == 4


def test_an_equal_text_is_found_by_its_hash_and_a_page_by_its_url(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    noon: datetime,
) -> None:
    page = article(url="https://quay.example/ferry")
    with database.writing() as transaction:
        entries.add(transaction, _id("text"), article(), mark(text_hash="same"), noon)
        entries.add(transaction, _id("page"), page, mark(text_hash="other"), noon)
    with database.reading() as transaction:
        found = candidates(transaction, page, mark(text_hash="same"), CandidatePolicy())
    assert [known.entry_id for known in found] == [_id("text"), _id("page")]


def test_a_folded_entry_is_shown_no_longer_and_its_versions_find_the_other(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    at: Callable[[float], datetime],
) -> None:
    with database.writing() as transaction:
        for number, name in enumerate(("old", "middle", "young")):
            own = mark(10 * number + 1, 10 * number + 2)
            entries.add(transaction, _id(name), article(title=name), own, at(number))
        entries.fold(transaction, [_id("young")], _id("middle"))
        entries.fold(transaction, [_id("middle"), _id("old")], _id("old"))
    with database.reading() as transaction:
        assert [entry.is_folded for entry in entries.outlines(transaction)] == [False, True, True]
        assert [entry.id for entry in entries.newest(transaction, 9)] == [_id("old")]
        assert entries.folded(transaction) == {_id("middle"): _id("old"), _id("young"): _id("old")}
        (known,) = candidates(transaction, article(), mark(21, 22), CandidatePolicy())
    assert known.entry_id == _id("old")
    assert known.article.title == "young"
    assert known.first_seen == at(0)


def test_addresses_are_compared_in_their_canonical_form(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    noon: datetime,
) -> None:
    page = article(url="http://www.quay.example/ferry/?utm_source=mail#top")
    same = article(url="https://quay.example/ferry")
    other = article(url="https://quay.example/ferries")
    front = article(url="https://quay.example/")
    with database.writing() as transaction:
        entries.add(transaction, _id("page"), page, mark(text_hash="page"), noon)
        entries.add(transaction, _id("front"), front, mark(text_hash="front"), noon)
    with database.reading() as transaction:
        (known,) = candidates(transaction, same, mark(text_hash="same"))
        assert known.entry_id == _id("page")
        assert candidates(transaction, other, mark(text_hash="other")) == ()
        assert candidates(transaction, front, mark(text_hash="new")) == ()


def test_a_look_up_passes_over_a_shingle_that_too_many_have(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    noon: datetime,
) -> None:
    policy = CandidatePolicy(max_postings=3)
    with database.writing() as transaction:
        for number in range(9):
            own = mark(1, 2, 100 + number)
            entries.add(transaction, _id(str(number)), article(), own, noon)
        assert candidates(transaction, article(), mark(1, 2, 999), policy) == ()
        few = Marks(fingerprint=mark(1, 2, 103), url=None)
        have = holders(transaction, few, min_hits=1, max_postings=8, limit=4)
        assert have.shingles == [4], "the fourth has one that says something"
        have = holders(transaction, few, min_hits=1, max_postings=9, limit=4)
        assert have.shingles == [4, 1, 2, 3], "it has most, then the first"
