"""Summaries: whole sentences from the start of the story, within a length."""

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model import Article
from feedsvc.summarize import SummaryPolicy, summarize

LONG = (
    "The council, which met for nine hours on Monday, "
    + "and talked and talked, " * 20
    + "went home."
)


def article(text: str, **fields: str) -> Article:
    return Article(
        **{"title": "Bridge opens", "language": "en", "text": text, "content": "", **fields}
    )


def test_it_takes_the_first_whole_sentences_that_fit() -> None:
    text = "The bridge over the river opens on Monday. It took nine years to build. It is red."
    assert summarize(article(text)) == (
        "The bridge over the river opens on Monday. It took nine years to build."
    )
    tight = SummaryPolicy(max_chars=60)
    assert summarize(article(text), tight) == "The bridge over the river opens on Monday."


def test_a_standfirst_is_the_summary() -> None:
    told = article(
        "Nobody came at first.", standfirst="After nine years the bridge is open at last."
    )
    assert summarize(told) == "After nine years the bridge is open at last."


def test_a_dateline_is_left_off() -> None:
    wired = article(
        "LAKE TOWN (Agency) - The bridge over the river opens on Monday, officials said."
    )
    assert summarize(wired) == "The bridge over the river opens on Monday, officials said."
    german = article("Seestadt (dpa/lsw) – Die Brücke über den Fluss wird am Montag eröffnet.")
    assert summarize(german).startswith("Die Brücke")


def test_a_heading_and_a_repeated_title_are_left_out() -> None:
    text = "Bridge opens\n\nWhat we know\n\nThe bridge over the river opens on Monday, it says."
    assert summarize(article(text)) == "The bridge over the river opens on Monday, it says."


def test_a_first_sentence_that_is_too_long_is_passed_over() -> None:
    text = f"{LONG} The bridge over the river opens on Monday."
    assert summarize(article(text)) == "The bridge over the river opens on Monday."


def test_what_is_no_summary_is_passed_over() -> None:
    """A scene-setting quotation, a correction, an advertiser's note, the headline again."""
    news = "The bridge over the river opens on Monday, after nine years."
    for opening in (
        "“I never thought that I would live to see it.”",
        "– I never thought that I would live to see it, says Dora Lind.",
        "Correction: An earlier version misspelled the name of the mayor.",
        "This article was amended on Tuesday to correct the length of the bridge.",
        "Dieser Artikel wurde am Dienstag aktualisiert und erweitert.",
        "This page has affiliate links that pay for our coffee.",
        "Photo: The mayor on the bridge on Monday.",
        "More at https://bridge.example/ and in the town hall.",
    ):
        assert summarize(article(f"{opening} {news}")) == news


def test_a_headline_that_is_said_again_is_no_summary() -> None:
    told = article(
        "The new bridge over the river opens! Nine years after it began, people may cross.",
        title="The new bridge over the river opens",
    )
    assert summarize(told) == "Nine years after it began, people may cross."


def test_a_standfirst_without_its_stop_gets_one() -> None:
    told = article("It is red.", standfirst="After nine years the bridge is open at last")
    assert summarize(told) == "After nine years the bridge is open at last."


def test_a_cut_at_a_clause_is_the_last_resort() -> None:
    cut = summarize(article(LONG))
    assert cut.endswith("talked…")
    assert len(cut) <= 300


def test_japanese_sentences_are_joined_without_a_space() -> None:
    text = "市長は月曜日に新しい橋が春に開通すると発表した。建設費は予想より安く済んだという。"
    assert summarize(article(text, language="ja")) == text


def test_an_article_without_words_has_no_summary() -> None:
    assert summarize(article("")) == ""


@given(st.text(max_size=900), st.integers(min_value=40, max_value=400))
def test_it_never_exceeds_the_limit_and_is_deterministic(text: str, limit: int) -> None:
    policy = SummaryPolicy(max_chars=limit)
    summary = summarize(article(text), policy)
    assert len(summary) <= limit
    assert "\n" not in summary
    assert summary == summarize(article(text), policy)
