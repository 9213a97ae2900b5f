"""What is measured of a line: shape, place, sharing, and that any text can be measured."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.extract.tagger.features import Page, Vocabulary, measure, vocabulary_hashes
from feedsvc.extract.tagger.lexicon import THEMES, themes

NOTHING = Vocabulary(
    words=np.zeros(0, np.uint32), pairs=np.zeros(0, np.uint32), rarity=np.ones(1, np.float32)
)
STORY = [
    "Ferry to Norrhamn sails again | The Harbor Post",
    "",
    "Menu",
    "|",
    "Ferry to Norrhamn sails again",
    "The ferry to Norrhamn sails again after eleven weeks in the dock, the harbor office said on"
    " Monday, and the first crossing was full.",
    "Photo: Ida Lund",
]


def maybe_measured(lines: list[str], vocabulary: Vocabulary = NOTHING) -> Page | None:
    return measure(lines, np.zeros((len(lines), 0), np.float32), vocabulary)


def measured(lines: list[str], vocabulary: Vocabulary = NOTHING) -> Page:
    page = maybe_measured(lines, vocabulary)
    assert page is not None
    return page


def test_only_lines_with_a_word_are_measured() -> None:
    assert measured(STORY).rows.tolist() == [0, 2, 4, 5, 6]


@pytest.mark.parametrize("lines", [[], [""], ["", "  ", "\t"], ["|", "—", "***"]])
def test_a_page_without_a_word_is_not_measured(lines: list[str]) -> None:
    assert maybe_measured(lines) is None


def test_the_values_are_pinned() -> None:
    """The weights mean these columns; whoever changes one has to train again."""
    matrix = measured(STORY).matrix
    assert matrix.shape == (5, 113)
    assert matrix.sum(axis=1) == pytest.approx(
        [31.9598, 15.4282, 32.5816, 32.218, 25.3882], abs=1e-3
    )


def test_what_a_measured_line_is_told_follows_what_is_measured_of_it() -> None:
    page = measure(["", "Menu"], np.array([[1, 2], [3, 4]], np.float32), NOTHING)
    assert page is not None
    assert page.matrix[:, -2:].tolist() == [[3, 4]]


def test_a_copied_line_is_seen_as_a_copy() -> None:
    once = measured(["One line here", "Another line there"]).matrix
    twice = measured(["One line here", "One line here"]).matrix
    assert not np.array_equal(once[0], twice[0])
    assert twice.shape == once.shape


def test_blank_lines_before_a_line_are_a_feature_of_it() -> None:
    tight, loose = measured(["first", "second"]).matrix, measured(["first", "", "second"]).matrix
    assert not np.array_equal(tight[1], loose[1])


def test_a_known_word_has_its_place_in_the_vocabulary() -> None:
    words, pairs = vocabulary_hashes(["the ferry"])
    vocabulary = Vocabulary(
        words=np.sort((words >> np.uint64(32)).astype(np.uint32)),
        pairs=np.sort((pairs >> np.uint64(32)).astype(np.uint32)),
        rarity=np.ones(3, np.float32),
    )
    page = measured(["the ferry sails"], vocabulary)
    assert sorted(page.words.tolist()) == [0, 1, 2]
    assert sum(place > 0 for place in page.pairs.tolist()) == 2  # the start, and the pair


def test_every_theme_has_words_and_none_is_lost() -> None:
    _, bits = themes()
    for place in range(len(THEMES)):
        assert ((bits >> place) & 1).sum() > 30


def test_vocabulary_of_nothing_is_empty() -> None:
    assert [len(hashes) for hashes in vocabulary_hashes(["", "|"])] == [0, 0]


@given(st.lists(st.text(max_size=60), max_size=12))
def test_any_lines_are_measured_with_finite_values(lines: list[str]) -> None:
    page = maybe_measured(lines)
    if page is not None:
        assert np.isfinite(page.matrix).all()
        assert len(page.matrix) == len(page.rows)
        assert set(page.word_rows.tolist()) == set(range(len(page.rows)))
        assert set(page.pair_rows.tolist()) == set(range(len(page.rows)))


@given(st.lists(st.text("ab. é1水\n\ud800", max_size=12), max_size=6))
def test_measuring_is_deterministic_even_on_broken_text(lines: list[str]) -> None:
    first, second = maybe_measured(lines), maybe_measured(lines)
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert np.array_equal(first.matrix, second.matrix)
