"""Claims about series: issues of one template stay apart, versions of one story stay together."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest

from feedsvc.dedup import DedupPolicy, decide, fingerprint
from feedsvc.dedup.comparison import compare
from feedsvc.dedup.reading import read_article
from feedsvc.dedup.serials import other_subject
from feedsvc.dedup.verdict import NEVER, judge
from feedsvc.model import Article, Candidate, Decision, Duplicate, New, Related, Revision

MakeArticle = Callable[..., Article]
MakeCandidate = Callable[..., Candidate]

FORECAST = """Ostmark Bay, {day} March - The weather service of the bay expects a high of {high} \
degrees and a low of {low} degrees for the coast and the islands.

The wind blows from the west at {wind} kilometers an hour, with gusts of up to {gusts} near the \
lighthouse, and skippers of small boats should stay in the harbor until it calms down.

The chance of rain is {rain} percent in the morning and lower in the afternoon. The sun rises at \
{rise}, and the tide is highest at {tide}.

The service publishes its forecast every week before breakfast and asks for reports from the \
shore, which it compares with its own instruments on the roof of the old customs house."""
WEEKS = [
    {"day": 3, "high": 11, "low": 4, "wind": 22, "gusts": 41, "rain": 30, "rise": "6:51"},
    {"day": 10, "high": 13, "low": 6, "wind": 18, "gusts": 35, "rain": 15, "rise": "6:38"},
    {"day": 17, "high": 9, "low": 2, "wind": 31, "gusts": 58, "rain": 80, "rise": "6:24"},
    {"day": 24, "high": 8, "low": 1, "wind": 27, "gusts": 49, "rain": 60, "rise": "6:09"},
]
TIDES = ("9:12", "10:03", "7:55", "11:47")
SERIES = [FORECAST.format(**week, tide=tide) for week, tide in zip(WEEKS, TIDES, strict=True)]

CLOSING = """The {what} of Dunmere closes its gates at the end of the year, its owners told the \
workers at a meeting in the yard, after which nobody went back to work for the day.

The {what} has stood at the river for generations, and {jobs} people earn their living there. The \
owners said that the orders from abroad had not come back and that the price of coal had done the \
rest. They would sell the buildings to whoever wants them, and the machines for scrap.

The mayor said that the town would help everybody who loses a job. A union said that it would look \
at the contracts before it agrees to anything, and that nobody had been asked beforehand. It has \
called its members to a meeting in the hall of the fire brigade, which is the largest in town.

Dunmere has lost its brewery and its rope works in the last ten years. Those who found work again \
found it in the city, and most of them have moved there with their families since."""

TALLY = """A ferry ran aground on the rocks before Port Ellery in the night, and {hurt} of the \
{aboard} people on board were taken to the hospital with broken bones and bruises.

The captain of the ferry said that the light on the breakwater had been dark for {nights} nights. \
The harbor master would not comment before he had spoken with the crew and with the pilot."""
NEWS = """

