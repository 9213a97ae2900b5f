"""What the models of readers hold of an item, as their sources have it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feedsvc.feeds.readers import MODELS, ParsedEntry
from feedsvc.feeds.readers.models import freshrss, miniflux, netnewswire, reader

ENTRY = ParsedEntry(
    id="urn:uuid:1",
    link="https://news.example/1",
    related="https://harbor-gazette.example/1",
    title="Ferry returns",
    summary="It sails.",
    content="<p>The ferry sails again.</p>",
    authors=("Ines Hallgren",),
    categories=("transport",),
    media=("https://harbor-gazette.example/1.jpg",),
    published="2026-03-08T17:05:00Z",
    updated="2026-03-09T08:30:00Z",
)
FIELDS = ("related", "title", "summary", "content", "authors", "categories", "media",
          "published", "updated")  # fmt: skip
# What each reader compares: docs/readers.md.
COMPARED = {
    "Miniflux": {"title", "content", "authors", "categories", "media"},
    "FreshRSS": {"title", "content", "authors", "categories", "media"},
    "NetNewsWire": {"related", "title", "summary", "content", "authors", "published", "updated"},
    "reader": {"title", "summary", "content", "authors", "media", "published", "updated"},
}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_an_id_alone_makes_the_identity(model: object) -> None:
    """Everything else may change: it stays the same item."""
    other = ParsedEntry(id=ENTRY.id, title="Another")
    (one,), (two,) = model.read([ENTRY]), model.read([other])  # type: ignore[attr-defined]
    assert one.identity == two.identity
    assert one.state != two.state


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
@pytest.mark.parametrize("field", FIELDS)
def test_each_reader_compares_its_own_fields(model: object, field: str) -> None:
    value = ("x",) if isinstance(getattr(ENTRY, field), tuple) else "x"
    (one,) = model.read([ENTRY])  # type: ignore[attr-defined]
    (two,) = model.read([replace(ENTRY, **{field: value})])  # type: ignore[attr-defined]
    compared = COMPARED[model.name]  # type: ignore[attr-defined]
    assert (one.state != two.state) == (field in compared)


def test_miniflux_tells_items_of_one_id_apart_by_their_links() -> None:
    again = replace(ENTRY, link="https://news.example/2")
    third = replace(ENTRY, link="")
    assert len({held.identity for held in miniflux([ENTRY, again, third])}) == 3


def test_miniflux_falls_back_to_the_link_and_then_to_the_text() -> None:
    linked = replace(ENTRY, id="")
    (one,), (two,) = miniflux([linked]), miniflux([replace(linked, title="Another")])
    assert one.identity == two.identity
    bare = replace(linked, link="")
    (one,), (two,) = miniflux([bare]), miniflux([replace(bare, title="Another")])
    assert one.identity != two.identity


def test_freshrss_stops_believing_in_ids_when_too_many_are_bad() -> None:
    entries = [replace(ENTRY, id=f"urn:uuid:{n}", link=f"https://a.example/{n}") for n in range(20)]
    assert freshrss(entries)[0].identity == "urn:uuid:0"
    one_bad = [*entries[1:], replace(entries[0], id="")]
    assert freshrss(one_bad)[0].identity == "urn:uuid:1"
    two_alike = [*entries, replace(entries[0], link="https://a.example/20")]
    found = freshrss(two_alike)
    assert found[0].identity != "urn:uuid:0"
    assert len({held.identity for held in found}) == 21


def test_netnewswire_falls_back_to_what_is_there_and_the_date() -> None:
    def identity(**changes: str) -> str:
        (held,) = netnewswire([replace(ENTRY, id="", **changes)])
        return held.identity

    assert identity() == identity(title="Another")
    assert identity() != identity(published="2026-03-08T18:00:00Z")
    assert identity(link="") != identity(link="", title="Another")
    assert identity(link="", title="") == identity(link="", title="", summary="Another")


def test_reader_passes_over_what_has_neither_id_nor_link() -> None:
    assert reader([replace(ENTRY, id="", link="")]) == ()
    (held,) = reader([replace(ENTRY, id="")])
    assert held.identity == ENTRY.link


def test_readers_forget_what_their_defaults_say() -> None:
    forgotten = {
        model.name: (
            model.forgets(timedelta(days=31), 0),
            model.forgets(timedelta(days=91), 0),
            model.forgets(timedelta(hours=1), 200),
        )
        for model in MODELS
    }
    assert forgotten == {
        "Miniflux": (False, False, False),
        "FreshRSS": (False, True, True),
        "NetNewsWire": (True, True, False),
        "reader": (False, False, False),
    }
