"""The search finds what is shown, by any words, in both databases alike."""

import string
from collections.abc import Callable
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from sqlalchemy import text

from feedsvc.errors import StoreError
from feedsvc.model import Article, Fingerprint, RevisionKind
from feedsvc.store import entries, search
from feedsvc.store.engine import Database
from feedsvc.store.search import find, limited
from feedsvc.store.words import MAX_INDEXED_CHARS, MAX_QUERY_TERMS, MAX_QUERY_WORDS, phrases

Add = Callable[..., None]


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


def _found(database: Database, query: str, limit: int = 9) -> list[str]:
    with database.reading() as transaction:
        return [entry.article.title for entry in find(transaction, query, limit)]


@pytest.fixture
def add(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    at: Callable[[float], datetime],
) -> Add:
    """Stores an entry under its title."""

    def store(title: str, words: str = "Nothing of note.", *, minutes: float = 0) -> None:
        with database.writing() as transaction:
            own = article(title=title, text=words)
            entries.add(transaction, _id(title), own, mark(), at(minutes))

    return store


def test_all_terms_must_be_there_in_title_or_text(database: Database, add: Add) -> None:
    add("Ferry late again", "Nobody on the quay was surprised.")
    add("Ferry sunk", "The harbor is closed.")
    assert _found(database, "quay FERRY") == ["Ferry late again"]
    assert _found(database, "ferry tram") == []
    assert _found(database, "ferr") == []


def test_the_best_match_comes_first_then_the_newest_and_no_more_than_asked(
    database: Database, add: Add
) -> None:
    add("Older", "A lighthouse was painted.", minutes=1)
    add("Lighthouse", "It was painted once more.", minutes=0)
    add("Newer", "A lighthouse was painted.", minutes=2)
    assert _found(database, "lighthouse") == ["Lighthouse", "Newer", "Older"]
    assert _found(database, "lighthouse", 2) == ["Lighthouse", "Newer"]


@pytest.mark.parametrize(
    ("kind", "supersedes", "shown"),
    [
        (RevisionKind.MATERIAL, True, "tram"),
        (RevisionKind.COSMETIC, True, "ferry"),
        (RevisionKind.MATERIAL, False, "ferry"),
    ],
)
def test_only_the_revision_that_is_shown_is_found(
    database: Database,
    add: Add,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    at: Callable[[float], datetime],
    kind: RevisionKind,
    supersedes: bool,
    shown: str,
) -> None:
    add("Traffic", "The ferry is late.")
    later = article(title="Traffic", text="The tram is late.")
    with database.writing() as transaction:
        entries.revise(
            transaction, _id("Traffic"), later, mark(), at(1), kind=kind, supersedes=supersedes
        )
    found = {word for word in ("ferry", "tram") if _found(database, word)}
    assert found == {shown}
    assert _found(database, "traffic") == ["Traffic"]


def test_a_folded_entry_is_not_found_and_its_later_versions_neither(
    database: Database,
    add: Add,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    at: Callable[[float], datetime],
) -> None:
    add("Old", "The ferry is late.")
    add("Young", "The ferry is late, the tram too.")
    with database.writing() as transaction:
        entries.fold(transaction, [_id("Young"), _id("Old")], _id("Old"))
        entries.revise(
            transaction,
            _id("Young"),
            article(title="Young", text="A tram."),
            mark(),
            at(1),
            kind=RevisionKind.MATERIAL,
            supersedes=True,
        )
    assert _found(database, "ferry") == ["Old"]
    assert _found(database, "tram") == []
    with database.reading() as transaction:
        # what Young said first is kept for feeds of a search, and found by no one
        assert transaction.scalar(text("SELECT count(*) FROM entry_words")) == 2


def test_what_is_rolled_back_is_not_found(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    noon: datetime,
) -> None:
    def fail() -> None:
        with database.writing() as transaction:
            entries.add(transaction, _id("ferry"), article(), mark(), noon)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert _found(database, "ferry") == []


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("東京タワーの夜景", "タワー"),
        ("東京タワーの夜景", "夜景"),
        ("港口新闻报道", "新闻"),
        ("항구에서 배가 떠난다", "항구"),
        ("ท่าเรือปิด", "เรือ"),
        ("Smörgåsbord på färjan", "smorgasbord farjan"),
        ("Smorgasbord", "smörgåsbord"),
        ("STRAẞE gesperrt", "strasse"),
        ("बंदरगाह बंद है", "बंदरगाह"),
        ("Паром сегодня стоит", "паром"),
        ("The state-of-the-art ferry", "state-of-the-art"),
        ("A quay's price: $5.40", "quay's"),
        ("Covid\u00ad-19 cases", "covid-19"),
        ("The ﬁnal ferry", "final"),
        ("\U0002b820\U0002b821\U0002b822", "\U0002b821\U0002b822"),  # younger than Unicode 6.1
        ("\U00016e60\U00016e61 here", "\U00016e60\U00016e61"),
    ],
)
def test_words_of_any_script_are_found_as_they_are_typed(
    database: Database, add: Add, written: str, asked: str
) -> None:
    add("Here", f"First words. {written}. Last words.")
    add("Elsewhere", "東の京。新しい見聞。The state of an art. Nothing else.")
    assert _found(database, asked) == ["Here"]


