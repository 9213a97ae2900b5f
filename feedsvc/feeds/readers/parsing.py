"""A published document as a reader's parser sees it: the same fields, whatever the format."""

import json
from dataclasses import dataclass
from typing import Any

from lxml import etree

from feedsvc.feeds.addresses import Format
from feedsvc.feeds.check import parse_xml

_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_MEDIA = "{http://search.yahoo.com/mrss/}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedEntry:
    """One entry as it stands in a document; "" for what is not there.

    `content` is what the entry shows; `summary` is there only beside a content of its own.
    """

    id: str
    link: str = ""
    related: str = ""  # the publisher's own page
    title: str = ""
    summary: str = ""
    content: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    media: tuple[str, ...] = ()  # URLs of enclosures and pictures beside the content
    published: str = ""  # dates as they are written
    updated: str = ""


def parse(format_: Format, content: bytes) -> tuple[ParsedEntry, ...]:
    """The entries of a document, in its order.

    Raises ValueError when the document is not well-formed, or not of that format at all.
    """
    match format_:
        case Format.ATOM:
            root = parse_xml(content, f"{_ATOM}feed")
            return tuple(_atom_entry(element) for element in root.iterchildren(f"{_ATOM}entry"))
        case Format.RSS:
            items = parse_xml(content, "rss").iterfind("channel/item")
            return tuple(_rss_item(element) for element in items)
        case Format.JSON:
            return _json_items(content)


def _atom_entry(element: etree._Element) -> ParsedEntry:
    links: dict[str, list[str]] = {}
    for link in element.iterchildren(f"{_ATOM}link"):
        links.setdefault(link.get("rel", "alternate"), []).append(link.get("href", ""))
    content, summary = _text(element, f"{_ATOM}content"), _text(element, f"{_ATOM}summary")
    return ParsedEntry(
        id=_text(element, f"{_ATOM}id"),
        link=links.get("alternate", [""])[0],
        related=links.get("via", [""])[0],
        title=_text(element, f"{_ATOM}title"),
        summary=summary if content else "",
        content=content or summary,
        authors=_texts(element, f"{_ATOM}author/{_ATOM}name"),
        categories=tuple(c.get("term", "") for c in element.iterchildren(f"{_ATOM}category")),
        media=(*links.get("enclosure", ()), *_media(element)),
        published=_text(element, f"{_ATOM}published"),
        updated=_text(element, f"{_ATOM}updated"),
    )


def _rss_item(element: etree._Element) -> ParsedEntry:
    content, description = _text(element, f"{_CONTENT}encoded"), _text(element, "description")
    enclosures = (found.get("url", "") for found in element.iterchildren("enclosure"))
    return ParsedEntry(
        id=_text(element, "guid"),
        link=_text(element, "link"),
        title=_text(element, "title"),
        summary=description if content else "",
        content=content or description,
        authors=_texts(element, f"{_DUBLIN_CORE}creator"),
        categories=_texts(element, "category"),
        media=(*enclosures, *_media(element)),
        published=_text(element, "pubDate"),
    )


def _json_items(content: bytes) -> tuple[ParsedEntry, ...]:
    document = json.loads(content)
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ValueError("not a JSON Feed")
    return tuple(_json_item(item) for item in items)


def _json_item(item: dict[str, Any]) -> ParsedEntry:
    content = _string(item, "content_html") or _string(item, "content_text")
    summary = _string(item, "summary")
    names = (_string(author, "name") for author in _dicts(item, "authors"))
    attachments = (_string(attachment, "url") for attachment in _dicts(item, "attachments"))
    image = _string(item, "image")
    tags = item.get("tags")
    return ParsedEntry(
        id=_string(item, "id"),
        link=_string(item, "url"),
        related=_string(item, "external_url"),
        title=_string(item, "title"),
        summary=summary if content else "",
        content=content or summary,
        authors=tuple(names),
        categories=tuple(map(str, tags)) if isinstance(tags, list) else (),
        media=(*attachments, *([image] if image else [])),
        published=_string(item, "date_published"),
        updated=_string(item, "date_modified"),
    )


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _texts(element: etree._Element, path: str) -> tuple[str, ...]:
    return tuple((found.text or "").strip() for found in element.iterfind(path))


def _media(element: etree._Element) -> tuple[str, ...]:
    return tuple(found.get("url", "") for found in element.iter(f"{_MEDIA}content"))


def _string(item: dict[str, Any], key: str) -> str:
    """A member's text; a number counts as its digits (JSON Feed 1.1, `id`)."""
    value = item.get(key)
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _dicts(item: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = item.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
