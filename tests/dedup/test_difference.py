"""Claims about the marks that lead from one version of a text to the next."""

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.dedup.difference import (
    MAX_TOKENS,
    Mark,
    Paragraph,
    compare_words,
    difference,
    is_same,
)

SAME, REMOVED, ADDED = Mark.SAME, Mark.REMOVED, Mark.ADDED
OLD = (
    "The council voted on Tuesday to close the market.\n\n"
    "Repairs would cost 4 million crowns, said Tomas Brandt.\n\n"
    "The stalls are not insured."
)


def shown(paragraph: Paragraph) -> str:
    """[-removed-], {+added+}, the rest as it is."""
    forms = {SAME: "{}", REMOVED: "[-{}-]", ADDED: "{{+{}+}}"}
    return "".join(forms[piece.mark].format(piece.text) for piece in paragraph)


def text_of(paragraphs: tuple[Paragraph, ...], without: Mark) -> list[str]:
    """One of the two versions, read from the marks."""
    texts = ("".join(p.text for p in one if p.mark is not without) for one in paragraphs)
    return [" ".join(text.split()) for text in texts if text.strip()]


def test_a_changed_word_is_marked_in_its_sentence() -> None:
    marked = difference(OLD, OLD.replace("4 million", "7 million"))
    assert [is_same(paragraph) for paragraph in marked] == [True, False, True]
    assert shown(marked[1]) == ("Repairs would cost [-4-] {+7+} million crowns, said Tomas Brandt.")


def test_paragraphs_that_came_or_went_are_marked_whole() -> None:
    new = OLD.replace("The stalls are not insured.", "A court will hear the traders next week.")
    assert [shown(paragraph) for paragraph in difference(OLD, new)][2:] == [
        "[-The stalls are not insured.-]",
        "{+A court will hear the traders next week.+}",
    ]
    moved = difference("One by one.\n\nTwo or three.", "Zero.\n\nOne by one.\n\nTwo or three.")
    assert shown(moved[0]) == "{+Zero.+}"


def test_changes_with_one_small_word_between_them_read_as_one() -> None:
    old = "They met in the old town hall of Ellery on Tuesday night."
    new = "They met beside a new ferry terminal of Brandt & Sons, on Tuesday night."
    assert shown(compare_words(old, new)) == (
        "They met [-in the old town hall of Ellery-] "
        "{+beside a new ferry terminal of Brandt & Sons,+} on Tuesday night."
    )


def test_a_word_between_two_changed_words_stays_unmarked() -> None:
    assert shown(compare_words("It cost 4 million crowns.", "It cost 7 million euros.")) == (
        "It cost [-4-] {+7+} million [-crowns-]{+euros+}."
    )


def test_numbers_and_joined_words_are_not_torn() -> None:
    old = "It cost 4.2 million, O’Neill said on the short-lived quay."
    new = "It cost 5.6 million, O’Hara said on the short-sighted quay."
    assert shown(compare_words(old, new)) == (
        "It cost [-4.2-] {+5.6+} million, [-O’Neill-] {+O’Hara+} said on the [-short-lived-] "
        "{+short-sighted+} quay."
    )


def test_the_space_before_what_went_stays() -> None:
    assert shown(compare_words("The fish market after years", "The fish market")) == (
        "The fish market [-after years-]"
    )


def test_scripts_without_spaces_are_marked_by_character() -> None:
    assert shown(compare_words("港の朝市が再開した。", "港の朝市が閉鎖した。")) == (
        "港の朝市が[-再開-]{+閉鎖+}した。"
    )


def test_words_of_scripts_with_marks_are_not_torn() -> None:
    assert shown(compare_words("यह हिन्दी है", "यह मराठी है")) == "यह [-हिन्दी-] {+मराठी+} है"


def test_line_ends_inside_a_paragraph_and_space_change_nothing() -> None:
    assert all(map(is_same, difference("One  two\nthree.\n\n\nFour.", "One two three.\n\nFour.")))


def test_equal_and_empty_texts_have_no_marks() -> None:
    assert difference("", "") == ()
    assert all(map(is_same, difference(OLD, OLD)))
    assert [shown(paragraph) for paragraph in difference("", "New.")] == ["{+New.+}"]


def test_beyond_the_bound_paragraphs_are_marked_whole() -> None:
    """Cost is bounded however long the texts are: nothing is left out, the marks get coarser."""
    old = "\n\n".join(f"{number} the same words every time" for number in range(MAX_TOKENS))
    marked = difference(old, old.replace("words", "lines"))
    assert any(len(paragraph) > 1 for paragraph in marked[:100])
    assert all(len(paragraph) == 1 for paragraph in marked[-100:])
    assert len(text_of(marked, REMOVED)) == MAX_TOKENS


def test_one_word_a_hundred_thousand_times_is_no_trap() -> None:
    old, new = "a " * 100_000 + "b", "c" + " a" * 99_000
    assert text_of(difference(old, new), REMOVED) == [new]
    half = " ".join(["a", "b"] * 10_000)
    assert text_of((compare_words("c " + half, half + " d"),), REMOVED) == [half + " d"]


_texts = st.lists(
    st.lists(st.sampled_from(["a", "b", "b.", "the", "港", "4", "é,", "\u200b"]), max_size=12).map(
        " ".join
    ),
    max_size=8,
).map("\n\n".join)


@given(_texts, _texts)
def test_either_version_can_be_read_from_the_marks(old: str, new: str) -> None:
    marked = difference(old, new)
    for text, without in ((old, ADDED), (new, REMOVED)):
        paragraphs = [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
        assert [part.replace(" ", "") for part in text_of(marked, without)] == [
            part.replace(" ", "") for part in paragraphs
        ]


@given(st.text(), st.text())
def test_any_text_can_be_marked(old: str, new: str) -> None:
    joined = "".join(text_of(difference(old, new), REMOVED))
    assert "".join(joined.split()) == "".join(new.split())
