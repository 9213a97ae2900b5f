"""Reads a rendered document back: what stands in it, before anyone else sees it (FAULTS G7)."""

import json

from lxml import etree

from feedsvc.feeds.addresses import Format

_ATOM_ID = etree.XPath(
    "/a:feed/a:entry/a:id/text()", namespaces={"a": "http://www.w3.org/2005/Atom"}
)
_RSS_GUID = etree.XPath("/rss/channel/item/guid/text()")


def entry_ids(format_: Format, content: bytes) -> tuple[str, ...]:
    """The ids of a document's entries, in its order.

    Raises ValueError when the document is not well-formed, or not of that format at all.
    """
    match format_:
        case Format.JSON:
            return _json_ids(content)
        case Format.ATOM:
            return _xml_ids(content, _ATOM_ID, "{http://www.w3.org/2005/Atom}feed")
        case Format.RSS:
            return _xml_ids(content, _RSS_GUID, "rss")


def _xml_ids(content: bytes, query: etree.XPath, root_name: str) -> tuple[str, ...]:
    found = query(parse_xml(content, root_name))
    assert isinstance(found, list)
    return tuple(str(text) for text in found)


def parse_xml(content: bytes, root_name: str) -> etree._Element:
    """The root of a document. Raises ValueError as above."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"not well-formed: {error}") from error
    if root.tag != root_name:
        raise ValueError(f"its root is <{root.tag}>")
    return root


def _json_ids(content: bytes) -> tuple[str, ...]:
    document = json.loads(content)
    try:
        return tuple(str(item["id"]) for item in document["items"])
    except (TypeError, KeyError) as error:
        raise ValueError("not a JSON Feed") from error
