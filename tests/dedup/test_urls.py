"""Claims about the form in which URLs are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.dedup import canonical_url
from feedsvc.dedup.urls import MAX_URL_CHARS


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/harbor/market-closes",
        "http://news.example/harbor/market-closes",
        "HTTPS://WWW.News.Example:443/harbor/market-closes/",
        "https://news.example/harbor/market-closes?utm_source=mail&fbclid=x#comments",
        "https://reader:secret@news.example/harbor/./old/../market%2Dcloses",
        "  https://news.example./harbor//market-closes?ref=front ",
    ],
)
def test_spellings_of_one_address_are_one(url: str) -> None:
    assert canonical_url(url) == "https://news.example/harbor/market-closes"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/story?id=1", "https://a.example/story?id=2"),
        ("https://a.example/story", "https://b.example/story"),
        ("https://a.example/Story", "https://a.example/story"),
        ("https://a.example:8443/story", "https://a.example/story"),
        ("https://a.example/a%2Fb", "https://a.example/a/b"),
        ("https://a.example/?p=12", "https://a.example/?p=13"),
    ],
)
def test_addresses_of_two_articles_stay_two(one: str, other: str) -> None:
    assert canonical_url(one) is not None
    assert canonical_url(one) != canonical_url(other)


def test_parameters_are_compared_in_any_order() -> None:
    url = canonical_url("https://a.example/story?page=2&id=7&empty=")
    assert url == "https://a.example/story?empty=&id=7&page=2"
    assert canonical_url("https://a.example/story?empty=&id=7&page=2") == url


def test_names_of_any_script_are_spelled_in_ascii() -> None:
    expected = "https://xn--mnchen-3ya.example/stra%C3%9Fe"
    assert canonical_url("http://münchen.example/straße") == expected
    assert canonical_url("https://xn--mnchen-3ya.example/stra%c3%9fe") == expected


def test_an_address_literal_keeps_its_brackets() -> None:
    assert canonical_url("http://[2001:DB8::1]:8080/a") == "https://[2001:db8::1]:8080/a"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.example/story",
        "ftp://news.example/story",
        "javascript:alert(1)",
        "mailto:desk@news.example",
        "https://",
        "https:///story",
        "https://news.example",
        "https://www.news.example/?utm_source=app",
        "https://news.example/index.html",
        "https://news.example:port/story",
        "https://news.example:99999/story",
        "https://[::1/story",
        "https://bad host/story",
        "https://" + "a" * 64 + ".example/story",
        "https://news.example/" + "a" * MAX_URL_CHARS,
    ],
)
def test_what_names_no_article_is_no_address(url: str) -> None:
    assert canonical_url(url) is None


def test_more_parameters_than_a_parser_allows_are_kept_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ValueError("Max number of fields exceeded")

    monkeypatch.setattr("feedsvc.dedup.urls.parse_qsl", refuse)
    assert canonical_url("https://a.example/s?b=1&a=2") == "https://a.example/s?b=1&a=2"


PIECES = ["http", "https", ":", "//", "/", "www.", "a.example", ":80", "?", "&", "=", "#", ".."]
PIECES += [".", "%2f", "%E4", "%zz", "é", "[", "]", "@", "utm_source", "index.html", "+", " "]
PIECES += ["\udc80"]
SPOILED = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(SPOILED | st.text() | SPOILED.map("https://a.example/".__add__))
def test_any_text_gives_an_address_or_none_and_an_address_is_a_fixed_point(text: str) -> None:
    url = canonical_url(text)
    assert url is None or (url.isascii() and canonical_url(url) == url)
