"""A page asks no other server for anything: an article's pictures are links there."""

from bay import BAY, make_entry
from lxml import html

from feedsvc import site

PICTURE = '<figure><img src="https://bay.example/a.jpg" alt="A gull"/></figure>'


def test_pictures_of_an_article_are_links_on_its_page() -> None:
    entry = make_entry(content=f"<p>The ferry sails again.</p>{PICTURE}<img src='data:x'>")
    (page,) = site.article_pages(BAY, [entry])
    tree = html.fromstring(page.content)
    assert tree.findall(".//img") == []
    (link,) = tree.iterfind(".//a[@class='picture']")
    assert link.get("href") == "https://bay.example/a.jpg"
    assert link.text == "Picture: A gull"


def test_a_standfirst_that_begins_the_story_is_shown_once() -> None:
    lead = "The ferry sails again."
    for text, count in ((f"{lead}\n\nTickets cost four crowns.", 1), ("Tickets are dear.", 1)):
        content = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
        entry = make_entry(standfirst=lead, text=text, content=content, summary="Back again.")
        (page,) = site.article_pages(BAY, [entry])
        assert page.content.decode().count(lead) == count
