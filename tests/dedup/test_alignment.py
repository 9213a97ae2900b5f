"""Claims about the passages that two texts share."""

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.dedup.alignment import Passage, align
from feedsvc.dedup.reading import read

FEW_WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f"]), max_size=40).map(" ".join)


def test_equal_passages_are_found_around_a_replaced_word() -> None:
    one = read("the old fish market will close on Tuesday evening")
    other = read("now the old fish market may close on Tuesday evening")
    alignment = align(one, other)
    assert alignment.passages == (Passage(0, 4, 1, 5), Passage(5, 9, 6, 10))
    assert alignment.order == 1.0


def test_of_passages_in_another_order_the_longest_chain_stays() -> None:
    one = read("one two three four five six seven eight nine ten")
    other = read("six seven eight nine ten one two three four")
    alignment = align(one, other)
    assert alignment.passages == (Passage(5, 10, 0, 5),)
    assert alignment.order == 3 / 5


def test_texts_with_nothing_in_common_share_no_passage() -> None:
    alignment = align(read("one two three four"), read("five six seven eight"))
    assert alignment.passages == ()
    assert alignment.order == 0.0


@given(FEW_WORDS, FEW_WORDS)
def test_passages_are_equal_words_that_rise_on_both_sides(one: str, other: str) -> None:
    ours, theirs = read(one), read(other)
    our_end = their_end = 0
    for passage in align(ours, theirs).passages:
        assert passage.ours >= our_end
        assert passage.theirs >= their_end
        assert (
            ours.folded[passage.ours : passage.our_end]
            == theirs.folded[passage.theirs : passage.their_end]
            != ()
        )
        our_end, their_end = passage.our_end, passage.their_end


@given(FEW_WORDS)
def test_a_text_without_repeated_runs_is_one_passage_of_itself(text: str) -> None:
    words = text.split()
    if len(words) >= 3 and len(set(zip(words, words[1:], words[2:], strict=False))) == len(
        words[2:]
    ):
        assert align(read(text), read(text)).passages == (Passage(0, len(words), 0, len(words)),)
