"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), from the same items as the rest."""

import json
from collections.abc import Mapping, Sequence

from feedsvc.feeds.dates import rfc3339
from feedsvc.feeds.generator import Channel
from feedsvc.feeds.items import Item

_VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(channel: Channel, items: Sequence[Item]) -> bytes:
    """The JSON Feed document. Optional members are left out when there is nothing to say."""
    hub = _linked(channel, "hub")
    document = _without_nothing(
        {
            "version": _VERSION,
            "title": channel.title,
            "home_page_url": channel.page.href,
            "feed_url": _linked(channel, "self"),
            "next_url": _linked(channel, "prev-archive"),  # older items, as the format means it
            "description": channel.description,
            "icon": channel.icon_url,
            "favicon": channel.icon_url,
            "authors": [{"name": channel.author}],
            "language": channel.language,
            "hubs": [{"type": "WebSub", "url": hub}] if hub else None,
        }
    )
    document["items"] = [_item(item, channel.language) for item in items]
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _linked(channel: Channel, rel: str) -> str | None:
    return next((link.href for link in channel.links if link.rel == rel), None)


def _item(item: Item, feed_language: str | None) -> dict[str, object]:
    return _without_nothing(
        {
            "id": item.id,
            "url": item.url,
            "external_url": item.via,
            "title": item.title,
            "summary": item.summary,
            "content_html": item.content,
            "image": item.image_url,
            "date_published": rfc3339(item.published),
            "date_modified": rfc3339(item.updated),
            "authors": [{"name": name} for name in item.authors],
            "tags": list(item.categories),
            "language": item.language if item.language != feed_language else None,
        }
    )


def _without_nothing(members: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in members.items() if value not in (None, "", [])}
