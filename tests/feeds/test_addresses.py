"""Public URLs: absolute, ASCII, and below the configured base."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.errors import ConfigError
from feedsvc.feeds import Addresses, Format


@pytest.mark.parametrize(
    ("given_url", "home"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/news", "https://example.org/news/"),
        ("https://example.org/news//", "https://example.org/news/"),
        ("HTTP://Example.ORG:8080/", "http://example.org:8080/"),
        ("https://exämple.org/ä b", "https://xn--exmple-cua.org/%C3%A4%20b/"),
        ("https://example.org/%C3%A4/", "https://example.org/%C3%A4/"),
        ("http://[::1]:80/x", "http://[::1]:80/x/"),
    ],
)
def test_feeds_07_a_base_url_is_brought_into_one_form(given_url: str, home: str) -> None:
    assert Addresses(given_url).home == home
    assert Addresses(home) == Addresses(given_url)


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "example.org",
        "ftp://example.org/",
        "https://",
        "https:///x",
        "https://a:b@example.org/",
        "https://example.org/?q",
        "https://example.org/#f",
        "https://example.org/../x",
        "http://x:99999/",
        "http://[::1",
        "https://" + "a" * 70 + ".org/",
    ],
)
def test_what_is_no_home_page_is_refused_with_the_settings_name(bad: str) -> None:
    with pytest.raises(ConfigError, match=r"site\.base_url"):
        Addresses(bad)


def test_every_address_stands_below_the_base() -> None:
    addresses = Addresses("https://example.org/news")
    entry_id = UUID(int=7)
    assert addresses.prefix == "/news/"
    assert addresses.feed("all", Format.RSS) == "https://example.org/news/feeds/all/rss.xml"
    assert addresses.feed_page("all") == "https://example.org/news/feeds/all/"
    assert addresses.article(entry_id) == f"https://example.org/news/articles/{entry_id}/"
    assert addresses.opml == "https://example.org/news/feeds.opml"
    assert addresses.path("style.css") == "/news/style.css"
    assert addresses.url("index.html") == addresses.home
    assert addresses.path("myindex.html") == "/news/myindex.html"


@given(st.text(max_size=30))
def test_feeds_07_urls_are_ascii_whatever_the_file_is_called(name: str) -> None:
    try:
        url = Addresses("https://example.org/").url(name)
    except UnicodeEncodeError:
        assert any(0xD800 <= ord(c) <= 0xDFFF for c in name)
        return
    assert url.isascii()
    assert " " not in url
