"""A search as a feed: what matched when it was first seen, at an address that holds the words."""

from collections.abc import Sequence
from urllib.parse import quote

from feedsvc.feeds.addresses import SEARCH_FOLDER, Addresses, Format
from feedsvc.feeds.documents import Place, document
from feedsvc.feeds.items import Item, present, unfit_character
from feedsvc.feeds.window import window
from feedsvc.model import Entry, FeedDefinition

MAX_QUERY_CHARS = 200


def searched(query: str) -> str:
    """A query as the feed's address and title have it: one line of characters that a feed may
    hold, of bounded length. "" asks for nothing.
    """
    fit = "".join(" " if unfit_character((one,)) else one for one in query[:MAX_QUERY_CHARS])
    return " ".join(fit.split())


def search_feed(
    query: str, entries: Sequence[Entry], addresses: Addresses, site_title: str, format_: Format
) -> bytes:
    """The document of a query that was `searched`. An entry has the same id as in any other feed,
    and the feed has one id for all spellings of the query's case.

    Raises: PublishError when the document, parsed back, is not right.
    """
    definition = FeedDefinition(slug="search", title=f"“{query}” · {site_title}")
    place = Place(
        folder=SEARCH_FOLDER,
        identity=f"search/{query.casefold()}",
        query=f"?q={quote(query)}",
        page=addresses.url(SEARCH_FOLDER) + f"?q={quote(query)}",
    )
    outcomes = [present(entry, addresses) for entry in window(definition, entries)]
    items = [outcome for outcome in outcomes if isinstance(outcome, Item)]
    return document(definition, items, addresses, place, format_).content
