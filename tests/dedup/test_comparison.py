"""Claims about the facts of two texts."""

from dataclasses import asdict

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.dedup.comparison import compare
from feedsvc.dedup.reading import read

LINES = st.lists(
    st.sampled_from(
        [
            "The council voted on Tuesday to close the old fish market, after ninety years.",
            "Mayor Ines Calloway said that the roof had been patched 11 times, and would not last.",
            "Mayor Ines Calloway said that the roof had been patched 14 times, and would not last.",
            "Growers began to pick pears 3 weeks early, because the trees had bloomed by May.",
            "Home",
            "Subscribe to our newsletter",
            "東京で雨が降り、電車が止まった。",
            "",
        ]
    ),
    max_size=8,
).map("\n\n".join)


def test_a_truncated_copy_is_the_inner_text(harbor: str) -> None:
    facts = compare(read(harbor), read(harbor[: harbor.index("An architect")]))
    assert facts.contained == 1.0
    assert 0.4 < facts.contained_back < 0.7
    assert facts.alone == facts.replaced == facts.names_alone == 0.0
    assert facts.first_shared_less == 1.0
    assert facts.last_shared_less == 0.0


def test_pages_of_one_template_have_a_passage_each_in_the_same_place(
    harbor: str, orchard: str
) -> None:
    head = "This page is kept by the readers of the paper, who pay for it, every one of them."
    foot = "Write to the editors if you find a mistake, and they will put it right, as they can."
    facts = compare(read(f"{head}\n\n{harbor}\n\n{foot}"), read(f"{head}\n\n{orchard}\n\n{foot}"))
    assert facts.longest_replaced > 100
    assert facts.replaced > 0.5
    assert facts.around == 0.0


def test_a_series_has_other_numbers_in_the_same_places() -> None:
    report = (
        "It brings highs of {} degrees, lows of {} degrees at night, said Ines {} of the office."
    )
    facts = compare(read(report.format(14, 6, "Vale")), read(report.format(19, 9, "Moss")))
    assert facts.turns == 3
    assert facts.other_names == 1
    assert facts.other_numbers == 2 / 3


def test_an_insertion_is_no_replacement(harbor: str) -> None:
    longer = harbor.replace("to close the old", "to close, at last, the old")
    facts = compare(read(harbor), read(longer))
    assert (facts.turns, facts.insertions) == (0, 1)
    assert facts.longest < facts.passage


def test_a_text_that_was_doubled_is_still_contained(harbor: str) -> None:
    facts = compare(read(harbor), read(f"{harbor}\n\n{harbor}"))
    assert facts.contained == facts.contained_back == 1.0
    assert facts.passage > 150


def test_nothing_in_common_is_nothing(orchard: str) -> None:
    facts = compare(read(orchard), read(""))
    assert facts.contained == facts.shared == facts.passage == facts.around == 0.0


@given(LINES, LINES)
def test_the_facts_are_the_same_whichever_text_comes_first(one: str, other: str) -> None:
    assert compare(read(one), read(other)) == compare(read(other), read(one))


@given(LINES, LINES)
def test_shares_are_between_0_and_1_and_counts_not_negative(one: str, other: str) -> None:
    facts = asdict(compare(read(one), read(other)))
    assert min(facts.values()) >= 0.0
    for name in ("contained", "contained_back", "order", "replaced", "around", "names_alone"):
        assert facts[name] <= 1.0 + 1e-9


@given(LINES)
def test_a_text_contains_itself(text: str) -> None:
    facts = compare(read(text), read(text))
    assert facts.alone == 0.0 or facts.shared == 0.0
    assert facts.turns == facts.insertions == 0
