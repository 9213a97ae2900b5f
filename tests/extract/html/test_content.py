"""An article's HTML from a page: its structure kept, and nothing in it that runs or asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.extract.html.blocks import flatten
from feedsvc.extract.html.content import figures, to_html
from feedsvc.extract.html.network import pack, shipped, unpack
from feedsvc.extract.html.tree import parse
from feedsvc.model import Label
from feedsvc.site.pictures import sanitized

BASE = "https://bay.example/news/1"


def content(page: str, label: Label = Label.BODY) -> str:
    root = parse(page)
    assert root is not None
    return to_html([(label, block) for block in flatten(root).blocks], BASE)


def test_links_become_absolute_and_lose_their_trust() -> None:
    assert content('<p>See <a href="/x" onclick="no()" class=y>the map</a>.</p>') == (
        '<p>See <a href="https://bay.example/x" rel="nofollow noopener noreferrer">the map</a>.</p>'
    )


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "//["])
def test_a_link_that_is_none_leaves_its_words(href: str) -> None:
    assert content(f'<p>See <a href="{href}">the map</a>.</p>') == "<p>See the map.</p>"


def test_markup_in_the_text_stays_text() -> None:
    assert content("<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;</p>") == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;</p>"
    )


def test_the_rows_of_a_table_stay_together() -> None:
    page = "<table><tr><th>Boat</th><th>Toll</th></tr><tr><td>Car</td><td>£2</td></tr></table>"
    html = content(page)
    assert html.startswith("<table>")
    assert html.count("<tr>") == 2
    assert "<th>Boat</th>" in html
    assert "<td>£2</td>" in html


def test_a_numbered_list_stays_numbered() -> None:
    html = content("<ol><li>One</li><li>Two</li></ol>", Label.LIST)
    assert html == "<ol><li>One</li><li>Two</li></ol>"


def test_pictures_of_the_story_come_once_over_https_and_with_their_caption() -> None:
    root = parse(
        "<figure><img src=/a.jpg alt='A quay'><figcaption>The quay</figcaption></figure><p>One.</p>"
        "<img src=/a.jpg><img src=http://x.example/b.jpg><img src=/dot.gif width=1><img src=data:x>"
    )
    assert root is not None
    flat = flatten(root)
    found = list(figures(flat, range(9), BASE))
    assert [(figure.url, figure.alternative, figure.caption) for _, figure in found] == [
        ("https://bay.example/a.jpg", "A quay", ("The quay",))
    ]
    html = to_html([figure for _, figure in found], BASE)
    assert html == (
        '<figure><img src="https://bay.example/a.jpg" alt="A quay">'
        "<figcaption>The quay</figcaption></figure>"
    )
    page = str(sanitized(html))
    assert "<img" not in page
    assert '<a class="picture" href="https://bay.example/a.jpg"' in page
    assert "Picture: A quay" in page


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_a_page_says_its_html_runs_nothing(text: str, href: str) -> None:
    html = content(f'<p>{text}</p><a href="{href}">{text}</a><img src="{href}" onerror=x>').lower()
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_weights_pack_into_the_same_bytes_again() -> None:
    data = pack(shipped())
    assert pack(unpack(data)) == data
