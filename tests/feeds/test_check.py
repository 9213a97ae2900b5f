"""A document is read back before it goes out."""

from collections.abc import Callable

import pytest

from feedsvc.errors import PublishError
from feedsvc.feeds import Addresses, Format, generator, render
from feedsvc.feeds.check import entry_ids
from feedsvc.model import Entry, FeedDefinition


@pytest.mark.parametrize(
    ("format_", "content"),
    [
        (Format.ATOM, b"<feed"),
        (Format.ATOM, b"<rss/>"),
        (Format.RSS, b"<feed xmlns='http://www.w3.org/2005/Atom'/>"),
        (Format.RSS, b""),
        (Format.JSON, b"{"),
        (Format.JSON, b"[]"),
        (Format.JSON, b'{"items": [{}]}'),
    ],
)
def test_what_is_no_document_of_that_format_is_said_to_be_none(
    format_: Format, content: bytes
) -> None:
    with pytest.raises(ValueError, match=r"."):
        entry_ids(format_, content)


def test_entities_are_not_followed() -> None:
    bomb = (
        b'<!DOCTYPE rss [<!ENTITY a "AAAA">]>'
        b"<rss><channel><item><guid>&a;</guid></item></channel></rss>"
    )
    assert entry_ids(Format.RSS, bomb) == ()


@pytest.mark.parametrize("broken", [b"<feed", b"<feed xmlns='http://www.w3.org/2005/Atom'/>"])
def test_a_document_that_does_not_read_back_is_never_handed_out(
    make_entry: Callable[..., Entry],
    definition: FeedDefinition,
    addresses: Addresses,
    monkeypatch: pytest.MonkeyPatch,
    broken: bytes,
) -> None:
    """FAULTS G7: a fault in the serializer."""
    monkeypatch.setattr(generator.FeedGenerator, "atom_str", lambda *_, **__: broken)
    with pytest.raises(PublishError) as caught:
        render(definition, [make_entry()], addresses)
    assert caught.value.feed == "all"
