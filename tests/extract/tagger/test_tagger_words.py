"""The words of a page: where they are cut, and that their hashes never change."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.extract.tagger.characters import Kind, code_points, kinds
from feedsvc.extract.tagger.words import Words, find_words, look_up


def words_of(*lines: str) -> Words:
    codes = code_points("\n".join(lines) + "\n")
    line_of = np.repeat(np.arange(len(lines)), [len(line) + 1 for line in lines])
    return find_words(codes, kinds()[codes], line_of)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The lock-keeper's dog", 5),
        ("Straße 12", 2),
        ("水位が上がった", 7),
        ("ok水位ok", 4),
        ("Привет, мир", 2),
        ("— | •", 0),
        ("", 0),
    ],
)
def test_a_word_is_a_run_of_letters_and_an_ideograph_is_a_word(text: str, count: int) -> None:
    assert len(words_of(text).hashes) == count


def test_case_and_digits_do_not_matter_to_a_hash() -> None:
    assert words_of("Ferry 1987").hashes.tolist() == words_of("FERRY 2026").hashes.tolist()


def test_hashes_are_the_same_on_every_machine() -> None:
    """The vocabulary in the weights file is made of them."""
    found = words_of("The ferry").hashes
    assert [hex(value) for value in found.tolist()] == ["0x11268d1a367793f3", "0xde9fbb9785b31631"]


def test_a_line_has_one_pair_more_than_words() -> None:
    found = words_of("one two three", "", "four")
    assert np.bincount(found.pair_lines).tolist() == [4, 0, 2]


def test_the_same_pair_in_another_line_is_the_same_pair() -> None:
    found = words_of("read more", "you read more")
    assert set(found.pairs[found.pair_lines == 0].tolist()) & set(
        found.pairs[found.pair_lines == 1].tolist()
    )


def test_a_hash_is_found_in_a_vocabulary_and_a_strange_one_is_not() -> None:
    known, strange = words_of("ferry").hashes, words_of("zeppelin").hashes
    vocabulary = np.sort((words_of("the ferry sails").hashes >> np.uint64(32)).astype(np.uint32))
    assert look_up(known, vocabulary)[0] > 0
    assert look_up(strange, vocabulary).tolist() == [0]
    assert look_up(strange, vocabulary[:0]).tolist() == [0]


def test_every_kind_has_a_member() -> None:
    assert set(np.unique(kinds()).tolist()) == {int(kind) for kind in Kind}


@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
def test_no_word_crosses_a_line_and_lengths_add_up(lines: list[str]) -> None:
    found = words_of(*lines)
    bounds = np.cumsum([0, *(len(line) + 1 for line in lines)])
    assert (np.diff(found.lines) >= 0).all()
    assert (found.starts >= bounds[found.lines]).all()
    assert (found.starts + found.lengths <= bounds[found.lines + 1]).all()
