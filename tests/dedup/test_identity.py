"""Claims about the id that an article gets."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.dedup import mint
from feedsvc.dedup.identity import mint_from_text
from feedsvc.model import Article


def article(title: str, text: str, url: str | None = None) -> Article:
    return Article(title=title, text=text, content="", url=url)


def test_ids_are_golden_because_stores_and_readers_keep_them() -> None:
    named = article("Pears come early", "Picking began.", "https://valley.example/pears?utm_id=1")
    assert mint(named) == UUID("0a0723a8-9c4a-5320-b896-204155c0e2c0")
    assert mint(article("Pears come early", "Picking began.")) == UUID(
        "1926fec1-bd9b-554b-bc2d-72489b471129"
    )


def test_an_address_is_an_identity_whatever_the_text_says() -> None:
    url = "https://valley.example/pears"
    assert mint(article("A", "b", url)) == mint(article("C", "d", f"{url}/?fbclid=9"))


def test_a_front_page_is_no_identity() -> None:
    url = "https://valley.example/"
    assert mint(article("A", "b", url)) == mint(article("A", "b"))
    assert mint(article("A", "b", url)) != mint(article("C", "d", url))


def test_typography_and_layout_do_not_change_the_id() -> None:
    straight = article("It's early", 'She said: "Now."\n\nThen she left.')
    curly = article("IT’S EARLY", "She said: “Now.” Then she left.")
    assert mint(straight) == mint(curly)


def test_words_moved_from_title_to_text_make_another_article() -> None:
    assert mint(article("a b", "c")) != mint(article("a", "b c"))


def test_an_address_cannot_be_mistaken_for_a_text() -> None:
    named = article("", "", "https://valley.example/pears")
    assert mint(named) != mint_from_text(named)


@given(st.text(), st.text(), st.none() | st.text())
def test_any_article_gets_a_version_5_id_and_always_the_same(
    title: str, text: str, url: str | None
) -> None:
    one = mint(article(title, text, url))
    assert one.version == 5
    assert one == mint(article(title, text, url))
