"""Which line is the headline, the standfirst, the date: chosen by weighed evidence."""

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.extract import extract
from feedsvc.extract.evidence import Scale, surprise
from feedsvc.formats import read
from feedsvc.model import Article, Record, Refined

STORY = """\
The ferry to the islands sailed again on Monday, eleven months after a storm broke its ramp.

Captain Dora Lind said that she had missed the smell of the engine more than the sea itself.

The council paid for the repair with money that had been set aside for a second lighthouse.

Passengers sang on the upper deck until the wind took the sheets of music over the rail.
"""


def article(text: str) -> Article:
    (record,) = read(text.encode())
    assert isinstance(record, Record)
    refined = extract(record)
    assert isinstance(refined, Refined)
    return refined.article


def test_sentences_between_headline_and_byline_are_the_standfirst() -> None:
    told = "After eleven months the boat is back, and the islanders have their post again."
    page = f"Ferry sails again\n\n{told}\n\nBy Orla Tennant\n\n3 May 2024\n\n{STORY}"
    assert article(page).standfirst == told


def test_a_date_in_a_list_of_other_articles_is_not_the_articles() -> None:
    others = "\n".join(
        f"Something else happened in harbor {number}\nMay {number}, 2021" for number in range(1, 7)
    )
    page = f"Ferry sails again\n\nBy Orla Tennant\n\nMay 3, 2024\n\n{STORY}\n\nMore news\n{others}"
    published = article(page).published
    assert published is not None
    assert published.date().isoformat() == "2024-05-03"


def test_updated_dates_the_article_only_where_no_other_date_does() -> None:
    head = "Ferry sails again\n\nBy Orla Tennant\n\n"
    both = article(f"{head}Published 3 May 2024, 09:30\nUpdated 5 May 2024, 10:00\n\n{STORY}")
    assert [moment and moment.day for moment in (both.published, both.modified)] == [3, 5]
    alone = article(f"{head}Updated 5 May 2024, 10:00\n\n{STORY}")
    assert [moment and moment.day for moment in (alone.published, alone.modified)] == [5, 5]


def test_an_organization_is_the_author_only_where_no_person_signs() -> None:
    alone = article(f"Ferry sails again\n\nBy Associated Press\n\n3 May 2024\n\n{STORY}")
    assert alone.authors == ("Associated Press",)
    both = f"Ferry sails again\n\nBy Orla Tennant and Associated Press\n\n3 May 2024\n\n{STORY}"
    assert article(both).authors == ("Orla Tennant",)


@given(st.dictionaries(st.sampled_from("abc"), st.floats(-1e6, 1e6)))
def test_a_chance_is_a_chance_whatever_the_traits(traits: dict[str, float]) -> None:
    scale = Scale(weights={"a": 2.0, "b": -3.0}, bias=0.5, least=0.5)
    assert 0 <= scale.chance(traits) <= 1


@given(st.floats(0, 1), st.floats(0, 1))
def test_surprise_grows_with_the_chance(one: float, other: float) -> None:
    assert 0 <= surprise(min(one, other)) <= surprise(max(one, other)) <= 1
