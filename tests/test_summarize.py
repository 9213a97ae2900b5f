"""Summaries: whole sentences from the start of the story, within a length."""

import pickle
import sys
import textwrap
from dataclasses import replace
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.errors import ConfigError
from feedsvc.model import Article
from feedsvc.summarize import SummaryPolicy, load_summarizer, summarize, with_summary

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


def test_another_summarizer_is_found_by_its_name() -> None:
    found = load_summarizer("textwrap:shorten")
    assert found is textwrap.shorten
    assert load_summarizer(SummaryPolicy().summarizer) is summarize


def first_words(told: Article, policy: SummaryPolicy) -> str:
    return told.text[: min(7, policy.max_chars)]


def failing(told: Article, policy: SummaryPolicy) -> str:
    raise LookupError(told.title)


def talkative(told: Article, policy: SummaryPolicy) -> str:
    return told.text * policy.max_chars


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("plugged")
    for plug in (first_words, failing, talkative):
        setattr(module, plug.__name__, plug)
    monkeypatch.setitem(sys.modules, "plugged", module)


@pytest.mark.usefixtures("plugged")
def test_the_configured_summarizer_gives_the_summary() -> None:
    policy = SummaryPolicy(summarizer="plugged:first_words")
    assert pickle.loads(pickle.dumps(policy)) == policy  # it travels to worker processes
    told = article("Ducks cross the river on Monday.")
    assert with_summary(told, policy) == replace(told, summary="Ducks c")


@pytest.mark.usefixtures("plugged")
@pytest.mark.parametrize(
    ("plug", "said"),
    [("failing", "raised LookupError"), ("talkative", "gave 9600 characters")],
)
def test_a_summarizer_that_fails_is_replaced_by_the_shipped_one(plug: str, said: str) -> None:
    told = article("Ducks cross the river on Monday.")
    got = with_summary(told, SummaryPolicy(summarizer=f"plugged:{plug}"))
    assert got.summary == told.text
    assert said in got.evidence[-1].rule


@pytest.mark.parametrize(
    "name", ["", "nothing", "no.such.module:summarize", "textwrap:no_such_name", "sys:path", ":x"]
)
def test_a_summarizer_that_is_none_is_a_mistake_in_the_settings(name: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_summarizer(name)
    assert "module:object" in caught.value.hint


@given(st.text(max_size=900), st.integers(min_value=40, max_value=400))
def test_it_never_exceeds_the_limit_and_is_deterministic(text: str, limit: int) -> None:
    policy = SummaryPolicy(max_chars=limit)
    summary = summarize(article(text), policy)
    assert len(summary) <= limit
    assert "\n" not in summary
    assert summary == summarize(article(text), policy)
