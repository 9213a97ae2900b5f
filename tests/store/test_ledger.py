"""The ledger: every file has one row that says what became of it."""

from collections.abc import Callable
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from feedsvc.model import Article, Dump, FileState, Fingerprint, Outcome
from feedsvc.store import answers, entries, ledger
from feedsvc.store.engine import Database
from feedsvc.store.ledger import Note


def _note(path: str, state: FileState = FileState.IGNORED, detail: str = "because") -> Note:
    return Note(directory="/inbox", path=path, state=state, reason="rule", detail=detail)


def test_a_note_is_news_once(database: Database, at: Callable[[float], datetime]) -> None:
    with database.writing() as transaction:
        assert ledger.note_all(transaction, [_note("a"), _note("b")], at(0)) == [
            _note("a"),
            _note("b"),
        ]
    with database.writing() as transaction:
        changed = _note("b", detail="for another reason")
        assert ledger.note_all(transaction, [_note("a"), changed], at(1)) == [changed]
    with database.reading() as transaction:
        answer = answers.why(transaction, "/inbox", "a")
    assert answer is not None
    assert (answer.state, answer.reason, answer.changed) == (FileState.IGNORED, "rule", at(0))


def test_a_taken_dump_is_not_unread_until_it_changes(
    database: Database, dump: Callable[..., Dump], noon: datetime
) -> None:
    with database.writing() as transaction:
        ledger.take_in_hand(transaction, [dump("a")], noon)
        dump_id = ledger.add_dump(transaction, "0" * 64, 10, noon)
        ledger.finish(transaction, dump("a"), dump_id, noon)
    changed, other = dump("a", mtime_ns=7), dump("b")
    with database.reading() as transaction:
        assert ledger.unread(transaction, "/inbox", [dump("a"), other]) == [other]
        assert ledger.unread(transaction, "/inbox", [changed]) == [changed]


def test_attempts_are_counted_until_the_dump_is_done(
    database: Database, dump: Callable[..., Dump], noon: datetime
) -> None:
    def take(*which: Dump) -> int:
        with database.writing() as transaction:
            return ledger.take_in_hand(transaction, which, noon)[0]

    assert [take(dump("a")) for _ in range(3)] == [0, 1, 2]
    assert [take(dump("b"), dump("c")) for _ in range(3)] == [0, 0, 0], "it may have been any"
    assert take(dump("a", mtime_ns=9)) == 0, "a changed file starts anew"
    with database.reading() as transaction:
        assert ledger.suspects(transaction) == {("/inbox", one) for one in "abc"}
    with database.writing() as transaction:
        ledger.finish(transaction, dump("a"), ledger.add_dump(transaction, "1" * 64, 1, noon), noon)
    with database.reading() as transaction:
        assert ledger.suspects(transaction) == {("/inbox", "b"), ("/inbox", "c")}
    assert take(dump("a")) == 0


def test_a_quarantined_dump_is_left_alone_until_it_changes(
    database: Database, dump: Callable[..., Dump], noon: datetime
) -> None:
    with database.writing() as transaction:
        ledger.take_in_hand(transaction, [dump("a")], noon)
        ledger.quarantine(transaction, dump("a"), 3, noon)
    with database.reading() as transaction:
        assert ledger.unread(transaction, "/inbox", [dump("a")]) == []
        assert answers.problems(transaction) == [
            ("a", "quarantined", "its reader died 3 times; change or remove the file")
        ]
        changed = dump("a", size=11)
        assert ledger.unread(transaction, "/inbox", [changed]) == [changed]


def test_missing_files_are_marked_and_come_back(
    database: Database, at: Callable[[float], datetime]
) -> None:
    def look(present: set[str], minutes: float, hidden: tuple[str, ...] = ()) -> int:
        with database.writing() as transaction:
            return ledger.note_presence(transaction, "/inbox", present, hidden, at(minutes))

    with database.writing() as transaction:
        ledger.note_all(transaction, [_note("a"), _note("shut/b"), _note("c")], at(0))
    assert look({"a", "shut/b", "c"}, 1) == 0
    assert look({"a"}, 2, hidden=("shut/",)) == 1, "what a folder hides is not missing"
    assert look({"a"}, 3) == 2
    with database.reading() as transaction:
        answer = answers.why(transaction, "/inbox", "c")
        assert answer is not None
        assert answer.missing_since == at(2)
    assert look({"a", "c", "shut/b"}, 4) == 0


def test_why_tells_the_whole_story_of_a_path(
    database: Database,
    dump: Callable[..., Dump],
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    at: Callable[[float], datetime],
) -> None:
    entry_id = uuid5(NAMESPACE_URL, "ferry")
    with database.writing() as transaction:
        stored = entries.add(transaction, entry_id, article(), mark(1, 2), at(0))
        dump_id = ledger.add_dump(transaction, "a" * 64, 10, at(0))
        ledger.add_record(
            transaction,
            dump_id,
            0,
            Outcome.NEW,
            at(0),
            entry_id=stored.entry_id,
            revision_id=stored.revision_id,
        )
        ledger.add_record(
            transaction, dump_id, 1, Outcome.REJECTED, at(0), reason="too-short", detail="2 words"
        )
        ledger.finish(transaction, dump("first"), dump_id, at(0))
        ledger.finish(transaction, dump("copy"), dump_id, at(1))
        assert ledger.outcomes_of(transaction, dump_id) == [
            (Outcome.NEW, None),
            (Outcome.REJECTED, "too-short"),
        ]
    with database.reading() as transaction:
        answer = answers.why(transaction, "/inbox", "copy")
        assert answers.why(transaction, "/inbox", "unknown") is None
    assert answer is not None
    (held,) = answer.dumps
    assert held.also_at == ("first",)
    assert [record.outcome for record in held.records] == [Outcome.NEW, Outcome.REJECTED]
    assert held.records[0].entry_id == entry_id
    assert held.records[0].title == "Ferry late again"
    assert held.records[1].detail == "2 words"


def test_names_that_are_no_text_can_be_stored(database: Database, noon: datetime) -> None:
    paths = ["caf\\xe9", "quote'\"; drop table file; --", "emoji \U0001f6a2", "a" * 4000]
    with database.writing() as transaction:
        ledger.note_all(transaction, [_note(path) for path in paths], noon)
    with database.reading() as transaction:
        for path in paths:
            assert answers.why(transaction, "/inbox", path) is not None
