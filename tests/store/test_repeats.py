"""What a publisher repeats: learned from every entry once, whatever the order."""

from collections.abc import Callable
from datetime import datetime
from itertools import permutations
from uuid import NAMESPACE_URL, UUID, uuid5

from feedsvc.model import Article, Fingerprint
from feedsvc.store import entries, repeats
from feedsvc.store.engine import Database, Transaction

NOBODY = -1


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


def test_lines_are_counted_in_the_other_entries_of_the_source(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    at: Callable[[float], datetime],
) -> None:
    def add(transaction: Transaction, name: str, *lines: int) -> int:
        key = entries.add(transaction, _id(name), article(), mark(), at(0)).entry_id
        repeats.note(transaction, "Quay Courier", lines, key)
        repeats.note(transaction, "Quay Courier", lines, key)  # a second version of it
        return key

    with database.writing() as transaction:
        one, two = add(transaction, "one", 1, 2, -(2**63)), add(transaction, "two", 2, 3)
        add(transaction, "three", 2)
    with database.reading() as transaction:
        asked = (1, 2, 3, 4, -(2**63))
        assert repeats.repeated(transaction, "Quay Courier", asked, NOBODY) == {
            1: 1, 2: 3, 3: 1, -(2**63): 1,
        }  # fmt: skip
        assert repeats.repeated(transaction, "quay courier", asked, one) == {2: 2, 3: 1}
        assert repeats.repeated(transaction, "Harbor Post", asked, NOBODY) == {}
    with database.writing() as transaction:
        entries.fold(transaction, [_id("two")], _id("one"))
        assert repeats.repeated(transaction, "Quay Courier", (2, 3), NOBODY) == {2: 2, 3: 1}
        assert repeats.repeated(transaction, "Quay Courier", (2, 3), one) == {2: 1}
    assert two != one


def test_what_is_learned_does_not_depend_on_the_order(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    at: Callable[[float], datetime],
) -> None:
    pages = {"one": (1, 2), "two": (2, 3), "three": (3, 1, 4)}
    learned = []
    for number, order in enumerate(permutations(pages)):
        source = f"source {number}"
        with database.writing() as transaction:
            for name in order:
                made = entries.add(transaction, _id(source + name), article(), mark(), at(0))
                repeats.note(transaction, source, pages[name], made.entry_id)
            learned.append(repeats.repeated(transaction, source, (1, 2, 3, 4), NOBODY))
    assert learned == [{1: 2, 2: 2, 3: 2, 4: 1}] * 6


def test_a_line_that_stands_everywhere_is_noted_a_bounded_number_of_times(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    at: Callable[[float], datetime],
) -> None:
    with database.writing() as transaction:
        for number in range(repeats.MAX_ENTRIES + 5):
            made = entries.add(transaction, _id(f"entry {number}"), article(), mark(), at(0))
            repeats.note(transaction, "Quay Courier", [7], made.entry_id)
        found = repeats.repeated(transaction, "Quay Courier", [7], NOBODY)
    assert found == {7: repeats.MAX_ENTRIES}