@pytest.mark.parametrize(
    "query",
    [
        *('"', "*", "NEAR(", "^", ":", "()", "-", "' OR 1=1 --", "'; DROP TABLE entry; --"),
        *("AND", "OR NOT", "title:ferry", "{title}:x", "a NEAR/2 b", "%", "_", "\\", "$", "€ %"),
        *("\0", "\ud800", "\U0001f6a2", "\u0301", "\u200b", "﷽" * 400, "x" * 10_000, ""),
        *("𐐀" * 10_000, "東" * 10_000, "a " * 5_000, '" ' * 5_000, "!ferry & | <-> :*"),
    ],
)
def test_faults_h13_any_text_is_a_query(database: Database, add: Add, query: str) -> None:
    add("Ferry late again")
    assert _found(database, query) in ([], ["Ferry late again"])
    assert _found(database, f"ferry {query[:50]}") in ([], ["Ferry late again"])
    assert _found(database, "ferry") == ["Ferry late again"]


def test_operators_are_words_and_signs_are_nothing(database: Database, add: Add) -> None:
    add("Ferry late")
    assert _found(database, "ferry -late") == ["Ferry late"]
    assert _found(database, "ferry OR tram") == []
    assert _found(database, "ferr*") == []
    assert _found(database, 'ferry "') == ["Ferry late"]
    assert phrases("ferry - $ “late”") == '"ferry" "late"'


def test_a_query_is_bounded() -> None:
    assert phrases("ferry FERRY quay " * 20) == '"ferry" "quay"'
    assert len(phrases(" ".join(string.ascii_letters)).split()) == MAX_QUERY_TERMS
    assert phrases("東" * 399).count("東") == MAX_QUERY_WORDS


@pytest.mark.parametrize(
    "letters", [string.ascii_lowercase, "".join(map(chr, range(0x10428, 0x10442)))]
)
def test_the_longest_of_texts_is_stored_and_found(
    database: Database, add: Add, letters: str
) -> None:
    """PostgreSQL refuses a tsvector of a mebibyte: what is indexed stays below that."""
    words = (a + b + c + d for a in letters for b in letters for c in letters for d in letters)
    everything = "-".join(words)
    assert len(everything) > 2 * MAX_INDEXED_CHARS
    add("Long", everything)
    assert _found(database, letters[0] * 4) == ["Long"]


def test_a_text_of_every_character_is_stored_and_found(database: Database, add: Add) -> None:
    everything = "".join(map(chr, (*range(1, 0xD800), *range(0xE000, 0x40000))))
    add("All", f"ferry {everything}")
    assert _found(database, "ferry") == ["All"]


def test_a_statement_that_takes_too_long_is_ended_and_the_next_is_not(
    database: Database, add: Add
) -> None:
    """FAULTS H13: a search is limited in time."""
    endless = {
        "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT count(*) FROM n",
        "postgresql": "SELECT pg_sleep(600)",
    }[database.url.get_backend_name()]

    def wait() -> None:
        with database.reading() as transaction, limited(transaction, 0.05):
            transaction.execute(text(endless))

    add("Ferry")
    with pytest.raises(StoreError):
        wait()
    assert _found(database, "ferry") == ["Ferry"]


def test_a_search_as_a_feed_has_the_newest_first_and_nothing_enters_it_late(
    database: Database,
    add: Add,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    at: Callable[[float], datetime],
) -> None:
    add("Ferry, ferry", "ferry")
    add("Late", "The ferry is late.")
    add("Tram", "The tram is late.")
    with database.writing() as transaction:
        entries.revise(
            transaction,
            _id("Tram"),
            article(title="Tram", text="A ferry, rather."),
            mark(),
            at(9),
            kind=RevisionKind.MATERIAL,
            supersedes=True,
        )
    assert set(_found(database, "ferry")) == {"Ferry, ferry", "Late", "Tram"}
    with database.reading() as transaction:
        found = search.newest(transaction, "ferry", 10)
        assert [entry.article.title for entry in found] == ["Late", "Ferry, ferry"]
        assert search.newest(transaction, "!", 10) == ()
        assert [entry.article.title for entry in search.newest(transaction, "tram", 10)] == ["Tram"]
