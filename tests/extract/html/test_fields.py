# ruff: noqa: E501 -- the pages of the examples stand on one line each
"""What a page claims of itself, and which of it is believed."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.extract.html.blurbs import description_of
from feedsvc.extract.html.claims import Claims, read_claims
from feedsvc.extract.html.moments import read_moment
from feedsvc.extract.html.people import authors_of, signers
from feedsvc.extract.html.plain import plain, web_url
from feedsvc.extract.html.sites import address_of, publisher_of, sites_of
from feedsvc.extract.html.times import dates_claimed
from feedsvc.extract.html.titles import title_of
from feedsvc.extract.html.topics import categories_of, language_of
from feedsvc.extract.html.tree import parse


def claims_of(head: str, body: str = "", url: str | None = None) -> Claims:
    root = parse(f"<html><head>{head}</head><body>{body}<p>x</p></body></html>")
    assert root is not None
    return read_claims(root, url)


def linked_data(node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def title(head: str, body: str = "") -> str | None:
    claims = claims_of(head, body)
    told = title_of(claims, sites_of(claims))
    return told.value if told else None


def authors(head: str, body: str = "") -> tuple[str, ...]:
    claims = claims_of(head, body)
    return authors_of(claims, sites_of(claims))[0]


# ------------------------------------------------------------------ title


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<title>Ferry late again | Bay News</title><meta property=og:site_name content='Bay News'>", ""),
        ("<title>Local | Bay Courier</title><meta property=og:title content='Ferry late again'>", "<h1>Local</h1>"),
        ("<title>Ferry late again</title>", "<h1>Bay News</h1><h1>Ferry late again</h1>"),
        (linked_data({"@type": "NewsArticle", "headline": "Ferry late again"}), "<h1>Weather</h1>"),
        ("<title>F</title>", "<h1>Ferry late again</h1>"),
        ("<title>Ferry late again</title>", "<h1><span>Harbor</span>Ferry late again</h1>"),
        ("<title>Ferry late again &amp;ndash; Bay News</title><meta property=og:site_name content='Bay News'>", ""),
    ],
)  # fmt: skip
def test_the_headline_comes_without_the_names_around_it(head: str, body: str) -> None:
    assert title(head, body) == "Ferry late again"


def test_the_headline_on_the_page_wins_over_the_one_for_search_engines() -> None:
    head = "<title>Ferry late: all you need to know about the ferry</title>"
    assert title(head, "<h1>The ferry is late, and nobody minds</h1>") == (
        "The ferry is late, and nobody minds"
    )


def test_a_page_without_any_title_has_none() -> None:
    assert title("<meta name=viewport content=x>") is None


# ------------------------------------------------------------------ people


@pytest.mark.parametrize(
    "head",
    [
        linked_data({"@type": "NewsArticle", "author": {"@type": "Person", "name": "Mairi Ottway"}}),
        linked_data({"@type": ["BlogPosting"], "author": "By Mairi Ottway, Staff Writer"}),
        linked_data([{"@graph": [{"@type": "Article", "author": [{"@id": "#m"}]},
                                 {"@id": "#m", "@type": "Person", "name": "Mairi Ottway"}]}]),
        linked_data({"@type": "WebPage", "mainEntity": {"@type": "ReportageNewsArticle",
                     "author": {"name": ["Mairi Ottway"]}}}),
        "<meta name=author content='Mairi Ottway (mo@bay.example)'>",
        "<meta name=parsely-author content='MAIRI OTTWAY'>",
        "<meta property=article:author content='https://social.example/mo'><meta name=byl content='By Mairi Ottway'>",
    ],
)  # fmt: skip
def test_an_author_is_a_name_and_nothing_else(head: str) -> None:
    assert authors(head) == ("Mairi Ottway",)


def test_microdata_names_the_author() -> None:
    body = "<div itemprop=author itemscope><b>By</b> <span itemprop=name>Mairi Ottway</span></div>"
    assert authors("", body) == ("Mairi Ottway",)


def test_who_comments_is_no_author() -> None:
    body = "<div class=comments><span itemprop=author>Troll Number</span><a rel=author>No One</a></div>"
    assert authors("", body) == ()


def test_an_organization_signs_only_where_no_person_does() -> None:
    site = "<meta property=og:site_name content='Bay News'>"
    node = {"@type": "NewsArticle", "author": {"name": "Bay News"}}
    assert authors(site + linked_data(node)) == ("Bay News",)
    node = {"@type": "NewsArticle", "author": [{"name": "Reuters"}, {"name": "Mairi Ottway"}]}
    assert authors(site + linked_data(node)) == ("Mairi Ottway",)


def test_a_site_that_signs_itself_in_a_meta_tag_is_no_author() -> None:
    site = "<meta property=og:site_name content='Bay News'>"
    assert authors(site + "<meta name=author content='Bay News'>") == ()
    assert authors(site + "<meta name=author content='Harbor Staff'>") == ("Harbor Staff",)


def test_a_nickname_signs_where_a_link_says_so() -> None:
    assert authors("", "<a rel=author>gizzi_77</a>") == ("gizzi_77",)
    assert authors("", "<a rel=author>View all posts by Mairi Ottway</a>") == ("Mairi Ottway",)
    assert authors("", "<a rel=author>admin</a>") == ()


@pytest.mark.parametrize("text", ["admin", "Editor", "", "https://x.example", "Updated 3 May 2024", "5 minutes"])  # fmt: skip
def test_what_is_no_name_signs_nothing(text: str) -> None:
    assert signers(text, ()).people == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Charlene White", ("Charlene White",)),
        ("Will Knight", ("Will Knight",)),
        ("Sarah E. Needleman and José Miguel Ibarra", ("Sarah E. Needleman", "José Miguel Ibarra")),
        ("Analysis by Chris Calloway, Senior Editor", ("Chris Calloway",)),
        ("Ludwig van der Aalst; Oona Farrell", ("Ludwig van der Aalst", "Oona Farrell")),
        ("Dev Prasad, Bay Magazine", ("Dev Prasad",)),
    ],
)
def test_names_are_told_apart_from_roles_and_houses(text: str, names: tuple[str, ...]) -> None:
    assert signers(text, ()).people == names


# ------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-04-09T08:15:00+02:00", datetime(2024, 4, 9, 6, 15, tzinfo=UTC)),
        ("2024-04-09T08:15:00.123456789Z", datetime(2024, 4, 9, 8, 15, tzinfo=UTC)),
        ("2024-04-09 08:15:00 -0500", datetime(2024, 4, 9, 13, 15, tzinfo=UTC)),
        ("2024-4-9", datetime(2024, 4, 9, tzinfo=UTC)),
        ("20240409", datetime(2024, 4, 9, tzinfo=UTC)),
        ("1712650500", datetime(2024, 4, 9, 8, 15, tzinfo=UTC)),
        ("1712650500000", datetime(2024, 4, 9, 8, 15, tzinfo=UTC)),
        ("Tue, 09 Apr 2024 08:15:00 GMT", datetime(2024, 4, 9, 8, 15, tzinfo=UTC)),
        ("April 9, 2024", datetime(2024, 4, 9, tzinfo=UTC)),
        ("9. April 2024, 08:15 Uhr", datetime(2024, 4, 9, 8, 15, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_in_utc(text: str, moment: datetime) -> None:
    assert read_moment(text, "de") == moment


@pytest.mark.parametrize(
    "text",
    ["", "1", "nov", "now", "2024", "0001-01-01", "1789-07-14", "2024-02-30", "9999999999999",
     "yesterday", "04/09/2024", "x" * 999, "１７１２６５０５００"],
)  # fmt: skip
def test_what_names_no_moment_is_none(text: str) -> None:
    assert read_moment(text, "en") is None


@given(st.text(max_size=70))
def test_any_text_is_a_moment_or_none(text: str) -> None:
    moment = read_moment(text, "en")
    assert moment is None or 1990 <= moment.year < 2100


def test_the_articles_own_dates_win_over_the_pages() -> None:
    node = {"@type": "NewsArticle", "datePublished": "2024-04-09", "dateModified": "2024-04-10"}
    claims = claims_of(linked_data(node) + "<meta name=date content=2024-12-24>")
    published, modified = dates_claimed(claims, "en")
    assert published is not None
    assert modified is not None
    assert (published[0].day, modified[0].day) == (9, 10)
    assert published[1].tag == "JSON-LD datePublished"


def test_a_change_before_the_publication_is_not_believed() -> None:
    claims = claims_of(linked_data({"@type": "Article", "datePublished": "2024-04-09", "dateModified": "2020-01-01"}))  # fmt: skip
    assert dates_claimed(claims, "en")[1] is None


@pytest.mark.parametrize("path", ["2024/04/09/ferry", "news/20240409/ferry.html", "a-2024-04-09-b"])
def test_an_address_may_date_its_page(path: str) -> None:
    claims = claims_of(f"<link rel=canonical href='https://bay.example/{path}'>")
    published, _ = dates_claimed(claims, "en")
    assert published is not None
    assert published[0] == datetime(2024, 4, 9, tzinfo=UTC)


def test_a_time_element_of_another_article_dates_nothing() -> None:
    body = "<aside><time datetime=2019-01-01>then</time></aside>"
    assert dates_claimed(claims_of("", body), "en") == (None, None)


# ------------------------------------------------------------------ the rest


def test_the_publisher_is_the_name_that_is_like_the_host() -> None:
    head = (
        "<link rel=canonical href='https://www.baycourier.example/x'>"
        + linked_data({"@type": "NewsArticle", "publisher": {"name": "Where the news comes home"}})
        + "<meta property=og:site_name content='The Bay Courier'>"
    )
    told = publisher_of(claims_of(head))
    assert told is not None
    assert told.value == "The Bay Courier"


@pytest.mark.parametrize(
    ("declared", "detected", "tag"),
    [("en-gb", "en", "en-GB"), ("en", "de", "de"), ("pt_BR", "und", "pt-BR"), ("zh-hans-cn", "zh", "zh-Hans-CN"),
     ("nb", "no", "no"), ("<evil>", "fr", "fr"), ("", "und", "und")],
)  # fmt: skip
def test_the_language_is_that_of_the_words_with_the_pages_region(
    declared: str, detected: str, tag: str
) -> None:
    root = parse(f'<html lang="{declared}"><body><p>x</p></body></html>')
    assert root is not None
    assert language_of(read_claims(root, None), detected).value == tag


def test_sections_come_before_tags_and_each_once() -> None:
    head = (
        linked_data({"@type": "NewsArticle", "articleSection": ["Local"], "keywords": "Ferry, Harbor, local"})
        + "<meta name=news_keywords content='x'>"
    )  # fmt: skip
    assert categories_of(claims_of(head))[0] == ("Local", "Ferry", "Harbor")


@pytest.mark.parametrize(
    ("url", "base", "absolute"),
    [
        ("/a?b=1", "https://x.example/c/d", "https://x.example/a?b=1"),
        ("//y.example/a", "https://x.example/", "https://y.example/a"),
        ("https://x.example/ä b", None, "https://x.example/%C3%A4%20b"),
        ("https://bücher.example/ä", None, "https://xn--bcher-kva.example/%C3%A4"),
        ("javascript:alert(1)", "https://x.example/", None),
        ("JaVa\tScript:alert(1)", "https://x.example/", None),
        ("data:text/html,x", None, None),
        ("https://user:pass@x.example/", None, None),
        ("https://[::1", None, None),
        ("https://x.example:99999/", None, None),
        ("/a", None, None),
        (None, None, None),
    ],
)  # fmt: skip
def test_only_web_addresses_come_out(url: object, base: str | None, absolute: str | None) -> None:
    assert web_url(url, base) == absolute


@given(st.text(max_size=120), st.sampled_from([None, "https://x.example/a/"]))
def test_any_address_is_safe_ascii_or_none(text: str, base: str | None) -> None:
    url = web_url(text, base)
    assert url is None or (url.isascii() and url.startswith(("http://", "https://")))
    assert url is None or not set(url) & set("\"'<> \n\t")


@given(st.text(max_size=200))
def test_plain_text_is_one_line_without_what_nobody_sees(text: str) -> None:
    tidy = plain(text)
    assert tidy == " ".join(tidy.split())
    assert not any(ord(character) < 32 for character in tidy)


def test_the_canonical_address_must_be_one() -> None:
    told = address_of(claims_of("<link rel=canonical href='javascript:alert(1)'>"))
    assert told is None


STORY = "The ferry left the quay an hour late on Tuesday, and the harbor master blamed the fog."


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Fog held the ferry at the quay for an hour. The harbor master will not say sorry.", True),
        ("Fog held the ferry at the quay for an hour. The harbor master will not sa...", False),
        ("The best news, sport and weather from around the world, all day and all night.", False),
        ("Ferry late again", False),
        ("Subscribe to our newsletter about the ferry and the harbor for more stories.", False),
    ],
)
def test_a_description_is_whole_sentences_about_the_story(text: str, kept: bool) -> None:
    claims = claims_of(f"<meta property=og:description content='{text}'>")
    told = description_of(claims, "Ferry late again", STORY, "en", ())
    cut = "Fog held the ferry at the quay for an hour."
    assert (told.value if told else None) in ((text,) if kept else (None, cut))


@pytest.mark.parametrize(
    "script",
    [
        "[" * 100_000,
        '{"@graph":' * 5_000 + "1" + "}" * 5_000,
        '{"@type": "Article", "author": ' + '[{"name": ' * 400 + '"x"' + "}]" * 400 + "}",
        '{"@type": {"a": 1}, "headline": {"@value": 5}, "author": null}',
        json.dumps({"@type": "Article", "author": [{"@id": "#a"}], "@id": "#a"}),
        '{"@type": "Article", "headline": "\\ud800"}',
        "null", "3", '""', "",
    ],
)  # fmt: skip
def test_hostile_linked_data_is_passed_over(script: str) -> None:
    head = f'<script type="application/ld+json">{script}</script>'
    claims = claims_of(head)
    assert authors_of(claims, ())[0] in ((), ("X",), ("x",))
    title_of(claims, ())


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["@type", "@id", "@graph", "headline", "author", "name", "publisher",
                         "datePublished", "keywords", "articleSection", "articleBody"]), inner, max_size=5),
    max_leaves=20,
))  # fmt: skip
def test_any_linked_data_is_read_without_an_error(node: object) -> None:
    claims = claims_of(linked_data(node))
    sites = sites_of(claims)
    title_of(claims, sites)
    authors_of(claims, sites)
    publisher_of(claims)
    categories_of(claims)
    dates_claimed(claims, "en")
    language_of(claims, "en")