In the afternoon divers found a tear in the hull, as long as a bus, and the harbor was closed to \
large ships. A tug from the mainland is expected to pull the ferry off the rocks at high water."""


def series(make: MakeArticle) -> list[Article]:
    return [make("Weather for Ostmark Bay", text) for text in SERIES]


def factories(make: MakeArticle) -> tuple[Article, Article]:
    one, other = (datetime(2026, 3, day, 8, tzinfo=UTC) for day in (3, 4))
    return (
        make(
            "The candle factory of Dunmere closes",
            CLOSING.format(what="candle factory", jobs=140),
            published=one,
        ),
        make(
            "The salt works of Dunmere closes",
            CLOSING.format(what="salt works", jobs=85),
            published=other,
        ),
    )


def decided(article: Article, *known: Candidate) -> Decision:
    return decide(article, fingerprint(article), known)


def is_one_story(decision: Decision) -> bool:
    assert isinstance(decision, New | Related | Revision | Duplicate)
    return isinstance(decision, Revision | Duplicate)


def test_a_weekly_forecast_is_an_item_each_week_in_any_order(
    make: MakeArticle, stored: MakeCandidate
) -> None:
    for order in permutations(series(make)):
        for place, article in enumerate(order):
            assert not is_one_story(decided(article, *map(stored, order[:place])))


def test_without_the_guard_the_forecasts_would_be_one_story(make: MakeArticle) -> None:
    one, other, *_ = series(make)
    facts = compare(read_article(one), read_article(other))
    assert facts.replaced_numbers == 8  # the time of day is one number
    policy = DedupPolicy()
    off = DedupPolicy(min_serial_numbers=10)
    assert judge(facts, policy).score == NEVER
    assert judge(facts, off).score >= off.min_score
    reason = judge(facts, policy).reason
    assert reason == "an issue of a series: most words are the same, 8 numbers are others"


def test_numbers_in_a_table_count_as_well(make: MakeArticle) -> None:
    one, other, *_ = (
        make(article.title, f"{article.text}\n\nLevels: {levels}. All in meters over the sea.")
        for article, levels in zip(
            series(make),
            (" ".join(str(start + step) for step in range(40)) for start in (100, 200, 300, 400)),
            strict=True,
        )
    )
    facts = compare(read_article(one), read_article(other))
    assert judge(facts, DedupPolicy()).score == NEVER
    by_table = replace(facts, other_numbers=0.2)
    assert judge(by_table, DedupPolicy()).score == NEVER
    assert judge(replace(by_table, numbers_alone=0.2), DedupPolicy()).score != NEVER


def test_one_more_passage_does_not_make_an_issue_a_revision(
    make: MakeArticle, stored: MakeCandidate
) -> None:
    one, other, *_ = series(make)
    longer = make(other.title, other.text + NEWS)
    assert not is_one_story(decided(longer, stored(one)))


def test_an_issue_at_the_same_address_is_a_revision(
    make: MakeArticle, stored: MakeCandidate
) -> None:
    one, other = (make("Weather", text, url="https://bay.example/today") for text in SERIES[:2])
    assert is_one_story(decided(other, stored(one)))


@pytest.mark.parametrize(
    "corrections",
    [[("of 11 degrees", "of 12 degrees")], [("at 6:51", "at 7:40"), ("30 p", "35 p")]],
)
def test_a_number_or_two_corrected_is_the_same_story(
    make: MakeArticle, stored: MakeCandidate, corrections: list[tuple[str, str]]
) -> None:
    known = series(make)[0]
    text = known.text
    for wrong, right in corrections:
        assert wrong in text
        text = text.replace(wrong, right)
    decision = decided(make(known.title, text), stored(known))
    assert isinstance(decision, Revision)
    assert "numbers changed" in decision.change


def test_a_toll_that_rises_in_a_story_that_grows_is_the_same_story(
    make: MakeArticle, stored: MakeCandidate
) -> None:
    known = make("Ferry aground", TALLY.format(hurt=12, aboard=210, nights=3))
    later = make("Ferry aground", TALLY.format(hurt=31, aboard=214, nights=3) + NEWS)
    assert isinstance(decided(later, stored(known)), Revision)


def test_a_template_that_tells_of_another_subject_is_another_story(
    make: MakeArticle, stored: MakeCandidate
) -> None:
    one, other = factories(make)
    for article, known in ((one, other), (other, one)):
        assert not is_one_story(decided(article, stored(known)))


def stopped(one: Article, other: Article) -> str:
    return other_subject(one, other, compare(read_article(one), read_article(other)), 0.5)


def test_the_reason_names_both_subjects(make: MakeArticle) -> None:
    reason = stopped(*factories(make))
    assert reason == "another subject in the headline: candle factory, not salt"


def test_one_number_is_enough_only_on_another_day(make: MakeArticle) -> None:
    candles, salt = factories(make)
    assert stopped(candles, salt)
    for day in (None, candles.published):
        same_day = make(salt.title, salt.text, published=day)
        assert stopped(candles, same_day) == stopped(same_day, candles) == ""


def test_two_numbers_need_no_day(make: MakeArticle) -> None:
    opening = "It opened in {year}, says a stone above the door.\n\n"
    candles, salt = (
        make(article.title, opening.format(year=year) + article.text)
        for article, year in zip(factories(make), (1871, 1902), strict=True)
    )
    assert stopped(candles, salt)


def test_a_headline_written_anew_names_no_other_subject(make: MakeArticle) -> None:
    candles, _ = factories(make)
    text = candles.text.replace("140", "150")
    later = datetime(2026, 3, 5, tzinfo=UTC)
    for title in ("Dunmere loses its candle factory", "Grim winter ahead", ""):
        assert stopped(candles, make(title, text, published=later)) == ""


def test_another_name_without_another_number_names_no_other_subject(make: MakeArticle) -> None:
    candles, salt = factories(make)
    same = make(salt.title, salt.text.replace("85", "140"), published=salt.published)
    assert stopped(candles, same) == ""


def test_texts_that_share_little_are_left_to_the_weights(make: MakeArticle, orchard: str) -> None:
    candles, salt = factories(make)
    longer = make(salt.title, f"{salt.text}\n\n{orchard * 3}", published=salt.published)
    assert stopped(candles, longer) == ""
