"""The list of all feeds, for a reader's import (OPML 2.0)."""

from collections.abc import Iterable

from lxml import etree

from feedsvc.feeds.addresses import OPML_FILE, Addresses, Format
from feedsvc.model import FeedDefinition, FeedGroup, RenderedFile


def opml(
    definitions: Iterable[FeedDefinition],
    addresses: Addresses,
    title: str,
    groups: Iterable[FeedGroup] = (),
) -> RenderedFile:
    """All feeds, each as its Atom document, those of a family in an outline of their own. `type`
    is "rss" for any format (OPML 2.0).
    """
    document = etree.Element("opml", version="2.0")
    head = etree.SubElement(document, "head")
    etree.SubElement(head, "title").text = title
    body = etree.SubElement(document, "body")
    for definition in definitions:
        etree.SubElement(body, "outline", _outline(definition, addresses))
    for group in groups:
        if group.feeds:
            folder = etree.SubElement(body, "outline", text=f"By {group.each}")
            for definition in group.feeds:
                etree.SubElement(folder, "outline", _outline(definition, addresses))
    content = etree.tostring(document, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return RenderedFile(path=OPML_FILE, content=content)


def _outline(definition: FeedDefinition, addresses: Addresses) -> dict[str, str]:
    attributes = {
        "type": "rss",
        "text": definition.title,
        "title": definition.title,
        "description": definition.description,
        "language": definition.language or "",
        "xmlUrl": addresses.feed(definition.slug, Format.ATOM),
        "htmlUrl": addresses.feed_page(definition.slug),
    }
    return {name: value for name, value in attributes.items() if value}
